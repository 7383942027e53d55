"""Who takes part, funds, supports, where, of which type: each question, with the rows expected."""

import datetime

import pytest

from maillage.queries.runner import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

BOOK, GAZETTE = "Le livre des moulins", "La gazette"


def test_referents_keep_a_chantier_without_one_and_a_referent_without_structure(rows):
    assert rows(
        "referents-of-chantiers", "number chantierLabel personLabel structureLabel statusLabel locator"
    ) == [
        (1, "Remettre l'eau", "Ada Fictive", "Atelier Bleu", "constaté", "Page 2"),
        (2, "Former les meuniers", "Basile Imaginé", None, "constaté", "Page 2"),
        (10, "Chantier muet", None, None, None, None),
    ]


def test_a_disputed_membership_of_a_chantier_leaves_the_structure_in_none(rows):
    assert rows(
        "structures-in-no-chantier", "structureLabel roleLabel initiativeLabel statusLabel locator"
    ) == [
        (None, "membre", "Démarche des moulins", "déduit", "Page 3"),
        ("Collectif Brume", "membre", "Démarche des moulins", "constaté", "Page 1"),
        ("L'Écluse", "membre", "Démarche des moulins", "constaté", "Une | Page 1"),
    ]


@pytest.mark.parametrize("given", [{}, {"initiative": "Démarche des moulins"}])
def test_a_member_told_twice_is_one_row_with_both_sources(rows, given):
    assert rows(
        "members-of-the-initiative", "memberLabel kindLabel roleLabel ofLabel sourceLabel", **given
    ) == [
        (None, "structure", "membre", "Démarche des moulins", BOOK),
        ("Atelier Bleu", "structure", "membre", "Démarche des moulins", BOOK),
        ("Collectif Brume", "structure", "membre", "Démarche des moulins", BOOK),
        ("L'Écluse", "structure", "membre", "Démarche des moulins", f"{GAZETTE} | {BOOK}"),
    ]


def test_people_with_their_post_structure_and_role(rows):
    assert rows(
        "people-and-their-structure", "personLabel post structureLabel roleLabel activityLabel locator"
    ) == [
        ("Ada Fictive", "Meunière en chef", "Atelier Bleu", "référent", "Remettre l'eau", "Page 2"),
        ("Basile Imaginé", None, None, "référent", "Former les meuniers", "Page 2"),
    ]


def test_each_pair_works_together_once_smallest_groups_first(rows):
    together = [
        (None, "Atelier Bleu"),
        (None, "Collectif Brume"),
        (None, "L'Écluse"),
        ("Atelier Bleu", "Collectif Brume"),
        ("Atelier Bleu", "L'Écluse"),
        ("Collectif Brume", "L'Écluse"),
    ]
    assert rows("collaborations", "partyLabel partnerLabel kindLabel throughLabel group") == [
        ("Collectif Brume", "L'Écluse", "partenariat", "Carte des biefs", 2),
        ("Atelier Bleu", "Cigale & Cie", "accompagnement", "Réveil de Cigale", 2),
        *((*pair, "participation", "Démarche des moulins", 4) for pair in together),
    ]


def test_a_structure_given_stands_first_in_each_of_its_ties(rows):
    assert rows("collaborations", "partyLabel partnerLabel kindLabel locator", structure="cigale") == [
        ("Cigale & Cie", "Atelier Bleu", "accompagnement", "Dos"),
    ]
    assert [row[0] for row in rows("collaborations", "partnerLabel", structure="L'Écluse")] == [
        "Collectif Brume",
        None,
        "Atelier Bleu",
        "Collectif Brume",
    ]


def test_events_with_and_without_a_date(rows):
    columns = "start eventLabel kindLabel withinLabel territoryLabel locator"
    launch = (
        datetime.date(2021, 3, 4),
        "Lancement",
        "lancement",
        "Démarche des moulins",
        "Saint-Moulin",
        "Page 1",
    )
    evening = (None, "Veillée", None, "Remettre l'eau", None, "Page 3")
    assert rows("events-of-an-initiative", columns) == [launch, evening]
    assert rows("events-of-an-initiative", columns, initiative="moulins") == [launch, evening]
    assert rows("events-of-an-initiative", columns, initiative="chantier-1") == [evening]


def test_fundings_keep_those_without_a_funder(rows):
    assert rows("funders-and-what-they-fund", "funderLabel beneficiaryLabel instrumentLabel amount note") == [
        ("Fonds Dune", "Démarche des moulins", "apport", 12000.5, None),
        (None, "Démarche des moulins", None, None, "Donateurs non nommés."),
    ]


MEULE = ("Tailler la meule", 5000.0, 15000.0, "accompagnateur | fondation", "Nordanie")
ROUE = ("Monter la roue", 20000.0, 20000.0, None, "Fictavie")
SECRET = ("Sur devis", None, None, None, None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [MEULE, ROUE, SECRET]),
        ({"territory": "Nordanie"}, [MEULE, ROUE]),
        ({"territory": "Saint-Moulin"}, [MEULE, ROUE]),
        ({"territory": "Sudanie"}, [ROUE]),
        ({"territory": "Fictavie"}, [MEULE, ROUE]),
        ({"maximum": "10 000"}, [MEULE]),
        ({"maximum": 5000}, [MEULE]),
        ({"maximum": "4999,99"}, []),
        ({"territory": "91", "maximum": 20000}, [MEULE, ROUE]),
        ({"territory": "92", "maximum": 10000}, []),
    ],
)
def test_offers_within_a_territory_and_under_a_price(rows, given, expected):
    assert rows("support-offers", "offerLabel priceMin priceMax audience availableIn", **given) == expected


def test_missions(rows):
    columns = "year missionLabel providerLabel beneficiaryLabel people territoryLabel formatLabel sourceLabel"
    mission = (
        "2021",
        "Réveil de Cigale",
        "Atelier Bleu",
        "Cigale & Cie",
        7,
        "Saint-Moulin",
        "séminaire interne",
        GAZETTE,
    )
    assert rows("support-missions", columns) == [mission]


def test_structures_by_territory_within_and_around(rows):
    columns = "areaLabel inseeCode relationLabel locatedLabel statusLabel note"
    country = ("Fictavie", None, "intervient sur", "Collectif Brume", "déduit", "Déduit de son nom.")
    town = ("Saint-Moulin", "91001", "siège à", "Atelier Bleu", "constaté", None)
    assert rows("structures-by-territory", columns) == [country, town]
    assert rows("structures-by-territory", columns, territory="nordanie") == [country, town]
    assert rows("structures-by-territory", columns, territory="Sudanie") == [country]


def test_structures_without_territory(rows):
    assert rows("structures-without-territory", "structureLabel locator") == [
        (None, "Page 3"),
        ("Cigale & Cie", "Page 2"),
        ("Fonds Dune", "Page 1"),
        ("L'Écluse", "Dos ; Une | Page 1"),
    ]


def test_structures_by_type_and_by_a_broader_type(rows):
    columns = "conceptLabel structureLabel statusLabel"
    support = ("accompagnateur", "Atelier Bleu", "constaté")
    assert rows("structures-by-type", columns) == [support, ("fondation", "Collectif Brume", "contesté")]
    assert rows("structures-by-type", columns, type="ess-structure") == [support]
    assert rows("structures-by-type", columns, type="ptce") == []


def test_a_disputed_type_is_none(rows):
    assert rows("structures-without-type", "structureLabel") == [
        (None,),
        ("Cigale & Cie",),
        ("Collectif Brume",),
        ("Fonds Dune",),
        ("L'Écluse",),
    ]


def test_terms_with_their_uses_zero_included(rows):
    assert rows("terms-and-their-uses", "termLabel broaderLabel uses", typology="types-of-structure") == [
        ("accompagnateur", "structure de l'ESS", 2),
        ("fondation", None, 2),
        ("pôle (structure)", None, 0),
        ("structure de l'ESS", None, 0),
    ]
    assert len(rows("terms-and-their-uses", "term")) == 17


def test_a_partnership_about_nothing_is_told_once(own):
    more = """
    PREFIX mai: <https://w3id.org/maillage/ontology#>
    PREFIX s: <https://w3id.org/maillage/id/structure/>
    INSERT DATA { GRAPH <https://w3id.org/maillage/graph/source/livre> {
      <urn:tie> a mai:Partnership ; mai:partner s:brume, s:ecluse ; mai:status mai:stated .
      s:brume mai:collaboratesWith s:ecluse . s:ecluse mai:collaboratesWith s:brume .
    } }"""
    own.update(more)
    told = ask(own, "collaborations")
    found = told[(told["kind"].str.endswith("Partnership")) & told["through"].isna()]
    assert found[["partyLabel", "partnerLabel"]].to_numpy().tolist() == [["Collectif Brume", "L'Écluse"]]
