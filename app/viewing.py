"""The command that writes one map."""

from pathlib import Path
from typing import Annotated

import typer

from ..messages import text
from .options import Format, Workspace
from .progress import tell
from .rows import print_rows


def view(  # noqa: PLR0913, PLR0917 - an option each
    name: Annotated[str, typer.Argument(help=text("cli.view.name"), metavar=text("cli.view.metavar"))] = "",
    around: Annotated[str, typer.Option(help=text("cli.view.around"), metavar=text("cli.words"))] = "",
    depth: Annotated[int, typer.Option(help=text("cli.view.depth"), metavar="1|2|3")] = 1,
    since: Annotated[str, typer.Option(help=text("cli.view.since"), metavar="DATE")] = "",
    by: Annotated[str, typer.Option(help=text("cli.view.by"), metavar="chantier|type|territory")] = "",
    story: Annotated[Path | None, typer.Option(help=text("cli.view.story"), metavar=text("cli.file"))] = None,
    webgl: Annotated[bool, typer.Option("--webgl", help=text("cli.view.webgl"))] = False,
    out: Annotated[Path | None, typer.Option(help=text("cli.view.out"), metavar=text("cli.file"))] = None,
    workspace: Workspace = None,
    format_: Format = "table",
) -> None:
    """Write a view as one page, or list the views."""
    if not name:
        from ..visualize.views.catalogue import listed

        titles = {"view": text("view.column.view"), "title": text("view.column.title")}
        print_rows(listed(), format_, headers=titles)
        return
    from ..graph.maillage import Maillage
    from ..visualize.views.catalogue import draw
    from ..visualize.views.wish import Wish

    path, wish = out or Path(f"{name}.html"), Wish(around, depth, since, by)
    if webgl:
        from ..visualize.webgl import draw_webgl

        draw_webgl(name, Maillage.open(workspace, tell=tell), path, wish, story)
    else:
        draw(name, Maillage.open(workspace, tell=tell), path, wish, story)
    typer.echo(path.resolve())
