"""What the shapes would refuse at the next build is refused at the import, where it was written."""

from pathlib import Path

import pytest

from maillage.data.conversion.rules import ends_before, refused_cells
from maillage.data.csv_files import write_csv
from maillage.data.identity.review import decided
from maillage.data.tables import read_tables
from maillage.data.workspace.imports import plan_import
from maillage.data.workspace.new_workspace import init_workspace
from maillage.errors import Fault, InvalidData
from maillage.graph.build import check_tables

from .network import make

PARTNERS = [["Structure", "Partenaire"], ["La Fourche", "La Fourche"], ["La Fourche", "Le Râteau"]]
PRESENT = [["Structure", "Chantier", "Rôle"], ["La Fourche", "Compost", "membre"], ["", "Semences", "membre"]]
DATES = [["Chantier", "Date de début", "Date de fin"], ["Compost", "2024-03-01", "2023-12-31"]]
AMOUNTS = [["Financeur", "Bénéficiaire", "Montant"], ["Le Râteau", "La Fourche", "-50"]]


@pytest.fixture
def space(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "espace", "Espace d'essai")
    return tmp_path / "espace"


def planned(space: Path, rows: list[list[str]], kind: str = ""):
    path = space.parent / "saisie.csv"
    write_csv(path, rows[0], rows[1:])
    plan = plan_import(space, [path], kind=kind, check=check_tables)
    return plan.imports[0].conversion


@pytest.mark.parametrize(
    ("rows", "kind", "refused"),
    [
        pytest.param(PARTNERS, "partnerships", ("conversion.self", "Partenaire", "La Fourche", 2), id="self"),
        pytest.param(PRESENT, "participations", ("conversion.lacking", "Structure", "", 3), id="nobody"),
    ],
)
def test_a_row_that_no_build_takes_is_refused_where_it_stands(space, rows, kind, refused):
    made = planned(space, rows, kind)
    assert [(each.key, each.column, each.value, each.line) for each in made.rejected] == [refused]
    assert len(made.rows[kind]) == 1
    assert "saisie-semences" not in {row["id"] for row in made.rows.get("chantiers", ())}


@pytest.mark.parametrize(
    ("rows", "aside"),
    [
        pytest.param(DATES, ("conversion.ends-before", "Date de fin", "2023-12-31"), id="dates"),
        pytest.param(AMOUNTS, ("conversion.too-small", "Montant", "-50"), id="amount"),
    ],
)
def test_a_cell_that_contradicts_another_is_set_aside_under_its_header(space, rows, aside):
    made = planned(space, rows)
    assert [(each.key, each.column, each.value) for each in made.aside] == [aside]
    assert not made.rejected


def test_what_still_fails_refuses_the_import_at_the_place_it_was_read_from(space):
    def check(tables):
        row = tables.rows["chantiers"][0]
        raise InvalidData([Fault("shape", row.file, row.line, "end", "x", {"message": "Non."})], where="")

    path = space.parent / "saisie.csv"
    write_csv(path, *([DATES[0], DATES[1:]]))
    with pytest.raises(InvalidData) as caught:
        plan_import(space, [path], check=check)
    assert "saisie.csv, « saisie », ligne 2, colonne « fin »" in str(caught.value)
    assert not (space / "imports").exists()


def test_what_the_workspace_breaks_already_is_not_held_against_an_import(space):
    def check(tables):
        raise InvalidData([Fault("shape", "structures.csv", 2, values={"message": "Non."})], where="")

    path = space.parent / "saisie.csv"
    write_csv(path, *([DATES[0], DATES[1:]]))
    make(space, carnet=[{"id": "fourche"}])
    assert not plan_import(space, [path], check=check).nothing


def test_dates_are_compared_on_what_both_say():
    assert ends_before("2024-03-01", "2024-02")
    assert not ends_before("2024-03-01", "2024")
    assert [name for name, _, _ in refused_cells({"price_min_eur": "20", "price_max_eur": "10"})] == [
        "price_max_eur"
    ]


def test_decisions_of_an_export_of_ours_are_taken_with_its_rows(space):
    write_csv(space.parent / "structures.csv", *_own("structures", ("a", "Alpha"), ("b", "Alfa")))
    write_csv(
        space.parent / "decisions.csv",
        ["kind", "first", "second", "answer", "date"],
        [["same", "a", "b", "yes", "2031-05-06"]],
    )
    files = [space.parent / name for name in ("structures.csv", "decisions.csv")]
    plan_import(space, files, name="repris", check=check_tables).apply()
    assert read_tables(space).by_id["b"].subject == "a"
    assert list(decided(space)["answer"]) == ["yes"]


def _own(table: str, *rows: tuple[str, str]) -> tuple[list[str], list[list[str]]]:
    header = ["id", "name", "source", "locator", "status"]
    return header, [[*row, "", "ligne", "stated"] for row in rows]
