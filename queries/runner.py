"""Asking: a SPARQL text, or a question of the catalogue, to a dataset; the answer is a table.

The dataset is queried as the union of its named graphs, on Oxigraph (through oxrdflib) or in rdflib's memory.
Two habits of Oxigraph rule how questions are written, and `guard` refuses what they would make silently
false: a triple that several named graphs hold is met once in each (hence DISTINCT everywhere), and a
binding reaches only the SELECTs that project it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdflib import XSD, BNode, Dataset, Literal
from rdflib.query import Result
from rdflib.term import Identifier, Node

from ..errors import LimitReached, MaillageError, QueryError
from ..messages import language
from ..messages import text as say
from .catalogue import LANGUAGE, Question, question
from .parameters import resolve

if TYPE_CHECKING:
    import pandas as pd

_NONE: Mapping[str, Identifier] = MappingProxyType({})
MOST_ROWS = 1_000_000
_PARTIAL_DATES = (XSD.gYear, XSD.gYearMonth)
_CITED = ["source", "sourceLabel", "locator"]
_DOCUMENTS, _PLACES = " | ", " ; "  # between the documents of a cell, between the places of a document


def run(dataset: Dataset, text: str, bindings: Mapping[str, Identifier] = _NONE) -> pd.DataFrame:
    """Return the answer to a SPARQL text: a row a solution, a column a variable, in the order of SELECT.

    ASK gives one cell, `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`, sorted.
    IRIs become str, numbers int or float, full dates `date`, partial ones the str "2024" or "2024-10",
    the unbound None.

    Raises
    ------
    QueryError
        For a text that cannot be read or run, an update, a SERVICE, a FROM, or a binding that the text
        would not receive.
    LimitReached
        For an answer of more than `MOST_ROWS` rows.
    """
    from .guard import checked  # rdflib's SPARQL grammar takes a while to build

    prefixes = {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}
    return run_own(dataset, checked(text, prefixes, bindings), bindings)


def ask(dataset: Dataset, name: str, /, **params: object) -> pd.DataFrame:
    """Return the answer to the question `name` of the catalogue, with the columns that its header declares.

    Parameters are written as people do ("Normandie", "28", "10 000"): see `parameters.resolve`. The terms of
    the ontology and of the typologies are in the language spoken now, the names of things in their own.
    `source`, `sourceLabel` and `locator` hold each document once, separated by " | " in the same order, and
    the places of one document are separated by " ; ".

    Raises
    ------
    UnknownName
        For a question that does not exist.
    BadParameter
        For a parameter that is unknown, missing, or of the wrong type.

    Examples
    --------
    >>> ask(dataset, "support-offers", territory="Normandie", maximum=10_000)  # doctest: +SKIP
    """
    asked = question(name)
    return told_of(asked, *rows_of(dataset, asked, params))


def rows_of(
    dataset: Dataset, asked: Question, params: Mapping[str, object]
) -> tuple[list[str], list[list[object]]]:
    """Return the columns and rows that the store gives to a question; `told_of` makes them its answer."""
    bindings = {**resolve(dataset, asked, params), LANGUAGE: Literal(language())}
    return _answer(dataset, asked.text, bindings)  # our own texts: the tests hold each against `guard`


def told_of(asked: Question, columns: list[str], rows: list[list[object]]) -> pd.DataFrame:
    """Return the answer to a question, from what a store gave."""
    import pandas as pd

    table = pd.DataFrame(rows, columns=columns, dtype=object)
    told = table[[each.name for each in asked.columns]]
    # rdflib's memory answers an empty GROUP BY with one empty row
    kept = [any(cell not in (None, "") for cell in row) for row in told.to_numpy()]
    told = told.loc[kept].reset_index(drop=True)
    for column in asked.columns:
        if column.unit == "boolean":  # some stores compute true as 1
            told[column.name] = [cell if cell is None else bool(cell) for cell in told[column.name]]
    if set(_CITED) <= set(told.columns):
        cited = [_each_document_once(tuple(row)) for row in told[_CITED].to_numpy()]
        for at, name in enumerate(_CITED):
            told[name] = pd.Series([row[at] for row in cited], dtype=object)
    return told


def _each_document_once(cited: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Return the source, sourceLabel and locator of a row, the places of each document together."""
    lists = [(cell or "").split(_DOCUMENTS) for cell in cited]
    if len({len(each) for each in lists}) > 1:  # a title or a place holds the separator: as the store told it
        return cited
    places: dict[tuple[str, str], dict[str, None]] = {}
    # in order of title and place: SPARQL does not say in which a GROUP_CONCAT comes
    for document, title, place in sorted(zip(*lists, strict=True), key=lambda each: (each[1], each[2])):
        places.setdefault((document, title), {})[place] = None
    told = (
        _DOCUMENTS.join(document for document, _ in places),
        _DOCUMENTS.join(title for _, title in places),
        _DOCUMENTS.join(map(_PLACES.join, places.values())),
    )
    return tuple(cell or None for cell in told)


def run_own(dataset: Dataset, text: str, bindings: Mapping[str, Identifier] = _NONE) -> pd.DataFrame:
    """Return the answer to a text of ours, which the tests hold against `guard`: as `run`, unguarded."""
    import pandas as pd

    columns, rows = _answer(dataset, text, bindings)
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _answer(
    dataset: Dataset, text: str, bindings: Mapping[str, Identifier]
) -> tuple[list[str], list[list[object]]]:
    """Return the columns and rows of an answer, every failure of the store wrapped."""
    try:
        result = dataset.query(text, initBindings=dict(bindings))
        if result.type == "SELECT":
            return _select(result)
        if result.type == "ASK":
            return ["answer"], [[bool(result.askAnswer)]]
        triples = sorted(result.graph or (), key=lambda triple: [term.n3() for term in triple])
        return ["subject", "predicate", "object"], [[_python(term) for term in triple] for triple in triples]
    except MaillageError:
        raise
    except SyntaxError as error:  # rdflib reads some texts that Oxigraph does not
        raise QueryError("queries.unreadable", where=say("queries.where.text"), reason=error) from error
    except Exception as error:  # each store fails in its own way: RuntimeError, OSError, SPARQLError…
        raise QueryError("queries.failed", where=say("queries.where.text"), reason=error) from error


def _select(result: Result) -> tuple[list[str], list[list[object]]]:
    variables = list(result.vars or ())
    rows: list[list[object]] = []
    for row in result:
        if len(rows) == MOST_ROWS:
            raise LimitReached("queries.too-many-rows", where=say("queries.where.text"), most=MOST_ROWS)
        rows.append([_python(term) for term in row])  # type: ignore[union-attr]
    return [str(variable) for variable in variables], rows


def _python(term: Node | None) -> object:
    if not isinstance(term, Literal):
        return None if term is None else f"_:{term}" if isinstance(term, BNode) else str(term)
    if term.datatype in _PARTIAL_DATES or term.value is None or term.ill_typed:
        return str(term)
    value = term.toPython()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (bool, int, float)) or hasattr(value, "isoformat") else str(term)
