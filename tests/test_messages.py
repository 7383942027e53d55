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


def catalogue(language: str) -> dict[str, str]:
    path = ROOT / "locale" / language / "LC_MESSAGES" / "maillage.po"
    with path.open(encoding="utf-8") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


FRENCH, ENGLISH = catalogue("fr"), catalogue("en")


def test_both_catalogues_hold_the_same_keys_and_places():
    assert set(FRENCH) == set(ENGLISH)
    for key, sentence in FRENCH.items():
        assert sentence, key
        assert ENGLISH[key], key
        places = [set(re.findall(r"{(\w+)", text)) for text in (sentence, ENGLISH[key])]
        assert places[0] == places[1], key


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
