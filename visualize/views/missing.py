"""What may be missing, drawn over what is known: each candidate with its reasons, none of them a fact."""

from collections.abc import Hashable, Mapping
from typing import Any

from ...graph.maillage import Maillage
from ...messages import text
from ..candidates import candidates
from ..edition import Edition
from .view import View, selected
from .wish import Wish

PROPOSED = "proposed"  # the status of a link that nobody states
_KINDS = ("Structure", "Chantier", "Territory", "Initiative")
_KNOWN = ("participatesIn", "partnerOf", "accompanies", "funds", "seatedIn", "intervenesIn")


def missing(maillage: Maillage, edition: Edition, wish: Wish) -> View | None:
    """Return the candidates with what is known of their ends, None where there is none."""
    table = candidates(maillage, edition)
    pairs = table[table["second"] != ""]
    rows = [row for row in pairs.to_dict("records") if {row["first"], row["second"]} <= set(edition.network)]
    if not rows:
        return None
    ends = {row[end] for row in rows for end in ("first", "second")}
    known = selected(edition.network, _KNOWN)
    near = {node for node in known if node in ends or ends & {*known.pred[node], *known.succ[node]}}
    network = known.subgraph(node for node in near if known.nodes[node]["kind"] in _KINDS).copy()
    network.add_nodes_from((node, edition.network.nodes[node]) for node in sorted(ends))
    for row in rows:
        network.add_edge(row["first"], row["second"], **_candidate(row))
    title, sentence = text("view.missing.title"), text("view.missing.sentence")
    return View("missing", title, sentence, network, _KINDS, notices=table.attrs["notes"]["links"])


def _candidate(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return a candidate as a link: why, what speaks against it, who could introduce, in this order."""
    said = [row["why"], row["path"], *row["evidence"], *row["against"], *row["introducers"]]
    reasons = [{"text": each, "ground": each, "status": PROPOSED, "note": None} for each in said if each]
    return {
        "relation": f"missing-{row['link']}",
        "label": text(f"view.missing.link.{row['link']}"),
        "weight": 1.0,
        "status": PROPOSED,
        "joint": False,
        "reasons": reasons,
    }
