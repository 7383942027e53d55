"""YesWiki: three generations say the same things; each shape alone is read for what it holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.readers import yeswiki
from maillage.data.reading.raw import RawSource, RawTable
from maillage.data.reading.sniffing import Sniffed

SAMPLES = Path(__file__).parent / "samples" / "yeswiki"
GENERATIONS = ("legacy", "current", "next")


def files(generation: str, *names: str) -> list[Path]:
    return [SAMPLES / generation / f"{name}.json" for name in names or ("forms", "entries", "lists")]


def tables(source: RawSource) -> dict[str, RawTable]:
    return {table.name: table for table in source.tables}


def by_label(table: RawTable) -> dict[str, dict[str, tuple[str, ...]]]:
    """Key -> cells under the labels shown, the wiki's own fields left out."""
    fields = {field.name: field for field in table.fields}
    return {
        row.key: {
            fields[name].label or name: tuple(fields[name].options.get(value, value) for value in values)
            for name, values in row.cells.items()
            if fields[name].meaning != "aside"
        }
        for row in table.rows
    }


def keys(source: RawSource) -> list[str]:
    return sorted(remark.key for remark in source.remarks)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_each_document_is_recognised(generation):
    assert all(yeswiki.recognises(Sniffed.of(file)) for file in files(generation))


@pytest.mark.parametrize("generation", ["current", "next"])
def test_the_generations_say_the_same(generation):
    legacy, other = yeswiki.read(files("legacy")), yeswiki.read(files(generation))
    assert [table.kind for table in legacy.tables] == ["structures", "chantiers", "events", "persons"]
    assert {name: by_label(table) for name, table in tables(legacy).items()} == {
        name: by_label(table) for name, table in tables(other).items()
    }
    assert keys(other) == keys(legacy) == ["yeswiki.placeholder", "yeswiki.secret"]


def test_what_a_coordinator_expects_of_an_entry():
    found = tables(yeswiki.read(files("current")))
    assert [len(table.rows) for table in found.values()] == [12, 8, 4, 4]
    garden = by_label(found["Organisations"])["JardinsImaginairesDOrne"]
    assert garden["Type de structure"] == ("Association loi 1901",)
    assert garden["Thématiques"] == ("Agriculture", "Agriculture ➤ Maraîchage")
    assert garden["Présentation"][0].endswith("\nElle n'existe pas.")
    assert (garden["latitude"], garden["longitude"]) == (("48.4329",), ("0.0911",))
    wool = by_label(found["Chantiers"])["FilierELaine"]
    members = ("JardinsImaginairesDOrne", "CooperativeInventeeDuLin", "TiersLieuFictif")
    assert wool["Structures membres"] == members
    assert set(members) <= {row.key for row in found["Organisations"].rows}
    assert by_label(found["Agenda"])["RencontreFictive2024"]["Début de l'événement"] == ("2024-05-30",)


def test_links_name_the_table_that_they_lead_to():
    for generation in GENERATIONS:
        fields = {field.label: field for field in tables(yeswiki.read(files(generation)))["Chantiers"].fields}
        assert fields["Structure pilote"].links == fields["Structures membres"].links == "Organisations"
        assert fields["Structure pilote"].options == {}
        assert fields["Autres partenaires"].meaning == "partners-text"


def test_people_are_private():
    people = tables(yeswiki.read(files("next")))["Annuaire"]
    meanings = {field.label: field.meaning for field in people.fields if field.meaning != "aside"}
    assert meanings == {
        "Nom": "contact-name",
        "Prénom": "contact-first-name",
        "Fonction": "contact-post",
        "Structure": "organisation",
        "Email": "contact-email",
        "Téléphone": "contact-phone",
    }
    fields = {
        field.label: field.meaning for field in tables(yeswiki.read(files("next")))["Organisations"].fields
    }
    assert fields["Adresse électronique"] == "contact-email"


def test_a_password_is_not_even_kept_aside():
    source = yeswiki.read(files("current"))
    assert "0000fictif" in files("current", "entries")[0].read_text("utf-8")
    assert "0000fictif" not in repr(source)


def test_the_placeholder_is_no_place():
    source = yeswiki.read(files("legacy"))
    bicycles = next(row for row in source.tables[0].rows if row.key == "AtelierVeloInvente")
    assert "bf_latitude" not in bicycles.cells
    (told,) = [remark for remark in source.remarks if remark.key == "yeswiki.placeholder"]
    assert (told.value, told.values["entry"]) == ("46.2254, 2.2412", "AtelierVeloInvente")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_entries_alone_keep_their_links(generation):
    source = yeswiki.read(files(generation, "entries"))
    found = tables(source)
    assert [*found] == ["formulaire 1", "formulaire 2", "formulaire 3", "formulaire 4"]
    links = {field.name: field.links for field in found["formulaire 2"].fields if field.links}
    assert [*links.values()] == ["formulaire 1"] * 3
    wool = next(row for row in found["formulaire 2"].rows if row.key == "FilierELaine")
    assert len(wool.cells[[*links][1]]) == 3
    assert [table.kind for table in source.tables][2:] == ["events", "persons"]
    assert "yeswiki.no-forms" in keys(source)


def test_forms_alone_are_told():
    source = yeswiki.read(files("current", "forms", "lists"))
    assert source.tables == ()
    assert keys(source) == ["yeswiki.forms-alone"]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_lists_give_the_labels_that_forms_do_not(generation, tmp_path):
    forms = json.loads(files(generation, "forms")[0].read_text("utf-8"))
    for form in forms.values():
        for field in form["prepared"]:
            field.pop("options", None)
    bare = tmp_path / "forms.json"
    bare.write_text(json.dumps(forms), "utf-8")
    source = yeswiki.read([bare, *files(generation, "entries", "lists")])
    whole = yeswiki.read(files(generation))
    assert by_label(source.tables[0]) == by_label(whole.tables[0])


def test_an_empty_answer_is_told(tmp_path):
    empty = tmp_path / "entries-4.json"
    empty.write_text("null\n", "utf-8")
    assert yeswiki.recognises(Sniffed.of(empty))
    source = yeswiki.read([empty])
    assert (source.tables, keys(source)) == ((), ["yeswiki.empty-answer"])
    assert not source.remarks[0].rejected


def test_a_form_whose_entries_are_missing_gives_titles(tmp_path):
    entries = json.loads(files("current", "entries")[0].read_text("utf-8"))
    some = tmp_path / "entries.json"
    some.write_text(json.dumps([each for each in entries if each["id_typeannonce"] == "2"]), "utf-8")
    (chantiers,) = yeswiki.read([files("current", "forms")[0], some]).tables
    wool = by_label(chantiers)["FilierELaine"]
    assert wool["Structure pilote"] == ("SCIC fictive Énergies d'ici",)


def test_odd_shapes_are_told_and_counted(tmp_path):
    odd = tmp_path / "entries.json"
    entries = [
        {"id_fiche": "Un", "id_typeannonce": "1", "bf_titre": "Un (fictif)", "typeorga": "99"},
        "pas une fiche",
        {"id_fiche": "Deux", "id_typeannonce": "7", "bf_titre": "Deux (fictif)", "carte_google": "48.1|"},
    ]
    odd.write_text(json.dumps(entries), "utf-8")
    source = yeswiki.read([files("current", "forms")[0], odd])
    assert sum(len(table.rows) for table in source.tables) + sum(
        remark.rejected for remark in source.remarks
    ) == len(entries)
    assert keys(source) == ["yeswiki.not-entry", "yeswiki.unknown-option"]
    assert {row.key for table in source.tables for row in table.rows} == {"Un", "Deux"}


def test_an_entry_that_awaits_validation_is_kept_and_told(tmp_path):
    file = tmp_path / "entries.json"
    file.write_text('[{"tag": "Un", "form_id": "1", "title": "Un (fictif)", "status": "0"}]', "utf-8")
    source = yeswiki.read([file])
    assert [row.cells["bf_titre"] for row in source.tables[0].rows] == [("Un (fictif)",)]
    assert "yeswiki.pending" in keys(source)


def test_the_csv_export():
    exports = [SAMPLES / "csv" / f"{name}.csv" for name in ("organisations", "chantiers")]
    assert all(yeswiki.recognises(Sniffed.of(file)) for file in exports)
    source = yeswiki.read(exports)
    found = tables(source)
    assert [(table.kind, len(table.rows)) for table in source.tables] == [
        ("structures", 12),
        ("chantiers", 8),
    ]
    first = found["organisations"].rows[0]
    assert first.key == ""
    assert first.line == 2
    assert first.cells["Échelle d'action"] == ("Commune", "Département")
    assert found["organisations"].rows[3].cells["Type de structure"] == (
        "Collectivité, établissement public",
    )
    wool = found["chantiers"].rows[0].cells
    assert wool["Structure pilote"] == ("SCIC fictive Énergies d'ici",)
    assert wool["Structures membres"][2] == "Tiers-lieu fictif de la Gare"
    meanings = {field.name: field.meaning for field in found["organisations"].fields}
    assert meanings["Nom de la structure *"] == "name"
    assert meanings["datetime_create"] == "aside"
    assert meanings["bf_latitude"] == "latitude"


def test_a_form_beside_the_csv_says_what_its_columns_are():
    source = yeswiki.read([SAMPLES / "csv" / "chantiers.csv", files("current", "forms")[0]])
    (table,) = source.tables
    assert table.name == "Chantiers"
    assert table.rows[1].cells["Structures membres"] == (
        "L'Atelier vélo inventé",
        "Syndicat inventé des déchets",
    )


def test_the_map_of_a_newer_csv_is_one_column(tmp_path):
    export = tmp_path / "lieux.csv"
    export.write_text(
        "datetime_create,datetime_latest,Titre,geolocation\n"
        '"01/02/2024 10:00:00","01/02/2024 10:00:00","Lieu fictif",'
        '"{""latitude"":""48.5"",""longitude"":""0.5"",""geometries"":null}"\n'
        '"01/02/2024 10:00:00","01/02/2024 10:00:00","Ailleurs fictif",'
        '"{""latitude"":null,""longitude"":null}"\n',
        "utf-8",
    )
    (table,) = yeswiki.read([export]).tables
    assert (table.rows[0].cells["latitude"], table.rows[0].cells["longitude"]) == (("48.5",), ("0.5",))
    assert "latitude" not in table.rows[1].cells
    assert {field.name: field.meaning for field in table.fields}["latitude"] == "latitude"


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["bf_titre", "geolocation", "bf_geolocation", "carte_google", "theme", "membres", "x"]
)


@given(st.lists(st.dictionaries(names, json_values), max_size=5))
def test_no_entry_is_lost_whatever_it_holds(tmp_path_factory, entries):
    file = tmp_path_factory.mktemp("wiki") / "entries.json"
    written = [{**entry, "id_fiche": f"Fiche{n}", "id_typeannonce": "1"} for n, entry in enumerate(entries)]
    file.write_text(json.dumps(written), "utf-8")
    source = yeswiki.read([files("next", "forms")[0], file])
    rows = [row for table in source.tables for row in table.rows]
    assert [row.key for row in rows] == [f"Fiche{n}" for n in range(len(entries))]
    assert all(
        isinstance(value, str) and value for row in rows for cell in row.cells.values() for value in cell
    )
