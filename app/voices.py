"""The part of `maillage review` that walks through what was said in workshops."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..messages import text

if TYPE_CHECKING:
    from ..data.identity.decisions import Decision
    from ..data.identity.review import Pending
    from ..data.voices import Voice


def walk_voices(workspace: Path, found: "Pending", total: int) -> None:
    """Ask about each voice; every answer is on the disk, and counts, before the next question."""
    from ..data.identity.decisions import decide
    from ..data.identity.voices import waiting
    from ..data.tables import read_tables

    first = total - len(found.voices) + 1
    left = [*found.voices]
    for number, voice in enumerate(found.voices, first):
        if voice not in left:
            continue  # what it proposes was decided by the answer to another
        _show(found, voice, number, total)
        decision = _ask(found, voice)
        if decision is None:
            return
        decide(workspace, decision)
        key = f"voice.done.{'taken' if decision.kind != 'voice' else decision.answer}"
        typer.echo(text(key, number=voice.number), err=True)
        left = waiting(workspace, read_tables(workspace))


def _show(found: "Pending", voice: "Voice", number: int, total: int) -> None:
    from ..data.identity.voices import against, alike

    values = {"number": number, "total": total, "source": found.name(voice.source), "voice": voice.number}
    typer.echo("\n" + text("voice.heading", **values), err=True)
    typer.echo(f"  {text(f'voice.kind.{voice.kind}')} {found.about(voice)}".rstrip(), err=True)
    if voice.link:
        typer.echo("  " + text("voice.link", link=text(f"lack.link.{voice.link}")), err=True)
    if voice.words:
        typer.echo("  " + text("voice.words", words=voice.words), err=True)
    if voice.also:
        typer.echo("  " + text("voice.also", numbers=voice.also), err=True)
    for other in against(voice, found.voices):
        typer.echo("  " + text("voice.against", number=other.number, words=other.words or "—"), err=True)
    for thing, score in alike(voice, found.tables):
        shown = text("review.nearest", name=found.name(thing), id=thing, score=round(score * 100))
        typer.echo(f"  - {shown}", err=True)


def _ask(found: "Pending", voice: "Voice") -> "Decision | None":
    """Return what is decided of a voice, None to leave."""
    from ..data.identity.voices import answered
    from .reviewing import ANSWERS

    while True:
        said = ANSWERS.get(typer.prompt(text(f"voice.ask.{voice.kind}"), err=True).strip().lower())
        if said == "quit":
            return None
        if said is None:
            typer.echo(text("review.again"), err=True)
            continue
        reason = ""
        if said == "yes" and voice.kind in ("refuse", "remove") and not voice.words:
            reason = typer.prompt(text("voice.ask.reason"), err=True)
        return answered(found.tables, voice, said, reason)
