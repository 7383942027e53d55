"""Sentences for people, in French or English, read from the gettext catalogues in `locale/`.

Code names a sentence by its key ("table.reference.what"); the words stand in
`locale/<language>/LC_MESSAGES/maillage.po`, which the build compiles.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en")
DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

_language: ContextVar[str] = ContextVar("language", default="fr")


def set_language(language: str) -> None:
    """Speak `language` ("fr" or "en") from here on, in this thread of execution.

    Raises
    ------
    ValueError
        For a language without a catalogue.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no catalogue for {language!r}; there are {', '.join(LANGUAGES)}")
    _language.set(language)


def language() -> str:
    """Return the language spoken now, "fr" or "en"."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside a `with` block, then the former one again."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def text(key: str, /, **values: object) -> str:
    """Return the sentence named `key` in the current language, its `{places}` filled from `values`.

    A sentence that the catalogue gives for one and for many (`msgid_plural`) is that of the integer `count`.

    Raises
    ------
    KeyError
        For a key that the catalogue does not hold: a programmer's mistake.
    """
    catalogue, count = _catalogue(language()), values.get("count")
    sentence = catalogue.ngettext(key, key, count) if isinstance(count, int) else key
    if sentence == key:
        sentence = catalogue.gettext(key)
    if sentence == key:
        raise KeyError(f"no message {key!r} in the {language()} catalogue")
    return sentence.format(**values)


def plural(family: str, count: int, **values: object) -> str:
    """Return the sentence of `family` ("wing.subject.") for one or for many, with its {count}."""
    return text(f"{family}{'one' if is_one(count) else 'many'}", count=figure(count), **values)


def is_one(count: float) -> bool:
    """Tell whether a count takes the singular in the current language: 0 and 1.5 do in French alone."""
    return count < 2 if language() == "fr" else count == 1


def figure(value: float, digits: int = 2) -> str:
    """Return a number as people write it in the current language, at most `digits` figures after the point.

    Example
    -------
    >>> figure(2600), figure(0.5)
    ('2\\u202f600', '0,5')
    """
    written = f"{value:,.{digits}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    if language() == "fr":
        return written.replace(",", "\u202f").replace(".", ",")
    return written


def day(written: str) -> str:
    """Return an ISO date, month or year as people say it: "2 octobre 2024", "octobre 2023", "2024".

    Example
    -------
    >>> day("2023-10")
    'octobre 2023'
    """
    match = DATE.fullmatch(written)
    if match is None or not 1 <= int(match[2] or 1) <= 12:
        return written
    year, month, number = match.groups()
    months = text("atlas.months").split()
    return " ".join(filter(None, (number and str(int(number)), month and months[int(month) - 1], year)))


@cache
def _catalogue(language: str) -> gettext.GNUTranslations:
    source = files(__package__) / "locale" / language / "LC_MESSAGES" / "maillage.mo"
    with source.open("rb") as file:
        return gettext.GNUTranslations(file)
