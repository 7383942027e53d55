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
from ...messages import figure, plural, text
from .adjacency import order
from .basis import Basis, basis, label
from .compiled import Compiled, Scores, compiled
from .levels import Height, Levels, Tried, affordable, tried
from .telling import Telling

if TYPE_CHECKING:
    import pandas


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
    paths: bool = False
    brief: bool = False

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

    def height(self, read: Compiled) -> Height:
        """Return the function that gives, on halves of a network, what is the higher, the more first.

        Communities are those of the whole network: halves say how sure the scores are, given these.
        """
        if self.name == "participation-coefficient":
            from .brokerage import participation_coefficient
            from .communities import communities

            groups = communities(read).groups
            return lambda half: participation_coefficient(half, groups)
        if self.first == "highest":
            return self._scores
        return lambda half: {node: 1 / score for node, score in self._scores(half).items()}

    def _scores(self, read: Compiled) -> Scores:
        module, _, name = self.function.partition(":")
        function = getattr(import_module(f".{module}", __package__), name)
        found = function(read.network if self.network else read)
        scores: Scores = found[self.column] if self.column else found
        return scores


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
    chosen = [find(name) for name in (possible(read) if names is None else dict.fromkeys(names))]
    said = _said(read, chosen, held, top)
    rows = [
        {
            "measure": each.name,
            "measureLabel": each.label,
            "definition": each.definition,
            "reading": " ".join(said[each.name]),
            "nodes": held.nodes,
            "links": held.links,
            "isolates": held.isolates,
            "range": each.range,
            "formula": each.formula,
            "doi": each.doi,
        }
        for each in chosen
    ]
    return pandas.DataFrame(rows)


def sentences(network: nx.Graph | Compiled, name: str, top: int = 3) -> list[str]:
    """Return what a measure says of the network, in plain words, in the language spoken.

    Nodes come before others only where halves of the links tell them apart (`levels_of`), and are said to be
    on a par only where their scores are equal but for rounding. When the network rests on too few facts
    (`basis.enough`), or nothing tells its nodes apart, nobody is said to come before another; when it is too
    large for halves of its links to be tried, the highest scores are named, and said to be untried.

    Parameters
    ----------
    top
        How many levels are told, the first ones.

    Raises
    ------
    UnknownName, BadParameter
        As `table`.
    """
    return readings(network, [name], top)[name]


def readings(network: nx.Graph | Compiled, names: Iterable[str], top: int = 3) -> dict[str, list[str]]:
    """Return measure -> its `sentences`, the same halves of the links drawn for all of them."""
    read = compiled(network)
    return _said(read, [find(name) for name in dict.fromkeys(names)], basis(read.network), top)


def account(network: nx.Graph | Compiled, name: str, top: int = 3) -> list[str]:
    """Return all there is to say of a measure: what it is, how it is read, and what it says of the network.

    Parameters and failures are those of `sentences`.
    """
    measure = find(name)
    return [measure.definition, measure.reading, *sentences(network, name, top)]


def levels_of(network: nx.Graph | Compiled, names: Iterable[str]) -> dict[str, Levels]:
    """Return measure -> its levels, the first first: who may be said to come before whom.

    Nodes of one level are not told apart; a node without a score is in none. A measure has no entry where
    the facts are too few to rank (`basis.enough`), or the network too large for halves of its links to be
    measured in seconds.

    Raises
    ------
    UnknownName, BadParameter
        As `table`.

    References
    ----------
    See `uncertainty.rank_groups`.
    """
    return {name: each.levels for name, each in tried_on_halves(network, names).items()}


def tried_on_halves(network: nx.Graph | Compiled, names: Iterable[str]) -> dict[str, Tried]:
    """Return measure -> its levels, with the intervals of its scores; entries and failures as `levels_of`."""
    read = compiled(network)
    return _tried(read, [find(name) for name in dict.fromkeys(names)], basis(read.network))


def _tried(read: Compiled, chosen: Sequence[Measure], held: Basis) -> dict[str, Tried]:
    """Return what halves make of the measures; those that read networks apart, for their halves cost more."""
    found: dict[str, Tried] = {}
    for networks in (False, True):
        some = [each for each in chosen if each.network is networks]
        some = [each for each in some if affordable(read, each.paths or networks)]
        some = [each for each in some if _basis(read, each, held).enough]
        if some:
            found |= tried(read, {each.name: each.height(read) for each in some}, networks)
    return found


def _said(read: Compiled, chosen: Sequence[Measure], held: Basis, top: int) -> dict[str, list[str]]:
    """Return measure -> what it says of the network."""
    scores = {each.name: each.scores(read) for each in chosen}
    apart, nodes = _tried(read, chosen, held), sorted(read.network, key=order)
    found = {}
    for each in chosen:
        score, rests = scores[each.name], _basis(read, each, held)
        ranked = [node for node in _ranked(each, score, nodes) if isfinite(score[node])]
        levels = apart[each.name].levels if each.name in apart else None
        telling = Telling(each.name, each.unit, rests, score, read.network, levels)
        found[each.name] = telling.sentences(ranked, top)
        if rests.nodes < held.nodes:
            total = figure(held.nodes)
            unknown = held.nodes - rests.nodes
            said = plural(f"measures.untyped.{held.counted}.", unknown, total=total)
            found[each.name].append(said)
    return found


def _basis(read: Compiled, measure: Measure, held: Basis) -> Basis:
    """Return what the measure rests on: the nodes whose type is known, where it needs types, or all."""
    if "type" not in measure.needs:
        return held
    known = [node for node, value in read.network.nodes(data="type") if value is not None]
    return basis(read.network.subgraph(known))


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
