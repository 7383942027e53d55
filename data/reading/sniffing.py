"""What is known of a file before it is read: its suffix, its first bytes, its columns, its JSON document."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...errors import InvalidData
from .delimited import Delimited, read_delimited
from .documents import load_json
from .encodings import HEAD

_JSON_SUFFIXES = (".json", ".geojson", ".jsonld")
_NOT_DELIMITED = (*_JSON_SUFFIXES, ".xlsx", ".xlsm", ".xls", ".ods", ".xml", ".gexf", ".graphml", ".rdf")


@dataclass(frozen=True)
class Sniffed:
    """A file that a reader is asked to recognise.

    Attributes
    ----------
    path
        The file: regular, not empty, within the limit of size.
    suffix
        Its extension in lower case with the dot, "" for none.
    head
        Its first 64 KiB.
    """

    path: Path
    suffix: str
    head: bytes

    @classmethod
    def of(cls, path: Path) -> "Sniffed":
        """Return what is known of `path`."""
        with path.open("rb") as file:
            return cls(path, path.suffix.lower(), file.read(HEAD))

    @cached_property
    def document(self) -> object:
        """Return the parsed JSON document (as `load_json` does), None where the file is not JSON.

        Raises
        ------
        InvalidData
            For a file named as JSON that is not well formed.
        """
        named = self.suffix in _JSON_SUFFIXES
        if not named and (self.suffix in _NOT_DELIMITED or self.head.lstrip()[:1] not in (b"{", b"[")):
            return None
        try:
            return load_json(self.path)
        except InvalidData:
            if named:
                raise
            return None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the cells of the first row that is not blank, () where the file is no delimited text."""
        return next(self._rows(), ())

    def _rows(self) -> Iterator[tuple[str, ...]]:
        if self.suffix in _NOT_DELIMITED or self.head[:4] == b"PK\3\4":
            return
        try:
            delimited: Delimited = read_delimited(self.path, self.head, whole=False)
            for record in delimited.records:
                if any(cell.strip() for cell in record.cells):
                    yield tuple(cell.strip() for cell in record.cells)
        except InvalidData:
            return
