"""What scores say in plain words: ties told as ties, and no more figures than the links bear."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

import networkx as nx

from ...messages import figure, plural, text
from .basis import Basis, label
from .centrality import Estimate
from .compiled import Scores

Node = Hashable
_COUNTS = ("neighbours", "pairs", "roles", "core")  # units of whole numbers, told as they are
_MANY = 100  # independent facts, from which a score bears two figures; below, one
_NOTHING = 1e-12  # a score of which rounding alone can make something
_NAMED = 4  # names in a sentence; beyond, they are counted


@dataclass(frozen=True)
class Telling:
    """How the scores of the measure `name`, in `unit`, are told of a network that rests on `basis`."""

    name: str
    unit: str
    basis: Basis
    scores: Scores
    network: nx.Graph

    def sentences(self, nodes: Sequence[Node], top: int) -> list[str]:
        """Return what is said of the nodes, given from the first to the last: their first `top` groups."""
        if not nodes or not self.basis.links:
            return [text("measures.nothing")]
        groups = self.pars(nodes)
        if len(groups) == 1:
            value = self._values(groups[0])
            return [plural(f"measures.same.{self.basis.counted}.", len(nodes), value=value), *self._error]
        if not self.basis.enough:
            return [self._spread(groups), *self._error]
        some = [group for group in groups if abs(self.scores[group[0]]) > _NOTHING]
        said = [self._sentence(group) for group in some[:top]]
        return [
            text("measures.first", said=said[0]),
            *(text("measures.next", said=each) for each in said[1:]),
            *self._error,
        ]

    def pars(self, nodes: Sequence[Node]) -> list[list[Node]]:
        """Return the nodes, given from the first to the last, in groups of those on a par."""
        groups: list[list[Node]] = []
        for node in nodes:
            if groups and self._alike(groups[-1], node):
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
        shown = 100 * score if self.unit == "share" else score
        place = _place(shown, self._figures)
        return text(f"measures.unit.{self.unit}", value=figure(round(shown, -place), max(0, -place)))

    def _spread(self, groups: Sequence[Sequence[Node]]) -> str:
        """Return from what to what scores go, and how many nodes are on a par, ranking nobody."""
        ends = sorted(self.scores[node] for node in (groups[0][0], groups[-1][-1]))
        told = {"low": self.value(ends[0]), "high": self.value(ends[1])}
        most = max(groups, key=len)
        if len(most) == 1:
            return text("measures.spread", **told)
        told |= {"count": figure(len(most)), "total": figure(sum(map(len, groups)))}
        return text("measures.spread-level", value=self._values(most), **told)

    def _values(self, group: Sequence[Node]) -> str:
        """Return the score that nodes on a par share, or from what to what they go."""
        low, high = map(self.value, sorted(self.scores[node] for node in (group[0], group[-1])))
        return low if low == high else text("measures.between", low=low, high=high)

    def _sentence(self, group: Sequence[Node]) -> str:
        """Return what is said of nodes on a par."""
        value, family = self._values(group), f"measure.{self.name}.sentence."
        if len(group) == 1:
            return text(f"{family}one", who=label(self.network, group[0]), value=value)
        names = sorted((label(self.network, node) for node in group), key=str.casefold)
        if len(group) > _NAMED:
            who = plural(f"measures.counted.{self.basis.counted}.", len(group))
        else:
            who = text("measures.and", first=", ".join(names[:-1]), last=names[-1])
        return text(f"{family}many", who=who, value=value)

    @property
    def _error(self) -> list[str]:
        """Return what is said of scores that were estimated; nothing for exact ones."""
        if not isinstance(self.scores, Estimate):
            return []
        error = text("measures.unit.share", value=figure(100 * self.scores.error, 1))
        told = {"pivots": figure(self.scores.pivots), "confidence": round(100 * self.scores.confidence)}
        return [text("measures.estimated", error=error, **told)]

    def _alike(self, group: Sequence[Node], node: Node) -> bool:
        """Return whether a node is on a par with the first of a group, or told as its last."""
        first, score = self.scores[group[0]], self.scores[node]
        if self.unit in _COUNTS:
            return round(first) == round(score)
        error = 2 * self.scores.error if isinstance(self.scores, Estimate) else 0.0
        unit = 10.0 ** _place(max(abs(first), abs(score)), self._figures)
        alike = abs(first - score) <= max(error, unit * (1 - 1e-9))
        return alike or self.value(score) == self.value(self.scores[group[-1]])

    @property
    def _figures(self) -> int:
        return 2 if self.basis.grounds >= _MANY else 1


def _place(value: float, figures: int) -> int:
    """Return the decimal place of the last of so many figures of a value: 0 for units, -1 for tenths."""
    return floor(log10(abs(value))) + 1 - figures if abs(value) > _NOTHING else -9
