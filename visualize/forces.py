"""Nodes spread by forces: a network is reduced several times over, and each place gives its nodes theirs.

Suns, no two of them linked, gather the planets around them and stand for all; the smallest network is spread
first, then each larger one from the places of the one before. Nodes repel one another through a grid, on
which one convolution gives all forces at once; links pull.
"""

from collections.abc import Iterator
from functools import cache
from math import ceil, log2, sqrt
from typing import Any

import numpy as np
from scipy import sparse
from scipy.fft import irfft2, rfft2

Array = np.ndarray[Any, Any]
_GOLDEN = 2.399963  # radians: starts are spread by this angle
_GRIDS = (32, 256)  # squares a side of the grid, for the fewest and for the most nodes
_SMALLEST = 60  # nodes from which a network is not reduced further
_STEPS = (300, 60)  # of the smallest network, of each larger one
_GRAVITY = 0.02


def placed(ties: sparse.csr_array) -> Array:
    """Return the position of each node of a symmetric matrix of links, in any unit: an array (nodes, 2).

    References
    ----------
    S. Hachul, M. Jünger, Drawing large graphs with a potential-field-based multilevel algorithm (2004),
    doi:10.1007/978-3-540-31843-9_29; R. W. Hockney, J. W. Eastwood, Computer simulation using particles
    (1981), chapter 5, for forces through a grid
    """
    return _placed(ties, np.ones(ties.shape[0]))


def _placed(ties: sparse.csr_array, masses: Array) -> Array:
    """Return where forces leave the nodes, from the places that a smaller network gave them."""
    count = ties.shape[0]
    turn = np.arange(count) * _GOLDEN
    beside = np.column_stack([np.cos(turn), np.sin(turn)])
    groups = _gathered(ties) if count > _SMALLEST else np.arange(count)
    number = int(groups.max()) + 1
    if number > 0.9 * count:
        return _settled(np.sqrt(np.arange(count) + 0.5)[:, None] * beside, ties, masses, _STEPS[0])
    choice = sparse.csr_array((np.ones(count), (np.arange(count), groups)), shape=(count, number))
    smaller = sparse.csr_array(choice.T @ ties @ choice)
    smaller.setdiag(0)
    smaller.eliminate_zeros()
    start = _placed(smaller, choice.T @ masses)[groups] * sqrt(count / number) + 0.5 * beside
    return _settled(start, ties, masses, _STEPS[1])


def _gathered(ties: sparse.csr_array) -> Array:
    """Return the number of the sun of each node: suns are chosen by their links, no two of them linked."""
    count = ties.shape[0]
    rank = np.empty(count)
    rank[np.lexsort((np.arange(count), np.diff(ties.indptr)))] = np.arange(count, dtype=float)
    rows, columns = ties.nonzero()
    sun, planet = np.zeros((2, count), dtype=bool)
    while (waiting := ~(sun | planet)).any():
        best = np.full(count, -1.0)
        rivals = waiting[columns]
        np.maximum.at(best, rows[rivals], rank[columns[rivals]])
        sun |= waiting & (rank > best)
        planet[rows[sun[columns]]] = True
    return _attached(ties, sun, rank)


def _attached(ties: sparse.csr_array, suns: Array, rank: Array) -> Array:
    """Return the number of the sun to which each node has the strongest tie, the least linked of equals."""
    groups = np.cumsum(suns) - 1
    cells = ties.tocoo()
    kept = suns[cells.col] & ~suns[cells.row]
    rows, columns, strength = cells.row[kept], cells.col[kept], cells.data[kept]
    order = np.lexsort((rank[columns], -strength, rows))
    planets, first = np.unique(rows[order], return_index=True)
    groups[planets] = groups[columns[order][first]]
    return groups


def _settled(places: Array, ties: sparse.csr_array, masses: Array, steps: int) -> Array:
    """Return where the nodes come to rest: all repel one another, links pull, steps get shorter."""
    cells = sparse.triu(ties, format="coo")
    ends, strength = (cells.row, cells.col), cells.data / np.sqrt(masses[cells.row] * masses[cells.col])
    for step in range(steps):
        mesh = _Mesh(places)
        force = mesh.forces(masses) + _pulled(places, ends, strength)
        force -= _GRAVITY * (places - places.mean(axis=0))
        far = np.hypot(*force.T)[:, None]
        longest = mesh.side / 12 * (1 - step / steps) ** 1.5
        places = places + force / np.maximum(far, 1e-9) * np.minimum(far, longest)
    return places


def _pulled(places: Array, ends: tuple[Array, Array], strength: Array) -> Array:
    """Return the pull of links on each node, the farther the stronger."""
    apart = (places[ends[1]] - places[ends[0]]) * strength[:, None]
    sums = [
        np.bincount(ends[0], pull, len(places)) - np.bincount(ends[1], pull, len(places)) for pull in apart.T
    ]
    return np.column_stack(sums)


class _Mesh:
    """A square grid over places: masses are dealt to its corners, forces read between them."""

    def __init__(self, places: Array) -> None:
        low = places.min(axis=0)
        wanted = 2 ** ceil(log2(1.2 * sqrt(len(places))))
        self.count = min(max(wanted, _GRIDS[0]), _GRIDS[1])
        self.side = float(max((places.max(axis=0) - low).max(), 1e-6)) * 1.02
        self.cell = self.side / (self.count - 2)
        at = (places - low) / self.cell
        corner = np.floor(at).astype(np.int64)
        self.rest = at - corner
        self.corner = corner[:, 0] * self.count + corner[:, 1]

    def corners(self) -> Iterator[tuple[Array, Array]]:
        """Return the four corners around each place, and the share of each."""
        for right in (0, 1):
            for down in (0, 1):
                share = np.abs(1 - right - self.rest[:, 0]) * np.abs(1 - down - self.rest[:, 1])
                yield self.corner + right * self.count + down, share

    def forces(self, masses: Array) -> Array:
        """Return the push on each node of all others: their mass over the distance, away from them."""
        count = self.count
        dealt = np.zeros(count * count)
        for corner, share in self.corners():
            dealt += np.bincount(corner, share * masses, count * count)
        seen = rfft2(dealt.reshape(count, count), (2 * count, 2 * count))
        push = np.zeros((len(masses), 2))
        for axis, kernel in enumerate(_kernels(count)):
            field = irfft2(seen * kernel)[:count, :count].ravel() / self.cell
            for corner, share in self.corners():
                push[:, axis] += share * field[corner]
        return push * masses[:, None]


@cache
def _kernels(count: int) -> tuple[Array, Array]:
    """Return the transforms of the force of a unit of mass, across and down, on a grid twice as wide."""
    steps = np.fft.fftfreq(2 * count, 1 / (2 * count))
    across, down = np.meshgrid(steps, steps, indexing="ij")
    near = across**2 + down**2 + 0.5
    return rfft2(across / near), rfft2(down / near)
