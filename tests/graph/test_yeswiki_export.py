"""Our export for YesWiki: recognised when it comes back, alone or kept by a wiki; safe in a spreadsheet."""

import csv
from pathlib import Path

import pytest

from maillage.data.readers import yeswiki
from maillage.data.synthetic import make_ecosystem
from maillage.data.tables import read_tables
from maillage.data.workspace.imports import plan_import
from maillage.data.workspace.new_workspace import init_workspace
from maillage.graph.exports.exporting import export

ID = "identifiant Maillage"


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def write_lines(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def facts(folder: Path) -> dict[str, set[tuple[tuple[str, tuple[str, ...]], ...]]]:
    """Return table -> its rows, each as its cells; documents by their names, classifications without ids."""
    tables = read_tables(folder)
    names = {row.one("id"): (row.one("name"),) for row in tables.rows["sources"]}
    return {
        table: {
            tuple(
                (name, names[values[0]] if name == "source" else values)
                for name, values in sorted(row.cells.items())
                if (table, name) != ("classifications", "id")
            )
            for row in rows
        }
        for table, rows in tables.rows.items()
        if rows and table != "sources"
    }


@pytest.fixture
def network(tmp_path) -> Path:
    """Return a realistic workspace: structures, places, chantiers, participations, fundings, partnerships."""
    return make_ecosystem(60, 1, tmp_path / "network")


def test_what_leaves_comes_back_fact_by_fact(network, tmp_path):
    out = export(network, tmp_path / "wiki", "yeswiki").path
    init_workspace(tmp_path / "back", "")
    plan = plan_import(tmp_path / "back", sorted(out.iterdir()))
    assert plan.sure
    plan.apply()
    left, back = facts(network), facts(tmp_path / "back")
    assert {table: len(rows) for table, rows in back.items()} == {
        table: len(rows) for table, rows in left.items()
    }
    assert back == left


def test_two_entries_of_one_title_keep_their_own_links(network, tmp_path):
    structures = network / "structures.csv"
    content = structures.read_text("utf-8-sig").splitlines()
    names = [line.split(";")[1] for line in content]
    content = [line.replace(names[2], names[1]) for line in content]
    structures.write_text("\n".join(content) + "\n", "utf-8")
    done = export(network, tmp_path / "wiki", "yeswiki")
    assert any("1 titre désigne plusieurs fiches" in told for told in done.remarks)
    init_workspace(tmp_path / "back", "")
    plan_import(tmp_path / "back", sorted(done.path.iterdir())).apply()
    assert facts(tmp_path / "back")["participations"] == facts(network)["participations"]


def test_no_cell_is_computed_by_a_spreadsheet(hostile, tmp_path):
    done = export(hostile, tmp_path / "wiki", "yeswiki")
    cells = [cell for path in done.path.iterdir() for row in lines(path) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=+@" and cell] == []
    assert "'=R+1" in cells
    assert any("commence" in told and "apostrophe" in told for told in done.remarks)


def test_entries_that_a_wiki_kept_are_ours_still(network, tmp_path):
    out = export(network, tmp_path / "wiki", "yeswiki").path
    header, first, *_ = lines(out / "structures.csv")
    kept = dict(zip(header, first, strict=True)) | {"datetime_create": "01/02/2026 10:00:00"}
    kept |= {"bf_description": "<p>L&#039;atelier</p>", "Courriel": "secret@exemple-fictif.invalid"}
    added = {"bf_titre": "Nouvelle fiche (fictive)", "datetime_create": "02/02/2026 10:00:00"}
    columns = [*header, "bf_description", "Courriel"]
    rows = [[row.get(name, "") for name in columns] for row in (kept, added)]
    write_lines(out / "structures.csv", [columns, *rows])
    source = yeswiki.read([out / "structures.csv"])
    (structures,) = [table for table in source.tables if table.name == "structures"]
    assert [row.cells["id"] for row in structures.rows] == [("structure-1",), ("nouvelle-fiche-fictive",)]
    assert structures.rows[0].cells["description"] == ("L'atelier",)
    assert "secret@" not in repr(source)
    assert [(each.key, each.column) for each in source.remarks if each.key == "yeswiki.not-own"] == [
        ("yeswiki.not-own", "Courriel")
    ]


def test_a_wiki_s_own_field_of_that_name_is_not_taken_for_ours(tmp_path):
    write_lines(
        tmp_path / "a.csv",
        [["datetime_create", "datetime_latest", "bf_titre", ID], ["", "", "Une fiche (fictive)", "42"]],
    )
    (table,) = yeswiki.read([tmp_path / "a.csv"]).tables
    assert table.name == "a"
