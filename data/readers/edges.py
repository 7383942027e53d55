"""Plain edge lists: two columns of names, and what is said of the tie between them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ...errors import Fault, InvalidData
from ..mapping.meanings import fold_header
from ..reading.delimited import Record, read_delimited
from ..reading.encodings import decode
from ..reading.raw import RawSource, Remark
from ..reading.sniffing import Sniffed
from .network_tables import EDGES, Network, Part

FORMAT = "edges"
_SUFFIXES = (".edges", ".edgelist")
_PAIRS = (
    ("source", "target"),
    ("source", "cible"),
    ("from", "to"),
    ("src", "dst"),
    ("de", "vers"),
    ("origine", "destination"),
    ("départ", "arrivée"),
    ("node 1", "node 2"),
    ("noeud 1", "noeud 2"),
    ("acteur 1", "acteur 2"),
    ("acteur a", "acteur b"),
    ("structure 1", "structure 2"),
    ("structure a", "structure b"),
    ("fromnodeid", "tonodeid"),
)
_THIRD = {
    "weight": "weight",
    "poids": "weight",
    "type": "relation",
    "id": "key",
}
_LITERAL = 2_000  # characters
_ENDS = 3  # an identifier of the tie may come before its ends
_DIRECTIONS = ("directed", "undirected", "mutual")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?(e-?\d+)?", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|(\S+)')


def recognises(sniffed: Sniffed) -> bool:
    """Tell an edge list by its suffix, or by a known pair among its first columns."""
    pair = _pair(sniffed.columns[:_ENDS])
    return sniffed.suffix in _SUFFIXES or (pair is not None and not _has_name(sniffed.columns))


def read(files: Sequence[Path]) -> RawSource:
    """Return the names at the ends of the ties as nodes, and the ties.

    A first row that holds a known pair of headers is the header. Without one the first two columns are the
    ends, the third a weight where every value is a number, what the tie is otherwise.

    Raises
    ------
    InvalidData
        For a file in which no row has two columns.
    """
    network = Network()
    remarks: list[Remark] = []
    for path in files:
        _List(path, network, remarks).read()
    if not network.edges:
        raise InvalidData([Fault("edges.none", files[0].name)], where=files[0].name)
    names = dict.fromkeys(end for edge in network.edges for end in (edge.own["from"], edge.own["to"]))
    network.nodes = [Part(name) for name in names]
    return RawSource(FORMAT, tuple(network.tables()), (*remarks, *network.remarks()))


def _pair(columns: Sequence[str]) -> tuple[int, int] | None:
    """Return the places of the two ends among the headers, None where they are not said."""
    folded = [fold_header(column) for column in columns]
    for first, second in _PAIRS:
        pair = fold_header(first), fold_header(second)
        if all(folded.count(each) == 1 for each in pair):
            return folded.index(pair[0]), folded.index(pair[1])
    return None


def _has_name(columns: Sequence[str]) -> bool:
    """Tell whether the rows name something of their own: from and to are then a period, or a journey."""
    return bool({fold_header(column) for column in columns} & {"nom", "name", "titre", "title", "intitule"})


class _List:
    """Reads one file into a network."""

    def __init__(self, path: Path, network: Network, remarks: list[Remark]) -> None:
        self.path, self.network, self.remarks = path, network, remarks

    def read(self) -> None:
        records, delimiter = self._records()
        lines = [*_lines(records, delimiter)]
        pair = _pair(lines[0].cells) if lines else None
        headers = lines.pop(0).cells if pair else _unsaid(lines)
        for line in lines:
            self._edge(line, pair or (0, 1), headers)

    def _records(self) -> tuple[Sequence[Record], str]:
        """Return the records and their delimiter; a line a record where white space alone cuts its names."""
        try:
            delimited = read_delimited(self.path)
        except InvalidData:
            decoded = decode(self.path.read_bytes(), self.path.name)
            if any(sign in decoded.text for sign in "\0\t;"):
                raise
            self.remarks += [replace(remark, table=EDGES) for remark in decoded.remarks]
            lines = enumerate(decoded.text.splitlines(), 1)
            return [Record(number, [line], 1) for number, line in lines], " "
        self.remarks += [replace(remark, table=EDGES) for remark in delimited.remarks]
        return delimited.records, delimited.delimiter

    def _edge(self, line: "_Line", ends: tuple[int, int], headers: Sequence[str]) -> None:
        names = [line.cells[place] if place < len(line.cells) else "" for place in ends]
        if not all(names):
            said = " ".join(line.cells)[:80]
            self.remarks.append(Remark("edges.one-end", EDGES, line=line.number, value=said, rejected=True))
            return
        edge = Part("", {"from": names[0], "to": names[1]}, dict(line.said), line.number)
        for place, cell in enumerate(line.cells):
            header = headers[place] if place < len(headers) else ""
            meaning = _third().get(fold_header(header), "")
            if place in ends or not cell:
                continue
            if cell.casefold() in _DIRECTIONS:
                edge.own["direction"] = cell.casefold()
            elif meaning == "key":
                edge.key = cell
            elif meaning:
                edge.own.setdefault(meaning, cell)
            else:
                edge.said[header or f"colonne {place + 1}"] = (cell,)
        self.network.edges.append(edge)


@cache
def _third() -> Mapping[str, str]:
    return {fold_header(header): meaning for header, meaning in _THIRD.items()}


class _Line(NamedTuple):
    """A line that is no comment: its cells, and what NetworkX says at its end, `{'weight': 3}`."""

    number: int
    cells: Sequence[str]
    said: Mapping[str, tuple[str, ...]]


def _lines(records: Iterable[Record], delimiter: str) -> Iterator[_Line]:
    """Yield the lines that are no comment, cut at white space where no delimiter cuts them."""
    for record in records:
        cells = [cell.strip() for cell in record.cells]
        if not any(cells) or cells[0][:1] in ("#", "%"):
            continue
        whole = delimiter.join(cells)
        said = _attributes(whole)
        if said is not None:
            cells = whole[: whole.index("{")].rstrip(f"{delimiter} ").split(delimiter)
        if len(cells) == 1:
            cells = [quoted or plain for quoted, plain in _QUOTED.findall(cells[0])]
        yield _Line(record.line, cells, said or {})


def _attributes(line: str) -> dict[str, tuple[str, ...]] | None:
    """Return the attributes written as a Python dictionary at the end of a line, None for none."""
    found = re.search(r"\{.*\}$", line)
    if not found or len(found[0]) > _LITERAL:
        return None
    try:
        said = ast.literal_eval(found[0])
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    if not isinstance(said, dict):
        return None
    return {str(name): (str(value),) for name, value in said.items() if value is not None and str(value)}


def _unsaid(lines: Sequence[_Line]) -> list[str]:
    third = [line.cells[2] for line in lines if len(line.cells) > 2]
    return ["source", "target", "weight" if third and all(map(_NUMBER.fullmatch, third)) else "type"]
