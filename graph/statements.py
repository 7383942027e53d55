"""What every statement of the graph shares: its place among named graphs, and the passage it rests on."""

import hashlib
import unicodedata
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from ..ontology.terms import MAI, THING, thing

Quad = tuple[Node, URIRef, Node, URIRef]


def passage(subject: URIRef, source: str, locator: str, graph: URIRef) -> Iterator[Quad]:
    """Yield the passage of a document that a subject rests on, and the tie between them."""
    place = THING[f"passage/{source}/{_slug(locator)}-{hashlib.sha256(locator.encode()).hexdigest()[:6]}"]
    yield place, RDF.type, MAI.Passage, graph
    yield place, MAI.document, thing("source", source), graph
    yield place, MAI.locator, Literal(locator, lang="fr"), graph
    yield subject, MAI.evidence, place, graph


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())[:60].strip("-")
