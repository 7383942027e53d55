"""A map that gained a few nodes: those it had stand where they stood, the new ones beside what they join."""

from collections.abc import Iterable, Mapping
from math import cos, sin

import numpy as np

from .labels import Box
from .layout import Point
from .overlaps import GAP, Array, separate

FEW = 0.2  # share of new nodes up to which the others keep their places
_GOLDEN = 2.399963  # radians; turns so that no two tries stand in a line
_STEP = 12.0  # pixels between the tries of a place
_TRIES = 4000


def few_are_new(boxes: Iterable[str], start: Mapping[str, Point]) -> bool:
    """Return whether a map of `boxes` is that of `start` with a few nodes more, or fewer."""
    nodes = list(boxes)
    new = sum(node not in start for node in nodes)
    return bool(start) and new <= FEW * len(nodes) and len(nodes) >= (1 - FEW) * len(start)


def extend(
    boxes: Mapping[str, Box], links: Iterable[tuple[str, str]], start: Mapping[str, Point]
) -> dict[str, Point]:
    """Return the position of each node, in pixels: that of `start`, or a free place near its neighbours.

    Parameters
    ----------
    boxes
        node -> the room it takes.
    start
        node -> where it stood; boxes that have grown since are pushed apart.
    """
    index = {node: place for place, node in enumerate(boxes)}
    sizes = np.array([(box.width, box.height) for box in boxes.values()]).reshape(-1, 2)
    lift = np.array([box.anchor - box.height / 2 for box in boxes.values()])
    near: dict[str, list[str]] = {node: [] for node in boxes}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    centres = np.zeros((len(index), 2))
    placed = [index[node] for node in boxes if node in start]
    for node, (x, y) in ((node, start[node]) for node in boxes if node in start):
        centres[index[node]] = x, y - lift[index[node]]
    for node in (each for each in boxes if each not in start):
        around = [index[other] for other in near[node] if index[other] in placed]
        wanted = centres[around].mean(axis=0) if around else _below(centres[placed], sizes[placed])
        centres[index[node]] = _free(wanted, sizes[index[node]], centres[placed], sizes[placed])
        placed.append(index[node])
    centres = separate(centres, sizes)
    return {
        node: (round(float(centres[i, 0]), 1), round(float(centres[i, 1] + lift[i]), 1))
        for node, i in index.items()
    }


def _below(centres: Array, sizes: Array) -> Array:
    """Return the point under all boxes, on the left."""
    low = (centres - sizes / 2).min(axis=0)
    high = (centres + sizes / 2).max(axis=0)
    return np.array([low[0], high[1] + 6 * GAP[1]])


def _free(wanted: Array, size: Array, centres: Array, sizes: Array) -> Array:
    """Return the place nearest to `wanted`, along a spiral, where a box meets no other."""
    apart = (sizes + size) / 2 + GAP
    for turn in range(_TRIES):
        far = _STEP * turn**0.5
        at = wanted + far * np.array([cos(turn * _GOLDEN), sin(turn * _GOLDEN)])
        if not (np.abs(centres - at) < apart).all(axis=1).any():
            return np.asarray(at)
    return wanted
