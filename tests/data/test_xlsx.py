"""Workbooks: sheets, merged cells, dates, numbers, codes, errors; each as the spreadsheet shows it."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from maillage.data.readers.xlsx import read, written
from maillage.data.reading.raw import RawSource


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook of members as a network's office keeps it, made for the test."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Membres"
    rows = [
        ["Annuaire fictif 2024"],
        ["Nom", "Contact", None, "Code", "Créée", "Adhérente", "Budget"],
        [None, "Nom", "Tél", None, None, None, None],
        ["Essai Alpha", "X", "0298", "01", datetime.date(2020, 1, 2), True, 12],
        [None, "Y", None, "2A", datetime.datetime(2020, 1, 2, 3, 4), False, 1.5],
        ["Essai Bêta", "#REF!", None, None, None, None, "=G4"],
        ["Collège des essais"],
        ["Essai Gamma", None, None, "003", None, None, 0.1 + 0.2],
    ]
    for row in rows:
        sheet.append(row)
    sheet["B6"].data_type = "e"
    for merged in ("A1:G1", "B2:C2", "A2:A3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "A4:A5", "A7:G7"):
        sheet.merge_cells(merged)
    hidden = book.create_sheet("Brouillon")
    hidden.append(["Nom", "Ville"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Vide")
    partners = book.create_sheet("Partenaires")
    partners.append(["Nom", "Ville"])
    partners.append(["Essai Delta", "Brest"])
    book.save(tmp_path / "membres.xlsx")
    return tmp_path / "membres.xlsx"


def keys(source: RawSource) -> dict[str, object]:
    return {remark.key: remark for remark in source.remarks}


def test_every_visible_sheet_is_a_table(book):
    source = read([book])
    assert [table.name for table in source.tables] == ["Membres", "Partenaires"]
    assert keys(source)["reading.hidden-sheet"].table == "Brouillon"
    assert keys(source)["reading.empty-sheet"].table == "Vide"


def test_cells_are_what_the_spreadsheet_shows(book):
    table = read([book]).tables[0]
    assert [field.name for field in table.fields] == [
        "Nom",
        "Contact – Nom",
        "Contact – Tél",
        "Code",
        "Créée",
        "Adhérente",
        "Budget",
    ]
    rows = [{name: cell[0] for name, cell in row.cells.items()} for row in table.rows]
    assert rows[0] == {
        "Nom": "Essai Alpha",
        "Contact – Nom": "X",
        "Contact – Tél": "0298",
        "Code": "01",
        "Créée": "2020-01-02",
        "Adhérente": "oui",
        "Budget": "12",
    }
    assert rows[1] == {
        "Nom": "Essai Alpha",
        "Contact – Nom": "Y",
        "Code": "2A",
        "Créée": "2020-01-02T03:04:00",
        "Adhérente": "non",
        "Budget": "1.5",
    }
    assert [row.line for row in table.rows] == [4, 5, 6, 8]
    assert rows[3] == {"Nom": "Essai Gamma", "Code": "003", "Budget": "0.3"}


def test_what_cannot_be_kept_is_told_by_its_cell(book):
    told = keys(read([book]))
    assert (told["reading.error-cell"].values["cell"], told["reading.error-cell"].value) == ("B6", "#REF!")
    assert told["reading.formula"].values["cell"] == "G6"
    assert told["reading.merged"].values == {"count": 1}
    section = told["reading.section"]
    assert (section.rejected, section.line, section.value) == (True, 7, "Collège des essais")
    assert told["reading.title"].value == "Annuaire fictif 2024"


def test_sheets_of_two_books_keep_distinct_names(book, tmp_path):
    other = tmp_path / "autres.xlsx"
    other.write_bytes(book.read_bytes())
    names = [table.name for table in read([book, other]).tables]
    assert names == ["Membres", "Partenaires", "autres – Membres", "autres – Partenaires"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345678901234.0, "12345678901234"),
        (1e20, "100000000000000000000"),
        (-0.5, "-0.5"),
        (1e-7, "0.0000001"),
        (datetime.time(9, 30), "09:30:00"),
        (datetime.timedelta(hours=30), "30:00:00"),
        ("'=SOMME(A1)", "=SOMME(A1)"),
        ("", ""),
    ],
)
def test_a_value_is_written_without_loss(value, text):
    assert written(value) == text
