"""What a network teaches of its own links: some are hidden, and set against pairs without a link."""

from dataclasses import dataclass

import numpy as np

from .link_candidates import LISTED, Booleans
from .link_features import Floats, Indices
from .link_known import COLUMNS, Known

_PARTS = 10  # a tenth of the links is hidden at a time
_MOST = 3_000  # hidden links learnt from, at most
_OTHERS = (3, 30)  # pairs without a link for each: at least; at most, up to `_WANTED` of them
_WANTED = 1_000


@dataclass(frozen=True, eq=False)
class Examples:
    """Hidden links and pairs without a link, as the network without the hidden ones shows them.

    Attributes
    ----------
    table
        The features of each, a column for each of `COLUMNS`.
    linked
        Whether it is a hidden link.
    weights
        How many links, or pairs without one, it stands for.
    keys
        A number for each pair, the same for the same pair (`Topology.keys`).
    part
        Which tenth was hidden.
    """

    table: Floats
    linked: Booleans
    weights: Floats
    keys: Indices
    part: Indices


def examples(known: Known, seed: int) -> Examples:
    """Return what there is to learn from: each tenth of the links is hidden in turn.

    No link is in the network from which its features are computed. Of the pairs without a link, those with a
    path of two links, of three and of none are drawn alike, and weighted so that they stand for all pairs.
    """
    chance = np.random.default_rng([seed, 1])
    links = known.space.links(known.topology)
    links = links[chance.permutation(len(links))]
    size = max(1, len(links) // _PARTS)
    parts = min(_PARTS, -(-_MOST // size))
    told = []
    for number, part in enumerate(np.array_split(links, _PARTS)[:parts]):
        hidden = part[:_MOST]
        if not len(hidden):
            continue
        observed = known.without(part)
        others, table, stand_for = _others(observed, known, _count(len(hidden)), chance)
        each = len(hidden) + len(others)
        told.append(
            (
                np.concatenate([observed.features(hidden), table]),
                np.arange(each) < len(hidden),
                np.concatenate([np.full(len(hidden), len(part) / len(hidden)), stand_for]),
                known.topology.keys(np.concatenate([hidden, others])),
                np.full(each, number),
            )
        )
    return Examples(*(np.concatenate(column) for column in zip(*told, strict=True)))


def _others(
    observed: Known, known: Known, count: int, chance: np.random.Generator
) -> tuple[Indices, Floats, Floats]:
    """Return pairs without a link in the known network, their features, and how many each stands for."""
    most = 3 * count if known.space.count <= LISTED else count  # in a large network nearly all are far apart
    drawn = chance.permutation(known.space.some(known.topology, most, chance))
    table = observed.features(drawn)
    distance = table[:, COLUMNS.index("distance")]
    left = known.space.count - len(known.space.links(known.topology))
    picked = []
    for side in (distance == 2, distance == 3, distance >= 4):
        rows = np.flatnonzero(side)[: count // 3]
        stand_for = np.full(len(rows), left * side.mean() / max(1, len(rows)))
        picked.append((drawn[rows], table[rows], stand_for))
    if len(picked[0][0]) < count // 3:
        picked[0] = _two_apart(observed, known, count // 3, chance)
    pairs, tables, weights = zip(*picked, strict=True)
    return np.concatenate(pairs), np.concatenate(tables), np.concatenate(weights)


def _two_apart(
    observed: Known, known: Known, count: int, chance: np.random.Generator
) -> tuple[Indices, Floats, Floats]:
    """Return the same for pairs with a common neighbour, too rare to be met by drawing evenly.

    A path of two links is drawn evenly; a pair stands for so many the fewer such paths it has.
    """
    links, degrees = observed.topology.links, observed.topology.degrees
    paths = degrees * (degrees - 1)
    if not paths.any():
        return np.zeros((0, 2), dtype=np.int64), np.zeros((0, len(COLUMNS))), np.zeros(0)
    middle = chance.choice(len(degrees), size=count, p=paths / paths.sum())
    one = (chance.random(count) * degrees[middle]).astype(np.int64)
    other = (chance.random(count) * (degrees[middle] - 1)).astype(np.int64)
    other += other >= one
    starts = links.indptr[middle]
    pairs = np.sort(np.column_stack([links.indices[starts + one], links.indices[starts + other]]), axis=1)
    pairs = pairs[known.space.holds(pairs) & ~known.topology.linked(pairs)].astype(np.int64)
    table = observed.features(pairs)
    common = np.maximum(1.0, table[:, COLUMNS.index("common_neighbours")])
    return pairs, table, paths.sum() / 2 / count / common


def _count(hidden: int) -> int:
    """Return how many pairs without a link to set against hidden links."""
    fewest, most = _OTHERS
    return max(fewest * hidden, min(most * hidden, _WANTED))
