"""Each source document: what it is, and what each of its passages bears out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.namespace import DCTERMS

from ..messages import text
from ..ontology.terms import MAI
from ..queries.runner import ask
from .answer_table import is_missing
from .edition import Edition, anchor, passage_anchor
from .words import day

Fact = tuple[str, str | None, str]  # its words, its page, its status


@dataclass(frozen=True)
class PassageTold:
    """A place in a document, and the facts it bears out, by kind."""

    anchor: str
    locator: str
    kinds: Mapping[str, Sequence[Fact]]


@dataclass(frozen=True)
class Document:
    """A source document: what is known of it (words, value, whether deduced), its note, its passages."""

    anchor: str
    title: str
    known: Sequence[tuple[str, str, bool]]
    note: str | None
    passages: Sequence[PassageTold]
    facts: int


def write_sources(edition: Edition) -> None:
    """Write the page of source documents."""
    documents = [_document(edition, iri, title) for iri, title in edition.documents.items()]
    edition.write("sources.html", "sources.html", title=text("atlas.sources.title"), documents=documents)


def _document(edition: Edition, iri: str, title: str) -> Document:
    note = edition.dataset.value(URIRef(iri), MAI.note)
    passages, facts = _passages(edition, iri)
    return Document(
        anchor(iri), title, _known(edition, URIRef(iri)), None if note is None else str(note), passages, facts
    )


def _known(edition: Edition, document: URIRef) -> list[tuple[str, str, bool]]:
    deduced = set(edition.dataset.objects(document, MAI.inferredProperty))
    found = []
    for name, about in (
        ("type", DCTERMS.type),
        ("publisher", DCTERMS.publisher),
        ("issued", DCTERMS.issued),
        ("homepage", MAI.homepage),
        ("rights", DCTERMS.rights),
    ):
        value = edition.dataset.value(document, about)
        if value is not None:
            words = edition.label(str(value)) if str(value) in edition.network else day(str(value))
            found.append((text(f"atlas.document.{name}"), words, about in deduced))
    return found


def _passages(edition: Edition, document: str) -> tuple[list[PassageTold], int]:
    """Return the passages of a document in the order of their names, and how many facts they bear out."""
    told: dict[str, dict[str, dict[str, Fact]]] = {}
    rows = ask(edition.dataset, "contents-of-a-document", document=document).to_dict(orient="records")
    for row in rows:
        kinds = told.setdefault(str(row["locator"]), {})
        kind = text("atlas.kind.other") if is_missing(row["kindLabel"]) else str(row["kindLabel"])
        status = "" if is_missing(row["status"]) else str(row["status"]).removeprefix(str(MAI))
        label = anchor(str(row["fact"])) if is_missing(row["factLabel"]) else str(row["factLabel"])
        kinds.setdefault(kind, {})[row["fact"]] = (label, edition.href(str(row["fact"])), status)
    passages = [
        PassageTold(
            passage_anchor(document, locator),
            locator,
            {kind: list(facts.values()) for kind, facts in kinds.items()},
        )
        for locator, kinds in told.items()
    ]
    return passages, len({row["fact"] for row in rows})
