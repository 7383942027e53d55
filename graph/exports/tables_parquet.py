"""Our tables as Parquet files, for pandas, DuckDB or R: one file a table, typed columns.

Held: every cell of every table; integers, numbers and yes-no as such, several values as a list, dates as the
texts that they are ("2024", "2024-10"). A number of more digits than a double holds is left out, and told.

References
----------
Apache Parquet: https://parquet.apache.org/docs/file-format/
"""

import subprocess  # for the quotes alone: nothing is run
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from ...data.rows import Row
from ...data.schema import Column, load_schema
from ...errors import UsageError
from .content import Content

FORMAT = "parquet"


def write(content: Content, folder: Path) -> None:
    """Write in `folder` a file a table that has rows.

    Raises
    ------
    UsageError
        When pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        command = subprocess.list2cmdline([sys.executable, "-m", "pip", "install", "pyarrow"])
        raise UsageError("export.extra", where="--format parquet", command=command) from error
    kinds = {
        "number": pyarrow.float64(),
        "latitude": pyarrow.float64(),
        "longitude": pyarrow.float64(),
        "integer": pyarrow.int64(),
        "yes-no": pyarrow.bool_(),
    }
    for name, table in load_schema().items():
        if not (rows := content.rows(name)):
            continue
        columns = {}
        for column in table.columns.values():
            kind = kinds.get(column.kind, pyarrow.string())
            values = [_value(row, column, content) for row in rows]
            columns[column.name] = pyarrow.array(values, pyarrow.list_(kind) if column.many else kind)
        folder.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pyarrow.table(columns), folder / f"{name}.parquet", compression="zstd")


def _value(row: Row, column: Column, content: Content) -> Any:
    """Return what a cell holds, None for nothing, and tick it off."""
    values = row.cells.get(column.name)
    if not values:
        return None
    typed = [_typed(column, value) for value in values]
    if None in typed:
        return None
    content.ledger.keep(row, [column.name])
    return typed if column.many else typed[0]


def _typed(column: Column, value: str) -> str | int | float | bool | None:
    if column.kind == "integer":
        return int(value)
    if column.kind in ("number", "latitude", "longitude"):
        return float(value) if Decimal(repr(float(value))) == Decimal(value) else None
    return value == "true" if column.kind == "yes-no" else value
