"""The learner and the average of ranks: what they are taught, what they say, and that nothing leaks."""

import networkx as nx
import numpy as np
import pytest

from maillage.graph.missing import link_examples
from maillage.graph.missing.link_attributes import read_traits
from maillage.graph.missing.link_candidates import read_space
from maillage.graph.missing.link_examples import examples
from maillage.graph.missing.link_features import read_topology
from maillage.graph.missing.link_known import COLUMNS, Known
from maillage.graph.missing.link_learner import Aggregated, Stacked, _folds

CLUB = nx.karate_club_graph()
BLOCKS = nx.stochastic_block_model(
    [30] * 3, [[0.25 if a == b else 0.02 for a in range(3)] for b in range(3)], seed=1
)


def known(network):
    topology = read_topology(network)
    return Known(topology, read_traits(network, topology.nodes), read_space(network, topology))


def test_every_example_is_told_by_a_network_that_does_not_hold_it(monkeypatch):
    whole, asked = known(CLUB), []
    plain = Known.features

    def spied(self, pairs):
        asked.append((self.topology.linked(pairs).any(), whole.topology.linked(pairs).sum(), len(pairs)))
        return plain(self, pairs)

    monkeypatch.setattr(Known, "features", spied)
    told = examples(whole, seed=1)
    assert not any(leak for leak, *_ in asked)
    assert told.linked.sum() == CLUB.number_of_edges() == sum(links for _, links, _ in asked)
    assert {len(column) for column in (told.table, told.weights, told.keys, told.part)} == {len(told.linked)}


def test_a_pair_is_in_one_fold_only_so_that_nothing_is_said_of_it_by_who_learnt_it():
    told = examples(known(CLUB), seed=1)
    fold = _folds(told, 1)
    for side in (told.linked, ~told.linked):
        held = {(key, number) for key, number in zip(told.keys[side], fold[side], strict=True)}
        assert len(held) == len(set(told.keys[side]))
    assert len(told.keys[~told.linked]) > len(set(told.keys[~told.linked]))  # met again from part to part


def test_the_pairs_without_a_link_stand_for_all_of_them():
    whole = known(BLOCKS)
    told = examples(whole, seed=1)
    linked, weights = told.linked, told.weights
    others = whole.space.count - BLOCKS.number_of_edges()
    assert weights[~linked].sum() == pytest.approx(10 * others, rel=1e-9)
    assert weights[linked].sum() == pytest.approx(BLOCKS.number_of_edges())


def test_pairs_too_rare_to_be_drawn_are_found_along_paths_and_weighted_right():
    network = nx.gnp_random_graph(3000, 0.0015, seed=1)
    whole = known(network)
    _, table, weights = link_examples._two_apart(whole, whole, 4000, np.random.default_rng(1))
    steps = nx.to_scipy_sparse_array(network)
    steps = (steps @ steps).tocoo()
    pairs = np.column_stack([steps.row, steps.col])[steps.row < steps.col].astype(np.int64)
    assert (table[:, COLUMNS.index("common_neighbours")] > 0).all()
    assert weights.sum() == pytest.approx((~whole.topology.linked(pairs)).sum(), rel=0.05)


def test_the_learner_is_the_same_for_the_same_seed():
    whole = known(CLUB)
    pairs = whole.space.every(whole.topology)
    table = whole.features(pairs)
    first, again, other = (Stacked.taught(whole, seed).scores(table) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.min() >= 0
    assert first.max() <= 1


def test_scores_are_probabilities_of_what_was_hidden():
    """Over all pairs, the scores add up to about the links that were hidden among them."""
    expected = found = 0.0
    whole = known(BLOCKS)
    links = whole.topology.pairs
    for seed in range(2):
        hidden = links[np.random.default_rng(seed).choice(len(links), len(links) // 10, replace=False)]
        observed = whole.without(hidden)
        pairs = np.concatenate([hidden, whole.space.every(whole.topology)])
        expected += Stacked.taught(observed, seed).scores(observed.features(pairs)).sum()
        found += len(hidden)
    assert expected == pytest.approx(found, rel=0.35)


def test_the_average_of_ranks():
    table = np.zeros((3, len(COLUMNS)))
    table[:, COLUMNS.index("resource_allocation")] = [0, 1, 2]
    table[:, COLUMNS.index("local_path")] = [0, 1, 2]
    table[:, COLUMNS.index("paths_of_three")] = [0, 2, 1]
    table[:, COLUMNS.index("katz")] = [1, 1, 1]
    links = [0, (0.5 + 0.5 + 1) / 3, (1 + 1 + 0.5) / 3]  # katz tells nothing apart
    assert Aggregated().scores(table) == pytest.approx(links)
    table[:, COLUMNS.index("complementarity")] = [5, 0, 0]
    said = [1, 0.25, 0.25]
    assert Aggregated().scores(table) == pytest.approx(np.mean([links, said], axis=0))
    assert Aggregated().scores(table[:0]).shape == (0,)
    assert Aggregated().scores(np.zeros((4, len(COLUMNS)))) == pytest.approx(0.5)
