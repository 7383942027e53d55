"""GraphML, as NetworkX, Gephi, Cytoscape, igraph and yEd write it.

References
----------
http://graphml.graphdrawing.org/specification.html; yEd draws its labels in elements of its own.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...errors import Fault, InvalidData
from ..reading.raw import RawSource
from ..reading.sniffing import Sniffed
from .network_tables import Network, Part
from .xml_elements import elements, inner, local, words

FORMAT = "graphml"
_DRAWINGS = ("nodegraphics", "edgegraphics", "portgraphics", "resources", "portgeometry", "portuserdata")


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file is GraphML, by its suffix or its first element."""
    return sniffed.suffix == ".graphml" or (
        sniffed.suffix == ".xml" and bool(re.search(rb"<graphml[\s>]", sniffed.head))
    )


def read(files: Sequence[Path]) -> RawSource:
    """Return the nodes, a table a kind, and the edges, with their attributes and directions.

    Raises
    ------
    InvalidData
        For what is not well formed XML, has a doctype, or holds no node.
    """
    network = Network()
    for path in files:
        _GraphML(network).read(path)
    if not network.nodes:
        raise InvalidData([Fault("network.no-node", files[0].name)], where=files[0].name)
    return RawSource(FORMAT, tuple(network.tables()), tuple(network.remarks()))


class _GraphML:
    """Reads one file into a network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.keys: dict[str, tuple[str, str]] = {}  # id -> what it is for, its name ("" for a drawing)
        self.defaults: dict[str, str] = {}
        self.directions: dict[str, str] = {}

    def read(self, path: Path) -> None:
        for event, element, around in elements(path, "node", "edge", "hyperedge"):
            name = local(element)
            if event == "end" and name == "key":
                self._declare(element)
            elif event == "start" and name == "graph" and around and local(around[-1]) == "node":
                self.network.told["network.hierarchy"] += 1
            elif event == "end" and name == "node":
                self._node(element, around)
            elif event == "end" and name == "edge":
                self._edge(element, around)
            elif event == "end" and name == "hyperedge":
                self.network.told["network.hyperedge"] += 1

    def _declare(self, element: ET.Element) -> None:
        identifier = element.get("id", "")
        drawing = element.get("yfiles.type", "") in _DRAWINGS
        name = "" if drawing else element.get("attr.name") or identifier
        self.keys[identifier] = (element.get("for", "all"), name)
        for default in inner(element, "default"):
            if text := words(default):
                self.defaults[identifier] = text

    def _said(self, element: ET.Element, of: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for each in inner(element, "data"):
            _, name = self.keys.get(each.get("key", ""), (of, each.get("key", "")))
            if name and (text := words(each) if len(each) else (each.text or "").strip()):
                found.setdefault(name, []).append(text)
        for identifier, text in self.defaults.items():
            owner, name = self.keys[identifier]
            if name and owner in (of, "all"):
                found.setdefault(name, [text])
        return {name: tuple(values) for name, values in found.items()}

    def _node(self, element: ET.Element, around: Sequence[ET.Element]) -> None:
        parent = next((each.get("id", "") for each in reversed(around) if local(each) == "node"), "")
        own = {"label": _drawn_label(element, "NodeLabel"), "parent": parent}
        self.network.nodes.append(Part(element.get("id", ""), own, self._said(element, "node")))

    def _edge(self, element: ET.Element, around: Sequence[ET.Element]) -> None:
        default = next(
            (each.get("edgedefault", "") for each in reversed(around) if local(each) == "graph"), ""
        )
        said = element.get("directed", "").casefold()
        own = {
            "from": element.get("source", ""),
            "to": element.get("target", ""),
            "direction": {"true": "directed", "false": "undirected"}.get(said, default or "undirected"),
            "label": _drawn_label(element, "EdgeLabel"),
        }
        self.network.edges.append(Part(element.get("id", ""), own, self._said(element, "edge")))


def _drawn_label(element: ET.Element, name: str) -> str:
    """Return the label that yEd draws: the first that has words, in the element's own data."""
    return next((text for each in _labels(element, name) if (text := words(each))), "")


def _labels(element: ET.Element, name: str) -> Iterator[ET.Element]:
    for data in inner(element, "data"):
        yield from (each for each in data.iter() if local(each) == name)
