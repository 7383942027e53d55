"""Divisions of a network's nodes into communities: runs of the Leiden algorithm, how they agree, on what.

Nodes are numbers, a division an array of the number of each one's community. The one place that meets
graspologic-native, the compiled Leiden algorithm.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any

import numpy as np
from scipy import sparse

from .adjacency import blocks

Labels = np.ndarray[Any, np.dtype[np.int64]]  # number of a node -> number of its community

Edge = tuple[str, str, float]  # numbers in words, as the compiled library wants them

_THRESHOLD = 0.5  # the share of the runs that two nodes must share to count as together
_ROUNDS = 5  # of consensus; two or three suffice where there is one
_MOVES = 5  # passes of Leiden in a run, after which little improves
_RANDOMNESS = 0.001


def rand_index(one: Labels, other: Labels) -> float:
    """Return the adjusted Rand index of two divisions of the same nodes, in [-1, 1]; 1: they are the same.

    References
    ----------
    L. Hubert, P. Arabie, Comparing partitions, J. Classif. 2, 193-218 (1985), doi:10.1007/BF01908075
    """
    width = int(other.max(initial=0)) + 1
    _, cells = np.unique(one * width + other, return_counts=True)
    both, first, second = _pairs(cells), _pairs(np.bincount(one)), _pairs(np.bincount(other))
    everything = len(one) * (len(one) - 1) / 2
    expected = first * second / everything if everything else 0.0
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def leiden(
    networks: Sequence[Sequence[Edge]], seeds: Sequence[int], size: int, resolution: float = 1.0
) -> list[Labels]:
    """Return what a run of the Leiden algorithm finds on each network, with its seed.

    A node without an edge is alone. Weights are above 0.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, From Louvain to Leiden, Sci. Rep. 9, 5233 (2019),
    doi:10.1038/s41598-019-41695-z
    """
    from graspologic_native import leiden

    def run(edges: Sequence[Edge], seed: int) -> Labels:
        if not edges:
            return np.arange(size)
        _, found = leiden(
            edges=edges,
            starting_communities=None,
            resolution=resolution,
            randomness=_RANDOMNESS,
            iterations=_MOVES,
            use_modularity=True,
            seed=seed,
            trials=1,
        )
        labels = [found.get(str(number), size + number) for number in range(size)]
        return _numbered(np.array(labels, dtype=np.int64))

    with ThreadPoolExecutor() as cores:
        return list(cores.map(run, networks, seeds))


def _numbered(labels: Labels) -> Labels:
    """Return the same communities, numbered in the order in which they first appear."""
    _, first, places = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[places]


def edges_of(ties: sparse.csr_array) -> list[Edge]:
    """Return the edges of a symmetric matrix, each once, in the order of its rows."""
    cells = sparse.triu(ties, k=1, format="csr").sorted_indices().tocoo()
    return _named(cells.row, cells.col, cells.data)


def consensus(found: list[Labels], seeds: Sequence[int]) -> Labels:
    """Return the division that runs settle on when they start again from what they have in common.

    Two nodes are linked by the share of the runs that put them together, where it is at least one half; the
    runs start again on these links, until all find the same, or the one that agrees best with the others.

    References
    ----------
    A. Lancichinetti, S. Fortunato, Consensus clustering in complex networks, Sci. Rep. 2, 336 (2012),
    doi:10.1038/srep00336
    """
    for _ in range(_ROUNDS):
        if all((labels == found[0]).all() for labels in found):
            return found[0]
        cores, edges, size = contracted(found)
        again = leiden([edges] * len(seeds), seeds, size)
        found = [_numbered(labels[cores]) for labels in again]
    return max(found, key=lambda labels: sum(rand_index(labels, other) for other in found))


def contracted(found: Sequence[Labels]) -> tuple[Labels, list[Edge], int]:
    """Return each node's core, the edges of the consensus matrix between cores, and how many places it takes.

    A core is the nodes that every run puts together: the consensus matrix does not tell them apart. One place
    stands for the core, with all its edges; a second, linked to the first alone, carries the weight of the
    edges inside it, so that the modularity of any division that keeps cores whole is unchanged.
    """
    runs = np.stack(found, axis=1)
    kinds, cores, sizes = np.unique(runs, axis=0, return_inverse=True, return_counts=True)
    cores, number = cores.ravel(), len(kinds)
    offsets = np.concatenate([[0], np.cumsum(kinds.max(axis=0) + 1)[:-1]])
    columns = (kinds + offsets).ravel()
    rows = np.repeat(np.arange(number), runs.shape[1])
    member = sparse.csr_array((np.full(len(rows), 1.0), (rows, columns)))
    one, other, share = _shared(member, sizes, runs.shape[1])
    inner = np.flatnonzero(sizes > 1)
    edges = [
        *_named(one, other, share * sizes[one] * sizes[other]),
        *_named(inner, np.arange(number, number + len(inner)), sizes[inner] * (sizes[inner] - 1) / 2),
    ]
    return cores, edges, number + len(inner)


def _shared(
    member: Any, sizes: Labels, runs: int
) -> "tuple[Labels, Labels, np.ndarray[Any, np.dtype[np.float64]]]":
    """Return pairs of cores and the share of the runs that join them, where it is at least one half.

    A node that shares fewer runs with every other keeps its strongest tie, the first of equals.
    """
    width = np.asarray(member.sum(axis=0)).ravel()
    across, kept = member.T.tocsr(), []
    for rows in blocks(member @ width):
        cells = (member[rows] @ across).tocoo()
        one, other, share = cells.row + rows.start, cells.col, cells.data / runs
        apart = one != other
        one, other, share = one[apart], other[apart], share[apart]
        enough = share >= _THRESHOLD
        lone = sizes == 1
        lone[one[enough]] = False
        weak = np.flatnonzero(lone[one])
        weak = weak[np.lexsort((other[weak], -share[weak], one[weak]))]
        _, first = np.unique(one[weak], return_index=True)
        chosen = np.concatenate([np.flatnonzero(enough), weak[first]])
        kept.append(np.stack([np.minimum(one, other)[chosen], np.maximum(one, other)[chosen], share[chosen]]))
    ones, others, shares = np.unique(np.concatenate(kept, axis=1), axis=1)
    return ones.astype(np.int64), others.astype(np.int64), shares


def agreement(found: Sequence[Labels]) -> float:
    """Return the mean adjusted Rand index of two of the divisions, in [-1, 1]."""
    indices = [rand_index(one, other) for one, other in combinations(found, 2)]
    return sum(indices) / len(indices)


def certainty(found: Sequence[Labels], labels: Labels) -> list[float]:
    """Return how often each node was with the others of its community, or alone where it is alone there."""
    sizes = np.bincount(labels)[labels]
    together = np.zeros(len(labels))
    for run in found:
        width = int(run.max()) + 1
        _, cells, shared = np.unique(labels * width + run, return_inverse=True, return_counts=True)
        alone = np.bincount(run)[run] == 1
        together += np.where(sizes > 1, (shared[cells] - 1) / np.maximum(1, sizes - 1), alone)
    mean: list[float] = (together / len(found)).tolist()
    return mean


def modularity(ties: sparse.csr_array, labels: Labels, sides: "np.ndarray[Any, Any] | None" = None) -> float:
    """Return the share of the weight inside communities less that expected by chance, in [-1/2, 1[.

    Parameters
    ----------
    sides
        Of which of two kinds, 0 or 1, each node is, where links only run between kinds: chance then links
        none of a kind together (Barber).

    References
    ----------
    M. E. J. Newman, M. Girvan, Finding and evaluating community structure in networks, Phys. Rev. E 69,
    026113 (2004), doi:10.1103/PhysRevE.69.026113; M. J. Barber, Modularity and community detection in
    bipartite networks, Phys. Rev. E 76, 066102 (2007), eq. 16, doi:10.1103/PhysRevE.76.066102
    """
    strength = np.asarray(ties.sum(axis=1)).ravel()
    cells, total = ties.tocoo(), float(strength.sum())
    inside = cells.data[labels[cells.row] == labels[cells.col]].sum() / total
    if sides is None:
        return float(inside - ((np.bincount(labels, weights=strength) / total) ** 2).sum())
    one, other = (np.bincount(labels, weights=strength * (sides == side)) for side in (0, 1))
    return float(inside - (one @ other) / (total / 2) ** 2)


def _pairs(sizes: np.ndarray[Any, Any]) -> float:
    """Return how many pairs there are inside groups of these sizes."""
    return float((sizes * (sizes - 1.0)).sum() / 2)


def _named(one: Any, other: Any, weights: Any) -> list[Edge]:
    ends = (map(str, end.tolist()) for end in (one, other))
    return list(zip(*ends, weights.tolist(), strict=True))
