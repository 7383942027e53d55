"""Sheets as files: SVG from a template, PDF by ReportLab, PNG from that PDF by PDFium."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from ...errors import BadParameter
from ..page import render, replace
from ..style import PAPER
from . import faces
from .sheet import Panel, Shape, Sheet, Stroke, Words

FORMATS = (".svg", ".pdf", ".png")
_POINT = 72 / 25.4  # points in a millimetre
_WIDEST = 4961  # pixels at least: an A3 at 300 dots an inch


def write_poster(sheets: Sequence[Sheet], path: Path) -> list[Path]:
    """Write sheets to the format that the suffix names; return the files, one a sheet but for PDF.

    Raises
    ------
    BadParameter
        For another suffix.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise BadParameter("paper.format", where=str(path), value=suffix, known=", ".join(FORMATS))
    if suffix == ".pdf":
        replace(path, _pdf(sheets))
        return [path]
    paths = [path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, len(sheets) + 1))]
    contents = [_svg(sheet) for sheet in sheets] if suffix == ".svg" else _png(_pdf(sheets))
    for target, content in zip(paths, contents, strict=True):
        replace(target, content)
    return paths


def _svg(sheet: Sheet) -> bytes:
    kinds = [(type(mark).__name__, mark) for mark in sheet.marks]
    return render("poster.svg", sheet=sheet, marks=kinds, width_of=faces.width).encode()


def _png(pdf: bytes) -> list[bytes]:
    """Return each page as a PNG of at least `_WIDEST` pixels across."""
    from pypdfium2 import PdfDocument

    found = []
    with PdfDocument(pdf) as document:
        for page in document:
            scale = max(_WIDEST + 1, 1) / page.get_width()
            written = BytesIO()
            page.render(scale=scale).to_pil().save(written, "PNG", optimize=False)
            found.append(written.getvalue())
    return found


def _pdf(sheets: Sequence[Sheet]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    written = BytesIO()
    canvas = Canvas(written, invariant=1, lang=sheets[0].language)
    canvas.setTitle(sheets[0].title)
    canvas.setCreator("Maillage")
    for sheet in sheets:
        canvas.setPageSize((sheet.width * _POINT, sheet.height * _POINT))
        canvas.translate(0, sheet.height * _POINT)
        canvas.scale(_POINT, -_POINT)  # millimetres, from the top
        for mark in sheet.marks:
            _PAINT[type(mark)](canvas, mark)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _stroke(canvas: Any, mark: Stroke) -> None:
    canvas.setStrokeColor(mark.colour)
    canvas.setLineWidth(mark.width)
    canvas.setDash(*([list(mark.dashes)] if mark.dashes else []))
    canvas.line(*mark.start, *mark.end)
    canvas.setDash()


def _panel(canvas: Any, mark: Panel) -> None:
    canvas.setFillColor(mark.fill)
    if mark.outline:
        canvas.setStrokeColor(mark.outline)
        canvas.setLineWidth(0.25)
    args = (*mark.at, mark.width, mark.height)
    if mark.round:
        canvas.roundRect(*args, min(mark.round, mark.height / 2), stroke=int(bool(mark.outline)), fill=1)
    else:
        canvas.rect(*args, stroke=int(bool(mark.outline)), fill=1)


def _shape(canvas: Any, mark: Shape) -> None:
    from svgelements import Close, CubicBezier, Line, Move
    from svgelements import Path as Outline

    outline = Outline(mark.path)
    outline.approximate_arcs_with_cubics()
    drawn = canvas.beginPath()

    def at(point: Any) -> tuple[float, float]:
        return mark.at[0] + point.x * mark.radius, mark.at[1] + point.y * mark.radius

    for step in outline:
        if isinstance(step, Move):
            drawn.moveTo(*at(step.end))
        elif isinstance(step, Close):
            drawn.close()
        elif isinstance(step, Line):
            drawn.lineTo(*at(step.end))
        elif isinstance(step, CubicBezier):
            drawn.curveTo(*at(step.control1), *at(step.control2), *at(step.end))
    canvas.setFillColor(mark.fill)
    canvas.setStrokeColor(mark.outline)
    canvas.setLineWidth(mark.radius * 0.14)
    canvas.drawPath(drawn, stroke=1, fill=1)


def _words(canvas: Any, mark: Words) -> None:
    wide = faces.width(mark.said, mark.size, mark.bold)
    narrow = min(1.0, mark.most / wide) if mark.most and wide else 1.0
    left = mark.at[0] - (wide * narrow / 2 if mark.anchor == "middle" else 0)
    for halo in (True, False) if mark.halo else (False,):
        canvas.saveState()  # how letters are painted lasts beyond their text
        canvas.translate(left, mark.at[1])
        canvas.scale(narrow, -1)  # letters stand upright
        canvas.setLineWidth(mark.size * 0.22)
        line = canvas.beginText(0, 0)
        line.setFont(faces.BOLD if mark.bold else faces.REGULAR, mark.size)
        line.setTextRenderMode(2 if halo else 0)  # filled and outlined, or filled
        line.setStrokeColor(PAPER)
        line.setFillColor(PAPER if halo else mark.fill)
        line.textLine(mark.said)
        canvas.drawText(line)
        canvas.restoreState()


_PAINT: Mapping[type, Callable[[Any, Any], None]] = {
    Stroke: _stroke,
    Panel: _panel,
    Shape: _shape,
    Words: _words,
}
