"""The rows made so far, and what is told of the source: one entry a row, one place a cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ...messages import language, speaking, text
from ..cells import BadCell, check, clean
from ..reading.raw import RawRow
from ..schema import Table, load_schema
from .identifiers import Identifiers
from .outcome import Candidate, Told
from .rules import refused_cells
from .values import one_line

_CHECKED_KINDS = """
id label number integer date year yes-no url siren siret rna latitude longitude email phone
"""
_CHECKED = frozenset(_CHECKED_KINDS.split())
_SHEETS = ("xlsx", "xls", "ods")
_RECORDS = {
    "kumu": "element",
    "rdf": "resource",
    "gexf": "node",
    "graphml": "node",
    "murmurations": "profile",
}
_WAYS = (
    "sheet", "table", "line", "rank", "person",
    "link", "entry", "element", "resource", "node", "profile",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a raw row stands: its table, its line (0 where lines mean nothing), and how that is said.

    `way` is one of the catalogue's `place.<way>`; `key` the row's own key, `rank` its number from 1. The key
    of a person, which often is a name, is `private`.
    """

    table: str
    line: int
    way: str = "line"
    key: str = ""
    rank: int = 0
    private: bool = False

    @property
    def locator(self) -> str:
        """Return the place in French, the language of the graph; a person's is a number."""
        return self._said("fr", "person" if self.private else self.way)

    @property
    def whole(self) -> str:
        """Return the place in French, a person's key and all: for contacts alone."""
        return self._said("fr", self.way)

    @property
    def told(self) -> str:
        """Return the place in the language spoken, for the person who imports."""
        return self._said(language(), self.way)

    def _said(self, spoken: str, way: str) -> str:
        words = _ways(spoken)[way]
        return one_line(words.format(table=self.table, line=self.line, key=self.key, rank=self.rank))


@cache
def _ways(spoken: str) -> Mapping[str, str]:
    """Return the sentences of places in a language, with the places that they hold."""
    held = {name: f"{{{name}}}" for name in ("table", "line", "key", "rank")}
    with speaking(spoken):
        return {way: text(f"place.{way}", **held) for way in _WAYS}


def place_of(format_name: str, table: str, row: RawRow, rank: int, *, private: bool = False) -> Place:
    """Return the place of a raw row; `rank` counts the rows of its table from 1."""
    if row.line:
        return Place(table, row.line, line_of(format_name, table), rank=rank)
    if one_line(row.key):
        way = "link" if " → " in row.key else _RECORDS.get(format_name, "entry")
        return Place(table, row.line, way, row.key[:200], rank, private)
    return Place(table, row.line, "rank", rank=rank)


def line_of(format_name: str, table: str) -> str:
    """Return how a line of a table is said: a workbook's tables are sheets."""
    sheet = "sheet" if format_name in _SHEETS else "table"
    return sheet if table else "line"


class Ledger:
    """Rows of our tables by id, cells aside, rows rejected, candidates."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.source = identifiers.name
        self.rows: dict[str, dict[object, dict[str, str]]] = {}
        self.aside: list[Told] = []
        self.rejected: list[Told] = []
        self.named: list[Told] = []
        self.candidates: dict[Candidate, None] = {}
        self._numbered: set[object] = set()
        self._counted: Counter[tuple[str, str, str]] = Counter()
        self._told: set[tuple[object, ...]] = set()
        self._headers: dict[tuple[str, str], str] = {}

    def call(self, table: str, meaning: str, header: str) -> None:
        """Let what is told of a meaning in a raw table call it by the header that its writer gave it."""
        self._headers.setdefault((table, meaning), header)

    def header(self, table: str, column: str) -> str:
        """Return what the writer of a raw table calls a column of ours, else what we call it."""
        return self._headers.get((table, column), "") or text(f"export.column.{column}")

    def add(self, table: str, row: Mapping[str, str], place: Place) -> bool:
        """Add a row, with its source, locator and status unless it says them; tell whether it is new.

        The same id with other cells is another row, numbered; without an id, the content is the identity.
        """
        declared = load_schema()[table]
        made = {"source": self.source, "locator": place.whole if table == "contacts" else place.locator}
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
                self.tell(place, error.key, self.header(place.table, name), value)
                continue
            kept[name] = value
        for name, key, told in [*refused_cells(kept)]:
            self.tell(place, key, self.header(place.table, name), kept.pop(name, ""), **told)
        return kept

    def tell(self, place: Place, key: str, column: str = "", value: str = "", **values: str | int) -> None:
        """Keep a cell aside, with why; once."""
        once = (key, place, column, value)
        if once in self._told:
            return
        self._told.add(once)
        self.aside.append(Told(key, place.table, place.line, column, value, place.told, values))

    def name(self, place: Place, table: str, column: str, value: str) -> None:
        """Tell of a thing that is made of its name in a cell of another's row."""
        self.named.append(
            Told("conversion.named", place.table, place.line, column, value, place.told, {"kind": table})
        )

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
        self.rejected.append(Told(key, place.table, place.line, column, value, place.told, values))
