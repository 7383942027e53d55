"""What there is to export: the checked tables of a workspace, and the graph built from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...data.rows import Row
from ...data.tables import Tables, corpus_folder, read_tables
from ...data.workspace.staging import mend
from ...errors import UnknownName
from .ledger import Ledger

if TYPE_CHECKING:
    from rdflib import Dataset

    from ..maillage import Maillage


@dataclass(frozen=True)
class Content:
    """What a writer writes from; `ledger` is what it ticks off.

    `workspace` is None for the embedded corpus; `opened` the graph, where it is at hand.
    """

    workspace: Path | None
    tables: Tables
    ledger: Ledger
    opened: "Maillage | None" = None

    @cached_property
    def dataset(self) -> "Dataset":
        """Return the graph, without people's contacts unless they are asked."""
        from ..maillage import Maillage

        if self.ledger.personal_data:
            return Maillage.open(self.workspace, personal_data=True).graph
        return (self.opened or Maillage.open(self.workspace)).public

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return id -> name, of the rows and of the territories of the reference."""
        territories = {key: territory.name for key, territory in self.tables.territories.items()}
        return territories | {identifier: row.one("name") for identifier, row in self.tables.by_id.items()}

    def rows(self, table: str) -> tuple[Row, ...]:
        """Return the rows of a table that may leave."""
        return tuple(self.ledger.rows(table))

    def gathered(self, table: str) -> dict[str, list[Row]]:
        """Return the rows of a table by the id of what they describe, the row of that id first."""
        things: dict[str, list[Row]] = {}
        for row in sorted(self.rows(table), key=lambda row: row.subject != row.one("id")):
            things.setdefault(row.subject, []).append(row)
        return things


def content_of(
    maillage: "Maillage | Path | str | None", *, as_told: bool = False, personal_data: bool = False
) -> Content:
    """Return what an open Maillage, a workspace's folder or the embedded corpus (None) holds.

    Raises
    ------
    UnknownName
        When the folder does not exist.
    InvalidData
        With every fault of its tables.
    """
    opened = None
    if maillage is not None and not isinstance(maillage, Path | str):
        opened, maillage = maillage, maillage.workspace
    workspace = None if maillage is None else Path(maillage)
    if workspace and not workspace.is_dir():
        raise UnknownName("workspace.file" if workspace.exists() else "workspace.none", where=str(workspace))
    if workspace:
        mend(workspace)
    tables = read_tables(workspace or corpus_folder(), as_told=as_told)
    return Content(workspace, tables, Ledger(tables, personal_data), opened)
