"""What was produced, learnt, counted, and on what ground: each question, with the rows expected."""

import datetime

import pytest

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

BOOK, GAZETTE = "Le livre des moulins", "La gazette"


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
        (
            "Meuniers comptés",
            "chiffre",
            None,
            "12",
            "Meuniers nommés : 13",
            "La liste en nomme treize.",
            "Page 1",
        ),
        ("Meuniers nommés", "chiffre", None, "13", "Meuniers comptés : 12", "Compté dans la liste.", "Une"),
        (
            "Collectif Brume · fondation",
            "classement",
            None,
            None,
            None,
            "La gazette dit une association.",
            "Page 1",
        ),
        (
            "Collectif Brume · membre · Former les meuniers",
            "participation",
            None,
            None,
            None,
            "La gazette dit que Brume n'y est pas.",
            "Page 2",
        ),
        (
            "Guide du meunier",
            "production",
            "annoncée",
            "oui",
            None,
            "Une autre page le compte déjà.",
            "Page 2",
        ),
    ]


def test_inferred_facts_with_their_reason(rows):
    assert rows("inferred-facts", "factLabel propertyLabel value note") == [
        ("Collectif Brume · intervient sur · Fictavie", None, None, "Déduit de son nom."),
        ("membre · Démarche des moulins", None, None, "Le nom est effacé."),
        ("Lancement", "début", "2021-03-04", "L'année est celle du livre."),
    ]


def test_contents_of_a_document(rows):
    assert rows(
        "contents-of-a-document", "locator kindLabel factLabel statusLabel", document="La gazette"
    ) == [
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
    expected = [("L'Écluse", "l'ecluse", GAZETTE, "Dos ; Une")]
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
        ("L'Écluse", 2, "Dos ; Une | Page 1"),
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
