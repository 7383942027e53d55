"""What can go wrong, in one tree; each error says where, what, and how to mend it.

MaillageError
├── InvalidData        faults in what the user gave: tables, cells, shapes   (exit 1)
├── UsageError         a command, name or parameter that does not exist      (exit 2)
│   ├── UnknownName
│   └── BadParameter
├── RemoteError        an address that gives nothing to read                 (exit 1)
├── QueryError         a SPARQL text that cannot be run                      (exit 1)
├── StoreError         a built graph that is missing, damaged or in use      (exit 1)
└── LimitReached       more than the tool accepts to read or compute         (exit 3)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .messages import text


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a table: `file`, `line` (1 is the header; 0 the whole file), `column`, `value`.

    `key` names the catalogue's sentences: `<key>.what` says what is wrong, `<key>.mend` how to mend it.
    """

    key: str
    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    values: dict[str, object] = field(default_factory=dict, compare=False)

    @property
    def where(self) -> str:
        """Return the place, as precise as it is known."""
        if self.column and self.line:
            return text("fault.where.cell", file=self.file, line=self.line, column=self.column)
        if self.line:
            return text("fault.where.line", file=self.file, line=self.line)
        return self.file

    @property
    def what(self) -> str:
        """Return what is wrong there."""
        return text(f"{self.key}.what", value=self.value, column=self.column, **self.values)

    @property
    def mend(self) -> str:
        """Return what to do about it."""
        return text(f"{self.key}.mend", value=self.value, column=self.column, **self.values)

    def __str__(self) -> str:
        return text("error.sentence", where=self.where, what=self.what, mend=self.mend)


class DataWarning(UserWarning):
    """What was read all the same and must be looked at; the message is a `Fault`'s sentence."""


class MaillageError(Exception):
    """A failure that a user can understand and mend.

    `key` names the catalogue's sentences (`<key>.what`, `<key>.mend`), filled from `values`; `where` is
    a file, a command or a parameter.
    """

    exit_code = 1

    def __init__(self, key: str, *, where: str, **values: object) -> None:
        self.key, self.where, self.values = key, where, values
        super().__init__(key, where, values)

    @property
    def what(self) -> str:
        """Return what went wrong."""
        return text(f"{self.key}.what", **self.values)

    @property
    def mend(self) -> str:
        """Return what to do about it."""
        return text(f"{self.key}.mend", **self.values)

    def __str__(self) -> str:
        return text("error.sentence", where=self.where, what=self.what, mend=self.mend)


class InvalidData(MaillageError):
    """Every fault found in the tables or the graph, at once."""

    def __init__(self, faults: Sequence[Fault], *, where: str) -> None:
        self.faults = tuple(faults)
        whole = not any(fault.line or fault.column or fault.key == "shape" for fault in self.faults)
        key = "error.invalid-file" if whole and len(self.faults) == 1 else "error.invalid-data"
        super().__init__(key, where=where, count=len(self.faults))

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(str(fault) for fault in self.faults)])


class UsageError(MaillageError):
    """A call that cannot be understood."""

    exit_code = 2


class UnknownName(UsageError):
    """A question, format, measure or folder that does not exist."""


class BadParameter(UsageError):
    """A parameter that is missing, unknown, or of the wrong type."""


class RemoteError(MaillageError):
    """An address that does not answer, answers no data, or leads where the user did not ask to go."""


class QueryError(MaillageError):
    """A SPARQL text that cannot be parsed or run."""


class StoreError(MaillageError):
    """A built graph that is missing, damaged, or being built by another process."""


class LimitReached(MaillageError):
    """More than the tool accepts to read or compute."""

    exit_code = 3
