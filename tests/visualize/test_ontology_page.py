"""The documentation of the ontology: every term in both languages, with what it is to others."""

import re

import pytest
from rdflib import Graph
from rdflib.namespace import OWL, RDF, SKOS

from maillage.messages import set_language
from maillage.ontology.terms import MAI, load_ontology, load_typologies
from maillage.visualize.ontology_page import documentation, render_ontology, written


def terms():
    return {term.anchor: term for _, list_ in documentation().sections for term in list_}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_term_and_concept_has_its_place_on_the_page(visit, language):
    set_language(language)
    page = render_ontology(visit, [])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    graph = load_ontology()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
    own = {each for kind in kinds for each in graph.subjects(RDF.type, kind) if each.startswith(str(MAI))}
    assert len(own) > 100
    assert {each.removeprefix(str(MAI)) for each in own} <= set(ids)
    concepts = set(load_typologies().subjects(RDF.type, SKOS.Concept))
    assert {each.partition("/typology/")[2] for each in concepts} <= set(ids)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_link_within_the_page_leads_somewhere(visit, language):
    set_language(language)
    page = render_ontology(visit, [])
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r' id="([^"]+)"', page))


def test_a_class_tells_its_properties_and_alignments():
    told = {words: [one.words for one in references] for words, references in terms()["Structure"].aspects}
    assert "financeur" in told["Sortes"]
    assert "participe à" in told["Propriétés"]
    assert "org:Organization" in told["Entre dans"]
    assert "schema:Organization" in told["Entre dans"]
    assert told["D'où vient la définition"] == ["Cahier de ressources de la coopération territoriale"]


def test_a_property_tells_its_domain_range_and_inverse():
    told = {words: [one.words for one in references] for words, references in terms()["fundedBy"].aspects}
    assert told["Valeur"] == ["financeur"]
    assert told["Se dit de"] == ["activité", "réalisation", "structure"]
    assert told["Inverse"] == ["finance"]


def test_words_follow_the_language():
    assert terms()["Funder"].label == "financeur"
    set_language("en")
    funder = terms()["Funder"]
    assert (funder.label, funder.other) == ("funder", "financeur")
    assert funder.definition.startswith("A structure as soon as")


def test_the_rdf_holds_the_ontology_its_typologies_and_alignments():
    graph = Graph().parse(data=written("ttl"), format="turtle")
    assert (MAI.Structure, RDF.type, OWL.Class) in graph
    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    for form in ("jsonld", "rdf", "nt"):
        name = {"jsonld": "json-ld", "rdf": "xml", "nt": "nt"}[form]
        assert len(Graph().parse(data=written(form), format=name)) == len(graph)
