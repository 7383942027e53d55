"""The territories of France of one vintage of INSEE's Code officiel géographique, loaded once, immutable.

Overseas collectivities are départements and régions of nature "com", as the source gives them: 101
départements and 18 régions are left when they are put aside. `ancestors` names all that a territory meets
above it; `within` only what holds the whole of it, which alone may be closed transitively: an EPCI that
straddles two départements has both as ancestors and lies within neither.
"""

import csv
import gc
import gzip
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import cast

from ...errors import UnknownName
from .territory import KINDS, Former, Kind, Status, Territory

FRANCE = "pays-france"
_NO_FORMER: tuple[Former, ...] = ()
_LETTERS = "0123456789AB"
_NEAREST = 5


class Reference:
    """Every territory by its key, every former code by itself, and what lies in what."""

    def __init__(self, territories: list[Territory], former: list[Former], vintage: int) -> None:
        self.vintage = vintage
        self.territories: Mapping[str, Territory] = MappingProxyType({each.key: each for each in territories})
        self._former: dict[str, tuple[Former, ...]] = {}
        for each in former:
            self._former[each.code] = (*self._former.get(each.code, ()), each)
        self._postal: dict[str, list[Territory]] = defaultdict(list)
        self._siren: dict[str, Territory] = {}
        self._communes: dict[str, list[Territory]] = defaultdict(list)
        self._current: dict[str, Territory] = {}
        for territory in territories:
            if territory.kind == "Commune":
                self._current[territory.code] = territory
                for code in territory.postal_codes:
                    self._postal[code].append(territory)
                for key in above(territory):
                    self._communes[key].append(territory)
            if siren := territory.siren:
                self._siren[siren] = territory
        for several in self._postal.values():
            several.sort(key=rank)

    def territory(self, key: str) -> Territory:
        """Return the territory in force of a key ("region-28") or of a commune's or EPCI's bare code.

        Raises
        ------
        UnknownName
            For anything else; it names the nearest known keys or codes.
        """
        found = self.territories.get(key) or self._current.get(key) or self._siren.get(key)
        if found is None:
            nearest = ", ".join(self.nearest_codes(key)) or "?"
            raise UnknownName("territory.unknown", where=key[:40], nearest=nearest)
        return found

    def commune(self, code: str) -> Territory | None:
        """Return the commune that bears an INSEE code today, or None."""
        return self._current.get(code)

    def former(self, code: str) -> tuple[Former, ...]:
        """Return what a code designated before today, the latest first (a code had maybe several names)."""
        return self._former.get(code, _NO_FORMER)

    def all_former(self) -> Iterator[Former]:
        """Return every former name and code."""
        return (each for several in self._former.values() for each in several)

    def holder(self, code: str) -> tuple[Territory, Former | None]:
        """Return the commune that an INSEE code leads to today, and what the code was when it is retired.

        Raises
        ------
        UnknownName
            For a code that never was a commune's since 1943, nor an arrondissement's.
        """
        if code not in self._current and code in self._former:
            past = self._former[code][0]
            return self._current[past.holder], past
        return self.territory(code), None

    def postal(self, code: str) -> tuple[Territory, ...]:
        """Return the communes that a postal code serves, the most populated first."""
        return tuple(self._postal.get(code, ()))

    def siren(self, code: str) -> Territory | None:
        """Return the commune, EPCI or EPT of a SIREN."""
        return self._siren.get(code)

    def of_kind(self, kind: Kind) -> tuple[Territory, ...]:
        """Return the territories of a kind, by code."""
        return tuple(each for each in self.territories.values() if each.kind == kind)

    def communes(self, territory: Territory) -> tuple[Territory, ...]:
        """Return the communes of a territory, by code; of a commune, itself; of France, all."""
        if territory.kind == "Commune":
            return (territory,)
        return tuple(self._communes[territory.key])

    def ancestors(self, territory: Territory | str) -> tuple[Territory, ...]:
        """Return what is above a territory, from near to wide: EPT, EPCI, départements, régions, France.

        A grouping that straddles départements or régions has each of them.
        """
        found = self.territory(territory) if isinstance(territory, str) else territory
        return tuple(self.territories[key] for key in above(found))

    def within(self, territory: Territory | str) -> tuple[Territory, ...]:
        """Return each territory that holds the whole of this one, itself first: safe to close upon."""
        found = self.territory(territory) if isinstance(territory, str) else territory
        return (found, *(each for each in self.ancestors(found) if not _cut(found, each)))

    def same_ground(self, one: Territory, other: Territory) -> bool:
        """Return whether two territories have the same communes (Paris and its département)."""
        return one.population == other.population and self.communes(one) == self.communes(other)

    def nearest_codes(self, code: str) -> tuple[str, ...]:
        """Return up to five known codes that one keystroke separates from an unknown one, or neighbours.

        Slow beside a look-up (a millisecond or so): meant for an error's sentence.
        """
        if not 1 < len(code) <= 20:
            return ()
        known = {*self.territories, *self._current, *self._former, *self._siren}
        near = {each for each in _one_keystroke(code) if each in known}
        for length in (3, 2, 1):
            near = near or {each for each in known if each[:length] == code[:length]}
        return tuple(sorted(near, key=lambda each: _gap(each, code))[:_NEAREST])


@cache
def load_reference() -> Reference:
    """Return the embedded reference, read once.

    Examples
    --------
    >>> reference = load_reference()
    >>> [each.name for each in reference.ancestors("61063")]
    ['CA Flers Agglo', 'Orne', 'Normandie', 'France']
    """
    with uncollected():
        about = tomllib.loads((files(__package__) / "about.toml").read_text("utf-8"))
        regions = {row[0]: row for row in _rows("regions.csv")}
        departements = {row[0]: row for row in _rows("departements.csv")}
        communes = _communes({code: row[2] for code, row in departements.items()})
        wider = [*_groupings(communes), *_levels(communes, departements, regions)]
        former = [
            Former(code, name, holder, cast(Status, status), *dates)
            for code, name, holder, status, *dates in _rows("former.csv.gz")
        ]
        return Reference([*communes, *wider], former, about["vintage"])


def rank(territory: Territory) -> tuple[int, int, str]:
    """Return what sorts territories: the most populated first, then the smallest kind, then the code."""
    return -(territory.population or 0), KINDS.index(territory.kind), territory.code


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold the garbage collector back: nothing that is loaded here is garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _rows(name: str) -> Iterator[list[str]]:
    """Return the rows of one of our files, its header left out."""
    content = (files(__package__) / name).read_bytes()
    table = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    rows = csv.reader(io.StringIO(table))
    next(rows)
    return rows


def _communes(region_of: Mapping[str, str]) -> list[Territory]:
    places = {code: ((code,), (region,)) for code, region in region_of.items()}
    return [
        Territory(
            "Commune",
            code,
            name,
            int(population) if population else None,
            tuple(postal.split()),
            *places[departement],
            epci,
            ept,
            siren,
        )
        for code, name, postal, population, departement, epci, ept, siren in _rows("communes.csv.gz")
    ]


def _groupings(communes: list[Territory]) -> Iterator[Territory]:
    members: dict[str, list[Territory]] = defaultdict(list)
    for each in communes:
        members[each.epci].append(each)
        members[each.ept].append(each)
    for code, name, nature, population in _rows("groupings.csv"):
        inside = members[code]
        departements = tuple(sorted({each.departements[0] for each in inside}))
        regions = tuple(sorted({each.regions[0] for each in inside}))
        epci = inside[0].epci if nature == "EPT" else ""
        kind: Kind = "EPT" if nature == "EPT" else "EPCI"
        yield Territory(
            kind, code, name, int(population), (), departements, regions, epci, siren=code, nature=nature
        )


def _levels(
    communes: list[Territory], departements: Mapping[str, list[str]], regions: Mapping[str, list[str]]
) -> Iterator[Territory]:
    people: dict[str, int] = defaultdict(int)
    for each in communes:
        people[f"departement-{each.departements[0]}"] += each.population or 0
        people[f"region-{each.regions[0]}"] += each.population or 0
    for code, name, region, zone in departements.values():
        yield Territory(
            "Departement", code, name, people[f"departement-{code}"], regions=(region,), nature=zone
        )
    for code, name, zone in regions.values():
        yield Territory("Region", code, name, people[f"region-{code}"], nature=zone)
    yield Territory("Country", "france", "France", sum(each.population or 0 for each in communes))


def above(territory: Territory) -> Iterator[str]:
    """Return the keys of what is above a territory, from near to wide."""
    if territory.ept:
        yield f"ept-{territory.ept}"
    if territory.epci:
        yield f"epci-{territory.epci}"
    for code in territory.departements:
        yield f"departement-{code}"
    for code in territory.regions:
        yield f"region-{code}"
    if territory.kind != "Country":
        yield FRANCE


def _cut(territory: Territory, met: Territory) -> bool:
    """Return whether a territory reaches beyond a département or région that it meets."""
    level = {"Departement": territory.departements, "Region": territory.regions}.get(met.kind, ())
    return len(level) > 1


def _one_keystroke(code: str) -> Iterator[str]:
    """Return the codes that one wrong, missing, doubled or swapped character makes of another."""
    for place in range(len(code)):
        for letter in _LETTERS:
            yield code[:place] + letter + code[place + 1 :]
        yield code[:place] + code[place + 1 :]
        yield code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
    for place in range(len(code) + 1):
        for letter in _LETTERS:
            yield code[:place] + letter + code[place:]


def _gap(one: str, other: str) -> tuple[int, bool, int, str]:
    """Return how far two codes are: in length, then in département, then in number."""
    numbers = one.isdigit() and other.isdigit() and other.isascii()
    distance = abs(int(one) - int(other)) if numbers else 0
    return abs(len(one) - len(other)), one[:2] != other[:2], distance, one
