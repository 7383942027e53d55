"""What the sections of a report are made of: candidates, communities, places, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..messages import text
from .edition import Edition
from .territory_counts import counts
from .territory_map import TerritoryMap
from .words import plural

if TYPE_CHECKING:
    import pandas

_EMPTY, _CHANGES = 12, 8  # territories without anybody, changes that a report shows


@dataclass(frozen=True)
class Holding:
    """What a measure says: its name, its definition, its sentences."""

    name: str
    means: str
    sentences: Sequence[str]


@dataclass(frozen=True)
class Link:
    """Two structures that work together, why, and how sure that is."""

    ends: Sequence[tuple[str, str | None]]
    reasons: Sequence[str]
    status: str


@dataclass(frozen=True)
class Group:
    """A community: its number, tint and size, its first names, how many others it holds."""

    number: int
    tint: str
    size: int
    names: Sequence[tuple[str, str | None]]
    more: int


@dataclass(frozen=True)
class Candidate:
    """Something that may be missing: its rank, what it would join, why, why not, who could act."""

    rank: int
    ends: Sequence[tuple[str, str | None]]
    about: str
    why: str
    against: Sequence[str]
    introducers: Sequence[str]
    sources: Sequence[str]
    later: bool


@dataclass(frozen=True)
class Lacking:
    """The candidates of a kind, with how they were found and what must be said with them."""

    kind: str
    meaning: str
    candidates: Sequence[Candidate]
    notes: Sequence[str]


class Places:
    """Where there is somebody: a map of the départements, and those where nobody is, most inhabited first."""

    def __init__(self, edition: Edition, without: int, total: int) -> None:
        found = counts(edition.dataset, "departement")
        self.without, self.total, self.all = without, total, len(found)
        self.present = sum(bool(one.seated or one.inside) for one in found)
        self.empty = sorted(
            (one for one in found if one.empty), key=lambda one: -(one.territory.population or 0)
        )
        self.shown = self.empty[:_EMPTY]
        self.map = TerritoryMap(
            {one.territory.code: max(one.seated, one.intervening) for one in found},
            "departement",
            "tiles",
            title=text("report.places.map"),
            unit=text("atlas.cartes.unit"),
            one=text("atlas.cartes.one"),
            note=plural("atlas.cartes.unplaced.", without, total=total),
            marked=[one.territory.code for one in found if one.only_whole and not one.seated],
            marked_words=text("atlas.cartes.only-whole"),
            key="rapport",
        )


class Changes:
    """What came, went and changed since a dated build: how many of each, and what moved in the network."""

    def __init__(self, since: str, table: "pandas.DataFrame", sentences: Sequence[str]) -> None:
        self.since = since[:10]
        things = table.drop_duplicates(["change", "thing"])["change"]
        self.counts = {change: int((things == change).sum()) for change in ("added", "gone", "changed")}
        self.shown, self.more = sentences[:_CHANGES], max(0, len(sentences) - _CHANGES)
