"""What a map written before says of its places, so that a new one in its stead moves little."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from .layout import Point

_BLOCK = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_DRAWN = ("nodes", "edges", "styles", "styleOf")  # what decides of the places
_FARTHEST = 1e6  # pixels; no map is as wide


@dataclass(frozen=True)
class Former:
    """The places of an earlier page: `starts` holds frame -> what is shown -> node -> position."""

    data: Mapping[str, Any] = field(default_factory=dict)
    starts: Mapping[str, Mapping[str, Mapping[str, Point]]] = field(default_factory=dict)

    def start(self, frame: str, shown: str) -> dict[str, Point]:
        """Return node -> where it stood, nothing where there was no page."""
        return dict(self.starts.get(frame, {}).get(shown, {}))

    def same(self, drawn: Mapping[str, Any]) -> bool:
        """Return whether the earlier page drew the same things."""
        return all(_plain(drawn[key]) == self.data.get(key) for key in _DRAWN)


def former_map(path: Path) -> Former:
    """Return the places of the map at `path`; none where there is no file, or one that is no map."""
    try:
        found = _BLOCK.search(path.read_text(encoding="utf-8"))
        data = json.loads(found.group(1)) if found else {}
        names = [str(node["id"]) for node in data["nodes"]]
        starts = {
            frame: {shown: _named(names, places) for shown, places in both.items()}
            for frame, both in data["places"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Former()
    return Former(data, starts)


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
