"""What the chantiers of a network are about, whom they hold, what they are part of."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, cached_property

from ...ontology.terms import scheme_iri
from .grounds import Grounds, Node
from .naming import Subject, spoken, terms, vocabularies
from .reasons import Reasoning

KINDS = ("Chantier",)
_UNSAID = ("kinds-of-output", "kinds-of-event", "types-of-structure")  # vocabularies that tell no subject
_COMMON = 0.5  # a subject of more of the chantiers than this brings none of them together


class Chantiers:
    """The chantiers of a network of everything, read once.

    Attributes
    ----------
    all
        Those of most structures first, then by name.
    above, below
        What each activity is directly part of; its events, outputs and parts.
    """

    def __init__(self, grounds: Grounds, reasoning: Reasoning) -> None:
        self.grounds, self.reasoning = grounds, reasoning
        found = [
            n for n, f in grounds.whole.nodes(data=True) if f.get("kind") in KINDS and not f.get("absent")
        ]
        order = {n: (-len(grounds.members(n)), grounds.label(n), str(n)) for n in found}
        self.all = tuple(sorted(found, key=order.__getitem__))
        above: Mapping[Node, set[Node]] = defaultdict(set)
        below: Mapping[Node, set[Node]] = defaultdict(set)
        for start, end, tie in grounds.whole.edges(data=True):
            if tie.get("relation") in ("partOfActivity", "producedBy") and tie.get("status") != "disputed":
                above[start].add(end)
                below[end].add(start)
        self.above = {start: tuple(sorted(ends, key=str)) for start, ends in above.items()}
        self.below = {start: tuple(sorted(ends, key=str)) for start, ends in below.items()}

    def subjects(self, activity: Node) -> set[Subject]:
        """Return the subjects of an activity, of its events and of its outputs."""
        things = [activity, *(each for each in self.below.get(activity, ()) if each not in self._set)]
        return {each for thing in things for each in self.own(thing)}

    def own(self, thing: Node) -> set[Subject]:
        """Return the terms that a thing is classified under, but those that tell no subject."""
        found = terms(self.grounds.whole.nodes[thing].get("facts"))
        told = {(vocabularies().get(value.casefold(), label), value) for label, value in found}
        return {each for each in told if each[0] not in _unsaid()}

    def rare(self, chantier: Node) -> set[Subject]:
        """Return the subjects of a chantier that not most chantiers share."""
        most = min(len(self.all) - 1, max(2, _COMMON * len(self.all)))
        return {each for each in self.subjects(chantier) if self.counts[each] <= most}

    def places(self, chantier: Node, without: Node | None = None) -> set[Node]:
        """Return the départements and narrower territories of a chantier and of its structures but one."""
        things = (chantier, *(self.grounds.members(chantier) - {without}))
        held = {node: kind for each in things for node, kind in self.reasoning.portraits.places(each).items()}
        return {place for place, kind in held.items() if kind != "Region"}

    @cached_property
    def counts(self) -> Counter[Subject]:
        """Return how many chantiers have each subject."""
        return Counter(each for chantier in self.all for each in self.subjects(chantier))

    @cached_property
    def _set(self) -> frozenset[Node]:
        return frozenset(self.all)


@cache
def _unsaid() -> frozenset[str]:
    return frozenset(spoken(scheme_iri(name), each) for name in _UNSAID for each in ("fr", "en"))
