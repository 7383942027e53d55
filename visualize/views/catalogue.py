"""The views by name: what `maillage view` draws, and what an atlas links."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import UnknownName
from ...graph.maillage import Maillage
from ...messages import text
from ..edition import Edition
from ..former import former_map
from ..story import Ways, read_story
from .around import around
from .collaborations import collaboration
from .dates import dates
from .facets import funding, territories
from .missing import missing
from .typology import typology
from .view import View, grouped, write_view
from .whole import everything, participation
from .wish import NOTHING, Wish

if TYPE_CHECKING:
    import pandas

_NAMED = ("around", "dates")  # views whose title depends on what is asked

VIEWS: Mapping[str, Callable[[Maillage, Edition, Wish], View | None]] = {
    "everything": everything,
    "participation": participation,
    "collaboration": collaboration,
    "around": around,
    "funding": funding,
    "missing": missing,
    "territories": territories,
    "typology": typology,
    "dates": dates,
}


def choose(name: str, maillage: Maillage, edition: Edition, wish: Wish = NOTHING) -> View:
    """Return a view by its name.

    Raises
    ------
    UnknownName
        For a name that is none, or where the graph holds nothing that the view shows: the message says what
        it would need.
    """
    if name not in VIEWS:
        raise UnknownName("view.unknown", where=name, known=", ".join(VIEWS))
    found = VIEWS[name](maillage, edition, wish)
    if found is None:
        raise UnknownName("view.empty", where=name, need=text(f"view.{name}.need"))
    return found


def listed() -> "pandas.DataFrame":
    """Return the views: `view` (its name), `title`."""
    import pandas

    rows = [(name, text(f"view.{name}.{'name' if name in _NAMED else 'title'}")) for name in VIEWS]
    return pandas.DataFrame(rows, columns=["view", "title"])


def draw(name: str, maillage: Maillage, path: Path, wish: Wish = NOTHING, story: Path | None = None) -> View:
    """Return the view, written to `path` as one page that stands alone.

    What an earlier page at `path` shows too stays about where it was. `story` is the file of the steps by
    which the page is presented (see `story.read_story`).

    Raises
    ------
    UnknownName
        As `choose` does, and when there is no such story.
    InvalidData
        When the story names what the view does not show, or is no story.
    """
    edition = Edition.alone(maillage, path.parent)
    view = choose(name, maillage, edition, wish)
    steps: list[dict[str, str]] = []
    if story:
        ways = Ways(*grouped(view, edition, wish.by))
        steps = read_story(story, view.network, view.kinds_shown, ways)
    write_view(view, edition, path, former=former_map(path), story=steps, by=wish.by)
    return view
