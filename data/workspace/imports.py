"""Sources made tables of a workspace: a plan that writes nothing, then `plan.apply()`, all or nothing."""

import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadParameter, Fault, InvalidData, StoreError, UnknownName
from .. import voices
from . import staging
from .changes import Changes, Rows, compare
from .configuration import (
    CONFIGURATION,
    IMPORTS,
    SavedImport,
    SavedTable,
    Workspace,
    is_import_name,
    load_workspace,
    replace_file,
    save_import,
)
from .import_report import write_report, written_digest
from .settled import check_settled, saved_mapping
from .trial import Check, read_with

if TYPE_CHECKING:
    from ..conversion import Conversion
    from ..mapping.proposing import TableMapping
    from ..reading.raw import RawSource
    from ..tables import Tables

_SHOWN = 10  # reasons told where nothing can be taken of a session


@dataclass(frozen=True)
class PlannedImport:
    """One source, read and understood, and what its import would change.

    Attributes
    ----------
    name
        The import's name: that of its folder in `imports/`.
    origin
        The names of its files, or its address.
    known
        Whether an import of this name stands in the workspace already.
    mapping
        What each raw table and field means, by raw table.
    rows
        The rows to write, by table: those of the conversion and those that are gone.
    edited
        Whether someone changed its tables by hand since they were written: this import undoes it.
    heard
        Whether it holds voices of a workshop that its report did not, or no longer holds some.
    """

    name: str
    origin: tuple[str, ...]
    known: bool
    source: "RawSource"
    mapping: Mapping[str, "TableMapping"]
    conversion: "Conversion"
    changes: Changes
    rows: Rows
    edited: bool = False
    heard: bool = False

    @property
    def saved(self) -> SavedImport:
        """Return what `maillage.toml` keeps of it."""
        tables = {name: SavedTable(each.kind, each.meanings) for name, each in self.mapping.items()}
        return SavedImport(self.origin, self.source.format, tables)


@dataclass(frozen=True)
class Plan:
    """What an import would write in a workspace; `tables` are those that the workspace would then hold."""

    folder: Path
    imports: tuple[PlannedImport, ...]
    tables: "Tables"
    fingerprint: str = field(repr=False)

    @property
    def nothing(self) -> bool:
        """Tell whether the workspace holds all of it already."""
        return all(each.known and each.changes.nothing and not each.heard for each in self.imports)

    @property
    def sure(self) -> bool:
        """Tell whether no meaning of a column or of a table asks for a person's eye."""
        return all(
            table.sure and all(each.sure for each in table.fields)
            for planned in self.imports
            for table in planned.mapping.values()
        )

    @property
    def recognised(self) -> int:
        """Return how many of the imports' rows an identifier shows to describe a thing known already."""
        folders = {f"{IMPORTS}/{each.name}" for each in self.imports}
        rows = (row for rows in self.tables.rows.values() for row in rows)
        return sum(row.folder in folders and row.subject != row.one("id") for row in rows)

    @property
    def similar(self) -> int:
        """Return how many pairs of things that the workspace would hold may be one, for people to say."""
        from ..identity.proposals import propose_same

        return len(propose_same(self.tables))

    def apply(self) -> None:
        """Write the imports, their reports and their mappings, all or none.

        Raises
        ------
        StoreError
            When another import is at work, or the workspace has changed since it was planned.
        UnknownName
            When the workspace cannot be written.
        InvalidData
            When `maillage.toml` is laid out so that it cannot be completed.
        """
        with staging.locked(self.folder):
            if staging.fingerprint(self.folder) != self.fingerprint:
                raise StoreError("import.changed-meanwhile", where=str(self.folder))
            for planned in self.imports:
                staged = staging.stage(self.folder, planned.name)
                staging.write_rows(staged, planned.rows)
                digest = staging.digest(staged)
                write_report(staged / staging.REPORT, planned.source, planned.conversion, digest)
            configuration = (self.folder / CONFIGURATION).read_bytes()
            with ExitStack() as undo:
                undo.callback(replace_file, self.folder / CONFIGURATION, configuration)
                for planned in self.imports:
                    save_import(self.folder, planned.name, planned.saved)
                staging.put_in_place(self.folder, [planned.name for planned in self.imports])
                undo.pop_all()


def plan_import(  # noqa: PLR0913 - what the command may say
    workspace: Path,
    files: Sequence[Path],
    *,
    name: str | None = None,
    format: str = "",
    kind: str = "",
    meanings: Mapping[str, str] | None = None,
    address: str = "",
    today: date | None = None,
    check: Check | None = None,
) -> Plan:
    """Return what importing `files` would change in a workspace; nothing is written.

    Files of one format are one source: a wiki's forms, entries and lists; a map's elements and taxonomy; the
    CSV files of one office.

    Parameters
    ----------
    name
        The import's name; by default that of the file, of the files' folder, or of the address's host.
    format
        The reader's name, recognised by default.
    kind
        What the rows are, for every table of the source that the format says nothing of ("structures", …).
    meanings
        What columns mean, over what is saved and proposed: "Table/Column" or "Column" -> meaning.
    address
        Where the files were fetched, "" for files of this computer.
    today
        The day that marks what is gone, today by default.
    check
        What the tables that the workspace would hold must pass beyond being read: it raises InvalidData.

    Raises
    ------
    UnknownName
        When the folder is no workspace, or a file does not exist.
    BadParameter
        For a name, a column or a meaning that cannot be.
    InvalidData
        For a file that cannot be read, or when the workspace would not read, or not pass `check`, with it.
    LimitReached
        For a file beyond the limits.
    """
    from ..reading.isolation import group_files

    opened = load_workspace(workspace)
    if name and not is_import_name(name):
        raise BadParameter("import.name", where="--name", value=name)
    paths = _existing(files)
    groups = [(format, paths)] if format else group_files(paths)
    if name and len(groups) > 1:
        raise BadParameter("import.one-name", where="--name", formats=", ".join(each for each, _ in groups))
    day = (today or date.today()).isoformat()
    fingerprint = staging.fingerprint(workspace)
    planned: list[PlannedImport] = []
    for each, group in groups:
        called = name or _name(group, address)
        if called in {other.name for other in planned}:
            raise BadParameter("import.name-twice", where="--name", value=called)
        origin = (address,) if address else tuple(path.name for path in group)
        asked = _Asked(called, each, kind, meanings or {}, origin, address, day)
        planned.append(_plan(opened, group, asked))
    origins = {each.name: ", ".join(each.origin) for each in planned}
    tables = read_with(workspace, {each.name: each.rows for each in planned}, origins, check)
    _check_apart(tables, {each.name for each in planned})
    return Plan(workspace, tuple(planned), tables, fingerprint)


def _check_apart(tables: "Tables", planned: Set[str]) -> None:
    """Raise when two imports make one id of two rows: "a" of "b-c", and "a-b" of "c"."""
    makers: dict[str, str] = {}
    for row in (row for rows in tables.rows.values() for row in rows):
        name = row.folder.rpartition("/")[2]
        identifier = row.one("id")
        if not name or not identifier.startswith(f"{name}-"):
            continue
        other = makers.setdefault(identifier, name)
        if other != name:
            clash = name if name in planned else other
            values = {"name": clash, "other": other if clash == name else name, "id": identifier}
            raise BadParameter("import.same-id", where="--name", **values)


@dataclass(frozen=True)
class _Asked:
    """What is asked of one source."""

    name: str
    format: str
    kind: str
    meanings: Mapping[str, str]
    origin: tuple[str, ...]
    address: str
    today: str


def _plan(workspace: Workspace, files: Sequence[Path], asked: _Asked) -> PlannedImport:
    from ..reading.isolation import read_source
    from .own_files import as_own
    from .template import without_own_pages

    source = as_own(without_own_pages(read_source(files, asked.format)))
    mapping, conversion = _understood(workspace, source, asked)
    folder = workspace.folder / IMPORTS / asked.name
    found = any(table != "sources" and rows for table, rows in conversion.rows.items()) or conversion.voices
    if not folder.is_dir() and not found:
        told = conversion.rejected[:_SHOWN] if source.format == voices.FORMAT else ()
        raise InvalidData(
            [Fault("import.nothing", asked.origin[0]), *(each.fault(asked.origin[0]) for each in told)],
            where=", ".join(asked.origin),
        )
    changes, rows = compare(staging.read_rows(folder), conversion.rows, asked.today)
    kept = written_digest(folder / staging.REPORT)
    edited = bool(kept) and kept != staging.digest(folder)
    heard = voices.read_voices(folder / staging.REPORT, asked.name) != conversion.voices
    return PlannedImport(
        asked.name, asked.origin, folder.is_dir(), source, mapping, conversion, changes, rows, edited, heard
    )


def _understood(
    workspace: Workspace, source: "RawSource", asked: _Asked
) -> "tuple[dict[str, TableMapping], Conversion]":
    """Return what the columns of a source mean, and what it becomes; a session's say what they are."""
    from ..conversion import convert, convert_session
    from ..mapping.proposing import propose

    if source.format == voices.FORMAT:
        from ..tables import read_tables

        return {}, convert_session(source, name=asked.name, tables=read_tables(workspace.folder))
    saved = saved_mapping(workspace.imports.get(asked.name), source, asked.kind, asked.meanings)
    mapping = propose(source, saved)
    check_settled(mapping, saved, asked.name, {asked.kind, *asked.meanings.values()})
    title = ", ".join(asked.origin)
    return mapping, convert(source, mapping, name=asked.name, title=title, address=asked.address)


def _existing(files: Sequence[Path]) -> list[Path]:
    for path in files:
        if not path.exists():
            raise UnknownName("import.no-file", where=str(path))
    return list(dict.fromkeys(files))


def _name(files: Sequence[Path], address: str) -> str:
    """Return the name that an import takes from its address, its file, or the folder of its files."""
    from urllib.parse import urlsplit

    if address:
        words = urlsplit(address).hostname or ""
    elif len(files) == 1:
        words = files[0].name.split(".")[0] or files[0].name
    else:
        folders = {path.resolve().parent for path in files}
        if len(folders) > 1:
            raise BadParameter(
                "import.name-needed", where="--name", files=", ".join(path.name for path in files)
            )
        words = folders.pop().name
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    if not name:
        raise BadParameter("import.name-needed", where="--name", files=", ".join(path.name for path in files))
    return name
