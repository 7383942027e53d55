"""How each type of node is drawn: one shape and one colour per type, told apart without colour vision.

Shapes are SVG paths in a square from (-1, -1) to (1, 1): the canvas and the legend draw the same ones.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, pi, sin

INK = "#16213a"
PAPER = "#ffffff"
LINE = "#7b8699"  # ordinary links
STRONG = "#33415c"  # links of an activity with its parts and pilots
MONEY = "#a34700"  # fundings
PROPOSED = "#8a1f8f"  # links that nobody states
DASHES: dict[str, list[int]] = {
    "stated": [],
    "inferred": [9, 6],
    "disputed": [2, 5],
    "proposed": [14, 5, 2, 5],
}
CARTOUCHES = ("Initiative", "Chantier", "Scheme")  # kinds whose label stands inside a box

# Okabe and Ito (2008), "Color universal design": https://jfly.uni-koeln.de/color/
ORANGE, SKY, GREEN, YELLOW = "#e69f00", "#56b4e9", "#009e73", "#f0e442"
BLUE, VERMILION, PURPLE, GREY = "#0072b2", "#d55e00", "#cc79a7", "#bfc5d0"


def _polygon(*points: tuple[float, float]) -> str:
    return (
        "M"
        + "L".join(f"{x + 0:g} {y + 0:g}" for x, y in ((round(x, 3), round(y, 3)) for x, y in points))
        + "Z"
    )


def _regular(corners: int, *, radius: float = 1.0, inner: float | None = None, turn: float = -pi / 2) -> str:
    count = corners * (2 if inner else 1)
    radii = [radius if inner is None or not i % 2 else inner for i in range(count)]
    return _polygon(
        *(
            (r * cos(turn + 2 * pi * i / count), r * sin(turn + 2 * pi * i / count))
            for i, r in enumerate(radii)
        )
    )


def _scallop(lobes: int, reach: float = 0.8) -> str:
    """Return a disc with a scalloped border."""
    side = reach * sin(pi / lobes) * 1.15
    turns = [2 * pi * k / lobes - pi / 2 for k in range(lobes + 1)]
    points = [(round(reach * cos(turn), 3) + 0, round(reach * sin(turn), 3) + 0) for turn in turns]
    arcs = "".join(f"A{side:.3g} {side:.3g} 0 0 1 {x:g} {y:g}" for x, y in points[1:])
    return f"M{points[0][0]:g} {points[0][1]:g}{arcs}Z"


SHAPES = {
    "circle": "M-.92 0A.92 .92 0 1 1 .92 0A.92 .92 0 1 1 -.92 0Z",
    "square": _polygon((-0.84, -0.84), (0.84, -0.84), (0.84, 0.84), (-0.84, 0.84)),
    "diamond": _polygon((0, -1.12), (1.12, 0), (0, 1.12), (-1.12, 0)),
    "triangle": _polygon((0, -1.08), (1.08, 0.84), (-1.08, 0.84)),
    "hexagon": _regular(6, turn=0),
    "pentagon": _regular(5, radius=1.05),
    "wedge": _polygon((-1.08, -0.84), (1.08, -0.84), (0, 1.08)),
    "cross": _polygon(
        *((-0.38, -1), (0.38, -1), (0.38, -0.38), (1, -0.38), (1, 0.38), (0.38, 0.38)),
        *((0.38, 1), (-0.38, 1), (-0.38, 0.38), (-1, 0.38), (-1, -0.38), (-0.38, -0.38)),
    ),
    "house": _polygon((0, -1.08), (1, -0.2), (1, 0.9), (-1, 0.9), (-1, -0.2)),
    "ticket": _polygon((-1.1, -0.6), (0.6, -0.6), (1.15, 0), (0.6, 0.6), (-1.1, 0.6)),
    "bust": "M-.95 1C-.95 .2 -.5 -.02 0 -.02C.5 -.02 .95 .2 .95 1Z"
    "M-.52 -.52A.52 .52 0 1 1 .52 -.52A.52 .52 0 1 1 -.52 -.52Z",
    "page": "M-.76 -1L.28 -1L.8 -.48L.8 1L-.76 1ZM.28 -1L.28 -.48L.8 -.48",
    "pin": "M0 1.12C-.3 .55 -.85 .2 -.85 -.3A.85 .8 0 1 1 .85 -.3C.85 .2 .3 .55 0 1.12Z"
    "M-.26 -.3A.26 .26 0 1 0 .26 -.3A.26 .26 0 1 0 -.26 -.3Z",
    "octagon": _regular(8, radius=1.05, turn=pi / 8),
    "oval": "M-1.1 0A1.1 .75 0 1 1 1.1 0A1.1 .75 0 1 1 -1.1 0Z",
    "star": _regular(5, radius=1.15, inner=0.52),
    "box": _polygon((-1.15, -0.7), (1.15, -0.7), (1.15, 0.7), (-1.15, 0.7)),
    "pill": "M-.55 -.7L.55 -.7A.7 .7 0 0 1 .55 .7L-.55 .7A.7 .7 0 0 1 -.55 -.7Z",
}

_KINDS = {
    "Initiative": ("pill", INK),
    "Chantier": ("box", BLUE),
    "Structure": ("circle", SKY),
    "Person": ("bust", YELLOW),
    "Event": ("star", ORANGE),
    "Output": ("page", PURPLE),
    "Territory": ("pin", GREEN),
    "SupportMission": ("hexagon", VERMILION),
    "SupportOffer": ("ticket", GREY),
    "Scheme": ("octagon", BLUE),
    "Concept": ("oval", SKY),
}
# Types of structures, and kinds that the table above does not know, take these: types first, by alphabet.
_FREE_SHAPES = ("square", "diamond", "triangle", "pentagon", "wedge", "cross", "house")
_FREE_COLOURS = (ORANGE, PURPLE, GREEN, VERMILION, YELLOW, BLUE, GREY)


# A group of nodes: no kind has this shape.
GROUP = {"fill": "#c9d6ea", "head": "#33415c", "path": _scallop(9)}


@dataclass(frozen=True)
class Style:
    """The look of one type: `kind` and `type` name it, `shape` names a path of `SHAPES`."""

    kind: str
    type: str | None
    shape: str
    fill: str
    count: int

    @property
    def boxed(self) -> bool:
        """Return whether the label stands inside the node."""
        return self.kind in CARTOUCHES

    @property
    def ink(self) -> str:
        """Return the colour of the label, readable on what is behind it."""
        if not self.boxed:
            return INK
        return max((PAPER, INK), key=lambda colour: contrast(colour, self.fill))


def styles(
    types: Iterable[tuple[str, str | None]], basis: Collection[str] = ()
) -> dict[tuple[str, str | None], Style]:
    """Return (kind, type) -> its style, no two alike, for the kinds and types of all nodes.

    Only structures differ by type; other kinds have one style, under the type `None`. In the order of a
    legend: kinds as listed above, and the most frequent type first.

    `basis` names all types of structures that sister maps show: with one basis, a type looks the same on all.
    """
    counts = Counter((kind, type_ if kind == "Structure" else None) for kind, type_ in types)
    known = {*counts, *(("Structure", type_) for type_ in basis)}
    free = sorted(
        (pair for pair in known if pair[0] not in _KINDS or pair[1] is not None),
        key=lambda pair: (pair[0] != "Structure", pair[0], pair[1] or ""),
    )
    ranks = {kind: rank for rank, kind in enumerate(_KINDS)}
    order = sorted(
        counts, key=lambda pair: (ranks.get(pair[0], 99), pair[1] is None, -counts[pair], *map(str, pair))
    )
    found: dict[tuple[str, str | None], Style] = {}
    for pair in order:
        shape, fill = _free(free.index(pair)) if pair in free else _KINDS[pair[0]]
        found[pair] = Style(pair[0], pair[1], shape, fill, counts[pair])
    return found


def _free(rank: int) -> tuple[str, str]:
    """Return the shape and colour number `rank`: 49 pairs, of which the first seven share neither."""
    turn, place = divmod(rank, len(_FREE_SHAPES))
    return _FREE_SHAPES[place], _FREE_COLOURS[(place + turn) % len(_FREE_COLOURS)]


def edge_style(relations: Iterable[str], kinds: Collection[str] = ()) -> tuple[str, float]:
    """Return the colour and width in pixels of a line that stands for `relations` between nodes of `kinds`.

    Fundings, and what links a chantier with those who lead it, stand out from plain membership.
    """
    names = set(relations)
    if any(name.startswith("missing-") for name in names):
        return PROPOSED, 2.5
    if "funds" in names:
        return MONEY, 3.0
    if names & {"accompanies", "partnerOf"} or (
        "Chantier" in kinds and names & {"partOfActivity", "participatesIn"}
    ):
        return STRONG, 2.25
    return LINE, 1.25


def contrast(one: str, other: str) -> float:
    """Return the contrast of two #rrggbb colours, from 1 to 21.

    References
    ----------
    WCAG 2.2, "contrast ratio": https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
