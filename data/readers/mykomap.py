"""mykomap: the CSV of a map of cooperatives, its vocabularies' cells as IRIs, and its config given beside.

References
----------
ESSGlobal 2.1, https://lod.coop/essglobal/2.1/; data also writes https://dev.lod.coop/…, taken as the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..reading.delimited import read_delimited, refused
from ..reading.documents import load_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from .values import Cells, coordinates, fields_of, one, split

FORMAT = "mykomap"

_SIGNS = frozenset(
    ("Organisational Structure", "Primary Activity", "Geo Container", "Territory ID", "Geocoded Latitude")
)
_LANGUAGES = ("fr", "en")
_MEANINGS = {
    "name": "name",
    "description": "description",
    "desc": "description",
    "organisational structure": "type",
    "structure type": "type",
    "primary activity": "category",
    "activity": "category",
    "activities": "category",
    "other activities": "category",
    "qualifiers": "category",
    "membership type": "category",
    "base membership type": "category",
    "street address": "street",
    "address": "address",
    "locality": "city",
    "region": "place",
    "postcode": "postcode",
    "country id": "country",
    "country": "country",
    "territory id": "place",
    "website": "homepage",
    "websites": "homepage",
    "web": "homepage",
    "phone": "contact-phone",
    "telephone": "contact-phone",
    "email": "contact-email",
    "latitude": "latitude",
    "longitude": "longitude",
    "geocoded latitude": "aside",
    "geocoded longitude": "aside",
    "geo container": "aside",
    "geo container latitude": "aside",
    "geo container longitude": "aside",
    "geo container confidence": "aside",
    "geocoded address": "aside",
    "validated": "aside",
    "facebook": "aside",
    "twitter": "aside",
    "companies house number": "aside",
}
# One vocabulary in several columns is one scheme.
_LABELS = {
    "organisational structure": "Structure",
    "structure type": "Structure",
    "primary activity": "Activités",
    "activity": "Activités",
    "activities": "Activités",
    "other activities": "Activités",
    "qualifiers": "Qualités",
    "membership type": "Composition",
    "base membership type": "Composition",
}
_PLACES = (("Latitude", "Longitude"), ("Geocoded Latitude", "Geocoded Longitude"))
_IRI = re.compile(r"https?://\S+")
_TERM = re.compile(r"[A-Z]{1,4}\d+(?:\.\d+)*")


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file is a mykomap CSV, or the config of such a map."""
    if sniffed.suffix in (".csv", ".tsv", ".txt"):
        columns = set(sniffed.columns)
        return {"Identifier", "Name"} <= columns and bool(_SIGNS & columns)
    return _is_config(sniffed.document)


def _is_config(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("vocabs"), dict)


def read(files: Sequence[Path]) -> RawSource:
    """Return the initiatives of the map as one table of structures.

    Raises
    ------
    InvalidData
        For a file that is neither CSV nor JSON.
    """
    configs = [_config(file) for file in files if file.suffix.lower() == ".json"]
    texts = [file for file in files if file.suffix.lower() != ".json"]
    labels: dict[str, str] = {}
    columns: dict[str, Mapping[str, Any]] = {}
    for config in configs:
        labels |= dict(_terms(config))
        columns |= dict(_columns(config))
    tables, remarks = [], []
    for file in texts:
        table = _table(file, labels, columns)
        tables.append(table)
        unlabelled = _unlabelled(table)
        if unlabelled:
            values: dict[str, str | int] = {"count": len(unlabelled), "first": unlabelled[0]}
            remarks.append(Remark("mykomap.no-label", table.name, values=values))
    if not texts:
        remarks.append(Remark("mykomap.config-alone"))
    return RawSource(FORMAT, tuple(tables), tuple(remarks))


def _config(file: Path) -> Mapping[str, Any]:
    config: Mapping[str, Any] = load_json(file)
    if not _is_config(config):
        raise refused("reading.not-format", file.name, format="mykomap")
    return config


def _terms(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield code, label of the terms of a config's vocabularies, in French where it has it."""
    for languages in config["vocabs"].values():
        written = languages if isinstance(languages, dict) else {}
        for language in (*_LANGUAGES, *written):
            vocabulary = written.get(language, written.get(language.upper()))
            if isinstance(vocabulary, dict) and isinstance(vocabulary.get("terms"), dict):
                yield from ((code, one(label)) for code, label in vocabulary["terms"].items())
                break


def _columns(config: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the header of a column and what the config says of it."""
    items = config.get("itemProps")
    for prop in items.values() if isinstance(items, dict) else ():
        if isinstance(prop, dict) and one(prop.get("from")):
            yield one(prop["from"]), prop


def _table(file: Path, labels: Mapping[str, str], columns: Mapping[str, Mapping[str, Any]]) -> RawTable:
    records = [each for each in read_delimited(file).records if any(cell.strip() for cell in each.cells)]
    headers = [header.strip() for header in records[0].cells] if records else []
    if "Name" not in headers:
        raise refused("reading.not-format", file.name, format="mykomap")
    rows = tuple(
        _row(record.line, dict(zip(headers, record.cells, strict=False)), columns) for record in records[1:]
    )
    fields = fields_of(rows, partial(_field, labels, _vocabularies(rows)))
    return RawTable(file.stem, fields, rows, "structures")


def _row(line: int, written: Mapping[str, str], columns: Mapping[str, Mapping[str, Any]]) -> RawRow:
    cells: Cells = {}
    places = (coordinates(written.get(north, ""), written.get(east, "")) for north, east in _PLACES)
    if place := next(filter(None, places), None):
        cells["Latitude"], cells["Longitude"] = (place[0],), (place[1],)
    for header, cell in written.items():
        if header == "Identifier" or any(header in pair for pair in _PLACES) or not cell.strip():
            continue
        kind = one(columns.get(header, {}).get("type"))
        several = kind == "multi" or (not kind and (_is_list(header, cell)))
        values = split(cell, ";") if several else (cell.strip(),)
        cells[header] = tuple(_term(value) for value in values)
    return RawRow(cells, line, written.get("Identifier", "").strip())


def _is_list(header: str, cell: str) -> bool:
    if _MEANINGS.get(header.casefold()) in ("category", "type", "homepage"):
        return True
    return ";" in cell and all(_IRI.fullmatch(part) for part in split(cell, ";"))


def _term(value: str) -> str:
    """Return the code of a vocabulary's term written as an IRI, other values as they are.

    Examples
    --------
    >>> _term("https://dev.lod.coop/essglobal/2.1/standard/organisational-structure/OS60")
    'OS60'
    """
    last = re.split(r"[/#]", value)[-1]
    host = re.match(
        r"https?://(?:dev\.)?(?:lod\.coop|w3id\.solidarityeconomy\.coop|purl\.org/essglobal)/", value
    )
    return last if host and last else value


def _vocabularies(rows: Sequence[RawRow]) -> frozenset[str]:
    """Return the headers of which the cells are codes of terms."""
    held: dict[str, list[str]] = {}
    for row in rows:
        for header, values in row.cells.items():
            held.setdefault(header, []).extend(values)
    return frozenset(header for header, values in held.items() if all(map(_TERM.fullmatch, values)))


def _field(labels: Mapping[str, str], vocabularies: frozenset[str], name: str) -> RawField:
    meaning = _MEANINGS.get(name.casefold(), "category" if name in vocabularies else "")
    label = _LABELS.get(name.casefold(), "")
    return RawField(name, label, meaning, labels if name in vocabularies else {})


def _unlabelled(table: RawTable) -> list[str]:
    """Return the codes of which no config says the label."""
    coded = {field.name: field.options for field in table.fields}
    known = _vocabularies(table.rows)
    codes = (
        (value, coded[header])
        for row in table.rows
        for header, values in row.cells.items()
        if header in known and coded[header] is not None and _MEANINGS.get(header.casefold()) != "place"
        for value in values
    )
    return list(dict.fromkeys(value for value, options in codes if value not in options))
