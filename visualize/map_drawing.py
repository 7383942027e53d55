"""What a map draws: nodes with the room their labels take, lines, and where each stands."""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite, sqrt

import networkx as nx

from .extending import extend, few_are_new
from .former import Former
from .labels import Box, cartouche_box, symbol_box, wrap
from .layout import WIDE, Point, arrange
from .map_data import Json, name_of
from .packing import Look
from .style import DASHES, Style, edge_style

Measures = Mapping[str, Mapping[str, float]]

FRAMES = (("wide", WIDE), ("tall", 0.62))  # a screen, a phone held upright: width over height
_TALL_GROWTH = 1.7  # of cartouches on a phone, where labels keep a readable size
_TALL_UP_TO = 300  # nodes for which a layout for phones is computed too
_FONT, _BOXED, _TITLE = 17, 20, 25  # pixels: labels, cartouches, the main one
RADII = (7, 11, 22)  # pixels: of the lowest score, without a measure, of the highest score


class Drawing:
    """The nodes of a network with the room their labels take, in the page's order."""

    def __init__(self, network: nx.Graph, looks: Sequence[tuple[str, Style]], sizes: Measures) -> None:
        self.looks = looks
        self.nodes = [node for node, _ in looks]
        self.lines = {node: _label(network, node, boxed=style.boxed) for node, style in looks}
        self.fonts = self._fonts(network)
        shares = _shares(looks, sizes)
        self.boxes = {node: self._box(node, shares.get(node)) for node in self.nodes}

    def _box(self, node: str, share: float | None) -> Box:
        if share is None:
            return cartouche_box(self.lines[node], self.fonts[node])
        smallest, usual, largest = RADII
        radius = max(usual + 1.0, smallest + (largest - smallest) * sqrt(share))
        return symbol_box(self.lines[node], self.fonts[node], radius)

    def _fonts(self, network: nx.Graph) -> dict[str, int]:
        """Return the size of each label, in pixels: the initiative with the most links is the title."""
        fonts = {node: _BOXED if style.boxed else _FONT for node, style in self.looks}
        initiatives = [node for node, style in self.looks if style.kind == "Initiative"]
        if initiatives:
            fonts[max(initiatives, key=network.degree)] = _TITLE
        return fonts

    def places(self, links: Sequence[Json], kinds_shown: Collection[str], former: Former) -> Json:
        """Return frame -> what is shown -> position per node: the first kinds (else null), or all."""
        pairs = [(self.nodes[link["from"]], self.nodes[link["to"]]) for link in links]
        shown = [node for node, style in self.looks if style.kind in kinds_shown] or self.nodes
        found: Json = {}
        for frame, aspect in FRAMES:
            if frame == "tall" and len(self.nodes) > _TALL_UP_TO:
                break
            boxes = self._grown() if frame == "tall" else self.boxes
            first = {node: boxes[node] for node in shown}
            inside = [(a, b) for a, b in pairs if a in first and b in first]
            start = placed(first, inside, aspect, former.start(frame, "first"))
            every = start
            if len(first) < len(boxes):
                held = former.start(frame, "every")
                every = (
                    placed(boxes, pairs, aspect, held)
                    if held
                    else arrange(boxes, pairs, aspect=aspect, start=start)
                )
            found[frame] = {
                "first": [start.get(node) for node in self.nodes],
                "every": [every[node] for node in self.nodes],
            }
        return found

    def _grown(self) -> dict[str, Box]:
        """Return the boxes of nodes on a phone."""
        grown = {}
        for node, style in self.looks:
            box, growth = self.boxes[node], _TALL_GROWTH if style.boxed else 1.0
            grown[node] = Box(box.width * growth, box.height * growth, box.anchor * growth)
        return grown

    def room(self, node: str) -> list[float]:
        """Return the width and height of a node with its label, in pixels."""
        return [round(self.boxes[node].width, 1), round(self.boxes[node].height, 1)]

    def look(self, a: int, b: int, links: Sequence[Json]) -> tuple[str, float, list[int] | bool]:
        """Return the colour, width in pixels and dashes of the line for all links of two nodes."""
        statuses = {link["status"] for link in links}
        kinds = {self.looks[a][1].kind, self.looks[b][1].kind}
        colour, width = edge_style((link["relation"] for link in links), kinds)
        dashes = next((dash for status, dash in DASHES.items() if status in statuses), []) or False
        return colour, width if "stated" in statuses else max(width, 2.0), dashes

    def line_looks(self, links: Sequence[Json]) -> list[Look]:
        """Return the look of the line that each link is under, as `packing.pack` takes them."""
        found: dict[int, Look] = {}
        for (a, b), members in merged(links).items():
            colour, width, dashes = self.look(a, b, [links[i] for i in members])
            look = (colour, width, tuple(dashes)) if isinstance(dashes, list) else (colour, width)
            found.update(dict.fromkeys(members, look))
        return [found[i] for i in range(len(links))]

    def drawn(self, links: Sequence[Json]) -> Json:
        """Return nodes and edges for vis-network, in pyvis's model: one line for all links of two nodes."""
        from pyvis.network import Network

        # Directed, because in an undirected network pyvis seeks a twin of each new edge among all others.
        canvas = Network(directed=True, notebook=False)
        for node, style in self.looks:
            canvas.add_node(
                node,
                label="\n".join(self.lines[node]),
                shape="custom",
                color=style.fill,
                size=RADII[1],
                fontSize=self.fonts[node],
                room=self.room(node),
            )
        for (a, b), members in sorted(merged(links).items()):
            colour, width, dashes = self.look(a, b, [links[i] for i in members])
            canvas.add_edge(
                *(self.nodes[a], self.nodes[b]),
                id=f"{a}-{b}",
                arrows="",
                color=colour,
                width=width,
                dashes=dashes,
                links=members,
            )
        return {"nodes": canvas.nodes, "edges": canvas.edges}


def placed(
    boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], aspect: float, held: Mapping[str, Point]
) -> dict[str, Point]:
    """Return where boxes stand, close to where they stood."""
    if few_are_new(boxes, held):
        return extend(boxes, links, held)
    return arrange(boxes, links, aspect=aspect, start=held)


def _label(network: nx.Graph, node: str, *, boxed: bool) -> list[str]:
    """Return the lines of a node's label: its short name when it has one."""
    words = network.nodes[node].get("short") or name_of(network, node)
    return wrap(words, line=17, lines=3) if boxed else wrap(words)


def _shares(looks: Sequence[tuple[str, Style]], sizes: Measures) -> dict[str, float]:
    """Return symbol -> its highest share, in [0, 1], of the top score of a measure; cartouches have none."""
    symbols = [node for node, style in looks if not style.boxed]
    shares = dict.fromkeys(symbols, 0.0)
    for scores in sizes.values():
        known = {node: scores[node] for node in symbols if node in scores and isfinite(scores[node])}
        top = max(known.values(), default=0.0)
        for node, score in known.items():
            shares[node] = max(shares[node], score / top if top > 0 else 0.0)
    return shares


def merged(links: Sequence[Json]) -> dict[tuple[int, int], list[int]]:
    """Return the numbers of the links between each two nodes, whatever their direction."""
    merged: dict[tuple[int, int], list[int]] = {}
    for number, link in enumerate(links):
        pair = (min(link["from"], link["to"]), max(link["from"], link["to"]))
        merged.setdefault(pair, []).append(number)
    return merged
