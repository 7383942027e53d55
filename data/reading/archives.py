"""A workbook's zip before anything opens it: inflated for real under a limit, and free of entities."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .delimited import refused

INFLATED = 200 * 2**20  # bytes
ENTRIES = 2_000
_PART = 2**20
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0D\0|\0<\0!\0D", re.IGNORECASE)
_READ = (".xml", ".rels", ".bin", "mimetype")
_ENCRYPTED = 1  # bit of a zip entry's flags


@dataclass(frozen=True)
class Archive:
    """An open workbook whose parts were all inflated once: `kind` is "xlsx", "xlsb" or "ods"."""

    path: Path
    kind: str

    def part(self, name: str) -> bytes:
        """Return a part whole, b"" where there is none of that name."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece."""
        with zipfile.ZipFile(self.path) as archive:
            if name in archive.NameToInfo:
                yield from _inflate(archive, archive.getinfo(name))

    def names(self) -> list[str]:
        """Return the names of the parts."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.namelist()


def open_workbook(path: Path) -> Archive:
    """Return a workbook's zip once all of it was inflated without harm.

    Raises
    ------
    InvalidData
        For a zip that is damaged or encrypted, too large once inflated, that holds names outside itself or
        XML entities, or that is no workbook.
    """
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive, name)
            _check_parts(archive, name)
            return Archive(path, _kind(archive, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, UnicodeError) as error:
        raise refused("reading.zip-broken", name, detail=str(error)[:120]) from error


def _check_entries(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        raise refused("reading.zip-entries", name, found=len(entries), limit=ENTRIES)
    if sum(entry.file_size for entry in entries) > INFLATED:
        raise refused("reading.zip-inflated", name, limit=INFLATED // 2**20)
    names = [entry.filename for entry in entries]
    for inside in names:
        if inside.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", inside) or names.count(inside) > 1:
            raise refused("reading.zip-names", name, entry=ascii(inside)[1:81])
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refused("reading.encrypted", name)


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Inflate every part, whatever size it declares; look for entities in those that will be read."""
    total = 0
    for entry in archive.infolist():
        end = b""
        for chunk in _inflate(archive, entry):
            total += len(chunk)
            if total > INFLATED:
                raise refused("reading.zip-inflated", name, limit=INFLATED // 2**20)
            if entry.filename.endswith(_READ) and not entry.filename.endswith(".bin"):
                if _DECLARES.search(end + chunk):
                    raise refused("reading.zip-entity", name, entry=ascii(entry.filename)[1:-1])
                end = chunk[-16:]


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    declared = entry.file_size
    entry.file_size = 2 * INFLATED  # read to the real end, not to the declared one
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_PART):
                yield chunk
    finally:
        entry.file_size = declared


def _kind(archive: zipfile.ZipFile, name: str) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    mimetype = b"".join(_inflate(archive, archive.getinfo("mimetype"))) if "mimetype" in names else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise refused("reading.encrypted", name)
        return "ods"
    raise refused("reading.no-workbook", name, first=ascii(min(names, default="-"))[1:81])
