"""What an import would do, told to the person who decides: on stderr, in sentences."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from ..messages import language, text

if TYPE_CHECKING:
    import pandas
    from rich.progress import TaskID

    from ..data.conversion import Told
    from ..data.mapping.proposing import TableMapping
    from ..data.workspace.changes import Change, Changes
    from ..data.workspace.imports import Plan, PlannedImport

ASIDE = "aside"  # the meaning of a field that serves the source's own tool alone
ACCOUNT = ("import", "table", "rows", "accepted", "rejected", "merged")
_SHOWN = 10  # examples of each kind of thing told; the report holds them all


def tell_plan(plan: "Plan") -> None:
    """Say how each source is understood, what is left out and why, and what would change."""
    for planned in plan.imports:
        _say(_source(planned))
        for mapping in planned.mapping.values():
            _say(_table(mapping))
        _say(_left_out("rejected", planned.conversion.rejected))
        aside = planned.conversion.aside
        _say(_left_out("aside", [each for each in aside if each.key != "conversion.noise"]))
        _say(_left_out("named", planned.conversion.named))
        if contacts := planned.conversion.rows.get("contacts"):
            _say([text("import.contacts", count=len(contacts))])
        if planned.conversion.candidates:
            _say([text("import.candidates", count=len(planned.conversion.candidates))])
        if planned.conversion.voices:
            _say([text("import.voices", count=len(planned.conversion.voices))])
        if planned.edited:
            _say([text("import.edited", folder=f"imports/{planned.name}")])
        _say(_changes(planned.changes, known=planned.known))
    for key, count in (("import.recognised", plan.recognised), ("import.similar", plan.similar)):
        if count:
            _say([text(key, count=count)])
    _say(str(warning) for warning in plan.tables.warnings[:_SHOWN])
    if not plan.sure:
        _say([text("import.unsure")])


@contextmanager
def progress_of_bytes() -> Iterator[Callable[[str, int, int], None]]:
    """Give what draws a bar on a terminal's stderr as bytes arrive: (address, received, expected or 0)."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def draw(address: str, received: int, expected: int) -> None:
            if address not in tasks:
                tasks[address] = bars.add_task(address, total=None)
            bars.update(tasks[address], completed=received, total=expected or None)

        yield draw


def account(plan: "Plan") -> "pandas.DataFrame":
    """Return what became of the rows: `import`, `table`, `rows` = `accepted` + `rejected` + `merged`."""
    import pandas

    rows = [
        (planned.name, each.table, each.rows, each.accepted, each.rejected, each.merged)
        for planned in plan.imports
        for each in planned.conversion.accounts
    ]
    return pandas.DataFrame(rows, columns=list(ACCOUNT))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)


def _source(planned: "PlannedImport") -> Iterable[str]:
    yield text(
        "import.source", name=planned.name, origin=", ".join(planned.origin), format=planned.source.format
    )
    for remark in planned.source.remarks:
        if not remark.rejected:
            values = {"value": remark.value, "column": remark.column, "table": remark.table, **remark.values}
            yield text("import.remark", what=text(f"{remark.key}.what", **values))


def _table(mapping: "TableMapping") -> Iterable[str]:
    kind = mapping.kind or text("import.unknown-kind")
    yield text("import.table" if mapping.sure else "import.table-unsure", table=mapping.table, kind=kind)
    if mapping.fields and all(each.meaning == each.field for each in mapping.fields):
        yield text("import.own-columns")
        return
    for each in (field for field in mapping.fields if field.meaning != ASIDE):
        meaning = _words(each.meaning) or text("import.unknown-meaning")
        key = "import.column" if each.sure else "import.column-unsure"
        yield text(f"{key}-means", column=each.label or each.field, meaning=meaning, reason=each.reason)
    noise = [each.label or each.field for each in mapping.fields if each.meaning == ASIDE]
    if noise:
        yield text("import.noise", count=len(noise), columns=", ".join(noise))


def _words(meaning: str) -> str:
    """Return what a meaning is called, then the name by which `--map` takes it."""
    from ..data.mapping.meanings import french_words
    from ..data.schema import load_schema

    columns = {name for table in load_schema().values() for name in table.columns}
    words = text(f"export.column.{meaning}") if meaning in columns else french_words(meaning)
    return meaning if language() != "fr" or words in ("", meaning) else f"{words} [{meaning}]"


def _left_out(key: str, told: Sequence["Told"]) -> Iterable[str]:
    if told:
        yield text(f"import.{key}", count=len(told))
    for each in told[:_SHOWN]:
        place = each.locator or each.table
        key = "import.left-out" if each.column else "import.left-out-row"
        yield text(key, place=place, column=each.column, value=each.value[:60], reason=each.reason)
    if len(told) > _SHOWN:
        yield text("import.more", count=len(told) - _SHOWN)


def _changes(changes: "Changes", *, known: bool) -> Iterable[str]:
    if known and not changes.nothing:
        yield text("import.changes")
    yield from _counted("import.added", changes.added)
    yield from _named(changes.added if known else ())
    yield from _counted("import.back", changes.back)
    yield from _named(changes.back)
    yield from _counted("import.changed", changes.changed)
    yield from _changed(changes.changed)
    yield from _counted("import.gone", changes.gone)
    yield from _named(changes.gone)
    for key, count in (("import.moved", changes.moved), ("import.dropped", changes.dropped)):
        if count:
            yield text(key, count=count)


def _counted(key: str, changes: Sequence["Change"]) -> Iterable[str]:
    if changes:
        counts = Counter(each.table for each in changes)
        yield text(key, counts=", ".join(f"{table} {count}" for table, count in counts.items()))


def _named(changes: Sequence["Change"]) -> Iterable[str]:
    """Name the things; the ties and places that come and go with them are counted."""
    named = [each for each in changes if each.name]
    for each in named[:_SHOWN]:
        yield text("import.thing", table=each.table, name=each.name)
    if len(named) > _SHOWN:
        yield text("import.more", count=len(named) - _SHOWN)


def _changed(changes: Sequence["Change"]) -> Iterable[str]:
    for each in changes[:_SHOWN]:
        for column, (before, after) in each.columns.items():
            yield text(
                "import.changed-cell",
                table=each.table,
                name=each.name or each.id,
                column=column,
                before=before[:60],
                after=after[:60],
            )
    if len(changes) > _SHOWN:
        yield text("import.more", count=len(changes) - _SHOWN)
