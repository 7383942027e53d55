"""What a conversion gives: rows of our tables, and an account of everything that did not become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...errors import Fault
from ...messages import text
from ..voices import Voice

_SHOWN = 80  # signs of the value that a sentence repeats


@dataclass(frozen=True)
class Told:
    """A cell or a row of the source, and the sentence `<key>.what` / `<key>.mend` told of it.

    `table` is the raw table's name, `line` its line (0 where lines mean nothing), `locator` where it stands,
    in the language spoken ("feuille « Membres », ligne 14").
    """

    key: str
    table: str
    line: int = 0
    column: str = ""
    value: str = ""
    locator: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return why it is told, in the language spoken."""
        return text(f"{self.key}.what", **self._said)

    @property
    def mend(self) -> str:
        """Return what can be done about it."""
        return text(f"{self.key}.mend", **self._said)

    def fault(self, file: str) -> Fault:
        """Return it as a fault of the `file` that it was read in."""
        return Fault(self.key, file, self.line, self.column, self.value, dict(self.values))

    @property
    def _said(self) -> dict[str, object]:
        value = self.value if len(self.value) <= _SHOWN else f"{self.value[: _SHOWN - 1]}…"
        return {"value": value, "column": self.column, **self.values}


@dataclass(frozen=True)
class Candidate:
    """Words of a free text that may name a thing tied to `subject` (a row's id): to confirm, never a fact.

    `relation` is "partner", "participation" or "funder"; `passage` the text they stand in.
    """

    subject: str
    words: str
    passage: str
    locator: str
    relation: str


@dataclass(frozen=True)
class Account:
    """What became of a raw table's rows: `rows` = `accepted` + `rejected` + `merged`."""

    table: str
    rows: int
    accepted: int
    rejected: int
    merged: int


@dataclass(frozen=True)
class Conversion:
    """What a raw source becomes.

    `rows` holds, by table of ours, rows of CSV text (column -> cell, several values joined by `|`; empty
    cells are left out); `aside` the cells kept out of them, `rejected` the rows, `candidates` what free text
    may name; `accounts` one a raw table, in the source's order; `named` the things that no row is about,
    made because a cell names them; `voices` what participants of a workshop said, to confirm.
    """

    rows: Mapping[str, tuple[Mapping[str, str], ...]]
    aside: tuple[Told, ...]
    rejected: tuple[Told, ...]
    candidates: tuple[Candidate, ...]
    accounts: tuple[Account, ...]
    named: tuple[Told, ...] = ()
    voices: tuple[Voice, ...] = ()
