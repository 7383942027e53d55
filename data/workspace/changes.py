"""What a re-import changes: the rows that a source gained, changed and lost since it was last read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..schema import load_schema

Cells = Mapping[str, str]
Rows = Mapping[str, Sequence[Cells]]
_PLACE = ("locator",)  # columns that say where a row stands in its source, and nothing of the thing
_ABSENT = "absent_since"


@dataclass(frozen=True)
class Change:
    """A row that is added, changed or gone.

    `columns` holds what changed, column -> (before, after), "" for an empty cell.
    """

    table: str
    id: str
    name: str
    columns: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Changes:
    """What a re-import changes.

    Attributes
    ----------
    added, changed
        The rows that are new, and those of which a cell differs.
    gone
        The rows that the source holds no more: kept, marked with the day.
    back
        The rows that were marked gone and are there again.
    moved
        How many rows only stand elsewhere in the source.
    dropped
        How many rows without an identifier (contacts, other spellings) the source holds no more: not kept.
    """

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    back: tuple[Change, ...] = ()
    moved: int = 0
    dropped: int = 0

    @property
    def nothing(self) -> bool:
        """Tell whether the source says the same, at the same places, as when it was last read."""
        return not (self.added or self.changed or self.gone or self.back or self.moved or self.dropped)


def compare(before: Rows, after: Rows, today: str) -> tuple[Changes, dict[str, list[Cells]]]:
    """Return what differs, and the rows to keep: those of `after`, then those that are gone, marked.

    Parameters
    ----------
    before
        The rows of the previous import, by table; no table for a first import.
    after
        The rows that the source gives now, by table.
    today
        The ISO date that marks a row gone from now on.
    """
    kept = {table: list(rows) for table, rows in after.items()}
    old, new = _by_id(before), _by_id(after)
    added, changed, back = [], [], []
    moved = 0
    for identifier, (table, row) in new.items():
        found = old.get(identifier)
        columns = {} if found is None else _differences(found[1], row)
        if found is None or found[0] != table:
            added.append(_change(table, row, {}))
        elif _ABSENT in columns:
            back.append(_change(table, row, columns))
        elif set(columns) - set(_PLACE):
            changed.append(_change(table, row, columns))
        else:
            moved += bool(columns)
    gone = [(table, row) for identifier, (table, row) in old.items() if identifier not in new]
    for table, row in gone:
        mark = {_ABSENT: today} if _ABSENT in load_schema()[table].columns else {}
        kept.setdefault(table, []).append({**mark, **row})
    nameless = _nameless(before, after, {row["id"] for _, row in gone})
    for table, row in nameless.kept:
        kept.setdefault(table, []).append(row)
    changes = Changes(
        tuple(added),
        tuple(changed),
        tuple(_change(table, row, {}) for table, row in gone if not row.get(_ABSENT)),
        tuple(back),
        moved,
        nameless.dropped,
    )
    return changes, kept


@dataclass(frozen=True)
class _Nameless:
    """The rows without an identifier that the source no longer gives: those kept, and a count of the rest."""

    kept: list[tuple[str, Cells]]
    dropped: int


def _nameless(before: Rows, after: Rows, gone: set[str]) -> _Nameless:
    """Keep the other spellings of what is gone; a person's contact that the source dropped is dropped."""
    kept, dropped = [], 0
    for table, rows in before.items():
        now = {tuple(sorted(row.items())) for row in after.get(table, ()) if "id" not in row}
        for row in rows:
            if "id" in row or tuple(sorted(row.items())) in now:
                continue
            if table == "mentions" and row.get("subject") in gone:
                kept.append((table, row))
            else:
                dropped += 1
    return _Nameless(kept, dropped)


def _by_id(rows: Rows) -> dict[str, tuple[str, Cells]]:
    return {
        row["id"]: (table, row) for table, table_rows in rows.items() for row in table_rows if "id" in row
    }


def _differences(before: Cells, after: Cells) -> dict[str, tuple[str, str]]:
    columns = dict.fromkeys([*before, *after])
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in columns
        if before.get(name, "") != after.get(name, "")
    }


def _change(table: str, row: Cells, columns: Mapping[str, tuple[str, str]]) -> Change:
    return Change(table, row["id"], row.get("name", ""), columns)
