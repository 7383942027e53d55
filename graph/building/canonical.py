"""The canonical file of a graph: every line once, sorted, and its hash."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .quads import Block, quads

_PIECE = 1_000  # subjects written at a time


@dataclass(frozen=True)
class Facts:
    """What a canonical file holds: its lines, those of each named graph (by IRI), its SHA-256."""

    quads: int
    graphs: dict[str, int]
    sha256: str


class Sorter:
    """Blocks kept as they pass, to be written as one file sorted by line."""

    def __init__(self) -> None:
        self._first: dict[str, Block] = {}
        self._more: dict[str, list[Block]] = {}

    def keep(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Yield each block again, once kept."""
        first, more = self._first, self._more
        for block in blocks:
            if first.setdefault(block[0], block) is not block:
                more.setdefault(block[0], []).append(block)
            yield block

    def write(self, path: Path) -> Facts:
        """Write every line once to `path`, sorted by code point, and say what it holds."""
        state, graphs = hashlib.sha256(), Counter[str]()
        subjects = sorted(self._first)
        with path.open("wb") as file:
            for start in range(0, len(subjects), _PIECE):
                texts = [self._text(subject, graphs) for subject in subjects[start : start + _PIECE]]
                content = "".join(texts).encode()
                state.update(content)
                file.write(content)
        return Facts(graphs.total(), dict(sorted(graphs.items())), state.hexdigest())

    def _text(self, subject: str, graphs: Counter[str]) -> str:
        _, graph, triples = self._first[subject]
        more = self._more.get(subject, ())
        if not more:
            graphs[graph[1:-1]] += triples.count("\n")
            return quads(graph, triples)
        by_graph = {graph: {*_lines(triples)}}
        for _, other, text in more:
            by_graph.setdefault(other, set()).update(_lines(text))
        for name, lines in by_graph.items():
            graphs[name[1:-1]] += len(lines)
        return "".join(sorted(quads(name, line) for name, lines in by_graph.items() for line in lines))


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]
