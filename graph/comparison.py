"""What changed between two builds: what came, what went, and which values are others, with their sources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Dataset, URIRef
from rdflib.namespace import DCTERMS, RDFS, SKOS
from rdflib.term import Node

from ..data.schema import Table, load_schema
from ..errors import UnknownName
from ..messages import language, text
from ..ontology.terms import MAI, THING, load_ontology
from .building.history import Copy
from .building.row_quads import property_iri
from .store import read_dataset

if TYPE_CHECKING:
    import pandas

    from .maillage import Maillage

COLUMNS = ("change", "kind", "thing", "thingLabel", "property", "before", "after", "source")
Facts = Mapping[URIRef, frozenset[Node]]


def compare(before: Dataset, after: Dataset) -> "pandas.DataFrame":
    """Return a row for each thing that came or went, and for each property whose values are others.

    The columns are `COLUMNS`: `change` ("added", "gone" or "changed"), `kind` (the class, in words), `thing`
    (IRI), `thingLabel`, `property` (in words; empty for what came or went), `before` and `after` (the values,
    by name where they have one), `source` (the titles of the documents). In the language spoken now.
    Inferences follow from the rest, and are not told.
    """
    import pandas

    old, new = _Side(before), _Side(after)
    found: list[tuple[str, ...]] = []
    for thing in sorted(old.facts.keys() | new.facts.keys()):
        if thing not in old.facts:
            found.append(("added", *new.naming(thing), "", "", "", new.sources(thing)))
        elif thing not in new.facts:
            found.append(("gone", *old.naming(thing), "", "", "", old.sources(thing)))
        else:
            found += _changed(thing, old, new)
    rows = sorted(found, key=lambda row: (row[1], row[3].casefold(), row[2], row[4]))
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def dated(maillage: "Maillage") -> "pandas.DataFrame":
    """Return the dated copies of a workspace's graph, the oldest first: `build`, `kept`, `size` (bytes)."""
    import pandas

    rows = [(_mark(each), each.kept, each.size) for each in maillage.copies]
    return pandas.DataFrame(rows, columns=["build", "kept", "size"])


def find(maillage: "Maillage", name: str) -> Dataset:
    """Return the graph that `name` designates.

    `name` is "current", the start of a date ("2026-11", "2026-11-21T1530": the last copy that it fits), the
    mark of a copy, or the path of a file.

    Raises
    ------
    UnknownName
        For a name that designates none; the message lists the copies.
    StoreError
        For a file that cannot be read.
    """
    if name == "current":
        return maillage.public
    kept = maillage.copies
    found = [each for each in kept if name and (each.path.name.startswith(name) or _mark(each) == name)]
    if found:
        return read_dataset(found[-1].path)
    if Path(name).is_file():
        return read_dataset(Path(name))
    known = ", ".join(f"{each.kept} ({_mark(each)})" for each in kept) or "-"
    raise UnknownName("diff.unknown", where=name, known=known)


def _mark(copy: Copy) -> str:
    """Return what names a copy beside its date: the start of its content's hash."""
    return copy.path.name.partition(".")[0].rpartition("-")[2]


@dataclass(frozen=True)
class _Side:
    """One of the two datasets: what it says of each thing, and what it calls everything."""

    dataset: Dataset

    @cached_property
    def facts(self) -> dict[URIRef, Facts]:
        """Return thing -> property -> values, of the properties that tables hold."""
        found: dict[URIRef, dict[URIRef, set[Node]]] = defaultdict(lambda: defaultdict(set))
        for property_ in _properties():
            for thing, value in self.dataset.subject_objects(property_):
                if isinstance(thing, URIRef) and _table(thing):
                    found[thing][property_].add(value)
        return {
            thing: {name: frozenset(values) for name, values in said.items()} for thing, said in found.items()
        }

    @cached_property
    def names(self) -> dict[Node, str]:
        """Return the label of everything that has one, in the language spoken now where there is one."""
        found: dict[Node, str] = {}
        for thing, label in self.dataset.subject_objects(SKOS.prefLabel):
            if thing not in found or getattr(label, "language", None) == language():
                found[thing] = str(label)
        return found

    def name(self, value: Node) -> str:
        """Return what people call a value."""
        return self.names.get(value) or str(value).removeprefix(THING).removeprefix(str(MAI))

    def naming(self, thing: URIRef) -> tuple[str, str, str]:
        """Return the kind, the IRI and the label of a thing; a tie is called after what it joins."""
        table = _table(thing)
        kind = _label(MAI[table.class_name]) if table and ":" not in table.class_name else ""
        return kind, str(thing), self.names.get(thing) or " – ".join(self._ends(thing, table))

    def _ends(self, thing: URIRef, table: Table | None) -> Iterator[str]:
        columns = table.columns.values() if table else ()
        names = [each.property for each in columns if each.kind in ("ref", "term") and each.name != "source"]
        for name in dict.fromkeys(names):
            yield from sorted(map(self.name, self.facts[thing].get(property_iri(name), ())))

    def sources(self, thing: URIRef) -> str:
        """Return the titles of the documents that speak of a thing."""
        return " | ".join(sorted(self.name(value) for value in self.facts[thing].get(DCTERMS.source, ())))

    def words(self, values: Iterable[Node]) -> str:
        """Return values as people read them."""
        return " | ".join(sorted(map(self.name, values)))


def _changed(thing: URIRef, old: _Side, new: _Side) -> Iterator[tuple[str, ...]]:
    was, became = old.facts[thing], new.facts[thing]
    for name in sorted(was.keys() | became.keys()):
        before, after = was.get(name, frozenset()), became.get(name, frozenset())
        if before != after:
            told = _label(name), old.words(before - after), new.words(after - before)
            yield ("changed", *new.naming(thing), *told, new.sources(thing))


def _properties() -> set[URIRef]:
    """Return the properties of every column of the tables, less the class."""
    names = {column.property for table in load_schema().values() for column in table.columns.values()}
    return {property_iri(name) for name in names - {"", "rdf:type"}}


def _table(thing: URIRef) -> Table | None:
    """Return the table whose rows have IRIs such as this one, but personal data."""
    segment, _, name = thing.removeprefix(THING).partition("/")
    return _segments().get(segment) if thing.startswith(THING) and name else None


@cache
def _segments() -> Mapping[str, Table]:
    public = (table for table in load_schema().values() if table.name != "contacts")
    return {table.segment: table for table in public if table.segment}


def _label(name: URIRef) -> str:
    """Return what people call a class or a property, in the language spoken now."""
    return _labels(language()).get(name, str(name))


@cache
def _labels(spoken: str) -> Mapping[Node, str]:
    own = load_ontology().subject_objects(RDFS.label)
    found = {name: str(label) for name, label in own if getattr(label, "language", None) == spoken}
    found |= {SKOS.prefLabel: text("diff.name"), DCTERMS.source: text("diff.source")}
    return found | {DCTERMS.identifier: text("diff.key")}
