"""Who is central, told without pretending: what was measured, on how little, and who is on a par."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

import networkx as nx

from ..data.csv_files import write_csv
from ..graph.measures.catalogue import catalogue
from ..graph.measures.compiled import Scores, compiled
from ..messages import text
from .edition import Citation, Edition
from .maps import Collaborations
from .words import order

_BY_PATHS = ("betweenness", "closeness")  # they follow the shortest paths from every node
_PATHS = 200_000_000  # nodes times ties; beyond, following them takes minutes
_SHOWN = 500  # rows; a page of more is too slow on a phone
# those of the page, which a screen has room for
_TOLD = ("degree", "strength", "betweenness", "closeness", "eigenvector", "pagerank")


@dataclass(frozen=True)
class Par:
    """Structures that no measure tells apart, with the scores that they share: measure -> score."""

    structures: Sequence[tuple[str, str | None]]
    scores: Mapping[str, float]


@dataclass(frozen=True)
class Tie:
    """Two structures that work together: why, and where it is read."""

    one: tuple[str, str | None]
    other: tuple[str, str | None]
    status: str
    reasons: Sequence[str]
    citations: Sequence[Citation]


@dataclass(frozen=True)
class Present:
    """A structure and the activities it takes part in, when they are several."""

    name: str
    href: str | None
    activities: Sequence[tuple[str, str | None]]


def write_measures(edition: Edition, ties: Collaborations) -> None:
    """Write the page of measures, and all scores as a CSV file."""
    scores = _scores(ties.network)
    documents = {
        (reason["document"], reason["title"])
        for *_, tie in ties.network.edges(data=True)
        for reason in tie["reasons"]
    }
    told = _told(edition, ties.closest) if ties.group else []
    pars = _pars(edition, ties.network, scores)
    edition.write(
        "mesures.html",
        "measures.html",
        title=text("atlas.measures.title"),
        ties=ties,
        group=(edition.label(ties.group), edition.href(ties.group)) if ties.group else None,
        isolates=sum(not count for _, count in ties.network.degree()),
        documents=[(title, edition.href(iri)) for iri, title in sorted(documents)],
        closest=told[:_SHOWN],
        more_ties=max(0, len(told) - _SHOWN),
        pars=pars[:_SHOWN],
        more_pars=max(0, len(pars) - _SHOWN),
        shown=_SHOWN,
        present=_present(edition),
        measures=[(name, catalogue()[name].doi) for name in scores],
        skipped=[text(f"measure.{name}.name") for name in _TOLD if name not in scores],
    )
    header = [text("atlas.column.structure"), "IRI", *(text(f"measure.{name}.name") for name in scores)]
    rows = [
        [edition.label(node), node, *(_round(score[node]) for score in scores.values())]
        for node in sorted(ties.network, key=lambda node: (order(edition.label(node)), node))
    ]
    write_csv(edition.folder / "donnees" / "mesures.csv", header, rows)


def _scores(network: nx.Graph) -> dict[str, Scores]:
    """Return the measures of the network: measure -> node -> score, less the slow ones where it is large."""
    small = len(network) * network.number_of_edges() <= _PATHS
    told = [name for name in _TOLD if small or name not in _BY_PATHS]
    read = compiled(network)
    return {name: catalogue()[name].scores(read) for name in told}


def _pars(edition: Edition, network: nx.Graph, scores: Mapping[str, Scores]) -> list[Par]:
    """Return the structures by equal scores at two figures, those with most ties first."""
    groups: dict[tuple[float, ...], list[str]] = {}
    for node in network:
        groups.setdefault(tuple(_round(score[node]) for score in scores.values()), []).append(node)
    ranked = sorted(groups.items(), key=lambda pair: ([-score for score in pair[0]], sorted(pair[1])))
    return [Par(_named(edition, nodes), dict(zip(scores, shared, strict=True))) for shared, nodes in ranked]


def _round(score: float) -> float:
    """Return a score at two figures, counts whole: the documents bear no finer comparison."""
    if abs(score) < 1e-12:
        return 0.0
    return round(score, max(0, 1 - floor(log10(abs(score)))))


def _told(edition: Edition, network: nx.Graph) -> list[Tie]:
    """Return each tie of the network, the strongest first."""
    edges = sorted(
        network.edges(data=True),
        key=lambda edge: (-edge[2]["weight"], *map(order, sorted(map(edition.label, edge[:2])))),
    )
    told = []
    for one, other, tie in edges:
        reasons = list(dict.fromkeys(reason["ground"] for reason in tie["reasons"]))
        ends = _named(edition, [one, other])
        told.append(Tie(ends[0], ends[1], tie["status"], reasons, edition.citations(tie["reasons"])))
    return told


def _named(edition: Edition, nodes: Sequence[str]) -> list[tuple[str, str | None]]:
    named = ((edition.label(node), edition.href(node)) for node in nodes)
    return sorted(named, key=lambda pair: (order(pair[0]), pair[1] or ""))


def _present(edition: Edition) -> list[Present]:
    """Return the structures that take part in at least two activities, those in most first."""
    found: dict[str, set[str]] = defaultdict(set)
    for start, end, tie in edition.network.edges(data=True):
        if tie["relation"] == "participatesIn" and edition.network.nodes[start]["kind"] == "Structure":
            found[start].add(end)
    several = [node for node, activities in found.items() if len(activities) > 1]
    several.sort(key=lambda node: (-len(found[node]), order(edition.label(node)), node))
    return [
        Present(edition.label(node), edition.href(node), _named(edition, list(found[node])))
        for node in several
    ]
