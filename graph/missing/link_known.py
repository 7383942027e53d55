"""What is known of a network whose missing links are sought: links, what nodes say, what may be linked."""

from dataclasses import dataclass, field, replace

import numpy as np

from .link_attributes import TRAITS, Traits
from .link_candidates import Space
from .link_features import FEATURES, Floats, Indices, Topology, features

COLUMNS = (*FEATURES, *TRAITS)


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
