"""What scores say in plain words: nobody before another unless the links tell it, on a par only the equal."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

import networkx as nx

from ...messages import figure, plural, text
from .basis import Basis, label
from .centrality import Estimate
from .compiled import Scores
from .levels import Levels

Node = Hashable
_COUNTS = ("neighbours", "pairs", "core")  # units of whole numbers, told as they are
_MANY = 100  # independent facts, from which a score bears two figures; below, one
_NOTHING = 1e-12  # a score of which rounding alone can make something
_SAME = 1e-9  # of the greater of two scores; what is nearer is equal but for rounding
_NAMED = 4  # names in a sentence; beyond, they are counted


@dataclass(frozen=True)
class Telling:
    """How the scores of the measure `name`, in `unit`, are told of a network that rests on `basis`.

    `levels` are those that the links tell apart (`levels.levels`), None where they were not sought.
    """

    name: str
    unit: str
    basis: Basis
    scores: Scores
    network: nx.Graph
    levels: Levels | None = None

    def sentences(self, nodes: Sequence[Node], top: int) -> list[str]:
        """Return what is said of the nodes, given from the first to the last: their first `top` levels."""
        if not nodes or not self.basis.links:
            return [text("measures.nothing")]
        groups = self.pars(nodes)
        if len(groups) == 1:
            value = self.value(self.scores[nodes[0]])
            return [plural(f"measures.same.{self.basis.counted}.", len(nodes), value=value), *self._error]
        if not self.basis.enough:
            return [self._spread(groups, "few"), *self._error]
        if self.levels is None:
            return [self._untried(nodes), *self._error]
        if len(self.levels) == 1:
            return [self._spread(groups, "untold")]
        some = [level for level in self.levels if any(abs(self.scores[node]) > _NOTHING for node in level)]
        said = [self._level(level) for level in some[:top]]
        return [
            text("measures.first", said=said[0]),
            *(text("measures.next", said=each) for each in said[1:]),
        ]

    def pars(self, nodes: Sequence[Node]) -> list[list[Node]]:
        """Return the nodes, given from the first to the last, in groups of equal scores but for rounding."""
        groups: list[list[Node]] = []
        for node in nodes:
            if groups and self._equal(groups[-1][0], node):
                groups[-1].append(node)
            else:
                groups.append([node])
        return groups

    def value(self, score: float) -> str:
        """Return a score in words, with the figures that mean something; nothing for no number."""
        if not isfinite(score):
            return ""
        if self.unit in _COUNTS:
            return plural(f"measures.unit.{self.unit}.", round(score))
        return text(f"measures.unit.{self.unit}", value=self.number(score))

    def number(self, score: float) -> str:
        """Return a score as a bare number, a share in hundredths; nothing for no number."""
        if not isfinite(score):
            return ""
        if self.unit in _COUNTS:
            return figure(round(score))
        shown = 100 * score if self.unit == "share" else score
        place = _place(shown, 2 if self.basis.grounds >= _MANY else 1)
        return figure(round(shown, -place), max(0, -place))

    def _spread(self, groups: Sequence[Sequence[Node]], why: str) -> str:
        """Return from what to what scores go, how many are equal, and why nobody is ranked."""
        told = dict(zip(("low", "high"), self._ends([groups[0][0], groups[-1][-1]]), strict=True))
        most = max(groups, key=len)
        if len(most) == 1:
            return text(f"measures.{why}", **told)
        told |= {"count": figure(len(most)), "total": figure(sum(map(len, groups)))}
        return text(f"measures.{why}-level", value=self.value(self.scores[most[0]]), **told)

    def _untried(self, nodes: Sequence[Node]) -> str:
        """Return those of the first scores, where the network is too large for their order to be tried."""
        told = [
            text("measures.valued", who=label(self.network, node), value=self.value(self.scores[node]))
            for node in nodes[:_NAMED]
        ]
        low, high = self._ends(nodes)
        return text("measures.untried", low=low, high=high, names=" ; ".join(told))

    def _level(self, level: Sequence[Node]) -> str:
        """Return what is said of the nodes of a level: equal, or not told apart."""
        family = f"measure.{self.name}.sentence."
        if len(level) == 1:
            value = self.value(self.scores[level[0]])
            return text(f"{family}one", who=label(self.network, level[0]), value=value)
        low, high = self._ends(level)
        who = self._who(level)
        if all(self._equal(level[0], node) for node in level):
            return text(f"{family}many", who=who, value=low)
        value = low if low == high else text("measures.between", low=low, high=high)
        return text("measures.level", who=who, value=value)

    def _who(self, level: Sequence[Node]) -> str:
        if len(level) > _NAMED:
            return plural(f"measures.counted.{self.basis.counted}.", len(level))
        names = sorted((label(self.network, node) for node in level), key=str.casefold)
        return text("measures.and", first=", ".join(names[:-1]), last=names[-1])

    def _ends(self, nodes: Sequence[Node]) -> tuple[str, str]:
        """Return the lowest and the highest of the nodes' scores, in words."""
        scores = [self.scores[node] for node in nodes]
        return self.value(min(scores)), self.value(max(scores))

    @property
    def _error(self) -> list[str]:
        """Return what is said of scores that were estimated; nothing for exact ones."""
        if not isinstance(self.scores, Estimate):
            return []
        error = text("measures.unit.share", value=figure(100 * self.scores.error, 1))
        told = {"pivots": figure(self.scores.pivots), "confidence": round(100 * self.scores.confidence)}
        return [text("measures.estimated", error=error, **told)]

    def _equal(self, one: Node, other: Node) -> bool:
        """Return whether two scores are equal but for rounding, or for the error of an estimate."""
        first, second = self.scores[one], self.scores[other]
        error = 2 * self.scores.error if isinstance(self.scores, Estimate) else 0.0
        return abs(first - second) <= max(error, _NOTHING, _SAME * max(abs(first), abs(second)))


def _place(value: float, figures: int) -> int:
    """Return the decimal place of the last of so many figures of a value: 0 for units, -1 for tenths."""
    return floor(log10(abs(value))) + 1 - figures if abs(value) > _NOTHING else -9
