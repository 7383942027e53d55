"""The rows made so far, and what is told of the source: one entry a row, one place a cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ..cells import BadCell, check, clean
from ..reading.raw import RawRow
from ..schema import Table, load_schema
from .identifiers import Identifiers
from .outcome import Candidate, Told
from .values import one_line

_CHECKED_KINDS = """
id label number integer date year yes-no url siren siret rna latitude longitude email phone
"""
_CHECKED = frozenset(_CHECKED_KINDS.split())
_SHEETS = ("xlsx", "xls", "ods")
_RECORDS = {
    "kumu": "élément",
    "rdf": "ressource",
    "gexf": "nœud",
    "graphml": "nœud",
    "murmurations": "profil",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a raw row stands: its table, its line, and both in French words."""

    table: str
    line: int
    locator: str


def place_of(format_name: str, table: str, row: RawRow, rank: int) -> Place:
    """Return the place of a raw row; `rank` counts the rows of its table from 1."""
    if row.line:
        sheet = "feuille " if format_name in _SHEETS else ""
        words = f"{sheet}« {table} », ligne {row.line}" if table else f"ligne {row.line}"
    elif one_line(row.key):
        record = "lien" if " → " in row.key else _RECORDS.get(format_name, "fiche")
        words = f"{record} {row.key[:200]}"
    else:
        words = f"« {table} », rang {rank}"
    return Place(table, row.line, one_line(words))


class Ledger:
    """Rows of our tables by id, cells aside, rows rejected, candidates."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.source = identifiers.name
        self.rows: dict[str, dict[object, dict[str, str]]] = {}
        self.aside: list[Told] = []
        self.rejected: list[Told] = []
        self.candidates: dict[Candidate, None] = {}
        self._numbered: set[object] = set()
        self._counted: Counter[tuple[str, str, str]] = Counter()
        self._told: set[tuple[str, ...]] = set()

    def add(self, table: str, row: Mapping[str, str], place: Place) -> bool:
        """Add a row, with its source, locator and status unless it says them; tell whether it is new.

        The same id with other cells is another row, numbered; without an id, the content is the identity.
        """
        declared = load_schema()[table]
        made = {"source": self.source, "locator": place.locator}
        if "status" in declared.columns:
            made["status"] = "stated"
        checked = self._checked(declared, {**made, **row}, place)
        rows = self.rows.setdefault(table, {})
        content = tuple(sorted((key, value) for key, value in row.items() if key != "note"))
        identity: object = content if "id" not in declared.columns else row["id"]
        if identity in rows:
            before = rows[identity]
            if all(before.get(key) == value for key, value in content):
                return False
            numbered = (table, content)
            if numbered in self._numbered:
                return False
            self._numbered.add(numbered)
            checked["id"] = identity = self.identifiers.free(row["id"])
        elif "id" in declared.columns:
            self.identifiers.used.add(row["id"])
        rows[identity] = checked
        return True

    def _checked(self, table: Table, row: Mapping[str, str], place: Place) -> dict[str, str]:
        """Return the cells that are filled; one that its column refuses is set aside."""
        kept = {}
        for name, value in row.items():
            column = table.columns.get(name)
            if not value or column is None:
                continue
            try:
                if column.kind in _CHECKED or not value.isprintable():
                    for part in value.split("|") if column.many else (value,):
                        check(column.kind, clean(part))
            except BadCell as error:
                self.tell(place, error.key, name, value)
                continue
            kept[name] = value
        return kept

    def tell(self, place: Place, key: str, column: str = "", value: str = "", **values: str | int) -> None:
        """Keep a cell aside, with why; once."""
        once = (key, place.table, place.locator, column, value)
        if once in self._told:
            return
        self._told.add(once)
        self.aside.append(Told(key, place.table, place.line, column, value, place.locator, values))

    def count(self, key: str, table: str, column: str) -> None:
        """Count a cell of a field that is left aside as a whole."""
        self._counted[key, table, column] += 1

    def told(self) -> tuple[Told, ...]:
        """Return what is kept aside: the cells, then the fields left aside as a whole with their count."""
        fields = (
            Told(key, table, 0, column, values={"count": count})
            for (key, table, column), count in self._counted.items()
        )
        return (*self.aside, *fields)

    def reject(self, place: Place, key: str, column: str = "", value: str = "", **values: str | int) -> None:
        """Reject a row, with why."""
        self.rejected.append(Told(key, place.table, place.line, column, value, place.locator, values))
