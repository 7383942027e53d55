"""How far a long build is, in words, on the standard error."""

import typer

from ..messages import text

_EVERY = 50  # checks between two words


def tell(stage: str, done: int, whole: int) -> None:
    """Print how much of a stage is done; a small build is over before there is anything to tell."""
    if stage == "write" or done % _EVERY == 0 or done == whole:
        typer.echo(text(f"build.progress.{stage}", done=done, whole=whole), err=True)
