"""How many structures are said to be in each région or département, and at which level it was said.

The one place that counts for the maps of territories.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import Dataset

from ..data.territories.drawing import Level
from ..data.territories.territory import Territory
from ..graph import places
from ..ontology.terms import MAI
from .territory_drawing import territories

# relation -> the way it is told; an intervention by the level at which it is stated
_WAYS = {str(MAI.seatedIn): "seated", str(MAI.intervenesIn): ""}


@dataclass(frozen=True)
class Count:
    """What is said of one territory, in structures, each counted once in its most precise way.

    `seated` have their seat inside. The others intervene: `inside` it or a part of it, in the `whole` of
    something larger that holds it, or `across` its border.
    """

    territory: Territory
    seated: int
    inside: int
    whole: int
    across: int

    @property
    def intervening(self) -> int:
        """Return how many intervene, in whichever way."""
        return self.inside + self.whole + self.across

    @property
    def empty(self) -> bool:
        """Return whether no structure is said to be seated or to intervene."""
        return not self.seated and not self.intervening

    @property
    def only_whole(self) -> bool:
        """Return whether those who intervene are said to do so only in something larger."""
        return bool(self.whole) and self.whole == self.intervening


def counts(dataset: Dataset, level: Level) -> list[Count]:
    """Return a count for each of the 18 régions or 101 départements, by code."""
    kind = places.level(level)
    known = places.territories(dataset, kind, everywhere=True)
    code_of = dict(zip(known["territory"], known["code"], strict=True))
    structures = set(places.things(dataset, "structures")["thing"])
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    placed = places.placed(dataset, kind, everywhere=True)
    said = placed[["thing", "relation", "territory", "level"]]
    for thing, relation, territory, stated in said.itertuples(index=False, name=None):
        if thing in structures and relation in _WAYS:
            way = _WAYS[relation] or stated
            found[code_of[territory], way].add(thing)
    return [_count(territory, found) for territory in territories(level).values()]


def unplaced(dataset: Dataset) -> tuple[int, int]:
    """Return how many structures have no territory at all, and how many structures there are."""
    structures = set(places.things(dataset, "structures")["thing"])
    return len(structures - set(places.stated(dataset)["thing"])), len(structures)


def deduced(dataset: Dataset) -> int:
    """Return how many structures are placed by deduction alone: no document states where they are."""
    structures = set(places.things(dataset, "structures")["thing"])
    said = places.passages(dataset)
    stated = set(said[said["status"].astype(str).str.endswith("stated")]["thing"])
    return len(structures & set(places.stated(dataset)["thing"]) - stated)


def _count(territory: Territory, found: Mapping[tuple[str, str], set[str]]) -> Count:
    """Return the count of one territory: who is inside is not told again as in the whole, or across."""
    seated, inside, whole, across = (
        found.get((territory.code, way), set()) for way in ("seated", "inside", "whole", "across")
    )
    whole = whole - inside
    return Count(territory, len(seated), len(inside), len(whole), len(across - inside - whole))
