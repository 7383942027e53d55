"""The features of pairs: against networkx's own on random networks, and against their definitions."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.graph.missing.link_features import FEATURES, features, ordered, read_topology

SAMPLES = {
    "club": nx.karate_club_graph(),
    "families": nx.florentine_families_graph(),
    "women": nx.davis_southern_women_graph(),
    "random": nx.gnp_random_graph(60, 0.06, seed=3),  # isolates, several components
}


def told(network, pairs=None):
    topology = read_topology(network)
    pairs = list(nx.non_edges(network)) if pairs is None else pairs
    rows = ordered(pairs, topology)
    table = features(topology, rows)
    named = [(topology.nodes[one], topology.nodes[other]) for one, other in rows]
    return {pair: dict(zip(FEATURES, row, strict=True)) for pair, row in zip(named, table, strict=True)}


@pytest.mark.parametrize("network", SAMPLES.values(), ids=SAMPLES)
@pytest.mark.parametrize(
    ("feature", "theirs"),
    [
        ("adamic_adar", nx.adamic_adar_index),
        ("resource_allocation", nx.resource_allocation_index),
        ("jaccard", nx.jaccard_coefficient),
        ("preferential_attachment", nx.preferential_attachment),
    ],
)
def test_as_networkx_has_it(network, feature, theirs):
    ours = told(network)
    for one, other, score in theirs(network, list(ours)):
        assert ours[one, other][feature] == pytest.approx(score, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 25), st.floats(0, 0.5))
def test_paths_are_those_of_the_dense_matrix(seed, count, density):
    network = nx.gnp_random_graph(count, density, seed=seed)
    links = nx.to_numpy_array(network)
    degrees = np.maximum(links.sum(axis=0), 1)
    eased = links @ (links / np.sqrt(np.outer(degrees, degrees))) @ links
    two, three = links @ links, links @ links @ links
    largest = max(abs(np.linalg.eigvalsh(links)).max(), 1e-9)
    damped = 0.5 / largest * links
    katz = np.linalg.inv(np.eye(count) - damped) - np.eye(count) - damped
    lengths = dict(nx.all_pairs_shortest_path_length(network))
    for (one, other), feature in told(network).items():
        assert feature["common_neighbours"] == two[one, other]
        assert feature["local_path"] == pytest.approx(two[one, other] + 0.01 * three[one, other])
        assert feature["paths_of_three"] == pytest.approx(eased[one, other])
        assert feature["katz"] == pytest.approx(katz[one, other], abs=1e-9)
        length = lengths[one].get(other, np.inf)
        assert feature["distance"] == (min(length, 4) if np.isfinite(length) else np.inf)


def test_the_leading_eigenvectors_stand_for_a_large_network():
    network = nx.stochastic_block_model([200, 200], [[0.3, 0.02], [0.02, 0.3]], seed=1)
    pairs = [(0, 1), (0, 250)]
    links = nx.to_numpy_array(network)
    values, vectors = np.linalg.eigh(links)
    kept = np.argsort(-np.abs(values))[:16]
    expected = (vectors[:, kept] * values[kept]) @ vectors[:, kept].T
    for pair in pairs:
        assert told(network, pairs)[pair]["low_rank"] == pytest.approx(expected[pair], abs=1e-3)


def test_a_hidden_link_leaves_no_trace():
    topology = read_topology(SAMPLES["club"])
    hidden = topology.pairs[::7]
    observed = topology.without(hidden)
    without = SAMPLES["club"].copy()
    without.remove_edges_from(hidden)
    assert not observed.linked(hidden).any()
    assert np.array_equal(features(observed, hidden), features(read_topology(without), hidden))
    assert topology.linked(hidden).all()


def test_directions_repetitions_weights_and_loops_change_nothing():
    plain = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    odd = nx.MultiDiGraph()
    odd.add_edge("b", "a", weight=float("nan"))
    odd.add_edges_from([("a", "b"), ("b", "c"), ("c", "d"), ("d", "d")])
    assert told(odd, [("a", "c"), ("a", "d")]) == told(plain, [("a", "c"), ("a", "d")])


@pytest.mark.parametrize("nodes", [[1, "1", (1, 2), b"1", 2.5], [frozenset({2}), frozenset({1}), "x"]])
def test_nodes_of_any_kind_in_an_order_of_their_own(nodes):
    orders = {read_topology(nx.path_graph(list(each))).nodes for each in itertools.permutations(nodes)}
    assert len(orders) == 1


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(50_000)])
def test_nothing_to_say_of_no_links(network):
    topology = read_topology(network)
    pairs = ordered([(0, 1), (0, 0), (0, 7), ("nobody", 0)], topology)
    table = features(topology, pairs)
    assert table.shape == (len(pairs), len(FEATURES))
    assert not table[:, : FEATURES.index("distance")].any()
