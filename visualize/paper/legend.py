"""The legend of a poster: how to read it, what each shape, line and size says."""

from collections.abc import Sequence

from ...messages import text
from ..labels import typeset
from ..map_data import Json
from ..style import DASHES, INK
from . import faces
from .sheet import Shape, Sheet, Stroke, Words

_MUTED = "#4b5672"
_LEAD = 1.4


class _Column:
    """A column being written downwards; what no longer fits is not written."""

    def __init__(
        self, sheet: Sheet, corner: tuple[float, float], room: tuple[float, float], unit: float
    ) -> None:
        self.sheet, self.unit, self.wide = sheet, unit, room[0]
        self.x, self.y, self.end = corner[0], corner[1], corner[1] + room[1]

    def words(self, said: str, size: float, *, bold: bool = False, indent: float = 0.0) -> None:
        """Write a paragraph, `size` and `indent` in millimetres of an A3."""
        height, left = size * self.unit, indent * self.unit
        for line in faces.lines(faces.printable(typeset(said)), height, self.wide - left, bold):
            self.y += height * _LEAD
            if self.y <= self.end:
                colour = INK if bold or indent else _MUTED
                self.sheet.put(Words(line, (self.x + left, self.y), height, colour, bold=bold))

    def skip(self, height: float) -> None:
        """Leave a space, in millimetres of an A3."""
        self.y += height * self.unit

    def middle(self, size: float) -> float:
        """Return the height of the middle of the line that comes next."""
        return self.y + size * self.unit * (_LEAD - 0.35)


def draw_legend(  # noqa: PLR0913, PLR0917  - what it says, then where
    sheet: Sheet,
    data: Json,
    reading: Sequence[str],
    corner: tuple[float, float],
    room: tuple[float, float],
    unit: float,
) -> None:
    """Draw the legend of `page_data`, and how to read the map, in a column of the sheet."""
    column = _Column(sheet, corner, room, unit)
    column.words(text("map.reading"), 4.2, bold=True)
    column.words(" ".join(reading), 3.4)
    column.skip(4)
    column.words(text("map.types"), 4.2, bold=True)
    for style in data["styles"]:
        if style["shown"]:
            _type(column, style, data)
    column.skip(4)
    column.words(text("map.links"), 4.2, bold=True)
    _lines(column, data)
    if data["measures"]:
        column.skip(4)
        column.words(text("map.size"), 4.2, bold=True)
        column.words(text("paper.size", measure=data["measures"][0]["label"]), 3.4)


def _type(column: _Column, style: Json, data: Json) -> None:
    radius = 2.1 * column.unit
    at = (column.x + 3 * column.unit, column.middle(3.4))
    if at[1] < column.end:
        column.sheet.put(Shape(style["path"], at, radius, style["fill"], INK))
    named = style["label"] if style["kind"] == "Structure" else style["kindsLabel"]
    number = data["styles"].index(style)
    count = sum(each == number for each in data["styleOf"])
    column.words(f"{named} ({count})", 3.4, indent=8)


def _lines(column: _Column, data: Json) -> None:
    present = {link["status"] for link in data["links"]}
    for status in (each for each in DASHES if each in present):
        y = column.middle(3.4)
        if y < column.end:
            dashes = tuple(each * 0.22 * column.unit for each in DASHES[status])
            end = (column.x + 6.5 * column.unit, y)
            column.sheet.put(Stroke((column.x, y), end, INK, 0.6 * column.unit, dashes))
        column.words(text(f"map.say.legend.{status}"), 3.4, indent=8)
