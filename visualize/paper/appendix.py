"""The sheets that list what a map draws, by kind: its links, and the documents that say so."""

from collections.abc import Iterator

from ...messages import plural, text
from ..edition import Edition
from ..map_data import Json
from ..style import INK
from ..views.view import View
from ..words import capital
from . import faces
from .frame import MUTED, Frame, banner, blank, clean
from .sheet import Sheet, Words

_COLUMNS = 3
_LEAD, _SPACE = 1.35, 1.6  # of a line, in its size; before a heading, in millimetres of an A3

Line = tuple[str, float, bool]
"""Words, their size in millimetres of an A3, whether they are bold."""


def appendix(frame: Frame, view: View, edition: Edition, data: Json, drawn: list[int]) -> Iterator[Sheet]:
    """Yield the sheets that list the nodes `drawn`; only an entry longer than a column is cut."""
    page = _Page(frame, view, edition)
    for entry in _entries(data, drawn):
        yield from page.write([row for line in entry for row in page.rows(line)])
    if page.sheet:
        yield page.sheet


class _Page:
    """Sheets being filled, column by column."""

    def __init__(self, frame: Frame, view: View, edition: Edition) -> None:
        self.frame, self.view, self.edition = frame, view, edition
        self.unit, gap = frame.unit, 6 * frame.unit
        self.top = frame.margin + (31 if edition.fictional else 20) * frame.unit
        self.wide = (frame.width - 2 * frame.margin - (_COLUMNS - 1) * gap) / _COLUMNS
        self.step, self.end = self.wide + gap, frame.height - frame.margin
        self.sheet: Sheet | None = None
        self.column, self.y = _COLUMNS, self.top

    def rows(self, line: Line) -> list[Line]:
        """Return a line in rows of a column's width."""
        said, size, bold = line
        return [(row, size, bold) for row in faces.lines(clean(said), size * self.unit, self.wide, bold)]

    def write(self, rows: list[Line]) -> Iterator[Sheet]:
        """Write the rows of an entry; yield each sheet that is full by then."""
        whole = sum(self._height(row) for row in rows)
        if self.sheet is None or (self.y + whole > self.end and whole <= self.end - self.top):
            yield from self._turn()
        for row in rows:
            if self.y + self._height(row) > self.end:
                yield from self._turn()
            self._put(row)

    def _height(self, row: Line) -> float:
        return (row[1] * _LEAD + (_SPACE if row[2] else 0)) * self.unit

    def _put(self, row: Line) -> None:
        said, size, bold = row
        self.y += self._height(row)
        at = (self.frame.margin + self.column * self.step, self.y)
        if self.sheet:
            self.sheet.put(Words(said, at, size * self.unit, INK if bold else MUTED, bold=bold))

    def _turn(self) -> Iterator[Sheet]:
        """Go to the next column, of the next sheet when this one is full."""
        self.column, self.y = self.column + 1, self.top
        if self.column >= _COLUMNS:
            if self.sheet:
                yield self.sheet
            self.sheet, self.column = _listing(self.frame, self.view, self.edition), 0


def _listing(frame: Frame, view: View, edition: Edition) -> Sheet:
    sheet = blank(frame, view, edition)
    said = clean(text("paper.list", title=sheet.title))
    most = frame.width - 2 * frame.margin
    at = (frame.margin, frame.margin + 8 * frame.unit)
    sheet.put(Words(said, at, 7 * frame.unit, INK, bold=True, most=most))
    if edition.fictional:
        banner(sheet, frame, frame.margin + 12 * frame.unit)
    return sheet


def _entries(data: Json, drawn: list[int]) -> Iterator[list[Line]]:
    """Yield the lines of each node, after the name of its kind where it is the first."""
    links = _links(data, drawn)
    before = None
    for node in drawn:
        style, card = data["styles"][data["styleOf"][node]], data["cards"][node]
        entry: list[Line] = []
        if style["kindsLabel"] != before:
            before = style["kindsLabel"]
            entry.append((capital(before), 4.6, True))
        kind = f" — {style['label']}" if style["kind"] == "Structure" else ""
        entry.append((f"{card['name']}{kind}", 3.2, True))
        if links[node]:
            entry.append((" ; ".join(sorted(set(links[node]))), 2.8, False))
        numbers = sorted({place[0] for place in card["sources"] if place})
        if numbers:
            titles = " ; ".join(data["documents"][number] for number in numbers)
            entry.append((plural("paper.source.", len(numbers), titles=titles), 2.5, False))
        yield entry


def _links(data: Json, drawn: list[int]) -> dict[int, list[str]]:
    """Return node -> what it is linked to among those drawn, what the link says, and how sure it is."""
    links: dict[int, list[str]] = {node: [] for node in drawn}
    for link in data["links"]:
        for one, other in ((link["from"], link["to"]), (link["to"], link["from"])):
            if one in links and other in links:
                sure = link["status"] == "stated"
                doubt = "" if sure else f", {text('map.say.status.' + link['status'])}"
                links[one].append(f"{data['cards'][other]['name']} ({link['label']}{doubt})")
    return links
