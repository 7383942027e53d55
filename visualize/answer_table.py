"""The rows of a question as a table for people, and as a CSV file for their spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..messages import language, text
from ..ontology.terms import MAI
from .edition import Citation, Edition
from .words import DATE, day, figure

if TYPE_CHECKING:
    import pandas

    from ..queries.catalogue import Column, Question

_ROWS_SHOWN = 500  # a page of more is too slow on a phone; the CSV file holds them all
_BETWEEN = " | "  # what a query sets between the values of a cell that holds several
_WITHIN = " ; "  # and between the places of one document, whose own names may hold it
_WORDS = ("text", "date", "year", "boolean", "iri", "any")


@dataclass(frozen=True)
class Header:
    """A column for people: its words, and what it holds: "text", "number", "status" or "sources"."""

    words: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """What a cell shows; `sort` orders it when its words would not, `status` names a badge."""

    words: str = ""
    href: str | None = None
    sort: str | None = None
    status: str | None = None
    citations: Sequence[Citation] = ()


@dataclass(frozen=True)
class AnswerTable:
    """A table for people.

    `silent` names the columns that are empty in every row, and are not drawn; `more` counts the rows beyond
    those that a page can show.
    """

    headers: Sequence[Header]
    rows: Sequence[Sequence[Cell]]
    silent: Sequence[str] = ()
    more: int = 0


def answer_table(question: "Question", rows: "pandas.DataFrame", edition: Edition) -> AnswerTable:
    """Return the answer as people read it: names in place of IRIs, a source in place of three columns."""
    records = rows.head(_ROWS_SHOWN).to_dict(orient="records")
    headers, drawn, silent = [], [], []
    for column in _columns(question):
        words = column.header[language()]
        cells = [_cell(column, record, edition) for record in records]
        if any(cell.words or cell.citations for cell in cells):
            headers.append(Header(words, _kind(column)))
            drawn.append(cells)
        elif records:
            silent.append(words)
    return AnswerTable(headers, list(zip(*drawn, strict=True)), silent, len(rows) - len(records))


def is_missing(value: object) -> bool:
    """Tell whether a cell of an answer is empty: None, NaN or NaT."""
    return value is None or value != value  # noqa: PLR0124 - NaN and NaT alone differ from themselves


def split(value: object) -> list[str]:
    """Return the values of a cell that holds several."""
    return [] if is_missing(value) else str(value).split(_BETWEEN)


def sources(record: dict[Any, Any], edition: Edition) -> list[Citation]:
    """Return the places that a row rests on."""
    documents, titles, places = (split(record.get(name)) for name in ("source", "sourceLabel", "locator"))
    if len(documents) != len(places):  # the answer names documents only, or a locator holds a bar
        pairs = dict.fromkeys(zip(documents, titles, strict=False))
        return [Citation(title, "", edition.href(iri) or "sources.html") for iri, title in pairs]
    cited = [
        edition.cite(document, title, locator)
        for document, title, place in zip(documents, titles, places, strict=True)
        for locator in _locators(document, place, edition)
    ]
    return list(dict.fromkeys(cited))


def _locators(document: str, place: str, edition: Edition) -> list[str]:
    """Return the places that an answer joined in one, each as long as the document has; else `place`."""
    parts = place.split(_WITHIN)
    found: list[str] = []
    while parts:
        sizes = range(len(parts), 0, -1)
        size = next((n for n in sizes if (document, _WITHIN.join(parts[:n])) in edition.passages), 0)
        if not size:
            return [place]
        found.append(_WITHIN.join(parts[:size]))
        parts = parts[size:]
    return found


def _columns(question: "Question") -> list["Column"]:
    """Return the columns to draw: one for an IRI and its label, one for a source and its place."""
    names = {column.name for column in question.columns}
    merged = {f"{name}Label" for name in names} | ({"locator"} if "source" in names else set())
    drawn = [column for column in question.columns if column.name not in merged]
    return sorted(drawn, key=lambda column: column.name == "source")


def _kind(column: "Column") -> str:
    if column.name == "source":
        return "sources"
    if column.name == "status":
        return "status"
    return "text" if column.unit in _WORDS else "number"


def _cell(column: "Column", record: dict[Any, Any], edition: Edition) -> Cell:
    value = record[column.name]
    label = record.get(f"{column.name}Label")
    if column.name == "source":
        return Cell(citations=sources(record, edition))
    if column.name == "status":
        return Cell("" if is_missing(label) else str(label), status=_status(value))
    if is_missing(value):
        return Cell("" if is_missing(label) else str(label))
    href = edition.href(str(value)) if column.unit in ("iri", "any") else None
    if not is_missing(label):
        return Cell(str(label), href)
    return _plain(value, href)


def _plain(value: object, href: str | None) -> Cell:
    if isinstance(value, bool):
        return Cell(text("atlas.yes") if value else text("atlas.no"))
    if isinstance(value, int | float):
        return Cell(figure(value), sort=repr(value))
    words = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if DATE.fullmatch(words):
        return Cell(day(words), sort=words)
    return Cell(words.removeprefix(str(MAI)), href)


def _status(value: object) -> str | None:
    return None if is_missing(value) else str(value).removeprefix(str(MAI))
