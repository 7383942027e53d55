"""Any networkx graph as a sparse matrix, its nodes in an order of their own, and products in memory."""

from collections.abc import Hashable, Iterator
from math import isfinite
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse

from ...errors import BadParameter

Node = Hashable
_BLOCK = 4_000_000  # cells of a product held at once


def order(value: Hashable) -> tuple[str, str]:
    """Return a key that sorts anything: by its words, then by what it is."""
    return str(value), type(value).__name__


def adjacency(
    network: nx.Graph, directed: bool = False, weighted: bool = True
) -> tuple[list[Node], sparse.csr_array]:
    """Return the nodes, sorted, and the matrix of the weights between them: from row to column.

    The weights of parallel links add up; a link without a weight weighs 1, a link of weight 0 is none, and a
    link of a node with itself does not count.

    Parameters
    ----------
    directed
        Keep the directions of the network; otherwise, and for a network without any, the matrix is symmetric
        and holds what passes either way.
    weighted
        Keep the weights; otherwise each pair that is linked holds 1.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    nodes = sorted(network, key=order)
    place = {node: at for at, node in enumerate(nodes)}
    starts, ends, values = _cells(network, place)
    cells = (values, (starts, ends))
    matrix = sparse.csr_array(sparse.coo_array(cells, shape=(len(nodes), len(nodes))))
    if not (directed and network.is_directed()):
        matrix = sparse.csr_array(matrix + matrix.T)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    if not weighted:
        matrix.data[:] = 1.0
    return nodes, matrix


def _cells(network: nx.Graph, place: dict[Node, int]) -> tuple[Any, Any, Any]:
    """Return the numbers of the ends of each link between two nodes, and its weight, as arrays."""
    edges = list(network.edges(data="weight", default=1.0))
    starts, ends = (
        np.fromiter((place[edge[side]] for edge in edges), np.int64, len(edges)) for side in (0, 1)
    )
    values = [edge[2] for edge in edges]
    numbers = all(type(value) in (int, float) for value in values)
    weights = np.array(
        values if numbers else [weight(edge[0], edge[1], {"weight": edge[2]}) for edge in edges], float
    )
    wrong = np.flatnonzero(~np.isfinite(weights) | (weights < 0))
    if len(wrong):
        one, other, value = edges[int(wrong[0])]
        weight(one, other, {"weight": value})
    apart = starts != ends
    return starts[apart], ends[apart], weights[apart]


def joins(network: nx.Graph, keys: bool = False) -> list[tuple[Any, ...]]:
    """Return the links that measures count: their ends, their key if asked, what is known of them.

    Neither a link of a node with itself nor one of weight 0 is among them.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    edges = network.edges(keys=True, data=True) if keys else network.edges(data=True)
    return [edge for edge in edges if weight(edge[0], edge[1], edge[-1]) and edge[0] != edge[1]]


def weight(one: Node, other: Node, facts: dict[str, Any]) -> float:
    """Return the weight of a link, 1 where it has none.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    value = facts.get("weight")
    if value is None:
        return 1.0
    if not isinstance(value, (int, float)) and not hasattr(value, "__float__"):
        raise BadParameter("adjacency.weight", where="weight", value=value, one=one, other=other)
    number = float(value)
    if not isfinite(number) or number < 0:
        raise BadParameter("adjacency.weight", where="weight", value=value, one=one, other=other)
    return number


def blocks(cells: np.ndarray[Any, Any]) -> Iterator[slice]:
    """Yield slices of rows, so that the `cells` that each costs fit in memory together."""
    ends = np.cumsum(cells)
    start, done = 0, 0.0
    while start < len(cells):
        stop = max(start + 1, int(np.searchsorted(ends, done + _BLOCK, side="right")))
        yield slice(start, stop)
        start, done = stop, float(ends[stop - 1])


def masked(
    mask: sparse.csr_array, left: sparse.csr_array, right: sparse.csr_array
) -> Iterator[tuple[slice, sparse.csr_array]]:
    """Yield `left @ right` where `mask` holds something, times it, some rows at a time."""
    width = np.diff(right.indptr)
    cost = left.astype(bool).astype(float) @ width
    for rows in blocks(cost):
        yield rows, mask[rows].multiply(left[rows] @ right).tocsr()
