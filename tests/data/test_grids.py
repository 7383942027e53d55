"""Sheets under their headers: titles, headers of two rows, distinct names, rows refused and continued."""

from maillage.data.reading.delimited import Record
from maillage.data.reading.grids import read_grid
from maillage.data.reading.raw import RawTable, Remark


def grid(*rows: str, merged=(), ragged: bool = True) -> tuple[RawTable, dict[str, Remark]]:
    records = []
    for line, row in enumerate(rows, start=1):
        cells = row.split(";")
        width = len(cells)
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            records.append(Record(line, cells, width))
    table, remarks = read_grid("Membres", records, merged, ragged=ragged)
    return table, {remark.key: remark for remark in remarks}


def names(table: RawTable) -> list[str]:
    return [field.name for field in table.fields]


def values(table: RawTable) -> list[dict[str, str]]:
    return [{name: cell[0] for name, cell in row.cells.items()} for row in table.rows]


def test_titles_above_the_header_are_set_aside():
    table, told = grid("Annuaire 2024", "", "Nom;Ville;Site", "A;Brest;x", "B;Caen;y")
    assert names(table) == ["Nom", "Ville", "Site"]
    assert [row.line for row in table.rows] == [4, 5]
    assert (told["reading.title"].value, told["reading.title"].line) == ("Annuaire 2024", 1)


def test_a_list_of_one_column_has_no_title():
    table, told = grid("Nom", "A", "B")
    assert (names(table), len(table.rows), told) == (["Nom"], 2, {})


def test_a_header_of_two_rows_is_joined_from_its_blanks():
    table, told = grid("Nom;Contact;;Adresse;", ";Nom;Tél;Rue;Ville", "A;B;02;r;v")
    assert names(table) == ["Nom", "Contact – Nom", "Contact – Tél", "Adresse – Rue", "Adresse – Ville"]
    assert told["reading.header-rows"].values == {"count": 2}


def test_a_header_of_two_rows_is_joined_from_merged_cells():
    merged = [(1, 1, 1, 2), (1, 0, 2, 0), (4, 0, 5, 0)]
    table, _ = grid("Nom;Contact;", ";Nom;Tél", "A;B;02", "C;D;03", merged=merged, ragged=False)
    assert (names(table), len(table.rows)) == (["Nom", "Contact – Nom", "Contact – Tél"], 2)


def test_a_first_row_of_data_is_no_second_header():
    table, told = grid("Nom;Ville;;", "A;Brest;x;1", "B;Caen;y;2")
    assert (names(table), len(table.rows)) == (["Nom", "Ville", "colonne C", "colonne D"], 2)
    assert "reading.header-rows" not in told


def test_headers_said_twice_are_numbered_and_told():
    table, told = grid("Nom;Tél;Tél;Tél (2);Tél", "A;1;2;3;4")
    assert names(table) == ["Nom", "Tél", "Tél (3)", "Tél (2)", "Tél (4)"]
    assert told["reading.column-twice"].value == "Tél"
    assert values(table) == [{"Nom": "A", "Tél": "1", "Tél (3)": "2", "Tél (2)": "3", "Tél (4)": "4"}]


def test_columns_without_a_header_are_named_by_their_letter_when_they_hold_something():
    table, told = grid("Nom;;Ville;", "A;x;Brest;", "B;y;Caen;")
    assert names(table) == ["Nom", "colonne B", "Ville"]
    assert told["reading.unnamed-column"].column == "colonne B"


def test_a_row_with_a_cell_too_many_is_refused_with_that_cell():
    table, told = grid("Nom;Ville", "A;Brest", "B;Caen;oups", "C;Paris;;")
    assert [row["Nom"] for row in values(table)] == ["A", "C"]
    refused = told["reading.too-many-cells"]
    assert (refused.rejected, refused.line, refused.value) == (True, 3, "oups")


def test_a_row_cut_short_is_refused_where_the_others_end_with_the_header():
    table, told = grid("Nom;Rue;Ville", "A;r;", "B;rue des", "Lilas;Brest", "C;q;Caen")
    assert [row["Nom"] for row in values(table)] == ["A", "C"]
    assert told["reading.too-few-cells"].rejected


def test_short_rows_are_read_where_nothing_says_that_they_were_cut():
    table, told = grid("Nom;Rue;Ville", "A", "B;q", "C;q;Caen")
    assert len(table.rows) == 3
    assert told["reading.short-rows"].values == {"count": 2}


def test_totals_units_and_headers_again_are_no_rows():
    table, told = grid("Nom;Budget", ";€", "A;10", "Nom;Budget", "B;20", "Total général;30")
    assert [row["Nom"] for row in values(table)] == ["A", "B"]
    lines = [told[f"reading.{key}"].line for key in ("units", "header-again", "total")]
    assert lines == [2, 4, 6]
    assert all(told[f"reading.{key}"].rejected for key in ("units", "header-again", "total"))


def test_a_name_that_begins_as_a_total_is_kept_and_told():
    table, told = grid("Nom;Ville", "A;Brest", "Total Réemploi;Caen")
    assert len(table.rows) == 2
    assert told["reading.perhaps-total"].value == "Total Réemploi"


def test_rows_without_the_name_continue_the_one_above():
    table, told = grid("Structure;Ville;Projet", "A;Brest;p", ";;q", ";;r", "B;Caen;s")
    assert [row.continues for row in table.rows] == [False, True, True, False]
    assert (told["reading.continues"].column, told["reading.continues"].values) == (
        "Structure, Ville",
        {"count": 2},
    )


def test_rows_that_have_a_name_of_their_own_continue_nothing():
    table, told = grid("SIREN;Nom;Ville", "1;A;Brest", ";B;Caen", ";C;Paris", "2;D;Lyon")
    assert not any(row.continues for row in table.rows)
    assert "reading.continues" not in told


def test_one_row_without_a_name_is_no_habit():
    table, _ = grid("Structure;Ville;Projet", "A;Brest;p", ";;q", "B;Caen;s")
    assert not any(row.continues for row in table.rows)


def test_a_column_filled_at_the_head_of_groups_is_told_not_filled():
    table, told = grid("Département;Nom;Ville", "Essai-Nord;A;x", ";B;y", ";C;z", "Essai-Sud;D;t", ";E;u")
    assert not any(row.continues for row in table.rows)
    assert told["reading.grouped"].values == {"count": 3}


def test_every_row_is_accounted_for():
    rows = ["Nom;Ville", "A;x", "B;y;z", "", "C;z", "Nom;Ville", "Total;3"]
    table, told = grid(*rows)
    assert len(table.rows) + sum(remark.rejected for remark in told.values()) == 5
