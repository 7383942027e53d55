"""Which row each identifier designates, and what designates no row."""

from collections.abc import Collection, Iterator, Mapping

from ..errors import Fault
from .identity.similarity import closest
from .rows import Row
from .schema import Column, Table
from .table_file import names_a_concept, nearest

_SEARCHED = 50  # broken references for which the nearest names are looked for


def identify(rows: Mapping[str, tuple[Row, ...]], faults: list[Fault]) -> dict[str, Row]:
    """Return the first row of each id. An id written twice is a fault, but in two folders: one thing."""
    by_id: dict[str, Row] = {}
    seen: dict[str, list[Row]] = {}
    for row in (row for table_rows in rows.values() for row in table_rows):
        identifier = row.one("id")
        first = by_id.setdefault(identifier, row) if identifier else row
        if first is row:
            continue
        others = seen.setdefault(identifier, [first])
        twin = next(
            (each for each in others if each.table is not row.table or each.folder == row.folder), None
        )
        if twin:
            place = {"file": twin.file, "first": twin.line}
            faults.append(Fault("table.identifier-twice", row.file, row.line, "id", identifier, place))
        others.append(row)
    return by_id


class References:
    """What the rows refer to: `by_id`, the territories of the reference `places`, the tables read in part."""

    def __init__(self, by_id: Mapping[str, Row], unread: Collection[str], places: Collection[str]) -> None:
        self.by_id, self.unread, self.places = by_id, set(unread), places
        self._nearest: dict[tuple[tuple[str, ...], str], dict[str, object]] = {}
        self._columns: dict[str, tuple[tuple[Column, tuple[str, ...]], ...]] = {}
        self._names: dict[tuple[str, ...], list[str]] = {}

    def broken(self, row: Row) -> Iterator[Fault]:
        """Yield the references to no row, but those to territories, and to a table that could not be read."""
        if row.table.name not in self._columns:
            self._columns[row.table.name] = _referring(row.table)
        for column, to in self._columns[row.table.name]:
            for value in row.cells.get(column.name, ()):
                if not self._stands(column, to, value):
                    names = self._known(to)
                    tables = ", ".join(f"{table}.csv" for table in to) or "*.csv"
                    known = {**self._close(to, value), "tables": tables}
                    key = "table.reference" if names else "table.reference-none"
                    yield Fault(key, row.file, row.line, column.name, value, known)

    def _stands(self, column: Column, to: tuple[str, ...], value: str) -> bool:
        if column.kind == "term" and not names_a_concept(column, value):
            return True
        if value in self.places or self.unread.intersection(to or self.unread):
            return True
        target = self.by_id.get(value)
        return target is not None and (not to or target.table.name in to)

    def _known(self, to: tuple[str, ...]) -> list[str]:
        if to not in self._names:
            self._names[to] = [key for key, row in self.by_id.items() if not to or row.table.name in to]
        return self._names[to]

    def _close(self, to: tuple[str, ...], value: str) -> dict[str, object]:
        if (to, value) not in self._nearest:
            names = self._known(to)
            few = nearest(value, dict.fromkeys(names[:8]))
            if len(names) > 8 and len(self._nearest) < _SEARCHED:
                few = {"nearest": ", ".join(closest(value, names, 3)) or few["nearest"]}
            self._nearest[to, value] = few
        return self._nearest[to, value]


def _referring(table: Table) -> tuple[tuple[Column, tuple[str, ...]], ...]:
    """Return the columns that refer to rows, with their tables, but those to territories and of decisions."""
    if table.name == "decisions":
        return ()
    columns = table.columns.values()
    refs = [(each, each.to) for each in columns if each.kind == "ref" and "territories" not in each.to]
    terms = [(each, ("concepts",)) for each in columns if each.kind == "term" and not each.scheme]
    return (*refs, *terms)
