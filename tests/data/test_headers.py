"""Headers on two rows, and what the columns under a group mean."""

import pytest

from maillage.data.mapping.labels import read_label
from maillage.data.reading.delimited import Record
from maillage.data.reading.headers import read_header

ABOVE = ["Structure", "", "Adresse", "", "", "Divers"]
DATA = ["Le Râteau", "asso", "3 rue du Pré", "29200", "Brest", "eau ; bois"]
MERGED = [(1, 0, 1, 1), (1, 2, 1, 4)]


@pytest.mark.parametrize(
    "last", ["Thématiques / chantiers", "Budget (€)", "Action 1", "Part (%)", "Mail (@)"]
)
def test_a_second_row_of_headers_may_hold_signs_and_digits(last):
    rows = [ABOVE, ["Nom", "Type", "Rue", "CP", "Ville", last], DATA]
    header = read_header("Membres", [Record(n, row, 6) for n, row in enumerate(rows, 1)], MERGED)
    assert header.rows == 2
    assert header.names[3:] == ["Adresse – CP", "Adresse – Ville", f"Divers – {last}"]


@pytest.mark.parametrize(
    "row",
    [DATA, ["La Fourche / Le Râteau", "SCOP", "Place du Marché", "", "Brest", "eau"]],
    ids=["digits", "signs"],
)
def test_a_row_of_data_is_no_header(row):
    header = read_header("Membres", [Record(1, ABOVE, 6), Record(2, row, 6), Record(3, DATA, 6)], MERGED)
    assert header.rows == 1


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("Adresse – CP", "postcode"),
        ("Adresse – Ville", "city"),
        ("Structure – Nom", "name"),
        ("Contact – Nom", "contact-name"),
        ("Contact – Mail", "contact-email"),
        ("Structure – Type", "type"),
    ],
)
def test_a_column_of_a_group_is_read_by_its_own_header_first(label, meaning):
    assert read_label(label).means("structures") == meaning
