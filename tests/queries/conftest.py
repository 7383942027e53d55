"""The invented valley of mills, on the stores that a question must run on.

What questions say is held on two engines here, and `test_endpoint.py` holds each answer against the servers':
only the tests of how values reach a store go to the servers with the valley too.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from oxrdflib import OxigraphStore
from rdflib import XSD, Dataset, URIRef

from maillage.queries.endpoint.conversation import Conversation
from maillage.queries.endpoint.graphs import open_endpoint
from maillage.queries.runner import ask

from ..stores import Server

TRIG = Path(__file__).with_name("moulins.trig").read_text("utf-8")
Rows = Callable[..., list[tuple[object, ...]]]
EVERYWHERE = ("oxigraph", "memory", "oxigraph-server", "virtuoso-server")


def make_dataset(store: str) -> Dataset:
    """Return the fixture as the union of its graphs, on Oxigraph or in rdflib's memory."""
    if store == "oxigraph":
        return Dataset(store=OxigraphStore(), default_union=True)
    return Dataset(default_union=True)


@pytest.fixture(scope="session", params=["oxigraph", "memory"])
def moulins(request: pytest.FixtureRequest) -> Dataset:
    """Return the valley, which no test may change."""
    return valley_on(request)


def valley_on(request: pytest.FixtureRequest) -> Dataset:
    """Return the valley in the store that the request names."""
    if request.param.endswith("-server"):
        return serve(request.getfixturevalue(request.param.replace("-", "_")), load("oxigraph"))
    return load(request.param)


def load(store: str) -> Dataset:
    """Return the valley in a store of this process."""
    dataset = make_dataset(store)
    dataset.parse(data=TRIG, format="trig")
    return dataset


def serve(server: Server, dataset: Dataset) -> Dataset:
    """Return the same graphs and no other at a server, as our endpoint's store asks them."""
    for graph in dataset.graphs():
        if isinstance(graph.identifier, URIRef) and len(graph):
            triples = graph.serialize(format="nt")
            server.put(str(graph.identifier), triples.replace(f"^^<{XSD.string}>", ""))  # as RDF 1.1 wants it
    return Dataset(store=open_endpoint(Conversation(server.query)), default_union=True)


@pytest.fixture
def own(request: pytest.FixtureRequest, moulins: Dataset) -> Dataset:
    """Return a copy of the valley that the test may spoil."""
    return load("oxigraph" if isinstance(moulins.store, OxigraphStore) else "memory")


@pytest.fixture
def rows(moulins: Dataset) -> Rows:
    """Return the answer to a question as tuples of the columns named; an empty text counts as nothing."""

    def answer(name: str, columns: str, **params: object) -> list[tuple[object, ...]]:
        table = ask(moulins, name, **params)
        cells = table[columns.split()].itertuples(index=False, name=None)
        return [tuple(None if cell == "" else cell for cell in row) for row in cells]

    return answer
