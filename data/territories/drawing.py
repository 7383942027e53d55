"""Where départements and régions are drawn: their outlines, and a map of equal tiles laid out by hand.

`outlines.csv` is written by `make_outlines.py` (contours by MapSVG and Victor Cazanave, CC BY 4.0: see
`data/SOURCES.md`). `tiles.csv` gives each département one square of a grid: columns from west to east, rows
from north to south. It was laid out by hand so that neighbours touch where they can: Île-de-France in the
middle, four squares wide, the rest shifted around it, Corsica and the overseas départements apart.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Level = Literal["departement", "region"]
LEVELS: tuple[Level, ...] = ("departement", "region")
BOX = (-8, -8, 632, 606)  # x, y, width, height of what the outlines fill, with a margin
OVERSEAS_SQUARE = 32  # side of the square that stands for an overseas territory, in the outlines' units


@dataclass(frozen=True, slots=True)
class Outline:
    """An SVG path in the units of `BOX`, and the point inside it where a label has most room."""

    path: str
    x: float
    y: float


@cache
def load_outlines() -> Mapping[Level, Mapping[str, Outline]]:
    """Return level -> INSEE code -> outline, of 101 départements and 18 régions.

    Examples
    --------
    >>> {level: len(outlines) for level, outlines in load_outlines().items()}
    {'departement': 101, 'region': 18}
    """
    found: dict[Level, dict[str, Outline]] = {level: {} for level in LEVELS}
    for row in _rows("outlines.csv"):
        level: Level = "region" if row["level"] == "region" else "departement"
        found[level][row["code"]] = Outline(row["path"], float(row["x"]), float(row["y"]))
    return found


@cache
def load_tiles() -> Mapping[str, tuple[int, int]]:
    """Return INSEE code of a département -> (column, row) of its square, both from 0.

    Examples
    --------
    >>> load_tiles()["75"]
    (7, 3)
    """
    return {row["code"]: (int(row["column"]), int(row["row"])) for row in _rows("tiles.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO((files(__package__) / name).read_text("utf-8")))
