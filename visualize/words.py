"""How numbers, dates and counts are said to people, in the language spoken now."""

import unicodedata

from .. import messages
from ..messages import DATE, day, figure
from .labels import typeset

__all__ = ["DATE", "capital", "day", "figure", "order", "plural"]


def plural(family: str, count: int, **values: object) -> str:
    """Return the sentence of `family` ("wing.subject.") for one or for many, with its {count}, typeset."""
    return typeset(messages.plural(family, count, **values))


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
