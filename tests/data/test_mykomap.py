"""mykomap: vocabularies' IRIs, several values, no coordinates, the config beside."""

from pathlib import Path

import pytest

from maillage.data.readers import mykomap
from maillage.data.reading.sniffing import Sniffed

SAMPLES = Path(__file__).parent / "samples" / "mykomap"
CSV, CONFIG = SAMPLES / "initiatives.csv", SAMPLES / "config.json"


@pytest.mark.parametrize("file", [CSV, CONFIG])
def test_both_files_are_recognised(file):
    assert mykomap.recognises(Sniffed.of(file))


def test_terms_are_shown_in_the_words_of_the_config():
    (table,) = mykomap.read([CSV, CONFIG]).tables
    fields = {field.name: field for field in table.fields}
    structure = fields["Organisational Structure"]
    assert (structure.meaning, structure.options["OS20"]) == ("type", "Association")
    assert fields["Activities"].options["ICA110"] == "Invented housing"
    assert fields["Name"].options == {}
    assert table.rows[2].cells["Activities"] == ("ICA100", "ICA110")
    assert (table.kind, len(table.rows), table.rows[0].key, table.rows[0].line) == (
        "structures",
        24,
        "fic000",
        2,
    )


def test_both_hosts_of_the_vocabulary_are_one():
    (table,) = mykomap.read([CSV]).tables
    assert {value for row in table.rows for value in row.cells["Organisational Structure"]} == {
        "OS20",
        "OS60",
        "OS115",
    }


def test_codes_without_labels_are_told():
    (told,) = mykomap.read([CSV]).remarks
    assert (told.key, told.values["count"]) == ("mykomap.no-label", 8)
    (told,) = mykomap.read([CSV, CONFIG]).remarks
    assert told.values == {"count": 2, "first": "Q01"}


def test_zero_zero_is_no_place():
    (table,) = mykomap.read([CSV]).tables
    assert "Latitude" not in table.rows[3].cells
    assert table.rows[0].cells["Latitude"] == ("48.5203",)


def test_geocoded_coordinates_stand_in_for_missing_ones(tmp_path):
    file = tmp_path / "carte.csv"
    file.write_text(
        "Identifier,Name,Activity,Websites,Latitude,Longitude,Geocoded Latitude,Geocoded Longitude\n"
        "a,Lieu fictif,AM130,http://a.example;http://b.example,0,0,48.5,0.5\n",
        "utf-8",
    )
    assert mykomap.recognises(Sniffed.of(file))
    (table,) = mykomap.read([file]).tables
    row = table.rows[0]
    assert (row.cells["Latitude"], row.cells["Longitude"]) == (("48.5",), ("0.5",))
    assert row.cells["Websites"] == ("http://a.example", "http://b.example")


def test_the_config_alone_is_told():
    source = mykomap.read([CONFIG])
    assert (source.tables, [remark.key for remark in source.remarks]) == ((), ["mykomap.config-alone"])
