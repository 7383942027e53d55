"""What a source holds, before it is understood: tables of cells, each cell with its place.

Every reader (`data/readers/`) returns a `RawSource`; `data/mapping/` says what its fields mean, and
`data/conversion/` turns its rows into rows of our tables. All of it goes through JSON (`raw_json.py`),
since readers run in a process of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RawField:
    """A column of a raw table.

    Attributes
    ----------
    name
        As the source writes it: a spreadsheet's header, a JSON key, a property's IRI.
    label
        What the source shows to people for it, "" when it shows the name.
    meaning
        What the source's own format says the field is (see `data/mapping/meanings.toml`), "" when it says
        nothing and the meaning must be proposed.
    options
        What the keys of an enumeration stand for: key -> label.
    links
        The name of the raw table whose row keys its cells hold, "" for none.
    """

    name: str
    label: str = ""
    meaning: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    links: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a raw table.

    `cells` are the non-empty ones, field name -> values. `line` is the line or row in the file (the header
    of a spreadsheet is 1), 0 where lines mean nothing; `key` the source's own identifier, "" for none.
    `continues` is true for a row whose blank cells continue the row above.
    """

    cells: Mapping[str, tuple[str, ...]]
    line: int = 0
    key: str = ""
    continues: bool = False


@dataclass(frozen=True)
class RawTable:
    """Rows of one shape: a sheet, a form, the elements of a map.

    `kind` is the table of ours that each row belongs to ("structures", "chantiers", …; "links" for ties
    between two named things; "persons" for people, who stay private), "" when it must be proposed.
    """

    name: str
    fields: tuple[RawField, ...]
    rows: tuple[RawRow, ...]
    kind: str = ""


@dataclass(frozen=True)
class Remark:
    """Something to tell of what was read: an encoding, a thing set aside, a row refused (`rejected`).

    `key` names the catalogue's sentence `<key>.what` (and `<key>.mend` when `rejected`), filled from
    `values`; `table`, `line`, `column` and `value` say where.
    """

    key: str
    table: str = ""
    line: int = 0
    column: str = ""
    value: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    rejected: bool = False


@dataclass(frozen=True)
class RawSource:
    """What one source holds: its format's name, its tables, and what to tell of the reading.

    Rows in = the rows of `tables` + the remarks that are `rejected`.
    """

    format: str
    tables: tuple[RawTable, ...]
    remarks: tuple[Remark, ...] = ()
