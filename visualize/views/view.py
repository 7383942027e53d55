"""What a view is: a network to draw, with the words that go with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

from ...errors import BadParameter
from ...messages import text
from ..edition import Edition
from ..former import Former
from ..grouping.groups import BY, Grouping, first_of, groupings
from ..map_drawing import Measures
from ..network_map import KINDS_SHOWN, write_map
from .legible import legible


@dataclass(frozen=True)
class View:
    """A network as it will be drawn.

    Attributes
    ----------
    name
        Of the view in `catalogue.VIEWS`.
    title, sentence
        What the map is called, and what it shows.
    network
        As `graph.network` makes them: nodes of a kind, edges with their reasons.
    kinds_shown
        Kinds drawn when the page opens.
    sizes
        Name of a measure, as people read it -> node -> score.
    notices
        What a reader must know of what the map does not say, a sentence each.
    sized_by
        The measure by which symbols are sized when the page opens; "" for none.
    """

    name: str
    title: str
    sentence: str
    network: nx.Graph
    kinds_shown: Collection[str] = KINDS_SHOWN
    sizes: Measures = field(default_factory=dict)
    notices: Sequence[str] = ()
    sized_by: str = ""

    @property
    def reading(self) -> tuple[str, str]:
        """Return how to read this map: what symbols and lines are, then what they do not say."""
        keys = f"view.{self.name}.reading.first", f"view.{self.name}.reading.second"
        return text(keys[0]), text(keys[1])


def write_view(  # noqa: PLR0913, PLR0917 - each is a word of the page
    view: View,
    edition: Edition,
    path: Path,
    home: str = "",
    former: Former | None = None,
    story: Sequence[Mapping[str, str]] = (),
    by: str = "",
) -> None:
    """Write the page of a view: one file that opens by double-click, without internet.

    A network too large to be read is grouped.

    Parameters
    ----------
    story
        The steps by which it is presented, as `story.read_story` returns them.
    by
        How it is grouped when it opens, one of `grouping.groups.BY`; "" as its size asks for.

    Raises
    ------
    BadParameter
        When `by` is none of these, or would not make two groups.
    """
    found, by = grouped(view, edition, by)
    write_map(
        view.network,
        path,
        title=f"{edition.name} : {view.title}",
        subtitle=view.sentence,
        sizes=view.sizes,
        kinds_shown=view.kinds_shown,
        notices=view.notices,
        home=home,
        types=types_of_structures(edition),
        reading=view.reading,
        sized_by=view.sized_by,
        former=former or Former(),
        state=edition.state,
        story=[dict(step) for step in story],
        groupings=found,
        by=by,
    )


def grouped(view: View, edition: Edition, by: str) -> tuple[list[Grouping], str]:
    """Return the ways to group the network of a view and the one that opens, none where it stays whole.

    Raises
    ------
    BadParameter
        As `write_view` does.
    """
    if by and by not in BY:
        raise BadParameter("view.by-unknown", where="--by", value=by, known=", ".join(BY))
    if not by and legible(view.network):
        return [], ""
    found = groupings(view.network, view.kinds_shown, edition.standing)
    known = [grouping.by for grouping in found]
    if by and by not in known:
        raise BadParameter("view.by-none", where="--by", value=by, known=", ".join(known) or "—")
    return found, by or (first_of(found).by if found else "")


def types_of_structures(edition: Edition) -> set[str]:
    """Return all types of structures, so that a type looks the same on each map."""
    found = edition.network.nodes(data=True)
    return {said["type"] for _, said in found if said["kind"] == "Structure" and said.get("type")}


def selected(network: nx.Graph, relations: Collection[str], kinds: Collection[str] = ()) -> nx.MultiDiGraph:
    """Return the links of some relations with their ends, and all nodes of some kinds, in their order."""
    ties = [(a, b, tie) for a, b, tie in network.edges(data=True) if tie["relation"] in relations]
    joined = {end for a, b, _ in ties for end in (a, b)}
    found = nx.MultiDiGraph(**network.graph)
    found.add_nodes_from(
        (node, said) for node, said in network.nodes(data=True) if node in joined or said["kind"] in kinds
    )
    found.add_edges_from(ties)
    return found
