"""A row of a table, checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from .schema import Table


@dataclass(frozen=True)
class Row:
    """A row of `table`: its line in the file (the header is line 1) and its checked, non-empty cells.

    `written` holds the words that named territories, where they are not the exact names; `remarks`, in
    French, what to say of how they were read.
    """

    table: Table
    line: int
    cells: Mapping[str, tuple[str, ...]]
    written: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def one(self, column: str) -> str:
        """Return the only value of a cell, "" when it is empty."""
        return self.cells.get(column, ("",))[0]

    @property
    def file(self) -> str:
        """Return the name of the file the row stands in."""
        return f"{self.table.name}.csv"
