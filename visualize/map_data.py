"""What a map says of each node and link, as JSON values: cards, links with their reasons, cited documents."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import networkx as nx

from ..messages import text
from .style import SHAPES, Style

Json = dict[str, Any]
NAMED_KINDS = (
    *("Initiative", "Chantier", "Structure", "Person", "Event"),
    *("Output", "Territory", "SupportMission", "SupportOffer", "Scheme", "Concept"),
)


def name_of(network: nx.Graph, node: str) -> str:
    """Return what people call `node`."""
    return str(network.nodes[node].get("label") or node)


def type_of(network: nx.Graph, node: str) -> tuple[str, str | None]:
    """Return the kind of `node`, and its type when it is a structure."""
    kind = network.nodes[node].get("kind") or ""
    return kind, network.nodes[node].get("type") if kind == "Structure" else None


def documents_of(network: nx.Graph) -> dict[str, tuple[int, str]]:
    """Return document -> (its number, its title), for every document that a node or a link cites."""
    cited = [source for _, node in network.nodes(data=True) for source in node.get("sources", ())]
    cited += [reason for *_, edge in network.edges(data=True) for reason in edge.get("reasons", ())]
    titles = {_document(one): str(one.get("title") or _document(one)) for one in cited if _document(one)}
    return {document: (number, titles[document]) for number, document in enumerate(sorted(titles))}


def _document(source: Mapping[str, Any]) -> str:
    return str(source.get("document") or source.get("title") or "")


def _citation(source: Mapping[str, Any], documents: Mapping[str, tuple[int, str]]) -> list[Any] | None:
    """Return [number of the document, locator], or None when no document is cited."""
    document = _document(source)
    return [documents[document][0], source.get("locator") or ""] if document else None


def card(network: nx.Graph, node: str, documents: Mapping[str, tuple[int, str]]) -> Json:
    """Return what the page says of `node`."""
    said = network.nodes[node]
    return {
        "name": name_of(network, node),
        "status": said.get("status", "stated"),
        "note": said.get("note"),
        "facts": [_stated(fact, "label", "value") for fact in said.get("facts", ())],
        "alt": list(said.get("alt", ())),
        "sources": [_citation(source, documents) for source in said.get("sources", ())],
    }


def links_of(
    network: nx.Graph, places: Mapping[str, int], documents: Mapping[str, tuple[int, str]]
) -> list[Json]:
    """Return every edge with its reasons, parallel ones apart; ends are numbers of nodes, from `places`.

    Without a direction, the lower number comes first, whatever the order of the network.
    """
    directed = network.is_directed()
    ends = (((places[source], places[target]), edge) for source, target, edge in network.edges(data=True))
    found = [
        {
            "from": start if directed else min(start, end),
            "to": end if directed else max(start, end),
            "relation": edge.get("relation", ""),
            "label": edge.get("label") or edge.get("relation", ""),
            "status": edge.get("status", "stated"),
            "reasons": [
                {**_stated(reason, "text"), "source": _citation(reason, documents)}
                for reason in edge.get("reasons", ())
            ],
        }
        for (start, end), edge in ends
    ]
    return sorted(found, key=lambda link: (link["from"], link["to"], repr(link)))


def _stated(source: Mapping[str, Any], *keys: str) -> Json:
    """Return the texts `keys` of `source`, with its status and note."""
    words = {key: str(source.get(key) or "") for key in keys}
    return {**words, "status": source.get("status", "stated"), "note": source.get("note")}


def legend_line(style: Style, *, shown: bool) -> Json:
    """Return what the legend and the canvas need of `style`."""
    kind = text(f"map.kind.{style.kind}") if style.kind in NAMED_KINDS else style.kind
    kinds = text(f"map.kinds.{style.kind}") if style.kind in NAMED_KINDS else style.kind
    untyped = text("map.untyped") if style.kind == "Structure" else kinds
    return {
        "kind": style.kind,
        "kindLabel": kind,
        "kindsLabel": kinds,
        "label": style.type[:1].upper() + style.type[1:] if style.type else untyped,
        "path": SHAPES[style.shape],
        "fill": style.fill,
        "ink": style.ink,
        "boxed": style.boxed,
        "shown": shown,
    }


def scores_of(scores: Mapping[str, float], nodes: Sequence[str]) -> list[float | None]:
    """Return the scores of `nodes` to four figures, None where there is none."""
    known = (scores.get(node) for node in nodes)
    return [float(f"{score:.4g}") if score is not None and isfinite(score) else None for score in known]
