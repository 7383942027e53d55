import time

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from maillage.ontology import terms
from maillage.ontology.terms import MAI


def test_an_undefined_term_raises():
    with pytest.raises(AttributeError):
        _ = MAI.Sructure


def test_iris_follow_the_contract():
    base = "https://w3id.org/maillage"
    assert MAI.Chantier == URIRef(f"{base}/ontology#Chantier")
    assert terms.thing("structure", "le-labo-de-l-ess") == URIRef(f"{base}/id/structure/le-labo-de-l-ess")
    assert terms.source_graph("cog-2026") == URIRef(f"{base}/graph/source/cog-2026")
    assert terms.term("roles", "referent") == URIRef(f"{base}/typology/roles/referent")
    assert terms.scheme_iri("roles") == URIRef(f"{base}/typology/roles")
    graphs = (terms.INFERENCES, terms.CONTACTS, terms.ONTOLOGY_GRAPH, terms.TYPOLOGIES_GRAPH)
    assert [graph.removeprefix(f"{base}/graph/") for graph in graphs] == [
        "inferences",
        "contacts",
        "ontology",
        "typologies",
    ]


def test_scheme_terms_are_the_slugs_of_one_scheme():
    assert terms.scheme_terms("levels-of-cooperation") == {"economic", "means", "strategic"}


def test_an_unknown_scheme_names_those_that_exist():
    with pytest.raises(KeyError, match="levels-of-cooperation"):
        terms.scheme_terms("niveaux")


def test_every_scheme_has_terms_that_stand_in_the_graph_of_typologies():
    concepts = set(terms.load_typologies().subjects(SKOS.inScheme))
    slugs = {terms.term(scheme, slug) for scheme in terms.schemes() for slug in terms.scheme_terms(scheme)}
    assert slugs == concepts
    assert len(terms.schemes()) == 18


@pytest.mark.parametrize(
    "load", [terms.load_ontology, terms.load_typologies, terms.load_alignments, terms.load_shapes]
)
def test_a_loaded_graph_belongs_to_its_caller(load):
    first = load()
    size = len(first)
    first.remove((None, None, None))
    assert len(load()) == size > 0


def test_asking_one_scheme_reads_one_file(monkeypatch):
    read = []
    parse = Graph.parse
    monkeypatch.setattr(Graph, "parse", lambda self, **given: read.append(given) or parse(self, **given))
    terms._parsed.cache_clear()
    terms.scheme_terms.cache_clear()
    terms.scheme_terms("roles")
    terms.scheme_terms("roles")
    assert len(read) == 1


def test_reading_every_scheme_stays_far_from_a_second():
    terms._parsed.cache_clear()
    terms.scheme_terms.cache_clear()
    start = time.process_time()
    for scheme in terms.schemes():
        terms.scheme_terms(scheme)
    assert time.process_time() - start < 1
