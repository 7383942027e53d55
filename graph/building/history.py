"""The dated copies of a workspace's graph, one each time it changed: what `maillage diff` compares."""

import gzip
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HISTORY = "history"
_SUFFIX = ".nq.gz"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{8}\.nq\.gz")
_LEVEL = 3  # of gzip: N-Quads repeat themselves so much that more costs time and gains little


@dataclass(frozen=True)
class Copy:
    """A dated copy: its file, the local time it was kept at (ISO 8601), its size in bytes."""

    path: Path
    kept: str
    size: int


def copies(folder: Path) -> list[Copy]:
    """Return the copies kept in a folder of history, the oldest first. None is ever removed."""
    found = (path for path in folder.glob(f"*{_SUFFIX}") if _NAME.fullmatch(path.name))
    order = sorted(found, key=lambda path: (path.name[:17], path.stat().st_mtime_ns))
    return [Copy(path, _time(path), path.stat().st_size) for path in order]


def keep(quads: Path, sha256: str, folder: Path) -> Path | None:
    """Return the new copy of a graph's canonical file, None when the last one is the same."""
    before = copies(folder)
    mark = sha256[:8]
    if before and before[-1].path.name.endswith(f"-{mark}{_SUFFIX}"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now().astimezone().strftime("%Y-%m-%dT%H%M%S")
    copy = folder / f"{now}-{mark}{_SUFFIX}"
    new = copy.with_name(f"{copy.name}.new")
    with (
        quads.open("rb") as source,
        new.open("wb") as target,
        gzip.GzipFile("", "wb", _LEVEL, target, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed, 2**20)
    return new.replace(copy)


def _time(path: Path) -> str:
    day, time = path.name[:17].split("T")
    return f"{day}T{time[:2]}:{time[2:4]}:{time[4:]}"
