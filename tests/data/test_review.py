"""Candidates of texts and pairs to decide: what waits, and what an answer does."""

import pytest

from maillage.data.identity.decisions import load_decisions
from maillage.data.identity.review import answer, decided, pending
from maillage.data.tables import read_tables
from maillage.errors import BadParameter, UnknownName

from .network import SIREN, make


@pytest.fixture
def network(tmp_path):
    make(
        tmp_path,
        carnet=[{"id": "a", "name": "Atelier Fictif"}, {"id": "t", "name": "Carte Inventée"}],
        liste=[{"id": "z", "name": "L'atelier fictif (asso)"}, {"id": "y", "name": "Autre Chose"}],
    )
    report = tmp_path / "imports" / "liste" / "report"
    report.mkdir()
    (report / "candidates.csv").write_text(
        "\ufeffsubject;words;relation;passage;locator\r\n"
        "y;carte inventee;partner;« avec la carte inventee »;fiche 3\r\n"
        "y;personne;partner;- personne;fiche 3\r\n"
        "partie;carte;partner;carte;fiche 9\r\n",
        encoding="utf-8",
    )
    return tmp_path


def test_what_waits_is_pairs_and_candidates_with_their_nearest(network):
    found = pending(network)
    assert [(each.first, each.second) for each in found.proposals] == [("a", "z")]
    assert [(each.words, each.source, each.nearest) for each in found.candidates] == [
        ("carte inventee", "liste", (("t", 1.0),)),
        ("personne", "liste", ()),
    ]
    assert list(found.table()["kind"]) == ["same", "partner", "partner"]
    assert [(each.id, each.name) for each in found.rows("a")] == [("a", "Atelier Fictif")]


def test_candidates_are_no_facts_until_confirmed_and_not_again_after_undo(network):
    assert read_tables(network).rows["partnerships"] == ()
    written = answer(network, "y", "t", "yes", reason="téléphoné")
    assert (written.kind, written.words, written.source, written.locator) == (
        "partner",
        "carte inventee",
        "liste",
        "fiche 3",
    )
    (row,) = read_tables(network).rows["partnerships"]
    assert (row.one("structure"), row.one("partner"), row.one("locator")) == ("y", "t", "fiche 3")
    assert [each.words for each in pending(network).candidates] == ["personne"]


def test_a_refused_candidate_is_not_asked_again_one_put_off_comes_last(network):
    answer(network, "y", "carte inventee", "later")
    assert [each.words for each in pending(network).candidates] == ["personne", "carte inventee"]
    answer(network, "y", "carte inventee", "no")
    answer(network, "y", "personne", "no")
    assert pending(network).candidates == ()
    assert list(decided(network)["number"]) == [1, 2, 3]


def test_an_answer_on_a_pair_joins_it_and_shows_its_rows(network):
    assert answer(network, "z", "a", "yes").kind == "same"
    found = pending(network)
    assert found.proposals == ()
    assert [(each.id, each.name) for each in found.rows("z")] == [
        ("a", "Atelier Fictif"),
        ("z", "L'atelier fictif (asso)"),
    ]


def test_decisions_hold_when_the_import_is_written_again(network):
    answer(network, "a", "z", "no")
    make(network, liste=[{"id": "z", "name": "Atelier Fictif", "siren": SIREN}, {"id": "y"}])
    make(network, carnet=[{"id": "a", "name": "Atelier Fictif", "siren": SIREN}, {"id": "t"}])
    assert read_tables(network).by_id["z"].subject == "z"
    assert pending(network).proposals == ()


@pytest.mark.parametrize(
    ("first", "second", "said", "kind", "key"),
    [
        ("a", "z", "peut-être", "", "review.answer"),
        ("a", "z", "yes", "voisin", "review.kind"),
        ("a", "nul", "yes", "", "review.no-row"),
        ("a", "a", "yes", "", "review.two-kinds"),
        ("a", "carnet", "yes", "", "review.two-kinds"),
        ("a", "t", "yes", "partner", "review.no-candidate"),
        ("y", "personne", "yes", "", "review.no-structure"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(  # noqa: PLR0917
    network, first, second, said, kind, key
):
    with pytest.raises(BadParameter) as refused:
        answer(network, first, second, said, kind=kind)
    assert refused.value.key == key
    assert load_decisions(network) == ()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnknownName):
        pending(tmp_path / "nulle-part")
