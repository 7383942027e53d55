"""What each export holds, read by parsers that are not ours; what it leaves out; what it never does."""

import csv
import json
import zipfile
from collections import Counter
from io import StringIO
from pathlib import Path

import networkx as nx
import pytest
from rdflib import BNode, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from maillage.data.schema import load_schema
from maillage.data.tables import corpus_folder, read_tables
from maillage.errors import BadParameter, StoreError, UnknownName, UsageError
from maillage.graph.exports.exporting import export
from maillage.graph.exports.formats import FORMATS, format_of
from maillage.graph.maillage import Maillage
from maillage.messages import LANGUAGES, speaking, text
from maillage.ontology.terms import MAI, thing

PAIR = Namespace("http://virtual-assembly.org/ontologies/pair#")
RIVES, FEE, PLUS = (str(thing("structure", each)) for each in ("rive-bis", "fee", "plus"))
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(folder: Path | None, out: Path, name: str, **options) -> Path:
    return export(folder, out / f"export{FORMATS[name].suffixes[0]}", name, **options).path


def every_byte(path: Path) -> dict[str, bytes]:
    files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files}


def every_text(path: Path) -> str:
    """Return all that an export holds, archives opened."""
    parts = []
    for name, content in every_byte(path).items():
        if name.endswith((".xlsx", ".zip")):
            with zipfile.ZipFile(path if path.is_file() else path / name) as archive:
                parts += [archive.read(each) for each in archive.namelist()]
        elif name.endswith(".parquet"):
            from pyarrow import parquet

            parts.append(repr(parquet.read_table(path / name).to_pylist()).encode())
        parts.append(content)
    return b"\n".join(parts).decode("utf-8", "replace")


@pytest.mark.parametrize("name", FORMATS)
def test_no_export_holds_people_s_contacts_unless_it_is_asked(name, hostile, canary, tmp_path):
    path = written(hostile, tmp_path / "public", name)
    assert canary not in every_text(path)
    with_them = export(hostile, tmp_path / f"private{FORMATS[name].suffixes[0]}", name, personal_data=True)
    told = {each.table for each in with_them.left_out}
    assert (canary in every_text(with_them.path)) != ("contacts" in told)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_ecosystem_gives_the_same_bytes(name, hostile, tmp_path):
    once, twice = (written(hostile, tmp_path / each, name) for each in ("once", "twice"))
    assert every_byte(once) == every_byte(twice)


def test_an_archive_gives_the_same_bytes(hostile, tmp_path):
    once, twice = (export(hostile, tmp_path / f"{each}.zip", "csv").path for each in ("once", "twice"))
    assert once.read_bytes() == twice.read_bytes()
    with zipfile.ZipFile(once) as archive:
        assert "structures.csv" in archive.namelist()


@pytest.mark.parametrize("name", FORMATS)
def test_the_contacts_left_out_are_counted(name, hostile, tmp_path):
    done = export(hostile, tmp_path / f"export{FORMATS[name].suffixes[0]}", name)
    told = done.left_out_rows
    row = told[told["table"] == "contacts"].iloc[0]
    assert (row["column"], row["count"], row["reason"]) == ("", 1, "personal")
    assert text("export.reason.personal") in done.told[-1]


def test_a_maillage_that_is_open_is_exported_too(hostile, tmp_path):
    opened = Maillage.open(hostile)
    done = export(opened, tmp_path / "a.json")
    assert done.format == "kumu"
    assert every_byte(done.path) == {"a.json": (written(hostile, tmp_path, "kumu")).read_bytes()}
    assert export(Maillage.open(), tmp_path / "b.json").rows["chantiers"] == 5


# --- tables


def test_csv_is_read_by_a_spreadsheet_without_a_formula(hostile, tmp_path):
    folder = written(hostile, tmp_path, "csv")
    for path in folder.iterdir():
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True):
            for cell in row:
                assert not cell.strip().startswith(FORMULA) or cell[1:].replace(",", "").isdigit(), cell
    names = list(csv.DictReader(StringIO((folder / "structures.csv").read_text("utf-8-sig")), delimiter=";"))
    assert names[0]["siren"] == "005550009"
    assert names[0]["longitude"] == "-1,6778"
    assert names[0]["acronym"] == "'=R+1"


def test_a_workbook_holds_texts_and_numbers_and_no_formula(hostile, tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(written(hostile, tmp_path, "xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    sheet = book["Structures"]
    headers = [cell.value for cell in sheet[1]]
    rows = {row[0].value: dict(zip(headers, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert rows["rives"]["SIREN"].value == "005550009"
    assert rows["rives"]["sigle"].value == "=R+1"
    assert rows["rives"]["latitude"].value == 48.1173
    assert rows["rives"]["description"].value == read_tables(hostile).by_id["rives"].one("description")
    assert "Contacts" not in book.sheetnames
    assert book["Chantiers"]["F2"].data_type == "s"


def test_a_cell_longer_than_a_sheet_holds_is_told(hostile, tmp_path):
    line = "extra;Extra;{};carnet;p. 1;stated\n".format("x" * 32_768)
    (hostile / "outputs.csv").write_text(
        "id;name;description;kind;source;locator;status\n" + line.replace(";carnet", ";report;carnet"),
        "utf-8",
    )
    told = export(hostile, tmp_path / "a.xlsx").left_out_rows.values.tolist()
    assert ["outputs", "description", 1, "format"] in told


def test_headers_of_a_sheet_are_told_apart_in_every_language():
    for language in LANGUAGES:
        with speaking(language):
            assert len({text(f"export.table.{name}") for name in load_schema()}) == len(load_schema())
            for table in load_schema().values():
                headers = [text(f"export.column.{name}") for name in table.columns]
                assert len(set(headers)) == len(headers), table.name


def test_parquet_has_typed_columns(hostile, tmp_path):
    from pyarrow import parquet

    folder = written(hostile, tmp_path, "parquet")
    fundings = parquet.read_table(folder / "fundings.parquet").to_pylist()
    assert [row["amount_eur"] for row in fundings] == [1234567.89, 12.0, None]
    structures = parquet.read_table(folder / "structures.parquet").to_pylist()
    assert structures[0]["siren"] == "005550009"
    assert structures[2]["deduced"] == ["acronym"]
    assert parquet.read_table(folder / "sources.parquet").to_pylist()[0]["fictional"] is True


def test_parquet_without_its_library_says_what_to_install(hostile, tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError) as refused:
        export(hostile, tmp_path / "p", "parquet")
    assert f"{sys.executable} -m pip install pyarrow" in str(refused.value)
    assert list(tmp_path.glob("p*")) == []


# --- networks


def test_kumu_has_its_elements_and_connections(hostile, tmp_path):
    blueprint = json.loads(written(hostile, tmp_path, "kumu").read_text("utf-8"))
    assert set(blueprint) == {"elements", "connections"}
    elements = {each["_id"]: each for each in blueprint["elements"]}
    assert len(elements) == len(blueprint["elements"])
    rives = elements[RIVES]
    assert (rives["label"], rives["type"]) == ("Les Deux Rives", "Structure")
    assert 'Ressourcerie ; "Les Deux / Rives' in rives["attributes"]["autres noms"]
    assert rives["attributes"]["document"] == ["=Fichier", "Carnet ; « essai »"]
    assert rives["tags"] == ["structure de l'ESS", "Vert tendre"] or len(rives["tags"]) == 2
    assert elements[FEE]["attributes"]["certitude"] == "déduit"
    assert elements[FEE]["attributes"]["Étiquettes ; maison (contesté)"] == "Vert 🌿"
    for each in blueprint["connections"]:
        assert {each["from"], each["to"]} <= elements.keys()
        assert each["direction"] in ("mutual", "directed")
    doubts = {
        each["attributes"].get("identifiant"): each["attributes"]["certitude"]
        for each in blueprint["connections"]
    }
    assert (doubts["p1"], doubts["p2"], doubts["p3"]) == ("énoncé", "déduit", "contesté")


@pytest.mark.parametrize(("name", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_the_network_is_read_by_networkx(name, read, hostile, tmp_path):
    network = read(written(hostile, tmp_path, name))
    assert network.is_directed()
    assert network.nodes[RIVES]["label"] == "Les Deux Rives"
    assert network.nodes[RIVES]["latitude"] == 48.1173
    assert network.nodes[RIVES]["description"].startswith('Première ligne, "citée" ; suite\n=SOMME')
    assert network.nodes[PLUS]["note"] == "Deux lectures."
    ties = {said.get("identifiant"): said for _, _, said in network.edges(data=True)}
    assert ties["p2"]["certitude"] == "déduit"
    assert ties["p2"]["note"] == "Déduit d'une photo ; fictive."
    assert ties["f1"]["montant en euros"] == "1234567,89"
    assert (ties["p1"]["document"], ties["p1"]["passage"]) == ("Carnet ; « essai »", "p. 7")


def test_two_ties_between_two_things_are_two_edges(hostile, tmp_path):
    network = nx.read_graphml(written(hostile, tmp_path, "graphml"), force_multigraph=True)
    ends = Counter((start, end) for start, end in network.edges())
    assert ends[PLUS, str(thing("chantier", "pain"))] == 2


def test_geojson_keeps_to_its_rfc(hostile, tmp_path):
    done = export(hostile, tmp_path / "a.geojson")
    collection = json.loads(done.path.read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    places = {}
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["geometry"]["type"] == "Point"
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90
        places[feature["id"]] = (longitude, latitude)
    assert places == {RIVES: (-1.6778, 48.1173), PLUS: (-0.5, 0.0)}
    assert text("export.unplaced", count=1, rows=3) in done.remarks


def test_yeswiki_files_follow_bazar(hostile, tmp_path):
    folder = written(hostile, tmp_path, "yeswiki")
    for path in folder.iterdir():
        content = path.read_text("utf-8")
        assert not content.startswith("\ufeff")
        header, *rows = csv.reader(StringIO(content, newline=""), strict=True)
        assert header[:3] == ["datetime_create", "datetime_latest", "bf_titre"]
        assert all(len(row) == len(header) and row[2] for row in rows), path
        assert '\\"",' not in content, "PHP would read the quote as part of the cell"
    with (folder / "structures.csv").open(encoding="utf-8", newline="") as file:
        rives = next(row for row in csv.DictReader(file) if row["bf_titre"] == "Les Deux Rives")
    assert rives["SIREN"] == "005550009"
    assert rives["bf_longitude"] == "-1.6778"
    assert next(csv.reader([rives["autres noms"]])) == ['Ressourcerie ; "Les Deux / Rives', '-- "2R"']


# --- RDF


@pytest.mark.parametrize(("name", "form"), [("trig", "trig"), ("nq", "nquads"), ("jsonld", "json-ld")])
def test_rdf_keeps_every_named_graph(name, form, hostile, tmp_path):
    read = Dataset()
    read.parse(written(hostile, tmp_path, name), format=form)
    expected, found = (list(each.quads()) for each in (Maillage.open(hostile).public, read))
    graphs = {str(graph) for _, _, _, graph in expected}
    assert {str(graph) for _, _, _, graph in found} == graphs
    for graph in graphs:
        assert same(
            [each[:3] for each in found if str(each[3]) == graph],
            [q[:3] for q in expected if str(q[3]) == graph],
        )


def test_turtle_is_the_union_of_the_graphs(hostile, tmp_path):
    read = Graph().parse(written(hostile, tmp_path, "turtle"), format="turtle")
    assert same(read, Maillage.open(hostile).public.triples((None, None, None)))


def same(found, expected) -> bool:
    """Tell whether triples are the same: blank nodes by their shape, "a" and "a"^^xsd:string as one."""
    parts = []
    for triples in (found, expected):
        plain = {tuple(_plain(term) for term in triple) for triple in triples}
        shapes = Graph()
        for triple in plain:
            if any(isinstance(term, BNode) for term in triple):
                shapes.add(triple)
        parts.append((plain - set(shapes), shapes))
    return parts[0][0] == parts[1][0] and isomorphic(parts[0][1], parts[1][1])


def _plain(term):
    return Literal(str(term)) if getattr(term, "datatype", None) == XSD.string else term


def test_pair_states_each_tie_once_and_keeps_its_sources(hostile, tmp_path):
    graph = Graph().parse(written(hostile, tmp_path, "pair"), format="turtle")
    rives, fee, plus = (URIRef(each) for each in (RIVES, FEE, PLUS))
    pain = thing("chantier", "pain")
    assert (rives, RDF.type, PAIR.Organization) in graph
    assert (pain, RDF.type, PAIR.Project) in graph
    assert (rives, PAIR.involvedIn, pain) in graph
    assert (plus, PAIR.involvedIn, pain) not in graph, "disputed"
    disputed = thing("participation", "p3")
    assert (disputed, URIRef(MAI.status), URIRef(MAI.disputed)) in graph
    assert (disputed, PAIR.involvementActor, plus) in graph
    assert len([*graph.subject_objects(PAIR.partnerOf)]) == 1
    for inverse in ("involves", "supportedBy", "affiliates", "documents", "locationOf", "hasPart"):
        assert not [*graph.subject_objects(PAIR[inverse])]
    assert (rives, DCTERMS.source, thing("source", "carnet")) in graph
    passages = [
        str(each)
        for part in graph.objects(fee, PAIR.documentedBy)
        for each in graph.objects(part, PAIR.label)
    ]
    assert passages == ["p. 2"]
    assert (fee, SKOS.note, Literal("Tiré du nom.")) in graph


# --- what an export never does


def test_what_is_made_up_is_said(hostile, tmp_path):
    assert export(hostile, tmp_path / "a.geojson").remarks[0] == text("map.fictional")
    assert text("map.fictional") not in export(None, tmp_path / "b.geojson").remarks


def test_what_is_there_is_not_replaced_unless_asked(hostile, tmp_path):
    out = tmp_path / "a.json"
    out.write_text("theirs", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        export(hostile, out)
    assert "--force" in str(refused.value)
    assert out.read_text("utf-8") == "theirs"
    export(hostile, out, force=True)
    assert json.loads(out.read_text("utf-8"))["elements"]


def test_a_folder_of_theirs_is_never_replaced(hostile, tmp_path):
    out = tmp_path / "theirs"
    out.mkdir()
    (out / "these.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        export(hostile, out, "csv", force=True)
    assert "these.docx" in str(refused.value)
    assert [each.name for each in out.iterdir()] == ["these.docx"]


def test_a_former_export_is_replaced_whole(hostile, tmp_path):
    out = tmp_path / "out"
    export(hostile, out, "csv")
    (out / "leads.csv").write_text("id\n", encoding="utf-8")
    export(hostile, out, "csv", force=True)
    assert not (out / "leads.csv").exists()
    assert (out / "structures.csv").exists()


@pytest.mark.parametrize(
    "place", [".", "..", "imports/a", "build", "structures.csv", "maillage.toml", "build/x.json"]
)
def test_the_workspace_is_never_written_over(place, hostile):
    before = every_byte(hostile)
    with pytest.raises(UsageError) as refused:
        export(hostile, hostile / place, "kumu" if "." in place.strip(".") else "csv", force=True)
    assert refused.value.key == "export.workspace"
    assert every_byte(hostile) == before


def test_a_failure_leaves_nothing(hostile, tmp_path, monkeypatch):
    from maillage.graph.exports import tables_csv

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables_csv, "write_csv", full)
    with pytest.raises(StoreError) as failed:
        export(hostile, tmp_path / "out", "csv")
    assert "No space left" in str(failed.value)
    assert [each.name for each in tmp_path.iterdir()] == ["hostile"]


@pytest.mark.parametrize(
    ("out", "name", "expected"),
    [("a", "", "csv"), ("a.zip", "", "csv"), ("a.XLSX", "", "xlsx"), ("a.ttl", "", "turtle"),
     ("a.ttl", "pair", "pair"), ("a.json", "", "kumu"), ("a.zip", "yeswiki", "yeswiki"),
     ("a.geojson", "", "geojson")],
)  # fmt: skip
def test_the_suffix_names_the_format(out, name, expected):
    assert format_of(Path(out), name) == expected


@pytest.mark.parametrize(
    ("out", "name", "key"),
    [("a.csv", "", "export.folder"), ("a.parquet", "parquet", "export.folder"),
     ("a.doc", "", "export.suffix"), ("a", "excel", "export.format")],
)  # fmt: skip
def test_what_names_no_format_is_told_with_those_that_exist(out, name, key):
    with pytest.raises(BadParameter) as refused:
        format_of(Path(out), name)
    assert refused.value.key == key
    assert "kumu" in str(refused.value)


def test_a_workspace_that_does_not_exist(tmp_path):
    with pytest.raises(UnknownName):
        export(tmp_path / "nowhere", tmp_path / "a.json")


def test_the_embedded_corpus_is_exported_whole(tmp_path):
    counts = {
        name: len(rows)
        for name, rows in read_tables(corpus_folder()).rows.items()
        if rows and name != "contacts"
    }
    assert export(None, tmp_path / "corpus").rows == counts


@pytest.mark.parametrize(("name", "comes_back"), [("geojson", False), ("parquet", False), ("kumu", True)])
def test_an_export_that_is_not_read_back_says_so(name, comes_back, hostile, tmp_path):
    suffix = FORMATS[name].suffixes[0]
    done = export(hostile, tmp_path / f"a{suffix}", name)
    assert (text("export.one-way", format=name) not in done.remarks) is comes_back


def test_what_is_left_out_is_told_in_words(hostile, tmp_path):
    told = " ".join(export(hostile, tmp_path / "a.geojson").told)
    assert "Financements :" in told
    assert "fundings" not in told
    assert "(s)" not in told
