"""What a source speaks of: each thing once, found again by its key or by its name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ..cells import BadCell
from .identifiers import Identifiers
from .ledger import Place
from .names import fold_name as fold
from .plan import Cells, Entry
from .values import one_line, read_register, read_url

LONGEST_NAME = 300  # signs
ACTIVITIES = ("chantiers", "initiatives", "events", "outputs")


@dataclass(slots=True, eq=False)
class Thing:
    """A thing of ours: the table it belongs to, its id, its name, its cells so far.

    `apart` holds what contradicts another of the same name: register numbers, homepage, city; `stated` is
    False for a thing that no row of the source is about, named by a link only.
    """

    table: str
    id: str
    name: str
    place: Place
    key: str = ""
    raw: str = ""
    stated: bool = True
    apart: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Things:
    """Every thing of one import."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.all: list[Thing] = []
        self.by_key: dict[tuple[str, str], Thing] = {}
        self._keyed: dict[str, list[Thing]] = {}
        self._named: dict[str, list[Thing]] = {}

    def of_row(self, entry: Entry) -> tuple[Thing, bool] | None:
        """Return the thing that a row is about, and whether the row made it; None without a name."""
        cells, key, kind = entry.cells, entry.key, entry.plan.kind
        known = self.by_key.get((entry.plan.raw.name, key)) if key else None
        if known:
            return known, False
        name = name_of(cells)
        if not name:
            return None
        apart = _apart(cells)
        same = [] if key else [each for each in self._same(name, kind) if not contradict(each.apart, apart)]
        if len(same) == 1:
            same[0].apart = {**apart, **same[0].apart}
            return same[0], False
        identifier = self._identifier(entry, name, apart)
        made = Thing(kind, identifier, name, entry.place, key, entry.plan.raw.name, apart=apart)
        self.enter(made)
        return made, True

    def _same(self, name: str, kind: str) -> list[Thing]:
        return [each for each in self.named(name, (kind,)) if fold(each.name) == fold(name)]

    def _identifier(self, entry: Entry, name: str, apart: dict[str, str]) -> str:
        """Return the id of a row's thing: its own if it is ours, else made of its key, else of its name."""
        own = next((cell.values[0] for cell in entry.cells.get("id", ())), "")
        discriminants = (entry.plan.kind,) if entry.key else (apart.get("siren", ""), apart.get("city", ""))
        return self.identifiers.own(own) or self.identifiers.take(entry.key or name, *discriminants)

    def create(self, table: str, name: str, place: Place) -> Thing:
        """Return a new thing that the source only names."""
        made = Thing(table, self.identifiers.take(name, table), name, place, stated=False)
        self.enter(made)
        return made

    def enter(self, thing: Thing) -> None:
        """Keep a thing, to be found by its key and name."""
        self.all.append(thing)
        if thing.key:
            self.by_key[thing.raw, thing.key] = thing
            self._keyed.setdefault(thing.key, []).append(thing)
        self._named.setdefault(fold(thing.name), []).append(thing)

    def forget(self, thing: Thing) -> None:
        """Take away a thing whose row is rejected after all."""
        self.all.remove(thing)
        self._named[fold(thing.name)].remove(thing)
        if thing.key:
            del self.by_key[thing.raw, thing.key]
            self._keyed[thing.key].remove(thing)

    def forget_since(self, count: int) -> None:
        """Take away the things made after the first `count`: the row that named them is rejected."""
        for thing in self.all[count:]:
            self.forget(thing)

    def also_named(self, thing: Thing, name: str) -> None:
        """Let a thing be found by another of its names: a chantier's number or short title."""
        known = self._named.setdefault(fold(name), [])
        if thing not in known:
            known.append(thing)

    def named(self, name: str, tables: Collection[str]) -> list[Thing]:
        """Return the things of these tables that bear a name (of any table when there is none)."""
        key = fold(name)
        found = [each for each in self._named.get(key, ()) if not tables or each.table in tables]
        return [each for each in found if fold(each.name) == key] or found if len(found) > 1 else found

    def keyed(self, key: str, tables: Collection[str], raw: str = "") -> list[Thing]:
        """Return the things of a key: those of the raw table `raw`, or of any."""
        if raw:
            found = self.by_key.get((raw, key))
            return [found] if found else []
        return [each for each in self._keyed.get(key, ()) if not tables or each.table in tables]


def name_of(cells: Cells) -> str:
    """Return the name that a row gives its thing, on one line, "" for none; the first cell that has one."""
    for cell in cells.get("name", ()):
        name = one_line(" ".join(cell.values))
        if any(map(str.isalnum, name)):
            return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return ""


def contradict(first: dict[str, str], second: dict[str, str]) -> bool:
    """Tell whether what is known of two rows of one name makes them two things."""
    if first.get("siren") and first.get("siren") == second.get("siren"):
        return False
    return any(first[what] != second[what] for what in first.keys() & second.keys())


def _apart(cells: Cells) -> dict[str, str]:
    found: dict[str, str] = {}
    for what, length in (("siren", 9), ("siret", 14)):
        for text in _texts(cells, what):
            try:
                found.setdefault("siren", read_register(what, text)[:9][:length])
            except BadCell:
                continue
    for text in _texts(cells, "homepage"):
        try:
            found.setdefault("homepage", _site(read_url(text)))
        except BadCell:
            continue
    for text in _texts(cells, "city"):
        found.setdefault("city", fold(text).partition(" cedex")[0])
    return found


def _texts(cells: Cells, meaning: str) -> Iterable[str]:
    return (value for cell in cells.get(meaning, ()) for value in cell.values)


def _site(address: str) -> str:
    return address.partition("://")[2].removeprefix("www.").rstrip("/").casefold()
