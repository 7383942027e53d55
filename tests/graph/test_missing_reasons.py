"""What speaks for and against a link, and what stands between two things, on a small made-up ecosystem."""

import networkx as nx
import pytest

from maillage.graph.missing.grounds import Grounds
from maillage.graph.missing.naming import unnested
from maillage.graph.missing.reasons import Reasoning
from maillage.graph.network import WORKING

BOOK = [{"title": "Carnet inventé", "locator": "p. 1", "ground": "membre", "text": "A est dans B"}]


def tie(relation: str, label: str, status: str = "stated", **others: object) -> dict[str, object]:
    return {"relation": relation, "label": label, "status": status, "joint": True, "weight": 1.0} | {
        "reasons": BOOK,
        **others,
    }


def node(kind: str, label: str, **others: object) -> dict[str, object]:
    return {"kind": kind, "label": label, "facts": [], "sources": BOOK, "type": None, **others}


@pytest.fixture
def whole() -> nx.MultiDiGraph:
    """Return A and C in a chantier, C and B in another; a list of all and more; two régions."""
    network = nx.MultiDiGraph()
    for letter in "ABCDEFZ":
        network.add_node(letter, **node("Structure", f"Structure {letter}"))
    for name, label in (("un", "Un"), ("deux", "Deux"), ("liste", "Grande liste"), ("sous", "Sous-liste")):
        network.add_node(name, **node("Chantier" if name != "liste" else "Initiative", label))
    for start, end in (("A", "un"), ("C", "un"), ("C", "deux"), ("B", "deux")):
        network.add_edge(start, end, **tie("participatesIn", "membre"))
    for number in range(WORKING):
        network.add_node(number, **node("Structure", f"Autre {number}"))
        network.add_edge(number, "liste", **tie("participatesIn", "membre"))
    for letter in "ABCDE":
        network.add_edge(letter, "liste", **tie("participatesIn", "membre"))
    network.add_node("cora", **node("Person", "Cora Fictive"))
    network.add_edge("C", "liste", **tie("participatesIn", "coordinateur"))
    network.add_edge("cora", "liste", **tie("participatesIn", "coordinateur"))
    network.add_edge("cora", "C", **tie("memberOf", "membre de"))
    for code, label in (("region-28", "Normandie"), ("region-84", "Auvergne-Rhône-Alpes")):
        network.add_node(f"x/{code}", **node("Territory", label))
    network.add_edge("A", "x/region-28", **tie("seatedIn", "siège"))
    network.add_edge("B", "x/region-84", **tie("seatedIn", "siège"))
    return network


def reasons(whole: nx.MultiDiGraph, first: str, second: str):
    return Reasoning(Grounds(whole)).reasons(first, second)


def test_a_common_neighbour_joins_introduces_and_each_link_names_its_source(whole):
    found = reasons(whole, "A", "B")
    assert found.ground == "between"
    assert found.path == "Structure A – Un – Structure C – Deux – Structure B"
    assert len(found.evidence) == 4
    assert all("Carnet inventé, p. 1" in each for each in found.evidence)
    assert [each.node for each in found.introducers] == ["C"]
    assert "« Un »" in found.introducers[0].sentence
    assert "« Deux »" in found.introducers[0].sentence
    assert found.sources == ("Carnet inventé, p. 1",)


def test_the_other_side_is_told_a_single_bridge_two_places(whole):
    against = " ".join(reasons(whole, "A", "B").against)
    assert "une seule structure, Structure C" in against
    assert "Normandie d'un côté, Auvergne-Rhône-Alpes de l'autre" in against
    assert "grande liste" not in against


def test_a_deduced_link_on_the_path_speaks_against(whole):
    whole.edges["C", "deux", 0]["status"] = "inferred"
    found = reasons(whole, "A", "B")
    assert any("déduit" in each for each in found.against)
    assert [each.endswith("[déduit]") for each in found.evidence] == [False, False, True, False]


def test_a_list_alone_is_no_ground_and_with_a_likeness_it_is_told_for_what_it_is(whole):
    assert reasons(whole, "D", "E") is None
    for letter in "DE":
        whole.nodes[letter]["type"] = "réseau"
    found = reasons(whole, "D", "E")
    assert found.ground == "shared"
    assert "« réseau »" in found.why
    assert f"« Grande liste » ({WORKING + 5} structures)" in found.against[0]
    assert [each.sentence for each in found.introducers] == [
        "Structure C (Cora Fictive), coordinateur de « Grande liste »"
    ]


def test_those_who_lead_introduce_nobody_to_themselves(whole):
    for letter in "CD":
        whole.nodes[letter]["type"] = "réseau"
    assert reasons(whole, "C", "D").introducers == ()
    whole.remove_edge("C", "liste", 1)  # its own coordination: who is left belongs to it
    assert reasons(whole, "C", "D").introducers == ()
    assert reasons(whole, "D", "E") is None


def test_who_leads_the_whole_knows_who_is_in_its_parts(whole):
    whole.add_edge("sous", "liste", **tie("partOfActivity", "fait partie de"))
    whole.add_edge("F", "sous", **tie("participatesIn", "membre"))
    assert frozenset("CF") in Grounds(whole).acquainted
    assert frozenset("DF") not in Grounds(whole).acquainted


def test_a_funder_knows_whom_it_funds(whole):
    whole.add_edge("Z", "un", **tie("funds", "finance"))
    assert {frozenset("ZA"), frozenset("ZC")} <= Grounds(whole).acquainted
    assert frozenset("ZB") not in Grounds(whole).acquainted


def test_a_disputed_link_an_apart_role_and_an_absent_structure_join_nothing(whole):
    whole.add_edge("F", "un", **tie("participatesIn", "membre", status="disputed"))
    whole.add_edge("Z", "un", **tie("participatesIn", "initiative liée", joint=False))
    assert reasons(whole, "F", "B") is None
    assert reasons(whole, "Z", "B") is None
    whole.nodes["C"]["absent"] = "2026-01-01"
    assert reasons(whole, "A", "B") is None


def test_a_list_makes_nobody_work_together(whole):
    working = Grounds(whole).working
    assert sorted(map(sorted, working.edges)) == [["A", "C"], ["B", "C"]]


def test_a_path_goes_around_lists_and_through_the_smallest_groups(whole):
    whole.add_node("dix", **node("Chantier", "À dix"))
    for number in range(8):
        whole.add_edge(number, "dix", **tie("participatesIn", "membre"))
    for letter in "AB":
        whole.add_edge(letter, "dix", **tie("participatesIn", "membre"))
    assert Grounds(whole).path("A", "B").nodes == ("A", "un", "C", "deux", "B")
    whole.remove_node("deux")
    assert Grounds(whole).path("A", "B").nodes == ("A", "dix", "B")


def test_the_order_of_nodes_changes_nothing(whole):
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(whole.nodes(data=True))))
    turned.add_edges_from(reversed(list(whole.edges(data=True))))
    assert reasons(turned, "A", "B") == reasons(whole, "A", "B")


def test_any_network_will_do():
    found = reasons(nx.path_graph(3), 0, 2)
    assert found.path == "0 – 1 – 2"
    assert [each.node for each in found.introducers] == [1]
    assert reasons(nx.empty_graph(2), 0, 1) is None


def test_what_one_offers_and_the_other_is_completes(whole):
    whole.nodes["Z"]["type"] = "collectif"
    whole.add_node(
        "offre", **node("SupportOffer", "Offre", facts=[{"label": "public visé", "value": "collectif"}])
    )
    whole.add_edge("offre", "D", **tie("provider", "proposé par"))
    found = reasons(whole, "D", "Z")
    assert found.ground == "complement"
    assert "Structure D accompagne ce type de structures (collectif)" in found.why
    assert "Rien ne les relie" in found.against[0]


def test_a_territory_of_nearly_all_is_nothing_in_common(whole):
    for letter in "ABCDEF":
        whole.add_edge(letter, "x/region-28", **tie("seatedIn", "siège"))
    portraits = Reasoning(Grounds(whole)).portraits
    assert portraits.shared("C", "D") == []
    for letter in "BCDEF":
        whole.remove_edge(letter, "x/region-28")
    whole.add_edge("B", "x/region-28", **tie("seatedIn", "siège"))
    portraits = Reasoning(Grounds(whole)).portraits
    assert portraits.shared("A", "B") == ["le territoire Normandie"]


def test_quotes_inside_quotes_are_other_quotes():
    said = "« Chantier « Fibres » n° 17 » et « seul »"
    assert unnested(said) == "« Chantier “Fibres” n° 17 » et « seul »"
    assert unnested("« ouvert, et « encore") == "« ouvert, et « encore"
    assert unnested("fermé » d'abord") == "fermé » d'abord"
