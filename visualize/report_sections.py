"""What the report says, section by section: each on its basis, short enough to be read on paper.

A section that has nothing to say is None, and the page leaves it out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..graph.maillage import Maillage
from ..graph.measures.basis import Basis, basis
from ..graph.measures.catalogue import find, readings
from ..graph.measures.communities import Communities, communities
from ..graph.measures.findings import Finding, finding
from ..graph.measures.robustness import losses
from ..graph.missing.grounds import Grounds
from ..graph.network import WORKING, everything_network
from ..messages import text
from .candidates import candidates
from .charts import Bar, Sketch, bars, sketch, tint
from .edition import Edition
from .front_page import Count, counts_of
from .knowledge_page import facts_by_status
from .report_parts import Candidate, Changes, Group, Holding, Lacking, Link, Places
from .territory_counts import unplaced
from .words import figure, order

if TYPE_CHECKING:
    import pandas

_TYPES, _TIES, _LEAVING, _GROUPS, _NAMED = 8, 8, 8, 6, 4  # lines and names that a section shows
_HOLDING = ("degree", "betweenness", "effective-size")  # the first alone where links are too few to rank
_HINGES = ("articulation-points", "bridges")
_BEYOND = (
    "assortativity",
    "closure",
    "brokers-type",
    "brokers-territory",
    "brokers-chantier",
    "significance",
)
_COMPARED = 12_000  # structures times links; measuring networks of chance as large takes many seconds
_LINKS = 8  # that are told one by one, at most, where they are enough to rank
_KINDS = {"links": 4, "funders": 2, "competences": 2, "holes": 2}  # what is missing -> candidates shown
_LARGEST_COPY = 20_000_000  # bytes of a dated copy, compressed; comparing larger ones takes minutes


@dataclass(frozen=True, eq=False)
class Report:
    """What the sections of a report say of an edition, in the language spoken now."""

    maillage: Maillage
    edition: Edition
    grounds: Grounds = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "grounds", Grounds(self.edition.network))

    @property
    def working(self) -> nx.Graph:
        """Return the network of the structures that are known to work together."""
        return self.grounds.working

    @cached_property
    def basis(self) -> Basis:
        """Return what that network holds."""
        return basis(self.working)

    @property
    def lists(self) -> list[str]:
        """Return the sentences about the groups too large for being in them to be working together."""
        return [
            text(
                "report.list", group=self.grounds.label(group), count=figure(len(self.grounds.members(group)))
            )
            for group in self.grounds.lists[:3]
        ]

    @property
    def working_limit(self) -> int:
        """Return from how many structures a group is a list."""
        return WORKING

    @cached_property
    def counts(self) -> list[Count]:
        """Return how many of each kind of thing the graph holds."""
        return counts_of(self.edition)

    @cached_property
    def types(self) -> list[Bar]:
        """Return how many structures are of each type, the most numerous first; those of no type last."""
        nodes = self.edition.network.nodes(data=True)
        found = Counter(said["type"] for _, said in nodes if said["kind"] == "Structure")
        untold = found.pop(None, 0)
        ranked = sorted(found.items(), key=lambda pair: (-pair[1], order(pair[0])))
        rows = [(name, None, float(count)) for name, count in ranked[:_TYPES]]
        others = sum(count for _, count in ranked[_TYPES:])
        rows += [(text("report.types.others"), None, float(others))] if others else []
        rows += [(text("report.types.untold"), None, float(untold))] if untold else []
        return bars(rows)

    @cached_property
    def holding(self) -> list[Holding]:
        """Return what the measures of who joins the others say, those that tell nobody apart left out."""
        names = _HOLDING if self.basis.enough else _HOLDING[:1]
        told = readings(self.working, names) if self.basis.links else {}
        return [Holding(find(name).label, find(name).definition, said) for name, said in told.items()]

    @cached_property
    def hinges(self) -> list[Finding]:
        """Return by whom and by what the network hangs together, where it does."""
        return self._findings(_HINGES)

    @cached_property
    def beyond(self) -> list[Finding]:
        """Return between whom links run, and what chance would not give, where the links are enough."""
        linked = self.basis.nodes - self.basis.isolates
        large = linked * self.basis.links > _COMPARED
        return self._findings([name for name in _BEYOND if not (name == "significance" and large)])

    def _findings(self, names: Sequence[str]) -> list[Finding]:
        found = (finding(name, self.working, self.edition.network) for name in names)
        return [each for each in found if each.tells]

    @cached_property
    def links(self) -> list[Link]:
        """Return the links themselves, where they are few enough to be read one by one."""
        if self.basis.enough and self.basis.links > _LINKS:
            return []
        edges = sorted(
            self.working.edges(data=True),
            key=lambda edge: sorted(map(order, map(self.edition.label, edge[:2]))),
        )
        return [self._link(one, other, tie) for one, other, tie in edges]

    @cached_property
    def ties(self) -> list[Bar]:
        """Return with how many others those work who work with most, where the links are enough to tell."""
        if not self.basis.enough:
            return []
        ranked = sorted(
            self.working.degree(), key=lambda pair: (-pair[1], order(self.edition.label(pair[0])), pair[0])
        )
        shown = [(node, count) for node, count in ranked[:_TIES] if count]
        return bars([(self.edition.label(node), self._href(node), float(count)) for node, count in shown])

    @cached_property
    def losses(self) -> "pandas.DataFrame | None":
        """Return whose leaving would cost what, the worst first, as `graph.robustness.losses` does."""
        whole = self.edition.network
        found = losses(self.working, whole=whole)
        people = losses(whole, whole=whole, leaving=("Person",))
        kinds = people["node"].map(dict(whole.nodes(data="kind")))
        people = people[(kinds == "Person") & (people["referents"] + people["funders"] > 0)]
        rows = found if people.empty else _joined(found, people)
        return None if rows.empty else rows

    @property
    def leaving(self) -> list[tuple[str, str | None, str]]:
        """Return the name, the page and the sentence of those whose leaving would cost most."""
        rows = [] if self.losses is None else self.losses.head(_LEAVING).to_dict("records")
        return [(str(row["label"]), self._href(row["node"]), str(row["sentence"])) for row in rows]

    @property
    def leaving_more(self) -> int:
        """Return how many others would be missed."""
        return 0 if self.losses is None else max(0, len(self.losses) - _LEAVING)

    @cached_property
    def communities(self) -> Communities | None:
        """Return the communities of the structures that work together, None where nothing links any."""
        found = communities(self.working)
        return found if found.groups else None

    @property
    def groups(self) -> list[Group]:
        """Return the largest communities, each by those of its structures that are linked most."""
        found = self.communities.groups[:_GROUPS] if self.communities else ()
        return [self._group(number, group) for number, group in enumerate(found, start=1)]

    @property
    def groups_more(self) -> int:
        """Return how many communities are not shown."""
        return max(0, len(self.communities.groups) - _GROUPS) if self.communities else 0

    @cached_property
    def sketch(self) -> Sketch | None:
        """Return the network drawn in its communities."""
        of = {str(node): place + 1 for node, place in self.communities.of.items()} if self.communities else {}
        labels = {node: self.edition.label(node) for node in self.working}
        return sketch(self.working, of, labels)

    @cached_property
    def missing(self) -> list[Lacking]:
        """Return what may be missing between structures, around chantiers and between communities."""
        table = candidates(self.maillage, self.edition)
        found = ((kind, table[table["kind"] == kind].head(most)) for kind, most in _KINDS.items())
        said = {text("map.fictional"), text("lack.note.proposed")}  # once for all, elsewhere
        said |= {self.communities.sentence} if self.communities else set()
        told = []
        for kind, rows in found:
            notes = [note for note in table.attrs["notes"][kind] if note not in said]
            if len(rows):
                told.append(self._lacking(kind, rows, notes))
                said |= set(notes)
        return told

    @cached_property
    def territory(self) -> Places | None:
        """Return where there is somebody and where nobody is; None where no structure is placed."""
        without, total = unplaced(self.edition.dataset)
        return Places(self.edition, without, total) if without < total else None

    @cached_property
    def changes(self) -> Changes | None:
        """Return what changed since the dated build before this one; None where there is none."""
        kept = self.maillage.copies
        if len(kept) < 2 or kept[-2].size > _LARGEST_COPY:
            return None
        from ..graph.comparison import compare
        from ..graph.measures.evolution import evolve
        from ..graph.store import read_dataset

        before = read_dataset(kept[-2].path)
        moved = evolve(Grounds(everything_network(before)).working, self.working)
        return Changes(kept[-2].kept, compare(before, self.edition.dataset), list(moved["sentence"]))

    @cached_property
    def facts(self) -> Mapping[str, int]:
        """Return status -> number of facts that bear it."""
        return facts_by_status(self.edition)

    def _group(self, number: int, group: Sequence[Any]) -> Group:
        ranked = sorted(
            group, key=lambda node: (-self.working.degree(node), order(self.edition.label(node)), node)
        )
        names = [(self.edition.label(node), self._href(node)) for node in ranked[:_NAMED]]
        return Group(number, tint(number), len(group), names, len(group) - len(names))

    def _link(self, one: Any, other: Any, tie: Mapping[str, Any]) -> Link:
        ends = sorted(((self.edition.label(end), self._href(end)) for end in (one, other)), key=_by_name)
        reasons = dict.fromkeys(str(reason["ground"]) for reason in tie["reasons"])
        return Link(ends, list(reasons)[:2], tie["status"])

    def _lacking(self, kind: str, table: "pandas.DataFrame", notes: Sequence[str]) -> Lacking:
        rows: list[dict[Any, Any]] = table.to_dict("records")
        meanings = {str(row["meaning"]) for row in rows}
        shared = meanings.pop() if len(meanings) == 1 else ""
        return Lacking(kind, shared, [self._candidate(row) for row in rows], notes)

    def _candidate(self, row: Mapping[Any, Any]) -> Candidate:
        ends = [(row["first_label"], self._href(row["first"]))]
        if row["second"]:
            ends.append((row["second_label"], self._href(row["second"])))
        words = (row["against"], row["introducers"], row["sources"])
        return Candidate(int(row["rank"]), ends, row["about"], row["why"], *words, row["decision"] == "later")

    def _href(self, node: Any) -> str | None:
        return self.edition.href(str(node))


def _by_name(end: tuple[str, str | None]) -> str:
    return order(end[0])


def _joined(found: "pandas.DataFrame", people: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return structures and people, those first whose leaving cuts most pairs, then most chantiers."""
    import pandas

    both = pandas.concat([found, people], ignore_index=True) if len(found) else people.reset_index(drop=True)
    keys = both.assign(
        held=-both["referents"] - both["funders"], lost=-both["pairs"], name=both["label"].map(order)
    )
    return both.loc[keys.sort_values(["lost", "held", "name"]).index]
