"""A `RawSource` as lines of JSON and back: how a reader's process hands over what it read."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from .raw import RawField, RawRow, RawSource, RawTable, Remark


def to_json(source: RawSource) -> Iterator[str]:
    """Yield a line that describes the source and its tables, then a line a row, table after table.

    Raises
    ------
    ValueError
        For a cell of a field that its table does not declare: a mistake of the reader.
    """
    tables = [
        {
            "name": table.name,
            "kind": table.kind,
            "rows": len(table.rows),
            "fields": [*map(_field, table.fields)],
        }
        for table in source.tables
    ]
    remarks = [_remark(remark) for remark in source.remarks]
    yield json.dumps({"format": source.format, "tables": tables, "remarks": remarks})
    for table in source.tables:
        places = {field.name: place for place, field in enumerate(table.fields)}
        for row in table.rows:
            try:
                cells = [[places[name], *values] for name, values in row.cells.items()]
            except KeyError as error:
                raise ValueError(f"table {table.name!r} declares no field {error}") from error
            yield json.dumps([row.line, row.key, row.continues, cells])


def from_json(lines: Iterable[str]) -> RawSource:
    """Return the source that `to_json` wrote as these lines.

    Raises
    ------
    ValueError
        For lines that are not of that shape.
    """
    rest = iter(lines)
    try:
        head = json.loads(next(rest))
        tables = tuple(_table(declared, rest) for declared in head["tables"])
        remarks = tuple(_read_remark(written) for written in head["remarks"])
        return RawSource(_text(head["format"]), tables, remarks)
    except (LookupError, TypeError, AttributeError, StopIteration) as error:
        raise ValueError("not a source written as lines of JSON") from error


def _field(field: RawField) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "meaning": field.meaning,
        "options": dict(field.options),
        "links": field.links,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "key": remark.key,
        "table": remark.table,
        "line": remark.line,
        "column": remark.column,
        "value": remark.value,
        "values": dict(remark.values),
        "rejected": remark.rejected,
    }


def _table(declared: dict[str, Any], rest: Iterator[str]) -> RawTable:
    fields = tuple(_read_field(field) for field in declared["fields"])
    names = [field.name for field in fields]
    rows = tuple([_row(json.loads(next(rest)), names) for _ in range(int(declared["rows"]))])
    return RawTable(_text(declared["name"]), fields, rows, _text(declared["kind"]))


def _read_field(written: dict[str, Any]) -> RawField:
    options = {_text(key): _text(label) for key, label in written["options"].items()}
    name, label, meaning, links = (_text(written[part]) for part in ("name", "label", "meaning", "links"))
    return RawField(name, label, meaning, options, links)


def _row(written: list[Any], names: list[str]) -> RawRow:
    line, key, continues, cells = written
    read = {names[cell[0]]: tuple(cell[1:]) for cell in cells}
    if not all(type(value) is str for values in read.values() for value in values):
        raise TypeError("a cell that is no text")
    return RawRow(read, int(line), _text(key), bool(continues))


def _read_remark(written: dict[str, Any]) -> Remark:
    values = {
        _text(name): value if isinstance(value, int) else _text(value)
        for name, value in written["values"].items()
    }
    key, table, column, value = (_text(written[part]) for part in ("key", "table", "column", "value"))
    return Remark(key, table, int(written["line"]), column, value, values, bool(written["rejected"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
