# ruff: noqa: N815 (terms are spelt as in the ontology)
"""The IRIs that the code speaks: terms, typologies, things, named graphs; and the files that hold them."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import SKOS, DefinedNamespace

ONTOLOGY = URIRef("https://w3id.org/maillage/ontology")
TYPOLOGY = Namespace("https://w3id.org/maillage/typology/")
THING = Namespace("https://w3id.org/maillage/id/")
GRAPH = Namespace("https://w3id.org/maillage/graph/")

INFERENCES = GRAPH.inferences
CONTACTS = GRAPH.contacts
MEASURES = GRAPH.measures
ONTOLOGY_GRAPH = GRAPH.ontology
TYPOLOGIES_GRAPH = GRAPH.typologies


class MAI(DefinedNamespace):
    """Every term of `maillage.ttl`; any other name raises AttributeError."""

    _NS = Namespace("https://w3id.org/maillage/ontology#")
    _fail = True

    # who and what
    Structure: URIRef
    Funder: URIRef
    Person: URIRef
    Contact: URIRef
    Activity: URIRef
    Initiative: URIRef
    Chantier: URIRef
    Event: URIRef
    Output: URIRef
    SupportOffer: URIRef
    # where
    Territory: URIRef
    Commune: URIRef
    EPCI: URIRef
    EPT: URIRef
    Departement: URIRef
    Region: URIRef
    Country: URIRef
    ProjectTerritory: URIRef
    # what is claimed
    Assertion: URIRef
    Participation: URIRef
    Funding: URIRef
    Partnership: URIRef
    Classification: URIRef
    Location: URIRef
    Figure: URIRef
    SupportMission: URIRef
    # what is thought
    Idea: URIRef
    Challenge: URIRef
    Objective: URIRef
    Lesson: URIRef
    ActionLead: URIRef
    # on what ground
    SourceDocument: URIRef
    Passage: URIRef
    AssertionStatus: URIRef
    stated: URIRef
    inferred: URIRef
    disputed: URIRef
    # what is computed
    Measure: URIRef
    Observation: URIRef
    MeasureRun: URIRef

    # direct links and inferences
    participatesIn: URIRef
    funds: URIRef
    fundedBy: URIRef
    partnerOf: URIRef
    accompanies: URIRef
    seatedIn: URIRef
    intervenesIn: URIRef
    classifiedAs: URIRef
    collaboratesWith: URIRef
    within: URIRef
    # links between things
    memberOf: URIRef
    partOf: URIRef
    overlaps: URIRef
    composedOf: URIRef
    partOfActivity: URIRef
    producedBy: URIRef
    provider: URIRef
    beneficiary: URIRef
    takesPlaceIn: URIRef
    availableIn: URIRef
    about: URIRef
    detailOf: URIRef
    contactOf: URIRef
    contradicts: URIRef
    # links of what is claimed
    participationIn: URIRef
    participatingStructure: URIRef
    participatingPerson: URIRef
    funder: URIRef
    partner: URIRef
    subject: URIRef
    concept: URIRef
    relation: URIRef
    territory: URIRef
    # links to typologies
    role: URIRef
    instrument: URIRef
    audience: URIRef
    format: URIRef
    dimension: URIRef
    eventKind: URIRef
    outputKind: URIRef
    objectiveKind: URIRef
    lessonKind: URIRef
    leadKind: URIRef
    # values
    acronym: URIRef
    siren: URIRef
    siret: URIRef
    rna: URIRef
    address: URIRef
    latitude: URIRef
    longitude: URIRef
    supportSince: URIRef
    homepage: URIRef
    description: URIRef
    email: URIRef
    phone: URIRef
    post: URIRef
    number: URIRef
    shortLabel: URIRef
    start: URIRef
    end: URIRef
    date: URIRef
    year: URIRef
    announced: URIRef
    inseeCode: URIRef
    population: URIRef
    territoryAsWritten: URIRef
    amount: URIRef
    priceMin: URIRef
    priceMax: URIRef
    priceApproximate: URIRef
    durationMin: URIRef
    durationMax: URIRef
    peopleInvolved: URIRef
    value: URIRef
    unit: URIRef
    precision: URIRef
    counts: URIRef
    # provenance
    status: URIRef
    evidence: URIRef
    document: URIRef
    locator: URIRef
    note: URIRef
    absentSince: URIRef
    fictional: URIRef
    inferredProperty: URIRef
    disputedProperty: URIRef
    # values and links of what is computed
    observed: URIRef
    measure: URIRef
    score: URIRef
    rank: URIRef
    nodeCount: URIRef
    linkCount: URIRef
    isolateCount: URIRef
    seed: URIRef
    parameters: URIRef


STATUSES = {"stated": MAI.stated, "inferred": MAI.inferred, "disputed": MAI.disputed}


def thing(segment: str, identifier: str) -> URIRef:
    """Return the IRI of the row `identifier` of the table whose segment is `segment`."""
    return THING[f"{segment}/{identifier}"]


def source_graph(source: str) -> URIRef:
    """Return the named graph that holds what the document `source` says."""
    return GRAPH[f"source/{source}"]


def scheme_iri(scheme: str) -> URIRef:
    """Return the IRI of the typology `scheme`."""
    return TYPOLOGY[scheme]


def term(scheme: str, slug: str) -> URIRef:
    """Return the IRI of the concept `slug` of the typology `scheme`."""
    return TYPOLOGY[f"{scheme}/{slug}"]


@cache
def schemes() -> tuple[str, ...]:
    """Return the names of the typologies, in alphabetical order."""
    names = (file.name for file in _folder("typologies"))
    return tuple(sorted(name.removesuffix(".ttl") for name in names))


@cache
def scheme_terms(scheme: str) -> frozenset[str]:
    """Return the slugs of the concepts of one typology, reading its file alone.

    Raises
    ------
    KeyError
        For a typology that does not exist.
    """
    if scheme not in schemes():
        raise KeyError(f"no typology {scheme!r}; there are {', '.join(schemes())}")
    concepts = _parsed("typologies", f"{scheme}.ttl").subjects(SKOS.inScheme, scheme_iri(scheme))
    return frozenset(str(concept).removeprefix(f"{scheme_iri(scheme)}/") for concept in concepts)


def load_ontology() -> Graph:
    """Return the OWL ontology, a graph of its own that the caller may change."""
    return _copy(_parsed("maillage.ttl"))


def load_shapes() -> Graph:
    """Return the SHACL shapes, a graph of its own that the caller may change."""
    return _copy(_parsed("shapes.ttl"))


def load_typologies() -> Graph:
    """Return every SKOS typology in one graph, which the caller may change."""
    return _copy(*(_parsed("typologies", f"{scheme}.ttl") for scheme in schemes()))


def load_alignments() -> Graph:
    """Return every alignment with another vocabulary in one graph, which the caller may change."""
    return _copy(*(_parsed("alignments", file.name) for file in _folder("alignments")))


def _folder(name: str) -> list[Traversable]:
    return sorted(
        (file for file in (files(__package__) / name).iterdir() if file.name.endswith(".ttl")),
        key=lambda file: file.name,
    )


@cache
def _parsed(*path: str) -> Graph:
    return Graph().parse(data=files(__package__).joinpath(*path).read_bytes(), format="turtle")


def _copy(*graphs: Graph) -> Graph:
    merged = Graph()
    for graph in graphs:
        for prefix, namespace in graph.namespaces():
            merged.bind(prefix, namespace)
        merged += graph
    return merged
