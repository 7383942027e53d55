"""Two small networks, before and after, and two builds of one workspace."""

from pathlib import Path

import networkx as nx
import pytest

from maillage.errors import BadParameter, UnknownName
from maillage.graph.maillage import Maillage
from maillage.graph.measures.evolution import COLUMNS, evolve, summary
from maillage.messages import set_language


def network(edges, labels=None, kind=nx.Graph):
    made = kind()
    for start, end, tie in edges:
        made.add_edge(start, end, **tie)
    nx.set_node_attributes(made, labels or {}, "label")
    return made


BEFORE = network([("a", "b", {"weight": 1}), ("b", "c", {}), ("c", "d", {})], {"a": "Zoé", "b": "Bô"})
AFTER = network([("b", "a", {"weight": 1.5}), ("b", "c", {}), ("b", "e", {})], {"a": "Ana", "b": "Bô"})


def told(table, what):
    rows = table[table["what"] == what]
    return [tuple(row) for row in rows[["change", "node", "other"]].itertuples(index=False)]


def test_what_came_what_went_and_what_weighs_otherwise():
    table = evolve(BEFORE, AFTER, [])
    assert tuple(table.columns) == COLUMNS
    assert told(table, "node") == [("new", "e", None), ("gone", "d", None)]
    assert told(table, "link") == [("new", "b", "e"), ("gone", "c", "d"), ("changed", "a", "b")]
    changed = table.iloc[-1]
    assert (changed["before"], changed["after"], changed["label"]) == (1.0, 1.5, "Ana")  # renamed, the same
    assert changed["sentence"] == "Le lien Ana – Bô pèse 1,5, au lieu de 1."
    assert table["sentence"][0] == "Nouveau dans le réseau : e."
    assert table["before"][2] is None
    set_language("en")
    assert evolve(BEFORE, AFTER, [])["sentence"][1] == "No longer in the network: d."


def test_the_scores_that_moved_come_by_how_much():
    table = evolve(BEFORE, AFTER, ["degree"])
    scores = table[table["what"] == "measure"]
    rows = scores[["change", "node", "before", "after"]].itertuples(index=False)
    assert [tuple(row) for row in rows] == [("up", "b", 2.0, 3.0), ("down", "c", 2.0, 1.0)]
    assert scores["sentence"].iloc[0].startswith("Bô : ")
    assert scores["sentence"].iloc[0].endswith(", de 2 à 3.")


def test_what_moved_most_comes_first_and_parallel_links_weigh_together():
    after = {"a": 1.2, "b": 0.5, "c": 1.0}
    moved = iter(({"a": 1.0, "b": 1.0, "c": 1.0}, after))
    path = nx.path_graph(["a", "b", "c"])
    assert list(evolve(path, path, {"tirage": lambda network: next(moved)})["node"]) == ["b", "a"]
    twice = nx.MultiGraph([("a", "b"), ("a", "b")])
    assert evolve(twice, nx.MultiGraph([("a", "b")]), [])[["before", "after"]].to_numpy().tolist() == [[2, 1]]


def test_a_function_serves_as_a_measure_and_figures_are_told_apart():
    shift = iter((0.12341, 0.12342))
    table = evolve(BEFORE, BEFORE, {"tirage": lambda network: dict.fromkeys(network, next(shift))})
    assert len(table) == 4
    assert table["sentence"][0] == "Bô : tirage, de 0,12341 à 0,12342."


@pytest.mark.parametrize("noise", [0.0, 1e-13])
def test_rounding_is_no_change_nor_the_order_of_nodes(noise):
    again = nx.Graph()
    again.add_nodes_from(reversed([*BEFORE.nodes(data=True)]))
    for start, end, tie in reversed([*BEFORE.edges(data=True)]):
        again.add_edge(end, start, weight=tie.get("weight", 1) + noise)
    table = evolve(BEFORE, again)
    assert table.empty
    assert summary(table) == "Rien n'a changé d'un relevé à l'autre."
    undefined = {"nan": lambda network: dict.fromkeys(network, float("nan"))}
    assert evolve(BEFORE, again, undefined).empty


def test_one_sentence_counts_all():
    assert summary(evolve(BEFORE, AFTER, ["degree"])) == (
        "D'un relevé à l'autre, d'après les documents : 1 nœud de plus, 1 nœud de moins, 1 lien de plus, "
        "1 lien de moins, 1 lien dont le poids a changé, 2 nœuds dont un score a changé."
    )
    set_language("en")
    assert "2 nodes with a score that changed" in summary(evolve(BEFORE, AFTER, ["degree"]))


def test_relations_and_directions_tell_links_apart():
    kind = nx.MultiDiGraph
    before = network([("a", "b", {"relation": "funds"})], kind=kind)
    after = network([("a", "b", {"relation": "partnerOf"}), ("b", "a", {"relation": "funds"})], kind=kind)
    table = evolve(before, after, [])
    found = table[["change", "node", "measure"]].itertuples(index=False)
    assert [tuple(row) for row in found] == [
        ("new", "a", "partnerOf"),
        ("new", "b", "funds"),
        ("gone", "a", "funds"),
    ]
    assert "a → b" in table["sentence"][0]
    reversed_ = network([("b", "a", {"relation": "funds"})])
    assert evolve(before, reversed_, []).empty  # where one has no direction, the other's is not read


@pytest.mark.parametrize("size", [0, 1, 3])
def test_networks_without_a_link(size):
    empty = nx.empty_graph(size)
    assert evolve(empty, empty).empty
    assert len(evolve(nx.Graph(), empty)) == size
    assert summary(evolve(nx.Graph(), empty)).count("nœud") == bool(size)


def test_an_unknown_measure_is_said():
    with pytest.raises(UnknownName, match="cette mesure n'existe pas"):
        evolve(BEFORE, AFTER, ["renommée"])


def test_two_builds_of_a_workspace(workspace: Path):
    before = Maillage.open(workspace).network("collaboration")
    table = workspace / "participations.csv"
    kept = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("p2")]
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")
    changes = evolve(before, Maillage.open(workspace).network("collaboration"), ["degree"])
    assert list(changes["what"]) == ["link", "measure", "measure"]
    assert changes["sentence"][0] == "Lien que les documents n'énoncent plus : Alpha – Bêta."


def test_a_weight_that_is_no_number_is_said():
    with pytest.raises(BadParameter):
        evolve(BEFORE, network([("a", "b", {"weight": float("nan")})]), [])
    assert evolve(nx.path_graph(2), network([(0, 1, {"weight": None})]), []).empty
