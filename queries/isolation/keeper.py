"""What a server holds: it has queries answered in processes of their own, each answer whole or refused."""

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import IO, Any

from ...errors import LimitReached
from ...messages import language
from ...messages import text as say
from .limits import DEFAULT, Limits, check_text
from .outcomes import death, understood
from .ways import Forks, Spawns, Way

_NONE: Mapping[str, str] = MappingProxyType({})
_CHUNK = 2**16
_RETRY_SECONDS = 2


class Busy(LimitReached):
    """As many queries as are allowed at once; `retry_after` is in seconds."""

    retry_after = _RETRY_SECONDS


@dataclass(frozen=True)
class Source:
    """What a process opens: `opener`, "module:name" of an `Evaluate`, and its `arguments`, for JSON."""

    opener: str
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A whole answer: its media type, its body, the number of its rows, and whether some were cut off."""

    media_type: str
    rows: int
    cut: bool
    head: str  # written once the rest was
    file: IO[bytes] = field(repr=False)

    @property
    def size(self) -> int:
        """Return the bytes of the body."""
        return len(self.head.encode()) + os.fstat(self.file.fileno()).st_size

    def chunks(self) -> Iterator[bytes]:
        """Yield the body piece by piece, and let go of it."""
        with self.file:
            yield self.head.encode()
            while piece := self.file.read(_CHUNK):
                yield piece

    def read(self) -> bytes:
        """Return the body, and let go of it."""
        return b"".join(self.chunks())


class Keeper:
    """Answers queries in processes of their own, from as many threads as there are; a context manager.

    Parameters
    ----------
    source
        The store, and what answers from it.
    limits
        Of each query.
    fork
        Whether queries are forked from one process that holds the store; by default, where the system can.

    Raises
    ------
    StoreError
        When the source cannot be opened.
    """

    def __init__(self, source: Source, limits: Limits = DEFAULT, fork: bool | None = None) -> None:
        self.limits = limits
        self._places = threading.BoundedSemaphore(limits.together)
        forks = hasattr(os, "fork") if fork is None else fork
        self._way: Way = (Forks if forks else Spawns)(
            {"opener": source.opener, "arguments": source.arguments}
        )

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        self._way.close()

    def answer(  # noqa: PLR0913, PLR0917 - a query and its circumstances
        self,
        text: str,
        table: str = "json",
        graph: str = "ttl",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        bindings: Mapping[str, str] = _NONE,
        seconds: float | None = None,
        own: bool = False,
    ) -> Answer:
        """Return the whole answer to a SPARQL text.

        Parameters
        ----------
        table, graph
            The format of a SELECT or an ASK, and of a CONSTRUCT or a DESCRIBE (`graph.answering` lists
            them); "" when none of that kind is acceptable.
        default_graphs, named_graphs
            The dataset, when it is not all there is.
        bindings
            Variable -> term, as N-Triples writes it.
        seconds
            Other than the limit, for a text of ours.
        own
            Whether the text is one of ours, whose bindings the tests hold against `guard`.

        Raises
        ------
        QueryError
            For a text that cannot be read or run; `values` holds the line and column of a syntax error.
        LimitReached
            For a text that is too long or too deep, or an answer that takes too much.
        Busy
            When there are too many at once.
        """
        check_text(text, self.limits)
        request = {"text": text, "table": table, "graph": graph, "bindings": dict(bindings), "own": own}
        graphs = {"default_graphs": list(default_graphs), "named_graphs": list(named_graphs)}
        return self.run({"kind": "query", **request, **graphs}, seconds)

    def ask(self, question: str, params: Mapping[str, str] = _NONE) -> Answer:
        """Return what the store gives to a question of the catalogue: JSON of `columns` and `rows` of cells.

        `runner.told_of` makes them the answer.

        Raises
        ------
        UnknownName, BadParameter
            As `runner.ask` does.
        LimitReached, Busy
            As `answer` does.
        """
        return self.run({"kind": "ask", "question": question, "params": dict(params)})

    def run(self, request: Mapping[str, Any], seconds: float | None = None) -> Answer:
        """Return what the source answers to `request`."""
        if not self._places.acquire(blocking=False):
            raise Busy("queries.limit.busy", where=say("queries.where.text"), most=self.limits.together)
        try:
            limits = asdict(self.limits) | ({"seconds": seconds} if seconds else {})
            whole = {**request, "language": language(), "limits": limits}
            body = tempfile.TemporaryFile()  # noqa: SIM115 - the answer holds it
            try:
                facts = _facts(self._way.run(whole, body), Limits(**limits))
                body.seek(0)
            except BaseException:
                body.close()
                raise
            return Answer(file=body, **facts)
        finally:
            self._places.release()


def _facts(said: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
    """Return the facts of an answer that a child told whole, or raise why there is none."""
    if "error" in said:
        raise understood(said["error"])
    if "fault" in said:
        raise RuntimeError(said["fault"])
    if "facts" not in said:
        raise death(said.get("ended", 1), limits)
    return dict(said["facts"])
