"""What a person settled of a source: the columns that `maillage.toml` keeps, and those corrected now."""

import difflib
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import BadParameter, Fault, InvalidData
from ..reading.raw import RawSource
from .configuration import CONFIGURATION, IMPORTS, SavedImport

if TYPE_CHECKING:
    from ..mapping.proposing import TableMapping

Saved = Mapping[str, Mapping[str, Any]]


def saved_mapping(
    known: SavedImport | None, source: RawSource, kind: str, meanings: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return what to start from, as `mapping.propose` takes it: what is kept, then what is asked now.

    A column whose meaning is still empty in `maillage.toml` is not settled.

    Raises
    ------
    BadParameter
        For a column that the source does not have.
    """
    tables = known.tables if known else {}
    kinds = {table: saved.kind for table, saved in tables.items()}
    columns = {
        table: {column: meaning for column, meaning in saved.columns.items() if meaning}
        for table, saved in tables.items()
    }
    for table in source.tables:
        if kind and not table.kind:
            kinds[table.name] = kind
    for written, meaning in meanings.items():
        for table_name, column in _columns(written, source):
            columns.setdefault(table_name, {})[column] = meaning
    return {
        table: {"kind": kinds.get(table, ""), "fields": columns.get(table, {})}
        for table in {**kinds, **columns}
    }


def check_settled(
    mapping: "Mapping[str, TableMapping]", saved: Saved, name: str, asked: Collection[str]
) -> None:
    """Check that what was settled for the import `name` exists; `asked` are the words asked for just now.

    Raises
    ------
    BadParameter
        For a kind or a meaning, among those `asked`, that does not exist.
    InvalidData
        For those of `maillage.toml`.
    """
    from ..mapping.meanings import TIES, meanings_of
    from ..schema import load_schema

    kinds = {*load_schema(), *TIES, "ignore", ""}
    faults = []
    for table, settled in saved.items():
        where = f"[{IMPORTS}.{name}.tables.{table}]"
        if settled["kind"] not in kinds:
            faults.append(_fault("import.kind", where, settled["kind"], kinds))
            continue
        known = meanings_of(mapping[table].kind if table in mapping else settled["kind"])
        for column, meaning in settled["fields"].items():
            if meaning not in known:
                faults.append(_fault("import.meaning", where, meaning, known, column))
    for fault in faults:
        if fault.value in asked:
            where = "--kind" if fault.key == "import.kind" else "--map"
            raise BadParameter(fault.key, where=where, value=fault.value, column=fault.column, **fault.values)
    if faults:
        raise InvalidData(faults, where=CONFIGURATION)


def _fault(key: str, where: str, value: str, known: Collection[str], column: str = "") -> Fault:
    words = sorted(filter(None, known))
    nearest = difflib.get_close_matches(value, words, n=5, cutoff=0.4) or words[:20]
    return Fault(key, f"{CONFIGURATION} {where}", 0, column, value, {"nearest": ", ".join(nearest)})


def _columns(written: str, source: RawSource) -> list[tuple[str, str]]:
    """Return the columns that "Table/Column" or "Column" designates, by name or by label."""
    found = [
        (table.name, each.name)
        for table in source.tables
        for each in table.fields
        for header in (each.name, each.label)
        if header and written in (header, f"{table.name}/{header}")
    ]
    if not found:
        known = [
            f"{table.name}/{each.label or each.name}" for table in source.tables for each in table.fields
        ]
        raise BadParameter("import.column", where="--map", value=written, known=", ".join(known[:20]) or "-")
    return list(dict.fromkeys(found))
