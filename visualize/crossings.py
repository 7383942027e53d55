"""Links that pass behind no cartouche of others: nodes moved, one at a time, where links cross less."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .labels import Box
from .overlaps import Array
from .rings import hits, taken

Places = npt.NDArray[np.intp]  # of boxes, among all
_CARTOUCHE = 6000.0  # pixels of detour worth not crossing a cartouche: it would read as membership
_SYMBOL = 150.0  # and a symbol or its label
_MARGIN = 6.0  # pixels around a box that a link leaves free
_OUTSIDE = 3.0  # price of a pixel beyond the frame that stands, over a pixel of link
_SEATS = (56, 40)  # places tried across and down
_WORK = 9_000  # nodes tried times nodes that stand
_GROWTH = 0.03  # of the frame, on each side
_BATCH = 160  # seats, or links, weighed at once
_FIXED = 12  # links from which a node is a hub that does not move


def untangle(centres: Array, boxes: Sequence[Box], pairs: Sequence[tuple[int, int]], aspect: float) -> None:
    """Move boxes, in place, so that links cross no cartouche and few symbols; no two boxes overlap after.

    Parameters
    ----------
    centres
        Of `boxes`, which do not overlap, in pixels, one row each.
    aspect
        Width over height of the frame, which grows little.
    """
    if len(pairs) < 2 or not any(box.cartouche for box in boxes):
        return
    plane = _Plane(centres, boxes, pairs, aspect)
    for least, work in ((_CARTOUCHE, _WORK), (_SYMBOL, _WORK // 6)):
        left, moved = work // len(centres), True
        while moved and left > 0:
            moved = False
            blame = plane.blame()
            for node in sorted(np.flatnonzero(blame >= least), key=lambda node: (-blame[node], node)):
                if left > 0 and 0 < len(plane.near[node]) < _FIXED:
                    left -= 1
                    moved |= plane.move(int(node))


class _Plane:
    """Boxes and links as they stand, and what crossings cost."""

    def __init__(
        self, centres: Array, boxes: Sequence[Box], pairs: Sequence[tuple[int, int]], aspect: float
    ) -> None:
        self.centres = centres
        self.sizes = np.array([(box.width, box.height) for box in boxes])
        self.lift = np.array([(0.0, box.anchor - box.height / 2) for box in boxes])
        self.half = self.sizes / 2 + _MARGIN
        self.ends = np.array(pairs)
        self.price = np.array([_CARTOUCHE if box.cartouche else _SYMBOL for box in boxes])
        self.near: list[list[int]] = [[] for _ in centres]
        for a, b in pairs:
            self.near[a].append(b)
            self.near[b].append(a)
        low, high = (centres - self.sizes / 2).min(axis=0), (centres + self.sizes / 2).max(axis=0)
        width, height = high - low
        room = np.array([max(width, height * aspect), max(height, width / aspect)]) / 2
        self.low, self.high = (low + high) / 2 - room, (low + high) / 2 + room

    def blame(self) -> Array:
        """Return per node the price of the crossings that its box and its links take part in."""
        points = self.centres + self.lift
        found = np.zeros(len(points))
        for first in range(0, len(self.ends), _BATCH):
            start, end = self.ends[first : first + _BATCH].T
            crossed = hits(points[start][:, None], points[end][:, None], self.centres[None], self.half[None])
            crossed *= self.price
            found += crossed.sum(axis=0)
            np.add.at(found, start, crossed.sum(axis=1))
            np.add.at(found, end, crossed.sum(axis=1))
        return np.asarray(found)

    def move(self, node: int) -> bool:
        """Move one box to its cheapest free seat, and return whether that is another one."""
        others = np.flatnonzero(np.arange(len(self.centres)) != node)
        here = self.centres[node][None]
        now = float(self._crossed(node, here, others, self._length(node, here), np.inf)[0])
        seats = self._seats(node)
        length = self._length(node, seats)
        order = np.argsort(length, kind="stable")
        best, cost = self.centres[node], now - 1.0
        for first in range(0, len(order), _BATCH):
            tried = order[first : first + _BATCH]
            tried = tried[length[tried] < cost]
            if not len(tried):
                break  # the links alone cost more from all seats that remain
            busy = taken(seats[tried], self.sizes[node], self.centres[others], self.sizes[others])
            tried = tried[~busy]
            prices = self._crossed(node, seats[tried], others, length[tried], cost)
            if len(prices) and prices.min() < cost:
                best, cost = seats[tried[prices.argmin()]], float(prices.min())
        found = cost < now - 1.0
        self.centres[node] = best
        return found

    def _seats(self, node: int) -> Array:
        room = (self.high - self.low) * _GROWTH - self.sizes[node] / 2
        across, down = (np.linspace(self.low[k] - room[k], self.high[k] + room[k], _SEATS[k]) for k in (0, 1))
        return np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)

    def _length(self, node: int, seats: Array) -> Array:
        """Return the length of the node's links from each seat, and what it adds to the frame."""
        points = (self.centres + self.lift)[self.near[node]]
        apart = seats[:, None] + self.lift[node] - points[None]
        half = self.sizes[node] / 2
        beyond = np.maximum(self.low - (seats - half), 0) + np.maximum(seats + half - self.high, 0)
        return np.asarray(np.hypot(apart[..., 0], apart[..., 1]).sum(axis=1) + _OUTSIDE * beyond.sum(axis=1))

    def _crossed(self, node: int, seats: Array, others: Places, length: Array, most: float) -> Array:
        """Return, per seat, its length and the price of the boxes its links cross and the links it covers.

        A seat that comes to `most` before all is counted is left there.
        """
        points = self.centres + self.lift
        centres, half, price = self.centres[others][None], self.half[others][None], self.price[others]
        total = np.zeros(len(seats))
        left = np.arange(len(seats))
        for other in self.near[node]:
            starts = (seats[left] + self.lift[node])[:, None]
            total[left] += hits(starts, points[other], centres, half) @ price
            left = left[length[left] + total[left] < most]
        ends = self.ends[(self.ends != node).all(axis=1)]
        begin, end = points[ends[:, 0]][None], points[ends[:, 1]][None]
        total[left] += hits(begin, end, seats[left][:, None], self.half[node]).sum(axis=1) * self.price[node]
        return np.asarray(length + total)
