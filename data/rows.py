"""A row of a table, checked."""

from collections.abc import Mapping
from dataclasses import dataclass

from .schema import Table


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `table`: its line in the file (the header is line 1) and its checked, non-empty cells.

    Attributes
    ----------
    written
        The words that named territories, where they are not the exact names.
    remarks
        In French, what to say of how the row was read: it joins the row's note.
    path
        The file, relative to the workspace, "" for the table's own file at its root.
    same_as
        The id of the row that stands for the thing, when another row describes it too, "" for itself.
    other_names
        The thing's names in this row, when another row gives the one that is shown.
    """

    table: Table
    line: int
    cells: Mapping[str, tuple[str, ...]]
    written: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    path: str = ""
    same_as: str = ""
    other_names: tuple[str, ...] = ()

    def one(self, column: str) -> str:
        """Return the only value of a cell, "" when it is empty."""
        return self.cells.get(column, ("",))[0]

    @property
    def file(self) -> str:
        """Return the file the row stands in, relative to the workspace: "imports/membres/structures.csv"."""
        return self.path or f"{self.table.name}.csv"

    @property
    def folder(self) -> str:
        """Return the folder of that file, "" for the root: "imports/membres"."""
        return self.file.rpartition("/")[0]

    @property
    def subject(self) -> str:
        """Return the id of the thing described: the row's own, or that of the row it is the same as."""
        return self.same_as or self.one("id")
