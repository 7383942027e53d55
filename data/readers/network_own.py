"""Networks that Maillage exported (GEXF, GraphML), read back as rows: ids, passages, doubts and all.

Nodes bear our IRIs, attributes the headers of our columns in French or in English; documents are known by
their names alone, so that each becomes a document named so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import SKOS

from ...messages import LANGUAGES, speaking, text
from ...ontology.terms import THING, load_typologies, scheme_iri, schemes
from ..conversion.identifiers import slug
from ..conversion.vocabularies import find_term
from ..reading.raw import RawField, RawRow, RawTable
from ..schema import Column, Table, load_schema
from .rdf_own_cells import identifier, table_of

if TYPE_CHECKING:
    from .network_tables import Part

_REFERENCE = re.compile(r"(commune|epci|ept|departement|region|pays)-\w+")
_JOINT = " | "
_STATUSES = ("stated", "inferred", "disputed")
_BESIDE = ("kind", "label", "mutual", "relation", "networkx_key", "assertion", "id")
Cells = dict[str, tuple[str, ...]]


def is_ours(nodes: "Sequence[Part]") -> bool:
    """Tell whether the nodes are things of ours, by their IRIs."""
    return bool(nodes) and all(node.key.startswith(str(THING)) for node in nodes)


class OwnNetwork:
    """The rows that nodes and edges of ours state; `left` counts the edges that no column holds."""

    def __init__(self, nodes: "Sequence[Part]", edges: "Sequence[Part]") -> None:
        self.rows: dict[str, list[Cells]] = defaultdict(list)
        self.sources: dict[str, str] = {}  # name -> id
        self.by_id: dict[str, Cells] = {}
        self.named: dict[str, list[str]] = defaultdict(list)  # name -> ids of nodes
        self.left = 0
        self.keys = {node.key for node in nodes}
        for part in (*nodes, *edges):
            for name in (each for title in _titles("source") for each in _values(part, title)):
                self.sources.setdefault(name, slug(name))
        for node in nodes:
            self._node(node)
        for edge in edges:
            self._edge(edge)
        self.rows["sources"] = [
            {"id": (key,), "name": (name,), "kind": ("document",)} for name, key in self.sources.items()
        ]

    def tables(self) -> Iterator[RawTable]:
        """Yield the rows by table of ours, under our own names."""
        for name, table in load_schema().items():
            if self.rows[name]:
                fields = tuple(RawField(column, meaning=column) for column in table.columns)
                rows = tuple(RawRow(cells, key=cells.get("id", ("",))[0]) for cells in self.rows[name])
                yield RawTable(name, fields, rows, kind=name)

    def _node(self, node: "Part") -> None:
        table, key = table_of(node.key), identifier(node.key)
        if table is None or _REFERENCE.fullmatch(key):
            return
        name = node.own.get("label") or next(iter(node.said.get("label", ())), key)
        self.named[name].append(key)
        cells = {"id": (key,), **self._cells(node, table), "name": (name,)}
        self.rows[table.name].append(cells)
        self.by_id[key] = cells
        for title, values in node.said.items():
            plain, disputed = without_doubt(title)
            if title not in headers_of(table) and title not in _BESIDE and not self._is_words_of(title):
                grounds = _several(node, *(in_each_language("export.grounds", of=plain)))
                for place, value in enumerate(_split(values)):
                    ground = grounds[place] if len(grounds) == len(_split(values)) else (grounds or ("",))[0]
                    self._classification(key, plain, value, ground, disputed)
        others = [_several(node, *_titles(column))[1:] for column in ("source", "locator")]
        for source, locator in zip(*others, strict=False):
            also = {"source": (self.sources[source],), "locator": (locator,)}
            self.rows["mentions"].append({"subject": (key,), **also})
        for ground in _several(node, *_said_of_mentions()):
            spelling, source, locator, _ = self._ground(ground)
            found = {"subject": key, "spelling": spelling, "source": source, "locator": locator}
            self.rows["mentions"].append({name: (value,) for name, value in found.items() if value})

    @staticmethod
    def _is_words_of(title: str) -> bool:
        """Tell whether an attribute holds passages or other names, which are read with what they ground."""
        ends = tuple(each for each in in_each_language("export.grounds", of=""))
        return title.endswith(ends) or title in in_each_language("export.other-names")

    def _cells(self, part: "Part", table: Table) -> Cells:
        found: Cells = {}
        for title, values in part.said.items():
            name = headers_of(table).get(title, "")
            if not name or (table.columns[name].kind == "ref" and name != "source" and part.key in self.keys):
                continue  # an edge says it, by its IRI
            column = table.columns[name]
            read = tuple(filter(None, (self._value(column, value) for value in _split(values, column))))
            if read:
                found[name] = read if column.many else read[:1]
        periods = {name: part.own.get(name, "") for name in ("start", "end") if name in table.columns}
        return {**{name: (day,) for name, day in periods.items() if day}, **found}

    def _value(self, column: Column, value: str) -> str:
        if column.name == "source":
            return self.sources.get(value, "")
        if column.name == "status":
            return _status(value)
        if column.kind == "ref":
            return self.named[value][0] if len(self.named.get(value, ())) == 1 else ""
        return find_term(column.scheme[0], value) if column.kind == "term" and column.scheme else value

    def _classification(self, key: str, scheme: str, words: str, ground: str, disputed: bool) -> None:
        known = scheme_names().get(scheme, "")
        term = find_term(known, words) if known else ""
        _, source, locator, said = self._ground(ground)
        passage: Cells = {"source": (source,), "locator": (locator,)} if source else {}
        concept = f"{known}/{term}" if term else self._concept(scheme, words, passage)
        status = {"status": ("disputed",)} if disputed else {}
        found = {"id": (f"{key}--{concept.replace('/', '--')}",), "subject": (key,), "concept": (concept,)}
        self.rows["classifications"].append({**found, **passage, **said, **status})

    def _concept(self, scheme: str, words: str, passage: Cells) -> str:
        whole, concept = slug(scheme), f"{slug(scheme)}-{slug(words)}"
        for table, key, name, more in (
            ("schemes", whole, scheme, {}),
            ("concepts", concept, words, {"scheme": (whole,)}),
        ):
            if key not in self.by_id:
                self.by_id[key] = {"id": (key,), "name": (name,), **more, **passage}
                self.rows[table].append(self.by_id[key])
        return concept

    def _ground(self, words: str) -> tuple[str, str, str, Cells]:
        """Return spelling, source, locator and doubt of "Écrit ainsi, Carnet, p. 3 (déduit : …)"."""
        for name in sorted(self.sources, key=len, reverse=True):
            before, found, locator = f", {words}".partition(f", {name}, ")
            if found:
                doubt = _doubts().search(locator)
                said: Cells = {}
                if doubt:
                    locator = locator[: doubt.start()]
                    said = {"status": (_status(doubt[1]),), "note": (doubt[2],)} if doubt[2] else {}
                return before.removeprefix(", "), self.sources[name], locator, said
        return "", "", "", {}

    def _edge(self, edge: "Part") -> None:
        relation = next(iter(_several(edge, *in_each_language("export.property"), "relation")), "")
        start, end = edge.own["from"], edge.own["to"]
        first, last = table_of(start), table_of(end)
        if first is None or last is None:
            self.left += 1
            return
        for table in load_schema().values():
            for subject, link, target in table.links:
                named = link == "@relation" and relation in table.columns["relation"].choices
                if (
                    (named or link == f"mai:{relation}")
                    and _fits(table, subject, first)
                    and _fits(table, target, last)
                ):
                    self._tie(edge, table, {subject: identifier(start), target: identifier(end)}, relation)
                    return
        for column in first.columns.values():
            if column.property == f"mai:{relation}" and column.kind == "ref":
                cells = self.by_id.get(identifier(start), {})
                if column.many or column.name not in cells:
                    cells[column.name] = (*cells.get(column.name, ()), identifier(end))
                    return
        self.left += 1

    def _tie(self, edge: "Part", table: Table, ends: Mapping[str, str], relation: str) -> None:
        found = {name: (value,) for name, value in ends.items()}
        key = next((value for title in _titles("id") for value in _values(edge, title)), "")
        key = key or (edge.said.get("assertion") or ("",))[0] or "--".join(ends.values())
        if key in self.by_id:
            self.by_id[key].update(found)
            return
        if "relation" in table.columns:
            found["relation"] = (relation,)
        cells = {"id": (key,), **self._cells(edge, table), **found}
        self.by_id[key] = cells
        self.rows[table.name].append(cells)


def _fits(table: Table, column: str, other: Table) -> bool:
    return not table.columns[column].to or other.name in table.columns[column].to


def _values(part: "Part", title: str) -> list[str]:
    return _split(part.said.get(title, ()))


def _several(part: "Part", *titles: str) -> list[str]:
    return [value for title in titles for value in _values(part, title)]


def _split(values: Sequence[str], column: Column | None = None) -> list[str]:
    """Return the values that were joined; a text of one value keeps its bars."""
    if column and not column.many and column.name not in ("source", "locator"):
        return [*values]
    return [part.strip() for value in values for part in value.split(_JOINT) if part.strip()]


def in_each_language(key: str, **values: str) -> tuple[str, ...]:
    """Return a sentence in each language."""
    found = []
    for spoken in LANGUAGES:
        with speaking(spoken):
            found.append(text(key, **values))
    return tuple(dict.fromkeys(found))


@cache
def _said_of_mentions() -> tuple[str, ...]:
    return tuple(
        each
        for of in in_each_language("export.mentions")
        for each in in_each_language("export.grounds", of=of)
    )


@cache
def _titles(column: str) -> tuple[str, ...]:
    return in_each_language(f"export.column.{column}")


@cache
def headers_of(table: Table) -> Mapping[str, str]:
    """Return the headers of a table's columns, in each language -> the column."""
    return {title: name for name in reversed([*table.columns]) for title in _titles(name)}


@cache
def scheme_names() -> Mapping[str, str]:
    """Return the names of our typologies, in each language -> the typology."""
    graph = load_typologies()
    return {
        str(words): name
        for name in schemes()
        for words in graph.objects(URIRef(scheme_iri(name)), SKOS.prefLabel)
    }


@cache
def _statuses() -> Mapping[str, str]:
    return {words: status for status in _STATUSES for words in in_each_language(f"atlas.status.{status}")}


def _status(words: str) -> str:
    return _statuses().get(words, "")


def without_doubt(title: str) -> tuple[str, bool]:
    """Return a scheme's name without the doubt written after it, and whether there was one."""
    for words in in_each_language("atlas.status.disputed"):
        if title.endswith(f" ({words})"):
            return title.removesuffix(f" ({words})"), True
    return title, False


@cache
def _doubts() -> re.Pattern[str]:
    words = "|".join(re.escape(each) for each in _statuses())
    return re.compile(rf" \(({words})(?: : (.*))?\)$", re.DOTALL)
