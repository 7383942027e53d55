"""What a network says as a whole: who and what it hangs by, whether like joins like, what chance explains.

Each finding is a table and its sentences; `FINDINGS` names them, beside the measures of nodes.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import networkx as nx
from rdflib import Dataset

from ...errors import UnknownName
from ...messages import figure, plural, text
from ..network import participation_network
from .basis import basis, label
from .bipartite import closure
from .brokerage import ROLES, gould_fernandez
from .mixing import ENOUGH, Grouping, assortativity
from .robustness import articulation_points, bridges
from .uncertainty import significance

if TYPE_CHECKING:
    import pandas

Node = Hashable
_NAMED = 4  # names in a sentence; the table holds them all
_DRAWN = 500  # networks of chance; fewer leave to luck what is rare
_REGION = "region-"
_COMPARED = "betweenness"  # the number of links may not explain it; groups explain clustering by themselves

_ROBINS, _FOSDICK = "10.1023/B:CMOT.0000032580.12184.c0", "10.1137/16M1087175"


@dataclass(frozen=True)
class Finding:
    """A table, and what it says, in the language spoken now.

    Attributes
    ----------
    doi
        That of the method.
    tells
        Whether there is something to tell: rows, or links enough to conclude.
    """

    name: str
    table: "pandas.DataFrame"
    sentences: Sequence[str]
    doi: str
    tells: bool

    @property
    def label(self) -> str:
        """Return what people call it."""
        return text(f"finding.{self.name}.name")

    @property
    def for_people(self) -> "pandas.DataFrame":
        """Return the table without IRIs, numbers at two decimals, and without those who broker nothing."""
        table = self.table[self.table["total"] > 0] if "total" in self.table else self.table
        return table.drop(columns=["node", "other"], errors="ignore").round(2)


@dataclass(frozen=True)
class Ecosystem:
    """A network of structures and the network of everything it was read from (itself where there is none)."""

    network: nx.Graph
    whole: nx.Graph

    @cached_property
    def enough(self) -> bool:
        """Return whether the facts are enough for a comparison with chance."""
        return basis(self.network).enough

    @cached_property
    def groupings(self) -> Mapping[str, Grouping]:
        """Return type, territory and chantier -> node -> its group, for the nodes whose group is known."""
        return {
            "type": {node: kind for node, kind in self.network.nodes(data="type") if kind is not None},
            "territory": _regions(self.network, self.whole),
            "chantier": _chantiers(self.network, self.whole),
        }


def finding(name: str, network: nx.Graph, whole: nx.Graph | None = None) -> Finding:
    """Return what a network says of itself by one of `FINDINGS`.

    Parameters
    ----------
    network
        The structures that work together, or any network.
    whole
        The network of everything, that says territories and chantiers; the network itself by default.

    Raises
    ------
    UnknownName
        For a name that is none of them.
    """
    if name not in FINDINGS:
        raise UnknownName("measures.name", where=name, known=", ".join(FINDINGS))
    return FINDINGS[name](Ecosystem(network, network if whole is None else whole))


def _articulation(of: Ecosystem) -> Finding:
    rows = [(node, label(of.network, node)) for node in articulation_points(of.network)]
    names = _listed([name for _, name in rows])
    said = (
        [plural("finding.articulation-points.", len(rows), names=names)] if rows else [text("finding.whole")]
    )
    return _found("articulation-points", rows, ("node", "label"), said, "10.1145/362248.362272")


def _bridges(of: Ecosystem) -> Finding:
    pairs = bridges(of.network)
    rows = [(one, label(of.network, one), other, label(of.network, other)) for one, other in pairs]
    names = _listed([text("evolution.link.plain", one=one, other=other) for _, one, _, other in rows])
    said = [plural("finding.bridges.", len(rows), names=names)] if rows else [text("finding.unbridged")]
    return _found("bridges", rows, ("node", "label", "other", "otherLabel"), said, "10.1145/362248.362272")


def _assortativity(of: Ecosystem) -> Finding:
    rows, said, tells = [], [], False
    for by in ("type", "territory"):
        mixing = replace(assortativity(of.network, of.groupings[by]), by=by)
        tells |= mixing.links >= ENOUGH
        rows.append(
            (by, mixing.coefficient, mixing.low, mixing.high, mixing.chance, mixing.links, mixing.unknown)
        )
        told = _capital(text(f"finding.by.{by}"))
        said.append(text("measures.account", name=told, told=mixing.sentence))
    columns = ("by", "coefficient", "low", "high", "chance", "links", "unknown")
    return _found("assortativity", rows, columns, said, "10.1103/PhysRevE.67.026126", tells)


def _closure(of: Ecosystem) -> Finding:
    two = of.network
    if not nx.get_node_attributes(two, "bipartite"):
        if not nx.get_node_attributes(of.whole, "kind"):
            return _found("closure", [], ("closure",), [text("finding.closure.none")], _ROBINS)
        two = participation_network(Dataset(), whole=nx.MultiDiGraph(of.whole))
    held, share = basis(two), closure(two)
    key = "finding.closure" if held.enough else "finding.closure.few"
    percent = text("measures.unit.share", value=round(100 * share))
    said = (
        [text(key, share=percent, links=figure(held.links))] if held.links else [text("finding.closure.none")]
    )
    return _found("closure", [(share, held.links)], ("closure", "links"), said, _ROBINS, held.enough)


def _brokers(by: str) -> Callable[[Ecosystem], Finding]:
    def brokers(of: Ecosystem) -> Finding:
        table = gould_fernandez(of.network, of.groupings[by])
        told = of.network.subgraph(list(table["node"]))
        tells = basis(told).enough and bool(table["total"].sum())
        return Finding(f"brokers-{by}", table, _roles(table, told, by), "10.2307/270949", tells)

    return brokers


def _roles(table: "pandas.DataFrame", told: nx.Graph, by: str) -> list[str]:
    """Return how many pairs are brokered in each role, beside what groups at random would give."""
    held, ways = basis(told), 1 if told.is_directed() else 2
    total = int(table["total"].sum()) // ways
    if not held.enough or not total:
        return [
            plural("finding.brokers.few.", held.links, by=text(f"finding.by.{by}"), nodes=figure(held.nodes))
        ]
    merged = {role: ([role] if role != "gatekeeper" else ["gatekeeper", "representative"]) for role in ROLES}
    merged.pop("representative")
    parts = [
        text(
            f"finding.role.{role}",
            count=figure(sum(int(table[each].sum()) for each in roles) // ways),
            expected=figure(round(sum(float(table[f"{each}_expected"].sum()) for each in roles) / ways)),
        )
        for role, roles in merged.items()
    ]
    return [
        plural("finding.brokers.", total, by=text(f"finding.by.{by}"), roles=" ; ".join(parts)),
        text("finding.brokers.how"),
    ]


def _significance(of: Ecosystem) -> Finding:
    if not of.enough:
        return _found("significance", [], ("label",), [basis(of.network).conclusion], _FOSDICK)
    found = significance(_simple(of.network), _COMPARED, replicates=_DRAWN)
    said = text("measures.account", name=_capital(text(f"measure.{_COMPARED}.name")), told=found.sentence)
    return Finding("significance", found.table, [said], _FOSDICK, tells=True)


def _simple(network: nx.Graph) -> nx.Graph:
    simple = nx.Graph(network)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


def _regions(network: nx.Graph, whole: nx.Graph) -> dict[Node, str]:
    """Return structure -> its region, for those that are said to be in one region only."""
    above: dict[Node, set[Node]] = defaultdict(set)
    for start, end, tie in whole.edges(data=True):
        if tie.get("relation") in ("seatedIn", "intervenesIn", "partOf") and tie.get("status") != "disputed":
            above[start].add(end)
    found = {}
    for node in network:
        reached: set[Node] = set()
        waiting = [node]
        while waiting:
            fresh = above.get(waiting.pop(), set()) - reached
            reached |= fresh
            waiting += fresh
        regions = [each for each in reached if str(each).rpartition("/")[2].startswith(_REGION)]
        if len(regions) == 1:
            found[node] = label(whole, regions[0])
    return found


def _chantiers(network: nx.Graph, whole: nx.Graph) -> dict[Node, str]:
    """Return structure -> its chantier, or all of them together where it takes part in several."""
    held: dict[Node, set[str]] = defaultdict(set)
    for start, end, tie in whole.edges(data=True):
        joint = tie.get("relation") == "participatesIn" and tie.get("status") != "disputed"
        if joint and start in network and whole.nodes[end].get("kind") == "Chantier":
            held[start].add(label(whole, end))
    return {node: " + ".join(sorted(names)) for node, names in held.items()}


def _found(  # noqa: PLR0913, PLR0917  the parts of a finding
    name: str,
    rows: Sequence[tuple[Any, ...]],
    columns: Sequence[str],
    said: list[str],
    doi: str,
    tells: bool | None = None,
) -> Finding:
    import pandas

    table = pandas.DataFrame(rows, columns=list(columns))
    return Finding(name, table, said, doi, bool(rows) if tells is None else tells)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(names: Sequence[str]) -> str:
    """Return the first names in a row, and how many others there are."""
    first = " ; ".join(names[:_NAMED])
    return plural("uncertainty.others.", len(names) - _NAMED, names=first) if len(names) > _NAMED else first


FINDINGS: Mapping[str, Callable[[Ecosystem], Finding]] = {
    "articulation-points": _articulation,
    "bridges": _bridges,
    "assortativity": _assortativity,
    "closure": _closure,
    "brokers-type": _brokers("type"),
    "brokers-territory": _brokers("territory"),
    "brokers-chantier": _brokers("chantier"),
    "significance": _significance,
}
