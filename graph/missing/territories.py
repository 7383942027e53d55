"""Départements without anybody, in régions where somebody is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rdflib import Dataset

from ...data.identity.made_links import EVERYBODY
from ...messages import figure, plural, text
from .gaps import Gap, Refused
from .grounds import Grounds, Node
from .reasons import Reasoning

if TYPE_CHECKING:
    from ..coverage import Coverage

_NAMED = 3


def territory_gaps(
    dataset: Dataset, grounds: Grounds, reasoning: Reasoning, refused: Refused = frozenset()
) -> list[Gap]:
    """Return the départements without a structure, in the régions where some are, the best surrounded first.

    A région where the ecosystem is nowhere stated to be is not its territory. The score is the share of the
    other départements of the région where somebody is, in ]0, 1].
    """
    from ...data.territories.reference import load_reference
    from ..coverage import coverage

    regions = {each.code: set(each.regions) for each in load_reference().of_kind("Departement")}
    told = coverage(dataset, "departement", "structures")
    covered, sources = told.table, _sources(told)
    rows: dict[str, dict[Any, Any]] = {row["code"]: row for row in covered.to_dict("records")}
    seats = _seats(grounds, reasoning)
    found = []
    for code, row in rows.items():
        around = [
            each for each in rows if each != code and regions.get(each, set()) & regions.get(code, set())
        ]
        peopled = [rows[each] for each in around if rows[each]["inside"]]
        refusal = "covers", frozenset((row["territory"], EVERYBODY))
        if not row["inside"] and peopled and refusal not in refused:
            found.append(_territory_gap(row, peopled, len(around), seats, sources))
    return sorted(found, key=lambda gap: (-gap.score, *gap.names))


def _seats(grounds: Grounds, reasoning: Reasoning) -> dict[Node, list[str]]:
    """Return territory -> the names of the structures that are seated or work there."""
    found: dict[Node, list[str]] = defaultdict(list)
    for node in grounds.working:
        for place in reasoning.portraits.places(node):
            found[str(place)].append(grounds.label(node))
    return {place: sorted(names) for place, names in found.items()}


def _sources(covered: "Coverage") -> dict[Node, list[str]]:
    """Return territory -> the passages that say who is there, or inside it."""
    found: dict[Node, list[str]] = defaultdict(list)
    for row in covered.evidence.to_dict("records"):
        if row["level"] == "inside":
            found[str(row["territory"])].append(f"{row['sourceLabel']}, {row['locator']}")
    return found


def _meaning(peopled: int, around: int) -> str:
    """Return what the score counts: départements of the région where somebody is."""
    if around == 1:
        return text("lack.meaning.territory-only")
    return plural("lack.meaning.territory-", peopled, total=figure(around))


def _territory_gap(
    row: Mapping[Any, Any],
    peopled: Sequence[Mapping[Any, Any]],
    around: int,
    seats: Mapping[Node, list[str]],
    sources: Mapping[Node, list[str]],
) -> Gap:
    name = str(row["territoryLabel"])
    nearest = sorted(peopled, key=lambda each: (-each["inside"], each["code"]))[:_NAMED]
    near = ", ".join(f"{each['territoryLabel']} ({figure(each['inside'])})" for each in nearest)
    population = figure(int(row["population"] or 0))
    who = [
        text("lack.territory.near", name=structure, territory=each["territoryLabel"])
        for each in nearest
        for structure in seats.get(each["territory"], ())[:2]
    ]
    wide = (
        [text("lack.against.wider", covered=row["coveredBy"])]
        if row["covered"] in ("whole", "across")
        else []
    )
    return Gap(
        "covers",
        row["territory"],
        None,
        text("lack.about.territory"),
        round(len(peopled) / around, 3),
        _meaning(len(peopled), around),
        text("lack.territory.why", name=name, population=population, near=near),
        against=(*wide, text("lack.against.unwritten-place")),
        introducers=tuple(who[: _NAMED + 1]),
        sources=tuple(
            dict.fromkeys(each for near in nearest for each in sources.get(near["territory"], ())[:_NAMED])
        ),
        names=(name, ""),
    )
