"""From features of pairs to a score: a stacked learner, or an average of ranks where links are too few.

Both are told nothing but a network (`Known`) and score pairs of its nodes; the learner makes its own
examples by hiding links of that network, one part after another.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .link_attributes import TRAITS
from .link_candidates import Booleans
from .link_examples import Examples, examples
from .link_features import Floats, Indices
from .link_known import COLUMNS, Known

_FOLDS = 4
_NO_PATH = 5.0  # the distance where no path leads, for a model
# the scores whose ranks are averaged without a learner
_RANKED = ("resource_allocation", "local_path", "paths_of_three", "katz")


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

    kind, by = "aggregated", ""

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

    A fold holds all examples of a pair: what a model says of a pair it has not learnt from that pair. A score
    is the probability that a pair is one of the links, were a tenth of the network's links hidden among its
    pairs without one.

    References
    ----------
    A. Ghasemian, H. Hosseinmardi, A. Galstyan, E. M. Airoldi, A. Clauset, Stacking models for nearly optimal
    link prediction in complex networks, PNAS 117, 23393-23400 (2020), doi:10.1073/pnas.1914950117

    D. H. Wolpert, Stacked generalization, Neural Netw. 5, 241-259 (1992), doi:10.1016/S0893-6080(05)80023-1
    """

    kind, by = "learned", ""

    def __init__(self, models: "list[Any]", top: Any, scale: Any) -> None:
        self._models, self._top, self._scale = models, top, scale

    @classmethod
    def taught(cls, known: Known, seed: int) -> "Stacked":
        """Return the learner, taught by the network's own hidden links."""
        return cls.learnt(examples(known, seed), seed)[0]

    @classmethod
    def learnt(cls, told: Examples, seed: int) -> "tuple[Stacked, Floats]":
        """Return the learner, and what it says of each example by models that did not learn from it."""
        table, linked = _levelled(told.table), told.linked
        # the near pairs, the harder ones, still count in the models
        mild = _balanced(linked, np.sqrt(told.weights))
        models, fold = _models(seed), _folds(told, seed)
        said = np.column_stack([_out_of_fold(model, table, linked, mild, fold) for model in models])
        for model in models:
            fit(model, table, linked, mild)
        top, scale = logistic(0.1), logistic(1e6)
        fit(top, logits(said), linked, _balanced(linked, told.weights))
        stacked = top.decision_function(logits(said))
        fit(scale, stacked[:, None], linked, told.weights)
        return cls(models, top, scale), np.asarray(scale.predict_proba(stacked[:, None])[:, 1])

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        told = np.zeros(len(table))
        for start in range(0, len(table), 50_000):
            block = _levelled(table[start : start + 50_000])
            said = np.column_stack([model.predict_proba(block)[:, 1] for model in self._models])
            stacked = self._top.decision_function(logits(said))
            told[start : start + 50_000] = self._scale.predict_proba(stacked[:, None])[:, 1]
        return told


def _models(seed: int) -> "list[Any]":
    """Return the models that the learner stacks, untaught."""
    from sklearn.ensemble import ExtraTreesClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    def scaled(strength: float, *before: Any) -> Any:
        return make_pipeline(*before, StandardScaler(), logistic(strength))

    return [
        scaled(0.1),
        scaled(0.03, FunctionTransformer(eased)),
        scaled(0.003, FunctionTransformer(eased)),
        ExtraTreesClassifier(50, min_samples_leaf=15, max_features=0.5, random_state=seed),
    ]


def logistic(strength: float) -> Any:
    """Return a logistic regression, untaught, the more held back the smaller `strength`."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, solver="newton-cholesky")


def fit(model: Any, table: Floats, linked: Booleans, weights: Floats) -> None:
    """Teach a model, or the last step of several, from weighted examples."""
    step = f"{model.steps[-1][0]}__" if hasattr(model, "steps") else ""
    model.fit(table, linked, **{f"{step}sample_weight": weights})


def _out_of_fold(model: Any, table: Floats, linked: Booleans, weights: Floats, fold: Indices) -> Floats:
    """Return what the model says of each example without having learnt from it."""
    from sklearn.base import clone

    said = np.zeros(len(linked))
    for number in range(_FOLDS):
        other = clone(model)
        fit(other, table[fold != number], linked[fold != number], weights[fold != number])
        said[fold == number] = other.predict_proba(table[fold == number])[:, 1]
    return said


def _balanced(linked: Booleans, weights: Floats) -> Floats:
    """Return the weights scaled so that links and others weigh as much."""
    sums = np.where(linked, weights[linked].sum(), weights[~linked].sum())
    return np.asarray(weights / np.maximum(sums, 1e-12) * linked.sum())


def _folds(told: Examples, seed: int) -> Indices:
    """Return the fold of each example: that of its pair, links and others dealt out alike."""
    chance = np.random.default_rng([seed, 2])
    fold = np.zeros(len(told.linked), dtype=np.int64)
    for side in (told.linked, ~told.linked):
        pairs, place = np.unique(told.keys[side], return_inverse=True)
        fold[side] = (chance.permutation(len(pairs)) % _FOLDS)[place]
    return fold


def _levelled(table: Floats) -> Floats:
    """Return the features with a finite distance, and the degrees also as logarithms."""
    told = table.copy()
    distance = told[:, COLUMNS.index("distance")]
    distance[~np.isfinite(distance)] = _NO_PATH
    degrees = [COLUMNS.index(name) for name in ("preferential_attachment", "lower_degree", "higher_degree")]
    return np.column_stack([told, np.log1p(told[:, degrees])])


def eased(table: Floats) -> Floats:
    """Return figures that spread over orders of magnitude, brought nearer."""
    return np.asarray(np.sign(table) * np.log1p(10 * np.abs(table)))


def logits(chances: Floats) -> Floats:
    """Return the logarithm of the odds, chances of 0 and 1 brought inside."""
    held = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held / (1 - held)))


def _varying(column: Floats) -> bool:
    return bool(len(column)) and bool((column != column[:1]).any())


def _ranks(column: Floats) -> Floats:
    """Return for each value the share of the others that it outranks, ties for a half."""
    _, place, counts = np.unique(np.round(column, 9), return_inverse=True, return_counts=True)
    outranked = np.cumsum(counts) - (counts + 1) / 2
    return np.asarray(outranked[place] / max(1, len(column) - 1))
