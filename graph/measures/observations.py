"""Measures written back into the graph, beside the build they come from, so that questions can ask them.

They are computed, not stated: `measure_quads` says in which form, `measured` where they are kept. Asked for
once, they are taken again each time the workspace is built again, until they are forgotten.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

import networkx as nx

from ..building import builds
from .basis import basis
from .catalogue import find, possible
from .measure_quads import Run, Scores, observations

if TYPE_CHECKING:
    import pandas

    from ..maillage import Maillage

NETWORK = "collaboration"
_TOLD = 2  # figures of a score that make a rank: the documents bear no finer comparison


def observe(
    maillage: "Maillage",
    names: Sequence[str] | None = None,
    network: str = NETWORK,
    when: datetime | None = None,
) -> "pandas.DataFrame":
    """Return a row for each node and measure, once written beside the build in place of the former ones.

    `maillage.query` and `maillage.ask` see them from then on, in the named graph
    `https://w3id.org/maillage/graph/measures`, and so does whoever opens the workspace; once it has changed,
    they are taken again.

    Parameters
    ----------
    names
        Of measures (`measures.catalogue`); all that the network allows by default.
    network
        The network to measure: "collaboration", "participation" or "everything".
    when
        The time to keep with the run; none by default, so that the same build gives the same bytes.

    Returns
    -------
    pandas.DataFrame
        `node` (IRI), `label`, `measure`, `score`, `rank` (1 the first; nodes that two figures of the score
        do not tell apart share it). A node of which a measure says nothing has no row.

    Raises
    ------
    UnknownName, BadParameter
        For a measure or a network that does not exist; for a measure whose needs the network does not meet.
    StoreError
        When the folder of the build cannot be written, or was built again meanwhile.
    """
    import pandas

    measured = simple(maillage.network(network))
    chosen = [find(name) for name in (possible(measured) if names is None else dict.fromkeys(names))]
    scores = {each.name: each.scores(measured) for each in chosen}
    ranks = {each.name: rank_classes(scores[each.name], each.first) for each in chosen}
    run = run_of(maillage, measured, network, when)
    builds.write_measures(maillage.folder, run.build, observations(run, scores, ranks))
    _wish(maillage, {"names": names, "network": network})
    maillage.reopen()
    rows = [
        (each, measured.nodes[each].get("label", each), name, values[each], ranks[name][each])
        for name, values in scores.items()
        for each in sorted(ranks[name], key=lambda each: (ranks[name][each], str(each)))
    ]
    return pandas.DataFrame(rows, columns=["node", "label", "measure", "score", "rank"])


def observe_again(maillage: "Maillage") -> None:
    """Take again the measures that were asked for, on a build that has none; nothing if none were."""
    try:
        wish = json.loads((maillage.folder / builds.WISH).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    observe(maillage, wish["names"], wish["network"])


def forget(maillage: "Maillage") -> None:
    """Take the measures out of the graph, and measure no more after a build."""
    (maillage.folder / builds.WISH).unlink(missing_ok=True)
    builds.write_measures(maillage.folder, str(maillage.manifest["sha256"]), ())
    maillage.reopen()


def run_of(maillage: "Maillage", measured: nx.Graph, network: str, when: datetime | None = None) -> Run:
    """Return the run that measures a network of the graph as it is built now."""
    told = {reason["document"] for *_, tie in measured.edges(data=True) for reason in tie["reasons"]}
    build = str(maillage.manifest["sha256"])
    return Run(build, network, lambda: basis(measured), sorted(told), when=when)


def rank_classes(scores: Scores, first: str = "highest") -> dict[str, int]:
    """Return node -> rank, 1 the first; nodes whose scores are equal at two figures share it.

    A score that is no number (NaN, infinite) has no rank.

    Parameters
    ----------
    first
        Which scores come first, "highest" or "lowest".

    Example
    -------
    >>> rank_classes({"a": 0.5011, "b": 0.4999, "c": 0.2})
    {'a': 1, 'b': 1, 'c': 3}
    """
    told = {each: _at_two_figures(score) for each, score in scores.items() if isfinite(score)}
    before: dict[float, int] = {}
    for place, score in enumerate(sorted(told.values(), reverse=first == "highest"), start=1):
        before.setdefault(score, place)
    return {each: before[score] for each, score in told.items()}


def simple(network: nx.Graph) -> nx.Graph:
    """Return the network that measures take: undirected, without loops nor parallel links."""
    one = nx.Graph(network)
    one.remove_edges_from(list(nx.selfloop_edges(one)))
    return one


def _at_two_figures(score: float) -> float:
    if abs(score) < 1e-12:
        return 0.0
    return round(score, max(0, _TOLD - 1 - floor(log10(abs(score)))))


def _wish(maillage: "Maillage", wish: Mapping[str, object]) -> None:
    path = maillage.folder / builds.WISH
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(wish) + "\n", encoding="utf-8", newline="\n")
    new.replace(path)
