"""A workspace as it would be with other imports, read and checked before anything is written in it."""

import csv
import io
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import Fault, InvalidData
from ...messages import text
from .changes import Rows
from .configuration import IMPORTS
from .staging import copy_with

if TYPE_CHECKING:
    from ..tables import Tables

Check = Callable[["Tables"], object]


def read_with(
    workspace: Path,
    staged: Mapping[str, Rows],
    origins: Mapping[str, str] | None = None,
    check: Check | None = None,
) -> "Tables":
    """Return the tables that the workspace would hold with the `staged` imports.

    Parameters
    ----------
    origins
        The names of the imports' files, by import: a fault is told there, where its row was read.
    check
        What else the tables must pass: it raises InvalidData. What the workspace breaks already without
        these imports is not held against them.

    Raises
    ------
    InvalidData
        When they would not read, or not pass.
    """
    from ..tables import read_tables

    with tempfile.TemporaryDirectory(prefix="maillage-") as scratch:
        copy = Path(scratch) / (workspace.resolve().name or "maillage")
        copy.mkdir()
        copy_with(workspace, copy, staged)
        try:
            tables = read_tables(copy)
            _pass(tables, workspace, staged, check)
        except InvalidData as error:
            told = [_in_source(each, copy, origins or {}) for each in error.faults]
            raise InvalidData(told, where=copy.name) from error
    return tables


def _pass(tables: "Tables", workspace: Path, staged: Collection[str], check: Check | None) -> None:
    """Raise what the tables break, but what the workspace breaks without the imports `staged`."""
    from ..tables import read_tables

    faults = _faults(tables, check)
    if any(_import_of(each) not in staged for each in faults):
        known = _faults(read_tables(workspace), check)
        faults = [each for each in faults if _import_of(each) in staged or each not in known]
    if faults:
        raise InvalidData(faults, where=tables.name)


def _faults(tables: "Tables", check: Check | None) -> Sequence[Fault]:
    try:
        if check:
            check(tables)
    except InvalidData as error:
        return error.faults
    return ()


def _import_of(fault: Fault) -> str:
    """Return the name of the import that a fault's file belongs to, "" for the workspace's own tables."""
    parts = fault.file.split("/")
    return parts[1] if len(parts) == 3 and parts[0] == IMPORTS else ""


def _in_source(fault: Fault, copy: Path, origins: Mapping[str, str]) -> Fault:
    """Return a fault told where its row was read; one of another import, or of no row, as it is."""
    origin = origins.get(_import_of(fault), "")
    locator = _locators(copy / fault.file).get(fault.line, "") if origin and fault.line else ""
    if not locator:
        return fault
    columns = ", ".join(text(f"export.column.{name}") for name in fault.column.split(", ") if name)
    key = "import.place-cell" if columns else "import.place-row"
    return replace(fault, file=text(key, origin=origin, place=locator, column=columns), line=0)


def _locators(path: Path) -> Mapping[int, str]:
    """Return where each row of a table that an import writes was read, by its line."""
    reader = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
    header = next(reader)
    found, before = {}, reader.line_num
    for cells in reader:
        found[before + 1], before = dict(zip(header, cells, strict=False)).get("locator", ""), reader.line_num
    return found
