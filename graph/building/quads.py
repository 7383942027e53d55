"""Statements as lines of canonical N-Quads, written as text: the fastest way from a row to a store.

A term, once written, is a `str` (`<https://…>`, `"Pain"@fr`); a `Block` is a subject, a named graph, and some
lines of N-Triples about the one in the other, sorted.

References
----------
N-Quads and its canonical form: https://www.w3.org/TR/rdf12-n-quads/#canonical-quads
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from rdflib.namespace import RDF

from ...ontology.terms import MAI, source_graph, thing

Block = tuple[str, str, str]
THING = str(thing("", "")).removesuffix("/")  # what the IRI of every row begins with, as plain text

_WORDS = re.compile("[a-z0-9]+")
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def node(iri: str) -> str:
    """Return an IRI, which holds no character that IRIs forbid."""
    return f"<{iri}>"


def string(value: str) -> str:
    """Return a literal of type xsd:string."""
    return f'"{_escape(value)}"'


def french(value: str) -> str:
    """Return a literal in French."""
    return f'"{_escape(value)}"@fr'


def typed(value: str, datatype: str) -> str:
    """Return a literal of a datatype, whose `value` is in its canonical spelling."""
    return f'"{_escape(value)}"^^<{datatype}>'


def _escape(value: str) -> str:
    return _ESCAPED.sub(lambda sign: _NAMED.get(sign[0], f"\\u{ord(sign[0]):04X}"), value)


TYPE = node(RDF.type)
EVIDENCE = node(MAI.evidence)
_PASSAGE = f"{TYPE} {node(MAI.Passage)}"
_DOCUMENT, _LOCATOR = node(MAI.document), node(MAI.locator)


def block(subject: str, said: Iterable[str], graph: str) -> Block:
    """Return the lines that say something of a subject, each a property and an object, in one named graph."""
    return subject, graph, "".join(sorted({f"{subject} {each} .\n" for each in said}))


def quads(graph: str, triples: str) -> str:
    """Return lines of N-Triples as N-Quads of one graph. No literal holds the end of a line."""
    return triples.replace(" .\n", f" {graph} .\n")


class Passages:
    """The passages of documents that subjects rest on, each told once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def of(self, source: str, locator: str, graph: str = "") -> tuple[str, Block | None]:
        """Return the passage's IRI, and what is said of it the first time it is asked for."""
        known = self._known.get((source, locator))
        if known:
            return known, None
        digest = hashlib.sha256(locator.encode()).hexdigest()[:6]
        place = f"<{THING}passage/{source}/{slug(locator)}-{digest}>"
        self._known[source, locator] = place
        document = f"{_DOCUMENT} <{THING}source/{source}>"
        said = (_PASSAGE, document, f"{_LOCATOR} {french(locator)}")
        return place, block(place, said, graph or node(source_graph(source)))


def slug(text: str) -> str:
    """Return up to 60 ASCII letters, digits and hyphens that recall a text."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join(_WORDS.findall(plain))[:60].strip("-")
