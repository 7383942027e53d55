"""A network of up to 50,000 nodes as one HTML file, drawn with WebGL or, where there is none, without."""

from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path

import networkx as nx
import numpy as np

from ..errors import BadParameter, LimitReached, UsageError
from ..graph.maillage import Maillage
from ..messages import figure, language, text
from .edition import Edition
from .labels import typeset
from .map_data import Json, card, documents_of, legend_line, links_of, name_of, type_of
from .map_words import WORDS
from .packing import Look, pack
from .page import spoken, write_page
from .spread import spread
from .style import DASHES, edge_style, styles
from .views.catalogue import choose
from .views.view import View, types_of_structures
from .views.wish import NOTHING, Wish

MOST = 50_000  # nodes; beyond, a laptop neither draws nor lists them in reasonable time
BUNDLE = "bundles/webgl.js"

_SMALLEST, _LARGEST, _GROWTH = 4.0, 24.0, 1.5  # pixels: of radii, and of their growth with the root of links
_STYLES = ("base.css", "map.css", "map-list.css", "webgl.css")
_SCRIPTS = (
    *("map-pack.js", "map-model.js", "map-scene.js", "map-state.js", "map-paint.js"),
    *("map-details.js", "map-list.js"),
    *("webgl-list.js", "map-search.js", "map-legend.js", "webgl-symbols.js", "webgl-labels.js"),
    *("webgl-gestures.js", "webgl-flat.js", "webgl-canvas.js", "webgl.js"),
)
_WORDS = (  # keys below `webgl.say`
    *("flat", "slow", "lost", "what", "letters", "every"),
    *("pages.above", "pages.below", "page", "previous", "next"),
)


def draw_webgl(
    name: str, maillage: Maillage, path: Path, wish: Wish = NOTHING, story: Path | None = None
) -> View:
    """Return the view, written to `path` as one page that draws all of its network.

    Raises
    ------
    UnknownName
        As `views.catalogue.choose` does.
    UsageError, LimitReached
        As `write_webgl` does.
    BadParameter
        For steps or a grouping, which this page does not have.
    """
    _require_bundle()
    for option, value in (("--story", story), ("--by", wish.by)):
        if value:
            raise BadParameter("webgl.option", where=option)
    edition = Edition.alone(maillage, path.parent)
    view = choose(name, maillage, edition, wish)
    write_webgl(
        view.network,
        path,
        title=f"{edition.name} : {view.title}",
        subtitle=view.sentence,
        notices=view.notices,
        types=types_of_structures(edition),
        reading=view.reading,
    )
    return view


def write_webgl(  # noqa: PLR0913  each is a word of the page
    network: nx.Graph,
    path: Path | str,
    *,
    title: str,
    subtitle: str = "",
    notices: Sequence[str] = (),
    types: Collection[str] = (),
    reading: Sequence[str] = (),
) -> None:
    """Write the map of `network` to `path`, one self-contained page in the current language.

    All is in it, drawn and listed. The parameters are those of `network_map.write_map`.

    Raises
    ------
    UsageError
        When this package was built without the scripts that draw with WebGL.
    LimitReached
        For more than `MOST` nodes.
    """
    _require_bundle()
    if len(network) > MOST:
        raise LimitReached("webgl.nodes", where="--webgl", count=figure(len(network)), most=figure(MOST))
    usual = text("view.everything.reading.first"), text("view.everything.reading.second")
    write_page(
        Path(path),
        "webgl.html",
        styles=_STYLES,
        scripts=_SCRIPTS,
        bundle=BUNDLE,
        data=webgl_data(network, types),
        title=typeset(title),
        subtitle=typeset(subtitle),
        fictional=bool(network.graph.get("fictional")),
        notices=[typeset(notice) for notice in notices],
        reading=[typeset(each) for each in reading or usual],
    )


def has_webgl() -> bool:
    """Tell whether the scripts that draw with WebGL were bundled when this package was built."""
    return files(__package__).joinpath("static", *BUNDLE.split("/")).is_file()


def _require_bundle() -> None:
    if not has_webgl():
        raise UsageError("webgl.bundle", where="--webgl")


def webgl_data(network: nx.Graph, basis: Collection[str] = ()) -> Json:
    """Return all that the page holds, in an order that depends on the network's content alone."""
    types = {node: type_of(network, node) for node in network.nodes}
    looks = styles(types.values(), basis)
    ranks = {pair: rank for rank, pair in enumerate(looks)}
    nodes = sorted(types, key=lambda node: (ranks[types[node]], name_of(network, node).casefold(), node))
    documents = documents_of(network)
    links = links_of(network, {node: i for i, node in enumerate(nodes)}, documents)
    shorts = {i: short for i, node in enumerate(nodes) if (short := network.nodes[node].get("short"))}
    cards = [card(network, node, documents) for node in nodes]
    pairs = np.array([(link["from"], link["to"]) for link in links], dtype=np.int64).reshape(-1, 2)
    radii = _radii(len(nodes), pairs)
    return {
        "language": language(),
        "words": {**spoken(WORDS, "map.say"), **spoken(_WORDS, "webgl.say")},
        "directed": network.is_directed(),
        "styles": [legend_line(style, shown=True) for style in looks.values()],
        "styleOf": [ranks[types[node]] for node in nodes],
        "places": np.round(spread(len(nodes), pairs, radii)).astype(int).ravel().tolist(),
        "radii": np.round(radii, 1).tolist(),
        "dashes": DASHES,
        "documents": [title for _, title in documents.values()],
        "measures": [],
        "sizedBy": -1,
        **pack(cards, links, nodes, shorts, _looks(links, [types[node][0] for node in nodes])),
    }


def _radii(count: int, pairs: np.ndarray) -> np.ndarray:
    """Return the radius of each node's symbol, in pixels: its area grows with the node's links."""
    degree = np.bincount(pairs.ravel(), minlength=count)
    return np.asarray(np.minimum(_SMALLEST + _GROWTH * np.sqrt(degree), _LARGEST))


def _looks(links: Sequence[Json], kinds: Sequence[str]) -> list[Look]:
    """Return the colour and the width of each link's line."""
    return [edge_style([one["relation"]], {kinds[one["from"]], kinds[one["to"]]}) for one in links]
