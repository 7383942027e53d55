"""Where each node of a network too large for `layout` stands: tens of thousands, in seconds, always the same.

Communities are islands. Forces place all nodes, links between communities pulling less; then each community
becomes a disc, islands are pushed apart, and symbols within them. Small components stand in rows below.
"""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..graph.measures import partitions
from .forces import placed

Array = np.ndarray[Any, Any]
GAP = 3.0  # pixels between two symbols
WIDE = 16 / 9
_SEA = 26.0  # pixels between two islands
_ROOM = 1.9  # area of an island over that of its symbols with their gaps
_SMALL = 4  # nodes below which a component is no island
_BETWEEN = 0.2  # how much a link between communities pulls, of one inside
_PASSES = 200  # of pushing apart
_FAR = 1e6  # pixels, beyond the width of any island
_GOLDEN = 2.399963  # radians; parts what would stand at one point


def spread(count: int, pairs: Array, radii: Array) -> Array:
    """Return the position of each node, in pixels: an array (count, 2), x to the right and y downwards.

    Parameters
    ----------
    pairs
        An array (links, 2) of numbers of nodes; direction, repetition and loops do not count.
    radii
        The radius of each node's symbol.
    """
    places = np.zeros((count, 2))
    ties = _ties(count, pairs)
    _, pieces = connected_components(ties, directed=False)
    large = np.bincount(pieces)[pieces] >= _SMALL if count else np.zeros(0, dtype=bool)
    if large.any():
        places[large] = _islands(ties[large][:, large], radii[large] + GAP / 2)
    rest = np.flatnonzero(~large)
    _line_up(places, radii, rest[np.argsort(pieces[rest], kind="stable")], places[large])
    return np.round(places, 1)


def _ties(count: int, pairs: Array) -> sparse.csr_array:
    """Return the symmetric matrix of who is linked to whom, 1 or nothing."""
    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    ends = ends[ends[:, 0] != ends[:, 1]]
    both = np.concatenate([ends, ends[:, ::-1]])
    ties = sparse.csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(count, count))
    ties.sum_duplicates()
    ties.data[:] = 1.0
    return ties


def _islands(ties: sparse.csr_array, radii: Array) -> Array:
    """Return the places of nodes that are all linked, a disc for each community."""
    groups = partitions.leiden([partitions.edges_of(ties)], [1], len(radii))[0]
    cells = ties.tocoo()
    pull = np.where(groups[cells.row] == groups[cells.col], 1.0, _BETWEEN)
    places = placed(sparse.csr_array((pull, (cells.row, cells.col)), shape=ties.shape))
    areas = np.bincount(groups, radii**2) * _ROOM
    discs = np.sqrt(areas)
    sizes = np.bincount(groups)
    centres = np.column_stack([np.bincount(groups, axis) / sizes for axis in places.T])
    offsets = _rounded(places - centres[groups], groups, discs)
    # islands far from one another, so that only members of the same one are near
    offsets = _apart(offsets, radii, lambda now: _near(now + _FAR * groups[:, None], radii))
    reach = np.zeros(len(discs))
    np.maximum.at(reach, groups, np.hypot(*offsets.T) + radii)
    return _seas(centres, reach + _SEA / 2)[groups] + offsets


def _rounded(offsets: Array, groups: Array, discs: Array) -> Array:
    """Return offsets that fill a disc evenly in each group, in the same directions and order."""
    far = np.hypot(*offsets.T)
    order = np.lexsort((far, groups))
    sizes = np.bincount(groups)
    rank = np.empty(len(groups))
    rank[order] = np.arange(len(groups)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    wanted = discs[groups] * np.sqrt((rank + 0.5) / sizes[groups])
    return np.asarray(offsets / np.maximum(far, 1e-9)[:, None] * wanted[:, None])


def _seas(centres: Array, reach: Array) -> Array:
    """Return the centres of discs that do not overlap, the whole turned and stretched to be wide."""
    centres = centres - centres.mean(axis=0)
    _, axes = np.linalg.eigh(centres.T @ centres)
    axes = axes[:, ::-1]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    centres = centres @ axes
    spread = np.sqrt((centres**2).mean(axis=0)) + 1e-9
    wanted = sqrt(float((reach**2).sum())) / 2
    return _apart(
        centres / spread * wanted * [sqrt(WIDE), 1 / sqrt(WIDE)], reach, lambda now: _near(now, reach)
    )


def _near(places: Array, radii: Array) -> Array:
    return np.asarray(cKDTree(places).query_pairs(2 * float(radii.max()), output_type="ndarray"))


def _apart(places: Array, radii: Array, near: Callable[[Array], Array]) -> Array:
    """Return places such that discs hardly overlap: those `near` are pushed apart, the smaller more."""
    count = len(places)
    turn = np.arange(count) * _GOLDEN
    places = places + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(_PASSES):
        a, b = near(places).T
        offset = places[b] - places[a]
        far = np.hypot(*offset.T)
        lack = radii[a] + radii[b] - far
        kept = lack > 0.05
        if not kept.any():
            break
        a, b, shift = a[kept], b[kept], 0.6 * (offset * (lack / np.maximum(far, 1e-9))[:, None])[kept]
        share = (radii[b] ** 2 / (radii[a] ** 2 + radii[b] ** 2))[:, None]
        for axis in (0, 1):
            places[:, axis] -= np.bincount(a, (shift * share)[:, axis], count)
            places[:, axis] += np.bincount(b, (shift * (1 - share))[:, axis], count)
    return places


def _line_up(places: Array, radii: Array, rest: Array, held: Array) -> None:
    """Put the nodes `rest` in rows below those `held`, in place."""
    if not len(rest):
        return
    held = held if len(held) else np.zeros((1, 2))
    step = 2 * float(radii[rest].max()) + GAP + 4
    columns = max(1, round(max(float(np.ptp(held[:, 0])) / step, sqrt(len(rest) * WIDE))))
    rank = np.arange(len(rest))
    left = (held[:, 0].min() + held[:, 0].max()) / 2 - step * (min(columns, len(rest)) - 1) / 2
    places[rest, 0] = left + step * (rank % columns)
    places[rest, 1] = held[:, 1].max() + 2 * _SEA + step * (rank // columns)
