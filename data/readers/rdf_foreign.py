"""Graphs in the vocabularies of others (PAIR, ORG, ESSGlobal, schema.org, FOAF) as raw tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...ontology.terms import MAI
from ..reading.raw import RawTable, Remark
from .rdf_rows import Rows
from .rdf_statements import Statement
from .rdf_things import Things
from .rdf_ties import Ties
from .rdf_vocabularies import short

NAMES = {
    "structures": "structures",
    "initiatives": "démarches",
    "chantiers": "projets",
    "events": "événements",
    "persons": "personnes",
}


class Foreign:
    """What the statements of others hold: `tables`, and `remarks` on what is not in them."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.things = Things(statements)
        self.ties = Ties(self.things)
        self.here = 0
        self._promote()
        self.keys = self._keys()
        self.tables = tuple(self._tables())
        self.remarks = tuple(self._remarks())

    def _promote(self) -> None:
        """Make an initiative of each project that other projects are part of."""
        kinds = self.things.kinds
        for child, parents in self.ties.parts.items():
            for parent in parents if kinds.get(child) != "events" else ():
                if kinds.get(parent) == "chantiers" and str(MAI.Chantier) not in self.things.classes(parent):
                    kinds[parent] = "initiatives"

    def _keys(self) -> dict[str, str]:
        """Return the key of each row: its IRI, or its name where it is a blank node and no other has it."""
        keys: dict[str, str] = {}
        taken: set[str] = set()
        for subject, kind in self.things.kinds.items():
            if kind in NAMES:
                name = f"_:{self.things.label(subject)}" if subject.startswith("_:") else subject
                keys[subject] = subject if name == "_:" or name in taken else name
                taken.add(keys[subject])
        return keys

    def _tables(self) -> Iterator[RawTable]:
        for kind, name in NAMES.items():
            rows = Rows(self.things, kind)
            for subject, each in self.things.kinds.items():
                if each == kind:
                    rows.add(subject, self.keys[subject], *self._more(subject, kind))
            self.here += rows.here
            if rows.rows:
                yield RawTable(name, tuple(rows.fields.values()), tuple(rows.rows), kind=kind)
        yield from self.ties.table(self.keys)

    def _more(self, subject: str, kind: str) -> tuple[dict[str, Sequence[str]], str]:
        """Return the cells that ties add to a row, and the table whose keys they hold."""
        if kind == "persons":
            posts = self.ties.posts.get(subject, {})
            held = [post for post in posts.values() if post]
            more: dict[str, Sequence[str]] = {
                "organisation": [self.keys[each] for each in posts],
                "contact-post": held,
            }
            return more, NAMES["structures"]
        parents = self.ties.parts.get(subject, {})
        wanted = ("chantiers", "initiatives", "events") if kind == "events" else ("initiatives",)
        kept = [each for each in parents if self.things.kinds.get(each) in wanted]
        self.ties.left.update(name for parent, name in parents.items() if parent not in kept)
        name = "part_of" if kind == "events" else "part-of"
        links = NAMES[self.things.kinds[kept[0]]] if kept else ""
        return {name: [self.keys[each] for each in kept]}, links

    def _remarks(self) -> Iterator[Remark]:
        things, ties = self.things, self.ties
        yield from _counted("rdf.noise", things.noise)
        yield from _counted("rdf.class-aside", things.unread)
        yield from _counted("rdf.tie-aside", ties.left)
        yield from _counted("rdf.person-tie", ties.people)
        if things.vocabulary:
            yield Remark("rdf.vocabulary", values={"count": things.vocabulary})
        if self.here:
            yield Remark("rdf.here", values={"count": self.here})
        for address in things.imports:
            yield Remark("rdf.imports", value=address, values={"address": address})


def _counted(key: str, counts: Counter[str]) -> Iterator[Remark]:
    for name, count in sorted(counts.items()):
        if count:
            yield Remark(key, column=short(name), values={"term": short(name) or "-", "count": count})
