"""Whom each measure may put before whom: the levels that halves of the links tell apart.

One answer for all who speak of a network: sentences, tables, the report and what is written in the graph.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import isfinite
from typing import Any

from .compiled import Compiled
from .resampling import halved_together

Node = Hashable
Height = Callable[[Compiled], Mapping[Any, float]]
Levels = list[list[Node]]  # of nodes, the first level first
REPLICATES, SEED, CONFIDENCE = 200, 1, 0.95
_PATHS = 500_000  # linked nodes times links, up to which following the paths of each half takes seconds
_LINKS = 20_000  # up to which the other measures of each half take seconds


def affordable(read: Compiled, slow: bool) -> bool:
    """Return whether measuring hundreds of halves takes seconds; `slow`: the measure follows paths."""
    linked = int((read.degrees > 0).sum())
    return linked * read.links <= _PATHS if slow else read.links <= _LINKS


@dataclass(frozen=True)
class Tried:
    """What halves of the links make of a measure.

    Attributes
    ----------
    levels
        The nodes by level, those of `uncertainty.rank_groups`, the first first; a node without a score (NaN)
        is in none. A single level: nobody may be put before another.
    intervals
        Node -> between what and what halves put its height, as `uncertainty.bootstrap` does.
    """

    levels: Levels
    intervals: Mapping[Node, tuple[float, float]]


def tried(read: Compiled, heights: Mapping[str, Height], networks: bool = False) -> dict[str, Tried]:
    """Return measure -> what halves of the links make of it, the same halves for all measures.

    Parameters
    ----------
    heights
        Measure -> function, compiled network -> node -> what is the higher, the more first.
    networks
        Whether a function reads the `network` of what it is given.
    """
    found = {}
    for name, drawn in halved_together(read, heights, REPLICATES, SEED, networks).items():
        known = {node for node, height in heights[name](read).items() if isfinite(height)}
        ends = [0, *accumulate(drawn.sizes(CONFIDENCE))]
        parts = ([node for node in drawn.nodes[start:end] if node in known] for start, end in pairwise(ends))
        low, high = drawn.intervals(CONFIDENCE)
        between = dict(zip(drawn.nodes, zip(low.tolist(), high.tolist(), strict=True), strict=True))
        found[name] = Tried([part for part in parts if part], between)
    return found


def ranks(found: Sequence[Sequence[Node]]) -> dict[Any, int]:
    """Return node -> rank, from 1; those of one level share it.

    Example
    -------
    >>> ranks([["a"], ["b", "c"], ["d"]])
    {'a': 1, 'b': 2, 'c': 2, 'd': 4}
    """
    starts = [1, *accumulate((len(part) for part in found), initial=1)][1:]
    return {node: start for start, part in zip(starts, found, strict=False) for node in part}
