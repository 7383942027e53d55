"""One CSV file of one table: its checked rows, and every fault of its cells."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from unicodedata import is_normalized

from ..errors import Fault
from ..messages import text as sentence
from ..ontology.terms import scheme_terms, schemes
from .cells import BadCell, check, clean
from .csv_files import as_meant
from .rows import Row
from .schema import Column, Table

UNREAD = (
    "table.encoding",
    "table.not-csv",
    "table.too-large",
)  # faults that leave a table partly or wholly unread

_FILE_LIMIT = 50 * 2**20  # bytes, of a table kept by hand
_IMPORTED_LIMIT = 500 * 2**20  # bytes, of a table that an import wrote
_FEW = 8  # names that a sentence lists whole
_FIELD_LIMIT = 2**20  # characters of a cell
_REPEATED = (
    "choice",
    "term",
    "ref",
    "columns",
    "yes-no",
    "date",
    "year",
)  # the same few cells, row after row

_PLAIN = ("label", "text", "string")  # kinds that only a control character is wrong in

Checked = tuple[str, ...] | BadCell


class TableFile:
    """The file `path` (relative to the workspace) of `table`; its faults join `faults` as it is read."""

    def __init__(self, file: Traversable, path: str, table: Table, faults: list[Fault]) -> None:
        self.file, self.path, self.table, self.faults = file, path, table, faults
        self._known: dict[str, dict[str, Checked]] = {
            name: {} for name, column in table.columns.items() if column.kind in _REPEATED
        }
        self._plain = {
            name for name, column in table.columns.items() if column.kind in _PLAIN and not column.many
        }
        self._shown = "" if path == f"{table.name}.csv" else path

    def rows(self) -> Iterator[Row]:
        """Yield each row that is not blank, with the cells that are right."""
        content = self._decode()
        header, *_ = content.split("\n", 1)
        delimiter = max(";,\t", key=header.count)
        csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
        try:
            columns = [clean(name) for name in next(reader, [])]
            if content:
                self._check_header(columns)
            before = reader.line_num
            for cells in reader:
                line, before = before + 1, reader.line_num
                if any(cells) and any(cell.strip() for cell in cells):
                    yield self._row(cells, columns, line)
        except (csv.Error, BadCell) as error:
            detail: dict[str, object] = {"detail": str(error)}
            self.faults.append(Fault("table.not-csv", self.path, reader.line_num, values=detail))

    def _decode(self) -> str:
        limit = _IMPORTED_LIMIT if "/" in self.path else _FILE_LIMIT
        raw = self.file.read_bytes()
        if len(raw) > limit:
            self.faults.append(Fault("table.too-large", self.path, values={"limit": limit // 2**20}))
            return ""
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            byte = repr(raw[error.start : error.start + 1])
            self.faults.append(Fault("table.encoding", self.path, line, value=byte))
            return ""

    def _check_header(self, columns: list[str]) -> None:
        known = self.table.columns
        for name in sorted({name for name in columns if columns.count(name) > 1}):
            self.faults.append(Fault("table.column-twice", self.path, 1, name))
        for name in columns:
            if name not in known:
                self.faults.append(
                    Fault("table.unknown-column", self.path, 1, name, name, nearest(name, known))
                )
        for column in known.values():
            if column.required and column.name not in columns:
                self.faults.append(Fault("table.missing-column", self.path, 1, column.name))

    def _row(self, cells: list[str], columns: list[str], line: int) -> Row:
        """Return a row with the cells that are right; what is wrong, in the known columns, is a fault."""
        if len(cells) > len(columns):
            self.faults.append(Fault("table.too-many-cells", self.path, line, value=cells[len(columns)]))
        checked: dict[str, tuple[str, ...]] = {}
        wrong: list[str] = []
        known, plain = self.table.columns, self._plain
        for name, text in zip(columns, cells, strict=False):
            if not text or name not in known or name in checked:
                continue
            if name in plain and text[0] != "'" and text.isprintable() and is_normalized("NFC", text):
                values: Checked = (text.strip(),) if not text.isspace() else ()
            else:
                values = self._values(known[name], text)
            if isinstance(values, BadCell):
                self.faults.append(self._bad_cell(values.key, line, known[name], text))
                wrong.append(name)
            elif values:
                checked[name] = values
        row = Row(self.table, line, checked, path=self._shown)
        self.faults.extend(_missing_cells(row, wrong, columns))
        return row

    def _values(self, column: Column, text: str) -> Checked:
        """Return the checked values of a cell, or what is wrong with it; repeated cells are checked once."""
        known = self._known.get(column.name)
        if known is not None and text in known:
            return known[text]
        try:
            values: Checked = _read_cell(column, self.table, clean(as_meant(text)))
        except BadCell as error:
            values = error
        if known is not None:
            known[text] = values
        return values

    def _bad_cell(self, key: str, line: int, column: Column, text: str) -> Fault:
        known: Mapping[str, object] = {}
        if key == "table.choice":
            known = dict.fromkeys(column.choices)
        elif key == "table.column-name":
            known = {name: "" for name, each in self.table.columns.items() if each.property}
        elif key == "table.term":
            known = _terms(column.scheme)
        values = nearest(text, known) if known else {}
        return Fault(key, self.path, line, column.name, text.strip()[:80], values)


def nearest(value: str, known: Mapping[str, object]) -> dict[str, object]:
    """Return the names closest to `value`, as the place `nearest` of a sentence."""
    few = len(known) <= _FEW
    close = list(known) if few else difflib.get_close_matches(value, list(known), n=3, cutoff=0.5)
    close = close or list(known)[:_FEW]
    return {"nearest": ", ".join(close) or sentence("nearest.none")}


def names_a_concept(column: Column, value: str) -> bool:
    """Tell whether a cell of terms of any typology names a row of `concepts` rather than "typology/term"."""
    return column.kind == "term" and not column.scheme and "/" not in value


def _read_cell(column: Column, table: Table, text: str) -> tuple[str, ...]:
    if not column.many:
        return (_read_value(column, table, text),) if text else ()
    parts = (part.strip() for part in text.split("|"))
    return tuple(_read_value(column, table, part) for part in dict.fromkeys(filter(None, parts)))


def _read_value(column: Column, table: Table, value: str) -> str:
    if column.kind == "choice" and value not in column.choices:
        raise BadCell("table.choice")
    if column.kind == "columns" and not (value in table.columns and table.columns[value].property):
        raise BadCell("table.column-name")
    if column.kind == "term" and not _is_term(column, value):
        raise BadCell("table.term")
    return check(column.kind, value)


def _is_term(column: Column, value: str) -> bool:
    if column.scheme:
        return value in scheme_terms(column.scheme[0])
    scheme, _, term = value.partition("/")
    return names_a_concept(column, value) or (scheme in schemes() and term in scheme_terms(scheme))


@cache
def _terms(scheme: tuple[str, ...]) -> Mapping[str, object]:
    if scheme:
        return dict.fromkeys(sorted(scheme_terms(scheme[0])))
    return {f"{name}/{term}": "" for name in schemes() for term in sorted(scheme_terms(name))}


def _missing_cells(row: Row, wrong: list[str], columns: list[str]) -> Iterator[Fault]:
    """Yield the empty cells that cannot be, but those of the columns told already: `wrong`, or not there."""
    cells = row.cells
    for name in _required(row.table):
        if name not in cells and name not in wrong and name in columns:
            yield Fault("table.empty-cell", row.file, row.line, name)
    if "note" in cells or "note" not in row.table.columns or "note" in wrong:
        return
    if row.one("status") in ("inferred", "disputed") or "deduced" in cells or "contested" in cells:
        yield Fault("table.reason", row.file, row.line, "note")


@cache
def _required(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns.values() if column.required)
