"""Where each territory of a map stands: its shape, its label's place, the borders drawn over it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..data.territories.drawing import BOX, OVERSEAS_SQUARE, Level, load_outlines, load_tiles
from ..data.territories.reference import load_reference
from ..data.territories.territory import Territory
from .labels import typeset, wrap

Form = Literal["outline", "tiles"]
FORMS: tuple[Form, ...] = ("outline", "tiles")

_PITCH, _TILE = 48, 45  # from one tile to the next, and the side of one
_OVERSEAS_SIDE = OVERSEAS_SQUARE / 2 + 5
_TILES_BOX = (-8, -8, 12 * _PITCH + 13, 14 * _PITCH + 13)
# Paris and its three neighbours, too small to read: enlarged in a frame in the north-west.
_CROWN = ("75", "92", "93", "94")
_CROWN_BOX, _CROWN_SCALE, _CROWN_AT = (302, 133, 27, 24), 4.4, (0, 14)


@dataclass(frozen=True)
class Area:
    """One territory: `lines` stand around (`x`, `y`), its number under them; `aside` to its right."""

    code: str
    name: str
    path: str
    x: float
    y: float
    lines: Sequence[str] = ()
    aside: str = ""


@dataclass(frozen=True)
class Inset:
    """A part of the map drawn again, larger: `frame` is x, y, width, height; `source` the part's own."""

    areas: Sequence[Area]
    frame: tuple[float, float, float, float]
    source: tuple[float, float, float, float]
    shift: tuple[float, float]
    scale: float


@dataclass(frozen=True)
class Drawing:
    """All areas of a map in units of its `box` (x, y, width, height); `sizes` of names
    and of numbers; `side` is how far from its centre a name aside starts."""

    box: tuple[float, float, float, float]
    areas: Sequence[Area]
    borders: Sequence[str]
    sizes: tuple[float, float]
    side: float
    inset: Inset | None = None


def drawing(level: Level, form: Form) -> Drawing:
    """Return the drawing of the 101 départements or the 18 régions in one of the two forms."""
    if form == "outline":
        return _outlines(level)
    return _tiles(level)


def territories(level: Level) -> Mapping[str, Territory]:
    """Return code -> territory of the départements or régions that maps draw, by code."""
    kind: Literal["Region", "Departement"] = "Region" if level == "region" else "Departement"
    return {each.code: each for each in load_reference().of_kind(kind) if each.nature != "com"}


def _outlines(level: Level) -> Drawing:
    shapes = load_outlines()
    areas = []
    for code, place in territories(level).items():
        shape, overseas = shapes[level][code], place.nature == "drom"
        named = level == "region" and not overseas
        lines = wrap(place.name, line=13, lines=3) if named else ()
        aside = typeset(place.name) if overseas else ""
        areas.append(Area(code, place.name, shape.path, shape.x, shape.y, lines, aside))
    if level == "region":
        return Drawing(BOX, areas, (), (9.5, 17), _OVERSEAS_SIDE)
    borders = [shape.path for shape in shapes["region"].values()]
    crown = [area for area in areas if area.code in _CROWN]
    return Drawing(BOX, areas, borders, (9.5, 11), _OVERSEAS_SIDE, _inset(crown))


def _inset(areas: Sequence[Area]) -> Inset:
    x, y, width, height = _CROWN_BOX
    left, top = _CROWN_AT
    frame = (left, top, width * _CROWN_SCALE, height * _CROWN_SCALE)
    shift = (left - x * _CROWN_SCALE, top - y * _CROWN_SCALE)
    return Inset(areas, frame, _CROWN_BOX, shift, _CROWN_SCALE)


def _tiles(level: Level) -> Drawing:
    places, tiles = territories(level), load_tiles()
    region_of = {code: place.regions[0] for code, place in territories("departement").items()}
    borders = [_border(tiles, region_of)]
    if level == "departement":
        areas = [
            Area(code, place.name, _square(tiles[code]), *_centre([tiles[code]]), (code,), _aside(place))
            for code, place in places.items()
        ]
        return Drawing(_TILES_BOX, areas, borders, (12.5, 17), _TILE / 2 + 5)
    members: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for code, tile in tiles.items():
        members[region_of[code]].append(tile)
    areas = [
        Area(
            code,
            place.name,
            "".join(map(_square, sorted(members[code]))),
            *_centre(members[code]),
            wrap(place.name, line=13, lines=3) if place.nature == "metro" else (),
            _aside(place),
        )
        for code, place in places.items()
    ]
    return Drawing(_TILES_BOX, areas, borders, (10, 17), _TILE / 2 + 5)


def _aside(place: Territory) -> str:
    return typeset(place.name) if place.nature == "drom" else ""


def _square(tile: tuple[int, int]) -> str:
    return f"M{tile[0] * _PITCH} {tile[1] * _PITCH}h{_TILE}v{_TILE}h-{_TILE}z"


def _centre(tiles: Sequence[tuple[int, int]]) -> tuple[float, float]:
    column, row = (sum(axis) / len(axis) for axis in zip(*tiles, strict=True))
    return round(column * _PITCH + _TILE / 2, 1), round(row * _PITCH + _TILE / 2, 1)


def _border(tiles: Mapping[str, tuple[int, int]], region_of: Mapping[str, str]) -> str:
    """Return the lines between tiles of two régions, and around all, as one path."""
    regions = {tile: region_of[code] for code, tile in tiles.items()}
    return "".join(sorted(_sides(regions)))


def _sides(regions: Mapping[tuple[int, int], str]) -> Iterator[str]:
    gap = (_PITCH - _TILE) / 2
    for (column, row), region in regions.items():
        x, y = column * _PITCH - gap, row * _PITCH - gap
        sides = {
            (column - 1, row): f"M{x:g} {y:g}v{_PITCH}",
            (column + 1, row): f"M{x + _PITCH:g} {y:g}v{_PITCH}",
            (column, row - 1): f"M{x:g} {y:g}h{_PITCH}",
            (column, row + 1): f"M{x:g} {y + _PITCH:g}h{_PITCH}",
        }
        yield from {side for beside, side in sides.items() if regions.get(beside) != region}
