"""The face of the poster, Bitstream Vera Sans as ReportLab carries it: measured as it will be printed."""

import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Vera", "VeraBd"


@cache
def _registered() -> bool:
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return True


def width(words: str, size: float, bold: bool = False) -> float:
    """Return the width of `words`, in the unit of `size`."""
    assert _registered()  # noqa: S101
    return float(pdfmetrics.stringWidth(words, BOLD if bold else REGULAR, size))


def printable(words: str) -> str:
    """Return `words` in letters that the face has: without accents it lacks, "?" for a letter it lacks."""
    return "".join(_printable(letter) for letter in words)


@cache
def _printable(letter: str) -> str:
    if _known(letter):
        return letter
    plain = "".join(each for each in unicodedata.normalize("NFKD", letter) if _known(each))
    return plain or ("" if unicodedata.combining(letter) else " " if letter.isspace() else "?")


def _known(letter: str) -> bool:
    assert _registered()  # noqa: S101
    return ord(letter) in pdfmetrics.getFont(REGULAR).face.charToGlyph


def fitted(words: str, size: float, most: float, bold: bool = False) -> str:
    """Return `words`, cut with "…" where they are wider than `most`."""
    if width(words, size, bold) <= most:
        return words
    while words and width(words + "…", size, bold) > most:
        words = words[:-1].rstrip()
    return words + "…"


def lines(words: str, size: float, most: float, bold: bool = False) -> list[str]:
    """Return `words` in lines of at most `most`, cut between words; a longer word stands alone, cut short."""
    found: list[str] = []
    for word in words.split():
        if found and width(f"{found[-1]} {word}", size, bold) <= most:
            found[-1] += f" {word}"
        else:
            found.append(fitted(word, size, most, bold))
    return found
