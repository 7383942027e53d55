"""One thing and what is linked to it, up to three links away."""

from itertools import islice

import networkx as nx
from rapidfuzz.fuzz import partial_ratio

from ...errors import BadParameter, UnknownName
from ...graph.maillage import Maillage
from ...graph.measures.centrality import degree
from ...messages import text
from ..edition import Edition
from ..labels import typeset
from ..words import order, plural
from .view import View
from .wish import Wish

DEEPEST = 3
_MOST = 300  # nodes of an ego view; beyond, those nearest and most linked
_NEAR = 3  # names proposed where none is the one asked


def around(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return the neighbourhood of what the wish names, None where it names nothing.

    Raises
    ------
    UnknownName
        When nothing, or several things, bear the name.
    BadParameter
        For a depth that is not from 1 to 3.
    """
    if not wish.around:
        return None
    if not 1 <= wish.depth <= DEEPEST:
        raise BadParameter("view.depth", where="--depth", value=wish.depth, most=DEEPEST)
    network, centre = edition.network, find(edition.network, wish.around)
    far = nx.single_source_shortest_path_length(nx.Graph(network), centre, cutoff=wish.depth)
    ranked = sorted(far, key=lambda node: (far[node], -network.degree(node), node))
    kept = network.subgraph(ranked[:_MOST]).copy()
    kinds = {said["kind"] for _, said in kept.nodes(data=True)}
    left = len(far) - len(kept)
    return View(
        "around",
        text("view.around.title", name=edition.label(centre)),
        plural("view.around.sentence.", wish.depth),
        kept,
        kinds,
        {text("atlas.map.size.links"): degree(nx.Graph(kept))},
        [plural("view.around.left.", left)] if left else [],
    )


def find(network: nx.Graph, name: str) -> str:
    """Return the node that a name, one of its other names, or an IRI designates, whatever accents and case.

    Raises
    ------
    UnknownName
        When there is none (the message proposes the nearest) or several (it gives their IRIs).
    """
    if name in network:
        return name
    wanted = order(typeset(name))
    spelt = {
        node: {order(typeset(each)) for each in (said["label"], said.get("short") or "", *said["alt"])}
        for node, said in network.nodes(data=True)
    }
    found = sorted(node for node, names in spelt.items() if wanted in names)
    if len(found) == 1:
        return str(found[0])
    if found:
        raise UnknownName("view.several", where=name, known=", ".join(islice(found, 9)))
    labels = {said["label"] for _, said in network.nodes(data=True)}
    near = sorted(labels, key=lambda label: (-partial_ratio(wanted, order(label)), len(label), label))
    raise UnknownName("view.none", where=name, known=", ".join(near[:_NEAR]) or "—")
