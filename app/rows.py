"""Rows on stdout: a table for eyes, CSV, JSON or Markdown for what reads on."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadParameter, UnknownName
from ..messages import text

if TYPE_CHECKING:
    import pandas

FORMATS = ("table", "csv", "json", "markdown")


def print_rows(
    rows: "pandas.DataFrame", form: str, *, title: str = "", headers: Mapping[str, str] | None = None
) -> None:
    """Write the rows to stdout in one of `FORMATS`; `headers` are the words shown for columns to people.

    A table and Markdown leave out a column of IRIs that a column of labels names (`x` beside `xLabel`); CSV
    and JSON keep every column under its own name.

    Raises
    ------
    BadParameter
        For another format.
    """
    if form == "csv":
        sys.stdout.write(as_csv(rows))
    elif form == "json":
        sys.stdout.write(as_json(rows))
    elif form in ("table", "markdown"):
        shown = rows[[name for name in rows.columns if f"{name}Label" not in rows.columns]]
        names = [(headers or {}).get(str(name), str(name)) for name in shown.columns]
        cells = [[_cell(value) for value in row] for row in shown.itertuples(index=False)]
        (_print_table if form == "table" else _print_markdown)(title, names, cells)
    else:
        raise BadParameter("cli.format-unknown", where="--format", value=form, known=", ".join(FORMATS))


def as_csv(rows: "pandas.DataFrame") -> str:
    """Return the rows as CSV, each column under its own name."""
    return str(rows.to_csv(index=False, lineterminator="\n"))


def as_json(rows: "pandas.DataFrame") -> str:
    """Return the rows as JSON, an object a row."""
    records = rows.astype(object).where(rows.notna(), None).to_dict(orient="records")
    return json.dumps(records, ensure_ascii=False, indent=2, default=str) + "\n"


def write_frames(
    out: Path, table: "pandas.DataFrame", evidence: "pandas.DataFrame", headers: Mapping[str, str]
) -> None:
    """Write a matrix to `out`, and its evidence beside it (`…-preuves.csv`), for spreadsheets.

    Raises
    ------
    UnknownName
        When a file cannot be written.
    """
    from ..data.csv_files import write_csv

    for path, frame in ((out, table), (out.with_name(f"{out.stem}-preuves.csv"), evidence)):
        cells = frame.astype(object).where(frame.notna(), None)
        names = [headers.get(str(name), str(name)) for name in frame.columns]
        try:
            write_csv(path, names, cells.itertuples(index=False, name=None))
        except OSError as error:
            raise UnknownName("cli.coverage.unwritable", where=str(path), detail=error.strerror) from error


def _cell(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT alone differ from themselves
        return ""
    if isinstance(value, bool):
        return text("cli.yes") if value else text("cli.no")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _print_table(title: str, names: list[str], cells: list[list[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console = Console(file=sys.stdout, highlight=False, width=160)
    console.print(table)
    sys.stderr.write(text("cli.rows", count=len(cells)) + "\n")


def _print_markdown(title: str, names: list[str], cells: list[list[str]]) -> None:
    if title:
        sys.stdout.write(f"**{_markdown(title)}**\n\n")
    for row in (names, ["---"] * len(names), *cells):
        sys.stdout.write("| " + " | ".join(map(_markdown, row)) + " |\n")


def _markdown(cell: str) -> str:
    for sign in "\\|<>`*_[]":
        cell = cell.replace(sign, f"\\{sign}")
    return cell.replace("\n", "<br>") if cell != "---" else cell
