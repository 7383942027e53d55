"""What an endpoint answers, as rdflib's terms: SPARQL results in JSON, or triples."""

import json
from dataclasses import dataclass
from typing import Any

from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from ...errors import RemoteError
from .conversation import Heard

RESULTS = "application/sparql-results+json, application/json;q=0.9"
TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_CUT = ("x-sparql-maxrows", "maillage-cut")  # headers by which Virtuoso, and our own endpoint, say it
_FORMATS = {"text/turtle": "turtle", "application/rdf+xml": "xml"}


@dataclass(frozen=True)
class Rows:
    """The rows of a SELECT; `cut` tells that the server kept some for itself."""

    names: list[str]
    rows: list[dict[str, Identifier]]
    cut: bool


def read_rows(heard: Heard, where: str) -> Rows:
    """Return what SPARQL results in JSON hold.

    Raises
    ------
    RemoteError
        For anything else, such as a page.
    """
    try:
        told = json.loads(heard.content)
        names = list(told["head"]["vars"])
        rows = [_row(row) for row in told["results"]["bindings"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RemoteError("endpoint.not-sparql", where=where, content=heard.content_type or "-") from error
    return Rows(names, rows, is_cut(heard))


def is_cut(heard: Heard) -> bool:
    """Tell whether the server says that it kept some of the answer for itself."""
    return any(name in heard.headers for name in _CUT)


def _row(row: dict[str, Any]) -> dict[str, Identifier]:
    return {name: _term(told) for name, told in row.items()}


def _term(told: dict[str, str]) -> Identifier:
    kind, value = told["type"], told["value"]
    if kind == "uri":
        return URIRef(value)
    if kind == "bnode":
        return BNode(value.removeprefix("nodeID://"))  # as Virtuoso calls its own
    if language := told.get("xml:lang"):
        return Literal(value, lang=language)
    datatype = told.get("datatype")
    return (
        Literal(value) if datatype in (None, str(XSD.string)) else Literal(value, datatype=URIRef(datatype))
    )


def read_triples(heard: Heard, where: str) -> Graph:
    """Return the triples of a CONSTRUCT or DESCRIBE.

    Raises
    ------
    RemoteError
        For anything else.
    """
    graph = Graph()
    try:
        text = heard.content.decode("utf-8")
        graph.parse(data=text, format=_FORMATS.get(heard.content_type, "nt"))
    except Exception as error:  # each of rdflib's parsers fails in its own way
        raise RemoteError("endpoint.not-sparql", where=where, content=heard.content_type or "-") from error
    return graph
