"""A row of links: two ends, and words that say what ties them."""

from dataclasses import dataclass

from .bench import Bench, Person
from .ledger import Place
from .plan import Cells, Entry
from .things import ACTIVITIES, Thing
from .ties import (
    FUNDED,
    add_affiliation,
    add_funding,
    add_participation,
    add_partnership,
    amount_of,
    dates,
    join,
)
from .values import one_line
from .vocabularies import read_relation, read_role

_INVERSE = {
    "funded-by": "funds",
    "has-member": "member-of",
    "involves": "participates-in",
    "has-part": "part-of",
}


@dataclass(slots=True)
class Said:
    """What a row says of a tie: its two ends, the relation read from its `words`, the words for a role."""

    first: Thing
    second: Thing
    relation: str
    words: str
    role: str
    amount: str


def tie(bench: Bench, first: Thing, second: Thing, entry: Entry) -> str:
    """State the tie of two things that a row of links holds; return accepted, merged or rejected.

    Words that the tool does not know are read as the mildest tie of such ends, and the row says so:
    inferred, with the words in a note.
    """
    words = _text(entry.cells, "relation")
    relation = read_relation(words)
    if relation in _INVERSE:
        first, second, relation = second, first, _INVERSE[relation]
    if "persons" in (first.table, second.table):
        return _of_a_person(bench, first, second, words, entry.place)
    amount = next((amount_of(bench, cell, entry.place) for cell in entry.cells.get("amount_eur", ())), "")
    said = Said(first, second, relation, words, _text(entry.cells, "role"), amount)
    made = _state(bench, said, {**dates(bench, entry), **_note(bench, entry)}, entry.place)
    if made is None:
        bench.ledger.reject(entry.place, "conversion.tie-kinds", "", f"{first.name} → {second.name}")
        return "rejected"
    return "accepted" if made else "merged"


def _text(cells: Cells, meaning: str) -> str:
    return one_line(" ; ".join(cell.text for cell in cells.get(meaning, ())))


def _note(bench: Bench, entry: Entry) -> dict[str, str]:
    """Return the note of a tie: its weight and what is written of it."""
    noted = (*entry.cells.get("weight", ()), *entry.cells.get("note", ()))
    words = [f"{cell.field.label} : {one_line(cell.text)}" for cell in noted]
    return {"note": bench.public("", " ; ".join(words), entry.place, noted[0].field.label)} if words else {}


def _of_a_person(bench: Bench, first: Thing, second: Thing, words: str, place: Place) -> str:
    """Keep the tie of a person as a private contact of the other end."""
    person, other = (first, second) if first.table == "persons" else (second, first)
    if other.table == "persons":
        bench.ledger.reject(place, "conversion.persons", "", words)
        return "rejected"
    return "accepted" if bench.private(other.id, place, Person(person.name, words)) else "merged"


def _state(bench: Bench, said: Said, extra: dict[str, str], place: Place) -> bool | None:
    """State a tie, tell whether it is new; None when no table of ours holds such a tie of such ends."""
    first, second = said.first, said.second
    if first is second:
        return None
    if said.relation == "funds" or (said.amount and not said.words):
        if first.table != "structures" or second.table not in FUNDED:
            return None
        amount = {"amount_eur": said.amount} if said.amount else {}
        return add_funding(bench, first, second, place, {**_doubted(said, extra, "un financement"), **amount})
    return _without_amount(bench, said, extra, place)


def _without_amount(bench: Bench, said: Said, extra: dict[str, str], place: Place) -> bool | None:
    """State a tie that is no funding; an amount is told in its note."""
    first, second = said.first, said.second
    if said.amount:
        extra = {**extra, "note": _joined(extra.get("note", ""), f"Montant : {said.amount} €")}
    tables = (first.table in ACTIVITIES) + 2 * (second.table in ACTIVITIES)
    if "structures" in (first.table, second.table) and tables in (1, 2):
        structure, activity = (second, first) if tables == 1 else (first, second)
        return add_participation(bench, structure, activity, place, _with_role(said, extra))
    if first.table == second.table == "structures":
        add = add_affiliation if said.relation == "member-of" else add_partnership
        return add(bench, first, second, place, _doubted(said, extra, "un partenariat"))
    if tables == 3 and said.relation in ("part-of", "member-of"):
        return True if join(first, second) else None
    return None


def _with_role(said: Said, extra: dict[str, str]) -> dict[str, str]:
    """Return what a participation adds, its role read from the row's words, else told in the note."""
    role = read_role(said.role or said.words)
    told = extra if role else _doubted(said, extra, "une participation")
    if said.role and not role:
        told = {**told, "note": _joined(told.get("note", ""), f"Rôle écrit : « {said.role} ».")}
    otherwise = "member" if said.relation == "member-of" else "participant"
    return {**told, "role": role or otherwise}


def _doubted(said: Said, extra: dict[str, str], read_as: str) -> dict[str, str]:
    """Return what a row adds, marked inferred when the words of the tie are not known."""
    if said.relation:
        return extra
    words = f"La source écrit « {said.words} »" if said.words else "La source ne dit pas quel lien"
    note = _joined(extra.get("note", ""), f"{words} : lu comme {read_as}.")
    return {**extra, "status": "inferred", "note": note}


def _joined(*notes: str) -> str:
    return " ; ".join(filter(None, notes))
