"""What participants of a workshop said, noted on a map: remarks and proposals, none of them a fact."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from .csv_files import as_meant, write_csv

FORMAT = "session"  # the reader of the file that the map's page saves
FILE = "voices.csv"  # in the report of the import of a session
KINDS = ("confirm", "refuse", "comment", "remove", "link", "structure")
TIES = ("confirm", "refuse", "link")  # kinds that say something of a link between two things


@dataclass(frozen=True)
class Voice:
    """One thing said in a workshop.

    Attributes
    ----------
    number
        Its number in the session, from 1.
    kind
        One of `KINDS`: a proposed link confirmed or refused, a comment, a thing or a link called wrong or
        ended, a link or a structure proposed.
    first, second
        The ids of the things it is about, "" for none; of a link, in the order of its table's columns.
    link
        What the link would be, one of `identity.made_links.LINKS`; "" where none is proposed.
    words
        What was said; for a structure, its name.
    also
        The numbers of the voices that say the same, ", " between.
    at
        When it was noted, as the page writes it.
    day
        The ISO date of the workshop, "" when it is not told.
    source
        The import that holds it, which is the id of its source document.
    """

    number: int
    kind: str
    first: str = ""
    second: str = ""
    link: str = ""
    words: str = ""
    also: str = ""
    at: str = ""
    day: str = ""
    source: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """Return what tells it from other voices, whichever file it was saved in."""
        return self.kind, self.first, self.second, self.link, self.words, self.at


_COLUMNS = tuple(each.name for each in fields(Voice) if each.name != "source")


def write_voices(folder: Path, voices: Iterable[Voice]) -> None:
    """Write the voices of a session in the report of its import."""
    write_csv(folder / FILE, _COLUMNS, [[getattr(each, name) for name in _COLUMNS] for each in voices])


def read_voices(folder: Path, source: str) -> tuple[Voice, ...]:
    """Return the voices that `write_voices` wrote, those of the import `source`; none where it wrote none."""
    file = folder / FILE
    if not file.is_file():
        return ()
    content = file.read_text("utf-8-sig", errors="replace")
    found = []
    for row in csv.DictReader(io.StringIO(content, newline=""), delimiter=";"):
        cells = {name: as_meant(row.get(name) or "") for name in _COLUMNS}
        number = cells.pop("number")
        if cells["kind"] in KINDS and number.isdecimal():
            found.append(Voice(int(number), **cells, source=source))
    return tuple(found)
