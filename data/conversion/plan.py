"""A raw table with the meanings of its fields settled, ready to be read row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..mapping.meanings import is_list
from ..mapping.proposing import TableMapping
from ..reading.raw import RawRow, RawSource, RawTable
from ..schema import load_schema
from .ledger import Place, place_of
from .names import fold_name as fold
from .values import one_line, tidy


@dataclass(slots=True)
class Field:
    """A field, its meaning, and what tells how many values its cells hold."""

    name: str
    label: str
    meaning: str
    options: Mapping[str, str]
    links: str
    listed: bool
    parts: "Counter[str] | None" = None  # folded parts between commas -> cells that hold them


@dataclass(slots=True)
class Cell:
    """The values of one field in one row."""

    field: Field
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the cell as a person reads it."""
        return " ; ".join(self.values)


Cells = dict[str, list[Cell]]  # meaning -> cells


@dataclass(slots=True)
class Entry:
    """One raw row, read: its rank from 0, its cells by meaning, its place, its own key ("" for none)."""

    plan: "Plan"
    rank: int
    cells: Cells
    place: Place
    key: str
    continues: bool


@dataclass(slots=True)
class Plan:
    """A raw table, the kind of its rows, and its understood fields by name."""

    raw: RawTable
    kind: str
    fields: dict[str, Field]
    format: str
    states: dict[int, str] = field(default_factory=dict)  # rank of a row -> accepted, rejected or merged

    def entries(self) -> Iterator[Entry]:
        """Yield the rows, read anew."""
        for rank, row in enumerate(self.raw.rows):
            cells = self._cells(row)
            place = place_of(self.format, self.raw.name, row, rank + 1, private=self.kind == "persons")
            key = one_line(row.key) or next((one_line(each.text) for each in cells.get("key", ())), "")
            yield Entry(self, rank, cells, place, key, row.continues)

    def _cells(self, row: RawRow) -> Cells:
        """Return the row's cells by meaning, tidied, the keys of options made labels."""
        gathered: Cells = {}
        for name, written in row.cells.items():
            known = self.fields.get(name)
            if known is None:
                continue
            options = known.options
            labels = (options.get(value, value) for value in written) if options else written
            values = tuple(filter(None, map(tidy, labels)))
            if values:
                gathered.setdefault(known.meaning, []).append(Cell(known, values))
        return gathered


def plan_tables(source: RawSource, mapping: Mapping[str, TableMapping]) -> list[Plan]:
    """Return a plan for each raw table; a table without a mapping has no kind."""
    return [_plan(table, mapping.get(table.name), source.format) for table in source.tables]


def _plan(table: RawTable, mapping: TableMapping | None, format_name: str) -> Plan:
    meanings = mapping.meanings if mapping else {}
    kind = mapping.kind if mapping else ""
    activities = kind != "structures"
    fields = {}
    for each in table.fields:
        meaning = meanings.get(each.name, "")
        listed = is_list(meaning) or (meaning.startswith("participation:") and activities)
        listed = listed or meaning in ("partner", "funder", "funds", "affiliation")
        fields[each.name] = Field(
            each.name, tidy(each.label or each.name), meaning, each.options, each.links, listed
        )
    return Plan(table, kind, fields, format_name)


def parts_of(plan: Plan, asked: Field) -> "Counter[str]":
    """Return how many cells of a field hold each part between commas, folded; counted once."""
    if asked.parts is None:
        asked.parts = Counter(_parts(plan, asked.name))
    return asked.parts


def _parts(plan: Plan, name: str) -> Iterator[str]:
    for row in plan.raw.rows:
        for value in row.cells.get(name, ()):
            alone = "," not in value
            for part in value.replace(";", ",").replace("\n", ",").replace("|", ",").split(","):
                key = fold(part)
                yield key
                if alone:
                    yield key  # what stands alone in a cell is a value


def kind_order(kind: str) -> int:
    """Return the place of a kind among the tables: ids are given in this order."""
    names = ["structures", *load_schema()]
    return names.index(kind) if kind in names else len(names)
