"""The commands by which people measure and hand out what was measured: measures, report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..messages import plural, text
from .options import Format, Workspace
from .progress import tell
from .rows import print_rows

if TYPE_CHECKING:
    from ..graph.maillage import Maillage

# columns that are left to CSV and JSON
_FOR_PROGRAMS = ("node", "measure", "nodes", "links", "isolates", "range", "formula", "doi")


def measures(
    network: Annotated[
        str, typer.Option(help=text("cli.measures.network"), metavar="participation|collaboration")
    ] = "collaboration",
    measure: Annotated[
        list[str] | None,
        typer.Option(help=text("cli.measures.measure"), metavar=text("cli.measures.metavar")),
    ] = None,
    write: Annotated[
        bool | None, typer.Option("--write/--forget", help=text("cli.measures.write"), show_default=False)
    ] = None,
    workspace: Workspace = None,
    format_: Format = "table",
) -> None:
    """Print what each measure says of a network, or the score of each node in those that are named."""
    from ..graph.maillage import Maillage
    from ..graph.measures.basis import basis
    from ..graph.measures.catalogue import account, described, find, table

    named = [find(name) for name in measure or ()]
    opened = Maillage.open(workspace, tell=tell)
    measured = opened.network(network)
    people = format_ in ("table", "markdown")
    rows = table(measured, measure, words=people) if measure else described(measured)
    if people:
        rows = rows.drop(columns=[name for name in _FOR_PROGRAMS if name in rows])
    headers = {each.name: each.label for each in named}
    headers |= {name: text(f"measures.column.{name}") for name in rows.columns if name not in headers}
    if measured.graph.get("fictional"):
        typer.echo(text("map.fictional"), err=True)
    print_rows(rows, format_, title=text(f"measures.title.{network}"), headers=headers)
    for each in named:
        told = " ".join(account(measured, each.name))
        typer.echo(text("measures.account", name=each.label, told=told), err=True)
    typer.echo(basis(measured).verdict, err=True)
    if write is not None:
        _keep(opened, measure, network, write)


def _keep(maillage: "Maillage", names: list[str] | None, network: str, wanted: bool) -> None:
    """Write the measures in the graph, or take them out."""
    from ..graph.measures.observations import forget, observe

    if not wanted:
        forget(maillage)
        typer.echo(text("cli.measures.forgotten"), err=True)
        return
    count = len(observe(maillage, names or None, network))
    typer.echo(plural("cli.measures.written.", count), err=True)


def report(
    out: Annotated[Path, typer.Option(help=text("cli.report.out"), metavar=text("cli.file"))] = Path(
        "rapport.html"
    ),
    open_: Annotated[bool, typer.Option("--open", help=text("cli.report.open"))] = False,
    workspace: Workspace = None,
) -> None:
    """Write the report of the ecosystem, to read and to print."""
    from ..graph.maillage import Maillage
    from ..visualize.report_page import write_report_alone

    typer.echo(text("cli.report.progress"), err=True)
    written = write_report_alone(Maillage.open(workspace, tell=tell), out)
    typer.echo(written)
    if open_:
        typer.launch(written.as_uri())
