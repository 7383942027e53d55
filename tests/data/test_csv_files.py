"""A cell is kept from being a formula, and read back as it was."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.csv_files import as_meant, harmless, write_csv

OPENING = st.sampled_from(
    ["", "'", "''", " ", "\t", "\n", "=", "'=", "' =", "@", "+", "-", "＝", "-5", "'-5"]
)


@given(st.builds(str.__add__, OPENING, st.text()))
def test_every_text_is_read_back_as_it_was(written):
    assert as_meant(harmless(written)) == written


@given(st.builds(str.__add__, OPENING, st.text()))
def test_no_cell_opens_a_formula(written):
    cell = harmless(written)
    number = cell[:1] == "-" and cell[1:].replace(",", ".", 1).replace(".", "", 1).isdigit()
    assert number or cell.strip()[:1] not in ("=", "+", "-", "@", "＝", "＋", "－", "＠") or not cell.strip()


@pytest.mark.parametrize("plain", ["Émilie", "-1,55", "-2", "L'Établi", "'tis", "01", ""])
def test_what_opens_no_formula_is_left_alone(plain):
    assert harmless(plain) == plain
    assert as_meant(plain) == plain


def test_a_file_opens_by_double_click_in_a_french_spreadsheet(tmp_path):
    write_csv(tmp_path / "t.csv", ["id", "nom"], [["01", 'A;"B"\nC'], [1.5, None], [True, "=1"]])
    content = (tmp_path / "t.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid;nom\r\n")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1:] == [["01", 'A;"B"\nC'], ["1,5", ""], ["oui", "'=1"]]


def test_a_table_file_gives_back_what_was_meant(tmp_path):
    from maillage.data.tables import read_tables

    names = ["=1+1", "'=1+1", "+33 1", "@toi", "- tiret", "Plain"]
    write_csv(tmp_path / "sources.csv", ["id", "name", "kind"], [["s", "S", "carnet"]])
    rows = [[f"n{place}", name, "s", "p. 1", "stated"] for place, name in enumerate(names)]
    write_csv(tmp_path / "structures.csv", ["id", "name", "source", "locator", "status"], rows)
    assert [row.one("name") for row in read_tables(tmp_path).rows["structures"]] == names
