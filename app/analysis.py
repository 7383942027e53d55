"""The commands by which people measure and hand out what was measured: measures, report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import BadParameter
from ..messages import plural, text
from .opening import opened
from .options import Endpoint, Format, Workspace
from .rows import print_rows

if TYPE_CHECKING:
    from ..graph.maillage import Maillage

# columns that are left to CSV and JSON
_FOR_PROGRAMS = ("node", "measure", "nodes", "links", "isolates", "range", "formula", "doi")


def measures(  # noqa: PLR0913, PLR0917 - an option each
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
    endpoint: Endpoint = "",
    format_: Format = "table",
) -> None:
    """Print what each measure says of a network, or the score of each node in those that are named."""
    from ..graph.measures.basis import basis
    from ..graph.measures.catalogue import account, described, find, table
    from ..graph.measures.findings import FINDINGS

    if write is False:
        _forget(opened(workspace, endpoint))
        return
    if not FINDINGS.keys().isdisjoint(measure or ()):
        _print_finding(opened(workspace, endpoint), network, measure or [], format_, bool(write))
        return
    named = [find(name) for name in measure or ()]
    maillage = opened(workspace, endpoint)
    measured = maillage.network(network)
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
    if write:
        _write(maillage, measure, network)


def _print_finding(maillage: "Maillage", network: str, names: list[str], form: str, write: bool) -> None:
    """Print what the network says as a whole by the one finding named: its rows, then its sentences."""
    from ..graph.measures.basis import basis
    from ..graph.measures.findings import finding

    if len(names) > 1 or write:
        raise BadParameter("measures.alone", where="--measure", names=", ".join(names))
    measured = maillage.network(network)
    found = finding(names[0], measured, maillage.network())
    if measured.graph.get("fictional"):
        typer.echo(text("map.fictional"), err=True)
    people = form in ("table", "markdown")
    rows = found.for_people if people else found.table
    headers = {str(name): text(f"finding.column.{name}") for name in rows.columns}
    print_rows(rows, form, title=found.label, headers=headers)
    typer.echo(text("measures.account", name=found.label, told=" ".join(found.sentences)), err=True)
    typer.echo(basis(measured).verdict, err=True)


def _write(maillage: "Maillage", names: list[str] | None, network: str) -> None:
    """Write the measures in the graph."""
    from ..graph.measures.observations import observe

    count = len(observe(maillage, names or None, network))
    typer.echo(plural("cli.measures.written.", count), err=True)


def _forget(maillage: "Maillage") -> None:
    """Take the measures out of the graph."""
    from ..graph.measures.observations import forget

    forget(maillage)
    typer.echo(text("cli.measures.forgotten"), err=True)


def report(
    out: Annotated[Path, typer.Option(help=text("cli.report.out"), metavar=text("cli.file"))] = Path(
        "rapport.html"
    ),
    open_: Annotated[bool, typer.Option("--open", help=text("cli.report.open"))] = False,
    workspace: Workspace = None,
    endpoint: Endpoint = "",
) -> None:
    """Write the report of the ecosystem, to read and to print."""
    from ..visualize.report_page import write_report_alone

    typer.echo(text("cli.report.progress"), err=True)
    written = write_report_alone(opened(workspace, endpoint), out)
    typer.echo(written)
    if open_:
        typer.launch(written.as_uri())
