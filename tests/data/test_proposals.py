"""Similar names are proposed, with reasons; nothing here merges anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.identity.decisions import Decision, decide
from maillage.data.identity.names import Name, differing_places, held_words, resemblance
from maillage.data.identity.proposals import propose_same
from maillage.data.tables import read_tables

from .network import OTHER_SIREN, OTHER_SIRET, SIREN, SIRET, make, write_rows


def likeness(first: str, second: str) -> float:
    names = Name(first), Name(second)
    return resemblance(*names, held_words([*names, Name("Café"), Name("Jardin")]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Association La Ressourcerie", "ressourcerie"),
        ("Le Labo de l'ESS", "Labo de l'Économie Sociale et Solidaire"),
        ("CRESS Normandie", "Chambre régionale de l'économie sociale et solidaire de Normandie"),
        ("Coop'Essai", "Coopessai"),
        ("SCIC Éclairées", "ECLAIREES (SAS)"),
        ("Les Jardins partagés", "Jardin partagé"),
        ("Tiers-lieu Saint-Essai", "Tiers lieu St Essai"),
    ],
)
def test_one_name_written_in_two_ways(first, second):
    assert likeness(first, second) == likeness(second, first) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ressourcerie de Brest", "Ressourcerie de Lorient"),
        ("CRESS Normandie", "CRESS Bretagne"),
        ("Épicerie solidaire Alpha", "Épicerie solidaire Bêta"),
        ("Chantier 1", "Chantier 2"),
        ("Atelier", "Café"),
    ],
)
def test_two_names(first, second):
    assert likeness(first, second) < 0.7


def test_a_misspelt_word_is_nearly_the_same():
    assert 0.9 < likeness("Resourcerie Essai", "Ressourcerie Essai") < 1


def test_places_in_names_are_told_apart():
    assert differing_places(Name("MJC de Saint-Malo"), Name("MJC de Brest")) == ("saint malo", "brest")
    assert differing_places(Name("MJC de Brest"), Name("MJC")) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_names_have_a_likeness_that_has_no_order(first, second):
    assert 0 <= likeness(first, second) <= 1 + 1e-9
    if Name(first).key:
        assert likeness(first, first) == 1


def test_a_proposal_says_why_and_decides_nothing(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "name": "Asso du Fictif"}], liste=[{"id": "z", "name": "Le Fictif"}])
    tables = read_tables(tmp_path)
    (proposal,) = propose_same(tables)
    assert (proposal.first, proposal.second, proposal.score) == ("a", "z", 1)
    assert proposal.reasons_for == ("Noms semblables à 100 %.",)
    assert proposal.reasons_against == ()
    assert tables.by_id["z"].subject == "z"


@pytest.mark.parametrize(("answer", "count"), [("yes", 0), ("no", 0), ("later", 1)])
def test_what_was_decided_is_proposed_no_more(tmp_path, answer, count):
    make(tmp_path, carnet=[{"id": "a", "name": "Fictif"}], liste=[{"id": "z", "name": "Fictif"}])
    decide(tmp_path, Decision("same", "z", "a", answer, "2026-01-02"))
    assert len(propose_same(read_tables(tmp_path))) == count


def test_two_ressourceries_are_two_even_on_one_site(tmp_path):
    rows = [{"id": "a", "name": "Ressourcerie de Brest", "homepage": "https://exemple.fr/brest"}]
    rows += [{"id": "b", "name": "Ressourcerie de Lorient", "homepage": "https://exemple.fr/lorient"}]
    assert propose_same(read_tables(make(tmp_path, carnet=rows))) == []


def test_reasons_for_and_against_are_weighed(tmp_path):
    one = {"id": "a", "name": "Atelier Fictif", "homepage": "https://exemple.fr/a", "siren": SIREN}
    two = {"id": "z", "name": "SCIC Atelier Fictiff", "homepage": "https://exemple.fr/b"}
    make(tmp_path, carnet=[one], liste=[two])
    seats = [("a", "commune-29019"), ("z", "commune-56121")]
    rows = [{"id": f"l{a}", "subject": a, "relation": "seatedIn", "territory": place} for a, place in seats]
    write_rows(tmp_path, "locations", *rows)
    phones = [{"subject": "a", "phone": "02 33 00 00 00"}, {"subject": "z", "phone": "+33 2 33 00 00 00"}]
    write_rows(tmp_path, "contacts", *phones)
    (proposal,) = propose_same(read_tables(tmp_path))
    assert proposal.reasons_for[1:] == ("Même téléphone.", "Même site web : exemple.fr.")
    assert "02 33" not in str(proposal)  # personal data
    assert proposal.reasons_against == ("Sièges différents : Brest et Lorient.",)
    without = proposal.score
    make(tmp_path, liste=[{**two, "siren": OTHER_SIREN}])
    assert all(each.score < without - 0.2 for each in propose_same(read_tables(tmp_path)))


def test_establishments_of_one_legal_unit_are_proposed_with_what_parts_them(tmp_path):
    one, two = (
        {"id": "a", "name": "Fictif", "siret": SIRET},
        {"id": "z", "name": "Le Fictif", "siret": OTHER_SIRET},
    )
    (proposal,) = propose_same(read_tables(make(tmp_path, carnet=[one], liste=[two])))
    assert f"Même SIREN : {SIREN}." in proposal.reasons_for
    assert proposal.reasons_against == (
        f"Deux établissements d'une même unité légale : {SIRET} et {OTHER_SIRET}.",
    )


def test_other_names_and_spellings_count(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "name": "Maison"}], liste=[{"id": "z", "name": "Fictif Coopérateur"}])
    mention = {"subject": "a", "spelling": "Le Fictif coopérateur"}
    write_rows(tmp_path, "mentions", mention)
    (tmp_path / "mentions.csv").write_text(
        "subject;spelling;source;locator\na;Fictif Coopérateur;carnet;p. 1\n"
    )
    assert [(each.first, each.second) for each in propose_same(read_tables(tmp_path))] == [("a", "z")]


def test_many_names_are_not_compared_all_with_all(tmp_path, monkeypatch):
    from maillage.data.identity import name_index

    compared = []
    real = name_index.resemblance
    monkeypatch.setattr(name_index, "resemblance", lambda *given: compared.append(1) or real(*given))
    words = [
        f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in ("lon", "mir", "tas", "vec", "zur", "nop")
    ]
    rows = [{"id": f"s{i}", "name": f"Atelier {word} {words[i % 7]}"} for i, word in enumerate(words * 4)]
    rows = [{**row, "id": f"s{i}"} for i, row in enumerate(rows)]
    propose_same(read_tables(make(tmp_path, carnet=rows)))
    assert 0 < len(compared) < len(rows) ** 2 / 10


def test_a_name_that_begins_another_at_the_same_place_is_proposed(tmp_path):
    make(
        tmp_path,
        liste=[
            {"id": "a", "name": "La Bulle"},
            {"id": "b", "name": "La Bulle, café associatif"},
            {"id": "c", "name": "Atelier"},
            {"id": "d", "name": "Atelier du Bois"},
            {"id": "e", "name": "Atelier du Fer"},
        ],
    )
    (found,) = propose_same(read_tables(tmp_path))
    assert {found.first, found.second} == {"a", "b"}
    assert "commence" in found.reasons_for[0]


def test_a_name_that_begins_another_elsewhere_is_not_proposed(tmp_path):
    make(tmp_path, liste=[{"id": "a", "name": "La Bulle"}, {"id": "b", "name": "La Bulle, café associatif"}])
    seats = [("a", "commune-29019"), ("b", "commune-56121")]
    rows = [
        {"id": f"{subject}-s", "subject": subject, "relation": "seatedIn", "territory": territory}
        for subject, territory in seats
    ]
    write_rows(tmp_path / "imports" / "liste", "locations", *rows)
    assert propose_same(read_tables(tmp_path)) == []
