"""Held against published figures: Padgett's Florentine families and Zachary's karate club.

Figures: networks built into networkx; scores as printed in Wasserman & Faust (1994), tables 5.2-5.5 for the
families (Pucci isolated left out), and in Brandes & Erlebach (2005) and the networkx and igraph manuals for
the club.
"""

import networkx as nx
import pytest

from maillage.graph.centrality import (
    MEASURES,
    betweenness,
    closeness,
    degree,
    eigenvector,
    measures,
    measures_table,
    pagerank,
    weighted_degree,
)

FAMILIES = nx.florentine_families_graph()
CLUB = nx.Graph(nx.karate_club_graph().edges())  # unweighted, as published


@pytest.mark.parametrize(
    ("family", "expected"), [("Medici", 6), ("Guadagni", 4), ("Strozzi", 4), ("Pazzi", 1)]
)
def test_degree_of_the_families(family, expected):
    assert degree(FAMILIES)[family] == expected


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("Medici", 0.522),
        ("Guadagni", 0.255),
        ("Albizzi", 0.212),
        ("Salviati", 0.143),
        ("Ridolfi", 0.114),
        ("Pazzi", 0),
    ],
)
def test_betweenness_of_the_families(family, expected):
    assert betweenness(FAMILIES)[family] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("family", "expected"),
    [("Medici", 0.560), ("Ridolfi", 0.500), ("Albizzi", 0.483), ("Tornabuoni", 0.483), ("Pazzi", 0.286)],
)
def test_closeness_of_the_families(family, expected):
    assert closeness(FAMILIES)[family] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("family", "expected"), [("Medici", 0.430), ("Strozzi", 0.356), ("Ridolfi", 0.342)])
def test_eigenvector_of_the_families(family, expected):
    assert eigenvector(FAMILIES)[family] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(("member", "expected"), [(0, 16), (33, 17), (32, 12), (11, 1)])
def test_degree_of_the_club(member, expected):
    assert degree(CLUB)[member] == expected


@pytest.mark.parametrize(("member", "expected"), [(0, 0.4376), (33, 0.3041), (32, 0.1452), (11, 0)])
def test_betweenness_of_the_club(member, expected):
    assert betweenness(CLUB)[member] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(("member", "expected"), [(0, 0.5690), (33, 0.5500), (16, 0.2845)])
def test_closeness_of_the_club(member, expected):
    assert closeness(CLUB)[member] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(("member", "expected"), [(33, 0.3734), (0, 0.3555), (16, 0.0236)])
def test_eigenvector_of_the_club(member, expected):
    assert eigenvector(CLUB)[member] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(("member", "expected"), [(33, 0.1009), (0, 0.0970), (32, 0.0717), (11, 0.0096)])
def test_pagerank_of_the_club(member, expected):
    assert pagerank(CLUB)[member] == pytest.approx(expected, abs=5e-5)


def test_closeness_on_two_components_is_wasserman_and_fausts():
    network = nx.Graph([(1, 2), (2, 3), (4, 5)])
    network.add_node(6)
    # node 2 reaches 2 of the 5 others, at distance 1 each: (2/5) * (2/2); node 4: (1/5) * (1/1)
    assert closeness(network) == pytest.approx({1: 4 / 15, 2: 0.4, 3: 4 / 15, 4: 0.2, 5: 0.2, 6: 0})


def test_weights_are_strengths():
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 2), ("b", "c", 2), ("a", "c", 0.1)])
    assert weighted_degree(network) == pytest.approx({"a": 2.1, "b": 4, "c": 2.1})
    assert betweenness(network) == {"a": 0, "b": 1, "c": 0}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "network",
    [nx.Graph(), nx.empty_graph(3), nx.path_graph(2), nx.Graph([(0, 1), (2, 3)])],
    ids=["none", "isolated", "pair", "two pairs"],
)
def test_small_and_broken_networks_have_scores(measure, network):
    scores = MEASURES[measure](network)
    assert set(scores) == set(network)
    assert all(0 <= score < float("inf") for score in scores.values())


def test_the_table_ranks_by_degree_then_by_name():
    network = nx.relabel_nodes(nx.star_graph(2), {0: "b", 1: "c", 2: "a"})
    table = measures_table(network, measures(network))
    assert list(table["node"]) == ["b", "a", "c"]
    assert list(table.columns) == ["node", "label", *MEASURES]
