"""The same questions of the corpus, asked here and of real servers: the answers are the same."""

from collections import Counter

import pandas as pd
import pytest
from rdflib import RDF, Literal, URIRef

from maillage.data.synthetic import make_ecosystem
from maillage.errors import LimitReached, QueryError, StoreError
from maillage.graph.elsewhere import Elsewhere
from maillage.graph.maillage import Maillage
from maillage.graph.publishing import publish
from maillage.messages import set_language
from maillage.ontology.terms import CONTACTS, MAI, THING
from maillage.queries.catalogue import load_catalogue
from maillage.queries.endpoint.conversation import Conversation
from maillage.queries.endpoint.graphs import open_endpoint
from maillage.queries.endpoint.paging import ordered
from maillage.queries.endpoint.store import EndpointStore

from ..stores import STORES, oxigraph

GIVEN = {  # question -> what it is asked with, besides nothing
    "challenges-and-objectives": {"activity": "chantier-2"},
    "collaborations": {"structure": "le-labo-de-l-ess"},
    "contents-of-a-document": {"document": "cahier-de-ressources"},
    "densest-territories": {"level": "region"},
    "events-and-missions-by-territory": {"level": "departement"},
    "events-of-an-initiative": {"initiative": "chantiers-cooperatifs"},
    "everything-about-a-thing": {"thing": "chantier-1"},
    "figures-with-sources": {"subject": "chantiers-cooperatifs"},
    "members-of-the-initiative": {"initiative": "chantiers-cooperatifs"},
    "most-central-structures": {"measure": "degree", "number": 3},
    "neighbours-without-a-link": {"level": "departement"},
    "offers-covering-a-territory": {"territory": "Normandie"},
    "outputs-by-chantier": {"chantier": "1"},
    "spellings-of-names": {"thing": "le-labo-de-l-ess"},
    "structures-by-territory": {"territory": "Normandie"},
    "structures-by-type": {"type": "cress"},
    "structures-of-a-territory": {"territory": "Normandie"},
    "structures-per-territory": {"level": "region"},
    "support-offers": {"territory": "Normandie", "maximum": "10 000"},
    "terms-and-their-uses": {"typology": "roles"},
    "territories-by-typology": {"typology": "types-of-structure"},
    "territories-with-a-funder-and-no-chantier": {"level": "region"},
    "timeline": {"since": "2024", "until": "10/2025"},
    "white-spots": {"level": "region"},
}
ASKED = [
    (each.name, given)
    for each in load_catalogue()
    for given in ({}, GIVEN.get(each.name))
    if given is not None and (given or not any(param.required for param in each.params))
]


@pytest.fixture(scope="module")
def there(corpus_server) -> Elsewhere:
    return Elsewhere(corpus_server.query)


def rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(table.itertuples(index=False, name=None))


@pytest.mark.parametrize(("name", "given"), ASKED, ids=[f"{n}-{'with' if g else 'plain'}" for n, g in ASKED])
def test_a_question_has_the_same_answer(corpus, there, name, given):
    here, told = rows(corpus.ask(name, **given)), rows(there.ask(name, **given))
    assert Counter(told) == Counter(here)


@pytest.fixture(scope="module", params=STORES)
def made_up(request, tmp_path_factory) -> tuple[Maillage, Elsewhere]:
    """Return an invented ecosystem, where facts are missing that the corpus has, here and on a server."""
    folder = tmp_path_factory.mktemp("made-up")
    make_ecosystem(60, 1, folder / "workspace")
    here = Maillage.open(folder / "workspace")
    with STORES[request.param](folder) as server:
        publish(here, server.graphs, credentials=server.credentials)
        yield here, Elsewhere(server.query)


@pytest.mark.parametrize("name", [name for name, given in ASKED if not given])
def test_a_question_has_the_same_answer_where_much_is_missing(made_up, name):
    here, there = made_up
    assert Counter(rows(there.ask(name))) == Counter(rows(here.ask(name)))


def test_every_question_that_takes_something_is_asked_with_something():
    assert {each.name for each in load_catalogue() if each.params} - {
        "action-leads",
        "lessons-by-kind",
    } == set(GIVEN)


def test_answers_speak_english_too(corpus, there):
    set_language("en")
    assert rows(there.ask("funders-and-what-they-fund")) == rows(corpus.ask("funders-and-what-they-fund"))


def test_every_triple_of_every_graph_comes_page_after_page(corpus, there):
    assert there.manifest == {name: corpus.manifest[name] for name in ("quads", "graphs", "sha256")}


def test_more_rows_than_the_server_gives_come_in_the_order_asked(there):
    told = there.query("SELECT ?s ?p WHERE { ?s ?p ?o FILTER(isIRI(?s)) } ORDER BY DESC(STR(?s))")
    assert len(told) > 5_000
    assert list(told["s"]) == sorted(told["s"], reverse=True)


def test_a_cut_answer_that_bounds_itself_is_refused_and_not_given_short(there, corpus_server):
    text = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 3000"
    if corpus_server.password:  # the Virtuoso of the tests gives 1,000 rows
        with pytest.raises(LimitReached) as caught:
            there.query(text)
        assert caught.value.key == "endpoint.cut"
    else:
        assert len(there.query(text)) == 3000


def test_graphs_are_asked_in_triples(there, corpus_server):
    text = "CONSTRUCT { ?s mai:participatesIn ?o } WHERE { ?s mai:participatesIn ?o }"
    assert len(there.query(text)) == len(
        there.query("SELECT DISTINCT ?s ?o WHERE { ?s mai:participatesIn ?o }")
    )
    assert len(there.query("CONSTRUCT WHERE { ?s ?p ?o }")) == len(there.graph)


def test_a_template_is_filled_only_where_it_can_be(there):
    text = "CONSTRUCT { ?label a ?kind . ?s a ?none . [] rdfs:label ?label ; a ?kind } "
    text += "WHERE { ?s a ?kind ; skos:prefLabel ?label ; a mai:Chantier . FILTER(?kind = mai:Chantier) }"
    told = there.query(text)
    assert len(told) == 10
    assert set(told["subject"].str[:2]) == {"_:"}


def test_a_thing_is_described(there):
    told = there.query(f"DESCRIBE <{THING}chantier/chantier-1>")
    assert f"{THING}chantier/chantier-1" in set(told["subject"])


def test_yes_or_no(there):
    assert there.query("ASK { ?s a mai:Chantier }").at[0, "answer"]
    assert not there.query("ASK { ?s a mai:Nothing }").at[0, "answer"]


def test_a_given_variable_comes_back_with_star(there):
    store = there.graph.store
    result = store.query("SELECT * WHERE { ?n a ?kind }", {}, {"kind": MAI.Chantier}, None)
    assert {row["kind"] for row in [{str(k): v for k, v in each.items()} for each in result.bindings]} == {
        MAI.Chantier
    }


def test_what_the_server_cannot_read_says_why(there):
    with pytest.raises(QueryError) as caught:
        there.graph.store.rows("SELECT WHERE nothing")
    assert caught.value.key == "endpoint.not-run"
    assert str(caught.value)


def test_patterns_are_answered_as_here_before_and_after_a_property_is_read_ahead(corpus, there):
    chantiers = sorted(corpus.graph.subjects(RDF.type, MAI.Chantier))
    store = EndpointStore(Conversation(there.address), there.graph.store.graphs)
    for _ in range(8):
        for each in chantiers:
            told = {triple for triple, _ in store.triples((each, MAI.evidence, None))}
            assert told == set(corpus.graph.triples((each, MAI.evidence, None)))
    asked = (None, RDF.type, MAI.Chantier)
    assert {triple for triple, _ in store.triples(asked)} == set(corpus.graph.triples(asked))
    assert (None, MAI.fictional, Literal(True)) not in there.graph
    assert len(there.graph) == len(set(corpus.graph.triples((None, None, None))))


def test_foreign_graphs_and_contacts_are_not_asked(corpus_server, there):
    foreign, thing = URIRef("https://a.example/graph"), URIRef(f"{THING}structure/intruder")
    before = len(there.query("SELECT ?s WHERE { ?s a mai:Structure }"))
    triple = f"<{thing}> <{RDF.type}> <{MAI.Structure}> .\n"
    try:
        for graph in (foreign, CONTACTS):
            corpus_server.put(str(graph), triple)
        asked = Elsewhere(corpus_server.query)
        assert len(asked.query("SELECT ?s WHERE { ?s a mai:Structure }")) == before
        assert not asked.query(
            "ASK { GRAPH ?g { <https://w3id.org/maillage/id/structure/intruder> ?p ?o } }"
        ).at[0, "answer"]
        with_contacts = Elsewhere(corpus_server.query, personal_data=True)
        assert len(with_contacts.query("SELECT ?s WHERE { ?s a mai:Structure }")) == before + 1
        assert len(with_contacts.public) == len(there.graph)
    finally:
        for graph in (foreign, CONTACTS):
            corpus_server.delete(str(graph))


def test_a_store_without_our_graphs_says_so(tmp_path):
    with oxigraph(tmp_path) as server:
        server.put("https://a.example/graph", "<urn:a> <urn:b> <urn:c> .\n")
        with pytest.raises(StoreError) as caught:
            open_endpoint(Conversation(server.query))
    assert caught.value.key == "endpoint.nothing-ours"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?a ?b { }", "SELECT ?a ?b { }\nORDER BY ?a ?b"),
        ("SELECT ?a ?b { } ORDER BY DESC(?b)", "SELECT ?a ?b { } ORDER BY DESC(?b)\n?a"),
        ("SELECT ?a { } # end", "SELECT ?a { } # end\nORDER BY ?a"),
        ("SELECT ?a { { SELECT ?a { } LIMIT 3 } }", "SELECT ?a { { SELECT ?a { } LIMIT 3 } }\nORDER BY ?a"),
        ("SELECT ?a { } LIMIT 3", None),
        ("SELECT ?a { } OFFSET 3", None),
    ],
)
def test_pages_are_cut_in_a_total_order(text, expected):
    names = ["a", "b"] if "?b" in text else ["a"]
    assert ordered(text, names, ()) == expected
