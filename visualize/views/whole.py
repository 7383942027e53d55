"""Everything that the graph links, and who takes part in which chantier."""

import networkx as nx

from ...graph.maillage import Maillage
from ...graph.measures.centrality import degree
from ...graph.network import participation_network
from ...messages import text
from ..edition import Edition
from ..words import figure, plural
from .view import View
from .wish import Wish

_IN_CHANTIERS = ("Chantier", "Structure", "Person")


def everything(maillage: Maillage, edition: Edition, wish: Wish) -> View:
    """Return all that the graph links."""
    return View(
        "everything",
        text("view.everything.title"),
        text("view.everything.sentence"),
        edition.network,
        sizes={text("atlas.map.size.links"): degree(nx.Graph(edition.network))},
    )


def participation(maillage: Maillage, edition: Edition, wish: Wish) -> View:
    """Return structures and chantiers, with the people of these chantiers, joined by participations."""
    structures = participation_network(edition.dataset, whole=edition.network)
    sides = dict(structures.nodes(data="bipartite"))
    apart = sum(not structures.degree(node) for node, side in sides.items() if not side)
    among = sum(not side for side in sides.values())
    network = _with_people(edition.network, structures)
    empty = sum(not network.degree(node) for node, kind in network.nodes(data="kind") if kind == "Chantier")
    notices = [plural("atlas.map.chantiers.apart.", apart, total=figure(among))]
    if empty:
        notices.append(plural("atlas.map.chantiers.empty.", empty))
    title, sentence = text("view.participation.title"), text("view.participation.sentence")
    return View("participation", title, sentence, network, _IN_CHANTIERS, notices=notices)


def _with_people(whole: nx.MultiDiGraph, structures: nx.Graph) -> nx.MultiDiGraph:
    chantiers = {node for node, side in structures.nodes(data="bipartite") if side}
    joined = [
        (start, end, tie)
        for start, end, tie in whole.edges(data=True)
        if tie["relation"] == "participatesIn" and end in chantiers
    ]
    kept = {*structures, *(start for start, _, _ in joined)}
    network = nx.MultiDiGraph(**whole.graph)
    network.add_nodes_from((node, whole.nodes[node]) for node in whole if node in kept)
    network.add_edges_from(joined)
    return network
