"""The cells of a worksheet as its XML writes them: how far they go, and those that hold an error."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from .archives import Archive
from .delimited import CELLS, COLUMNS, refused

AREA = 8_000_000  # cells between the first and the farthest
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*[^/<>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>/]*>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LISTED = 1_000  # errors listed one by one


@dataclass
class SheetCells:
    """What a worksheet's cells are: how far they go, `errors` and `empty` formulas by (line, column)."""

    count: int = 0
    lines: int = 0
    columns: int = 0
    farthest: str = ""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    empty: set[tuple[int, int]] = field(default_factory=set)


def scan_sheets(archive: Archive) -> dict[str, SheetCells]:
    """Return, by sheet, what its cells are (lines from 1, columns from 0).

    Raises
    ------
    InvalidData
        For cells too far apart or too many, by the name of the farthest.
    """
    found: dict[str, SheetCells] = {}
    for sheet, part in _parts(archive):
        found[sheet] = cells = _scan(archive, part)
        area = cells.lines * cells.columns
        name = archive.path.name
        if area > AREA and cells.count * 100 < area:
            raise refused("reading.far-cell", name, sheet=sheet, cell=cells.farthest)
        if cells.columns > COLUMNS:
            raise refused("reading.columns", name, found=cells.columns, limit=COLUMNS)
        if area > AREA or cells.count > CELLS:
            raise refused("reading.cells", name, limit=CELLS)
    return found


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield each worksheet's name and the name of its part."""
    try:
        book = ElementTree.fromstring(archive.part("xl/workbook.xml"))  # noqa: S314 (no doctype: see archives.py)
        relations = ElementTree.fromstring(archive.part("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except ElementTree.ParseError as error:
        raise refused("reading.zip-broken", archive.path.name, detail=str(error)) from error
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet") and (target := targets.get(sheet.get(_RELATION))):
            yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _scan(archive: Archive, part: str) -> SheetCells:
    cells, rest = SheetCells(), b""
    for chunk in archive.chunks(part):
        text = rest + chunk
        cut = text.rfind(b"row>") + 4
        if cut > 4:
            _read(text[:cut], cells)
        rest = text[cut:] if cut > 4 else text
    _read(rest, cells)
    return cells


def _read(text: bytes, cells: SheetCells) -> None:
    for attributes, content in _CELL.findall(text):
        cells.count += 1
        place = _PLACE.search(attributes)
        if place is None:
            continue
        line, column = int(place[2]), _column(place[1])
        if line > cells.lines or column >= cells.columns:
            cells.farthest = (place[1] + place[2]).decode("ascii")
            cells.lines, cells.columns = max(cells.lines, line), max(cells.columns, column + 1)
        value = _VALUE.search(content)
        if _ERROR.search(attributes) and len(cells.errors) < _LISTED:
            cells.errors[line, column] = value[1].decode("utf-8", "replace") if value else "#"
        elif value is None and len(cells.empty) < _LISTED and _FORMULA.search(content):
            cells.empty.add((line, column))


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
