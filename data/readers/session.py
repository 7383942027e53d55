"""Working sessions: what participants said, as the map's page saves it, in JSON or as a table (CSV).

A voice is a row of one raw table, whose cells are the page's own; the workshop's name, day and place stand
beside each. What the voices become is said in `conversion/session.py`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ...errors import Fault, InvalidData
from ..reading.delimited import read_delimited
from ..reading.documents import load_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from ..voices import FORMAT

__all__ = ["FORMAT", "read", "recognises"]

VOICES = 10_000  # a workshop of a day notes some hundreds
_NAME, _VERSION = "maillage-session", 1
_TABLE = "paroles"
_OF_ALL = ("workshop", "day", "place")
_OF_ONE = (
    *("number", "at", "kind", "first", "first_label", "second", "second_label", "link", "words", "who"),
    *_OF_ALL,
)
_TELLING = {"number", "at", "kind", "first", "second", "words", "who"}  # columns by which a table is known


def recognises(sniffed: Sniffed) -> bool:
    """Tell a session by the `format` of its document, or by the columns of its table."""
    document = sniffed.document
    if isinstance(document, dict):
        return document.get("format") == _NAME
    return set(sniffed.columns) >= _TELLING


def read(files: Sequence[Path]) -> RawSource:
    """Return the voices, one a row.

    Raises
    ------
    InvalidData
        For a file that is no session, of another version, or that holds more than `VOICES`.
    """
    rows: list[RawRow] = []
    remarks: list[Remark] = []
    for path in files:
        for row in _of_table(path) if _is_table(path) else _of_document(path, remarks):
            rows.append(row)
            if len(rows) > VOICES:
                raise _refused(path, "session.too-many", limit=VOICES)
    table = RawTable(_TABLE, tuple(map(RawField, _OF_ONE)), tuple(rows))
    return RawSource(FORMAT, (table,), tuple(remarks))


def _is_table(path: Path) -> bool:
    return path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{"


def _of_document(path: Path, remarks: list[Remark]) -> Iterator[RawRow]:
    document = load_json(path)
    if document.get("format") != _NAME:
        raise _refused(path, "session.not-ours")
    if document.get("version") != _VERSION:
        written = document.get("version")
        raise _refused(path, "session.version", version=str(written)[:20], known=_VERSION)
    voices = document.get("voices")
    if not isinstance(voices, list):
        raise _refused(path, "session.no-voices")
    if len(voices) > VOICES:
        raise _refused(path, "session.too-many", limit=VOICES)
    whole = {name: _plain(document.get(name)) for name in _OF_ALL}
    for position, voice in enumerate(voices, 1):
        if not isinstance(voice, dict) or any(isinstance(voice.get(name), dict | list) for name in _OF_ONE):
            values: dict[str, str | int] = {"position": position}
            remarks.append(Remark("session.not-voice", _TABLE, values=values, rejected=True))
            continue
        cells = {**{name: _plain(voice.get(name)) for name in _OF_ONE}, **whole}
        yield RawRow({name: (value,) for name, value in cells.items() if value})


def _plain(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _of_table(path: Path) -> Iterator[RawRow]:
    """Yield the voices of a table, as the page writes it or as a spreadsheet wrote it again."""
    records = iter(read_delimited(path).records)
    header = next((each for each in records if any(cell.strip() for cell in each.cells)), None)
    names = [cell.strip() for cell in header.cells] if header else []
    if not set(names) >= _TELLING:
        raise _refused(path, "session.not-ours")
    for record in records:
        said = {name: cell.strip() for name, cell in zip(names, record.cells, strict=False)}
        cells = {name: (said[name],) for name in _OF_ONE if said.get(name)}
        if cells:
            yield RawRow(cells, record.line)


def _refused(path: Path, key: str, **values: object) -> InvalidData:
    return InvalidData([Fault(key, path.name, values=values)], where=path.name)
