"""Our own export for YesWiki read back: entries that bear our IRIs, alone or after a wiki has kept them.

An entry that a wiki's users added has no IRI, and is given one from its title; a field that is none of ours
is left aside and told, since nothing says what it holds.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rdflib.namespace import RDFS

from ...messages import text
from ...ontology.terms import MAI, THING, load_ontology, thing
from ..conversion.identifiers import slug
from ..reading.delimited import Record, read_delimited
from ..reading.raw import RawTable, Remark
from ..schema import Column, Table
from .bazar_csv import nested
from .network_own import OwnNetwork, headers_of, in_each_language, scheme_names, without_doubt
from .network_tables import Part
from .rdf_own_cells import identifier, table_of
from .values import plain

_TITLE, _WRITTEN = "bf_titre", "datetime_create"
_ASIDE = ("datetime_latest",)
_FIELDS = {
    "bf_description": "description",
    "bf_latitude": "latitude",
    "bf_longitude": "longitude",
    "bf_site_internet": "homepage",
    "bf_adresse": "address",
}
Said = Mapping[str, tuple[str, ...]]  # header -> values
_PARTED = re.compile(r'\\ ( *)(?="|\Z)')


def is_own(file: Path) -> bool:
    """Tell whether a CSV export of Bazar has our field, filled with our IRIs alone where it is."""
    records = read_delimited(file).records
    headers = [_bare(cell) for cell in records[0].cells] if records else []
    place = next((headers.index(each) for each in _id_headers() if each in headers), None)
    if place is None:
        return False
    keys = {record.cells[place] for record in records[1:] if place < len(record.cells)} - {""}
    return bool(keys) and all(key.startswith(str(THING)) and table_of(key) for key in keys)


def read_own(files: Sequence[Path]) -> tuple[list[RawTable], list[Remark]]:
    """Return the rows of our tables that the entries of these files state."""
    forms = [_Form(file) for file in files]
    nodes = [each for form in forms for each in form.nodes()]
    named: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        named[node.own["label"]].append(node.key)
    edges = [edge for form in forms for edge in form.edges(named)]
    network = OwnNetwork(nodes, edges)
    left = network.left + sum(form.left for form in forms)
    remarks = [Remark("network.own")]
    remarks += [Remark("network.own-left", values={"count": left})] if left else []
    for form in forms:
        remarks += [Remark("yeswiki.not-own", form.name, column=header) for header in form.foreign]
    return [*network.tables()], remarks


class _Form:
    """The entries of one file: what table they are of, their fields by our columns' names and headers."""

    def __init__(self, file: Path) -> None:
        records = read_delimited(file).records
        self.name, self.left = file.stem, 0
        self.headers = [_bare(cell) for cell in records[0].cells]
        keys = [_key(self.headers, record) for record in records[1:]]
        found = next((table for key in keys if key and (table := table_of(key))), None)
        assert found is not None, "is_own has seen one"  # noqa: S101
        self.table: Table = found
        self.foreign = [header for header in self.headers if not self._is_ours(header)]
        self.entries = [
            (key or str(thing(found.segment, slug(said.get(_TITLE, ("",))[0]))), said)
            for key, said in zip(keys, map(self._said, records[1:]), strict=True)
        ]

    def _is_ours(self, header: str) -> bool:
        if header in (_WRITTEN, *_ASIDE, *_FIELDS, *_told_apart()) or header in headers_of(self.table):
            return True
        ends = in_each_language("export.grounds", of="")
        if header in in_each_language("export.other-names") or header.endswith(ends):
            return True
        scheme, _ = without_doubt(header)
        grounds = in_each_language("export.grounds", of=scheme)
        return scheme in scheme_names() or any(each in self.headers for each in grounds)

    def _said(self, record: Record) -> Said:
        """Return header of ours -> values of an entry; what a wiki wrote is HTML, what we wrote is not."""
        cells = dict(zip(self.headers, record.cells, strict=False))
        by_wiki = bool(cells.get(_WRITTEN, "").strip())
        said = {}
        for header, written in cells.items():
            if not written.strip() or header in self.foreign or header in (_WRITTEN, *_ASIDE):
                continue
            cell = _PARTED.sub(r"\\\1", written)
            name = _FIELDS.get(header)
            values = (
                tuple(_PARTED.sub(r"\\\1", each) for each in nested(cell))
                if self._is_list(header)
                else (cell.strip(),)
            )
            title = text(f"export.column.{name}") if name else header
            said[title] = tuple(map(plain, values)) if by_wiki else values
        return said

    def _is_list(self, header: str) -> bool:
        column = self._column(header)
        if column:
            return column.many and column.name not in ("source", "locator")
        ends = in_each_language("export.grounds", of="")
        return header not in (*_FIELDS, *_told_apart()) and not header.endswith(ends)

    def _column(self, header: str) -> Column | None:
        return self.table.columns.get(headers_of(self.table).get(header, ""))

    def nodes(self) -> Iterator[Part]:
        """Yield the things, if the form is one of things."""
        for key, said in self.entries if self._of_things else ():
            attributes = {name: values for name, values in said.items() if name not in _told_apart()}
            yield Part(key, {"label": said.get(_TITLE, (key,))[0]}, attributes)

    def edges(self, named: Mapping[str, Sequence[str]]) -> Iterator[Part]:
        """Yield the links of the entries: the cells of a thing that name another, the ends of a tie."""
        for key, said in self.entries:
            if self._of_things:
                yield from self._links(key, said, named)
            else:
                yield from self._tie(key, said, named)

    @property
    def _of_things(self) -> bool:
        return "name" in self.table.columns

    def _links(self, key: str, said: Said, named: Mapping[str, Sequence[str]]) -> Iterator[Part]:
        for header, values in said.items():
            column = self._column(header)
            if column is None or column.kind != "ref" or column.name == "source":
                continue
            relation = column.property.partition(":")[2]
            for end in filter(None, (self._iri(value, column, named) for value in values)):
                yield Part("", {"from": key, "to": end}, {text("export.property"): (relation,)})

    def _tie(self, key: str, said: Said, named: Mapping[str, Sequence[str]]) -> Iterator[Part]:
        """Yield an edge for each link that a row of a tie states, all under the row's id."""
        columns = {header: self._column(header) for header in said}
        cells = {column.name: said[header] for header, column in columns.items() if column}
        attributes = {header: values for header, values in said.items() if columns[header]}
        attributes[text("export.column.id")] = (identifier(key),)
        for start_column, link, end_column in self.table.links[
            : 1 if self.table.name == "partnerships" else None
        ]:
            relation = link.partition(":")[2] or _relation(self.table, cells.get("relation", ("",))[0])
            ends = [
                self._iri(cells[name][0], self.table.columns[name], named)
                for name in (start_column, end_column)
                if name in cells
            ]
            if len(ends) == 2 and all(ends):
                told = {**attributes, text("export.property"): (relation,)}
                yield Part("", {"from": ends[0], "to": ends[1]}, told)

    def _iri(self, words: str, column: Column, named: Mapping[str, Sequence[str]]) -> str:
        """Return the IRI of the entry that a link names, "" (and counted) for none, or for several."""
        if words.startswith(str(THING)):
            return words
        fitting = [iri for iri in named.get(words, ()) if _fits(iri, column)]
        if len(fitting) == 1:
            return fitting[0]
        self.left += 1
        return ""


def _fits(iri: str, column: Column) -> bool:
    table = table_of(iri)
    return table is not None and (not column.to or table.name in column.to)


def _bare(header: str) -> str:
    return header.removesuffix(" *").strip()


def _key(headers: Sequence[str], record: Record) -> str:
    """Return the IRI of an entry, "" for one that has none."""
    places = (headers.index(each) for each in _id_headers() if each in headers)
    return next((record.cells[place].strip() for place in places if place < len(record.cells)), "")


@cache
def _id_headers() -> tuple[str, ...]:
    return in_each_language("export.yeswiki.id")


def _told_apart() -> tuple[str, ...]:
    return (_TITLE, *_id_headers())


def _relation(table: Table, words: str) -> str:
    """Return the relation that a cell names: by its own name, or by the ontology's words in a language."""
    choices = table.columns["relation"].choices if "relation" in table.columns else ()
    if words in choices:
        return words
    labels = {
        str(label): name for name in choices for label in load_ontology().objects(MAI[name], RDFS.label)
    }
    return labels.get(words, "")
