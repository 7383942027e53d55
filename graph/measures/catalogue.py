"""All measures of nodes: what each says, its scores in one table, and what they mean in plain words.

`measures.toml` lists them; their words stand in the catalogues of sentences under `measure.<name>.`.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Any

import networkx as nx

from ...errors import BadParameter, UnknownName
from ...messages import text
from .adjacency import order
from .basis import Basis, basis, label
from .centrality import MEASURES
from .compiled import Compiled, Scores, compiled
from .telling import Telling
from .uncertainty import rank_groups

if TYPE_CHECKING:
    import pandas

_RESAMPLED = 100_000  # nodes times links, up to which measuring hundreds of halves takes seconds


@dataclass(frozen=True)
class Measure:
    """One entry of `measures.toml`, which says what each part is; its words come in the language spoken."""

    name: str
    function: str
    unit: str
    range: str
    formula: str
    doi: str
    weights: str
    column: str = ""
    needs: Sequence[str] = ()
    first: str = "highest"
    network: bool = False

    @property
    def label(self) -> str:
        """Return what people call it."""
        return text(f"measure.{self.name}.name")

    @property
    def definition(self) -> str:
        """Return what it says of a node."""
        return text(f"measure.{self.name}.definition")

    @property
    def reading(self) -> str:
        """Return its range, its score for an isolated node, and what it makes of weights, in words."""
        own = (f"measure.{self.name}.range", f"measure.{self.name}.isolated")
        return " ".join(map(text, (*own, f"measures.weights.{self.weights}")))

    def scores(self, network: nx.Graph | Compiled) -> Scores:
        """Return node -> score; NaN for a node of which the measure says nothing.

        Raises
        ------
        BadParameter
            When the network does not hold what the measure needs.
        """
        read = compiled(network)
        for need in self.needs:
            if not _holds(read, need):
                raise BadParameter("measures.needs", where=self.name, need=text(f"measures.need.{need}"))
        return self._scores(read)

    def _scores(self, read: Compiled) -> Scores:
        module, _, name = self.function.partition(":")
        function = getattr(import_module(f".{module}", __package__), name)
        if not self.column:
            scores: Scores = function(read.network if self.network else read)
            return scores
        found = function(read.network, *self.needs).set_index("node")[self.column]
        return {node: float(found.get(node, float("nan"))) for node in read.network}


@cache
def catalogue() -> Mapping[str, Measure]:
    """Return name -> measure, in the order in which they are told."""
    entries = tomllib.loads((files(__package__) / "measures.toml").read_text("utf-8"))
    return {name: Measure(name, **entry) for name, entry in entries.items()}


def find(name: str) -> Measure:
    """Return a measure by its name.

    Raises
    ------
    UnknownName
        When there is none.
    """
    if name not in catalogue():
        raise UnknownName("measures.name", where=name, known=", ".join(catalogue()))
    return catalogue()[name]


def possible(network: nx.Graph | Compiled) -> list[str]:
    """Return the names of the measures for which the network holds what they need."""
    read = compiled(network)
    return [name for name, each in catalogue().items() if all(_holds(read, need) for need in each.needs)]


def table(
    network: nx.Graph | Compiled, names: Iterable[str] | None = None, words: bool = False
) -> "pandas.DataFrame":
    """Return a row for each node: `node`, `label`, then a column for each measure, in order of the first one.

    Parameters
    ----------
    names
        Of measures; None: all that the network allows.
    words
        Tell the scores in words, with the figures that mean something, for people to read.

    Raises
    ------
    UnknownName, BadParameter
        For a measure that does not exist; for one whose needs the network does not meet.
    """
    import pandas

    read = compiled(network)
    chosen = [find(name) for name in (possible(read) if names is None else dict.fromkeys(names))]
    scores = {each.name: each.scores(read) for each in chosen}
    nodes = sorted(read.network, key=lambda node: (label(read.network, node).casefold(), order(node)))
    if chosen:
        nodes = _ranked(chosen[0], scores[chosen[0].name], nodes)
    columns: dict[str, Any] = {
        "node": pandas.Series(nodes, dtype=object),
        "label": [label(read.network, node) for node in nodes],
        **{name: [found[node] for node in nodes] for name, found in scores.items()},
    }
    held = basis(read.network)
    for each in chosen if words else ():
        telling = Telling(each.name, each.unit, held, scores[each.name], read.network)
        columns[each.name] = [telling.value(score) for score in columns[each.name]]
    return pandas.DataFrame(columns)


def described(
    network: nx.Graph | Compiled, names: Iterable[str] | None = None, top: int = 3
) -> "pandas.DataFrame":
    """Return a row for each measure: what it is, on what it was taken, and what it says of this network.

    `measure` (its name), `measureLabel`, `definition`, `reading` (the sentences), `nodes`, `links`,
    `isolates`, `range`, `formula`, `doi`. Parameters and failures are those of `table` and `sentences`.
    """
    import pandas

    read = compiled(network)
    held = basis(read.network)
    rows = [
        {
            "measure": each.name,
            "measureLabel": each.label,
            "definition": each.definition,
            "reading": " ".join(_said(read, each, held, top)),
            "nodes": held.nodes,
            "links": held.links,
            "isolates": held.isolates,
            "range": each.range,
            "formula": each.formula,
            "doi": each.doi,
        }
        for each in map(find, possible(read) if names is None else dict.fromkeys(names))
    ]
    return pandas.DataFrame(rows)


def sentences(network: nx.Graph | Compiled, name: str, top: int = 3) -> list[str]:
    """Return what a measure says of the network, in plain words, in the language spoken.

    Nodes whose scores are alike, as far as their figures mean something (one figure below 100 facts, two from
    there, and never less than twice the error of an estimate), are said to be on a par. When the network
    rests on too few facts (`basis.enough`), nobody is said to come before another.

    Parameters
    ----------
    top
        How many groups of nodes on a par are told, the first ones.

    Raises
    ------
    UnknownName, BadParameter
        As `table`.
    """
    read = compiled(network)
    return _said(read, find(name), basis(read.network), top)


def account(network: nx.Graph | Compiled, name: str, top: int = 3) -> list[str]:
    """Return all there is to say of a measure: what it is, how it is read, and what it says of the network.

    Where the facts are enough and the network small, halves of its links say in addition who may be put above
    whom (`uncertainty.rank_groups`). Parameters and failures are those of `sentences`.
    """
    read, measure = compiled(network), find(name)
    said = [measure.definition, measure.reading, *sentences(read, name, top)]
    if name in MEASURES and basis(read.network).enough and len(read) * read.links <= _RESAMPLED:
        said.append(rank_groups(read.network, name).sentence)
    return said


def _said(read: Compiled, measure: Measure, held: Basis, top: int) -> list[str]:
    scores = measure.scores(read)
    nodes = _ranked(measure, scores, sorted(read.network, key=order))
    telling = Telling(measure.name, measure.unit, held, scores, read.network)
    return telling.sentences([node for node in nodes if isfinite(scores[node])], top)


def _ranked(measure: Measure, scores: Scores, nodes: Sequence[Any]) -> list[Any]:
    """Return the nodes by score, those of which the measure says nothing last; else in the order given."""
    sign = 1 if measure.first == "lowest" else -1
    known = {node: isfinite(scores[node]) for node in nodes}
    return sorted(nodes, key=lambda node: (not known[node], sign * scores[node] if known[node] else 0.0))


def _holds(read: Compiled, need: str) -> bool:
    """Return whether the network holds what a measure needs."""
    if need == "links":
        return read.links > 0
    told = [value for _, value in read.network.nodes(data=need)]
    return any(value is not None for value in told) if need == "type" else bool(told) and None not in told
