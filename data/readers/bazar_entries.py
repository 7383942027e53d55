"""The entries of a YesWiki, in the three shapes its versions write them, as rows of cells."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..reading.raw import RawRow, Remark
from .bazar_forms import ENUMERATIONS, FormField, guessed_field
from .bazar_meanings import SECRETS, is_date
from .values import Cells, coordinates, keyed, one, plain, split, texts

# The centre of France that the form's map shows before anyone has chosen a place.
_PLACEHOLDER = (46.2254, 2.2412)
_NEXT = {
    "tag": "id_fiche",
    "form_id": "id_typeannonce",
    "created_at": "date_creation_fiche",
    "updated_at": "date_maj_fiche",
    "status": "statut_fiche",
    "title": "bf_titre",
}
_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_MAPS = ("geolocation", "bf_geolocation", "carte_google")


@dataclass(frozen=True)
class Entry:
    """An entry as it was written, under the names of the current generation."""

    key: str
    form: str
    values: Mapping[str, Any]


def is_entry(document: object) -> bool:
    """Tell whether a JSON value is one entry of a wiki, of any generation."""
    if not isinstance(document, dict):
        return False
    if "prepared" in document:
        return False
    return ("id_fiche" in document or "id_typeannonce" in document) or (
        "tag" in document and "form_id" in document
    )


def entries_in(document: Any) -> Iterator[Entry | None]:
    """Yield the entries of a document: an object by id, a list, or one alone; None for what is no entry."""
    if is_entry(document):
        yield _entry("", document)
        return
    for key, each in keyed(document).items():
        identifier = key if isinstance(document, dict) else ""
        yield _entry(identifier, each) if isinstance(each, dict) else None


def _entry(key: str, values: dict[str, Any]) -> Entry:
    if "id_fiche" not in values and "tag" in values:
        values = {_NEXT.get(name, name): value for name, value in values.items()}
    identifier = one(values.get("id_fiche")) or key
    form = one(values.get("id_typeannonce"))
    return Entry(identifier, form, {name: value for name, value in values.items() if name != "id_fiche"})


class Rows:
    """The entries of one form as rows; what must be told of them gathers in `remarks`."""

    def __init__(self, table: str, fields: Mapping[str, FormField]) -> None:
        self.table, self.fields = table, fields
        self.remarks: list[Remark] = []
        self._secret = False
        self._known: dict[str, FormField] = {}
        place = next((field for field in fields.values() if field.type in ("map", "carte_google")), None)
        self._names = (place.latitude, place.longitude) if place else ("bf_latitude", "bf_longitude")
        self._places = {*_MAPS, *self._names}

    def row(self, entry: Entry) -> RawRow:
        """Return an entry as a row."""
        cells: Cells = {}
        self._place(entry, cells)
        if one(entry.values.get("statut_fiche")) == "0":
            self._tell("yeswiki.pending", entry, "statut_fiche", "0")
        for name, value in entry.values.items():
            if name in self._places:
                continue
            field = self.field(name)
            if name in SECRETS:
                self._tell_secret(name)
            elif values := self._values(entry, field, value):
                cells.setdefault(field.name, values)
        return RawRow(cells, key=entry.key)

    def field(self, name: str) -> FormField:
        """Return the form's field that an entry calls `name`, or what the name alone says."""
        if name not in self._known:
            self._known[name] = self.fields.get(name) or guessed_field(name)
        return self._known[name]

    def _values(self, entry: Entry, field: FormField, value: Any) -> tuple[str, ...]:
        if field.is_link or field.type in ("tags", "checkbox"):
            values = split(value)
        else:
            values = tuple(plain(text) for text in texts(value))
        if is_date(field):
            values = tuple(_DAY.sub(r"\1", text) for text in values)
        for key in values if field.type in ENUMERATIONS and field.options else ():
            if key not in field.options:
                self._tell("yeswiki.unknown-option", entry, field.label or field.name, key)
        return values

    def _place(self, entry: Entry, cells: Cells) -> None:
        """Fill in the coordinates, whichever of the three shapes holds them."""
        latitude, longitude = self._names
        found = None
        for north, east in _written_places(entry.values, latitude, longitude):
            found = found or coordinates(north, east)
        if found and _is_placeholder(*found):
            self._tell("yeswiki.placeholder", entry, latitude, ", ".join(found))
            found = None
        if found:
            cells["bf_latitude"], cells["bf_longitude"] = (found[0],), (found[1],)
        shape = entry.values.get("bf_geolocation")
        if isinstance(shape, dict) and (geometries := texts(shape.get("geometries"))):
            cells["geometries"] = geometries

    def _tell(self, key: str, entry: Entry, column: str, value: str) -> None:
        self.remarks.append(
            Remark(key, self.table, column=column, value=value[:80], values={"entry": entry.key})
        )

    def _tell_secret(self, name: str) -> None:
        if not self._secret:
            self.remarks.append(Remark("yeswiki.secret", self.table, column=name))
        self._secret = True


def _written_places(values: Mapping[str, Any], latitude: str, longitude: str) -> Iterator[tuple[Any, Any]]:
    shape = values.get("bf_geolocation")
    if isinstance(shape, dict):
        yield shape.get("latitude"), shape.get("longitude")
    shape = values.get("geolocation")
    if isinstance(shape, dict):
        yield shape.get(latitude), shape.get(longitude)
        yield shape.get("bf_latitude"), shape.get("bf_longitude")
        yield shape.get("latitude"), shape.get("longitude")
    yield values.get(latitude), values.get(longitude)
    yield values.get("bf_latitude"), values.get("bf_longitude")
    north, _, east = one(values.get("carte_google")).partition("|")
    yield north, east


def _is_placeholder(latitude: str, longitude: str) -> bool:
    try:
        return (float(latitude), float(longitude)) == _PLACEHOLDER
    except ValueError:
        return False
