import re
import tomllib
from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS

from maillage.ontology import terms
from maillage.ontology.terms import MAI, ONTOLOGY

ONTOLOGY_TERMS = terms.load_ontology()
DECLARED = {s for s in ONTOLOGY_TERMS.subjects(RDFS.isDefinedBy, ONTOLOGY) if isinstance(s, URIRef)}
KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
PROPERTIES = {s for s in DECLARED if any((s, RDF.type, kind) in ONTOLOGY_TERMS for kind in KINDS)}
# What no column of the tables states: direct links, inferences, types of cells, passages.
DERIVED_NAMES = """
    participatesIn funds fundedBy partnerOf accompanies seatedIn intervenesIn classifiedAs
    collaboratesWith within evidence document locator overlaps population territoryAsWritten
    observed measure score rank nodeCount linkCount isolateCount seed parameters
"""
DERIVED = {MAI[name] for name in DERIVED_NAMES.split()}
NO_ROW = {"Funder", "Activity", "Assertion", "Idea", "Passage", "AssertionStatus", "Territory"}
NO_ROW |= {"Measure", "Observation", "MeasureRun"}  # computed


def _tables() -> dict:
    return tomllib.loads((files("maillage") / "data" / "tables.toml").read_text("utf-8"))


def _mai_terms(graph: Graph) -> set:
    return {
        node for triple in graph for node in triple if isinstance(node, URIRef) and node.startswith(MAI._NS)
    }


def test_the_ontology_says_that_its_namespace_is_not_registered_yet():
    notes = {note.language: str(note) for note in ONTOLOGY_TERMS.objects(ONTOLOGY, SKOS.editorialNote)}
    assert "non encore enregistré" in notes["fr"]
    assert "not yet registered" in notes["en"]
    assert ONTOLOGY_TERMS.value(ONTOLOGY, OWL.versionInfo)
    assert ONTOLOGY_TERMS.value(ONTOLOGY, DCTERMS.license)


def test_the_code_knows_exactly_the_declared_terms():
    named = {MAI[name] for name in MAI.__annotations__ if not name.startswith("_")}
    assert named == DECLARED == _mai_terms(ONTOLOGY_TERMS)


@pytest.mark.parametrize("load", [terms.load_typologies, terms.load_alignments, terms.load_shapes])
def test_no_file_uses_an_undeclared_term(load):
    assert _mai_terms(load()) - DECLARED == set()


def test_sparql_inside_the_shapes_uses_declared_terms():
    text = (files("maillage") / "ontology" / "shapes.ttl").read_text("utf-8")
    used = {URIRef(iri) for iri in re.findall(rf"<({re.escape(str(MAI._NS))}\w+)>", text)}
    assert used
    assert used <= DECLARED


def test_the_tables_and_the_ontology_name_the_same_properties():
    tables = _tables()
    links = {
        link for table in tables.values() for _, link, _ in table.get("links", []) if link != "@relation"
    }
    columns = {
        MAI[column["property"][4:]]
        for table in tables.values()
        for column in table["columns"].values()
        if column.get("property", "").startswith("mai:")
    }
    assert {MAI[link[4:]] for link in links} <= DERIVED
    assert columns | DERIVED == PROPERTIES
    assert not columns & DERIVED


def test_the_tables_and_the_ontology_name_the_same_classes():
    tables = _tables()
    rows = {table["class"] for table in tables.values() if ":" not in table.get("class", ":")}
    rows |= set(tables["territories"]["columns"]["kind"]["choices"])
    classes = {
        str(s).removeprefix(MAI._NS) for s in ONTOLOGY_TERMS.subjects(RDF.type, OWL.Class) if s in DECLARED
    }
    assert rows | NO_ROW == classes


@pytest.mark.parametrize("node", sorted(DECLARED), ids=lambda node: node.removeprefix(MAI._NS))
def test_each_term_is_labelled_defined_sourced_and_exemplified(node):
    for predicate in (RDFS.label, SKOS.definition):
        words = [each for each in ONTOLOGY_TERMS.objects(node, predicate) if str(each).strip()]
        assert sorted(each.language for each in words) == ["en", "fr"]
    assert [each.language for each in ONTOLOGY_TERMS.objects(node, SKOS.example)] == ["fr"]
    assert all(isinstance(each, URIRef) for each in ONTOLOGY_TERMS.objects(node, DCTERMS.source))
    assert ONTOLOGY_TERMS.value(node, DCTERMS.source)


def test_no_two_terms_share_a_label():
    for language in ("fr", "en"):
        labels = [
            str(o) for s in DECLARED for o in ONTOLOGY_TERMS.objects(s, RDFS.label) if o.language == language
        ]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("node", sorted(PROPERTIES), ids=lambda node: node.removeprefix(MAI._NS))
def test_a_property_is_of_one_owl_kind_only(node):
    assert sum((node, RDF.type, kind) in ONTOLOGY_TERMS for kind in KINDS) == 1


def test_what_everything_may_carry_narrows_nothing():
    for name in (
        "about",
        "subject",
        "status",
        "evidence",
        "locator",
        "note",
        "homepage",
        "description",
        "classifiedAs",
    ):
        assert ONTOLOGY_TERMS.value(MAI[name], RDFS.domain) is None


def test_transitive_properties_keep_to_what_owl_dl_allows_them():
    for node in ONTOLOGY_TERMS.subjects(RDF.type, OWL.TransitiveProperty):
        for kind in (OWL.FunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty):
            assert (node, RDF.type, kind) not in ONTOLOGY_TERMS
