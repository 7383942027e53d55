import networkx as nx
import pytest
from rdflib import Dataset

from maillage.errors import UnknownName
from maillage.graph.maillage import Maillage
from maillage.graph.missing.grounds import Grounds
from maillage.graph.network import (
    WORKING,
    collaboration_network,
    everything_network,
    participation_network,
)
from maillage.messages import set_language
from maillage.ontology.terms import thing

REASON = {"ground": "membre", "text": "membre", "title": "Carnet", "document": "c", "locator": "p. 1"}
PARTICIPATION = {"relation": "participatesIn", "label": "membre", "status": "stated", "joint": True} | {
    "weight": 1.0,
    "reasons": [REASON],
}


def structure(name: str) -> str:
    return str(thing("structure", name))


def test_everything_holds_each_thing_with_its_facts_and_sources(corpus):
    network = everything_network(corpus.graph)
    coop = network.nodes[structure("la-coop-des-territoires")]
    assert (coop["label"], coop["kind"], coop["status"]) == ("La Coop des Territoires", "Structure", "stated")
    assert {fact["value"]: fact["status"] for fact in coop["facts"]}["La Haye, 61120 Briouze"] == "disputed"
    assert "2019" in {fact["value"] for fact in coop["facts"]}
    assert coop["sources"][0]["title"] == "Fiche « La Coop des Territoires »"
    fund = network.nodes[structure("que-vol-terre")]
    assert "Que'Volterre" in fund["alt"]
    assert (
        len({(source["document"], source["locator"]) for source in fund["sources"]})
        == len(fund["sources"])
        > 3
    )


def test_every_edge_says_why_and_where(corpus):
    network = everything_network(corpus.graph)
    assert network.number_of_edges() > 150
    for _, _, tie in network.edges(data=True):
        assert tie["reasons"]
        for reason in tie["reasons"]:
            assert (
                reason["text"]
                and reason["title"]
                and reason["locator"]
                and reason["status"] in ("stated", "inferred", "disputed")
            )
    ties = network.get_edge_data(
        str(thing("person", "sophie-aouizerate")), str(thing("chantier", "chantier-1"))
    )
    assert [tie["reasons"][0]["locator"] for tie in ties.values()] == ["Chantier 1, le mot de la référente"]


def test_an_inferred_tie_is_marked_with_its_reason(corpus):
    network = everything_network(corpus.graph)
    ties = network.get_edge_data(structure("cress-aura"), str(thing("territory", "region-84")))
    (tie,) = ties.values()
    assert (tie["status"], tie["reasons"][0]["note"]) == ("inferred", "Déduit du sigle « AURA ».")


def test_the_structure_chantier_network_is_bipartite_and_keeps_the_isolated(corpus):
    network = participation_network(corpus.graph)
    sides = nx.get_node_attributes(network, "bipartite")
    assert all(sides[one] != sides[other] for one, other in network.edges())
    assert sum(side == 1 for side in sides.values()) == 5
    chantiers = {network.nodes[node]["short"] for node, side in sides.items() if side}
    assert chantiers >= {"1 · Compétences et métiers", "5 · National et local"}
    linked = {network.nodes[node]["label"] for node in network if sides[node] == 0 and network.degree(node)}
    assert linked == {"Savoir Devenir", "Centsept", "Makesense", "InterstiCiel"}


def test_a_tie_through_a_group_of_n_weighs_one_over_n_minus_one(corpus):
    network = collaboration_network(corpus.graph)
    witnesses = [
        structure(name) for name in ("grdf", "collectif-racines", "fondation-territoriale-nouvelle-aquitaine")
    ]
    assert network.edges[witnesses[0], witnesses[1]]["weight"] == pytest.approx(1 / 2)
    assert sum(tie["weight"] for *_, tie in network.edges(witnesses[0], data=True)) == pytest.approx(1)
    mission = network.edges[structure("la-coop-des-territoires"), structure("bois-bocage-energie")]
    assert (mission["weight"], mission["status"]) == (1, "stated")
    together = network.edges[witnesses[0], witnesses[1]]
    assert together["status"] == "inferred"
    assert all(reason["locator"] for reason in together["reasons"])


def test_being_in_a_list_makes_no_tie_and_all_speak_of_the_one_network(corpus):
    """The 46 members of the corpus's community would make 1,035 ties, which say that each is in a list."""
    network, whole = corpus.network("collaboration"), corpus.network()
    assert network.number_of_edges() == 7
    assert not list(network.neighbors(structure("actes")))
    assert not list(network.neighbors(structure("fabrique-des-transitions")))  # linked, not a member
    working = Grounds(whole).working
    assert set(working) == set(network)
    assert {frozenset(edge) for edge in working.edges} == {frozenset(edge) for edge in network.edges}


def test_a_group_is_a_list_above_its_working_size():
    def gathered(size: int) -> nx.Graph:
        whole = nx.MultiDiGraph(fictional=False)
        whole.add_node("group", kind="Chantier", label="Groupe")
        for number in range(size):
            whole.add_node(number, kind="Structure", label=str(number))
            whole.add_edge(number, "group", **PARTICIPATION)
        return collaboration_network(Dataset(), whole)

    assert gathered(WORKING).number_of_edges() == WORKING * (WORKING - 1) // 2
    assert gathered(WORKING + 1).number_of_edges() == 0


def test_what_no_source_holds_any_more_works_with_nobody():
    whole = nx.MultiDiGraph(fictional=False)
    whole.add_node("group", kind="Chantier", label="Groupe")
    for name, absent in (("a", None), ("b", None), ("gone", "2026-01-01")):
        whole.add_node(name, kind="Structure", label=name, absent=absent)
        whole.add_edge(name, "group", **PARTICIPATION)
    network = collaboration_network(Dataset(), whole)
    assert set(network) == {"a", "b"}
    assert network.edges["a", "b"]["weight"] == 1


def test_ties_of_several_kinds_add_up(workspace):
    (workspace / "partnerships.csv").write_text(
        "id;structure;partner;source;locator;status\nq;alpha;beta;carnet;p. 5;stated\n", encoding="utf-8"
    )
    network = Maillage.open(workspace).network("collaboration")
    edge = network.edges[structure("alpha"), structure("beta")]
    assert (edge["weight"], edge["status"]) == (2, "stated")
    assert [reason["locator"] for reason in edge["reasons"]] == ["p. 5", "p. 2", "p. 3"]


def test_texts_follow_the_language(corpus):
    set_language("en")
    network = everything_network(corpus.graph)
    labels = {tie["label"] for *_, tie in network.edges(data=True)}
    assert "member" in labels
    assert "membre" not in labels


def test_an_unknown_network_is_refused(corpus):
    with pytest.raises(UnknownName):
        corpus.network("amitié")


def test_a_disputed_cell_makes_a_disputed_tie(corpus):
    network = everything_network(corpus.graph)
    demarche, study = (str(thing("initiative", name)) for name in ("chantiers-cooperatifs", "etude-action"))
    (tie,) = network.get_edge_data(demarche, study).values()
    assert (tie["relation"], tie["status"]) == ("partOfActivity", "disputed")
    assert "avant-propos" in tie["reasons"][0]["note"]
