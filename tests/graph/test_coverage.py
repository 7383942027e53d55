"""Roll-ups and white spots on a small hand-made graph, beside the real reference."""

import pytest
from rdflib import Dataset

from maillage.errors import BadParameter
from maillage.graph.coverage import coverage, rollup
from maillage.graph.store import new_dataset
from maillage.ontology.terms import THING, TYPOLOGIES_GRAPH, load_typologies

TRIG = """
PREFIX mai: <https://w3id.org/maillage/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX t: <https://w3id.org/maillage/id/territory/>
PREFIX s: <https://w3id.org/maillage/id/structure/>
PREFIX : <https://w3id.org/maillage/id/>
PREFIX kind: <https://w3id.org/maillage/typology/types-of-structure/>
:g {
  t:region-28 a mai:Region, mai:Territory ; skos:prefLabel "Normandie"@fr ; mai:inseeCode "28" ;
    mai:population 3000000 ; mai:within t:region-28 .
  t:departement-61 a mai:Departement, mai:Territory ; skos:prefLabel "Orne"@fr ; mai:inseeCode "61" ;
    mai:population 200000 ; mai:within t:departement-61, t:region-28 .
  t:departement-14 a mai:Departement, mai:Territory ; skos:prefLabel "Calvados"@fr ; mai:inseeCode "14" ;
    mai:population 700000 ; mai:within t:departement-14, t:region-28 .
  t:epci-1 a mai:EPCI, mai:Territory ; skos:prefLabel "CC à cheval"@fr ; mai:inseeCode "1" ;
    mai:overlaps t:departement-61, t:departement-14 ; mai:within t:epci-1, t:region-28 .
  t:commune-61063 a mai:Commune, mai:Territory ; skos:prefLabel "Briouze"@fr ; mai:inseeCode "61063" ;
    mai:population 1500 ; mai:within t:commune-61063, t:departement-61, t:region-28 .
  :p a mai:Passage ; mai:document :source\\/carnet ; mai:locator "p. 1"@fr .
  :source\\/carnet a mai:SourceDocument ; skos:prefLabel "Carnet"@fr .

  # Ada is seated in Briouze, works there and in the Orne; Bea works on all Normandie; Céleste in the CC à
  # cheval; Dora is seated somewhere in Normandie; Emma nowhere.
  s:ada a mai:Structure, mai:Funder ; mai:seatedIn t:commune-61063 ; mai:classifiedAs kind:network ;
    mai:intervenesIn t:commune-61063, t:departement-61 .
  s:bea a mai:Structure ; mai:intervenesIn t:region-28 ; mai:classifiedAs kind:foundation .
  s:celeste a mai:Structure ; mai:intervenesIn t:epci-1 .
  s:dora a mai:Structure ; mai:seatedIn t:region-28 .
  s:emma a mai:Structure .
  :offer\\/o a mai:SupportOffer ; mai:availableIn t:region-28 .
  :mission\\/m a mai:SupportMission ; mai:takesPlaceIn t:region-28 .
  :location\\/bea a mai:Location ; mai:subject s:bea ; mai:relation mai:intervenesIn ;
    mai:territory t:region-28 ; mai:status mai:stated ; mai:evidence :p .
}
# The same facts again: the union of the graphs must not count them twice.
:h { s:bea a mai:Structure ; mai:intervenesIn t:region-28 . }
"""


@pytest.fixture(scope="module")
def land() -> Dataset:
    """Return the hand-made graph, with the typologies of the package."""
    dataset = new_dataset()
    dataset.parse(data=TRIG, format="trig")
    graph = dataset.graph(TYPOLOGIES_GRAPH)
    for triple in load_typologies():
        graph.add(triple)
    return dataset


def test_a_rollup_keeps_seats_works_and_levels_apart(land):
    columns = ["structures", "structures_local", "structures_seated"]
    columns += ["structures_inside", "structures_whole", "structures_across", "structures_per_100k"]
    table = rollup(land, "departement").set_index("code")
    assert table[columns].to_numpy().tolist() == [[2, 0, 0, 0, 1, 1, 0.0], [3, 1, 1, 1, 1, 1, 0.5]]
    assert list(table.index) == ["14", "61"]
    assert table.loc["61", ["funders", "offers", "offers_local", "missions"]].tolist() == [1, 1, 0, 0]


def test_a_region_holds_what_is_stated_below_it_once(land):
    (row,) = rollup(land, "region").to_dict("records")
    told = {name: row[name] for name in ("structures", "structures_seated", "structures_inside")}
    assert told == {"structures": 4, "structures_seated": 2, "structures_inside": 3}
    assert (row["offers_local"], row["missions"], row["structures_whole"]) == (1, 1, 0)


def test_a_measure_sums_over_local_structures_each_once(land):
    scores = {
        "degree": {str(THING[f"structure/{name}"]): score for name, score in (("ada", 3.0), ("bea", 5.0))}
    }
    table = rollup(land, "departement", of=("structures",), scores=scores).set_index("code")
    assert table["degree_sum"].tolist() == [0.0, 3.0]
    assert table.loc["61", "degree_mean"] == 3.0
    assert rollup(land, "region", scores=scores)["degree_mean"].tolist() == [4.0]


def test_a_territory_without_a_population_has_no_ratio(land):
    (row,) = rollup(land, "epci").to_dict("records")
    assert (row["structures_local"], row["population"]) == (1, None)
    assert row["structures_per_100k"] is None


def test_coverage_shows_every_departement_the_worst_first(land):
    found = coverage(land, "departement")
    table = found.table.set_index("code")
    assert len(table) == 101
    assert table.index[0] == "59"  # the most inhabited of those that nothing covers
    assert list(table.index[-5:]) == ["76", "27", "50", "14", "61"]
    assert table.loc["61", ["structures", "total", "inside", "covered"]].tolist() == [3, 3, 1, "inside"]
    assert table.loc["14", ["structures", "inside", "covered"]].tolist() == [2, 0, "across"]
    # the graph does not hold the Manche: the reference says that it lies in Normandie
    assert table.loc["50", ["structures", "inside", "covered"]].tolist() == [1, 0, "whole"]
    assert table.loc["50", "coveredBy"] == "couvert par la région Normandie"
    assert table.loc["75", ["structures", "covered", "coveredBy"]].tolist() == [0, "none", "rien"]


def test_what_is_not_located_is_counted_and_said(land):
    found = coverage(land, "departement")
    assert (found.unlocated, found.elsewhere) == (1, 1)  # Emma nowhere; Dora in no département
    assert "Sans aucun territoire dit : 1." in found.silence
    assert coverage(land, "region").elsewhere == 0


def test_every_epci_and_none_of_the_ept(land):
    table = coverage(land, "epci").table
    assert len(table) == 1255 + 1  # the invented one
    assert (table["total"] > 0).sum() > 60  # those of Normandie
    assert len(coverage(land, "ept").table) == 11


def test_a_typology_gives_a_column_a_term_zeros_shown(land):
    table = coverage(land, "region", "types-of-structure").table.set_index("code")
    told = table.loc["28", ["network", "foundation", "think-tank", "total"]]
    assert told.tolist() == [1, 1, 0, 2]
    assert table["network"].sum() == 1
    one = coverage(land, "departement", "types-of-structure/network").table.set_index("code")
    assert (one.loc["61", "network"], one.loc["14", "total"]) == (1, 0)


def test_each_cell_has_its_evidence(land):
    evidence = coverage(land, "departement").evidence
    told = evidence[evidence["territoryLabel"] == "Manche"].to_dict("records")
    assert [(row["thing"].rpartition("/")[2], row["level"], row["statedLabel"]) for row in told] == [
        ("bea", "whole", "Normandie")
    ]
    assert (told[0]["sourceLabel"], told[0]["locator"]) == ("Carnet", "p. 1")


@pytest.mark.parametrize(
    ("by", "of"), [("canton", "structures"), ("region", "moulins"), ("region", "roles/zz")]
)
def test_a_wrong_level_or_measure_is_refused(land, by, of):
    with pytest.raises(BadParameter):
        coverage(land, by, of)
