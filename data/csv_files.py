"""CSV files that a spreadsheet opens by double-click, and that we read back as they were.

The one place where a cell is kept from being a formula (https://owasp.org/www-community/attacks/CSV_Injection),
by an apostrophe before it, and where that apostrophe is taken away again: `as_meant(harmless(text)) == text`
for every text.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from ..messages import language, text

_OPENS_FORMULA = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_FORMULA = re.compile(rf"'*{_OPENS_FORMULA}")
_KEPT_FROM_IT = re.compile(rf"'+{_OPENS_FORMULA}")
_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?", re.ASCII)


def harmless(written: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what opens one.

    A negative number stays as it is; a text that has that apostrophe already is given another.
    """
    return f"'{written}" if _FORMULA.match(written) and not _NUMBER.fullmatch(written) else written


def as_meant(cell: str) -> str:
    """Return the text that `harmless` was given for this cell.

    Examples
    --------
    >>> as_meant(harmless("=SOMME(A1:A9)"))
    '=SOMME(A1:A9)'
    """
    return cell[1:] if cell[:1] == "'" and _KEPT_FROM_IT.match(cell) else cell


def as_read(written: str) -> str:
    """Return the cell that `as_meant` reads as this text, where none is taken for a formula (a workbook)."""
    return f"'{written}" if as_meant(written) != written else written


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = ";") -> None:
    """Write a CSV file: UTF-8 with its mark, semicolons, no formula. Decimals have a comma in French."""
    content = StringIO(newline="")
    writer = csv.writer(content, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xef\xbb\xbf" + content.getvalue().encode("utf-8", "replace"))


def _cell(value: object) -> str:
    """Return a value as a spreadsheet reads it, nothing for None, NaN and NaT."""
    if value is None or value != value:  # noqa: PLR0124  NaN and NaT alone differ from themselves
        return ""
    if isinstance(value, bool):
        return text("atlas.yes") if value else text("atlas.no")
    if isinstance(value, int | float):
        return repr(value).replace(".", ",") if language() == "fr" else repr(value)
    return harmless(value.isoformat() if hasattr(value, "isoformat") else str(value))
