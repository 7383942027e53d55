"""Rows that state a tie or say something of a thing: links, people, and our tables without a name."""

from ..schema import load_schema
from .bench import Bench, Wanted
from .entities import cell_values
from .identifiers import slug
from .ledger import Place
from .links import tie
from .people import keep_contacts
from .plan import Entry
from .rules import lacks_an_end, ties_itself
from .things import ACTIVITIES
from .values import one_line
from .vocabularies import read_role

_MADE = ("id", "source", "locator", "status")
_END = Wanted(("structures", *ACTIVITIES, "persons"), "structures")


def link(bench: Bench, entry: Entry) -> str:
    """State the tie of a row of links; return accepted, merged or rejected."""
    ends = []
    for meaning in ("from", "to"):
        cell = next(iter(entry.cells.get(meaning, ())), None)
        if cell is None:
            bench.ledger.reject(
                entry.place, "conversion.no-end", bench.ledger.header(entry.place.table, meaning)
            )
            return "rejected"
        told = len(bench.ledger.aside)
        found = bench.find(cell.values[0], cell, _END, entry)
        if found is None:
            del bench.ledger.aside[told:]
            bench.ledger.reject(entry.place, "conversion.end", cell.field.label, cell.text)
            return "rejected"
        ends.append(found)
    leave_aside(bench, entry)
    return tie(bench, ends[0], ends[1], entry)


def person(bench: Bench, entry: Entry) -> str:
    """Keep a row about a person, who stays private; return accepted, merged or rejected."""
    if not any(meaning.startswith("contact-") for meaning in entry.cells):
        bench.ledger.reject(entry.place, "conversion.no-person")
        return "rejected"
    leave_aside(bench, entry)
    subjects = []
    for cell in entry.cells.get("organisation", ()):
        for value in bench.values(entry, cell, ("structures",)):
            found = bench.find(value, cell, _END, entry)
            subjects += [found.id] if found and found.table != "persons" else []
    new = [keep_contacts(bench, subject, entry) for subject in subjects or [""]]
    if any(new):
        return "accepted"
    if any(entry.cells.get(each) for each in ("contact-name", "contact-first-name")):
        return "merged"
    bench.ledger.reject(entry.place, "conversion.no-person")
    return "rejected"


def state(bench: Bench, entry: Entry) -> str:
    """Add a row of one of our tables whose rows have no name; return accepted, merged or rejected."""
    table = load_schema()[entry.plan.kind]
    filled: dict[str, list[str]] = {}
    told = len(bench.ledger.aside)
    for meaning, group in entry.cells.items():
        column = table.columns.get(meaning)
        for cell in group:
            if column is None or meaning == "id":
                bench.leave(cell, entry.place)
            elif meaning == "role":
                filled["role"] = [read_role(cell.text)]
                if not filled["role"][0]:
                    filled["role"] = ["participant"]
                    filled.setdefault("note", []).append(f"Rôle écrit : « {one_line(cell.text)} ».")
            elif meaning == "note":
                filled.setdefault("note", []).append(
                    bench.public("", cell.text, entry.place, cell.field.label)
                )
            else:
                filled.setdefault(meaning, []).extend(cell_values(bench, "", column, entry, cell))
    filled = {name: values for name, values in filled.items() if values}
    if entry.plan.kind == "participations":
        filled.setdefault("role", ["participant"])
    required = (name for name, column in table.columns.items() if column.required and name not in _MADE)
    lacking = next((name for name in required if name not in filled), "")
    if lacking := lacking or lacks_an_end(table.name, filled):
        _refuse(bench, entry, lacking, told)
        return "rejected"
    return _add(bench, entry, filled)


def _refuse(bench: Bench, entry: Entry, lacking: str, told: int) -> None:
    """Reject a row for the column that it leaves empty, or whose words name nothing, as told since `told`."""
    label = bench.ledger.header(entry.place.table, lacking)
    why = next((each for each in bench.ledger.aside[told:] if each.column == label), None)
    if why is None:
        bench.ledger.reject(entry.place, "conversion.lacking", label)
    else:
        bench.ledger.aside.remove(why)
        bench.ledger.rejected.append(why)


def _add(bench: Bench, entry: Entry, filled: dict[str, list[str]]) -> str:
    """Add each combination of the ends that a row names: two structures in one cell are two rows."""
    columns = load_schema()[entry.plan.kind].columns
    rows: list[dict[str, str]] = [{}]
    for name, values in filled.items():
        if columns[name].many:
            rows = [{**row, name: "|".join(dict.fromkeys(values))} for row in rows]
        elif columns[name].kind == "ref":
            rows = [{**row, name: value} for row in rows for value in values]
        else:
            rows = [{**row, name: " ; ".join(values) if name == "note" else values[0]} for row in rows]
    apart = [row for row in rows if not ties_itself(entry.plan.kind, row)]
    if not apart:
        label = bench.ledger.header(entry.place.table, "partner")
        written = next((cell.text for cell in entry.cells.get("partner", ())), "")
        bench.ledger.reject(entry.place, "conversion.self", label, written)
        return "rejected"
    new = False
    for row in apart:
        new |= _one(bench, entry.plan.kind, row, entry.key if len(apart) == 1 else "", entry.place)
    return "accepted" if new else "merged"


def _one(bench: Bench, kind: str, row: dict[str, str], key: str, place: Place) -> bool:
    if kind == "partnerships" and row["structure"] > row["partner"]:
        row = {**row, "structure": row["partner"], "partner": row["structure"]}
    if "id" in load_schema()[kind].columns:
        row = {"id": _identifier(bench, kind, row, key), **row}
    return bench.ledger.add(kind, row, place)


def _identifier(bench: Bench, kind: str, row: dict[str, str], key: str) -> str:
    """Return the id that the source's own key gives, else the one that its ends do."""
    if key:
        return bench.things.identifiers.own(key) or bench.things.identifiers.take(key)
    role = row.get("role") or {"fundings": "funds", "partnerships": "partner"}.get(kind, "")
    first = row.get("funder") or row.get("structure") or row.get("person") or row.get("subject", "")
    second = row.get("beneficiary") or row.get("partner") or row.get("activity", "")
    if first and second and role:
        return "--".join(filter(None, (first, role, second, row.get("start"))))
    words = " ".join([kind, *(row[name] for name in sorted(row) if name not in ("note", "locator"))])
    return f"{bench.ledger.source}-{slug(words)}"


def leave_aside(bench: Bench, entry: Entry) -> None:
    """Set aside the cells of a row that mean nothing known."""
    for meaning in ("", "aside", "ignore"):
        for cell in entry.cells.get(meaning, ()):
            bench.leave(cell, entry.place)
