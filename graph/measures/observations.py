"""Measures written back into the graph, beside the build they come from, so that questions can ask them.

They are computed, not stated: `measure_quads` says in which form, `measured` where they are kept. Asked for
once, they are taken again each time the workspace is built again, until they are forgotten.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING

import networkx as nx

from ..building import builds
from .basis import basis, label
from .catalogue import find, levels_of, possible
from .compiled import compiled
from .levels import ranks
from .measure_quads import Run, observations

if TYPE_CHECKING:
    import pandas

    from ..maillage import Maillage

NETWORK = "collaboration"


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
        `node` (IRI), `label`, `measure`, `score`, `rank` (1 the first; nodes that the links do not tell
        apart share it, see `catalogue.levels_of`; none, <NA>, where the facts are too few to rank, or the
        network too large for it to be tried). A node of which a measure says nothing has no row.

    Raises
    ------
    UnknownName, BadParameter
        For a measure or a network that does not exist; for a measure whose needs the network does not meet.
    StoreError
        When the folder of the build cannot be written, or was built again meanwhile.
    """
    import pandas

    measured = simple(maillage.network(network))
    read = compiled(measured)
    chosen = [find(name) for name in (possible(read) if names is None else dict.fromkeys(names))]
    scores = {each.name: each.scores(read) for each in chosen}
    ranked = {name: ranks(found) for name, found in levels_of(read, scores).items()}
    run = run_of(maillage, measured, network, when)
    builds.write_measures(maillage.folder, run.build, observations(run, scores, ranked))
    _wish(maillage, {"names": names, "network": network})
    maillage.reopen()
    rows = [
        (each, label(measured, each), name, score, ranked.get(name, {}).get(each))
        for name, values in scores.items()
        for each, score in _in_order(values, ranked.get(name, {}), measured)
    ]
    table = pandas.DataFrame(rows, columns=["node", "label", "measure", "score", "rank"])
    return table.astype({"score": float, "rank": "Int64"})


def _in_order(
    scores: Mapping[str, float], ranked: Mapping[str, int], measured: nx.Graph
) -> list[tuple[str, float]]:
    """Return the nodes that have a score, by rank if any, then by name."""
    told = [(each, score) for each, score in scores.items() if isfinite(score)]
    return sorted(
        told, key=lambda pair: (ranked.get(pair[0], 0), label(measured, pair[0]).casefold(), pair[0])
    )


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


def simple(network: nx.Graph) -> nx.Graph:
    """Return the network that measures take: undirected, without loops nor parallel links."""
    one = nx.Graph(network)
    one.remove_edges_from(list(nx.selfloop_edges(one)))
    return one


def _wish(maillage: "Maillage", wish: Mapping[str, object]) -> None:
    path = maillage.folder / builds.WISH
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(wish) + "\n", encoding="utf-8", newline="\n")
    new.replace(path)
