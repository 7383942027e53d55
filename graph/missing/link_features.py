"""What the links of a network say of a pair of its nodes: local and path-based scores, by sparse products.

Links are taken without direction, weight or repetition; links of a node to itself are left out. A pair's
own link, if there is one, is never counted: a feature of a link is that of the network without it only if
the link was first hidden (`Topology.without`).
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEATURES = (
    "common_neighbours",
    "adamic_adar",
    "resource_allocation",
    "jaccard",
    "preferential_attachment",
    "paths_of_three",
    "local_path",
    "katz",
    "low_rank",
    "distance",
    "lower_degree",
    "higher_degree",
)
RANK = 16  # leading eigenvectors kept; all of them in a network of at most WHOLE nodes
WHOLE = 300
_LOCAL = 0.01  # the weight of a path of three against one of two
_KATZ = 0.5  # the share of the largest damping for which the sum converges
_CELLS = 4_000_000  # of a dense block
Floats = np.ndarray[Any, np.dtype[np.float64]]
Indices = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Topology:
    """The links of a network as a symmetric matrix of 0 and 1, rows in the canonical order of `nodes`."""

    nodes: tuple[Hashable, ...]
    links: "csr_array"

    @cached_property
    def index(self) -> Mapping[Hashable, int]:
        """Return node -> row."""
        return {node: row for row, node in enumerate(self.nodes)}

    @cached_property
    def degrees(self) -> Floats:
        """Return the number of neighbours of each node."""
        return np.asarray(np.diff(self.links.indptr), dtype=float)

    @cached_property
    def pairs(self) -> Indices:
        """Return the linked pairs, a row each, the smaller row number first, in order."""
        rows = np.repeat(np.arange(len(self.nodes)), np.diff(self.links.indptr))
        kept = rows < self.links.indices
        return np.column_stack([rows[kept], self.links.indices[kept]]).astype(np.int64)

    def keys(self, pairs: Indices) -> Indices:
        """Return a number for each pair, the same for the same pair."""
        return np.asarray(pairs[:, 0] * max(1, len(self.nodes)) + pairs[:, 1], dtype=np.int64)

    def linked(self, pairs: Indices) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Return whether each pair is linked."""
        if not len(self._keys):
            return np.zeros(len(pairs), dtype=bool)
        sought = self.keys(pairs)
        place = np.minimum(np.searchsorted(self._keys, sought), len(self._keys) - 1)
        return np.asarray(self._keys[place] == sought)

    @cached_property
    def _keys(self) -> Indices:
        """Return the keys of the linked pairs, in order."""
        return np.sort(self.keys(self.pairs))

    def among(self, pairs: Indices, others: Indices) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Return whether each pair is one of some others."""
        return np.isin(self.keys(pairs), self.keys(others))

    def without(self, hidden: Indices) -> "Topology":
        """Return the same nodes without some of the links."""
        kept = ~self.among(self.pairs, hidden)
        return Topology(self.nodes, _matrix(self.pairs[kept], len(self.nodes)))

    @cached_property
    def spectrum(self) -> tuple[Floats, Floats]:
        """Return the leading eigenvalues, largest in absolute value first, and their vectors in columns."""
        busy = np.flatnonzero(self.degrees)
        inside = self.links[busy][:, busy]
        if len(busy) <= WHOLE:
            values, found = np.linalg.eigh(inside.toarray())
        else:
            from scipy.sparse.linalg import ArpackNoConvergence, eigsh

            start = 1.0 + np.arange(len(busy)) / len(busy)  # fixed: the same figures each time
            try:
                values, found = eigsh(inside, k=RANK, which="LM", v0=start, tol=1e-4)
            except ArpackNoConvergence as stopped:
                values, found = stopped.eigenvalues, stopped.eigenvectors
        order = np.argsort(-np.abs(values), kind="stable")
        vectors = np.zeros((len(self.nodes), len(order)))
        vectors[busy] = found[:, order]
        return values[order], vectors


def read_topology(network: nx.Graph) -> Topology:
    """Return the links of any networkx graph; the order of its nodes changes nothing."""
    nodes = tuple(sorted(network, key=_order))
    index = {node: row for row, node in enumerate(nodes)}
    ends = [(index[one], index[other]) for one, other in network.edges() if one != other]
    pairs = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return Topology(nodes, _matrix(pairs, len(nodes)))


def ordered(pairs: Iterable[tuple[Hashable, Hashable]], topology: Topology) -> Indices:
    """Return pairs of nodes as rows of the topology, smaller first, in order, once; unknown ones left out."""
    index = topology.index
    found = {
        (min(index[one], index[other]), max(index[one], index[other]))
        for one, other in pairs
        if one in index and other in index and one != other
    }
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def features(topology: Topology, pairs: Indices) -> Floats:
    """Return a row for each pair and a column for each of `FEATURES`.

    With k the degree, N the neighbours and A the matrix of links:

    - `common_neighbours` |N(i) ∩ N(j)|; `adamic_adar` Σ 1/ln k(z) and `resource_allocation` Σ 1/k(z) over the
      common neighbours z; `jaccard` |N(i) ∩ N(j)| / |N(i) ∪ N(j)|, in [0, 1];
    - `preferential_attachment` k(i) k(j); `lower_degree` and `higher_degree` of the two;
    - `paths_of_three` Σ A(i,u) A(u,v) A(v,j) / √(k(u) k(v)), which finds who complements whom;
    - `local_path` A²(i,j) + 0.01 A³(i,j);
    - `katz` Σ βˡ Aˡ(i,j) over l ≥ 2, β half of 1/λ₁: exact up to 300 nodes, beyond by the 16 leading
      eigenvectors; `low_rank` the value of the link in the approximation of A of low rank;
    - `distance` in links: 2, 3, 4 (four or more), infinite where no path leads.

    References ---------- D. Liben-Nowell, J. Kleinberg, The link-prediction problem for social networks,
    JASIST 58, 1019-1031 (2007), doi:10.1002/asi.20591 (common neighbours, Jaccard, Adamic-Adar,
    preferential attachment, Katz, low rank)

    T. Zhou, L. Lü, Y.-C. Zhang, Predicting missing links via local information, Eur. Phys. J. B 71, 623-630
    (2009), doi:10.1140/epjb/e2009-00335-8 (resource allocation)

    L. Lü, C.-H. Jin, T. Zhou, Similarity index based on local paths, Phys. Rev. E 80, 046122 (2009),
    doi:10.1103/PhysRevE.80.046122 (local path)

    I. A. Kovács et al., Network-based prediction of protein interactions, Nat. Commun. 10, 1240 (2019),
    doi:10.1038/s41467-019-09177-y (paths of three)
    """
    told = np.zeros((len(pairs), len(FEATURES)))
    if not len(pairs):
        return told
    first, second, degrees = pairs[:, 0], pairs[:, 1], topology.degrees
    one, other = degrees[first], degrees[second]
    common, adamic, resource, three, counted = _walks(topology, pairs)
    either = one + other - common
    jaccard = np.divide(common, either, out=np.zeros_like(common), where=either > 0)
    katz, low = _spectral(topology, pairs)
    distance = _distance(topology, pairs, common, counted)
    columns = (
        common,
        adamic,
        resource,
        jaccard,
        one * other,
        three,
        common + _LOCAL * counted,
        katz,
        low,
        distance,
    )
    return np.column_stack([*columns, np.minimum(one, other), np.maximum(one, other)])


def _walks(topology: Topology, pairs: Indices) -> Floats:
    """Return, for each pair, the sums over its paths of two and of three links: five rows.

    From a block of first ends, dense: the nodes they are linked to, then where two steps lead; each pair then
    adds up what its second end's neighbours hold.
    """
    from scipy.sparse import csr_array, diags_array

    links, degrees = topology.links, topology.degrees
    busy = np.maximum(degrees, 1.0)
    halved = diags_array(busy**-0.5)
    shared = csr_array(halved @ links @ halved)
    adamic = 1 / np.log(np.maximum(degrees, 2.0))
    told = np.zeros((5, len(pairs)))
    # two steps from the end with fewer neighbours
    turned = degrees[pairs[:, 0]] > degrees[pairs[:, 1]]
    start, end = np.where(turned, pairs[:, ::-1].T, pairs.T)
    order = np.argsort(start, kind="stable")
    for block in _blocks(start[order], degrees[end[order]], len(topology.nodes)):
        at = order[block]
        rows, place = np.unique(start[at], return_inverse=True)
        near = links[rows]
        cells, held, owner = _neighbours(links, end[at], place, len(topology.nodes))
        own = cells.shape[0] and np.asarray(near.toarray().ravel()[cells])
        steps = (near @ links).toarray().ravel()[cells]
        eased = (near @ shared).toarray().ravel()[cells]
        for row, values in enumerate((own, own * adamic[held], own / busy[held], eased, steps)):
            told[row, at] = np.bincount(owner, weights=values, minlength=len(at))
    return told


def _neighbours(
    links: "csr_array", nodes: Indices, place: Indices, width: int
) -> tuple[Indices, Indices, Indices]:
    """Return for each neighbour of each node: its cell in a dense block, itself, and which node it is of."""
    counts = np.diff(links.indptr)[nodes]
    owner = np.repeat(np.arange(len(nodes)), counts)
    inside = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    held = links.indices[np.repeat(links.indptr[nodes], counts) + inside]
    return place[owner] * width + held, held, owner


def _blocks(starts: Indices, neighbours: Floats, width: int) -> Iterator[slice]:
    """Yield slices of sorted pairs whose first ends, and neighbours of the second, make a small block."""
    rows = max(1, _CELLS // max(1, width))
    number = np.cumsum(np.diff(starts, prepend=starts[:1]) != 0)
    weight = np.cumsum(neighbours)
    begin = 0
    while begin < len(starts):
        by_rows = np.searchsorted(number, number[begin] + rows)
        spent = weight[begin] - neighbours[begin]
        by_weight = np.searchsorted(weight, spent + _CELLS, side="right")
        end = max(begin + 1, int(min(by_rows, by_weight)))
        yield slice(begin, end)
        begin = end


def _spectral(topology: Topology, pairs: Indices) -> tuple[Floats, Floats]:
    """Return Katz's sum over paths of two links and more, and the low-rank value of each pair."""
    values, vectors = topology.spectrum
    size = len(topology.nodes)
    low = np.where(np.arange(len(values)) < max(2, min(RANK, size // 10)), values, 0.0)
    damped = _KATZ * values / max(1e-12, np.abs(values).max(initial=0.0))
    weights = np.column_stack([damped**2 / (1 - damped), low])
    told = np.zeros((len(pairs), 2))
    step = max(1, _CELLS // max(1, vectors.shape[1]))
    for start in range(0, len(pairs), step):
        block = slice(start, start + step)
        told[block] = (vectors[pairs[block, 0]] * vectors[pairs[block, 1]]) @ weights
    return told[:, 0], told[:, 1]


def _distance(topology: Topology, pairs: Indices, common: Floats, counted: Floats) -> Floats:
    from scipy.sparse.csgraph import connected_components

    _, component = connected_components(topology.links, directed=False)
    apart = component[pairs[:, 0]] != component[pairs[:, 1]]
    return np.select([apart, common > 0, counted > 0], [np.inf, 2.0, 3.0], 4.0)


def _matrix(pairs: Indices, count: int) -> "csr_array":
    from scipy.sparse import csr_array

    ends = np.concatenate([pairs, pairs[:, ::-1]])
    links = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    links.sum_duplicates()
    links.data[:] = 1.0
    return links


def _order(node: Hashable) -> tuple[str, Any]:
    plain = isinstance(node, str | int | float)
    return type(node).__qualname__, node if plain else repr(node)
