"""The white spots of a measure, drawn on the régions or départements."""

from pathlib import Path
from typing import get_args

from ..data.territories.drawing import Level
from ..errors import BadParameter, UnknownName
from ..graph.coverage import Coverage
from ..messages import text
from .territory_map import territory_svg


def draw_coverage(found: Coverage, path: Path) -> None:
    """Write the totals of a coverage to `path` as a standalone SVG, what is stated only from above dotted.

    Raises
    ------
    BadParameter
        For a level that has no outline: only régions and départements have.
    UnknownName
        When the file cannot be written.
    """
    if found.by not in get_args(Level):
        raise BadParameter("coverage.not-drawn", where=f"--by {found.by}", levels=", ".join(get_args(Level)))
    table = found.table.set_index("code")
    drawn = territory_svg(
        {str(code): float(total) for code, total in table["total"].items()},
        level="region" if found.by == "region" else "departement",
        form="outline",
        title=found.title,
        unit=found.counted,
        note=found.silence,
        marked=[str(code) for code in table.index[table["covered"] == "whole"]],
        marked_words=text("coverage.from-above"),
    )
    try:
        path.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UnknownName("cli.coverage.unwritable", where=str(path), detail=error.strerror) from error
