"""What a map written before says of its places, so that a new one in its stead moves little."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from .layout import Point
from .packing import ids_of

_BLOCK = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_DRAWN = ("nodes", "edges", "styles", "styleOf")  # what decides of the places
_FARTHEST = 1e6  # pixels; no map is as wide


_Places = Mapping[str, Mapping[str, Mapping[str, Point]]]
"""Frame -> what is shown -> node, or group -> position."""


@dataclass(frozen=True)
class Former:
    """The places of an earlier page: `starts` of its nodes; by grouping, of groups and of their members."""

    data: Mapping[str, Any] = field(default_factory=dict)
    starts: _Places = field(default_factory=dict)
    grouped: Mapping[str, tuple[_Places, Mapping[str, Point]]] = field(default_factory=dict)

    def start(self, frame: str, shown: str) -> dict[str, Point]:
        """Return node -> where it stood, nothing where there was no page."""
        return dict(self.starts.get(frame, {}).get(shown, {}))

    def groups(self, by: str, frame: str, shown: str) -> dict[str, Point]:
        """Return key of a group -> where it stood."""
        places, _ = self.grouped.get(by, ({}, {}))
        return dict(places.get(frame, {}).get(shown, {}))

    def members(self, by: str) -> dict[str, Point]:
        """Return node -> where it stood, from the middle of its group."""
        return dict(self.grouped.get(by, ({}, {}))[1])

    def same(self, drawn: Mapping[str, Any]) -> bool:
        """Return whether the earlier page drew the same things."""
        return all(_plain(drawn[key]) == self.data.get(key) for key in _DRAWN)

    def same_groups(self, drawn: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether the earlier page drew the same things, in the same groups."""
        before = self.data.get("groupings")
        if not self.grouped or not before or len(before) != len(rows) or not self.same(drawn):
            return False
        return all(
            _plain(row[key]) == one.get(key)
            for one, row in zip(before, rows, strict=True)
            for key in ("by", "groups", "of", "members")
        )


def former_map(path: Path) -> Former:
    """Return the places of the map at `path`; none where there is no file, or one that is no map."""
    try:
        found = _BLOCK.search(path.read_text(encoding="utf-8"))
        data = json.loads(found.group(1)) if found else {}
        if "groupings" in data:
            return Former(data, grouped={str(one["by"]): _of_groups(data, one) for one in data["groupings"]})
        names = [str(node["id"]) for node in data["nodes"]]
        return Former(data, _of_frames(names, data["places"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return Former()


def _of_frames(names: Sequence[str], frames: Mapping[str, Any]) -> _Places:
    return {
        frame: {shown: _named(names, places) for shown, places in both.items()}
        for frame, both in frames.items()
    }


def _of_groups(data: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[_Places, Mapping[str, Point]]:
    """Return where the groups of one grouping stood, and where their members did."""
    keys = [str(group["key"]) for group in one["groups"]]
    numbers = [number for members in one["members"] for number in members]
    spots = [spot for spots in one["spots"] for spot in spots]
    ids = ids_of(data["nodes"])
    names = [ids[number] for number in numbers]
    return _of_frames(keys, one["places"]), _named(names, spots)


def _named(names: Sequence[str], places: Sequence[Sequence[float] | None]) -> dict[str, Point]:
    found = {}
    for name, at in zip(names, places, strict=True):
        if at is None:
            continue
        x, y = map(float, at)
        if not (isfinite(x) and isfinite(y) and max(abs(x), abs(y)) < _FARTHEST):
            raise ValueError(at)
        found[name] = (x, y)
    return found


def _plain(value: Any) -> Any:
    """Return a value as a page gives it back."""
    return json.loads(json.dumps(value))
