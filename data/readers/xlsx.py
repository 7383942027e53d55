"""Workbooks (.xlsx, .xlsm, .xlsb, .ods, .xls): every visible sheet, dates in ISO, merged cells filled."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from ...errors import InvalidData
from ..csv_files import as_meant
from ..reading.archives import open_workbook
from ..reading.delimited import CELLS, COLUMNS, ROWS, Record, refused
from ..reading.grids import read_grid
from ..reading.headers import Merged, letter
from ..reading.raw import RawSource, RawTable, Remark
from ..reading.sheet_cells import SheetCells, scan_sheets
from ..reading.sniffing import Sniffed

FORMAT = "xlsx"
_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def recognises(sniffed: Sniffed) -> bool:
    """Tell a workbook by its extension, which its first bytes were checked to confirm."""
    return sniffed.suffix in _SUFFIXES


def read(files: Sequence[Path]) -> RawSource:
    """Return a table a visible sheet; hidden sheets are set aside and told.

    Raises
    ------
    InvalidData
        For a workbook that is damaged, encrypted, or whose size or cells pass the limits.
    """
    tables: list[RawTable] = []
    remarks: list[Remark] = []
    for path in files:
        for table, told in _read_book(path):
            taken = {other.name for other in tables}
            name = f"{path.stem} – {table.name}" if table.name in taken else table.name
            tables += [replace(table, name=name)] if table.fields else []
            remarks += [replace(remark, table=name) for remark in told]
    return RawSource(FORMAT, tuple(tables), tuple(remarks))


def _read_book(path: Path) -> list[tuple[RawTable, list[Remark]]]:
    import python_calamine

    cells = _scanned(path)
    try:
        with python_calamine.load_workbook(path) as book:
            sheets = [
                _read_sheet(book, sheet, cells.get(sheet.name), path.name) for sheet in book.sheets_metadata
            ]
    except python_calamine.PasswordError as error:
        raise refused("reading.encrypted", path.name) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what the library's own mistakes come as
            raise
        raise _unreadable(path, error) from error
    return sheets


def _unreadable(path: Path, error: BaseException) -> InvalidData:
    if "limit exceeded" in str(error):  # the library's own, for repeated cells
        return refused("reading.cells", path.name, limit=CELLS)
    return refused("reading.workbook", path.name, detail=str(error)[:120])


def _scanned(path: Path) -> Mapping[str, SheetCells]:
    if path.suffix.lower() == ".xls":
        return {}
    archive = open_workbook(path)
    return scan_sheets(archive) if archive.kind == "xlsx" else {}


def _read_sheet(book: Any, sheet: Any, cells: SheetCells | None, file: str) -> tuple[RawTable, list[Remark]]:
    """Return a sheet's table and remarks; a hidden one, or one that holds no cells, has no fields."""
    nothing = RawTable(sheet.name, (), ())
    if str(sheet.typ) != "SheetTypeEnum.WorkSheet":
        return nothing, [Remark("reading.no-cells", sheet.name)]
    if str(sheet.visible) != "SheetVisibleEnum.Visible":
        return nothing, [Remark("reading.hidden-sheet", sheet.name)]
    read = book.get_sheet_by_name(sheet.name)
    grid = _grid(read, file)
    merged = _merged(read, file)
    remarks = _fill(sheet.name, grid, merged)
    records = [Record(line, row, len(row)) for line, row in enumerate(map(_trimmed, grid), start=1) if row]
    table, told = read_grid(sheet.name, records, merged)
    return table, [*remarks, *told, *_told(sheet.name, cells)]


def _grid(read: Any, file: str) -> list[list[str]]:
    if read.start is None:
        return []
    lines, columns = read.end[0] + 1, read.end[1] + 1
    if columns > COLUMNS:
        raise refused("reading.columns", file, found=columns, limit=COLUMNS)
    if lines > ROWS:
        raise refused("reading.rows", file, limit=ROWS)
    if lines * columns > 2 * CELLS:
        raise refused("reading.cells", file, limit=CELLS)
    return [[written(value) for value in row] for row in read.to_python(skip_empty_area=False)]


def written(value: object) -> str:
    """Return a cell's value as text: ISO dates, numbers with 15 digits and no needless ".0".

    Examples
    --------
    >>> written(12.0), written(0.1 + 0.2), written(datetime.datetime(2024, 5, 1))
    ('12', '0.3', '2024-05-01')
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    if isinstance(value, datetime.datetime):
        day = value.time() == datetime.time.min
        return value.date().isoformat() if day else value.isoformat(timespec="seconds")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return as_meant(str(value))


def _merged(read: Any, file: str) -> list[Merged]:
    ranges = read.merged_cell_ranges or ()
    if len(ranges) > CELLS // 40:
        raise refused("reading.cells", file, limit=CELLS)
    return sorted((first + 1, left, last + 1, right) for (first, left), (last, right) in ranges)


def _fill(table: str, grid: list[list[str]], merged: Sequence[Merged]) -> list[Remark]:
    """Write a cell merged over several rows on each of them; the header's are its reader's to join."""
    end = _header_end(grid, merged)
    filled = [(first, left, last) for first, left, last, _ in merged if last > first > end]
    filled = [span for span in filled if span[0] <= len(grid) and grid[span[0] - 1][span[1] :]]
    for first, left, last in filled:
        for row in grid[first : min(last, len(grid))]:
            row[left] = grid[first - 1][left]
    if not filled:
        return []
    return [Remark("reading.merged", table, filled[0][0], values={"count": len(filled)})]


def _header_end(grid: Sequence[Sequence[str]], merged: Sequence[Merged]) -> int:
    """Return the last line of the header: the first row of two cells or more, and those its cells span."""
    header = next((line for line, row in enumerate(grid, start=1) if sum(map(bool, row)) > 1), 0)
    return max([header, *(last for first, _, last, _ in merged if first == header)])


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row.pop()
    return row


def _told(table: str, cells: SheetCells | None) -> list[Remark]:
    """Return the cells that hold an error or a formula never computed: set aside, by their names."""
    if cells is None:
        return []
    errors = [
        Remark("reading.error-cell", table, line, letter(column), value, {"cell": f"{letter(column)}{line}"})
        for (line, column), value in cells.errors.items()
    ]
    empty = [
        Remark("reading.formula", table, line, letter(column), values={"cell": f"{letter(column)}{line}"})
        for line, column in sorted(cells.empty)
    ]
    return errors + empty
