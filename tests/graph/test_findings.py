"""What a network says as a whole: hinges, detours, likeness, closure, brokers, chance; and when nothing."""

import networkx as nx
import pytest

from maillage.errors import UnknownName
from maillage.graph.measures.findings import FINDINGS, finding
from maillage.messages import LANGUAGES, set_language, speaking


def ecosystem(size=12):
    """Return a ring of structures, one more hung to it, and the network that says where they are."""
    network = nx.cycle_graph(size)
    network.add_edge(0, "hung")
    whole = nx.MultiDiGraph()
    for node in network:
        facts = {"kind": "Structure", "label": f"S{node}", "type": "a" if node in range(size // 2) else "b"}
        network.add_node(node, **facts)
        whole.add_node(node, **facts)
        place = "id/territory/commune-01001" if node in range(size // 2) else "id/territory/commune-75056"
        whole.add_edge(node, place, relation="seatedIn", status="stated")
        tie = {"relation": "participatesIn", "status": "stated", "joint": True, "label": "", "reasons": []}
        whole.add_edge(node, f"chantier {node == 0}", weight=1.0, **tie)
    for commune, region in (("01001", "84"), ("75056", "11")):
        place = f"id/territory/commune-{commune}"
        whole.add_edge(place, f"id/territory/region-{region}", relation="partOf", status="stated")
        for each in (place, f"id/territory/region-{region}"):
            whole.add_node(each, kind="Territory", label=each)
    for answer in (True, False):
        whole.add_node(f"chantier {answer}", kind="Chantier", label=f"Chantier {answer}")
    return network, whole


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FINDINGS)
def test_each_has_its_words_on_any_network(name, language):
    with speaking(language):
        for network in (nx.Graph(), nx.empty_graph(1), nx.path_graph(3), nx.Graph([(0, 0)])):
            found = finding(name, network)
            assert found.label
            assert all(found.sentences)
            assert found.doi.startswith("10.")


def test_hinges_and_links_without_a_detour_are_named():
    network, whole = ecosystem()
    found = finding("articulation-points", network, whole)
    assert found.sentences == ["Sans elle, une partie des autres n'est plus reliée : S0."]
    assert found.tells
    said = finding("bridges", network, whole).sentences
    assert said == [
        "Un seul lien n'a pas de détour ; s'il se défait, ses deux bouts ne sont plus reliés : S0 – Shung."
    ]
    assert not finding("bridges", nx.cycle_graph(4)).tells
    many = finding("bridges", nx.path_graph(9)).sentences[0]
    assert many.startswith("8 liens n'ont pas de détour")
    assert many.endswith("3 – 4 et 4 autres.")


def test_likeness_is_told_by_type_and_by_region():
    found = finding("assortativity", *ecosystem())
    assert list(found.table["by"]) == ["type", "territory"]
    assert list(found.table["links"]) == [13, 13]
    assert found.tells
    assert found.sentences[0].startswith("Par type : ")
    assert "dans un même territoire" in found.sentences[1]


def test_brokers_are_told_by_type_region_and_chantier_beside_what_chance_gives():
    network, whole = ecosystem()
    for by in ("type", "territory", "chantier"):
        found = finding(f"brokers-{by}", network, whole)
        assert found.tells
        pairs = sum(nx.degree(network)[node] * (nx.degree(network)[node] - 1) // 2 for node in network)
        assert found.sentences[0].startswith(f"{pairs} paires de structures sans lien")
        assert "attendu" in found.sentences[0]
        assert {"gatekeeper", "gatekeeper_expected"} <= set(found.table)
    inside = finding("brokers-type", network, whole).table["coordinator"].sum() // 2
    assert f" {inside} à l'intérieur d'un groupe" in finding("brokers-type", network, whole).sentences[0]
    few = finding("brokers-type", nx.path_graph(4))
    assert not few.tells
    assert few.sentences[0].startswith("Trop peu pour dire")


def test_closure_is_that_of_the_participations():
    found = finding("closure", *ecosystem())
    assert found.table["links"].tolist() == [13]
    women = nx.davis_southern_women_graph()
    assert finding("closure", women).table["closure"][0] == pytest.approx(
        nx.bipartite.robins_alexander_clustering(women)
    )


def test_chance_is_compared_with_only_where_the_links_are_enough():
    assert not finding("significance", nx.path_graph(4)).tells
    network = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    network.add_edges_from([(16, 0), (16, 8)])
    found = finding("significance", network)
    assert found.tells
    assert " par le seul nombre de liens : " in found.sentences[0]


def test_a_table_for_people_has_no_iri_and_no_long_figure():
    network, whole = ecosystem()
    found = finding("bridges", network, whole)
    assert list(found.for_people) == ["label", "otherLabel"]
    brokers = finding("brokers-type", network, whole).for_people
    assert (brokers["total"] > 0).all()
    set_language("en")
    assert finding("bridges", network, whole).sentences[0].startswith("A single link has no detour")


def test_a_name_that_is_none_is_told():
    with pytest.raises(UnknownName, match="articulation-points"):
        finding("fame", nx.path_graph(2))
