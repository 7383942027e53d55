"""The commands: each parses, makes one call of the library, prints."""

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import Abort, TyperException

from ..errors import BadParameter, MaillageError, UnknownName
from ..messages import LANGUAGES, language, plural, text
from . import analysis, exchange, missing, printing, publishing, reviewing, serve, sharing, viewing
from .misreading import in_our_words, misread
from .opening import opened
from .options import Endpoint, Format, Workspace
from .progress import tell
from .rows import print_rows, write_frames

if TYPE_CHECKING:
    import pandas

app = typer.Typer(
    help=text("cli.help"),
    options_metavar="[OPTIONS]",
    subcommand_metavar=text("cli.command-metavar"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.command("init", help=text("cli.init"))(exchange.init)
app.command("import", help=text("cli.import"))(exchange.import_)
app.command("export", help=text("cli.export"))(exchange.export)
app.command("demo", help=text("cli.demo"))(exchange.demo)
app.command("review", help=text("cli.review"))(reviewing.review)
app.command("diff", help=text("cli.diff"))(reviewing.diff)
app.command("measures", help=text("cli.measures"))(analysis.measures)
app.command("report", help=text("cli.report"))(analysis.report)
app.command("publish", help=text("cli.publish"))(publishing.publish)
app.command("missing", help=text("cli.missing"))(missing.missing)
app.command("view", help=text("cli.view"))(viewing.view)
app.command("poster", help=text("cli.poster"))(printing.poster)
app.command("share", help=text("cli.share"))(sharing.share)
app.command("serve", help=text("cli.serve"))(serve.serve)


def run(arguments: list[str], spoken: str) -> int:
    """Return the exit code of one command; a `MaillageError` becomes its sentence on stderr."""
    try:
        if spoken not in LANGUAGES:
            raise BadParameter("cli.lang", where="--lang", value=spoken, known=", ".join(LANGUAGES))
        warnings.showwarning = _warn
        return int(in_our_words(app)(arguments, prog_name="maillage", standalone_mode=False) or 0)
    except MaillageError as error:
        typer.echo(str(error), err=True)
        return error.exit_code
    except TyperException as error:
        typer.echo(misread(error), err=True)
        return 2
    except (Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:  # the reader of our output has left, as `head` does
        sys.stderr.close()
        return 0


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    typer.echo(str(message), err=True)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("maillage"))
        raise typer.Exit


@app.callback()
def maillage(
    version: Annotated[
        bool, typer.Option("--version", help=text("cli.version"), callback=_version, is_eager=True)
    ] = False,
    lang: Annotated[str, typer.Option(help=text("cli.lang-help"), metavar="|".join(LANGUAGES))] = LANGUAGES[
        0
    ],
) -> None:
    """Say what the program is; `--lang` itself is read before anything is said."""


@app.command(help=text("cli.atlas"))
def atlas(
    out: Annotated[Path, typer.Option(help=text("cli.atlas.out"), metavar=text("cli.folder"))] = Path(
        "atlas"
    ),
    open_: Annotated[bool, typer.Option("--open", help=text("cli.atlas.open"))] = False,
    personal_data: Annotated[
        bool, typer.Option("--with-personal-data", help=text("cli.atlas.personal-data"))
    ] = False,
    workspace: Workspace = None,
    endpoint: Endpoint = "",
) -> None:
    """Build, validate, answer, measure, draw."""
    from ..visualize.atlas import write_atlas

    typer.echo(text("cli.atlas.progress"), err=True)
    maillage = opened(workspace, endpoint, personal_data=personal_data)
    written = write_atlas(maillage, out, personal_data=personal_data)
    typer.echo(text("cli.atlas.done", pages=written.pages, quads=written.quads), err=True)
    if written.contacts:
        typer.echo(plural("cli.atlas.personal.", written.contacts), err=True)
    typer.echo(written.index.resolve())
    if open_:
        typer.launch(written.index.resolve().as_uri())


@app.command(help=text("cli.build"))
def build(workspace: Workspace = None, format_: Format = "table") -> None:
    """Check the tables and build the graph."""
    import pandas

    from ..graph.maillage import Maillage

    graphs = Maillage.open(workspace, tell=tell).manifest["graphs"]
    counts = pandas.DataFrame(list(graphs.items()), columns=["graph", "quads"])  # type: ignore[attr-defined]
    print_rows(counts, format_, headers=_headers("build.column.", counts))


@app.command(help=text("cli.ask"))
def ask(
    name: Annotated[
        str | None, typer.Argument(help=text("cli.ask.name"), metavar=text("cli.question"))
    ] = None,
    param: Annotated[list[str] | None, typer.Option(help=text("cli.ask.param"), metavar="NAME=VALUE")] = None,
    workspace: Workspace = None,
    endpoint: Endpoint = "",
    format_: Format = "table",
) -> None:
    """Answer a question of the catalogue, or list the questions."""
    from ..graph.maillage import Maillage
    from ..queries.catalogue import question

    if name is None:
        questions = Maillage.questions()
        print_rows(questions, format_, headers=_headers("catalogue.column.", questions))
        return
    asked, speaks = question(name), language()
    rows = opened(workspace, endpoint).ask(name, **_parameters(param or []))
    headers = {column.name: column.header[speaks] for column in asked.columns}
    print_rows(rows, format_, title=asked.title[speaks], headers=headers)


@app.command(help=text("cli.query"))
def query(
    file: Annotated[str, typer.Argument(help=text("cli.query.file"), metavar=text("cli.query.metavar"))],
    workspace: Workspace = None,
    endpoint: Endpoint = "",
    format_: Format = "table",
) -> None:
    """Run a SPARQL query from a file or from the standard input."""
    print_rows(opened(workspace, endpoint).query(_read(file)), format_)


@app.command(help=text("cli.territory"))
def territory(
    words: Annotated[
        str, typer.Argument(help=text("cli.territory.text"), metavar=text("cli.territory.metavar"))
    ],
    format_: Format = "table",
) -> None:
    """Print the territory that a text designates; else the candidates, or the nearest, and exit 1."""
    from ..data.territories.matching import COLUMNS, match, match_rows

    found = match(words)
    print_rows(
        match_rows(found), format_, headers={name: text(f"territory.column.{name}") for name in COLUMNS}
    )
    found.one()


@app.command(help=text("cli.coverage"))
def coverage(  # noqa: PLR0913, PLR0917 - an option each
    by: Annotated[
        str, typer.Option(help=text("cli.coverage.by"), metavar="region|departement|epci|ept|commune")
    ] = "departement",
    of: Annotated[str, typer.Option(help=text("cli.coverage.of"))] = "structures",
    out: Annotated[Path | None, typer.Option(help=text("cli.coverage.out"), metavar=text("cli.file"))] = None,
    workspace: Workspace = None,
    endpoint: Endpoint = "",
    format_: Format = "table",
) -> None:
    """Show where there is what and where there is nobody, the worst first."""
    from ..graph.coverage import coverage as measure
    from ..visualize.coverage_map import draw_coverage

    found = measure(opened(workspace, endpoint).graph, by, of)
    if out and out.suffix == ".svg":
        draw_coverage(found, out)
    elif out:
        write_frames(out, found.table, found.evidence, found.headers)
    shown = found.table if format_ in ("csv", "json") else found.table.drop(columns=["territory", "covered"])
    print_rows(shown, format_, title=found.title, headers=found.headers)
    typer.echo(found.silence, err=True)


def _headers(prefix: str, table: "pandas.DataFrame") -> dict[str, str]:
    return {name: text(f"{prefix}{name}") for name in table.columns}


def _parameters(pairs: list[str]) -> dict[str, str]:
    named = [pair.partition("=") for pair in pairs]
    for name, equals, _ in named:
        if not (name and equals):
            raise BadParameter("cli.param", where=f"--param {name}")
    return {name: value for name, _, value in named}


def _read(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        detail = error.strerror if isinstance(error, OSError) else error
        raise UnknownName("cli.query.unreadable", where=file, detail=detail) from error
