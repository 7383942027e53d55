"""Rows of one thing put together: one name, one value where one is due, and what contradicts it told."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from ...errors import Fault
from ...messages import speaking, text
from ..rows import Row
from ..schema import Column, Table, load_schema
from .decisions import CONFIRMED, Decision, standing
from .disputes import disputed
from .homepages import normal_homepage
from .made_links import made

_TIES = {  # what a confirmed partner or funder becomes: the columns of whose it is, and of the structure
    "partnerships": ("structure", "partner"),
    "participations": ("activity", "structure"),
    "fundings": ("beneficiary", "funder"),
}
_WHOLES = ("mai:partOf", "mai:partOfActivity", "mai:detailOf")
_KEPT = ("id", "source", "locator", "source_key", "kind")  # each row's own, or one by its table's nature
_TOLD = ("status", "note", "deduced", "contested", "absent_since")  # put together by `_told`
_STRENGTH = ("disputed", "stated", "inferred")
_CLOSE = 0.001  # degrees, some 100 m: one place geocoded twice
_LONG = 300  # characters of a value that a remark quotes


def merged(
    rows: Mapping[str, tuple[Row, ...]],
    same: Mapping[str, str],
    by_id: Mapping[str, Row],
    decisions: Sequence[Decision],
    warnings: list[Fault],
) -> dict[str, tuple[Row, ...]]:
    """Return the rows, `same` (alias -> canonical) applied to ids and references, and what decisions state.

    Of one thing's rows, the canonical gives the name, and each single value comes from the first row that has
    it; other names go to `other_names`, other values to the canonical row's `remarks`.
    """
    rows = {
        name: (
            *table,
            *_confirmed(name, decisions, by_id, warnings),
            *made(name, decisions, by_id, warnings),
        )
        for name, table in rows.items()
    }
    resolved = {name: tuple(_refer(table, same, warnings)) for name, table in rows.items()} if same else rows
    resolved = disputed(resolved, same, by_id, decisions, warnings)
    return {name: _put_together(table, by_id, warnings) for name, table in resolved.items()}


def _confirmed(
    table: str, decisions: Sequence[Decision], by_id: Mapping[str, Row], warnings: list[Fault]
) -> Iterator[Row]:
    """Yield the rows of `table` that confirmed partners (of structures, in activities) and funders become."""
    if table not in _TIES:
        return
    for each in standing(decisions):
        if each.kind not in CONFIRMED or each.answer != "yes":
            continue
        subject = by_id.get(each.first)
        of_structure = subject is None or subject.table.name == "structures"
        becomes = "partnerships" if of_structure else "participations"
        if table == ("fundings" if each.kind == "funder" else becomes):
            yield from _partner(load_schema()[table], each, by_id, warnings)


def _partner(
    table: Table, decision: Decision, by_id: Mapping[str, Row], warnings: list[Fault]
) -> Iterator[Row]:
    """Yield the row that a confirmed partner becomes, none (told) when what it names is no longer there."""
    first, second = _TIES[table.name]
    expected = {"first": table.columns[first].to, "second": ("structures",), "source": ("sources",)}
    for column, tables in expected.items():
        value = getattr(decision, column)
        if value not in by_id or by_id[value].table.name not in tables:
            warnings.append(Fault("decision.unknown", "decisions.csv", decision.line, column, value))
            return
    key = hashlib.sha256("\0".join(decision.about).encode()).hexdigest()[:12]
    words = decision.words or by_id[decision.second].one("name")
    with speaking("fr"):
        told = "decision.confirmed-funder" if decision.kind == "funder" else "decision.confirmed"
        note = text(told, date=decision.date, words=words)
    cells = {
        "id": f"decision-{key}",
        first: decision.first,
        second: decision.second,
        "source": decision.source,
        "locator": decision.locator or "decisions.csv",
        "status": "stated",
        "note": f"{note} {decision.reason}".strip(),
    } | ({"role": "member"} if "role" in table.columns else {})
    yield Row(table, decision.line, {name: (value,) for name, value in cells.items()}, path="decisions.csv")


def _refer(rows: Iterable[Row], same: Mapping[str, str], warnings: list[Fault]) -> Iterator[Row]:
    """Yield the rows with references to aliases rewritten, but those that would tie a thing to itself."""
    for row in rows:
        own = same.get(row.one("id"), "")
        cells = {
            name: tuple(dict.fromkeys(same.get(value, value) for value in row.cells[name]))
            for name in _references(row.table)
            if not same.keys().isdisjoint(row.cells.get(name, ()))
        }
        if not cells and not own:
            yield row
            continue
        changed = replace(row, cells={**row.cells, **cells}, same_as=own)
        for name in _within_itself(changed):
            warnings.append(Fault("identity.part-of-itself", row.file, row.line, name, row.one(name)))
            changed = replace(
                changed, cells={key: each for key, each in changed.cells.items() if key != name}
            )
        if tied := _tied_to_itself(changed):
            warnings.append(Fault("identity.tie-to-itself", row.file, row.line, tied, row.one(tied)))
        else:
            yield changed


@cache
def _references(table: Table) -> tuple[str, ...]:
    kinds = ("ref", "term")
    return tuple(name for name, column in table.columns.items() if column.kind in kinds and not column.scheme)


def _within_itself(row: Row) -> list[str]:
    columns = row.table.columns
    return [
        name for name in row.cells if columns[name].property in _WHOLES and row.subject in row.cells[name]
    ]


def _tied_to_itself(row: Row) -> str:
    """Return the column that ties a thing to itself by a direct link, "" for none."""
    for subject, _, target in row.table.links:
        if set(row.cells.get(subject, ())) & set(row.cells.get(target, ())):
            return target
    return ""


def _put_together(rows: tuple[Row, ...], by_id: Mapping[str, Row], warnings: list[Fault]) -> tuple[Row, ...]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if subject := row.subject:
            places[subject].append(place)
    result, told = list(rows), list[Row]()
    for subject, group in places.items():
        if len(group) > 1:
            first = next((place for place in group if rows[place].one("id") == subject), group[0])
            order = [first, *(place for place in group if place != first)]
            for place, row in zip(order, _one_thing([rows[each] for each in order], by_id), strict=True):
                result[place] = row
            told += [result[first]] if len(result[first].remarks) > len(rows[first].remarks) else []
    if told:
        names = ", ".join(row.one("name") or row.one("id") for row in told[:3])
        warnings.append(
            Fault("identity.contradictions", told[0].file, values={"count": len(told), "names": names})
        )
    return tuple(result)


def _one_thing(rows: list[Row], by_id: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows of one thing, the canonical first: together they state one value where one is due."""
    first, *others = rows
    held = {name: (first, values) for name, values in first.cells.items()}
    remarks: list[str] = []
    aliases = []
    for row in others:
        cells, names = dict(row.cells), list(row.other_names)
        for name, values in row.cells.items():
            column = row.table.columns[name]
            if column.many or name in _KEPT or name in _TOLD:
                continue
            _, before = held.setdefault(name, (row, values))
            if before == values:
                continue
            del cells[name]
            if name == "name":
                names += values
            elif not _alike(column, before[0], values[0]):
                remarks.append(_contradicted(column, values[0], row, by_id))
        _both_or_none(cells, held, row)
        aliases.append(replace(row, cells=cells, other_names=tuple(names)))
    yield from _told(first, aliases, remarks, by_id)


def _both_or_none(
    cells: dict[str, tuple[str, ...]], held: Mapping[str, tuple[Row, object]], row: Row
) -> None:
    """Take coordinates away that would stand beside those of another row."""
    if any(held[name][0] is not row for name in ("latitude", "longitude") if name in held):
        cells.pop("latitude", None)
        cells.pop("longitude", None)


def _alike(column: Column, first: str, second: str) -> bool:
    """Tell whether two values say the same, though not in the same letters."""
    if column.kind == "url":
        return (normal_homepage(first) or first) == (normal_homepage(second) or second)
    if column.kind in ("latitude", "longitude"):
        return abs(float(first) - float(second)) < _CLOSE
    if column.kind == "date":
        return first.startswith(second) or second.startswith(first)
    return _letters(first) == _letters(second)


def _letters(value: str) -> str:
    return "".join(filter(str.isalnum, value.casefold()))


def _told(first: Row, aliases: list[Row], remarks: list[str], by_id: Mapping[str, Row]) -> Iterator[Row]:
    """Yield the rows with one status, one note (the canonical's), absent only if absent everywhere."""
    rows = [first, *aliases]
    status = min(
        (row.one("status") for row in rows if "status" in row.cells), key=_STRENGTH.index, default=""
    )
    gone = max((row.one("absent_since") for row in rows), default="")
    if not all("absent_since" in row.cells for row in rows):
        remarks += [_absence(row, by_id) for row in rows if "absent_since" in row.cells]
        gone = ""
    for row in aliases:
        remarks += [_noted(note, row, by_id) for note in (*row.cells.get("note", ()), *row.remarks)]
    shared = {"status": status, "absent_since": gone}
    for row in rows:
        kept = {name: values for name, values in row.cells.items() if name not in ("note", *shared)}
        kept |= {name: (value,) for name, value in shared.items() if value and name in row.table.columns}
        for name in ("deduced", "contested"):
            if named := tuple(each for each in kept.get(name, ()) if each in row.cells):
                kept[name] = named
            else:
                kept.pop(name, None)
        if row is first:
            kept |= {"note": first.cells["note"]} if "note" in first.cells else {}
            yield replace(row, cells=kept, remarks=(*first.remarks, *dict.fromkeys(remarks)))
        else:
            yield replace(row, cells=kept, remarks=())


def _contradicted(column: Column, value: str, row: Row, by_id: Mapping[str, Row]) -> str:
    cut = value if len(value) <= _LONG else f"{value[:_LONG]}…"
    with speaking("fr"):
        return text("identity.remark", column=_label(column.property), value=cut, source=_source(row, by_id))


def _noted(note: str, row: Row, by_id: Mapping[str, Row]) -> str:
    with speaking("fr"):
        return text("identity.remark-note", note=note.rstrip("."), source=_source(row, by_id))


def _absence(row: Row, by_id: Mapping[str, Row]) -> str:
    with speaking("fr"):
        return text("identity.remark-absent", source=_source(row, by_id), date=row.one("absent_since"))


def _source(row: Row, by_id: Mapping[str, Row]) -> str:
    source = by_id.get(row.one("source"))
    return source.one("name") if source else row.file


@cache
def _label(name: str) -> str:
    """Return the French name of a property of ours."""
    from rdflib.namespace import RDFS

    from ...ontology.terms import MAI, load_ontology

    prefix, _, local = name.partition(":")
    labels = load_ontology().objects(MAI[local], RDFS.label) if prefix == "mai" else ()
    return next((str(each) for each in labels if getattr(each, "language", None) == "fr"), local)
