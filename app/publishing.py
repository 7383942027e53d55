"""The command that sends the graph to a store: publish."""

from typing import Annotated

import typer

from ..messages import figure, text
from .opening import credentials, store_of
from .options import Workspace
from .progress import tell


def publish(
    address: Annotated[str, typer.Argument(help=text("cli.publish.address"), metavar="URL")],
    by: Annotated[str, typer.Option(help=text("cli.publish.by"), metavar="graphs|update")] = "graphs",
    again: Annotated[bool, typer.Option("--again", help=text("cli.publish.again"))] = False,
    personal_data: Annotated[
        bool, typer.Option("--with-personal-data", help=text("cli.publish.personal-data"))
    ] = False,
    workspace: Workspace = None,
) -> None:
    """Send what is new or other to a store, graph by graph."""
    from ..graph.maillage import Maillage
    from ..graph.publishing import holds_contacts
    from ..graph.publishing import publish as send

    def told(graph: str, triples: int) -> None:
        typer.echo(text("cli.publish.graph", graph=graph, triples=figure(triples)), err=True)

    done = send(
        Maillage.open(workspace, personal_data=personal_data, tell=tell),
        address,
        by=by,
        personal_data=personal_data,
        again=again,
        seconds=store_of(workspace).seconds,
        credentials=credentials,
        tell=told,
    )
    counts = {"sent": len(done.sent), "kept": len(done.kept), "gone": len(done.gone)}
    typer.echo(text("cli.publish.done", address=address, **counts), err=True)
    if holds_contacts(done):
        typer.echo(text("cli.publish.personal"), err=True)
