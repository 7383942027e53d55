"""A file before it is opened by any reader: what it is, how large, and whether it is what its name says."""

import errno
import os
import stat
from pathlib import Path

from ...errors import Fault, InvalidData
from .encodings import HEAD

SIZE = 50 * 2**20  # bytes
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAGIC = (
    (_ZIP, "zip"),
    (b"PK\5\6", "zip"),
    (_OLE, "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"GIF8", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "parquet"),
    (b"{\\rtf", "rtf"),
)
_WORKBOOKS = {".xlsx": "zip", ".xlsm": "zip", ".ods": "zip", ".xls": "ole"}


def check_file(path: Path) -> None:
    """Check that `path` is a regular file, not empty, within the limit of size, and what its suffix says.

    Raises
    ------
    InvalidData
        With the one thing that is wrong.
    """
    name = shown(path)
    size = _size(path, name)
    if size == 0:
        raise _refused("reading.empty", name)
    if size > SIZE:
        raise _refused("reading.too-large", name, size=size // 2**20 + 1, limit=SIZE // 2**20)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise _refused("reading.unreadable", name, detail=error.strerror or str(error)) from error
    _check_kind(path, name, head)


def shown(path: Path) -> str:
    """Return the file's name on one line, whatever signs it is made of."""
    return printable(path.name) or printable(str(path))


def printable(text: str) -> str:
    """Return `text` on one line, the signs that no terminal should be given written as escapes."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _size(path: Path, name: str) -> int:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        number = getattr(error, "errno", None)
        if number == errno.ELOOP:
            raise _refused("reading.loop", name) from error
        if number == errno.ENOENT and path.is_symlink():
            raise _refused("reading.dangling", name, target=os.fsdecode(path.readlink())) from error
        raise _refused("reading.missing", name) from error
    if stat.S_ISDIR(found.st_mode):
        raise _refused("reading.directory", name)
    if not stat.S_ISREG(found.st_mode):
        raise _refused("reading.not-regular", name)
    return found.st_size


def _check_kind(path: Path, name: str, head: bytes) -> None:
    suffix = path.suffix.lower()
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    expected = _WORKBOOKS.get(suffix, "")
    if not found and _is_page(head) and suffix not in (".html", ".htm"):
        raise _refused("reading.page", name, suffix=suffix)
    if found == expected == "ole" or (found == expected == "zip"):
        return
    if found == "ole":
        raise _refused("reading.encrypted" if _encrypted(path) else "reading.old-office", name, suffix=suffix)
    if found == "zip":
        raise _refused("reading.zip", name, suffix=suffix)
    if found:
        raise _refused(f"reading.kind.{found}", name, suffix=suffix)
    if expected:
        raise _refused("reading.not-workbook", name, suffix=suffix)


def _is_page(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return start.startswith((b"<!doctype html", b"<html")) or (
        start.startswith(b"<?xml") and b"<html" in head[:2000].lower()
    )


def _encrypted(path: Path) -> bool:
    return _ENCRYPTED in path.read_bytes()


def _refused(key: str, name: str, **values: object) -> InvalidData:
    return InvalidData([Fault(key, name, values=values)], where=name)
