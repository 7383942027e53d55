"""What so few links bear: no order out of chance, no score without its basis.

Networks: Zachary's club and Davis's women, as networkx ships them; networks drawn at random, where nobody is
above anybody.
"""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from maillage.errors import BadParameter, UnknownName
from maillage.graph.measures.basis import grounds
from maillage.graph.measures.centrality import betweenness
from maillage.graph.measures.null_model import null_networks
from maillage.graph.measures.resampling import halved, halves
from maillage.graph.measures.robustness import articulation_points, bridges, losses
from maillage.graph.measures.uncertainty import basis, bootstrap, rank_groups, significance
from maillage.messages import set_language

CLUB = nx.Graph(nx.karate_club_graph().edges())
WOMEN = nx.davis_southern_women_graph()


def degree(network):
    """Return the number of links, which any network has."""
    return {node: float(count) for node, count in network.degree()}


def tie(status="stated", title="Carnet", ground="partenaire de", relation="partnerOf"):
    return {"status": status, "relation": relation, "reasons": [{"title": title, "ground": ground}]}


def documented():
    """Return seven links: six that a group of four makes, one that a document states."""
    network = nx.Graph()
    network.add_nodes_from("abcdefg", kind="Structure")
    group = tie("inferred", "Liste", "ensemble dans « Pain »", "collaboratesWith")
    network.add_edges_from((one, other, group) for one in "abcd" for other in "abcd" if one < other)
    network.add_edge("d", "e", **tie())
    return network


def both(network):
    """Return a direct link and that of a group, as they are joined into one: the first relation stands."""
    return {**tie(), "weight": 3.0, "reasons": [*tie()["reasons"], *network.edges["a", "b"]["reasons"]]}


def backwards(network):
    made = nx.Graph()
    made.add_nodes_from(reversed([*network.nodes(data=True)]))
    made.add_edges_from((other, one, each) for one, other, each in reversed([*network.edges(data=True)]))
    return made


# --- basis


def test_a_basis_counts_links_isolates_documents_and_the_facts_behind():
    found = basis(documented())
    assert (found.nodes, found.links, found.isolates) == (7, 7, 2)
    assert (found.stated, found.inferred, found.disputed) == (1, 6, 0)
    assert (found.grounds, found.sources, found.enough) == (2, ("Carnet", "Liste"), False)
    assert found.measured == (
        "Mesuré sur 7 liens documentés : 7 structures, dont 2 sans aucun lien ; 1 lien énoncé, 6 liens "
        "déduits ; 2 documents."
    )
    assert "ces liens ne tiennent qu'à 2 faits : c'est trop peu pour classer" in found.verdict
    set_language("en")
    assert found.verdict.startswith(
        "Measured on 7 documented links: 7 structures, of which 2 without any link;"
    )


def test_a_link_of_a_group_and_of_its_own_stands_on_both():
    network = documented()
    network.add_edge("a", "b", **both(network))
    made = grounds(network)
    assert made["a", "b"] == (("a", "b"), "ensemble dans « Pain »")
    assert made["c", "d"] == ("ensemble dans « Pain »",)
    assert made["d", "e"] == (("d", "e"),)


@pytest.mark.parametrize(
    ("network", "sentence"),
    [
        (nx.Graph(), "Aucun lien n'est documenté"),
        (nx.empty_graph(3), "Aucun lien n'est documenté"),
        (nx.path_graph(2), "Mesuré sur 1 lien : 2 nœuds. C'est trop peu pour classer"),
        (nx.path_graph(11), "Mesuré sur 10 liens : 11 nœuds. C'est assez pour distinguer des groupes"),
        (nx.MultiDiGraph([(1, 2), (1, 2), (2, 1)]), "Mesuré sur 3 liens : 2 nœuds. C'est trop peu"),
        (nx.Graph([(1, 1)]), "Aucun lien n'est documenté"),
        (nx.Graph([(0, 0), (0, 1), (1, 2)]), "Mesuré sur 2 liens : 3 nœuds."),
        (nx.Graph([(0, 1, {"weight": 0}), (1, 2, {})]), "Mesuré sur 1 lien : 3 nœuds, dont 1 sans aucun"),
    ],
    ids=["nothing", "isolates", "pair", "enough", "parallel", "loop", "loop and links", "weight 0"],
)
def test_the_verdict_of_any_network(network, sentence):
    assert basis(network).verdict.startswith(sentence)


@pytest.mark.parametrize("weight", [float("nan"), -1, float("inf"), "strong"])
@pytest.mark.parametrize("function", [basis, grounds, losses, articulation_points, bridges])
def test_a_weight_that_is_none_is_refused(function, weight):
    network = nx.path_graph(3)
    network.edges[0, 1]["weight"] = weight
    with pytest.raises(BadParameter, match="« 0 » à « 1 »"):
        function(network)


def test_the_collaborations_of_the_corpus_hang_on_a_few_facts(corpus):
    network = corpus.network("collaboration")
    found = basis(network)
    assert found.links == 7
    assert found.grounds == 5
    assert not found.enough
    assert len(rank_groups(network, degree, replicates=20).groups) == 1


# --- halves of the links


def test_a_half_draws_half_of_the_facts_and_keeps_every_node():
    sizes = {half.number_of_edges() for half in halves(nx.path_graph(8), 40, seed=1)}
    assert sizes == {3, 4}
    together = {half.number_of_edges() for half in halves(documented(), 40, seed=1)}
    assert together == {1, 6}
    assert all(len(half) == 7 for half in halves(documented(), 3, seed=1))


def test_a_link_of_two_facts_weighs_by_those_drawn():
    network = documented()
    network.add_edge("a", "b", **both(network))
    weights = {
        half.edges["a", "b"]["weight"] for half in halves(network, 40, seed=1) if half.has_edge("a", "b")
    }
    assert weights == {1.5, 3.0}


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_halves_are_networks_of_the_same_kind(kind):
    half = next(halves(kind(CLUB), 1, seed=1))
    assert type(half) is kind
    assert half.number_of_edges() == kind(CLUB).number_of_edges() // 2


def test_the_interval_of_a_degree_is_that_of_a_count():
    # of m links, d at a node: twice a hypergeometric count, whose quantiles are known
    drawn = halved(nx.star_graph(20), degree, 2000, seed=1)
    network = nx.disjoint_union(nx.star_graph(20), nx.path_graph(21))
    row = bootstrap(network, degree, replicates=2000).iloc[0]
    expected = 2 * stats.hypergeom(40, 20, 20).ppf([0.025, 0.975])
    assert (row["node"], row["score"], row["rank"]) == (0, 20, 1)
    assert [row["low"], row["high"]] == pytest.approx(expected, abs=2)
    assert set(drawn.drawn[:, 0]) == {10}


def test_equal_scores_share_their_rank_and_stand_by_name():
    table = bootstrap(nx.star_graph(3), degree, replicates=20)
    assert list(table["node"]) == [0, 1, 2, 3]
    assert list(table["rank"]) == [1, 3, 3, 3]
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank_high"] >= table["rank"]).all()


def test_the_same_seed_gives_the_same_whatever_the_order_of_nodes():
    network = nx.les_miserables_graph()
    one, other = (rank_groups(each, betweenness, replicates=30) for each in (network, backwards(network)))
    assert one.groups == other.groups
    assert np.allclose(one.table.iloc[:, 2:].astype(float), other.table.iloc[:, 2:].astype(float))
    again = bootstrap(network, degree, replicates=30, seed=2)
    assert not again.equals(bootstrap(network, degree, replicates=30, seed=1))


# --- groups


def test_chance_alone_ranks_nobody():
    split = [
        len(rank_groups(nx.gnm_random_graph(30, 60, seed=seed), degree, replicates=100).groups) > 1
        for seed in range(40)
    ]
    assert sum(split) <= 4  # 5 % at most, and what a count of 40 may add


def test_the_club_has_two_levels_and_its_heads_are_in_the_first():
    found = rank_groups(CLUB, degree)
    assert len(found.groups) == 2
    assert set(found.groups[0][:2]) == {0, 33}
    first = min(CLUB.degree(node) for node in found.groups[0])
    assert all(CLUB.degree(node) < first for node in found.groups[1])  # equal scores stay together
    assert found.sentence.startswith("Les liens documentés distinguent 2 niveaux : ")
    assert list(found.table["node"]) == [node for group in found.groups for node in group]


def test_a_head_is_named_before_the_others():
    network = nx.compose(nx.star_graph(30), nx.empty_graph(60))
    nx.set_node_attributes(network, {0: "Le Sillon"}, "label")
    found = rank_groups(network, degree)
    assert found.groups[0] == (0,)
    assert found.sentence == (
        "Les liens documentés distinguent 2 niveaux : Le Sillon ; puis 59 nœuds. "
        "À l'intérieur d'un niveau, rien ne permet de classer."
    )
    set_language("en")
    assert "tell 2 levels apart: Le Sillon; then 59 nodes." in found.sentence


@pytest.mark.parametrize("links", [0, 1, 5, 9])
def test_nothing_is_ranked_on_so_few_links(links):
    found = rank_groups(nx.star_graph(links), degree, replicates=20)
    assert len(found.groups) == 1
    assert "ne permettent de classer personne" in found.sentence
    assert found.basis.conclusion in found.sentence


def test_no_node_no_group():
    found = rank_groups(nx.Graph(), degree)
    assert (found.groups, len(found.table)) == ((), 0)


def test_a_node_without_a_score_counts_as_nothing():
    found = bootstrap(nx.star_graph(12), lambda network: dict.fromkeys(network, float("nan")), replicates=4)
    assert (found["score"] == 0).all()


def test_beyond_a_thousand_nodes_the_last_make_one_group(monkeypatch):
    monkeypatch.setattr("maillage.graph.measures.resampling.COMPARED", 10)
    network = nx.compose(nx.star_graph(30), nx.empty_graph(60))
    assert [len(group) for group in rank_groups(network, degree).groups] == [1, 59]


# --- the null model


@pytest.mark.parametrize(
    "network", [CLUB, WOMEN, nx.gnm_random_graph(40, 90, seed=1)], ids=["club", "women", "random"]
)
def test_null_networks_keep_every_degree_and_forget_the_rest(network):
    drawn, mixing = null_networks(network, 50, seed=1)
    drawn = list(drawn)
    assert len(drawn) == 50
    for each in drawn:
        assert dict(each.degree()) == dict(network.degree())
        assert not nx.number_of_selfloops(each)
    assert mixing.mixed
    assert mixing.kept < 0.6
    assert all(nx.utils.edges_equal(one.edges(), other.edges()) is False for one, other in pairwise(drawn))


def test_a_bipartite_network_stays_so():
    for each in null_networks(WOMEN, 10, seed=1)[0]:
        sides = each.nodes(data="bipartite")
        assert all(sides[one] != sides[other] for one, other in each.edges())


def test_every_network_of_the_same_degrees_is_as_likely():
    # degrees 1, 2, 2, 1: a path whose middle is b-c, in two ways; and degrees 2, 2, 2, 2: three rings
    for network, ways in ((nx.path_graph(4), 2), (nx.cycle_graph(4), 3)):
        drawn = [frozenset(map(frozenset, each.edges())) for each in null_networks(network, 900, seed=3)[0]]
        counts = [drawn.count(each) for each in set(drawn)]
        assert len(counts) == ways
        assert stats.chisquare(counts).pvalue > 0.001


def test_weights_move_with_their_links():
    network = nx.Graph()
    network.add_weighted_edges_from((a, b, 1 + (a * b) % 3) for a, b in CLUB.edges())
    for each in null_networks(network, 3, seed=1)[0]:
        weights = sorted(weight for *_, weight in each.edges(data="weight"))
        assert weights == sorted(weight for *_, weight in network.edges(data="weight"))


@pytest.mark.parametrize(
    "network", [nx.star_graph(5), nx.complete_graph(5), nx.path_graph(2), nx.empty_graph(4), nx.Graph()]
)
def test_where_no_other_network_has_these_degrees_it_is_said(network):
    found = significance(network, degree, replicates=10)
    assert not found.mixing.possible
    assert found.sentence.startswith("Aucun autre réseau")
    assert (found.table["p_adjusted"] == 1).all()


def test_links_alone_explain_links():
    found = significance(CLUB, degree, replicates=30)
    assert (found.table["p"] == 1).all()
    assert "aucun ne s'écarte de ce que donne le hasard" in found.sentence


def test_a_broker_stands_out_of_its_few_links():
    network = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    network.add_edges_from([(16, 0), (16, 8)])
    found = significance(network, betweenness, replicates=200)
    top = found.table.iloc[0]
    assert set(found.table[found.table["p_adjusted"] <= 0.05]["node"]) >= {16}
    assert top["score"] > top["high"]
    assert " par le seul nombre de liens : " in found.sentence
    set_language("en")
    assert " by the number of links alone: " in found.sentence


def test_the_chances_are_those_of_the_networks_drawn():
    drawn = [betweenness(each) for each in null_networks(CLUB, 60, seed=1)[0]]
    scores, table = betweenness(CLUB), significance(CLUB, betweenness, replicates=60).table.set_index("node")
    for node in CLUB:
        above = sum(each[node] >= scores[node] - 1e-9 for each in drawn) + 1
        below = sum(each[node] <= scores[node] + 1e-9 for each in drawn) + 1
        assert table.loc[node, "p"] == pytest.approx(min(1, 2 * min(above, below) / 61))
        assert table.loc[node, "expected"] == pytest.approx(np.mean([each[node] for each in drawn]))
    assert (table["p_adjusted"] >= 1 / 61).all()


def test_the_links_of_the_instructor_do_not_explain_all_his_betweenness():
    found = significance(CLUB, betweenness)
    assert found.sentence == "1 score ne s'explique pas par le seul nombre de liens : 0."


def test_chance_alone_means_nothing():
    found = [
        (
            significance(nx.gnm_random_graph(20, 40, seed=seed), betweenness, replicates=60).table[
                "p_adjusted"
            ]
            <= 0.05
        ).any()
        for seed in range(20)
    ]
    assert sum(found) <= 4


def test_significance_is_the_same_whatever_the_order_of_nodes():
    network = nx.florentine_families_graph()
    one, other = (
        significance(each, betweenness, replicates=20).table for each in (network, backwards(network))
    )
    assert list(one["node"]) == list(other["node"])
    assert np.allclose(one.iloc[:, 2:].astype(float), other.iloc[:, 2:].astype(float))


# --- what cannot be asked


@pytest.mark.parametrize("network", [nx.DiGraph([(1, 2)]), nx.MultiGraph([(1, 2)]), nx.Graph([(1, 1)])])
def test_chance_is_defined_on_simple_networks_only(network):
    with pytest.raises(BadParameter, match="le hasard n'y est pas défini"):
        significance(network, degree)


@pytest.mark.parametrize("wrong", [{"replicates": 1}, {"confidence": 0}, {"confidence": 1}])
def test_what_is_out_of_range_is_said(wrong):
    for function in (bootstrap, rank_groups, significance):
        with pytest.raises(BadParameter, match="au moins deux tirages"):
            function(CLUB, degree, **wrong)


def test_an_unknown_measure_is_said():
    with pytest.raises(UnknownName, match="Choisissez parmi : degree"):
        bootstrap(CLUB, "renommée")
    assert len(bootstrap(CLUB, "degree", replicates=2)) == 34
