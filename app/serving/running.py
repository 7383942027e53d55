"""The server itself: one address, one process that answers HTTP, another that holds the store."""

import json
import signal
import socket
from collections.abc import Callable
from importlib.resources import files

import uvicorn

from ...errors import StoreError
from ...graph import answering
from ...graph.answering.served import Served
from ...queries.isolation import DEFAULT, Keeper, Limits, Source
from ...visualize.served_page import Served as Shown
from .application import application
from .security import own_names

OPENER = "maillage.graph.answering.oxigraph:Answering"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_REQUEST = 2**18  # bytes of a request's first line and headers: a query of 64 KB, each sign escaped
_LEAVING = 3  # seconds that requests under way have when the server is told to stop


def keeper_of(served: Served, limits: Limits = DEFAULT, fork: bool | None = None) -> Keeper:
    """Return what answers from a served store."""
    arguments = {"store": str(served.store), "graphs": served.graphs, "triples": served.triples}
    return Keeper(Source(OPENER, arguments), limits, fork)


def shown_of(keeper: Keeper, served: Served, title: str) -> Shown:
    """Return what the pages say of a served store: its edition, and whether a document says it is made up."""
    text = (files(answering) / "fictional.rq").read_text("utf-8")
    fictional = json.loads(keeper.answer(text).read())["boolean"]
    return Shown(title, served.state, fictional)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 is any free one.

    Raises
    ------
    StoreError
        When the port is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(128)
    except (OSError, OverflowError) as error:
        opened.close()
        raise StoreError("serve.port", where=f"{host}:{port}", detail=error) from error
    return opened


def run(keeper: Keeper, served: Served, title: str, opened: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until the process is told to stop; `ready` is called when requests are taken."""
    names = own_names() if opened.getsockname()[0] not in LOOPBACK else ()
    config = uvicorn.Config(
        application(keeper, served, shown_of(keeper, served, title), names),
        http="h11",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        h11_max_incomplete_event_size=_REQUEST,
        timeout_graceful_shutdown=_LEAVING,
    )
    server = uvicorn.Server(config)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop is a stop: nothing is left behind
    ready()
    server.run(sockets=[opened])
