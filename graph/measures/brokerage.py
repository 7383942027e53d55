"""Who stands between others: Burt's structural holes, Gould and Fernandez's roles, ties across communities.

Every function takes any networkx graph. The links of a node with itself do not count, parallel links add up,
and a link without a weight weighs 1. Nothing here depends on the order of the nodes, nor on chance.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from math import nan
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

from .adjacency import Node, adjacency, masked
from .communities import communities as found_communities
from .compiled import Compiled, Scores, compiled
from .mixing import Grouping, groups_of

if TYPE_CHECKING:
    import pandas

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def constraint(network: nx.Graph | Compiled) -> Scores:
    """Return how far each node depends on contacts who depend on one another, in ]0, 2[; NaN without contact.

    c_i = sum over its contacts j of (p_ij + sum over q of p_iq p_qj)^2, where p_ij is the share of i's
    strength that goes to j, both directions added. Low: contacts who do not know one another, each of whom
    opens a door; 1: a single contact; above 1 only in small cliques and where weights are very uneven. A node
    without contact has none to depend on, and is no broker either: NaN, never 0. Components do not affect one
    another.

    References
    ----------
    R. S. Burt, Structural Holes (1992), eq. 2.4; Structural holes and good ideas, Am. J. Sociol. 110, 349-399
    (2004), doi:10.1086/421787
    """
    network = compiled(network)
    shares = _by_row(network.matrix, network.matrix.sum(axis=1))
    found = np.full(len(network), nan)
    for rows, indirect in masked(network.ties, shares, shares):
        invested = shares[rows] + indirect
        found[rows] = invested.multiply(invested).sum(axis=1)
    found[network.degrees == 0] = nan
    return network.scores(found)


def effective_size(network: nx.Graph | Compiled) -> Scores:
    """Return the number of contacts of each node that are not redundant, in [0, number of contacts].

    The contacts, less what they share: the sum over j of (1 - sum over q of p_iq m_jq), where p_iq is the
    share of i's strength that goes to q and m_jq the strength of j with q over that of j with its strongest
    contact. Unweighted: the number of contacts less the mean number of their ties with one another. 0 for an
    isolated node, at least 1 for any other; components do not affect one another.

    Notes
    -----
    With weights, `networkx.effective_size` of a whole network (3.6) differs: its product of matrices divides
    m_jq by the strongest tie of another node than j. Asked node by node, it gives Burt's definition, as here.

    References
    ----------
    R. S. Burt, Structural Holes (1992), eq. 2.2, doi:10.4159/9780674029095; S. P. Borgatti, Structural holes:
    unpacking Burt's redundancy measures, Connections 20(1), 35-38 (1997)
    """
    network = compiled(network)
    ties = network.matrix
    shares = _by_row(ties, ties.sum(axis=1))
    strongest = _by_row(ties, ties.max(axis=1).toarray().ravel() if len(network) else np.zeros(0))
    found = network.degrees.astype(float)
    for rows, redundancy in masked(network.ties, shares, strongest.T.tocsr()):
        found[rows] -= redundancy.sum(axis=1)
    return network.scores(found)


def participation_coefficient(
    network: nx.Graph | Compiled,
    communities: Mapping[Node, Hashable] | Iterable[Iterable[Node]] | None = None,
) -> Scores:
    """Return how evenly each node's ties spread over the communities, in [0, 1 - 1/number of communities].

    P_i = 1 - sum over communities s of (k_is / k_i)^2, where k_is is the strength of i's ties to s, k_i its
    strength. 0: all its ties go to one community, or it has no tie. A contact that is in no community counts
    as a community of its own.

    Parameters
    ----------
    communities
        node -> community, or the nodes of each community (as `Communities.of` or `Communities.groups`);
        by default those of `communities.communities`.

    References
    ----------
    R. Guimerà, L. A. N. Amaral, Functional cartography of complex metabolic networks, Nature 433, 895-900
    (2005), doi:10.1038/nature03288
    """
    network = compiled(network)
    if communities is None:
        communities = found_communities(network).groups
    if not isinstance(communities, Mapping):
        communities = {node: place for place, group in enumerate(communities) for node in group}
    names = [(True, communities[node]) if node in communities else (False, node) for node in network.nodes]
    into = network.matrix @ _membership(_codes(names))
    strength = network.matrix.sum(axis=1)
    squares = into.multiply(into).sum(axis=1)
    spread = 1 - np.divide(squares, strength**2, out=np.ones(len(network)), where=strength > 0)
    return network.scores(np.maximum(0.0, spread))


def gould_fernandez(network: nx.Graph, group: Grouping) -> "pandas.DataFrame":
    """Return how often each node stands between two others that are not linked, by role, and by chance.

    A node B is a broker from A to C where A is linked to B, B to C, and A not to C. By their groups B is then
    *coordinator* (A, B, C in one group), *itinerant* (A and C in one, B in another), *gatekeeper* (B and C in
    one, A in another), *representative* (A and B in one, C in another) or *liaison* (three groups). Ordered
    pairs (A, C) are counted, in [0, (n - 1)(n - 2)]: where links have no direction each pair counts both
    ways, and gatekeeper equals representative. Weights play no part. An isolated node scores 0; nodes whose
    group is unknown are set aside, with their links.

    Parameters
    ----------
    group
        The attribute that holds each node's group ("type"), or node -> group.

    Returns
    -------
    pandas.DataFrame
        A row for each node whose group is known, those who broker most first: `node`, `label`, `group`, a
        count for each role, `total`, and for each role `<role>_expected`: its count if the same brokerage
        fell on groups of the same sizes at random (a node's `total` times the share of the pairs of other
        nodes whose groups give that role).

    Raises
    ------
    BadParameter
        For an attribute that no node of the network has.

    References
    ----------
    R. V. Gould, R. M. Fernandez, Structures of mediation, Sociol. Methodol. 19, 89-126 (1989),
    doi:10.2307/270949
    """
    import pandas

    groups = groups_of(network, group)
    nodes, ties = adjacency(network.subgraph(groups), directed=True, weighted=False)
    codes = _codes([groups[node] for node in nodes])
    counts = _roles(ties, codes)
    total = sum(counts.values())
    table = pandas.DataFrame(
        {
            "node": pandas.Series(nodes, dtype=object),
            "label": [network.nodes[node].get("label", node) for node in nodes],
            "group": [groups[node] for node in nodes],
            **counts,
            "total": total,
            **{f"{role}_expected": total * share for role, share in _chances(codes).items()},
        }
    )
    return table.sort_values("total", ascending=False, kind="stable", ignore_index=True)


@lru_cache(maxsize=1)  # all roles are told of one network after another
def brokered_pairs(network: Compiled) -> Mapping[str, Scores]:
    """Return role -> node -> how many pairs of others, not tied, it stands between, in [0, (n - 1)(n - 2)/2].

    The roles of `gould_fernandez` by the `type` of nodes, each pair once: without directions gatekeeper and
    representative are the same pairs, told as "gatekeeper". NaN for a node whose type is unknown; such nodes
    are set aside with their links.
    """
    types = groups_of(network.network, "type")
    known = [at for at, node in enumerate(network.nodes) if node in types]
    codes = _codes([types[network.nodes[at]] for at in known])
    counts = _roles(network.ties[known][:, known], codes)
    found = {}
    for role, ways in (("coordinator", 2), ("itinerant", 2), ("gatekeeper", 1), ("liaison", 2)):
        values = np.full(len(network), nan)
        values[known] = counts[role] / ways
        found[role] = network.scores(values)
    return found


def _roles(ties: sparse.csr_array, codes: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Return role -> the number of open pairs each node mediates: all two-paths, less the closed ones."""
    cells = ties.tocoo()
    alike = codes[cells.row] == codes[cells.col]
    inside, across = _kept(ties, alike), _kept(ties, ~alike)
    members = _membership(codes)
    in_same, out_same = inside.sum(axis=0), inside.sum(axis=1)
    in_other, out_other = across.sum(axis=0), across.sum(axis=1)
    one_other = (across.T @ members).multiply(across @ members).sum(axis=1)  # in and out by one other group
    found = {
        "coordinator": in_same * out_same - _mutual(inside) - _closed(inside, inside, inside),
        "itinerant": one_other - _mutual(across) - _closed(across, across, inside),
        "gatekeeper": in_other * out_same - _closed(across, inside, across),
        "representative": in_same * out_other - _closed(inside, across, across),
        "liaison": in_other * out_other - one_other - _closed(across, across, across),
    }
    return {role: count.round().astype(int) for role, count in found.items()}


def _closed(
    first: sparse.csr_array, second: sparse.csr_array, straight: sparse.csr_array
) -> np.ndarray[Any, Any]:
    """Return for each B the number of (A, C): A to B in `first`, B to C in `second`, A to C in `straight`."""
    found = np.zeros(first.shape[0])
    for rows, closed in masked(second, first.T.tocsr(), straight):
        found[rows] = closed.sum(axis=1)
    return found


def _mutual(ties: sparse.csr_array) -> np.ndarray[Any, Any]:
    """Return the number of nodes that each is linked to both ways: two-paths that come back."""
    return ties.multiply(ties.T).sum(axis=1)  # type: ignore[no-any-return]


def _kept(ties: sparse.csr_array, chosen: np.ndarray[Any, Any]) -> sparse.csr_array:
    """Return the chosen cells of a matrix, in the order of its rows."""
    cells = ties.tocoo()
    return sparse.csr_array((cells.data[chosen], (cells.row[chosen], cells.col[chosen])), shape=ties.shape)


def _chances(codes: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Return role -> for each node, the share of the ordered pairs of others that give it that role."""
    sizes = np.bincount(codes).astype(float)
    own, number = sizes[codes], float(len(codes))
    pairs = max(1.0, (number - 1) * (number - 2))
    same_other = (sizes * (sizes - 1)).sum() - own * (own - 1)
    return {
        "coordinator": np.abs((own - 1) * (own - 2)) / pairs,
        "itinerant": same_other / pairs,
        "gatekeeper": (own - 1) * (number - own) / pairs,
        "representative": (own - 1) * (number - own) / pairs,
        "liaison": ((number - own) * (number - own - 1) - same_other) / pairs,
    }


def _codes(names: "Sequence[Hashable]") -> np.ndarray[Any, Any]:
    """Return a number for each name, equal names equal numbers."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def _membership(codes: np.ndarray[Any, Any]) -> sparse.csr_array:
    """Return the matrix of nodes by groups, 1 where a node is in the group."""
    size = int(codes.max(initial=-1)) + 1
    return sparse.csr_array((np.ones(len(codes)), (np.arange(len(codes)), codes)), shape=(len(codes), size))


def _by_row(ties: sparse.csr_array, divisor: np.ndarray[Any, Any]) -> sparse.csr_array:
    """Return the matrix, each row divided by its divisor; a row without a tie stays empty."""
    divided = ties.copy()
    divided.data = ties.data / np.repeat(divisor, np.diff(ties.indptr))
    return divided
