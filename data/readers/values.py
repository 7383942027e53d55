"""JSON values as the texts of cells, and records of cells as the rows and fields of a raw table."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from ..reading.raw import RawField, RawRow

Cells = dict[str, tuple[str, ...]]

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BLOCKS = frozenset(
    ("p", "br", "li", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote")
)
_UNSEEN = frozenset(("script", "style", "template"))


def texts(value: Any) -> tuple[str, ...]:
    """Return what a JSON value says, as the values of a cell: () for null, "" and blanks, one a list item.

    Examples
    --------
    >>> texts([" a ", None, 2, True])
    ('a', '2', 'true')
    """
    if isinstance(value, str):
        text = value.strip()
        return (text,) if text else ()
    if value is None:
        return ()
    if isinstance(value, list):
        return tuple(text for item in value for text in texts(item))
    if isinstance(value, bool | dict):
        return (json.dumps(value, ensure_ascii=False),) if value != {} else ()
    return (repr(value),)


def one(value: Any) -> str:
    """Return the first text of a JSON value, "" for none."""
    return next(iter(texts(value)), "")


def flatten(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values of nested objects by their path: {"geo": {"lat": 1}} gives ("geo.lat", 1)."""
    for name, value in record.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def split(value: Any, separator: str = ",") -> tuple[str, ...]:
    """Return the parts of joined texts, without blanks and repeats.

    Examples
    --------
    >>> split("1, 3,,1")
    ('1', '3')
    """
    parts = (part.strip() for text in texts(value) for part in text.split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


def keyed(value: Any) -> dict[str, Any]:
    """Return an object, or a list by position: PHP writes an array as either, and an empty one as a list."""
    if isinstance(value, dict):
        return {str(key): each for key, each in value.items()}
    return {str(index): each for index, each in enumerate(value)} if isinstance(value, list) else {}


def fields_of(rows: Iterable[RawRow], describe: Callable[[str], RawField]) -> tuple[RawField, ...]:
    """Return the fields of these rows' cells in the order of their first appearance."""
    names = dict.fromkeys(name for row in rows for name in row.cells)
    return tuple(describe(name) for name in names)


def coordinates(latitude: Any, longitude: Any) -> tuple[str, str] | None:
    """Return a place's coordinates as texts, None for no place: blanks, or 0, 0 in the Gulf of Guinea."""
    north, east = one(latitude), one(longitude)
    try:
        nowhere = float(north or 0) == 0 and float(east or 0) == 0
    except ValueError:
        nowhere = False
    return None if nowhere or not (north and east) else (north, east)


def plain(text: str) -> str:
    """Return a text without its HTML markup, a line per block; a text that has none stays as it is.

    Examples
    --------
    >>> plain("<p>L&#039;atelier<br>du <b>bourg</b></p>")
    "L'atelier\\ndu bourg"
    """
    if not (("<" in text and _TAG.search(text)) or ("&" in text and _ENTITY.search(text))):
        return text
    reader = _Text()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _Text(HTMLParser):
    """Gathers the words between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
