"""What the cells of a field look like: addresses, numbers of registers, people's names, places, sentences."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from ..territories.names import fold

_EMAIL = re.compile(r"[^\s@<>,;|()\"]{1,64}@[^\s@<>,;|()\"]{1,190}\.[^\W\d_]{2,24}")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\+|00)\s?\d{1,3}[\s.\-]?(?:\(0\)[\s.\-]?)?\d(?:[\s.\-]?\d){6,12}"
    r"|0\d(?:[\s.\-]{0,2}\d\d){4})(?![\w/-])"
)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|net|coop|eu|info|bzh|io|asso\.fr)(?:/\S*)?"
)
_DATE = re.compile(
    r"\d{4}(-\d{1,2}(-\d{1,2})?)?([T ]\d.*)?|\d{1,2}[/.\-]\d{1,2}[/.\-](\d{2}|\d{4})"
    r"|(\d{1,2}(er)? )?[^\W\d_]{3,9}\.? \d{4}"
)
_AMOUNT = re.compile(r"[-+]?\d{1,3}(?:[\s\u00a0\u202f.]?\d{3})*(?:[.,]\d{1,2})?\s*(?:€|euros?|eur|k€)?", re.I)
_COORDINATES = re.compile(r"\s*-?\d{1,2}[.,]\d+\s*[,;|/\s]\s*-?\d{1,3}[.,]\d+\s*")
_DECIMAL = re.compile(r"-?\d{1,3}[.,]\d{2,}")
_RNA = re.compile(r"W\s?\d[\dAB]\d(?:\s?\d){7}|W\d[\dABab]\d{7}", re.I)
_CIVILITY = re.compile(
    r"\s*(?:M\.|Mr\b\.?|Mrs\b\.?|Ms\b\.?|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+[^\W\d_]", re.I
)
_COUNT = re.compile(r"[-+]?\d[\d\s.,]*\s*(?:etp|%|personnes?|salari[ée]+s?|b[ée]n[ée]voles?)?", re.I)
_YES_NO = frozenset(("oui", "non", "yes", "no", "o", "n", "x", "vrai", "faux", "true", "false"))
_PARTICLES = frozenset(("de", "du", "des", "le", "la", "van", "von", "el", "ben", "d"))


def find_emails(text: str) -> list[str]:
    """Return the e-mail addresses written in a text."""
    return _EMAIL.findall(text) if "@" in text else []


def find_phones(text: str) -> list[str]:
    """Return the phone numbers written in a text, French ones or with a country's prefix."""
    return [found.strip() for found in _PHONE.findall(text)]


def without_contacts(text: str) -> tuple[str, list[str], list[str]]:
    """Return a text less the e-mail addresses and phones in it, and both of these.

    What is taken away leaves « […] », so that the sentence shows its gap.
    """
    emails = find_emails(text)
    kept = _EMAIL.sub("[…]", text) if emails else text
    phones = find_phones(kept)
    return (_PHONE.sub("[…]", kept) if phones else kept), emails, phones


def is_person(value: str) -> bool:
    """Tell whether a value has the shape of a person's name: two to four words, one a known first name."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", value)
    if not 2 <= len(words) <= 5 or re.search(r"[\d@&/«»]", value):
        return False
    telling = [word for word in words if word.casefold() not in _PARTICLES]
    if words[0].casefold() in ("le", "la", "les", "l", "d"):
        return False
    titled = words[0].casefold() in ("m", "mr", "mme", "mlle", "monsieur", "madame")
    names = telling[1:] if titled else telling
    if not (titled or len(names) in (2, 3)) or any(word[0].islower() for word in telling):
        return False
    surname_first = names[0].isupper() and len(names[0]) > 3 and is_first_name(names[-1])
    return titled or surname_first or is_first_name(names[0])


def has_civility(value: str) -> bool:
    """Tell whether a name is given with a civility: "Mme Dubois", "M. Petit"."""
    return bool(_CIVILITY.match(value))


def is_first_name(word: str) -> bool:
    """Tell whether a word is a common first name in France; of a compound one, its first part counts."""
    plain = fold(word)
    return plain in _first_names() or plain.partition(" ")[0] in _first_names()


@cache
def _first_names() -> frozenset[str]:
    text = (files(__package__) / "first-names.txt").read_text("utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


def share(content: str, values: Sequence[str]) -> float:
    """Return the share of the values that look like `content`, in [0, 1]."""
    test = TESTS[content]
    return sum(map(test, values)) / len(values) if values else 0.0


def luhn(digits: str) -> bool:
    """Tell whether digits satisfy the Luhn formula (ISO/IEC 7812-1), as SIREN and SIRET numbers do."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = int(digit) * (1 + place % 2)
        total += double - 9 if double > 9 else double
    return total % 10 == 0


def _number(length: int) -> Callable[[str], bool]:
    def test(value: str) -> bool:
        digits = re.sub(r"[\s.\-\u00a0\u202f]", "", value)
        return len(digits) == length and digits.isascii() and digits.isdigit() and luhn(digits)

    return test


def _postcode(value: str) -> bool:
    digits = value.replace(" ", "")
    return len(digits) == 5 and digits.isascii() and digits.isdigit() and "01000" <= digits <= "98999"


def _between(low: float, high: float) -> Callable[[str], bool]:
    def test(value: str) -> bool:
        return bool(_DECIMAL.fullmatch(value.strip())) and low <= float(value.replace(",", ".")) <= high

    return test


TESTS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: 2 * sum(map(len, find_emails(value))) > len(value),
    "phone": lambda value: 2 * sum(map(len, find_phones(value))) > len(value),
    "siret": _number(14),
    "siren": _number(9),
    "rna": lambda value: bool(_RNA.fullmatch(value.strip())),
    "url": lambda value: bool(_URL.fullmatch(value.strip().casefold())),
    "date": lambda value: bool(_DATE.fullmatch(value.strip())),
    "amount": lambda value: bool(_AMOUNT.fullmatch(value.strip())),
    "postcode": _postcode,
    "coordinates": lambda value: bool(_COORDINATES.fullmatch(value)),
    "latitude": _between(-90, 90),
    "longitude": _between(-180, 180),
    "integer": lambda value: value.strip().isdigit(),
    "number": lambda value: bool(_COUNT.fullmatch(value.strip())),
    "yes-no": lambda value: value.strip().casefold() in _YES_NO,
    "person": is_person,
    "text": lambda value: len(value) > 120 or value.count(" ") > 15,
}
