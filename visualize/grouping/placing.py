"""Where groups stand, and where their members stand once a group is open: computed before the page opens."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt

from ..former import Former
from ..labels import Box, symbol_box, wrap
from ..layout import Point, arrange
from ..map_data import Json
from ..map_drawing import FRAMES, placed
from ..overlaps import GAP
from ..words import figure
from .groups import Group, Grouping, owners

DRAWN = 200  # members of an open group; the others are in the list
RADII = (15, 56)  # pixels: of a group of one, of the largest
FONT = 18
_LINE = 20  # characters
_STRONGEST = 3  # links of each group that decide where it stands
_ASPECT = 1.5  # width over height of an open group

Pairs = Mapping[tuple[str, str], int]
"""Two nodes -> how many links join them."""


def laid_out(
    found: Sequence[Grouping], boxes: Mapping[str, Box], pairs: Pairs, former: Former, drawn: Json
) -> Json:
    """Return what the page needs of each grouping: groups, the group of each node, and all places.

    Parameters
    ----------
    boxes
        node -> the room it takes, in the page's order.
    former
        An earlier page: where it drew the same things (`drawn`), they stand where they stood.
    """
    rows = [_described(grouping, list(boxes)) for grouping in found]
    if former.same_groups(drawn, rows):
        return {"groupings": former.data["groupings"]}
    return {
        "groupings": [
            {**row, **_places(grouping, row, boxes, pairs, former)}
            for grouping, row in zip(found, rows, strict=True)
        ]
    }


def _described(grouping: Grouping, nodes: Sequence[str]) -> Json:
    top = max(group.first for group in grouping.groups) or max(len(each.members) for each in grouping.groups)
    number = {node: i for i, node in enumerate(nodes)}
    return {
        "by": grouping.by,
        "label": grouping.label,
        "sentence": grouping.sentence,
        "top": top,
        "groups": [_group(group, top) for group in grouping.groups],
        "of": owners(grouping, nodes),
        "members": [[number[node] for node in group.members[:DRAWN]] for group in grouping.groups],
    }


def _group(group: Group, top: int) -> Json:
    lines, box = _label(group), _box(group, top)
    return {
        "key": group.key,
        "name": group.label,
        "lines": lines,
        "room": [round(box.width, 1), round(box.height, 1)],
        "total": len(group.members),
        "first": group.first,
        "gathered": group.gathered,
    }


def _label(group: Group) -> list[str]:
    """Return the lines of a group's name, with room in the last one for how many members it has."""
    count = f"\u00a0·\u00a0{figure(len(group.members))}"
    *lines, last = wrap(group.label, line=_LINE, lines=3)
    return [*lines, last] if len(last + count) <= _LINE + 6 else [*lines, last, ""]


def _box(group: Group, top: int) -> Box:
    least, most = RADII
    radius = least + (most - least) * sqrt(min(1.0, len(group.members) / top))
    count = f"\u00a0·\u00a0{figure(len(group.members))}"
    *lines, last = _label(group)
    return symbol_box([*lines, last + count], FONT, radius)


def _places(grouping: Grouping, row: Json, boxes: Mapping[str, Box], pairs: Pairs, former: Former) -> Json:
    of = dict(zip(boxes, row["of"], strict=True))
    names = {group.key: number for number, group in enumerate(grouping.groups)}
    between: Counter[tuple[int, int]] = Counter()
    inside: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for (one, other), count in pairs.items():
        if of[one] == of[other]:
            inside[of[one]].append((one, other))
        else:
            between[min(of[one], of[other]), max(of[one], of[other])] += count
    keys = list(names)
    ties = [(keys[a], keys[b]) for a, b in _strongest(between)]
    rooms = {group.key: _box(group, row["top"]) for group in grouping.groups}
    first = {group.key: rooms[group.key] for group in grouping.groups if group.first} or rooms
    places: Json = {}
    for frame, aspect in FRAMES:
        held = former.groups(grouping.by, frame, "first")
        near = placed(first, [(a, b) for a, b in ties if a in first and b in first], aspect, held)
        every = near
        if len(first) < len(rooms):
            held = former.groups(grouping.by, frame, "every")
            every = (
                placed(rooms, ties, aspect, held) if held else arrange(rooms, ties, aspect=aspect, start=near)
            )
        places[frame] = {
            "first": [near.get(key) for key in keys],
            "every": [every[key] for key in keys],
        }
    start = former.members(grouping.by)
    spots = [_members(group, boxes, inside[number], start) for number, group in enumerate(grouping.groups)]
    return {"places": places, "spots": spots}


def _strongest(between: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Return the pairs of groups that have most links, a few for each group: all of them would be a knot."""
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair, _ in sorted(between.items(), key=lambda item: (-item[1], item[0])):
        for group in pair:
            near[group].append(pair)
    return sorted({pair for pairs in near.values() for pair in pairs[:_STRONGEST]})


def _members(
    group: Group, boxes: Mapping[str, Box], links: Sequence[tuple[str, str]], start: Mapping[str, Point]
) -> list[Point]:
    """Return where members stand around the middle of their group: those drawn first, the others below."""
    members = group.members[:DRAWN]
    first = {node: boxes[node] for node in members[: group.first]}
    held = {node: start[node] for node in first if node in start}
    found = (
        placed(first, [(a, b) for a, b in links if a in first and b in first], _ASPECT, held) if first else {}
    )
    found.update(_rows(members[group.first :], boxes, _frame(found, boxes)))
    left, top, right, bottom = _frame(found, boxes)
    return [
        (round(x - (left + right) / 2, 1), round(y - (top + bottom) / 2, 1))
        for x, y in (found[node] for node in members)
    ]


def _frame(places: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of boxes."""
    if not places:
        return 0.0, 0.0, 0.0, 0.0
    spots = [(boxes[node], x, y) for node, (x, y) in places.items()]
    return (
        min(x - box.width / 2 for box, x, _ in spots),
        min(y - box.anchor for box, _, y in spots),
        max(x + box.width / 2 for box, x, _ in spots),
        max(y - box.anchor + box.height for box, _, y in spots),
    )


def _rows(
    nodes: Sequence[str], boxes: Mapping[str, Box], above: tuple[float, float, float, float]
) -> dict[str, Point]:
    """Return places in rows under a frame, about as wide as it."""
    area = sum((boxes[node].width + GAP[0]) * (boxes[node].height + GAP[1]) for node in nodes)
    wide = max(above[2] - above[0], sqrt(area * _ASPECT))
    left = (above[0] + above[2] - wide) / 2
    found: dict[str, Point] = {}
    x, y, high = left, above[3] + 2 * GAP[1], 0.0
    for node in nodes:
        box = boxes[node]
        if x > left and x + box.width > left + wide:
            x, y, high = left, y + high + GAP[1], 0.0
        found[node] = (x + box.width / 2, y + box.anchor)
        x, high = x + box.width + GAP[0], max(high, box.height)
    return found
