"""The groups of a large network: by chantier, by type or by territory, each node in exactly one of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from ...messages import text
from ..map_data import legend_line, name_of, type_of
from ..style import styles
from ..words import figure, order
from .territories import Standing, territory_of

BY = ("chantier", "type", "territory")
MOST = 60  # groups drawn at once; the smallest ones beyond are gathered in one
NONE, OTHERS = "none", "others"  # keys of the group of nodes without a group, and of the small groups
_APART = ("Chantier", "Initiative", "Territory")  # kinds that a chantier does not gather


@dataclass(frozen=True)
class Group:
    """Some nodes under a name.

    Attributes
    ----------
    key
        Names it in the address of a page: an IRI, a type, `NONE` or `OTHERS`.
    members
        Those drawn first before the others, then the most linked first.
    first
        How many of them are of the kinds drawn when the page opens.
    gathered
        How many small groups it stands for; 0 for a group of its own.
    """

    key: str
    label: str
    members: tuple[str, ...]
    first: int
    gathered: int = 0


@dataclass(frozen=True)
class Grouping:
    """One way to group a network: `by` is one of `BY`; `sentence` says how; `groups` hold each node once."""

    by: str
    label: str
    sentence: str
    groups: tuple[Group, ...]

    @property
    def vague(self) -> float:
        """Return the share of what is drawn first, in [0, 1], that stands in no group of its own."""
        first = sum(group.first for group in self.groups)
        lost = sum(group.first for group in self.groups if group.key in {NONE, OTHERS})
        return lost / first if first else 1.0


@dataclass(frozen=True)
class _Sorted:
    """What decides of groups: node -> key of its group, absent where it has none; key -> its name."""

    owner: Mapping[str, str]
    names: Mapping[str, str]
    sentence: str
    none: str


def groupings(network: nx.Graph, kinds_shown: Collection[str], standing: Standing) -> list[Grouping]:
    """Return the ways to group `network` that make at least two groups, in the order of `BY`.

    Parameters
    ----------
    kinds_shown
        Kinds drawn when the page opens: groups are as large as these make them.
    standing
        What is said of places.
    """
    rank = _ranks(network, kinds_shown)
    sorters: tuple[Callable[[], _Sorted], ...] = (
        lambda: _by_chantier(network),
        lambda: _by_type(network),
        lambda: _by_territory(network, standing),
    )
    found = []
    for by, sorter in zip(BY, sorters, strict=True):
        how = sorter()
        if len(set(how.owner.values())) > 1:
            groups = _gathered(_groups(network, how, rank, kinds_shown))
            found.append(Grouping(by, text(f"map.group.by.{by}"), how.sentence, tuple(groups)))
    return found


def first_of(found: Sequence[Grouping]) -> Grouping:
    """Return the grouping that a page opens with when none is asked: the one that tells most nodes apart."""
    return min(found, key=lambda grouping: (round(grouping.vague, 2), BY.index(grouping.by)))


def _ranks(network: nx.Graph, kinds_shown: Collection[str]) -> dict[str, int]:
    """Return node -> its place: what is drawn first, by its links with one another, then all others."""
    first = network.subgraph(node for node, kind in network.nodes(data="kind") if kind in kinds_shown)
    weight = {node: (node in first, (first if node in first else network).degree(node)) for node in network}
    ranked = sorted(network, key=lambda node: (*(-each for each in weight[node]), node))
    return {node: place for place, node in enumerate(ranked)}


def _groups(
    network: nx.Graph, how: _Sorted, rank: Mapping[str, int], kinds_shown: Collection[str]
) -> list[Group]:
    """Return the groups, the largest first, and the nodes without a group last."""
    members: dict[str, list[str]] = defaultdict(list)
    for node in sorted(network, key=lambda node: rank[node]):
        members[how.owner.get(node, NONE)].append(node)
    kinds = dict(network.nodes(data="kind"))
    found = []
    for key, nodes in members.items():
        first = sum(kinds[node] in kinds_shown for node in nodes)
        found.append(Group(key, how.none if key == NONE else how.names[key], tuple(nodes), first))
    return sorted(found, key=_size)


def _size(group: Group) -> tuple[bool, int, int, str, str]:
    return group.key == NONE, -group.first, -len(group.members), order(group.label), group.key


def _gathered(groups: list[Group]) -> list[Group]:
    """Return at most `MOST` groups: the largest, the small ones gathered, and the nodes without a group."""
    if len(groups) <= MOST:
        return groups
    none = [group for group in groups if group.key == NONE]
    own = groups[: len(groups) - len(none)]
    kept = MOST - 1 - len(none)
    small = own[kept:]
    label = text("map.group.others", count=figure(len(small)))
    members = tuple(node for group in small for node in group.members)
    first = tuple(node for group in small for node in group.members[: group.first])
    members = (*first, *(node for group in small for node in group.members[group.first :]))
    return [*own[:kept], Group(OTHERS, label, members, len(first), len(small)), *none]


def _by_chantier(network: nx.Graph) -> _Sorted:
    """Sort by the chantier with most links to a node, then the first by name."""
    kinds = dict(network.nodes(data="kind"))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for start, end in network.edges():
        for one, other in ((start, end), (end, start)):
            if kinds[other] == "Chantier" and kinds[one] not in _APART:
                counts[one][other] += 1
    chantiers = {node: _called(network, node) for node, kind in kinds.items() if kind == "Chantier"}
    places = {
        node: place
        for place, node in enumerate(sorted(chantiers, key=lambda node: (order(chantiers[node]), node)))
    }
    owner = {node: min(near, key=lambda each: (-near[each], places[each])) for node, near in counts.items()}
    return _Sorted(
        {**owner, **{node: node for node in chantiers}},
        chantiers,
        text("map.group.how.chantier"),
        text("map.group.none.chantier"),
    )


def _by_type(network: nx.Graph) -> _Sorted:
    """Sort as the legend does; structures of no known type have no group."""
    types = {node: type_of(network, node) for node in network}
    keys, names = {}, {}
    for pair, style in styles(types.values()).items():
        line = legend_line(style, shown=True)
        keys[pair] = f"{style.kind}/{style.type or ''}"
        names[keys[pair]] = str(line["label"] if style.type else line["kindsLabel"])
    owner = {node: keys[pair] for node, pair in types.items() if pair != ("Structure", None)}
    return _Sorted(owner, names, text("map.group.how.type"), text("map.group.none.type"))


def _by_territory(network: nx.Graph, standing: Standing) -> _Sorted:
    """Sort by the région, département or commune of a node's seat, else of where it acts."""
    level, owner, names = territory_of(standing, network)
    how = text(f"map.group.how.{level}") if level else ""
    return _Sorted(owner, names, how, text("map.group.none.territory"))


def _called(network: nx.Graph, node: str) -> str:
    return str(network.nodes[node].get("short") or name_of(network, node))


def owners(grouping: Grouping, nodes: Iterable[str]) -> list[int]:
    """Return the number of the group of each node."""
    numbers = {node: number for number, group in enumerate(grouping.groups) for node in group.members}
    return [numbers[node] for node in nodes]
