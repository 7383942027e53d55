"""In which territory a node stands: its région, département or commune, as the graph rolls them up."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rdflib import Dataset

from ...graph import places
from ...ontology.terms import MAI
from ..words import order

LEVELS = ("Region", "Departement", "Commune")  # from the coarsest
_ENOUGH = 3  # groups, from which a level is taken
# What is said of a place, the surest first.
_RELATIONS = tuple(str(MAI[name]) for name in ("seatedIn", "takesPlaceIn", "availableIn", "intervenesIn"))

Placed = dict[str, str]
"""Node -> the territory in which it stands."""


@dataclass(frozen=True)
class Standing:
    """What a graph says of places.

    `known` holds territory -> (kind, name), `within` territory -> those that hold it, `said` thing ->
    relation -> where it is said to be.
    """

    known: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    within: Mapping[str, Collection[str]] = field(default_factory=dict)
    said: Mapping[str, Mapping[str, Collection[str]]] = field(default_factory=dict)


def standing(dataset: Dataset) -> Standing:
    """Return what a graph says of places."""
    within: dict[str, set[str]] = defaultdict(set)
    for inner, outer in dataset.subject_objects(MAI.within):
        within[str(inner)].add(str(outer))
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for thing, relation, stated in places.stated(dataset).itertuples(index=False, name=None):
        said[thing][relation].add(stated)
    return Standing(places.names(dataset), {**within}, {**said})


def territory_of(graph: Standing, nodes: Collection[str]) -> tuple[str, Placed, dict[str, str]]:
    """Return a level in lower case, node -> the territory of this level that holds it, territory -> name.

    The level is the coarsest that holds at least three groups, else at least two; "" when there is none. A
    node stands where its seat is, else where it acts, and in no territory where this names several.
    """
    known, found = graph.known, {}
    for level in LEVELS:
        of_level = {iri for iri, (kind, _) in known.items() if kind == level}
        found[level] = _placed(nodes, graph, of_level)
    for least in (_ENOUGH, 2):
        for level, owner in found.items():
            if len(set(owner.values())) >= least:
                return (
                    level.lower(),
                    owner,
                    {iri: known[iri][1] for iri in sorted(set(owner.values()), key=order)},
                )
    return "", {}, {}


def _placed(nodes: Collection[str], graph: Standing, of_level: Collection[str]) -> Placed:
    """Return each node that stands in a single territory of a level, with it."""
    found = {}
    for node in nodes:
        said = graph.said.get(node, {})
        for stated in ((node,), *(said.get(relation, ()) for relation in _RELATIONS)):
            held = {
                outer
                for place in stated
                for outer in (place, *graph.within.get(place, ()))
                if outer in of_level
            }
            if len(held) == 1:
                found[node] = held.pop()
                break
    return found
