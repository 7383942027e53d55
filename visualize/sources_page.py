"""Each source document: what it is, and what each of its passages bears out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef
from rdflib.namespace import DCTERMS

from ..messages import text
from ..ontology.terms import MAI
from ..queries.runner import ask
from .answer_table import is_missing
from .edition import Edition, anchor, passage_anchor
from .numbering import PER_PAGE, address
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
    """A source document: what is known of it (words, value, whether deduced), its note, its passages.

    `facts` and `whole` count all its facts and passages, of which the page may show a part.
    """

    anchor: str
    title: str
    known: Sequence[tuple[str, str, bool]]
    note: str | None
    passages: Sequence[PassageTold]
    facts: int
    whole: int


def write_sources(edition: Edition) -> None:
    """Write the page of source documents; a document of many passages goes on on the pages that follow."""
    documents = [_document(edition, iri, title) for iri, title in edition.documents.items()]
    pages = max((-(-one.whole // PER_PAGE) for one in documents), default=1) or 1
    for number in range(1, pages + 1):
        edition.write(
            address("sources.html", number),
            "sources.html",
            title=text("atlas.sources.title"),
            documents=[_part(one, number) for one in documents if number == 1 or _part(one, number).passages],
            sheets=[address("sources.html", each) for each in range(1, pages + 1)] if pages > 1 else [],
            number=number,
            shown=PER_PAGE,
        )


def _part(document: Document, number: int) -> Document:
    """Return the document with the passages of the page `number` alone."""
    return replace(document, passages=document.passages[(number - 1) * PER_PAGE : number * PER_PAGE])


def _document(edition: Edition, iri: str, title: str) -> Document:
    note = edition.dataset.value(URIRef(iri), MAI.note)
    told, facts = _passages(edition, iri)
    words = None if note is None else str(note)
    return Document(anchor(iri), title, _known(edition, URIRef(iri)), words, told, facts, len(told))


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
    named = {row["fact"] for row in rows if not is_missing(row["kindLabel"])}
    for row in rows:
        if is_missing(row["kindLabel"]) and row["fact"] in named:
            continue  # it is told under the kind that has a name
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
        for locator, kinds in sorted(told.items())
    ]
    return passages, len({row["fact"] for row in rows})
