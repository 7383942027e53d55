"""Who is central: the usual measures of a network, each with its definition and its source.

Every function takes any networkx network (see `compiled.compiled` for how directions, parallel ties and ties
of a node with itself are read), or one already compiled, and returns node -> score. Weights are strengths:
the larger, the closer, so that a path's length is the sum of 1/weight over its ties. n is the number of
nodes, isolated ones included.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import LinearOperator, cg, eigsh

from . import paths
from .compiled import Array, Compiled, Scores, compiled, core_numbers

Network: TypeAlias = nx.Graph | Compiled
SAMPLED_FROM = 10_000  # nodes that paths join, beyond which betweenness is estimated
PIVOTS = 2_000  # sources that an estimate follows the paths of
_RISK = 0.05  # that some estimate is further off than its error
_DENSE = 50  # nodes, up to which eigenvectors are found all at once
_FOLLOW = 0.85  # how often the random walker follows a tie


class Estimate(dict):  # type: ignore[type-arg]
    """Scores that were estimated: node -> score, as any measure returns, and how far off they may be.

    Attributes
    ----------
    errors
        Node -> the most by which its score is off; all hold together with probability `confidence`.
    error
        The largest of them.
    pivots
        How many sources were drawn.
    """

    def __init__(self, scores: Scores, errors: Scores, pivots: int) -> None:
        super().__init__(scores)
        self.errors, self.pivots = errors, pivots
        self.error, self.confidence = max(errors.values(), default=0.0), 1 - _RISK


def degree(network: Network) -> Scores:
    """Return the number of neighbours of each node, in [0, n - 1]. Weights do not count.

    References
    ----------
    L. C. Freeman, Centrality in social networks, Social Networks 1, 215-239 (1978),
    doi:10.1016/0378-8733(78)90021-7
    """
    read = compiled(network)
    return read.scores(read.degrees)


def strength(network: Network) -> Scores:
    """Return the sum of the weights of the ties of each node, in [0, +inf[; 0 for an isolated node.

    References
    ----------
    A. Barrat et al., The architecture of complex weighted networks, PNAS 101, 3747-3752 (2004),
    doi:10.1073/pnas.0400087101
    """
    read = compiled(network)
    return read.scores(read.matrix.sum(axis=1))


def betweenness(network: Network, pivots: int | None = None, seed: int = 1) -> Scores:
    """Return the share of the shortest paths between two other nodes that pass through each node, in [0, 1].

    b(v) = 2 / ((n - 1)(n - 2)) * sum over pairs s, t of (shortest paths through v) / (shortest paths).
    Paths follow the strongest ties (length 1/weight); lengths that differ by less than 1e-10 of themselves
    are equal, since rounding alone can tell them apart; networkx takes such lengths as different, and its
    scores then hang on the order of sums (1.9e-3 apart on Zachary's weighted club). A pair without a path
    counts in the denominator, so that a disconnected network scores low; an isolated node scores 0.

    Parameters
    ----------
    pivots
        Estimate from the paths of as many sources, drawn with replacement; None: exact, or an estimate from
        `PIVOTS` sources when a component has more than `SAMPLED_FROM` nodes.
    seed
        Of the drawing.

    Returns
    -------
    Scores
        An `Estimate` when estimated. It is Brandes and Pich's, unbiased; its errors are empirical Bernstein
        bounds (Maurer and Pontil, theorem 4), that hold for all nodes at once with probability 0.95.

    Raises
    ------
    BadParameter
        For weights more than a milliard times apart.

    References
    ----------
    U. Brandes, A faster algorithm for betweenness centrality, J. Math. Sociol. 25, 163-177 (2001),
    doi:10.1080/0022250X.2001.9990249
    U. Brandes, C. Pich, Centrality estimation in large networks, Int. J. Bifurc. Chaos 17, 2303-2318 (2007),
    doi:10.1142/S0218127407018403
    A. Maurer, M. Pontil, Empirical Bernstein bounds and sample-variance penalization, COLT (2009),
    doi:10.48550/arXiv.0907.3740
    """
    if pivots is not None and pivots < 2:
        raise ValueError("pivots must be at least 2")
    read = compiled(network)
    pairs = max(1, (len(read) - 1) * (len(read) - 2)) / 2
    largest = np.bincount(read.components).max() if len(read) else 0
    if largest < 3 or (pivots is None and largest <= SAMPLED_FROM):
        return read.scores(paths.dependencies(read) / pairs)
    shares, errors = paths.sampled_dependencies(read, pivots or PIVOTS, seed, _RISK)
    return Estimate(read.scores(shares / pairs), read.scores(errors / pairs), pivots or PIVOTS)


def closeness(network: Network) -> Scores:
    """Return how near each node is to those it can reach, in [0, 1]; 0 for an isolated node.

    Wasserman and Faust's form for disconnected networks: (r / (n - 1)) * (r / sum of distances), r being
    the number of other nodes it reaches. Distances are counted in ties, whatever their weights.

    References
    ----------
    S. Wasserman, K. Faust, Social Network Analysis (1994), eq. 5.22, doi:10.1017/CBO9780511815478
    """
    read = compiled(network)
    reached, total, _ = paths.distances(read)
    return read.scores(_ratio(reached**2, total * (len(read) - 1)))


def harmonic(network: Network) -> Scores:
    """Return the sum over all other nodes of 1/distance, in [0, n - 1]; a node out of reach adds 0.

    It is how many neighbours would be as near as all the others are; unlike closeness, it compares nodes of
    different components. Distances are counted in ties, whatever their weights.

    References
    ----------
    P. Boldi, S. Vigna, Axioms for centrality, Internet Math. 10, 222-262 (2014),
    doi:10.1080/15427951.2013.865686
    """
    read = compiled(network)
    return read.scores(paths.distances(read)[2])


def eigenvector(network: Network) -> Scores:
    """Return the share of each node in the leading eigenvector of the weighted network, in [0, 1].

    Computed in the largest connected component (the first of its size by the words of its nodes); 0 outside
    it, where the eigenvector is not unique. The norm of the scores is 1, or 0 for a network without a tie.

    References
    ----------
    P. Bonacich, Factoring and weighting approaches to status scores and clique identification, J. Math.
    Sociol. 2, 113-120 (1972), doi:10.1080/0022250X.1972.9989806
    """
    read = compiled(network)
    values = np.zeros(len(read))
    if read.links:
        inside = np.flatnonzero(read.components == 0)
        whole = len(inside) == len(read)
        values[inside] = _leading(read.matrix if whole else read.matrix[inside][:, inside])
    return read.scores(values)


def pagerank(network: Network) -> Scores:
    """Return the share of a random walker's time spent at each node, in ]0, 1]; the scores sum to 1.

    The walker follows ties in proportion to their weights and, with probability 0.15 and always from an
    isolated node, jumps anywhere. An isolated node scores what such jumps bring it. The scores solve a linear
    system, here by conjugate gradients (`_visits`), to about thirteen digits.

    References
    ----------
    S. Brin, L. Page, The anatomy of a large-scale hypertextual web search engine, Comput. Netw. ISDN
    Syst. 30, 107-117 (1998), doi:10.1016/S0169-7552(98)00110-X
    """
    read = compiled(network)
    if not len(read):
        return {}
    visits = np.ones(len(read))
    tied = np.flatnonzero(read.degrees)
    visits[tied] = _visits(read.matrix if len(tied) == len(read) else read.matrix[tied][:, tied])
    return read.scores(visits / visits.sum())


def core_number(network: Network) -> Scores:
    """Return the largest k such that the node is in a group whose members each have k there, in [0, n - 1].

    0 for an isolated node. Weights do not count.

    References
    ----------
    S. B. Seidman, Network structure and minimum degree, Social Networks 5, 269-287 (1983),
    doi:10.1016/0378-8733(83)90028-X
    """
    read = compiled(network)
    return read.scores(core_numbers(read))


def clustering(network: Network) -> Scores:
    """Return the share of the pairs of neighbours of each node that are neighbours themselves, in [0, 1].

    c(v) = 2 T(v) / (d(v) (d(v) - 1)), with T triangles and d neighbours; 0 below two neighbours, where there
    is no pair. Weights do not count.

    References
    ----------
    D. J. Watts, S. H. Strogatz, Collective dynamics of small-world networks, Nature 393, 440-442 (1998),
    doi:10.1038/30918
    """
    read = compiled(network)
    return read.scores(_ratio(2 * paths.triangles(read), read.degrees * (read.degrees - 1.0)))


MEASURES: Mapping[str, Callable[[Network], Scores]] = {
    "degree": degree,
    "strength": strength,
    "betweenness": betweenness,
    "closeness": closeness,
    "harmonic": harmonic,
    "eigenvector": eigenvector,
    "pagerank": pagerank,
    "core-number": core_number,
    "clustering": clustering,
}


def measures(network: Network) -> dict[str, Scores]:
    """Return every measure of the network: measure -> node -> score."""
    read = compiled(network)
    return {name: measure(read) for name, measure in MEASURES.items()}


def _visits(matrix: sparse.csr_array) -> Array:
    """Return how often each node is visited by a walker who starts once from each and stops at a jump.

    x = 1 + a A x / strengths, a being the chance of following a tie. With x = S y, S the square roots of
    strengths, the system is symmetric and definite, of condition below (1 + a) / (1 - a).
    """
    roots = np.sqrt(matrix.sum(axis=1))
    scaled = matrix.copy()
    scaled.data = matrix.data * (_FOLLOW / np.repeat(roots, np.diff(matrix.indptr)) / roots[matrix.indices])
    system = LinearOperator(scaled.shape, matvec=lambda x: x - scaled @ x, dtype=float)
    found, _ = cg(system, 1 / roots, rtol=1e-13, atol=0, maxiter=200)
    return np.asarray(found * roots)


def _leading(matrix: sparse.csr_array) -> Array:
    """Return the leading eigenvector of a connected network, all above 0, of norm 1."""
    if matrix.shape[0] <= _DENSE:
        vector: Array = np.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        _, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(matrix.shape[0]), tol=0)
        vector = vectors[:, 0]
    return np.asarray(np.abs(vector))


def _ratio(above: Array, below: Array) -> Array:
    """Return above / below, 0 where below is 0."""
    return np.divide(above, below, out=np.zeros(len(above)), where=below > 0)
