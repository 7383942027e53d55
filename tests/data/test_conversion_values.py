"""One value, as French offices write it, in the spelling that the tables take; several values in one cell."""

import pytest

from maillage.data.cells import BadCell
from maillage.data.conversion.identifiers import Identifiers, slug
from maillage.data.conversion.splitting import candidate_names, split
from maillage.data.conversion.values import (
    one_line,
    read_amount,
    read_date,
    read_phone,
    read_register,
    read_url,
    read_yes_no,
    tidy,
)
from maillage.data.mapping.contents import is_person, without_contacts


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12/03/2024", "2024-03-12"),
        ("12.3.24", "2024-03-12"),
        ("31/12/98", "1998-12-31"),
        ("03/2024", "2024-03"),
        ("mars 2024", "2024-03"),
        ("1er août 2024", "2024-08-01"),
        ("le lundi 4 mars 2024", "2024-03-04"),
        ("2024-05-30T18:00:00+02:00", "2024-05-30"),
        ("2021-06-21 19:33:56", "2021-06-21"),
        ("2024", "2024"),
        ("2023-2024", None),
        ("31/02/2024", None),
        ("bientôt", None),
    ],
)
def test_dates(written: str, read: str | None):
    if read:
        assert read_date(written) == read
    else:
        with pytest.raises(BadCell):
            read_date(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12 500,50 €", "12500.5"),
        ("12\u202f500 €", "12500"),
        ("12.500,50", "12500.5"),
        ("1,200.50", "1200.5"),
        ("1.200", "1200"),
        ("0,125", "0.125"),
        ("12 k€", "12000"),
        ("1,5 M€", "1500000"),
        ("environ 10", None),
        ("1e5", None),
    ],
)
def test_amounts(written: str, read: str | None):
    if read:
        assert read_amount(written) == read
    else:
        with pytest.raises(BadCell):
            read_amount(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("www.fil.test.fr", "http://www.fil.test.fr"),
        ("fil.fr/page", "http://fil.fr/page"),
        ("HTTPS://Fil.fr", "https://Fil.fr"),
        ("https://", None),
        ("htttps://fil.fr", None),
        ("a@fil.fr", None),
        ("voir plus bas", None),
    ],
)
def test_web_addresses(written: str, read: str | None):
    if read:
        assert read_url(written) == read
    else:
        with pytest.raises(BadCell):
            read_url(written)


def test_registers_phones_and_answers():
    assert read_register("siren", "732 829 320") == read_register("siren", "FR44732829320") == "732829320"
    with pytest.raises(BadCell):
        read_register("siren", "732829321")
    assert (
        read_phone("0612345678")
        == read_phone("+33 (0)6.12.34.56.78")
        == read_phone("612345678")
        == "06 12 34 56 78"
    )
    assert (read_yes_no("Oui"), read_yes_no("x"), read_yes_no("NON")) == ("yes", "yes", "no")


def test_hidden_marks_and_control_signs_leave_no_trace():
    assert tidy("\ufeffLe\u200b Fil\u202e\x00 \r\n") == "Le Fil"
    assert one_line("a\n b\u00a0c") == "a b c"
    assert tidy("e\u0301") == "é"


def test_values_are_cut_where_they_are_separated():
    known = {"Le Fil", "La Trame", "Eau et rivières"}.__contains__
    assert split("A; B | C\n- D\n2) E", False, known) == ["A", "B", "C", "D", "E"]
    assert split("Le Fil, La Trame", False, known) == ["Le Fil", "La Trame"]
    assert split("Filer, tisser", False, known) == ["Filer, tisser"]
    assert split("A, B et C", True, known) == ["A", "B", "C"]
    assert split("A (x, y), B", True, known) == ["A (x, y)", "B"]
    assert split("Le Fil et La Trame", False, known) == ["Le Fil", "La Trame"]
    assert split("Eau et rivières", True, known) == ["Eau et rivières"]
    assert split("A, A", True, known) == ["A"]


def test_names_in_a_free_text_come_with_their_passage():
    text = 'Nous travaillons avec le Rouet, notamment.\n- [[https://fil.test Le Fil]] {{button link="x"}}'
    assert next(candidate_names(text)) == ("Rouet", "Nous travaillons avec le Rouet, notamment.")
    assert [*candidate_names(text)][-1] == ("Le Fil", "- Le Fil")


def test_contacts_in_a_text_are_taken_out_and_other_numbers_stay():
    text = "Joindre a@b.test, 06 12 34 56 78 ou +33 6 12 34 56 78 ; SIRET 732 829 320 00074, de 2012 à 2015."
    kept, emails, phones = without_contacts(text)
    assert kept == "Joindre […], […] ou […] ; SIRET 732 829 320 00074, de 2012 à 2015."
    assert (emails, len(phones)) == (["a@b.test"], 2)


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("Marie Fileuse", True),
        ("FILEUSE Marie", True),
        ("Mme Le Fil", True),
        ("Jean-Pierre de la Trame", True),
        ("Ressourcerie de Brest", False),
        ("Les Amis de Marie", False),
        ("Marie", False),
        ("Fondation Jean Fileur", False),
        ("maison pour tous", False),
    ],
)
def test_the_shape_of_a_person_s_name(words: str, person: bool):
    assert is_person(words) is person


def test_ids_are_stable_short_and_never_given_twice():
    assert slug("L'Établi & Cie (SARL)") == "l-etabli-et-cie-sarl"
    assert len(slug("mot " * 200)) < 75
    assert slug("東京") != slug("京都")
    given = Identifiers("essai")
    assert given.take("Le Fil") == "essai-le-fil"
    assert given.take("le-fil", "", "Brest") == "essai-le-fil-brest"
    assert given.take("LE FIL") == "essai-le-fil-2"
    assert given.take("https://w3id.org/maillage/id/structure/la-trame") == "la-trame"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Travaille avec la Recyclerie de Condé et l'Épicerie du Houlme",
            ["Recyclerie de Condé", "Épicerie du Houlme"],
        ),
        ("En partenariat avec Flers Agglo", ["Flers Agglo"]),
        ("Bâtir et Habiter", ["Bâtir et Habiter"]),
        (
            "Nous menons des ateliers dans toutes les écoles avec Graines d'Avenir et la Ville de Lyon.",
            ["Graines d'Avenir", "Ville de Lyon"],
        ),
        ("Un lieu ouvert à tous depuis longtemps qui fait vivre le quartier", []),
    ],
)
def test_the_names_of_a_sentence_are_candidates(text, names):
    assert [name for name, _ in candidate_names(text)] == names
