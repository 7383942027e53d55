"""What falls apart if a node leaves: whom nothing joins any more, which chantiers lose their only support.

Any network does: loops and directions are left aside, and every tie counts, whatever its status (but see
`supports`) and its weight, unless that is 0. Where the network says the kinds of its nodes, structures and
people leave, structures are counted; otherwise all nodes do. An isolated node costs nothing; a disconnected
network loses within the component of who leaves. One depth-first search serves all nodes, in O(nodes + ties).
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import networkx as nx

from ...errors import UnknownName
from ...messages import figure, language, plural, text
from .adjacency import joins
from .pieces import Search
from .supports import ACTIVITIES, Supports

if TYPE_CHECKING:
    import pandas

Node = Hashable
COLUMNS = ("node", "label", "pairs", "cut_off", "pieces", "referents", "funders", "sentence")
_LEAVING, _COUNTED = ("Structure", "Person"), ("Structure",)
_NAMED = 5  # chantiers that a sentence names; "…" stands for the others
_ARTICLES = ("Le ", "La ", "Les ", "L'", "L’")


@dataclass(frozen=True)
class Loss:
    """What a network loses with a node; `sentence` says it.

    Attributes
    ----------
    node, label
        Who leaves.
    pairs
        How many pairs of other nodes a path joins now, and none without it.
    cut_off
        The nodes that are cut off: those outside the largest of the pieces that its component falls into, or
        all of them where several are the largest; and the one that is left with nobody.
    pieces
        How many nodes each of these pieces counts, the largest first; a single one if nothing falls apart.
    components
        How many components the network has without it, less those where no node is counted.
    referents, funders
        The chantiers and initiatives that would lose their only référent, their only funder, as documented.
    """

    node: Node
    label: str
    pairs: int
    cut_off: tuple[Node, ...]
    pieces: tuple[int, ...]
    components: int
    referents: tuple[Node, ...]
    funders: tuple[Node, ...]
    _told: "_Told" = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """Return what would be lost, in the language spoken now."""
        return self._told.sentence(self.node, self.pieces, len(self.cut_off), self.referents, self.funders)


def without(network: nx.Graph, node: Node, *, whole: nx.Graph | None = None) -> Loss:
    """Return what the network loses without a node.

    Parameters
    ----------
    node
        Who leaves, of any kind.
    whole
        The network that tells référents, funders and who belongs where, such as that of everything; the
        network itself by default.

    Raises
    ------
    UnknownName
        For a node that the network does not hold.

    References
    ----------
    S. P. Borgatti, Identifying sets of key players in a social network, Comput. Math. Organ. Theory 12,
    21-34 (2006), doi:10.1007/s10588-006-7084-x

    Example
    -------
    >>> import networkx
    >>> without(networkx.star_graph(3), 0).pairs
    3
    """
    if node not in network:
        raise UnknownName("robustness.node", where=str(node))
    joined = nx.Graph([each[:2] for each in joins(network)])
    joined.add_nodes_from(network)
    component = nx.node_connected_component(joined, node)
    counted = set(_of_kinds(network, _COUNTED))
    joined.remove_node(node)
    everywhere = [piece & counted for piece in nx.connected_components(joined) if piece & counted]
    parts = [piece for piece in everywhere if piece <= component]
    pieces = tuple(sorted(map(len, parts), reverse=True))
    told = _Told(network, whole)
    kept = pieces[0] if pieces and told.outside(node, pieces) < sum(pieces) else None
    supports = Supports(network if whole is None else whole)
    return Loss(
        node,
        told.label(node),
        _pairs(pieces),
        tuple(sorted((each for part in parts if len(part) != kept for each in part), key=str)),
        pieces,
        len(everywhere),
        supports.only_referent(node),
        supports.only_funder(node),
        told,
    )


def losses(
    network: nx.Graph, *, whole: nx.Graph | None = None, leaving: Collection[str] = _LEAVING
) -> "pandas.DataFrame":
    """Return a row for each node whose leaving would cost something, the worst first.

    Parameters
    ----------
    whole
        As in `without`.
    leaving
        The kinds of the nodes that may leave, where the network says the kinds of its nodes.

    Returns
    -------
    pandas.DataFrame
        `node`, `label`, `pairs` (of nodes that no path joins any more), `cut_off` (how many nodes), `pieces`
        (how many its component falls into), `referents`, `funders` (how many chantiers and initiatives lose
        their only one), `sentence` (in the language spoken now). Worst first: by pairs, then by référents
        and funders, then by nodes cut off, then by name.
    """
    import pandas

    supports, told = Supports(network if whole is None else whole), _Told(network, whole)
    falling = Search(network, set(_of_kinds(network, _COUNTED))).pieces
    rows: list[tuple[Any, ...]] = []
    for node in _of_kinds(network, leaving):
        pieces, held = falling[node], (supports.only_referent(node), supports.only_funder(node))
        outside = told.outside(node, pieces)
        if outside or any(held):
            counts = (_pairs(pieces), outside, len(pieces), *map(len, held))
            rows.append((node, told.label(node), *counts, told.sentence(node, pieces, outside, *held)))
    rows.sort(key=lambda row: (-row[2], -row[5] - row[6], -row[3], row[1].casefold(), str(row[0])))
    return pandas.DataFrame(rows, columns=list(COLUMNS))


def pairs_lost(network: nx.Graph) -> dict[Node, float]:
    """Return how many pairs of other nodes each node alone keeps joined, in [0, (n - 1)(n - 2)/2].

    Formula: S(S - 1)/2 - sum of s(s - 1)/2, with s the sizes of the pieces that the node's component falls
    into without it, and S their sum; 0 for a node that is no articulation point, isolated ones included.
    Where the network says kinds, only pairs of structures count. Weights are left aside.

    References
    ----------
    S. P. Borgatti, Identifying sets of key players in a social network, Comput. Math. Organ. Theory 12,
    21-34 (2006), doi:10.1007/s10588-006-7084-x
    """
    falling = Search(network, set(_of_kinds(network, _COUNTED))).pieces
    return {node: float(_pairs(pieces)) for node, pieces in falling.items()}


def articulation_points(network: nx.Graph) -> list[Node]:
    """Return the nodes without which some of the others are no longer joined, by name.

    References
    ----------
    J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Commun. ACM 16,
    372-378 (1973), doi:10.1145/362248.362272
    """
    falling = Search(network, set(network)).pieces
    return sorted((node for node, pieces in falling.items() if len(pieces) > 1), key=str)


def bridges(network: nx.Graph) -> list[tuple[Node, Node]]:
    """Return the pairs of nodes that a single tie joins, and nothing else, not even a detour; by name.

    Two parallel ties, or one each way, make no bridge.

    References
    ----------
    J. Hopcroft, R. Tarjan, Algorithm 447: efficient algorithms for graph manipulation, Commun. ACM 16,
    372-378 (1973), doi:10.1145/362248.362272
    """
    ties = Counter(frozenset(each[:2]) for each in joins(network))
    alone = (pair for pair in Search(network, set(network)).alone if ties[frozenset(pair)] == 1)
    pairs = (sorted(pair, key=str) for pair in alone)
    return sorted(((one, other) for one, other in pairs), key=lambda pair: (str(pair[0]), str(pair[1])))


@dataclass(frozen=True)
class _Told:
    """How a network speaks of its nodes."""

    network: nx.Graph
    whole: nx.Graph | None

    @cached_property
    def says_kinds(self) -> bool:
        """Return whether the network says which of its nodes are structures."""
        return _has_kinds(self.network, _COUNTED)

    def outside(self, node: Node, pieces: Sequence[int]) -> int:
        """Return how many nodes are cut off: see `Loss.cut_off`."""
        if len(pieces) > 1:
            return sum(pieces) - (pieces[0] if pieces[1] < pieces[0] else 0)
        missed = not self.says_kinds or self._facts(node).get("kind") in _COUNTED
        return int(tuple(pieces) == (1,) and missed)

    def label(self, node: Node) -> str:
        """Return what people call a node."""
        return str(self._facts(node).get("label", node))

    def sentence(
        self,
        node: Node,
        pieces: Sequence[int],
        outside: int,
        referents: Sequence[Node],
        funders: Sequence[Node],
    ) -> str:
        """Return what would be lost, in the language spoken now."""
        lost = [self._apart(pieces, outside)] if outside else []
        for family, activities in (("referent", referents), ("funder", funders)):
            for kind in ACTIVITIES:
                held = sorted(self.label(each) for each in activities if self._facts(each)["kind"] == kind)
                if held:
                    lost.append(self._held(f"robustness.{family}.{kind.lower()}.", held))
        said = lost or [text(f"robustness.none.{self._word}")]
        together = reduce(lambda first, last: text("robustness.then", first=first, last=last), said)
        return text("robustness.without", name=self._name(node), losses=together)

    @property
    def _word(self) -> str:
        return "structure" if self.says_kinds else "node"

    def _apart(self, pieces: Sequence[int], outside: int) -> str:
        if pieces[0] == 1:
            return plural(f"robustness.alone.{self._word}.", outside)
        if outside < sum(pieces):
            return plural(f"robustness.rest.{self._word}.", outside)
        sizes = text("robustness.and", first=", ".join(map(figure, pieces[:-1])), last=figure(pieces[-1]))
        return text(f"robustness.split.{self._word}", count=figure(outside), pieces=len(pieces), sizes=sizes)

    @staticmethod
    def _held(family: str, labels: Sequence[str]) -> str:
        named = ", ".join(text("robustness.quoted", name=label) for label in labels[:_NAMED])
        return plural(family, len(labels), names=named + (", …" if len(labels) > _NAMED else ""))

    def _name(self, node: Node) -> str:
        """Return a node's name inside a sentence: a chantier's in quotes, others' article in lower case."""
        label = self.label(node)
        if self._facts(node).get("kind") not in (None, *_LEAVING):
            return text("robustness.quoted", name=label)
        article = next((each for each in _ARTICLES if label.startswith(each) and language() == "fr"), "")
        return article.lower() + label[len(article) :]

    def _facts(self, node: Node) -> Mapping[str, Any]:
        facts: Mapping[str, Any] = self.network.nodes[node] if node in self.network else {}
        return facts or (self.whole.nodes[node] if self.whole is not None and node in self.whole else {})


def _has_kinds(network: nx.Graph, kinds: Collection[str]) -> bool:
    return any(kind in kinds for _, kind in network.nodes(data="kind"))


def _of_kinds(network: nx.Graph, kinds: Collection[str]) -> Iterator[Node]:
    """Yield the nodes of these kinds, or all of them where none says such a kind."""
    every = not _has_kinds(network, kinds)
    return (node for node, kind in network.nodes(data="kind") if every or kind in kinds)


def _pairs(pieces: Sequence[int]) -> int:
    """Return how many pairs stand in different pieces."""
    return (sum(pieces) ** 2 - sum(size**2 for size in pieces)) // 2
