"""How much room a label takes: lines of about 22 characters, and boxes in pixels at zoom 1."""

import re
import textwrap
from bisect import bisect_left
from dataclasses import dataclass
from math import isclose

LINE = 22
LINES = 4
LEADING = 1.2

# Advance widths of a sans-serif face, in ems; the page condenses what overflows in a wider face.
_WIDTHS = {
    **dict.fromkeys("ijlíìîï'’|", 0.25),
    **dict.fromkeys("ftrI.,:;!()[]/-–· «»“”\u00a0", 0.34),
    **dict.fromkeys("mwMW@%—…", 0.92),
    **dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ&", 0.73),
}
_ELSE = 0.57


@dataclass(frozen=True)
class Box:
    """The rectangle that a node and its label fill; the node is `anchor` pixels below its top."""

    width: float
    height: float
    anchor: float

    @property
    def cartouche(self) -> bool:
        """Return whether the node is the box itself, its label inside."""
        return isclose(self.anchor, self.height / 2)


def wrap(label: str, *, line: int = LINE, lines: int = LINES) -> list[str]:
    """Return `label` cut into at most `lines` balanced lines of about `line` characters, "…" where cut short.

    Example
    -------
    >>> wrap("Fédération nationale des Caisses d'Epargne")
    ['Fédération nationale', "des Caisses d'Epargne"]
    """
    words = typeset(label)
    cut = _lines(words, line)
    if len(cut) > lines:
        last = textwrap.shorten(f"{cut[lines - 1]} {cut[lines]}", line, placeholder="…")
        return [*cut[: lines - 1], last]
    if len(cut) == 1:
        return cut
    longest = max(len(word) for word in words.split(" "))
    widths = range(max(longest, line // 2), line)
    even = bisect_left(widths, -len(cut), key=lambda width: -len(_lines(words, width)))  # wider, fewer lines
    return _lines(words, widths[even]) if even < len(widths) else cut


def _lines(words: str, width: int) -> list[str]:
    """Return lines of whole words, which are cut only where longer than a line."""
    return textwrap.wrap(words, width, break_on_hyphens=True) or [""]


def typeset(words: str) -> str:
    """Return `words` with the spaces of French punctuation made unbreakable, and other blanks made spaces."""
    spaced = re.sub(r"[\t\n\r\f\v ]+", " ", words).strip()
    return re.sub(r"(?<=«) | (?=[:;?!»])", "\u00a0", spaced)


def text_width(line: str, size: float, *, bold: bool = False) -> float:
    """Return the width in pixels that `line` is given at a font of `size` pixels."""
    ems = sum(_WIDTHS.get(letter, _ELSE) for letter in line)
    return ems * size * (1.07 if bold else 1.0)


def symbol_box(lines: list[str], size: float, radius: float) -> Box:
    """Return the box of a symbol of `radius` pixels with its label below."""
    width = max(2 * radius, *(text_width(line, size) for line in lines)) + 8
    return Box(width, 2 * radius + 5 + len(lines) * size * LEADING + 2, radius + 1)


def cartouche_box(lines: list[str], size: float) -> Box:
    """Return the box of a label written inside its node."""
    width = max(text_width(line, size, bold=True) for line in lines) + 1.7 * size
    height = len(lines) * size * LEADING + 1.1 * size
    return Box(width, height, height / 2)
