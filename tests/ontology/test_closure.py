"""The ontology under OWL 2 RL (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL), with data that uses it all."""

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import PROV, SKOS

from maillage.ontology.terms import MAI, STATUSES, load_alignments, load_ontology, load_typologies, thing


def _close(data: Graph) -> Graph:
    closed = load_ontology() + load_alignments() + load_typologies() + data
    DeductiveClosure(OWLRL_Semantics).expand(closed)
    return closed


def _errors(graph: Graph) -> list[str]:
    return [str(graph.value(error, ERRNS.error)) for error in graph.subjects(RDF.type, ERRNS.ErrorMessage)]


def _memberships(graph: Graph) -> set:
    return {(s, o) for s, o in graph.subject_objects(RDF.type) if o in MAI}


@pytest.fixture(scope="module")
def closed() -> tuple[Graph, Graph]:
    from pathlib import Path

    data = Graph().parse(Path(__file__).parent / "valid.ttl")
    return data, _close(data)


def test_the_closure_is_consistent(closed):
    _, closure = closed
    assert _errors(closure) == []
    assert list(closure.subjects(RDF.type, OWL.Nothing)) == []


def test_the_closure_adds_no_class_membership(closed):
    data, closure = closed
    allowed = _memberships(data) | {(status, MAI.AssertionStatus) for status in STATUSES.values()}
    assert _memberships(closure) == allowed


def test_every_class_and_property_is_put_to_the_test(closed):
    data, _ = closed
    ontology = load_ontology()
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    declared = {s for s in ontology.subjects(RDFS.isDefinedBy) if isinstance(s, URIRef)}
    assert declared - used == {*STATUSES.values(), MAI.AssertionStatus, MAI.fundedBy}


def test_no_two_things_are_taken_for_one_another(closed):
    data, closure = closed
    things = set(data.subjects())
    assert not {(s, o) for s, o in closure.subject_objects(OWL.sameAs) if s in things and s != o}


def test_no_concept_becomes_anything_else(closed):
    _, closure = closed
    for concept in load_typologies().subjects(RDF.type, SKOS.Concept):
        assert not any(kind in MAI for kind in closure.objects(concept, RDF.type))


def test_what_ought_to_follow_does_follow(closed):
    _, closure = closed
    labo, demarche = thing("structure", "labo"), thing("initiative", "demarche")
    assert (demarche, MAI.fundedBy, labo) in closure
    assert (thing("territory", "briouze"), MAI.within, thing("territory", "france")) in closure
    assert (labo, MAI.collaboratesWith, thing("structure", "ville")) in closure
    assert (thing("mission", "convention"), RDF.type, PROV.Activity) in closure


def test_who_funds_becomes_a_funder_and_nothing_more():
    data = Graph()
    data.add((thing("structure", "a"), MAI.funds, thing("initiative", "b")))
    assert _memberships(_close(data)) - {(status, MAI.AssertionStatus) for status in STATUSES.values()} == {
        (thing("structure", "a"), MAI.Funder),
        (thing("structure", "a"), MAI.Structure),
    }


@pytest.mark.parametrize(
    "clash",
    [
        [("x", RDF.type, MAI.Structure), ("x", RDF.type, MAI.Activity)],
        [("x", RDF.type, MAI.Person), ("y", MAI.partnerOf, "x")],
        [("x", RDF.type, MAI.Commune), ("x", RDF.type, MAI.Region)],
        [("x", RDF.type, MAI.Initiative), ("x", MAI.collaboratesWith, "y")],
        [("x", MAI.partnerOf, "x")],
        [("x", MAI.status, MAI.stated), ("x", MAI.status, MAI.disputed)],
    ],
    ids=[
        "two kinds",
        "a person partner",
        "two kinds of territory",
        "an initiative",
        "with oneself",
        "two statuses",
    ],
)
def test_a_clash_is_detected(clash):
    data = Graph()
    for triple in clash:
        data.add(
            tuple(part if isinstance(part, URIRef | Literal) else thing("structure", part) for part in triple)
        )
    assert _errors(_close(data)) or list(_close(data).subjects(RDF.type, OWL.Nothing))
