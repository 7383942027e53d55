from importlib.resources import files

import pytest
from rdflib import OWL, RDF, RDFS, URIRef, namespace
from rdflib.namespace import ORG, PROV, SKOS

from maillage.ontology.terms import MAI, TYPOLOGY, load_alignments, load_ontology, load_typologies

ALIGNMENTS = load_alignments()
RELATIONS = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, SKOS.closeMatch}
CLOSED = (namespace.DCAT, namespace.DCTERMS, ORG, PROV, namespace.QB, SKOS)
OURS = load_ontology() + load_typologies()
# Terms of vocabularies that rdflib does not carry, each read in the vocabulary's own file.
PAIR = """
    Activity ActivityInvolvementAssociation Challenge ConceptBasedResource Document Ecosystem Event
    Finality HumanBasedResource Idea MoneyBasedResource Organization Person Place Project Task about
    address affiliatedBy cooperatesWith description documentedBy e-mail endDate hasBranch
    hasLocation hasSector hasTopic hasType homePage hostedIn involvedIn involvementActivity
    involvementActor involvementRole offeredBy partnerOf phone producedBy startDate subactivityOf
    supportedBy supports
"""
ESSGLOBAL = """
    SSEInitiative Network objective mission legalForm organisationalStructure qualifier hasAddress
    ProductOrService
"""
INSEE = "Commune Departement Region Intercommunalite Pays PaysOuTerritoire subdivisionDe codeINSEE"
OTHERS = {
    "http://virtual-assembly.org/ontologies/pair#": set(PAIR.split()),
    "http://purl.org/essglobal/vocab/": set(ESSGLOBAL.split()),
    "http://rdf.insee.fr/def/geo#": set(INSEE.split()),
    "http://schema.org/": {str(node).removeprefix(str(namespace.SDO._NS)) for node in dir(namespace.SDO)},
}


def _is_known(target: URIRef) -> bool:
    if any(target.startswith(str(space._NS)) for space in CLOSED):
        return any(target in space for space in CLOSED)
    return any(
        target.startswith(base) and target.removeprefix(base) in names for base, names in OTHERS.items()
    )


def test_one_file_a_vocabulary():
    names = {file.name for file in (files("maillage") / "ontology" / "alignments").iterdir()}
    expected = ["org", "prov", "qb", "skos", "dcat", "schema", "pair", "essglobal", "insee-geo"]
    assert {f"{name}.ttl" for name in expected} == {name for name in names if name.endswith(".ttl")}


@pytest.mark.parametrize(
    "triple", sorted(ALIGNMENTS), ids=lambda triple: " ".join(part.split("/")[-1] for part in triple)
)
def test_an_alignment_goes_from_a_term_of_ours_to_one_that_exists(triple):
    subject, relation, target = triple
    assert relation in RELATIONS
    assert subject in MAI or subject.startswith(str(TYPOLOGY))
    assert (subject, RDF.type, None) in OURS
    assert _is_known(target)


def test_a_subclass_goes_from_class_and_a_subproperty_from_property():
    for subject in [*ALIGNMENTS.subjects(RDFS.subClassOf), *ALIGNMENTS.subjects(OWL.equivalentClass)]:
        assert (subject, RDF.type, OWL.Class) in OURS
    for subject in ALIGNMENTS.subjects(RDFS.subPropertyOf):
        kinds = set(OURS.objects(subject, RDF.type))
        assert kinds & {OWL.ObjectProperty, OWL.DatatypeProperty}


def test_what_is_both_activity_and_assertion_is_no_entity():
    above = set(OURS.transitive_objects(MAI.SupportMission, RDFS.subClassOf))
    targets = {target for each in above for target in ALIGNMENTS.objects(each, RDFS.subClassOf)}
    assert PROV.Activity in targets
    assert PROV.Entity not in targets


def test_no_activity_is_made_an_organization():
    above = {
        each
        for name in ("Initiative", "Chantier", "Event")
        for each in OURS.transitive_objects(MAI[name], RDFS.subClassOf)
    }
    targets = {target for each in above for target in ALIGNMENTS.objects(each, RDFS.subClassOf)}
    assert not targets & {
        URIRef("http://schema.org/Project"),
        ORG.Organization,
        ORG.OrganizationalCollaboration,
    }
