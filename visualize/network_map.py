"""A network as one HTML file that opens by double-click, without internet: the map and its list view."""

from collections.abc import Collection, Mapping, Sequence
from math import isfinite, sqrt
from pathlib import Path

import networkx as nx

from ..messages import language, text
from .extending import extend, few_are_new
from .former import Former
from .labels import Box, cartouche_box, symbol_box, typeset, wrap
from .layout import WIDE, Point, arrange
from .map_data import Json, card, documents_of, legend_line, links_of, name_of, scores_of
from .map_words import WORDS
from .page import spoken, write_page
from .style import DASHES, Style, edge_style, styles

KINDS_SHOWN = ("Initiative", "Chantier", "Structure")
Measures = Mapping[str, Mapping[str, float]]

_TALL = 0.62  # the frame of a phone held upright
_TALL_GROWTH = 1.7  # of cartouches on a phone, where labels keep a readable size
_TALL_UP_TO = 300  # nodes for which a layout for phones is computed too
_FONT, _BOXED, _TITLE = 17, 20, 25  # pixels: labels, cartouches, the main one
_RADII = (7, 11, 22)  # pixels: of the lowest score, without a measure, of the highest score
_STYLES = ("base.css", "map.css", "map-list.css", "map-work.css")
_SCRIPTS = (
    *("map-model.js", "map-state.js", "map-paint.js", "map-canvas.js", "map-details.js"),
    *("map-list.js", "map-search.js", "map-legend.js", "map-files.js"),
    *("map-boards.js", "map-story.js", "map-session.js", "map.js"),
)

_NOTHING = Former()


def write_map(  # noqa: PLR0913  each is a word of the page
    network: nx.Graph,
    path: Path | str,
    *,
    title: str,
    subtitle: str = "",
    sizes: Measures | None = None,
    kinds_shown: Collection[str] = KINDS_SHOWN,
    notices: Sequence[str] = (),
    home: str = "",
    types: Collection[str] = (),
    reading: Sequence[str] = (),
    sized_by: str = "",
    former: Former = _NOTHING,
    state: str = "",
    story: Sequence[Json] = (),
) -> None:
    """Write the map of `network` to `path`, one self-contained page in the current language.

    Parameters
    ----------
    network
        Nodes carry label, kind, type, short, status, note, facts, alt, sources; edges carry relation, label,
        weight, status, reasons (see `graph.network`). Direction is told when the network is directed. When
        it is marked `fictional`, a banner says, always, that the data are made up.
    sizes
        Name of a measure, as people read it -> node -> score; symbols can be sized by each.
    kinds_shown
        Kinds drawn when the page opens; filters show the others, and the list view always holds all.
    notices
        What a reader must know of what the map does not say, a sentence each.
    home
        Address of the page that the map belongs to; without it, the map stands alone.
    types
        All types of structures of the ecosystem: maps given the same ones draw a type the same way.
    reading
        How to read this map, a sentence each; without any, what holds for every map.
    sized_by
        The measure of `sizes` by which symbols are sized when the page opens; "" for none.
    former
        An earlier page of the same map: what it draws too stays about where it was.
    state
        What identifies the data, noted with what a workshop says of them; "" for none.
    story
        The steps by which the page is presented, as `story.read_story` returns them.
    """
    data = page_data(network, sizes or {}, kinds_shown, types, former)
    usual = text("view.everything.reading.first"), text("view.everything.reading.second")
    write_page(
        Path(path),
        "map.html",
        styles=_STYLES,
        scripts=_SCRIPTS,
        library=True,
        data={
            **data,
            "sizedBy": list(sizes or {}).index(sized_by) if sized_by else -1,
            "state": state,
            "story": list(story),
        },
        title=typeset(title),
        subtitle=typeset(subtitle),
        fictional=bool(network.graph.get("fictional")),
        notices=[typeset(notice) for notice in notices],
        home=home,
        reading=[typeset(each) for each in reading or usual],
    )


def page_data(
    network: nx.Graph,
    sizes: Measures,
    kinds_shown: Collection[str],
    basis: Collection[str] = (),
    former: Former = _NOTHING,
) -> Json:
    """Return all that the page holds, in an order that depends on the network's content alone."""
    types = {node: type_of(network, node) for node in network.nodes}
    looks = styles(types.values(), basis)
    ranks = {pair: rank for rank, pair in enumerate(looks)}
    nodes = sorted(types, key=lambda node: (ranks[types[node]], name_of(network, node).casefold(), node))
    documents = documents_of(network)
    links = links_of(network, {node: i for i, node in enumerate(nodes)}, documents)
    drawing = _Drawing(network, [(node, looks[types[node]]) for node in nodes], sizes)
    drawn = {
        "styles": [legend_line(style, shown=style.kind in kinds_shown) for style in looks.values()],
        "styleOf": [ranks[types[node]] for node in nodes],
        **drawing.drawn(links),
    }
    return {
        "language": language(),
        "words": spoken(WORDS, "map.say"),
        "directed": network.is_directed(),
        **drawn,
        "dashes": DASHES,
        "radii": _RADII,
        "places": former.data["places"] if former.same(drawn) else drawing.places(links, kinds_shown, former),
        "cards": [card(network, node, documents) for node in nodes],
        "links": links,
        "documents": [title for _, title in documents.values()],
        "measures": [{"label": name, "scores": scores_of(scores, nodes)} for name, scores in sizes.items()],
    }


def type_of(network: nx.Graph, node: str) -> tuple[str, str | None]:
    """Return the kind of `node`, and its type when it is a structure."""
    kind = network.nodes[node].get("kind") or ""
    return kind, network.nodes[node].get("type") if kind == "Structure" else None


class _Drawing:
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
        smallest, usual, largest = _RADII
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
        for frame, aspect in (("wide", WIDE), ("tall", _TALL)):
            if frame == "tall" and len(self.nodes) > _TALL_UP_TO:
                break
            boxes = self._grown() if frame == "tall" else self.boxes
            first = {node: boxes[node] for node in shown}
            inside = [(a, b) for a, b in pairs if a in first and b in first]
            start = _placed(first, inside, aspect, former.start(frame, "first"))
            every = start
            if len(first) < len(boxes):
                held = former.start(frame, "every")
                every = (
                    _placed(boxes, pairs, aspect, held)
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
                size=_RADII[1],
                fontSize=self.fonts[node],
                room=[round(self.boxes[node].width, 1), round(self.boxes[node].height, 1)],
            )
        for (a, b), members in sorted(_merged(links).items()):
            statuses = {links[i]["status"] for i in members}
            ends = {self.looks[a][1].kind, self.looks[b][1].kind}
            colour, width = edge_style((links[i]["relation"] for i in members), ends)
            canvas.add_edge(
                *(self.nodes[a], self.nodes[b]),
                id=f"{a}-{b}",
                arrows="",
                color=colour,
                width=width if "stated" in statuses else max(width, 2.0),
                dashes=next((dash for status, dash in DASHES.items() if status in statuses), []) or False,
                links=members,
            )
        return {"nodes": canvas.nodes, "edges": canvas.edges}


def _placed(
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


def _merged(links: Sequence[Json]) -> dict[tuple[int, int], list[int]]:
    """Return the numbers of the links between each two nodes, whatever their direction."""
    merged: dict[tuple[int, int], list[int]] = {}
    for number, link in enumerate(links):
        pair = (min(link["from"], link["to"]), max(link["from"], link["to"]))
        merged.setdefault(pair, []).append(number)
    return merged
