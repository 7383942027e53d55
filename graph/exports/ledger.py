"""What an export holds and what it leaves out, cell by cell: what is not ticked off is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...data.rows import Row
from ...data.tables import Tables
from ...messages import text

if TYPE_CHECKING:
    import pandas

PERSONAL = ("contacts",)


@dataclass(frozen=True)
class LeftOut:
    """What a format does not hold: `count` cells of a column, or whole rows of a table (`column` is "").

    `reason` is "personal" (people's data, left out unless asked) or "format" (no place for it there).
    """

    table: str
    column: str
    count: int
    reason: str

    @property
    def why(self) -> str:
        """Return the reason in words."""
        return text(f"export.reason.{self.reason}")


@dataclass
class Ledger:
    """The cells of the tables, ticked off as a writer writes them.

    `remarks` are sentences on what was written otherwise than as it stands.
    """

    tables: Tables
    personal_data: bool = False
    remarks: list[str] = field(default_factory=list)
    _whole: set[int] = field(default_factory=set)  # rows of which every cell is ticked off
    _partly: dict[int, set[str]] = field(default_factory=dict)  # row -> columns

    def rows(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table that may leave: none of personal data unless it is asked."""
        if self.personal_data or table not in PERSONAL:
            yield from self.tables.rows.get(table, ())

    def keep(self, row: Row, columns: Iterable[str] | None = None) -> None:
        """Tick off the cells of `columns` (of every column, by default) of a row."""
        held = set(row.cells) if columns is None else self._held(row) | row.cells.keys() & set(columns)
        if len(held) == len(row.cells):
            self._whole.add(id(row))
        elif held:
            self._partly[id(row)] = held

    def forget(self, table: str, column: str) -> None:
        """Take back the ticks of a column."""
        for row in self.rows(table):
            held = self._held(row)
            if column in held:
                self._whole.discard(id(row))
                self._partly[id(row)] = held - {column}

    def keep_all(self) -> None:
        """Tick off every cell that may leave."""
        for table in self.tables.rows:
            for row in self.rows(table):
                self.keep(row)

    def _held(self, row: Row) -> set[str]:
        return set(row.cells) if id(row) in self._whole else self._partly.get(id(row), set())

    @property
    def written(self) -> Mapping[str, int]:
        """Return table -> rows of which something is written, in the order of the tables."""
        counts = {
            table: sum(bool(self._held(row)) for row in rows) for table, rows in self.tables.rows.items()
        }
        return {table: count for table, count in counts.items() if count}

    def left_out(self) -> list[LeftOut]:
        """Return what is not written, table by table: whole rows first, then the cells of the other rows."""
        found: list[LeftOut] = []
        for table, rows in self.tables.rows.items():
            reason = "personal" if table in PERSONAL and not self.personal_data else "format"
            counts: Counter[str] = Counter()
            for row in rows:
                missing = row.cells.keys() - self._held(row)
                counts.update([""] if len(missing) == len(row.cells) else missing)
            order = ("", *(rows[0].table.columns if rows else ()))
            found += [LeftOut(table, column, counts[column], reason) for column in order if counts[column]]
        return found


def left_out_table(left_out: Iterable[LeftOut]) -> "pandas.DataFrame":
    """Return a row each: `table`, `column` ("" for whole rows), `count`, `reason` ("personal", "format")."""
    import pandas

    columns = ["table", "column", "count", "reason"]
    rows = [[each.table, each.column, each.count, each.reason] for each in left_out]
    return pandas.DataFrame(rows, columns=columns)


def told(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """Yield a sentence a table: how many of its rows are left out, how many cells of which columns."""
    tables: dict[tuple[str, str], list[LeftOut]] = {}
    for each in left_out:
        tables.setdefault((each.table, each.why), []).append(each)
    for (table, why), parts in tables.items():
        rows = [text("export.left-out.rows", count=each.count) for each in parts if not each.column]
        cells = [f"{text(f'export.column.{each.column}')} {each.count}" for each in parts if each.column]
        what = rows + ([text("export.left-out.cells", columns=", ".join(cells))] if cells else [])
        yield text("export.left-out", table=text(f"export.table.{table}"), what=" ; ".join(what), reason=why)
