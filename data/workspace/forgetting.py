"""Imports taken out of a workspace."""

from pathlib import Path

from ...errors import InvalidData, UnknownName
from . import staging
from .configuration import IMPORTS, forget_import, load_workspace
from .trial import read_with


def forget(workspace: Path, name: str) -> None:
    """Remove an import: its folder, its report, and its section of `maillage.toml`.

    Raises
    ------
    UnknownName
        When there is no such import.
    InvalidData
        When other tables refer to its rows.
    StoreError
        When another import is at work.
    """
    rows_of_import(workspace, name)
    try:
        read_with(workspace, {name: {}})
    except InvalidData as error:
        if [fault.key for fault in error.faults] != ["table.empty-folder"]:
            raise
    with staging.locked(workspace):
        forget_import(workspace, name)
        staging.take_away(workspace, name)
        staging.throw_away(workspace)


def rows_of_import(workspace: Path, name: str) -> dict[str, int]:
    """Return how many rows an import holds, by table.

    Raises
    ------
    UnknownName
        When there is no such import.
    """
    opened = load_workspace(workspace)
    folder = workspace / IMPORTS / name
    folders = {each.name for each in (workspace / IMPORTS).glob("*") if each.is_dir()}
    known = sorted({*opened.imports, *folders})
    if name not in known:
        raise UnknownName("import.unknown", where=name, known=", ".join(known) or "-")
    return {table: len(rows) for table, rows in staging.read_rows(folder).items()}
