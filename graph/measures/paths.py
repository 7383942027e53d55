"""Paths and triangles over arrays: how far each node is from others, whom the shortest paths pass through.

Sources are taken in blocks, and each block sees only the components that hold its sources, so that isolated
nodes and small groups cost nothing.
"""

from collections.abc import Iterator
from math import log
from weakref import WeakKeyDictionary

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from .adjacency import masked
from .compiled import Array, Compiled, pair_shares

_CELLS = 4_000_000  # of an array held at once
_FAR = 100  # ties; farther nodes are sought source by source
_LARGE = 256  # nodes, from which a component is worth rustworkx's threads
_SAME = 1e-10  # relative difference of two lengths that rounding explains
_KNOWN: WeakKeyDictionary[Compiled, tuple[Array, Array, Array]] = WeakKeyDictionary()  # two measures ask
Block = tuple[sparse.csr_array, Array, Array]  # ties among some nodes, their numbers, which are the sources


def distances(network: Compiled) -> tuple[Array, Array, Array]:
    """Return for each node how many others it reaches, the sum of their distances, and that of 1/distance.

    Distances are counted in ties. Sources travel together, a bit each, in words of 64. The arrays are not to
    be written to.

    References
    ----------
    M. Then et al., The more the merrier: efficient multi-source graph traversal, Proc. VLDB 8, 449-460
    (2014), doi:10.14778/2735496.2735507
    """
    if network not in _KNOWN:
        reached, total, inverse = np.zeros((3, len(network)))
        for ties, nodes, sources in blocks(network, network.ties, 64, least=2):
            for distance, counts in _rings(ties, sources):
                reached[nodes] += counts
                total[nodes] += distance * counts.astype(float)
                inverse[nodes] += counts / distance
        _KNOWN[network] = reached, total, inverse
    return _KNOWN[network]


def dependencies(network: Compiled) -> Array:
    """Return for each node the sum, over pairs of others, of the share of the shortest paths through it.

    Paths follow the strongest ties where these differ, else are counted in ties.
    """
    found = np.zeros(len(network))
    if network.weighted:
        for lengths, nodes, sources in blocks(network, network.lengths, 64, least=3):
            found[nodes] += _by_length(lengths, sources).sum(axis=0)
        return found / 2
    sizes = np.bincount(network.components)
    for component, size in enumerate(sizes.tolist()):
        if size < _LARGE:
            break
        nodes = np.flatnonzero(network.components == component)
        found[nodes] = pair_shares(network.ties[nodes][:, nodes])
    small = network.components >= np.count_nonzero(sizes >= _LARGE)
    for ties, nodes, sources in blocks(network, network.ties, 64, least=3, wanted=np.flatnonzero(small)):
        found[nodes] += _by_ties(ties, sources).sum(axis=0) / 2
    return found


def sampled_dependencies(network: Compiled, pivots: int, seed: int, risk: float) -> tuple[Array, Array]:
    """Return estimates of `dependencies` from the paths of `pivots` sources, and the error of each.

    All the errors hold together with probability 1 - `risk`. Sources are drawn, with replacement, among the
    nodes of components of three or more: nothing passes through those of the others, which is exact.
    """
    found, squares = np.zeros((2, len(network)))
    sizes = np.bincount(network.components)[network.components]
    candidates = np.flatnonzero(sizes > 2)
    drawn = np.random.default_rng(seed).choice(candidates, size=pivots)
    wanted, times = np.unique(drawn, return_counts=True)
    often = np.zeros(len(network))
    often[wanted] = times
    step = network.lengths if network.weighted else network.ties
    by_source = _by_length if network.weighted else _by_ties
    for ties, nodes, sources in blocks(network, step, 64, least=3, wanted=wanted):
        shares = by_source(ties, sources)
        weights = often[nodes[sources], None]
        found[nodes] += (weights * shares).sum(axis=0)
        squares[nodes] += (weights * shares**2).sum(axis=0)
    mean = found / pivots
    spread = np.maximum(0, squares - pivots * mean**2) / (pivots - 1)
    unsure = log(4 * len(candidates) / risk)
    error = np.sqrt(2 * spread * unsure / pivots) + 7 * (sizes - 2) * unsure / (3 * (pivots - 1))
    return mean * len(candidates) / 2, np.where(sizes > 2, error, 0) * len(candidates) / 2


def triangles(network: Compiled) -> Array:
    """Return the number of triangles that each node is in.

    Each is found once, from its node of fewest neighbours, so that hubs cost no more than others.

    References
    ----------
    M. Latapy, Main-memory triangle computations for very large (sparse (power-law)) graphs, Theor. Comput.
    Sci. 407, 458-473 (2008), doi:10.1016/j.tcs.2008.07.017
    """
    by_degree = np.argsort(network.degrees, kind="stable")
    up = sparse.triu(network.ties[by_degree][:, by_degree], k=1, format="csr")
    found = np.zeros(len(network))
    for rows, ends in masked(up, up, up):
        found[rows] += ends.sum(axis=1)
        found += ends.sum(axis=0)
    for rows, middles in masked(up, up.T.tocsr(), up):
        found[rows] += middles.sum(axis=1)
    counts = np.empty_like(found)
    counts[by_degree] = found
    return counts


def blocks(
    network: Compiled, matrix: sparse.csr_array, most: int, *, least: int, wanted: Array | None = None
) -> Iterator[Block]:
    """Yield the sources, all or the `wanted`, at most `most` at once, in components of `least` nodes or more.

    With them come the numbers of the nodes of their components, and the ties among these.
    """
    components = network.components
    by_component = np.argsort(components, kind="stable")
    starts = np.searchsorted(components[by_component], np.arange(components.max(initial=-1) + 2))
    place = np.empty(len(network), dtype=np.int64)
    place[by_component] = np.arange(len(network))
    queue = np.sort(place if wanted is None else place[wanted])
    queue = queue[np.diff(starts)[components[by_component[queue]]] >= least]
    held, ties = (0, 0), matrix[:0]
    while queue.size:
        first = components[by_component[queue[0]]]
        width = starts[first + 1] - starts[first]
        chunk = queue[: max(1, min(most, _CELLS // width))]
        bounds = starts[first], starts[components[by_component[chunk[-1]]] + 1]
        nodes = by_component[slice(*bounds)]
        if bounds != held:
            held, ties = bounds, matrix[nodes][:, nodes]
        yield ties, nodes, chunk - bounds[0]
        queue = queue[len(chunk) :]


def _rings(ties: sparse.csr_array, sources: Array) -> Iterator[tuple[Array | int, Array]]:
    """Yield each distance, and how many of the sources, at most 64, are at that distance from each node."""
    here = np.zeros(ties.shape[0], dtype=np.uint64)
    here[sources] = np.uint64(1) << np.arange(len(sources), dtype=np.uint64)
    seen = here.copy()
    for distance in range(1, _FAR):
        here = np.bitwise_or.reduceat(here[ties.indices], ties.indptr[:-1]) & ~seen
        if not here.any():
            return
        seen |= here
        yield distance, np.bitwise_count(here)
    for source in sources.tolist():
        far = csgraph.dijkstra(ties, unweighted=True, indices=source)
        far[far < _FAR] = np.inf
        yield np.where(np.isfinite(far), far, 1), np.isfinite(far).astype(float)


def _by_ties(ties: sparse.csr_array, sources: Array) -> Array:
    """Return source -> node -> share, summed over targets, of the paths through the node, counted in ties.

    References
    ----------
    U. Brandes, On variants of shortest-path betweenness centrality, Social Networks 30, 136-145 (2008),
    doi:10.1016/j.socnet.2007.11.001
    """
    columns = np.arange(len(sources))
    ways = np.zeros((ties.shape[0], len(sources)))
    ways[sources, columns] = 1
    rings, here = [ways > 0], ways.copy()
    far = ~rings[0]
    while True:
        here = np.where(far, ties @ here, 0)
        ring = here > 0
        if not ring.any():
            break
        rings.append(ring)
        far &= ~ring
        ways += here
    shares = np.zeros_like(ways)
    for ring, nearer in zip(rings[:0:-1], rings[-2::-1], strict=True):
        onward = np.divide(1 + shares, ways, out=np.zeros_like(ways), where=ring)
        shares += np.where(nearer, (ties @ onward) * ways, 0)
    shares[sources, columns] = 0
    return shares.T


def _by_length(lengths: sparse.csr_array, sources: Array) -> Array:
    """Return the same with the lengths of ties; lengths that only rounding tells apart are equal.

    The shortest paths from all sources are one acyclic graph, with a copy of each node for each source; the
    number of ways, and what depends on a node, are sums along it.
    """
    size, count = lengths.shape[0], len(sources)
    far = csgraph.dijkstra(lengths, indices=sources)
    starts = np.repeat(np.arange(size), np.diff(lengths.indptr))
    ends, slack = lengths.indices, np.minimum(_SAME * far, lengths.data.min() / 2)
    steps = []
    for row, (distance, more) in enumerate(zip(far, slack, strict=True)):
        there = distance[ends]
        kept = (distance[starts] < there) & (distance[starts] + lengths.data <= there + more[ends])
        steps.append((starts[kept] + row * size, ends[kept] + row * size))
    tails, heads = (np.concatenate(part) for part in zip(*steps, strict=True))
    forward = sparse.csr_array((np.ones(len(tails)), (heads, tails)), shape=(count * size,) * 2)
    roots = np.arange(count) * size + sources
    start = np.zeros(count * size)
    start[roots] = 1
    ways = _along(forward, start)
    back = _along(forward.T.tocsr(), np.divide(1, ways, out=np.zeros_like(ways), where=ways > 0))
    shares = np.where(ways > 0, back * ways - 1, 0)
    shares[roots] = 0
    return np.asarray(shares.reshape(count, size))


def _along(steps: sparse.csr_array, start: Array) -> Array:
    """Return what each node gathers from `start` along the steps of an acyclic graph."""
    total, here = start.copy(), start
    while True:
        here = steps @ here
        if not here.any():
            return total
        total += here
