"""The folders of the imports: written aside, then put in place; killed at any moment, what stood stands.

`.maillage/` in a workspace holds the lock, `new/` (what is being written), `old/` (what is being replaced).
"""

import csv
import hashlib
import io
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ...errors import StoreError, UnknownName
from ..csv_files import as_meant, write_csv
from ..schema import load_schema
from .changes import Cells, Rows
from .configuration import CONFIGURATION, IMPORTS

_PRIVATE, _LOCK, _NEW, _OLD = ".maillage", "lock", "new", "old"
_LOCK_SECONDS = 5
REPORT = "report"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the workspace for one writer, after mending what a killed one left.

    Raises
    ------
    StoreError
        When another import holds it for more than a few seconds.
    UnknownName
        When nothing can be written there.
    """
    from filelock import FileLock, Timeout

    try:
        (folder / _PRIVATE).mkdir(exist_ok=True)
        with FileLock(folder / _PRIVATE / _LOCK, timeout=_LOCK_SECONDS):
            recover(folder)
            yield
    except Timeout as error:
        raise StoreError("workspace.busy", where=str(folder), seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise UnknownName(
            "workspace.unwritable", where=str(folder), detail=error.strerror or error
        ) from error


def recover(folder: Path) -> None:
    """Put back the imports that a killed import had taken away, and remove what it had not finished."""
    old = folder / _PRIVATE / _OLD
    for taken in sorted(old.iterdir()) if old.is_dir() else ():
        place = folder / IMPORTS / taken.name
        if not place.exists():
            place.parent.mkdir(exist_ok=True)
            taken.rename(place)
    for left in (old, folder / _PRIVATE / _NEW):
        shutil.rmtree(left, ignore_errors=True)


def mend(folder: Path) -> None:
    """Finish what a killed import left, if it left something; called before a workspace is read.

    Raises
    ------
    StoreError
        When an import is at work there.
    """
    if (folder / _PRIVATE / _OLD).is_dir():
        with locked(folder):
            pass


def stage(folder: Path, name: str) -> Path:
    """Return an empty folder in which to write the new import `name`."""
    staged = folder / _PRIVATE / _NEW / name
    staged.mkdir(parents=True)
    return staged


def put_in_place(folder: Path, names: list[str]) -> None:
    """Replace the imports `names` by those that are staged, all or none."""
    old, new = folder / _PRIVATE / _OLD, folder / _PRIVATE / _NEW
    old.mkdir(exist_ok=True)
    (folder / IMPORTS).mkdir(exist_ok=True)
    placed: list[str] = []
    try:
        for name in names:
            take_away(folder, name)
            (new / name).rename(folder / IMPORTS / name)
            placed.append(name)
    except OSError:
        for name in placed:
            shutil.rmtree(folder / IMPORTS / name, ignore_errors=True)
        recover(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)


def take_away(folder: Path, name: str) -> None:
    """Move the import `name`, if there is one, to where the next `recover` would put it back from."""
    place, old = folder / IMPORTS / name, folder / _PRIVATE / _OLD
    old.mkdir(exist_ok=True)
    if place.exists():
        place.rename(old / name)


def throw_away(folder: Path) -> None:
    """Remove for good what was taken away."""
    shutil.rmtree(folder / _PRIVATE / _OLD, ignore_errors=True)


def write_rows(folder: Path, rows: Rows) -> None:
    """Write tables as CSV files for spreadsheets, each with the columns that it fills."""
    schema = load_schema()
    for table, table_rows in rows.items():
        if not table_rows:
            continue
        required = [name for name, column in schema[table].columns.items() if column.required]
        filled = {name for row in table_rows for name in row} | set(required)
        columns = [name for name in schema[table].columns if name in filled]
        cells = ([row.get(name, "") for name in columns] for row in table_rows)
        write_csv(folder / f"{table}.csv", columns, cells)


def read_rows(folder: Path) -> dict[str, list[Cells]]:
    """Return the rows of an import as they are written, by table, without their empty cells."""
    found: dict[str, list[Cells]] = {}
    for table in load_schema():
        path = folder / f"{table}.csv"
        if path.is_file():
            content = path.read_text("utf-8-sig", errors="replace")
            header = content.split("\n", 1)[0]
            reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=max(";,\t", key=header.count))
            found[table] = [
                {
                    name: as_meant(cell)
                    for name, cell in row.items()
                    if isinstance(cell, str) and cell and name
                }
                for row in reader
            ]
    return found


def fingerprint(folder: Path) -> str:
    """Return a digest of the tables of a workspace and of its `maillage.toml`."""
    found = hashlib.sha256()
    for path in table_files(folder):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def digest(folder: Path) -> str:
    """Return a digest of the tables of one import."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def table_files(folder: Path) -> list[Path]:
    """Return the files that say what a workspace holds: `maillage.toml`, its tables, those of its imports."""
    files = [*folder.glob("*.csv"), *folder.glob(f"{IMPORTS}/*/*.csv"), folder / CONFIGURATION]
    return sorted(file for file in files if file.is_file())


def copy_with(folder: Path, copy: Path, staged: Mapping[str, Rows]) -> None:
    """Write in `copy` the tables of a workspace as they would be with the `staged` imports."""
    for path in table_files(folder):
        place = path.relative_to(folder)
        if place.parts[0] != IMPORTS or place.parts[1] not in staged:
            (copy / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / place)
    for name, rows in staged.items():
        (copy / IMPORTS / name).mkdir(parents=True, exist_ok=True)
        write_rows(copy / IMPORTS / name, rows)
