"""How numbers, dates and counts are said to people, in the language spoken now."""

import re
import unicodedata

from .. import messages
from ..messages import figure, text
from .labels import typeset

__all__ = ["DATE", "capital", "day", "figure", "order", "plural"]

DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def plural(family: str, count: int, **values: object) -> str:
    """Return the sentence of `family` ("wing.subject.") for one or for many, with its {count}, typeset."""
    return typeset(messages.plural(family, count, **values))


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


def order(words: str) -> str:
    """Return what sorts `words` as a dictionary does, whatever their accents and case.

    Example
    -------
    >>> sorted(["Zoé", "élan", "Eau"], key=order)
    ['Eau', 'élan', 'Zoé']
    """
    letters = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def capital(words: str) -> str:
    """Return the words with a capital first letter, the others as they are."""
    return words[:1].upper() + words[1:]
