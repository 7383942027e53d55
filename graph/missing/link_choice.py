"""Which method ranks the pairs of a network: the one that finds its own hidden links best."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from .link_examples import Examples, examples
from .link_features import Floats
from .link_known import COLUMNS, Known
from .link_learner import Aggregated, Stacked, eased, fit, logistic, logits

ENOUGH = 60  # links (`Known.counted`) from which the network can teach
SIMPLE = ("common_neighbours", "adamic_adar", "resource_allocation")  # the single scores to choose from
_FINE = 1e-6  # what the learner adds to a single score: enough to tell apart those that are equal


class Scorer(Protocol):
    """What gives pairs a score in [0, 1] from their features: `kind`, and `by` which single score."""

    kind: str
    by: str

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        ...


class Joined:
    """What a learner says and what a single score says, their logits added, then calibrated."""

    kind, by = "learned", ""

    def __init__(self, told: Examples, said: Floats, single: "Single") -> None:
        self._single = single
        self._scale = logistic(1e6)
        fit(self._scale, self._sums(told.table, said), told.linked, told.weights)
        self.said = self._scale.predict_proba(self._sums(told.table, said))[:, 1]

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        sums = self._sums(table, self._single.learner.scores(table))
        return np.asarray(self._scale.predict_proba(sums)[:, 1])

    def _sums(self, table: Floats, said: Floats) -> Floats:
        return np.asarray(logits(said) + self._single.logits(table))[:, None]


class Single:
    """A single score, read as a probability; where it is equal, what a learner says decides.

    The probability is that of `Stacked`, by a logistic regression on the score alone.
    """

    kind = "single"

    def __init__(self, told: Examples, said: Floats, by: str, learner: Stacked) -> None:
        self.by, self.learner, self._scale = by, learner, logistic(1e6)
        fit(self._scale, _column(told.table, by), told.linked, told.weights)
        self.said = self._finely(told.table, said)

    def scores(self, table: Floats) -> Floats:
        """Return the score of each row."""
        return self._finely(table, self.learner.scores(table))

    def logits(self, table: Floats) -> Floats:
        """Return the logarithm of the odds of each row."""
        return np.asarray(self._scale.decision_function(_column(table, self.by)))

    def _finely(self, table: Floats, said: Floats) -> Floats:
        return np.asarray(self._scale.predict_proba(_column(table, self.by))[:, 1] * (1 + _FINE * (said - 1)))


def bears(known: Known) -> bool:
    """Return whether a network can teach: `ENOUGH` links, and as many pairs without one."""
    others = known.space.count - len(known.space.links(known.topology))
    return known.counted >= ENOUGH and others >= ENOUGH


def scorer(known: Known, seed: int, teaches: bool | None = None) -> Scorer:
    """Return what ranks the pairs of a network best, as far as its own hidden links tell.

    Where it can teach: the learner joined with a single score; the learner alone, or else the best single
    score, where it does better by more than a standard error. What is compared is the average precision on
    each tenth of the links, hidden in turn; what is said of an example was learnt from others. Where it
    cannot: an average of ranks.

    Parameters
    ----------
    teaches
        Whether it can; by default, whether it `bears` to. Whoever hides links of a network to try what ranks
        it says so of the whole network, so that what is tried is what ranks.
    """
    if not (bears(known) if teaches is None else teaches):
        return Aggregated()
    told = examples(known, seed)
    learner, said = Stacked.learnt(told, seed)
    singles = [Single(told, said, name, learner) for name in SIMPLE]
    found, worth = _best([Joined(told, said, each) for each in singles[1:]], told)
    for other, values in ((learner, average_precisions(told, said)), _best(singles, told)):
        if _is_better(values, worth):
            found, worth = other, values
    return found


def _best(candidates: Sequence["Joined | Single"], told: Examples) -> tuple[Scorer, Floats]:
    """Return the candidate with the best average precision on average, and it on each part."""
    tried = [(each, average_precisions(told, each.said)) for each in candidates]
    return max(tried, key=lambda each: float(each[1].mean()))


def _is_better(values: Floats, others: Floats) -> bool:
    """Return whether figures, part by part, are above others by more than a standard error."""
    gains = values - others
    return len(gains) > 1 and bool(gains.mean() > gains.std(ddof=1) / np.sqrt(len(gains)))


def average_precisions(told: Examples, scores: Floats) -> Floats:
    """Return the average precision of scores on each part of the links hidden, in [0, 1]."""
    from sklearn.metrics import average_precision_score

    values = []
    for number in np.unique(told.part):
        rows = told.part == number
        values.append(
            average_precision_score(told.linked[rows], scores[rows], sample_weight=told.weights[rows])
        )
    return np.array(values)


def _column(table: Floats, name: str) -> Floats:
    return eased(table[:, [COLUMNS.index(name)]])
