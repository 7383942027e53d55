"""Who is central: the usual measures of a network, each with its definition and its source.

Every function returns node -> score. An undirected simple network is expected (what `participation_network`
and `collaboration_network` return); loops and parallel edges are not. Weights are strengths: the larger, the
closer, so that a path's length is the sum of 1/weight over its edges.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    import pandas

Scores = dict[str, float]


def degree(network: nx.Graph) -> Scores:
    """Return the number of neighbours of each node, in [0, n - 1]; 0 for an isolated node.

    References
    ----------
    L. C. Freeman, Centrality in social networks, Social Networks 1, 215-239 (1978),
    doi:10.1016/0378-8733(78)90021-7
    """
    return {node: float(count) for node, count in network.degree()}


def weighted_degree(network: nx.Graph) -> Scores:
    """Return the strength of each node: the sum of the weights of its edges, in [0, +inf[.

    References
    ----------
    A. Barrat et al., The architecture of complex weighted networks, PNAS 101, 3747-3752 (2004),
    doi:10.1073/pnas.0400087101
    """
    return {node: float(strength) for node, strength in network.degree(weight="weight")}


def betweenness(network: nx.Graph) -> Scores:
    """Return the share of the shortest paths between two other nodes that pass through each node, in [0, 1].

    Paths follow the strongest ties (length 1/weight). A pair without a path counts in the denominator, so
    that a disconnected network scores low; an isolated node scores 0.

    References
    ----------
    U. Brandes, A faster algorithm for betweenness centrality, J. Math. Sociol. 25, 163-177 (2001),
    doi:10.1080/0022250X.2001.9990249
    """
    return dict(nx.betweenness_centrality(_with_lengths(network), weight="length", normalized=True))


def closeness(network: nx.Graph) -> Scores:
    """Return how near each node is to those it can reach, in [0, 1] on an unweighted network.

    Wasserman and Faust's form for disconnected networks: (r / (n - 1)) * (r / sum of distances), r being
    the number of nodes it reaches; 0 for an isolated node. Distances are counted in ties.

    References
    ----------
    S. Wasserman, K. Faust, Social Network Analysis (1994), eq. 5.22, doi:10.1017/CBO9780511815478
    """
    return dict(nx.closeness_centrality(network, wf_improved=True))


def eigenvector(network: nx.Graph) -> Scores:
    """Return the share of each node in the leading eigenvector of the weighted network, in [0, 1].

    Computed in the largest connected component (the first of its kind in node order); 0 outside it, where
    the eigenvector is not unique. The norm of the scores is 1, or 0 for a network without an edge.

    References
    ----------
    P. Bonacich, Power and centrality, Am. J. Sociol. 92, 1170-1182 (1987), doi:10.1086/228631
    """
    scores = dict.fromkeys(network, 0.0)
    if network.number_of_edges():
        largest = max(nx.connected_components(network), key=lambda nodes: (len(nodes), min(map(str, nodes))))
        inside = network.subgraph(sorted(largest))
        if len(inside) == 2:
            return scores | dict.fromkeys(inside, 0.5**0.5)
        found = nx.eigenvector_centrality_numpy(inside, weight="weight")
        scores |= {node: abs(float(score)) for node, score in found.items()}
    return scores


def pagerank(network: nx.Graph) -> Scores:
    """Return the share of a random walker's time spent at each node, in ]0, 1[; the scores sum to 1.

    The walker follows ties in proportion to their weights and, with probability 0.15, jumps anywhere.

    References
    ----------
    S. Brin, L. Page, The anatomy of a large-scale hypertextual web search engine, Comput. Netw. ISDN
    Syst. 30, 107-117 (1998), doi:10.1016/S0169-7552(98)00110-X
    """
    return {node: float(score) for node, score in nx.pagerank(network, alpha=0.85, weight="weight").items()}


MEASURES: Mapping[str, Callable[[nx.Graph], Scores]] = {
    "degree": degree,
    "weighted-degree": weighted_degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
}


def measures(network: nx.Graph) -> dict[str, Scores]:
    """Return every measure of the network: measure -> node -> score."""
    return {name: measure(network) for name, measure in MEASURES.items()}


def measures_table(network: nx.Graph, scores: Mapping[str, Scores]) -> "pandas.DataFrame":
    """Return a row for each node: `node` (IRI), `label`, then a column for each measure, first by degree."""
    import pandas

    labels = [network.nodes[node].get("label", node) for node in network]
    table = pandas.DataFrame(
        {
            "node": list(network),
            "label": labels,
            **{name: [measure[node] for node in network] for name, measure in scores.items()},
        }
    )
    return table.sort_values(
        ["degree", "weighted-degree", "label"], ascending=[False, False, True], ignore_index=True
    )


def _with_lengths(network: nx.Graph) -> nx.Graph:
    lengths = nx.Graph()
    lengths.add_nodes_from(network)
    lengths.add_edges_from(
        (a, b, {"length": 1 / tie.get("weight", 1)}) for a, b, tie in network.edges(data=True)
    )
    return lengths
