"""Held against published figures: couples of San Francisco, and Zachary's karate club.

Couples: Newman (2003), table I (after Catania et al. 1992), r = 0.621 from unrounded counts. Club: the same
coefficient from networkx.
"""

from math import isnan

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.errors import BadParameter
from maillage.graph.measures.mixing import assortativity, groups_of, newman
from maillage.messages import speaking

CLUB = nx.karate_club_graph()
COUPLES = np.array(
    [
        [0.258, 0.016, 0.035, 0.013],
        [0.012, 0.157, 0.058, 0.019],
        [0.013, 0.023, 0.306, 0.035],
        [0.005, 0.007, 0.024, 0.016],
    ]
)


def test_the_couples_of_san_francisco():
    assert newman(COUPLES) == pytest.approx(0.621, abs=3e-3)


def test_the_couples_as_a_network():
    network, groups = nx.MultiDiGraph(), {}
    for (one, other), share in np.ndenumerate(COUPLES):
        groups |= {f"m{one}": one, f"f{other}": other}
        network.add_edges_from([(f"m{one}", f"f{other}")] * round(1000 * share))
    found = assortativity(network, groups, draws=50)
    assert found.coefficient == pytest.approx(newman(COUPLES))
    assert found.links == 997  # as printed, rounded
    assert found.inside == pytest.approx(np.trace(COUPLES) / COUPLES.sum())


def test_the_club_by_its_two_sides():
    found = assortativity(CLUB, "club")
    assert found.coefficient == pytest.approx(nx.attribute_assortativity_coefficient(CLUB, "club"))
    assert found.low < found.coefficient < found.high
    assert 0.4 < found.low < 0.65 and 0.8 < found.high < 0.95
    assert found.chance < 0.01
    assert found.tells
    assert found.table[["group", "other", "links"]].to_numpy().tolist() == [
        ["Mr. Hi", "Mr. Hi", 35],
        ["Officer", "Officer", 32],
        ["Mr. Hi", "Officer", 11],
    ]
    assert found.table["expected"].sum() == pytest.approx(78)
    with speaking("en"):
        assert found.sentence == (
            "Like goes with like more than chance would have it: 78 links counted, 86% of them inside "
            "one group."
        )


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20),
    st.lists(st.sampled_from("xyz"), min_size=8, max_size=8),
    st.booleans(),
)
def test_the_coefficient_is_networkxs(links, letters, directed):
    network = (nx.DiGraph if directed else nx.Graph)([(one, other) for one, other in links if one != other])
    nx.set_node_attributes(network, dict(enumerate(letters)), "type")
    if not network:
        return
    found = assortativity(network, "type", draws=1)
    used = {letters[node] for node in network}
    if len(used) == 1:
        assert isnan(found.coefficient)
    elif not isnan(found.coefficient):
        expected = nx.attribute_assortativity_coefficient(network, "type")
        assert found.coefficient == pytest.approx(expected, abs=1e-9)


def test_links_that_cross_are_told_as_such():
    found = assortativity(nx.complete_bipartite_graph(5, 5), "bipartite")
    assert found.coefficient == pytest.approx(-1)
    with speaking("fr"):
        assert found.sentence.startswith("On se lie entre différents plus que le hasard")


def test_groups_drawn_at_random_tell_nothing():
    network = nx.gnm_random_graph(40, 60, seed=2)
    nx.set_node_attributes(network, {node: node % 2 for node in network}, "type")
    found = assortativity(network, "type")
    assert found.chance > 0.05
    assert not found.tells
    with speaking("fr"):
        assert "ne permettent pas de dire" in found.sentence and "dans un même type" in found.sentence


def test_a_few_links_are_too_few_however_neat():
    network = nx.disjoint_union_all([nx.complete_graph(3)] * 3)
    found = assortativity(network, {node: node // 3 for node in network})
    assert found.coefficient == 1
    assert found.chance < 0.05
    assert not found.tells
    with speaking("en"):
        assert found.sentence.startswith("Too few links to tell: 9 links counted, 100% of them")


@pytest.mark.parametrize(
    ("network", "start"),
    [
        (nx.empty_graph(3), "No link"),
        (nx.Graph(), "No link"),
        (nx.path_graph(3), "All stays in one group (2 links counted)"),
    ],
)
def test_what_cannot_be_compared_is_said(network, start):
    found = assortativity(network, dict.fromkeys(network, "x"))
    assert isnan(found.coefficient) and isnan(found.low) and isnan(found.chance)
    with speaking("en"):
        assert found.sentence.startswith(start)


def test_unknown_groups_and_loops_are_left_out_and_counted():
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("a", "a")])
    groups = {"a": "x", "b": "y", "c": None, "d": float("nan")}
    assert groups_of(network, groups) == {"a": "x", "b": "y"}
    found = assortativity(network, groups, draws=2)
    assert (found.links, found.unknown, found.inside) == (1, 2, 0)


def test_links_left_out_are_told():
    found = assortativity(CLUB, {node: CLUB.nodes[node]["club"] for node in range(33)})
    with speaking("en"):
        assert found.sentence.endswith("17 links with an end of unknown group are left out.")


def test_the_seed_and_nothing_else_decides_of_the_interval():
    other = nx.Graph()
    other.add_nodes_from(reversed(list(CLUB.nodes(data=True))))
    other.add_edges_from((b, a) for a, b in reversed(list(CLUB.edges())))
    bounds = [
        (found.low, found.high, found.chance)
        for found in (assortativity(CLUB, "club"), assortativity(other, "club"))
    ]
    assert bounds[0] == bounds[1]
    assert assortativity(CLUB, "club", seed=2).low != bounds[0][0]


def test_an_attribute_that_nobody_has_is_refused():
    with pytest.raises(BadParameter, match="« colour » ; il y a : club"):
        assortativity(CLUB, "colour")
