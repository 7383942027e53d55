"""Where a network is hollow: communities that nothing joins, with who could; territories without anybody."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from rdflib import Dataset

from ...data.identity.made_links import EVERYBODY
from ...messages import figure, plural, text
from ..measures.communities import Communities, communities
from .gaps import Gap, Refused
from .grounds import Grounds, Node, Path
from .reasons import Reasoning

_LEAST = 3  # structures of a community that counts
_COMMUNITIES = 12  # the largest, looked at two by two
_NAMED = 3


def found_communities(grounds: Grounds) -> Communities:
    """Return the communities of the structures that work together."""
    return communities(grounds.working)


def holes(
    grounds: Grounds, reasoning: Reasoning, found: Communities, refused: Refused = frozenset()
) -> list[Gap]:
    """Return the pairs of communities less linked than chance would have it, and who could join each.

    `first` and `second` are the two structures, one in each, whom documents bring nearest. The score of a
    pair is how many of its expected links are missing, in [0, +inf[: k1 k2 / 2m links are expected between
    communities of k1 and k2 link ends, of 2m in all (Newman and Girvan's null model). Pairs of which less
    than one link is expected are left out; those that a path joins come first.

    References
    ----------
    R. S. Burt, Structural holes and good ideas, Am. J. Sociol. 110, 349-399 (2004), doi:10.1086/421787;
    M. E. J. Newman, M. Girvan, Phys. Rev. E 69, 026113 (2004), doi:10.1103/PhysRevE.69.026113
    """
    groups = [group for group in found.groups if len(group) >= _LEAST][:_COMMUNITIES]
    told = [_hole(grounds, reasoning, (one, other), refused) for one, other in combinations(groups, 2)]
    return sorted((gap for gap in told if gap), key=lambda gap: (gap.weight, gap.names))


def _hole(
    grounds: Grounds, reasoning: Reasoning, pair: tuple[tuple[Node, ...], tuple[Node, ...]], refused: Refused
) -> Gap | None:
    working = grounds.working
    one, other = (set(group) for group in pair)
    observed = sum(neighbour in other for node in one for neighbour in working[node])
    ends = [sum(working.degree(node) for node in group) for group in (one, other)]
    expected = ends[0] * ends[1] / max(1, 2 * working.number_of_edges())
    if observed >= expected or expected < 1:  # chance would put none either
        return None
    path = _nearest(grounds, one, other, refused)
    names = [grounds.label(_central(grounds, group)) for group in pair]
    sizes = {"size": figure(len(one)), "other_size": figure(len(other))}
    sizes |= {"members": _members(grounds, pair[0]), "other_members": _members(grounds, pair[1])}
    values = {"one": names[0], "other": names[1], **sizes, "expected": figure(expected, 1)}
    why = plural("lack.hole.why-", observed, **values) if observed else text("lack.hole.none", **values)
    brokers = list(_brokers(grounds, one, other))
    if path is not None:
        first, second = path.nodes[0], path.nodes[-1]
        why = f"{why} {text('lack.hole.nearest', path=reasoning.path_words(path))}"
        reasons = reasoning.reasons(first, second)
        brokers += [each.sentence for each in (reasons.introducers if reasons else ())]
    else:
        first, second = (_central(grounds, group) for group in pair)
    against = [*reasoning.doubts(path), *([] if path else [text("lack.against.no-path")])]
    return Gap(
        "partner",
        first,
        second,
        text("lack.about.hole", one=names[0], other=names[1]),
        round(expected - observed, 1),
        text("lack.meaning.hole", observed=observed, expected=figure(expected, 1)),
        why,
        reasoning.path_words(path),
        reasoning.evidence(path),
        (*against, text("lack.against.apart-on-purpose")),
        tuple(dict.fromkeys(brokers))[:_NAMED] or (text("lack.introducer.nobody"),),
        reasoning.sources(path, (first, second)),
        (grounds.label(first), grounds.label(second)),
        (float(path is None), round(observed - expected, 1)),
    )


def _nearest(grounds: Grounds, one: set[Node], other: set[Node], refused: Refused) -> Path | None:
    """Return the shortest path between two groups whose ends nobody refused to link."""
    starts, ends = set(one), set(other)
    for _ in range(5):
        path = grounds.nearest(starts, ends)
        if path is None or ("partner", frozenset((path.nodes[0], path.nodes[-1]))) not in refused:
            return path
        starts.discard(path.nodes[0])
    return None


def _brokers(grounds: Grounds, one: set[Node], other: set[Node]) -> Iterator[str]:
    """Yield who works with both communities, those with most ties to each, then shared most evenly, first."""
    working, found = grounds.working, []
    for node in {each for start in one for each in (start, *working[start])}:
        ties = [sum(each in group and each != node for each in working[node]) for group in (one, other)]
        if min(ties):
            found.append((-min(ties), sum(ties), grounds.label(node), str(node), ties))
    for _, _, name, _, ties in sorted(found)[:_NAMED]:
        yield text("lack.introducer.broker", name=name, one=ties[0], other=ties[1])


def _central(grounds: Grounds, group: tuple[Node, ...]) -> Node:
    working = grounds.working
    return min(group, key=lambda node: (-working.degree(node), grounds.label(node), str(node)))


def _members(grounds: Grounds, group: tuple[Node, ...]) -> str:
    """Return who a community is made of: its best linked structures, "…" for the others."""
    working = grounds.working
    order = sorted(group, key=lambda node: (-working.degree(node), grounds.label(node), str(node)))
    more = [] if len(group) <= _NAMED else ["…"]
    return ", ".join([*map(grounds.label, order[:_NAMED]), *more])


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
    covered = coverage(dataset, "departement", "structures").table
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
            found.append(_territory_gap(row, peopled, len(around), seats))
    return sorted(found, key=lambda gap: (-gap.score, *gap.names))


def _seats(grounds: Grounds, reasoning: Reasoning) -> dict[Node, list[str]]:
    """Return territory -> the names of the structures that are seated or work there."""
    found: dict[Node, list[str]] = defaultdict(list)
    for node in grounds.working:
        for place in reasoning.portraits.places(node):
            found[str(place)].append(grounds.label(node))
    return {place: sorted(names) for place, names in found.items()}


def _territory_gap(
    row: Mapping[Any, Any], peopled: Sequence[Mapping[Any, Any]], around: int, seats: Mapping[Node, list[str]]
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
        text("lack.meaning.territory", count=len(peopled), total=around),
        text("lack.territory.why", name=name, population=population, near=near),
        against=(*wide, text("lack.against.unwritten-place")),
        introducers=tuple(who[: _NAMED + 1]),
        names=(name, ""),
    )
