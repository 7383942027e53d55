"""Links that were proposed as missing: what people answered, and the facts that the made ones become."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadParameter, Fault
from ...messages import speaking, text
from ..rows import Row
from ..schema import load_schema
from .decisions import Decision, decide, numbered, standing

if TYPE_CHECKING:
    import pandas

    from ..tables import Tables

KIND = "missing"
ANSWERS = {"made": "yes", "refused": "no", "later": "later"}  # what is said -> what is written
SOURCE = "decision"  # the id of the document that made links come from
COLUMNS = ("number", "link", "first", "first_name", "second", "second_name", "answer", "date", "reason")
EVERYBODY = "structures"  # what a territory lacks
COVERS = "covers"  # a territory where something is missing: refused or later, made by no decision
# link -> the table of the fact, its columns for `first` and `second`, other cells
_FACTS: Mapping[str, tuple[str, str, str, Mapping[str, str]]] = {
    "partner": ("partnerships", "structure", "partner", {}),
    "funds": ("fundings", "beneficiary", "funder", {}),
    "participates": ("participations", "activity", "structure", {"role": "support"}),
    "joins": ("participations", "activity", "structure", {"role": "member"}),
}
_NAMED_ONLY = ("joins",)  # what two ends alone never tell: it must be asked for
LINKS = (*_FACTS, COVERS)


def decide_missing(  # noqa: PLR0913 - an answer and its circumstances
    workspace: Path, first: str, second: str, said: str, *, reason: str = "", link: str = ""
) -> Decision:
    """Write what people decided of a missing link; return it as it is written (see `meant`)."""
    return decide(workspace, meant(workspace, first, second, said, reason=reason, link=link))


def meant(  # noqa: PLR0913 - an answer and its circumstances
    workspace: Path, first: str, second: str, said: str, *, reason: str = "", link: str = ""
) -> Decision:
    """Return what people decide of a missing link, in the words of the tables, unwritten.

    Parameters
    ----------
    first, second
        Ids of rows, their IRIs, or names that only one thing has; for what a territory lacks, the territory
        (as tables write it) and what is missing there.
    said
        "made", "refused" or "later".
    reason
        Why; a refusal without one would teach nobody anything.
    link
        "partner" (two structures), "funds" or "participates" (an activity and a structure), "covers" (a
        territory); "" tells it by the two ends, where they allow but one.

    Raises
    ------
    BadParameter
        When the answer, the link or an end is none, or a refusal has no reason.
    """
    from ..tables import read_tables

    if said not in ANSWERS:
        raise BadParameter("lack.answer", where="--decide", value=said, known=", ".join(ANSWERS))
    if said == "refused" and not reason.strip():
        raise BadParameter("lack.no-reason", where="--reason")
    if link not in ("", *LINKS):
        raise BadParameter("lack.link", where="--kind", value=link, known=", ".join(LINKS))
    tables = read_tables(workspace)
    if link == COVERS:
        if said == "made":
            raise BadParameter("lack.covers", where="--decide", value=first)
        one, other = _territory(tables, first), EVERYBODY
    else:
        link, one, other = ends(_found(tables, first), _found(tables, second), link)
    return Decision(KIND, one, other, ANSWERS[said], "", reason.strip(), words=link)


def decided(workspace: Path) -> "pandas.DataFrame":
    """Return the answers on missing links that stand: `number` is what `review --undo` takes back."""
    import pandas

    from ..tables import read_tables

    last = {each.about: (number or None, each) for number, each in numbered(workspace)}
    names = _names(read_tables(workspace)) if last else {}
    said = {written: word for word, written in ANSWERS.items()}
    rows = []
    for number, each in last.values():
        if each.kind == KIND:
            ends = [(end, names.get(end, end)) for end in (each.first, each.second)]
            rows.append((number, each.words, *ends[0], *ends[1], said[each.answer], each.date, each.reason))
    return pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _names(tables: "Tables") -> dict[str, str]:
    from ..territories.reference import load_reference

    territories = {key: each.name for key, each in load_reference().territories.items()}
    told = {key: tables.by_id[row.subject].one("name") for key, row in tables.by_id.items()}
    return {**territories, **told, EVERYBODY: text("lack.everybody")}


def made(
    table: str, decisions: Sequence[Decision], by_id: Mapping[str, Row], warnings: list[Fault]
) -> Iterator[Row]:
    """Yield the rows of `table` that made links become, and in `sources` the document they come from."""
    links = [each for each in standing(decisions) if each.kind == KIND and each.answer == "yes"]
    if not links:
        return
    source = _source_id(by_id)
    if table == "sources" and not all(each.source for each in links):
        with speaking("fr"):
            words = {"name": text("lack.source"), "kind": text("lack.source-kind")}
        cells = {"id": source, **words, "date": max(each.date for each in links if not each.source)}
        yield _row(table, cells, links[0].line)
    for each in links:
        if each.words in _FACTS and _FACTS[each.words][0] == table and _holds(each, by_id, warnings):
            yield _fact(each, source)


def _fact(decision: Decision, source: str) -> Row:
    table, first, second, others = _FACTS[decision.words]
    key = hashlib.sha256("\0".join(decision.about).encode()).hexdigest()[:12]
    with speaking("fr"):
        locator = decision.locator or text("lack.locator", date=decision.date)
    cells = {
        "id": f"{SOURCE}-{key}",
        first: decision.first,
        second: decision.second,
        "source": decision.source or source,
        "locator": locator,
        "status": "stated",
        **({"note": decision.reason} if decision.reason else {}),
        **others,
    }
    return _row(table, cells, decision.line)


def _row(table: str, cells: Mapping[str, str], line: int) -> Row:
    return Row(
        load_schema()[table], line, {name: (each,) for name, each in cells.items()}, path="decisions.csv"
    )


def _holds(decision: Decision, by_id: Mapping[str, Row], warnings: list[Fault]) -> bool:
    """Tell whether both ends and the source are still there, of the tables expected; else it is told."""
    table, *columns, _ = _FACTS[decision.words]
    expected = {
        end: load_schema()[table].columns[name].to
        for end, name in zip(("first", "second"), columns, strict=True)
    }
    if decision.source:
        expected["source"] = ("sources",)
    for column, tables in expected.items():
        value = getattr(decision, column)
        if value not in by_id or by_id[value].table.name not in tables:
            warnings.append(Fault("decision.unknown", "decisions.csv", decision.line, column, value))
            return False
    return decision.first != decision.second


def _source_id(by_id: Mapping[str, Row]) -> str:
    """Return `SOURCE`, or what no row is called yet."""
    name, number = SOURCE, 2
    while name in by_id:
        name, number = f"{SOURCE}-{number}", number + 1
    return name


def _last(identifier: str) -> str:
    return identifier.strip().rpartition("/")[2] if "://" in identifier else identifier.strip()


def _found(tables: "Tables", words: str) -> Row:
    """Return the row of a thing, by its id, its IRI, or a name that it alone has."""
    row = tables.by_id.get(_last(words))
    if row is None:
        asked = words.strip().casefold()
        named = {each.subject for each in tables.by_id.values() if each.one("name").casefold() == asked}
        row = tables.by_id[named.pop()] if len(named) == 1 else None
    if row is None:
        raise BadParameter("lack.no-row", where="--decide", value=words)
    return tables.by_id[row.subject]


def _territory(tables: "Tables", words: str) -> str:
    """Return the id of a territory: of a row, or of the reference ("departement-14")."""
    from ..territories.reference import load_reference

    key = _last(words)
    row = tables.by_id.get(key)
    if not (row and row.table.name == "territories"):
        try:
            load_reference().territory(key)
        except KeyError as error:
            raise BadParameter("lack.no-row", where="--decide", value=words) from error
    return key


def ends(first: Row, second: Row, link: str = "") -> tuple[str, str, str]:
    """Return the link that two things may have, and their ids in the order of its table's columns.

    Raises
    ------
    BadParameter
        When they may have none, or several and `link` does not say which.
    """
    fits = []
    for each, (table, one, other, _) in _FACTS.items():
        columns = load_schema()[table].columns
        for start, end in ((first, second), (second, first)):
            direct = start.table.name in columns[one].to and end.table.name in columns[other].to
            asked = each == link or (not link and each not in _NAMED_ONLY)
            if direct and asked and start.subject != end.subject:
                fits.append((each, start.subject, end.subject))
    links = list(dict.fromkeys(each for each, *_ in fits))
    if "partner" in links and not link:  # two structures: partners, unless a funding is meant
        links = ["partner"]
    if not links:
        values = {"first": first.one("name"), "second": second.one("name")}
        raise BadParameter("lack.no-link", where="--decide", **values)
    if len(links) > 1:
        raise BadParameter("lack.which-link", where="--kind", known=", ".join(links))
    return next(each for each in fits if each[0] == links[0])
