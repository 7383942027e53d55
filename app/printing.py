"""The command that prints a view on paper."""

from pathlib import Path
from typing import Annotated

import typer

from ..messages import plural, text
from .options import Workspace
from .progress import tell


def poster(  # noqa: PLR0913, PLR0917 - an option each
    name: Annotated[
        str, typer.Argument(help=text("cli.poster.name"), metavar=text("cli.view.metavar"))
    ] = "everything",
    out: Annotated[Path, typer.Option(help=text("cli.poster.out"), metavar=text("cli.file"))] = Path(
        "affiche.pdf"
    ),
    size: Annotated[str, typer.Option(help=text("cli.poster.size"), metavar="A3|A0")] = "A3",
    url: Annotated[str, typer.Option(help=text("cli.poster.url"), metavar="URL")] = "",
    around: Annotated[str, typer.Option(help=text("cli.view.around"), metavar=text("cli.words"))] = "",
    depth: Annotated[int, typer.Option(help=text("cli.view.depth"), metavar="1|2|3")] = 1,
    since: Annotated[str, typer.Option(help=text("cli.view.since"), metavar="DATE")] = "",
    workspace: Workspace = None,
) -> None:
    """Write a view as a poster: SVG, PDF or PNG."""
    from ..graph.maillage import Maillage
    from ..visualize.paper.poster import print_view
    from ..visualize.views.wish import Wish

    opened = Maillage.open(workspace, tell=tell)
    written = print_view(name, opened, out, Wish(around, depth, since), size=size, address=url)
    typer.echo(plural("cli.poster.done.", len(written)), err=True)
    for path in written:
        typer.echo(path.resolve())
