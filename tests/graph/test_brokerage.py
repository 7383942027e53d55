"""Held against published figures.

Burt's example of an ego network as computed by UCINET (Borgatti 1997, figure 1: G, effective size 4.67 of 6),
and the workers of a sawmill on strike (Michael 1997; de Nooy, Mrvar & Batagelj 2005, ch. 7), whose brokerage
roles between three groups of language and age are published as R's `sna` computes them.
"""

from itertools import permutations
from math import isnan

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.errors import BadParameter
from maillage.graph.measures.brokerage import (
    ROLES,
    brokered_pairs,
    constraint,
    effective_size,
    gould_fernandez,
    participation_coefficient,
)
from maillage.graph.measures.compiled import compiled

BURT = nx.Graph(tuple(tie) for tie in ["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
TALKS = """
Frank-Gill Gill-Ike Gill-Hal Gill-John Ike-Mike Ike-Bob Mike-Bob Hal-John Hal-Bob John-Karl John-Lanny
John-Bob Karl-Lanny Karl-Ozzie Lanny-Bob Bob-Alejandro Bob-Norm Alejandro-Carlos Alejandro-Eduardo
Alejandro-Domingo Carlos-Eduardo Carlos-Domingo Eduardo-Domingo Norm-Ozzie Norm-Vern Norm-Paul Norm-Utrecht
Norm-Sam Vern-Ted Paul-Quint Quint-Utrecht Quint-Russ Utrecht-Russ Utrecht-Sam Russ-Ted
Sam-Xavier Sam-Wendle Xavier-Wendle
"""
STRIKE = nx.Graph(talk.split("-") for talk in TALKS.split())
SPANISH = {"Alejandro", "Carlos", "Domingo", "Eduardo"}
YOUNG = {"Frank", "Gill", "Ike", "Mike", "Hal", "John", "Karl", "Lanny", "Bob"}
STRIKERS = {
    one: "spanish" if one in SPANISH else "english, young" if one in YOUNG else "english, old"
    for one in STRIKE
}


def networks(directed=False, weighted=True):
    """Return small networks of any shape: isolates, components, loops, weights."""
    kind = nx.DiGraph if directed else nx.Graph
    weights = st.integers(1, 9) if weighted else st.just(1)
    ties = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 8)), weights, max_size=25)

    def built(ties):
        network = kind()
        network.add_nodes_from(range(9))
        network.add_weighted_edges_from((one, other, weight) for (one, other), weight in ties.items())
        return network

    return ties.map(built)


def loopless(network):
    copy = network.copy()
    copy.remove_edges_from(list(nx.selfloop_edges(copy)))
    return copy


@pytest.mark.parametrize(
    ("node", "expected"), [("A", 2.50), ("B", 1.67), ("C", 1.00), ("D", 1.00), ("E", 1.00), ("G", 4.67)]
)
def test_effective_size_of_burts_example(node, expected):
    assert effective_size(BURT)[node] == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize(("node", "expected"), [("A", 0.595), ("C", 1.000), ("G", 0.400)])
def test_constraint_of_burts_example(node, expected):
    assert constraint(BURT)[node] == pytest.approx(expected, abs=5e-4)


@given(networks())
def test_constraint_is_networkxs(network):
    expected = nx.constraint(loopless(network), weight="weight")
    assert constraint(network) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(networks())
def test_effective_size_is_networkxs_and_0_for_an_isolated_node(network):
    plain = loopless(network)  # node by node: its product of whole matrices divides weights by another node's
    expected = nx.effective_size(plain, nodes=list(plain), weight="weight")
    expected = {node: 0 if isnan(size) else size for node, size in expected.items()}
    assert effective_size(network) == pytest.approx(expected, abs=1e-9)


@given(networks())
def test_effective_size_with_weights_is_burts_definition(network):
    """The sum over contacts j of 1 - sum over q of p_iq m_jq, m_jq of the strongest of j, not of another."""
    plain = loopless(network)
    weights = {(one, other): weight for one, other, weight in plain.edges(data="weight")}
    weights |= {(other, one): weight for (one, other), weight in weights.items()}
    for node in plain:
        strength = sum(weights[node, other] for other in plain[node])
        expected = 0.0
        for other in plain[node]:
            strongest = max(weights[other, each] for each in plain[other])
            shared = (
                weights[node, q] / strength * weights.get((other, q), 0) / strongest for q in plain[node]
            )
            expected += 1 - sum(shared)
        assert effective_size(network)[node] == pytest.approx(expected, abs=1e-9)


def test_pairs_brokered_are_counted_once_and_from_one_table():
    nx.set_node_attributes(STRIKE, STRIKERS, "type")
    read, table = compiled(STRIKE), gould_fernandez(STRIKE, STRIKERS).set_index("node")
    counts = brokered_pairs(read)
    assert list(counts) == ["coordinator", "itinerant", "gatekeeper", "liaison"]
    for role, ways in (("coordinator", 2), ("itinerant", 2), ("gatekeeper", 1), ("liaison", 2)):
        assert counts[role] == pytest.approx((table[role] / ways).to_dict())
    assert counts["coordinator"]["Bob"] == 7
    assert brokered_pairs(read) is counts


def test_a_node_of_unknown_type_brokers_nothing_that_is_known():
    network = nx.star_graph(3)
    nx.set_node_attributes(network, {0: "x", 1: "x", 2: "x", 3: None}, "type")
    counts = brokered_pairs(compiled(network))["coordinator"]
    assert counts[0] == 1
    assert isnan(counts[3])


@given(networks(directed=True))
def test_directions_and_parallel_ties_add_up(network):
    both = nx.Graph()
    both.add_nodes_from(network)
    for one, other, weight in network.edges(data="weight"):
        before = both.get_edge_data(one, other, {}).get("weight", 0)
        both.add_edge(one, other, weight=before + weight)
    assert constraint(network) == pytest.approx(constraint(both), nan_ok=True)
    assert constraint(nx.MultiDiGraph(network)) == pytest.approx(constraint(both), nan_ok=True)


def test_nobody_is_no_broker_and_not_an_unconstrained_one():
    assert isnan(constraint(nx.empty_graph(1))[0])
    assert constraint(nx.Graph()) == effective_size(nx.Graph()) == {}


@pytest.mark.parametrize(
    ("worker", "roles"),
    [
        ("Bob", (14, 0, 10, 10, 2)),
        ("Norm", (18, 0, 5, 5, 0)),
        ("Alejandro", (0, 0, 3, 3, 0)),
        ("Karl", (0, 0, 2, 2, 0)),
        ("Ozzie", (0, 0, 1, 1, 0)),
        ("John", (12, 0, 0, 0, 0)),
        ("Gill", (10, 0, 0, 0, 0)),
        ("Xavier", (0, 0, 0, 0, 0)),
    ],
)
def test_roles_of_the_strikers(worker, roles):
    row = gould_fernandez(STRIKE, STRIKERS).set_index("node").loc[worker]
    assert tuple(row[list(ROLES)]) == roles
    assert row["total"] == sum(roles)


def test_the_strikers_are_ranked_by_all_their_brokerage():
    table = gould_fernandez(STRIKE, STRIKERS)
    assert list(table["node"][:3]) == ["Bob", "Norm", "John"]
    assert table["total"].sum() == 136  # the sum of the published table


def counted(network, groups):
    """Return node -> the count of each role, from the definition."""
    found = {node: dict.fromkeys(ROLES, 0) for node in groups}
    for a, b, c in permutations(groups, 3):
        if network.has_edge(a, b) and network.has_edge(b, c) and not network.has_edge(a, c):
            ends = groups[a], groups[c]
            if ends[0] == ends[1]:
                role = "coordinator" if groups[b] == ends[0] else "itinerant"
            else:
                role = {ends[0]: "representative", ends[1]: "gatekeeper"}.get(groups[b], "liaison")
            found[b][role] += 1
    return found


@given(networks(directed=True, weighted=False), st.lists(st.sampled_from("xyz"), min_size=9, max_size=9))
def test_roles_are_those_of_the_definition(network, letters):
    groups = dict(enumerate(letters))
    table = gould_fernandez(network, groups).set_index("node")
    assert table[list(ROLES)].to_dict("index") == counted(network, groups)


def test_roles_expected_are_the_mean_over_all_groupings():
    network = nx.star_graph(4)  # 0 stands between four others
    groups = ["x", "x", "x", "y", "z"]
    found = gould_fernandez(network, dict(enumerate(groups))).set_index("node").loc[0]
    draws = [
        counted(network, dict(enumerate(("x", *others))))[0] for others in permutations(["x", "x", "y", "z"])
    ]
    for role in ROLES:
        assert found[f"{role}_expected"] == pytest.approx(sum(draw[role] for draw in draws) / len(draws))


def test_nodes_of_unknown_group_are_set_aside_with_their_links():
    network = nx.path_graph(4)
    nx.set_node_attributes(network, {0: "x", 1: "x", 2: "y", 3: None}, "type")
    table = gould_fernandez(network, "type")
    assert list(table["node"]) == [1, 0, 2]
    assert list(table["total"]) == [2, 0, 0]
    assert gould_fernandez(nx.Graph(), "type").empty


def test_participation_is_guimera_and_amarals():
    network = nx.Graph([("hub", one) for one in "abcd"] + [("a", "b")])
    network.add_node("alone")
    groups = [{"hub", "a", "b"}, {"c"}, {"d", "alone"}]
    # the hub has 2 of its 4 ties in the first community and one in each other: 1 - (4 + 1 + 1)/16
    scores = participation_coefficient(network, groups)
    assert scores == pytest.approx({"hub": 0.625, "a": 0, "b": 0, "c": 0, "d": 0, "alone": 0})
    assert scores == participation_coefficient(network, {node: i for i, g in enumerate(groups) for node in g})


def test_participation_is_in_the_communities_found_by_default():
    network = nx.barbell_graph(4, 1)  # two cliques, and one between them
    network.add_node("alone")
    scores = participation_coefficient(network)
    assert scores[4] == pytest.approx(0.5)
    assert scores[0] == scores["alone"] == 0


def test_participation_spreads_by_strength_and_strangers_are_apart():
    network = nx.Graph()
    network.add_weighted_edges_from([("i", "a", 3), ("i", "b", 1)])
    assert participation_coefficient(network, {"i": 0, "a": 0})["i"] == pytest.approx(1 - (9 + 1) / 16)


def test_the_order_of_the_nodes_changes_nothing():
    network = nx.les_miserables_graph()
    other = nx.Graph()
    other.add_nodes_from(reversed(list(network)))
    other.add_edges_from(reversed(list(network.edges(data=True))))
    groups = {node: len(node) % 3 for node in network}
    assert constraint(network) == pytest.approx(constraint(other))
    assert gould_fernandez(network, groups).equals(gould_fernandez(other, groups))


@pytest.mark.parametrize("weight", [float("nan"), -1, float("inf"), "strong"])
def test_a_weight_that_is_none_is_refused_in_a_sentence(weight):
    network = nx.Graph()
    network.add_edge("a", "b", weight=weight)
    with pytest.raises(BadParameter, match=f"« a » à « b » pèse « {weight} »"):
        constraint(network)


def test_an_attribute_that_nobody_has_is_refused_in_a_sentence():
    network = nx.Graph()
    network.add_node("a", type="x", label="A")
    with pytest.raises(BadParameter, match="« colour » ; il y a : label, type"):
        gould_fernandez(network, "colour")
