"""Held against Padgett's families, Zachary's club, networkx, and a plain recount on random networks.

Figures: John F. Padgett, Christopher K. Ansell, Robust Action and the Rise of the Medici, Am. J. Sociol. 98
(1993), whose Medici alone hold the Acciaiuoli and the Salviati-Pazzi to the other families.
"""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.errors import UnknownName
from maillage.graph.measures.robustness import (
    COLUMNS,
    articulation_points,
    bridges,
    losses,
    pairs_lost,
    without,
)
from maillage.messages import set_language

FAMILIES = nx.florentine_families_graph()
CLUB = nx.karate_club_graph()


@st.composite
def networks(draw):
    size = draw(st.integers(1, 12))
    pairs = list(combinations(range(size), 2))
    network = nx.Graph(draw(st.lists(st.sampled_from(pairs), max_size=18)) if pairs else [])
    network.add_nodes_from(range(size))
    if draw(st.booleans()):
        network.add_edge(0, 0)
    return network


def joined(network, but=None):
    rest = nx.Graph(network)
    rest.remove_nodes_from([but])
    return {frozenset(pair) for piece in nx.connected_components(rest) for pair in combinations(piece, 2)}


def test_the_medici_hold_the_families_together():
    loss = without(FAMILIES, "Medici")
    assert loss.cut_off == ("Acciaiuoli", "Pazzi", "Salviati")
    assert loss.pieces == (11, 2, 1)
    assert loss.components == 3
    assert loss.pairs == 11 * 3 + 2
    assert loss.sentence == "Sans Medici, 3 nœuds ne seraient plus reliés aux autres."
    assert (loss.referents, loss.funders) == ((), ())


def test_the_points_and_bridges_of_the_families_and_of_the_club():
    assert articulation_points(FAMILIES) == ["Albizzi", "Guadagni", "Medici", "Salviati"]
    assert bridges(FAMILIES) == [
        ("Acciaiuoli", "Medici"),
        ("Albizzi", "Ginori"),
        ("Guadagni", "Lamberteschi"),
        ("Medici", "Salviati"),
        ("Pazzi", "Salviati"),
    ]
    assert articulation_points(CLUB) == [0]
    assert without(CLUB, 0).cut_off == (10, 11, 16, 4, 5, 6)
    assert bridges(CLUB) == [(0, 11)]


@given(networks())
@settings(max_examples=60, deadline=None)
def test_every_count_is_a_plain_recount(network):
    plain = nx.Graph(network)
    plain.remove_edges_from(nx.selfloop_edges(network))
    assert set(articulation_points(network)) == set(nx.articulation_points(plain))
    assert {frozenset(pair) for pair in bridges(network)} == {frozenset(pair) for pair in nx.bridges(plain)}
    before, scores = joined(network), pairs_lost(network)
    rows = {row.node: row for row in losses(network).itertuples()}
    for node in network:
        lost = {pair for pair in before if node not in pair} - joined(network, node)
        loss = without(network, node)
        assert loss.pairs == scores[node] == len(lost)
        assert bool(loss.cut_off) == (node in rows)
        if loss.cut_off:
            row = rows[node]
            assert (row.pairs, row.cut_off, row.pieces) == (loss.pairs, len(loss.cut_off), len(loss.pieces))
            assert row.sentence == loss.sentence


def test_the_order_of_nodes_changes_nothing():
    backwards = nx.Graph()
    backwards.add_nodes_from(reversed(list(FAMILIES)))
    backwards.add_edges_from((b, a) for a, b in reversed(list(FAMILIES.edges())))
    assert losses(backwards).equals(losses(FAMILIES))
    assert bridges(backwards) == bridges(FAMILIES)


def test_the_worst_comes_first_and_who_costs_nothing_is_left_out():
    table = losses(FAMILIES)
    assert tuple(table.columns) == COLUMNS
    assert list(table["node"]) == ["Medici", "Albizzi", "Guadagni", "Salviati"]
    assert list(table["pairs"]) == [35, 13, 13, 13]


@pytest.mark.parametrize(
    ("network", "node", "french", "english"),
    [
        (
            nx.path_graph(2),
            0,
            "1 nœud ne serait plus relié à aucun autre",
            "1 node would no longer be linked to any",
        ),
        (
            nx.star_graph(4),
            0,
            "4 nœuds ne seraient plus reliés à aucun",
            "4 nodes would no longer be linked to any",
        ),
        (
            nx.path_graph(7),
            3,
            "les 6 nœuds qu'un chemin relie se sépareraient en 2 groupes, de 3 et 3",
            "the 6 nodes that a path links would fall into 2 groups, of 3 and 3",
        ),
        (nx.cycle_graph(4), 0, "les autres nœuds resteraient reliés", "the other nodes would stay linked"),
    ],
    ids=["pair", "star", "halves", "ring"],
)
def test_each_way_of_falling_has_its_words(network, node, french, english):
    loss = without(network, node)
    assert loss.sentence.startswith(f"Sans {node}, {french}")
    set_language("en")
    assert loss.sentence.startswith(f"Without {node}, {english}")


def test_halves_cut_everybody_off_and_an_isolate_costs_nothing():
    assert without(nx.path_graph(7), 3).cut_off == (0, 1, 2, 4, 5, 6)
    assert without(nx.empty_graph(3), 1).cut_off == ()
    assert losses(nx.empty_graph(3)).empty
    assert losses(nx.Graph()).empty
    assert articulation_points(nx.Graph()) == bridges(nx.Graph()) == []


def test_two_ties_between_two_nodes_are_no_bridge():
    assert bridges(nx.MultiGraph([(1, 2), (1, 2), (2, 3)])) == [(2, 3)]
    assert bridges(nx.DiGraph([(1, 2), (2, 1), (2, 3)])) == [(2, 3)]


def test_a_node_that_is_not_there_is_said():
    with pytest.raises(UnknownName, match="personne : ce réseau n'a pas de nœud"):
        without(FAMILIES, "personne")


def ecosystem():
    """Return two structures and a person around three chantiers, some of them held up by one only."""
    network = nx.MultiDiGraph()
    for node, kind, label in (
        ("s", "Structure", "Le Sillon"),
        ("t", "Structure", "Terreau"),
        ("u", "Structure", "Usine"),
        ("v", "Structure", "Verger"),
        ("p", "Person", "Pia"),
        ("q", "Person", "Quentin"),
        ("1", "Chantier", "Pain"),
        ("2", "Chantier", "Laine"),
        ("3", "Chantier", "Bois"),
        ("4", "Chantier", "Fruits"),
        ("i", "Initiative", "Élan"),
    ):
        network.add_node(node, kind=kind, label=label)
    ties = [
        ("p", "s", "memberOf", "membre de"),
        ("q", "s", "memberOf", "membre de"),
        ("q", "t", "memberOf", "membre de"),
        ("s", "1", "participatesIn", "membre, référent"),
        ("p", "1", "participatesIn", "referent"),
        ("t", "2", "participatesIn", "référent"),
        ("q", "2", "participatesIn", "référent"),
        ("v", "4", "participatesIn", "référent"),
        ("u", "3", "participatesIn", "membre"),
        ("u", "3", "funds", "don"),
        ("u", "1", "funds", "don"),
        ("t", "1", "funds", "don"),
        ("u", "i", "funds", "don"),
    ]
    for start, end, relation, label in ties:
        network.add_edge(start, end, relation=relation, label=label, status="stated")
    network.add_edge("u", "4", relation="participatesIn", label="référent", status="disputed")
    return network


@pytest.mark.parametrize(
    ("node", "referents", "funders"),
    [
        ("s", ("1",), ()),  # Pia belongs to nobody else, and leaves with it
        ("p", (), ()),  # her structure remains
        ("t", (), ()),  # Quentin has another structure, and remains
        ("q", (), ()),
        ("u", (), ("3", "i")),  # Terreau funds Pain too
        ("v", ("4",), ()),  # a disputed référent is none
    ],
)
def test_who_is_the_only_support_of_a_chantier(node, referents, funders):
    network = ecosystem()
    for each in (network, nx.MultiGraph(network), network.reverse(copy=True)):
        loss = without(each, node)
        assert (loss.referents, loss.funders) == (referents, funders)


def test_a_sentence_says_all_that_is_lost():
    assert without(ecosystem(), "s").sentence == (
        "Sans le Sillon, 1 chantier perdrait son seul référent documenté (« Pain »)."
    )
    assert without(ecosystem(), "u").sentence.endswith(
        "1 chantier perdrait son seul financeur documenté (« Bois ») ;"
        " 1 initiative perdrait son seul financeur documenté (« Élan »)."
    )
    set_language("en")
    assert without(ecosystem(), "s").sentence == (
        "Without Le Sillon, 1 chantier would lose its only documented referent (“Pain”)."
    )


def test_only_structures_count_and_a_chantier_may_leave_too():
    network = ecosystem()
    assert without(network, "1").sentence.startswith("Sans « Pain », ")
    assert set(losses(network)["node"]) == {"s", "u", "v"}
    structures = network.subgraph(["s", "t", "u"])
    assert losses(structures, whole=network).set_index("node")["referents"].to_dict() == {"s": 1, "u": 0}


def test_the_corpus_says_whose_leaving_would_orphan_a_chantier(corpus):
    whole = corpus.network()
    table = losses(whole).set_index("label")
    assert table.loc["InterstiCiel", "referents"] == 1
    assert table.loc["Fonds de dotation Que Vol'Terre", "funders"] == 1
    assert "Céline Coubard" not in table.index  # InterstiCiel, whose member she is, remains
