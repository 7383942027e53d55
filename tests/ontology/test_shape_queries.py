"""The queries made from the shapes find what pySHACL finds, violation by violation."""

from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH

from maillage.graph.store import graph_blocks, load_dataset
from maillage.ontology.shape_queries import shape_queries
from maillage.ontology.terms import MAI, load_shapes, load_typologies
from maillage.ontology.validate import validate, validate_by_queries

from .test_shapes import BY_VALUE, SHAPES, UNKNOWN, _iri, _replace, _required, groups

HERE = Path(__file__).parent


def same_both_ways(graph: Graph) -> int:
    """Hold the two ways against each other on what a store keeps of the graph; return how many are found."""
    data = URIRef("https://exemple.fr/g")
    dataset = load_dataset(graph_blocks(graph, data))
    kept = Graph()
    for triple in dataset.triples((None, None, None)):
        kept.add(triple)
    whole = load_dataset([*graph_blocks(kept, data), *graph_blocks(load_typologies(), data)])
    by_shacl = validate(kept)
    assert validate_by_queries(whole) == by_shacl
    return len(by_shacl)


@pytest.mark.parametrize("cases", groups(), ids=lambda cases: f"{len(cases)} examples")
def test_both_ways_find_the_same_in_the_failing_examples(valid, cases):
    for _, focus, path, values in cases:
        _replace(valid, focus, path, values)
    assert same_both_ways(valid) >= len(cases)


def test_both_ways_find_the_same_in_values_that_mean_nothing(valid):
    for shape in BY_VALUE:
        path = SHAPES.value(shape, SH.path)
        wrong = Literal("rien") if (shape, SH.nodeKind, SH.IRI) in SHAPES else UNKNOWN
        for focus in list(valid.subjects(path)):
            _replace(valid, focus, path, [wrong])
    assert same_both_ways(valid) > len(BY_VALUE) / 2


def test_both_ways_find_the_same_where_all_that_is_required_is_missing(valid):
    for _, _, name in _required():
        valid.remove((None, _iri(name), None))
    assert same_both_ways(valid) > 50


def test_both_ways_find_the_same_without_superclasses_and_links(valid):
    for class_ in (MAI.Activity, MAI.Assertion, MAI.Idea, MAI.Territory):
        valid.remove((None, RDF.type, class_))
    for link in (MAI.funds, MAI.funder, MAI.participatingStructure, MAI.participatingPerson):
        valid.remove((None, link, None))
    assert same_both_ways(valid) > 5


def test_both_ways_find_nothing_in_the_valid_example(valid):
    assert same_both_ways(valid) == 0


def test_a_component_without_a_query_is_refused():
    shapes = load_shapes()
    shape = next(shapes.subjects(RDF.type, SH.PropertyShape))
    shapes.add((shape, SH.maxLength, Literal(3)))
    with pytest.raises(ValueError, match="maxLength"):
        shape_queries(shapes)


def test_a_path_without_a_query_is_refused():
    shapes = load_shapes()
    shape = next(shapes.subjects(RDF.type, SH.PropertyShape))
    path = URIRef("https://exemple.fr/chemin")
    shapes.set((shape, SH.path, Literal("chemin")))
    with pytest.raises(ValueError, match="path"):
        shape_queries(shapes)
    shapes.set((shape, SH.path, path))
    assert shape_queries(shapes)


def test_the_shapes_are_asked_of_every_class_at_once_before_each():
    queries = shape_queries(load_shapes())
    assert len({query.first for query in queries}) < len(queries) * 2 / 3
