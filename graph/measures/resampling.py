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
        """Return whether each of the first nodes is told to score more than each other: count x count."""
        import numpy

        means = self.drawn.mean(axis=0)
        gaps = self.drawn[:, :count] - means[:count]
        shared = gaps.T @ gaps / max(1, len(gaps) - 1)
        spread = numpy.maximum(numpy.diag(shared), self.drawn.var(axis=0, ddof=1).mean())
        errors = numpy.sqrt(numpy.maximum(spread[:, None] + spread[None, :] - 2 * shared, 0))
        known = errors > SAME * max(float(errors.max()), SAME)
        inverse = numpy.divide(1, errors, out=numpy.zeros_like(errors), where=known)
        numpy.fill_diagonal(inverse, 0)
        largest = [float((numpy.abs(gap[:, None] - gap[None, :]) * inverse).max()) for gap in gaps]
        beyond = (means[:count, None] - means[None, :count]) * inverse
        return _array(beyond > numpy.quantile(largest, confidence))


def halved(network: nx.Graph, measure: Measure, count: int, seed: int) -> Halved:
    """Return the scores of the network's nodes, and those on `count` halves of its facts."""
    import numpy

    nodes = ordered(network)
    scores = scored(network, measure, nodes)
    places = sorted(range(len(nodes)), key=lambda at: (-scores[at], label(network, nodes[at]).casefold(), at))
    nodes = [nodes[at] for at in places]
    drawn = [scored(half, measure, nodes) for half in halves(network, count, seed)]
    return Halved(nodes, scores[places], numpy.array(drawn).reshape(count, len(nodes)))


def scored(network: nx.Graph, measure: Measure, nodes: Sequence[Node]) -> "Array":
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
    import numpy

    made, random = grounds(network), numpy.random.default_rng(seed)
    facts = list(dict.fromkeys(ground for held in made.values() for ground in held))
    nodes = [(node, network.nodes[node]) for node in ordered(network)]
    links = [(link, held, network.edges[link]) for link, held in made.items()]
    for _ in range(count):
        size = (len(facts) + int(random.integers(2))) // 2
        drawn = {facts[position] for position in random.permutation(len(facts))[:size]}
        half = network.__class__(**network.graph)
        half.add_nodes_from(nodes)
        half.add_edges_from(
            (*link, _share(link, tie, held, drawn)) for link, held, tie in links if not drawn.isdisjoint(held)
        )
        yield half


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
