"""The spreadsheets that Kumu takes: elements (Label, Type, …) and connections (From, To, …)."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from ..reading.delimited import read_delimited

LINE = "_line"  # where a row's line stands among its values
_OWN = frozenset(("Label", "Type", "Description", "Tags", "Image", "From", "To", "Direction"))


def holds(columns: Collection[str]) -> str:
    """Return what a sheet of these headers holds: "elements", "connections", "" for no sheet of Kumu's."""
    names = set(columns)
    if {"From", "To"} <= names and names & {"Type", "Direction"}:
        return "connections"
    if {"Label", "Type"} <= names and names & {"Description", "Tags", "Image"}:
        return "elements"
    return ""


def rows_of(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """Return what a sheet holds and its rows, in the shape of a blueprint's elements and connections."""
    records = [each for each in read_delimited(path).records if any(cell.strip() for cell in each.cells)]
    headers = [header.strip() for header in records[0].cells] if records else []
    rows = [
        {LINE: record.line, **dict(_values(dict(zip(headers, record.cells, strict=False))))}
        for record in records[1:]
    ]
    return holds(headers), rows


def _values(written: dict[str, str]) -> Iterator[tuple[str, Any]]:
    for name, cell in written.items():
        if cell.strip():
            parts = [part.strip() for part in cell.split("|")] if name == "Tags" else [cell.strip()]
            yield name.lower() if name in _OWN else name, parts
