"""The page of a resource: facts and sources, what is inferred, links both ways, hostile names."""

import pytest
from rdflib import Literal, URIRef

from maillage.graph.maillage import Maillage
from maillage.messages import set_language
from maillage.ontology.terms import MAI, THING
from maillage.queries.guard import checked
from maillage.visualize.resource import describe, is_iri, sparql
from maillage.visualize.resource_page import render_missing, render_resource

CHANTIER = str(THING["chantier/chantier-3"])
TEXTS = ("resource-statements.rq", "resource-references.rq", "resource.rq", "resource-near.rq", "choices.rq")


def aspects(list_):
    return {aspect.words: [value.words for value in aspect.values] for aspect in list_}


def test_facts_stand_with_their_status_and_the_place_where_they_are_read(corpus, asking):
    told = describe(asking(corpus.public), CHANTIER)
    assert told.name.startswith("Inventer et formaliser des dispositifs")
    assert [kind.words for kind in told.kinds] == ["chantier coopératif"]  # and not the wider "activité"
    assert aspects(told.own.aspects)["début"] == ["octobre 2023"]
    short = next(each for each in told.own.aspects if each.words == "intitulé court")
    assert short.values[0].status == "inferred"
    usual = told.own.cited
    assert usual[0].title == "Cahier de ressources de la coopération territoriale"
    assert "Chantier 3, titre" in usual[0].place
    spelling = next(each for each in told.own.aspects if each.words == "graphie")
    assert spelling.values[0].cited[0].title.startswith("L'accompagnement des coopérations")


def test_what_it_enters_and_what_refers_to_it_are_told_once(corpus, asking):
    told = describe(asking(corpus.public), CHANTIER)
    participation = next(fact for fact in told.facts if fact.words == "participation")
    assert aspects(participation.aspects)["personne participante"] == ["Sylvia Garzon"]
    references = aspects(told.references)
    assert "Makesense" in references["participe à"]
    assert len(references["porte sur"]) == len(set(references["porte sur"])) > 5
    assert {fact.iri for fact in told.facts} & {v.iri for a in told.references for v in a.values} == set()


def test_what_maillage_deduced_is_marked(corpus, asking):
    told = describe(asking(corpus.public), str(THING["structure/savoir-devenir"]))
    with_whom = next(each for each in told.direct if each.iri == str(MAI.collaboratesWith))
    assert {value.status for value in with_whom.values} == {"inferred"}


def test_the_page_links_to_pages_of_this_server_and_says_the_sources(corpus, asking, visit):
    page = render_resource(
        visit, describe(asking(corpus.public), CHANTIER), [("Turtle", "text/turtle", "?format=ttl")]
    )
    assert 'href="/id/structure/makesense"' in page
    assert 'href="/id/source/cahier-de-ressources"' in page
    assert 'href="/ontology#Chantier"' in page
    assert '<link rel="alternate" type="text/turtle" href="?format=ttl">' in page
    assert '<span class="status inferred">déduit</span>' in page


def test_words_of_ours_are_in_the_language_spoken(corpus, asking):
    set_language("en")
    told = describe(asking(corpus.public), CHANTIER)
    assert "short title" in " ".join(aspects(told.own.aspects)).lower() or "start" in aspects(
        told.own.aspects
    )
    assert [kind.words for kind in told.kinds] == ["chantier (cooperative worksite)"]


def test_of_another_vocabulary_everything_is_told_too(asking):
    from maillage.graph.store import new_dataset

    dataset = new_dataset()
    graph = dataset.graph(URIRef("https://example.org/g"))
    graph.parse(
        data="@prefix foaf: <http://xmlns.com/foaf/0.1/> . <https://example.org/a> a foaf:Person ; "
        'foaf:name "Ada" ; foaf:knows <https://example.org/b> , [ foaf:name "sans nom" ] .',
        format="turtle",
    )
    told = describe(asking(dataset), "https://example.org/a")
    assert told.name == "Ada"
    assert "https://example.org/b" in aspects(told.direct)["knows"]
    told = describe(asking(dataset), "https://example.org/b")
    assert aspects(told.references) == {"knows": ["Ada"]}


def test_of_what_the_graph_does_not_hold_nothing_is_known_and_the_nearest_are_named(corpus, asking, visit):
    ask = asking(corpus.public)
    missing = str(THING["structure/savoir-devenire"])
    assert not describe(ask, missing).known
    page = render_missing(ask, visit, missing)
    assert 'href="/id/structure/savoir-devenir"' in page


def test_hostile_names_stay_words(workspace, asking, visit):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    table = workspace / "structures.csv"
    written = table.read_text("utf-8").replace("Alpha", '"' + hostile.replace('"', '""') + '"')
    table.write_text(written + 'gamma;"javascript:alert(3)";carnet;p. 1;stated\n', encoding="utf-8")
    ask = asking(Maillage.open(workspace).public)
    for name in ("structure/alpha", "chantier/pain", "structure/gamma"):
        page = render_resource(visit, describe(ask, str(THING[name])), [])
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
    assert "&lt;script&gt;alert(1)" in render_resource(visit, describe(ask, str(THING["chantier/pain"])), [])


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("https://example.org/a", True),
        ("urn:x:y", True),
        ("", False),
        ("sans-schema", False),
        ("https://example.org/a> . <b", False),
        ("https://example.org/a b", False),
    ],
)
def test_only_a_sound_iri_is_asked(written, sound):
    assert is_iri(written) == sound


@pytest.mark.parametrize("name", TEXTS)
def test_our_texts_pass_the_guard_with_their_bindings(name):
    bound = {"resource-near.rq": ["word"], "choices.rq": ["group", "letters"]}.get(name, ["thing"])
    assert checked(sparql(name), {}, {each: Literal("") for each in bound})
