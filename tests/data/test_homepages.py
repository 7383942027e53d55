import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.identity.homepages import normal_homepage, site


@pytest.mark.parametrize(
    "url",
    [
        "https://exemple.fr",
        "http://exemple.fr/",
        "https://www.exemple.fr",
        "HTTPS://WWW.Exemple.FR:443/",
        "http://exemple.fr:80",
        "https://exemple.fr/index.php",
        "https://exemple.fr/accueil",
        "https://exemple.fr/?utm_source=lettre&utm_medium=mail",
        "https://exemple.fr/?fbclid=abc#contact",
        " https://exemple.fr./ ",
    ],
)
def test_one_page_has_one_spelling(url):
    assert normal_homepage(url) == "exemple.fr"


@pytest.mark.parametrize(
    "url",
    [
        "https://autre.exemple.fr",
        "https://exemple.fr/brest",
        "https://exemple.fr/Brest",
        "https://exemple.fr/?page=2",
        "https://exemple.fr:8080",
        "https://exemple.org",
    ],
)
def test_another_page_has_another_spelling(url):
    assert normal_homepage(url) not in ("", "exemple.fr")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/ressourcerie",
        "https://fr-fr.facebook.com/ressourcerie",
        "https://www.helloasso.com/associations/ressourcerie",
        "https://linktr.ee/ressourcerie",
        "https://docs.google.com/forms/d/1",
        "javascript:alert(1)",
        "exemple.fr",
        "https://",
        "https://exemple.fr:porte/",
        "https://[::1",
    ],
)
def test_a_platform_or_no_address_names_nobody(url):
    assert normal_homepage(url) == site(url) == ""


def test_a_name_with_accents_is_its_encoding():
    assert normal_homepage("https://économie.fr/é") == normal_homepage("https://xn--conomie-9xa.fr/%C3%A9")


@given(st.text(), st.text("abcdefgh/?=&.%", max_size=20))
def test_any_text_has_a_spelling_and_that_spelling_stays(text, path):
    normal_homepage(text)
    once = normal_homepage(f"https://www.exemple.fr/{path}")
    if once and "%" not in path and "=" not in path:
        assert normal_homepage(f"http://{once}") == once
