"""The sheets of a poster: the map, its title, legend, sources and date; then what it holds, as a list."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ...errors import BadParameter
from ...graph.maillage import Maillage
from ...messages import text
from ..edition import Edition
from ..map_data import Json
from ..network_map import page_data
from ..style import INK
from ..views.catalogue import choose
from ..views.legible import most_linked, undrawn
from ..views.view import View, types_of_structures
from ..views.wish import Wish
from ..words import day
from . import faces
from .appendix import appendix
from .drawing import draw_map
from .frame import MUTED, SIZES, Frame, banner, blank, clean
from .legend import draw_legend
from .printing import write_poster
from .sheet import Panel, Sheet, Stroke, Words


def print_view(  # noqa: PLR0913  each is a choice of who prints
    name: str, maillage: Maillage, path: Path, wish: Wish, *, size: str = "A3", address: str = ""
) -> list[Path]:
    """Return the files of the poster of a view, written to `path` and beside it.

    Raises
    ------
    UnknownName
        For a view that is none, or has nothing to show.
    BadParameter
        For another size, or a suffix that is neither .svg, .pdf nor .png.
    """
    if size not in SIZES:
        raise BadParameter("paper.size-unknown", where="--size", value=size, known=", ".join(SIZES))
    edition = Edition.alone(maillage, path.parent)
    return write_poster(compose(choose(name, maillage, edition, wish), edition, size, address), path)


def compose(view: View, edition: Edition, size: str = "A3", address: str = "") -> list[Sheet]:
    """Return the sheets of the poster of a view: the map, then the appendix that lists what it shows.

    Parameters
    ----------
    size
        One of `SIZES`.
    address
        Where the page of the map is shared; a QR code leads there.
    """
    frame = Frame(*SIZES[size])
    network = most_linked(view.network, view.kinds_shown)
    data = page_data(network, view.sizes, view.kinds_shown, types_of_structures(edition))
    first = blank(frame, view, edition)
    top = _head(first, frame, view, edition)
    bottom = _foot(first, frame, edition, data, address)
    reading = (*view.reading, *undrawn(network, view.network))
    left, right = frame.margin + frame.side + 6 * frame.unit, frame.width - frame.margin
    draw_legend(first, data, reading, (frame.margin, top), (frame.side, bottom - top), frame.unit)
    drawn = draw_map(first, data, (left, top), (right - left, bottom - top))
    return [first, *appendix(frame, view, edition, data, drawn)]


def _head(sheet: Sheet, frame: Frame, view: View, edition: Edition) -> float:
    """Write the title, the sentence and the banner; return where what follows starts."""
    unit, most = frame.unit, frame.width - 2 * frame.margin
    y = frame.margin + 9 * unit
    sheet.put(Words(clean(sheet.title), (frame.margin, y), 10 * unit, INK, bold=True, most=most))
    for line in faces.lines(clean(view.sentence), 4.6 * unit, most):
        y += 7 * unit
        sheet.put(Words(line, (frame.margin, y), 4.6 * unit, MUTED))
    y += 4 * unit
    if edition.fictional:
        banner(sheet, frame, y)
        y += 11 * unit
    return y + 3 * unit


def _foot(sheet: Sheet, frame: Frame, edition: Edition, data: Json, address: str) -> float:
    """Write the sources, the date and the code; return where what stands above ends."""
    unit, size = frame.unit, 3.1 * frame.unit
    code = 30 * unit if address else 0.0
    most = frame.width - 2 * frame.margin - (code + 6 * unit if code else 0)
    titles = " ; ".join(data["documents"]) or text("paper.no-source")
    said = faces.lines(clean(text("paper.sources", titles=titles)), size, most)
    if len(said) > 4:
        said = [*said[:3], clean(text("paper.sources.more"))]
    said.append(clean(text("paper.made", day=day(date.today().isoformat()), state=edition.state)))
    if address:
        said.append(faces.fitted(clean(address), size, most))
    height = max(len(said) * size * 1.45, code) + 3 * unit
    top = frame.height - frame.margin - height
    sheet.put(Stroke((frame.margin, top), (frame.width - frame.margin, top), "#c8cfdb", 0.3 * unit))
    for row, line in enumerate(said, start=1):
        sheet.put(Words(line, (frame.margin, top + 2 * unit + row * size * 1.4), size, MUTED))
    if address:
        corner = (frame.width - frame.margin - code, top + 3 * unit)
        sheet.put(*_code(address, corner, code))
    return top - 4 * unit


def _code(address: str, corner: tuple[float, float], side: float) -> Iterator[Panel]:
    """Yield the QR code of an address (ISO/IEC 18004), `side` millimetres wide with its white border."""
    import segno

    rows = [bytes(row) for row in segno.make(address, micro=False, error="m").matrix_iter(border=4)]
    step = side / len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                yield Panel((corner[0] + x * step, corner[1] + y * step), (end - x) * step, step * 1.02, INK)
            x = max(end, x + 1)
