import pytest
from rdflib import RDF, Literal
from rdflib.namespace import DCTERMS, SKOS

from maillage.ontology.terms import (
    MAI,
    ONTOLOGY,
    load_typologies,
    scheme_iri,
    scheme_terms,
    schemes,
    term,
    thing,
)

TYPOLOGIES = load_typologies()
DOCUMENTS = {
    thing("source", name)
    for name in (
        "cahier-de-ressources",
        "synthese-questionnaire",
        "programme-seminaire",
        "fiche-coop-des-territoires",
        "programme-formation",
    )
}
CONCEPTS = [(scheme, slug) for scheme in schemes() for slug in sorted(scheme_terms(scheme))]


def _languages(subject, predicate) -> list[str]:
    return sorted(
        o.language
        for o in TYPOLOGIES.objects(subject, predicate)
        if isinstance(o, Literal) and str(o).strip()
    )


@pytest.mark.parametrize("scheme", schemes())
def test_each_scheme_is_named_defined_and_sourced(scheme):
    iri = scheme_iri(scheme)
    assert (iri, RDF.type, SKOS.ConceptScheme) in TYPOLOGIES
    assert _languages(iri, SKOS.prefLabel) == _languages(iri, SKOS.definition) == ["en", "fr"]
    assert TYPOLOGIES.value(iri, DCTERMS.source) in DOCUMENTS


@pytest.mark.parametrize(("scheme", "slug"), CONCEPTS, ids="/".join)
def test_each_concept_is_complete(scheme, slug):
    concept = term(scheme, slug)
    assert (concept, RDF.type, SKOS.Concept) in TYPOLOGIES
    assert _languages(concept, SKOS.prefLabel) == _languages(concept, SKOS.definition) == ["en", "fr"]
    source = TYPOLOGIES.value(concept, DCTERMS.source)
    if source == ONTOLOGY:  # ours: then a note says so
        assert _languages(concept, SKOS.editorialNote) == ["en", "fr"]
    else:
        assert source in DOCUMENTS
        assert _languages(concept, MAI.locator) == ["fr"]


@pytest.mark.parametrize("scheme", schemes())
def test_each_scheme_is_a_forest_within_itself(scheme):
    iri = scheme_iri(scheme)
    for concept in TYPOLOGIES.subjects(SKOS.inScheme, iri):
        above = list(TYPOLOGIES.objects(concept, SKOS.broader))
        is_top = (iri, SKOS.hasTopConcept, concept) in TYPOLOGIES
        assert is_top == ((concept, SKOS.topConceptOf, iri) in TYPOLOGIES) == (not above)
        for broader in above:
            assert (broader, SKOS.inScheme, iri) in TYPOLOGIES
            assert (broader, SKOS.narrower, concept) in TYPOLOGIES
        assert concept not in {
            each for up in above for each in TYPOLOGIES.transitive_objects(up, SKOS.broader)
        }
        for narrower in TYPOLOGIES.objects(concept, SKOS.narrower):
            assert (narrower, SKOS.broader, concept) in TYPOLOGIES


@pytest.mark.parametrize("scheme", schemes())
@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_concepts_of_a_scheme_share_a_label(scheme, language):
    concepts = TYPOLOGIES.subjects(SKOS.inScheme, scheme_iri(scheme))
    labels = [
        str(o) for s in concepts for o in TYPOLOGIES.objects(s, SKOS.prefLabel) if o.language == language
    ]
    assert len(labels) == len(set(labels))


def test_matches_between_schemes_lead_to_concepts():
    matches = list(TYPOLOGIES.objects(None, SKOS.narrowMatch))
    assert len(matches) == 4
    assert all((match, RDF.type, SKOS.Concept) in TYPOLOGIES for match in matches)


def test_no_ocr_slip_is_left():
    for literal in TYPOLOGIES.objects():
        if isinstance(literal, Literal):
            assert not any(
                slip in literal for slip in ("I'ESS", "écosysteme ", "Cing ", " & la", "auu", "Que'V")
            )
