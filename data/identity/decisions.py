"""What people answered to what was proposed: kept in `decisions.csv`, one row an answer, reversible."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile

from ...errors import BadParameter, Fault, InvalidData, StoreError
from ..csv_files import write_csv
from ..rows import Row
from ..schema import load_schema
from ..table_file import TableFile

FILE = "decisions.csv"
ANSWERS = ("yes", "no", "later")
CONFIRMED = ("partner", "funder")  # kinds of answers about who a text names


@dataclass(frozen=True)
class Decision:
    """An answer to "are `first` and `second` the same?", "is `second` a partner of `first`?", "link them?".

    Attributes
    ----------
    kind
        "same", "partner", "funder" (of `first`), "missing" (see `made_links`), or, of what was said in a
        workshop (see `voices`): "structure" (a new one), "dispute", "voice" (read, and nothing more).
    first, second
        Ids of rows. For a partner or funder that is no row, `second` is the words of the text. Of a new
        structure, its id and name; of a voice, its import and number.
    answer
        "yes", "no" or "later"; of several answers on one pair the last counts. For a missing
        link "yes" is made, "no" refused.
    date
        ISO date of the answer.
    source, locator, words
        For a partner or a funder: the document, the passage, and the words that name them there. For a
        missing link `words` is what it would be: "partner", "funds", "participates", "joins" or "covers".
    line
        The line in `decisions.csv`, 0 when it is not written yet.
    """

    kind: str
    first: str
    second: str
    answer: str
    date: str
    reason: str = ""
    source: str = ""
    locator: str = ""
    words: str = ""
    line: int = 0

    @property
    def about(self) -> tuple[str, ...]:
        """Return what the answer is about: two answers about the same replace one another."""
        if self.kind == "same":
            return self.kind, *sorted((self.first, self.second))
        if self.kind == "missing":
            return self.kind, *sorted((self.first, self.second)), self.words
        return self.kind, self.first, self.words or self.second, self.source, self.locator


_COLUMNS = tuple(each.name for each in fields(Decision) if each.name != "line")


def read_decisions(rows: Iterable[Row]) -> tuple[Decision, ...]:
    """Return the decisions of checked rows in their order, the workspace's own last: they prevail."""
    order = sorted(rows, key=lambda row: not row.folder)
    return tuple(Decision(**{name: row.one(name) for name in _COLUMNS}, line=row.line) for row in order)


def load_decisions(workspace: Path) -> tuple[Decision, ...]:
    """Return the decisions of a workspace, none when nobody has answered: those of its imports, then its own.

    Raises
    ------
    InvalidData
        With every fault of a `decisions.csv`.
    """
    return tuple(decision for _, decision in numbered(workspace))


def numbered(workspace: Path) -> tuple[tuple[int, Decision], ...]:
    """Return the decisions as `load_decisions` does, with their numbers for `undo`: 0 for an import's."""
    imports = sorted(workspace.glob(f"imports/[!.]*/{FILE}"))
    imported = (_read(workspace, path.relative_to(workspace).as_posix()) for path in imports)
    own = enumerate(_read(workspace, FILE), 1)
    return (*((0, decision) for each in imported for decision in each), *own)


def _read(workspace: Path, path: str) -> tuple[Decision, ...]:
    faults: list[Fault] = []
    if not (workspace / path).exists():
        return ()
    decisions = read_decisions(TableFile(workspace / path, path, load_schema()["decisions"], faults).rows())
    if faults:
        raise InvalidData(faults, where=workspace.name)
    return decisions


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that count: the last one about each thing."""
    return tuple({each.about: each for each in decisions}.values())


def decide(workspace: Path, decision: Decision) -> Decision:
    """Write one more answer at the end of `decisions.csv`, dated today when it has no date.

    Raises
    ------
    InvalidData
        When `decisions.csv` has faults: nothing is written.
    StoreError
        When it cannot be written: it stays as it was.
    """
    dated = replace(decision, date=decision.date or date.today().isoformat())
    _write(workspace, (*_read(workspace, FILE), dated))
    return dated


def undo(workspace: Path, number: int) -> Decision:
    """Take away the `number`-th answer of `decisions.csv` (the first is 1), and return it.

    Raises
    ------
    BadParameter
        When there is no such answer.
    """
    decisions = _read(workspace, FILE)
    if not 1 <= number <= len(decisions):
        raise BadParameter("decision.no-such", where="--undo", value=number, count=len(decisions))
    _write(workspace, (*decisions[: number - 1], *decisions[number:]))
    return decisions[number - 1]


def _cells(decision: Decision) -> dict[str, str]:
    return {name: str(getattr(decision, name)) for name in _COLUMNS}


def _write(workspace: Path, decisions: Iterable[Decision]) -> None:
    """Write the whole file beside, then put it in place at once: it is never half-written."""
    rows = [tuple(_cells(each).values()) for each in decisions]
    try:
        with NamedTemporaryFile(dir=workspace, prefix=".decisions-", delete=False) as beside:
            pass
        try:
            write_csv(Path(beside.name), _COLUMNS, rows)
            file = workspace / FILE
            Path(beside.name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
            with Path(beside.name).open("rb+") as written:
                os.fsync(written.fileno())
            Path(beside.name).replace(file)
        finally:
            Path(beside.name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError("decision.unwritable", where=str(workspace / FILE), detail=error.strerror) from error
