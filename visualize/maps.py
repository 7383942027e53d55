"""The maps of an atlas: everything, who is in which chantier, who works with whom beyond the large group."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from ..graph.measures.centrality import degree
from ..graph.network import collaboration_network, participation_network
from ..messages import text
from .edition import Edition
from .network_map import KINDS_SHOWN, write_map
from .words import figure, plural

_DRAWN = 3000  # ties; a page of more is neither readable nor light
_LEGIBLE = 1000  # nodes of a map,
_LINKS = 4000  # and links; beyond, a page opens slowly and nobody can read it
_IN_CHANTIERS = ("Chantier", "Structure", "Person")
_MOST = 0.5  # share of all ties from which one group is said to hide the others


@dataclass(frozen=True)
class Collaborations:
    """Who works with whom: `network` holds every tie, `closest` only those that a large group does not make.

    `drawn` holds those of `closest` that a page can show: the strongest, ties of equal weight all or none.
    `group` and `size` name the group whose members are all tied, None and 0 when no group makes most ties.
    """

    network: nx.Graph
    closest: nx.Graph
    drawn: nx.Graph
    group: str | None
    size: int


def collaborations(edition: Edition) -> Collaborations:
    """Return the collaboration network, and what remains of it beyond the group that makes most of its ties.

    A group of n structures makes n(n - 1)/2 ties of weight 1/(n - 1), all alike: when these are more than
    half of all, they say "everyone is in it" and nothing else, and a picture of them hides the rest. The
    ties of structures that something else joins remain.
    """
    network = collaboration_network(edition.dataset, edition.network)
    members: dict[str, set[str]] = defaultdict(set)
    for start, end, tie in edition.network.edges(data=True):
        joint = tie["relation"] == "participatesIn" and tie["joint"] and tie["status"] != "disputed"
        if joint and start in network:
            members[end].add(start)
    group = max(members, key=lambda group: (len(members[group]), group), default=None)
    size = len(members[group]) if group else 0
    alone = [(a, b) for a, b, tie in network.edges(data=True) if _only_through(tie, size)]
    if len(alone) <= _MOST * network.number_of_edges():
        return Collaborations(network, network, _drawn(network), None, 0)
    closest = nx.Graph(network)
    closest.remove_edges_from(alone)
    closest.remove_nodes_from([node for node, count in list(closest.degree()) if not count])
    return Collaborations(network, closest, _drawn(closest), group, size)


def write_maps(edition: Edition, ties: Collaborations) -> list[tuple[str, str, str]]:
    """Write the maps; return the page, title and sentence of each."""
    made = [_everything(edition), _chantiers(edition)]
    if ties.drawn.number_of_edges():
        made.append(_collaborations(edition, ties))
    edition.pages += [page for page, *_ in made]
    return made


def _only_through(tie: dict[str, float], size: int) -> bool:
    return size > 1 and tie["weight"] <= 1 / (size - 1) + 1e-9


def _drawn(network: nx.Graph) -> nx.Graph:
    """Return the network itself, or, when its ties are too many to draw, the strongest and whom they join."""
    if network.number_of_edges() <= _DRAWN:
        return network
    weights = sorted((tie["weight"] for *_, tie in network.edges(data=True)), reverse=True)
    least = weights[_DRAWN] + 1e-9
    strong = nx.Graph(**network.graph)
    strong.add_edges_from(edge for edge in network.edges(data=True) if edge[2]["weight"] > least)
    strong.add_nodes_from((node, network.nodes[node]) for node in strong)
    return strong


def _most_linked(network: nx.Graph, kinds: Collection[str]) -> nx.Graph:
    """Return the network itself, or, when it is too large to read, its nodes with most links, linked ones.

    Nodes of `kinds`, those drawn first, come before all others, by their links with one another.
    """
    if len(network) <= _LEGIBLE and network.number_of_edges() <= _LINKS:
        return network
    first = network.subgraph(node for node, kind in network.nodes(data="kind") if kind in kinds)
    count = {node: (node in first, (first if node in first else network).degree(node)) for node in network}
    ranked = sorted(network, key=lambda node: (*(-each for each in count[node]), node))[:_LEGIBLE]
    rank = {node: place for place, node in enumerate(ranked)}
    inside = sorted(max(rank[a], rank[b]) for a, b in network.edges() if a in rank and b in rank)
    last = inside[_LINKS] if len(inside) > _LINKS else len(ranked)  # the links of those before it fit
    kept = network.subgraph(ranked[:last])
    return kept.subgraph([node for node, links in kept.degree() if links] or ranked).copy()


def _undrawn(drawn: nx.Graph, network: nx.Graph) -> list[str]:
    """Return the sentence that says what linked nodes of the network are not drawn, none when all are."""
    linked = sum(bool(links) for _, links in network.degree())
    if drawn is network or len(drawn) >= linked:
        return []
    return [text("atlas.map.most-linked", drawn=figure(len(drawn)), total=figure(linked))]


def _unlinked(drawn: nx.Graph, network: nx.Graph) -> list[str]:
    """Return the sentence that says how many nodes without a link are not drawn, none when all are."""
    alone = sum(not links for _, links in network.degree())
    return [plural("atlas.map.unlinked.", alone)] if alone and drawn is not network else []


def _types(edition: Edition) -> set[str]:
    """Return all types of structures, so that a type looks the same on each map."""
    found = edition.network.nodes(data=True)
    return {said["type"] for _, said in found if said["kind"] == "Structure" and said.get("type")}


def _everything(edition: Edition) -> tuple[str, str, str]:
    title, sentence = text("atlas.map.everything"), text("atlas.map.everything.sentence")
    simple = nx.Graph(edition.network)
    drawn = _most_linked(edition.network, KINDS_SHOWN)
    write_map(
        drawn,
        edition.folder / "carte.html",
        title=f"{edition.name} : {title}",
        subtitle=sentence,
        sizes={text("atlas.map.size.links"): degree(simple)},
        notices=[*_undrawn(drawn, edition.network), *_unlinked(drawn, edition.network)],
        home="index.html",
        types=_types(edition),
    )
    return "carte.html", title, sentence


def _chantiers(edition: Edition) -> tuple[str, str, str]:
    structures = participation_network(edition.dataset, whole=edition.network)
    sides = dict(structures.nodes(data="bipartite"))
    apart = sum(not structures.degree(node) for node, side in sides.items() if not side)
    among = sum(not side for side in sides.values())
    network = _with_people(edition.network, structures)
    empty = sum(not network.degree(node) for node, kind in network.nodes(data="kind") if kind == "Chantier")
    title, sentence = text("atlas.map.chantiers"), text("atlas.map.chantiers.sentence")
    drawn = _most_linked(network, _IN_CHANTIERS)
    told = "apart" if drawn is network else "undrawn"
    notices = [plural(f"atlas.map.chantiers.{told}.", apart, total=figure(among)), *_undrawn(drawn, network)]
    if empty:
        notices.append(plural("atlas.map.chantiers.empty.", empty))
    write_map(
        drawn,
        edition.folder / "carte-chantiers.html",
        title=f"{edition.name} : {title}",
        subtitle=sentence,
        kinds_shown=_IN_CHANTIERS,
        notices=notices,
        home="index.html",
        types=_types(edition),
    )
    return "carte-chantiers.html", title, sentence


def _with_people(whole: nx.MultiDiGraph, structures: nx.Graph) -> nx.MultiDiGraph:
    """Return structures, chantiers and the people of these chantiers, joined by participations."""
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


def _collaborations(edition: Edition, ties: Collaborations) -> tuple[str, str, str]:
    title, sentence = text("atlas.map.collaborations"), text("atlas.map.collaborations.sentence")
    notices = []
    if ties.group:
        hidden = ties.network.number_of_edges() - ties.closest.number_of_edges()
        group = edition.label(ties.group)
        notices.append(plural("atlas.map.collaborations.hidden.", hidden, group=group, size=ties.size))
        apart = len(ties.network) - len(ties.closest)
        notices.append(plural("atlas.map.collaborations.apart.", apart))
    if ties.drawn is not ties.closest:
        counts = ties.drawn.number_of_edges(), ties.closest.number_of_edges()
        drawn, total = map(figure, counts)
        notices.append(text("atlas.map.collaborations.strongest", drawn=drawn, total=total))
    shown = _most_linked(ties.drawn, ("Structure",))
    write_map(
        shown,
        edition.folder / "carte-collaborations.html",
        title=f"{edition.name} : {title}",
        subtitle=sentence,
        kinds_shown=("Structure",),
        notices=[*notices, *_undrawn(shown, ties.drawn), *_unlinked(shown, ties.drawn)],
        home="index.html",
        types=_types(edition),
    )
    return "carte-collaborations.html", title, sentence
