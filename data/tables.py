"""Tables of facts in a folder of CSV files: read whole and checked, or refused with every fault at once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from ..errors import Fault, InvalidData
from .cycles import cycles
from .identity.decisions import Decision, read_decisions
from .identity.disputes import new_structures
from .identity.linking import identified
from .places import Places
from .references import References, identify
from .rows import Row
from .schema import load_schema
from .table_file import UNREAD, TableFile, nearest

if TYPE_CHECKING:
    from .territories.territory import Territory


@dataclass(frozen=True)
class Tables:
    """Every row of the folder `name`, by table, and each identified row by its id.

    A thing that several rows describe is known by the id of one of them: see `Row.subject` and `identity`.
    `territories` holds the territories of the reference that cells name in words, by key; `warnings` what
    was read all the same, and must be shown; `decisions` what people answered to what was proposed to them.
    """

    name: str
    rows: Mapping[str, tuple[Row, ...]]
    by_id: Mapping[str, Row]
    territories: "Mapping[str, Territory]"
    warnings: tuple[Fault, ...]
    decisions: tuple[Decision, ...] = field(default=())


def corpus_folder() -> Traversable:
    """Return the folder of the corpus that the package carries: the "Chantiers coopératifs" ecosystem."""
    return files(__package__) / "corpus" / "chantiers-cooperatifs"


def read_tables(folder: Traversable, *, as_told: bool = False) -> Tables:
    """Return the checked tables of `folder` and of its `imports/`; a table without a file is empty.

    Parameters
    ----------
    as_told
        Leave each row as its own file tells it, without gathering those that describe the same thing.

    Raises
    ------
    InvalidData
        With every fault of every file: encoding, columns, cells, identifiers, references.
    """
    faults: list[Fault] = []
    rows = _read_files(folder, faults)
    decisions, undecided = read_decisions(rows["decisions"]), list[Fault]()
    rows["structures"] += new_structures(decisions, rows, undecided)
    by_id = identify(rows, faults)
    places = Places(by_id)
    rows = {name: places.resolve(table_rows) for name, table_rows in rows.items()}
    by_id = _by_id(rows)
    faults += places.faults
    references = References(by_id, _unread(faults), places.used.keys())
    for row in _all(rows):
        faults.extend(references.broken(row))
    faults += cycles(rows)
    if not by_id and not faults:
        faults.append(Fault("table.empty-folder", folder.name))
    if faults:
        order = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column, fault.key))
        raise InvalidData(order, where=folder.name)
    warnings = [*places.warnings, *undecided]
    rows = rows if as_told else identified(rows, by_id, decisions, warnings)
    if circles := list(cycles(rows)):
        raise InvalidData(circles, where=folder.name)
    by_id = _by_id(rows)
    return Tables(folder.name, rows, by_id, places.used, tuple(warnings), decisions)


def table_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the CSV files that a workspace's tables are read from, with their paths relative to it.

    Those of the root first, then those of each import, in the order in which they were first made.
    """
    yield from _csv_files(folder, "")
    imports = next((entry for entry in folder.iterdir() if entry.name == "imports" and entry.is_dir()), None)
    if imports is None:
        return
    yield from _csv_files(imports, "imports/")
    names = {entry.name: entry for entry in imports.iterdir() if entry.is_dir() and entry.name[:1] != "."}
    for name in [*filter(names.__contains__, _declared(folder)), *sorted({*names} - {*_declared(folder)})]:
        yield from _csv_files(names[name], f"imports/{name}/")


def _csv_files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.lower().endswith(".csv") and not file.name.startswith("."):
            yield f"{path}{file.name}", file


def _declared(folder: Traversable) -> list[str]:
    """Return the names of the imports as `maillage.toml` lists them: a new one is added at its end."""
    configuration = folder / "maillage.toml"
    try:
        imports = tomllib.loads(configuration.read_text("utf-8")).get("imports", {})
    except (OSError, ValueError):  # told by who reads the configuration for itself
        return []
    return list(imports) if isinstance(imports, dict) else []


def _read_files(folder: Traversable, faults: list[Fault]) -> dict[str, tuple[Row, ...]]:
    schema = load_schema()
    rows: dict[str, list[Row]] = {name: [] for name in schema}
    for path, file in table_files(folder):
        table = schema.get(file.name[:-4])
        if path.count("/") == 1:
            faults.append(Fault("table.in-no-import", path))
        elif table is None:
            faults.append(Fault("table.unknown-file", path, values=nearest(file.name[:-4], schema)))
        else:
            rows[table.name].extend(TableFile(file, path, table, faults).rows())
    return {name: tuple(table_rows) for name, table_rows in rows.items()}


def _unread(faults: list[Fault]) -> set[str]:
    """Return the names of the tables of which some rows, or their ids, could not be read."""
    lost = (fault for fault in faults if fault.key in UNREAD or _loses_its_ids(fault))
    return {fault.file.rpartition("/")[2][:-4] for fault in lost}


def _loses_its_ids(fault: Fault) -> bool:
    return fault.key == "table.missing-column" and fault.column == "id"


def _by_id(rows: Mapping[str, tuple[Row, ...]]) -> dict[str, Row]:
    """Return the first row of each id."""
    by_id: dict[str, Row] = {}
    for row in _all(rows):
        if identifier := row.one("id"):
            by_id.setdefault(identifier, row)
    return by_id


def _all(rows: Mapping[str, tuple[Row, ...]]) -> Iterator[Row]:
    return (row for table_rows in rows.values() for row in table_rows)
