"""Which structures hold together: communities found many times over, and how far the times agree.

The search for communities starts at random and may end elsewhere each time. It is therefore run many times,
the runs are brought to a consensus, and three figures say what it is worth: how far the runs agree, what is
left of it when some links are hidden, and how surely each node belongs where it was put.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np

from ...messages import figure, plural, text
from . import partitions
from .adjacency import Node, joins
from .basis import Basis, basis
from .compiled import Compiled, compiled

GOOD, MODERATE = 0.8, 0.65  # Steinley's marks on the adjusted Rand index
_HIDDEN = 0.1  # the share of the links hidden to try the communities


@dataclass(frozen=True)
class Communities:
    """The communities of a network, and what they are worth.

    Attributes
    ----------
    groups
        The nodes of each community, the largest first; every node with a link is in exactly one.
    isolates
        The nodes without a link, which are in none.
    certainty
        node -> how often it was with the others of its community, a mean over them and the runs, in [0, 1];
        for a node alone in its community, how often it was alone. Isolated nodes have none.
    stability
        How far the runs agree: the mean adjusted Rand index between two runs, in [0, 1]; 1: each run finds
        the same; 0: two runs agree no more than chance would. None without a link.
    robustness
        The mean adjusted Rand index between the communities and those found with a tenth of the links hidden,
        times the share of the nodes that still have a link, in [0, 1]. Low where a few links decide of the
        communities. None without a link.
    modularity
        The share of the links inside the communities less that expected by chance, in [-1/2, 1[; 0 without a
        link. In a network of two kinds of nodes chance only links the kinds to each other (Barber).
    runs, seed
        What they were found with.
    apart
        Whether they are the pieces of the network, which nothing joins.
    sided
        Whether the network holds two kinds of nodes (`bipartite`), and links between kinds only.
    basis
        On what this stands.
    """

    groups: tuple[tuple[Node, ...], ...]
    isolates: tuple[Node, ...]
    certainty: Mapping[Node, float]
    stability: float | None
    robustness: float | None
    modularity: float
    runs: int
    seed: int
    apart: bool = False
    sided: bool = False
    basis: Basis = field(default_factory=lambda: basis(nx.Graph()), repr=False, compare=False)

    @cached_property
    def of(self) -> Mapping[Node, int]:
        """Return node -> the place of its community in `groups`."""
        return {node: place for place, group in enumerate(self.groups) for node in group}

    @property
    def sentence(self) -> str:
        """Return how many communities there are and how far to trust them, in the language spoken."""
        if self.stability is None or self.robustness is None:
            return plural("communities.none.", len(self.isolates))
        many = "many" if len(self.groups) > 1 else "one"
        counts = {"count": figure(len(self.groups)), "nodes": figure(len(self.of))}
        found = text(f"communities.found.{many}.{self.basis.counted}", **counts)
        if self.apart and many == "many":
            found = text("communities.apart", found=found)
        if self.sided:
            found = text("communities.sided", found=found)
        if not self.basis.enough:
            return plural("communities.few.", self.basis.grounds, found=found)
        return self._worth(found, many == "one")

    def _worth(self, found: str, alone: bool) -> str:
        """Return what is said of them, with how far they may be trusted: the worst of two figures."""
        stability, robustness = self.stability or 0.0, self.robustness or 0.0
        worst = min(stability, robustness)
        if alone and worst >= GOOD:
            return found
        level = "good" if worst >= GOOD else "moderate" if worst >= MODERATE else "poor"
        mark = GOOD if level == "moderate" else MODERATE
        causes = {"runs": stability < mark, "links": robustness < mark}
        cause = "" if level == "good" else "." + "-".join(name for name, true in causes.items() if true)
        figures = {"stability": round(100 * stability), "robustness": round(100 * robustness)}
        return text(f"communities.{level}{cause}", found=found, runs=self.runs, **figures)


def communities(
    network: nx.Graph | Compiled, runs: int = 20, seed: int = 1, resolution: float = 1.0
) -> Communities:
    """Return the communities on which `runs` runs of the Leiden algorithm agree, and how far they do.

    Each run seeks the division of greatest modularity. Two nodes are linked anew by the share of the runs
    that put them together, where it is at least one half, and the runs start again on these links, until all
    runs find the same. Weights are strengths, their scale of no account; parallel links add up, directions
    and the links of a node with itself do not count. Communities never span two components; isolated nodes
    stay apart. In a network of two kinds of nodes the search is the same, which the sentence says, and the
    modularity given is Barber's. The same network and seed give the same communities, whatever the order of
    its nodes.

    Parameters
    ----------
    runs
        How many times communities are sought; at least 2.
    resolution
        Above 1 more and smaller communities are found, below 1 fewer and larger.

    Raises
    ------
    BadParameter
        For a weight that is not a number, negative or infinite.
    ValueError
        For fewer than 2 runs, or a resolution that is not above 0.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, From Louvain to Leiden, Sci. Rep. 9, 5233 (2019),
    doi:10.1038/s41598-019-41695-z; A. Lancichinetti, S. Fortunato, Consensus clustering in complex networks,
    Sci. Rep. 2, 336 (2012), doi:10.1038/srep00336; L. Hubert, P. Arabie, Comparing partitions, J. Classif. 2,
    193-218 (1985), doi:10.1007/BF01908075; M. J. Barber, Modularity and community detection in bipartite
    networks, Phys. Rev. E 76, 066102 (2007), doi:10.1103/PhysRevE.76.066102; D. Steinley, Properties of the
    Hubert-Arabie adjusted Rand index, Psychol. Methods 9, 386-396 (2004), doi:10.1037/1082-989X.9.3.386
    """
    if runs < 2 or not resolution > 0:
        raise ValueError("runs must be at least 2 and resolution above 0")
    network = compiled(network)
    nodes, ties, alone = network.nodes, network.matrix, network.degrees == 0
    isolates = tuple(node for node, apart in zip(nodes, alone, strict=True) if apart)
    held = basis(network.network)
    if alone.all():
        return Communities((), isolates, {}, None, None, 0.0, runs, seed, basis=held)
    linked = [node for node, apart in zip(nodes, alone, strict=True) if not apart]
    ties = ties[~alone][:, ~alone]
    random = np.random.default_rng(seed)
    seeds = random.integers(2**32, size=runs).tolist()
    edges = partitions.edges_of(ties / ties.data.mean())
    found = partitions.leiden([edges] * runs, seeds, len(linked), resolution)
    labels = partitions.consensus(found, seeds)
    sides = _sides(network, linked)
    return Communities(
        groups=_groups(labels, linked),
        isolates=isolates,
        certainty=dict(zip(linked, partitions.certainty(found, labels), strict=True)),
        stability=max(0.0, partitions.agreement(found)),
        robustness=max(0.0, _robustness(edges, labels, random, seeds, resolution)),
        modularity=partitions.modularity(ties, labels, sides),
        runs=runs,
        seed=seed,
        apart=len(set(labels.tolist())) == len(set(network.components[~alone].tolist())),
        sided=sides is not None,
        basis=held,
    )


def _sides(network: Compiled, linked: Sequence[Node]) -> np.ndarray[Any, Any] | None:
    """Return which of two kinds each linked node is of, None where links do not all run between two kinds."""
    kinds = dict(network.network.nodes(data="bipartite"))
    if any(kinds[node] not in (0, 1) for node in linked):
        return None
    crossing = (kinds[one] != kinds[other] for one, other, _ in joins(network.network))
    return np.array([kinds[node] for node in linked]) if all(crossing) else None


def _robustness(
    edges: list[partitions.Edge],
    labels: partitions.Labels,
    random: np.random.Generator,
    seeds: Sequence[int],
    resolution: float,
) -> float:
    """Return how well the communities agree, on the mean, with those found once links are hidden."""
    hidden = max(1, round(_HIDDEN * len(edges)))
    kept = [sorted(random.permutation(len(edges))[hidden:].tolist()) for _ in seeds]
    left = [[edges[place] for place in places] for places in kept]
    found = partitions.leiden(left, seeds, len(labels), resolution)
    agreements = []
    for again, seen in zip(found, left, strict=True):
        linked = sorted({int(end) for one, other, _ in seen for end in (one, other)})
        share = len(linked) / len(labels)
        agreements.append(share * partitions.rand_index(labels[linked], again[linked]) if linked else 0.0)
    return sum(agreements) / len(agreements)


def _groups(labels: partitions.Labels, nodes: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    """Return the nodes of each community, the largest first, then by their first node."""
    groups: dict[int, list[Node]] = {}
    for node, label in zip(nodes, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(node)
    return tuple(sorted(map(tuple, groups.values()), key=len, reverse=True))
