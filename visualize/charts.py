"""Small charts as figures a template draws in SVG: bars of equal scale, and a network in its communities.

Charts are drawn beside words, never instead of them: each bar stands in a table that gives its number, each
drawing of a network has a sentence and a list that say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

import networkx as nx

from .style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION
from .words import figure

TINTS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION)
_DRAWN = 150  # nodes; more are a cloud
_APART, _STEPS = 0.5, 150  # the spring length of a drawing, its steps
_WIDE, _HIGH, _EDGE = 640.0, 360.0, 26.0  # of a drawing, in its own units; what is left free around
_LEAST, _MOST = 4.5, 12.0  # radius of a node
BADGE, _GAP = 11.0, 3.0  # the radius of a badge, what is left between it and a node
_RINGS, _TURNS = 12, 24  # the places tried for a badge: so many rings around its nodes, so many places each
_SPREAD = 62.0  # how wide a piece may be, times the root of its size
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Bar:
    """A line of a chart: its name and page, its number in words, its length, 1 that of the longest."""

    label: str
    href: str | None
    number: str
    share: float


@dataclass(frozen=True)
class Dot:
    """A node of a drawing: its place, radius, tint and name; `number` is that of its community, from 1."""

    x: float
    y: float
    radius: float
    fill: str
    label: str
    number: int


@dataclass(frozen=True)
class Badge:
    """The number of a community, written beside its nodes, where it hides none."""

    x: float
    y: float
    number: int
    fill: str


@dataclass(frozen=True)
class Sketch:
    """A network drawn in its communities, in a box of its own units."""

    width: float
    height: float
    lines: Sequence[tuple[float, float, float, float]]
    dots: Sequence[Dot]
    badges: Sequence[Badge]
    ink: str
    left_out: int


def bars(rows: Sequence[tuple[str, str | None, float]], most: float | None = None) -> list[Bar]:
    """Return the bars of `rows` (name, page, number from 0), in their order, to the scale of the greatest.

    Example
    -------
    >>> [bar.share for bar in bars([("a", None, 4.0), ("b", None, 1.0)])]
    [1.0, 0.25]
    """
    top = max((number for *_, number in rows), default=0) if most is None else most
    return [Bar(label, href, figure(number), number / top if top else 0.0) for label, href, number in rows]


def tint(number: int) -> str:
    """Return the colour of a community, by its number from 1: the first have their own, the others grey."""
    return TINTS[number - 1] if number <= len(TINTS) else GREY


def sketch(network: nx.Graph, of: Mapping[str, int], labels: Mapping[str, str]) -> Sketch | None:
    """Return a drawing of the nodes that have a link, by community; None without a link.

    Parameters
    ----------
    of
        node -> the number of its community, from 1.
    labels
        node -> its name.
    """
    linked = sorted(node for node, count in network.degree() if count)
    if not linked:
        return None
    most = sorted(linked, key=lambda node: (-network.degree(node), node))[:_DRAWN]
    drawn = nx.Graph()
    drawn.add_nodes_from(sorted(most))
    edges = sorted(tuple(sorted(edge)) for edge in network.subgraph(most).edges if edge[0] != edge[1])
    drawn.add_edges_from(edges)
    places = _places(drawn)
    top = max(network.degree(node) for node in most)
    dots = [
        Dot(
            *places[node],
            _LEAST + (_MOST - _LEAST) * (network.degree(node) / top) ** 0.5,
            tint(of.get(node, 0)) if node in of else GREY,
            labels[node],
            of.get(node, 0),
        )
        for node in drawn
    ]
    lines = [(*places[one], *places[other]) for one, other in edges]
    return Sketch(_WIDE, _HIGH, lines, dots, _badges(dots), INK, len(linked) - len(most))


def _places(drawn: nx.Graph) -> dict[str, tuple[float, float]]:
    """Return where each node stands: each piece by springs, in a box in proportion to its size."""
    pieces = sorted(nx.connected_components(drawn), key=lambda piece: (-len(piece), min(piece)))
    boxes = _boxes(
        [len(piece) ** 0.8 for piece in pieces], (_EDGE, _EDGE, _WIDE - 2 * _EDGE, _HIGH - 2 * _EDGE)
    )
    found: dict[str, tuple[float, float]] = {}
    for piece, box in zip(pieces, boxes, strict=True):
        found |= _piece(drawn, piece, box)
    return found


def _boxes(sizes: Sequence[float], box: Box) -> list[Box]:
    """Return a part of `box` for each size, in proportion: halves cut across the length."""
    if len(sizes) == 1:
        return [box]
    cut = min(range(1, len(sizes)), key=lambda at: abs(sum(sizes[:at]) - sum(sizes[at:])))
    x, y, width, height = box
    share = sum(sizes[:cut]) / sum(sizes)
    if width >= height:
        halves = (x, y, width * share, height), (x + width * share, y, width * (1 - share), height)
    else:
        halves = (x, y, width, height * share), (x, y + height * share, width, height * (1 - share))
    return [*_boxes(sizes[:cut], halves[0]), *_boxes(sizes[cut:], halves[1])]


def _piece(drawn: nx.Graph, piece: set[str], box: Box) -> dict[str, tuple[float, float]]:
    inside = nx.Graph()
    inside.add_nodes_from(sorted(piece))
    inside.add_edges_from(sorted(tuple(sorted(edge)) for edge in drawn.subgraph(piece).edges))
    springs = nx.spring_layout(inside, k=_APART * 3 / len(piece) ** 0.5, iterations=_STEPS, seed=1)
    xs, ys = zip(*((float(x), float(y)) for x, y in springs.values()), strict=True)
    widest = _SPREAD * len(piece) ** 0.5
    width, height = (min(side - 2 * _MOST, widest) for side in box[2:])
    left, top = box[0] + (box[2] - width) / 2, box[1] + (box[3] - height) / 2
    return {
        node: (
            round(left + _share(float(x), xs) * width, 1),
            round(top + _share(float(y), ys) * height, 1),
        )
        for node, (x, y) in springs.items()
    }


def _share(value: float, values: Sequence[float]) -> float:
    low, high = min(values), max(values)
    return (value - low) / (high - low) if high - low > 1e-9 else 0.5


def _badges(dots: Sequence[Dot]) -> list[Badge]:
    """Return a badge for each community with a colour of its own: the nearest place that hides no node."""
    groups: dict[int, list[Dot]] = {}
    for dot in dots:
        groups.setdefault(dot.number, []).append(dot)
    taken = [(dot.x, dot.y, dot.radius) for dot in dots]
    found = []
    for number, held in sorted(groups.items()):
        if 0 < number <= len(TINTS):
            x, y = (sum(getattr(dot, axis) for dot in held) / len(held) for axis in "xy")
            x, y = max(_around(x, y), key=lambda place: min(0.0, _room(place, taken)))
            taken.append((x, y, BADGE))
            found.append(Badge(x, y, number, tint(number)))
    return found


def _around(x: float, y: float) -> list[tuple[float, float]]:
    """Return places inside the drawing, the nearest to a point first."""
    found = [(round(x, 1), round(y, 1))]
    for ring in range(1, _RINGS + 1):
        for turn in range(_TURNS):
            angle = 2 * pi * turn / _TURNS
            one, other = x + 8 * ring * cos(angle), y + 8 * ring * sin(angle)
            if BADGE < one < _WIDE - BADGE and BADGE < other < _HIGH - BADGE:
                found.append((round(one, 1), round(other, 1)))
    return found


def _room(place: tuple[float, float], taken: Sequence[tuple[float, float, float]]) -> float:
    """Return how far a badge would be from what it is nearest to; below 0, it hides some of it."""
    return min(hypot(place[0] - x, place[1] - y) - radius - BADGE - _GAP for x, y, radius in taken)
