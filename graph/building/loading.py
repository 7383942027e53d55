"""Blocks on their way into a store: in pieces of one graph, loaded while the next ones are written."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from queue import Queue
from threading import Thread

from ...data.territories.reference import uncollected
from .quads import Block, quads

Progress = Callable[[str, int, int], None]
"""Told of a stage ("write", "check"), of how much of it is done, and of how much there is (0: unknown)."""

IN_MEMORY = 1_000_000  # characters of a piece: the next is written while this one is loaded
ON_DISK = 16_000_000  # each piece becomes files of the store, which smaller ones would multiply
_WAITING = 4  # pieces of all the graphs at most, before the largest graph goes
_SMALL = 500_000  # characters: graphs of less go together, as N-Quads
_AHEAD = 2  # pieces that wait for a thread
_TOLD = 100_000  # lines between two words of progress

Piece = tuple[str, bytes]
"""The named graph and its N-Triples; or "", and N-Quads of several graphs."""
Load = Callable[[Piece], None]


def quiet(stage: str, done: int, whole: int) -> None:
    """Tell nobody."""


def feed(
    blocks: Iterable[Block], load: Load, tell: Progress = quiet, piece: int = IN_MEMORY, threads: int = 1
) -> None:
    """Call `load` with the text of all the blocks, in pieces of about `piece` characters, from its threads.

    `load` must free the interpreter while it works, and accept calls from `threads` threads at a time. A
    blank node is known within one piece: a graph that holds some comes first, and is smaller than a piece.
    """
    with uncollected():
        pieces = _pieces(blocks, tell, piece)
        first, second = next(pieces, None), next(pieces, None)
        if first and not second:
            load(first)
        if not (first and second):
            return
        workers = _Workers(load, min(threads, os.cpu_count() or 1))
        try:
            for each in chain((first, second), pieces):
                workers.give(each)
        finally:
            workers.end()
        workers.fail()


def _pieces(blocks: Iterable[Block], tell: Progress, most: int) -> Iterator[Piece]:
    waiting: dict[str, list[str]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    lines = told = 0
    for _, graph, text in blocks:
        waiting[graph].append(text)
        sizes[graph] += len(text)
        full = graph if sizes[graph] >= most else _largest(sizes, most)
        if full:
            piece = "".join(waiting.pop(full))
            del sizes[full]
            lines += piece.count("\n")
            yield full, piece.encode()
            if lines - told >= _TOLD:
                tell("write", lines, 0)
                told = lines
    yield from _rest({graph: "".join(texts) for graph, texts in waiting.items()})


def _largest(sizes: Mapping[str, int], most: int) -> str:
    """Return the graph that waits with the most, when all that waits is too much, "" otherwise."""
    too_many = len(sizes) > _WAITING and sum(sizes.values()) > _WAITING * most
    return max(sizes, key=lambda graph: sizes[graph]) if too_many else ""


def _rest(texts: Mapping[str, str]) -> Iterator[Piece]:
    small = {graph: text for graph, text in texts.items() if len(text) < _SMALL}
    for graph in texts.keys() - small.keys():
        yield graph, texts[graph].encode()
    if small:
        yield "", "".join(quads(graph, text) for graph, text in small.items()).encode()


class _Workers:
    """Threads that load pieces; the first failure is raised in the thread that gives them."""

    def __init__(self, load: Load, count: int) -> None:
        self._load = load
        self._queue: Queue[Piece | None] = Queue(_AHEAD)
        self._failures: list[BaseException] = []
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def give(self, piece: Piece) -> None:
        self.fail()
        self._queue.put(piece)

    def end(self) -> None:
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()

    def fail(self) -> None:
        if self._failures:
            raise self._failures[0]

    def _work(self) -> None:
        while (piece := self._queue.get()) is not None:
            if not self._failures:
                try:
                    self._load(piece)
                except BaseException as error:  # told to the giver
                    self._failures.append(error)
