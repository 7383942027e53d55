"""The tables that a network fills in, as `tables.toml` declares them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: what its cells hold, and the property they state (see the head of `tables.toml`)."""

    name: str
    kind: str
    property: str = ""
    to: tuple[str, ...] = ()
    scheme: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool = False
    many: bool = False


@dataclass(frozen=True)
class Table:
    """One table: the class of its rows, their place in the IRI, its columns in order, its direct links."""

    name: str
    class_name: str
    segment: str
    columns: Mapping[str, Column] = field(hash=False)
    links: tuple[tuple[str, str, str], ...] = ()

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def has_provenance(self) -> bool:
        """Tell whether each row carries its own status, source and locator."""
        return "status" in self.columns


@cache
def load_schema() -> Mapping[str, Table]:
    """Return every table by name, in the order in which `tables.toml` lists them."""
    declared = tomllib.loads((files(__package__) / "tables.toml").read_text("utf-8"))
    provenance = declared.pop("provenance")["columns"]
    without = {"sources", "mentions", "contacts", "decisions"}
    return {
        name: _table(name, table, {} if name in without else provenance) for name, table in declared.items()
    }


def _table(name: str, declared: dict[str, Any], provenance: dict[str, Any]) -> Table:
    columns = {**declared["columns"], **provenance}
    return Table(
        name=name,
        class_name=str(declared.get("class", "")),
        segment=str(declared.get("segment", "")),
        columns={column: _column(column, parts) for column, parts in columns.items()},
        links=tuple(tuple(link) for link in declared.get("links", ())),
    )


def _column(name: str, parts: dict[str, Any]) -> Column:
    listed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in parts.items()
    }
    return Column(name=name, **listed)
