"""The key under which a name is found again: no accent, case nor punctuation."""

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "&": " et "})
_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=200_000)
def fold_name(text: str) -> str:
    """Return the key of a name; two names of one key are the same name.

    Examples
    --------
    >>> fold_name("L'Établi  &  Cie"), fold_name("LETABLI")
    ('l etabli et cie', 'letabli')
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain.translate(_LETTERS)).casefold())
    return " ".join(_WORDS.findall(plain.replace("&", " et ")))
