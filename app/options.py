"""The options that several commands share."""

import subprocess  # for the quotes alone: nothing is run
from pathlib import Path
from typing import Annotated

import typer

from ..data.workspace.configuration import CONFIGURATION
from ..messages import text
from .rows import FORMATS


def _found(context: typer.Context, given: Path | None) -> Path | None:
    """Return the folder given; else the current one if it is a workspace, or None, and say which it is."""
    if given is not None or context.params.get("endpoint"):
        return given
    here = Path(CONFIGURATION).is_file()
    key = "cli.ecosystem.here" if here else "cli.ecosystem.corpus"
    typer.echo(text(key, folder=Path.cwd()), err=True)
    return Path() if here else None


Workspace = Annotated[
    Path | None, typer.Option(help=text("cli.workspace"), metavar=text("cli.folder"), callback=_found)
]
Endpoint = Annotated[str, typer.Option(help=text("cli.endpoint"), metavar="URL", is_eager=True)]
Format = Annotated[str, typer.Option("--format", help=text("cli.format"), metavar="|".join(FORMATS))]


def as_typed(path: Path) -> str:
    """Return a path as a person types it in a command, between quotes where it has spaces."""
    return subprocess.list2cmdline([str(path)])
