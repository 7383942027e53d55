"""Every sentence the code names stands in both catalogues, with the same places to fill; none is unused."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from maillage import messages

ROOT = Path(__file__).parent.parent
WINGS = ("ontology", "data", "queries", "graph", "visualize", "app")
SOURCES = [
    ROOT / "errors.py",
    *(file for wing in WINGS for file in (ROOT / wing).rglob("*") if file.suffix in (".py", ".html", ".js")),
]


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Return key -> its sentence, or the two of one that has a plural."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "maillage.po"
    found = {}
    with path.open(encoding="utf-8") as file:
        for message in read_po(file):
            key, several = (message.id[0], message.id[1:]) if message.pluralizable else (message.id, ())
            assert not several or several == (key,), "the msgid_plural is the key again"
            found[key] = message.string if message.pluralizable else (message.string,)
    return {key: sentences for key, sentences in found.items() if key}


FRENCH, ENGLISH = catalogue("fr"), catalogue("en")


def test_both_catalogues_hold_the_same_keys_and_places():
    assert set(FRENCH) == set(ENGLISH)
    for key, french in FRENCH.items():
        assert len(french) == len(ENGLISH[key]), key
        assert all((*french, *ENGLISH[key])), key
        forms = zip(french, ENGLISH[key], strict=True)
        places = [[set(re.findall(r"{(\w+)", text)) for text in form] for form in forms]
        assert all(one == other for one, other in places), key
        assert len(places) == 1 or places[0][0] | {"count"} == places[1][0], key


def test_every_sentence_is_used():
    code = "\n".join(file.read_text("utf-8") for file in SOURCES)
    families = {match.group(1) for match in re.finditer(r"f\"([\w.-]+\.){", code)}
    families |= {match.group(1) for match in re.finditer(r"[\"']([\w-]+(?:\.[\w-]+)*\.)[\"']", code)}
    families |= {f"{prefix}." for prefix in re.findall(r"spoken\([^)]*\"([\w.-]+)\"\)", code)}
    unused = [
        key
        for key in FRENCH
        if f'"{key}"' not in code
        and f"'{key}'" not in code
        and not (key.endswith((".what", ".mend")) and re.search(rf"[\"']{re.escape(key[:-5])}[\"']", code))
        and not any(key.startswith(family) for family in families)
    ]
    assert unused == []


def test_a_key_that_no_catalogue_holds_is_a_mistake():
    with pytest.raises(KeyError):
        messages.text("no.such.key")
    with pytest.raises(ValueError, match="no catalogue"):
        messages.set_language("de")


def test_the_language_changes_what_is_said():
    assert messages.text("cli.yes") == "oui"
    messages.set_language("en")
    assert messages.text("cli.yes") == "yes"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("fr", 0, "0 ligne"),
        ("fr", 1, "1 ligne"),
        ("fr", 2, "2 lignes"),
        ("en", 0, "0 rows"),
        ("en", 1, "1 row"),
    ],
)
def test_a_sentence_agrees_with_its_count(language, count, said):
    with messages.speaking(language):
        assert messages.text("export.rows", count=count) == said
