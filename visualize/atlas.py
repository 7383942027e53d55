"""The atlas: a folder of pages that opens by double-click on index.html, without internet."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ..errors import StoreError, UsageError
from ..graph.network import everything_network
from ..graph.store import in_memory, size
from ..messages import text
from .contacts import contacts_of
from .downloads import files_of, write_downloads, write_graph, write_manifest, write_networks
from .edition import Edition, title_of
from .front_page import write_front
from .knowledge_page import silences, write_knowledge
from .measures_page import write_measures
from .ontology_page import write_ontology
from .questions_page import answers, write_questions
from .report_page import write_report
from .sources_page import write_sources
from .territory_page import write_territory_maps
from .things_page import write_things
from .views.catalogue import VIEWS
from .views.collaborations import collaborations
from .views.view import write_view
from .views.wish import NOTHING

if TYPE_CHECKING:
    from ..graph.maillage import Maillage

_LOCK_SECONDS = 60
_MAPS = {  # view -> its page
    "everything": "carte.html",
    "participation": "carte-chantiers.html",
    "collaboration": "carte-collaborations.html",
    "missing": "carte-manques.html",
    "funding": "carte-financements.html",
    "territories": "carte-lieux.html",
    "typology": "carte-typologies.html",
    "dates": "carte-changements.html",
}
_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Atlas:
    """A written atlas: its way in, and how many pages, answered questions, quads and contacts it holds."""

    index: Path
    pages: int
    questions: int
    quads: int
    contacts: int


def write_atlas(maillage: "Maillage", out: Path | str, personal_data: bool = False) -> Atlas:
    """Return the atlas written to the folder `out`, in the current language, in place of an older one.

    It is written aside, then put in place at once, by one writer at a time: a reader finds the old one or
    the new one, whole. The same graph gives the same bytes.

    Parameters
    ----------
    personal_data
        Whether the cards show the contacts of a `maillage` opened with them, marked as personal data.
        Otherwise no file holds anything of their named graph; the files of data never do.

    Raises
    ------
    UsageError
        When `out` is not an atlas, or holds files that are not its own: nothing of theirs is removed.
    StoreError
        When the folder cannot be written, or another run keeps writing it for a minute.
    """
    folder = Path(out).resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=_LOCK_SECONDS):
            return _write_locked(maillage, folder, personal_data)
    except Timeout as error:
        raise StoreError("atlas.busy", where=str(folder), seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise StoreError("atlas.unwritable", where=str(folder), detail=error.strerror or error) from error


def _write_locked(maillage: "Maillage", folder: Path, personal_data: bool) -> Atlas:
    """Write the atlas aside and put it in place; only who holds the lock may remove what others left."""
    former = folder.with_name(f".{folder.name}.former")
    _recover(folder, former)
    _refuse_strangers(folder)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        aside.chmod(0o755)
        edition, counts = _write(maillage, aside, personal_data)
        _put_in_place(aside, folder, former)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    contacts = sum(map(len, edition.contacts.values()))
    return Atlas(folder / "index.html", len(edition.pages), *counts, contacts)


def _write(maillage: "Maillage", folder: Path, personal_data: bool) -> tuple[Edition, tuple[int, int]]:
    """Write every page and file; return the edition, and how many questions and quads it holds."""
    dataset = in_memory(maillage.public)
    state = write_graph(dataset, folder / "donnees")
    contacts = contacts_of(maillage.graph) if personal_data else {}
    edition = Edition(
        dataset,
        everything_network(dataset),
        folder,
        state[:12],
        contacts=contacts,
        title=title_of(maillage.workspace),
    )
    found = answers(edition)
    ties = collaborations(edition)
    maps = [*_write_views(maillage, edition), write_territory_maps(edition)]
    write_questions(edition, found, text("atlas.questions.title"))
    write_things(edition)
    write_measures(edition, ties)
    write_report(maillage, edition)
    write_knowledge(edition, found)
    write_sources(edition)
    write_ontology(edition)
    write_front(edition, found, silences(edition, found), maps)
    write_networks(edition)
    write_downloads(edition)
    quads = size(dataset)
    write_manifest(edition, quads)
    return edition, (len(found), quads)


def _write_views(maillage: "Maillage", edition: Edition) -> list[tuple[str, str, str]]:
    """Write a map of each view that has something to show; return the page, title and sentence of each."""
    made = []
    for name, page in _MAPS.items():
        view = VIEWS[name](maillage, edition, NOTHING)
        if view:
            write_view(view, edition, edition.folder / page, home="index.html")
            made.append((page, view.title, view.sentence))
    edition.pages += [page for page, *_ in made]
    return made


def _recover(folder: Path, former: Path) -> None:
    """Put back the atlas that a killed run had moved away, and remove what such a run left."""
    if former.exists():
        if folder.exists():
            shutil.rmtree(former)
        else:
            former.rename(folder)
    if folder.parent.is_dir():
        for left in folder.parent.iterdir():
            if left.name.startswith(f".{folder.name}.new-"):
                shutil.rmtree(left, ignore_errors=True)


def _refuse_strangers(folder: Path) -> None:
    """Raise when replacing the folder would remove a file that no atlas wrote."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError("atlas.not-a-folder", where=str(folder))
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    own = files_of(folder)
    strangers = sorted(path for path in present - (own or set()) if Path(path).name not in _OF_THE_SYSTEM)
    if strangers:
        key = "atlas.not-an-atlas" if own is None else "atlas.foreign-files"
        raise UsageError(key, where=str(folder), file=strangers[0], count=len(strangers))


def _put_in_place(aside: Path, folder: Path, former: Path) -> None:
    if folder.exists():
        folder.rename(former)
    try:
        aside.rename(folder)
    except BaseException:
        if former.exists():
            former.rename(folder)
        raise
    shutil.rmtree(former, ignore_errors=True)
