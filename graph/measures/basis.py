"""What a measure stands on: how many links, stated by whom, and what may not be concluded from so little."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from ...messages import plural, text
from .adjacency import joins, order

Link = tuple[Any, ...]  # its two ends, and its key in a network of parallel links
ENOUGH = 10  # independent links; fewer have not 200 distinct halves to compare: C(9, 4) = 126, C(10, 5) = 252


@dataclass(frozen=True)
class Basis:
    """What a network holds.

    Attributes
    ----------
    nodes, links, isolates
        How many nodes and links, and how many of these nodes nothing links to another. As in all measures, a
        link of a node with itself and one of weight 0 are none.
    stated, inferred, disputed
        How many links the documents state, let infer, contradict; 0 where the network does not say.
    grounds
        How many independent facts make these links: structures that take part in one group are all linked
        by that single fact. At most `links`.
    sources
        The titles of the documents, by name; empty where the network does not say.
    counted
        What the nodes are: "structure" or "node".
    """

    nodes: int
    links: int
    isolates: int
    stated: int
    inferred: int
    disputed: int
    grounds: int
    sources: tuple[str, ...]
    counted: str

    @property
    def enough(self) -> bool:
        """Return whether the facts are enough for anything to be ranked."""
        return self.grounds >= ENOUGH

    @property
    def verdict(self) -> str:
        """Return on what this is measured, and what may not be concluded, in the language spoken now."""
        return f"{self.measured} {self.conclusion}" if self.links else self.conclusion

    @property
    def measured(self) -> str:
        """Return how many links, nodes, isolates and documents there are, in words."""
        certain = self.stated + self.inferred + self.disputed > 0 or self.sources
        links = plural(f"basis.links.{'documented' if certain else 'plain'}.", self.links)
        held = plural(f"basis.nodes.{self.counted}.", self.nodes)
        if self.isolates:
            held = text("basis.of-which", nodes=held, isolates=plural("basis.isolates.", self.isolates))
        statuses = {"stated": self.stated, "inferred": self.inferred, "disputed": self.disputed}
        if self.inferred or self.disputed:
            told = [plural(f"basis.status.{status}.", count) for status, count in statuses.items() if count]
            held = text("basis.then", first=held, then=", ".join(told))
        if self.sources:
            held = text("basis.then", first=held, then=plural("basis.sources.", len(self.sources)))
        return text("basis.measured", links=links, held=held)

    @property
    def conclusion(self) -> str:
        """Return what may be concluded from so many links, and what may not."""
        if not self.links:
            return text("basis.none")
        if self.enough:
            return text("basis.enough")
        return text("basis.few") if self.grounds == self.links else plural("basis.grounds.", self.grounds)


def basis(network: nx.Graph) -> Basis:
    """Return what the network holds, and its verdict.

    Reads `status`, `relation`, `weight` and `reasons` (dicts title, ground) of links, `kind` of nodes, where
    they are.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.

    Example
    -------
    >>> import networkx
    >>> basis(networkx.path_graph(3)).enough
    False
    """
    counted = joins(network)
    ties = [tie for *_, tie in counted]
    statuses = [tie.get("status") for tie in ties]
    linked = {end for one, other, *_ in counted for end in (one, other)}
    reasons = [reason for tie in ties for reason in tie.get("reasons") or ()]
    kinds = {kind for _, kind in network.nodes(data="kind")}
    return Basis(
        nodes=len(network),
        links=len(statuses),
        isolates=len(network) - len(linked),
        stated=statuses.count("stated"),
        inferred=statuses.count("inferred"),
        disputed=statuses.count("disputed"),
        grounds=len({ground for held in grounds(network).values() for ground in held}),
        sources=tuple(sorted({str(reason["title"]) for reason in reasons if reason.get("title")})),
        counted="structure" if kinds == {"Structure"} else "node",
    )


def grounds(network: nx.Graph) -> dict[Link, tuple[Hashable, ...]]:
    """Return the independent facts that make each link: the groups that it comes from, or the link itself.

    All links inferred from one group (`collaboratesWith`) have its `ground` in common: they stand or fall
    together. Links come in the order of their ends' names; a link of a node with itself and one of weight 0
    are none.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    edges = joins(network, keys=network.is_multigraph())
    inferred = [tie for *_, tie in edges if tie.get("relation") == "collaboratesWith"]
    shared = {
        reason["ground"] for tie in inferred for reason in tie.get("reasons") or () if "ground" in reason
    }
    found: dict[Link, tuple[Hashable, ...]] = {}
    for *link, tie in sorted(((*_ends(network, edge), edge[-1]) for edge in edges), key=_links_order):
        told = {reason.get("ground") for reason in tie.get("reasons") or ()}
        own = [] if told and told <= shared else [tuple(link)]
        found[tuple(link)] = (*own, *sorted(told & shared))
    return found


def _links_order(link: Link) -> list[tuple[str, str]]:
    return [order(each) for each in link[:-1]]


def _ends(network: nx.Graph, edge: Link) -> Link:
    """Return the ends of a link, in one order where it has no direction, and its key where it has one."""
    ends = edge[:2] if network.is_directed() else sorted(edge[:2], key=order)
    return (*ends, *edge[2:-1])


def ordered(network: nx.Graph) -> list[Hashable]:
    """Return the nodes by name, in one order whatever that in which they were added."""
    return sorted(network, key=order)


def label(network: nx.Graph, node: Hashable) -> str:
    """Return what people call a node."""
    facts: Mapping[str, Any] = network.nodes[node] if node in network else {}
    return str(facts.get("label", node))
