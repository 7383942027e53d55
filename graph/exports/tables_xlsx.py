"""Our tables as one workbook: a sheet a table, under headers in French or English.

Held: every cell of every table. Codes and dates are texts (no zero lost, no day since 1900), amounts and
coordinates numbers; a text that begins with "=" is a text. A cell of more than 32,767 characters, the most
that a sheet holds, is left out, and told.

References
----------
Excel's limits: https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
"""

import datetime
import math
from pathlib import Path
from typing import TYPE_CHECKING

from ...data.csv_files import as_read
from ...data.schema import Table, load_schema
from ...errors import LimitReached
from ...messages import text
from .cells import NUMBERS, Cells
from .content import Content
from .things import header

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST = 32_767  # characters of a cell
_ROWS = 1_048_575  # rows of a sheet, under its header
_DIGITS = 15  # of a number, that a sheet keeps
_MADE = datetime.datetime(2000, 1, 1)  # in every file, so that its bytes are the same
_WIDE = ("name", "description", "note", "locator", "address")


def write(content: Content, path: Path) -> None:
    """Write the workbook to `path`.

    Raises
    ------
    LimitReached
        For a table of more rows than a sheet holds.
    """
    import xlsxwriter

    cells = Cells(content.tables)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _MADE, "comments": text("export.xlsx-about")})
        head = book.add_format({"bold": True, "bg_color": "#DDE9E4", "border": 1})
        written = book.add_format({"num_format": "@", "valign": "top"})
        for name, table in load_schema().items():
            rows = content.rows(name)
            if len(rows) > _ROWS:
                raise LimitReached("export.xlsx-rows", where=name, rows=len(rows), limit=_ROWS)
            if rows:
                sheet = book.add_worksheet(text(f"export.table.{name}"))
                sheet.freeze_panes(1, 1)
                for place, column in enumerate(table.columns):
                    sheet.set_column(place, place, 38 if column in _WIDE else 18, written)
                    sheet.write_string(0, place, header(column), head)
                for line, row in enumerate(rows, start=1):
                    held = _write_row(sheet, line, table, cells.words(row))
                    content.ledger.keep(row, held)


def _write_row(sheet: "Worksheet", line: int, table: Table, words: dict[str, str]) -> list[str]:
    """Write a row and return the columns that the sheet holds."""
    held = []
    for place, column in enumerate(table.columns.values()):
        cell = words.get(column.name, "")
        if not cell or len(cell.encode("utf-16-le")) > 2 * _LONGEST:
            continue
        number = _number(cell) if column.kind in NUMBERS else None
        if number is None:
            sheet.write_string(line, place, as_read(cell))
        else:
            sheet.write_number(line, place, number)
        held.append(column.name)
    return held


def _number(cell: str) -> float | None:
    """Return the number that a cell writes, None where a sheet would round it."""
    number = float(cell.replace(",", "."))
    return number if sum(map(str.isdigit, cell)) <= _DIGITS and math.isfinite(number) else None
