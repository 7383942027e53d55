"""What a notebook shows of graphs and networks, after `%load_ext maillage.visualize.notebook`.

Tables are pandas DataFrames, which show themselves.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import networkx as nx
from rdflib import Dataset, Graph

from ..graph.maillage import Maillage
from ..messages import text
from .page import render
from .words import figure, plural

_SHOWN = 12  # rows of a table


def load_ipython_extension(ipython: Any) -> None:
    """Make IPython show Maillage, networkx and rdflib objects as HTML."""
    shown = ipython.display_formatter.formatters["text/html"]
    for kind, show in ((Maillage, maillage_html), (nx.Graph, network_html), (Graph, graph_html)):
        shown.for_type(kind, show)


def maillage_html(maillage: Maillage) -> str:
    """Return the named graphs of a build, with their numbers of statements."""
    found = maillage.manifest
    graphs: Any = found["graphs"]
    rows = [(name.rpartition("/graph/")[2], figure(count)) for name, count in graphs.items()]
    title = plural("notebook.maillage.", int(str(found["quads"])))
    return _table(title, (text("build.column.graph"), text("build.column.quads")), rows)


def network_html(network: nx.Graph) -> str:
    """Return the kinds of nodes and of links of a network, and whether its data are made up."""
    kinds = Counter(str(said.get("kind") or "–") for _, said in network.nodes(data=True))
    links = Counter(
        str(said.get("label") or said.get("relation") or "–") for *_, said in network.edges(data=True)
    )
    rows = [(name, figure(count)) for name, count in [*kinds.most_common(), *links.most_common()]]
    title = (
        f"{plural('notebook.nodes.', len(network))} {plural('notebook.links.', network.number_of_edges())}"
    )
    headers = (text("notebook.what"), text("notebook.count"))
    return _table(title, headers, rows, fictional=bool(network.graph.get("fictional")))


def graph_html(graph: Graph) -> str:
    """Return the properties of an rdflib graph, by the number of statements that use them."""
    quads = graph.quads((None, None, None, None)) if isinstance(graph, Dataset) else graph
    used = Counter(str(each[1]) for each in quads)
    rows = [(name, figure(count)) for name, count in used.most_common()]
    return _table(
        plural("notebook.graph.", sum(used.values())),
        (text("notebook.property"), text("notebook.count")),
        rows,
    )


def _table(
    title: str, headers: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, fictional: bool = False
) -> str:
    left = len(rows) - _SHOWN
    return render(
        "notebook.html",
        title=title,
        headers=headers,
        rows=rows[:_SHOWN],
        left=plural("notebook.left.", left) if left > 0 else "",
        fictional=fictional,
    )
