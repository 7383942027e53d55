"""Held against the best divisions known of Zachary's club and Hugo's characters, and of made-up networks.

Greatest modularities: 0.4198 for the club (Brandes et al. 2008, doi:10.1109/TKDE.2007.190689), 0.5667 for the
weighted network of the characters (Newman & Girvan's network; Agarwal & Kempe 2008 find no better).
"""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.errors import BadParameter
from maillage.graph.measures.communities import communities
from maillage.graph.measures.partitions import (
    agreement,
    certainty,
    consensus,
    contracted,
    rand_index,
)
from maillage.messages import speaking

CLUB = nx.Graph(nx.karate_club_graph().edges())  # unweighted, as published


def sets(found):
    return {frozenset(group) for group in found.groups}


def test_the_club_falls_into_its_four_best_communities():
    found = communities(CLUB)
    assert found.modularity == pytest.approx(0.4198, abs=5e-5)
    assert [len(group) for group in found.groups] == [12, 11, 6, 5]
    assert set(found.groups[3]) == {4, 5, 6, 10, 16}
    assert found.of[0] == 1


def test_weights_count_in_the_novel():
    novel = nx.les_miserables_graph()
    found = communities(novel)
    assert found.modularity == pytest.approx(0.5667, abs=5e-5)
    assert found.modularity == pytest.approx(nx.community.modularity(novel, found.groups, weight="weight"))


def test_planted_communities_are_found_again_and_solid():
    network = nx.planted_partition_graph(5, 12, 0.8, 0.02, seed=3)
    found = communities(network)
    assert sets(found) == {frozenset(range(start, start + 12)) for start in range(0, 60, 12)}
    assert min(found.stability, found.robustness) > 0.95
    assert min(found.certainty.values()) == 1
    with speaking("en"):
        assert found.sentence.startswith(
            "The 60 nodes with a link fall into 5 communities. This division is solid"
        )


def test_a_network_of_chance_gives_communities_nobody_should_read():
    found = communities(nx.gnm_random_graph(200, 400, seed=1))
    assert found.modularity > 0.4  # which alone would look well
    assert max(found.stability, found.robustness) < 0.5
    assert min(found.certainty.values()) < 0.5
    with speaking("en"):
        assert "No conclusion can be drawn" in found.sentence


def test_where_a_few_links_decide_the_robustness_says_so():
    found = communities(nx.path_graph(8))
    assert found.robustness < 0.65
    assert communities(nx.path_graph(2)).robustness == 0  # its only link hidden, nothing is left


def test_isolated_nodes_are_in_no_community_and_loops_make_none():
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "f")])
    network.add_edge("g", "h", weight=0)
    found = communities(network)
    assert found.groups == (("a", "b", "c"), ("e", "f"))
    assert found.isolates == ("d", "g", "h")
    assert set(found.certainty) == set("abcef")


def test_without_a_link_there_is_nothing_to_find():
    found = communities(nx.empty_graph(3))
    assert (found.groups, found.isolates, found.certainty) == ((), (0, 1, 2), {})
    assert found.stability is found.robustness is None
    with speaking("fr"):
        assert found.sentence == "Aucun lien : il n'y a pas de communauté à chercher (3 sans lien)."
    assert communities(nx.Graph()).groups == ()


def test_a_single_community_is_said_as_such():
    with speaking("en"):
        assert communities(nx.star_graph(20)).sentence == "The 21 nodes with a link form a single community."
        assert communities(nx.star_graph(4)).sentence == (
            "The 5 nodes with a link form a single community. These links rest on 4 facts: too few to say "
            "whether this division is solid."
        )


def test_on_too_few_facts_no_division_is_said_to_be_solid():
    """Seven links in three pieces: the pieces are found each time, and that says nothing."""
    network = nx.disjoint_union_all([nx.path_graph(3), nx.complete_graph(3), nx.path_graph(3)])
    nx.set_node_attributes(network, "Structure", "kind")
    said = communities(network).sentence
    assert said.startswith(
        "Les 9 structures qui ont un lien se répartissent en 3 communautés. Ce sont simplement"
    )
    assert said.endswith("trop peu pour dire si ce découpage est solide.")


@pytest.mark.parametrize(
    ("stability", "robustness", "said"), [(1, 0.3, "links"), (0.3, 1, "runs"), (0.3, 0.3, "both")]
)
def test_only_the_figure_that_is_low_is_blamed(stability, robustness, said):
    found = replace(communities(CLUB), stability=stability, robustness=robustness).sentence
    assert ("d'une recherche à l'autre" in found) == (said != "links")
    assert ("quand on cache un lien sur dix" in found) == (said != "runs")
    assert "ne permet pas de conclure" in found


def test_a_node_whose_links_are_hidden_counts_against_the_division():
    """Each hidden link of a star takes a leaf away: 27 of its 31 nodes, or so, are found again."""
    assert communities(nx.star_graph(30)).robustness == pytest.approx(28 / 31)


def test_a_network_of_two_kinds_has_barbers_modularity_and_says_so():
    women = nx.davis_southern_women_graph()
    found = communities(women)
    links, sides = women.number_of_edges(), dict(women.nodes(data="bipartite"))
    expected = 0.0
    for one in women:
        for other in women:
            if sides[one] == 0 and sides[other] == 1 and found.of[one] == found.of[other]:
                chance = women.degree(one) * women.degree(other) / links
                expected += (women.has_edge(one, other) - chance) / links
    assert found.modularity == pytest.approx(expected)
    assert "deux sortes de nœuds" in found.sentence
    assert "deux sortes" not in communities(CLUB).sentence


def test_a_higher_resolution_gives_more_communities():
    counts = [len(communities(CLUB, resolution=resolution).groups) for resolution in (0.2, 1, 3)]
    assert counts[0] < counts[1] < counts[2]


def test_the_order_of_the_nodes_changes_nothing_and_the_seed_is_kept():
    network = nx.gnm_random_graph(60, 120, seed=5)
    other = nx.Graph()
    other.add_nodes_from(reversed(list(network)))
    other.add_edges_from((b, a) for a, b in reversed(list(network.edges())))
    assert communities(network) == communities(other)
    assert communities(network) == communities(network.to_directed())  # twice the weight everywhere
    assert communities(network, seed=2).seed == 2


def test_another_process_finds_the_same():
    code = (
        "import networkx as nx; from maillage.graph.measures.communities import communities;"
        "print(communities(nx.gnm_random_graph(60, 120, seed=5)).groups)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert said == {str(communities(nx.gnm_random_graph(60, 120, seed=5)).groups)}


def test_certainty_is_the_share_of_the_runs_spent_with_its_community():
    runs = [np.array(run) for run in ([0, 0, 0, 1, 2], [0, 0, 0, 1, 1], [0, 0, 1, 1, 2], [0, 0, 0, 1, 2])]
    # node 2 is with both others of its community in 3 runs of 4, they with each other always and with it in 3
    assert certainty(runs, runs[0]) == pytest.approx([0.875, 0.875, 0.75, 0.5, 0.75])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from([0.5, 1, 3])), max_size=30))
def test_every_linked_node_is_in_one_community_of_its_component(links):
    network = nx.Graph()
    network.add_nodes_from(range(12))
    network.add_weighted_edges_from(links)
    found = communities(network, runs=4)
    assert sorted([node for group in found.groups for node in group] + list(found.isolates)) == list(
        range(12)
    )
    for group in found.groups:
        assert len(group) > 1 or found.stability < 1
        assert any(set(group) <= component for component in nx.connected_components(network))
    if found.groups:
        assert 0 <= found.stability <= 1
        assert 0 <= found.robustness <= 1


@pytest.mark.parametrize("weight", [float("nan"), -1])
def test_a_weight_that_is_none_is_refused(weight):
    network = nx.Graph()
    network.add_edge("a", "b", weight=weight)
    with pytest.raises(BadParameter):
        communities(network)


@pytest.mark.parametrize("wrong", [{"runs": 1}, {"resolution": 0}, {"resolution": float("nan")}])
def test_a_programmers_mistake_is_a_value_error(wrong):
    with pytest.raises(ValueError, match="runs must be at least 2"):
        communities(CLUB, **wrong)


def test_the_rand_index_is_hubert_and_arabies():
    # Hubert & Arabie (1985) correct the index for chance; the pairs of this example by hand:
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    # together in both 2, in one 6, in the other 3, of 15: (2 - 1.2) / (4.5 - 1.2)
    assert rand_index(one, other) == rand_index(other, one) == pytest.approx(0.8 / 3.3)
    assert rand_index(one, 1 - one) == 1
    assert rand_index(np.zeros(4, dtype=int), np.arange(4)) == 0
    assert agreement([one, one, other]) == pytest.approx((1 + 2 * 0.8 / 3.3) / 3)


def test_the_consensus_is_what_most_runs_say():
    together, apart = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    assert (consensus([together, together, together, apart], [1, 2, 3, 4]) == together).all()


def test_cores_stand_for_their_nodes_whatever_the_division():
    """The modularity of a division of cores is that of its nodes on the matrix of all pairs, as published."""
    runs = [np.array(run) for run in ([0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1, 1])]
    whole = nx.Graph()
    for one, other in combinations(range(7), 2):
        share = sum(run[one] == run[other] for run in runs) / 3
        if share >= 0.5:
            whole.add_edge(one, other, weight=share)
    cores, edges, size = contracted(runs)
    assert cores.tolist() == [0, 0, 0, 1, 2, 3, 3]
    assert size == 6  # and a place for what is inside each of two cores
    small = nx.Graph()
    small.add_weighted_edges_from((int(one), int(other), weight) for one, other, weight in edges)
    for division in ([{0}, {1, 2, 3}], [{0, 1}, {2, 3}], [{0}, {1}, {2}, {3}]):
        nodes = [{node for node in whole if cores[node] in part} for part in division]
        places = [
            part | {inner + 4 for inner, core in enumerate((0, 3)) if core in part} for part in division
        ]
        expected = nx.community.modularity(whole, nodes)
        assert nx.community.modularity(small, places) == pytest.approx(expected)
