"""The map of a page, on a sheet: the same places, styles and labels, in millimetres."""

from ..labels import LEADING
from ..map_data import Json
from ..style import INK
from . import faces
from .sheet import Panel, Shape, Sheet, Stroke, Words

_GAP = 5  # pixels between a symbol and its label, as labels.symbol_box gives
_OUTLINE = 0.35  # millimetres


def draw_map(sheet: Sheet, data: Json, corner: tuple[float, float], room: tuple[float, float]) -> list[int]:
    """Draw the map of `page_data` inside a room of the sheet; return the nodes drawn, in the data's order."""
    places = data["places"]["wide"]["first"]
    drawn = [node for node, at in enumerate(places) if at is not None]
    if not drawn:
        return []
    nodes = data["nodes"]
    left, top, right, bottom = _extent(data, drawn)
    scale = min(room[0] / max(right - left, 1), room[1] / max(bottom - top, 1))
    middle = (corner[0] + room[0] / 2, corner[1] + room[1] / 2)

    def at(node: int) -> tuple[float, float]:
        x, y = places[node]
        return middle[0] + (x - (left + right) / 2) * scale, middle[1] + (y - (top + bottom) / 2) * scale

    number = {each["id"]: index for index, each in enumerate(nodes)}
    shown = set(drawn)
    for edge in data["edges"]:
        one, other = number[edge["from"]], number[edge["to"]]
        if one in shown and other in shown:
            dashes = tuple(each * scale for each in edge["dashes"] or ())
            sheet.put(Stroke(at(one), at(other), edge["color"], edge["width"] * scale, dashes))
    radii = _radii(data)
    for node in drawn:
        style, said = data["styles"][data["styleOf"][node]], nodes[node]
        place = at(node)
        if style["boxed"]:
            _cartouche(sheet, said, style, place, scale)
        else:
            _symbol(sheet, said, style, place, (radii[node] * scale, scale))
    return drawn


def _extent(data: Json, drawn: list[int]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of all boxes, in pixels of the page."""
    found = []
    for node in drawn:
        (x, y), (wide, high) = data["places"]["wide"]["first"][node], data["nodes"][node]["room"]
        boxed = data["styles"][data["styleOf"][node]]["boxed"]
        above = high / 2 if boxed else data["radii"][2] + 2
        found.append((x - wide / 2, y - above, x + wide / 2, y - above + high))
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _radii(data: Json) -> list[float]:
    """Return the radius of each symbol in pixels, by the first measure, as the page gives it."""
    smallest, usual, largest = data["radii"]
    scores = data["measures"][0]["scores"] if data["measures"] else [None] * len(data["nodes"])
    top = max((score for score in scores if score is not None), default=0) or 0
    if not top:
        return [float(usual)] * len(data["nodes"])
    return [
        float(smallest) if score is None else smallest + (largest - smallest) * (max(score, 0) / top) ** 0.5
        for score in scores
    ]


def _cartouche(sheet: Sheet, said: Json, style: Json, at: tuple[float, float], scale: float) -> None:
    wide, high = (each * scale for each in said["room"])
    sheet.put(Panel((at[0] - wide / 2, at[1] - high / 2), wide, high, style["fill"], INK, 1.2 * scale * 4))
    size, words = said["fontSize"] * scale, said["label"].split("\n")
    y = at[1] - (len(words) - 1) * size * LEADING / 2 + size * 0.36
    for line in words:
        clean = faces.printable(line)
        sheet.put(Words(clean, (at[0], y), size, style["ink"], bold=True, anchor="middle", most=wide * 0.94))
        y += size * LEADING


def _symbol(
    sheet: Sheet, said: Json, style: Json, at: tuple[float, float], measures: tuple[float, float]
) -> None:
    radius, scale = measures
    sheet.put(Shape(style["path"], at, radius, style["fill"], INK))
    size = said["fontSize"] * scale
    y = at[1] + radius + _GAP * scale + size * 0.86
    for line in said["label"].split("\n"):
        clean = faces.printable(line)
        most = said["room"][0] * scale
        sheet.put(Words(clean, (at[0], y), size, INK, anchor="middle", most=most, halo=True))
        y += size * LEADING
