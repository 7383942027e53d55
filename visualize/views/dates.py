"""Two dated builds on one map, everything at the same place: what came, what went, what stayed."""

import networkx as nx

from ...graph.comparison import find
from ...graph.maillage import Maillage
from ...graph.network import everything_network
from ...messages import text
from ..edition import Edition
from ..words import day, plural
from .view import View
from .wish import Wish

STATES = ("came", "went", "stayed")
_KINDS = ("Initiative", "Chantier", "Structure", "Person", "Event", "Output", "Territory")


def dates(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return what changed since a dated build, None where there is none to compare with."""
    kept = maillage.copies
    if not wish.since and len(kept) < 2:
        return None
    since = wish.since or kept[-2].kept[:10]
    before = find(maillage, wish.since or kept[-2].path.name)
    network = merged(everything_network(before), edition.network)
    counts = [
        plural(f"view.dates.{state}.", sum(each == state for _, each in network.nodes(data="state")))
        for state in STATES
    ]
    return View(
        "dates",
        text("view.dates.title", since=day(since)),
        text("view.dates.sentence"),
        network,
        _KINDS,
        notices=counts,
    )


def merged(before: nx.MultiDiGraph, after: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Return all nodes and links of two networks, each with its `state`: "came", "went" or "stayed".

    The state stands in place of the type of structures, and beside the label of links, so that a legend
    tells them apart. What a node or link says is what the later network says, where it is in both.
    """
    found = nx.MultiDiGraph(**after.graph)
    for node in sorted({*before, *after}):
        state = _state(node in before, node in after)
        said = (after if node in after else before).nodes[node]
        found.add_node(node, **{**said, "type": text(f"view.dates.state.{state}"), "state": state})
    old, new = _ties(before), _ties(after)
    for key in sorted({*old, *new}):
        state = _state(key in old, key in new)
        for tie in new.get(key) or old[key]:
            found.add_edge(key[0], key[1], **_marked(tie, state))
    return found


def _state(before: bool, after: bool) -> str:
    return "stayed" if before and after else "came" if after else "went"


def _ties(network: nx.MultiDiGraph) -> dict[tuple[str, str, str], list[dict[str, object]]]:
    found: dict[tuple[str, str, str], list[dict[str, object]]] = {}
    for start, end, tie in network.edges(data=True):
        found.setdefault((start, end, str(tie["relation"])), []).append(tie)
    return found


def _marked(tie: dict[str, object], state: str) -> dict[str, object]:
    if state == "stayed":
        return {**tie, "state": state}
    label = text(f"view.dates.link.{state}", label=tie["label"])
    return {**tie, "state": state, "relation": f"{tie['relation']}-{state}", "label": label}
