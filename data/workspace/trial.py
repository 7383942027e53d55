"""A workspace as it would be with other imports, read before anything is written in it."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .changes import Rows
from .staging import copy_with

if TYPE_CHECKING:
    from ..tables import Tables


def read_with(workspace: Path, staged: Mapping[str, Rows]) -> "Tables":
    """Return the tables that the workspace would hold with the `staged` imports.

    Raises
    ------
    InvalidData
        When they would not read.
    """
    from ..tables import read_tables

    with tempfile.TemporaryDirectory(prefix="maillage-") as scratch:
        copy = Path(scratch) / (workspace.resolve().name or "maillage")
        copy.mkdir()
        copy_with(workspace, copy, staged)
        return read_tables(copy)
