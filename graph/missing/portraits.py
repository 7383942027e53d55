"""What structures say of themselves, and what two of them have in common or have for each other."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import networkx as nx

from ...data.territories.territory import PREFIXES
from ...messages import text
from .grounds import Grounds, Node
from .link_attributes import described
from .naming import terms

# narrow to wide; no country
_LEVELS = ("Commune", "EPCI", "EPT", "ProjectTerritory", "Departement", "Region")
_NAMED = 3  # names listed in a sentence
_RARE = 0.5  # a word said by more of the structures than this tells nothing


class Portraits:
    """What each structure of a network says of itself: where it is, its type, subjects, offers and needs."""

    def __init__(self, grounds: Grounds) -> None:
        self._grounds, self._whole = grounds, grounds.whole
        self._places: Mapping[Node, set[Node]] = defaultdict(set)
        self._wider: Mapping[Node, set[Node]] = defaultdict(set)
        for start, end, tie in self._whole.edges(data=True):
            if tie.get("status") != "disputed" and tie.get("relation") in ("seatedIn", "intervenesIn"):
                self._places[start].add(end)
            elif tie.get("status") != "disputed" and tie.get("relation") == "partOf":
                self._wider[start].add(end)

    def places(self, node: Node) -> dict[Node, str]:
        """Return where a structure is seated or works, and what holds it: territory -> kind; no country."""
        reached: dict[Node, str] = {}
        waiting = list(self._places.get(node, ()))
        while waiting:
            place = waiting.pop()
            kind = _kind_of(place)
            if place not in reached and kind != "Country":
                reached[place] = kind
                waiting += self._wider.get(place, ())
        return reached

    def shared(self, first: Node, second: Node) -> list[str]:
        """Return what two structures have in common: the narrowest territories, their types, rare terms."""
        told = []
        here, there = self.places(first), self.places(second)
        common = {each for each in set(here) & set(there) if self.tells(each)}
        if common:
            narrow = min(_LEVELS.index(here[each]) if here[each] in _LEVELS else 9 for each in common)
            places = [
                each
                for each in common
                if (here[each] in _LEVELS and _LEVELS.index(here[each]) == narrow) or narrow == 9
            ]
            names = sorted(self._grounds.label(each) for each in places)[:_NAMED]
            told.append(text("lack.shared.territory", names=", ".join(names)))
        words = sorted(self._terms[first] & self._terms[second])
        told += [text("lack.shared.term", term=each) for each in words if self._is_rare(each)][:_NAMED]
        return told

    def complement(self, first: Node, second: Node) -> list[str]:
        """Return what one has that the other looks for: an offer for its type, funds for its subjects."""
        told = []
        for one, other in ((first, second), (second, first)):
            names = {"one": self._grounds.label(one), "other": self._grounds.label(other)}
            met = sorted(self._offers[one] & self._needs[other])
            if met:
                told.append(text("lack.why.offer", what=", ".join(met[:_NAMED]), **names))
            themes = self._terms[one] & self._terms[other] if one in self._funders else set()
            rare = sorted(each for each in themes if self._is_rare(each))
            if rare and other not in self._funders:
                told.append(text("lack.why.funds", what=", ".join(rare[:_NAMED]), **names))
        return told

    def tells(self, place: Node) -> bool:
        """Tell whether a territory is that of few enough of the structures placed to bring any together."""
        return self._at[place] <= max(2, _RARE * len(self._located))

    def widest(self, places: Mapping[Node, str]) -> str:
        """Return the name of the widest of some territories."""
        order = {kind: place for place, kind in enumerate(_LEVELS)}
        return self._grounds.label(max(places, key=lambda each: (order.get(places[each], -1), str(each))))

    def _is_rare(self, word: str) -> bool:
        return self._said_by[word] <= max(2, _RARE * len(self._terms))

    @cached_property
    def _located(self) -> Mapping[Node, dict[Node, str]]:
        """Return structure -> its territories, where they are known."""
        found = {node: self.places(node) for node in self._grounds.working}
        return {node: places for node, places in found.items() if places}

    @cached_property
    def _at(self) -> Counter[Node]:
        return Counter(place for places in self._located.values() for place in places)

    @cached_property
    def _said_by(self) -> Counter[str]:
        return Counter(word for words in self._terms.values() for word in words)

    @cached_property
    def described(self) -> nx.Graph:
        """Return the structures known to work together, with what each says (`link_attributes.described`)."""
        return described(self._grounds.working, self._whole)

    def _said(self, name: str) -> Mapping[Node, set[str]]:
        return {node: set(facts.get(name) or ()) for node, facts in self.described.nodes(data=True)}

    @cached_property
    def _offers(self) -> Mapping[Node, set[str]]:
        return self._said("offers")

    @cached_property
    def _needs(self) -> Mapping[Node, set[str]]:
        return self._said("needs")

    @cached_property
    def _funders(self) -> frozenset[Node]:
        return frozenset(node for node, facts in self.described.nodes(data=True) if facts.get("funder"))

    @cached_property
    def _terms(self) -> Mapping[Node, set[str]]:
        """Return structure -> the terms it is classified under and those of what it takes part in."""
        found = {node: self._own_terms(node) for node in self._grounds.working}
        for start, end, tie in self._whole.edges(data=True):
            joint = tie.get("relation") in ("participatesIn", "funds") and tie.get("status") != "disputed"
            if joint and start in found and tie.get("joint", True) and not self._grounds.is_list(end):
                found[start] |= self._own_terms(end) - self._usual[self._whole.nodes[end].get("kind")]
        return found

    @cached_property
    def _usual(self) -> Mapping[Any, set[str]]:
        """Return kind -> the terms of at least half of the things of that kind: they tell none apart."""
        kinds = Counter(kind for _, kind in self._whole.nodes(data="kind"))
        counts = Counter(
            (kind, word) for node, kind in self._whole.nodes(data="kind") for word in self._own_terms(node)
        )
        usual: Mapping[Any, set[str]] = defaultdict(set)
        for (kind, word), count in counts.items():
            if count >= max(2, _RARE * kinds[kind]):
                usual[kind].add(word)
        return usual

    def _own_terms(self, node: Node) -> set[str]:
        facts = self._whole.nodes[node]
        types = {str(facts["type"])} if facts.get("type") else set()
        return {value for _, value in terms(facts.get("facts"))} | types


def _kind_of(place: Node) -> str:
    """Return the kind of a French territory from its IRI, "ProjectTerritory" for any other."""
    prefix, _, code = str(place).rpartition("/")[2].rpartition("-")
    kinds = {prefix: kind for kind, prefix in PREFIXES.items()}
    official = code[:1].isdigit() or code == "france"  # the département 2A, not the "pays" of a project
    return kinds.get(prefix, "ProjectTerritory") if official else "ProjectTerritory"
