"""The commands by which people decide and compare: review, diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import MaillageError
from ..messages import text
from .options import Format, Workspace
from .rows import print_rows

if TYPE_CHECKING:
    from ..data.identity.candidates import Candidate
    from ..data.identity.decisions import Decision
    from ..data.identity.proposals import Proposal
    from ..data.identity.review import Pending

_LATER, _QUIT = ("l", "later", "p", "plus tard"), ("q", "quit", "quitter")
ANSWERS = {
    **dict.fromkeys(("y", "yes", "o", "oui"), "yes"),
    **dict.fromkeys(("n", "no", "non"), "no"),
    **dict.fromkeys(_LATER, "later"),
    **dict.fromkeys(_QUIT, "quit"),
}


def review(  # noqa: PLR0913, PLR0917 - an option each
    workspace: Annotated[
        Path, typer.Option(help=text("cli.import.workspace"), metavar=text("cli.folder"))
    ] = Path(),
    list_: Annotated[bool, typer.Option("--list", help=text("cli.review.list"))] = False,
    decided: Annotated[bool, typer.Option("--decided", help=text("cli.review.decided"))] = False,
    undo: Annotated[int, typer.Option(help=text("cli.review.undo"), metavar="N")] = 0,
    answer: Annotated[
        tuple[str, str, str], typer.Option(help=text("cli.review.answer"), metavar=text("cli.review.metavar"))
    ] = ("", "", ""),
    kind: Annotated[str, typer.Option(help=text("cli.review.kind"), metavar="same|partner|voice")] = "",
    reason: Annotated[str, typer.Option(help=text("cli.review.reason"), metavar=text("cli.words"))] = "",
    format_: Format = "table",
) -> None:
    """Walk through what may be the same, partners in texts, voices of workshops; answer, list, undo."""
    from ..data.identity import decisions
    from ..data.identity import review as reviewing

    if undo:
        _say("review.undone", decisions.undo(workspace, undo))
    elif any(answer):
        first, second, said = answer
        _say("review.written", reviewing.answer(workspace, first, second, said, reason=reason, kind=kind))
    elif list_ or decided:
        rows = reviewing.decided(workspace) if decided else reviewing.pending(workspace).table()
        if format_ in ("table", "markdown"):
            rows["kind"] = [text(f"review.question.{each}") for each in rows["kind"]]
        if decided and format_ in ("table", "markdown"):
            rows["answer"] = [text(f"review.answer.{each}") for each in rows["answer"]]
        print_rows(rows, format_, headers={name: text(f"review.column.{name}") for name in rows.columns})
    else:
        _walk(workspace, reviewing.pending(workspace))


def _say(key: str, decision: "Decision") -> None:
    values = {name: getattr(decision, name) for name in ("first", "second")}
    typer.echo(text(key, **values, answer=text(f"review.answer.{decision.answer}")), err=True)


def _walk(workspace: Path, found: "Pending") -> None:
    """Ask about each, the likeliest first; every answer is on the disk before the next question."""
    from ..data.identity.decisions import Decision, decide
    from .voices import walk_voices

    total = len(found.proposals) + len(found.candidates) + len(found.voices)
    typer.echo(text("review.nothing" if not total else "review.waiting", count=total), err=True)
    for number, each in enumerate(found.proposals, 1):
        _show_pair(found, each, number, total)
        said = _ask("review.ask-same")
        if said == "quit":
            return
        _say("review.written", decide(workspace, Decision("same", each.first, each.second, said, "")))
    for number, candidate in enumerate(found.candidates, len(found.proposals) + 1):
        _show_candidate(found, candidate, number, total)
        decision = _ask_partner(found, candidate)
        if decision is None:
            return
        _say("review.written", decide(workspace, decision))
    walk_voices(workspace, found, total)


def _ask(key: str) -> str:
    while True:
        said = ANSWERS.get(typer.prompt(text(key), err=True).strip().lower())
        if said:
            return said
        typer.echo(text("review.again"), err=True)


def _ask_partner(found: "Pending", candidate: "Candidate") -> "Decision | None":
    """Return the answer about a partner: the number of one shown, the id of another structure, or none."""
    from ..data.identity.review import confirmed

    shown = {str(number): thing for number, (thing, _) in enumerate(candidate.nearest, 1)}
    while True:
        said = typer.prompt(text("review.ask-partner"), err=True).strip()
        answer = ANSWERS.get(said.lower(), "")
        if answer == "quit":
            return None
        if answer == "yes" and len(shown) == 1:
            answer, said = "", "1"
        try:
            if answer in ("no", "later"):
                return confirmed(found.tables, candidate, candidate.words, answer)
            return confirmed(found.tables, candidate, shown.get(said, said), "yes")
        except MaillageError as error:
            typer.echo(str(error), err=True)


def _show_pair(found: "Pending", proposal: "Proposal", number: int, total: int) -> None:
    typer.echo(
        "\n" + text("review.pair", number=number, total=total, score=round(proposal.score * 100)), err=True
    )
    for thing in (proposal.first, proposal.second):
        _show_thing(found, thing)
    for mark, reasons in (("+", proposal.reasons_for), ("-", proposal.reasons_against)):
        for reason in reasons:
            typer.echo(f"  {mark} {reason}", err=True)


def _show_candidate(found: "Pending", candidate: "Candidate", number: int, total: int) -> None:
    source = found.name(candidate.source)
    typer.echo("\n" + text("review.candidate", number=number, total=total, words=candidate.words), err=True)
    _show_thing(found, candidate.subject)
    where = {"source": source, "locator": candidate.locator}
    typer.echo("  " + text("review.passage", passage=candidate.passage, **where), err=True)
    for place, (thing, score) in enumerate(candidate.nearest, 1):
        likeness = text("review.nearest", name=found.name(thing), id=thing, score=round(score * 100))
        typer.echo(f"  {place}. {likeness}", err=True)


def _show_thing(found: "Pending", identifier: str) -> None:
    """Print a thing as its rows tell it: name, id, source and place in it, address, page, numbers."""
    for row in found.rows(identifier):
        typer.echo(
            "  " + text("review.thing", name=row.name, id=row.id, source=row.source, place=row.place),
            err=True,
        )
        for value in row.values:
            typer.echo(f"      {value}", err=True)


def diff(
    first: Annotated[str, typer.Argument(help=text("cli.diff.first"), metavar=text("cli.diff.metavar"))] = "",
    second: Annotated[
        str, typer.Argument(help=text("cli.diff.second"), metavar=text("cli.diff.metavar"))
    ] = "current",
    workspace: Workspace = None,
    format_: Format = "table",
) -> None:
    """Print what changed between two dated builds, or list them."""
    from ..graph.comparison import compare, dated, find
    from ..graph.maillage import Maillage

    maillage = Maillage.open(workspace)
    rows = compare(find(maillage, first), find(maillage, second)) if first else dated(maillage)
    if first and format_ in ("table", "markdown"):
        rows["change"] = [text(f"diff.{each}") for each in rows["change"]]
    headers = {name: text(f"diff.column.{name}") for name in rows.columns}
    title = text("diff.title", first=first, second=second) if first else ""
    print_rows(rows, format_, title=title, headers=headers)
    if first and rows.empty:
        typer.echo(text("diff.same"), err=True)
