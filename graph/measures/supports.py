"""Who holds up each chantier: its référents, its funders, and which of them are the only one."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import networkx as nx
from rdflib.namespace import SKOS

from ...ontology.terms import load_typologies, term

Node = Hashable
ACTIVITIES = ("Chantier", "Initiative")


class Supports:
    """The référents and the funders of the chantiers and initiatives of a network, as documented.

    Reads `kind` on nodes, `relation`, `status` and `label` (the roles, after commas) on ties; a network
    without them has no support to lose. Disputed ties count for nothing.

    Attributes
    ----------
    referents, funders
        Activity -> the structures and people that are its référents, its funders.
    """

    def __init__(self, network: nx.Graph) -> None:
        self.referents: Mapping[Node, set[Node]] = defaultdict(set)
        self.funders: Mapping[Node, set[Node]] = defaultdict(set)
        self._activities: Mapping[Node, set[Node]] = defaultdict(set)
        self._employers: Mapping[Node, set[Node]] = defaultdict(set)
        self._members: Mapping[Node, set[Node]] = defaultdict(set)
        kinds = dict(network.nodes(data="kind"))
        for start, end, tie in network.edges(data=True):
            if tie.get("status") != "disputed":
                self._read(start, end, tie, kinds)

    def only_referent(self, node: Node) -> tuple[Node, ...]:
        """Return the activities all of whose référents would leave with the node.

        People who belong to that structure, and to no other, leave with it.
        """
        return self._orphans(self.referents, node)

    def only_funder(self, node: Node) -> tuple[Node, ...]:
        """Return the activities that nobody else funds directly."""
        return self._orphans(self.funders, node)

    def _orphans(self, supports: Mapping[Node, set[Node]], node: Node) -> tuple[Node, ...]:
        leaving = {node, *(each for each in self._members.get(node, ()) if len(self._employers[each]) == 1)}
        touched = {activity for each in leaving for activity in self._activities.get(each, ())}
        found = (each for each in touched if supports.get(each) and supports[each] <= leaving)
        return tuple(sorted(found, key=str))

    def _read(self, start: Node, end: Node, tie: Mapping[str, Any], kinds: Mapping[Node, Any]) -> None:
        actor, other = _directed(start, end, kinds)
        relation = tie.get("relation")
        if relation == "memberOf" and (kinds[actor], kinds[other]) == ("Person", "Structure"):
            self._employers[actor].add(other)
            self._members[other].add(actor)
        if kinds[other] not in ACTIVITIES:
            return
        if relation == "funds":
            self._hold(self.funders, actor, other)
        if relation == "participatesIn" and not _roles(tie).isdisjoint(_referent()):
            self._hold(self.referents, actor, other)

    def _hold(self, supports: Mapping[Node, set[Node]], actor: Node, activity: Node) -> None:
        supports[activity].add(actor)
        self._activities[actor].add(activity)


def _directed(start: Node, end: Node, kinds: Mapping[Node, Any]) -> tuple[Node, Node]:
    """Return the actor and the other end: an undirected network does not keep their order."""
    backwards = kinds[start] in ACTIVITIES and kinds[end] not in ACTIVITIES
    backwards |= kinds[start] == "Structure" and kinds[end] == "Person"
    return (end, start) if backwards else (start, end)


def _roles(tie: Mapping[str, Any]) -> set[str]:
    return set(str(tie.get("label", "")).casefold().split(", "))


@cache
def _referent() -> frozenset[str]:
    """Return what the role of référent is called, in each language."""
    role = term("roles", "referent")
    labels = load_typologies().objects(role, SKOS.prefLabel)
    return frozenset({"referent", *(str(label).casefold() for label in labels)})
