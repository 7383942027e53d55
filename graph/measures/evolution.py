"""What changed between two networks: who and what came or went, and how each score moved.

Two builds of one graph, say (`comparison.find`, then `network.NETWORKS`): nodes are the same when they have
the same IRI. What changed is what documents say: a link that is gone is one that they no longer hold.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from math import isclose, isnan
from typing import TYPE_CHECKING, Any

import networkx as nx

from ...errors import UnknownName
from ...messages import figure, plural, text
from .adjacency import order, weight
from .basis import label
from .centrality import MEASURES

if TYPE_CHECKING:
    import pandas

Node = Hashable
Measure = Callable[[nx.Graph], Mapping[Any, float]]
Link = tuple[Node, Node, str]
COLUMNS = ("what", "change", "node", "label", "other", "otherLabel", "measure", "before", "after", "sentence")
_COUNTED = ("node.new", "node.gone", "link.new", "link.gone", "link.changed")


def evolve(
    before: nx.Graph,
    after: nx.Graph,
    measures: Iterable[str] | Mapping[str, Measure] = ("degree", "betweenness"),
) -> "pandas.DataFrame":
    """Return a row for each node and link that came, went or weighs otherwise, and each score that moved.

    Parameters
    ----------
    before, after
        Two networks of the same kind. Links without direction in either are compared without direction; links
        between two nodes are told apart by their `relation`, and parallel ones of a relation weigh together.
    measures
        Names in `centrality.MEASURES`, or name -> function network -> node -> score.

    Returns
    -------
    pandas.DataFrame
        `what` ("node", "link" or "measure"), `change` ("new", "gone", "changed", or "up", "down" for a
        score), `node`, `label`, `other` and `otherLabel` (the other end of a link), `measure` (its name, or
        the relation of a link), `before` and `after` (the weight of a link, the score of a node; None where
        there was, or is, none), `sentence` (in the language spoken now). Nodes first, then links, then
        scores, by measure, those that moved most first. The scores of nodes that came or went are not told.

    Raises
    ------
    UnknownName
        For an unknown measure.

    Example
    -------
    >>> import networkx
    >>> list(evolve(networkx.path_graph(2), networkx.path_graph(3), ["degree"])["change"])
    ['new', 'new', 'up']
    """
    import pandas

    functions = measures if isinstance(measures, Mapping) else {name: _function(name) for name in measures}
    rows = [*_nodes(before, after), *_links(before, after)]
    for name, function in functions.items():
        rows += _moves(before, after, name, function)
    return pandas.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def summary(changes: "pandas.DataFrame") -> str:
    """Return in one sentence what `evolve` found, in the language spoken now."""
    counts = Counter(
        f"{what}.{change}" for what, change in changes[["what", "change"]].itertuples(index=False)
    )
    told = [plural(f"evolution.{each}.", counts[each]) for each in _COUNTED if counts[each]]
    moved = changes[changes["what"] == "measure"]["node"].nunique()
    if moved:
        told.append(plural("evolution.moved.", moved))
    return text("evolution.summary", changes=", ".join(told)) if told else text("evolution.same")


def _function(name: str) -> Measure:
    if name not in MEASURES:
        raise UnknownName("uncertainty.measure", where=name, known=", ".join(MEASURES))
    return MEASURES[name]


def _nodes(before: nx.Graph, after: nx.Graph) -> Iterator[tuple[Any, ...]]:
    for change, here, there in (("new", after, before), ("gone", before, after)):
        for node in sorted(set(here) - set(there), key=lambda each: _order(here, each)):
            name = label(here, node)
            said = text(f"evolution.tell.node.{change}", name=name)
            yield "node", change, node, name, None, "", "", None, None, said


def _links(before: nx.Graph, after: nx.Graph) -> Iterator[tuple[Any, ...]]:
    directed = before.is_directed() and after.is_directed()
    old, new = _weights(before, directed), _weights(after, directed)
    for change, links in (
        ("new", new.keys() - old.keys()),
        ("gone", old.keys() - new.keys()),
        ("changed", {link for link in old.keys() & new.keys() if not _same(old[link], new[link])}),
    ):
        here = before if change == "gone" else after
        for start, end, relation in sorted(links, key=lambda link: _key(here, link)):
            was, became = old.get((start, end, relation)), new.get((start, end, relation))
            one, other = label(here, start), label(here, end)
            name = text(f"evolution.link.{'directed' if directed else 'plain'}", one=one, other=other)
            said = text(f"evolution.tell.link.{change}", name=name, **_told(was, became))
            yield "link", change, start, one, end, other, relation, was, became, said


def _weights(network: nx.Graph, directed: bool) -> dict[Link, float]:
    """Return the weight of each link, both ends in one order where there is no direction."""
    found: dict[Link, float] = {}
    for ends in network.edges(data=True):
        start, end = ends[:2] if directed else sorted(ends[:2], key=order)
        link = (start, end, str(ends[2].get("relation", "")))
        found[link] = found.get(link, 0.0) + weight(*ends)
    return found


def _moves(before: nx.Graph, after: nx.Graph, name: str, measure: Measure) -> list[tuple[Any, ...]]:
    old, new = measure(before), measure(after)
    moved = []
    for node in set(before) & set(after):
        was, became = float(old[node]), float(new[node])
        if not _same(was, became):
            moved.append((-round(abs(became - was), 12), *_order(after, node), node, was, became))
    rows = []
    for *_, node, was, became in sorted(moved, key=lambda row: row[:3]):
        called = label(after, node)
        said = text("evolution.tell.measure", name=called, measure=_called(name), **_told(was, became))
        change = "up" if became > was else "down"
        rows.append(("measure", change, node, called, None, "", name, was, became, said))
    return rows


def _same(was: float, became: float) -> bool:
    """Return whether two numbers are equal but for rounding, both being none (NaN) included."""
    return isclose(was, became, rel_tol=1e-9, abs_tol=1e-12) or (isnan(was) and isnan(became))


def _told(was: float | None, became: float | None) -> dict[str, str]:
    """Return both numbers in words, at two figures, or as many as it takes to tell them apart."""
    for digits in range(2, 17):
        said = [figure(float(f"{value or 0:.{digits}g}"), 16) for value in (was, became)]
        if said[0] != said[1]:
            break
    return {"before": said[0], "after": said[1]}


def _called(measure: str) -> str:
    """Return what people call a measure, its own name where the catalogue has none."""
    try:
        return text(f"measure.{measure}.name")
    except KeyError:
        return measure


def _order(network: nx.Graph, node: Node) -> tuple[str, str]:
    return label(network, node).casefold(), str(node)


def _key(network: nx.Graph, link: Link) -> tuple[Any, ...]:
    return (*_order(network, link[0]), *_order(network, link[1]), link[2])
