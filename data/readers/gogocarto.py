"""GoGoCarto: the elements of a map (full, compact or synchronisation shape) and its taxonomy given beside.

References
----------
The routes `/api/elements.json?ontology=gogofull|gogocompact|gogosync` and `/api/taxonomy.json` of a map.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..reading.delimited import refused
from ..reading.documents import load_json, parse_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from .gogocarto_taxonomy import Taxonomy, is_taxonomy, taxonomy_in
from .values import Cells, coordinates, fields_of, flatten, keyed, one, plain, texts

FORMAT = "gogocarto"

_TABLE = "éléments"
_SCRIPT = re.compile(r"\s*(?:(?:var|let|const)\s+\w+|window\.\w+)\s*=")
_ONTOLOGIES = ("gogofull", "gogocompact", "gogosync")
_CATEGORIES = ("categories", "categoriesFull", "optionValues", "taxonomy", "optionsValues")
_HIDDEN = frozenset(("hidden", "private"))
_PENDING, _GONE = frozenset(("0", "-1")), re.compile(r"-[2-9]\d*")
_MAPPING = ("id", ("name",), "latitude", "longitude", "optionValues", "status", "moderationState")
_MEANINGS = {
    "name": "name",
    "geo.latitude": "latitude",
    "geo.longitude": "longitude",
    "address.streetAddress": "street",
    "address.streetNumber": "aside",
    "address.addressLocality": "city",
    "address.postalCode": "postcode",
    "address.addressCountry": "country",
    "address.customFormatedAddress": "aside",
    "description": "description",
    "abstract": "description",
    "descriptionMore": "note",
    "commitment": "note",
    "openHoursMoreInfos": "note",
    "telephone": "contact-phone",
    "email": "contact-email",
    "subscriberEmails": "contact-email",
    "website": "homepage",
    "siret": "siret",
    "siren": "siren",
}
_KEPT_BY_THE_MAP = """
status moderationState sourceKey source createdAt updatedAt images image files
urls searchScore isEditable editable stamps preventImportDuplicate reports contributions pendingContribution
modifiedElement bounds userOwnerEmail oldId randomHash interestedUserEmails nonDuplicates potentialDuplicates
"""
_ASIDE = frozenset(_KEPT_BY_THE_MAP.split())


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file holds a map's elements, as JSON or as a script, or its taxonomy."""
    if sniffed.suffix in (".js", ".txt", ""):
        start = sniffed.head.decode("utf-8", "ignore")
        return bool(_SCRIPT.match(start)) and any(name in start for name in (*_ONTOLOGIES, "optionValues"))
    return _is_elements(sniffed.document) or is_taxonomy(sniffed.document)


def _is_elements(document: Any) -> bool:
    if isinstance(document, dict) and "data" in document:
        return document.get("ontology") in _ONTOLOGIES or _is_element(next(iter(_listed(document)), None))
    return _is_element(next(iter(_listed(document)), None)) or _is_element(document)


def _is_empty(document: Any) -> bool:
    return isinstance(document, dict) and document.get("data") in ([], {})


def _is_element(each: Any) -> bool:
    if not isinstance(each, dict) or "name" not in each or not isinstance(each.get("geo"), dict):
        return False
    return "latitude" in each["geo"]


def _listed(document: Any) -> list[Any]:
    if isinstance(document, dict):
        data = document.get("data")
        return list(keyed(data).values()) if not _is_element(data) else [data]
    return document if isinstance(document, list) else []


def read(files: Sequence[Path]) -> RawSource:
    """Return the elements as one table; a map states no relation between them.

    Raises
    ------
    InvalidData
        For a file that is not JSON.
    """
    taxonomy, documents = Taxonomy(), []
    for file in files:
        document = _load(file)
        if is_taxonomy(document):
            taxonomy = taxonomy.with_(taxonomy_in(document))
        elif _listed(document) or _is_element(document) or _is_empty(document):
            documents.append(document)
        else:
            raise refused("reading.not-format", file.name, format="GoGoCarto")
    reader = _Elements(taxonomy)
    rows = tuple(row for document in documents for row in reader.rows(document))
    if not documents:
        reader.remarks.append(Remark("gogocarto.taxonomy-alone"))
    fields = fields_of(rows, partial(_field, taxonomy))
    tables = (RawTable(_TABLE, fields, rows, "structures"),) if documents else ()
    return RawSource(FORMAT, tables, (*reader.remarks, *reader.told_once()))


def _load(file: Path) -> Any:
    if file.suffix.lower() not in (".js", ".txt", ""):
        return load_json(file)
    text = file.read_bytes().decode("utf-8-sig", "replace")
    return parse_json(_SCRIPT.sub("", text, count=1).strip().rstrip(";"), file)


def _field(taxonomy: Taxonomy, name: str) -> RawField:
    if name in taxonomy.groups:
        return RawField(name, taxonomy.groups[name], "category", taxonomy.options(name))
    if name in _CATEGORIES:
        meaning = "category" if name.startswith("categories") else "aside"
        return RawField(name, "Catégories", meaning)
    base = name.split(".", maxsplit=1)[0]
    return RawField(name, meaning=_MEANINGS.get(name, "aside" if base in _ASIDE or base == "address" else ""))


class _Elements:
    """Turns elements into rows, and remembers what must be told."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self.remarks: list[Remark] = []
        self._unlabelled = self._hidden = 0

    def rows(self, document: Any) -> Iterator[RawRow]:
        """Yield the elements that stand on the map; one refused, deleted or twice there is told."""
        mapping = _compact_mapping(document)
        elements = [document] if _is_element(document) else _listed(document)
        for position, element in enumerate(elements, 1):
            record = _expand(element, mapping) if isinstance(element, list) else element
            if not isinstance(record, dict):
                self._tell("gogocarto.not-element", position, "", "", rejected=True)
                continue
            key, status = one(record.get("id")), one(record.get("status"))
            if _GONE.fullmatch(status):
                self._tell("gogocarto.refused", position, key, status, rejected=True)
                continue
            if status in _PENDING:
                self._tell("gogocarto.pending", position, key, status)
            yield RawRow(self._cells(record), key=key)

    def _cells(self, record: Mapping[str, Any]) -> Cells:
        cells: Cells = {}
        place = coordinates(*(_geo(record, name) for name in ("latitude", "longitude")))
        if place:
            cells["geo.latitude"], cells["geo.longitude"] = (place[0],), (place[1],)
        for name, value in flatten(record):
            if name in ("id", "latitude", "longitude", *_CATEGORIES) or name.startswith("geo."):
                continue
            values = tuple(plain(text) for text in texts(value))
            shown = tuple(text for text in values if text not in _HIDDEN or "mail" not in name.casefold())
            self._hidden += len(shown) < len(values)
            if shown:
                cells[name] = shown
        cells.update(self._categories(record))
        return cells

    def _categories(self, record: Mapping[str, Any]) -> Cells:
        """Return the categories by group where the taxonomy tells it; by label where the element says it."""
        ids = [*_ids(record)]
        known = [each for each in ids if each in self.taxonomy.labels]
        if known:
            grouped: dict[str, list[str]] = {}
            for each in known:
                grouped.setdefault(self.taxonomy.group_of[each], []).append(each)
            unknown = tuple(dict.fromkeys(each for each in ids if each not in self.taxonomy.labels))
            self._unlabelled += len(unknown)
            cells = {group: tuple(dict.fromkeys(members)) for group, members in grouped.items()}
            return {**cells, **({"optionValues": unknown} if unknown else {})}
        if labels := tuple(dict.fromkeys(_labels(record))):
            return {"categories": labels}
        self._unlabelled += len(ids)
        return {"optionValues": tuple(dict.fromkeys(ids))} if ids else {}

    def _tell(self, key: str, position: int, entry: str, value: str, *, rejected: bool = False) -> None:
        values: dict[str, str | int] = {"position": position, "entry": entry or f"n° {position}"}
        self.remarks.append(Remark(key, _TABLE, value=value, values=values, rejected=rejected))

    def told_once(self) -> Iterator[Remark]:
        """Yield what is told of the whole map."""
        if self._hidden:
            yield Remark("gogocarto.hidden", _TABLE, values={"count": self._hidden})
        if self._unlabelled:
            yield Remark("gogocarto.no-label", _TABLE, values={"count": self._unlabelled})


def _geo(record: Mapping[str, Any], name: str) -> Any:
    geo = record.get("geo")
    return geo.get(name) if isinstance(geo, dict) else record.get(name)


def _ids(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of an element's options: numbers, texts, or objects with an id or a place in a list."""
    for name in ("optionValues", "optionsValues", "taxonomy", "categoriesFull"):
        value = record.get(name)
        for each in value if isinstance(value, list) else ():
            found = each.get("optionId", each.get("id")) if isinstance(each, dict) else each
            yield from texts(found)


def _labels(record: Mapping[str, Any]) -> Iterator[str]:
    for name in ("categories", "categoriesFull"):
        value = record.get(name)
        for each in value if isinstance(value, list) else [value]:
            yield from texts(each.get("name") if isinstance(each, dict) else each)


def _compact_mapping(document: Any) -> Sequence[Any]:
    """Return what each place of a compact row holds: said by the answer, or the usual order."""
    said = document.get("mapping") if isinstance(document, dict) else None
    return said if isinstance(said, list) else _MAPPING


def _expand(row: Sequence[Any], mapping: Sequence[Any]) -> dict[str, Any]:
    """Return a compact row as an object; a place that holds a list of names spreads over them."""
    names = list(mapping)
    if "optionValues" not in names and len(row) > 4 and isinstance(row[4], list):
        names.insert(4, "optionValues")
    record: dict[str, Any] = {}
    for name, value in zip(names, row, strict=False):
        if isinstance(name, list | tuple):
            custom = value if isinstance(value, list) else [value]
            for index, each in enumerate(custom):
                record[one(name[index]) if index < len(name) else f"custom{index}"] = each
        else:
            record[one(name)] = value
    return record
