"""A network as compiled libraries read it, once for all measures; the one place that meets rustworkx.

`compiled(network)` numbers the nodes and reads the weights; measures run on its arrays and give back
node -> score. Nodes are numbered by their words, whatever the order in which they were added, so that seeds
and ties fall the same way.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from ...errors import BadParameter
from .adjacency import adjacency

if TYPE_CHECKING:
    import rustworkx

Node = Hashable
Scores = dict[Any, float]
Array = np.ndarray[Any, Any]
_WIDEST = 1e9  # from the weakest to the strongest tie; beyond, sums of lengths lose the shortest


@dataclass(frozen=True, eq=False)
class Compiled:
    """A network as arrays, undirected, each pair of nodes joined at most once.

    Attributes
    ----------
    network
        The network that was read; what is changed in it afterwards is not seen here.
    nodes
        Its nodes, by number.
    matrix
        Their weights, symmetric, without a diagonal: sums over parallel ties, both directions of a directed
        network together; a tie without a weight weighs 1.
    """

    network: nx.Graph
    nodes: Sequence[Node]
    matrix: sparse.csr_array

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def links(self) -> int:
        """Return the number of pairs of nodes that are joined."""
        return int(self.matrix.nnz) // 2

    @cached_property
    def degrees(self) -> Array:
        """Return the number of neighbours of each node."""
        return np.diff(self.matrix.indptr)

    @cached_property
    def ties(self) -> sparse.csr_array:
        """Return the matrix of who is tied to whom: 1 or nothing."""
        return self._like(np.ones(self.matrix.nnz))

    @cached_property
    def weighted(self) -> bool:
        """Return whether some tie is stronger than another."""
        weights = self.matrix.data
        return bool(weights.size) and not np.allclose(weights, weights[0], rtol=1e-12, atol=0)

    @cached_property
    def lengths(self) -> sparse.csr_array:
        """Return the matrix of the lengths of ties, 1/weight.

        Raises
        ------
        BadParameter
            When a tie is more than a milliard times as strong as another: lengths cannot be added up then.
        """
        weights = self.matrix.data
        if weights.size and weights.max() > _WIDEST * weights.min():
            raise BadParameter("compiled.weights", where="weight", least=weights.min(), most=weights.max())
        return self._like(1 / weights)

    @cached_property
    def components(self) -> Array:
        """Return the number of the component of each node: 0 for the largest, the first of its size."""
        _, labels = csgraph.connected_components(self.matrix, directed=False)
        sizes = np.bincount(labels) if len(self) else np.zeros(0, dtype=np.int64)
        ranks = np.empty_like(sizes)
        ranks[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
        return np.asarray(ranks[labels])

    @cached_property
    def graph(self) -> "rustworkx.PyGraph[int, None]":
        """Return the network for rustworkx: its nodes carry their number, its ties nothing."""
        return rust_graph(self.matrix)

    def scores(self, values: Array) -> Scores:
        """Return node -> score, in the order of the network, from scores by number."""
        by_node = dict(zip(self.nodes, values.tolist(), strict=True))
        return {node: float(by_node[node]) for node in self.network}

    def _like(self, data: Array) -> sparse.csr_array:
        return sparse.csr_array((data, self.matrix.indices, self.matrix.indptr), shape=self.matrix.shape)


def compiled(network: "nx.Graph | Compiled") -> Compiled:
    """Return the network as arrays, itself when it is already so.

    Directions are left aside, weights of parallel ties add up, a tie of weight 0 is none, and a tie of a node
    with itself does not count.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    if isinstance(network, Compiled):
        return network
    nodes, matrix = adjacency(network)
    matrix.sort_indices()
    return Compiled(network, nodes, matrix)


def core_numbers(network: Compiled) -> Array:
    """Return the core number of each node, by number (rustworkx)."""
    import rustworkx

    found: Any = rustworkx.core_number(network.graph)
    return np.array([found[number] for number in range(len(network))], dtype=float)


def pair_shares(matrix: sparse.csr_array) -> Array:
    """Return for each node the sum, over pairs of others, of the share of shortest paths through it.

    Computed by rustworkx, on every core. Paths are counted in ties; the matrix's weights are not read.
    """
    import rustworkx

    found = rustworkx.betweenness_centrality(rust_graph(matrix), normalized=False)
    return np.array([found[number] for number in range(matrix.shape[0])], dtype=float)


def rust_graph(matrix: sparse.csr_array) -> "rustworkx.PyGraph[int, None]":
    """Return a symmetric matrix as a graph of rustworkx."""
    import rustworkx

    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(matrix.shape[0]))
    once = sparse.triu(matrix, k=1, format="coo")
    graph.add_edges_from_no_data(list(zip(once.row.tolist(), once.col.tolist(), strict=True)))
    return graph
