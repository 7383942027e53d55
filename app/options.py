"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from ..messages import text
from .rows import FORMATS

Workspace = Annotated[Path | None, typer.Option(help=text("cli.workspace"), metavar=text("cli.folder"))]
Format = Annotated[str, typer.Option("--format", help=text("cli.format"), metavar="|".join(FORMATS))]
