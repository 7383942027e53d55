"""Each shape has a passing example, valid.ttl, and a failing one, the same graph with one thing wrong."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace, URIRef, namespace
from rdflib.namespace import DCTERMS, SKOS

from maillage.messages import set_language
from maillage.ontology.terms import MAI, load_ontology, load_shapes, thing
from maillage.ontology.validate import validate

SHAPE = Namespace("https://w3id.org/maillage/shapes#")
SHAPES = load_shapes()
NODE_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.NodeShape))
PROPERTY_SHAPES = sorted(SHAPES.subjects(RDF.type, SH.PropertyShape))
UNKNOWN = URIRef("https://example.org/unknown")

LABO, PERSON, CHANTIER = thing("structure", "labo"), thing("person", "sylvie"), thing("chantier", "3")
OFFER, FIGURE, EVENT = thing("offer", "seminaire"), thing("figure", "pourcentage"), thing("event", "journee")
PARTICIPATION, PARTNERSHIP = thing("participation", "labo"), thing("partnership", "labo-ville")
INITIATIVE, MISSION, SOURCE = (
    thing("initiative", "demarche"),
    thing("mission", "convention"),
    thing("source", "cahier"),
)
COMMUNE, REGION, EPCI = (
    thing("territory", "briouze"),
    thing("territory", "normandie"),
    thing("territory", "flers"),
)
DEPARTEMENT, COUNTRY, PROJECT = (
    thing("territory", "orne"),
    thing("territory", "france"),
    thing("territory", "bocage"),
)
PASSAGE = thing("passage", "cahier/p1")
CONTACT, CONCEPT = thing("contact", "a1b2c3"), thing("concept", "bocage")
OBSERVATION, RUN = thing("observation", "degree/labo"), thing("measure-run", "essai")


def fr(words: str) -> Literal:
    return Literal(words, lang="fr")


def number(value: str) -> Literal:
    return Literal(value, datatype=namespace.XSD.decimal)


def day(value: str) -> Literal:
    return Literal(
        value, datatype=(namespace.XSD.gYear, namespace.XSD.gYearMonth, namespace.XSD.date)[value.count("-")]
    )


# shape, node, property to mend, what replaces its values
CASES = [
    ("Named-prefLabel", LABO, SKOS.prefLabel, []),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr(" \u00a0")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr("Le\nLabo")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr("Le Labo\n")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr("Le \x00Labo")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr("Le \u202eobaL")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [Literal("The Lab", lang="en")]),
    ("Named-prefLabel", LABO, SKOS.prefLabel, [fr("Le Labo"), fr("Le Laboratoire")]),
    ("Named-altLabel", LABO, SKOS.altLabel, [fr("\t")]),
    ("Sourced-status", LABO, MAI.status, [MAI.stated, MAI.disputed]),
    ("Sourced-status", LABO, MAI.status, [Literal("stated")]),
    ("Sourced-note", PERSON, MAI.note, [fr(" ")]),
    ("Sourced-reason", PERSON, MAI.note, []),
    ("Sourced-reason", INITIATIVE, MAI.note, []),
    ("SourceDocument-reason", SOURCE, MAI.note, []),
    ("Period-end", CHANTIER, MAI.end, [day("2023-10-12")]),
    ("Period-end", CHANTIER, MAI.end, [day("2023-09")]),
    ("Period-end", CHANTIER, MAI.end, [day("2022")]),
    ("Passage-locator", PASSAGE, MAI.locator, [fr(" ")]),
    ("Passage-document", PASSAGE, MAI.document, [LABO]),
    (
        "Structure-homepage",
        LABO,
        MAI.homepage,
        [Literal("javascript:alert(1)", datatype=namespace.XSD.anyURI)],
    ),
    ("Structure-homepage", LABO, MAI.homepage, [URIRef("https://example.org")]),
    ("Structure-siren", LABO, MAI.siren, [Literal("55203253")]),
    ("Structure-siren", LABO, MAI.siren, [Literal("552032534"), Literal("356000000")]),
    ("Structure-siret", LABO, MAI.siret, [Literal("552032534")]),
    ("Structure-rna", LABO, MAI.rna, [Literal("w751234567")]),
    ("Structure-latitude", LABO, MAI.latitude, [number("90.1")]),
    ("Structure-latitude", LABO, MAI.latitude, [Literal(48.7)]),
    ("Structure-longitude", LABO, MAI.longitude, [number("-180.01")]),
    ("Sourced-identifier", LABO, DCTERMS.identifier, [Literal(" ")]),
    ("Sourced-absentSince", LABO, MAI.absentSince, [Literal("hier")]),
    ("Sourced-absentSince", LABO, MAI.absentSince, [day("2026"), day("2025")]),
    ("SourceDocument-fictional", SOURCE, MAI.fictional, [Literal("oui")]),
    ("Contact-email", CONTACT, MAI.email, [Literal("contact")]),
    ("Contact-phone", CONTACT, MAI.phone, [Literal("inconnu")]),
    ("Contact-contactOf", CONTACT, MAI.contactOf, [COMMUNE]),
    ("Contact-source", CONTACT, DCTERMS.source, []),
    ("Concept-inScheme", CONCEPT, SKOS.inScheme, []),
    ("Concept-inScheme", CONCEPT, SKOS.inScheme, [CONCEPT]),
    ("Concept-prefLabel", CONCEPT, SKOS.prefLabel, [fr("Bocage"), fr("Haies")]),
    ("Concept-broader", CONCEPT, SKOS.broader, [LABO]),
    ("Concept-exactMatch", CONCEPT, SKOS.exactMatch, [LABO]),
    ("ConceptScheme-prefLabel", thing("scheme", "themes"), SKOS.prefLabel, [fr(" ")]),
    ("Measure-prefLabel", thing("measure", "degree"), SKOS.prefLabel, [fr("degré")]),
    ("Observation-observed", OBSERVATION, MAI.observed, [LABO, PERSON]),
    ("Observation-measure", OBSERVATION, MAI.measure, [LABO]),
    ("Observation-score", OBSERVATION, MAI.score, [Literal("1")]),
    ("Observation-rank", OBSERVATION, MAI.rank, [Literal(0)]),
    ("Observation-dataSet", OBSERVATION, namespace.QB.dataSet, []),
    ("Observation-status", OBSERVATION, MAI.status, [MAI.inferred]),
    ("Observation-evidence", OBSERVATION, MAI.evidence, [PASSAGE]),
    ("MeasureRun-linkCount", RUN, MAI.linkCount, [Literal(-1)]),
    ("MeasureRun-parameters", RUN, MAI.parameters, [Literal(" ")]),
    ("MeasureRun-used", RUN, namespace.PROV.used, []),
    ("Structure-supportSince", LABO, MAI.supportSince, [Literal("2019")]),
    ("Structure-partnerOf", LABO, MAI.partnerOf, [PERSON]),
    ("Participant-participatesIn", LABO, MAI.participatesIn, [PERSON]),
    ("Chantier-number", CHANTIER, MAI.number, [Literal(0)]),
    ("Chantier-number", CHANTIER, MAI.number, [Literal("3")]),
    ("Chantier-start", CHANTIER, MAI.start, [Literal("2023-13-40", datatype=namespace.XSD.date)]),
    ("Chantier-partOfActivity", CHANTIER, MAI.partOfActivity, [CHANTIER]),
    ("Event-eventKind", EVENT, MAI.eventKind, [URIRef("https://w3id.org/maillage/typology/roles/member")]),
    ("Event-announced", EVENT, MAI.announced, [Literal("oui")]),
    ("SupportOffer-priceMin-order", OFFER, MAI.priceMin, [number("15000.5")]),
    ("SupportOffer-durationMin-order", OFFER, MAI.durationMin, [number("4")]),
    ("SupportOffer-priceMax", OFFER, MAI.priceMax, [number("-1")]),
    ("SupportOffer-durationMin", OFFER, MAI.durationMin, [number("-1")]),
    ("SupportMission-peopleInvolved", MISSION, MAI.peopleInvolved, [Literal(-1)]),
    ("Commune-inseeCode", COMMUNE, MAI.inseeCode, [Literal("6106")]),
    ("Commune-inseeCode", COMMUNE, MAI.inseeCode, [Literal("2C004")]),
    ("EPCI-inseeCode", EPCI, MAI.inseeCode, [Literal("20003581")]),
    ("EPT-inseeCode", thing("territory", "plaine"), MAI.inseeCode, [Literal("20005786")]),
    ("Territory-population", thing("territory", "plaine"), MAI.population, [Literal(-1)]),
    ("Territory-overlaps", PROJECT, MAI.overlaps, [LABO]),
    ("Territory-composedOf", PROJECT, MAI.composedOf, [LABO]),
    ("Departement-inseeCode", DEPARTEMENT, MAI.inseeCode, [Literal("2C")]),
    ("Region-inseeCode", REGION, MAI.inseeCode, [Literal("8")]),
    ("Country-inseeCode", COUNTRY, MAI.inseeCode, [Literal("FR")]),
    ("ProjectTerritory-inseeCode", PROJECT, MAI.inseeCode, [Literal("12345")]),
    ("Territory-inseeCode", REGION, MAI.inseeCode, [Literal(28)]),
    (
        "Participation-role",
        PARTICIPATION,
        MAI.role,
        [URIRef("https://w3id.org/maillage/typology/roles/chef")],
    ),
    ("Partnership-partner", PARTNERSHIP, MAI.partner, [LABO]),
    ("Partnership-partner", PARTNERSHIP, MAI.partner, [LABO, thing("structure", "ville"), PERSON]),
    ("Location-relation", thing("location", "labo"), MAI.relation, [MAI.funds]),
    ("Figure-value", FIGURE, MAI.value, [number("85"), number("86")]),
    ("Figure-percentage", FIGURE, MAI.value, [number("100.1")]),
    ("Figure-percentage", FIGURE, MAI.value, [number("-1")]),
    ("Figure-precision", FIGURE, MAI.precision, [Literal("environ")]),
    ("Figure-contradicts", FIGURE, MAI.contradicts, [LABO]),
    ("Figure-contradicts-back", FIGURE, MAI.contradicts, []),
    ("SupportMission-activity", MISSION, RDF.type, [MAI.SupportMission, MAI.Assertion]),
    ("Activity", EVENT, RDF.type, [MAI.Activity]),
    ("Activity", EVENT, RDF.type, [MAI.Activity, MAI.Event, MAI.Chantier]),
    ("Assertion", PARTICIPATION, RDF.type, [MAI.Assertion]),
    ("Idea", thing("lead", "mesurer"), RDF.type, [MAI.Idea]),
    ("Territory", COMMUNE, RDF.type, [MAI.Territory]),
    ("Territory", COMMUNE, RDF.type, [MAI.Territory, MAI.Commune, MAI.Region]),
    ("AssertionStatus", UNKNOWN, RDF.type, [MAI.AssertionStatus]),
    ("Funder", PERSON, RDF.type, [MAI.Person, MAI.Funder]),
]

# Values that are right, though unusual: none may be refused.
RIGHT = [
    (LABO, SKOS.prefLabel, "Clus'Ter Jura & <img src=x onerror=…> « Éclairées » – 日本 𝄞"),
    (COMMUNE, MAI.inseeCode, Literal("2A004")),
    (COMMUNE, MAI.inseeCode, Literal("01001", datatype=namespace.XSD.string)),
    (DEPARTEMENT, MAI.inseeCode, Literal("974")),
    (REGION, MAI.inseeCode, Literal("01")),
    (CHANTIER, MAI.end, day("2023-10")),
    (CHANTIER, MAI.end, day("2023")),
    (FIGURE, MAI.value, number("0")),
    (FIGURE, MAI.value, number("100")),
    (OFFER, MAI.priceMin, number("15000")),
    (LABO, MAI.latitude, number("-90")),
    (LABO, MAI.longitude, number("180")),
    (LABO, MAI.rna, Literal("W2A1000123")),
    (LABO, DCTERMS.identifier, Literal("https://exemple.fr/?LaFiche")),
    (CONTACT, MAI.phone, Literal("+33 (0)1 02 03 04 05")),
]


def _replace(graph: Graph, focus: URIRef, path: URIRef, values: list) -> Graph:
    graph.remove((focus, path, None))
    for value in values:
        graph.add((focus, path, value))
    return graph


def _keys(graph: Graph) -> set:
    return {(violation.shape, violation.focus, violation.path) for violation in validate(graph)}


def test_the_valid_example_is_valid(valid):
    assert validate(valid) == []


def groups() -> list[list]:
    """Return the failing examples, in as few graphs as leave one wrong thing at each focus node."""
    found: list[list] = []
    for case in CASES:
        free = next((group for group in found if all(case[1] != other[1] for other in group)), None)
        if free is None:
            found.append([case])
        else:
            free.append(case)
    return found


@cache
def found_with(number: int) -> set:
    """Return the violations of the valid graph once the examples of a group are in it."""
    graph = Graph().parse(Path(__file__).parent / "valid.ttl")
    for _, focus, path, values in groups()[number]:
        _replace(graph, focus, path, values)
    return _keys(graph)


@pytest.mark.parametrize(("shape", "focus", "path", "values"), CASES)
def test_one_thing_wrong_is_found_where_it_stands(shape, focus, path, values):
    number = next(i for i, group in enumerate(groups()) if (shape, focus, path, values) in group)
    assert (SHAPE[shape], focus, path) in found_with(number)


def test_unusual_but_right_values_pass(valid):
    for focus, path, value in RIGHT:
        _replace(valid, focus, path, [fr(value) if type(value) is str else value])
        assert list(valid.objects(focus, path))
    assert validate(valid) == []
    for focus, path, value in reversed(RIGHT):  # those that the last ones took the place of
        _replace(valid, focus, path, [fr(value) if type(value) is str else value])
    assert validate(valid) == []


def test_a_participation_needs_somebody(valid):
    valid.remove((PARTICIPATION, MAI.participatingStructure, None))
    assert validate(valid) == []
    valid.remove((PARTICIPATION, MAI.participatingPerson, None))
    assert _keys(valid) == {(SHAPE["Participation-who"], PARTICIPATION, MAI.participatingStructure)}


def test_a_funder_funds_something(valid):
    valid.remove((None, MAI.funds, None))
    assert validate(valid) == []  # the funding itself still names it
    valid.remove((None, MAI.funder, None))
    assert _keys(valid) == {(SHAPE["Funder-funds"], LABO, MAI.funds)}


SPECIFIC = {
    "ProjectTerritory-inseeCode",
    "SupportMission-activity",
    "Figure-contradicts-back",
    "Funder-funds",
    "Period-end",
}
SPECIFIC |= {"SupportOffer-priceMin-order", "SupportOffer-durationMin-order"}
SPECIFIC |= {"Observation-status", "Observation-evidence"}
BY_VALUE = [s for s in PROPERTY_SHAPES if s.removeprefix(SHAPE) not in SPECIFIC]


@pytest.fixture(scope="module")
def worthless() -> set:
    """The violations of the valid graph once every checked value gives way to one that means nothing."""
    graph = Graph().parse(Path(__file__).parent / "valid.ttl")
    for shape in BY_VALUE:
        path = SHAPES.value(shape, SH.path)
        wrong = Literal("rien") if (shape, SH.nodeKind, SH.IRI) in SHAPES else UNKNOWN
        for focus in list(graph.subjects(path)):
            _replace(graph, focus, path, [wrong])
    return {(violation.shape, violation.path) for violation in validate(graph)}


@pytest.mark.parametrize("shape", BY_VALUE, ids=lambda shape: shape.removeprefix(SHAPE))
def test_each_property_shape_refuses_a_value_that_means_nothing(worthless, shape):
    assert (shape, SHAPES.value(shape, SH.path)) in worthless


def test_each_shape_has_a_failing_example():
    failing = (
        {SHAPE[case[0]] for case in CASES}
        | set(BY_VALUE)
        | {SHAPE["Participation-who"], SHAPE["Funder-funds"]}
    )
    checked = {shape for shape in NODE_SHAPES if (shape, SH.message, None) in SHAPES} | set(PROPERTY_SHAPES)
    by_superclass = {shape for shape in checked if (shape, SH["class"], None) in SHAPES} & set(NODE_SHAPES)
    assert checked - by_superclass - failing == set()


@pytest.mark.parametrize(
    "shape",
    [s for s in NODE_SHAPES if (s, SH["class"], None) in SHAPES],
    ids=lambda shape: shape.removeprefix(SHAPE),
)
def test_a_thing_is_typed_with_its_superclass_too(valid, shape):
    target, above = SHAPES.value(shape, SH.targetClass), SHAPES.value(shape, SH["class"])
    assert above in load_ontology().objects(target, RDFS.subClassOf)
    focus = next(valid.subjects(RDF.type, target))
    valid.remove((focus, RDF.type, above))
    assert (shape, focus, RDF.type) in _keys(valid)


# Their rows' provenance is read, and no shape requires it: sources, contacts, and SKOS, which our typologies
# use without rows.
UNSOURCED = {"sources", "contacts", "schemes", "concepts"}


def _required() -> list[tuple[str, str, str]]:
    tables = tomllib.loads((files("maillage") / "data" / "tables.toml").read_text("utf-8"))
    provenance = [column for column in tables["provenance"]["columns"].values() if column.get("required")]
    return [
        (table["segment"], table["class"], column["property"])
        for name, table in tables.items()
        if "class" in table
        for column in [*table["columns"].values(), *([] if name in UNSOURCED else provenance)]
        if column.get("required") and column.get("property", "rdf:type") != "rdf:type"
    ]


PREFIXES = {"mai": MAI._NS, "skos": SKOS._NS, "dcterms": DCTERMS._NS}


@pytest.fixture(scope="module")
def emptied() -> set:
    """The violations of the valid graph from which every required value is taken away."""
    graph = Graph().parse(Path(__file__).parent / "valid.ttl")
    for segment, _, name in _required():
        for focus in set(graph.subjects()):
            if focus.startswith(thing(segment, "")):
                graph.remove((focus, _iri(name), None))
    return {(violation.focus.split("/")[-2], violation.path) for violation in validate(graph)}


def _iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


@pytest.mark.parametrize(("segment", "class_name", "name"), _required())
def test_what_the_tables_require_the_shapes_require(emptied, segment, class_name, name):
    assert class_name
    assert (segment, _iri(name)) in emptied


def test_a_violation_speaks_the_language_of_the_user(valid):
    _replace(valid, CHANTIER, MAI.end, [day("2022")])
    try:
        set_language("en")
        assert [v.message for v in validate(valid)] == [
            "The end comes before the start. Mend column “start” or column “end”."
        ]
    finally:
        set_language("fr")
    assert "La fin précède le début" in validate(valid)[0].message
