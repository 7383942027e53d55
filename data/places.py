"""Cells that name a French territory in words: read against the reference, or told as faults."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import Fault
from ..messages import speaking, text
from .rows import Row
from .schema import Column, Table

if TYPE_CHECKING:
    from .territories.result import Match
    from .territories.territory import Territory

_NAMED = 5  # candidates that a fault names
_KEY = re.compile(r"(commune|epci|ept|departement|region|pays)-\w+$")


def _speaking(table: Table) -> frozenset[str]:
    """Return the columns of a table whose cells may name a territory of the reference."""
    columns = (column for column in table.columns.values() if column.kind == "ref")
    return frozenset(column.name for column in columns if not column.to or "territories" in column.to)


class Places:
    """The reference territories that the tables use, what was written for each, and what to warn of."""

    def __init__(self, by_id: Mapping[str, Row]) -> None:
        self.by_id = by_id
        self.used: dict[str, Territory] = {}
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self._columns: dict[str, frozenset[str]] = {}
        self._matches: dict[str, Match] = {}

    def resolve(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return the rows, each territory named in words replaced by its key in the reference."""
        return tuple(self._resolve(row) for row in rows)

    def _resolve(self, row: Row) -> Row:
        columns = self._columns.get(row.table.name)
        if columns is None:
            columns = self._columns[row.table.name] = _speaking(row.table)
        if columns.isdisjoint(row.cells):
            return row
        cells, written, remarks = dict(row.cells), [], []
        for name, values in row.cells.items():
            if name not in columns:
                continue
            keys = []
            for value in values:
                key = self._key(row, name, value) if self._is_place(row.table.columns[name], value) else value
                keys += [key] if key else []
                if key and key != value:
                    written += [value] if self.used[key].name != value else []
                    remarks += [] if name in row.cells.get("contested", ()) else self._remarks(value)
            cells[name] = tuple(dict.fromkeys(keys))
        if cells == row.cells:
            return row
        return replace(row, cells=cells, written=tuple(written), remarks=tuple(remarks))

    def _is_place(self, column: Column, value: str) -> bool:
        """Tell whether a cell speaks of the reference: in a column of territories, or by a key anywhere."""
        if column.kind != "ref" or value in self.by_id:
            return False
        return "territories" in column.to or (not column.to and bool(_KEY.match(value)))

    def _key(self, row: Row, column: str, value: str) -> str | None:
        if exact := self._of_key(value):
            self.used[value] = exact
            return value
        found = self._match(value.partition("-")[2] if _KEY.match(value) else value)
        if found.territory:
            self.used[found.territory.key] = found.territory
            known = column in row.cells.get("contested", ())  # a doubt that the row tells already
            for warning in () if known else found.warnings:
                place = (row.file, row.line, column, value)
                self.warnings.append(Fault("table.territory-warning", *place, {"warning": warning}))
            return found.territory.key
        named = found.candidates or found.nearest()
        names = "; ".join(f"{each.territory.name} ({each.territory.key})" for each in named[:_NAMED])
        names = names or text("nearest.none")
        key = "table.territory-several" if found.candidates else "table.territory-none"
        self.faults.append(Fault(key, row.file, row.line, column, value, {"names": names}))
        return None

    def _of_key(self, value: str) -> "Territory | None":
        if not _KEY.match(value):
            return None
        from .territories.reference import load_reference

        return load_reference().territories.get(value)

    def _match(self, value: str) -> "Match":
        if value not in self._matches:
            from .territories.matching import match

            self._matches[value] = match(value)
        return self._matches[value]

    def _remarks(self, value: str) -> list[str]:
        """Return the warnings of a text in French, the language of the tables' notes."""
        with speaking("fr"):
            return [str(warning) for warning in self._match(value).warnings]
