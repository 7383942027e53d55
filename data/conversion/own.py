"""Raw tables that are ours already, columns and ids and all: they pass through a conversion as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..reading.raw import RawRow, RawSource, RawTable
from ..schema import Table, load_schema
from .outcome import Account, Conversion

_WITHOUT_ID = ("mentions", "contacts", "decisions")
Cells = dict[str, str]


@dataclass(frozen=True)
class OwnRows:
    """The rows of ours that a source holds, as CSV text by table, and what else it holds (`rest`)."""

    rows: Mapping[str, tuple[Cells, ...]]
    accounts: tuple[Account, ...]
    rest: RawSource
    unsourced: bool  # some rows name no document: they rest on the source itself

    @property
    def are_all(self) -> bool:
        """Tell whether the source holds nothing else, and its rows name documents of their own."""
        return bool(self.rows) and not self.rest.tables and not self.unsourced

    def beside(self, converted: Conversion) -> Conversion:
        """Return a conversion of the rest with these rows and their account before its own."""
        tables = {name: (*self.rows.get(name, ()), *converted.rows.get(name, ())) for name in load_schema()}
        found = {name: rows for name, rows in tables.items() if rows}
        return replace(converted, rows=found, accounts=(*self.accounts, *converted.accounts))


def is_own(table: RawTable) -> bool:
    """Tell whether a raw table is one of ours: its name, its kind, its columns under our names, its ids."""
    ours = load_schema().get(table.name)
    if ours is None or table.kind != table.name:
        return False
    meanings = {each.name: each.meaning for each in table.fields}
    has_id = "id" in meanings or table.name in _WITHOUT_ID
    return has_id and all(name == said and name in ours.columns for name, said in meanings.items())


def take_own(source: RawSource, name: str) -> OwnRows:
    """Return the rows of ours in a source: ids, status, source and locator kept.

    A row that names no document rests on the import `name`, is said by it and found under its own id. Of
    several rows with one id, the first is kept and the others are counted as merged into it.
    """
    rows: dict[str, tuple[Cells, ...]] = {}
    accounts, unsourced = [], False
    for table in filter(is_own, source.tables):
        ours = load_schema()[table.name]
        found = [_cells(row, ours) for row in table.rows]
        unsourced |= any(_must_rest(ours) and not cells.get("source") for cells in found)
        kept = tuple(_once(_complete(cells, ours, name) for cells in found))
        rows[table.name] = kept
        accounts.append(Account(table.name, len(found), len(kept), 0, len(found) - len(kept)))
    rest = replace(source, tables=tuple(table for table in source.tables if not is_own(table)))
    return OwnRows(rows, tuple(accounts), rest, unsourced)


def _cells(row: RawRow, table: Table) -> Cells:
    return {
        name: "|".join(values) if table.columns[name].many else values[0]
        for name, values in row.cells.items()
        if values and values[0]
    }


def _must_rest(table: Table) -> bool:
    """Tell whether each row of a table names the document that it rests on: a decision may rest on none."""
    return "source" in table.columns and table.columns["source"].required


def _complete(cells: Cells, table: Table, name: str) -> Cells:
    stated = {"status": "stated"} if table.has_provenance else {}
    here = {"source": name, "locator": cells.get("id", "") or cells.get("subject", "")}
    rests = not _must_rest(table) or cells.get("source")
    return {**stated, **cells, **({} if rests else here)}


def _once(rows: Iterator[Cells]) -> Iterator[Cells]:
    seen: set[str] = set()
    for cells in rows:
        identifier = cells.get("id", "")
        if not identifier or identifier not in seen:
            seen.add(identifier)
            yield cells
