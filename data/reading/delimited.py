"""Delimited text (CSV): its encoding and delimiter told apart, its records with their lines."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ...errors import Fault, InvalidData
from ..csv_files import as_meant
from .encodings import Decoded, decode, decode_start
from .raw import Remark

COLUMNS = 1_000
ROWS = 500_000
CELL = 500_000  # characters
CELLS = 4_000_000
_DELIMITERS = ("\t", ";", ",", "|")  # the likelier first, where all else is equal
_SAMPLE = 2**16  # characters
_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, without the empty ones at its end, and the line where it begins (from 1).

    `width` counts its cells as written, the empty ones at its end too.
    """

    line: int
    cells: Sequence[str]
    width: int


@dataclass(frozen=True)
class Delimited:
    """A delimited text: its `encoding`, its `delimiter`, its records, and what to tell of their reading."""

    encoding: str
    delimiter: str
    records: Sequence[Record]
    remarks: tuple[Remark, ...] = ()


def read_delimited(path: Path, head: bytes = b"", *, whole: bool = True) -> Delimited:
    """Return the records of `path`, or those of its `head` alone where not `whole`.

    Raises
    ------
    InvalidData
        For a quote that no line closes, NUL, a lone surrogate, more columns or rows than the limits.
    """
    decoded = decode(path.read_bytes(), path.name) if whole else decode_start(head, path.name)
    hint = _HINT.match(decoded.text)
    delimiter = hint[1] if hint else _delimiter(decoded.text)
    records = _records(decoded, delimiter, path.name, skip=1 if hint else 0)
    spoken = {";": ";", ",": ",", "\t": "tab", "|": "|"}.get(delimiter, delimiter)
    told = Remark("reading.delimiter", path.name, values={"delimiter": spoken})
    return Delimited(decoded.encoding, delimiter, [*records], (*decoded.remarks, told))


def _delimiter(text: str) -> str:
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    return max(_DELIMITERS, key=lambda delimiter: _likelihood(sample, delimiter))


def _likelihood(sample: str, delimiter: str) -> float:
    """Return how regular the records are when cut there: the share that has the commonest width, above 1."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for cells in islice(reader, 200):
            if any(cells):
                widths[len(cells)] += 1
    except csv.Error:
        pass
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    if width < 2:
        return 0.0
    spaced = sample.count(f"{delimiter} ") / max(1, sample.count(delimiter))  # a comma in a sentence
    quoted = f'"{delimiter}"' in sample
    return count / widths.total() + 0.3 * quoted - 0.5 * spaced


def _records(decoded: Decoded, delimiter: str, name: str, skip: int) -> Iterator[Record]:
    csv.field_size_limit(CELL)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
    before, count, cells_read = skip, 0, 0
    try:
        for cells in islice(reader, skip, None):
            line, before = before + 1, reader.line_num
            width = len(cells)
            while cells and not cells[-1].strip():
                cells.pop()
            if not cells:
                continue
            count, cells_read = count + 1, cells_read + len(cells)
            _limit(name, line, len(cells), count, cells_read)
            yield Record(line, [as_meant(cell) if cell[:1] == "'" else cell for cell in cells], width)
    except csv.Error as error:
        quoted = '"' in next(islice(io.StringIO(decoded.text, newline=""), before, None), "")
        raise _broken(error, name, before + 1, reader.line_num, quoted=quoted) from error


def _limit(name: str, line: int, width: int, count: int, cells: int) -> None:
    if width > COLUMNS:
        raise refused("reading.columns", name, line, found=width, limit=COLUMNS)
    if count > ROWS:
        raise refused("reading.rows", name, line, limit=ROWS)
    if cells > CELLS:
        raise refused("reading.cells", name, line, limit=CELLS)


def _broken(error: csv.Error, name: str, opened: int, met: int, *, quoted: bool) -> InvalidData:
    """Return what is wrong with the record that began on line `opened`, `quoted` if that line has a quote."""
    if "expected after" in str(error):
        return refused("reading.quote-inside", name, met, opened=opened)
    if "field larger" in str(error) and not quoted:
        return refused("reading.cell-large", name, opened, limit=CELL)
    if "unexpected end" in str(error) or "field larger" in str(error):
        return refused("reading.quote-open", name, opened)
    return refused("reading.not-csv", name, met, detail=str(error))


def refused(key: str, name: str, line: int = 0, **values: object) -> InvalidData:
    """Return the one fault that keeps a file from being read."""
    return InvalidData([Fault(key, name, line, values=values)], where=name)
