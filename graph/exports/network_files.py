"""The whole network for other tools: GEXF (Gephi), GraphML (yEd, igraph, Cytoscape), Kumu.

What they hold and what they leave out is said in `things`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

import networkx as nx

from ...messages import text
from .content import Content
from .gexf import write_gexf, xml_text
from .things import Network, Thing, Tie, header, label, whole_network

_PLACES = ("latitude", "longitude")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")  # what Kumu, which shows HTML, would take for some


def write_network_gexf(content: Content, path: Path) -> None:
    """Write the network as GEXF 1.2."""
    write_gexf(_networkx(whole_network(content)), path)


def write_network_graphml(content: Content, path: Path) -> None:
    """Write the network as GraphML.

    References
    ----------
    GraphML: http://graphml.graphdrawing.org/specification.html
    """
    network = _networkx(whole_network(content))
    plain = nx.MultiDiGraph()
    for node, said in network.nodes(data=True):
        plain.add_node(node, **{name: _xml(value) for name, value in said.items()})
    for start, end, key, said in network.edges(data=True, keys=True):
        plain.add_edge(start, end, key=key, **{name: _xml(value) for name, value in said.items()})
    lines = nx.generate_graphml(plain, prettyprint=True, named_key_ids=False)
    head = '<?xml version="1.0" encoding="utf-8"?>'
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")


def write_kumu(content: Content, path: Path) -> None:
    """Write the network as a Kumu blueprint.

    References
    ----------
    Kumu, JSON import: https://docs.kumu.io/guides/import/
    """
    network = whole_network(content)
    blueprint = {
        "elements": [_element(each) for each in network.things.values()],
        "connections": [_connection(each) for each in network.ties],
    }
    written = json.dumps(blueprint, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    path.write_text(written, encoding="utf-8", newline="\n")


def kind(class_name: str) -> str:
    """Return the words for a class of things."""
    return text(f"map.kind.{class_name}")


def _networkx(network: Network) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(name="maillage")
    for each in network.things.values():
        graph.add_node(each.iri, **_node(each))
    for number, tie in enumerate(network.ties):
        said = {
            "relation": label(tie.relation),
            text("export.property"): tie.relation,
            "label": tie.label,
            "mutual": tie.mutual,
            **{header(name): " | ".join(values) for name, values in tie.cells.items()},
        }
        graph.add_edge(tie.start, tie.end, key=str(number), **said)
    return graph


def _node(each: Thing) -> dict[str, Any]:
    said: dict[str, Any] = {
        "label": each.name,
        "kind": kind(each.kind),
        **{name: " | ".join(values) for name, values in _values_of(each)},
    }
    for name in _PLACES:
        if name in each.cells:
            said[header(name)] = float(each.cells[name][0].replace(",", "."))
    return said


def _values_of(each: Thing) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the attributes of a thing: its cells, its classifications, its other names, their passages."""
    for name, values in each.cells.items():
        yield header(name), values
    for scheme, concepts in each.concepts.items():
        yield scheme, tuple(dict.fromkeys(concepts))
    if each.other_names:
        yield text("export.other-names"), tuple(dict.fromkeys(each.other_names))
    for scheme, passages in each.grounds.items():
        yield text("export.grounds", of=scheme), tuple(dict.fromkeys(passages))


def _one_or_list(values: Sequence[str]) -> str | list[str]:
    shown = [escape(value, quote=False) if _MARKUP.search(value) else value for value in values]
    return shown[0] if len(shown) == 1 else shown


def _element(each: Thing) -> dict[str, Any]:
    said: dict[str, Any] = {name: _one_or_list(values) for name, values in _values_of(each)}
    element: dict[str, Any] = {"_id": each.iri, "label": each.name, "type": kind(each.kind)}
    tags = dict.fromkeys(tag for concepts in each.concepts.values() for tag in concepts)
    if tags:
        element["tags"] = list(tags)
    description = said.pop(header("description"), "")
    if description:
        element["description"] = description
    return {**element, "attributes": said}


def _connection(tie: Tie) -> dict[str, Any]:
    return {
        "from": tie.start,
        "to": tie.end,
        "label": tie.label,
        "direction": "mutual" if tie.mutual else "directed",
        "attributes": {
            text("export.property"): tie.relation,
            **{header(name): _one_or_list(values) for name, values in tie.cells.items()},
        },
    }


def _xml(value: Any) -> Any:
    return xml_text(value) if isinstance(value, str) else value
