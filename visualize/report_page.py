"""The report of an ecosystem: a few pages to read and to print, in the atlas or as a file of its own."""

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UnknownName
from ..messages import text
from .edition import Edition
from .labels import typeset
from .page import write_page
from .report_sections import Report
from .words import capital, day, figure, plural

if TYPE_CHECKING:
    from ..graph.maillage import Maillage

PAGE = "rapport.html"
_STYLES = ("base.css", "atlas.css", "atlas-parts.css", "territories.css", "report.css")


class _Alone(Edition):
    """The edition of a page that stands alone: nothing of what it names has a page to lead to."""

    def href(self, iri: str) -> str | None:
        """Return None: there is no other page."""
        return None


def write_report(maillage: "Maillage", edition: Edition) -> None:
    """Write the report as a page of an atlas."""
    edition.write(
        PAGE,
        "report.html",
        title=text("report.title", name=edition.name),
        more_styles=_STYLES[-2:],
        base="atlas.html",
        report=Report(maillage, edition),
    )


def write_report_alone(maillage: "Maillage", out: Path | str) -> Path:
    """Return the report written to the file `out`, in the current language: a single file that stands alone.

    Nothing of the named graph of contacts is in it. The same graph and history give the same bytes.

    Raises
    ------
    UnknownName
        When the file cannot be written.
    """
    path = Path(out).resolve()
    edition = _Alone.alone(maillage, path.parent)
    try:
        write_page(
            path,
            "report.html",
            styles=_STYLES,
            scripts=(),
            data={},
            base="report-alone.html",
            root="",
            title=typeset(text("report.title", name=edition.name)),
            report=Report(maillage, edition),
            edition=edition,
            plural=plural,
            figure=figure,
            capital=capital,
            day=day,
            fine=typeset,
        )
    except OSError as error:
        raise UnknownName("report.unwritable", where=str(out), detail=error.strerror or error) from error
    return path
