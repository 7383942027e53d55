import time

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from maillage.ontology.terms import MAI, TYPOLOGY, thing
from maillage.ontology.validate import Violation, validate

LABO = thing("structure", "labo")


def test_a_violation_holds_the_parts_of_the_fault(valid):
    valid.set((LABO, MAI.status, Literal("peut-être")))
    (violation,) = (each for each in validate(valid) if each.path == MAI.status)
    assert violation == Violation(
        focus=LABO,
        path=MAI.status,
        value=Literal("peut-être"),
        message=violation.message,
        severity="Violation",
        shape=URIRef("https://w3id.org/maillage/shapes#Sourced-status"),
    )
    assert "« status »" in violation.message


def test_a_missing_value_is_no_value(valid):
    valid.remove((LABO, SKOS.prefLabel, None))
    assert [each.value for each in validate(valid)] == [None]


def test_the_order_does_not_depend_on_the_order_of_the_data(valid):
    valid.remove((None, SKOS.prefLabel, None))
    valid.remove((None, MAI.role, None))
    shuffled = Graph()
    for triple in sorted(valid, reverse=True):
        shuffled.add(triple)
    found = validate(valid)
    assert found == validate(shuffled)
    assert [each.focus for each in found] == sorted(each.focus for each in found)
    assert len(found) > 20


def test_the_data_is_left_as_it_was(valid):
    before = set(valid)
    validate(valid)
    assert set(valid) == before


def test_a_concept_needs_no_typology_in_the_data(valid):
    typologies = [each for each in valid.subjects(RDF.type, SKOS.Concept) if each in TYPOLOGY]
    assert typologies == []
    assert (None, MAI.concept, None) in valid
    assert validate(valid) == []


def test_four_thousand_triples_stay_within_seconds(valid):
    data = Graph()
    for copy in range(13):
        for s, p, o in valid:
            data.add((_renamed(s, copy), p, _renamed(o, copy)))
    assert len(data) > 4000
    start = time.process_time()
    assert validate(data) == []
    assert time.process_time() - start < 9  # three times the figure to reach, for slow machines


def _renamed(node, copy):
    is_ours = isinstance(node, URIRef) and node.startswith("https://w3id.org/maillage/id/")
    return URIRef(f"{node}-{copy}") if is_ours else node
