"""Ties between things: participations, fundings, partnerships, and what is part of what."""

from collections.abc import Collection
from dataclasses import replace

from ..cells import BadCell
from .bench import ACTIVITY, STRUCTURE, Bench, Person, Wanted
from .ledger import Place
from .outcome import Candidate
from .plan import Cell, Entry
from .splitting import candidate_names, joined_names, reads_as_prose
from .things import ACTIVITIES, Thing
from .values import one_line, read_cell
from .vocabularies import read_role

FUNDED = ("structures", *ACTIVITIES)
_PARENTS = {"chantiers": "initiative", "initiatives": "part_of", "events": "part_of"}


def tie_row(bench: Bench, thing: Thing, entry: Entry) -> None:
    """State every tie that a row of a thing holds."""
    for meaning, group in entry.cells.items():
        for cell in group:
            if meaning.startswith("participation:"):
                _participations(bench, thing, entry, cell)
            elif meaning in ("funder", "funds"):
                _fundings(bench, thing, entry, cell)
            elif meaning in ("partner", "affiliation"):
                _partnerships(bench, thing, entry, cell)
            elif meaning == "part-of":
                _part_of(bench, thing, entry, cell)
            elif meaning == "partners-text":
                relation = "partner" if thing.table == "structures" else "participation"
                _candidates(bench, thing, cell, entry.place, relation)


def _participations(bench: Bench, thing: Thing, entry: Entry, cell: Cell) -> None:
    of_structure = thing.table == "structures"
    wanted = ACTIVITY if of_structure else STRUCTURE
    role = cell.field.meaning.partition(":")[2]
    extra: dict[str, str] = {}
    for said in entry.cells.get("role", ()):
        role, extra = _role(said.text, role)
    if of_structure:
        extra |= dates(bench, entry)
    for value in _names(bench, thing, entry, cell, wanted.tables):
        other = bench.find(value, cell, wanted, entry, thing.id)
        if other and other.table == "persons":
            bench.private(thing.id, entry.place, Person(other.name))
        elif other:
            ends = (thing, other) if of_structure else (other, thing)
            add_participation(bench, *ends, entry.place, {**extra, "role": role})


def _names(bench: Bench, thing: Thing, entry: Entry, cell: Cell, tables: Collection[str]) -> list[str]:
    """Return the values of a cell that are names; words about names of structures become candidates."""
    values = bench.values(entry, cell, tables)
    if cell.field.links or cell.field.options or "structures" not in tables:
        return values
    relation = "partner" if thing.table == "structures" else "participation"
    relation = "funder" if cell.field.meaning == "funder" else relation
    names: list[str] = []
    for value in values:
        both = joined_names(value)
        if bench.things.named(value, tables) or not (reads_as_prose(value) or len(both) > 1):
            names.append(value)
        elif all(bench.things.named(each, tables) for each in both):
            names += both
        elif not reads_as_prose(value):
            names.append(value)
        else:
            _candidates(bench, thing, replace(cell, values=(value,)), entry.place, relation)
    return names


def _role(words: str, otherwise: str) -> tuple[str, dict[str, str]]:
    """Return the role that words say, else another one with a note of the words."""
    known = read_role(words)
    return (known, {}) if known else (otherwise, {"note": f"Rôle écrit : « {one_line(words)} »."})


def add_participation(
    bench: Bench, structure: Thing, activity: Thing, place: Place, extra: dict[str, str]
) -> bool:
    """State that a structure takes part in an activity, in the role of `extra`; tell whether it is new."""
    parts = (structure.id, extra["role"], activity.id, extra.get("start"))
    row = {"id": "--".join(filter(None, parts)), "structure": structure.id, "activity": activity.id, **extra}
    return bench.ledger.add("participations", row, place)


def _fundings(bench: Bench, thing: Thing, entry: Entry, cell: Cell) -> None:
    """State who funds whom; an amount beside several funders is told in a note, for it is not each one's."""
    values = _names(bench, thing, entry, cell, ("structures",))
    extra = dates(bench, entry)
    for said in entry.cells.get("amount_eur", ()):
        amount = amount_of(bench, said, entry.place)
        if amount and len(values) == 1:
            extra["amount_eur"] = amount
        elif amount:
            extra["note"] = f"{said.field.label} : {one_line(said.text)} (pour {len(values)} financements)."
    wanted = STRUCTURE if cell.field.meaning == "funder" else Wanted(FUNDED, "structures")
    for value in values:
        other = bench.find(value, cell, wanted, entry, thing.id)
        if other and other.table != "persons":
            ends = (other, thing) if cell.field.meaning == "funder" else (thing, other)
            add_funding(bench, *ends, entry.place, extra)


def amount_of(bench: Bench, cell: Cell, place: Place) -> str:
    """Return the amount of a cell, in euros; "" when it is none, then told."""
    try:
        return read_cell("number", cell.text)
    except BadCell as error:
        bench.ledger.tell(place, error.key, cell.field.label, cell.text)
        return ""


def add_funding(bench: Bench, funder: Thing, beneficiary: Thing, place: Place, extra: dict[str, str]) -> bool:
    """State that a structure funds a thing; tell whether it is new."""
    if funder is beneficiary or funder.table != "structures" or beneficiary.table not in FUNDED:
        bench.ledger.tell(place, "conversion.tie-kinds", "", f"{funder.name} → {beneficiary.name}")
        return False
    parts = (funder.id, "funds", beneficiary.id, extra.get("start"))
    row = {"id": "--".join(filter(None, parts)), "funder": funder.id, "beneficiary": beneficiary.id, **extra}
    return bench.ledger.add("fundings", row, place)


def _partnerships(bench: Bench, thing: Thing, entry: Entry, cell: Cell) -> None:
    affiliation = cell.field.meaning == "affiliation"
    extra = dates(bench, entry) if affiliation and thing.table == "structures" else {}
    for value in _names(bench, thing, entry, cell, ("structures",)):
        other = bench.find(value, cell, STRUCTURE, entry, thing.id)
        if other is None or other.table == "persons":
            continue
        if thing.table == "structures":
            add = add_affiliation if affiliation else add_partnership
            add(bench, thing, other, entry.place, extra)
        elif thing.table in ACTIVITIES:
            add_participation(bench, other, thing, entry.place, {"role": "participant"})


def add_partnership(bench: Bench, first: Thing, second: Thing, place: Place, extra: dict[str, str]) -> bool:
    """State that two structures are partners, once whichever names the other; tell whether it is new."""
    if first is second:
        bench.ledger.tell(place, "conversion.self", "", first.name)
        return False
    one, other = sorted((first.id, second.id))
    row = {"id": f"{one}--partner--{other}", "structure": one, "partner": other, **extra}
    return bench.ledger.add("partnerships", row, place)


def add_affiliation(bench: Bench, member: Thing, network: Thing, place: Place, extra: dict[str, str]) -> bool:
    """State that a structure is a member of another: a partnership whose note says who is whose member."""
    if member is network:
        bench.ledger.tell(place, "conversion.self", "", member.name)
        return False
    said = [f"Adhésion : {member.name} est membre de {network.name}.", *filter(None, [extra.get("note", "")])]
    row = {"id": f"{member.id}--member-of--{network.id}", "structure": member.id, "partner": network.id}
    return bench.ledger.add("partnerships", {**row, **extra, "note": " ".join(said)}, place)


def _part_of(bench: Bench, thing: Thing, entry: Entry, cell: Cell) -> None:
    column = _PARENTS.get(thing.table, "")
    tables = ("initiatives",) if thing.table != "events" else ("initiatives", "chantiers", "events")
    for value in bench.values(entry, cell, tables):
        if not column:
            bench.ledger.tell(entry.place, "conversion.no-room", cell.field.label, value)
            continue
        other = bench.find(value, cell, Wanted(tables, "initiatives"), entry, thing.id)
        if other and not join(thing, other):
            bench.ledger.tell(
                entry.place, "conversion.second", cell.field.label, value, kept=thing.cells[column]
            )


def join(thing: Thing, whole: Thing) -> bool:
    """Say that a thing is part of another, where its table has a column for it and the cell is free."""
    column = _PARENTS.get(thing.table, "")
    allowed = ("initiatives",) if thing.table != "events" else ("initiatives", "chantiers", "events")
    if not column or whole.table not in allowed or thing is whole:
        return False
    return thing.cells.setdefault(column, whole.id) == whole.id


def _candidates(bench: Bench, thing: Thing, cell: Cell, place: Place, relation: str) -> None:
    """Keep the names in a free text as candidates: it is no fact until someone confirms it."""
    for value in cell.values:
        text = bench.public(thing.id, value, place, cell.field.label)
        found = False
        for words, passage in candidate_names(text):
            if "[…]" not in words:
                bench.ledger.candidates[Candidate(thing.id, words, passage, place.locator, relation)] = None
                found = True
        if not found:
            bench.ledger.tell(place, "conversion.no-candidate", cell.field.label, value)


def dates(bench: Bench, entry: Entry) -> dict[str, str]:
    """Return the start and end that a row gives, as ISO dates; what is no date is set aside."""
    found: dict[str, str] = {}
    for column in ("start", "end"):
        for cell in entry.cells.get(column, ()):
            try:
                found.setdefault(column, read_cell("date", cell.text))
            except BadCell as error:
                bench.ledger.tell(entry.place, error.key, cell.field.label, cell.text)
    return found
