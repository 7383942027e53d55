"""Networks where each node keeps its number of links and nothing else: what chance alone would show.

Double-edge swaps: two links a-b and c-d, drawn at random, become a-d and c-b unless that makes a loop or a
link that is already there; a refused swap counts as a step, so that all networks with these degrees become as
likely. A bipartite network (nodes `bipartite` 0 and 1) stays so. A link keeps its weight as it moves.

References
----------
B. K. Fosdick, D. B. Larremore, J. Nishimura, J. Ugander, Configuring random graph models with fixed degree
sequences, SIAM Rev. 60, 315-355 (2018), doi:10.1137/16M1087175
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from ...errors import BadParameter
from .basis import grounds, ordered

if TYPE_CHECKING:
    import numpy

    Ends = numpy.ndarray[Any, numpy.dtype[numpy.int32]]  # the starts, then the ends, of links

Node = Hashable
_BURN, _THIN = (
    20,
    2,
)  # steps for each link before the first network, and between two; each step moves two links
_LONGEST = 64  # times _THIN; a chain that still remembers then is said not to mix
_MEMORY = 0.02  # share of links that two networks in a row may have in common beyond two networks far apart


@dataclass
class Mixing:
    """How well the chain of swaps has forgotten where it started.

    Attributes
    ----------
    steps
        Swaps tried between two networks.
    accepted
        The share of them that could be done; 0 where no other network has these degrees.
    kept
        The share of the original links that a network of the chain holds, on average.
    memory
        How much larger a share of links two networks in a row have in common than two far apart.
    """

    steps: int
    accepted: float
    kept: float
    memory: float

    @property
    def possible(self) -> bool:
        """Return whether another network has the same degrees."""
        return self.accepted > 0

    @property
    def mixed(self) -> bool:
        """Return whether the networks may be taken as drawn independently."""
        return self.possible and self.memory <= _MEMORY


def null_networks(network: nx.Graph, count: int, seed: int) -> tuple[Iterator[nx.Graph], Mixing]:
    """Return `count` networks with the degrees of this one, and how well the chain that drew them mixed.

    Raises
    ------
    BadParameter
        For a network with directions, parallel links or loops.
    """
    if network.is_directed() or network.is_multigraph() or nx.number_of_selfloops(network):
        raise BadParameter("uncertainty.simple", where="network")
    chain, thin = _Chain(network, seed), _THIN
    while True:
        drawn, mixing = chain.draw(count, thin)
        if mixing.mixed or not mixing.possible or thin >= _THIN * _LONGEST:
            return map(chain.network, drawn), mixing
        thin *= 2


@dataclass
class _Chain:
    """The links of a network, as pairs of numbers of nodes, and the swaps done to them."""

    original: nx.Graph
    seed: int
    nodes: list[Node] = field(init=False)
    weights: list[dict[str, Any]] = field(init=False)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    sided: bool = field(init=False)

    def __post_init__(self) -> None:
        self.nodes = ordered(self.original)
        number = {node: position for position, node in enumerate(self.nodes)}
        sides = dict(self.original.nodes(data="bipartite"))
        links = list(grounds(self.original))
        self.sided = bool(links) and all({sides[one], sides[other]} == {0, 1} for one, other in links)
        if self.sided:
            links = [(one, other) if sides[one] == 0 else (other, one) for one, other in links]
        ties = (self.original.edges[link] for link in links)
        self.weights = [{"weight": tie["weight"]} if "weight" in tie else {} for tie in ties]
        self.starts, self.ends = ([number[link[side]] for link in links] for side in (0, 1))

    def draw(self, count: int, thin: int) -> "tuple[list[Ends], Mixing]":
        """Return the links of `count` networks, `thin` steps a link apart, and how they mixed."""
        import numpy

        random, starts, ends = numpy.random.default_rng(self.seed), list(self.starts), list(self.ends)
        first, steps = self._keys(starts, ends), thin * len(starts)
        present = set(first.tolist())
        done = self._swap(random, starts, ends, present, max(_BURN, thin) * len(starts))
        if not done:
            return [], Mixing(steps, 0.0, 1.0, 1.0)
        drawn, keys, done = [], [], 0
        for _ in range(count):
            done += self._swap(random, starts, ends, present, steps)
            drawn.append(numpy.array([starts, ends], dtype=numpy.int32))
            keys.append(self._keys(starts, ends))
        far = [_common(keys[at], keys[(at + count // 2) % count]) for at in range(count)]
        near = [_common(one, other) for one, other in pairwise(keys)]
        memory = float(numpy.mean(near or [1.0]) - numpy.mean(far))
        kept = float(numpy.mean([_common(first, each) for each in keys]))
        return drawn, Mixing(steps, done / (steps * count), kept, memory)

    def network(self, ends: "Ends") -> nx.Graph:
        """Return the network of these links, with the nodes of the original."""
        made = nx.Graph(**self.original.graph)
        made.add_nodes_from((node, self.original.nodes[node]) for node in self.nodes)
        made.add_edges_from(
            (self.nodes[one], self.nodes[other], weight)
            for one, other, weight in zip(*ends.tolist(), self.weights, strict=True)
        )
        return made

    def _keys(self, starts: list[int], ends: list[int]) -> "numpy.ndarray[Any, Any]":
        """Return a number for each link, the same whichever end comes first."""
        import numpy

        one, other = numpy.array(starts, dtype=numpy.int64), numpy.array(ends, dtype=numpy.int64)
        return numpy.minimum(one, other) * len(self.nodes) + numpy.maximum(one, other)

    def _swap(
        self,
        random: "numpy.random.Generator",
        starts: list[int],
        ends: list[int],
        present: set[int],
        steps: int,
    ) -> int:
        """Try `steps` swaps in place; return how many were done."""
        if len(starts) < 2:
            return 0
        width, done = len(self.nodes), 0
        for one, other, turned in _choices(random, len(starts), steps):
            a, b, c, d = starts[one], ends[one], starts[other], ends[other]
            if turned and not self.sided:
                c, d = d, c
            if a in (c, d) or b in (c, d):
                continue
            first = a * width + d if a < d else d * width + a
            second = c * width + b if c < b else b * width + c
            if first in present or second in present:
                continue
            present.discard(a * width + b if a < b else b * width + a)
            present.discard(c * width + d if c < d else d * width + c)
            present.update((first, second))
            starts[one], ends[one], starts[other], ends[other] = a, d, c, b
            done += 1
        return done


def _choices(random: "numpy.random.Generator", links: int, steps: int) -> Iterator[tuple[int, int, bool]]:
    """Yield two links and whether to turn the second, for each step."""
    ones, others = random.integers(links, size=steps), random.integers(links, size=steps)
    yield from zip(ones.tolist(), others.tolist(), (random.random(steps) < 0.5).tolist(), strict=True)


def _common(one: "numpy.ndarray[Any, Any]", other: "numpy.ndarray[Any, Any]") -> float:
    """Return the share of links that two networks have in common."""
    import numpy

    return len(numpy.intersect1d(one, other, assume_unique=True)) / max(1, len(one))
