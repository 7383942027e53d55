"""Tables of facts in a folder of CSV files: read whole and checked, or refused with every fault at once."""

import csv
import difflib
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from ..errors import Fault, InvalidData
from ..ontology.terms import scheme_terms, schemes
from .cells import BadCell, check, clean
from .cycles import cycles
from .places import Places
from .rows import Row
from .schema import Column, Table, load_schema

if TYPE_CHECKING:
    from .territories.territory import Territory

_FILE_LIMIT = 50 * 2**20  # bytes
_FEW = 8  # names that a sentence lists whole
_UNREAD = (
    "table.encoding",
    "table.not-csv",
    "table.too-large",
)  # faults that leave a table partly or wholly unread


@dataclass(frozen=True)
class Tables:
    """Every row of the folder `name`, by table, and each identified row by its id.

    `territories` holds the territories of the reference that cells name in words, by key; `warnings` what
    was read all the same, and must be shown.
    """

    name: str
    rows: Mapping[str, tuple[Row, ...]]
    by_id: Mapping[str, Row]
    territories: "Mapping[str, Territory]"
    warnings: tuple[Fault, ...]


def corpus_folder() -> Traversable:
    """Return the folder of the corpus that the package carries: the "Chantiers coopératifs" ecosystem."""
    return files(__package__) / "corpus" / "chantiers-cooperatifs"


def read_tables(folder: Traversable) -> Tables:
    """Return the checked tables of `folder`; a table without a file is empty.

    Raises
    ------
    InvalidData
        With every fault of every file: encoding, columns, cells, identifiers, references.
    """
    faults: list[Fault] = []
    schema = load_schema()
    rows: dict[str, tuple[Row, ...]] = dict.fromkeys(schema, ())
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.lower().endswith(".csv"):
            continue
        table = schema.get(file.name[:-4])
        if table is None:
            faults.append(Fault("table.unknown-file", file.name, values=_nearest(file.name[:-4], schema)))
            continue
        rows[table.name] = tuple(_read_rows(file, table, faults))
    by_id = _identify(rows, faults)
    places = Places(by_id)
    rows = {name: places.resolve(table_rows) for name, table_rows in rows.items()}
    resolved = {row.one("id"): row for row in reversed([*_all(rows)])}
    by_id = {identifier: resolved[identifier] for identifier in by_id}
    faults += places.faults
    unread = {fault.file[:-4] for fault in faults if fault.key in _UNREAD or _loses_its_ids(fault)}
    for row in _all(rows):
        faults.extend(_broken_references(row, by_id, unread, places.used.keys()))
    faults += cycles(rows)
    if not by_id and not faults:
        faults.append(Fault("table.empty-folder", folder.name))
    if faults:
        order = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column, fault.key))
        raise InvalidData(order, where=folder.name)
    return Tables(folder.name, rows, by_id, places.used, tuple(places.warnings))


def _loses_its_ids(fault: Fault) -> bool:
    return fault.key == "table.missing-column" and fault.column == "id"


def _all(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[Row]:
    return (row for table_rows in rows.values() for row in table_rows)


def _read_rows(file: Traversable, table: Table, faults: list[Fault]) -> Iterator[Row]:
    content = _decode(file, faults)
    header, *_ = content.split("\n", 1)
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [clean(name) for name in next(reader, [])]
        if content:
            _check_header(columns, table, file.name, faults)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield _read_row(cells, columns, table, line, faults)
    except (csv.Error, BadCell) as error:
        faults.append(Fault("table.not-csv", file.name, reader.line_num, values={"detail": str(error)}))


def _decode(file: Traversable, faults: list[Fault]) -> str:
    raw = file.read_bytes()
    if len(raw) > _FILE_LIMIT:
        faults.append(Fault("table.too-large", file.name, values={"limit": _FILE_LIMIT // 2**20}))
        return ""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(
            Fault("table.encoding", file.name, line, value=repr(raw[error.start : error.start + 1]))
        )
        return ""


def _check_header(columns: list[str], table: Table, file: str, faults: list[Fault]) -> None:
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        faults.append(Fault("table.column-twice", file, 1, name))
    for name in columns:
        if name not in table.columns:
            faults.append(Fault("table.unknown-column", file, 1, name, name, _nearest(name, table.columns)))
    for column in table.columns.values():
        if column.required and column.name not in columns:
            faults.append(Fault("table.missing-column", file, 1, column.name))


def _read_row(cells: list[str], columns: list[str], table: Table, line: int, faults: list[Fault]) -> Row:
    """Return a row with the cells that are right; what is wrong, in the known columns, is a fault."""
    file = f"{table.name}.csv"
    if len(cells) > len(columns):
        faults.append(Fault("table.too-many-cells", file, line, value=cells[len(columns)]))
    checked: dict[str, tuple[str, ...]] = {}
    wrong = set(table.columns) - set(columns)
    for name, text in zip(columns, cells, strict=False):
        column = table.columns.get(name)
        try:
            values = tuple(_read_cell(column, table, clean(text))) if column else ()
        except BadCell as error:
            faults.append(_bad_cell(error.key, (file, line), table.columns[name], table, text))
            wrong.add(name)
            continue
        if values:
            checked.setdefault(name, values)
    row = Row(table, line, checked)
    faults.extend(_missing_cells(row, wrong))
    return row


def _read_cell(column: Column, table: Table, text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split("|")] if column.many else [text]
    for part in dict.fromkeys(filter(None, parts)):
        if column.kind == "choice" and part not in column.choices:
            raise BadCell("table.choice")
        if column.kind == "columns" and not (part in table.columns and table.columns[part].property):
            raise BadCell("table.column-name")
        if column.kind == "term" and not _is_term(column, part):
            raise BadCell("table.term")
        yield check(column.kind, part)


def _is_term(column: Column, value: str) -> bool:
    if column.scheme:
        return value in scheme_terms(column.scheme[0])
    scheme, _, term = value.partition("/")
    return scheme in schemes() and term in scheme_terms(scheme)


def _bad_cell(key: str, place: tuple[str, int], column: Column, table: Table, text: str) -> Fault:
    known: Mapping[str, object] = {}
    if key == "table.choice":
        known = dict.fromkeys(column.choices)
    elif key == "table.column-name":
        known = dict.fromkeys(name for name, each in table.columns.items() if each.property)
    elif key == "table.term":
        known = dict.fromkeys(_terms(column))
    values = _nearest(text, known) if known else {}
    return Fault(key, *place, column.name, text.strip()[:80], values)


def _terms(column: Column) -> list[str]:
    if column.scheme:
        return sorted(scheme_terms(column.scheme[0]))
    return [f"{scheme}/{term}" for scheme in schemes() for term in sorted(scheme_terms(scheme))]


def _missing_cells(row: Row, wrong: set[str]) -> Iterator[Fault]:
    """Yield the empty cells that cannot be, but those of the columns told `wrong` already."""
    for column in row.table.columns.values():
        if column.required and column.name not in row.cells and column.name not in wrong:
            yield Fault("table.empty-cell", row.file, row.line, column.name)
    reason = row.one("status") in ("inferred", "disputed") or {"deduced", "contested"} & set(row.cells)
    if reason and "note" not in row.cells and "note" in row.table.columns:
        yield Fault("table.reason", row.file, row.line, "note")


def _identify(rows: Mapping[str, tuple[Row, ...]], faults: list[Fault]) -> dict[str, Row]:
    by_id: dict[str, Row] = {}
    for row in _all(rows):
        identifier = row.one("id")
        first = by_id.setdefault(identifier, row) if identifier else row
        if first is not row:
            place = {"file": first.file, "first": first.line}
            faults.append(Fault("table.identifier-twice", row.file, row.line, "id", identifier, place))
    return by_id


def _broken_references(
    row: Row, by_id: Mapping[str, Row], unread: set[str], places: Collection[str]
) -> Iterator[Fault]:
    """Yield the references to no row, but those to territories, and to a table that could not be read."""
    for name, values in row.cells.items():
        column = row.table.columns[name]
        known = "territories" not in column.to and not unread.intersection(column.to or unread)
        for value in values if column.kind == "ref" and known else ():
            target = by_id.get(value)
            if value not in places and (target is None or not _may_stand(target, column)):
                names = [key for key, each in by_id.items() if _may_stand(each, column)]
                tables = ", ".join(f"{table}.csv" for table in column.to) or "*.csv"
                nearest = {**_nearest(value, dict.fromkeys(names)), "tables": tables}
                key = "table.reference" if names else "table.reference-none"
                yield Fault(key, row.file, row.line, name, value, nearest)


def _may_stand(row: Row, column: Column) -> bool:
    return not column.to or row.table.name in column.to


def _nearest(value: str, known: Mapping[str, object]) -> dict[str, object]:
    few = len(known) <= _FEW
    close = list(known) if few else difflib.get_close_matches(value, list(known), n=3, cutoff=0.5)
    close = close or list(known)[:_FEW]
    return {"nearest": ", ".join(close) or "-"}
