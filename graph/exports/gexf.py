"""A network as GEXF, for Gephi."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

# Characters that no XML 1.0 document may hold: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_gexf(network: nx.Graph, path: Path) -> None:
    """Write the network to `path` as GEXF 1.2, for Gephi: the same bytes each time, texts and numbers only.

    Lists become counts (`sources`, `reasons`, `facts`), and the reasons of an edge one text, `because`.

    References
    ----------
    GEXF 1.2: https://gexf.net/1.2/
    """
    from networkx.readwrite.gexf import GEXFWriter

    plain = network.__class__(name=network.graph.get("name", ""))
    for node, said in sorted(network.nodes(data=True)):
        plain.add_node(xml_text(node), **_scalars(said))
    ties = sorted(network.edges(data=True), key=lambda tie: (tie[0], tie[1], repr(tie[2])))
    for number, (start, end, said) in enumerate(ties):
        plain.add_edge(xml_text(start), xml_text(end), id=str(number), **_scalars(said), **_because(said))
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(plain)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{writer}\n', encoding="utf-8", newline="\n")


def _scalars(said: Mapping[str, Any]) -> dict[str, str | int | float]:
    found: dict[str, str | int | float] = {}
    for name, value in said.items():
        if isinstance(value, list | tuple):
            found[name] = len(value)
        elif value is not None:
            found[name] = value if isinstance(value, int | float) else xml_text(str(value))
    return found


def _because(said: Mapping[str, Any]) -> dict[str, str]:
    reasons = (
        f"{reason['text']} ({reason['title']}, {reason['locator']})" for reason in said.get("reasons", ())
    )
    return {"because": xml_text(" ; ".join(dict.fromkeys(reasons)))} if "reasons" in said else {}


def xml_text(text: str) -> str:
    """Return the text with U+FFFD for each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
