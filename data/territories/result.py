"""What a written text designates: one territory, ranked candidates, or none; always with the reasons."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ...errors import MaillageError
from ...messages import text as say
from .reference import Reference, load_reference
from .territory import Former, Territory

if TYPE_CHECKING:
    import pandas

Outcome = Literal["one", "several", "none"]
COLUMNS = ("kind", "code", "name", "departement", "region", "epci", "population", "how", "warning")
_SHOWN = 40  # characters of the given text that a sentence repeats


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogue with what fills it; `str()` says it in the language spoken then."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return say(self.key, **dict(self.values))


def reason(key: str, **values: object) -> Reason:
    """Return the reason of a catalogue key, filled from `values`."""
    return Reason(key, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A territory that a text may designate, why, and the former name or code through which it was found."""

    territory: Territory
    reason: Reason
    tier: int = 0
    former: Former | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the text, and every territory that it gives."""

    reason: Reason
    territories: tuple[Territory, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a text designates: `territory` when that is sure enough, else None.

    `candidates` are ranked, the answer first when there is one; `warnings` must be shown with the answer;
    `nearest` looks for known names close to a text that designates nothing, only when it is called.
    """

    text: str
    territory: Territory | None
    candidates: tuple[Candidate, ...] = ()
    warnings: tuple[Reason, ...] = ()
    _nearest: Callable[[], tuple[Candidate, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def outcome(self) -> Outcome:
        """Return "one", "several" or "none"."""
        if self.territory:
            return "one"
        return "several" if self.candidates else "none"

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Return the candidates by way of reading, in order: both sides of a contradiction stand here."""
        ways: dict[Reason, list[Territory]] = {}
        for each in self.candidates:
            ways.setdefault(each.reason, []).append(each.territory)
        return tuple(Reading(way, tuple(territories)) for way, territories in ways.items())

    def nearest(self) -> tuple[Candidate, ...]:
        """Return the known territories whose names or codes are closest to the text, the closest first."""
        return self._nearest()

    def one(self) -> Territory:
        """Return the one territory.

        Raises
        ------
        MaillageError
            When several territories fit, or none; the sentence names the first ones.
        """
        if self.territory:
            return self.territory
        named = self.candidates or self.nearest()
        names = "; ".join(f"{each.territory.name} ({each.territory.code})" for each in named[:5])
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        where = "".join(sign if sign.isprintable() else " " for sign in shown)
        where = where.strip() or "maillage territory"
        if self.candidates:
            raise MaillageError("territory.several", where=where, count=len(self.candidates), names=names)
        raise MaillageError("territory.nearest" if named else "territory.none", where=where, names=names)


def match_rows(match: Match) -> "pandas.DataFrame":
    """Return a row a territory: the answer alone when there is one, else the candidates, else the nearest.

    Columns: kind, code, name, departement and region and epci (names, several joined by " | "), population
    (inhabitants), how (why it is here), warning.
    """
    import pandas

    shown = match.candidates[:1] if match.territory else match.candidates or match.nearest()
    warning = " ".join(map(str, match.warnings))
    reference = load_reference()
    rows = [(*_cells(each.territory, reference), str(each.reason), warning) for each in shown]
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def _cells(territory: Territory, reference: Reference) -> tuple[object, ...]:
    around = (territory, *reference.ancestors(territory))
    names = {
        kind: " | ".join(each.name for each in around if each.kind == kind)
        for kind in ("Departement", "Region", "EPCI")
    }
    places = (names["Departement"], names["Region"], names["EPCI"])
    return (territory.kind, territory.code, territory.name, *places, territory.population)
