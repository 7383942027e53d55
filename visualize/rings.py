"""Leaves around their hub: each on the nearest free place of a ring whose spoke crosses the fewest labels."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .overlaps import GAP, Array

Mask = npt.NDArray[np.bool_]
_TURN = np.arange(80) / 80 * 2 * np.pi - np.pi / 2  # clockwise on screen, from the top
_CIRCLE = np.column_stack([np.cos(_TURN), np.sin(_TURN)])
_CROSSING = 60.0  # pixels of detour that are worth not crossing a leaf, or covering a link
_CORE = 450.0  # and a node of the core: a leaf behind it would look linked to it
_EXACT = 260  # leaves up to which crossings are weighed


def place_leaves(
    centres: Array,
    sizes: Array,
    bundles: Mapping[int, Sequence[int]],
    edges: Sequence[tuple[int, int]],
    aspect: float,
) -> None:
    """Move the leaves of each hub of `bundles` (hub -> leaves), in place, around it; small bundles first.

    `edges` are the links between nodes that already stand.
    """
    table = _Table(centres, sizes, {leaf for bundle in bundles.values() for leaf in bundle}, list(edges))
    for hub in sorted(bundles, key=lambda hub: (len(bundles[hub]), hub)):
        table.surround(hub, bundles[hub], np.array([np.sqrt(aspect), 1 / np.sqrt(aspect)]))


class _Table:
    """What stands so far: boxes and links, to which leaves are added one by one."""

    def __init__(
        self, centres: Array, sizes: Array, leaves: Collection[int], spokes: list[tuple[int, int]]
    ) -> None:
        self.centres, self.sizes, self.spokes = centres, sizes, spokes
        self.standing = [node for node in range(len(centres)) if node not in leaves]
        self.core = len(self.standing)
        self.exact = len(leaves) <= _EXACT

    def surround(self, hub: int, leaves: Sequence[int], stretch: Array) -> None:
        """Place the leaves of one hub on rings stretched to the frame, the nearest ring first."""
        step = float(np.median(self.sizes[list(leaves), 1])) * 0.6
        first = float(np.hypot(*(self.sizes[hub] / 2 / stretch))) + step
        for leaf in leaves:
            best, price, ring = self.centres[hub], np.inf, first
            boxes = self.centres[self.standing], self.sizes[self.standing]
            while ring < price:  # no farther ring can be cheaper
                seats = self.centres[hub] + _CIRCLE * stretch * ring
                seats = seats[~taken(seats, self.sizes[leaf], *boxes)]
                cost = ring + self._detour(hub, leaf, seats, boxes, price - ring)
                if len(cost) and cost.min() < price:
                    best, price = seats[cost.argmin()], float(cost.min())
                elif not len(cost) and not self.exact and ring == first:
                    first += step / 2  # full
                ring += step
            self.centres[leaf] = best
            self.standing.append(leaf)
            self.spokes.append((hub, leaf))

    def _detour(self, hub: int, leaf: int, seats: Array, boxes: tuple[Array, Array], most: float) -> Array:
        """Return what each seat costs beyond its distance, in pixels, or part of it, over `most`."""
        if not self.exact or not len(seats):
            return np.zeros(len(seats))
        weights = np.full(len(self.standing), _CROSSING)
        weights[: self.core] = _CORE
        detour = _crossings(self.centres[hub], seats, *boxes) @ weights
        cheap = np.flatnonzero(detour <= most)
        covered = _covered(seats[cheap], self.sizes[leaf], self.centres, self.spokes).sum(axis=1)
        detour[cheap] += _CROSSING * covered
        return np.asarray(detour)


def taken(seats: Array, size: Array, centres: Array, sizes: Array) -> Mask:
    """Return which seats would make a box of `size` overlap a standing one."""
    reach = (sizes + size) / 2 + GAP
    across, down = (np.abs(seats[:, k, None] - centres[None, :, k]) < reach[:, k] for k in (0, 1))
    return np.asarray((across & down).any(axis=1))


def _crossings(hub: Array, seats: Array, centres: Array, sizes: Array) -> Array:
    """Return seat × box: whether the spoke from `hub` to the seat crosses the box."""
    return hits(hub[None, None, :], seats[:, None, :], centres[None, :, :], sizes[None, :, :] / 2)


def _covered(seats: Array, size: Array, centres: Array, spokes: Sequence[tuple[int, int]]) -> Array:
    """Return seat × link: whether a box of `size` would cover the standing link."""
    if not spokes:
        return np.zeros((len(seats), 1))
    ends = np.array(spokes)
    return hits(centres[ends[:, 0]][None], centres[ends[:, 1]][None], seats[:, None, :], size / 2)


def hits(start: Array, end: Array, centre: Array, half: Array) -> Array:
    """Return whether each segment meets each box that holds neither of its ends.

    Each axis apart: numpy is far slower on a last axis of two.
    """
    across, down = (_crossed(*(points[..., k] for points in (start, end, centre, half))) for k in (0, 1))
    enter, leave = np.maximum(across[0], down[0]), np.minimum(across[1], down[1])
    inside = (across[2] & down[2]) | (across[3] & down[3])
    return np.asarray((enter < leave) & (leave > 0) & (enter < 1) & ~inside, dtype=np.float64)


def _crossed(start: Array, end: Array, centre: Array, half: Array) -> tuple[Array, Array, Mask, Mask]:
    """Return, on one axis, where a segment enters and leaves a box, and whether each end is inside."""
    way = end - start
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    near, far = (centre - half - start) / way, (centre + half - start) / way
    return (
        np.minimum(near, far),
        np.maximum(near, far),
        np.abs(start - centre) < half,
        np.abs(end - centre) < half,
    )
