"""Parts of what the graph links: who funds what, and where structures are."""

from ...graph.maillage import Maillage
from ...messages import text
from ..edition import Edition
from ..words import plural
from .view import View, selected
from .wish import Wish

_FUNDED = ("Initiative", "Chantier", "Structure", "SupportMission", "SupportOffer")
_PLACED = ("seatedIn", "intervenesIn", "covers")


def funding(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return funders and what they fund, None where no document says."""
    network = selected(edition.network, ("funds",))
    if not network.number_of_edges():
        return None
    chantiers = [node for node, kind in edition.network.nodes(data="kind") if kind == "Chantier"]
    without = sum(node not in network for node in chantiers)
    return View(
        "funding",
        text("view.funding.title"),
        text("view.funding.sentence"),
        network,
        _FUNDED,
        notices=[plural("view.funding.without.", without)] if without else [],
    )


def territories(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return structures and the territories where they are or act, None where no document says."""
    network = selected(edition.network, _PLACED)
    network.remove_nodes_from(
        [node for node, kind in [*network.nodes(data="kind")] if kind not in ("Structure", "Territory")]
    )
    if not network.number_of_edges():
        return None
    all_ = [node for node, kind in edition.network.nodes(data="kind") if kind == "Structure"]
    without = sum(node not in network for node in all_)
    return View(
        "territories",
        text("view.territories.title"),
        text("view.territories.sentence"),
        network,
        ("Structure", "Territory"),
        notices=[plural("view.territories.without.", without)] if without else [],
    )
