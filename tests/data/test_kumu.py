"""Kumu: elements by kind, connections with their direction."""

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from maillage.data.readers import kumu
from maillage.data.reading.sniffing import Sniffed

BLUEPRINT = Path(__file__).parent / "samples" / "kumu" / "blueprint.json"


def tables(source):
    return {table.name: table for table in source.tables}


def written(folder, elements, connections):
    file = folder / "blueprint.json"
    file.write_text(json.dumps({"elements": elements, "connections": connections}), "utf-8")
    return file


def test_a_blueprint_is_recognised_and_a_cytoscape_file_is_not(tmp_path):
    assert kumu.recognises(Sniffed.of(BLUEPRINT))
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"elements": [{"group": "nodes", "data": {}}]}), "utf-8")
    assert not kumu.recognises(Sniffed.of(other))


def test_elements_stand_by_kind():
    source = kumu.read([BLUEPRINT])
    assert [(table.name, table.kind, len(table.rows)) for table in source.tables] == [
        ("structures", "structures", 12),
        ("chantiers", "chantiers", 8),
        ("personnes", "persons", 1),
        ("Lieu", "", 1),
        ("connexions", "links", 31),
    ]
    meanings = {field.name: field.meaning for field in tables(source)["structures"].fields}
    assert meanings["type"] == "type"
    assert meanings["Ville"] == ""
    assert tables(source)["structures"].rows[0].cells["Ville"] == ("Mortagne-au-Perche",)


def test_connections_keep_their_kind_and_direction_wherever_the_map_writes_it():
    rows = tables(kumu.read([BLUEPRINT]))["connexions"].rows
    assert {row.cells["relation"] for row in rows} == {
        ("Pilote",),
        ("Membre",),
        ("Finance",),
        ("partenaire",),
    }
    assert {row.cells["direction"] for row in rows} == {("directed",), ("mutual",)}
    funding = next(row for row in rows if row.cells["relation"] == ("Finance",))
    assert funding.cells["Montant"] == ("12000",)


def test_labels_are_ends_where_ids_are_not():
    last = tables(kumu.read([BLUEPRINT]))["connexions"].rows[-1]
    assert (last.cells["from"], last.cells["to"]) == (("elem-00",), ("elem-05",))


def test_a_connection_to_a_missing_element_is_refused_with_its_place():
    (told,) = kumu.read([BLUEPRINT]).remarks
    assert (told.key, told.rejected, told.value, told.values["position"]) == (
        "kumu.missing-element",
        True,
        "elem-absent",
        32,
    )


def test_an_ambiguous_label_is_no_end(tmp_path):
    elements = [{"_id": "a", "label": "Même nom fictif"}, {"_id": "b", "label": "Même nom fictif"}, 7]
    source = kumu.read([written(tmp_path, elements, [{"from": "Même nom fictif", "to": "a"}, "rien"])])
    assert [remark.key for remark in source.remarks] == [
        "kumu.not-element",
        "kumu.missing-element",
        "kumu.not-element",
    ]
    assert len(tables(source)["éléments"].rows) == 2


@given(
    st.lists(
        st.fixed_dictionaries({"label": st.text("ab", max_size=2), "type": st.sampled_from(["", "Lieu"])})
    ),
    st.lists(st.tuples(st.text("abc", max_size=2), st.text("abc", max_size=2))),
)
def test_rows_in_are_rows_kept_and_refused(tmp_path_factory, elements, pairs):
    connections = [{"from": first, "to": second} for first, second in pairs]
    source = kumu.read([written(tmp_path_factory.mktemp("kumu"), elements, connections)])
    kept = sum(len(table.rows) for table in source.tables)
    assert kept + sum(remark.rejected for remark in source.remarks) == len(elements) + len(connections)


def test_the_sheets_say_what_the_blueprint_says():
    sheets = [BLUEPRINT.parent / "elements.csv", BLUEPRINT.parent / "connections.csv"]
    assert all(kumu.recognises(Sniffed.of(sheet)) for sheet in sheets)
    found = tables(kumu.read(sheets))
    whole = tables(kumu.read([BLUEPRINT]))
    assert [(table.name, len(table.rows)) for table in found.values()] == [
        ("structures", 12),
        ("chantiers", 8),
        ("connexions", 30),
    ]
    labels = {
        row.key: row.cells["label"][0]
        for table in whole.values()
        for row in table.rows
        if "label" in row.cells
    }
    named = [
        (labels[row.cells["from"][0]], labels[row.cells["to"][0]], row.cells["relation"])
        for row in whole["connexions"].rows[:30]
    ]
    assert named == [
        (row.cells["from"][0], row.cells["to"][0], row.cells["relation"]) for row in found["connexions"].rows
    ]
    first = found["structures"].rows[0]
    assert (first.line, first.cells["tags"]) == (2, ("réemploi", "insertion"))


def test_a_plain_table_is_no_sheet_of_kumu(tmp_path):
    for header in ("Nom;Type;Ville", "source,target", "Label,Ville"):
        file = tmp_path / "membres.csv"
        file.write_text(f"{header}\na,b,c\n", "utf-8")
        assert not kumu.recognises(Sniffed.of(file))
