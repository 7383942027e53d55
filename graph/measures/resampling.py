"""The same measure on halves of a network's links: how far a score hangs on which links were documented.

A simple network cannot hold a link twice, as a draw with replacement asks: each replicate keeps a random half
of the independent facts, without replacement. Half-samples have the variance of the bootstrap where a score
is a sum over links.

References
----------
P. J. McCarthy, Pseudo-replication: half samples, Rev. Int. Stat. Inst. 37, 239-264 (1969),
doi:10.2307/1402116
J. Shao, C. F. J. Wu, A general theory for jackknife variance estimation, Ann. Stat. 17, 1176-1197 (1989),
doi:10.1214/aos/1176347263
D. Lusseau, H. Whitehead, S. Gero, Incorporating uncertainty into the study of animal social networks, Anim.
Behav. 75, 1809-1815 (2008), doi:10.1016/j.anbehav.2007.10.029 (resampling the observations behind links)
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from .adjacency import weight
from .basis import Link, grounds, label, ordered
from .compiled import Compiled, compiled

if TYPE_CHECKING:
    import numpy

    Array = numpy.ndarray[Any, Any]

Node = Hashable
Measure = Callable[[nx.Graph], Mapping[Any, float]]
COMPARED = 1000  # nodes, the highest, that are told apart two by two; the others make the last group
SAME = 1e-9  # of the greatest score; what is nearer is equal but for rounding


@dataclass(frozen=True)
class Halved:
    """The scores of nodes on the whole network and on halves of its facts, the highest on the whole first.

    Attributes
    ----------
    nodes
        In that order; equal scores by name.
    scores
        A score a node, equal ones equal whatever the rounding; 0 where the measure gives none (NaN).
    drawn
        The same on each half: an array, a row a half.
    """

    nodes: Sequence[Node]
    scores: "Array"
    drawn: "Array"

    def intervals(self, confidence: float) -> "Array":
        """Return the scores between which halves fall, brought to the mean of the whole: low, high."""
        total = float(self.drawn.sum()) / len(self.drawn)
        scale = float(self.scores.sum()) / total if total else 1.0
        return within(self.drawn * scale, confidence)

    def ranks(self) -> "Array":
        """Return the rank of each node, 1 the highest; equal scores share the mean of their ranks."""
        from scipy.stats import rankdata

        return _array(rankdata(-self.scores))

    def rank_intervals(self, confidence: float) -> "Array":
        """Return the ranks between which halves put each node: two rows, low and high."""
        from scipy.stats import rankdata

        return within(rankdata(-self.drawn, axis=1), confidence)

    def sizes(self, confidence: float) -> list[int]:
        """Return the sizes of the groups that halves tell apart, the first first (see `rank_groups`)."""
        count = min(len(self.nodes), COMPARED)
        if not count:
            return []
        apart, sizes, start = self._apart(count, confidence), [], 0
        cuts = self._cuts(confidence)
        while start < count:
            last = max(start, *(other for other in range(start, count) if not apart[start, other]))
            while last + 1 < count and self.scores[last + 1] == self.scores[last]:
                last += 1
            end = min([last + 1, *(cut for cut in cuts if cut > start)])
            sizes.append(end - start)
            start = end
        sizes[-1] += len(self.nodes) - count
        return sizes

    def _cuts(self, confidence: float) -> list[int]:
        """Return where the intervals of ranks of those above and of those below have nothing in common."""
        import numpy

        low, high = self.rank_intervals(confidence)
        worst, best = numpy.maximum.accumulate(high), numpy.minimum.accumulate(low[::-1])[::-1]
        return [int(cut) for cut in numpy.flatnonzero(worst[:-1] < best[1:]) + 1]

    def _apart(self, count: int, confidence: float) -> "Array":
        """Return whether each of the first nodes is told to score more than each other: count x count.

        Nodes that score alike on every half are compared once: differences and errors are the same.
        """
        import numpy

        _, first, kind = numpy.unique(self.drawn[:, :count], axis=1, return_index=True, return_inverse=True)
        drawn, means = self.drawn[:, first], self.drawn[:, first].mean(axis=0)
        gaps = drawn - means
        shared = gaps.T @ gaps / max(1, len(gaps) - 1)
        spread = numpy.maximum(numpy.diag(shared), self.drawn.var(axis=0, ddof=1).mean())
        errors = numpy.sqrt(numpy.maximum(spread[:, None] + spread[None, :] - 2 * shared, 0))
        known = errors > SAME * max(float(errors.max()), SAME)
        inverse = numpy.divide(1, errors, out=numpy.zeros_like(errors), where=known)
        numpy.fill_diagonal(inverse, 0)
        largest = [float((numpy.abs(gap[:, None] - gap[None, :]) * inverse).max()) for gap in gaps]
        beyond = (means[:, None] - means[None, :]) * inverse > numpy.quantile(largest, confidence)
        return _array(beyond[numpy.ix_(kind.ravel(), kind.ravel())])


def halved(network: nx.Graph, measure: Measure, count: int, seed: int) -> Halved:
    """Return the scores of the network's nodes, and those on `count` halves of its facts."""
    nodes = ordered(network)
    drawn = [scored(half, measure, nodes) for half in halves(network, count, seed)]
    return _sorted(network, nodes, scored(network, measure, nodes), drawn)


def halved_together(
    read: Compiled,
    measures: Mapping[str, Callable[[Compiled], Mapping[Any, float]]],
    count: int,
    seed: int,
    networks: bool = True,
) -> dict[str, Halved]:
    """Return measure -> its scores on the whole and on halves, the same halves for all of them.

    Parameters
    ----------
    networks
        Whether a measure reads the `network` of what it is given: otherwise none is made for the halves.
    """
    nodes = ordered(read.network)
    drawn: dict[str, list[Array]] = {name: [] for name in measures}
    for half in _compiled_halves(read, count, seed, networks):
        for name, measure in measures.items():
            drawn[name].append(scored(half, measure, nodes))
    return {
        name: _sorted(read.network, nodes, scored(read, measure, nodes), drawn[name])
        for name, measure in measures.items()
    }


def _sorted(network: nx.Graph, nodes: Sequence[Node], scores: "Array", drawn: Sequence["Array"]) -> Halved:
    import numpy

    places = sorted(range(len(nodes)), key=lambda at: (-scores[at], label(network, nodes[at]).casefold(), at))
    rows = numpy.array(drawn).reshape(len(drawn), len(nodes))
    return Halved([nodes[at] for at in places], scores[places], rows[:, places])


def scored(network: Any, measure: Callable[[Any], Mapping[Any, float]], nodes: Sequence[Node]) -> "Array":
    """Return the scores of nodes, those equal but for rounding made equal, 0 for NaN."""
    import numpy

    scores = measure(network)
    row = numpy.nan_to_num(numpy.array([float(scores[node]) for node in nodes]))
    step = SAME * float(numpy.abs(row).max(initial=0.0))
    return _array(numpy.round(row / step) * step) if step else row


def halves(network: nx.Graph, count: int, seed: int) -> Iterator[nx.Graph]:
    """Yield `count` networks of the same nodes, each with half of the facts (see `basis.grounds`) drawn anew.

    A link that several facts make is there if one of them is drawn, its weight in proportion. Of an odd
    number of facts, the smaller and the greater half are as likely.
    """
    made = grounds(network)
    nodes = [(node, network.nodes[node]) for node in ordered(network)]
    links = [(link, held, network.edges[link]) for link, held in made.items()]
    for drawn in _draws(made, count, seed):
        half = network.__class__(**network.graph)
        half.add_nodes_from(nodes)
        half.add_edges_from(
            (*link, _share(link, tie, held, drawn)) for link, held, tie in links if not drawn.isdisjoint(held)
        )
        yield half


def _draws(made: Mapping[Link, Sequence[Hashable]], count: int, seed: int) -> Iterator[set[Hashable]]:
    """Yield `count` random halves of the facts that make links."""
    import numpy

    random = numpy.random.default_rng(seed)
    facts = list(dict.fromkeys(ground for held in made.values() for ground in held))
    for _ in range(count):
        size = (len(facts) + int(random.integers(2))) // 2
        yield {facts[position] for position in random.permutation(len(facts))[:size]}


def _compiled_halves(read: Compiled, count: int, seed: int, networks: bool) -> Iterator[Compiled]:
    """Yield the halves of `halves`, compiled; without `networks`, all bear the network of the whole."""
    import numpy
    from scipy import sparse

    if networks:
        yield from map(compiled, halves(read.network, count, seed))
        return
    made, number = grounds(read.network), {node: at for at, node in enumerate(read.nodes)}
    ends = numpy.array([[number[end] for end in link[:2]] for link in made], dtype=numpy.int64).reshape(-1, 2)
    weights = numpy.array([weight(link[0], link[1], read.network.edges[link]) for link in made])
    place: dict[Hashable, int] = {}
    of = [place.setdefault(fact, len(place)) for held in made.values() for fact in held]
    each = numpy.repeat(numpy.arange(len(made)), [len(held) for held in made.values()])
    shares = 1 / numpy.bincount(each, minlength=len(made))[each]
    holds = sparse.csr_array((shares, (each, numpy.array(of, dtype=numpy.int64))), (len(made), len(place)))
    for drawn in _draws(made, count, seed):
        chosen = numpy.zeros(len(place))
        chosen[[place[fact] for fact in drawn]] = 1
        left = weights * (holds @ chosen)
        one, other = ends[left > 0].T
        cells = (numpy.tile(left[left > 0], 2), (numpy.append(one, other), numpy.append(other, one)))
        matrix = sparse.csr_array(sparse.coo_array(cells, shape=read.matrix.shape))
        matrix.sort_indices()
        yield Compiled(read.network, read.nodes, matrix)


def _share(link: Link, tie: dict[str, Any], held: Sequence[Hashable], drawn: set[Hashable]) -> dict[str, Any]:
    """Return what is known of a link, its weight in proportion to those of its facts that are drawn."""
    if len(held) == 1:
        return tie
    whole = weight(link[0], link[1], tie)
    return {**tie, "weight": whole * sum(ground in drawn for ground in held) / len(held)}


def within(drawn: "Array", confidence: float) -> "Array":
    """Return the values between which a share of the rows falls, for each column."""
    import numpy

    if not drawn.size:
        return numpy.zeros((2, drawn.shape[1]))
    tails = [(1 - confidence) / 2, (1 + confidence) / 2]
    return _array(numpy.quantile(drawn, tails, axis=0, method="inverted_cdf"))


def _array(values: Any) -> "Array":
    import numpy

    return numpy.asarray(values)
