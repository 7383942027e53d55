"""What one cell may hold, kind by kind: the checked value, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

_IDENTIFIER = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
_GREATEST_NUMBER = Decimal(10) ** 15
_FINEST_NUMBER = -60  # power of ten of the last digit
_LA_POSTE = "356000000"


class BadCell(Exception):
    """A cell that its column refuses; `key` names the message that says why."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def clean(text: str) -> str:
    """Return `text` in Unicode's composed form (NFC), without the white space around it.

    Raises
    ------
    BadCell
        For a control character, which no name or sentence holds.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if not text.isprintable() and any(
        unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text
    ):
        raise BadCell("table.control-character")
    return text


def check(kind: str, value: str) -> str:
    """Return the cell's `value` in the one spelling that the graph keeps.

    Raises
    ------
    BadCell
        For a value that is not of this `kind`.
    """
    return _CHECKS.get(kind, str)(value)


def _identifier(value: str) -> str:
    if not _IDENTIFIER.fullmatch(value):
        raise BadCell("table.identifier")
    return value


def _number(value: str) -> str:
    try:
        number = Decimal(re.sub(r"[\s\u202f\u00a0]", "", value).replace(",", "."))
    except InvalidOperation as error:
        raise BadCell("table.number") from error
    if not number.is_finite() or abs(number) > _GREATEST_NUMBER:
        raise BadCell("table.number")
    if number and int(number.as_tuple().exponent) < _FINEST_NUMBER:
        raise BadCell("table.number")
    return format(number.normalize() + 0, "f") if number else "0"


def _integer(value: str) -> str:
    number = _number(value)
    if "." in number or number.startswith("-"):
        raise BadCell("table.integer")
    return number


def _date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value, re.ASCII):
        raise BadCell("table.date")
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError as error:
        raise BadCell("table.date") from error
    return value


def _year(value: str) -> str:
    if len(value) != 4:
        raise BadCell("table.year")
    return _date(value)


def _yes_no(value: str) -> str:
    answers = {"yes": "true", "oui": "true", "no": "false", "non": "false"}
    if value.lower() not in answers:
        raise BadCell("table.yes-no")
    return answers[value.lower()]


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise BadCell("table.url") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"{}|\\^`]", value):
        raise BadCell("table.url")
    return value


def _label(value: str) -> str:
    if "\n" in value:
        raise BadCell("table.label")
    return value


def _siren(value: str) -> str:
    digits = _digits(value)
    if not (re.fullmatch(r"\d{9}", digits, re.ASCII) and _holds(digits)):
        raise BadCell("table.siren")
    return digits


def _siret(value: str) -> str:
    """Return the 14 digits; the offices of La Poste have a check of their own (the digits add up to a 5)."""
    digits = _digits(value)
    if not re.fullmatch(r"\d{14}", digits, re.ASCII) or not _holds(digits[:9]):
        raise BadCell("table.siret")
    of_la_poste = digits.startswith(_LA_POSTE) and sum(map(int, digits)) % 5 == 0
    if not (of_la_poste or _holds(digits)):
        raise BadCell("table.siret")
    return digits


def _rna(value: str) -> str:
    code = _digits(value).upper()
    if not re.fullmatch(r"W\d[0-9A-Z]{8}", code, re.ASCII):
        raise BadCell("table.rna")
    return code


def _digits(value: str) -> str:
    return re.sub(r"[\s.-]", "", value)


def _holds(digits: str) -> bool:
    """Tell whether the check digit is right (Luhn, ISO/IEC 7812-1 annex B) and not all are zeros."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(each - 9 if each > 9 else each for each in doubled)
    return total % 10 == 0 and bool(digits.strip("0"))


def _degrees(value: str, greatest: int, key: str) -> str:
    try:
        degrees = _number(value)
    except BadCell as error:
        raise BadCell(key) from error
    if abs(Decimal(degrees)) > greatest:
        raise BadCell(key)
    return degrees


def _latitude(value: str) -> str:
    return _degrees(value, 90, "table.latitude")


def _longitude(value: str) -> str:
    return _degrees(value, 180, "table.longitude")


def _email(value: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+[.][^@\s]+", value):
        raise BadCell("table.email")
    return value


def _phone(value: str) -> str:
    """Return a phone number as it is written, its narrow and unbreakable spaces made plain."""
    spaced = re.sub(r"\s+", " ", value)
    if not re.fullmatch(r"[+(]?[0-9][0-9 .()/+-]{3,39}", spaced, re.ASCII):
        raise BadCell("table.phone")
    return spaced


_CHECKS: dict[str, Callable[[str], str]] = {
    "id": _identifier,
    "label": _label,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "year": _year,
    "yes-no": _yes_no,
    "url": _url,
    "siren": _siren,
    "siret": _siret,
    "rna": _rna,
    "latitude": _latitude,
    "longitude": _longitude,
    "email": _email,
    "phone": _phone,
}
