"""What is missing in an ecosystem: links, funders, competences, ties across communities, presence somewhere.

Never facts: candidates, each with what speaks for it and against it, and who could act. What people decided
about them in the workspace (`data.identity.made_links`) is respected: what they refused is not proposed
again, what they put off comes last, what they made is a fact of the graph.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...data.identity.decisions import Decision, load_decisions, standing
from ...data.identity.made_links import COVERS, EVERYBODY, KIND
from ...errors import UnknownName
from ...messages import figure, text
from ...ontology.terms import thing
from ..maillage import Maillage
from ..network import WORKING
from .chantiers import Chantiers
from .competences import competence_gaps
from .gaps import Gap, Refused, funder_gaps, unfunded
from .grounds import Grounds, Node
from .holes import found_communities, holes
from .links import ENOUGH, counted, counted_links, rank
from .naming import unnested
from .reasons import GROUNDS, Reasoning, Reasons
from .territories import territory_gaps

if TYPE_CHECKING:
    import networkx as nx
    import pandas

KINDS = ("links", "funders", "competences", "holes", "territories")
COLUMNS = (
    "kind",
    "rank",
    "tied",
    "link",
    "first",
    "first_label",
    "second",
    "second_label",
    "about",
    "score",
    "meaning",
    "why",
    "path",
    "evidence",
    "against",
    "introducers",
    "sources",
    "decision",
    "decided_on",
)
_SHOWN = 100  # candidates of a kind


def missing(maillage: Maillage, kind: str = "", most: int = _SHOWN) -> "pandas.DataFrame":
    """Return what may be missing in an ecosystem, the most promising first; none of it is a fact.

    Parameters
    ----------
    kind
        "links" (two structures to introduce), "funders" and "competences" (what chantiers lack), "holes"
        (communities less linked than chance would have it), "territories" (départements without anybody); ""
        for all, one after another.
    most
        How many rows of each kind, at most.

    Returns
    -------
    pandas.DataFrame
        The columns of `COLUMNS`: `kind`; `rank` in its kind (from 1; equal where figures tell nothing apart),
        `tied` (how many have it); `link` (what it would be: "partner", "funds", "participates", "covers");
        `first`, `second` (IRIs, `second` "" for nobody) and their labels; `about` (what is missing); `score`
        and `meaning` (what it counts, a sentence); `why`, `path`; `evidence`, `against`, `introducers` and
        `sources` (tuples of sentences); `decision` ("later" or "") and `decided_on` (ISO date).
        `attrs["notes"]`: kind -> the sentences to show with its rows. `attrs["found"]`: kind -> how many.

    Raises
    ------
    UnknownName
        For another kind.
    """
    import pandas

    if kind not in ("", *KINDS):
        raise UnknownName("lack.kind", where="--kind", value=kind, known=", ".join(KINDS))
    lacking, notes, found, rows = _Missing(maillage), {}, {}, []
    for each in (kind,) if kind else KINDS:
        told = lacking.rows(each, most)
        rows += told[:most]
        notes[each], found[each] = lacking.notes(each, len(told)), len(told)
    table = pandas.DataFrame(rows, columns=list(COLUMNS))
    table.attrs.update(notes=notes, found=found)
    return table


def known_links(maillage: Maillage) -> "nx.Graph":
    """Return the network that links are sought in: who is known to work together, and what each says."""
    return _Missing(maillage).reasoning.portraits.described


@dataclass(frozen=True, eq=False)
class _Missing:
    """The kinds of what is missing, over one reading of the graph."""

    maillage: Maillage

    def rows(self, kind: str, most: int) -> list[tuple[object, ...]]:
        """Return the rows of a kind: those that nobody put off, then the others by date."""
        seekers: Mapping[str, Callable[[], Sequence[Gap]]] = {
            "links": lambda: self._links(most + len(self.later)),
            "funders": lambda: funder_gaps(self.chantiers, self.refused),
            "competences": lambda: competence_gaps(self.chantiers, self.refused),
            "holes": lambda: holes(self.grounds, self.reasoning, self._communities, self.refused),
            "territories": lambda: territory_gaps(
                self.maillage.graph, self.grounds, self.reasoning, self.refused
            ),
        }
        dated = [(self.later.get(_about(gap), ""), gap) for gap in seekers[kind]()]
        ranked = _ranked([gap for date, gap in dated if not date])
        tied = Counter(rank for rank, _ in ranked)
        rows = [self._row(kind, (rank, tied[rank]), gap, "") for rank, gap in ranked]
        later = sorted(((date, gap) for date, gap in dated if date), key=lambda each: each[0])
        return rows + [self._row(kind, (len(rows) + 1, 1), gap, date) for date, gap in later]

    @cached_property
    def grounds(self) -> Grounds:
        return Grounds(self.maillage.network("everything"))

    @cached_property
    def reasoning(self) -> Reasoning:
        return Reasoning(self.grounds)

    @cached_property
    def chantiers(self) -> Chantiers:
        return Chantiers(self.grounds, self.reasoning)

    @cached_property
    def _counts(self) -> tuple[int, int]:
        """Return how many links there are, and how many if a group of n structures counts for n - 1."""
        return counted(self.reasoning.portraits.described)

    @cached_property
    def _communities(self) -> Any:
        return found_communities(self.grounds)

    @cached_property
    def refused(self) -> Refused:
        """Return the link and the ends of what is never to be proposed again."""
        return frozenset(about for about, each in self._decisions.items() if each.answer == "no")

    @cached_property
    def later(self) -> Mapping[tuple[str, frozenset[Node]], str]:
        """Return the link and the ends of what was put off -> the date."""
        return {about: each.date for about, each in self._decisions.items() if each.answer == "later"}

    @cached_property
    def _decisions(self) -> Mapping[tuple[str, frozenset[Node]], Decision]:
        workspace = self.maillage.workspace
        if workspace is None:
            return {}
        known = [each for each in standing(load_decisions(workspace)) if each.kind == KIND]
        nodes: dict[str, Node] = {str(node).rpartition("/")[2]: node for node in self.grounds.whole}
        nodes |= {each.first: str(thing("territory", each.first)) for each in known if each.words == COVERS}
        ends = {end for each in known for end in (each.first, each.second)}
        if not ends <= nodes.keys() | {EVERYBODY}:  # rows that others stand for by now
            from ...data.tables import read_tables

            rows = read_tables(workspace).by_id
            nodes |= {
                end: nodes[rows[end].subject] for end in ends if end in rows and rows[end].subject in nodes
            }
        return {
            (each.words, frozenset(nodes.get(end, end) for end in (each.first, each.second))): each
            for each in known
        }

    def _links(self, most: int) -> list[Gap]:
        """Return the links to make: by score where they are enough to learn from, else by ground."""
        few = self._counts[1] < ENOUGH
        found = []
        for row in self._candidates(most, few).itertuples():
            ends = sorted((row.first, row.second), key=lambda each: (self.grounds.label(each), str(each)))
            reasons = self.reasoning.reasons(*ends)
            if reasons is not None:
                found.append(self._link(ends, reasons, row, few))
        return sorted(found, key=lambda gap: (gap.weight, gap.names)) if few else found

    def _candidates(self, most: int, few: bool) -> "pandas.DataFrame":
        """Return the best pairs by score, and where links are few those that are near."""
        apart = {pair for link, pair in self.refused if link == "partner"} | self.grounds.acquainted
        refused = [(min(pair, key=str), max(pair, key=str)) for pair in apart]
        if not few:
            return rank(self.reasoning.portraits.described, k=4 * most, refused=refused)
        ranked, near = rank(self.reasoning.portraits.described, k=None, refused=refused), self.grounds.near()
        first = ranked[(ranked["common_neighbours"] > 0) | (ranked.index < 4 * _SHOWN)]
        pairs = [*first[["first", "second"]].itertuples(index=False, name=None), *near[: 10 * _SHOWN]]
        return rank(self.reasoning.portraits.described, k=None, candidates=pairs, refused=refused)

    def _link(self, ends: Sequence[Node], reasons: Reasons, row: Any, few: bool) -> Gap:
        names = self.grounds.label(ends[0]), self.grounds.label(ends[1])
        score = float(row.score)
        return Gap(
            "partner",
            ends[0],
            ends[1],
            text("lack.about.link"),
            score,
            str(row.meaning),
            reasons.why,
            reasons.path,
            reasons.evidence,
            reasons.against,
            tuple(each.sentence for each in reasons.introducers) or (text("lack.introducer.nobody"),),
            reasons.sources,
            names,
            (GROUNDS.index(reasons.ground), -score) if few else (-score,),
        )

    def _row(self, kind: str, rank: tuple[int, int], gap: Gap, date: str) -> tuple[object, ...]:
        second = "" if gap.second is None else str(gap.second)
        ends = (str(gap.first), gap.names[0], second, gap.names[1])
        lists = (gap.evidence, gap.against, gap.introducers, gap.sources)
        return (
            kind,
            *rank,
            gap.link,
            *ends,
            unnested(gap.about),
            gap.score,
            unnested(gap.meaning),
            unnested(gap.why),
            gap.path,
            *(tuple(map(unnested, each)) for each in lists),
            "later" if date else "",
            date,
        )

    def notes(self, kind: str, found: int) -> tuple[str, ...]:
        """Return what must be said with the rows: on how little they rest."""
        return tuple(unnested(each) for each in self._told(kind, found))

    def _told(self, kind: str, found: int) -> Iterable[str]:
        if self.grounds.whole.graph.get("fictional"):
            yield text("map.fictional")
        if kind in ("links", "holes"):
            yield from self._note_of_links(kind)
        if kind == "holes":
            yield self._communities.sentence
        if kind == "funders":
            counts = {"count": figure(unfunded(self.chantiers)), "total": figure(len(self.chantiers.all))}
            yield text("lack.note.funders", **counts)
        yield text("lack.note.none" if not found else "lack.note.proposed")

    def _note_of_links(self, kind: str) -> Iterable[str]:
        working = self.grounds.working
        isolates = sum(not degree for _, degree in working.degree())
        counts = {"structures": figure(len(working)), "isolates": figure(isolates)}
        key = "few" if self._counts[1] < ENOUGH else "enough"
        yield text(f"lack.note.{key}", enough=ENOUGH, links=counted_links(*self._counts), **counts)
        if kind == "links" and key == "few":
            yield text("lack.note.order")
        for group in self.grounds.lists[:3]:
            values = {"group": self.grounds.label(group), "count": figure(len(self.grounds.members(group)))}
            yield text("lack.note.list", working=WORKING, **values)


def _about(gap: Gap) -> tuple[str, frozenset[Node]]:
    return gap.link, frozenset((gap.first, EVERYBODY if gap.second is None else gap.second))


def _ranked(gaps: Sequence[Gap]) -> list[tuple[int, Gap]]:
    """Return each gap with its rank: that of the first whose weight is the same."""
    ranked, rank, before = list[tuple[int, Gap]](), 1, None
    for place, gap in enumerate(gaps, 1):
        weight = gap.weight or (-gap.score,)
        if weight != before:
            rank, before = place, weight
        ranked.append((rank, gap))
    return ranked
