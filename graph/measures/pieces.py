"""What a network falls into without each of its nodes, all in one depth-first search, in O(nodes + ties).

References
----------
J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Commun. ACM 16, 372-378
(1973), doi:10.1145/362248.362272
"""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field

import networkx as nx

from .adjacency import joins

Node = Hashable


@dataclass
class Search:
    """The search of a network, loops and directions left aside; `counted` are the nodes that sizes count.

    Attributes
    ----------
    pieces
        Node -> the sizes of the pieces that its component falls into without it, the largest first. A piece
        without a counted node is left out, unless all nodes are counted.
    alone
        The pairs of neighbours that no detour joins.
    """

    network: nx.Graph
    counted: Collection[Node]
    pieces: dict[Node, tuple[int, ...]] = field(default_factory=dict)
    alone: list[tuple[Node, Node]] = field(default_factory=list)
    _near: dict[Node, list[Node]] = field(default_factory=dict)
    _met: dict[Node, int] = field(default_factory=dict)
    _parents: dict[Node, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._near = {node: [] for node in self.network}
        for start, end in nx.Graph([each[:2] for each in joins(self.network)]).edges():
            if start != end:
                self._near[start].append(end)
                self._near[end].append(start)
        for root in self.network:
            if root not in self._met:
                self._split(list(self._visit(root)))

    def _visit(self, root: Node) -> Iterator[Node]:
        """Yield the nodes of a component, depth first."""
        self._met[root] = len(self._met)
        yield root
        path = [(root, iter(self._near[root]))]
        while path:
            node, others = path[-1]
            for other in others:
                if other not in self._met:
                    self._met[other] = len(self._met)
                    self._parents[other] = node
                    yield other
                    path.append((other, iter(self._near[other])))
                    break
            else:
                path.pop()

    def _split(self, visited: list[Node]) -> None:
        """Read the pieces of a component from how high each subtree reaches back."""
        low = {node: self._reached(node) for node in visited}
        size = {node: int(node in self.counted) for node in visited}
        below: dict[Node, list[int]] = {node: [] for node in visited}
        for node in reversed(visited[1:]):
            parent = self._parents[node]
            size[parent] += size[node]
            low[parent] = min(low[parent], low[node])
            if low[node] >= self._met[parent]:
                below[parent].append(size[node])
            if low[node] > self._met[parent]:
                self.alone.append((parent, node))
        for node in visited:
            above = size[visited[0]] - int(node in self.counted) - sum(below[node])
            self.pieces[node] = tuple(sorted(filter(None, [*below[node], above]), reverse=True))

    def _reached(self, node: Node) -> int:
        """Return the first number that the node or one of its neighbours, less its parent, bears."""
        parent = self._parents.get(node, node)
        return min([self._met[node], *(self._met[other] for other in self._near[node] if other != parent)])
