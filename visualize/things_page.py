"""What is known of each structure, chantier, person…: its facts, its links, and where each is read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from ..messages import text
from .contacts import Contact
from .edition import PAGE_OF, Citation, Edition, anchor
from .numbering import PER_PAGE, address, sheets
from .words import day, figure, order

# links that a row of their own states: its note is about the link, not about what it starts from
_OWN_NOTE = ("participatesIn", "funds", "partnerOf", "accompanies", "seatedIn", "intervenesIn")
_LISTED = 500  # links of one kind; a card of more is too slow on a phone, and all are in liens.csv
_GROUPED_FROM = 9  # links of one kind that share their sources are told in one sentence from here on


@dataclass(frozen=True)
class Link:
    """What a thing is linked to, as one document says; `note` is the reason when it is not plainly stated."""

    name: str
    href: str | None
    status: str
    note: str | None
    citations: Sequence[Citation]


@dataclass(frozen=True)
class Links:
    """All links of one sort of a thing; `citations` are the sources that they share, when they are many.

    `shown` are those that a page can show, and `more` counts the others.
    """

    words: str
    links: Sequence[Link]
    citations: Sequence[Citation]

    @property
    def shown(self) -> Sequence[Link]:
        """Return the first ones, as many as a page can show."""
        return self.links[:_LISTED]

    @property
    def more(self) -> int:
        """Return how many are left out."""
        return max(0, len(self.links) - _LISTED)


@dataclass(frozen=True)
class Fact:
    """A value as people say it, and its reason where it is not plainly stated."""

    value: str
    status: str
    note: str | None


@dataclass(frozen=True)
class Thing:
    """A node of the network as its page tells of it."""

    iri: str
    name: str
    kind: str
    type: str | None
    status: str
    note: str | None
    facts: Sequence[tuple[str, Sequence[Fact]]]
    alt: Sequence[str]
    links: Sequence[Links]
    citations: Sequence[Citation]
    contacts: Sequence[tuple[Contact, Sequence[Citation]]]

    @property
    def anchor(self) -> str:
        """Return its id inside its page."""
        return anchor(self.iri)

    def named(self, *relations: str) -> list[Link]:
        """Return its links whose words are in `relations`, each once."""
        found = {link.name: link for links in self.links if links.words in relations for link in links.links}
        return list(found.values())


def write_things(edition: Edition) -> None:
    """Write the pages of structures, chantiers, people, activities, territories; long lists take several."""
    for page, nodes in edition.told.items():
        kinds = [kind for kind, its_page in PAGE_OF.items() if its_page == page]
        counts = Counter(edition.network.nodes[node]["kind"] for node in nodes)
        ways = sheets(page, [edition.label(node) for node in nodes])
        for number, first in enumerate(range(0, max(1, len(nodes)), PER_PAGE), start=1):
            told = [_thing(edition, node) for node in nodes[first : first + PER_PAGE]]
            name = page.removesuffix(".html")
            edition.write(
                address(page, number),
                "structures.html" if page == "structures.html" else "things.html",
                title=text(f"atlas.{name}.title"),
                lead=text(f"atlas.{name}.lead"),
                groups=[(kind, [thing for thing in told if thing.kind == kind]) for kind in kinds],
                counts=counts,
                maps="cartes-territoires.html" if page in ("structures.html", "territoires.html") else None,
                rows=[(each, *_summary(edition, each)) for each in told] if page == "structures.html" else (),
                sheets=ways,
                number=number,
                whole=len(nodes),
                personal=any(thing.contacts for thing in told),
            )


def _summary(edition: Edition, thing: Thing) -> tuple[list[Link], list[tuple[str, Link]]]:
    """Return where a structure is, and its roles: (role, in what)."""
    places = {
        words
        for relation in ("seatedIn", "intervenesIn")
        for words in _words_of(edition, thing.iri, relation)
    }
    roles = _words_of(edition, thing.iri, "participatesIn")
    found = [(links.words, link) for links in thing.links if links.words in roles for link in links.links]
    return thing.named(*places), found


def _words_of(edition: Edition, node: str, relation: str) -> set[str]:
    ties = edition.network.out_edges(node, data=True)
    return {tie["label"] for *_, tie in ties if tie["relation"] == relation}


def _thing(edition: Edition, node: str) -> Thing:
    said = edition.network.nodes[node]
    return Thing(
        node,
        said["label"],
        said["kind"],
        said["type"],
        said["status"],
        said["note"],
        _facts(edition, node),
        said["alt"],
        list(_links(edition, node)),
        edition.citations(said["sources"]),
        [(contact, edition.citations(contact.sources)) for contact in edition.contacts.get(node, ())],
    )


def _facts(edition: Edition, node: str) -> list[tuple[str, list[Fact]]]:
    """Return the facts of a node under their words, each sort once."""
    typed = {
        str(value): value.datatype
        for value in edition.dataset.objects(URIRef(node))
        if isinstance(value, Literal)
    }
    groups: dict[str, list[Fact]] = {}
    for said in edition.network.nodes[node]["facts"]:
        value = _spoken(said["value"], typed.get(said["value"]))
        groups.setdefault(said["label"], []).append(Fact(value, said["status"], said["note"]))
    return list(groups.items())


def _spoken(value: str, datatype: URIRef | None) -> str:
    """Return a value as people say it: a number, a yes or no, a date, or words."""
    if datatype == XSD.boolean:
        return text("atlas.yes") if value in ("true", "1") else text("atlas.no")
    if datatype in (XSD.decimal, XSD.integer):
        return figure(float(value), 6)
    return day(value)


def _links(edition: Edition, node: str) -> Iterator[Links]:
    """Yield the links of a node, from it then to it, by what they say."""
    groups: dict[str, list[Link]] = {}
    for _, other, tie in edition.network.out_edges(node, data=True):
        groups.setdefault(tie["label"], []).append(_link(edition, other, tie))
    for other, _, tie in edition.network.in_edges(node, data=True):
        if tie["relation"] == "partnerOf":
            continue  # stated in both directions
        words = (
            tie["label"] if tie["relation"] == "participatesIn" else text(f"atlas.inverse.{tie['relation']}")
        )
        groups.setdefault(words, []).append(_link(edition, other, tie))
    for words, links in groups.items():
        links.sort(key=lambda link: (order(link.name), link.href or ""))
        yield Links(words, links, _shared(links))


def _link(edition: Edition, other: str, tie: Mapping[str, Any]) -> Link:
    note = None
    if tie["status"] != "stated" or tie["relation"] in _OWN_NOTE:
        note = next((reason["note"] for reason in tie["reasons"] if reason["note"]), None)
    return Link(
        edition.label(other), edition.href(other), tie["status"], note, edition.citations(tie["reasons"])
    )


def _shared(links: Sequence[Link]) -> Sequence[Citation]:
    """Return the citations that many links have in common, () when one differs."""
    if len(links) < _GROUPED_FROM:
        return ()
    usual, _ = Counter(tuple(link.citations) for link in links).most_common(1)[0]
    return list(usual)
