"""Where a built graph is kept: canonical N-Quads as the truth, a store beside it for queries.

A build folder holds one folder a build, named after its hash, and a file `current` that names the one in
force. A build is written aside, verified, then put in force by replacing `current`: whenever it is killed,
the previous build stands, and the next build removes what it left. Contacts, personal data, stand in a file
apart, which no store holds. `history` holds dated copies. Measures, if any, stand beside their build: see
`measured`.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from rdflib import Dataset

from ...errors import StoreError
from ..measures import measured
from ..store import fill, lines_of, load_files, new_store, open_store, release, size, tidy
from .canonical import Facts, Sorter
from .history import HISTORY, keep
from .loading import Progress, quiet
from .quads import Block

_QUADS, _CONTACTS, _MANIFEST, _STORE = "graph.nq", "contacts.nq", "manifest.json", "store"
_CURRENT, _LOCK = "current", "lock"
WISH = "measures.json"  # says what to measure again after each build
_ASIDE = "new-"
_LOCK_SECONDS = 60
_READ_BACK = 200_000  # quads; a larger store is verified by their number alone


@dataclass(frozen=True)
class Content:
    """What a build holds: the blocks of its public graphs, each taken once, and those of its contacts."""

    public: Iterable[Block]
    contacts: Iterable[Block] = field(default=())


@dataclass(frozen=True)
class Watch:
    """What to do of a build before it is in force.

    `check` is called with its public graph: what it raises leaves the previous build. `tell` is told how far
    it is. `history` keeps a dated copy of its public graph, when it is not the one kept last.
    """

    check: Callable[[Dataset], None] | None = None
    tell: Progress = quiet
    history: bool = False


def write_build(content: Content, folder: Path, inputs: str = "", watch: Watch = Watch()) -> Path:
    """Return the folder of the build now in force: `content` written, verified, checked, and put in force.

    What is written is verified by the number of its quads; up to 200,000 of them, the store is read back
    whole, and must give the very bytes of the file.

    Parameters
    ----------
    inputs
        A digest of what the content was built from, kept in the manifest so that a later call of
        `is_current` can tell whether to build again.

    Raises
    ------
    StoreError
        When another process is building there, the folder cannot be written, or what was written does
        not read back the same.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=_LOCK_SECONDS):
            _clear(folder)
            aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
            try:
                facts = _write_aside(content, aside, watch)
                return _settle(folder, aside, {**facts, "inputs": inputs}, watch.history)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
    except Timeout as error:
        raise StoreError("store.busy", where=str(folder), seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise StoreError("store.unwritable", where=str(folder), detail=error.strerror or error) from error


def is_current(folder: Path, inputs: str) -> bool:
    """Tell whether the build in force in `folder` was made from these `inputs`."""
    try:
        return bool(_manifest(_in_force(folder))["inputs"] == inputs)
    except StoreError:
        return False


def open_build(folder: Path, personal_data: bool = False) -> Dataset:
    """Return the build in force in `folder`, queried as the union of its named graphs.

    It is read-only. With `personal_data`, it is a copy in memory, with the named graph of contacts.

    Raises
    ------
    StoreError
        When there is none, or it is damaged.
    """
    build = _in_force(folder)
    found = measured.in_force(build)
    if personal_data:
        return load_files(build / _QUADS, build / _CONTACTS, *([found[0]] if found else []))
    store, expected = found[1:] if found else (build / _STORE, _manifest(build)["quads"])
    dataset = open_store(store)
    if size(dataset) != expected:
        raise StoreError("store.damaged", where=str(build))
    return dataset


def files_in_force(folder: Path) -> tuple[Path, tuple[Path, ...]]:
    """Return the store in force in `folder`, and the files of N-Quads that say together what it holds.

    Raises
    ------
    StoreError
        When there is none, or it is damaged.
    """
    build = _in_force(folder)
    if found := measured.in_force(build):
        return found[1], (build / _QUADS, found[0])
    return build / _STORE, (build / _QUADS,)


def write_measures(folder: Path, sha256: str, blocks: Iterable[Block]) -> None:
    """Put measures in force beside the build in force, in place of the former; without any, take them out.

    Parameters
    ----------
    sha256
        That of the build they were computed from.

    Raises
    ------
    StoreError
        When another build is in force by now, or the folder cannot be written.
    """
    try:
        with FileLock(folder / _LOCK, timeout=_LOCK_SECONDS):
            build = _in_force(folder)
            if _manifest(build)["sha256"] != sha256:
                raise StoreError("store.other-build", where=str(folder))
            measured.write(build, build / _STORE, blocks)
    except Timeout as error:
        raise StoreError("store.busy", where=str(folder), seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise StoreError("store.unwritable", where=str(folder), detail=error.strerror or error) from error


def manifest(folder: Path) -> Mapping[str, object]:
    """Return the manifest of the build in force: `quads`, `graphs` (IRI -> quads), `sha256`, `inputs`.

    Raises
    ------
    StoreError
        When there is no build, or its manifest is damaged.
    """
    return _manifest(_in_force(folder))


def _write_aside(content: Content, aside: Path, watch: Watch) -> dict[str, object]:
    """Write the files and the store of a build, and return what its manifest says of them."""
    dataset, sorter = new_store(aside / _STORE), Sorter()
    fill(dataset, sorter.keep(content.public), watch.tell)
    with ThreadPoolExecutor(1) as beside:
        count = beside.submit(tidy, dataset)
        facts = sorter.write(aside / _QUADS)
        if count.result() != facts.quads or not _reads_back(dataset, facts):
            raise StoreError("store.unverified", where=str(aside / _STORE))
    del sorter
    contacts = _write_contacts(content.contacts, aside / _CONTACTS)
    if watch.check:
        watch.check(dataset)
    release(dataset)
    return {"contacts": contacts.sha256, "graphs": facts.graphs, "quads": facts.quads, "sha256": facts.sha256}


def _reads_back(dataset: Dataset, facts: Facts) -> bool:
    small = facts.quads <= _READ_BACK
    return not small or sha256("".join(lines_of(dataset)).encode()).hexdigest() == facts.sha256


def _write_contacts(blocks: Iterable[Block], path: Path) -> Facts:
    sorter = Sorter()
    for _ in sorter.keep(blocks):
        pass
    path.touch(mode=0o600)
    return sorter.write(path)


def _settle(folder: Path, aside: Path, facts: dict[str, object], history: bool) -> Path:
    """Move what was written aside to its place, unless the same stands there already, and put it in force."""
    build = folder / str(facts["sha256"])[:16]
    _write_json(aside / _MANIFEST, facts)
    if not _is_whole(build, facts):
        shutil.rmtree(build, ignore_errors=True)
        aside.replace(build)
    elif _manifest(build) != facts:
        _write_json(build / _MANIFEST, facts)
    if history:
        keep(build / _QUADS, str(facts["sha256"]), folder / HISTORY)
    _put_in_force(folder, build)
    return build


def _is_whole(build: Path, facts: Mapping[str, object]) -> bool:
    """Tell whether an earlier build of the same content stands there undamaged."""
    try:
        files = {_QUADS: facts["sha256"], _CONTACTS: facts["contacts"]}
        whole = all(sha256((build / name).read_bytes()).hexdigest() == found for name, found in files.items())
        return whole and size(open_store(build / _STORE)) == _manifest(build)["quads"]
    except (OSError, StoreError):
        return False


def _clear(folder: Path) -> None:
    """Remove what killed builds left aside."""
    for entry in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(entry, ignore_errors=True)


def _put_in_force(folder: Path, build: Path) -> None:
    _replace(folder / _CURRENT, build.name + "\n")
    for entry in folder.iterdir():
        if entry.is_dir() and entry != build and entry.name != HISTORY:
            shutil.rmtree(entry, ignore_errors=True)  # one that a reader holds open goes with a later build


def _replace(path: Path, content: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(content, encoding="utf-8", newline="\n")
    new.replace(path)


def _write_json(path: Path, facts: Mapping[str, object]) -> None:
    _replace(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def _in_force(folder: Path) -> Path:
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise StoreError("store.none", where=str(folder)) from error
    build = folder / name
    if build.parent != folder or not build.is_dir():
        raise StoreError("store.damaged", where=str(folder))
    return build


def _manifest(build: Path) -> dict[str, object]:
    try:
        facts = json.loads((build / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError("store.damaged", where=str(build)) from error
    if not isinstance(facts, dict) or not {"quads", "inputs", "sha256", "contacts"} <= facts.keys():
        raise StoreError("store.damaged", where=str(build))
    return facts
