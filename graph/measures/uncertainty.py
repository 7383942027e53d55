"""Which differences between scores mean something: on what they stand, and what another half would say.

Intervals and groups come from halves of the documented links (`resampling`), significance from networks with
the same number of links at each node (`null_model`). Both are seeded: the same seed gives the same figures,
in whatever order the nodes come.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from ...errors import BadParameter, UnknownName
from ...messages import plural, text
from .basis import Basis, basis, label, ordered
from .centrality import MEASURES
from .null_model import Mixing, null_networks
from .resampling import SAME, Halved, Measure, halved, scored, within

if TYPE_CHECKING:
    import numpy
    import pandas

    Array = numpy.ndarray[Any, Any]

__all__ = ["Basis", "Groups", "Significance", "basis", "bootstrap", "rank_groups", "significance"]

Node = Hashable
COLUMNS = ("node", "label", "score", "low", "high", "rank", "rank_low", "rank_high")
NULL_COLUMNS = ("node", "label", "score", "expected", "low", "high", "p", "p_adjusted")
_RARE = 0.05  # the chance of telling, from networks of chance alone, that some score means something
_NAMED = 5  # nodes that a sentence names


@dataclass(frozen=True)
class Groups:
    """Nodes by what the links tell apart; `sentence` says it.

    Attributes
    ----------
    groups
        The nodes of each group, those of the highest scores first, by name inside a group. Each group is
        told from the first of the groups before it; inside a group, nothing is. A single group: no ranking.
    table
        As `bootstrap`, with the `group` of each node, from 1.
    basis
        On what this stands.
    """

    groups: tuple[tuple[Node, ...], ...]
    table: "pandas.DataFrame"
    basis: Basis
    _network: nx.Graph = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Return who may be said above whom, in the language spoken now."""
        if len(self.groups) < 2:
            nothing = text("uncertainty.none")
            return nothing if self.basis.enough else f"{self.basis.verdict} {nothing}"
        levels = [_said(self._network, group, self.basis.counted) for group in self.groups]
        together = reduce(lambda first, last: text("uncertainty.then", first=first, last=last), levels)
        return text("uncertainty.levels", count=len(levels), levels=together)


@dataclass(frozen=True)
class Significance:
    """Which scores the number of links of each node does not explain; `sentence` says it.

    Attributes
    ----------
    table
        A row a node, the least likely first: `node`, `label`, `score`, `expected` (the mean over networks of
        the same degrees), `low`, `high` (where 95 % of them fall, or as asked), `p` (how often chance is as
        far, on the same side, doubled) and `p_adjusted` (how often chance is as far for some node, whichever:
        up to 0.05, the score means something).
    mixing
        How well the networks were shuffled.
    """

    table: "pandas.DataFrame"
    mixing: Mixing
    _network: nx.Graph = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Return whose score is more than its number of links, in the language spoken now."""
        if not self.mixing.possible:
            return text("uncertainty.rigid")
        if not self.mixing.mixed:
            return text("uncertainty.unmixed")
        told = self.table[self.table["p_adjusted"] <= _RARE]
        if told.empty:
            return text("uncertainty.expected")
        return plural("uncertainty.beyond.", len(told), names=_listed(list(told["label"])))


def bootstrap(
    network: nx.Graph,
    measure: str | Measure,
    replicates: int = 200,
    seed: int = 1,
    confidence: float = 0.95,
) -> "pandas.DataFrame":
    """Return the scores and ranks of nodes, with the intervals in which halves of the links put them.

    Parameters
    ----------
    measure
        A name in `centrality.MEASURES`, or a function network -> node -> score.
    replicates, seed
        How many halves are drawn, and from where.
    confidence
        The share of them that an interval holds, in ]0, 1[.

    Returns
    -------
    pandas.DataFrame
        `node`, `label`, `score`, `low`, `high` (percentiles of the scores of the halves, brought to the same
        mean as those of the whole), `rank` (1 is the highest; equal scores share the mean of their ranks),
        `rank_low`, `rank_high` (percentiles of ranks), the highest first.

    Raises
    ------
    UnknownName, BadParameter
        For an unknown measure; for a number out of range.

    References
    ----------
    See `resampling`.
    """
    return _table(network, _halved(network, measure, replicates, seed, confidence), confidence)


def rank_groups(
    network: nx.Graph,
    measure: str | Measure,
    replicates: int = 200,
    seed: int = 1,
    confidence: float = 0.95,
) -> Groups:
    """Return the groups of nodes that the links tell apart, and one group of all when they are too few.

    A group takes, from the highest score left, all nodes down to the last that cannot be told from it. Two
    nodes are told apart when their difference, in its standard error over halves of the links, is beyond what
    the largest of all such differences reaches by chance in `confidence` of the halves; the standard error of
    a node is at least that of the average node, since few links vary little. On networks drawn at random, at
    most 1 - confidence are wrongly split.

    Raises
    ------
    UnknownName, BadParameter
        As `bootstrap`.

    References
    ----------
    M. Mogstad, J. P. Romano, A. M. Shaikh, D. Wilhelm, Inference for ranks with applications to mobility
    across neighbourhoods and academic achievement across countries, Rev. Econ. Stud. 91, 476-518 (2024),
    doi:10.1093/restud/rdad006 (simultaneous confidence sets for ranks)
    """
    held, drawn = basis(network), _halved(network, measure, replicates, seed, confidence)
    sizes = drawn.sizes(confidence) if held.enough else [len(drawn.nodes)]
    table, ends = _table(network, drawn, confidence), [0, *accumulate(sizes)]
    table["group"] = [number for number, size in enumerate(sizes, 1) for _ in range(size)]
    groups = tuple(tuple(drawn.nodes[start:end]) for start, end in pairwise(ends) if end > start)
    return Groups(groups, table, held, network)


def significance(
    network: nx.Graph,
    measure: str | Measure,
    replicates: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Significance:
    """Return which scores differ from those of networks where each node has as many links, drawn at random.

    Fewer than some 500 replicates leave `p_adjusted` to luck; the arguments are those of `bootstrap`.

    Raises
    ------
    UnknownName, BadParameter
        As `bootstrap`; for a network with directions, parallel links or loops.

    References
    ----------
    B. Phipson, G. K. Smyth, Permutation p-values should never be zero, Stat. Appl. Genet. Mol. Biol. 9, 39
    (2010), doi:10.2202/1544-6115.1585 (`p`)
    P. H. Westfall, S. S. Young, Resampling-based multiple testing (1993), ISBN 978-0-471-55761-6
    (`p_adjusted`, by the largest standardized difference)
    """
    import numpy

    _check(replicates, confidence)
    function, nodes = _function(measure), ordered(network)
    networks, mixing = null_networks(network, replicates, seed)
    scores = scored(network, function, nodes)
    drawn = numpy.array([scored(each, function, nodes) for each in networks])
    drawn = drawn if drawn.size else numpy.array([scores])
    expected, low_high = drawn.mean(axis=0), within(drawn, confidence)
    p, adjusted = _chances(scores, drawn)
    columns = [scores, expected, *low_high, p, adjusted]
    rows = [
        (node, label(network, node), *told)
        for node, told in zip(nodes, zip(*columns, strict=True), strict=True)
    ]
    rows.sort(key=lambda row: (row[7], row[6], -abs(row[2] - row[3]), row[1].casefold(), str(row[0])))
    return Significance(_frame(rows, NULL_COLUMNS), mixing, network)


def _chances(scores: "Array", drawn: "Array") -> tuple["Array", "Array"]:
    """Return how often chance is as far from its mean as each score, and as the farthest of all of them."""
    import numpy

    count = len(drawn) + 1
    same = SAME * float(numpy.abs(drawn).max(initial=0))
    above = (drawn >= scores - same).sum(axis=0) + 1
    below = (drawn <= scores + same).sum(axis=0) + 1
    p = numpy.minimum(1, 2 * numpy.minimum(above, below) / count)
    every = numpy.vstack([scores, drawn])
    gaps, spread = numpy.abs(every - every.mean(axis=0)), every.var(axis=0)
    spread = numpy.sqrt(numpy.maximum(spread, spread.mean() if spread.size else 0))
    far = numpy.divide(gaps, spread, out=numpy.zeros_like(gaps), where=gaps > 1e-12 * (1 + numpy.abs(scores)))
    adjusted = (far.max(axis=1, initial=0)[:, None] >= far[0][None, :] - 1e-12).sum(axis=0) / count
    return p, adjusted


def _halved(
    network: nx.Graph, measure: str | Measure, replicates: int, seed: int, confidence: float
) -> Halved:
    _check(replicates, confidence)
    return halved(network, _function(measure), replicates, seed)


def _table(network: nx.Graph, drawn: Halved, confidence: float) -> "pandas.DataFrame":
    ranks = (drawn.ranks(), *drawn.rank_intervals(confidence))
    columns = zip(drawn.scores, *drawn.intervals(confidence), *ranks, strict=True)
    rows = [(node, label(network, node), *told) for node, told in zip(drawn.nodes, columns, strict=True)]
    return _frame(rows, COLUMNS)


def _frame(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> "pandas.DataFrame":
    import pandas

    table = pandas.DataFrame(rows, columns=list(columns))
    return table.astype(dict.fromkeys(columns[2:], float))


def _check(replicates: int, confidence: float) -> None:
    if replicates < 2 or not 0 < confidence < 1:
        raise BadParameter("uncertainty.range", where="replicates, confidence")


def _function(measure: str | Measure) -> Measure:
    if not isinstance(measure, str):
        return measure
    if measure not in MEASURES:
        raise UnknownName("uncertainty.measure", where=measure, known=", ".join(MEASURES))
    return MEASURES[measure]


def _said(network: nx.Graph, group: Sequence[Node], counted: str) -> str:
    """Return the names of a group, or how many they are."""
    if len(group) > _NAMED:
        return plural(f"uncertainty.level.{counted}.", len(group))
    return _listed([label(network, node) for node in group])


def _listed(labels: Sequence[str]) -> str:
    """Return names in a row: the first few, and how many others."""
    if len(labels) > _NAMED:
        return plural("uncertainty.others.", len(labels) - _NAMED, names=", ".join(labels[:_NAMED]))
    if len(labels) < 2:
        return "".join(labels)
    return text("robustness.and", first=", ".join(labels[:-1]), last=labels[-1])
