"""Structures and the chantiers they take part in: two kinds of nodes, and links between kinds only.

A projection onto structures forgets which chantier made each link, and makes of a chantier of n structures
n(n - 1)/2 links; these measures are taken before it, or say what it does. The nodes of the network carry
`bipartite`, 0 for structures and 1 for groups, as `participation_network` returns; or its structures are
named. Weights play no part, parallel links count once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Literal

import networkx as nx
import numpy as np
from scipy import sparse

from ...errors import BadParameter
from ..building.inferences import LARGEST_GROUP
from .adjacency import blocks, order
from .compiled import Array, Node, Scores

if TYPE_CHECKING:
    import pandas

Weighting = Literal["newman", "shared", "jaccard"]


@dataclass(frozen=True, eq=False)
class Participations:
    """Who takes part in what: a matrix of `structures` (rows) by `groups` (columns), 1 or nothing."""

    structures: list[Node]
    groups: list[Node]
    matrix: sparse.csr_array


def participations(
    network: nx.Graph | Iterable[tuple[Node, Node]], structures: Iterable[Node] | None = None
) -> Participations:
    """Return who takes part in what, from a network or from pairs (structure, group).

    Parameters
    ----------
    structures
        The nodes of the first kind; by default those whose `bipartite` is 0.

    Raises
    ------
    BadParameter
        For a node whose kind is unknown, or a link inside a kind.
    """
    if not isinstance(network, nx.Graph):
        pairs = list(network)
        return _matrix({one for one, _ in pairs}, {other for _, other in pairs}, pairs)
    if structures is None:
        first = {node for node, side in network.nodes(data="bipartite") if side == 0}
        odd = [node for node, side in network.nodes(data="bipartite") if side not in (0, 1)]
        if odd:
            raise BadParameter("bipartite.kind", where="network", node=min(odd, key=order))
    else:
        first = {node for node in structures if node in network}
    pairs = [(one, other) if one in first else (other, one) for one, other in network.edges()]
    for one, other in pairs:
        if one not in first or other in first:
            raise BadParameter("bipartite.link", where="network", one=one, other=other)
    return _matrix(first, set(network) - first, pairs)


def participation_share(network: nx.Graph, structures: Iterable[Node] | None = None) -> Scores:
    """Return the share of the groups each structure takes part in, and of the structures each group gathers.

    d_i / (number of nodes of the other kind), in [0, 1]; 0 for an isolated node. A disconnected network makes
    no difference.

    References
    ----------
    S. P. Borgatti, M. G. Everett, Network analysis of 2-mode data, Soc. Networks 19, 243-269 (1997),
    doi:10.1016/S0378-8733(96)00301-2
    """
    who = participations(network, structures)
    shares: Scores = {}
    for nodes, axis in ((who.structures, 1), (who.groups, 0)):
        most = max(1, who.matrix.shape[axis])
        shares |= dict(zip(nodes, (np.asarray(who.matrix.sum(axis=axis)) / most).tolist(), strict=True))
    return {node: shares[node] for node in network}


def redundancy(network: nx.Graph, structures: Iterable[Node] | None = None) -> Scores:
    """Return the share of the pairs of each node's neighbours that would meet without it, in [0, 1].

    For a structure: among the pairs of groups it takes part in, those that another structure joins too; for a
    group, among the pairs of structures it gathers, those that meet in another group. 0: all would part; 1:
    none. NaN for a node with fewer than two neighbours, which joins nobody: not the 0 of one that no other
    could replace.

    References
    ----------
    M. Latapy, C. Magnien, N. Del Vecchio, Basic notions for the analysis of large two-mode networks, Soc.
    Networks 30, 31-48 (2008), doi:10.1016/j.socnet.2007.04.006
    """
    who = participations(network, structures)
    across = who.matrix.T.tocsr()
    found = dict(zip(who.groups, _redundancy(who.matrix), strict=True))
    found |= dict(zip(who.structures, _redundancy(across), strict=True))
    return {node: found[node] for node in network}


def closure(network: nx.Graph, structures: Iterable[Node] | None = None) -> float:
    """Return the share of the chains structure-group-structure-group that close, in [0, 1]; 0 if none.

    4 C4 / L3, C4 being the number of pairs of structures and pairs of groups all linked, L3 that of paths of
    three links. High: those who meet in one group meet in others.

    References
    ----------
    G. Robins, M. Alexander, Small worlds among interlocking directors, Comput. Math. Organ. Theory 10, 69-94
    (2004), doi:10.1023/B:CMOT.0000032580.12184.c0
    """
    matrix = participations(network, structures).matrix
    rows, columns = np.asarray(matrix.sum(axis=1)), np.asarray(matrix.sum(axis=0))
    cells = matrix.tocoo()
    chains = float(((rows[cells.row] - 1) * (columns[cells.col] - 1)).sum())
    closed = sum(
        float((shared * (shared - 1) / 2).sum()) for _, _, shared, _ in _shared(matrix, np.ones(len(columns)))
    )
    return 4 * closed / chains if chains else 0.0


def shared_groups(
    network: nx.Graph | Iterable[tuple[Node, Node]],
    structures: Iterable[Node] | None = None,
    weighting: Weighting = "newman",
    largest: int | None = LARGEST_GROUP,
) -> "pandas.DataFrame":
    """Return a row for each pair of structures that meet in a group, in the order of their names.

    Parameters
    ----------
    network
        A network of two kinds of nodes, or pairs (structure, group).
    weighting
        "newman": the sum over shared groups of 1/(n - 1), n structures in the group, so that each structure
        gives each of its groups a weight of 1 in all; "shared": the number of shared groups; "jaccard": their
        share of the groups of either, in ]0, 1].
    largest
        Groups of more structures than that make no link; None, every group does.

    Returns
    -------
    pandas.DataFrame
        `one`, `other`, `shared` (number of shared groups), `weight` in ]0, +inf[.

    References
    ----------
    M. E. J. Newman, Scientific collaboration networks II, Phys. Rev. E 64, 016132 (2001), eq. 2,
    doi:10.1103/PhysRevE.64.016132
    """
    import pandas

    who = participations(network, structures)
    sizes = np.asarray(who.matrix.sum(axis=0))
    kept = sizes <= (np.inf if largest is None else largest)
    matrix = sparse.csr_array(who.matrix[:, np.flatnonzero(kept)])
    each = 1 / np.maximum(1, sizes[kept] - 1) if weighting == "newman" else np.ones(int(kept.sum()))
    one, other, shared, weight = map(np.concatenate, zip(*_shared(matrix, each), strict=True))
    if weighting == "jaccard":
        taken = np.asarray(who.matrix.sum(axis=1))
        weight = shared / (taken[one] + taken[other] - shared)
    names = np.empty(len(who.structures), dtype=object)
    names[:] = who.structures
    cells = {"one": names[one], "other": names[other], "shared": shared.astype(int), "weight": weight}
    return pandas.DataFrame(cells)


def projection(
    network: nx.Graph,
    structures: Iterable[Node] | None = None,
    weighting: Weighting = "newman",
    largest: int | None = LARGEST_GROUP,
) -> nx.Graph:
    """Return the network of the structures that meet in a group, isolated ones included, attributes kept.

    Each link carries `shared` (number of shared groups) and `weight`; parameters as for `shared_groups`.
    """
    who = participations(network, structures)
    table = shared_groups(network, who.structures, weighting, largest)
    found = nx.Graph(**{**network.graph, "name": "projection"})
    first = set(who.structures)
    found.add_nodes_from((node, facts) for node, facts in network.nodes(data=True) if node in first)
    columns = (table[name].tolist() for name in ("one", "other", "shared", "weight"))
    found.add_edges_from(
        (one, other, {"shared": shared, "weight": weight})
        for one, other, shared, weight in zip(*columns, strict=True)
    )
    return found


def _matrix(structures: set[Node], groups: set[Node], pairs: Iterable[tuple[Node, Node]]) -> Participations:
    """Return the matrix of the pairs, both kinds in the order of their names."""
    rows, columns = sorted(structures, key=order), sorted(groups, key=order)
    row, column = ({node: at for at, node in enumerate(nodes)} for nodes in (rows, columns))
    cells = np.array([(row[one], column[other]) for one, other in pairs], dtype=np.int64).reshape(-1, 2)
    shape = (len(rows), len(columns))
    matrix = sparse.csr_array((np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=shape)
    matrix.sum_duplicates()
    matrix.data[:] = 1.0
    return Participations(rows, columns, matrix)


def _shared(matrix: sparse.csr_array, each: Array) -> Iterator[tuple[Array, Array, Array, Array]]:
    """Yield the pairs of rows that share columns, the first before the second: how many, and what they weigh.

    At least once, be it empty; `each` is the weight of each column.
    """
    across = matrix.T.tocsr()
    weighed = sparse.csr_array(matrix * each)
    yield (*np.zeros((2, 0), dtype=np.int64), *np.zeros((2, 0)))
    for rows in blocks(matrix @ np.asarray(matrix.sum(axis=0))):
        counts, weights = (_sorted(left[rows] @ across) for left in (matrix, weighed))
        one, other = counts.row + rows.start, counts.col
        above = one < other
        yield one[above], other[above], counts.data[above], weights.data[above]


def _sorted(product: sparse.csr_array) -> sparse.coo_array:
    product.sort_indices()
    return product.tocoo()


def _redundancy(matrix: sparse.csr_array) -> list[float]:
    """Return for each column the share of the pairs of its rows that another column joins too."""
    across, sizes = matrix.T.tocsr(), np.asarray(matrix.sum(axis=0))
    several = (np.asarray(matrix.sum(axis=1)) > 1).astype(float)
    met = -(several @ matrix)  # a row meets itself, which is no pair
    for rows in blocks(matrix @ sizes):
        meet = (matrix[rows] @ across).tocsr()
        meet.data = (meet.data > 1).astype(float)
        met += np.asarray((meet @ matrix).multiply(matrix[rows]).sum(axis=0))
    pairs = sizes * (sizes - 1)
    found: list[float] = np.divide(met, pairs, out=np.full(len(sizes), nan), where=pairs > 0).tolist()
    return found
