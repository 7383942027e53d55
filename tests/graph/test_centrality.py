"""Held against published figures: Padgett's Florentine families and Zachary's karate club.

Figures: networks built into networkx; scores as printed in Wasserman & Faust (1994), tables 5.2-5.5 for the
families (Pucci isolated left out), and in Brandes & Erlebach (2005) and the networkx and igraph manuals for
the club.
"""

from fractions import Fraction
from itertools import combinations

import networkx as nx
import pytest

from maillage.graph.measures import centrality
from maillage.graph.measures.centrality import (
    MEASURES,
    Estimate,
    betweenness,
    closeness,
    clustering,
    core_number,
    degree,
    eigenvector,
    harmonic,
    measures,
    pagerank,
    strength,
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
    assert strength(network) == pytest.approx({"a": 2.1, "b": 4, "c": 2.1})
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


@pytest.mark.parametrize(("member", "expected"), [(0, 4), (33, 4), (11, 1), (16, 2), (9, 2)])
def test_cores_of_the_club(member, expected):
    assert core_number(CLUB)[member] == expected


@pytest.mark.parametrize(("member", "expected"), [(0, 0.15), (33, 15 / 136), (7, 1), (11, 0)])
def test_clustering_of_the_club(member, expected):
    """15 of the 136 pairs of neighbours of member 34 are tied; the mean is 0.571 (Watts and Strogatz's C)."""
    assert clustering(CLUB)[member] == pytest.approx(expected)
    assert sum(clustering(CLUB).values()) / len(CLUB) == pytest.approx(0.5706, abs=5e-5)


def test_harmonic_compares_across_components():
    network = nx.Graph([(1, 2), (2, 3), (4, 5)])
    network.add_node(6)
    assert harmonic(network) == {1: 1.5, 2: 2, 3: 1.5, 4: 1, 5: 1, 6: 0}


def test_all_measures_at_once_are_those_taken_one_by_one():
    found = measures(FAMILIES)
    assert list(found) == list(MEASURES)
    assert found["closeness"] == closeness(FAMILIES)


def test_an_estimate_is_within_the_error_it_tells():
    network = nx.disjoint_union(nx.barabasi_albert_graph(400, 2, seed=3), nx.empty_graph(50))
    exact, found = betweenness(network), betweenness(network, pivots=300, seed=4)
    assert isinstance(found, Estimate)
    assert (found.pivots, found.confidence) == (300, 0.95)
    assert max(found.errors.values()) == found.error < 0.2
    off = {node: abs(found[node] - exact[node]) for node in network}
    assert max(off.values()) > 0
    assert all(off[node] <= found.errors[node] for node in network)
    assert found.errors[449] == 0  # nothing passes through an isolated node


def test_estimates_are_unbiased_and_closer_with_more_sources():
    network = nx.les_miserables_graph()
    exact = betweenness(network)["Valjean"]
    few = [betweenness(network, pivots=10, seed=seed)["Valjean"] for seed in range(200)]
    assert sum(few) / len(few) == pytest.approx(exact, rel=0.05)
    errors = [betweenness(network, pivots=pivots).error for pivots in (50, 500, 5000)]
    assert errors[0] > 3 * errors[1] > 5 * errors[2]


def test_one_seed_gives_one_estimate():
    network = nx.karate_club_graph()
    assert betweenness(network, pivots=9) == betweenness(nx.Graph(network), pivots=9)
    assert betweenness(network, pivots=9) != betweenness(network, pivots=9, seed=2)


def test_only_large_components_are_estimated(monkeypatch):
    monkeypatch.setattr(centrality, "SAMPLED_FROM", 33)
    assert isinstance(betweenness(CLUB), Estimate)
    assert not isinstance(betweenness(nx.disjoint_union(FAMILIES, nx.empty_graph(60))), Estimate)
    with pytest.raises(ValueError, match="pivots"):
        betweenness(CLUB, pivots=1)


def test_a_hundred_thousand_isolated_nodes_have_scores():
    network = nx.empty_graph(100_000)
    assert set(betweenness(network).values()) == {0.0}
    assert pagerank(network)[7] == pytest.approx(1e-5)
    assert set(closeness(network).values()) == {0.0}


def test_weighted_betweenness_is_the_definitions():
    """Counted in whole numbers on Zachary's weighted club: rounding makes no two equal paths unequal."""
    network = nx.karate_club_graph()
    lengths = {edge: Fraction(1, network.edges[edge]["weight"]) for edge in network.edges}
    nx.set_edge_attributes(network, lengths, "length")
    through = dict.fromkeys(network, Fraction(0))
    for one, other in combinations(network, 2):
        shortest = list(nx.all_shortest_paths(network, one, other, weight="length"))
        for path in shortest:
            for node in path[1:-1]:
                through[node] += Fraction(1, len(shortest))
    pairs = (len(network) - 1) * (len(network) - 2) / 2
    assert betweenness(network) == pytest.approx(
        {node: float(share) / pairs for node, share in through.items()}
    )
