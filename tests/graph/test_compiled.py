"""What compiled libraries compute is what networkx computes, within 1e-9, on any network."""

import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.errors import BadParameter
from maillage.graph.measures import paths
from maillage.graph.measures.centrality import (
    MEASURES,
    betweenness,
    closeness,
    eigenvector,
    harmonic,
)
from maillage.graph.measures.compiled import compiled

DYADIC, INVERSE = (0.25, 0.5, 1.0, 2.0, 4.0), (1, 1 / 2, 1 / 3, 1 / 5, 1 / 7)


@st.composite
def networks(draw, weights=(1.0,)):
    """Return a network that may be empty, disconnected, with isolated nodes; nodes are numbers and words."""
    size = draw(st.integers(0, 14))
    names = [number if number % 3 else f"n{number}" for number in range(size)]
    network = nx.Graph()
    network.add_nodes_from(names)
    pairs = st.tuples(st.integers(0, max(0, size - 1)), st.integers(0, max(0, size - 1)))
    for one, other in draw(st.lists(pairs, max_size=30)) if size > 1 else ():
        if one != other:
            network.add_edge(names[one], names[other], weight=draw(st.sampled_from(weights)))
    return network


def same(found, expected):
    assert list(found) == list(expected)
    for node, score in expected.items():
        assert found[node] == pytest.approx(score, abs=1e-9), node


def reference(network, lengths=None):
    """Return each measure as networkx computes it."""
    return {
        "degree": dict(network.degree()),
        "strength": dict(network.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(network, weight=lengths),
        "closeness": nx.closeness_centrality(network),
        "harmonic": {node: nx.harmonic_centrality(network, [node])[node] for node in network},
        "pagerank": nx.pagerank(network, tol=1e-15, max_iter=2000) if len(network) else {},
        "core-number": nx.core_number(network),
        "clustering": nx.clustering(network),
    }


@given(networks())
@settings(max_examples=60, deadline=None)
def test_measures_are_those_of_networkx(network):
    for name, expected in reference(network).items():
        same(MEASURES[name](network), expected)


@given(networks(DYADIC))
@settings(max_examples=60, deadline=None)
def test_weighted_measures_are_those_of_networkx(network):
    for *_, tie in network.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    for name, expected in reference(network, "length").items():
        same(MEASURES[name](network), expected)


@given(networks(INVERSE))
@settings(max_examples=60, deadline=None)
def test_lengths_that_only_rounding_tells_apart_are_equal(network):
    for *_, tie in network.edges(data=True):
        tie["length"] = round(1 / tie["weight"])  # whole: networkx compares them as they are
    same(betweenness(network), nx.betweenness_centrality(network, weight="length"))


def test_one_tenth_and_two_tenths_are_three():
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 10), ("b", "c", 5), ("a", "c", 10 / 3)])
    assert 1 / 10 + 1 / 5 != 1 / (10 / 3)
    assert betweenness(network) == {"a": 0, "b": 0.5, "c": 0}


@given(networks(DYADIC))
@settings(max_examples=40, deadline=None)
def test_the_eigenvector_is_that_of_the_largest_component(network):
    found = eigenvector(network)
    if not network.number_of_edges():
        assert set(found.values()) <= {0.0}
        return
    inside = {node for node, score in found.items() if score > 1e-9}
    largest = max(map(len, nx.connected_components(network)))
    held = network.subgraph(inside)
    assert len(inside) == largest
    assert nx.is_connected(held)
    matrix = nx.to_numpy_array(held)
    vector = np.array([found[node] for node in held])
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert matrix @ vector == pytest.approx(np.linalg.eigvalsh(matrix)[-1] * vector, abs=1e-7)


@pytest.mark.parametrize("seed", [1, 2])
def test_large_components_and_small_ones_together(seed):
    """One that rustworkx takes, one of few nodes, one so long that distances are sought source by source."""
    parts = [nx.barabasi_albert_graph(300, 2, seed=seed), nx.path_graph(130), nx.cycle_graph(5)]
    network = nx.disjoint_union_all([*parts, nx.empty_graph(3)])
    for name in ("betweenness", "closeness", "harmonic", "clustering"):
        same(MEASURES[name](network), reference(network)[name])
    expected = eigenvector(nx.barabasi_albert_graph(300, 2, seed=seed))
    assert eigenvector(network) == pytest.approx({**dict.fromkeys(network, 0.0), **expected}, abs=1e-9)


def test_blocks_of_sources_change_nothing(monkeypatch):
    network = nx.disjoint_union(nx.karate_club_graph(), nx.path_graph(9))
    expected = betweenness(network), harmonic(network)
    monkeypatch.setattr(paths, "_CELLS", 70)  # two sources at once
    monkeypatch.setattr(paths, "_FAR", 2)
    found = betweenness(network), harmonic(network)
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, abs=1e-12)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_order_of_nodes_does_not_matter(measure):
    network = nx.les_miserables_graph()
    nodes, links = list(network), list(network.edges(data=True))
    random.Random(1).shuffle(nodes)  # noqa: S311
    random.Random(2).shuffle(links)  # noqa: S311
    shuffled = nx.Graph()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(links)
    found = MEASURES[measure](shuffled)
    assert list(found) == nodes
    assert found == pytest.approx(MEASURES[measure](network), abs=1e-12)


def test_directions_parallel_ties_and_loops_are_read_as_told():
    network = nx.MultiDiGraph()
    network.add_edge("a", "b", weight=2)
    network.add_edge("a", "b")
    network.add_edge("b", "a", weight=0.5)
    network.add_edge("a", "a", weight=9)
    network.add_edge("b", "c", weight=0)
    read = compiled(network)
    assert read.links == 1
    assert read.matrix.toarray().tolist() == [[0, 3.5, 0], [3.5, 0, 0], [0, 0, 0]]
    assert closeness(network) == {"a": 0.5, "b": 0.5, "c": 0}


def test_a_compiled_network_is_taken_as_it_is():
    read = compiled(nx.path_graph(3))
    assert compiled(read) is read
    assert harmonic(read) == {0: 1.5, 1: 2, 2: 1.5}


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), -1, "strong"])
def test_a_weight_that_is_none_is_refused_in_words(weight):
    network = nx.Graph()
    network.add_edge("a", "b", weight=weight)
    with pytest.raises(BadParameter) as error:
        compiled(network)
    assert str(weight) in str(error.value)


def test_weights_too_far_apart_have_no_shortest_path():
    network = nx.Graph()
    network.add_weighted_edges_from([(1, 2, 1e-6), (2, 3, 1e6)])
    with pytest.raises(BadParameter, match="milliard"):
        betweenness(network)


def test_what_cannot_be_sorted_is_numbered_all_the_same():
    network = nx.Graph([((1, 2), None.__class__), (frozenset("a"), 3.5)])
    assert closeness(network) == dict.fromkeys(network, pytest.approx(1 / 3))
