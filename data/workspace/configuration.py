"""A workspace: a folder of tables, and a `maillage.toml` that says its title and how each import is read."""

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import Fault, InvalidData, UnknownName
from ...messages import text

CONFIGURATION = "maillage.toml"
IMPORTS, STORE = "imports", "store"
_LIMIT = 2 * 2**20  # bytes: far beyond what people write, well within what a parser bears
_NAME = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")


@dataclass(frozen=True)
class SavedTable:
    """How one table of a source is read: its kind, "" to propose it, and column -> meaning."""

    kind: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedImport:
    """What `maillage.toml` keeps of an import.

    `origin` is the files' names or the address it came from, `format` the reader's name, `tables` how each
    table of the source is read.
    """

    origin: tuple[str, ...] = ()
    format: str = ""
    tables: Mapping[str, SavedTable] = field(default_factory=dict)


@dataclass(frozen=True)
class Store:
    """The SPARQL endpoint to ask instead of the graph built here, "" for none; the seconds that it has."""

    endpoint: str = ""
    seconds: float = 120


@dataclass(frozen=True)
class Workspace:
    """What `maillage.toml` says: the folder it stands in, its title, its imports by name, and its store."""

    folder: Path
    title: str
    imports: Mapping[str, SavedImport] = field(default_factory=dict)
    store: Store = Store()


def is_workspace(folder: Path) -> bool:
    """Tell whether `folder` holds a `maillage.toml`."""
    return (folder / CONFIGURATION).is_file()


def is_import_name(name: str) -> bool:
    """Tell whether `name` may name an import: small letters and digits, joined by hyphens."""
    return len(name) <= 60 and _NAME.fullmatch(name) is not None


def load_workspace(folder: Path) -> Workspace:
    """Return what the `maillage.toml` of `folder` says.

    Raises
    ------
    UnknownName
        When the folder does not exist or is no workspace.
    InvalidData
        When the file cannot be read, or says something else than what is expected there.
    """
    if not folder.is_dir():
        raise UnknownName("workspace.file" if folder.exists() else "workspace.none", where=str(folder))
    if not is_workspace(folder):
        raise UnknownName("workspace.not-one", where=str(folder), folder=folder)
    declared = _parse(folder, _content(folder))
    title = _expect(folder, declared, "title", str) or folder.resolve().name
    imports = _expect(folder, declared, IMPORTS, dict)
    store = _expect(folder, declared, STORE, dict)
    kept = Store(
        _expect(folder, store, "endpoint", str, STORE),
        _expect(folder, store, "seconds", int, STORE) or Store.seconds,
    )
    return Workspace(folder, title, {name: _import(folder, name, imports) for name in imports}, kept)


def save_import(folder: Path, name: str, kept: SavedImport) -> None:
    """Write what is kept of the import `name` in `maillage.toml`, and leave the rest as people wrote it.

    Raises
    ------
    InvalidData
        When the file cannot be read, or is laid out so that it cannot be completed.
    UnknownName
        When it cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    load_workspace(folder)
    content = _content(folder)
    try:
        document = tomlkit.parse(content)
        _set_import(document, name, kept)
        written = tomlkit.dumps(document)
        as_asked = _import(folder, name, tomllib.loads(written)[IMPORTS]) == _merged(folder, name, kept)
    except (TOMLKitError, ValueError, KeyError, TypeError, AttributeError):
        as_asked, written = False, content
    if not as_asked:
        raise _refused(folder, "workspace.toml-layout", value=f"[{IMPORTS}.{name}]")
    if written != content:
        replace_file(folder / CONFIGURATION, written.encode("utf-8"))


def forget_import(folder: Path, name: str) -> None:
    """Take the import `name` out of `maillage.toml`, and leave the rest as people wrote it."""
    import tomlkit

    document = tomlkit.parse(_content(folder))
    if name in document.get(IMPORTS, {}):
        del document[IMPORTS][name]
        replace_file(folder / CONFIGURATION, tomlkit.dumps(document).encode("utf-8"))


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all.

    Raises
    ------
    UnknownName
        When it cannot be written.
    """
    aside = ""
    try:
        descriptor, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(aside).replace(path)
    except OSError as error:
        if aside:
            Path(aside).unlink(missing_ok=True)
        raise UnknownName("workspace.unwritable", where=str(path), detail=error.strerror or error) from error


def new_configuration(title: str) -> str:
    """Return the text of a new `maillage.toml`, explained in the language spoken."""
    import tomlkit

    document = tomlkit.document()
    for line in text("workspace.toml").split("\n"):
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    document.add(tomlkit.nl())
    document.add("title", tomlkit.item(title))
    document.add(tomlkit.nl())
    for line in text("workspace.toml-imports").split("\n"):
        document.add(tomlkit.comment(line) if line else tomlkit.nl())
    return tomlkit.dumps(document)


def _content(folder: Path) -> str:
    path = folder / CONFIGURATION
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _refused(folder, "workspace.toml-unreadable", detail=error.strerror or error) from error
    if len(raw) > _LIMIT:
        raise _refused(folder, "workspace.toml-large", limit=_LIMIT // 2**20)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refused(folder, "workspace.toml-encoding", line) from error


def _parse(folder: Path, content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else content.rstrip().count("\n") + 1
        raise _refused(folder, "workspace.toml-syntax", line) from error


def _import(folder: Path, name: str, imports: Mapping[str, Any]) -> SavedImport:
    if not is_import_name(name):
        raise _refused(folder, "workspace.toml-name", value=name[:80])
    where = f"{IMPORTS}.{name}"
    declared = _expect(folder, imports, name, dict, IMPORTS)
    origin = _expect(folder, declared, "from", list, where)
    if not all(isinstance(each, str) for each in origin):
        raise _refused(folder, "workspace.toml-value", value=f"{where}.from", expected=_kind(list))
    tables = _expect(folder, declared, "tables", dict, where)
    return SavedImport(
        tuple(origin),
        _expect(folder, declared, "format", str, where),
        {table: _table(folder, tables, table, f"{where}.tables") for table in tables},
    )


def _table(folder: Path, tables: Mapping[str, Any], name: str, where: str) -> SavedTable:
    declared = _expect(folder, tables, name, dict, where)
    where = f"{where}.{name}"
    columns = _expect(folder, declared, "columns", dict, where)
    return SavedTable(
        _expect(folder, declared, "kind", str, where),
        {column: _expect(folder, columns, column, str, f"{where}.columns") for column in columns},
    )


def _expect(folder: Path, declared: Mapping[str, Any], key: str, kind: type, where: str = "") -> Any:
    """Return the value of a key, empty when it is not there.

    Raises
    ------
    InvalidData
        When it is of another kind.
    """
    value = declared.get(key, kind())
    if not isinstance(value, kind):
        path = f"{where}.{key}".lstrip(".")
        raise _refused(folder, "workspace.toml-value", value=path[:200], expected=_kind(kind))
    return value


def _kind(kind: type) -> str:
    return text(f"workspace.kind.{kind.__name__}")


def _merged(folder: Path, name: str, kept: SavedImport) -> SavedImport:
    """Return `kept` with what `maillage.toml` says of columns and tables that the source no longer has."""
    before = load_workspace(folder).imports.get(name, SavedImport())
    tables = dict(before.tables)
    for table, saved in kept.tables.items():
        columns = {**before.tables.get(table, SavedTable()).columns, **saved.columns}
        tables[table] = SavedTable(saved.kind, columns)
    return SavedImport(kept.origin, kept.format, tables)


def _set_import(document: Any, name: str, kept: SavedImport) -> None:
    declared = _section(_section(document, IMPORTS, bare=True), name)
    for key, value in (("from", list(kept.origin)), ("format", kept.format)):
        _set(declared, key, value)
    for table, saved in kept.tables.items():
        of_table = _section(_section(declared, "tables", bare=True), table)
        _set(of_table, "kind", saved.kind)
        columns = _section(of_table, "columns")
        for column, meaning in saved.columns.items():
            _set(columns, column, meaning)


def _section(parent: Any, key: str, *, bare: bool = False) -> Any:
    """Return the section `key`, made when it is not there; a `bare` one has no header of its own."""
    import tomlkit

    if key not in parent:
        parent.add(key, tomlkit.table(is_super_table=bare))
    return parent[key]


def _set(section: Any, key: str, value: object) -> None:
    if key not in section or section[key] != value:
        section[key] = value


def _refused(folder: Path, key: str, line: int = 0, value: str = "", **values: object) -> InvalidData:
    return InvalidData([Fault(key, CONFIGURATION, line, value=value, values=values)], where=str(folder))
