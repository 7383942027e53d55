"""Rows as blocks of N-Quads: what each says of its subject, its passage, and the direct links beside it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDFS, SKOS, XSD
from rdflib.term import Node

from ...data.rows import Row
from ...data.schema import Column, Table
from ...data.tables import Tables
from ...ontology.terms import CONTACTS, load_ontology, source_graph, term, thing
from ..store import PREFIXES
from .quads import EVIDENCE, THING, TYPE, Block, Passages, block, french, node, string, typed

_MAI = PREFIXES["mai"]
_UNLIKE = ("mentions", "contacts", "decisions")  # tables whose rows are not things or claims of their own
_NAMED_VALUES = ("mai:status", "mai:relation")  # choices that are terms of the ontology
_DATATYPES = {
    "number": XSD.decimal,
    "latitude": XSD.decimal,
    "longitude": XSD.decimal,
    "integer": XSD.integer,
    "yes-no": XSD.boolean,
    "url": XSD.anyURI,
    "year": XSD.gYear,
}
_DATES = (XSD.gYear, XSD.gYearMonth, XSD.date)  # by the number of hyphens
_NOTE, _WRITTEN, _PART_OF = (node(f"{_MAI}{name}") for name in ("note", "territoryAsWritten", "partOf"))
_FUNDS, _FUNDER = node(f"{_MAI}funds"), node(f"{_MAI}Funder")
_ALT, _SOURCE, _DERIVED = node(SKOS.altLabel), node(DCTERMS.source), node(PROV.wasDerivedFrom)

Write = Callable[[str], str]


def property_iri(name: str) -> URIRef:
    """Return the IRI of a property or class as tables.toml writes it, "mai:start"."""
    prefix, _, local = name.partition(":")
    return Namespace(PREFIXES[prefix])[local]


def iri(row: Row) -> URIRef:
    """Return the IRI of what the row describes."""
    return thing(row.table.segment, row.subject)


@dataclass(frozen=True)
class _Plan:
    """How the rows of one table are written: what their cells state, and their direct links.

    A link: the column of the subject, the property ("@" and a column, for the one a cell names), the column
    of the object.
    """

    cells: Mapping[str, tuple[str, Write]]
    links: tuple[tuple[str, str, str], ...]
    has_provenance: bool


class RowQuads:
    """The rows of checked tables, as blocks."""

    def __init__(self, tables: Tables) -> None:
        self._rows, self._by_id = tables.rows, tables.by_id
        self._passages = Passages()
        self._notes = _joined_notes(tables)
        self._present = _present(tables)

    def public(self) -> Iterator[Block]:
        """Yield what every row says, but the contacts."""
        for name, rows in self._rows.items():
            if name == "mentions":
                for row in rows:
                    yield from self._mention(row)
            elif rows and name not in _UNLIKE:
                plan = self._plan(rows[0].table)
                for row in rows:
                    yield from self._row(row, plan)

    def contacts(self) -> Iterator[Block]:
        """Yield what the contacts say: personal data, in a named graph of their own."""
        passages, graph = Passages(), node(CONTACTS)
        for row in self._rows["contacts"]:
            plan = self._plan(row.table)
            place, told = passages.of(row.one("source"), row.one("locator"), graph)
            said = [*types_of(row), *self._cells(row, plan), f"{EVIDENCE} {place}"]
            yield block(f"<{THING}{row.table.segment}/{_digest(row)}>", said, graph)
            if told:
                yield told

    def _row(self, row: Row, plan: _Plan) -> Iterator[Block]:
        subject = f"<{THING}{row.table.segment}/{row.subject}>"
        source = row.one("source") if plan.has_provenance else row.one("id")
        graph = _graph(source)
        said = [*types_of(row), *self._cells(row, plan)]
        if note := self._note(row):
            said.append(f"{_NOTE} {french(note)}")
        said += [f"{_WRITTEN} {french(words)}" for words in row.written]
        said += [f"{_ALT} {french(name)}" for name in row.other_names]
        if not plan.has_provenance:
            yield block(graph, [f"{_DERIVED} {subject}"], graph)
            yield block(subject, said, graph)
            return
        place, told = self._passages.of(source, row.one("locator"))
        said.append(f"{EVIDENCE} {place}")
        yield block(subject, said, graph)
        if told:
            yield told
        for part in row.cells.get("composed_of", ()):
            yield block(self._referred(part), [f"{_PART_OF} {subject}"], graph)
        if plan.links and row.one("status") != "disputed" and "absent_since" not in row.cells:
            yield from self._links(row, plan, graph)

    def _cells(self, row: Row, plan: _Plan) -> list[str]:
        cells = plan.cells
        return [
            f"{cells[name][0]} {cells[name][1](value)}"
            for name, values in row.cells.items()
            if name in cells and not (name == "absent_since" and row.subject in self._present)
            for value in values
        ]

    def _note(self, row: Row) -> str:
        if self._notes and row.subject in self._notes:
            return self._notes[row.subject] if row.one("id") == row.subject else ""
        return " ".join([*row.cells.get("note", ()), *row.remarks]) if row.remarks else row.one("note")

    def _links(self, row: Row, plan: _Plan, graph: str) -> Iterator[Block]:
        for subject_column, name, object_column in plan.links:
            link = node(_MAI + row.one(name[1:])) if name.startswith("@") else name
            for value in row.cells.get(subject_column, ()):
                subject = self._referred(value)
                write = plan.cells[object_column][1]
                said = [f"{link} {write(each)}" for each in row.cells.get(object_column, ())]
                if said and link == _FUNDS:
                    said.append(f"{TYPE} {_FUNDER}")
                if said:
                    yield block(subject, said, graph)

    def _mention(self, row: Row) -> Iterator[Block]:
        target, source = self._by_id[row.one("subject")], row.one("source")
        spelling = row.one("spelling")
        place, told = self._passages.of(source, row.one("locator"))
        said = [f"{EVIDENCE} {place}", f"{_SOURCE} {node(thing('source', source))}"]
        if spelling and spelling != target.one("name"):
            said.append(f"{_ALT} {french(spelling)}")
        yield block(node(iri(target)), said, _graph(source))
        if told:
            yield told

    def _plan(self, table: Table) -> _Plan:
        cells = {
            column.name: (node(property_iri(column.property)), self._writer(column, table))
            for column in table.columns.values()
            if column.property not in ("", "rdf:type", "mai:note")
        }
        links = tuple(
            (subject, name if name.startswith("@") else node(property_iri(name)), value)
            for subject, name, value in table.links
        )
        return _Plan(cells, links, table.has_provenance)

    def _writer(self, column: Column, table: Table) -> Write:
        """Return what writes one value of a column's cells as an RDF term."""
        if column.kind in ("label", "text"):
            return french
        if column.kind == "choice" and column.property in _NAMED_VALUES:
            return cache(lambda value: node(_MAI + value))
        special: Mapping[str, Write] = {
            "ref": self._referred,
            "term": cache(lambda value: self._concept(column, value)),
            "columns": cache(lambda value: node(property_iri(table.columns[value].property))),
            "date": lambda value: typed(value, _DATES[value.count("-")]),
        }
        if column.kind in special:
            return special[column.kind]
        datatype = _DATATYPES.get(column.kind)
        return (lambda value: typed("0" if value == "-0" else value, datatype)) if datatype else string

    def _referred(self, value: str) -> str:
        """Return the IRI of a row, or of a territory of the reference."""
        row = self._by_id.get(value)
        return f"<{THING}{row.table.segment}/{row.subject}>" if row else f"<{THING}territory/{value}>"

    def _concept(self, column: Column, value: str) -> str:
        """Return the IRI of a term of a typology, or of a concept of the network's own."""
        if column.scheme:
            return node(term(column.scheme[0], value))
        return node(term(*value.split("/", 1))) if "/" in value else self._referred(value)


def types_of(row: Row) -> tuple[str, ...]:
    """Return what says the class of what a row describes, and those above it."""
    return _types(row.one("kind") if row.table.name == "territories" else row.table.class_name)


@cache
def _types(name: str) -> tuple[str, ...]:
    if ":" in name:
        return (f"{TYPE} {node(property_iri(name))}",)
    first = URIRef(_MAI + name)
    above = {each for each in _hierarchy().transitive_objects(first, RDFS.subClassOf) if _is_ours(each)}
    return tuple(sorted(f"{TYPE} {node(str(each))}" for each in {first, *above}))


def _is_ours(class_: Node | None) -> bool:
    return isinstance(class_, URIRef) and class_.startswith(_MAI)


@cache
def _graph(source: str) -> str:
    return node(source_graph(source))


@cache
def _hierarchy() -> Graph:
    return load_ontology()


def _digest(row: Row) -> str:
    """Return a name for a row without an id, that follows from all that it says."""
    said = "\n".join(f"{name}={'|'.join(values)}" for name, values in sorted(row.cells.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _things(tables: Tables) -> Iterator[Row]:
    return (row for name, rows in tables.rows.items() if name not in _UNLIKE for row in rows)


def _joined_notes(tables: Tables) -> dict[str, str]:
    """Return the one note of each thing that several rows describe."""
    several = _several(tables)
    notes: dict[str, list[str]] = defaultdict(list)
    for row in _things(tables) if several else ():
        if row.subject in several:
            notes[row.subject] += [*row.cells.get("note", ()), *row.remarks]
    return {subject: " ".join(dict.fromkeys(said)) for subject, said in notes.items()}


def _several(tables: Tables) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for row in _things(tables):
        (twice if row.subject in seen else seen).add(row.subject)
    return twice


def _present(tables: Tables) -> frozenset[str]:
    """Return the things that a source no longer holds, and that another one still does."""
    absent = {row.subject for row in _things(tables) if "absent_since" in row.cells}
    rows: Iterable[Row] = _things(tables) if absent else ()
    return frozenset(r.subject for r in rows if r.subject in absent and "absent_since" not in r.cells)
