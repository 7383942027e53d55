"""The constraints of a shape as SPARQL conditions: what a term must be to conform to it."""

from collections.abc import Callable, Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

# What is said of a shape that constrains nothing.
_SAID = {SH.message, SH.path, SH.severity, SH.name, SH.description, SH.targetClass, SH.target}
# Constraints of all the values of a property at once, not of each.
COUNTED = (SH.minCount, SH.maxCount, SH.hasValue, SH.equals, SH.lessThanOrEquals, SH.uniqueLang)
# How well-formed values are written, where a datatype has rules (https://www.w3.org/TR/xmlschema11-2/).
_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})?"
_WRITTEN = {
    XSD.integer: "^[+-]?[0-9]+$",
    XSD.decimal: "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    XSD.boolean: "^(true|false|0|1)$",
    XSD.gYear: f"^-?[0-9]{{4,}}{_ZONE}$",
    XSD.gYearMonth: f"^-?[0-9]{{4,}}-(0[1-9]|1[0-2]){_ZONE}$",
    XSD.date: f"^-?[0-9]{{4,}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){_ZONE}$",
}
_ANY_TEXT = {XSD.string, XSD.anyURI, RDF.langString, XSD.token}
_KINDS = {SH.IRI: "isIRI", SH.Literal: "isLiteral", SH.BlankNode: "isBlank"}


def path_text(shapes: Graph, path: Node) -> str:
    """Return a SHACL path as a SPARQL property path.

    Raises
    ------
    ValueError
        For a path that is neither a property, an inverse nor an alternative.
    """
    if isinstance(path, URIRef):
        return path.n3()
    if inverse := shapes.value(path, SH.inversePath):
        return f"^{path_text(shapes, inverse)}"
    if ways := shapes.value(path, SH.alternativePath):
        return f"({'|'.join(path_text(shapes, way) for way in Collection(shapes, ways))})"
    raise ValueError(f"no query for the path {path!r}")


class Conditions:
    """The SPARQL conditions of the shapes of one graph; every one is true or false, never an error."""

    def __init__(self, shapes: Graph) -> None:
        self._shapes = shapes
        self._each: Mapping[Node, Callable[[str, Node], str]] = {
            SH["class"]: lambda term, value: f"EXISTS {{ {term} a {_n3(value)} }}",
            SH.datatype: _is_typed,
            SH.nodeKind: lambda term, value: f"{_KINDS[value]}({term})",  # type: ignore[index]
            SH["in"]: lambda term, value: self._sure(f"{term} IN ({', '.join(map(_n3, self._list(value)))})"),
            SH.pattern: lambda term, value: self._sure(f"REGEX(STR({term}), {_n3(value)})"),
            SH.minLength: lambda term, value: self._sure(f"STRLEN(STR({term})) >= {value}"),
            SH.languageIn: self._speaks,
            SH.minInclusive: lambda term, value: self._sure(f"{term} >= {_n3(value)}"),
            SH.maxInclusive: lambda term, value: self._sure(f"{term} <= {_n3(value)}"),
            SH["not"]: lambda term, value: f"!{self.conforms(value, term)}",
            SH["or"]: self._any,
            SH.xone: self._one,
            SH.node: lambda term, value: self.conforms(value, term),
        }

    def of_values(self, shape: Node) -> list[tuple[Node, Node]]:
        """Return the constraints that each value must meet, component and parameter.

        Raises
        ------
        ValueError
            For a component that has no condition.
        """
        found = []
        for component, value in sorted(self._shapes.predicate_objects(shape)):
            if component in self._each:
                found.append((component, value))
            elif str(component).startswith(str(SH)) and component not in {*_SAID, *COUNTED, SH.property}:
                raise ValueError(f"no query for {component} of {shape}")
        return found

    def meets(self, shape: Node, term: str) -> str:
        """Return the condition that a value meets the constraints of each value, "" when there are none."""
        met = [self._each[component](term, value) for component, value in self.of_values(shape)]
        return f"({' && '.join(met)})" if met else ""

    def conforms(self, shape: Node, term: str) -> str:
        """Return the condition that a term conforms to a shape within another one."""
        within = self._shapes.objects(shape, SH.property)
        met = [self.meets(shape, term), *(self._has(each, term) for each in within)]
        return f"({' && '.join(filter(None, met)) or 'true'})"

    def _has(self, shape: Node, term: str) -> str:
        """Return the condition that the values of a property meet a property shape."""
        path = path_text(self._shapes, self._shapes.value(shape, SH.path))  # type: ignore[arg-type]
        value = f"{term}x"  # the same name in each EXISTS, which is a scope of its own
        met = []
        for component in COUNTED:
            for wanted in self._shapes.objects(shape, component):
                if component == SH.hasValue:
                    met.append(f"EXISTS {{ {term} {path} {_n3(wanted)} }}")
                elif (component, str(wanted)) == (SH.minCount, "1"):
                    met.append(f"EXISTS {{ {term} {path} {value} }}")
                elif (component, str(wanted)) == (SH.maxCount, "0"):
                    met.append(f"!EXISTS {{ {term} {path} {value} }}")
                else:
                    raise ValueError(f"no query for {component} {wanted} within a shape")
        if each := self.meets(shape, value):
            met.append(f"!EXISTS {{ {term} {path} {value} FILTER (!{each}) }}")
        return " && ".join(met)

    def _speaks(self, term: str, languages: Node) -> str:
        known = " || ".join(f"LANGMATCHES(LANG({term}), {_n3(each)})" for each in self._list(languages))
        return self._sure(known)

    def _any(self, term: str, shapes: Node) -> str:
        return f"({' || '.join(self.conforms(each, term) for each in self._list(shapes))})"

    def _one(self, term: str, shapes: Node) -> str:
        counted = (f"IF({self.conforms(each, term)}, 1, 0)" for each in self._list(shapes))
        return f"({' + '.join(counted)} = 1)"

    def _list(self, head: Node) -> list[Node]:
        return list(Collection(self._shapes, head))

    @staticmethod
    def _sure(condition: str) -> str:
        return f"COALESCE({condition}, false)"


def _is_typed(term: str, datatype: Node) -> str:
    typed = f"COALESCE(DATATYPE({term}) = {_n3(datatype)}, false)"
    if datatype in _ANY_TEXT:
        return typed
    if datatype not in _WRITTEN:
        raise ValueError(f"no query for the datatype {datatype}")
    return f"({typed} && REGEX(STR({term}), {_n3(Literal(_WRITTEN[datatype]))}))"  # type: ignore[index]


def _n3(term: Node) -> str:
    return term.n3()
