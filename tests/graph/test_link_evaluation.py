"""Hidden links are sought again: without leaks, against the usual scores, and told honestly."""

import networkx as nx
import numpy as np
import pandas
import pytest

from maillage.errors import BadParameter
from maillage.graph.missing import link_candidates, link_choice, link_evaluation
from maillage.graph.missing.link_evaluation import (
    BASELINES,
    MEASURES,
    OURS,
    TELLING,
    Evaluation,
    _auc,
    _average_precision,
    _precision,
)
from maillage.graph.missing.link_examples import examples
from maillage.graph.missing.link_known import Known
from maillage.graph.missing.links import evaluate, rank
from maillage.messages import text

CLUB = nx.karate_club_graph()
BLOCKS = nx.stochastic_block_model(
    [25] * 3, [[0.3 if a == b else 0.01 for a in range(3)] for b in range(3)], seed=1
)


@pytest.fixture(scope="module")
def club():
    return evaluate(CLUB)


def test_the_learner_beats_chance_and_the_single_scores_on_the_club(club):
    best = max(club.figures[name, "auc"][0] for name in BASELINES)
    assert club.kind == "learned"
    assert club.figures[OURS, "auc"][0] > max(best, 0.75)
    assert club.figures[OURS, "average_precision"][0] > 3 * club.figures["chance", "average_precision"][0]
    assert club.tells
    assert (club.links, club.hidden) == (78, 8)


def test_every_method_and_measure_has_a_mean_inside_its_interval(club):
    assert set(club.figures) == {
        (each, measure) for each in (OURS, *BASELINES, "chance") for measure in MEASURES
    }
    assert len(club.repeats) == 10 * 15
    for low, mean, high in club.table[["low", "mean", "high"]].to_numpy():
        assert 0 <= low <= mean <= high <= 1


def test_blocks_are_seen():
    told = evaluate(BLOCKS, repeats=3)
    assert told.figures[OURS, "auc"][0] > max(0.7, *(told.figures[name, "auc"][0] for name in BASELINES))
    assert told.tells


def test_links_drawn_by_chance_cannot_be_told():
    told = evaluate(nx.gnm_random_graph(50, 100, seed=1), repeats=6)
    assert not told.tells
    assert "Trop peu de liens pour le dire" in told.sentences[0]


def test_nothing_that_scores_has_seen_a_hidden_link(monkeypatch):
    seen, taught = [], []
    plain, split = Known.features, Known.without
    whole = {}

    def without(self, hidden):
        whole.setdefault("first", self)
        return split(self, hidden)

    def features(self, pairs):
        seen.append(self.topology.linked(pairs).any())
        return plain(self, pairs)

    def learn(known, seed):
        taught.append(len(known.topology.pairs))
        return examples(known, seed)

    monkeypatch.setattr(Known, "without", without)
    monkeypatch.setattr(Known, "features", features)
    monkeypatch.setattr(link_choice, "examples", learn)
    evaluate(CLUB, repeats=2)
    assert not any(seen)
    assert taught == [78, 70, 70]  # what ranks the whole network; then what is tried
    assert len(whole["first"].topology.pairs) == 78


def test_the_same_figures_for_the_same_seed():
    families = nx.florentine_families_graph()
    first, again, other = (evaluate(families, repeats=3, seed=seed) for seed in (4, 4, 5))
    assert first.table.equals(again.table)
    assert not first.table.equals(other.table)


def test_few_links_say_so_with_their_figures():
    told = evaluate(nx.florentine_families_graph(), repeats=4)
    assert (told.kind, told.links, told.hidden, told.tells) == ("aggregated", 20, 2, False)
    assert f"il en faut au moins {TELLING}" in told.sentences[0]
    assert "moyenne de rangs" in told.sentences[1]


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(3), nx.path_graph(2), nx.complete_graph(12)])
def test_no_link_to_hide_is_a_sentence(network):
    told = evaluate(network)
    assert not told.tells
    assert told.table.empty
    assert [told.hidden, told.kind] == [0, ""]
    assert len(told.sentences) == 1
    assert "Trop peu de liens" in told.sentences[0]


def test_links_that_stand_for_a_group_are_told():
    network = nx.Graph(CLUB.edges)
    nx.set_edge_attributes(network, "partnerOf", "relation")
    for _, _, tie in list(network.edges(data=True))[:39]:
        tie["relation"] = "collaboratesWith"
    told = evaluate(network, repeats=2)
    assert told.projected == pytest.approx(0.5)
    assert told.counted < told.links == 78
    assert "39 liens sur 78" in told.sentences[-1]
    assert f"78 liens ({told.counted} si" in told.sentences[0]


def test_what_is_tried_is_what_ranks_even_where_too_few_links_would_remain(monkeypatch):
    """Sixty-two links teach; fifty-six, once a tenth is hidden, are still ranked in the same way."""
    network = nx.Graph(list(CLUB.edges)[:62])
    told = evaluate(network, repeats=2)
    assert told.kind == rank(network)["kind"][0] != "aggregated"
    assert 0 <= told.agreed <= 2
    assert "essai" in told.sentences[1]


def test_each_measure_is_told_against_its_own_best_single_score(club):
    said = club.sentences[2:5]
    best = max(BASELINES, key=lambda name: (club.figures[name, "average_precision"][0], name))
    assert [each.split(" :")[0].casefold() for each in said] == [
        "auc (aire sous la courbe roc)",
        "précision moyenne",
        "précision sur les 10 premiers",
    ]
    assert text(f"missing.feature.{best}") in said[1]


def test_a_list_well_behind_at_its_top_is_told_so():
    """As once on a made-up network: an AUC that nothing tells apart, and a top three times worse."""
    values = {"auc": (0.86, 0.87), "average_precision": (0.24, 0.69), "precision_at_10": (0.23, 0.81)}
    rows = [
        (repeat, method, measure, value + 0.001 * (-1) ** repeat * (measure == "auc") * 20)
        for repeat in range(4)
        for measure, (ours, theirs) in values.items()
        for method, value in [(OURS, ours), *((name, theirs) for name in BASELINES)]
    ]
    repeats = pandas.DataFrame(rows, columns=["repeat", "method", "measure", "value"])
    repeats.loc[
        (repeats["method"] == OURS) & (repeats["repeat"] == 0) & (repeats["measure"] == "auc"), "value"
    ] = 0.95
    figures = {
        (method, measure): (value, value - 0.05, value + 0.05)
        for measure, (ours, theirs) in values.items()
        for method, value in [(OURS, ours), *((name, theirs) for name in BASELINES)]
    }
    told = Evaluation(repeats, repeats, 122, 70, 12, "learned", agreed=4, figures=figures)
    auc, precision, top = told.sentences[2:5]
    assert [told.verdict(measure) for measure in MEASURES] == ["even", "worse", "worse"]
    assert "ne les départagent pas" in auc
    assert "0,24, contre 0,69" in precision
    assert "moins bien" in precision
    assert "moins bien" in top


def test_one_large_group_is_not_many_links():
    """As in the corpus: forty-five members of one network, linked two by two."""
    network = nx.complete_graph(46)
    nx.set_edge_attributes(network, "collaboratesWith", "relation")
    network.add_edges_from([("a", "b"), ("b", "c")], relation="partnerOf")
    told = evaluate(network, repeats=2)
    assert (told.links, told.counted, told.kind, told.tells) == (1037, 47, "aggregated", False)
    assert rank(network)["kind"].tolist() in ([], ["aggregated"] * len(rank(network)))
    assert "Trop peu de liens" in told.sentences[0]


def test_a_larger_network_is_measured_on_drawn_pairs(monkeypatch):
    whole = evaluate(BLOCKS, repeats=2).figures
    for module in (link_candidates, link_evaluation):
        monkeypatch.setattr(module, "LISTED", 100)
    monkeypatch.setattr(link_evaluation, "_DRAWN", 1_500)
    drawn = evaluate(BLOCKS, repeats=2).figures
    assert drawn["adamic_adar", "auc"][0] == pytest.approx(whole["adamic_adar", "auc"][0], abs=0.05)
    assert drawn[OURS, "auc"][0] == pytest.approx(whole[OURS, "auc"][0], abs=0.08)
    assert drawn["adamic_adar", "average_precision"][0] == pytest.approx(
        whole["adamic_adar", "average_precision"][0], abs=0.05
    )


def test_the_measures_on_a_case_done_by_hand():
    sought, ones = np.array([True, False, True, False]), np.ones(4)
    scores = np.array([0.9, 0.8, 0.7, 0.1])
    assert _auc(sought, scores, ones) == pytest.approx(3 / 4)
    assert _average_precision(sought, scores, ones) == pytest.approx((1 + 2 / 3) / 2)
    assert _precision(sought, scores) == pytest.approx(2 / 4)  # fewer than ten: all of them
    found = np.arange(20) < 5
    assert _precision(found, -np.arange(20.0)) == pytest.approx(0.5)
    assert _precision(found, np.zeros(20)) == pytest.approx(5 / 20)  # all equal: what any order gives
    assert _precision(found, np.where(np.arange(20) < 2, 1.0, 0.0)) == pytest.approx((2 + 8 * 3 / 18) / 10)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hidden": 0}, "part"),
        ({"hidden": 0.9}, "part"),
        ({"hidden": float("nan")}, "part"),
        ({"repeats": 1}, "essai"),
    ],
)
def test_what_cannot_be_hidden_is_told_plainly(wrong, said):
    with pytest.raises(BadParameter, match=said):
        evaluate(CLUB, **wrong)
