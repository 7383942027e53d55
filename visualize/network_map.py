"""A network as one HTML file that opens by double-click, without internet: the map and its list view."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import networkx as nx

from ..messages import language, text
from .former import Former
from .grouping.groups import Grouping
from .grouping.placing import FONT, laid_out
from .grouping.placing import RADII as GROUP_RADII
from .labels import typeset
from .map_data import Json, card, documents_of, legend_line, links_of, name_of, scores_of, type_of
from .map_drawing import RADII, Drawing, Measures, merged
from .map_words import GROUP_WORDS, WORDS
from .packing import heavy, lightened, pack
from .page import spoken, write_page
from .style import DASHES, GROUP, styles

KINDS_SHOWN = ("Initiative", "Chantier", "Structure")

_STYLES = ("base.css", "map.css", "map-list.css", "map-work.css")
_SCRIPTS = (
    *("map-model.js", "map-scene.js", "map-state.js", "map-paint.js", "map-canvas.js", "map-details.js"),
    *("map-list.js", "map-search.js", "map-legend.js", "map-files.js"),
    *("map-boards.js", "map-story.js", "map-session.js", "map.js"),
)

# In a page of groups: what comes before a script, or in its place.
_GROUPED: Mapping[str, Sequence[str]] = {
    "map-model.js": ("map-pack.js", "map-model.js"),
    "map-scene.js": ("map-around.js", "map-bundles.js", "map-groups.js"),
    "map-list.js": ("map-list.js", "map-group-list.js"),
    "map-legend.js": ("map-legend.js", "map-group-panel.js"),
}

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
    groupings: Sequence[Grouping] = (),
    by: str = "",
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
    groupings, by
        The ways to group a network too large to be read node by node, none for another one, as
        `grouping.groups.groupings` returns them; the one that opens first.
    """
    data = page_data(network, sizes or {}, kinds_shown, types, former, groupings)
    light = [text("map.group.light")] if data.get("light") else []
    usual = text("view.everything.reading.first"), text("view.everything.reading.second")
    write_page(
        Path(path),
        "map.html",
        styles=(*_STYLES, "map-groups.css") if groupings else _STYLES,
        scripts=_scripts(grouped=bool(groupings)),
        library=True,
        data={
            **data,
            **({"by": by} if groupings else {}),
            "sizedBy": list(sizes or {}).index(sized_by) if sized_by else -1,
            "state": state,
            "story": list(story),
        },
        title=typeset(title),
        subtitle=typeset(subtitle),
        fictional=bool(network.graph.get("fictional")),
        notices=[typeset(notice) for notice in (*notices, *light)],
        grouped=bool(groupings),
        home=home,
        reading=[typeset(each) for each in reading or usual],
    )


def _scripts(*, grouped: bool) -> Sequence[str]:
    """Return the scripts of a page, in their order."""
    if not grouped:
        return _SCRIPTS
    return [each for name in _SCRIPTS for each in _GROUPED.get(name, (name,))]


def page_data(  # noqa: PLR0913, PLR0917  each is a word of the page
    network: nx.Graph,
    sizes: Measures,
    kinds_shown: Collection[str],
    basis: Collection[str] = (),
    former: Former = _NOTHING,
    groupings: Sequence[Grouping] = (),
) -> Json:
    """Return all that the page holds, in an order that depends on the network's content alone."""
    types = {node: type_of(network, node) for node in network.nodes}
    looks = styles(types.values(), basis)
    ranks = {pair: rank for rank, pair in enumerate(looks)}
    nodes = sorted(types, key=lambda node: (ranks[types[node]], name_of(network, node).casefold(), node))
    documents = documents_of(network)
    links = links_of(network, {node: i for i, node in enumerate(nodes)}, documents)
    drawing = Drawing(network, [(node, looks[types[node]]) for node in nodes], sizes)
    styled = {
        "styles": [legend_line(style, shown=style.kind in kinds_shown) for style in looks.values()],
        "styleOf": [ranks[types[node]] for node in nodes],
    }
    cards = [card(network, node, documents) for node in nodes]
    if groupings:
        drawn = {**styled, **_packed(drawing, cards, links)}
        pairs = {(nodes[a], nodes[b]): len(members) for (a, b), members in merged(links).items()}
        placed = {
            "group": {**GROUP, "radii": GROUP_RADII, "font": FONT},
            **laid_out(groupings, drawing.boxes, pairs, former, drawn),
        }
    else:
        drawn = {**styled, **drawing.drawn(links)}
        same = former.same(drawn)
        placed = {"places": former.data["places"] if same else drawing.places(links, kinds_shown, former)}
    return {
        "language": language(),
        "words": spoken((*WORDS, *GROUP_WORDS) if groupings else WORDS, "map.say"),
        "directed": network.is_directed(),
        **drawn,
        "dashes": DASHES,
        "radii": RADII,
        **placed,
        **({} if groupings else {"cards": cards, "links": links}),
        "documents": [title for _, title in documents.values()],
        "measures": [{"label": name, "scores": scores_of(scores, nodes)} for name, scores in sizes.items()],
    }


def _packed(drawing: Drawing, cards: Sequence[Json], links: Sequence[Json]) -> Json:
    """Return what a page of groups holds of nodes and links; `light` says that details are left out.

    The `room` of a node is its font, width and height, in pixels.
    """
    labels = {i: "\n".join(drawing.lines[node]) for i, node in enumerate(drawing.nodes)}
    looks = drawing.line_looks(links)
    room = [[drawing.fonts[node], *drawing.room(node)] for node in drawing.nodes]
    found = pack(cards, links, drawing.nodes, labels, looks)
    light = heavy(found)
    if light:
        found = pack(*lightened(cards, links), drawing.nodes, labels, looks)
    return {**found, "nodes": {**found["nodes"], "room": room}, "light": light}
