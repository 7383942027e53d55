from pathlib import Path

import pytest
from rdflib import Graph


@pytest.fixture
def valid() -> Graph:
    """A small valid graph that uses every class and property; the test may change it."""
    return Graph().parse(Path(__file__).parent / "valid.ttl")
