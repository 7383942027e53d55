"""A CONSTRUCT as a SELECT and a template to fill, so that no server cuts its triples without a word."""

from collections.abc import Iterator, Mapping

from rdflib import BNode, Literal, URIRef
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, Node, Variable

from ..grammar.tokens import tokens

Triple = tuple[Node, Node, Node]


def construction(text: str) -> tuple[list[Triple], str]:
    """Return the template of a CONSTRUCT whose prefixes are all declared, and the SELECT of its pattern."""
    algebra = translateQuery(parseQuery(text)).algebra
    template = algebra.template or _pattern(algebra)
    start = opened = closed = depth = -1
    for token in tokens(text):
        if token.terminal == "'CONSTRUCT'":
            start, depth = token.start, 0
        elif depth >= 0 and token.text in ("{", "}"):
            opened = token.start if opened < 0 else opened
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                closed = token.start + 1
                break
    short = "WHERE" in text[start:opened].upper()  # CONSTRUCT WHERE { … }: the pattern is its own template
    rest = text[start + len("CONSTRUCT") :] if short else text[closed:]
    return list(template), f"{text[:start]}SELECT * {rest}"


def _pattern(algebra: CompValue) -> list[Triple]:
    node = algebra
    while "triples" not in node:
        node = node.p
    return list(node.triples)


def filled(template: list[Triple], row: Mapping[str, Identifier]) -> Iterator[Triple]:
    """Yield the triples of a template for one row; none where a variable has no value or the wrong kind."""
    fresh: dict[BNode, BNode] = {}

    def value(term: Node) -> Node | None:
        if isinstance(term, Variable):
            return row.get(str(term))
        return fresh.setdefault(term, BNode()) if isinstance(term, BNode) else term

    for subject, predicate, object_ in template:
        one, how, other = value(subject), value(predicate), value(object_)
        if (
            isinstance(one, URIRef | BNode)
            and isinstance(how, URIRef)
            and isinstance(other, URIRef | BNode | Literal)
        ):
            yield one, how, other
