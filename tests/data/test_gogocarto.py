"""GoGoCarto: four shapes of one map give the same elements."""

import json
from pathlib import Path

import pytest

from maillage.data.readers import gogocarto
from maillage.data.reading.sniffing import Sniffed

SAMPLES = Path(__file__).parent / "samples" / "gogocarto"
TAXONOMY = SAMPLES / "taxonomy.json"
SHAPES = ("gogofull.json", "gogosync.json", "gogocompact.json", "elements.js")


def keys(source):
    return sorted(remark.key for remark in source.remarks)


def meanings(table):
    return {field.name: field.meaning for field in table.fields}


def labels(table):
    """Element id -> the labels of its categories, whatever field holds them."""
    fields = [field for field in table.fields if field.meaning == "category"]
    return {
        row.key: sorted(
            field.options.get(value, value) for field in fields for value in row.cells.get(field.name, ())
        )
        for row in table.rows
    }


@pytest.mark.parametrize("shape", [*SHAPES, "taxonomy.json"])
def test_each_shape_is_recognised(shape):
    assert gogocarto.recognises(Sniffed.of(SAMPLES / shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_gives_the_same_elements(shape):
    source = gogocarto.read([SAMPLES / shape, TAXONOMY])
    (table,) = source.tables
    whole = gogocarto.read([SAMPLES / "gogofull.json", TAXONOMY]).tables[0]
    assert table.kind == "structures"
    assert [row.key for row in table.rows] == [row.key for row in whole.rows]
    assert labels(table) == labels(whole)
    for row, other in zip(table.rows, whole.rows, strict=True):
        for name in ("name", "geo.latitude", "geo.longitude"):
            assert row.cells.get(name) == other.cells.get(name)


@pytest.mark.parametrize("shape", SHAPES)
def test_refused_elements_are_told_and_counted(shape):
    source = gogocarto.read([SAMPLES / shape])
    rejected = [remark for remark in source.remarks if remark.rejected]
    assert len(source.tables[0].rows) + len(rejected) == 24
    assert [(remark.key, remark.value) for remark in rejected] == [
        ("gogocarto.refused", "-4"),
        ("gogocarto.refused", "-2"),
    ]
    assert "gogocarto.pending" in keys(source)


def test_categories_stand_in_the_groups_of_the_taxonomy():
    (table,) = gogocarto.read([SAMPLES / "gogofull.json", TAXONOMY]).tables
    shown = {field.label: field for field in table.fields if field.meaning == "category"}
    assert [*shown] == ["Catégories principales", "Public accueilli"]
    assert set(shown["Public accueilli"].options.values()) == {"Habitants", "Professionnels"}
    others = [label for label in shown["Catégories principales"].options.values() if "Autre" in label]
    assert others == ["Alimentation ➤ Autre", "Réemploi ➤ Autre"]


def test_without_taxonomy_numbers_are_no_categories():
    source = gogocarto.read([SAMPLES / "gogofull.json"])
    assert meanings(source.tables[0])["optionValues"] == "aside"
    (told,) = [remark for remark in source.remarks if remark.key == "gogocarto.no-label"]
    assert told.values["count"] > 24


def test_a_hidden_email_is_no_email():
    source = gogocarto.read([SAMPLES / "gogofull.json", TAXONOMY])
    table = source.tables[0]
    assert meanings(table)["email"] == "contact-email"
    assert not any("hidden" in row.cells.get("email", ()) for row in table.rows)
    assert "gogocarto.hidden" in keys(source)


def test_zero_zero_is_no_place():
    (table,) = gogocarto.read([SAMPLES / "gogofull.json"]).tables
    shop = next(row for row in table.rows if row.key == "f07X")
    assert "geo.latitude" not in shop.cells


def test_a_category_that_the_taxonomy_lacks_is_kept_aside(tmp_path):
    file = tmp_path / "elements.json"
    element = {"id": "a", "name": "Lieu fictif", "geo": {"latitude": 48.1, "longitude": 0.1}}
    element["optionValues"] = [101, 999]
    file.write_text(json.dumps({"ontology": "gogofull", "data": [element, 12]}), "utf-8")
    source = gogocarto.read([file, TAXONOMY])
    (row,) = source.tables[0].rows
    assert (row.cells["taxonomy 1"], row.cells["optionValues"]) == (("101",), ("999",))
    assert keys(source) == ["gogocarto.no-label", "gogocarto.not-element"]


def test_the_taxonomy_alone_is_told():
    source = gogocarto.read([TAXONOMY])
    assert (source.tables, keys(source)) == ((), ["gogocarto.taxonomy-alone"])
