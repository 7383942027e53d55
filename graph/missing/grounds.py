"""On what ground two things may be brought together: the paths that documents trace between them.

Any networkx graph will do. In ours (`network.everything_network`) a path follows joint work, partnerships,
missions, fundings, memberships and what is part of what; a disputed link joins nothing. A group of more than
`WORKING` structures is a list: being in it together says little, and a path through it comes last.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import log2
from typing import Any

import networkx as nx
from rdflib import Dataset

from ..network import WORKING, collaboration_network
from .naming import leading

Node = Hashable

_JOINS = ("participatesIn", "partnerOf", "accompanies", "funds", "memberOf", "partOfActivity", "producedBy")
_GROUPED = ("participatesIn", "partOfActivity")  # the more a group holds, the less it says
_LONGEST = 7  # nodes of a path; beyond, nobody would follow it
_NEAR = 6.0  # two parts of a same small whole, with a few structures each
_FOLLOWED = 2_000  # structures
_AROUND = 50  # nodes of a group, the nearest to another, around which a path is looked for
_LIST, _DEDUCED = 5.0, 0.5  # what a list, a deduced link add to the length of a path


@dataclass(frozen=True)
class Step:
    """A link of a path: its ends, what it is, its status, the passages it is read in ("title, locator")."""

    start: Node
    end: Node
    relation: str
    label: str
    status: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Path:
    """How documents lead from one thing to another: nodes in order, links, the lists it goes through."""

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    lists: tuple[Node, ...]
    length: float


class Grounds:
    """What documents say that joins the things of a network.

    Attributes
    ----------
    whole
        The network itself.
    kinded
        Whether its nodes have a `kind`: else each counts as a structure.
    """

    def __init__(self, whole: nx.Graph) -> None:
        self.whole = whole
        self.kinded = any(kind for _, kind in whole.nodes(data="kind"))
        self._held: Mapping[Node, set[Node]] = defaultdict(set)
        self._parts: Mapping[Node, set[Node]] = defaultdict(set)
        for start, end, tie in self._ties():
            if tie.get("relation") == "participatesIn" and self.is_structure(start):
                self._held[end].add(start)
            elif tie.get("relation") == "partOfActivity":
                self._parts[end].add(start)

    def is_structure(self, node: Node) -> bool:
        """Tell whether a node is a structure that its sources still hold."""
        facts = self.whole.nodes[node]
        return not facts.get("absent") and (not self.kinded or facts.get("kind") == "Structure")

    def label(self, node: Node) -> str:
        """Return the name that is shown of a node, the short one of an activity."""
        facts = self.whole.nodes[node]
        short = facts.get("short") if facts.get("kind") != "Structure" else None
        return str(short or facts.get("label") or node)

    def members(self, activity: Node) -> set[Node]:
        """Return the structures that take part in an activity, listings and disputed ones left out."""
        return set(self._held.get(activity, ()))

    def parts(self, activity: Node) -> set[Node]:
        """Return what is directly part of an activity."""
        return set(self._parts.get(activity, ()))

    def is_list(self, node: Node) -> bool:
        """Tell whether a group holds so many structures that being in it together says little."""
        return len(self._held.get(node, ())) > WORKING

    @cached_property
    def lists(self) -> tuple[Node, ...]:
        """Return the groups that are lists, the longest first."""
        found = [group for group in self._held if self.is_list(group)]
        return tuple(sorted(found, key=lambda group: (-len(self._held[group]), str(group))))

    @cached_property
    def working(self) -> nx.Graph:
        """Return the network of structures known to work together: no tie comes from a list.

        As `network.collaboration_network`; a network without relations is returned as it is, undirected.
        """
        if not any("relation" in tie for *_, tie in self.whole.edges(data=True)):
            return nx.Graph(self.whole)
        return collaboration_network(Dataset(), nx.MultiDiGraph(self.whole))

    @cached_property
    def acquainted(self) -> frozenset[frozenset[Node]]:
        """Return the pairs that must know each other though they make no tie.

        Who funds and whom; who leads an activity and who is in its parts, its events and its outputs (who
        leads them, where they are lists).
        """
        found = set()
        for start, end, tie in self._ties():
            relation = tie.get("relation")
            if relation == "funds" and self.is_structure(start):
                others = {end} if self.is_structure(end) else self._circle(end)
                found |= {frozenset((start, other)) for other in others if other != start}
            elif relation in ("partOfActivity", "producedBy"):
                hosts = [each for each in self.leaders(end) if self.is_structure(each)]
                found |= {
                    frozenset((host, each)) for host in hosts for each in self._circle(start) if host != each
                }
        return frozenset(found)

    def _circle(self, activity: Node) -> set[Node]:
        members = self.members(activity)
        if len(members) <= WORKING:
            return members
        return {each for each in self.leaders(activity) if self.is_structure(each)}

    def leaders(self, activity: Node) -> dict[Node, tuple[int, str]]:
        """Return who leads an activity: the place of the role in `LEADING`, and what it is called."""
        found: dict[Node, tuple[int, str]] = {}
        near = self.whole.predecessors(activity) if self.whole.is_directed() else self.whole[activity]
        for node in near:
            for role in self.roles(node, activity):
                places = [leading()[each] for each in role.casefold().split(", ") if each in leading()]
                if places:
                    found[node] = min(found.get(node, (min(places), role)), (min(places), role))
        return found

    def path(self, first: Node, second: Node) -> Path | None:
        """Return the path between two things that says most, None where none leads there.

        Its length adds up its links: one each, more through larger groups (half the logarithm of their size),
        much more through a list, a little more where a link is deduced; of equal paths the first by name.
        """
        if first not in self._joined or second not in self._joined:
            return None
        try:
            length, nodes = nx.bidirectional_dijkstra(self._joined, first, second, weight="length")
        except nx.NetworkXNoPath:
            return None
        if len(nodes) > _LONGEST:
            return None
        steps = tuple(self._joined.edges[pair]["step"] for pair in pairwise(nodes))
        turned = tuple(
            step if step.start == start else replace(step, start=step.end, end=step.start)
            for step, start in zip(steps, nodes, strict=False)
        )
        lists = dict.fromkeys(n for step in turned for n in (step.start, step.end) if self._by_list(step, n))
        return Path(tuple(nodes), turned, tuple(lists), float(length))

    def nearest(
        self, ones: Iterable[Node], others: Iterable[Node], barred: Container[frozenset[Node]] = frozenset()
    ) -> Path | None:
        """Return the shortest of the paths between two groups whose ends could be introduced to each other.

        They are `strangers`, and no pair that is barred. Looked for around the nodes of the second group that
        are nearest to the first.
        """
        starts = sorted((each for each in ones if each in self._joined), key=str)
        if not starts:
            return None
        lengths = nx.multi_source_dijkstra_path_length(self._joined, starts, weight="length")
        ends = sorted((lengths[each], str(each), each) for each in others if each in lengths)
        best: tuple[float, str, str] | None = None
        found: tuple[Node, Node] | None = None
        for length, _, end in ends[:_AROUND]:
            if best is not None and length > best[0]:
                break
            reached = nx.single_source_dijkstra_path_length(
                self._joined, end, cutoff=best[0] if best else None, weight="length"
            )
            for start in starts:
                free = start in reached and frozenset((start, end)) not in barred
                if free and self.strangers(start, end):
                    key = (round(reached[start], 9), str(start), str(end))
                    if best is None or key < best:
                        best, found = key, (start, end)
        return self.path(*found) if found else None

    def strangers(self, one: Node, other: Node) -> bool:
        """Tell whether no document says that two structures work together or must know each other."""
        return (
            one != other
            and not self.working.has_edge(one, other)
            and frozenset((one, other)) not in self.acquainted
        )

    def roles(self, node: Node, activity: Node) -> tuple[str, ...]:
        """Return in what roles a structure or a person takes part in an activity, undisputed."""
        if not self.whole.has_edge(node, activity):
            return ()
        ties = self.whole.get_edge_data(node, activity)
        every: Sequence[Any] = list(ties.values()) if self.whole.is_multigraph() else [ties]
        held = [each for each in every if _joins(each) and each.get("relation") == "participatesIn"]
        return tuple(dict.fromkeys(str(each.get("label", "")) for each in held))

    def _ties(self) -> Iterable[tuple[Node, Node, Mapping[str, Any]]]:
        return ((start, end, tie) for start, end, tie in self.whole.edges(data=True) if _joins(tie))

    @cached_property
    def _joined(self) -> nx.Graph:
        """Return the simple network of all that joins, with the length and the step of each link."""
        best: dict[tuple[Node, Node], tuple[float, str, Step]] = {}
        for start, end, tie in self._ties():
            relation = tie.get("relation")
            if start == end or (relation is not None and relation not in _JOINS):
                continue
            label, status = str(tie.get("label") or ""), str(tie.get("status") or "stated")
            step = Step(start, end, str(relation or ""), label, status, passages(tie.get("reasons")))
            length = self._length(end, relation) + (_DEDUCED if status == "inferred" else 0.0)
            pair = (start, end) if str(start) <= str(end) else (end, start)
            best[pair] = min(
                best.get(pair, (length, label, step)), (length, label, step), key=lambda each: each[:2]
            )
        network = nx.Graph()
        ends = {end for pair in best for end in pair}
        network.add_nodes_from(sorted((end for end in ends if not self._absent(end)), key=str))
        for pair in sorted(best, key=lambda pair: (str(pair[0]), str(pair[1]))):
            if pair[0] in network and pair[1] in network:
                network.add_edge(*pair, length=best[pair][0], step=best[pair][2])
        return network

    def near(self, length: float = _NEAR) -> list[tuple[Node, Node]]:
        """Return the pairs of structures that a short path joins and that are not known to work together.

        Nothing in a network of more than `_FOLLOWED` structures that something joins: too many to follow.
        """
        starts = [node for node in self._joined if self.is_structure(node)]
        found = []
        for start in starts if len(starts) <= _FOLLOWED else ():
            ends = nx.single_source_dijkstra_path_length(self._joined, start, cutoff=length, weight="length")
            known = self.working.adj.get(start, ())
            pairs = ((start, end) for end in ends if str(start) < str(end) and self.is_structure(end))
            found += [pair for pair in pairs if pair[1] not in known]
        return found

    def _by_list(self, step: Step, node: Node) -> bool:
        """Tell whether a step goes through a node as through a list: of structures, or of parts."""
        if step.relation == "participatesIn":
            return self.is_list(node)
        other = step.end if node == step.start else step.start
        return len(self._parts.get(node, ())) > WORKING and other in self._parts[node]

    def _absent(self, node: Node) -> bool:
        return bool(self.whole.nodes[node].get("absent"))

    def _length(self, end: Node, relation: object) -> float:
        if relation not in _GROUPED:
            return 1.0
        size = len(self._held[end] if relation == "participatesIn" else self._parts[end])
        return 0.5 + log2(max(1, size)) / 2 + (_LIST if size > WORKING else 0.0)


def passages(reasons: object) -> tuple[str, ...]:
    """Return where a link is read, "title, locator", once each."""
    if not isinstance(reasons, list | tuple):
        return ()
    told = [
        f"{each.get('title', '')}, {each.get('locator', '')}".strip(", ")
        for each in reasons
        if isinstance(each, Mapping)
    ]
    return tuple(dict.fromkeys(each for each in told if each))


def _joins(tie: Mapping[str, Any]) -> bool:
    return tie.get("status") != "disputed" and tie.get("joint", True) is not False
