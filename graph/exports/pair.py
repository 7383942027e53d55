"""The ecosystem in PAIR's terms, as Turtle, for SemApps and the platforms that read PAIR.

Held: what `ontology/alignments/pair.ttl` gives a term of PAIR, under our own IRIs; of an inverse pair, one
side alone (`pair:involvedIn`, `pair:supports`, `pair:hasLocation`…); a partnership once; the passages of
each thing (`pair:documentedBy` a part of the document) and, when it is not plainly stated, its `mai:status`
and its note (`skos:note`). A participation is a `pair:ActivityInvolvementAssociation` and, unless it is
disputed, a direct link. Left out, and told: what PAIR has no term for (registers, amounts, dates of a tie,
figures), whether a place is a seat or a field of action, and the ties that are disputed where PAIR cannot say
so.

References
----------
PAIR, Projet Acteur Idée Ressource: http://virtual-assembly.org/ontologies/pair
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from ...data.rows import Row
from ...data.schema import Column
from ...messages import speaking
from ...ontology.terms import MAI, STATUSES, load_alignments, term, thing
from ..building.quads import Passages
from ..store import PREFIXES, new_dataset, write_rdf
from .content import Content
from .things import concept

FORMAT = "pair"
PAIR = Namespace("http://virtual-assembly.org/ontologies/pair#")
_NAMES = {SKOS.prefLabel: PAIR.label}
_GROUNDS = ("source", "locator", "status", "note")
_TYPES = (
    "types-of-structure",
    "legal-forms",
)  # schemes of what a thing is; the others, of what it deals with
_ECOSYSTEMS = ("types-of-structure/network", "types-of-structure/ptce")
_THINGS = (
    "structures", "people", "initiatives", "chantiers", "events", "outputs", "territories", "offers",
    "missions", "challenges", "objectives", "lessons", "leads", "sources",
)  # fmt: skip
# Ties that PAIR says in one direct link: the columns of its ends.
_LINKS = {
    "fundings": ("funder", MAI.funds, "beneficiary"),
    "partnerships": ("structure", MAI.partnerOf, "partner"),
}
_UNSAID = (MAI.provider, MAI.beneficiary, MAI.composedOf, MAI.partOf, MAI.detailOf)
Triple = tuple[Node, URIRef, Node]


def write(content: Content, path: Path) -> None:
    """Write the ecosystem to `path`, sorted."""
    dataset = new_dataset()
    with speaking("fr"):
        triples = list(_Pair(content).triples())
    dataset.addN((*triple, dataset.default_graph) for triple in triples)
    write_rdf(dataset, path, prefixes={**PREFIXES, "pair": str(PAIR)})


class _Pair:
    def __init__(self, content: Content) -> None:
        self.content, self.ledger = content, content.ledger
        self.passages = Passages()

    def triples(self) -> Iterator[Triple]:
        """Yield what PAIR can say, and tick off the cells."""
        for table in _THINGS:
            for row in self.content.rows(table):
                yield from self._thing(row)
        for key, territory in self.content.tables.territories.items():
            if key not in self.content.tables.by_id:
                yield URIRef(territory.iri), RDF.type, PAIR.Place
                yield URIRef(territory.iri), PAIR.label, Literal(territory.name)
        for row in self.content.rows("participations"):
            yield from self._participation(row)
        for table, (start, link, end) in _LINKS.items():
            for row in self.content.rows(table):
                yield from self._link(row, start, term_of(link), end)
        for row in self.content.rows("locations"):
            yield from self._link(row, "subject", PAIR.hasLocation, "territory")
        for row in self.content.rows("classifications"):
            yield from self._classification(row)
        for row in self.content.rows("mentions"):
            yield from self._mention(row)

    def _iri(self, identifier: str) -> URIRef | None:
        row = self.content.tables.by_id.get(identifier)
        if row is not None:
            return thing(row.table.segment, row.subject)
        territory = self.content.tables.territories.get(identifier)
        return URIRef(territory.iri) if territory else None

    def _thing(self, row: Row) -> Iterator[Triple]:
        subject = thing(row.table.segment, row.subject)
        yield subject, RDF.type, class_of(row.table.class_name)
        for column in row.table.columns.values():
            for value in row.cells.get(column.name, ()):
                yield from self._cell(subject, row, column, value)
        yield from ((subject, PAIR.alternativeLabel, Literal(name)) for name in row.other_names)
        if row.subject == row.one("id"):
            self.ledger.keep(row, ["id"])
        if "latitude" in row.cells and "longitude" in row.cells:
            place = URIRef(f"{subject}#place")
            yield subject, PAIR.hasLocation, place
            yield place, RDF.type, PAIR.PhysicalPlace
            for name in ("latitude", "longitude"):
                yield place, PAIR[name], Literal(row.one(name), datatype=XSD.decimal)
            self.ledger.keep(row, ["latitude", "longitude"])
        yield from self._grounds(subject, row)

    def _cell(self, subject: URIRef, row: Row, column: Column, value: str) -> Iterator[Triple]:
        """Yield what one value says, where PAIR has a property for it."""
        name = term_of(_expanded(column.property))
        if name is None or column.name in (*_GROUNDS, "latitude", "longitude"):
            return
        if column.kind == "ref":
            if target := self._iri(value):
                yield subject, name, target
                self.ledger.keep(row, [column.name])
        elif column.kind not in ("term", "choice", "columns"):
            yield subject, name, Literal(value)
            self.ledger.keep(row, [column.name])

    def _grounds(self, subject: URIRef, row: Row) -> Iterator[Triple]:
        """Yield the passages that a row rests on, its doubt, its note."""
        source = row.one("source")
        if source:
            part = URIRef(self.passages.of(source, row.one("locator"))[0].strip("<>"))
            yield subject, PAIR.documentedBy, part
            yield part, RDF.type, PAIR.Document
            yield part, PAIR.label, Literal(row.one("locator"))
            yield part, PAIR.partOf, thing("source", source)
            yield subject, DCTERMS.source, thing("source", source)
        if row.one("status") in ("inferred", "disputed"):
            yield subject, URIRef(MAI.status), URIRef(STATUSES[row.one("status")])
        if note := " ".join([*row.cells.get("note", ()), *row.remarks]):
            yield subject, SKOS.note, Literal(note)
        self.ledger.keep(row, _GROUNDS)

    def _participation(self, row: Row) -> Iterator[Triple]:
        activity = self._iri(row.one("activity"))
        if activity is None:
            return
        node = thing("participation", row.one("id"))
        yield node, RDF.type, class_of("Participation")
        yield node, term_of(MAI.participationIn) or PAIR.involvementActivity, activity
        role = term("roles", row.one("role"))
        yield node, term_of(MAI.role) or PAIR.involvementRole, role
        yield role, RDF.type, PAIR.Role
        yield role, PAIR.label, Literal(concept(f"roles/{row.one('role')}", self.content))
        for column in ("structure", "person"):
            for actor in filter(None, map(self._iri, row.cells.get(column, ()))):
                yield node, PAIR.involvementActor, actor
                if row.one("status") != "disputed":
                    yield actor, PAIR.involvedIn, activity
        yield from self._grounds(node, row)
        self.ledger.keep(row, ["id", "structure", "person", "activity", "role"])

    def _link(self, row: Row, start: str, name: URIRef | None, end: str) -> Iterator[Triple]:
        one, other = self._iri(row.one(start)), self._iri(row.one(end))
        if row.one("status") != "disputed" and name and one and other:
            ends = sorted([one, other]) if name == PAIR.partnerOf else [one, other]
            yield ends[0], name, ends[1]
            self.ledger.keep(row, [start, end])

    def _classification(self, row: Row) -> Iterator[Triple]:
        subject, value = self._iri(row.one("subject")), row.one("concept")
        if subject is None or row.one("status") == "disputed":
            return
        own = self.content.tables.by_id.get(value)
        node = thing("concept", value) if own else term(*value.split("/", 1))
        is_type = value.partition("/")[0] in _TYPES
        yield subject, PAIR.hasType if is_type else PAIR.hasTopic, node
        yield node, RDF.type, PAIR.Type if is_type else PAIR.Topic
        yield node, PAIR.label, Literal(concept(value, self.content))
        if value in _ECOSYSTEMS:
            yield subject, RDF.type, PAIR.Ecosystem
        self.ledger.keep(row, ["subject", "concept"])

    def _mention(self, row: Row) -> Iterator[Triple]:
        if subject := self._iri(row.one("subject")):
            if row.one("spelling"):
                yield subject, PAIR.alternativeLabel, Literal(row.one("spelling"))
            yield from self._grounds(subject, row)
            self.ledger.keep(row, ["subject", "spelling"])


def class_of(name: str) -> URIRef:
    """Return PAIR's class for a class of ours."""
    return _aligned(RDFS.subClassOf).get(MAI[name]) or PAIR.PairEntity


def term_of(name: URIRef) -> URIRef | None:
    """Return PAIR's property for one of ours, None where there is none that says as much."""
    if name in _UNSAID:
        return None
    return _NAMES.get(name) or _aligned(RDFS.subPropertyOf).get(name)


@cache
def _aligned(above: URIRef) -> Mapping[URIRef, URIRef]:
    """Return our term -> PAIR's, what it stands below first, else its close match."""
    found: dict[URIRef, URIRef] = {}
    for name in (SKOS.closeMatch, above):
        for subject, target in sorted(load_alignments().subject_objects(name)):
            if isinstance(subject, URIRef) and isinstance(target, URIRef) and target in PAIR:
                found[subject] = target
    return found


def _expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    namespaces = {"mai": MAI, "skos": SKOS, "dcterms": DCTERMS}
    return URIRef(namespaces[prefix][local]) if prefix in namespaces else URIRef(name)
