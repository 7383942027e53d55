"""What all sheets of a poster share: their measures, their white page, and the banner of made-up data."""

from dataclasses import dataclass

from ...messages import language, text
from ..edition import Edition
from ..labels import typeset
from ..style import PAPER
from ..views.view import View
from . import faces
from .sheet import Panel, Sheet, Words

SIZES = {"A3": (420.0, 297.0), "A0": (1189.0, 841.0)}  # millimetres, landscape (ISO 216)
MUTED = "#4b5672"
_BANNER, _BANNER_INK = "#fdf0d0", "#7a3e00"


@dataclass(frozen=True)
class Frame:
    """The measures of a sheet, in millimetres: those of an A3, larger in proportion."""

    width: float
    height: float

    @property
    def unit(self) -> float:
        """Return what one millimetre of an A3 is on this sheet."""
        return self.width / SIZES["A3"][0]

    @property
    def margin(self) -> float:
        """Return the white border."""
        return 12 * self.unit

    @property
    def side(self) -> float:
        """Return the width of the column of the legend."""
        return 78 * self.unit


def blank(frame: Frame, view: View, edition: Edition) -> Sheet:
    """Return a white sheet under the title of the view."""
    sheet = Sheet(frame.width, frame.height, typeset(f"{edition.name} : {view.title}"), language())
    sheet.put(Panel((0, 0), frame.width, frame.height, PAPER))
    return sheet


def banner(sheet: Sheet, frame: Frame, y: float) -> None:
    """Say in a band at the height `y` that the data are made up."""
    unit, most = frame.unit, frame.width - 2 * frame.margin
    said = clean(text("map.fictional"))
    at = (frame.margin + 3 * unit, y + 5.8 * unit)
    sheet.put(Panel((frame.margin, y), most, 8.4 * unit, _BANNER, _BANNER_INK, unit))
    sheet.put(Words(said, at, 4.4 * unit, _BANNER_INK, bold=True, most=most - 6 * unit))


def clean(words: str) -> str:
    """Return words as the poster writes them."""
    return faces.printable(typeset(words))
