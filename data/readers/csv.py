"""CSV, as offices write it: any delimiter, any encoding of the last forty years, titles above the header."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..reading.delimited import read_delimited
from ..reading.grids import read_grid
from ..reading.raw import RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed

FORMAT = "csv"
_SUFFIXES = (".csv", ".tsv", ".tab")
_PERHAPS = (".txt", "")  # delimited text when there are two columns


def recognises(sniffed: Sniffed) -> bool:
    """Tell a delimited text by its extension, or by its columns where the extension says nothing."""
    return sniffed.suffix in _SUFFIXES or (sniffed.suffix in _PERHAPS and len(sniffed.columns) > 1)


def read(files: Sequence[Path]) -> RawSource:
    """Return a table a file, named after it.

    Raises
    ------
    InvalidData
        For a file whose quotes, bytes or size keep it from being read.
    """
    tables: list[RawTable] = []
    remarks: list[Remark] = []
    for path in files:
        table, told = read_table(path)
        name, number = table.name, 2
        while name in {other.name for other in tables}:
            name, number = f"{table.name} ({number})", number + 1
        tables.append(replace(table, name=name))
        remarks += [replace(remark, table=name) for remark in told]
    return RawSource(FORMAT, tuple(tables), tuple(remarks))


def read_table(path: Path) -> tuple[RawTable, list[Remark]]:
    """Return the table that a CSV file holds, and what to tell of its reading.

    Raises
    ------
    InvalidData
        For a file whose quotes, bytes or size keep it from being read.
    """
    delimited = read_delimited(path)
    table, remarks = read_grid(path.stem, delimited.records, ragged=True)
    return table, [*(replace(remark, table=table.name) for remark in delimited.remarks), *remarks]
