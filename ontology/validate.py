"""What the graph breaks of `shapes.ttl`, said in the user's language. The only file that meets pySHACL."""

from dataclasses import dataclass
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SH
from rdflib.term import Node

from ..messages import language
from .terms import load_shapes, load_typologies


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
