"""A typology as a map: its terms, the broader one that holds each, and how many things use it."""

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx

from ...graph.maillage import Maillage
from ...messages import text
from ...queries.runner import ask
from ..edition import Edition
from ..words import plural
from .view import View
from .wish import Wish


def typology(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return the schemes, their terms, and the uses of each; None where no term is used."""
    rows = ask(edition.dataset, "terms-and-their-uses").to_dict("records")
    used = {row["in"] for row in rows if row["uses"]}
    kept = [row for row in rows if row["in"] in used]
    if not kept:
        return None
    network = nx.MultiDiGraph(**{**edition.network.graph, "name": "typology"})
    uses: dict[str, float] = {}
    for row in kept:
        network.add_node(row["in"], **_node(row["inLabel"], "Scheme", None))
        network.add_node(row["term"], **_node(row["termLabel"], "Concept", int(row["uses"])))
        uses[row["term"]] = float(row["uses"])
    for row in kept:
        above = row["broader"] or row["in"]
        if above in network:
            network.add_edge(row["term"], above, **_link(row))
    return View(
        "typology",
        text("view.typology.title"),
        text("view.typology.sentence"),
        network,
        ("Scheme", "Concept"),
        {text("view.typology.uses"): uses},
        [text("view.typology.notice")],
        sized_by=text("view.typology.uses"),
    )


def _node(label: str, kind: str, uses: int | None) -> dict[str, object]:
    facts = []
    if uses is not None:
        said = {"label": text("view.typology.uses"), "value": plural("view.typology.used.", uses)}
        facts.append({**said, "status": "stated", "note": None})
    return {
        "label": label,
        "kind": kind,
        "type": None,
        "short": None,
        "status": "stated",
        "note": None,
        "absent": None,
        "facts": facts,
        "alt": [],
        "sources": [],
    }


def _link(row: Mapping[Hashable, Any]) -> dict[str, object]:
    relation = "broader" if row["broader"] else "inScheme"
    return {
        "relation": relation,
        "label": text(f"view.typology.{relation}"),
        "weight": 1.0,
        "status": "stated",
        "joint": False,
        "reasons": [],
    }
