"""What two nodes share, and what one has that the other lacks. The structures are made up for the tests."""

from math import log

import networkx as nx
import numpy as np
import pytest

from maillage.graph.missing.link_attributes import TRAITS, described, read_traits
from maillage.graph.missing.links import rank


def fact(label, value, status="stated"):
    return {"label": label, "value": value, "status": status, "note": None}


def traits(network, one, other):
    nodes = list(network)
    pair = np.array([[nodes.index(one), nodes.index(other)]])
    return dict(zip(TRAITS, read_traits(network, nodes).of(pair)[0], strict=True))


def village():
    network = nx.Graph()
    network.add_node("atelier", type="collectif", territories=["Orne", "Normandie"])
    network.add_node("fournil", type="collectif", territories=["Orne", "Normandie"])
    network.add_node("fonds", type="fondation", territory="Normandie", themes=["semences"], funder=True)
    network.add_node("grainerie", type=None, territories="Normandie", facts=[fact("thèmes", "semences")])
    return network


def test_a_rare_thing_in_common_weighs_more_than_one_that_all_have():
    found = traits(village(), "atelier", "fournil")
    assert found["shared_types"] == pytest.approx(log(4 / 2))
    assert found["shared_territories"] == pytest.approx(log(4 / 2))  # all four are in Normandie: nothing


def test_a_funder_meets_a_structure_of_its_theme():
    assert traits(village(), "fonds", "grainerie")["complementarity"] == 1
    assert traits(village(), "fonds", "atelier")["complementarity"] == 0


def test_an_offer_meets_a_need_either_way():
    network = nx.Graph()
    network.add_node("a", facts=[fact("Offres", "un local"), fact("Besoins", "un camion")])
    network.add_node("b", facts=[fact("Besoins", "un local"), fact("Offres", "un camion")])
    network.add_node("c", facts=[fact("Besoins", "un four")])
    assert traits(network, "a", "b")["complementarity"] == 2
    assert traits(network, "b", "c")["complementarity"] == 0


@pytest.mark.parametrize(
    "value",
    ["2019", "12 500 €", "https://exemple.invalid/a", "", "x" * 200],
    ids=["year", "sum", "page", "none", "long"],
)
def test_a_figure_a_page_or_a_long_text_is_nothing_in_common(value):
    network = nx.Graph()
    network.add_nodes_from("abc")
    network.add_node("a", facts=[fact("champ", value)])
    network.add_node("b", facts=[fact("champ", value)])
    assert traits(network, "a", "b")["shared_classifications"] == 0


def test_a_disputed_fact_is_nothing_in_common():
    network = nx.Graph()
    network.add_nodes_from("abc")
    for status, expected in (("stated", log(3 / 2)), ("disputed", 0)):
        network.add_node("a", facts=[fact("champ", "semences", status)])
        network.add_node("b", facts=[fact("champ", "semences")])
        assert traits(network, "a", "b")["shared_classifications"] == pytest.approx(expected)


def test_attributes_of_another_shape_are_passed_over():
    network = nx.Graph()
    network.add_node("a", facts="semences", type=float("nan"), territories={"x": 1}, offers=3)
    network.add_node("b", facts=[None, 3, {}], type=float("nan"), territories={"x": 1}, needs=[3])
    network.add_node("c")
    assert traits(network, "a", "b") == {
        "shared_types": 0,
        "shared_territories": 0,
        "shared_classifications": 0,
        "complementarity": 1,
    }


def test_the_network_of_everything_describes_that_of_structures():
    whole = nx.MultiDiGraph()
    for node, kind in (("a", "Structure"), ("b", "Structure"), ("c", "Chantier"), ("o", "SupportOffer")):
        whole.add_node(node, kind=kind, label=node, facts=[])
    whole.add_node("v", kind="Territory", label="Village")
    whole.add_node("r", kind="Territory", label="Région")
    whole.nodes["c"]["facts"] = [fact("thèmes", "semences")]
    whole.nodes["o"]["facts"] = [fact("public visé", "collectif")]
    ties = [("a", "v", "seatedIn"), ("v", "r", "partOf"), ("a", "c", "funds"), ("b", "c", "participatesIn")]
    for one, other, relation in [*ties, ("o", "a", "provider")]:
        whole.add_edge(one, other, relation=relation, status="stated")
    whole.add_edge("b", "r", relation="intervenesIn", status="disputed")
    network = nx.Graph()
    network.add_nodes_from([("a", {"type": "fondation"}), ("b", {"type": "collectif"})])
    told = described(network, whole)
    assert told.nodes["a"] == {
        "type": "fondation",
        "territories": ["Région", "Village"],
        "themes": ["semences"],
        "offers": ["collectif"],
        "needs": ["fondation"],
        "funder": True,
    }
    assert told.nodes["b"]["territories"] == []
    assert network.nodes["a"] == {"type": "fondation"}
    assert traits(told, "a", "b")["complementarity"] == 2  # an offer for its type, and a shared theme


def test_the_corpus_is_described(corpus):
    told = described(corpus.network("collaboration"), corpus.network())
    home = told.nodes["https://w3id.org/maillage/id/structure/la-coop-des-territoires"]
    assert "Normandie" in home["territories"]
    assert home["offers"]
    found = rank(told, k=10)
    assert list(found["kind"].unique()) == ["aggregated"]  # 1,040 links, nearly all of one group
    assert not any(told.has_edge(*pair) for pair in zip(found["first"], found["second"], strict=True))


def test_yes_or_no_is_no_theme_and_a_territory_of_nearly_all_tells_nothing():
    whole = nx.MultiDiGraph()
    whole.add_node("action", kind="Event", facts=[fact("ouvert", "true"), fact("thèmes", "semences")])
    network = nx.Graph()
    for place, label in (("pays-france", "France"), ("region-28", "Normandie"), ("departement-61", "Orne")):
        whole.add_node(f"x/{place}", kind="Territory", label=label)
    whole.add_edge("x/departement-61", "x/region-28", relation="partOf")
    whole.add_edge("x/region-28", "x/pays-france", relation="partOf")
    for name in "abcdef":
        whole.add_node(name, kind="Structure")
        network.add_node(name, kind="Structure")
        whole.add_edge(name, "x/departement-61" if name in "ab" else "x/region-28", relation="seatedIn")
    whole.add_edge("a", "action", relation="participatesIn")
    told = described(network, whole)
    assert told.nodes["a"]["themes"] == ["semences"]
    assert told.nodes["a"]["territories"] == ["Orne"]
    assert told.nodes["c"]["territories"] == []
    alone = described(nx.Graph(network.subgraph("ab")), whole)
    assert alone.nodes["a"]["territories"] == ["Normandie", "Orne"]  # of two, that two are there tells
