"""CSV as offices write it: encodings told apart in order, delimiters, quotes, and what looks odd."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.reading.delimited import CELL, read_delimited
from maillage.errors import InvalidData
from maillage.messages import text

SHEET = "Nom;Ville;Budget\nÉlan coopératif;Saint-Étienne;1 200,50\nŒuvre;L'Haÿ;3,5\n"
ENCODINGS = {
    "utf-8-sig": "UTF-8 BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
}


def written(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / name


def cells(path: Path) -> list[list[str]]:
    return [list(record.cells) for record in read_delimited(path).records]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_told_and_read(encoding, tmp_path):
    read = read_delimited(written(tmp_path, SHEET.encode(encoding)))
    assert read.encoding == ENCODINGS[encoding]
    assert [list(record.cells) for record in read.records][1] == [
        "Élan coopératif",
        "Saint-Étienne",
        "1 200,50",
    ]
    assert read.remarks[0].values == {"encoding": ENCODINGS[encoding]}
    assert ("reading.fallback" in [remark.key for remark in read.remarks]) == (encoding == "cp1252")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_told(delimiter, tmp_path):
    rows = [["Nom", "Ville", "Note"], ["A", "Brest", "un; deux, trois"], ["B", "Caen", 'dit "le pré"']]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    read = read_delimited(written(tmp_path, file.getvalue()))
    assert (read.delimiter, [list(record.cells) for record in read.records]) == (delimiter, rows)


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("Nom;Montant\nA;1,5\nB;2,5\n", ";"),
        ("Nom;Thèmes\nA;eau, sol, air\nB;eau, sol, air\n", ";"),
        ("name,tags\nA,x;y\nB,z;t\n", ","),
        ("Nom, prénom;Ville, code\nA, B;Brest, 29\nC, D;Caen, 14\n", ";"),
        ("Annuaire des membres, édition 2024\n\nNom;Ville\nA;Brest\nB;Caen\nC;Paris\n", ";"),
        ("sep=|\nNom|Ville;x\nA|b;c\n", "|"),
        ("Nom\nA\nB\n", "\t"),
    ],
)
def test_a_delimiter_is_what_cuts_regularly(content, delimiter, tmp_path):
    assert read_delimited(written(tmp_path, content)).delimiter == delimiter


def test_cells_of_several_lines_keep_the_line_where_their_row_begins(tmp_path):
    path = written(tmp_path, 'Nom;Note\r\nA;"un\r\ndeux"\r\n\r\nB;"trois"\r\n;;\r\nC;quatre\r\n')
    assert [(record.line, record.cells[0]) for record in read_delimited(path).records] == [
        (1, "Nom"),
        (2, "A"),
        (5, "B"),
        (7, "C"),
    ]


def test_what_the_export_kept_from_being_a_formula_comes_back(tmp_path):
    assert cells(written(tmp_path, "Nom;Note\n'=A1;'+33 2 98\n-3;'tis\n"))[1:] == [
        ["=A1", "+33 2 98"],
        ["-3", "'tis"],
    ]


@pytest.mark.parametrize(
    ("content", "key", "value"),
    [
        (b"Nom;Ville\nR\x82union;Brest\n", "reading.odd-letters", "R‚union"),
        ("Nom;Ville\nRÃ©union;Brest\n".encode(), "reading.odd-letters", "RÃ©union"),
        ("Nom;Ville\nR\ufffdunion;Brest\n".encode(), "reading.odd-letters", "R\ufffdunion"),
        ("Nom;Ville\nÉlan;é à è\n".encode() + b"d\xe9j\xe0;x\n", "reading.mixed", "déjà"),
    ],
)
def test_lost_accents_are_told_with_their_line(content, key, value, tmp_path):
    told = [remark for remark in read_delimited(written(tmp_path, content)).remarks if remark.key == key]
    assert (told[0].value, told[0].line) == (value, content[: content.find(b"Brest")].count(b"\n") + 1)
    assert value in text(f"{key}.what", value=value)


def test_nothing_is_odd_in_good_french(tmp_path):
    read = read_delimited(written(tmp_path, "Nom;Ville\n“Škoda” – Œuvre…;À l’Âge d’Or • œuf\nMaÿ;Noël\n"))
    assert [remark.key for remark in read.remarks] == ["reading.encoding", "reading.delimiter"]


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8).map(
    lambda cell: f"x{cell}".strip()
)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    encoding=st.sampled_from(["utf-8-sig", "utf-8", "utf-16"]),
    delimiter=st.sampled_from(";,\t|"),
)
def test_every_cell_comes_back(rows, encoding, delimiter, tmp_path_factory):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    path = written(tmp_path_factory.mktemp("csv"), file.getvalue().encode(encoding))
    assert cells(path) == rows


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(raw, tmp_path_factory):
    try:
        read_delimited(written(tmp_path_factory.mktemp("csv"), raw))
    except InvalidData as error:
        assert str(error)


def test_a_cell_too_long_is_told_as_such_and_not_as_a_quote(tmp_path):
    path = tmp_path / "longue.csv"
    path.write_text(f"Nom;Ville\n{'A' * (CELL + 1)};Brest\n", encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        read_delimited(path)
    (fault,) = caught.value.faults
    assert (fault.key, fault.line) == ("reading.cell-large", 2)
