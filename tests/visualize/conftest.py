"""The example that the map's tests draw: the shape of a real ecosystem, a star around one démarche."""

import json
from pathlib import Path

import networkx as nx
import pytest


@pytest.fixture
def chantiers() -> nx.MultiDiGraph:
    """Return 122 nodes and 127 links: 46 members of one démarche, five chantiers, people, outputs, places."""
    return nx.node_link_graph(
        json.loads(Path(__file__).with_name("chantiers.json").read_text("utf-8")), edges="links"
    )
