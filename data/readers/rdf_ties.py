"""The ties that a foreign graph states between its things: each once, whichever of its ends says it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..reading.raw import RawField, RawRow, RawTable
from .rdf_statements import Term, Text
from .rdf_things import KINDS, TYPE, Things, in_order
from .rdf_vocabularies import NODES, end, meaning, note, role, short, tie

NAME = "liens"
ACTIVITIES = ("chantiers", "initiatives", "events")
_COLUMNS = ("from", "to", "relation", "role", "amount_eur", "start", "end", "note")
_LABELS = {"note": "précision"}
_EURO = ("EUR", "€", "euro", "euros")


@dataclass
class Tie:
    """One tie: the subjects at its ends, what it is, and what its own node says (`cells`)."""

    relation: str
    start: str
    stop: str
    cells: dict[str, str] = field(default_factory=dict)
    key: str = ""
    said: str = ""


class Ties:
    """The ties of `things`: `table` of those to import, `posts` of people, what was left by property."""

    def __init__(self, things: Things) -> None:
        self.things = things
        self.left: Counter[str] = Counter()
        self.people: Counter[str] = Counter()
        self.posts: dict[str, dict[str, str]] = {}
        self.parts: dict[str, dict[str, str]] = {}
        found: dict[tuple[str, str, str], Tie] = {}
        for each in (*self._nodes(), *self._direct()):
            self._take(each, found)
        self.found = found

    def _nodes(self) -> Iterator[tuple[Tie, str]]:
        """Yield the ties that are nodes of their own: memberships, involvements, grants."""
        for subject, kind in self.things.kinds.items():
            if kind not in NODES.values():
                continue
            ends: dict[str, list[Term]] = {}
            for name in self.things.said[subject]:
                if (part := end(name, kind)) and name != TYPE:
                    ends.setdefault(part, []).extend(self.things.values(subject, name))
            first, last = ends.get("from", []), ends.get("to", [])
            if kind == "partnership":
                first, last = first[:1], first[1:] + last
            cells = self._cells(ends)
            key = "" if subject.startswith("_:") else subject
            pairs = [(a, b) for a in first for b in last if isinstance(a, str) and isinstance(b, str)]
            for number, (a, b) in enumerate(pairs):
                yield (
                    Tie(kind, a, b, cells, key if not number else f"{key} {number + 1}"),
                    self._class(subject),
                )
            if not pairs:
                self.left[self._class(subject)] += 1

    def _class(self, subject: str) -> str:
        return next(iter(self.things.classes(subject)), "")

    def _cells(self, ends: Mapping[str, list[Term]]) -> dict[str, str]:
        cells = {}
        for part in ("role", "start", "end", "note", "amount_eur"):
            words = [
                self._amount(value) if part == "amount_eur" else self.things.label(value)
                for value in ends.get(part, ())
            ]
            if any(words):
                cells[part] = next(filter(None, words))[: 10 if part in ("start", "end") else None]
        return cells

    def _amount(self, value: Term) -> str:
        if isinstance(value, Text):
            return value.value
        said = self.things.said.get(value, {})
        currencies = [
            text.value for text in in_order(self.things.by_meaning(value, "structures").get("currency", ()))
        ]
        numbers = [
            text.value
            for name, values in said.items()
            if short(name).endswith(":value")
            for text in in_order(values)
        ]
        return numbers[0] if numbers and all(each in _EURO for each in currencies) else ""

    def _direct(self) -> Iterator[tuple[Tie, str]]:
        """Yield the ties that a property states alone."""
        for subject in self.things.said:
            if self.things.kinds.get(subject) in NODES.values():
                continue
            for name in self.things.said[subject]:
                if meaning(name, "structures"):
                    continue
                taken = role(name)
                stated = ("participation", True) if taken else tie(name)
                for value in self.things.values(subject, name) if stated else ():
                    if isinstance(value, str) and stated:
                        ends = (value, subject) if stated[1] else (subject, value)
                        said = {"role": taken, "note": note(name)}
                        yield Tie(stated[0], *ends, {part: text for part, text in said.items() if text}), name

    def _take(self, stated: tuple[Tie, str], found: dict[tuple[str, str, str], Tie]) -> None:
        each, name = stated
        each.said = name
        kinds = self.things.kinds
        first, last = kinds.get(each.start, ""), kinds.get(each.stop, "")
        if first == "persons" or last == "persons":
            self._person(each, first, last, name)
            return
        each.relation = _fitting(each.relation, first, last)
        if not each.relation or each.start == each.stop:
            self.left[name] += 1
        elif each.relation == "part-of":
            self.parts.setdefault(each.start, {})[each.stop] = name
        else:
            ends = (each.start, each.stop)
            ends = (min(ends), max(ends)) if each.relation == "partnership" else ends
            if each.relation == "affiliation" and "role" in each.cells:
                told = f"Rôle : {each.cells.pop('role')}."
                each.cells["note"] = " ".join(filter(None, [each.cells.get("note"), told]))
            key = (each.relation, *ends)
            if key not in found or (each.cells and each.cells != found[key].cells and each.key):
                found[key if key not in found else (*key[:2], f"{key[2]} {each.key}")] = each

    def _person(self, each: Tie, first: str, last: str, name: str) -> None:
        """Keep where a person works; what else ties people is private and no fact of the network."""
        if first == "persons" and last == "structures" and each.relation in ("affiliation", "participation"):
            self.posts.setdefault(each.start, {}).setdefault(each.stop, each.cells.get("role", ""))
        else:
            self.people[name] += 1

    def table(self, keys: Mapping[str, str]) -> Iterator[RawTable]:
        """Yield the table of ties, their ends named by `keys`."""
        rows = []
        for each in self.found.values():
            ends = {"from": keys.get(each.start, each.start), "to": keys.get(each.stop, each.stop)}
            names = f"{self.things.label(each.start)} → {self.things.label(each.stop)} ({short(each.said)})"
            cells = {**ends, "relation": each.relation, **each.cells}
            rows.append(
                RawRow({name: (cells[name],) for name in _COLUMNS if cells.get(name)}, key=each.key or names)
            )
        used = [name for name in _COLUMNS if any(name in row.cells for row in rows)]
        if rows:
            yield RawTable(
                NAME,
                tuple(RawField(name, _LABELS.get(name, ""), name) for name in used),
                tuple(rows),
                kind="links",
            )


def _fitting(relation: str, first: str, last: str) -> str:
    """Return what a tie is, given the kinds of its ends ("" for one not described); "" for nothing here."""
    if relation == "affiliation" and last in ACTIVITIES:
        relation = "participation"
    if relation == "participation" and last == "structures":
        relation = "affiliation"
    allowed = {
        "participation": (("structures", ""), (*ACTIVITIES, "")),
        "affiliation": (("structures", ""), ("structures", "")),
        "partnership": (("structures", ""), ("structures", "")),
        "funding": (("structures", ""), (*KINDS, "")),
        "part-of": (ACTIVITIES, ("chantiers", "initiatives", "events")),
    }
    starts, stops = allowed.get(relation, ((), ()))
    return relation if first in starts and last in stops and (first or last) else ""
