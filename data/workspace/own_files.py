"""Our own exports met again: workbooks and CSV files whose sheets and headers are those we write, Kumu maps.

Such a file says by itself what each table and column is; nothing needs to be proposed.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from ...messages import LANGUAGES, speaking, text
from ..readers.network_own import OwnNetwork, is_ours
from ..readers.network_tables import Part
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..schema import Table, load_schema

_OF_KUMU = ("label", "type", "tags", "direction", "from", "to")


def as_own(source: RawSource) -> RawSource:
    """Return the source with the kind and the meanings of its tables that are exports of ours."""
    if source.format == "kumu":
        return _own_map(source)
    if source.format not in ("csv", "xlsx"):
        return source
    return replace(source, tables=tuple(map(_own, source.tables)))


def _own_map(source: RawSource) -> RawSource:
    """Return the tables of ours that a Kumu map holds, when every element is under an IRI of ours."""
    nodes: list[Part] = []
    edges: list[Part] = []
    for table in source.tables:
        for row in table.rows:
            said = {name: values for name, values in row.cells.items() if name not in _OF_KUMU}
            own = {name: row.cells[name][0] for name in ("label", "from", "to") if name in row.cells}
            (edges if table.kind == "links" else nodes).append(Part(row.key, own, said))
    if not is_ours(nodes) or any(remark.rejected for remark in source.remarks):
        return source
    network = OwnNetwork(nodes, edges)
    told = {"network.own": 1, "network.own-left": network.left}
    remarks = [Remark(key, values={"count": count}) for key, count in told.items() if count]
    return RawSource(source.format, tuple(network.tables()), (*source.remarks, *remarks))


def _own(raw: RawTable) -> RawTable:
    """Return a table of ours with what it means, another as it is."""
    table = _tables().get(raw.name.rpartition("/")[2].strip())
    headers = {header: table.columns.get(name) for header, name in _headers(table).items()} if table else {}
    names = [each.label or each.name for each in raw.fields]
    if table is None or not all(name in headers for name in names):
        return raw
    columns = {each.name: headers[name] for each, name in zip(raw.fields, names, strict=True)}
    given = {column.name for column in columns.values() if column}
    if any(column.required and column.name not in given for column in table.columns.values()):
        return raw
    fields = tuple(RawField(column.name, meaning=column.name) for column in columns.values() if column)
    return RawTable(table.name, fields, tuple(_row(row, columns) for row in raw.rows), table.name)


def _row(row: RawRow, columns: Mapping[str, object]) -> RawRow:
    cells: dict[str, tuple[str, ...]] = {}
    for name, values in row.cells.items():
        column = columns[name]
        many = getattr(column, "many", False)
        parts = [part.strip() for value in values for part in value.split("|")] if many else [*values]
        cells[getattr(column, "name", "")] = tuple(filter(None, parts))
    return RawRow(cells, row.line, cells.get("id", ("",))[0])


@cache
def _tables() -> Mapping[str, Table]:
    """Return the tables by their names and by those of their sheets, in every language."""
    found: dict[str, Table] = {}
    for name, table in load_schema().items():
        found[name] = table
        for language in LANGUAGES:
            with speaking(language):
                found[text(f"export.table.{name}")] = table
    return found


def _headers(table: Table) -> Mapping[str, str]:
    """Return header -> column, for a table's own names and the words of its headers."""
    found = {name: name for name in table.columns}
    for language in LANGUAGES:
        with speaking(language):
            found |= {text(f"export.column.{name}"): name for name in table.columns}
    return found
