"""Held against the women and the parties of Davis, Gardner & Gardner (1941), and against networkx.

Their closure, 0.468, is the example of networkx's manual; who met whom how often is in Breiger's
matrix of the women (1974, doi:10.2307/2576011).
"""

from math import isnan

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from maillage.errors import BadParameter
from maillage.graph.measures.bipartite import (
    closure,
    participation_share,
    participations,
    projection,
    redundancy,
    shared_groups,
)

DAVIS = nx.davis_southern_women_graph()
WOMEN = [node for node, side in DAVIS.nodes(data="bipartite") if side == 0]


def networks():
    """Return small networks of structures 0-6 and groups a-f, isolates among them."""

    def built(pairs):
        network = nx.Graph()
        network.add_nodes_from(range(7), bipartite=0)
        network.add_nodes_from("abcdef", bipartite=1)
        network.add_edges_from(pairs)
        return network

    pair = st.tuples(st.integers(0, 6), st.sampled_from("abcdef"))
    return st.lists(pair, max_size=25).map(built)


def test_the_women_meet_again():
    assert closure(DAVIS) == pytest.approx(0.468, abs=5e-4)


def test_the_parties_of_each_woman():
    shares = participation_share(DAVIS)
    assert shares["Evelyn Jefferson"] == 8 / 14
    assert shares["E8"] == 14 / 18
    assert list(shares) == list(DAVIS)


def test_who_met_whom_how_often():
    met = projection(DAVIS, weighting="shared")
    assert met.edges["Evelyn Jefferson", "Theresa Anderson"] == {"shared": 7, "weight": 7}
    assert met.edges["Evelyn Jefferson", "Laura Mandeville"]["shared"] == 6
    assert met.edges["Evelyn Jefferson", "Flora Price"]["shared"] == 1
    assert not met.has_edge("Laura Mandeville", "Flora Price")


def test_only_nora_and_helen_alone_join_some_parties():
    found = {woman: score for woman, score in redundancy(DAVIS).items() if woman in WOMEN and score < 0.95}
    assert found == pytest.approx({"Nora Fayette": 0.75, "Helen Lloyd": 0.9})


@given(networks())
def test_redundancy_is_networkxs_and_unknown_below_two_neighbours(network):
    found = redundancy(network)
    several = [node for node, degree in network.degree() if degree > 1]
    expected = bipartite.node_redundancy(network, several) if several else {}
    assert {node: found[node] for node in several} == pytest.approx(expected, abs=1e-9)
    assert all(isnan(found[node]) for node in network if node not in several)


@given(networks())
def test_closure_is_networkxs(network):
    assert closure(network) == pytest.approx(bipartite.robins_alexander_clustering(network))


@pytest.mark.parametrize(
    ("weighting", "theirs"),
    [
        ("newman", bipartite.collaboration_weighted_projected_graph),
        ("shared", bipartite.weighted_projected_graph),
        ("jaccard", bipartite.overlap_weighted_projected_graph),
    ],
)
@given(network=networks())
def test_projections_are_networkxs(weighting, theirs, network):
    found, expected = projection(network, weighting=weighting), theirs(network, range(7))
    assert set(found) == set(expected)
    assert {frozenset(tie): weight for *tie, weight in found.edges(data="weight")} == pytest.approx(
        {frozenset(tie): weight for *tie, weight in expected.edges(data="weight")}
    )


def test_a_structure_gives_each_of_its_groups_a_weight_of_one():
    pairs = [("a", 1), ("b", 1), ("c", 1), ("a", 2), ("b", 2), ("a", 3)]
    table = shared_groups(pairs)
    assert table.to_numpy().tolist() == [["a", "b", 2, 1.5], ["a", "c", 1, 0.5], ["b", "c", 1, 0.5]]
    assert shared_groups([*pairs, ("a", 1)]).equals(table)  # said twice


def test_a_very_large_group_makes_no_link():
    crowd = [(structure, "fair") for structure in range(30)]
    pair = [(0, "workshop"), (1, "workshop")]
    assert len(shared_groups(crowd + pair)) == 30 * 29 / 2
    assert shared_groups(crowd + pair, largest=29).to_numpy().tolist() == [[0, 1, 1, 1.0]]
    assert len(shared_groups([(structure, "fair") for structure in range(201)])) == 0
    assert len(shared_groups([(structure, "fair") for structure in range(201)], largest=None)) == 201 * 100


def test_attributes_and_isolated_structures_are_kept():
    network = nx.Graph(fictional=True)
    network.add_node("s", bipartite=0, label="S")
    network.add_node("g", bipartite=1)
    found = projection(network)
    assert dict(found.nodes(data=True)) == {"s": {"bipartite": 0, "label": "S"}}
    assert found.graph["fictional"]


def test_structures_may_be_named_instead():
    network = nx.Graph([("s", "g"), ("t", "g")])
    who = participations(network, structures=["s", "t", "unknown"])
    assert (who.structures, who.groups) == (["s", "t"], ["g"])
    assert who.matrix.toarray().tolist() == [[1], [1]]


def test_nothing_gives_nothing():
    empty = nx.Graph()
    assert redundancy(empty) == participation_share(empty) == {}
    assert closure(empty) == 0
    assert shared_groups([]).empty
    assert len(projection(empty)) == 0


def test_a_network_of_one_kind_is_refused_in_a_sentence():
    with pytest.raises(BadParameter, match="rien ne dit si « 0 » est une structure ou un groupe"):
        redundancy(nx.path_graph(2))
    with pytest.raises(BadParameter, match="un lien joint « 0 » et « 1 », qui sont de même sorte"):
        redundancy(nx.path_graph(2), structures=[0, 1])
