"""Our own graphs read back: the exact inverse of `graph/build.py`, table by table."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...ontology.terms import CONTACTS, GRAPH, INFERENCES, ONTOLOGY, THING, TYPOLOGY
from ..reading.raw import RawField, RawRow, RawTable, Remark
from ..schema import Table, load_schema
from .rdf_own_cells import (
    ALT_LABEL,
    SOURCE,
    TYPE,
    Group,
    identifier,
    is_row,
    known_properties,
    plain,
    read_cells,
    table_of,
    values,
)
from .rdf_statements import Statement, Term
from .rdf_territories import Cells, as_written

_REFERENCE = re.compile(r"cog-\d{4}")  # the documents that the territory reference becomes
Passages = Mapping[str, tuple[str, str]]  # IRI -> (source, locator)


class Own:
    """What a dataset holds of ours: `tables`, `remarks`; `rest` is what is for another to understand."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.rest: list[Statement] = []
        self.said: dict[str, dict[str, dict[str, list[Term]]]] = {}
        self.aside: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        for statement in statements:
            self._sort(statement)
        self.passages = self._passages()
        self.tables = tuple(self._tables())
        self.remarks = tuple(self._remarks())

    def _sort(self, statement: Statement) -> None:
        subject, name, value, graph = statement
        reason = _not_a_fact(subject, graph)
        if reason:
            self.left[reason] += 1
        elif not subject.startswith(str(THING)):
            self.rest.append(statement)
        else:
            groups = self.said.setdefault(subject, {})
            groups.setdefault(graph, {}).setdefault(name, []).append(value)

    def _passages(self) -> Passages:
        """Take the passages out of what is said: they are cells of other rows."""
        found: dict[str, tuple[str, str]] = {}
        for subject in [each for each in self.said if each.startswith(f"{THING}passage/")]:
            for group in self.said[subject].values():
                documents, locators = values(group, "mai:document"), values(group, "mai:locator")
                if documents and locators:
                    found[subject] = (identifier(documents[0]), plain(locators[0]))
        for subject in found:
            del self.said[subject]
        return found

    def _tables(self) -> Iterator[RawTable]:
        rows: dict[str, list[RawRow]] = defaultdict(list)
        for subject, groups in sorted(self.said.items()):
            if self._is_reference(subject, groups):
                self.left["rdf.reference"] += sum(_size(group) for group in groups.values())
            elif table := table_of(subject):
                self._thing(subject, table, groups, rows)
            else:
                self._report(groups.values(), None)
        for name, table in load_schema().items():
            if rows[name]:
                fields = tuple(RawField(column, meaning=column) for column in table.columns)
                yield RawTable(name, fields, tuple(rows[name]), kind=name)

    def _thing(
        self, subject: str, table: Table, groups: Mapping[str, Group], rows: Mapping[str, list[RawRow]]
    ) -> None:
        """Add the row of a thing, and its mentions; what several documents say of it comes in one row."""
        own = [group for group in groups.values() if is_row(table, group)]
        if not own:
            self._unknown(subject, groups)
            return
        own.sort(key=lambda group: not (values(group, "mai:note") or values(group, "skos:prefLabel")))
        cells, taken = self._cells(subject, table, own[0])
        for group in own[1:]:
            for name, found in self._cells(subject, table, group)[0].items():
                many = table.columns[name].many
                cells[name] = (
                    tuple(dict.fromkeys((*cells.get(name, ()), *found))) if many else cells.get(name, found)
                )
        words = [plain(each) for group in groups.values() for each in values(group, "mai:territoryAsWritten")]
        rows[table.name].append(RawRow(as_written(table, cells, words), key=identifier(subject)))
        for group in groups.values():
            self._mentions(subject, group, taken, rows)
        self._report(groups.values(), table)

    def _unknown(self, subject: str, groups: Mapping[str, Group]) -> None:
        """Leave to others what bears an IRI of ours and no class of ours; tell what only mentions one."""
        if any(TYPE in group for group in groups.values()):
            for graph, group in groups.items():
                self.rest += [
                    Statement(subject, name, value, graph) for name, said in group.items() for value in said
                ]
        else:
            self._report(groups.values(), None)

    def _is_reference(self, subject: str, groups: Mapping[str, Group]) -> bool:
        if _REFERENCE.fullmatch(identifier(subject)):
            return True
        documents = {identifier(value) for group in groups.values() for value in group.get(SOURCE, ())}
        return bool(documents) and all(_REFERENCE.fullmatch(document) for document in documents)

    def _cells(self, subject: str, table: Table, group: Group) -> tuple[Cells, set[str]]:
        """Return the cells of the row that one graph states, and the passages that it rests on."""
        cells = read_cells(table, group)
        if "id" in table.columns:
            cells["id"] = (identifier(subject),)
        if "locator" not in table.columns:
            return cells, set()
        evidence = sorted(str(value) for value in values(group, "mai:evidence") if value in self.passages)
        source = cells.get("source", ("",))[0]
        own = [each for each in evidence if self.passages[each][0] == source] or evidence
        if own:
            cells["source"], cells["locator"] = ((part,) for part in self.passages[own[0]])
        return cells, {*own[:1]}

    def _mentions(
        self, subject: str, group: Group, taken: set[str], rows: Mapping[str, list[RawRow]]
    ) -> None:
        """Add the mentions of a thing: its other spellings, and the passages that its row does not name."""
        spellings = sorted(plain(value) for value in group.get(ALT_LABEL, ()))
        evidence = sorted(str(value) for value in values(group, "mai:evidence") if value in self.passages)
        others = [each for each in evidence if each not in taken]
        for number in range(max(len(spellings), len(others))):
            place = [*others, *sorted(taken)][number:] or evidence[-1:]
            if not place:
                self.aside[ALT_LABEL] += 1
                continue
            source, locator = self.passages[place[0]]
            cells = {"subject": (identifier(subject),), "source": (source,), "locator": (locator,)}
            if number < len(spellings):
                cells["spelling"] = (spellings[number],)
            rows["mentions"].append(RawRow(cells))

    def _report(self, groups: Iterable[Group], table: Table | None) -> None:
        known = known_properties(table.name) if table else frozenset()
        for group in groups:
            for name, said in group.items():
                if name not in known:
                    self.aside[name] += len(said)

    def _remarks(self) -> Iterator[Remark]:
        for key, count in sorted(self.left.items()):
            yield Remark(key, values={"count": count})
        for name, count in sorted(self.aside.items()):
            yield Remark("rdf.own-aside", column=name, values={"property": name, "count": count})


def _not_a_fact(subject: str, graph: str) -> str:
    """Return why a statement is no fact of a network: derived, or of what the package itself carries."""
    if graph == str(INFERENCES):
        return "rdf.inferences"
    if graph.startswith(f"{GRAPH}source/") and _REFERENCE.fullmatch(graph.rpartition("/")[2]):
        return "rdf.reference"
    if graph.startswith(str(GRAPH)) and not graph.startswith((f"{GRAPH}source/", str(CONTACTS))):
        return "rdf.package"
    if subject.startswith((str(TYPOLOGY), str(ONTOLOGY))):
        return "rdf.package"
    return "rdf.package" if subject.startswith(str(GRAPH)) else ""


def _size(group: Group) -> int:
    return sum(map(len, group.values()))
