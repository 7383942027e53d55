"""Murmurations: profiles, the index's answer and the CSV form."""

import json
from pathlib import Path

import pytest

from maillage.data.readers import murmurations
from maillage.data.readers.murmurations import web_key
from maillage.data.reading.sniffing import Sniffed

SAMPLES = Path(__file__).parent / "samples" / "murmurations"


def tables(source):
    return {table.name: table for table in source.tables}


def links(source):
    return [
        tuple(row.cells[name][0].removesuffix(".example") for name in ("from", "relation", "to"))
        for row in tables(source)["relationships"].rows
    ]


def refusals(source):
    return [remark.key for remark in source.remarks if remark.rejected]


@pytest.mark.parametrize("name", [file.name for file in sorted(SAMPLES.iterdir())])
def test_each_shape_is_recognised(name):
    assert murmurations.recognises(Sniffed.of(SAMPLES / name))


@pytest.mark.parametrize("name", ["profiles.json", "profiles.csv"])
def test_profiles_and_their_relationships(name):
    source = murmurations.read([SAMPLES / name])
    assert len(tables(source)["profiles"].rows) == 24
    assert links(source) == [
        ("structure-inventee-01", "member of", "structure-inventee-00"),
        ("structure-inventee-02", "member of", "structure-inventee-00"),
        ("structure-inventee-03", "member of", "structure-inventee-00"),
        ("structure-inventee-04", "member", "structure-inventee-10"),
        ("structure-inventee-06", "funded by", "structure-inventee-04"),
    ]
    assert refusals(source) == ["murmurations.unknown-profile"]
    assert source.remarks[-1].value == "https://hors-du-fichier.example"


def test_the_csv_says_what_the_json_says():
    json_rows = tables(murmurations.read([SAMPLES / "profiles.json"]))["profiles"].rows
    csv_rows = tables(murmurations.read([SAMPLES / "profiles.csv"]))["profiles"].rows
    for name in ("name", "primary_url", "tags", "geolocation.lat", "full_address", "description"):
        assert [row.cells.get(name) for row in csv_rows] == [row.cells.get(name) for row in json_rows]
    assert [row.line for row in csv_rows][:2] == [2, 3]


def test_ends_are_keys_of_profiles():
    source = murmurations.read([SAMPLES / "profiles.json"])
    known = {row.key for row in tables(source)["profiles"].rows}
    for row in tables(source)["relationships"].rows:
        assert {row.cells["from"][0], row.cells["to"][0]} <= known
    assert {field.links for field in tables(source)["relationships"].fields} == {"profiles", ""}


def test_offers_are_refused_and_people_are_private():
    source = murmurations.read(
        [SAMPLES / "offer.json", SAMPLES / "person.json", SAMPLES / "one-profile.json"]
    )
    assert [(table.name, table.kind) for table in source.tables] == [
        ("profiles", "structures"),
        ("people", "persons"),
    ]
    assert refusals(source)[0] == "murmurations.not-organisation"
    meanings = {field.name: field.meaning for field in tables(source)["people"].fields}
    assert (meanings["name"], meanings["email"]) == ("contact-name", "contact-email")
    assert set(meanings.values()) == {"contact-name", "contact-email", "aside"}


def test_the_index_answers_addresses_without_scheme():
    source = murmurations.read([SAMPLES / "index.json"])
    rows = tables(source)["profiles"].rows
    assert (len(rows), refusals(source)) == (23, ["murmurations.deleted"])
    assert rows[1].cells["primary_url"] == ("https://structure-inventee-01.example",)
    assert rows[1].cells["locality"] == ("Alençon",)


def test_what_is_no_profile_is_counted(tmp_path):
    file = tmp_path / "profiles.json"
    profile = {"linked_schemas": ["organizations_schema-v1.0.0"], "name": "Un (fictif)", "relationships": [3]}
    file.write_text(json.dumps([profile, "rien", None]), "utf-8")
    source = murmurations.read([file])
    assert refusals(source) == [
        "murmurations.not-profile",
        "murmurations.not-profile",
        "murmurations.unknown-profile",
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://www.Exemple.org/", "http://exemple.org", True),
        ("exemple.org/a/", "https://exemple.org/a#b", True),
        ("https://exemple.org/a", "https://exemple.org/A", False),
        ("https://exemple.org/?a", "https://exemple.org/?b", False),
    ],
)
def test_addresses_are_compared_without_their_writing(first, second, same):
    assert (web_key(first) == web_key(second)) is same
