"""Every question of the catalogue, on the invented valley, with the rows expected: what is asked of whom."""

import datetime

import pytest

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

BOOK, GAZETTE = "Le livre des moulins", "La gazette"


def test_referents_keep_a_chantier_without_one_and_a_referent_without_structure(rows):
    assert rows("referents-of-chantiers", "number chantierLabel personLabel structureLabel statusLabel locator") == [
        (1, "Remettre l'eau", "Ada Fictive", "Atelier Bleu", "constaté", "Page 2"),
        (2, "Former les meuniers", "Basile Imaginé", None, "constaté", "Page 2"),
        (10, "Chantier muet", None, None, None, None),
    ]


def test_a_disputed_membership_of_a_chantier_leaves_the_structure_in_none(rows):
    assert rows("structures-in-no-chantier", "structureLabel roleLabel initiativeLabel statusLabel locator") == [
        (None, "membre", "Démarche des moulins", "déduit", "Page 3"),
        ("Collectif Brume", "membre", "Démarche des moulins", "constaté", "Page 1"),
        ("L'Écluse", "membre", "Démarche des moulins", "constaté", "Une | Page 1"),
    ]


@pytest.mark.parametrize("given", [{}, {"initiative": "Démarche des moulins"}])
def test_a_member_told_twice_is_one_row_with_both_sources(rows, given):
    assert rows("members-of-the-initiative", "memberLabel kindLabel roleLabel ofLabel sourceLabel", **given) == [
        (None, "structure", "membre", "Démarche des moulins", BOOK),
        ("Atelier Bleu", "structure", "membre", "Démarche des moulins", BOOK),
        ("Collectif Brume", "structure", "membre", "Démarche des moulins", BOOK),
        ("L'Écluse", "structure", "membre", "Démarche des moulins", f"{GAZETTE} | {BOOK}"),
    ]


def test_people_with_their_post_structure_and_role(rows):
    assert rows("people-and-their-structure", "personLabel post structureLabel roleLabel activityLabel locator") == [
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
    launch = (datetime.date(2021, 3, 4), "Lancement", "lancement", "Démarche des moulins", "Saint-Moulin", "Page 1")
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
    mission = ("2021", "Réveil de Cigale", "Atelier Bleu", "Cigale & Cie", 7, "Saint-Moulin", "séminaire interne", GAZETTE)
    assert rows("support-missions", columns) == [mission]


def test_outputs_of_two_chantiers_are_told_twice_and_a_mute_chantier_stays(rows):
    columns = "number byLabel outputLabel kindLabel date announced"
    mute = (10, "Chantier muet", None, None, None, None)
    assert rows("outputs-by-chantier", columns) == [
        (1, "Remettre l'eau", "Carte des biefs", "carte", "2022-05", None),
        (1, "Remettre l'eau", "Guide du meunier", "fiche", None, True),
        (2, "Former les meuniers", "Carte des biefs", "carte", "2022-05", None),
        mute,
    ]
    assert rows("outputs-by-chantier", columns, chantier="chantier-10") == [mute]


def test_announced_and_whether_that_is_disputed(rows):
    assert rows("announced-and-not-yet-out", "thingLabel kindLabel byLabel contested note") == [
        ("Guide du meunier", "production", "Remettre l'eau", True, "Une autre page le compte déjà."),
    ]


def test_challenges_then_objectives_chantiers_first(rows):
    columns = "number aboutLabel natureLabel ideaLabel kindLabel"
    valley = (None, "Démarche des moulins", "objectif", "Moudre ensemble", None)
    assert rows("challenges-and-objectives", columns) == [
        (1, "Remettre l'eau", "défi", "Les biefs sont à sec", None),
        (1, "Remettre l'eau", "objectif", "Rouvrir les vannes", "stratégique"),
        valley,
    ]
    assert rows("challenges-and-objectives", columns, activity="Démarche des moulins") == [valley]


def test_lessons_are_followed_by_those_that_detail_them(rows):
    columns = "typeLabel level lessonLabel parentLabel"
    method = [
        ("méthode", 0, "Tenir conseil", None),
        ("méthode", 1, "À date fixe", "Tenir conseil"),
        ("méthode", 2, "Le premier lundi", "À date fixe"),
    ]
    assert rows("lessons-by-kind", columns) == [("contrainte", 0, "Vivre sans hâte", None), *method]
    assert rows("lessons-by-kind", columns, kind="méthode") == method


def test_leads(rows):
    assert rows("action-leads", "typeLabel leadLabel aboutLabel locator") == [
        ("suite", "Bâtir une roue commune", "Former les meuniers", "Page 3"),
    ]
    assert rows("action-leads", "leadLabel", kind="follow-up") == [("Bâtir une roue commune",)]


def test_figures_with_what_contradicts_them(rows):
    columns = "figureLabel precision value unit ofLabel contradiction statusLabel sourceLabel"
    hours = ("Heures données", "plus de", 100.5, "heures", "Remettre l'eau", None, "constaté", BOOK)
    of, unit = "Démarche des moulins", "meuniers"
    assert rows("figures-with-sources", columns) == [
        ("Meuniers comptés", "exactement", 12.0, unit, of, "Meuniers nommés : 13", "contesté", BOOK),
        ("Meuniers nommés", "environ", 13.0, unit, of, "Meuniers comptés : 12", "contesté", GAZETTE),
        hours,
    ]
    assert rows("figures-with-sources", columns, subject="chantier-1") == [hours]


WHEN = [
    ("2021", "Démarche des moulins", "début", False),
    ("2021", "Réveil de Cigale", "année", False),
    (datetime.date(2021, 3, 4), "Lancement", "début", True),
    ("2022-05", "Carte des biefs", "date", False),
]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, WHEN),
        ({"since": "2022"}, WHEN[3:]),
        ({"since": "2021-03-05"}, [*WHEN[:2], WHEN[3]]),  # a bare year may fall after
        ({"until": "2021"}, WHEN[:3]),
        ({"since": "04/03/2021", "until": "2021-12-31"}, WHEN[:3]),
        ({"since": "2023"}, []),
    ],
)
def test_timeline_at_the_precision_known(rows, given, expected):
    assert rows("timeline", "date thingLabel aspectLabel deduced", **given) == expected


def test_disputed_facts_whole_or_one_property(rows):
    columns = "factLabel kindLabel propertyLabel value contradiction note locator"
    assert rows("disputed-facts", columns) == [
        ("Meuniers comptés", "chiffre", None, "12", "Meuniers nommés : 13", "La liste en nomme treize.", "Page 1"),
        ("Meuniers nommés", "chiffre", None, "13", "Meuniers comptés : 12", "Compté dans la liste.", "Une"),
        ("Collectif Brume · fondation", "classement", None, None, None, "La gazette dit une association.", "Page 1"),
        (
            "Collectif Brume · membre · Former les meuniers",
            "participation",
            None,
            None,
            None,
            "La gazette dit que Brume n'y est pas.",
            "Page 2",
        ),
        ("Guide du meunier", "production", "annoncée", "true", None, "Une autre page le compte déjà.", "Page 2"),
    ]


def test_inferred_facts_with_their_reason(rows):
    assert rows("inferred-facts", "factLabel propertyLabel value note") == [
        ("Collectif Brume · intervient sur · Fictavie", None, None, "Déduit de son nom."),
        ("membre · Démarche des moulins", None, None, "Le nom est effacé."),
        ("Lancement", "début", "2021-03-04", "L'année est celle du livre."),
    ]


def test_contents_of_a_document(rows):
    assert rows("contents-of-a-document", "locator kindLabel factLabel statusLabel", document="La gazette") == [
        ("Dos", "accompagnement", "Réveil de Cigale", "constaté"),
        ("Dos", "localisation", "Atelier Bleu · siège à · Saint-Moulin", "constaté"),
        ("Dos", "localisation", "Collectif Brume · intervient sur · Fictavie", "déduit"),
        ("Dos", "offre", "Monter la roue", "constaté"),
        ("Dos", "offre", "Sur devis", "constaté"),
        ("Dos", "offre", "Tailler la meule", "constaté"),
        ("Dos", "structure", "L'Écluse", "constaté"),
        ("Une", "chiffre", "Meuniers nommés", "contesté"),
        ("Une", "partenariat", "Collectif Brume · L'Écluse · Carte des biefs", "constaté"),
        ("Une", "participation", "L'Écluse · membre · Démarche des moulins", "constaté"),
        ("Une", "structure", "Atelier Bleu", "constaté"),
        ("Une", "structure", "L'Écluse", "constaté"),
    ]
    assert rows("contents-of-a-document", "factLabel", document="carnet") == []


def test_everything_about_a_thing_its_own_properties_then_what_enters_it(rows):
    columns = "subjectLabel propertyLabel valueLabel statusLabel locator"
    assert rows("everything-about-a-thing", columns, thing="Ada Fictive") == [
        ("Ada Fictive", "fonction", "Meunière en chef", "constaté", "Page 2"),
        ("Ada Fictive", "membre de", "Atelier Bleu", "constaté", "Page 2"),
        ("Ada Fictive", "nom", "Ada Fictive", "constaté", "Page 2"),
        ("participation", None, "Remettre l'eau", "constaté", "Page 2"),
        ("participation", None, "référent", "constaté", "Page 2"),
        ("participation", "structure participante", "Atelier Bleu", "constaté", "Page 2"),
    ]
    about = rows("everything-about-a-thing", columns, thing="atelier-bleu")
    assert ("Atelier Bleu", "nom", "Atelier Bleu", "constaté", "Une | Page 1") in about
    assert ("Ada Fictive", "membre de", "Atelier Bleu", "constaté", "Page 2") in about
    assert ("localisation", None, "Saint-Moulin", "constaté", "Dos") in about
    assert len(about) == len(set(about))


def test_spellings(rows):
    expected = [("L'Écluse", "l'ecluse", f"{GAZETTE} | {GAZETTE}", "Dos | Une")]
    assert rows("spellings-of-names", "namedLabel spelling sourceLabel locator") == expected
    assert rows("spellings-of-names", "spelling", thing="brume") == []


def test_counts_by_document_do_not_count_a_fact_twice(rows):
    assert rows("facts-per-document-and-status", "sourceLabel statusLabel facts") == [
        ("Carnet vide", None, 0),
        ("Code des pays", "constaté", 6),
        (GAZETTE, "constaté", 9),
        (GAZETTE, "contesté", 1),
        (GAZETTE, "déduit", 1),
        (BOOK, "constaté", 33),
        (BOOK, "contesté", 3),
        (BOOK, "déduit", 1),
    ]


def test_things_in_several_documents(rows):
    assert rows("things-in-several-documents", "factLabel documents locator") == [
        ("L'Écluse · membre · Démarche des moulins", 2, "Une | Page 1"),
        ("Atelier Bleu", 2, "Une | Page 1"),
        ("L'Écluse", 2, "Dos | Une | Page 1"),
    ]


def test_silences(rows):
    assert rows("silences", "factLabel missingLabel locator") == [
        ("Chantier muet", "référent", "Page 1"),
        ("Carnet vide", "date de parution", None),
        (GAZETTE, "date de parution", None),
        ("Démarche des moulins", "financeur", "Page 1"),
        ("Démarche des moulins", "montant", "Page 1"),
        ("Sur devis", "prix minimal", "Dos"),
        ("Sur devis", "proposée sur", "Dos"),
        ("Basile Imaginé · référent · Former les meuniers", "structure participante", "Page 2"),
        ("Guide du meunier", "date", "Page 2"),
        ("Veillée", "début", "Page 3"),
    ]


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
        ("L'Écluse", "Dos | Une | Page 1"),
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
