"""The language of an answer: our terms in the one spoken, the names of things as they are."""

from collections.abc import Iterator

import pytest
from rdflib import RDFS, SKOS, Dataset, Literal

from maillage.messages import set_language
from maillage.ontology.terms import (
    ONTOLOGY_GRAPH,
    TYPOLOGIES_GRAPH,
    load_ontology,
    load_typologies,
    source_graph,
    thing,
)
from maillage.queries.catalogue import load_catalogue
from maillage.queries.runner import ask, run

from .conftest import TRIG, load, make_dataset
from .test_territories import LAND

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

TERMS = load_ontology() + load_typologies()
LABELS = {
    language: {
        str(label)
        for predicate in (RDFS.label, SKOS.prefLabel)
        for label in TERMS.objects(None, predicate)
        if isinstance(label, Literal) and label.language == language
    }
    for language in ("fr", "en")
}
OURS = {  # the words that questions bring themselves
    *("nom", "graphie", "date de parution", "éditeur"),
    *("oui", "non", "exactement", "environ", "plus de"),
}
FRENCH_ONLY = (LABELS["fr"] | OURS) - LABELS["en"]
GIVEN: dict[str, dict[str, str]] = {
    "contents-of-a-document": {"document": "livre"},
    "everything-about-a-thing": {"thing": "douze"},
    "structures-of-a-territory": {"territory": "Nordanie"},
    "offers-covering-a-territory": {"territory": "Nordanie"},
}
ANSWERS = [each.name for each in load_catalogue() if not each.is_violation]
WORDLESS = {  # names of things and spellings: no term of ours
    *("structures-without-territory", "structures-without-type", "spellings-of-names"),
    "most-central-structures",
    *("densest-territories", "structures-per-territory", "white-spots"),  # “département” is said in both
}


@pytest.fixture(scope="module")
def moulins() -> Dataset:
    """Return the valley in the store that people use: the words of an answer are ours, whatever the store."""
    return load("oxigraph")


@pytest.fixture(scope="module")
def valley() -> Dataset:
    """Return the valley and its land under the ontology and typologies of the package, in both languages."""
    dataset = make_dataset("oxigraph")
    for text in (TRIG, LAND):
        dataset.parse(data=text, format="trig")
    for name, terms in ((ONTOLOGY_GRAPH, load_ontology()), (TYPOLOGIES_GRAPH, load_typologies())):
        dataset.remove_graph(name)
        graph = dataset.graph(name)
        for triple in terms:
            graph.add(triple)
    return dataset


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English for the length of a test."""
    set_language("en")
    yield
    set_language("fr")


def words(dataset: Dataset, name: str) -> set[str]:
    """Return the words of an answer, those of a list or of a nameless fact apart."""
    table = ask(dataset, name, **GIVEN.get(name, {}))
    cells = (cell for cell in table.to_numpy().ravel() if isinstance(cell, str))
    return {word for cell in cells for part in cell.split(" | ") for word in part.split(" · ")}


@pytest.mark.parametrize("name", ANSWERS)
def test_no_french_term_is_left_in_english(valley, name):
    french = words(valley, name)
    set_language("en")
    try:
        spoken = words(valley, name)
    finally:
        set_language("fr")
    assert not spoken & FRENCH_ONLY
    if name not in WORDLESS:
        assert french & FRENCH_ONLY
        assert spoken & (LABELS["en"] - LABELS["fr"])
    assert len(ask(valley, name, **GIVEN.get(name, {}))) > 0


@pytest.mark.parametrize("name", [each for each in ANSWERS if each not in GIVEN])
def test_another_tool_runs_the_file_as_it_is_in_french(valley, name):
    text = next(each.text for each in load_catalogue() if each.name == name)
    spoken = ask(valley, name)
    raw = run(valley, text)
    told = raw.loc[[any(cell not in (None, "") for cell in row) for row in raw.to_numpy()]]
    cited = [column for column in spoken.columns if column not in ("source", "sourceLabel", "locator")]
    assert [[cell or None for cell in row] for row in told[cited].to_numpy().tolist()] == [
        [cell or None for cell in row] for row in spoken[cited].to_numpy().tolist()
    ]


@pytest.mark.usefixtures("english")
def test_a_term_without_an_english_label_keeps_its_french_one(rows):
    assert set(rows("lessons-by-kind", "typeLabel statusLabel")) == {
        ("contrainte", "stated"),
        ("method", "stated"),
    }


@pytest.mark.usefixtures("english")
def test_figures_and_yes_or_no_in_english(rows):
    assert rows("figures-with-sources", "figureLabel precision contradiction statusLabel") == [
        ("Meuniers comptés", "exactly", "Meuniers nommés: 13", "disputed"),
        ("Meuniers nommés", "about", "Meuniers comptés: 12", "disputed"),
        ("Heures données", "more than", None, "stated"),
    ]
    assert rows("disputed-facts", "factLabel value")[-1] == ("Guide du meunier", "yes")
    assert ("about",) in rows("everything-about-a-thing", "valueLabel", thing="treize")


@pytest.mark.usefixtures("english")
def test_the_terms_of_a_question_are_in_english(rows):
    assert rows("members-of-the-initiative", "memberLabel kindLabel roleLabel statusLabel sourceLabel")[
        -1
    ] == (
        "L'Écluse",
        "structure",
        "member",
        "stated",
        "La gazette | Le livre des moulins",
    )
    names = rows("inferred-facts", "factLabel")
    assert ("member · Démarche des moulins",) in names
    silent = rows("silences", "factLabel missingLabel")
    assert ("Carnet vide", "date of publication") in silent


CITING = [
    each.name
    for each in load_catalogue()
    if {"source", "sourceLabel", "locator"} <= {column.name for column in each.columns}
]


@pytest.mark.parametrize("name", CITING)
def test_each_document_is_cited_once_with_its_places(rows, name):
    for row in rows(name, "source sourceLabel locator", **GIVEN.get(name, {})):
        documents, titles, places = ((cell or "").split(" | ") for cell in row)
        assert len(documents) == len(titles) == len(places)
        assert len(set(documents)) == len(documents)
        assert all(len(set(each.split(" ; "))) == len(each.split(" ; ")) for each in places)


def test_a_title_that_holds_the_separator_leaves_the_lists_as_the_store_told_them(own):
    gazette = thing("source", "gazette")
    own.remove((gazette, SKOS.prefLabel, None, None))
    own.graph(source_graph("gazette")).add(
        (gazette, SKOS.prefLabel, Literal("La gazette | du soir", lang="fr"))
    )
    row = ask(own, "spellings-of-names").iloc[0]
    assert row["sourceLabel"] == "La gazette | du soir | La gazette | du soir"
    assert (row["source"], row["locator"]) == (f"{gazette} | {gazette}", "Dos | Une")
