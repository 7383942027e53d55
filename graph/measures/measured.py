"""Measures kept beside a build: their own canonical file, and a store that holds the build and them.

A build is never touched. Its folder gets another one, `measures-…`, whose store is a copy of the build's with
the measures added; the file `measures` names the one in force, replaced at once.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ...errors import StoreError
from ..building.canonical import Sorter
from ..building.quads import Block
from ..store import fill, new_store, release, tidy

_POINTER, _ASIDE = "measures", "measures-"
_QUADS, _STORE, _MANIFEST = "measures.nq", "store", "manifest.json"


def write(build: Path, store: Path, blocks: Iterable[Block]) -> None:
    """Put `blocks` in force beside the build whose store is `store`; none: take the former ones out."""
    former = [each for each in build.glob(f"{_ASIDE}*") if each.is_dir()]
    found = list(blocks)
    if found:
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=build))
        try:
            _write_aside(aside, store, found)
            new = build / f"{_POINTER}.new"
            new.write_text(aside.name + "\n", encoding="utf-8", newline="\n")
            new.replace(build / _POINTER)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    else:
        (build / _POINTER).unlink(missing_ok=True)
    for each in former:
        shutil.rmtree(each, ignore_errors=True)  # one that a reader holds open goes with a later one


def in_force(build: Path) -> tuple[Path, Path, int] | None:
    """Return the measures' file, the store that holds all, and how many quads that is; None without measures.

    Raises
    ------
    StoreError
        When they are damaged.
    """
    try:
        name = (build / _POINTER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    try:
        folder = build / name
        quads = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["quads"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError("store.damaged", where=str(build)) from error
    return folder / _QUADS, folder / _STORE, int(quads)


def _write_aside(aside: Path, store: Path, blocks: Iterable[Block]) -> None:
    shutil.copytree(store, aside / _STORE, copy_function=link)
    dataset, sorter = new_store(aside / _STORE), Sorter()
    fill(dataset, sorter.keep(blocks))
    facts = sorter.write(aside / _QUADS)
    quads = tidy(dataset)
    release(dataset)
    told = json.dumps({"quads": quads, "sha256": facts.sha256}) + "\n"
    (aside / _MANIFEST).write_text(told, encoding="utf-8", newline="\n")


def link(source: str, target: str) -> str:
    """Copy a file of a store; its tables, which no writer changes once written, are shared if they can be."""
    if not source.endswith(".sst"):
        return shutil.copy2(source, target)
    try:
        os.link(source, target)
    except OSError:
        return shutil.copy2(source, target)
    return target
