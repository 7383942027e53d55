"""The graph sent to a store of one's own, graph by graph, from where the last try stopped.

Each named graph is sent whole: emptied first, then filled piece by piece, so that a piece sent twice changes
nothing. What has arrived is written down beside the build, in `published.json`: the address, each graph, and
the hash of its content. A later run sends what is new or other, and takes away what is no longer there.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from ..data.workspace.configuration import replace_file
from ..errors import BadParameter, QueryError, RemoteError
from ..ontology.terms import CONTACTS
from ..queries.endpoint.conversation import SECONDS, Conversation, Credentials, known_credentials
from .maillage import Maillage
from .store import graph_names, lines_of_graph

WAYS = ("graphs", "update")
_LEDGER = "published.json"
_PIECE = {"graphs": 20_000, "update": 1_000}  # triples sent at once; Virtuoso inserts no more than 10,000
_TRIPLES = "application/n-triples"
Told = Callable[[str, int], None]
"""Called with a graph and the number of its triples, when it has arrived."""


@dataclass(frozen=True)
class Published:
    """The graphs sent, those that were there already, and those taken away."""

    sent: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...]


def publish(  # noqa: PLR0913 - what people may want otherwise
    maillage: Maillage,
    address: str,
    *,
    by: str = "graphs",
    personal_data: bool = False,
    again: bool = False,
    seconds: float = SECONDS,
    credentials: Credentials = known_credentials,
    tell: Told = lambda graph, triples: None,
) -> Published:
    """Send the graph to the store at `address`; return what was sent.

    Parameters
    ----------
    address
        Where the store receives graphs (Graph Store Protocol), or updates.
    by
        "graphs" or "update": the protocol.
    personal_data
        Whether to send the contacts, of a `maillage` opened with them. Without, they are taken away from
        where this had sent them before.
    again
        Whether to send what was sent before too.

    Raises
    ------
    BadParameter
        For an address that is not http(s) or holds a password, or another protocol.
    RemoteError, LimitReached
        When the store cannot be reached, refuses, or stays busy. What has arrived is not sent again.

    References
    ----------
    SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/
    """
    if by not in WAYS:
        raise BadParameter("publish.way", where="--by", value=by, known=", ".join(WAYS))
    talk = Conversation(address, seconds, credentials)
    store = _Store(talk, by)
    dataset = maillage.graph if personal_data else maillage.public
    ledger = _Ledger(maillage.folder / _LEDGER, talk.address)
    sent, kept = [], []
    names = graph_names(dataset)
    for graph in names:
        lines = list(lines_of_graph(dataset, graph))
        mark = sha256("".join(lines).encode("utf-8")).hexdigest()
        if not again and ledger.graphs.get(graph) == mark:
            kept.append(graph)
            continue
        ledger.drop(graph)
        store.fill(graph, lines)
        ledger.add(graph, mark)
        sent.append(graph)
        tell(graph, len(lines))
    gone = sorted(set(ledger.graphs) - set(names))
    for graph in gone:
        store.empty(graph)
        ledger.drop(graph)
    return Published(tuple(sent), tuple(kept), tuple(gone))


def holds_contacts(published: Published) -> bool:
    """Tell whether the contacts stand in the store now."""
    return str(CONTACTS) in (*published.sent, *published.kept)


class _Store:
    """A store that receives graphs."""

    def __init__(self, talk: Conversation, by: str) -> None:
        self.talk, self.by = talk, by

    def fill(self, graph: str, lines: list[str]) -> None:
        """Put lines of N-Triples in a graph, in place of what it held."""
        if self.by == "update":
            self.empty(graph)
        for number, piece in enumerate(_pieces(lines, _PIECE[self.by])):
            if self.by == "update":
                self._update("insert", graph=f"<{graph}>", triples="".join(piece))
            else:
                content = "".join(piece).encode("utf-8")
                method = "POST" if number else "PUT"
                self._say(method, parameters={"graph": graph}, content=content, content_type=_TRIPLES)

    def empty(self, graph: str) -> None:
        """Take away what a graph holds, if anything."""
        if self.by == "update":
            self._update("clear", graph=f"<{graph}>")
            return
        try:
            self._say("DELETE", parameters={"graph": graph})
        except RemoteError as error:
            if error.key != "endpoint.missing":
                raise

    def _update(self, name: str, **values: str) -> None:
        text = (files(__package__) / f"publish-{name}.ru").read_text("utf-8")
        self._say("POST", fields={"update": Template(text).substitute(values)})

    def _say(self, method: str, **told: Any) -> None:
        try:
            self.talk.say(method, **told)
        except QueryError as error:
            raise RemoteError(
                "publish.refused", where=self.talk.address, said=error.values["said"]
            ) from error


class _Ledger:
    """What has arrived at an address: graph -> hash of its content."""

    def __init__(self, path: Path, address: str) -> None:
        self.path, self.address = path, address
        self.graphs: dict[str, str] = dict(self._all().get(address, {}))

    def _all(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self.path.read_text("utf-8"))
            return {str(where): dict(graphs) for where, graphs in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def add(self, graph: str, mark: str) -> None:
        """Write down that a graph has arrived."""
        self.graphs[graph] = mark
        self._write()

    def drop(self, graph: str) -> None:
        """Write down that a graph is not, or no longer, wholly there."""
        if self.graphs.pop(graph, None) is not None:
            self._write()

    def _write(self) -> None:
        told = {**self._all(), self.address: dict(sorted(self.graphs.items()))}
        replace_file(self.path, (json.dumps(told, indent=1) + "\n").encode("utf-8"))


def _pieces(lines: list[str], size: int) -> Iterator[list[str]]:
    """Yield lines in pieces; those with blank nodes together, first: a name lives as long as its piece."""
    blank = [line for line in lines if line.startswith("_:") or " _:" in line]
    held = set(blank)
    rest = [line for line in lines if line not in held]
    first = blank + rest[: max(0, size - len(blank))]
    yield first
    start = len(first) - len(blank)
    yield from (rest[at : at + size] for at in range(start, len(rest), size))
