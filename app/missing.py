"""The command that tells what is missing, and keeps what people decide about it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import BadParameter
from ..messages import figure, text
from .opening import opened
from .options import Endpoint, Format, Workspace
from .rows import print_rows

if TYPE_CHECKING:
    import pandas

    from ..graph.maillage import Maillage

_KINDS = "links|funders|competences|holes|territories"
_LINKS = {
    **{"links": "partner", "holes": "partner", "funders": "funds", "competences": "participates"},
    "territories": "covers",
}
_WIDTH = 100  # columns, where no terminal says how wide it is
_TOLD = ("why", "path", "evidence", "against", "introducers", "sources")


def missing(  # noqa: PLR0913, PLR0917 - an option each
    kind: Annotated[str, typer.Option(help=text("cli.missing.kind"), metavar=_KINDS)] = "",
    top: Annotated[int, typer.Option(help=text("cli.missing.top"), metavar="N", min=1)] = 5,
    decide: Annotated[
        tuple[str, str, str],
        typer.Option(help=text("cli.missing.decide"), metavar=text("cli.missing.metavar")),
    ] = ("", "", ""),
    reason: Annotated[str, typer.Option(help=text("cli.missing.reason"), metavar=text("cli.words"))] = "",
    decided: Annotated[bool, typer.Option("--decided", help=text("cli.missing.decided"))] = False,
    evaluate: Annotated[bool, typer.Option("--evaluate", help=text("cli.missing.evaluate"))] = False,
    workspace: Workspace = None,
    endpoint: Endpoint = "",
    format_: Format = "table",
) -> None:
    """Propose what may be missing, or keep a decision, list them, or say how far to trust the proposals."""
    if any(decide):
        _decide(workspace, decide, reason, kind)
    elif decided:
        _list_decisions(workspace, format_)
    elif evaluate:
        _evaluate(opened(workspace, endpoint), format_)
    else:
        _propose(opened(workspace, endpoint), kind, top, format_)


def _propose(maillage: "Maillage", kind: str, top: int, form: str) -> None:
    from ..graph.missing.missing import missing as propose

    found = propose(maillage, kind, top)
    if form == "table":
        _print_cards(found, maillage.workspace)
        return
    for note in dict.fromkeys(note for notes in found.attrs["notes"].values() for note in notes):
        typer.echo(note, err=True)
    if form == "markdown":
        found = found.assign(first_id=found["first"].map(_id), second_id=found["second"].map(_id))
        named = ["first_label", "first_id", "second_label", "second_id"]
        found = found[["rank", *named, "about", *_TOLD, "decided_on"]]
    flat = (
        found
        if form == "json"
        else found.map(lambda cell: "\n".join(cell) if isinstance(cell, tuple) else cell)
    )
    print_rows(flat, form, headers={name: text(f"lack.column.{name}") for name in flat.columns})


def _decide(workspace: Path | None, decide: tuple[str, str, str], reason: str, kind: str) -> None:
    from ..data.identity.made_links import decided as list_decisions
    from ..graph.missing.deciding import decide_link

    folder = _asked(workspace, "--decide")
    if kind and kind not in _LINKS:
        raise BadParameter("lack.kind", where="--kind", value=kind, known=", ".join(_LINKS))
    first, second, said = decide
    written = decide_link(folder, first, second, said, reason=reason, link=_LINKS.get(kind, ""))
    kept = list_decisions(folder)
    row = kept[(kept["first"] == written.first) & (kept["second"] == written.second)].iloc[-1]
    values = {"first": row["first_name"], "second": row["second_name"], "number": row["number"]}
    typer.echo(text(f"lack.decided.{said}", date=written.date, workspace=folder, **values), err=True)


def _list_decisions(workspace: Path | None, form: str) -> None:
    from ..data.identity.made_links import decided as list_decisions

    rows = list_decisions(_asked(workspace, "--decided"))
    if form in ("table", "markdown"):
        rows["answer"] = [text(f"lack.answered.{each}") for each in rows["answer"]]
        rows["link"] = [text(f"lack.link.{each}") for each in rows["link"]]
    print_rows(rows, form, headers={name: text(f"lack.column.{name}") for name in rows.columns})


def _evaluate(maillage: "Maillage", form: str) -> None:
    from ..graph.missing.links import evaluate
    from ..graph.missing.missing import known_links

    found = evaluate(known_links(maillage))
    rows = found.table
    if form in ("table", "markdown"):
        rows = rows.round(3)
        for name in ("method", "measure"):
            rows[name] = [text(f"lack.{name}.{each}") for each in rows[name]]
    print_rows(rows, form, headers={name: text(f"lack.column.{name}") for name in rows.columns})
    for sentence in found.sentences:
        typer.echo(sentence, err=True)


def _asked(workspace: Path | None, option: str) -> Path:
    if workspace is None:
        raise BadParameter("lack.no-workspace", where=option)
    if not workspace.is_dir():
        raise BadParameter("review.no-folder", where=str(workspace))
    return workspace


def _print_cards(found: "pandas.DataFrame", workspace: Path | None) -> None:
    """Print each kind: what it rests on, then a card a row, then what its score counts and how to decide."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, emoji=False, width=_WIDTH)
    said: set[str] = set()
    for kind, notes in found.attrs["notes"].items():
        rows = found[found["kind"] == kind]
        console.print(f"\n{text(f'lack.title.{kind}').upper()}", style="bold")
        _print_notes(console, [note for note in notes if note not in said])
        said.update(notes)
        meanings = rows["meaning"].unique()
        one = len(meanings) == 1
        for row in rows.itertuples():
            _print_card(console, row, same=one)
        if one:
            _print_notes(console, ["", text("lack.card.meaning", meaning=meanings[0])])
        if len(rows) < found.attrs["found"][kind]:
            _print_notes(console, ["", text("lack.more", kind=kind)])
    folder = workspace or text("cli.folder")
    console.print(f"\n{text('lack.how-to-decide', workspace=folder)}", soft_wrap=True)


def _print_notes(console: Any, notes: Iterable[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    for note in notes:
        console.print(Padding(Text(note, style="dim"), (0, 0, 0, 2)))


def _print_card(console: Any, row: Any, *, same: bool) -> None:
    """Print a row: what it rests on; its documents, where no link of a path names them."""
    from rich.padding import Padding
    from rich.table import Table

    names = " — ".join(filter(None, (row.first_label, row.second_label)))
    rank = text("lack.card.tied", rank=row.rank, count=figure(row.tied)) if row.tied > 1 else f"{row.rank}."
    console.print(f"\n  {rank} {names}", style="bold")
    score = figure(row.score, 3) if same else f"{figure(row.score, 3)} ({row.meaning})"
    card = Table.grid(padding=(0, 2))
    card.add_column(style="dim", no_wrap=True)
    card.add_column(overflow="fold")
    card.add_row(text("lack.card.about"), row.about)
    for name in _TOLD:
        value = getattr(row, name)
        lines = (value,) if isinstance(value, str) else value
        if name == "sources" and row.evidence:
            continue
        for place, line in enumerate(filter(None, lines)):
            card.add_row(
                text(f"lack.card.{name}") if not place else "", f"- {line}" if len(lines) > 1 else line
            )
    card.add_row(text("lack.card.score"), score)
    card.add_row(
        text("lack.card.ids"), f"{_id(row.first)} {_id(row.second) or 'structures'} --kind {row.kind}"
    )
    if row.decision:
        card.add_row(text("lack.card.later"), row.decided_on)
    console.print(Padding(card, (0, 0, 0, 5)))


def _id(iri: str) -> str:
    return iri.rpartition("/")[2]
