"""Several values in one cell, and the names in a free text."""

import re
from collections.abc import Callable, Iterator

_LINES = re.compile(r"[;|\n]")
_BULLET = re.compile(r"^\s*(?:[-*•–—·▪►→]+|\d{1,2}[.)])\s+")
_COMMA = re.compile(r",\s*(?![^()]*\))")
_AND = re.compile(r"\s+(?:et|and|&)\s+", re.I)
_BUTTON = re.compile(r"\{\{.*?\}\}", re.S)
_LINK = re.compile(r"\[\[(\S+?)(?:\s+([^\]]*))?\]\]")
_MARKUP = re.compile(r'\*\*|//|__|""|={2,}|<[^>]{1,80}>')
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?](?:\s+|$)")
_LEADING = re.compile(
    r"^(?:(?:nous|on|elles?|ils?)\s.{3,40}?\s(?:avec|par)\s+(?:les?\s|la\s|l['’]|des?\s)?)?"
    r"(?:et|and|avec|dont|notamment|ainsi que|nos partenaires(?: sont)?|partenaires?)?\s*:?\s*(?<![^\W\d_])",
    re.I,
)
_BY = r"(?:avec|par|auprès de|à)\s+(?:les?\s|la\s|l['’]|des?\s)?"
_VERB = re.compile(
    r"^(?:travaille|collabore|coop[èe]re|œuvre|agit|soutenue?|accompagnée?|en lien|en partenariat)\b"
    r".{0,40}?\b" + _BY,
    re.I,
)
_NAME = re.compile(
    r"[^\W\d_a-zà-öø-ÿ][\w.’'·-]*"
    r"(?:\s+(?:(?:de|du|des|la|le|les|au|aux|en|sur|pour|d['’]|l['’])\s*)*[^\W\d_a-zà-öø-ÿ][\w.’'·-]*)*"
)
_ARTICLE = re.compile(r"^(?:les?|la|un|une|des?|du)\s+", re.I)
_LOWER_START = re.compile(
    r"(?:les?|la|un|une|des?|du|nos|notre|nous|avec|par|ainsi|puis|plusieurs|divers(?:es)?|quelques)\s|[ld]['’]"
)
_ELIDED = re.compile(r"^(?:[LldD]['’])")
_LONGEST = 80  # signs of a name in a free text
_WORDS = 9


def split(text: str, listed: bool, known: Callable[[str], bool]) -> list[str]:
    """Return the values of a cell: cut at ";", "|" and new lines; at commas too where they separate.

    Commas do when the field is a list by nature (`listed`), or when every part is `known`. The same goes
    for the last "et": "A, B et C". What is known whole is never cut.
    """
    parts: list[str] = []
    for line in _LINES.split(text) if _LINES.search(text) else [text]:
        value = _BULLET.sub("", line).strip()
        if value:
            parts += _at_commas(value, listed, known)
    return list(dict.fromkeys(parts))


def _at_commas(value: str, listed: bool, known: Callable[[str], bool]) -> list[str]:
    if ("," not in value and not _AND.search(value)) or known(value):
        return [value]
    parts = [part.strip() for part in _COMMA.split(value) if part.strip()]
    if len(parts) > 1 and not known(parts[-1]):
        last = _AND.split(parts[-1])
        if (listed and len(last) == 2) or all(map(known, last)):
            parts = [*parts[:-1], *last]
    elif len(parts) == 1:
        parts = _AND.split(value)
        return parts if all(map(known, parts)) else [value]
    return parts if parts and (listed or all(map(known, parts))) else [value]


def reads_as_prose(value: str) -> bool:
    """Tell whether a value is words about names rather than a name.

    Examples
    --------
    >>> reads_as_prose("La Petite Fabrique et le GRAINE"), reads_as_prose("Terre et Cité")
    (True, False)
    """
    both = _AND.split(value)
    return bool(_LOWER_START.match(value)) or any(map(_LOWER_START.match, both[1:])) or _joins_two(both)


def joined_names(value: str) -> list[str]:
    """Return the names that "et" joins, less their articles in small letters: "A et le B" is A, B."""
    return [re.sub(r"^(?:les?|la|des?|du)\s+|^[ld]['’]", "", each).strip() for each in _AND.split(value)]


def candidate_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a free text may name, with the passage it stands in (a line, less wiki syntax)."""
    for line in text.split("\n"):
        passage = strip_wiki(line)
        for part in re.split(r"[,;|]\s*(?![^()]*\))|\s[-–—]\s", _SENTENCE.sub(";", _BULLET.sub("", passage))):
            words = _VERB.sub("", _LEADING.sub("", part.strip(' \t.:-–—*•«»"')).strip())
            for name in [words] if _is_short(words) else _proper_names(words):
                yield name, passage


def _is_short(words: str) -> bool:
    """Tell whether words can be a name: letters, few words, and not two names that "et" joins."""
    if not re.search(r"[^\W\d_]", words) or len(words) == 1:
        return False
    return len(words) <= _LONGEST and len(words.split()) <= _WORDS and not _joins_two(_AND.split(words))


def _joins_two(parts: list[str]) -> bool:
    """Tell whether "et" joins two names of several words each."""
    return len(parts) == 2 and all(
        len(each.split()) > 1 and _NAME.fullmatch(_ELIDED.sub("", _ARTICLE.sub("", each))) for each in parts
    )


def _proper_names(words: str) -> Iterator[str]:
    """Yield what a sentence writes with capitals, but the word that opens it."""
    for found in _NAME.finditer(words):
        name = _ELIDED.sub("", found[0])
        if (found.start() or len(name.split()) > 1) and len(name) > 1:
            yield name


def strip_wiki(text: str) -> str:
    """Return a text less YesWiki's syntax: actions ({{…}}), links ([[page words]]: its words), emphasis."""
    plain = _BUTTON.sub(" ", text) if "{{" in text else text
    plain = _LINK.sub(lambda found: found[2] or found[1], plain) if "[[" in plain else plain
    return " ".join(_MARKUP.sub("", plain).split())
