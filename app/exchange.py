"""The commands that bring data in and take it out: init, import, export, demo."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import BadParameter, UsageError
from ..graph.exports.formats import FORMATS as EXPORTS
from ..messages import text
from .options import Workspace, as_typed
from .rows import FORMATS, print_rows

if TYPE_CHECKING:
    from ..data.workspace.imports import Plan


def init(
    folder: Annotated[Path, typer.Argument(help=text("cli.init.folder"), metavar=text("cli.folder"))],
    title: Annotated[str, typer.Option(help=text("cli.init.title"), metavar=text("cli.words"))] = "",
) -> None:
    """Make a workspace: its configuration, empty tables explained, a spreadsheet to fill in."""
    from ..data.workspace.new_workspace import init_workspace

    written = init_workspace(folder, title)
    key = "cli.init.done" if written else "cli.init.already"
    typer.echo(text(key, folder=folder, guide=text("guide.title"), template=text("template.file")), err=True)
    for path in written:
        typer.echo(path)


def import_(  # noqa: PLR0913, PLR0917 - an option each
    sources: Annotated[
        list[str] | None, typer.Argument(help=text("cli.import.sources"), metavar=text("cli.import.metavar"))
    ] = None,
    workspace: Annotated[
        Path, typer.Option(help=text("cli.import.workspace"), metavar=text("cli.folder"))
    ] = Path(),
    name: Annotated[str, typer.Option(help=text("cli.import.name"), metavar=text("cli.name"))] = "",
    format_: Annotated[
        str, typer.Option("--format", help=text("cli.import.format"), metavar=text("cli.import.format-name"))
    ] = "",
    kind: Annotated[str, typer.Option(help=text("cli.import.kind"), metavar="structures|chantiers|…")] = "",
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help=text("cli.import.map"), metavar=text("cli.import.map-metavar")),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=text("cli.import.dry-run"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=text("cli.import.yes"))] = False,
    forget: Annotated[str, typer.Option(help=text("cli.import.forget"), metavar=text("cli.name"))] = "",
    rows: Annotated[str, typer.Option(help=text("cli.format"), metavar="|".join(FORMATS))] = "table",
) -> None:
    """Read sources, tell what they would change, ask, and write them in the workspace."""
    from .telling import ACCOUNT, account, tell_plan

    if forget:
        _forget(workspace, forget, yes=yes, dry_run=dry_run)
        return
    plan = _plan(sources or [], workspace, name, format_, kind, _pairs(map_ or []))
    tell_plan(plan)
    print_rows(account(plan), rows, headers={each: text(f"import.account.{each}") for each in ACCOUNT})
    if plan.nothing:
        typer.echo(text("import.no-change"), err=True)
    elif not dry_run and _agreed("import.ask", yes=yes):
        plan.apply()
        option = "" if workspace == Path() else f" --workspace {as_typed(workspace)}"
        typer.echo(text("import.done", folder=plan.folder.resolve(), option=option), err=True)
    else:
        typer.echo(text("import.not-written"), err=True)


def _plan(  # noqa: PLR0913, PLR0917 - what the command was given
    sources: list[str], workspace: Path, name: str, format_: str, kind: str, meanings: dict[str, str]
) -> "Plan":
    """Return the plan of importing files, or what one address gives."""
    from ..data.workspace.imports import plan_import
    from ..graph.build import check_tables

    addresses = [each for each in sources if each.lower().startswith(("http://", "https://"))]
    plan = partial(
        plan_import,
        workspace,
        name=name or None,
        format=format_,
        kind=kind,
        meanings=meanings,
        check=check_tables,
    )
    if not sources or (addresses and len(sources) > 1):
        raise UsageError("import.sources", where="maillage import")
    if not addresses:
        return plan([Path(each) for each in sources])
    import tempfile

    from ..data.reading.remote import fetch
    from ..data.workspace.configuration import load_workspace
    from .telling import progress_of_bytes

    load_workspace(workspace)
    with tempfile.TemporaryDirectory(prefix="maillage-") as scratch:
        with progress_of_bytes() as progress:
            files = fetch(addresses[0], Path(scratch), progress)
        return plan(files, address=addresses[0])


def _forget(workspace: Path, name: str, *, yes: bool, dry_run: bool) -> None:
    """Tell what an import holds, ask, and remove it."""
    from ..data.workspace.forgetting import forget, rows_of_import

    held = ", ".join(f"{table} {count}" for table, count in rows_of_import(workspace, name).items())
    typer.echo(text("import.forget", name=name, held=held or "0"), err=True)
    if not dry_run and _agreed("import.forget-ask", yes=yes):
        forget(workspace, name)
        typer.echo(text("import.forgotten", name=name), err=True)
    else:
        typer.echo(text("import.not-written"), err=True)


def _agreed(question: str, *, yes: bool) -> bool:
    """Tell whether the person at the terminal says yes; `--yes` says it beforehand.

    Raises
    ------
    UsageError
        When nobody is there to ask.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("import.unconfirmed", where="maillage import")
    typer.echo(text(question), err=True, nl=False)
    return sys.stdin.readline().strip().casefold() in ("o", "oui", "y", "yes")


def _pairs(corrections: list[str]) -> dict[str, str]:
    named = [each.rpartition("=") for each in corrections]
    for column, _, meaning in named:
        if not column:
            raise BadParameter("import.map", where=f"--map {meaning}")
    return {column.strip(): meaning.strip() for column, _, meaning in named}


def export(
    out: Annotated[Path, typer.Argument(help=text("cli.export.out"), metavar=text("cli.file"))],
    format_: Annotated[
        str, typer.Option("--format", help=text("cli.export.format"), metavar="|".join(EXPORTS))
    ] = "",
    workspace: Workspace = None,
    personal_data: Annotated[
        bool, typer.Option("--with-personal-data", help=text("cli.export.personal-data"))
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=text("cli.export.force"))] = False,
) -> None:
    """Write the ecosystem in another format; say what that format could not hold."""
    from ..graph.exports.exporting import export as write

    done = write(workspace, out, format_, personal_data=personal_data, force=force)
    rows = text("export.rows", count=sum(done.rows.values()))
    tables = text("export.tables", count=len(done.rows))
    typer.echo(text("export.done", format=done.format, rows=rows, tables=tables), err=True)
    for sentence in (*done.remarks, *done.told):
        typer.echo(f"- {sentence}", err=True)
    typer.echo(done.path)


def demo(
    out: Annotated[Path, typer.Option(help=text("cli.demo.out"), metavar=text("cli.folder"))],
    structures: Annotated[int, typer.Option(help=text("cli.demo.structures"))] = 200,
    seed: Annotated[int, typer.Option(help=text("cli.demo.seed"))] = 1,
) -> None:
    """Write a made-up workspace."""
    from ..data.synthetic import make_ecosystem

    written = make_ecosystem(structures, seed, out)
    typer.echo(text("cli.demo.done", folder=out), err=True)
    typer.echo(written.resolve())
