"""What is said to be part of itself, by however many steps."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from ..errors import Fault
from .rows import Row

_PARTS = ("mai:partOf", "mai:partOfActivity", "mai:detailOf")


def cycles(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[Fault]:
    """Yield a fault for each row of each circle of parts: no territory, activity or lesson holds itself."""
    for part in _PARTS:
        wholes: dict[str, set[str]] = {}
        places: dict[str, tuple[Row, str]] = {}
        for row in (row for table_rows in rows.values() for row in table_rows):
            for column in row.table.columns.values():
                if column.property == part and column.name in row.cells:
                    wholes[row.one("id")] = set(row.cells[column.name])
                    places[row.one("id")] = row, column.name
        yield from _circles(wholes, places)


def _circles(wholes: dict[str, set[str]], places: Mapping[str, tuple[Row, str]]) -> Iterator[Fault]:
    while True:
        try:
            TopologicalSorter(wholes).prepare()
        except CycleError as error:
            circle = error.args[1][1:]
            for identifier in circle:
                row, column = places[identifier]
                steps = " > ".join([*circle, circle[0]])
                yield Fault("table.cycle", row.file, row.line, column, row.one(column), {"steps": steps})
            for identifier in circle:
                del wholes[identifier]
        else:
            return
