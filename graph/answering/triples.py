"""The triples of a CONSTRUCT or a DESCRIBE, in the six formats of RDF 1.1."""

import re
from collections.abc import Mapping, Sequence
from typing import IO

import pyoxigraph as ox

from ...errors import QueryError
from ...messages import text as say

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
MEDIA_TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "trig": "application/trig",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_LOCAL = re.compile("[^/#]*$")
WITHOUT_ROOM = ("jsonld",)  # to say that triples were cut off


def write_triples(
    triples: Sequence[ox.Triple], form: str, note: Sequence[str], prefixes: Mapping[str, str], out: IO[bytes]
) -> None:
    """Write triples; `note` is empty, or the IRI and the sentence that say what is missing.

    Raises
    ------
    QueryError
        When the format cannot hold them: RDF/XML has no way to write some properties.
    """
    named = _used(prefixes, triples) if form in ("ttl", "trig", "rdf") else None
    try:
        body = ox.serialize(triples, format=_FORMATS[form], prefixes=named) or b""
    except (OSError, ValueError) as error:
        raise QueryError(
            "queries.format.unfit", where=say("queries.where.text"), format=form, detail=error
        ) from error
    if note and form == "rdf":
        declaration, end, rest = body.partition(b"?>")
        sentence = note[1].replace("--", "- -")
        body = declaration + end + f"\n<!-- {sentence} -->".encode() + rest
    elif note:
        out.write(f"# {note[1]}\n".encode())
    out.write(body)


def _used(prefixes: Mapping[str, str], triples: Sequence[ox.Triple]) -> dict[str, str]:
    """Return the prefixes of the IRIs in the triples."""
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    terms |= {term.datatype for term in terms if isinstance(term, ox.Literal)}
    spaces = {_LOCAL.sub("", term.value) for term in terms if isinstance(term, ox.NamedNode)}
    return {prefix: space for prefix, space in prefixes.items() if space in spaces}
