"""Who links with whom: do structures link with their like, of type or of territory, more than chance would?

Newman's assortativity of a network for a grouping of its nodes, with how far the links on record settle it:
an interval from resampled links, and the chance that shuffled groups would mix as unevenly.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ...errors import BadParameter
from ...messages import plural, text
from .adjacency import joins

if TYPE_CHECKING:
    import pandas

Node = Hashable
Grouping = str | Mapping[Node, Hashable]

ENOUGH = 10  # links; below, no interval says anything
_NAMED = ("type", "territory", "kind")  # attributes that the sentences name
_RARE = 0.05  # the share of shuffles below which chance is set aside


@dataclass(frozen=True, eq=False)
class Mixing:
    """How the links of a network run between the groups of its nodes.

    Attributes
    ----------
    coefficient
        Newman's r, in [-1, 1]: 1 where every link stays inside a group, 0 where groups play no part,
        negative where links cross groups; NaN where every end is in one group, or there is no link.
    low, high
        The interval that holds r in 95 % of the resamplings of the links; NaN where r is.
    chance
        The share of the shuffles of the groups among the nodes whose r is as far from their mean, in ]0, 1];
        NaN where r is.
    inside
        The share of the links that stay inside a group, in [0, 1]; NaN without a link.
    links, unknown
        How many links are counted, and how many are not, for a group of an end is unknown.
    by
        The attribute that holds the groups, "" where they were given.
    table
        A row for each pair of groups that links join, those with most links first: `group`, `other`, `links`
        (of a network with directions, from `group` to `other`), `expected`, the number of links there would
        be if groups played no part (e_gh = a_g b_h).
    """

    coefficient: float
    low: float
    high: float
    chance: float
    inside: float
    links: int
    unknown: int
    by: str
    table: "pandas.DataFrame"

    @cached_property
    def tells(self) -> bool:
        """Return whether the links on record set r apart from what chance gives."""
        settled = self.links >= ENOUGH and self.chance < _RARE
        return settled and not self.low <= 0 <= self.high

    @property
    def sentence(self) -> str:
        """Return what the figure says, on how many links, and if they suffice, in the language spoken."""
        counted = plural("mixing.links.", self.links)
        if isnan(self.coefficient):
            return text("mixing.nothing" if not self.links else "mixing.one-group", links=counted)
        alike = text(f"mixing.by.{self.by}" if self.by in _NAMED else "mixing.by.group")
        if not self.tells:
            key = "mixing.few" if self.links < ENOUGH else "mixing.untold"
        else:
            key = "mixing.like" if self.coefficient > 0 else "mixing.unlike"
        told = text(key, percent=round(100 * self.inside), links=counted, alike=alike)
        return plural("mixing.left-out.", self.unknown, told=told) if self.unknown else told


def assortativity(network: nx.Graph, group: Grouping, draws: int = 1000, seed: int = 1) -> Mixing:
    """Return whether links join nodes of a same group more, or less, often than chance would.

    r = (sum of e_gg - sum of a_g b_g) / (1 - sum of a_g b_g), in [-1, 1], where e_gh is the share of the
    links that go from group g to group h, a_g the share that leave g, b_g the share that reach h; a link
    without a direction counts half each way. Each link counts once whatever its weight, each parallel one
    too; a link of a node with itself and one of weight 0 do not. Isolated nodes and links with an end of
    unknown group play no part.

    Parameters
    ----------
    group
        The attribute that holds each node's group ("type"), or node -> group; None or absent is unknown.
    draws
        How many resamplings of the links (the interval), and shuffles of the groups (the chance).

    Raises
    ------
    BadParameter
        For an attribute that no node of the network has; for a weight that is not a number, negative or
        infinite.

    Notes
    -----
    Links that one activity made between all its members are not independent: the interval is then too narrow.

    References
    ----------
    M. E. J. Newman, Mixing patterns in networks, Phys. Rev. E 67, 026126 (2003), eq. 2,
    doi:10.1103/PhysRevE.67.026126; B. Efron, Bootstrap methods, Ann. Stat. 7, 1-26 (1979),
    doi:10.1214/aos/1176344552
    """
    groups = groups_of(network, group)
    ends = [(one, other) for one, other, _ in joins(network)]
    known = [(one, other) for one, other in ends if one in groups and other in groups]
    held = _Links.of(known, groups, network.is_directed())
    r = held.newman(held.codes)
    low, high, chance = (nan, nan, nan) if isnan(r) else _doubts(held, draws, seed)
    return Mixing(
        coefficient=r,
        low=low,
        high=high,
        chance=chance,
        inside=held.inside(held.codes) if known else nan,
        links=len(known),
        unknown=len(ends) - len(known),
        by=group if isinstance(group, str) else "",
        table=held.table(),
    )


def newman(table: np.ndarray[Any, Any]) -> float:
    """Return Newman's r of a table of links, or of their shares, by group of one end and of the other.

    In [-1, 1]; NaN where the table is empty, or all links leave and reach one group.
    """
    total = float(np.sum(table))
    if not total:
        return nan
    shares = np.asarray(table, dtype=float) / total
    return _ratio(float(np.trace(shares)), float(shares.sum(axis=1) @ shares.sum(axis=0)))


def groups_of(network: nx.Graph, group: Grouping) -> dict[Node, Hashable]:
    """Return node -> group for the nodes whose group is known, whether named by an attribute or given.

    Raises
    ------
    BadParameter
        For an attribute that no node of the network has.
    """
    if isinstance(group, str):
        found = {node: facts[group] for node, facts in network.nodes(data=True) if group in facts}
        if not found and len(network):
            there = sorted({str(name) for _, facts in network.nodes(data=True) for name in facts})
            raise BadParameter("mixing.group", where="group", value=group, names=", ".join(there) or "-")
    else:
        found = {node: group[node] for node in network if node in group}
    return {node: value for node, value in found.items() if not _unknown(value)}


@dataclass(frozen=True, eq=False)
class _Links:
    """Links as arrays: the places of their ends in `codes`, which holds the place of each node's group."""

    names: list[Hashable]
    codes: np.ndarray[Any, Any]
    starts: np.ndarray[Any, Any]
    ends: np.ndarray[Any, Any]
    directed: bool

    @classmethod
    def of(cls, links: list[tuple[Node, Node]], groups: Mapping[Node, Hashable], directed: bool) -> "_Links":
        """Return the links in an order of their own, whatever the order of the network's nodes."""
        joined = sorted({node for link in links for node in link}, key=_order)
        names = sorted({groups[node] for node in joined}, key=_order)
        place, code = ({each: at for at, each in enumerate(all_)} for all_ in (joined, names))
        pairs = [(place[one], place[other]) for one, other in links]
        pairs = sorted(pairs if directed else [(min(pair), max(pair)) for pair in pairs])
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        codes = np.array([code[groups[node]] for node in joined], dtype=np.int64)
        return cls(names, codes, both[:, 0], both[:, 1], directed)

    def drawn(self, chosen: np.ndarray[Any, Any]) -> "_Links":
        """Return the links at these places."""
        return replace(self, starts=self.starts[chosen], ends=self.ends[chosen])

    def inside(self, codes: np.ndarray[Any, Any]) -> float:
        """Return the share of the links whose ends have the same code."""
        return float((codes[self.starts] == codes[self.ends]).mean())

    def shares(self, codes: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the share of the links that leave each group, and that reach it."""
        size = len(self.names)
        left, reached = (
            np.bincount(codes[ends], minlength=size) / len(ends) for ends in (self.starts, self.ends)
        )
        return (left, reached) if self.directed else ((left + reached) / 2, (left + reached) / 2)

    def newman(self, codes: np.ndarray[Any, Any]) -> float:
        """Return r for these groups of the nodes; NaN without a link, or with one group."""
        if not len(self.starts):
            return nan
        left, reached = self.shares(codes)
        return _ratio(self.inside(codes), float(left @ reached))

    def table(self) -> "pandas.DataFrame":
        """Return the pairs of groups that links join, with the links expected were groups of no account."""
        import pandas

        pairs = [
            (int(self.codes[one]), int(self.codes[other]))
            for one, other in zip(self.starts, self.ends, strict=True)
        ]
        counts = Counter(pairs if self.directed else [(min(pair), max(pair)) for pair in pairs])
        left, reached = self.shares(self.codes) if pairs else (np.zeros(0), np.zeros(0))
        rows = []
        for (one, other), links in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            ways = 1 if self.directed or one == other else 2
            expected = ways * len(pairs) * float(left[one] * reached[other])
            rows.append((self.names[one], self.names[other], links, expected))
        return pandas.DataFrame(rows, columns=["group", "other", "links", "expected"])


def _ratio(inside: float, alike: float) -> float:
    return nan if 1 - alike < 1e-12 else (inside - alike) / (1 - alike)


def _doubts(links: _Links, draws: int, seed: int) -> tuple[float, float, float]:
    """Return the bounds of r over resampled links, and the share of shuffles as far from their mean."""
    random, number, codes = np.random.default_rng(seed), len(links.starts), links.codes
    resampled = [links.drawn(random.integers(number, size=number)).newman(codes) for _ in range(draws)]
    shuffled = np.array([links.newman(random.permutation(codes)) for _ in range(draws)])
    shuffled = shuffled[~np.isnan(shuffled)]
    mean = float(shuffled.mean()) if len(shuffled) else 0.0
    far = int(np.sum(np.abs(shuffled - mean) >= abs(links.newman(codes) - mean) - 1e-12))
    told = [r for r in resampled if not isnan(r)] or [nan]
    low, high = np.percentile(told, [2.5, 97.5])
    return float(low), float(high), (far + 1) / (len(shuffled) + 1)


def _unknown(value: Hashable) -> bool:
    return value is None or (isinstance(value, float) and isnan(value))


def _order(value: Hashable) -> tuple[str, str]:
    """Return a key that sorts anything: by its words, then by what it is."""
    return str(value), type(value).__name__
