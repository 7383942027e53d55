"""Kumu blueprints: the elements of a map, a table a kind, and its connections.

References
----------
https://docs.kumu.io/guides/import/blueprints, what a map exports and takes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..reading.delimited import refused
from ..reading.documents import load_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from .kumu_sheets import LINE, holds, rows_of
from .values import Cells, fields_of, one, plain, texts

FORMAT = "kumu"

_ELEMENTS, _CONNECTIONS = "éléments", "connexions"
_TABLES = {"structures": "structures", "chantiers": "chantiers", "initiatives": "initiatives"}
_TABLES |= {"events": "événements", "persons": "personnes"}
_KINDS = {
    "structures": "organi[sz]ations?|organismes?|structures?|associations?|acteurs?|entreprises?|company|"
    "companies|coop[ée]ratives?|collectivités?|institutions?|réseaux?|networks?|fondations?|foundations?|"
    "communes?|mairies?|municipalit(y|ies)|(.*\\W)?\\w*(entity|entities|entités?)",
    "chantiers": "chantiers?",
    "initiatives": "initiatives?|projets?|projects?",
    "events": "[ée]v[ée]nements?|events?",
    "persons": "personnes?|persons?|people|contacts?",
}
_MEANINGS = {
    "label": "name",
    "description": "description",
    "tags": "category",
    "type": "type",
    "url": "homepage",
}
_LABELS = {"type": "Type", "tags": "Étiquettes"}
_ASIDE = frozenset(("image", "size", "color", "created_at", "updated_at", "pinned", "x", "y"))
_LINKS = {"relation": "relation", "label": "note", "direction": "direction", "strength": "weight"}
_RELATIONS = ("type", "connection type", "label")  # the first that a connection has
_SHEETS = (".csv", ".tsv", ".txt")
_LATITUDE, _LONGITUDE = "latitude", "longitude"


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file is a Kumu blueprint, or one of the sheets that Kumu takes."""
    if sniffed.suffix in _SHEETS:
        return bool(holds(sniffed.columns))
    document = sniffed.document
    if not isinstance(document, dict) or not isinstance(document.get("elements"), list):
        return False
    return all(isinstance(each, dict) and "group" not in each for each in document["elements"][:5])


def read(files: Sequence[Path]) -> RawSource:
    """Return the elements, a table a kind, and the connections between them.

    Raises
    ------
    InvalidData
        For a file that is not JSON, or no blueprint.
    """
    reader = _Blueprint()
    held: dict[str, list[Any]] = {"elements": [], "connections": []}
    for file in files:
        if file.suffix.lower() in _SHEETS:
            name, rows = rows_of(file)
            if not name:
                raise refused("reading.not-format", file.name, format="Kumu")
            held[name].append(rows)
        else:
            document = load_json(file)
            if not isinstance(document, dict):
                raise refused("reading.not-format", file.name, format="Kumu")
            for name in ("elements", "connections"):
                held[name].append(document.get(name))
    for elements in held["elements"]:
        reader.add_elements(elements)
    for connections in held["connections"]:
        reader.add_connections(connections)
    return RawSource(FORMAT, tuple(reader.tables()), tuple(reader.remarks))


class _Blueprint:
    """Gathers elements by type, then the connections between them."""

    def __init__(self) -> None:
        self.elements: dict[tuple[str, str], list[RawRow]] = {}
        self.connections: list[RawRow] = []
        self.remarks: list[Remark] = []
        self._keys: set[str] = set()
        self._by_label: dict[str, list[str]] = {}

    def add_elements(self, elements: Any) -> None:
        """Keep the elements; one that is no object is refused and told."""
        for position, element in enumerate(elements if isinstance(elements, list) else (), 1):
            if not isinstance(element, dict):
                self._refuse("kumu.not-element", _ELEMENTS, position, "")
                continue
            label = one(element.get("label")) or one(_attributes(element).get("label"))
            key = one(element.get("_id")) or one(element.get("id")) or label
            kind = one(element.get("type")) or one(_attributes(element).get("element type"))
            table = (_kind(kind), "") if _kind(kind) else ("", kind)
            self.elements.setdefault(table, []).append(RawRow(_cells(element), element.get(LINE, 0), key))
            self._keys.add(key)
            if key not in (known := self._by_label.setdefault(label.casefold(), [])):
                known.append(key)

    def add_connections(self, connections: Any) -> None:
        """Keep the connections between elements of the map; another is refused, with its place."""
        for position, connection in enumerate(connections if isinstance(connections, list) else (), 1):
            if not isinstance(connection, dict):
                self._refuse("kumu.not-element", _CONNECTIONS, position, "")
                continue
            ends = [self._end(connection.get(name), LINE in connection) for name in ("from", "to")]
            missing = next(
                (one(connection.get(n)) for n, e in zip(("from", "to"), ends, strict=True) if not e), None
            )
            if missing is not None:
                self._refuse("kumu.missing-element", _CONNECTIONS, position, missing)
                continue
            cells = {**_related(_cells(connection)), "from": (ends[0],), "to": (ends[1],)}
            self.connections.append(RawRow(cells, connection.get(LINE, 0), one(connection.get("_id"))))

    def _end(self, value: Any, of_sheet: bool) -> str:
        """Return the key of the element that a connection names, by its id or by a label of its own.

        A label that no element has is one all the same in a sheet: Kumu makes an element of it.
        """
        written = one(value)
        if written in self._keys:
            return written
        labelled = self._by_label.get(written.casefold(), []) if written else []
        if of_sheet and not labelled:
            return written
        return labelled[0] if len(labelled) == 1 else ""

    def _refuse(self, key: str, table: str, position: int, value: str) -> None:
        self.remarks.append(Remark(key, table, value=value, values={"position": position}, rejected=True))

    def tables(self) -> Iterator[RawTable]:
        """Yield a table a kind of ours, then one a type that is none of ours, then the connections."""
        for kind, written in sorted(self.elements, key=lambda table: not table[0]):
            rows = tuple(self.elements[kind, written])
            fields = fields_of(rows, partial(_element_field, kind))
            yield RawTable(_TABLES.get(kind) or written or _ELEMENTS, fields, rows, kind)
        if self.connections:
            links = tuple(self.connections)
            yield RawTable(_CONNECTIONS, fields_of(links, _connection_field), links, "links")


def _attributes(each: Mapping[str, Any]) -> Mapping[str, Any]:
    attributes = each.get("attributes")
    return attributes if isinstance(attributes, dict) else {}


def _cells(each: Mapping[str, Any]) -> Cells:
    """Return the values of an element or a connection, its attributes beside them."""
    cells: Cells = {}
    for name, value in (*each.items(), *_attributes(each).items()):
        if name in ("_id", "id", "attributes", "from", "to", LINE):
            continue
        if name.casefold() == "location" or name == "geo":
            cells.update(_place(value))
        elif values := tuple(plain(text) for text in texts(value)):
            cells.setdefault(name, values)
    return cells


def _related(cells: Cells) -> Cells:
    """Return a connection's cells, its kind of relation under one name wherever the map keeps it."""
    folded = {name.casefold(): name for name in reversed(cells)}
    name = next((folded[each] for each in _RELATIONS if each in folded), "")
    relation = cells.get(name, ())
    kept = {
        each: values
        for each, values in cells.items()
        if each != name and not (each.casefold() in _RELATIONS and values == relation)
    }
    return {**kept, "relation": relation} if relation else kept


def _place(value: Any) -> Cells:
    if isinstance(value, dict):
        north, east = (
            one(value.get("lat", value.get(_LATITUDE))),
            one(value.get("lng", value.get(_LONGITUDE))),
        )
        return {_LATITUDE: (north,), _LONGITUDE: (east,)} if north and east else {}
    return {"location": texts(value)} if texts(value) else {}


def _kind(written: str) -> str:
    """Return the kind of ours that a type of element names, "" for none."""
    return next(
        (kind for kind, words in _KINDS.items() if re.fullmatch(words, written.strip(), re.IGNORECASE)), ""
    )


def _element_field(kind: str, name: str) -> RawField:
    meaning = "aside" if name in _ASIDE else _MEANINGS.get(name.casefold(), "")
    if name in (_LATITUDE, _LONGITUDE):
        meaning = name
    if kind == "persons":
        meaning = {"name": "contact-name", "": ""}.get(meaning, "aside")
    if name == "type" and kind not in ("structures", ""):
        meaning = "aside"
    return RawField(name, _LABELS.get(name.casefold(), ""), meaning)


def _connection_field(name: str) -> RawField:
    if name in ("from", "to"):
        return RawField(name, meaning=name)
    return RawField(name, meaning=_LINKS.get(name.casefold(), "aside" if name in _ASIDE else ""))
