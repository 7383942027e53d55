"""What is said to be part of itself, by however many steps."""

from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter

from ..errors import Fault
from .rows import Row
from .schema import Table

_PARTS = ("mai:partOf", "mai:partOfActivity", "mai:detailOf")


def cycles(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[Fault]:
    """Yield a fault for each row of each circle of parts: no territory, activity or lesson holds itself."""
    for part in _PARTS:
        wholes: dict[str, set[str]] = {}
        places: dict[str, tuple[Row, str]] = {}
        for row in (row for table_rows in rows.values() for row in table_rows):
            for name in _columns(row.table, part):
                if name in row.cells:
                    wholes.setdefault(row.subject, set()).update(row.cells[name])
                    places.setdefault(row.subject, (row, name))
        yield from _circles(wholes, places)


@cache
def _columns(table: Table, part: str) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns.values() if column.property == part)


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
