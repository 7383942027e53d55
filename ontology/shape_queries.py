"""The shapes as SPARQL queries, each of which finds what breaks one of them, on graphs too large for pySHACL.

A query is made from a shape's own constraints; a component of SHACL that is not known here raises, so that no
rule is forgotten. The tests hold the queries against pySHACL on every failing example.

References
----------
W3C Recommendation SHACL, https://www.w3.org/TR/shacl/, 4 (core constraint components), and its Advanced
Features, 3.1 (SPARQL targets).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from .shape_conditions import COUNTED, Conditions, path_text


@dataclass(frozen=True)
class ShapeQuery:
    """A query whose rows are violations of `shape`: `?this` the focus node, `?value` the one at fault.

    Where `first`, which asks the same of things of every class, finds nothing, the query finds nothing:
    many shapes share one. "" when there is no such question.
    """

    shape: URIRef
    text: str
    first: str


def shape_queries(shapes: Graph) -> list[ShapeQuery]:
    """Return the queries of every shape that has a target, in the order of the shapes' IRIs.

    Raises
    ------
    ValueError
        For a component of SHACL that has no query.
    """
    found: list[ShapeQuery] = []
    conditions = Conditions(shapes)
    for shape in _in_order(shapes.subjects(RDF.type, SH.NodeShape)):
        for target in _targets(shapes, shape):
            found += _of_node(shape, target, conditions)
            for each in _in_order(shapes.objects(shape, SH.property)):
                found += _of_property(shapes, each, target, conditions)
    return found


def _in_order(terms: Iterable[Node]) -> list[Node]:
    return sorted(set(terms), key=str)


def _targets(shapes: Graph, shape: Node) -> Iterator[str]:
    """Yield the patterns that pick the focus nodes of a shape."""
    for class_ in _in_order(shapes.objects(shape, SH.targetClass)):
        yield f"?this a {class_.n3()} ."
    for target in shapes.objects(shape, SH.target):
        select = shapes.value(target, SH.select)
        if select is None:
            raise ValueError(f"no query for the target of {shape}")
        yield f"{{ {select} }}"


def _of_node(shape: Node, target: str, conditions: Conditions) -> Iterator[ShapeQuery]:
    if condition := conditions.meets(shape, "?this"):
        where = f"{target} FILTER (!{condition}) BIND (?this AS ?value)"
        yield ShapeQuery(URIRef(str(shape)), f"SELECT DISTINCT ?this ?value WHERE {{ {where} }}", "")


def _of_property(shapes: Graph, shape: Node, target: str, conditions: Conditions) -> Iterator[ShapeQuery]:
    path = path_text(shapes, shapes.value(shape, SH.path))  # type: ignore[arg-type]
    if condition := conditions.meets(shape, "?value"):
        yield _query(shape, "DISTINCT ?this ?value", target, f"?this {path} ?value . FILTER (!{condition})")
    if shapes.value(shape, SH.property):
        raise ValueError(f"no query for the properties of {shape}")
    for component in COUNTED:
        for wanted in shapes.objects(shape, component):
            yield from _counted(shape, component, wanted.n3(), (target, path))


def _counted(shape: Node, component: Node, wanted: str, place: tuple[str, str]) -> Iterator[ShapeQuery]:
    """Yield the queries of one constraint of all the values of a property."""
    target, path = place
    number = int(wanted.partition("^")[0].strip('"')) if component in (SH.minCount, SH.maxCount) else 0
    if component in (SH.hasValue, SH.minCount):
        held = f"?this {path} {wanted}" if component == SH.hasValue else _more_than(number - 1, path)
        text = f"SELECT DISTINCT ?this WHERE {{ {target} FILTER NOT EXISTS {{ {held} }} }}"
        yield ShapeQuery(URIRef(str(shape)), text, "")
    elif component == SH.equals:
        for one, other in ((path, wanted), (wanted, path)):
            apart = f"?this {one} ?value . FILTER NOT EXISTS {{ ?this {other} ?value }}"
            yield _query(shape, "DISTINCT ?this ?value", target, apart)
    elif component == SH.lessThanOrEquals:
        ordered = f"?this {path} ?value ; {wanted} ?limit . FILTER (!COALESCE(?value <= ?limit, false))"
        yield _query(shape, "DISTINCT ?this ?value", target, ordered)
    elif component == SH.uniqueLang:
        same = 'FILTER (!SAMETERM(?one, ?two) && LANG(?one) != "" && LANG(?one) = LANG(?two))'
        yield _query(shape, "DISTINCT ?this", target, f"?this {path} ?one , ?two . {same}")
    else:
        yield _query(shape, "DISTINCT ?this", target, _more_than(number, path))


def _more_than(number: int, path: str) -> str:
    """Return the pattern of a thing with more values of a property than `number`."""
    values = [f"?v{each}" for each in range(number + 1)]
    unlike = " && ".join(f"!SAMETERM({one}, {other})" for one, other in combinations(values, 2))
    return f"?this {path} {' , '.join(values)} . FILTER ({unlike or 'true'})"


def _query(shape: Node, columns: str, target: str, pattern: str) -> ShapeQuery:
    text = f"SELECT {columns} WHERE {{ {target} {pattern} }}"
    return ShapeQuery(URIRef(str(shape)), text, f"ASK {{ {pattern} }}")
