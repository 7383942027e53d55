"""From features of pairs to a score: a stacked learner where links are enough, else an average of ranks.

Both are told nothing but a network (`Known`) and score pairs of its nodes; the learner makes its own
examples by hiding links of that network, one part after another.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from .link_attributes import TRAITS, Traits
from .link_candidates import LISTED, Booleans, Space
from .link_features import FEATURES, Floats, Indices, Topology, features

COLUMNS = (*FEATURES, *TRAITS)
ENOUGH = 60  # links (`Known.counted`) from which the network can teach
_PARTS = 10  # a tenth of the links is hidden at a time
_EXAMPLES = 3_000  # hidden links learnt from, at most
_OTHERS = (3, 30)  # pairs without a link for each: at least; at most, up to `_WANTED` of them
_WANTED = 1_000
_FOLDS = 4
_NO_PATH = 5.0  # the distance where no path leads, for a model
# the scores whose ranks are averaged without a learner
_RANKED = ("resource_allocation", "local_path", "paths_of_three", "katz")


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a network: its links, what its nodes say, and which pairs may be linked.

    `grouped` are the links that only say that two nodes are in one group: all pairs of a group are linked.
    """

    topology: Topology
    traits: Traits
    space: Space
    grouped: Indices = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int64))

    @property
    def counted(self) -> int:
        """Return how many links between pairs that may be linked; a group of n nodes counts for n - 1."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        links = self.space.links(self.topology)
        grouped = links[self.topology.among(links, self.grouped)]
        size = len(self.topology.nodes)
        ties = coo_array((np.ones(len(grouped)), (grouped[:, 0], grouped[:, 1])), shape=(size, size))
        components = connected_components(ties, directed=False)[0] if size else 0
        return len(links) - len(grouped) + size - int(components)

    def features(self, pairs: Indices) -> Floats:
        """Return a row for each pair, a column for each of `COLUMNS`."""
        return np.column_stack([features(self.topology, pairs), self.traits.of(pairs)])

    def without(self, hidden: Indices) -> "Known":
        """Return the same without some links."""
        return replace(self, topology=self.topology.without(hidden))


class Scorer(Protocol):
    """What gives pairs a score in [0, 1] from their features."""

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        ...


def scorer(known: Known, seed: int) -> "Stacked | Aggregated":
    """Return what the network bears: a learner from `ENOUGH` links and as many pairs without, else ranks."""
    others = known.space.count - len(known.space.links(known.topology))
    if known.counted >= ENOUGH and others >= ENOUGH:
        return Stacked.taught(known, seed)
    return Aggregated()


@dataclass(frozen=True)
class Aggregated:
    """An average of ranks, for a network too small to teach: nothing is fitted.

    The rank of a pair by a score, in [0, 1], is the share of the others that it outranks, a tie for half.
    Its score, in [0, 1], is the mean of two voices (Borda's count): its mean rank by the local and path-based
    scores, and its mean rank by what the nodes say, over those that tell pairs apart.

    References
    ----------
    C. Dwork, R. Kumar, M. Naor, D. Sivakumar, Rank aggregation methods for the web, WWW10, 613-622 (2001),
    doi:10.1145/371920.372165
    """

    kind = "aggregated"

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row among the rows given."""
        voices = []
        for names in (_RANKED, TRAITS):
            columns = [table[:, COLUMNS.index(name)] for name in names]
            telling = [_ranks(column) for column in columns if _varying(column)]
            if telling:
                voices.append(np.mean(telling, axis=0))
        return np.mean(voices, axis=0) if voices else np.full(len(table), 0.5)


class Stacked:
    """Three logistic regressions and a forest, stacked on what each says out of its fold, then calibrated.

    Examples: each tenth of the links is hidden in turn (as many tenths as `_EXAMPLES` links take), and the
    features of the hidden links, and of three to thirty times as many pairs without a link, are those of
    the network without them. Of the latter, those with a path of two links, of three and of none are drawn
    alike, and weighted so that they stand for all pairs. A score is the probability that a pair is one of
    the links, were a tenth of the network's links hidden among its pairs without one.

    References
    ----------
    A. Ghasemian, H. Hosseinmardi, A. Galstyan, E. M. Airoldi, A. Clauset, Stacking models for nearly optimal
    link prediction in complex networks, PNAS 117, 23393-23400 (2020), doi:10.1073/pnas.1914950117

    D. H. Wolpert, Stacked generalization, Neural Netw. 5, 241-259 (1992), doi:10.1016/S0893-6080(05)80023-1
    """

    kind = "learned"

    def __init__(self, models: "list[Any]", top: Any, scale: Any) -> None:
        self._models, self._top, self._scale = models, top, scale

    @classmethod
    def taught(cls, known: Known, seed: int) -> "Stacked":
        """Return the learner, taught by the network's own hidden links."""
        table, linked, weights = examples(known, seed)
        table = _levelled(table)
        mild = _balanced(
            linked, np.sqrt(weights)
        )  # the near pairs, the harder ones, still count in the models
        models = _models(seed)
        said = np.column_stack([_out_of_fold(model, table, linked, mild, seed) for model in models])
        for model in models:
            _fit(model, table, linked, mild)
        top, scale = _logistic(0.1), _logistic(1e6)
        _fit(top, _logits(said), linked, _balanced(linked, weights))
        _fit(scale, top.decision_function(_logits(said))[:, None], linked, weights)
        return cls(models, top, scale)

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        told = np.zeros(len(table))
        for start in range(0, len(table), 50_000):
            block = _levelled(table[start : start + 50_000])
            said = np.column_stack([model.predict_proba(block)[:, 1] for model in self._models])
            stacked = self._top.decision_function(_logits(said))
            told[start : start + 50_000] = self._scale.predict_proba(stacked[:, None])[:, 1]
        return told


def examples(known: Known, seed: int) -> tuple[Floats, Booleans, Floats]:
    """Return the features, whether a hidden link, and the weight of each pair to learn from.

    No link is in the network from which its features are computed.
    """
    chance = np.random.default_rng([seed, 1])
    links = known.space.links(known.topology)
    links = links[chance.permutation(len(links))]
    size = max(1, len(links) // _PARTS)
    parts = min(_PARTS, -(-_EXAMPLES // size))
    tables, linked, weights = [], [], []
    for part in np.array_split(links, _PARTS)[:parts]:
        hidden = part[:_EXAMPLES]
        observed = known.without(part)
        others, stand_for = _others(observed, known, _count(len(hidden)), chance)
        tables += [observed.features(hidden), others]
        linked += [np.full(len(hidden), True), np.full(len(others), False)]
        weights += [np.full(len(hidden), len(part) / len(hidden)), stand_for]
    return np.concatenate(tables), np.concatenate(linked), np.concatenate(weights)


def _others(observed: Known, known: Known, count: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the features of pairs without a link in the known network, and how many each stands for."""
    most = 3 * count if known.space.count <= LISTED else count  # in a large network nearly all are far apart
    drawn = chance.permutation(known.space.some(known.topology, most, chance))
    table = observed.features(drawn)
    distance = table[:, COLUMNS.index("distance")]
    left = known.space.count - len(known.space.links(known.topology))
    picked, stand_for = [], []
    for side in (distance == 2, distance == 3, distance >= 4):
        rows = np.flatnonzero(side)[: count // 3]
        picked.append(table[rows])
        stand_for.append(np.full(len(rows), left * side.mean() / max(1, len(rows))))
    if len(picked[0]) < count // 3:
        picked[0], stand_for[0] = _two_apart(observed, known, count // 3, chance)
    return np.concatenate(picked), np.concatenate(stand_for)


def _two_apart(
    observed: Known, known: Known, count: int, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return the same for pairs with a common neighbour, too rare to be met by drawing evenly.

    A path of two links is drawn evenly; a pair stands for so many the fewer such paths it has.
    """
    links, degrees = observed.topology.links, observed.topology.degrees
    paths = degrees * (degrees - 1)
    if not paths.any():
        return np.zeros((0, len(COLUMNS))), np.zeros(0)
    middle = chance.choice(len(degrees), size=count, p=paths / paths.sum())
    one = (chance.random(count) * degrees[middle]).astype(np.int64)
    other = (chance.random(count) * (degrees[middle] - 1)).astype(np.int64)
    other += other >= one
    starts = links.indptr[middle]
    pairs = np.sort(np.column_stack([links.indices[starts + one], links.indices[starts + other]]), axis=1)
    pairs = pairs[known.space.holds(pairs) & ~known.topology.linked(pairs)].astype(np.int64)
    table = observed.features(pairs)
    common = np.maximum(1.0, table[:, COLUMNS.index("common_neighbours")])
    return table, paths.sum() / 2 / count / common


def _count(hidden: int) -> int:
    """Return how many pairs without a link to set against hidden links."""
    fewest, most = _OTHERS
    return max(fewest * hidden, min(most * hidden, _WANTED))


def _models(seed: int) -> "list[Any]":
    """Return the models that the learner stacks, untaught."""
    from sklearn.ensemble import ExtraTreesClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    def logistic(strength: float, *before: Any) -> Any:
        return make_pipeline(*before, StandardScaler(), _logistic(strength))

    return [
        logistic(0.1),
        logistic(0.03, FunctionTransformer(_eased)),
        logistic(0.003, FunctionTransformer(_eased)),
        ExtraTreesClassifier(50, min_samples_leaf=15, max_features=0.5, random_state=seed),
    ]


def _logistic(strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, solver="newton-cholesky")


def _fit(model: Any, table: Floats, linked: Booleans, weights: Floats) -> None:
    step = f"{model.steps[-1][0]}__" if hasattr(model, "steps") else ""
    model.fit(table, linked, **{f"{step}sample_weight": weights})


def _out_of_fold(model: Any, table: Floats, linked: Booleans, weights: Floats, seed: int) -> Floats:
    """Return what the model says of each example without having learnt from it."""
    from sklearn.base import clone

    fold, said = _folds(linked, seed), np.zeros(len(linked))
    for number in range(_FOLDS):
        other = clone(model)
        _fit(other, table[fold != number], linked[fold != number], weights[fold != number])
        said[fold == number] = other.predict_proba(table[fold == number])[:, 1]
    return said


def _balanced(linked: Booleans, weights: Floats) -> Floats:
    """Return the weights scaled so that links and others weigh as much."""
    sums = np.where(linked, weights[linked].sum(), weights[~linked].sum())
    return np.asarray(weights / np.maximum(sums, 1e-12) * linked.sum())


def _folds(linked: Booleans, seed: int) -> Indices:
    """Return the fold of each example, links and others dealt out alike."""
    chance = np.random.default_rng([seed, 2])
    fold = np.zeros(len(linked), dtype=np.int64)
    for side in (linked, ~linked):
        rows = np.flatnonzero(side)
        fold[rows] = chance.permutation(len(rows)) % _FOLDS
    return fold


def _levelled(table: Floats) -> Floats:
    """Return the features with a finite distance, and the degrees also as logarithms."""
    told = table.copy()
    distance = told[:, COLUMNS.index("distance")]
    distance[~np.isfinite(distance)] = _NO_PATH
    degrees = [COLUMNS.index(name) for name in ("preferential_attachment", "lower_degree", "higher_degree")]
    return np.column_stack([told, np.log1p(told[:, degrees])])


def _eased(table: Floats) -> Floats:
    return np.asarray(np.sign(table) * np.log1p(10 * np.abs(table)))


def _logits(chances: Floats) -> Floats:
    held = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)))


def _varying(column: Floats) -> bool:
    return bool(len(column)) and bool((column != column[:1]).any())


def _ranks(column: Floats) -> Floats:
    """Return for each value the share of the others that it outranks, ties for a half."""
    _, place, counts = np.unique(np.round(column, 9), return_inverse=True, return_counts=True)
    outranked = np.cumsum(counts) - (counts + 1) / 2
    return np.asarray(outranked[place] / max(1, len(column) - 1))
