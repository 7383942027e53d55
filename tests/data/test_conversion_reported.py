"""What a conversion must not make of a source: people in public, guesses for facts, misleading reasons."""

import pytest

from maillage.data.reading.raw import RawField, RawRow, RawTable
from maillage.messages import speaking

from .test_conversion import cells, converted, table, told


def test_numbers_under_a_header_of_people_are_no_names():
    made = converted(
        table(
            "Membres",
            "Nom de la structure / Ville / Salariés / Contact",
            "A / Brest / 12 / 7",
            "B / Brest / 3,5 / Éva Fil",
            "C / Brest / 4 / Tom Fuseau",
        )
    )
    assert cells(made, "contacts", "name") == [("Éva Fil",), ("Tom Fuseau",)]
    assert "Salariés : 12" in made.rows["structures"][0]["note"]
    assert told(made)["conversion.no-person-name"] == 1


def test_words_about_names_are_candidates_and_no_structures():
    made = converted(
        table(
            "Membres",
            "Nom de la structure / Ville / Partenaires / Financeurs",
            "A / Brest / La Navette Bleue et le Fuseau / la région et l'État",
            "B / Brest / Terre et Laine / Fondation du Fil",
            "C / Brest / A et le B / ",
        )
    )
    assert {name for (name,) in cells(made, "structures", "name")} == {
        "A",
        "B",
        "C",
        "Terre et Laine",
        "Fondation du Fil",
    }
    assert {(each.relation, each.words) for each in made.candidates} == {
        ("partner", "La Navette Bleue"),
        ("partner", "Fuseau"),
        ("funder", "la région et l'État"),
    }
    assert len(made.rows["partnerships"]) == 3


@pytest.mark.parametrize(
    ("name", "form"),
    [("Mme Fil Ariane", "Association"), ("M. Fuseau", ""), ("Zoé Zibeline", "particulier")],
    ids=["form", "civility", "type"],
)
def test_a_member_who_is_a_person_is_a_private_contact(name, form):
    made = converted(
        table(
            "Membres",
            "Nom de la structure / Statut juridique / Ville / Courriel",
            f"{name} / {form} / Brest / a@fil.test",
        ),
        table("Participations", "Structure / Chantier / Rôle", f"{name} / Filer / membre"),
    )
    public = [
        row for rows in (made.rows.get("structures", ()), made.rows.get("participations", ())) for row in rows
    ]
    if form == "Association":
        assert len(made.rows["structures"]) == 1
    else:
        assert public == []
        assert cells(made, "contacts", "name", "email")[0] == (name, "a@fil.test")
        assert told(made)["conversion.individual"] == 1


def test_the_id_of_a_person_stays_out_of_every_public_place():
    fields = (
        RawField("nom", meaning="contact-name"),
        RawField("structure", meaning="organisation"),
        RawField("ville"),
    )
    rows = (
        RawRow({"nom": ("Fil Ariane",), "structure": ("La Navette",), "ville": ("Brest",)}, key="FilAriane"),
    )
    made = converted(RawTable("Annuaire", fields, rows, "persons"), form="yeswiki")
    public = {table: rows for table, rows in made.rows.items() if table != "contacts"}
    assert "Ariane" not in str(public)
    assert cells(made, "structures", "name", "locator") == [("La Navette", "fiche n° 1 de « Annuaire »")]
    assert cells(made, "contacts", "name", "locator") == [("Fil Ariane", "fiche FilAriane")]
    assert [(each.key, each.value) for each in made.aside] == [("conversion.of-a-person", "Brest")]


def test_what_a_cell_alone_names_is_said_to_be_made():
    made = converted(
        table("Participations", "Structure / Chantier / Rôle", "A / Un chantier sans ligne / membre")
    )
    assert [(each.column, each.value) for each in made.named] == [
        ("Structure", "A"),
        ("Chantier", "Un chantier sans ligne"),
    ]


def test_places_are_told_in_the_language_spoken_and_kept_in_french():
    with speaking("en"):
        made = converted(
            table("Membres", "Nom de la structure / Site web / Ville", "A / pas une adresse / Brest")
        )
    assert [each.locator for each in made.aside] == ["sheet “Membres”, line 2"]
    assert made.rows["structures"][0]["locator"] == "feuille « Membres », ligne 2"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("https://b.test/a b", ""), ("https://b.test/a ; https://c.test", "https://b.test/a")],
)
def test_an_address_that_is_set_aside_is_not_written(written, kept):
    made = converted(table("Membres", "Nom de la structure / Site web / Ville", f"A / {written} / Brest"))
    assert cells(made, "structures", "homepage") == [(kept,)]


def test_a_cell_that_names_two_things_is_the_reason_of_the_refusal():
    made = converted(
        table("Membres", "Nom de la structure / Ville", "A asso / Brest", "A asso / Lorient"),
        table("Financements", "Financeur / Bénéficiaire / Montant", "Fondation du Fil / A asso / 100"),
    )
    assert [(each.key, each.column, each.value) for each in made.rejected] == [
        ("conversion.several", "Bénéficiaire", "A asso")
    ]
