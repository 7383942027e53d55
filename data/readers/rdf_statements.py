"""RDF files as plain statements: where Oxigraph is met, and made to read no other file or address."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import Fault, InvalidData
from ..reading.documents import load_json
from .xml_prolog import read_prolog

if TYPE_CHECKING:
    import pyoxigraph as ox

SUFFIXES: Mapping[str, str] = {
    ".ttl": "TURTLE",
    ".turtle": "TURTLE",
    ".trig": "TRIG",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".n3": "N3",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
    ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
}
_ENTITY = 200  # characters: an entity of an honest file is a namespace
_REFERENCE = re.compile(r"&(?!#)[^;\s]+;|%[^;\s]+;")
_DECLARED = re.compile(rb"(<\?xml[^>]*encoding=)(['\"])([A-Za-z0-9._-]+)\2")
_TURTLE = re.compile(rb"(#[^\n]*\n|\s)*(@prefix|@base|prefix\s+\S*:|base\s*<)", re.IGNORECASE)
_TRIPLES = re.compile(rb"(#[^\n]*\n|\s)*(<[a-z][^>\s]*>|_:\S+)\s+<[a-z][^>\s]*>\s+[<\"_]", re.IGNORECASE)
_STRING = "http://www.w3.org/2001/XMLSchema#string"


class Text(NamedTuple):
    """A literal: its lexical form, its language tag in lower case ("" for none), its datatype's IRI."""

    value: str
    language: str = ""
    datatype: str = _STRING


Term = str | Text  # an IRI, a blank node ("_:1"), a literal


class Statement(NamedTuple):
    """A quad; `graph` is "" for the default graph. Blank nodes are numbered in the order of the files."""

    subject: str
    predicate: str
    value: Term
    graph: str


@dataclass
class Statements:
    """The statements of some files, without repetition, and how many were `left` by the reason's key."""

    each: list[Statement] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def serialisation(suffix: str, head: bytes) -> str:
    """Return the name of the RDF serialisation that a file's suffix and first bytes show, "" for none."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    named = SUFFIXES.get(suffix, "")
    if named == "RDF_XML" and suffix == ".xml":
        return named if b"http://www.w3.org/1999/02/22-rdf-syntax-ns#" in head else ""
    if named == "JSON_LD" and suffix == ".json":
        return named if re.search(rb'"@(context|graph|id)"\s*:', head) else ""
    if named:
        return named
    if suffix in ("", ".txt", ".rq"):
        return "TURTLE" if _TURTLE.match(head) else "N_QUADS" if _TRIPLES.match(head) else ""
    return ""


def read_statements(paths: Sequence[Path]) -> Statements:
    """Return what the files state, together.

    Raises
    ------
    InvalidData
        For what its serialisation's grammar refuses, for a JSON-LD context or an entity that stands
        outside the file, and for entities made to swell.
    """
    found, numbers, seen = Statements(), 0, set()
    for path in paths:
        names: dict[str, str] = {}
        for quad in _quads(path):
            statement = _statement(quad, names, numbers)
            if isinstance(statement, str):
                found.left[statement] += 1
            elif statement not in seen:
                seen.add(statement)
                found.each.append(statement)
        numbers += len(names)
    return found


def _quads(path: Path) -> Iterator["ox.Quad"]:
    import pyoxigraph as ox

    content = path.read_bytes()
    name = serialisation(path.suffix.lower(), content[: 2**16]) or "TURTLE"
    if name == "RDF_XML":
        _check_entities(path)
    elif name == "JSON_LD":
        load_json(path)
    try:
        yield from ox.parse(_utf8(content), format=getattr(ox.RdfFormat, name), base_iri=_base(path))
    except SyntaxError as error:
        key = "rdf.remote-context" if "LoadDocumentCallback" in str(error) else "rdf.syntax"
        values: dict[str, object] = {} if key == "rdf.remote-context" else {"detail": str(error)}
        raise InvalidData(
            [Fault(key, path.name, error.lineno or 0, values=values)], where=path.name
        ) from error
    except (ValueError, LookupError) as error:
        fault = Fault("rdf.syntax", path.name, values={"detail": str(error)})
        raise InvalidData([fault], where=path.name) from error


def _base(path: Path) -> str:
    """Return what relative IRIs are relative to: an address that says they were, and leads nowhere."""
    return f"http://relative.invalid/{re.sub('[^A-Za-z0-9.-]', '-', path.name)}/"


def _utf8(content: bytes) -> bytes:
    """Return the same text in UTF-8, where its mark or its XML declaration says another encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARED.match(content)
    if declared and declared[3].lower() not in (b"utf-8", b"utf8"):
        text = content[declared.end() :]
        if declared[3].lower() not in (b"utf-16", b"utf16"):
            text = text.decode(declared[3].decode()).encode()
        return declared[1] + b'"UTF-8"' + text
    return content


def _check_entities(path: Path) -> None:
    prolog = read_prolog(path)
    outside = prolog.outside or None in prolog.entities.values()
    swell = [
        name
        for name, text in prolog.entities.items()
        if name[0] == "%" or (text and (len(text) > _ENTITY or _REFERENCE.search(text)))
    ]
    if outside or swell:
        fault = Fault("rdf.entity", path.name, value=", ".join(swell[:3]) or "DOCTYPE")
        raise InvalidData([fault], where=path.name)


def _statement(quad: "ox.Quad", names: dict[str, str], numbers: int) -> Statement | str:
    """Return a quad as a statement, or the key of the reason why it is none."""
    import pyoxigraph as ox

    def node(term: Any) -> str:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term.value, f"_:{numbers + len(names) + 1}")
        return str(term.value)

    graph = quad.graph_name
    if isinstance(graph, ox.BlankNode):
        return "rdf.formula"
    value = quad.object
    if isinstance(value, ox.Triple) or isinstance(quad.subject, ox.Triple):
        return "rdf.triple-term"
    term: Term
    if isinstance(value, ox.Literal):
        term = Text(value.value, (value.language or "").lower(), value.datatype.value)
    else:
        term = node(value)
    name = graph.value if isinstance(graph, ox.NamedNode) else ""
    return Statement(node(quad.subject), quad.predicate.value, term, name)
