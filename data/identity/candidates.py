"""Partners and funders that texts name: candidates to confirm, and the structures that they may be."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..csv_files import as_meant
from ..tables import Tables
from .decisions import CONFIRMED, Decision, standing
from .name_index import NameIndex
from .proposals import subject_of, thing_names

_LEAST = 0.5  # likeness from which a known structure is shown beside a candidate
_SHOWN = 3


@dataclass(frozen=True)
class Candidate:
    """Words of a text that may name a partner of `subject` (a row's id), and the structures nearest to them.

    `nearest` are ids with their likeness to the words, in [0, 1], the likeliest first.
    """

    subject: str
    words: str
    passage: str
    locator: str
    source: str
    relation: str = "partner"
    nearest: tuple[tuple[str, float], ...] = ()

    def decision(self, second: str, answer: str, reason: str = "") -> Decision:
        """Return the answer about this candidate: `second` is a structure's id, or the words for none."""
        kind = "funder" if self.relation == "funder" else "partner"
        return Decision(kind, self.subject, second, answer, "", reason, self.source, self.locator, self.words)


def read_candidates(workspace: Path, tables: Tables) -> list[Candidate]:
    """Return the candidates of every import that nobody has decided on; those put off to later come last."""
    decided = {each.about: each.answer for each in standing(tables.decisions) if each.kind in CONFIRMED}
    index = NameIndex(thing_names(tables, "structures"))
    found: list[Candidate] = []
    later: list[Candidate] = []
    for cells in _rows(workspace):
        subject = tables.by_id.get(cells.get("subject", ""))
        if subject is None or not cells.get("words"):
            continue
        source = cells.get("source") or subject.one("source")
        nearest = index.nearest(cells["words"], _SHOWN + 1, _LEAST)
        known = tuple((thing, score) for thing, score in nearest if thing != subject.subject)[:_SHOWN]
        kept = {name: cells.get(name, "") for name in ("words", "passage", "locator")}
        relation = cells.get("relation") or "partner"
        candidate = Candidate(subject.one("id"), **kept, source=source, relation=relation, nearest=known)
        answer = decided.get(candidate.decision(kept["words"], "no").about, "")
        if answer in ("", "later"):
            (later if answer else found).append(candidate)
    return [*dict.fromkeys(found), *dict.fromkeys(later)]


def find(candidates: list[Candidate], tables: Tables, first: str, second: str) -> Candidate | None:
    """Return the candidate about `first` whose words are `second`, or near the structure `second`."""
    about = [each for each in candidates if subject_of(tables, each.subject) == subject_of(tables, first)]
    for each in about:
        if second in (each.words, *(thing for thing, _ in each.nearest)):
            return each
    return None


def _rows(workspace: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of each import's `report/candidates.csv`."""
    for file in sorted((workspace / "imports").glob("[!.]*/report/candidates.csv")):
        content = file.read_text("utf-8-sig", errors="replace")
        for row in csv.DictReader(io.StringIO(content, newline=""), delimiter=";"):
            yield {str(name): as_meant(value or "").strip() for name, value in row.items() if name}
