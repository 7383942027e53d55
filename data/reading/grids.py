"""Rows of a sheet under its header: which are data, which are refused, which continue the one above."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .delimited import Record
from .headers import Merged, read_header
from .raw import RawField, RawRow, RawTable, Remark

_TOTAL = re.compile(
    r"(?:sous[- ]?)?tota(?:l|ux)(?: g[ée]n[ée]ral)?|grand total|subtotal|somme|moyenne", re.IGNORECASE
)
_FIGURE = re.compile(r"[-+]?[\d\s\u00a0\u202f.,]+\s*(?:€|%|k€|eur|euros)?", re.IGNORECASE)
_UNIT = re.compile(
    r"\(?(?:en )?(?:k?€|m€|euros?|eur|%|km²?|m²?|ha|etp|hab\.?|h|jours?|nb|nombre)\)?", re.IGNORECASE
)
_NAME = re.compile(
    r"\b(?:noms?|structures?|organismes?|organisations?|associations?|d[ée]nomination|raison sociale"
    r"|libell[ée]|intitul[ée]|titres?|membres?|adh[ée]rents?|partenaires?|chantiers?|projets?|initiatives?"
    r"|name|title|label|organi[sz]ations?|company|members?)\b|(?:source|from|de|origine)$",
    re.IGNORECASE,
)


def read_grid(
    name: str, records: Sequence[Record], merged: Sequence[Merged] = (), *, ragged: bool = False
) -> tuple[RawTable, list[Remark]]:
    """Return the table under the header of a sheet, and what to tell of it; blank rows are no rows.

    Parameters
    ----------
    records
        The rows that are not blank, in order.
    merged
        The ranges of merged cells, of a workbook.
    ragged
        Whether each row ends where its writer ended it (CSV), which tells a cell too many or too few.
    """
    if not records:
        return RawTable(name, (), ()), [Remark("reading.empty-sheet", name)]
    header = read_header(name, records, merged)
    remarks = [*header.remarks]
    below = records[header.rows :]
    layout = _Layout(name, header.names, *_ends(header.names, below, ragged), frozenset(_across(merged)))
    if layout.short and not layout.complete:
        remarks.append(
            Remark("reading.short-rows", name, layout.short[0], values={"count": len(layout.short)})
        )
    kept = [*_kept(layout, below, remarks)]
    fields = tuple(RawField(column) for column in header.names if column)
    rows = _continued(name, [column for column in header.names if column], kept, remarks)
    return RawTable(name, fields, tuple(rows)), remarks


@dataclass(frozen=True)
class _Layout:
    """How a sheet is laid out: its columns; the `short` lines; whether the others are `complete`, each ending
    where the header does, so that a short one was cut; the lines that one cell runs `across`."""

    table: str
    names: Sequence[str]
    short: Sequence[int]
    complete: bool
    across: frozenset[int]


def _ends(names: Sequence[str], records: Sequence[Record], ragged: bool) -> tuple[list[int], bool]:
    """Return the lines shorter than the header, and whether blanks at the end are written out elsewhere."""
    if not ragged:
        return [], False
    short = [record.line for record in records if record.width < len(names)]
    return short, any(record.width >= len(names) > len(record.cells) for record in records)


def _across(merged: Sequence[Merged]) -> Iterator[int]:
    return (first for first, left, last, right in merged if first == last and right > left)


def _kept(layout: _Layout, records: Sequence[Record], remarks: list[Remark]) -> Iterator[RawRow]:
    """Yield the rows that are data; the others become remarks."""
    shared: dict[str, tuple[str, ...]] = {}
    for place, record in enumerate(records):
        last = place == len(records) - 1
        if refusal := _refusal(layout, record, first=place == 0, last=last):
            key, value = refusal
            counts: dict[str, str | int] = {"found": record.width, "columns": len(layout.names)}
            remarks.append(Remark(key, layout.table, record.line, "", value[:120], counts, rejected=True))
            continue
        cells = _cells(layout.names, record, shared)
        head = next(iter(cells.values()), ("",))[0]
        if last and len(head) < 40 and _TOTAL.match(head):
            remarks.append(Remark("reading.perhaps-total", layout.table, record.line, value=head))
        if cells:
            yield RawRow(cells, record.line)


def _cells(
    names: Sequence[str], record: Record, shared: dict[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, cell in zip(names, record.cells, strict=False):
        text = cell.strip()
        if name and text:
            found[name] = shared.setdefault(text, (text,)) if len(text) < 40 else (text,)
    return found


def _refusal(layout: _Layout, record: Record, *, first: bool, last: bool) -> tuple[str, str] | None:
    """Return why a row is no data, as (key, value): too many cells, too few, or not about a thing."""
    cells = [cell.strip() for cell in record.cells]
    if len(cells) > len(layout.names):
        return "reading.too-many-cells", cells[len(layout.names)]
    if layout.complete and record.width < len(layout.names):
        return "reading.too-few-cells", cells[-1]
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and record.line in layout.across:
        return "reading.section", filled[0]
    key = _kind_of_row(layout.names, cells, filled, first=first, last=last)
    return (key, " ".join(filled)) if key else None


def _kind_of_row(
    names: Sequence[str], cells: Sequence[str], filled: Sequence[str], *, first: bool, last: bool
) -> str:
    """Return what a row is when it is no data: the header again, a total (last), units (first); else ""."""
    if len(filled) > 1 and all(cell == name for cell, name in zip(cells, names, strict=False) if cell):
        return "reading.header-again"
    totals = len(filled) > 1 and _TOTAL.fullmatch(filled[0].rstrip(" :"))
    if last and totals and all(map(_FIGURE.fullmatch, filled[1:])):
        return "reading.total"
    return "reading.units" if first and filled and all(map(_UNIT.fullmatch, filled)) else ""


def _continued(
    table: str, names: Sequence[str], rows: list[RawRow], remarks: list[Remark]
) -> Iterable[RawRow]:
    """Return the rows, those marked that continue the one above: see `_lacking` for when they do."""
    lacking = _lacking(names, rows)
    if not lacking:
        remarks += _grouped(table, names, rows)
        return rows
    marked = [replace(row, continues=True) if _lacks(row, lacking) else row for row in rows]
    told = [row for row in marked if row.continues]
    remarks.append(
        Remark("reading.continues", table, told[0].line, ", ".join(lacking), values={"count": len(told)})
    )
    return marked


def _grouped(table: str, names: Sequence[str], rows: Sequence[RawRow]) -> Iterator[Remark]:
    """Yield the first column when it looks filled only at the head of each group of rows."""
    told = [row.cells[names[0]] for row in rows if names and names[0] in row.cells]
    blank = len(rows) - len(told)
    if 1 < len(told) <= blank and names[0] in rows[0].cells and len(set(told)) == len(told):
        yield Remark("reading.grouped", table, rows[0].line, names[0], values={"count": blank})


def _lacks(row: RawRow, columns: Sequence[str]) -> bool:
    return not any(column in row.cells for column in columns)


def _lacking(names: Sequence[str], rows: Sequence[RawRow]) -> Sequence[str]:
    """Return the leading columns that rows leave blank because they continue the one above; [] when none do.

    They must hold the column that names the thing, or, where no header says which does, be at least as many
    as the columns that those rows fill; the first row fills the first column; and two rows or more do so.
    """
    if not rows or not names or names[0] not in rows[0].cells:
        return []
    blank = [row for row in rows if names[0] not in row.cells]
    if len(blank) < 2 or len(blank) == len(rows):
        return []
    filled = Counter(name for row in blank for name in row.cells)
    lacking = []
    for name in names:
        if filled[name]:
            break
        lacking.append(name)
    naming = next((name for name in names if _NAME.search(name)), "")
    if naming:
        return lacking if naming in lacking else []
    return lacking if len(lacking) >= len(filled) else []
