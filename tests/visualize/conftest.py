"""What several tests of pages share: the example that the map draws, and a server's way to ask."""

import json
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, URIRef

from maillage.visualize.served_page import Served, Visit


@pytest.fixture
def chantiers() -> nx.MultiDiGraph:
    """Return 122 nodes and 127 links: 46 members of one démarche, five chantiers, people, outputs, places."""
    return nx.node_link_graph(
        json.loads(Path(__file__).with_name("chantiers.json").read_text("utf-8")), edges="links"
    )


@pytest.fixture
def visit() -> Visit:
    """Return a visit of a server, whose address does not say the language."""
    return Visit(Served("Essai", "0123abcd"), "http://127.0.0.1:8000", "/", False, "nonce-of-the-test")


@pytest.fixture
def asking():
    """Return what makes a dataset askable: a text and bindings -> rows, on the union of graphs."""

    def asking_(dataset: Dataset):
        store = dataset.store.oxigraph

        def ask(text, bindings):
            terms = {
                ox.Variable(name): ox.NamedNode(str(term))
                if isinstance(term, URIRef)
                else ox.Literal(str(term))
                for name, term in bindings.items()
            }
            found = store.query(text, use_default_graph_as_union=True, substitutions=terms)
            return json.loads(found.serialize(format=ox.QueryResultsFormat.JSON))["results"]["bindings"]

        return ask

    return asking_
