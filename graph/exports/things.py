"""The whole network from the tables: what there is, and the ties between, each with what it rests on.

What Kumu, GEXF and GraphML hold, and how: a thing is a node whose attributes are the cells of its row (and of
the rows that describe the same thing), its other names, its classifications; a participation, a funding, a
partnership, a location is an edge whose attributes are the cells of its row; a cell that names another
thing is an edge too; passages and doubts go along. Left out, and told: what is no thing nor a tie between two
(challenges, objectives, lessons, leads, figures, a funding without a funder), the documents beyond their
names, the vocabularies beyond the terms in use, the identifiers of classifications.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from rdflib.namespace import RDFS, SKOS

from ...data.rows import Row
from ...data.schema import Column
from ...messages import language, text
from ...ontology.terms import MAI, TYPOLOGY, load_ontology, load_typologies, thing
from .cells import Cells
from .content import Content

THINGS = (
    "structures", "people", "initiatives", "chantiers", "events", "outputs", "territories", "offers",
    "missions",
)  # fmt: skip
TIES = ("participations", "fundings", "partnerships", "missions", "locations")
_PASSAGE = ("source", "locator")
_GROUNDS = (*_PASSAGE, "status", "note")


@dataclass
class Thing:
    """A node: its IRI, its class's local name, its name, its cells in words, its concepts by scheme.

    `grounds` are the passages of what else is said of it, by scheme, and of its mentions.
    """

    iri: str
    kind: str
    table: str
    name: str
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: dict[str, list[str]] = field(default_factory=dict)
    other_names: list[str] = field(default_factory=list)
    grounds: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Tie:
    """An edge between two IRIs: the property's local name, its words, its cells; `mutual` has no direction.

    `table` holds the row that it is, and `columns` its ends; "" for a cell of a thing that names another.
    """

    start: str
    end: str
    relation: str
    label: str
    cells: Mapping[str, tuple[str, ...]]
    mutual: bool = False
    table: str = ""
    columns: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Network:
    """The things by IRI and the ties, in order."""

    things: Mapping[str, Thing]
    ties: tuple[Tie, ...]


def whole_network(content: Content) -> Network:
    """Return every thing and tie of the tables, and tick off the cells that they hold."""
    return _Reading(content).network()


class _Reading:
    def __init__(self, content: Content) -> None:
        self.content, self.ledger = content, content.ledger
        self.written = Cells(content.tables)
        self.things: dict[str, Thing] = {}
        self.ties: list[Tie] = []

    def network(self) -> Network:
        for table in THINGS:
            for row in chain.from_iterable(self.content.gathered(table).values()):
                self._thing(row)
        for territory in self.content.tables.territories.values():
            self.things.setdefault(
                territory.iri,
                Thing(
                    territory.iri,
                    "Territory",
                    "territories",
                    territory.name,
                    {"insee_code": (territory.code,)},
                ),
            )
        for table in THINGS:
            for row in self.content.rows(table):
                self._ties_of_thing(row)
        for table in TIES:
            for row in self.content.rows(table):
                self._tie(row)
        self._concepts()
        self._other_names()
        return Network(dict(sorted(self.things.items())), tuple(sorted(self.ties, key=repr)))

    def _iri(self, identifier: str) -> str:
        """Return the IRI of the thing that an id names, "" where it is no node."""
        row = self.content.tables.by_id.get(identifier)
        if row is None:
            territory = self.content.tables.territories.get(identifier)
            return territory.iri if territory else ""
        return str(thing(row.table.segment, row.subject)) if row.table.name in THINGS else ""

    def _thing(self, row: Row) -> None:
        """Add what a row says of a thing: the first that fills a cell holds it; every passage stands."""
        node = str(thing(row.table.segment, row.subject))
        said = self._words(row)
        known = self.things.setdefault(
            node, Thing(node, row.table.class_name, row.table.name, row.one("name"))
        )
        known.other_names += [
            each for each in (row.one("name"), *row.other_names) if each and each != known.name
        ]
        for name, values in said.items():
            before = known.cells.get(name, ())
            if name in _PASSAGE:
                known.cells[name] = (*before, *values)
            elif not before:
                known.cells[name] = values
        held = [name for name, values in said.items() if name in _PASSAGE or known.cells[name] == values]
        held = [name for name in held if self._leads_to_things(row, name)]
        self.ledger.keep(row, [*held, "name", *(["id"] if row.subject == row.one("id") else [])])

    def _leads_to_things(self, row: Row, name: str) -> bool:
        """Tell whether a cell names no row, or a document, or nodes alone."""
        is_link = row.table.columns[name].kind == "ref" and name != "source"
        return not is_link or all(map(self._iri, row.cells[name]))

    def _words(self, row: Row) -> dict[str, tuple[str, ...]]:
        """Return the cells of a row as people read them: names for ids, labels for terms."""
        words = {
            name: tuple(self._value(row.table.columns[name], value) for value in values)
            for name, values in self.written.values(row).items()
            if name not in ("id", "name")
        }
        if row.remarks:
            words["note"] = (" ".join([*words.get("note", ()), *row.remarks]),)
        return words

    def _value(self, column: Column, value: str) -> str:
        if column.kind == "ref":
            return self.content.names.get(value, value)
        if column.kind == "term":
            return concept(f"{column.scheme[0]}/{value}" if column.scheme else value, self.content)
        if column.name == "relation":
            return label(value)
        return text(f"atlas.status.{value}") if column.name == "status" else value

    def _ties_of_thing(self, row: Row) -> None:
        """Add an edge for each cell of a thing that names another."""
        start = self._iri(row.one("id"))
        for column in row.table.columns.values():
            if column.kind != "ref" or column.name == "source":
                continue
            for value in row.cells.get(column.name, ()):
                if end := self._iri(value):
                    relation = column.property.partition(":")[2]
                    grounds = {name: cell for name, cell in self._words(row).items() if name in _GROUNDS}
                    self.ties.append(Tie(start, end, relation, label(relation), grounds))

    def _tie(self, row: Row) -> None:
        """Add the edges of a row that ties things; a row that names one end alone makes none."""
        for start_column, name, end_column in row.table.links[
            : 1 if row.table.name == "partnerships" else None
        ]:
            relation = row.one(name[1:]) if name.startswith("@") else name.partition(":")[2]
            for start in map(self._iri, row.cells.get(start_column, ())):
                for end in map(self._iri, row.cells.get(end_column, ())):
                    if start and end:
                        self._edge(row, start, end, relation, (start_column, end_column))

    def _edge(self, row: Row, start: str, end: str, relation: str, ends: tuple[str, str]) -> None:
        words = self._words(row)
        said = next((words[name][0] for name in ("role", "instrument") if name in words), label(relation))
        cells = {"id": (row.one("id"),), **{name: each for name, each in words.items() if name not in ends}}
        self.ties.append(
            Tie(start, end, relation, said, cells, relation == "partnerOf", row.table.name, ends)
        )
        if row.table.name not in THINGS:
            held = [name for name in row.cells if name in ends or self._leads_to_things(row, name)]
            self.ledger.keep(row, held)

    def _concepts(self) -> None:
        for row in self.content.rows("classifications"):
            node = self.things.get(self._iri(row.one("subject")))
            if node is not None:
                value = row.one("concept")
                named = scheme(value, self.content)
                disputed = row.one("status") == "disputed"
                told = f"{named} ({text('atlas.status.disputed')})" if disputed else named
                node.concepts.setdefault(told, []).append(concept(value, self.content))
                grounds = self._grounds(row, concept(value, self.content))
                node.grounds.setdefault(named, []).append(grounds)
                self.ledger.keep(row, ["subject", "concept", *_GROUNDS])

    def _other_names(self) -> None:
        for row in self.content.rows("mentions"):
            node = self.things.get(self._iri(row.one("subject")))
            if node is not None:
                node.other_names += row.cells.get("spelling", ())
                grounds = self._grounds(row, row.one("spelling"))
                node.grounds.setdefault(text("export.mentions"), []).append(grounds)
                self.ledger.keep(row)

    def _grounds(self, row: Row, of: str) -> str:
        """Return the passage of a row, and its doubt: "Vert, Carnet, p. 3 (déduit : d'un logo)"."""
        said = self._words(row)
        place = ", ".join(filter(None, (of, *said["source"], *said["locator"])))
        if row.one("status") in ("", "stated") and "note" not in said:
            return place
        return f"{place} ({' : '.join((*said['status'], *said.get('note', ())))})"


def header(column: str) -> str:
    """Return the words for a column."""
    return text(f"export.column.{column}")


def label(relation: str) -> str:
    """Return the words for a property of the ontology."""
    return _labels(language()).get(str(MAI[relation]), relation)


def concept(value: str, content: Content) -> str:
    """Return the words for a term ("scheme/term"), or the name of a network's own concept."""
    own = content.tables.by_id.get(value)
    return own.one("name") if own else _labels(language()).get(str(TYPOLOGY[value]), value)


def scheme(value: str, content: Content) -> str:
    """Return the words for the scheme of a term or of a network's own concept."""
    own = content.tables.by_id.get(value)
    if own:
        return content.names.get(own.one("scheme"), own.one("scheme"))
    name = value.partition("/")[0]
    return _labels(language()).get(str(TYPOLOGY[name]), name)


@cache
def _labels(spoken: str) -> Mapping[str, str]:
    found: dict[str, str] = defaultdict(str)
    for graph, name in ((load_ontology(), RDFS.label), (load_typologies(), SKOS.prefLabel)):
        for subject, words in graph.subject_objects(name):
            if getattr(words, "language", "") == spoken:
                found[str(subject)] = str(words)
    return dict(found)
