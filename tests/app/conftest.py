"""Servers that the tests of the endpoint ask, on a free port of the loopback, each started once."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

MILL = """
@prefix ex: <http://example.org/> .
<http://example.org/graph/a> { ex:mill ex:name "Moulin"@fr, "Mill" ; ex:height 12 ; ex:near ex:weir . }
<http://example.org/graph/b> {
    ex:mill ex:height 12 . ex:weir ex:name "Déversoir, \\"le vieux\\""@fr ; ex:part [ ex:name "Vanne" ] .
}
ex:ford ex:near ex:mill .
"""


@contextmanager
def serving(*arguments: str) -> Iterator[httpx.Client]:
    """Yield a client of `maillage serve`, stopped as Ctrl-C does."""
    command = [
        str(Path(sys.executable).with_name("maillage")),
        "--lang",
        "en",
        "serve",
        "--port",
        "0",
        *arguments,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with httpx.Client(base_url=address.rstrip("/"), timeout=60, trust_env=False) as client:
            yield client
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def mill_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served") / "mill.trig"
    path.write_text(MILL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def mill(mill_file: Path, _private_cache) -> Iterator[httpx.Client]:
    """Return a client of a server of one TriG file: two graphs that share a triple, and triples in none."""
    with serving("--seconds", "60", "--data", str(mill_file)) as client:
        yield client


@pytest.fixture(scope="session")
def endpoint(corpus) -> Iterator[httpx.Client]:
    """Return a client of a server of the embedded corpus."""
    with serving() as client:
        yield client


@pytest.fixture
def ask(mill: httpx.Client) -> Callable[..., httpx.Response]:
    """Return what asks the mill's server a query by GET."""

    def asked(
        query: str, accept: str = "application/sparql-results+json", **parameters: object
    ) -> httpx.Response:
        return mill.get("/sparql", params={"query": query, **parameters}, headers={"Accept": accept})

    return asked


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    """Return what starts a server of one's own."""
    return serving
