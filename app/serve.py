"""The command that answers SPARQL over HTTP: serve."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from ..errors import BadParameter
from ..messages import text
from .options import Workspace
from .progress import tell


def serve(  # noqa: PLR0913, PLR0917 - an option each
    port: Annotated[int, typer.Option(help=text("cli.serve.port"), min=0, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help=text("cli.serve.host"))] = "127.0.0.1",
    data: Annotated[
        list[Path] | None, typer.Option(help=text("cli.serve.data"), metavar=text("cli.file"))
    ] = None,
    more: Annotated[
        list[Path] | None, typer.Argument(help=text("cli.serve.more"), metavar=text("cli.file"))
    ] = None,
    seconds: Annotated[float, typer.Option(help=text("cli.serve.seconds"), min=0.1, max=3600)] = 5,
    rows: Annotated[int, typer.Option(help=text("cli.serve.rows"), min=1)] = 100_000,
    workspace: Workspace = None,
) -> None:
    """Serve the graph of a workspace, or RDF files, until Ctrl-C."""
    from ..graph.answering.served import serve_build, serve_files
    from ..graph.maillage import Maillage
    from ..queries.isolation import Limits
    from ..visualize.edition import title_of
    from .serving.running import LOOPBACK, keeper_of, listening, run

    paths = [*(data or ()), *(more or ())]
    if paths and workspace:
        raise BadParameter("serve.both", where="--data")
    if more and not data:
        raise BadParameter("serve.more", where=str(more[0]))
    opened = listening(host, port)
    if paths:
        served, title = serve_files(paths, tell), ", ".join(path.name for path in paths)
    else:
        maillage = Maillage.open(workspace, tell=tell)
        own = maillage.workspace.name if maillage.workspace else text("served.corpus")
        served, title = serve_build(maillage.folder, tell), title_of(maillage.workspace) or own
    with keeper_of(served, Limits(seconds=seconds, rows=rows)) as keeper:
        address, bound = opened.getsockname()[:2]
        if address not in LOOPBACK:
            typer.echo(text("cli.serve.open", host=address), err=True)
        shown = f"[{address}]" if ":" in address else address

        def ready() -> None:
            typer.echo(f"http://{shown}:{bound}/")
            typer.echo(text("cli.serve.ready", triples=served.triples, graphs=len(served.graphs)), err=True)

        with suppress(KeyboardInterrupt):
            run(keeper, served, title, opened, ready)
    typer.echo(text("cli.serve.over"), err=True)
