"""The catalogue is whole, the table is what the functions say, the sentences rank nobody they should not."""

import re
import tomllib
from importlib.resources import files

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
    levels_of,
    possible,
    sentences,
    table,
)
from maillage.graph.measures.centrality import MEASURES, Estimate
from maillage.graph.measures.telling import Telling
from maillage.graph.measures.uncertainty import rank_groups
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
        assert entry["unit"] in ("neighbours", "pairs", "core", "share", "number"), name
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


def starred(links=20, others=39):
    """Return a hub tied to `links` others, and others tied to nobody: two levels, whatever half is drawn."""
    network = nx.compose(nx.star_graph(links), nx.empty_graph(links + 1 + others))
    nx.set_node_attributes(network, {0: "Le Sillon"}, "label")
    return network


def test_sentences_tell_the_levels_that_halves_of_the_links_tell_apart():
    assert sentences(starred(), "degree") == [
        f"{FIRST}Le Sillon a 20 voisins.",
        f"{NEXT}59 nœuds (de 0 voisin à 1 voisin), que rien ne permet de départager.",
    ]
    assert sentences(starred(), "pairs-lost", top=1) == [
        f"{FIRST}sans Le Sillon, 190 paires d'autres ne seraient plus reliées."
    ]
    with speaking("en"):
        assert (
            sentences(starred(), "degree")[1]
            == "Then: 59 nodes (0 neighbours to 1 neighbour), whom nothing tells apart."
        )


@pytest.mark.parametrize("name", MEASURES)
def test_a_sentence_ranks_no_more_than_the_halves_do(name):
    """One voice: as many levels are told as `rank_groups` finds, and their sizes are the same."""
    for network in (FAMILIES, starred()):
        groups, told = rank_groups(network, name).groups, levels_of(network, [name])[name]
        assert list(map(set, told)) == list(map(set, groups))
        said = sentences(network, name, top=99)
        alike = len(set(find(name).scores(network).values())) == 1
        assert sum(each.startswith((FIRST, NEXT)) for each in said) <= (
            0 if alike or len(groups) < 2 else len(groups)
        )
        assert account(network, name)[2:] == sentences(network, name)


def test_scores_that_nothing_ranks_are_told_from_end_to_end():
    assert sentences(FAMILIES, "degree") == [
        "6 sur 15 sont à égalité (3 voisins). Les valeurs vont de 1 voisin à 6 voisins, mais ces liens ne "
        "permettent de classer personne : quelques documents de plus pourraient renverser l'ordre."
    ]
    assert sentences(FAMILIES, "betweenness")[0].startswith(
        "4 sur 15 sont à égalité (0 %). Les valeurs vont de"
    )


def test_a_network_too_large_for_halves_names_the_first_and_ranks_none(monkeypatch):
    monkeypatch.setattr("maillage.graph.measures.levels._LINKS", 5)
    assert levels_of(starred(), ["degree"]) == {}
    assert sentences(starred(), "degree")[0].startswith(
        "De 0 voisin à 20 voisins. Parmi les valeurs les plus hautes, sans que leur ordre ait pu être "
        "éprouvé (le réseau est trop grand) : Le Sillon (20 voisins) ; "
    )


def test_the_least_constrained_come_first():
    levels = levels_of(starred(), ["constraint"])["constraint"]
    assert levels[0] == [0]
    assert sum(map(len, levels)) == 21  # those without a link have no constraint


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


def test_only_equal_scores_are_on_a_par():
    """A digit is no tie: 1.1 %, 0.42 % and 0.16 % are three values, whatever the figures shown."""
    scores = {0: 0.011, 1: 0.0042, 2: 0.0016, 3: 0.0016 + 1e-15, 4: 0.0}
    assert telling(scores).pars(list(scores)) == [[0], [1], [2, 3], [4]]
    network = nx.complete_graph(4)
    network.add_edges_from([(0, "a"), (1, "b"), (1, "c")])
    said = sentences(network, "clustering")[0]
    assert said.startswith("3 sur 7 sont à égalité (0 %)")


def test_a_level_of_unequal_scores_is_not_said_to_be_on_a_par():
    scores = {0: 10.0, 1: 3.0, 2: 1.0}
    network = nx.path_graph(20)
    told = Telling("strength", "number", basis(network), scores, network, [[0, 1], [2]]).sentences(
        [0, 1, 2], 3
    )
    assert told == [
        f"{FIRST}0 et 1 (de 3 à 10), que rien ne permet de départager.",
        f"{NEXT}2 a des liens qui pèsent ensemble 1.",
    ]
    assert "à égalité" not in " ".join(told)


def test_figures_are_those_that_the_facts_bear():
    scores = {0: 0.5234}
    assert telling(scores).value(0.5234) == "50 %"
    assert telling(scores, links=200).value(0.5234) == "52 %"


def test_estimates_that_their_error_may_turn_round_are_level(monkeypatch):
    monkeypatch.setattr(centrality, "SAMPLED_FROM", 100)
    monkeypatch.setattr(centrality, "PIVOTS", 200)
    network = nx.barabasi_albert_graph(300, 2, seed=1)
    scores = find("betweenness").scores(network)
    assert isinstance(scores, Estimate)
    said = sentences(network, "betweenness")
    assert "Valeurs estimées d'après 200 points de départ" in said[-1]
    assert FIRST not in said[0]
    ranked = sorted(scores, key=lambda node: -scores[node])
    first = Telling("betweenness", "share", basis(network), scores, network).pars(ranked)[0]
    assert all(node in first for node in ranked if scores[ranked[0]] - scores[node] <= 2 * scores.error)
    assert len(first) > 1


def test_each_measure_is_described_with_what_it_rests_on():
    found = described(FAMILIES, ["degree", "closeness"])
    assert found["measure"].tolist() == ["degree", "closeness"]
    assert found[["nodes", "links", "isolates"]].to_numpy().tolist() == [[15, 20, 0], [15, 20, 0]]
    assert found["reading"][0] == " ".join(sentences(FAMILIES, "degree"))
    assert found["doi"][0] == "10.1016/0378-8733(78)90021-7"


def test_an_account_defines_the_measure_then_says_what_it_finds():
    said = account(FAMILIES, "degree")
    assert said == [find("degree").definition, find("degree").reading, *sentences(FAMILIES, "degree")]


def test_roles_say_of_how_many_the_type_is_unknown():
    network = starred()
    nx.set_node_attributes(
        network, {node: "x" if node % 2 else "y" for node in range(14)} | {20: None}, "type"
    )
    said = sentences(network, "coordinator")
    assert said[-1].startswith("46 nœuds sur 60 sont de type inconnu")
    assert [scores == scores for scores in find("coordinator").scores(network).values()].count(False) == 46  # noqa: PLR0124


def test_the_corpus_is_measured_and_nobody_ranked_on_six_facts(corpus):
    network = corpus.network("collaboration")
    found = described(network)
    assert set(found["measure"]) == set(possible(network))
    assert not found["reading"].str.contains("En tête").any()
    assert not found["reading"].str.contains(r"\d,\d{3}").any()
    assert found["isolates"].nunique() == 1
