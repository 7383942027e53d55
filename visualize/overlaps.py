"""Boxes that do not overlap: pushed apart, or packed in rows."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
GAP = np.array([16.0, 12.0])  # free pixels kept between two boxes, across and down
_BREAK = 76.0  # pixels between the first block and what is apart from it, a caption's height
_ROUNDS = 40  # of pushing before everything is stretched a little
_STRETCH = 1.06
_ENOUGH = 0.01


def separate(centres: Array, sizes: Array) -> Array:
    """Return centres near the given ones such that boxes of `sizes` are at least `GAP` apart.

    Each overlapping pair is pushed along the axis that needs the shorter way; what stays so is stretched.
    """
    count = len(centres)
    room = sizes + GAP
    turn = np.arange(count) * 2.399963
    moved = centres + 0.01 * np.column_stack([np.cos(turn), np.sin(turn)])
    for round_ in range(100 * _ROUNDS):
        a, b = _overlapping(moved, room)
        if not len(a):
            return moved
        offset = moved[b] - moved[a]
        lacking = (room[a] + room[b]) / 2 - np.abs(offset) + _ENOUGH
        across = lacking[:, 0] < lacking[:, 1]
        push = np.zeros_like(offset)
        side = np.where(offset < 0, -1.0, 1.0)
        push[across, 0] = (lacking * side)[across, 0]
        push[~across, 1] = (lacking * side)[~across, 1]
        crowd = np.maximum(np.bincount(a, minlength=count) + np.bincount(b, minlength=count), 1)[:, None]
        shift = np.zeros_like(moved)
        np.add.at(shift, a, -push / 2)
        np.add.at(shift, b, push / 2)
        moved = moved + shift / np.sqrt(crowd)
        if round_ % _ROUNDS == _ROUNDS - 1:
            moved = moved * _STRETCH
    return moved


def _overlapping(centres: Array, room: Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the pairs (a, b) of boxes that overlap, found by a sweep from left to right."""
    left, right = centres[:, 0] - room[:, 0] / 2, centres[:, 0] + room[:, 0] / 2
    order = np.argsort(left, kind="stable")
    starts = left[order]
    last = np.searchsorted(starts, right[order], side="left")
    spans = np.maximum(last - np.arange(len(order)) - 1, 0)
    first = np.repeat(np.arange(len(order)), spans)
    second = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans) + first + 1
    a, b = order[first], order[second]
    low = np.abs(centres[a, 1] - centres[b, 1]) < (room[a, 1] + room[b, 1]) / 2
    return a[low], b[low]


def pack(centres: Array, sizes: Array, blocks: Sequence[Sequence[int]], aspect: float) -> None:
    """Move each block of boxes, in place, so that blocks stand in centred rows, the first block on top."""
    if not blocks:
        return
    for number, block in enumerate(blocks[1:], start=1):
        if len(block) > 1:
            _nestle(centres, sizes, [node for other in blocks[:number] for node in other], block, aspect)
    joined = [node for block in blocks if len(block) > 1 for node in block]
    alone = [block for block in blocks if len(block) == 1]
    blocks = [joined, *alone] if joined else alone
    frames = []
    for block in blocks:
        members = list(block)
        low, high = _bounds(centres[members], sizes[members])
        frames.append((low, high - low))
    area = sum((extent + 2 * GAP).prod() for _, extent in frames)
    limit = max(float(np.sqrt(area * aspect)), 1.12 * frames[0][1][0])
    top = 0.0
    widths = [float(extent[0]) for _, extent in frames]
    for row in _balanced(widths, limit):
        width = sum(frames[i][1][0] for i in row) + 2 * GAP[0] * (len(row) - 1)
        x = -width / 2
        for i in row:
            low, extent = frames[i]
            centres[list(blocks[i])] += np.array([x, top]) - low
            x += extent[0] + 2 * GAP[0]
        top += max(frames[i][1][1] for i in row) + (_BREAK if 0 in row else 2 * GAP[1])


def _nestle(
    centres: Array, sizes: Array, standing: Sequence[int], block: Sequence[int], aspect: float
) -> None:
    """Move `block`, in place, to where it overlaps nothing and the frame around all grows least."""
    members, others = list(block), list(standing)
    low, high = _bounds(centres[others], sizes[others])
    own_low, own_high = _bounds(centres[members], sizes[members])
    extent, margin = own_high - own_low, 2 * GAP
    across, down = (np.linspace(low[k] - extent[k] - margin[k], high[k] + margin[k], 60) for k in (0, 1))
    corners = np.array([(x, y) for y in down for x in across])
    moves = corners - own_low
    free = _free(centres, sizes, members, others, (across - own_low[0], down - own_low[1]))
    grown = np.maximum(high, corners + extent) - np.minimum(low, corners)
    off = corners + extent / 2 - (low + high) / 2
    cost = np.maximum(grown[:, 0] / aspect, grown[:, 1]) + 0.01 * np.hypot(off[:, 0] / aspect, off[:, 1])
    centres[members] += moves[int(np.where(free, cost, np.inf).argmin())]


def _free(
    centres: Array, sizes: Array, members: list[int], others: list[int], moves: tuple[Array, Array]
) -> npt.NDArray[np.bool_]:
    """Return row by row, for each move across and down, whether no box of `members` meets one of `others`."""
    met = np.zeros((len(moves[1]), len(moves[0])), dtype=bool)
    for member in members:
        reach = (sizes[member] + sizes[others]) / 2 + 2 * GAP
        across, down = (
            np.packbits(
                np.abs(centres[member, k] + moves[k][:, None] - centres[others, k]) < reach[:, k], axis=1
            )
            for k in (0, 1)
        )
        met |= (down[:, None] & across[None]).any(axis=2)
    return np.asarray(~met.ravel())


def _bounds(centres: Array, sizes: Array) -> tuple[Array, Array]:
    return (centres - sizes / 2).min(axis=0), (centres + sizes / 2).max(axis=0)


def _balanced(widths: Sequence[float], limit: float) -> list[list[int]]:
    """Return as few rows as `limit` allows: the first block alone when it is large, others of like widths."""
    first = widths[0] > limit / 2
    rest = list(widths[1:]) if first else list(widths)
    rows = _rows(rest, limit)
    for narrower in np.arange(0.5, 1.0, 0.02) * limit:
        tried = _rows(rest, float(narrower))
        if len(tried) == len(rows):
            rows = tried
            break
    if not first:
        return rows
    return [[0], *([place + 1 for place in row] for row in rows if row)]


def _rows(widths: Sequence[float], limit: float) -> list[list[int]]:
    """Return the places of `widths` broken into rows no wider than `limit`."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for place, width in enumerate(widths):
        if rows[-1] and used + width > limit:
            rows.append([])
            used = 0.0
        rows[-1].append(place)
        used += width + 2 * float(GAP[0])
    return rows
