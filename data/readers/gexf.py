"""GEXF 1.1 to 1.3, as Gephi, NetworkX and Maillage write it.

References
----------
https://gexf.net/schema.html, the versions of the format.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from ...errors import Fault, InvalidData
from ..reading.raw import RawSource
from ..reading.sniffing import Sniffed
from .network_tables import Network, Part
from .xml_elements import elements, inner, local

FORMAT = "gexf"
_DIRECTIONS = {"directed": "directed", "mutual": "mutual", "undirected": "undirected"}
_LIST = re.compile(r"\s*[|;,]\s*")


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file is GEXF, by its suffix or its first element."""
    return sniffed.suffix == ".gexf" or (
        sniffed.suffix == ".xml" and bool(re.search(rb"<gexf[\s>]", sniffed.head))
    )


def read(files: Sequence[Path]) -> RawSource:
    """Return the nodes, a table a kind, and the edges, with their attributes, periods and directions.

    Raises
    ------
    InvalidData
        For what is not well formed XML, has a doctype, or holds no node.
    """
    network = Network()
    for path in files:
        _Gexf(network).read(path)
    if not network.nodes:
        raise InvalidData([Fault("network.no-node", files[0].name)], where=files[0].name)
    return RawSource(FORMAT, tuple(network.tables()), tuple(network.remarks()))


class _Gexf:
    """Reads one file into a network."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.titles: dict[tuple[str, str], tuple[str, str]] = {}  # (node or edge, id) -> title, type
        self.defaults: dict[tuple[str, str], str] = {}
        self.direction = "undirected"

    def read(self, path: Path) -> None:
        for event, element, around in elements(path, "node", "edge"):
            name = local(element)
            if event == "start" and name == "graph":
                self.direction = _DIRECTIONS.get(element.get("defaultedgetype", ""), "undirected")
                if element.get("mode") == "dynamic":
                    self.network.told["network.dynamic"] += 1
            elif event == "end" and name == "attributes":
                self._declare(element)
            elif event == "end" and name == "node":
                self._node(element, around)
            elif event == "end" and name == "edge":
                self._edge(element)

    def _declare(self, element: ET.Element) -> None:
        of = element.get("class", "node")
        for each in inner(element, "attribute"):
            identifier = each.get("id", "")
            self.titles[of, identifier] = (each.get("title") or identifier, each.get("type", "string"))
            for default in inner(each, "default"):
                if default.text and default.text.strip():
                    self.defaults[of, identifier] = default.text.strip()

    def _said(self, element: ET.Element, of: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for each in inner(element, "attvalue"):
            identifier = each.get("for") or each.get("id") or ""
            title, kind = self.titles.get((of, identifier), (identifier, "string"))
            value = (each.get("value") or "").strip()
            parts = _LIST.split(value.strip("[]")) if kind.startswith("list") else [value]
            found.setdefault(title, []).extend(part for part in parts if part)
        for (owner, identifier), value in self.defaults.items():
            if owner == of:
                found.setdefault(self.titles[owner, identifier][0], [value])
        return {title: tuple(dict.fromkeys(values)) for title, values in found.items() if values}

    def _node(self, element: ET.Element, around: Sequence[ET.Element]) -> None:
        parent = next((each.get("id", "") for each in reversed(around) if local(each) == "node"), "")
        own = {
            "label": element.get("label", "").strip(),
            "parent": element.get("pid") or parent,
            **_period(element),
        }
        if own["parent"]:
            self.network.told["network.hierarchy"] += 1
        self.network.nodes.append(Part(element.get("id", ""), own, self._said(element, "node")))

    def _edge(self, element: ET.Element) -> None:
        own = {
            "from": element.get("source", ""),
            "to": element.get("target", ""),
            "direction": _DIRECTIONS.get(element.get("type", ""), self.direction),
            "weight": element.get("weight", ""),
            "label": element.get("kind") or element.get("label", "").strip(),
            **_period(element),
        }
        self.network.edges.append(Part(element.get("id", ""), own, self._said(element, "edge")))


def _period(element: ET.Element) -> dict[str, str]:
    """Return the dates between which a node or edge exists: its own, or those around all of its spells."""
    if not len(element) and element.attrib.keys().isdisjoint(("start", "end", "startopen", "endopen")):
        return {}
    spells = [element, *inner(element, "spell"), *inner(element, "slice")]
    starts = [day for each in spells if (day := _day(each.get("start") or each.get("startopen")))]
    ends = [day for each in spells if (day := _day(each.get("end") or each.get("endopen")))]
    return {"start": min(starts, default=""), "end": max(ends, default="")}


def _day(written: str | None) -> str:
    """Return a date or a year; a number that is no year is a step of a simulation, and says no date."""
    found = re.match(r"(\d{4}(-\d{2}){0,2})(T.*|\.0+)?$", (written or "").strip(), re.ASCII)
    return found[1] if found else ""
