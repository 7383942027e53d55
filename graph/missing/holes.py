"""Where a network is hollow: communities that little or nothing joins, and who could join them."""

from collections.abc import Iterator
from itertools import combinations, product

import networkx as nx

from ...messages import figure, plural, text
from ..measures.brokerage import gould_fernandez
from ..measures.communities import Communities, communities
from .gaps import Gap, Refused
from .grounds import Grounds, Node
from .reasons import Reasoning

_LEAST = 3  # structures of a community that counts
_COMMUNITIES = 12  # the largest, looked at two by two
_NAMED = 3
_TRIED = 30  # structures of each community, the best linked
_WAYS = {
    "liaison": 2,
    "representative": 1,
}  # how many times Gould and Fernandez count a pair without direction


def found_communities(grounds: Grounds) -> Communities:
    """Return the communities of the structures that work together."""
    return communities(grounds.working)


def holes(
    grounds: Grounds, reasoning: Reasoning, found: Communities, refused: Refused = frozenset()
) -> list[Gap]:
    """Return the pairs of communities less linked than chance would have it, and who could join each.

    `first` and `second` are two structures, one in each, that no document says to know each other: those whom
    documents bring nearest, else the best linked. Whoever could join them is neither: a broker between the
    communities by Gould and Fernandez's roles, those with most pairs to bring together first. The score of a
    pair is how many of its expected links are missing, in [0, +inf[: k1 k2 / 2m links are expected between
    communities of k1 and k2 link ends, of 2m in all (Newman and Girvan's null model). Pairs of which less
    than one link is expected, or whose structures all know one another, are left out; those that a path joins
    come first.

    References
    ----------
    R. S. Burt, Structural holes and good ideas, Am. J. Sociol. 110, 349-399 (2004), doi:10.1086/421787;
    R. V. Gould, R. M. Fernandez, Structures of mediation, Sociol. Methodol. 19, 89-126 (1989),
    doi:10.2307/270949; M. E. J. Newman, M. Girvan, Phys. Rev. E 69, 026113 (2004),
    doi:10.1103/PhysRevE.69.026113
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
    barred = frozenset(ends for link, ends in refused if link == "partner")
    path = grounds.nearest(one, other, barred)
    pairing = (path.nodes[0], path.nodes[-1]) if path else _best_linked(grounds, pair, barred)
    if pairing is None:
        return None
    first, second = pairing
    names = [grounds.label(_order(grounds, group)[0]) for group in pair]
    sizes = {"size": figure(len(one)), "other_size": figure(len(other))}
    sizes |= {"members": _members(grounds, pair[0]), "other_members": _members(grounds, pair[1])}
    values = {"one": names[0], "other": names[1], **sizes, "expected": figure(expected, 1)}
    why = plural("lack.hole.why-", observed, **values) if observed else text("lack.hole.none", **values)
    brokers = dict(_brokers(grounds, (one, other), pairing, names))
    if path is not None:
        why = f"{why} {text('lack.hole.nearest', path=reasoning.path_words(path))}"
        reasons = reasoning.reasons(first, second)
        for each in reasons.introducers if reasons else ():
            brokers.setdefault(each.node, each.sentence)
    against = [*reasoning.doubts(path), *([] if path else [text("lack.against.no-path")])]
    return Gap(
        "partner",
        first,
        second,
        text("lack.about.hole", one=names[0], other=names[1]),
        round(expected - observed, 1),
        plural("lack.meaning.hole-", observed, expected=figure(expected, 1)),
        why,
        reasoning.path_words(path),
        reasoning.evidence(path),
        (*against, text("lack.against.apart-on-purpose")),
        tuple(brokers.values())[:_NAMED] or (text("lack.introducer.nobody"),),
        reasoning.sources(path, (first, second)),
        (grounds.label(first), grounds.label(second)),
        (float(path is None), round(observed - expected, 1)),
    )


def _best_linked(
    grounds: Grounds, pair: tuple[tuple[Node, ...], tuple[Node, ...]], barred: frozenset[frozenset[Node]]
) -> tuple[Node, Node] | None:
    """Return a structure of each community, the best linked that could be introduced to each other."""
    firsts, seconds = (_order(grounds, group)[:_TRIED] for group in pair)
    free = (
        (one, other)
        for one, other in product(firsts, seconds)
        if grounds.strangers(one, other) and frozenset((one, other)) not in barred
    )
    return next(free, None)


def _brokers(
    grounds: Grounds, groups: tuple[set[Node], set[Node]], pairing: tuple[Node, Node], names: list[str]
) -> Iterator[tuple[Node, str]]:
    """Yield who stands between two communities, in neither (liaison) or in one (representative)."""
    working, (one, other) = grounds.working, groups
    near = [{each for node in group for each in working[node]} for group in groups]
    thirds = (near[0] & near[1]) - one - other
    found = []
    for role, nodes in (("liaison", one | other | thirds), ("representative", one | other)):
        place = {node: 0 if node in one else 1 if node in other else 2 for node in nodes}
        table = gould_fernandez(nx.Graph(working.subgraph(nodes)), place)
        for node, pairs in zip(table["node"], table[role], strict=True):
            if pairs and node not in pairing and (role == "representative" or node in thirds):
                found.append((-(int(pairs) // _WAYS[role]), grounds.label(node), str(node), role, node))
    for pairs, name, _, role, node in sorted(found, key=lambda each: each[:4])[:_NAMED]:
        of = {"name": name, "group": names[node not in one]}
        yield node, plural(f"lack.introducer.{role}-", -pairs, **of)


def _order(grounds: Grounds, group: tuple[Node, ...]) -> list[Node]:
    """Return the structures of a community, the best linked first."""
    working = grounds.working
    return sorted(group, key=lambda node: (-working.degree(node), grounds.label(node), str(node)))


def _members(grounds: Grounds, group: tuple[Node, ...]) -> str:
    """Return who a community is made of: its best linked structures, "…" for the others."""
    order = _order(grounds, group)
    more = [] if len(group) <= _NAMED else ["…"]
    return ", ".join([*map(grounds.label, order[:_NAMED]), *more])
