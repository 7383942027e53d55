"""What waits for a person's answer in a workspace, and their answers: what `maillage review` calls."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadParameter, UnknownName
from ...messages import text
from ..tables import Tables, read_tables
from ..voices import Voice
from ..workspace.staging import mend
from . import voices as heard
from .candidates import Candidate, find, read_candidates
from .decisions import ANSWERS, Decision, decide, numbered
from .proposals import Proposal, propose_same, shown_first, subject_of

if TYPE_CHECKING:
    import pandas


_SHOWN = ("acronym", "siren", "siret", "rna", "address", "homepage", "description")


@dataclass(frozen=True)
class Telling:
    """What one row tells of a thing: the id and name in it, its source, its place there, other values."""

    id: str
    name: str
    source: str
    place: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Pending:
    """What waits for an answer: pairs that may be one thing, partners in texts, voices of workshops."""

    tables: Tables
    proposals: tuple[Proposal, ...]
    candidates: tuple[Candidate, ...]
    voices: tuple[Voice, ...] = ()

    def table(self) -> "pandas.DataFrame":
        """Return a row for each: kind, ids and names, score in [0, 1], reasons for and against.

        Of a voice: its import and number as `answer` takes them, what it is about and what it says.
        """
        import pandas

        columns = ("kind", "first", "first_name", "second", "second_name", "score", "for", "against")
        same = (
            (
                "same",
                each.first,
                self.name(each.first),
                each.second,
                self.name(each.second),
                each.score,
                " ".join(each.reasons_for),
                " ".join(each.reasons_against),
            )
            for each in self.proposals
        )
        found = [*same, *map(self._partner, self.candidates), *map(self._voice, self.voices)]
        return pandas.DataFrame(found, columns=[*columns])

    def _voice(self, each: Voice) -> tuple[object, ...]:
        contrary = "; ".join(other.words or heard.cited(other) for other in heard.against(each, self.voices))
        names = self.about(each), text(f"voice.kind.{each.kind}")
        return heard.NOTED, each.source, names[0], str(each.number), names[1], None, each.words, contrary

    def about(self, voice: Voice) -> str:
        """Return the names of what a voice is about, "" where it names nothing."""
        return " – ".join(self.place(end) for end in (voice.first, voice.second) if end)

    def _partner(self, each: Candidate) -> tuple[object, ...]:
        second, score = each.nearest[0] if each.nearest else ("", None)
        names = self.name(each.subject), f"« {each.words} »"
        return (
            each.decision("", "").kind,
            each.subject,
            names[0],
            second or each.words,
            names[1],
            score and round(score, 2),
            each.passage,
            "",
        )

    def rows(self, identifier: str) -> list[Telling]:
        """Return what each row tells of a thing, the row that stands for it first."""
        subject = subject_of(self.tables, identifier)
        table = self.tables.by_id[subject].table.name
        seats = [
            self.place(row.one("territory"))
            for row in self.tables.rows["locations"]
            if row.one("subject") == subject and row.one("relation") == "seatedIn"
        ]
        return [
            Telling(
                row.one("id"),
                (*row.other_names, row.one("name"))[0],
                self.name(row.one("source")),
                f"{row.file}, {row.line} ; {row.one('locator')}",
                (*(row.one(column) for column in _SHOWN if column in row.cells), *dict.fromkeys(seats)),
            )
            for row in sorted(self.tables.rows[table], key=lambda row: row.one("id") != subject)
            if row.subject == subject
        ]

    def place(self, key: str) -> str:
        """Return the name of a territory."""
        known = self.tables.territories.get(key)
        return known.name if known else self.name(key)

    def name(self, identifier: str) -> str:
        """Return the name that is shown of a thing."""
        row = self.tables.by_id.get(subject_of(self.tables, identifier))
        return row.one("name") if row else identifier


def pending(workspace: Path) -> Pending:
    """Return what waits for an answer in a workspace.

    Raises
    ------
    UnknownName
        When there is no such folder.
    InvalidData
        When its tables have faults.
    """
    if not workspace.is_dir():
        raise UnknownName("review.no-folder", where=str(workspace))
    mend(workspace)
    tables = read_tables(workspace)
    proposals = shown_first(propose_same(tables), tables)
    candidates = tuple(read_candidates(workspace, tables))
    return Pending(tables, tuple(proposals), candidates, tuple(heard.waiting(workspace, tables)))


def answer(  # noqa: PLR0913 - an answer and its circumstances
    workspace: Path, first: str, second: str, said: str, *, reason: str = "", kind: str = ""
) -> Decision:
    """Write one answer, "yes", "no" or "later", about two ids; return it as it is written.

    `kind` is "same", "partner" or "voice"; "" tells it by what is proposed: a pair that may be one thing,
    else a partner that a text names (`second` is then a structure's id or the words of the text), else
    "same". Of a voice of a workshop, `first` is its import and `second` its number.

    Raises
    ------
    BadParameter
        When the answer, the kind or an id is none, or the two cannot be one thing.
    """
    if said not in ANSWERS:
        raise BadParameter("review.answer", where="--answer", value=said, known=", ".join(ANSWERS))
    if kind not in ("", "same", "partner", heard.NOTED):
        raise BadParameter("review.kind", where="--kind", value=kind)
    mend(workspace)
    tables = read_tables(workspace)
    if kind == heard.NOTED:
        voice = heard.find(heard.waiting(workspace, tables), first, second)
        return decide(workspace, heard.answered(tables, voice, said, reason))
    candidate = find(read_candidates(workspace, tables), tables, first, second) if kind != "same" else None
    if candidate and (kind == "partner" or not _is_proposed(tables, first, second)):
        return decide(workspace, confirmed(tables, candidate, second, said, reason))
    if kind == "partner":
        raise BadParameter("review.no-candidate", where="--answer", first=first, second=second)
    _check_pair(tables, first, second)
    return decide(workspace, Decision("same", first, second, said, "", reason))


def confirmed(tables: Tables, candidate: Candidate, second: str, said: str, reason: str = "") -> Decision:
    """Return the answer about a candidate; to confirm it, `second` must be a structure.

    Raises
    ------
    BadParameter
        When a partner is confirmed that is no structure of the tables.
    """
    row = tables.by_id.get(second)
    if said == "yes" and (row is None or row.table.name != "structures"):
        raise BadParameter("review.no-structure", where="--answer", value=second)
    return candidate.decision(second if row else candidate.words, said, reason)


def decided(workspace: Path) -> "pandas.DataFrame":
    """Return the answers given so far, numbered from 1 as `undo` expects; an import's have no number."""
    import pandas

    columns = ["number", "kind", "first", "second", "answer", "date", "reason", "words"]
    decisions = numbered(workspace)
    rows = [(n or None, d.kind, d.first, d.second, d.answer, d.date, d.reason, d.words) for n, d in decisions]
    return pandas.DataFrame(rows, columns=columns, dtype=object)


def _is_proposed(tables: Tables, first: str, second: str) -> bool:
    asked = {subject_of(tables, first), subject_of(tables, second)}
    return any({each.first, each.second} == asked for each in propose_same(tables))


def _check_pair(tables: Tables, first: str, second: str) -> None:
    from .linking import LINKED

    for value in (first, second):
        if value not in tables.by_id:
            raise BadParameter("review.no-row", where="--answer", value=value)
    one, two = tables.by_id[first].table.name, tables.by_id[second].table.name
    if one != two or one not in LINKED or first == second:
        raise BadParameter("review.two-kinds", where="--answer", first=first, second=second)
