"""Which pairs are scored: all in a small network; in a large one the promising, found without listing all."""

import networkx as nx
import numpy as np
import pytest

from maillage.graph.missing import link_candidates
from maillage.graph.missing.link_attributes import read_traits
from maillage.graph.missing.link_candidates import candidates, read_space
from maillage.graph.missing.link_features import FEATURES, features, read_topology


def found(network, refused=()):
    topology = read_topology(network)
    space = read_space(network, topology, refused)
    rows = candidates(topology, read_traits(network, topology.nodes), space)
    return topology, space, rows


def named(network, refused=()):
    topology, _, rows = found(network, refused)
    return [(topology.nodes[one], topology.nodes[other]) for one, other in rows]


@pytest.fixture
def narrow(monkeypatch):
    monkeypatch.setattr(link_candidates, "LISTED", 10)
    monkeypatch.setattr(link_candidates, "_BLOCK", 50)  # many blocks


def test_all_pairs_without_a_link_of_a_small_network():
    network = nx.karate_club_graph()
    assert set(named(network)) == {tuple(sorted(pair)) for pair in nx.non_edges(network)}


def test_structures_only_where_nodes_have_a_kind():
    network = nx.Graph([("s1", "c"), ("s2", "c")])
    for node in ("s1", "s2", "gone"):
        network.add_node(node, kind="Structure", absent="2024-05-01" if node == "gone" else None)
    network.add_node("c", kind="Chantier")
    assert named(network) == [("s1", "s2")]


def test_across_the_two_sides_of_a_bipartite_network():
    network = nx.davis_southern_women_graph()
    women = {node for node, side in network.nodes(data="bipartite") if side == 0}
    pairs = named(network)
    assert len(pairs) == 18 * 14 - 89
    assert all((one in women) != (other in women) for one, other in pairs)
    network.add_edge(*sorted(women)[:2])  # a link inside a side: the sides mean nothing then
    assert len(named(network)) > 18 * 14


@pytest.mark.parametrize("order", [1, -1])
def test_refused_pairs_never_come_back(order):
    network = nx.path_graph(4)
    assert (0, 2) in named(network)
    assert (0, 2) not in named(network, [(0, 2)[::order], ("unknown", 0)])


def test_a_large_network_gives_its_best_pairs_by_each_score(narrow, monkeypatch):
    monkeypatch.setattr(link_candidates, "POOL", 25)
    network = nx.powerlaw_cluster_graph(120, 3, 0.5, seed=2)
    topology, space, rows = found(network)
    every = space.every(topology)
    table = features(topology, every)
    keys = set(topology.keys(rows).tolist())
    assert len(keys) == len(rows) <= 75
    assert not topology.linked(rows).any()
    for score in ("common_neighbours", "resource_allocation", "paths_of_three"):
        values = table[:, FEATURES.index(score)]
        sure = every[values > np.sort(values)[-25]]  # not tied with the last kept
        assert len(sure)
        assert set(topology.keys(sure).tolist()) <= keys


def test_pairs_that_only_share_something_are_found_in_a_large_network(narrow):
    network = nx.empty_graph(30)
    network.add_node(3, type="fondation")
    network.add_node(7, type="fondation")
    network.add_node(9, offers=["local"])
    network.add_node(11, needs=["local"])
    assert named(network) == [(3, 7), (9, 11)]


def test_the_busiest_nodes_are_passed_over_beyond_the_bound(narrow, monkeypatch):
    monkeypatch.setattr(link_candidates, "_STEPS", 1_000)
    network = nx.star_graph(60)  # 3,600 paths through the middle
    network.add_edges_from([(1, "x"), (2, "x")])
    assert named(network) in ([(1, 2)], [(1, 2), (0, "x")], [(0, "x"), (1, 2)])


@pytest.mark.parametrize("listed", [10, 300_000])
def test_pairs_drawn_evenly_are_pairs_without_a_link(monkeypatch, listed):
    monkeypatch.setattr(link_candidates, "LISTED", listed)
    network = nx.gnp_random_graph(50, 0.3, seed=1)
    topology = read_topology(network)
    space = read_space(network, topology)
    drawn = space.some(topology, 200, np.random.default_rng(1))
    assert len(np.unique(topology.keys(drawn))) == len(drawn) == 200
    assert not topology.linked(drawn).any()
    assert abs(drawn.mean() - 24.5) < 2
    assert len(space.some(topology, 10_000, np.random.default_rng(1))) == len(space.every(topology))


def test_a_hundred_thousand_isolates_and_a_star_are_soon_told():
    assert len(found(nx.empty_graph(100_000))[2]) == 0
    assert len(found(nx.star_graph(100_000))[2]) == 0  # passed over: no pair of leaves says more than another
