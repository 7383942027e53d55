"""Who is central, told without pretending: what was measured, on how little, and who is on a par."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

import networkx as nx

from ..data.csv_files import write_csv
from ..graph.measures.basis import basis
from ..graph.measures.catalogue import catalogue, tried_on_halves
from ..graph.measures.compiled import Scores, compiled
from ..graph.measures.levels import Tried, ranks
from ..graph.measures.telling import Telling
from ..graph.missing.grounds import Grounds
from ..messages import text
from .edition import Citation, Edition
from .views.collaborations import Collaborations
from .words import order

_PATHS = 200_000_000  # nodes times ties; beyond, following them takes minutes
_LISTS = 3  # groups too large to be working together, that are named
_SHOWN = 500  # rows; a page of more is too slow on a phone


@dataclass(frozen=True)
class Par:
    """Structures of which the same is told: measure -> score in words, then its interval in words or ""."""

    structures: Sequence[tuple[str, str | None]]
    told: Mapping[str, tuple[str, str]]


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
    tried = tried_on_halves(ties.network, scores)
    pars = _pars(edition, ties.network, scores, tried)
    grounds = Grounds(edition.network)
    edition.write(
        "mesures.html",
        "measures.html",
        title=text("atlas.measures.title"),
        ties=ties,
        group=(edition.label(ties.group), edition.href(ties.group)) if ties.group else None,
        basis=basis(ties.network),
        lists=[(grounds.label(group), len(grounds.members(group))) for group in grounds.lists[:_LISTS]],
        documents=[(title, edition.href(iri)) for iri, title in sorted(documents)],
        closest=told[:_SHOWN],
        more_ties=max(0, len(told) - _SHOWN),
        ranked=bool(tried),
        pars=pars[:_SHOWN],
        more_pars=max(0, len(pars) - _SHOWN),
        shown=_SHOWN,
        present=_present(edition),
        measures=[(name, catalogue()[name].doi) for name in scores],
        skipped=[each.label for name, each in catalogue().items() if each.brief and name not in scores],
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
    read = compiled(network)
    chosen = [each for each in catalogue().values() if each.brief and (small or not each.paths)]
    return {each.name: each.scores(read) for each in chosen}


def _pars(
    edition: Edition, network: nx.Graph, scores: Mapping[str, Scores], tried: Mapping[str, Tried]
) -> list[Par]:
    """Return the structures by what is told of them: the first level of neighbours first, then by name."""
    held = basis(network)
    told = {
        name: Telling(name, catalogue()[name].unit, held, score, network) for name, score in scores.items()
    }
    rows: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for node in network:
        words = (
            (_value(each, scores[name][node]), _interval(each, tried.get(name), node))
            for name, each in told.items()
        )
        rows[tuple(words)].append(node)
    first = ranks(tried["degree"].levels) if "degree" in tried else {}
    pars = sorted(
        (
            (min(first.get(node, 0) for node in nodes), _named(edition, nodes), row)
            for row, nodes in rows.items()
        ),
        key=lambda par: (par[0], len(par[1]) > 1, order(par[1][0][0])),
    )
    return [Par(structures, dict(zip(scores, row, strict=True))) for _, structures, row in pars]


def _round(score: float) -> float:
    """Return a score at two figures, counts whole: the documents bear no finer comparison."""
    if abs(score) < 1e-12:
        return 0.0
    return round(score, max(0, 1 - floor(log10(abs(score)))))


def _value(telling: Telling, score: float) -> str:
    """Return a score in words, a count without its unit, which the head of its column names."""
    return telling.value(score) if telling.unit in ("share", "number") else telling.number(score)


def _interval(telling: Telling, tried: Tried | None, node: str) -> str:
    """Return in words between what and what halves of the links put a score; "" where that is no more."""
    if tried is None:
        return ""
    low, high = (telling.number(end) for end in tried.intervals[node])
    return "" if low == high else text("atlas.measures.interval", low=low, high=high)


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
