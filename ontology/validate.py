"""What the graph breaks of `shapes.ttl`, said in the user's language. The only file that meets pySHACL."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rdflib import Graph, URIRef, Variable
from rdflib.namespace import RDFS, SH
from rdflib.term import Node

from ..messages import language
from .shape_queries import ShapeQuery, shape_queries
from .terms import load_shapes, load_typologies

_THIS, _VALUE = Variable("this"), Variable("value")


@dataclass(frozen=True)
class Violation:
    """One rule broken at one node.

    `path` is the property to mend, None when the rule names none; `value` the term at fault, None when one
    is missing; `message` says what is wrong and how to mend it; `severity` is a local name of SHACL's.
    """

    focus: URIRef
    path: URIRef | None
    value: Node | None
    message: str
    severity: str
    shape: URIRef


def validate(data: Graph) -> list[Violation]:
    """Return every rule that `data` breaks, by focus node, then property, shape and value.

    `data` needs no inference: each thing is typed with its superclasses. The typologies are added to it here.

    References
    ----------
    W3C Recommendation SHACL, https://www.w3.org/TR/shacl/, and its Advanced Features, 3.1 (SPARQL targets).
    """
    import pyshacl

    merged = load_typologies()
    merged += data
    _, report, _ = pyshacl.validate(
        merged, shacl_graph=_shapes(), inference="none", advanced=True, inplace=True
    )
    found = {_violation(report, result) for result in report.objects(None, SH.result)}
    return _sorted(found)


def validate_by_queries(data: Graph, tell: Callable[[int, int], None] | None = None) -> list[Violation]:
    """Return what `validate` returns, by queries made from the same shapes: for graphs too large for pySHACL.

    Parameters
    ----------
    data
        A graph, or a dataset queried as the union of its graphs, that holds the typologies itself.
    tell
        Told of how many queries are done, of how many.
    """
    queries = _queries()
    found = set()
    asked = {"": True}
    for done, query in enumerate(queries):
        if query.first not in asked:
            asked[query.first] = bool(data.query(query.first).askAnswer)
        rows = data.query(query.text).bindings if asked[query.first] else ()
        for row in rows:
            found.add(_broken(query.shape, _iri(row[_THIS]), row.get(_VALUE)))
        if tell:
            tell(done + 1, len(queries))
    return _sorted(found)


def _broken(shape: URIRef, focus: URIRef, value: Node | None) -> Violation:
    path = _shapes().value(shape, SH.path)
    if not isinstance(path, URIRef):
        path = _shapes().value(shape, RDFS.seeAlso)
    severity = _iri(_shapes().value(shape, SH.severity) or SH.Violation).removeprefix(str(SH))
    path = path if isinstance(path, URIRef) else None
    return Violation(focus, path, value, _message(shape), severity, shape)


@cache
def _queries() -> list[ShapeQuery]:
    return shape_queries(_shapes())


def _sorted(found: set[Violation]) -> list[Violation]:
    return sorted(
        found, key=lambda each: [str(part) for part in (each.focus, each.path, each.shape, each.value)]
    )


@cache
def _shapes() -> Graph:
    return load_shapes()


def _violation(report: Graph, result: Node) -> Violation:
    shape = _iri(report.value(result, SH.sourceShape))
    path = report.value(result, SH.resultPath)
    if not isinstance(path, URIRef):  # a rule of the whole node, or a longer path
        path = _shapes().value(shape, RDFS.seeAlso)
    return Violation(
        focus=_iri(report.value(result, SH.focusNode)),
        path=path if isinstance(path, URIRef) else None,
        value=report.value(result, SH.value),
        message=_message(shape),
        severity=_iri(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        shape=shape,
    )


def _iri(node: Node | None) -> URIRef:
    return URIRef(str(node))


def _message(shape: URIRef) -> str:
    """Return what the shape says in the current language; pySHACL's own result may lose the language."""
    messages = _shapes().objects(shape, SH.message)
    return next(str(each) for each in messages if getattr(each, "language", None) == language())
