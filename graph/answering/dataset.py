"""The dataset that a query speaks to: all there is, or what the protocol or the query's own FROM names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from ...errors import QueryError
from ...messages import text as say


@dataclass(frozen=True)
class Scope:
    """The store to ask, the graphs of its default graph (None: its own), and the named ones (None: all)."""

    store: ox.Store
    default: Sequence[ox.NamedNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode] | None = None


def scope(
    store: ox.Store,
    graphs: Mapping[str, int],
    default: Collection[str] | None,
    named: Collection[str],
    overlap: bool,
) -> Scope:
    """Return the dataset made of these graphs, all there is when `default` is None.

    Several graphs that share triples (`overlap`) are merged in memory, so that each triple is told once.

    Raises
    ------
    QueryError
        For a graph that the dataset does not hold.
    """
    if default is None:
        return Scope(store)
    for name in (*default, *named):
        if name not in graphs:
            near = get_close_matches(name, graphs, n=3, cutoff=0.6) or sorted(graphs)[:10]
            raise QueryError(
                "queries.graph", where=say("queries.where.text"), graph=name, near=", ".join(near)
            )
    wanted = [ox.NamedNode(name) for name in dict.fromkeys(default)]
    names = [ox.NamedNode(name) for name in dict.fromkeys(named)]
    if len(wanted) < 2 or not overlap:
        return Scope(store, wanted, names)
    merged = ox.Store()
    for graph in wanted:
        quads = store.quads_for_pattern(None, None, None, graph)
        merged.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in quads)
    for graph in names:
        merged.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return Scope(merged, [ox.DefaultGraph()], names)  # rather than what the text's FROM says
