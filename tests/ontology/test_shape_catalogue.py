"""What can be said of the shapes without any data."""

import pytest
from rdflib import OWL, RDF, SH, Namespace
from rdflib.namespace import SKOS

from maillage.ontology.terms import MAI, load_ontology, load_shapes

SHAPE = Namespace("https://w3id.org/maillage/shapes#")
SHAPES = load_shapes()
NODE_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.NodeShape))
PROPERTY_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.PropertyShape))


def test_every_class_has_a_shape_and_every_shape_a_declared_target():
    ontology = load_ontology()
    classes = {each for each in ontology.subjects(RDF.type, OWL.Class) if each in MAI}
    targets = set(SHAPES.objects(None, SH.targetClass))
    assert targets == classes | {SKOS.Concept, SKOS.ConceptScheme}  # a network's own vocabularies
    for shape in NODE_SHAPES:
        chosen = str(SHAPES.value(SHAPES.value(shape, SH.target), SH.select))  # by a query, for dates alone
        assert (shape, SH.targetClass, None) in SHAPES or str(MAI.start) in chosen


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=lambda shape: shape.removeprefix(SHAPE))
def test_each_property_shape_belongs_to_a_node_shape(shape):
    assert list(SHAPES.subjects(SH.property, shape))


@pytest.mark.parametrize(
    "shape", [*NODE_SHAPES, *PROPERTY_SHAPES], ids=lambda shape: shape.removeprefix(SHAPE)
)
def test_each_message_says_in_both_languages_what_to_mend(shape):
    if shape in NODE_SHAPES and set(SHAPES.predicates(shape)) <= {
        RDF.type,
        SH.target,
        SH.targetClass,
        SH.property,
    }:
        return  # a shape that only gathers others
    messages = {message.language: str(message) for message in SHAPES.objects(shape, SH.message)}
    assert set(messages) == {"fr", "en"}
    assert all(message.endswith(".") and message.count(". ") >= 1 for message in messages.values())
