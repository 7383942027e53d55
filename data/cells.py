"""What one cell may hold, kind by kind: the checked value, or what is wrong with it."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

_IDENTIFIER = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
_GREATEST_NUMBER = Decimal(10) ** 15


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
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n" for sign in text):
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
    return format(number.normalize(), "f")


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


_CHECKS: dict[str, Callable[[str], str]] = {
    "id": _identifier,
    "label": _label,
    "number": _number,
    "integer": _integer,
    "date": _date,
    "year": _year,
    "yes-no": _yes_no,
    "url": _url,
}
