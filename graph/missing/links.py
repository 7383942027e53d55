"""Which links may be missing from a network, and how far to trust the answer.

Any networkx graph will do. A candidate is a guess, never a fact: it is computed from who is linked to whom
and, where nodes say so, from what they share and how they complete each other (`link_attributes`).
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from ...errors import BadParameter
from ...messages import text
from .link_attributes import described, read_traits
from .link_candidates import candidates as promising
from .link_candidates import read_space
from .link_choice import ENOUGH, scorer
from .link_evaluation import Evaluation, counted_links, evaluated
from .link_features import FEATURES, Floats, ordered, read_topology
from .link_known import COLUMNS, Known
from .link_learner import Aggregated

if TYPE_CHECKING:
    import pandas

__all__ = [
    "COLUMNS",
    "ENOUGH",
    "Evaluation",
    "Pair",
    "counted",
    "counted_links",
    "described",
    "evaluate",
    "rank",
]

Pair = tuple[Hashable, Hashable]
_DIGITS = 3  # of a score: what two candidates are told apart by
_FINE = 10  # digits by which candidates of one rank are listed
_EVIDENCE = ("common_neighbours", "paths_of_three", *COLUMNS[len(FEATURES) :])


def rank(
    network: nx.Graph,
    k: int | None = 20,
    candidates: Iterable[Pair] | None = None,
    refused: Iterable[Pair] = (),
    seed: int = 1,
) -> "pandas.DataFrame":
    """Return the pairs of nodes most likely to miss a link, best first.

    Parameters
    ----------
    k
        How many rows at most; None for every candidate.
    candidates
        The only pairs to score, those that may not be linked left out. Without it: pairs of structures where
        nodes have a `kind`, pairs across the two sides of a network whose nodes have `bipartite`, else any
        pair; with a path of two or three links between them, or something in common. A large network gives
        its most promising pairs only (`link_candidates`).
    refused
        Pairs never to return, in any order of their ends.
    seed
        What chance starts from: the same figures for the same seed, whatever the order of nodes and links.

    Returns
    -------
    pandas.DataFrame
        `first`, `second` (nodes); `score`, in [0, 1]; `rank`, from 1, the same for candidates whose scores
        are equal at three decimals (three significant digits, learnt), the next one counting them; `tied`,
        how many candidates have that rank; `kind`, "learned", "single" or "aggregated" (`link_choice`),
        and `meaning`, a sentence: how the score was made and what it says; then each feature:
        `link_features.features` and `link_attributes.Traits.of`. No existing link, refused pair or pair of a
        node with itself is among them. Empty where nothing speaks for any pair. Links count without
        direction; how much they weigh changes nothing, but one of weight 0 is none.

    Raises
    ------
    BadParameter
        When `k` is less than 1; for a weight that is not a number, negative or infinite.

    References
    ----------
    A. Ghasemian, H. Hosseinmardi, A. Galstyan, E. M. Airoldi, A. Clauset, Stacking models for nearly optimal
    link prediction in complex networks, PNAS 117, 23393-23400 (2020), doi:10.1073/pnas.1914950117

    Examples
    --------
    >>> import networkx
    >>> square = networkx.cycle_graph(4)
    >>> rank(square)[["first", "second", "rank"]].to_numpy().tolist()
    [[0, 2, 1], [1, 3, 1]]
    """
    if k is not None and k < 1:
        raise BadParameter("missing.count", where="k", value=k)
    known = _known(network, refused)
    topology = known.topology
    if candidates is None:
        pairs = promising(topology, known.traits, known.space)
    else:
        pairs = ordered(candidates, topology)
        allowed = known.space.holds(pairs) & ~topology.linked(pairs)
        pairs = pairs[allowed & ~np.isin(topology.keys(pairs), known.space.refused)]
    table = known.features(pairs)
    by = scorer(known, seed) if len(pairs) else Aggregated()
    raw = by.scores(table)
    scores, fine = _told_apart(raw, by.kind), _told_apart(raw, by.kind, _FINE)
    order = np.lexsort((topology.keys(pairs), -fine, -scores))
    if candidates is None:
        order = order[(table[order][:, [COLUMNS.index(name) for name in _EVIDENCE]] > 0).any(axis=1)]
    told = _ranked([topology.nodes[row] for row in pairs[order].ravel()], scores[order])
    named = text(f"missing.feature.{by.by}") if by.by else ""
    told["kind"], told["meaning"] = by.kind, text(f"missing.meaning.{by.kind}", score=named)
    for column, name in enumerate(COLUMNS):
        told[name] = table[order, column]
    return told if k is None else told.head(k)


def evaluate(network: nx.Graph, hidden: float = 0.1, repeats: int = 10, seed: int = 1) -> Evaluation:
    """Return how well the links of a network are found again once hidden: the trust that `rank` deserves.

    A share of the links is hidden, drawn evenly; pairs are scored from the rest alone, by a learner taught
    by the rest alone (and the method chosen by it, see `link_choice`); then the hidden links are looked for
    among the pairs without a link, against what common neighbours, Adamic-Adar, resource allocation and
    chance find. In a network of more than `link_candidates.LISTED` pairs, 10,000 pairs without a link, drawn
    evenly and weighted, stand for all of them in `auc` and `average_precision`.

    Parameters
    ----------
    hidden
        The share of the links to hide, in ]0, 0.5]; one link at least.
    repeats
        How many times, at least 2.
    seed
        What chance starts from.

    Raises
    ------
    BadParameter
        When `hidden` or `repeats` is out of bounds; for a weight that is not a number, negative or infinite.
    """
    if not 0 < hidden <= 0.5:
        raise BadParameter("missing.hidden", where="hidden", value=hidden)
    if repeats < 2:
        raise BadParameter("missing.repeats", where="repeats", value=repeats)
    return evaluated(_known(network, ()), hidden, repeats, seed)


def counted(network: nx.Graph) -> tuple[int, int]:
    """Return how many links a network has, and how many if a group of n nodes counts for n - 1.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    """
    known = _known(network, ())
    return len(known.space.links(known.topology)), known.counted


def _known(network: nx.Graph, refused: Iterable[Pair]) -> Known:
    from ..measures.adjacency import weight

    plain = nx.Graph()
    plain.add_nodes_from(network.nodes(data=True))
    edges = network.edges(data=True)
    ties = [(one, other, tie) for one, other, tie in edges if weight(one, other, tie) and one != other]
    plain.add_edges_from((one, other) for one, other, _ in ties)
    topology = read_topology(plain)
    grouped = [(one, other) for one, other, tie in ties if tie.get("relation") == "collaboratesWith"]
    return Known(
        topology,
        read_traits(plain, topology.nodes),
        read_space(plain, topology, refused),
        ordered(grouped, topology),
    )


def _told_apart(scores: Floats, kind: str, digits: int = _DIGITS) -> Floats:
    """Return the scores at some digits, those that mean something by default."""
    if kind == "aggregated":
        return np.round(scores, digits)
    return np.array([float(f"{score:.{digits}g}") for score in scores])


def _ranked(ends: Sequence[Any], scores: Floats) -> "pandas.DataFrame":
    """Return the pairs, whose ends follow each other, with their scores, their ranks and who shares them."""
    import pandas

    new = np.append(True, scores[1:] != scores[:-1])[: len(scores)]
    group = np.cumsum(new) - 1
    return pandas.DataFrame(
        {
            "first": pandas.Series(ends[::2], dtype=object),
            "second": pandas.Series(ends[1::2], dtype=object),
            "score": scores,
            "rank": np.flatnonzero(new)[group] + 1,
            "tied": np.bincount(group, minlength=1)[group],
        }
    )
