"""What two nodes have in common and what one has that the other lacks, read from their attributes.

Any networkx graph will do; what its nodes do not say counts for nothing. Attributes read, each a text or
texts: `type`; `territories` (or `territory`); `facts` (dicts label, value, status, as `graph.network` gives);
`themes`, `offers`, `needs`; `funder` (whether it funds). `described` adds to a network what another says of
its nodes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from .link_features import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TRAITS = ("shared_types", "shared_territories", "shared_classifications", "complementarity")

_COMMON = 0.5  # a territory of more of the structures placed than this brings none of them together
_COUNTRY = "/pays-france"  # how the IRI of the country ends
_YES_OR_NO = frozenset(
    {"true", "false", "vrai", "faux", "oui", "non", "yes", "no"}
)  # no words of a vocabulary
_FIGURE = re.compile(r"[\d\s.,:/+%€-]*")  # a year, an amount, a number: nothing that two structures share
_OFFER = re.compile(r"\b(offre|offer|propose|compétence|savoir-faire|expertise|skill)", re.IGNORECASE)
_NEED = re.compile(r"\b(besoin|need|recherche|seek|manque)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Traits:
    """What each node says of itself: sparse matrices, a row a node and a column a word.

    Attributes
    ----------
    shared
        Trait -> matrix whose entries are the square root of the word's weight: ln(n / nodes that say it), so
        that a word said by all weighs 0 and a rare one much. The product of two rows is what they share.
    offers, needs
        The words offered and needed, 1 or 0.
    themes, funders
        The words of `shared_classifications` and themes, 1 or 0; 1 for each funder.
    """

    shared: "Mapping[str, csr_array]"
    offers: "csr_array"
    needs: "csr_array"
    themes: "csr_array"
    funders: Floats

    def of(self, pairs: Indices) -> Floats:
        """Return a row for each pair of nodes and a column for each of `TRAITS`, all in [0, +inf[.

        What is shared is the sum of the words' weights (nats: ln(n / nodes that say it)). Complementarity
        counts the words that one offers and the other needs, both ways, and, where just one of the two funds,
        the themes that they share.
        """
        first, second = pairs[:, 0], pairs[:, 1]
        columns = [_products(matrix, matrix, first, second) for matrix in self.shared.values()]
        met = _products(self.offers, self.needs, first, second) + _products(
            self.needs, self.offers, first, second
        )
        funded = _products(self.themes, self.themes, first, second)
        met += funded * (self.funders[first] != self.funders[second])
        return np.column_stack([*columns, met])

    @property
    def incidences(self) -> "Sequence[csr_array]":
        """Return the matrices by which two nodes can have something to do with each other."""
        from scipy.sparse import csr_array, hstack

        met = csr_array(hstack([self.offers + self.needs, self.themes]))
        return [*self.shared.values(), met]


def read_traits(network: nx.Graph, nodes: Sequence[Hashable]) -> Traits:
    """Return what each of the nodes says of itself, in the order given; disputed facts are left out."""
    said = [_words(network.nodes[node]) for node in nodes]
    shared = {
        trait: _weighted(_incidence([words[trait] for words in said]))
        for trait in TRAITS
        if trait != "complementarity"
    }
    offers, needs = _incidences([words["offers"] for words in said], [words["needs"] for words in said])
    themes = _incidence([words["themes"] | words["shared_classifications"] for words in said])
    funders = np.array([float(network.nodes[node].get("funder") is True) for node in nodes])
    return Traits(shared, offers, needs, themes, funders)


def described(network: nx.Graph, whole: nx.Graph) -> nx.Graph:
    """Return a copy of a network whose nodes also carry what the network of everything says of them.

    Parameters
    ----------
    network
        What `graph.network.collaboration_network` returns.
    whole
        What `graph.network.everything_network` returns.

    Returns
    -------
    networkx.Graph
        With, on each node: `territories` (labels: seat, place of work, and what they lie in; no country, nor
        what more than half of the structures placed have in common), `themes` (how
        the activities it funds or takes part in are classified), `offers` (how its offers of support are
        classified, whom they are for), `needs` (its own types: an offer for such structures is for it),
        `funder` (whether it funds). A disputed tie says nothing. `network` is unchanged.
    """
    told = network.copy()
    ties: dict[tuple[str, Any], list[Any]] = defaultdict(list)
    for start, end, tie in whole.edges(data=True):
        if tie.get("status") != "disputed":
            ties[tie.get("relation", ""), start].append(end)
            if tie.get("relation") == "provider":
                ties["offers", end].append(start)
    territories = _territories(told, ties)
    for node, facts in told.nodes(data=True):
        works = [*ties["funds", node], *ties["participatesIn", node]]
        offers = ties["offers", node]
        facts["territories"] = sorted(_label(whole, each) for each in territories[node])
        facts["themes"] = sorted(_classified(whole, works))
        facts["offers"] = sorted(_classified(whole, offers) | set(_texts(facts.get("offers"))))
        facts["needs"] = sorted({*_texts(facts.get("type")), *_texts(facts.get("needs"))})
        facts["funder"] = bool(ties["funds", node])
    return told


def _territories(network: nx.Graph, ties: Mapping[tuple[str, Any], list[Any]]) -> dict[Any, set[Any]]:
    """Return node -> the territories that tell it from others."""
    found = {
        node: _above([*ties.get(("seatedIn", node), ()), *ties.get(("intervenesIn", node), ())], ties)
        for node in network
    }
    counts = Counter(place for places in found.values() for place in places)
    most = max(2, _COMMON * sum(bool(places) for places in found.values()))
    return {
        node: {each for each in places if counts[each] <= most and not str(each).endswith(_COUNTRY)}
        for node, places in found.items()
    }


def _above(places: Iterable[Any], ties: Mapping[tuple[str, Any], list[Any]]) -> set[Any]:
    """Return the places and all that they lie in."""
    found: set[Any] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += ties.get(("partOf", place), [])
    return found


def _label(whole: nx.Graph, node: Any) -> str:
    return str(whole.nodes[node].get("label", node))


def _classified(whole: nx.Graph, things: Iterable[Any]) -> set[str]:
    return {word for thing in things for label, word in _facts(whole.nodes[thing])}


def _facts(attributes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and value of the facts that can be shared: undisputed, short, no figures."""
    facts = attributes.get("facts")
    if not isinstance(facts, list | tuple):
        return []
    told = []
    for fact in facts:
        if isinstance(fact, Mapping) and fact.get("status") != "disputed":
            label, value = str(fact.get("label", "")), str(fact.get("value", "")).strip()
            if _is_word(value):
                told.append((label, value))
    return told


def _is_word(value: str) -> bool:
    """Tell whether a value is a short word or two: no figure, no address, no yes or no."""
    return bool(
        value
        and len(value) <= 80
        and not _FIGURE.fullmatch(value)
        and "://" not in value
        and value.casefold() not in _YES_OR_NO
    )


def _texts(value: object) -> list[str]:
    """Return the texts of an attribute that holds none, one or many."""
    if value is None or isinstance(value, Mapping) or (isinstance(value, float) and isnan(value)):
        return []
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, Iterable):
        return [str(each) for each in value if each is not None and each != ""]
    return [str(value)]


def _words(attributes: Mapping[str, Any]) -> dict[str, set[str]]:
    types = set(_texts(attributes.get("type")))
    facts = [(label, value) for label, value in _facts(attributes) if value not in types]
    offers = {value for label, value in facts if _OFFER.search(label)}
    needs = {value for label, value in facts if _NEED.search(label)}
    return {
        "shared_types": types,
        "shared_territories": {*_texts(attributes.get("territories")), *_texts(attributes.get("territory"))},
        "shared_classifications": {f"{label}\n{value}" for label, value in facts},
        "themes": {*_texts(attributes.get("themes")), *(value for _, value in facts)},
        "offers": offers | set(_texts(attributes.get("offers"))),
        "needs": needs | set(_texts(attributes.get("needs"))),
    }


def _incidences(*sides: Sequence[set[str]]) -> "tuple[csr_array, ...]":
    """Return a matrix for each side, nodes in rows, over the same words in columns."""
    from scipy.sparse import csr_array

    columns = {
        word: place for place, word in enumerate(sorted(set().union(*(w for side in sides for w in side))))
    }
    matrices = []
    for side in sides:
        rows = [row for row, words in enumerate(side) for _ in words]
        places = [columns[word] for words in side for word in sorted(words)]
        shape = (len(side), len(columns))
        matrices.append(csr_array((np.ones(len(rows)), (rows, places)), shape=shape))
    return tuple(matrices)


def _incidence(words: Sequence[set[str]]) -> "csr_array":
    return _incidences(words)[0]


def _weighted(matrix: "csr_array") -> "csr_array":
    from scipy.sparse import csr_array, diags_array

    said = np.maximum(np.asarray(matrix.sum(axis=0), dtype=float), 1.0)
    weights = np.sqrt(np.log(matrix.shape[0] / said)) if said.size else said
    return csr_array(matrix @ diags_array(weights, shape=(said.size, said.size)))


def _products(one: "csr_array", other: "csr_array", first: Indices, second: Indices) -> Floats:
    """Return the product of a row of each matrix for each pair, by blocks."""
    told = np.zeros(len(first))
    if one.nnz and other.nnz:
        for start in range(0, len(first), 50_000):
            block = slice(start, start + 50_000)
            told[block] = np.asarray(one[first[block]].multiply(other[second[block]]).sum(axis=1)).ravel()
    return told
