"""The graph that a command works on: the one built from a folder, or what an endpoint holds."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..data.workspace.configuration import Store, is_workspace, load_workspace
from ..messages import text
from .progress import tell

if TYPE_CHECKING:
    from ..graph.maillage import Maillage


def opened(workspace: Path | None, endpoint: str = "", *, personal_data: bool = False) -> "Maillage":
    """Return the graph at the endpoint given, or named by `maillage.toml`, or else of the folder."""
    store = store_of(workspace)
    address = endpoint or store.endpoint
    if not address:
        from ..graph.maillage import Maillage

        return Maillage.open(workspace, personal_data=personal_data, tell=tell)
    from ..graph.elsewhere import Elsewhere

    typer.echo(text("cli.endpoint.asked", address=address.partition("@")[2] or address), err=True)
    return Elsewhere(
        address, workspace, personal_data=personal_data, seconds=store.seconds, credentials=credentials
    )


def store_of(workspace: Path | None) -> Store:
    """Return what `maillage.toml` says of a store."""
    if workspace is None or not is_workspace(workspace):
        return Store()
    return load_workspace(workspace).store


def credentials(host: str) -> tuple[str, str] | None:
    """Return the user and password of the environment, of `.netrc`, or as typed at the terminal."""
    from ..queries.endpoint.conversation import known_credentials

    known = known_credentials(host)
    if known or not sys.stdin.isatty():
        return known
    user = typer.prompt(text("cli.endpoint.user", host=host), prompt_suffix="", err=True)
    password = text("cli.endpoint.password", user=user)
    return user, typer.prompt(password, prompt_suffix="", hide_input=True, err=True)
