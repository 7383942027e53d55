"""Any network as a matrix, and products that give the same whatever the block."""

import networkx as nx
import numpy as np
import pytest

from maillage.graph.measures import adjacency as module
from maillage.graph.measures.adjacency import adjacency, blocks, masked


def test_parallel_links_add_up_loops_do_not_count():
    network = nx.MultiDiGraph([("b", "a"), ("b", "a"), ("a", "b"), ("a", "a")])
    network.add_edge("b", "c", weight=0)
    network.add_node(1)
    nodes, matrix = adjacency(network)
    assert nodes == [1, "a", "b", "c"]
    assert matrix.toarray().tolist() == [[0] * 4, [0, 0, 3, 0], [0, 3, 0, 0], [0] * 4]
    assert adjacency(network, directed=True)[1].toarray()[1:3, 1:3].tolist() == [[0, 1], [2, 0]]
    assert adjacency(network, weighted=False)[1].nnz == 2
    assert adjacency(network, weighted=False, directed=True)[1].toarray()[1:, 1:].tolist() == [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 0],
    ]


def test_nodes_of_any_kind_are_put_in_order():
    nodes, matrix = adjacency(nx.Graph([(2, "2"), (("x", 1), 2)]))
    assert nodes == [("x", 1), 2, "2"]
    assert matrix.sum() == 4
    assert adjacency(nx.Graph())[1].shape == (0, 0)


@pytest.mark.parametrize("cells", [1, 7, 1000])
def test_products_are_the_same_by_blocks(cells, monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", cells)
    _, ties = adjacency(nx.karate_club_graph())
    found = np.zeros((34, 34))
    for rows, product in masked(ties, ties, ties):
        found[rows] = product.toarray()
    assert (found == ties.multiply(ties @ ties).toarray()).all()


def test_blocks_hold_every_row_once():
    found = list(blocks(np.array([3_000_000.0, 3_000_000, 9_000_000, 1, 1])))
    assert [(part.start, part.stop) for part in found] == [(0, 1), (1, 2), (2, 3), (3, 5)]
    assert list(blocks(np.zeros(0))) == []
