"""What workshops said and people confirmed, as rows: new structures, and things and ties that are contested.

Nothing is deleted: what is contested stays, marked, with who said so; and the workshop states its own row.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...errors import Fault
from ...messages import speaking, text
from ..rows import Row
from ..schema import load_schema
from .decisions import Decision, standing

NEW_STRUCTURE, DISPUTE = "structure", "dispute"  # kinds of decisions
_FILE = "decisions.csv"
Rows = Mapping[str, tuple[Row, ...]]


def new_structures(decisions: Sequence[Decision], rows: Rows, warnings: list[Fault]) -> tuple[Row, ...]:
    """Return the structures that people agreed to add; one whose workshop is no longer there is told."""
    sources = {row.one("id") for row in rows["sources"]}
    found = []
    for each in standing(decisions):
        if each.kind != NEW_STRUCTURE or each.answer != "yes":
            continue
        if each.source not in sources:
            warnings.append(Fault("decision.unknown", _FILE, each.line, "source", each.source))
            continue
        cells = {
            "id": each.first,
            "name": each.second,
            "note": each.reason,
            **_place(each),
            "status": "stated",
        }
        found.append(_row("structures", cells, each.line))
    return tuple(found)


def disputed(
    rows: Rows, same: Mapping[str, str], by_id: Mapping[str, Row], decisions: Sequence[Decision],
    warnings: list[Fault],
) -> dict[str, tuple[Row, ...]]:  # fmt: skip
    """Return the rows with those that are contested marked, and the rows that the workshops state of them.

    A thing or a tie of its own table is disputed as a whole; a tie that is a cell of a thing's row, in it.
    """
    changed = {name: list(table) for name, table in rows.items()}
    for each in standing(decisions):
        if each.kind != DISPUTE or each.answer != "yes":
            continue
        source = by_id.get(each.source)
        if source is None:
            warnings.append(Fault("decision.unknown", _FILE, each.line, "source", each.source))
            continue
        with speaking("fr"):
            name = source.one("name")
            remark = text("voice.remark", source=name, locator=each.locator, words=each.reason.rstrip("."))
        ends = [same.get(end, end) for end in (each.first, each.second)]
        if not _mark(changed, ends, each, remark):
            warnings.append(Fault("decision.unknown", _FILE, each.line, "second", each.second))
    return {name: tuple(table) for name, table in changed.items()}


def _mark(rows: dict[str, list[Row]], ends: Sequence[str], decision: Decision, remark: str) -> bool:
    """Mark what is said of one thing, or of the ties of two; tell whether there was any."""
    found = False
    own: list[Row] = []
    for table in rows.values():
        for place, row in enumerate(table):
            if "status" not in row.table.columns:
                continue
            if ends[0] == ends[1]:
                contested = row.subject == ends[0] and not row.same_as
                cells: Mapping[str, tuple[str, ...]] = {"status": ("disputed",)}
            else:
                cells = _contested(row, ends)
                contested = bool(cells)
            if not contested:
                continue
            found = True
            table[place] = replace(row, cells={**row.cells, **cells}, remarks=(*row.remarks, remark))
            own += _said(row, decision, whole="status" in cells)
    for row in own:
        rows[row.table.name].append(row)
    return found


def _contested(row: Row, ends: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the cells by which a row says that its tie of the two ends is contested, none for another."""
    for subject, _, target in row.table.links:
        pair = row.cells.get(subject, ()), row.cells.get(target, ())
        if any(one in pair[0] and other in pair[1] for one, other in (ends, ends[::-1])):
            return {"status": ("disputed",)}
    if row.subject not in ends:
        return {}
    other = ends[row.subject == ends[0]]
    columns = row.table.columns
    named = [
        name
        for name, values in row.cells.items()
        if columns[name].kind in ("ref", "term") and columns[name].property and other in values
        and name not in ("source", "publisher")
    ]  # fmt: skip
    return {"contested": tuple(dict.fromkeys((*row.cells.get("contested", ()), *named)))} if named else {}


def _said(row: Row, decision: Decision, *, whole: bool) -> Iterator[Row]:
    """Yield what the workshop itself says: of a tie, a disputed row of its own; of a thing, a mention."""
    if row.table.links and whole:
        key = hashlib.sha256("\0".join((*decision.about, row.one("id"))).encode()).hexdigest()[:12]
        left = ("id", "note", "source_key", "absent_since", "deduced", "contested")
        kept = {name: values for name, values in row.cells.items() if name not in left}
        cells = {"id": f"decision-{key}", **_place(decision), "status": "disputed", "note": decision.reason}
        made = _row(row.table.name, cells, decision.line)
        yield replace(made, cells={**kept, **made.cells})
    else:
        yield _row("mentions", {"subject": row.subject, **_place(decision)}, decision.line)


def _place(decision: Decision) -> dict[str, str]:
    return {"source": decision.source, "locator": decision.locator}


def _row(table: str, cells: Mapping[str, str], line: int) -> Row:
    filled: Iterable[tuple[str, str]] = ((name, value) for name, value in cells.items() if value)
    return Row(load_schema()[table], line, {name: (value,) for name, value in filled}, path=_FILE)
