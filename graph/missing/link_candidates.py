"""Which pairs of nodes may be linked, and the most promising of them.

All pairs are listed in small networks only; in a large one, sparse products in blocks find those with a path
of two or three links between them, or with something in common.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .link_attributes import Traits
from .link_features import Floats, Indices, Topology, ordered

if TYPE_CHECKING:
    from scipy.sparse import csr_array

KIND = "Structure"
LISTED = 300_000  # pairs: a network with no more is scored whole, a larger one by its most promising pairs
POOL = 20_000  # pairs kept by each of the scores that promise
_STEPS = 300_000_000  # paths followed to find them; the busiest nodes are passed over beyond
_BLOCK = 4_000_000  # paths followed at once
Booleans = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Space:
    """The pairs that a link may join.

    Attributes
    ----------
    eligible
        Whether each node may be an end: a structure in a network whose nodes have a `kind`, any node
        otherwise. A structure that no source holds any more (`absent`) may not.
    side
        0 or 1 in a network whose links all join two sides (`bipartite`): only a pair across may be linked.
    refused
        The keys (`Topology.keys`) of pairs never to propose.
    """

    eligible: Booleans
    side: Indices | None
    refused: Indices

    def holds(self, pairs: Indices) -> Booleans:
        """Return whether each pair may be linked, refused or not."""
        held = self.eligible[pairs[:, 0]] & self.eligible[pairs[:, 1]]
        if self.side is not None:
            held &= self.side[pairs[:, 0]] != self.side[pairs[:, 1]]
        return held

    @cached_property
    def count(self) -> int:
        """Return how many pairs may be linked."""
        number = int(self.eligible.sum())
        if self.side is not None:
            ones = int(self.side[self.eligible].sum())
            return ones * (number - ones)
        return number * (number - 1) // 2

    def links(self, topology: Topology) -> Indices:
        """Return the links of the network between the pairs that may be linked."""
        return topology.pairs[self.holds(topology.pairs)]

    def every(self, topology: Topology) -> Indices:
        """Return every pair that may be linked and is not, in order; for small networks only."""
        nodes = np.flatnonzero(self.eligible)
        one, other = np.triu_indices(len(nodes), 1)
        pairs = np.column_stack([nodes[one], nodes[other]]).astype(np.int64)
        return pairs[self.holds(pairs) & ~topology.linked(pairs)]

    def some(self, topology: Topology, count: int, chance: np.random.Generator) -> Indices:
        """Return pairs that may be linked and are not, drawn evenly: `count` at most, once each, in order."""
        if self.count <= LISTED:
            pairs = self.every(topology)
            kept = chance.choice(len(pairs), size=min(count, len(pairs)), replace=False)
            return pairs[np.sort(kept)]
        nodes = np.flatnonzero(self.eligible)
        found = np.zeros((0, 2), dtype=np.int64)
        for _ in range(100):
            drawn = np.sort(nodes[chance.integers(len(nodes), size=(2 * count, 2))], axis=1)
            drawn = drawn[drawn[:, 0] < drawn[:, 1]]
            found = np.concatenate([found, drawn[self.holds(drawn) & ~topology.linked(drawn)]])
            _, once = np.unique(topology.keys(found), return_index=True)
            found = found[np.sort(once)][:count]
            if len(found) == count:
                break
        return found[np.argsort(topology.keys(found))]


def read_space(
    network: nx.Graph, topology: Topology, refused: Iterable[tuple[Hashable, Hashable]] = ()
) -> Space:
    """Return which pairs of the network may be linked."""
    attributes = [network.nodes[node] for node in topology.nodes]
    kinds = any(each.get("kind") == KIND for each in attributes)
    eligible = [each.get("kind") == KIND and not each.get("absent") if kinds else True for each in attributes]
    side = None
    if not kinds and attributes and all(each.get("bipartite") in (0, 1) for each in attributes):
        side = np.array([int(each["bipartite"]) for each in attributes], dtype=np.int64)
        if bool((side[topology.pairs[:, 0]] == side[topology.pairs[:, 1]]).any()):
            side = None
    return Space(np.array(eligible, dtype=bool), side, topology.keys(ordered(refused, topology)))


def candidates(topology: Topology, traits: Traits, space: Space) -> Indices:
    """Return the pairs to score, in order: not linked, not refused; of a large network, the most promising.

    In a network of more than `LISTED` pairs: for each of common neighbours, resource allocation,
    degree-eased paths of three (where they are few enough to follow) and each trait, the `POOL` best pairs.
    Beyond `_STEPS` paths, those through the nodes with most links, which promise least, are not followed.
    """
    if space.count <= LISTED:
        return _offered(space.every(topology), topology, space)
    kept = _Kept(topology, space)
    degrees = np.maximum(topology.degrees, 1.0)
    for block, common in two_steps(topology.links, None):
        kept.add("common", block, common)
    for block, resource in two_steps(topology.links, 1 / degrees):
        kept.add("resource", block, resource)
    for block, three in _three_steps(topology):
        kept.add("three", block, three)
    for number, matrix in enumerate(traits.incidences):
        for block, met in _met(matrix):
            kept.add(f"trait-{number}", block, met)
    return kept.pairs()


def _offered(pairs: Indices, topology: Topology, space: Space) -> Indices:
    return pairs[~np.isin(topology.keys(pairs), space.refused)]


class _Kept:
    """The best pairs by each of several scores, as blocks of rows come by."""

    def __init__(self, topology: Topology, space: Space) -> None:
        self._topology, self._space = topology, space
        self._best: dict[str, tuple[Indices, Floats]] = {}

    def add(self, name: str, start: int, block: "csr_array") -> None:
        """Take in the scores of a block of rows, the first of which is row `start`."""
        coo = block.tocoo()
        rows, columns, values = coo.row + start, coo.col, coo.data
        before, scores = self._best.get(name, (np.zeros((0, 2), dtype=np.int64), np.zeros(0)))
        promising = rows < columns
        if len(scores) == POOL:
            promising &= values >= scores.min()
        pairs = np.column_stack([rows[promising], columns[promising]]).astype(np.int64)
        values = values[promising]
        free = self._space.holds(pairs) & (values > 0)
        free[free] &= ~self._topology.linked(pairs[free])
        pairs, values = np.concatenate([before, pairs[free]]), np.concatenate([scores, values[free]])
        allowed = ~np.isin(self._topology.keys(pairs), self._space.refused)
        pairs, values = pairs[allowed], values[allowed]
        # equal scores: the first in order, whatever the blocks
        best = np.lexsort((self._topology.keys(pairs), -np.round(values, 9)))[:POOL]
        self._best[name] = pairs[best], values[best]

    def pairs(self) -> Indices:
        """Return the best pairs by any score, once each, in order."""
        found = np.concatenate([np.zeros((0, 2), dtype=np.int64), *(each for each, _ in self._best.values())])
        return np.unique(found, axis=0)


def two_steps(links: "csr_array", weights: Floats | None) -> "Iterator[tuple[int, csr_array]]":
    """Yield blocks of rows of links @ diag(weights) @ links."""
    onward = _passable(links)
    weighed = onward if weights is None else _scaled(onward, weights)
    for start, end in _slices(np.asarray(onward @ np.diff(links.indptr).astype(float))):
        yield start, weighed[start:end] @ links


def _three_steps(topology: Topology) -> "Iterator[tuple[int, csr_array]]":
    """Yield blocks of rows of the degree-eased paths of three; nothing if they are too many to follow."""
    links, degrees = topology.links, np.maximum(topology.degrees, 1.0)
    walks = np.asarray(links @ (links @ topology.degrees))
    if walks.sum() <= _STEPS:
        eased = _scaled(_scaled(links.T.tocsr(), degrees**-0.5).T.tocsr(), degrees**-0.5)
        for start, end in _slices(walks):
            yield start, (links[start:end] @ eased) @ links


def _met(matrix: "csr_array") -> "Iterator[tuple[int, csr_array]]":
    """Yield blocks of rows of matrix @ its transpose: what two nodes have in common."""
    onward = _passable(matrix)
    back = matrix.T.tocsr()
    for start, end in _slices(np.asarray(onward @ np.diff(back.indptr).astype(float))):
        yield start, onward[start:end] @ back


def _passable(matrix: "csr_array") -> "csr_array":
    """Return the matrix without its fullest columns, so that no more than `_STEPS` pairs pass through."""
    counts = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(float)
    order = np.argsort(counts, kind="stable")
    if (counts**2).sum() <= _STEPS:
        return matrix
    spent = np.cumsum(counts[order] ** 2)
    most = counts[order][min(int(np.searchsorted(spent, _STEPS)), len(order) - 1)]
    return _scaled(matrix, (counts < most).astype(float))


def _scaled(matrix: "csr_array", weights: Floats) -> "csr_array":
    """Return matrix @ diag(weights), entries of weight 0 taken out."""
    told = matrix.copy()
    told.data = told.data * weights[told.indices]
    told.eliminate_zeros()
    return told


def _slices(costs: Floats) -> Iterator[tuple[int, int]]:
    """Yield slices of rows whose costs add up to about `_BLOCK`."""
    spent, start = np.cumsum(costs), 0
    while start < len(costs):
        before = spent[start] - costs[start]
        end = max(start + 1, int(np.searchsorted(spent, before + _BLOCK, side="right")))
        yield start, end
        start = end
