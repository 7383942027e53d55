"""What ranks pairs is what finds the network's own hidden links best, and the same when it is tried."""

import networkx as nx
import numpy as np
import pytest

from maillage.graph.missing import link_choice
from maillage.graph.missing.link_attributes import read_traits
from maillage.graph.missing.link_candidates import read_space
from maillage.graph.missing.link_choice import ENOUGH, SIMPLE, Single, average_precisions, bears, scorer
from maillage.graph.missing.link_examples import Examples, examples
from maillage.graph.missing.link_features import read_topology
from maillage.graph.missing.link_known import COLUMNS, Known
from maillage.graph.missing.link_learner import Stacked

CLUB = nx.karate_club_graph()


def known(network):
    topology = read_topology(network)
    return Known(topology, read_traits(network, topology.nodes), read_space(network, topology))


@pytest.mark.parametrize(
    ("network", "enough"),
    [
        (CLUB, True),
        (nx.florentine_families_graph(), False),
        (nx.path_graph(ENOUGH), False),
        (nx.path_graph(ENOUGH + 1), True),
        (nx.complete_graph(20), False),  # nothing without a link to learn from
        (nx.Graph(), False),
    ],
    ids=["club", "families", "one-too-few", "just-enough", "complete", "empty"],
)
def test_a_network_teaches_when_it_has_enough(network, enough):
    assert bears(known(network)) is enough
    assert (scorer(known(network), 1).kind != "aggregated") is enough


def test_who_hides_links_says_whether_the_whole_network_teaches():
    whole = known(nx.path_graph(ENOUGH + 1))
    fewer = whole.without(whole.topology.pairs[:6])
    assert scorer(fewer, 1).kind == "aggregated"
    assert scorer(fewer, 1, teaches=True).kind != "aggregated"
    assert scorer(whole, 1, teaches=False).kind == "aggregated"


@pytest.fixture(scope="module")
def taught():
    whole = known(CLUB)
    told = examples(whole, 1)
    return whole, told, *Stacked.learnt(told, 1)


def test_a_single_score_that_finds_hidden_links_better_ranks_instead(monkeypatch, taught):
    whole, told, learner, said = taught
    lost = np.random.default_rng(1).random(len(said))
    monkeypatch.setattr(Stacked, "learnt", lambda *_: (learner, lost))
    monkeypatch.setattr(link_choice.Joined, "said", property(lambda _: lost, lambda *_: None), raising=False)
    found = scorer(whole, 1)
    assert found.kind == "single"
    worth = {name: average_precisions(told, Single(told, lost, name, learner).said).mean() for name in SIMPLE}
    assert found.by == max(worth, key=worth.get)


def test_a_single_score_orders_and_the_learner_decides_where_it_is_equal(taught):
    whole, told, learner, said = taught
    single = Single(told, said, "adamic_adar", learner)
    table = whole.features(whole.space.every(whole.topology))
    scores, adamic = single.scores(table), np.round(table[:, COLUMNS.index("adamic_adar")], 9)
    assert scores.min() >= 0
    assert scores.max() <= 1
    order = np.argsort(-scores, kind="stable")
    assert (np.diff(adamic[order]) <= 1e-9).all()
    equal = adamic == 0
    assert np.array_equal(np.argsort(-scores[equal]), np.argsort(-learner.scores(table)[equal]))


def test_the_average_precision_is_that_of_each_part():
    ones = np.ones(4)
    told = Examples(
        np.zeros((4, len(COLUMNS))),
        np.array([True, False, True, False]),
        ones,
        np.arange(4),
        np.array([0, 0, 1, 1]),
    )
    assert average_precisions(told, np.array([2.0, 1, 1, 2])).tolist() == [1.0, 0.5]
