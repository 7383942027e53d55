"""Whether the missing links proposed are any good: links are hidden, and sought again without them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...messages import figure, plural, text
from .link_candidates import LISTED, Booleans, candidates
from .link_choice import ENOUGH, SIMPLE, Scorer, bears, scorer
from .link_features import Floats, Indices
from .link_known import COLUMNS, Known

if TYPE_CHECKING:
    import pandas

TELLING = ENOUGH  # links (`Known.counted`); with fewer, a tenth of them is not enough to measure by
TOP = 10  # candidates: as many as a person would look at
OURS = "ours"
BASELINES = SIMPLE
MEASURES = ("auc", "average_precision", "precision_at_10")
_DRAWN = 10_000  # pairs without a link that stand for all, where there are more than `LISTED`
_COVER = (0.025, 0.975)  # of the repeats


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How well hidden links are found again.

    Attributes
    ----------
    table
        A row for each method (`ours`, each of `BASELINES`, `chance`) and measure: `method`, `measure`,
        `mean`, `low`, `high` (the interval that holds 95 % of the repeats). `auc`, in [0, 1]: how often a
        hidden link scores above a pair without a link (0.5 by chance); `average_precision`, in [0, 1]: the
        mean precision as hidden links are found, best score first; `precision_at_10`, in [0, 1]: the share
        of hidden links among the ten best candidates.
    repeats
        The same, a row a repeat: `repeat`, `method`, `measure`, `value`.
    links, counted, hidden
        How many links could be hidden; how many they are, a group of n counting for n - 1; how many were
        hidden each time.
    kind, by
        What ranks the pairs of the whole network, and so `links.rank`: "learned"; "single" (`by` is which
        score); "aggregated"; "" if nothing could be measured.
    agreed
        In how many repeats the same was chosen, the choice being made anew without the hidden links.
    projected
        The share of the links, in [0, 1], that stand for a group in common: hidden alone, such a link is
        given away by the others of its group.
    seed
        What chance started from.
    """

    table: "pandas.DataFrame"
    repeats: "pandas.DataFrame"
    links: int
    counted: int
    hidden: int
    kind: str
    by: str = ""
    agreed: int = 0
    projected: float = 0.0
    seed: int = 1
    figures: Mapping[tuple[str, str], tuple[float, float, float]] = field(default_factory=dict)

    @property
    def tells(self) -> bool:
        """Return whether the links suffice to tell: `TELLING` at least, and an interval clear of chance."""
        return self.counted >= TELLING and bool(self.figures) and self.figures[OURS, "auc"][1] > 0.5

    @property
    def sentences(self) -> list[str]:
        """Return what the figures say, in plain words, the verdict first."""
        said = [self._verdict()]
        if self.figures:
            said.append(self._method())
        if self.tells:
            said += [self._against(measure) for measure in MEASURES]
        if self.figures and self.projected > 0:
            grouped = round(self.links * self.projected)
            said.append(plural("missing.evaluation.projected-", grouped, links=figure(self.links)))
        return said

    def _verdict(self) -> str:
        told = {"links": counted_links(self.links, self.counted)}
        if not self.figures:
            return text("missing.evaluation.none", **told)
        mean, low, high = (f"{100 * value:.0f}" for value in self.figures[OURS, "auc"])
        told |= {"hidden": plural("missing.hidden-links.", self.hidden), "mean": mean}
        told |= {"low": low, "high": high}
        if self.counted < TELLING:
            return text("missing.evaluation.few", telling=TELLING, **told)
        return text("missing.evaluation.told" if self.tells else "missing.evaluation.chance", **told)

    def _method(self) -> str:
        """Return what ranks, and in how many repeats it was chosen."""
        named = text(f"missing.feature.{self.by}") if self.by else ""
        said = text(f"missing.kind.{self.kind}", score=named)
        if self.kind == "aggregated":
            return said
        repeats = self.repeats["repeat"].nunique()
        return f"{said} {text('missing.evaluation.agreed', count=self.agreed, repeats=repeats)}"

    def best(self, measure: str) -> str:
        """Return the single score that does best by a measure."""
        return max(BASELINES, key=lambda name: (round(self.figures[name, measure][0], 9), name))

    def verdict(self, measure: str) -> str:
        """Return how we do by a measure against the best single score: "better", "even" or "worse".

        Better or worse: the interval that holds 95 % of the differences, repeat by repeat, is clear of 0.
        """
        wide = self.repeats[self.repeats["measure"] == measure].pivot(
            index="repeat", columns="method", values="value"
        )
        low, high = (float((wide[OURS] - wide[self.best(measure)]).quantile(edge)) for edge in _COVER)
        return "better" if low > 0 else "worse" if high < 0 else "even"

    def _against(self, measure: str) -> str:
        best = self.best(measure)
        said = text(
            f"missing.evaluation.{self.verdict(measure)}",
            measure=text(f"lack.measure.{measure}"),
            ours=figure(self.figures[OURS, measure][0]),
            theirs=figure(self.figures[best, measure][0]),
            score=text(f"missing.feature.{best}"),
        )
        return said[:1].upper() + said[1:]


def counted_links(links: int, counted: int) -> str:
    """Return how many links there are, in words, and how many when a group of n counts for n - 1."""
    told = plural("missing.links.", links)
    return told if counted == links else text("missing.links-counted", links=told, counted=figure(counted))


def evaluated(known: Known, hidden: float, repeats: int, seed: int) -> Evaluation:
    """Return how well a share of the links of a network is found again, hidden `repeats` times.

    What scores a pair, learner included, is given the network without the hidden links, and nothing else.
    """
    import pandas

    links = known.space.links(known.topology)
    count = max(1, round(hidden * len(links)))
    rows: list[tuple[int, str, str, float]] = []
    ours, ranking = list[tuple[str, str]](), ("", "")
    if len(links) >= 2 and known.space.count > len(links):
        by = scorer(known, seed)
        ranking = by.kind, by.by
        for repeat in range(repeats):
            chosen, figures = _repeat(known, links, count, [seed, repeat])
            ours.append(chosen)
            rows += [(repeat, *name, value) for name, value in figures.items()]
    told = pandas.DataFrame(rows, columns=["repeat", "method", "measure", "value"])
    summary: dict[tuple[str, str], tuple[float, float, float]] = {}
    for (method, measure), values in told.groupby(["method", "measure"], sort=False)["value"]:
        low, high = (float(values.quantile(edge)) for edge in _COVER)
        summary[str(method), str(measure)] = float(values.mean()), low, high
    table = pandas.DataFrame(
        [(*name, *figures) for name, figures in summary.items()],
        columns=["method", "measure", "mean", "low", "high"],
    )
    return Evaluation(
        table,
        told,
        links=len(links),
        counted=known.counted,
        hidden=count if rows else 0,
        kind=ranking[0],
        by=ranking[1],
        agreed=ours.count(ranking),
        projected=float(known.topology.among(links, known.grouped).mean()) if len(links) else 0.0,
        seed=seed,
        figures=summary,
    )


def _repeat(
    known: Known, links: Indices, count: int, seeds: list[int]
) -> tuple[tuple[str, str], dict[tuple[str, str], float]]:
    """Return what ranked, and the value of each method and measure, for one hiding."""
    chance = np.random.default_rng(seeds)
    hidden = links[np.sort(chance.choice(len(links), size=count, replace=False))]
    observed = known.without(hidden)
    pairs, weights = _asked(known, hidden, chance)
    pool = (
        pairs
        if known.space.count <= LISTED
        else candidates(observed.topology, observed.traits, observed.space)
    )
    by = scorer(observed, int(chance.integers(2**31)), bears(known))
    figures: dict[tuple[str, str], float] = {}
    sought = np.isin(known.topology.keys(pairs), known.topology.keys(hidden))
    found = np.isin(known.topology.keys(pool), known.topology.keys(hidden))
    asked = observed.features(pairs)
    best = asked if pool is pairs else observed.features(pool)
    for method in (OURS, *BASELINES, "chance"):
        scores = [_scores(method, table, by, chance) for table in (asked, best)]
        figures[method, "auc"] = _auc(sought, scores[0], weights)
        figures[method, "average_precision"] = _average_precision(sought, scores[0], weights)
        figures[method, "precision_at_10"] = _precision(found, scores[1])
    return (by.kind, by.by), figures


def _asked(known: Known, hidden: Indices, chance: np.random.Generator) -> tuple[Indices, Floats]:
    """Return the hidden links and the pairs without a link, and how many pairs each stands for, in order."""
    whole = known.space.count <= LISTED
    others = known.space.every(known.topology) if whole else known.space.some(known.topology, _DRAWN, chance)
    left = known.space.count - len(known.space.links(known.topology))
    stand_for = np.full(len(others), 1.0 if whole else left / max(1, len(others)))
    pairs, weights = np.concatenate([hidden, others]), np.concatenate([np.ones(len(hidden)), stand_for])
    order = np.argsort(known.topology.keys(pairs), kind="stable")
    return pairs[order], weights[order]


def _scores(method: str, table: Floats, by: Scorer, chance: np.random.Generator) -> Floats:
    if method == OURS:
        return np.asarray(by.scores(table))
    if method == "chance":
        return chance.random(len(table))
    return table[:, COLUMNS.index(method)]


def _auc(sought: Booleans, scores: Floats, weights: Floats) -> float:
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(sought, scores, sample_weight=weights))


def _average_precision(sought: Booleans, scores: Floats, weights: Floats) -> float:
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(sought, scores, sample_weight=weights))


def _precision(found: Booleans, scores: Floats) -> float:
    """Return the share of hidden links among the ten best; on average over any order of equal scores."""
    if not len(scores):
        return 0.0
    count = min(TOP, len(scores))
    last = np.sort(scores)[-count]
    above, level = scores > last, scores == last
    share = found[level].mean() * (count - above.sum())
    return float((found[above].sum() + share) / count)
