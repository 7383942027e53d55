"""What chantiers lack, holes between communities, départements without anybody, on made-up ecosystems."""

import re

import networkx as nx
import pytest

from maillage.graph.maillage import Maillage
from maillage.graph.missing.chantiers import Chantiers
from maillage.graph.missing.competences import competence_gaps
from maillage.graph.missing.gaps import funder_gaps, unfunded
from maillage.graph.missing.grounds import Grounds
from maillage.graph.missing.missing import COLUMNS, KINDS, _ranked, missing
from maillage.graph.missing.reasons import Reasoning
from maillage.messages import speaking

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
    assert "agit au même endroit que d'autres du chantier (Orne)" in gap.why


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


def test_a_funder_that_takes_part_is_neither_near_nor_there_by_its_own_membership(whole):
    """Its seat is not the chantier's place, and its membership no path to it."""
    whole.nodes["C"]["facts"] = [{"label": "types de structure", "value": "fondation"}]
    whole.add_node("x/departement-61", **node("Territory", "Orne"))
    whole.add_edge("C", "x/departement-61", **tie("seatedIn", "siège"))
    whole.add_edge("C", "trois", **tie("participatesIn", "membre"))
    gap = told(funder_gaps(chantiers(whole)))["trois", "C"]
    assert "même endroit" not in gap.why
    assert "proche" not in gap.why
    assert gap.why.endswith("qui y prend déjà part.")
    assert gap.meaning.startswith("1 raison sur 4 possibles :")


def test_funders_are_ranked_by_their_reasons_so_that_equal_ranks_are_equal(whole):
    whole.add_node("x/departement-61", **node("Territory", "Orne"))
    for name in "BF":
        whole.add_edge(name, "x/departement-61", **tie("seatedIn", "siège"))
    found = funder_gaps(chantiers(whole))
    ranked = [(rank, gap.score) for rank, gap in _ranked(found)]
    assert [score for _, score in ranked] == sorted((gap.score for gap in found), reverse=True)
    assert len(set(ranked)) == len({rank for rank, _ in ranked})


def test_a_funder_of_several_chantiers_is_told_in_good_french(whole):
    for number in range(2):
        whole.add_node(number, **node("Chantier", f"Chantier {number}"))
        whole.add_edge(number, "demarche", **tie("partOfActivity", "fait partie de"))
    whole.add_edge("F", 0, **tie("funds", "finance"))
    why = told(funder_gaps(chantiers(whole)))["trois", "F"].why
    assert "finance 2 autres chantiers de la même démarche, dont «" in why
    assert "(s)" not in why


def test_the_embedded_corpus_says_on_how_little_it_rests(corpus):
    found = missing(corpus, "links")
    assert tuple(found.columns) == COLUMNS
    assert any(
        "7 liens (6 si l'on compte un groupe de n structures pour n - 1 liens) entre 56 structures" in note
        for note in found.attrs["notes"]["links"]
    )
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
    assert found["sources"].map(len).min() > 0
    assert "Fiche « La Coop des Territoires », Fiche d'identité" in found["sources"][0]
    assert "France" not in {place for sources in found["sources"] for place in sources}


def test_no_candidate_speaks_of_a_plural_between_brackets_or_nests_quotes(corpus):
    for language in ("fr", "en"):
        with speaking(language):
            found = missing(corpus, most=20)
            notes = [note for each in found.attrs["notes"].values() for note in each]
            said = " ".join(
                [*notes, *found["why"], *found["meaning"], *found["introducers"].explode().dropna()]
            )
            assert "(s)" not in said
            assert not re.search("«[^»]*«", said)


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
