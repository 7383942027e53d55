"""Spellings: the many ways to write one place name, brought to one key."""

import re
import unicodedata

ARTICLES = frozenset(("le", "la", "les", "l"))
_LINKS = ARTICLES | {"de", "du", "des", "d", "et"}
_ABBREVIATED = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "lez": "les", "s": "sur"}
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "&": " et ", "º": " ", "°": " "}
)
_MARKS = re.compile("[\u0300-\u036f]")
_OVER = re.compile(r"\bs/|(?<=\w)/(?=\w)")
_WORDS = re.compile(r"[^\W_]+")
_GROUPINGS = re.compile(
    r"^(?:la |le |l )?(?:(communaute de communes?|comcom|com com|cdc)|"
    r"(communaute d ?agglomeration|communaute d ?agglo)|(communaute urbaine))\b"
)
_NATURES = ("cc", "ca", "cu", "met69")


def fold(text: str) -> str:
    """Return the key of a spelling: no accent, case, hyphen, apostrophe nor ligature; "St" is "saint".

    Examples
    --------
    >>> fold("L'Haÿ-les-Roses"), fold("ST OUEN S/ SEINE"), fold("Œting")
    ('l hay les roses', 'saint ouen sur seine', 'oeting')
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain.translate(_LETTERS)).casefold())
    if "/" in plain:
        plain = _OVER.sub(" sur ", plain)
    if "&" in plain:
        plain = plain.replace("&", " et ")
    return " ".join([_ABBREVIATED.get(word, word) for word in _WORDS.findall(plain)])


def without_article(key: str) -> str:
    """Return a folded key without its first article ("le havre": "havre"), or the key if it is only that."""
    first, _, rest = key.partition(" ")
    return rest if first in ARTICLES and rest else key


def loose(key: str) -> str:
    """Return the telling words of a folded key, in alphabetical order: links, articles and nature left out.

    Examples
    --------
    >>> loose("communaute d agglomeration du cotentin"), loose("metropole de lyon")
    ('cotentin', 'lyon metropole')
    """
    words = with_nature(key).split()
    if words and words[0] in _NATURES:
        words = words[1:]
    return " ".join(sorted(word for word in words if word not in _LINKS))


def with_nature(key: str) -> str:
    """Return a folded key whose "communauté de communes", "… d'agglomération", "… urbaine" is CC, CA, CU."""
    found = _GROUPINGS.match(key)
    if not found:
        return key
    return f"{_NATURES[(found.lastindex or 1) - 1]}{key[found.end() :]}"
