"""How much of a network people can read on one map; of a larger one, a poster holds the most linked."""

from collections.abc import Collection

import networkx as nx

from ...messages import text
from ..words import figure

_LEGIBLE = 1000  # nodes of a map,
_LINKS = 4000  # and links; beyond, nobody can read it node by node


def legible(network: nx.Graph) -> bool:
    """Return whether a map can show a network node by node."""
    return len(network) <= _LEGIBLE and network.number_of_edges() <= _LINKS


def most_linked(network: nx.Graph, kinds: Collection[str]) -> nx.Graph:
    """Return the network itself, or, when it is too large to read, its nodes with most links, linked ones.

    Nodes of `kinds`, those drawn first, come before all others, by their links with one another.
    """
    if legible(network):
        return network
    first = network.subgraph(node for node, kind in network.nodes(data="kind") if kind in kinds)
    count = {node: (node in first, (first if node in first else network).degree(node)) for node in network}
    ranked = sorted(network, key=lambda node: (*(-each for each in count[node]), node))[:_LEGIBLE]
    rank = {node: place for place, node in enumerate(ranked)}
    inside = sorted(max(rank[a], rank[b]) for a, b in network.edges() if a in rank and b in rank)
    last = inside[_LINKS] if len(inside) > _LINKS else len(ranked)  # the links of those before it fit
    kept = network.subgraph(ranked[:last])
    return kept.subgraph([node for node, links in kept.degree() if links] or ranked).copy()


def undrawn(drawn: nx.Graph, network: nx.Graph) -> list[str]:
    """Return the sentence that says what linked nodes of the network are not drawn, none when all are."""
    linked = sum(bool(links) for _, links in network.degree())
    if drawn is network or len(drawn) >= linked:
        return []
    return [text("atlas.map.most-linked", drawn=figure(len(drawn)), total=figure(linked))]
