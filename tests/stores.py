"""Real SPARQL servers, started for the tests on this machine alone: Oxigraph's own, and Virtuoso."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from maillage.graph.maillage import Maillage
from maillage.graph.publishing import publish

USER = PASSWORD = "dba"  # noqa: S105  those of a new Virtuoso
_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running store: where it takes questions, graphs and updates; whether it wants a password."""

    query: str
    graphs: str
    update: str
    password: bool = False

    @property
    def auth(self) -> httpx.DigestAuth | None:
        return httpx.DigestAuth(USER, PASSWORD) if self.password else None

    def credentials(self, host: str) -> tuple[str, str] | None:
        return (USER, PASSWORD) if self.password else None

    def put(self, graph: str, triples: str) -> None:
        """Set what a graph holds, without the code under test."""
        headers = {"Content-Type": "application/n-triples"}
        told = {"params": {"graph": graph}, "auth": self.auth, "timeout": _SECONDS}
        httpx.put(self.graphs, content=triples.encode(), headers=headers, **told).raise_for_status()

    def delete(self, graph: str) -> None:
        httpx.delete(self.graphs, params={"graph": graph}, auth=self.auth, timeout=_SECONDS)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run Oxigraph's own server, empty."""
    binary = Path(sys.executable).with_name("oxigraph")
    found = str(binary) if binary.exists() else shutil.which("oxigraph")
    if not found:
        pytest.skip("no oxigraph server: pip install oxigraph (the test extra has it)")
    place = f"127.0.0.1:{free_port()}"
    with _running([found, "serve", "--bind", place], folder, f"http://{place}/query?query=ASK%7B%7D"):
        yield Server(f"http://{place}/query", f"http://{place}/store", f"http://{place}/update")


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Run a new Virtuoso that gives 1,000 rows at most, and sorts 2,000 at once."""
    if not (found := shutil.which("virtuoso-t")):
        pytest.skip("no Virtuoso: apt install virtuoso-opensource-7-bin (scripts/test does where it may)")
    template = Path(__file__).with_name("virtuoso.ini").read_text("utf-8")
    place = f"127.0.0.1:{free_port()}"
    text = template.replace("SQL-PLACE", f"127.0.0.1:{free_port()}").replace("HTTP-PLACE", place)
    (folder / "virtuoso.ini").write_text(text, encoding="utf-8")
    command = [found, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://{place}/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D"):
        graphs = f"http://{place}/sparql-graph-crud-auth"
        yield Server(f"http://{place}/sparql", graphs, f"http://{place}/sparql-auth", password=True)


STORES = {"oxigraph-server": oxigraph, "virtuoso-server": virtuoso}


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session", params=STORES)
def corpus_server(
    request: pytest.FixtureRequest, corpus: Maillage, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return each server in turn, the corpus published on it."""
    with STORES[request.param](tmp_path_factory.mktemp("store")) as server:
        publish(corpus, server.graphs, again=True, credentials=server.credentials)
        yield server


class _running:  # noqa: N801 - reads as a verb
    """A server for the time of a `with` block, once it answers."""

    def __init__(self, command: list[str], folder: Path, address: str) -> None:
        self.command, self.folder, self.address = command, folder, address

    def __enter__(self) -> None:
        with (self.folder / "output.txt").open("wb") as output:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=output, stderr=output)
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(self.address, timeout=5).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        self.__exit__()
        output_text = (self.folder / "output.txt").read_text("utf-8", "replace")
        pytest.fail(f"{self.command[0]} did not start: {output_text[-2000:]}")

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
