"""The catalogue is whole, the table is what the functions say, the sentences rank nobody they should not."""

import re
import tomllib
from importlib.resources import files
from itertools import pairwise

import networkx as nx
import pytest

from maillage.errors import BadParameter, UnknownName
from maillage.graph.measures import centrality
from maillage.graph.measures.basis import basis
from maillage.graph.measures.catalogue import (
    account,
    catalogue,
    described,
    find,
    possible,
    sentences,
    table,
)
from maillage.graph.measures.centrality import MEASURES, Estimate
from maillage.graph.measures.telling import Telling
from maillage.messages import LANGUAGES, speaking, text

FAMILIES = nx.florentine_families_graph()
FIRST, NEXT = "En tête, d'après ces liens : ", "Ensuite : "


def typed():
    """Return a bipartite network in which every measure can be taken."""
    network = nx.davis_southern_women_graph()
    for _, facts in network.nodes(data=True):
        facts["type"] = "group" if facts["bipartite"] else "structure"
    return network


def telling(scores, unit="share", links=20):
    network = nx.path_graph(links + 1)
    return Telling("betweenness", unit, basis(network), scores, network)


def test_every_measure_of_centrality_is_in_the_catalogue_under_its_name():
    assert list(catalogue())[: len(MEASURES)] == list(MEASURES)
    for name, function in MEASURES.items():
        assert find(name).scores(FAMILIES) == function(FAMILIES)


def test_every_entry_is_whole():
    entries = tomllib.loads((files("maillage.graph.measures") / "measures.toml").read_text("utf-8"))
    for name, entry in entries.items():
        assert re.fullmatch(r"10\.\d{4,5}/\S+", entry["doi"]), name
        assert entry["formula"], name
        assert entry["range"], name
        assert entry["unit"] in ("neighbours", "pairs", "roles", "core", "share", "number"), name
        assert entry["weights"] in ("strengths", "lengths", "none"), name
        assert entry.get("first", "highest") in ("highest", "lowest"), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", catalogue())
def test_every_measure_has_its_words(name, language):
    with speaking(language):
        measure = find(name)
        assert measure.label
        assert measure.definition
        assert measure.reading
        for number in ("one", "many"):
            said = text(f"measure.{name}.sentence.{number}", who="Alpha", value="5")
            assert "Alpha" in said
            assert "5" in said


@pytest.mark.parametrize("name", catalogue())
def test_every_measure_scores_every_node_within_its_range(name):
    network = typed()
    scores = find(name).scores(network)
    assert set(scores) == set(network)
    low, high = 0.0, {"share": 1.0}.get(find(name).unit, float("inf"))
    assert all(low <= score <= high for score in scores.values() if score == score)  # noqa: PLR0124
    assert sentences(network, name)


def test_the_table_has_a_column_a_measure_and_the_first_one_orders_it():
    found = table(FAMILIES, ["degree", "betweenness"])
    assert list(found.columns) == ["node", "label", "degree", "betweenness"]
    assert list(found["node"][:4]) == ["Medici", "Guadagni", "Strozzi", "Albizzi"]
    assert found["betweenness"][0] == pytest.approx(0.522, abs=5e-4)
    assert list(table(FAMILIES, ["constraint"])["node"][:2]) == [
        "Medici",
        "Guadagni",
    ]  # the least constrained


def test_the_table_puts_last_those_of_which_a_measure_says_nothing():
    network = nx.path_graph(3)
    network.add_node("alone", label="Seule")
    found = table(network, ["constraint"])
    assert found["label"].iloc[-1] == "Seule"
    assert found["constraint"].isna().tolist() == [False, False, False, True]
    assert table(network, ["constraint"], words=True)["constraint"].iloc[-1] == ""


def test_the_table_in_words_bears_no_false_precision():
    assert table(FAMILIES, ["betweenness"], words=True)["betweenness"].tolist()[:3] == [
        "50 %",
        "30 %",
        "20 %",
    ]
    assert table(FAMILIES, ["degree"], words=True)["degree"].tolist()[0] == "6 voisins"


def test_without_names_the_table_holds_what_the_network_allows():
    plain = set(table(FAMILIES).columns)
    assert {"degree", "constraint", "pairs-lost"} < plain
    assert not {"gatekeeper", "redundancy"} & plain
    assert set(catalogue()) <= set(table(typed()).columns)
    assert "participation-coefficient" not in possible(nx.empty_graph(3))


@pytest.mark.parametrize(
    ("name", "need"),
    [("gatekeeper", "type"), ("redundancy", "activités"), ("participation-coefficient", "lien")],
)
def test_a_need_that_is_not_met_is_told(name, need):
    with pytest.raises(BadParameter, match=need):
        table(nx.empty_graph(2), [name])


def test_a_measure_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(UnknownName, match="core-number"):
        sentences(FAMILIES, "fame")


def test_sentences_name_the_first_and_tell_ties():
    assert sentences(FAMILIES, "degree") == [
        f"{FIRST}Medici a 6 voisins.",
        f"{NEXT}Guadagni et Strozzi sont à égalité, avec 4 voisins.",
        f"{NEXT}6 nœuds sont à égalité, avec 3 voisins.",
    ]
    assert sentences(FAMILIES, "betweenness", top=1) == [
        f"{FIRST}Medici se trouve sur 50 % des plus courts chemins entre deux autres."
    ]
    with speaking("en"):
        assert sentences(FAMILIES, "pairs-lost")[0].endswith(
            "without Medici, 35 pairs of others would no longer be joined."
        )


def test_too_few_facts_rank_nobody():
    said = sentences(nx.star_graph(7), "degree")
    assert said == [
        "7 sur 8 sont à égalité (1 voisin) ; les valeurs vont de 1 voisin à 7 voisins, sur trop peu de faits "
        "pour dire qui passe avant qui."
    ]
    assert FIRST in sentences(nx.star_graph(20), "degree")[0]


def test_links_that_one_group_makes_are_one_fact():
    """A list of 20 makes 190 ties, on which nobody can be ranked."""
    listed = nx.complete_graph(20)
    nx.set_edge_attributes(listed, "collaboratesWith", "relation")
    nx.set_edge_attributes(listed, [{"ground": "liste", "title": "Liste"}], "reasons")
    listed.add_edge(0, "x", relation="partnerOf", reasons=[{"ground": "contrat", "title": "Contrat"}])
    assert not basis(listed).enough
    assert FIRST not in " ".join(sentences(listed, "degree"))


@pytest.mark.parametrize("name", MEASURES)
def test_where_all_are_alike_it_is_said(name):
    said = sentences(nx.cycle_graph(12), name)
    assert said[0].startswith("12 nœuds sont à égalité (")
    assert len(said) == 1


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(3)])
@pytest.mark.parametrize("name", [name for name, each in catalogue().items() if not each.needs])
def test_without_a_link_there_is_nothing_to_say(name, network):
    assert sentences(network, name) == ["Rien à mesurer ici."]
    assert len(table(network, [name])) == len(network)


def test_nobody_is_named_for_nothing():
    network = nx.cycle_graph(12)
    network.add_edge(0, "pendant")
    assert sentences(network, "pairs-lost") == [
        f"{FIRST}sans 0, 11 paires d'autres ne seraient plus reliées."
    ]


def test_scores_that_their_figures_do_not_tell_apart_are_level():
    scores = {0: 0.52, 1: 0.45, 2: 0.31, 3: 0.30, 4: 0.0}
    assert telling(scores).pars(list(scores)) == [[0, 1], [2, 3], [4]]
    precise = telling(scores, links=200)
    assert precise.pars(list(scores)) == [[0], [1], [2], [3], [4]]
    assert precise.value(0.5234) == "52 %"


def test_groups_on_a_par_are_never_told_by_the_same_value():
    scores = dict(enumerate([0.80, 0.749, 0.71, 0.69, 0.651, 0.5]))
    groups = telling(scores, "number").pars(list(scores))
    values = [{telling(scores, "number").value(scores[node]) for node in group} for group in groups]
    assert not any(one & other for one, other in pairwise(values))


def test_estimates_that_their_error_may_turn_round_are_level(monkeypatch):
    monkeypatch.setattr(centrality, "SAMPLED_FROM", 100)
    monkeypatch.setattr(centrality, "PIVOTS", 200)
    network = nx.barabasi_albert_graph(300, 2, seed=1)
    scores = find("betweenness").scores(network)
    assert isinstance(scores, Estimate)
    said = sentences(network, "betweenness")
    assert "Valeurs estimées d'après 200 points de départ" in said[-1]
    ranked = sorted(scores, key=lambda node: -scores[node])
    first = Telling("betweenness", "share", basis(network), scores, network).pars(ranked)[0]
    assert all(node in first for node in ranked if scores[ranked[0]] - scores[node] <= 2 * scores.error)
    assert len(first) > 1


def test_each_measure_is_described_with_what_it_rests_on():
    found = described(FAMILIES, ["degree", "closeness"])
    assert found["measure"].tolist() == ["degree", "closeness"]
    assert found[["nodes", "links", "isolates"]].to_numpy().tolist() == [[15, 20, 0], [15, 20, 0]]
    assert found["reading"][0].startswith(FIRST)
    assert found["doi"][0] == "10.1016/0378-8733(78)90021-7"


def test_an_account_says_what_halves_of_the_links_allow():
    said = account(FAMILIES, "degree")
    assert said[0] == find("degree").definition
    assert "liens documentés" in said[-1]
    assert len(account(nx.path_graph(3), "degree")) == 3  # too few facts to try halves


def test_the_corpus_is_measured_and_nobody_ranked_on_six_facts(corpus):
    network = corpus.network("collaboration")
    found = described(network)
    assert set(found["measure"]) == set(possible(network))
    assert not found["reading"].str.contains("En tête").any()
    assert not found["reading"].str.contains(r"\d,\d{3}").any()
    assert found["isolates"].nunique() == 1
