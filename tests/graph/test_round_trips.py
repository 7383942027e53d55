"""What leaves and comes back: `import(export(x)) = x` for what a format holds, and the loss told is the loss.

An export is read back by the same way as any file (readers in their process, mapping, conversion), its rows
are written and checked as an import's, and its cells are held against those that left. What is missing must
be what the export told. Names stand for the documents' ids where a format keeps their names alone.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph

from maillage.data.conversion import convert
from maillage.data.mapping.proposing import propose
from maillage.data.reading.isolation import read_source
from maillage.data.tables import Tables, corpus_folder, read_tables
from maillage.data.workspace.own_files import as_own
from maillage.data.workspace.staging import write_rows
from maillage.graph.exports.exporting import export
from maillage.graph.exports.formats import FORMATS
from maillage.messages import speaking
from maillage.ontology.terms import thing

NETWORKS = ("kumu", "gexf", "graphml", "yeswiki")
Cell = tuple[str, object, str, object]


@pytest.fixture(params=["corpus", "hostile"])
def workspace_of(request, hostile):
    """Return the embedded corpus (None), then the hostile workspace."""
    return None if request.param == "corpus" else hostile


def told(done) -> Counter[tuple[str, str]]:
    """Return what an export says that it left out: (table, column, "" for whole rows) -> count."""
    return Counter({(each.table, each.column): each.count for each in done.left_out})


def read_back(path: Path, folder: Path) -> Tables:
    """Return the tables that an export becomes when it is imported in an empty folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    source = as_own(read_source(files))
    conversion = convert(source, propose(source, {}), name="retour", title="Retour")
    assert conversion.rejected == ()
    assert conversion.aside == ()
    folder.mkdir()
    write_rows(folder, conversion.rows)
    return read_tables(folder, as_told=True)


def cells(tables: Tables, loose: bool) -> dict[tuple[str, object], dict[str, object]]:
    """Return row -> column -> values; `loose` names documents and concepts instead of giving their ids."""
    rows: dict[tuple[str, object], dict[str, object]] = {}
    for table, listed in tables.rows.items():
        for place, row in enumerate(listed):
            held = {name: frozenset(values) for name, values in row.cells.items()}
            for name in ("source", "concept") if loose else ():
                if name in held:
                    held[name] = frozenset(_name(tables, each) for each in held[name])
            if row.written:
                held["written"] = row.written
            key: object = row.one("id") or tuple(sorted((name, *sorted(each)) for name, each in held.items()))
            if loose and table == "classifications":
                key = (row.one("subject"), *held["concept"], *held["source"], row.one("locator"))
                del held["id"]  # made again from the row
            rows[table, (key, place) if (table, key) in rows else key] = held
    return rows


def _name(tables: Tables, identifier: str) -> str:
    return tables.by_id[identifier].one("name") if identifier in tables.by_id else identifier


def missing(left: Tables, back: Tables, loose: bool = False) -> Counter[tuple[str, str]]:
    """Return what left and did not come back: (table, column, "" for whole rows) -> count."""
    found, lost = cells(back, loose), Counter[tuple[str, str]]()
    aliases = {row.one("id"): row.subject for rows in left.rows.values() for row in rows if row.same_as}
    passages = {
        (*held["subject"], *held["source"], *held["locator"])
        for (table, _), held in found.items()
        if table == "mentions"
    }
    for (table, key), held in cells(left, loose).items():
        subject = aliases.get(key, key) if isinstance(key, str) else key
        here = dict(found.get((table, subject), {}))
        if loose and (subject, *held.get("source", ()), *held.get("locator", ())) in passages:
            here |= {name: held[name] for name in ("source", "locator")}
        gone = [name for name, values in held.items() if name != "written" and here.get(name) != values]
        whole = {name for name in held if name != "written"} == set(gone)
        lost.update([(table, "")] if whole else [(table, name) for name in gone])
        assert whole or loose or here.get("written") == held.get("written")
    return lost


@pytest.mark.parametrize("name", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_tables_come_back_as_they_left(name, language, workspace_of, tmp_path):
    left = read_tables(workspace_of or corpus_folder(), as_told=True)
    with speaking(language):
        done = export(workspace_of, tmp_path / f"export{FORMATS[name].suffixes[0]}", name)
    back = read_back(done.path, tmp_path / "back")
    assert missing(left, back) == told(done) == Counter({("contacts", ""): 1})


def test_tables_with_people_s_contacts_come_back_whole(hostile, tmp_path):
    done = export(hostile, tmp_path / "a.xlsx", personal_data=True)
    assert told(done) == Counter()
    assert missing(read_tables(hostile, as_told=True), read_back(done.path, tmp_path / "back")) == Counter()


def test_a_folder_of_csv_is_a_workspace(workspace_of, tmp_path):
    left = read_tables(workspace_of or corpus_folder(), as_told=True)
    done = export(workspace_of, tmp_path / "export")
    assert missing(left, read_tables(done.path, as_told=True)) == told(done)


def test_parquet_holds_what_it_says(workspace_of, tmp_path):
    from pyarrow import parquet

    done = export(workspace_of, tmp_path / "export", "parquet")
    lost = Counter[tuple[str, str]]()
    for table, rows in read_tables(workspace_of or corpus_folder(), as_told=True).rows.items():
        path = done.path / f"{table}.parquet"
        back = parquet.read_table(path).to_pylist() if path.exists() else [{} for _ in rows]
        for row, held in zip(rows, back, strict=True):
            gone = [name for name, values in row.cells.items() if not _same(values, held.get(name))]
            lost.update([(table, "")] if len(gone) == len(row.cells) else [(table, name) for name in gone])
    assert lost == told(done)


def _same(values: tuple[str, ...], held: object) -> bool:
    back = held if isinstance(held, list) else [held]
    plain = {True: "true", False: "false"}
    texts = [plain.get(each) if isinstance(each, bool) else each for each in back]
    return all(
        text == value if isinstance(text, str) else text is not None and float(text) == float(value)
        for text, value in zip(texts, values, strict=True)
    )


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_network_comes_back_but_for_what_it_told(name, language, workspace_of, tmp_path):
    left = read_tables(workspace_of or corpus_folder())
    with speaking(language):
        done = export(workspace_of, tmp_path / f"export{FORMATS[name].suffixes[0]}", name)
    back = read_back(done.path, tmp_path / "back")
    expected = told(done)
    del expected["classifications", "id"]
    assert missing(left, back, loose=True) == expected


@pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
def test_a_graph_comes_back_as_the_rows_it_was_made_of(name, hostile, tmp_path):
    left = read_tables(hostile)
    done = export(hostile, tmp_path / f"export.{name}")
    back = read_back(done.path, tmp_path / "back")
    lost = missing(left, back, loose=True)
    assert lost.pop(("mentions", "")) == 1  # which of two passages gives which of two spellings is not in RDF
    assert {lost.pop(("partnerships", end)) for end in ("structure", "partner")} == {
        1
    }  # nor who is named first
    spellings = [{row.one("spelling") for row in each.rows["mentions"]} for each in (left, back)]
    assert spellings[0] <= spellings[1]
    assert lost == told(done)


def test_geojson_holds_what_it_says(hostile, tmp_path):
    done = export(hostile, tmp_path / "a.geojson")
    features = {each["id"]: each for each in json.loads(done.path.read_text("utf-8"))["features"]}
    lost = Counter[tuple[str, str]]()
    for table, rows in read_tables(hostile).rows.items():
        for row in rows:
            feature = (
                features.get(str(thing(row.table.segment, row.subject))) if table == "structures" else None
            )
            said = (
                {name: {*cell.split(" | "), cell} for name, cell in feature["properties"].items()}
                if feature
                else {}
            )
            if feature:
                for axis, degrees in zip(
                    ("longitude", "latitude"), feature["geometry"]["coordinates"], strict=True
                ):
                    said[axis] = {format(degrees, "g")}
            gone = [name for name, values in row.cells.items() if "|".join(values) not in said.get(name, ())]
            lost.update([(table, "")] if len(gone) == len(row.cells) else [(table, name) for name in gone])
    assert lost == told(done)


def test_pair_comes_back_as_the_structures_and_their_ties(hostile, tmp_path):
    done = export(hostile, tmp_path / "a.ttl", "pair")
    source = as_own(read_source([done.path]))
    rows = convert(source, propose(source, {}), name="retour", title="Retour").rows
    structures = {row["id"]: row for row in rows["structures"]}
    left = {row.subject: row for row in read_tables(hostile).rows["structures"] if not row.same_as}
    assert {key: row["name"] for key, row in structures.items() if key in left} == {
        key: row.one("name") for key, row in left.items()
    }
    assert structures["rive-bis"]["latitude"] == "48.1173"
    ties = {(row["structure"], row["activity"]) for row in rows["participations"]}
    assert {("rive-bis", "pain"), ("fee", "pain"), ("rive-bis", "elan")} <= ties
    assert len(Graph().parse(done.path)) > 50
