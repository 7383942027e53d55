"""Where a sheet's header stands, and the name of each of its columns, as French offices write them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .delimited import Record
from .raw import Remark

Merged = tuple[
    int, int, int, int
]  # first line, first column, last line, last column; lines from 1, columns from 0
_LOOKED_AT = 20  # rows among which the header must stand
_DEPTH = 3  # rows that a header may take
_PLAIN = re.compile(r"[^\d@/€%]{1,60}")
_LABEL = re.compile(
    r"[^\d@]{1,60}(?:\d{1,2})?"
)  # "Budget (€)", "Action 1": what a label may be, and data too


@dataclass(frozen=True)
class Header:
    """The name of each column ("" for one that holds nothing), and the number of rows that it ends after."""

    names: Sequence[str]
    rows: int
    remarks: tuple[Remark, ...]


def letter(column: int) -> str:
    """Return the letters by which a spreadsheet names a column, from 0.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters, column = chr(65 + rest) + letters, column - 1
    return letters


def read_header(table: str, records: Sequence[Record], merged: Sequence[Merged] = ()) -> Header:
    """Return the header of a sheet: its rows joined where it takes several, titles above it set aside."""
    first = _header_row(records)
    lines = {record.line for record in records[first : first + _DEPTH]}
    merged = [span for span in merged if span[0] in lines]
    remarks = [_title(table, record) for record in records[:first]]
    depth = _depth(records[first:], merged)
    if depth > 1:
        line = records[first].line
        remarks.append(Remark("reading.header-rows", table, line, values={"count": depth}))
    width = _width(records[first + depth :], records[first : first + depth])
    joined = [_joined(records[first : first + depth], column, merged) for column in range(width)]
    names = _named(table, records[first].line, joined, _filled(records[first + depth :], width), remarks)
    return Header(names, first + depth, tuple(remarks))


def _header_row(records: Sequence[Record]) -> int:
    """Return the first row at least half as full as the others commonly are: those above it are titles."""
    counts = [sum(map(bool, map(str.strip, record.cells))) for record in records[:200]]
    if not counts:
        return 0
    usual = max(Counter(counts).items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))[0]
    full = (place for place, count in enumerate(counts[:_LOOKED_AT]) if count >= max(2, usual / 2))
    return next(full, 0)


def _title(table: str, record: Record) -> Remark:
    words = " ".join(cell.strip() for cell in record.cells if cell.strip())
    return Remark("reading.title", table, record.line, value=words[:120])


def _depth(records: Sequence[Record], merged: Sequence[Merged]) -> int:
    """Return how many rows the header takes: those that merged cells span, or that their blanks tell."""
    line = records[0].line
    spans = [span for span in merged if span[0] == line]
    deep = max((last - first + 1 for first, _, last, _ in spans), default=1)
    wide = any(last > first for _, first, _, last in spans)
    if spans:
        depth = max(deep, 2 if wide and len(records) > 1 and _are_labels(records[1].cells) else 1)
        return min(depth, _DEPTH, len(records) - 1) or 1
    return 2 if len(records) > 2 and _completes(records[0].cells, records[1].cells) else 1


def _are_labels(cells: Sequence[str]) -> bool:
    """Tell whether cells are labels: plain words, or such that some are headers that people write."""
    from ..mapping.meanings import fold_header, load_headings

    written = [cell.strip() for cell in cells if cell.strip()]
    if all(map(_PLAIN.fullmatch, written)):
        return True
    known = sum(fold_header(cell) in load_headings() for cell in written)
    return 2 * known >= len(written) or (3 * known >= len(written) and all(map(_LABEL.fullmatch, written)))


def _completes(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a row gives the headers that the one above it lacks, and only those (and its groups')."""
    width = max(len(above), len(below))
    pairs = [(_at(above, column), _at(below, column)) for column in range(width)]
    lacking = [lower for upper, lower in pairs if not upper]
    alone = any(upper and not lower for upper, lower in pairs[:1])
    labels = [lower for _, lower in pairs if lower]
    short = all(len(label) <= 40 for label in labels) and _are_labels(labels)
    return bool(lacking) and all(lacking) and alone and short


def _at(cells: Sequence[str], column: int) -> str:
    return cells[column].strip() if column < len(cells) else ""


def _joined(rows: Sequence[Record], column: int, merged: Sequence[Merged]) -> str:
    """Return a column's header: "Contact – Téléphone" for a cell under one that spans it."""
    parts: list[str] = []
    for depth, row in enumerate(rows):
        part = " ".join(_at(row.cells, column).split())
        if not part and depth < len(rows) - 1:
            part = _group(rows, depth, column, merged)
        if part and part not in parts:
            parts.append(part)
    return " – ".join(parts)


def _group(rows: Sequence[Record], depth: int, column: int, merged: Sequence[Merged]) -> str:
    """Return the group that a column stands in: the merged cell's words, or those at its left without one."""
    line = rows[depth].line
    for first, left, last, right in merged:
        if first <= line <= last and left <= column <= right:
            return " ".join(_at(rows[depth].cells, left).split())
    if merged:
        return ""
    below = rows[depth + 1].cells
    left = next((place for place in range(column, -1, -1) if _at(rows[depth].cells, place)), -1)
    return " ".join(_at(rows[depth].cells, left).split()) if left >= 0 and _at(below, left) else ""


def _width(records: Sequence[Record], header: Sequence[Record]) -> int:
    """Return the number of columns: those of the header, and more where most rows are wider."""
    named = max(max(len(row.cells), row.width) for row in header)
    wider = [len(record.cells) for record in records if len(record.cells) > named]
    return max(wider) if len(wider) * 2 > len(records) else named


def _filled(records: Sequence[Record], width: int) -> set[int]:
    filled: set[int] = set()
    for record in records:
        if len(filled) == width:
            break
        filled.update(column for column, cell in enumerate(record.cells[:width]) if cell.strip())
    return filled


def _named(
    table: str, line: int, joined: Sequence[str], filled: set[int], remarks: list[Remark]
) -> list[str]:
    """Return distinct names; a column without one is named by its letter, a name met twice is numbered."""
    names: list[str] = []
    taken = {unicodedata.normalize("NFC", name) for name in joined}
    for column, written in enumerate(joined):
        name = unicodedata.normalize("NFC", written)
        if not name and column in filled:
            name = f"colonne {letter(column)}"
            remarks.append(
                Remark("reading.unnamed-column", table, line, name, values={"letter": letter(column)})
            )
        if name and name in names:
            name = _numbered(name, {*names, *taken})
            remarks.append(Remark("reading.column-twice", table, line, name, value=written))
        names.append(name)
    return names


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
