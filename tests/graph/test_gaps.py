"""What chantiers lack, holes between communities, départements without anybody, on made-up ecosystems."""

import networkx as nx
import pytest

from maillage.graph.maillage import Maillage
from maillage.graph.missing.chantiers import Chantiers
from maillage.graph.missing.competences import competence_gaps
from maillage.graph.missing.gaps import funder_gaps, unfunded
from maillage.graph.missing.grounds import Grounds
from maillage.graph.missing.holes import found_communities, holes
from maillage.graph.missing.missing import COLUMNS, KINDS, missing
from maillage.graph.missing.reasons import Reasoning

from .test_missing_reasons import node, tie


@pytest.fixture
def whole() -> nx.MultiDiGraph:
    """Return three chantiers of one initiative: one funded and led, one led, one neither."""
    network = nx.MultiDiGraph()
    network.add_node("demarche", **node("Initiative", "Démarche"))
    for name, term in (("un", "alimentation"), ("deux", "alimentation"), ("trois", "mobilité")):
        facts = [{"label": "thèmes", "value": term}]
        network.add_node(name, **node("Chantier", f"Chantier {name}", facts=facts))
        network.add_edge(name, "demarche", **tie("partOfActivity", "fait partie de"))
    for name in "ABCF":
        network.add_node(name, **node("Structure", f"Structure {name}"))
    network.add_edge("A", "un", **tie("participatesIn", "référent"))
    network.add_edge("A", "deux", **tie("participatesIn", "référent"))
    network.add_edge("B", "deux", **tie("participatesIn", "membre"))
    network.add_edge("A", "trois", **tie("participatesIn", "membre"))
    network.add_edge("F", "un", **tie("funds", "finance"))
    return network


def chantiers(whole: nx.MultiDiGraph) -> Chantiers:
    grounds = Grounds(whole)
    return Chantiers(grounds, Reasoning(grounds))


def told(gaps):
    return {(gap.first, gap.second): gap for gap in gaps}


def test_a_chantier_without_funder_is_told_who_funds_the_same_subject(whole):
    found = told(funder_gaps(chantiers(whole)))
    assert set(found) == {("deux", "F"), ("trois", "F")}
    assert "finance « Chantier un », sur le même sujet (alimentation)" in found["deux", "F"].why
    assert "même démarche" in found["trois", "F"].why
    assert all(gap.against for gap in found.values())
    assert unfunded(chantiers(whole)) == 2


def test_financial_support_is_a_funding(whole):
    whole.add_edge("C", "trois", **tie("participatesIn", "soutien financier"))
    assert ("trois", "F") not in told(funder_gaps(chantiers(whole)))


def test_a_disputed_funding_funds_nothing(whole):
    whole.edges["F", "un", 0]["status"] = "disputed"
    found = told(funder_gaps(chantiers(whole)))
    assert set(found) == {("un", None), ("deux", None), ("trois", None)}
    assert "rien ne désigne" in found["un", None].why


def test_a_funder_by_type_that_is_near_is_named_and_doubted(whole):
    whole.nodes["C"]["facts"] = [{"label": "types de structure", "value": "fondation"}]
    whole.add_node("atelier", **node("Event", "Atelier"))
    whole.add_edge("atelier", "trois", **tie("partOfActivity", "fait partie de"))
    whole.add_edge("C", "atelier", **tie("participatesIn", "intervenant"))
    gap = told(funder_gaps(chantiers(whole)))["trois", "C"]
    assert gap.path == "Structure C – Atelier – Chantier trois"
    assert any("seul son type" in each for each in gap.against)


def test_a_funder_in_the_same_place_has_one_reason_more(whole):
    before = told(funder_gaps(chantiers(whole)))["deux", "F"].score
    whole.add_node("x/departement-61", **node("Territory", "Orne"))
    for name in "BF":
        whole.add_edge(name, "x/departement-61", **tie("seatedIn", "siège"))
    gap = told(funder_gaps(chantiers(whole)))["deux", "F"]
    assert gap.score == before + 1
    assert "agit au même endroit (Orne)" in gap.why


def test_a_funder_refused_is_not_named_again(whole):
    refused = frozenset({("funds", frozenset({"deux", "F"}))})
    assert set(told(funder_gaps(chantiers(whole), refused))) == {("deux", None), ("trois", "F")}


def test_a_chantier_without_the_role_that_most_have_is_told_who_could_hold_it(whole):
    roles = [gap for gap in competence_gaps(chantiers(whole)) if "référent" in gap.about]
    assert [(gap.first, gap.second, round(gap.score, 2)) for gap in roles] == [("trois", "A", 0.67)]
    assert "déjà référent ailleurs (2)" in roles[0].why


def test_a_subject_that_most_chantiers_have_is_lacking_in_the_others(whole):
    subjects = [gap for gap in competence_gaps(chantiers(whole)) if "alimentation" in gap.about]
    assert [(gap.first, gap.second) for gap in subjects] == [("trois", "B")]


def test_an_offer_of_the_kind_a_chantier_deals_with_is_joined_to_it(whole):
    support = {"label": "formes d'accompagnement", "value": "échange entre pairs"}
    whole.nodes["trois"]["facts"].append(support)
    whole.add_node("offre", **node("SupportOffer", "Offre", facts=[{**support, "label": "forme"}]))
    whole.add_edge("offre", "C", **tie("provider", "proposé par"))
    gap = told(competence_gaps(chantiers(whole)))["trois", "C"]
    assert gap.score == 1
    assert "Structure C offre : échange entre pairs" in gap.why
    refused = frozenset({("participates", frozenset({"trois", "C"}))})
    assert ("trois", "C") not in told(competence_gaps(chantiers(whole), refused))
    whole.add_edge("C", "trois", **tie("participatesIn", "membre"))
    assert ("trois", "C") not in told(competence_gaps(chantiers(whole)))


def two_groups() -> nx.MultiDiGraph:
    """Return two groups of four who all work together, with a person who is in a chantier of each."""
    network = nx.MultiDiGraph()
    for group in "PQ":
        names = [f"{group}{number}" for number in range(4)]
        for name in names:
            network.add_node(name, **node("Structure", name))
        for place, one in enumerate(names):
            for other in names[:place]:
                network.add_edge(one, other, **tie("partnerOf", "est partenaire de"))
    return network


def test_two_communities_without_a_link_are_a_hole_that_a_shared_event_could_bridge():
    whole = two_groups()
    whole.add_node("fil", **node("Initiative", "Fil"))
    for name, parent in (("p", "P0"), ("q", "Q0")):
        whole.add_node(name, **node("Chantier", f"Chantier {name}"))
        whole.add_edge(parent, name, **tie("participatesIn", "référent"))
        whole.add_edge(name, "fil", **tie("partOfActivity", "fait partie de"))
    grounds = Grounds(whole)
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds))
    assert (gap.first, gap.second, gap.score) == ("P0", "Q0", 6.0)  # 12 x 12 / 24 expected, none seen
    assert gap.path == "P0 – Chantier p – Fil – Chantier q – Q0"
    assert "aucun lien entre eux" in gap.why
    refused = frozenset({("partner", frozenset({"P0", "Q0"}))})
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds), refused)
    assert {gap.first, gap.second} != {"P0", "Q0"}


def test_who_works_with_both_communities_is_the_broker():
    whole = two_groups()
    whole.add_node("T", **node("Structure", "Tiers"))
    for name in ("P0", "Q0"):
        whole.add_edge("T", name, **tie("partnerOf", "est partenaire de"))
    grounds = Grounds(whole)
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds))
    assert "Tiers" in gap.introducers[0]


def test_communities_linked_as_chance_would_have_it_are_no_hole():
    whole = two_groups()
    grounds = Grounds(nx.MultiDiGraph(whole.subgraph([f"P{number}" for number in range(4)])))
    assert holes(grounds, Reasoning(grounds), found_communities(grounds)) == []


def test_the_embedded_corpus_says_on_how_little_it_rests(corpus):
    found = missing(corpus, "links")
    assert tuple(found.columns) == COLUMNS
    assert any("7 lien(s) documenté(s) entre 56 structures" in note for note in found.attrs["notes"]["links"])
    assert found["against"].map(len).min() > 0
    assert found["evidence"].map(len).max() > 0
    pairs = {
        frozenset(pair) for pair in found[["first_label", "second_label"]].itertuples(index=False, name=None)
    }
    assert frozenset({"Fonds de dotation Que Vol'Terre", "Savoir Devenir"}) in pairs
    assert frozenset({"Le Labo de l'ESS", "Centsept"}) not in pairs


def test_every_kind_has_the_same_columns_and_ranks_that_never_fall(corpus):
    found = missing(corpus, most=10)
    assert tuple(found.columns) == COLUMNS
    assert set(found["kind"]) == set(KINDS)
    for _, rows in found.groupby("kind"):
        assert rows["rank"].is_monotonic_increasing
        assert rows["rank"].iloc[0] == 1


def test_how_many_are_asked_for_changes_neither_scores_nor_order(corpus):
    few, many = missing(corpus, "links", 3), missing(corpus, "links", 10)
    assert few.to_numpy().tolist() == many.head(3).to_numpy().tolist()


def test_territories_where_nobody_is_lie_in_the_regions_where_somebody_is(corpus):
    found = missing(corpus, "territories")
    assert set(found["first_label"]) == {"Calvados", "Eure", "Seine-Maritime"}


def test_tables_without_a_link_propose_nothing_and_say_so(tmp_path):
    (tmp_path / "sources.csv").write_text("id;name;kind\nc;Carnet inventé;carnet\n", encoding="utf-8")
    (tmp_path / "structures.csv").write_text(
        "id;name;source;locator;status\na;Alpha;c;p. 1;stated\n", encoding="utf-8"
    )
    found = missing(Maillage.open(tmp_path))
    assert found.empty
    assert all(
        "Rien à proposer sur ce que disent les documents." in notes for notes in found.attrs["notes"].values()
    )
