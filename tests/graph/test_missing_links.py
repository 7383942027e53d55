"""Missing links of any network: what is proposed, what never is, and the same figures each time."""

import random

import networkx as nx
import numpy as np
import pandas
import pytest

from maillage.errors import BadParameter
from maillage.graph.missing.links import COLUMNS, counted, evaluate, rank
from maillage.messages import speaking

CLUB = nx.karate_club_graph()
WOMEN = nx.davis_southern_women_graph()


def pairs(table):
    return list(zip(table["first"], table["second"], strict=True))


def shuffled(network, seed):
    chance = random.Random(seed)  # noqa: S311
    nodes, edges = list(network.nodes(data=True)), [*network.edges(), *list(network.edges())[:3]]
    chance.shuffle(nodes)
    chance.shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from((b, a) if chance.random() < 0.5 else (a, b) for a, b in edges)
    return other


@pytest.mark.parametrize("network", [CLUB, nx.florentine_families_graph()], ids=["learned", "aggregated"])
def test_the_order_of_nodes_and_links_changes_nothing(network):
    first = rank(network, k=None)
    pandas.testing.assert_frame_equal(first, rank(shuffled(network, 3), k=None), rtol=1e-6)


def test_the_club_misses_links_between_those_who_share_friends():
    found = rank(CLUB, k=10)
    assert (found["kind"] == "learned").all()
    assert found["score"].between(0, 1).all()
    assert (found["common_neighbours"] >= 2).mean() > 0.5
    assert found["score"].is_monotonic_decreasing
    assert list(found.columns[:7]) == ["first", "second", "score", "rank", "tied", "kind", "meaning"]
    assert list(found.columns[7:]) == list(COLUMNS)


def test_never_a_link_a_refused_pair_or_a_node_with_itself():
    refused = [pair[::-1] for pair in pairs(rank(CLUB, k=5))]
    network = CLUB.copy()
    network.add_edge(4, 4)
    found = pairs(rank(network, k=None, refused=refused))
    assert not {frozenset(pair) for pair in found} & {frozenset(pair) for pair in [*CLUB.edges, *refused]}
    assert all(one != other for one, other in found)
    assert len(found) == len(set(found))


def test_only_the_candidates_given():
    asked = [(33, 2), (0, 1), (9, 16), (5, 5), ("nobody", 3)]
    assert set(pairs(rank(CLUB, candidates=asked))) == {(2, 33), (9, 16)}  # 0 and 1 are linked
    alone = rank(CLUB, candidates=[(2, 33)])
    whole = rank(CLUB, k=None)
    row = whole[(whole["first"] == 2) & (whole["second"] == 33)]
    assert alone["score"].tolist() == row["score"].tolist()


def test_women_are_linked_to_events_only():
    women = {node for node, side in WOMEN.nodes(data="bipartite") if side == 0}
    found = rank(WOMEN, k=50)
    assert all((one in women) != (other in women) for one, other in pairs(found))
    assert {"Nora Fayette", "E8"} in [set(pair) for pair in pairs(found)[:5]]


def test_equal_scores_share_a_rank_and_say_how_many_they_are():
    network = nx.disjoint_union_all([nx.path_graph(3)] * 4)  # four times the same pair
    found = rank(network)
    best = found[found["common_neighbours"] == 1]
    assert best["rank"].tolist() == [1, 1, 1, 1]
    assert best["tied"].tolist() == [4, 4, 4, 4]
    assert rank(network, k=2)["tied"].tolist() == [4, 4]
    assert rank(nx.path_graph(5))["rank"].tolist() == sorted(rank(nx.path_graph(5))["rank"])


def test_what_structures_share_counts_where_they_say_it():
    network = nx.path_graph(["a", "b", "c", "d"])
    network.add_nodes_from(["e", "f"])
    assert {"e", "f"}.isdisjoint({node for pair in pairs(rank(network)) for node in pair})
    network.add_node("e", needs=["un local"])
    network.add_node("f", offers=["un local"])
    found = rank(network)
    assert ("e", "f") in pairs(found)
    assert found.set_index(["first", "second"]).loc[("e", "f"), "complementarity"] == 1


def test_the_score_says_what_it_means():
    families = nx.florentine_families_graph()
    assert "pas une probabilité" in rank(families)["meaning"][0]
    with speaking("en"):
        assert "one link in ten" in rank(CLUB)["meaning"][0]


@pytest.mark.parametrize(
    "network",
    [
        nx.Graph(),
        nx.empty_graph(1),
        nx.empty_graph(5),
        nx.Graph([(1, 1)]),
        nx.path_graph(2),
        nx.complete_graph(30),
        nx.DiGraph([(1, 2), (2, 1)]),
    ],
)
def test_nothing_to_propose_is_an_empty_table(network):
    found = rank(network)
    assert len(found) == 0
    assert list(found.columns) == list(rank(CLUB).columns)


@pytest.mark.parametrize("weight", [float("nan"), -1, float("inf"), "lourd"])
@pytest.mark.parametrize("asked", [rank, evaluate, counted])
def test_a_weight_that_is_none_is_refused(asked, weight):
    network = CLUB.copy()
    network.edges[0, 1]["weight"] = weight
    with pytest.raises(BadParameter, match="poids"):
        asked(network)


def test_weights_change_nothing_but_a_link_of_weight_0_is_none():
    heavy = CLUB.copy()
    nx.set_edge_attributes(heavy, 7.5, "weight")
    pandas.testing.assert_frame_equal(rank(heavy), rank(nx.Graph(CLUB.edges)))
    heavy.add_edge(4, 9, weight=0)
    assert counted(heavy) == (78, 78)


def test_a_group_counts_for_one_link_less_than_its_members():
    network = nx.complete_graph(5)
    nx.set_edge_attributes(network, "collaboratesWith", "relation")
    network.add_edge(0, "x", relation="partnerOf")
    assert counted(network) == (11, 5)


def test_a_large_network_is_ranked_by_its_promising_pairs():
    network = nx.powerlaw_cluster_graph(800, 2, 0.6, seed=1)
    found = rank(network, k=50)
    assert len(found) == 50
    assert not any(network.has_edge(*pair) for pair in pairs(found))
    assert np.isfinite(found["score"]).all()
    assert (found["common_neighbours"] > 0).mean() > 0.8


@pytest.mark.parametrize("count", [0, -3])
def test_no_candidate_asked_for_is_a_mistake_told_plainly(count):
    with pytest.raises(BadParameter, match="au moins un"):
        rank(CLUB, k=count)
