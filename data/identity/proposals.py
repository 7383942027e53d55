"""What may be the same thing, with reasons for and against: proposed to people, never merged on a score."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...messages import text
from ..rows import Row
from ..tables import Tables
from .decisions import standing
from .homepages import normal_homepage, site
from .name_index import NameIndex
from .names import Name, Rarity, differing_places

PROPOSED = ("structures", "initiatives", "chantiers")
LEAST = 0.7  # the score from which two things are proposed
_WEIGHTS = {"siren": 0.3, "rna": 0.3, "homepage": 0.2, "phone": 0.15, "site": 0.1, "seat": 0.05}
_AGAINST = {"siren": -0.4, "rna": -0.3, "seat": -0.1}
_BEGINS = 0.8  # the likeness that a name has with one that it begins
_SHARED = 8  # things beyond which a shared site or phone says nothing


@dataclass(frozen=True)
class Proposal:
    """Two things that may be one: ids, a score in [0, 1] that only orders them, sentences for and against."""

    first: str
    second: str
    score: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]


@dataclass(frozen=True)
class _Thing:
    """What all the rows of one thing say of it."""

    names: tuple[Name, ...]
    values: Mapping[str, frozenset[str]]


def propose_same(tables: Tables) -> list[Proposal]:
    """Return the pairs of things whose names, numbers or addresses are alike, the likeliest first.

    Pairs that people decided on, yes or no, are left out. The work grows with the number of pairs that share
    a rare word, not with the square of the number of names.
    """
    decided = {
        frozenset((subject_of(tables, each.first), subject_of(tables, each.second)))
        for each in standing(tables.decisions)
        if each.kind == "same" and each.answer != "later"
    }
    found = (each for table in PROPOSED for each in _proposals(tables, table, decided))
    return sorted(found, key=lambda each: (-each.score, each.first, each.second))


def subject_of(tables: Tables, identifier: str) -> str:
    """Return the id of the thing that a row's id designates."""
    row = tables.by_id.get(identifier)
    return row.subject if row else identifier


def thing_names(tables: Tables, table: str) -> dict[str, tuple[Name, ...]]:
    """Return every name of the things of a table: shown, other, acronym, spellings in documents."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for row in tables.rows[table]:
        for name in (*row.cells.get("name", ()), *row.other_names, *row.cells.get("acronym", ())):
            names[row.subject][name] = None
    for row in tables.rows["mentions"]:
        if row.one("subject") in names and "spelling" in row.cells:
            names[row.one("subject")][row.one("spelling")] = None
    return {thing: tuple(map(Name, each)) for thing, each in names.items()}


def _proposals(tables: Tables, table: str, decided: set[frozenset[str]]) -> Iterator[Proposal]:
    names = thing_names(tables, table)
    values = {thing: each for thing, each in _values(tables, table).items() if thing in names}
    index = NameIndex(names)
    pairs = dict.fromkeys([*index.pairs(), *_sharing(values)])
    for first, second in pairs:
        if frozenset((first, second)) in decided:
            continue
        one = _Thing(names[first], values.get(first, {}))
        two = _Thing(names[second], values.get(second, {}))
        likeness = index.likeness(one.names, two.names)
        begins = likeness < LEAST and _begins(one, two, index.rarity)
        if begins:
            likeness = _BEGINS
        if likeness < LEAST and not any(_known(one, two, kind) for kind in _WEIGHTS):
            continue
        weighed = [*_reasons(one, two)]
        score = round(min(1.0, max(0.0, likeness + sum(weight for weight, _ in weighed))), 2)
        if score >= LEAST:
            likely = text("proposal.begins" if begins else "proposal.names", likeness=round(likeness * 100))
            pros = [likely, *(reason for weight, reason in weighed if weight > 0)]
            cons = [reason for weight, reason in weighed if weight <= 0]
            yield Proposal(first, second, score, tuple(pros), tuple(cons))


def _begins(one: _Thing, two: _Thing, rarity: Rarity) -> bool:
    """Tell whether the name of one thing begins that of the other, by a word that no third one has.

    Two seats that differ make them two: "Emmaüs Essai" of Brest, and of Lorient.
    """
    seats = one.values.get("seat"), two.values.get("seat")
    if all(seats) and seats[0] != seats[1]:
        return False
    pairs = ((first.key, second.key) for first in one.names for second in two.names)
    for short, long in (sorted(pair, key=len) for pair in pairs):
        if short and short != long and long[: len(short)] == short and not long[len(short)].isdigit():
            return any(
                len(word) > 3 and rarity.held.get(word, 0) <= 2 for word in Name(" ".join(short)).telling
            )
    return False


def _values(tables: Tables, table: str) -> dict[str, dict[str, frozenset[str]]]:
    """Return what each thing has beside its names: kind of value -> values."""
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in tables.rows[table]:
        for kind, value in _of_row(row):
            values[row.subject][kind].add(value)
    for row in tables.rows["locations"]:
        if row.one("relation") == "seatedIn":
            values[row.one("subject")]["seat"].add(_territory(tables, row.one("territory")))
    for row in tables.rows["contacts"]:
        if digits := "".join(filter(str.isdigit, row.one("phone")))[-9:]:
            values[row.one("subject")]["phone"].add(digits)
    return {thing: {kind: frozenset(each) for kind, each in kinds.items()} for thing, kinds in values.items()}


def _of_row(row: Row) -> Iterator[tuple[str, str]]:
    yield "folder", row.folder
    for register in ("siren", "siret", "rna"):
        if value := row.one(register):
            yield register, value
    if "siret" in row.cells and "siren" not in row.cells:
        yield "siren", row.one("siret")[:9]
    if homepage := row.one("homepage"):
        yield from ((kind, value) for kind, value in _web(homepage) if value)


def _web(homepage: str) -> tuple[tuple[str, str], ...]:
    return ("homepage", normal_homepage(homepage)), ("site", site(homepage))


def _territory(tables: Tables, key: str) -> str:
    if key in tables.territories:
        return tables.territories[key].name
    return tables.by_id[key].one("name") if key in tables.by_id else key


def _sharing(values: Mapping[str, Mapping[str, frozenset[str]]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of things with a number, page or phone in common that few have."""
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, kinds in values.items():
        for kind in ("siren", "rna", "homepage", "phone", "site"):
            for value in kinds.get(kind, ()):
                holders[kind, value].append(thing)
    for group in holders.values():
        if len(group) <= _SHARED:
            yield from combinations(sorted(group), 2)


def _known(one: _Thing, two: _Thing, kind: str) -> frozenset[str]:
    return one.values.get(kind, frozenset()) & two.values.get(kind, frozenset())


def _reasons(one: _Thing, two: _Thing) -> Iterator[tuple[float, str]]:
    """Yield the reasons beside the names, each with its weight: above 0 for, else against."""
    for kind, weight in _WEIGHTS.items():
        if shared := _known(one, two, kind):
            if kind != "site" or not _known(one, two, "homepage"):
                yield weight, text(f"proposal.same.{kind}", value=min(shared))
        elif kind in ("siren", "rna", "seat") and kind in one.values and kind in two.values:
            yield _AGAINST[kind], text(f"proposal.other.{kind}", **_both(one.values[kind], two.values[kind]))
    first, second = one.values.get("siret"), two.values.get("siret")
    if first and second and not first & second and _known(one, two, "siren"):
        yield -0.1, text("proposal.other.siret", **_both(first, second))
    yield from _of_names(one, two)
    if _known(one, two, "folder") and not _known(one, two, "siren"):
        yield -0.05, text("proposal.one-list")


def _of_names(one: _Thing, two: _Thing) -> Iterator[tuple[float, str]]:
    if places := differing_places(one.names[0], two.names[0]):
        yield -0.35, text("proposal.other.place", first=places[0], second=places[1])
    forms = [frozenset[str]().union(*(name.forms for name in each.names)) for each in (one, two)]
    if forms[0] and forms[1] and not forms[0] & forms[1]:
        yield -0.05, text("proposal.other.form", **_both(*forms))


def _both(first: frozenset[str], second: frozenset[str]) -> dict[str, str]:
    return {"first": ", ".join(sorted(first)), "second": ", ".join(sorted(second))}


def shown_first(proposals: Sequence[Proposal], tables: Tables) -> list[Proposal]:
    """Return the proposals, those put off to later after the others."""
    later = {
        frozenset((subject_of(tables, each.first), subject_of(tables, each.second)))
        for each in standing(tables.decisions)
        if each.kind == "same" and each.answer == "later"
    }
    return sorted(proposals, key=lambda each: frozenset((each.first, each.second)) in later)
