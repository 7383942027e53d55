"""The cells of a checked row as people write them, so that reading them again gives the same row."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...data.rows import Row
from ...data.schema import Column
from ...data.tables import Tables
from ...messages import speaking, text

if TYPE_CHECKING:
    from ...data.territories.result import Match

NUMBERS = ("number", "integer", "latitude", "longitude")
_DECIMALS = ("number", "latitude", "longitude")


class Cells:
    """The words of each cell: territories as the row named them, "oui" and "non", decimals with a comma."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._matches: dict[str, Match] = {}

    def words(self, row: Row) -> dict[str, str]:
        """Return column -> cell, several values joined by `|`, for the cells that are not empty."""
        return {name: "|".join(values) for name, values in self.values(row).items()}

    def values(self, row: Row) -> dict[str, tuple[str, ...]]:
        """Return column -> values in words, for the cells that are not empty."""
        written = list(row.written)
        return {
            name: tuple(self._cell(row.table.columns[name], values, written))
            for name, values in row.cells.items()
        }

    def _cell(self, column: Column, values: tuple[str, ...], written: list[str]) -> Iterator[str]:
        for value in values:
            if column.kind == "yes-no":
                yield _yes_no(value)
            elif column.kind in _DECIMALS:
                yield value.replace(".", ",")
            elif column.kind == "ref" and value in self.tables.territories:
                yield from self._territory(value, written)
            else:
                yield value

    def _territory(self, key: str, written: list[str]) -> Iterator[str]:
        """Yield the words that a row has for a territory: those `written`, else its name if it is enough."""
        words = []
        while written and self._key(written[0]) == key:
            words.append(written.pop(0))
        name = self.tables.territories[key].name
        yield from words or [name if self._key(name) == key and not self._matches[name].warnings else key]

    def _key(self, words: str) -> str:
        from ...data.territories.matching import match

        if words not in self._matches:
            self._matches[words] = match(words)
        territory = self._matches[words].territory
        return territory.key if territory else ""


def filled(rows: list[Mapping[str, str]], columns: Mapping[str, Column]) -> list[str]:
    """Return the names of the columns that are required or that a row fills, in order."""
    used = {name for row in rows for name in row}
    return [name for name, column in columns.items() if name in used or column.required]


def _yes_no(value: str) -> str:
    with speaking("fr"):
        return text("cli.yes") if value == "true" else text("cli.no")
