"""Who works with whom: every tie, and what remains of it beyond the group that makes most of its ties."""

from collections import defaultdict
from dataclasses import dataclass

import networkx as nx

from ...graph.maillage import Maillage
from ...graph.measures.communities import communities
from ...graph.network import collaboration_network
from ...messages import text
from ..edition import Edition
from ..words import plural
from .view import View
from .wish import Wish

_MOST = 0.5  # share of all ties from which one group is said to hide the others


@dataclass(frozen=True)
class Collaborations:
    """Who works with whom: `network` holds every tie, `closest` only those that a large group does not make.

    `group` and `size` name the group whose members are all tied, None and 0 when no group makes most ties.
    """

    network: nx.Graph
    closest: nx.Graph
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
        return Collaborations(network, network, None, 0)
    closest = nx.Graph(network)
    closest.remove_edges_from(alone)
    closest.remove_nodes_from([node for node, count in list(closest.degree()) if not count])
    return Collaborations(network, closest, group, size)


def collaboration(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return who works with whom, coloured by community where the links are enough to tell communities."""
    ties = collaborations(edition)
    if not ties.closest.number_of_edges():
        return None
    notices = []
    if ties.group:
        hidden = ties.network.number_of_edges() - ties.closest.number_of_edges()
        group = edition.label(ties.group)
        notices.append(plural("atlas.map.collaborations.hidden.", hidden, group=group, size=ties.size))
        apart = len(ties.network) - len(ties.closest)
        notices.append(plural("atlas.map.collaborations.apart.", apart))
    grouped, worth = _grouped(ties.closest)
    return View(
        "collaboration",
        text("view.collaboration.title"),
        text("view.collaboration.sentence"),
        grouped,
        ("Structure",),
        notices=[*notices, *worth],
    )


def _grouped(network: nx.Graph) -> tuple[nx.Graph, list[str]]:
    """Return the network with communities in place of the types of structures, and what they are worth."""
    found = communities(network)
    if not found.basis.enough or len(found.groups) < 2:
        return network, [found.sentence]
    grouped = network.copy()
    for place, group in enumerate(found.groups, start=1):
        first = max(group, key=lambda node: (network.degree(node), str(node)))
        label = network.nodes[first].get("short") or network.nodes[first]["label"]
        for node in group:
            grouped.nodes[node]["type"] = text("view.collaboration.group", number=place, around=label)
    return grouped, [found.sentence]


def _only_through(tie: dict[str, float], size: int) -> bool:
    return size > 1 and tie["weight"] <= 1 / (size - 1) + 1e-9
