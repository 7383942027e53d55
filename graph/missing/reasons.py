"""Why two structures may be worth introducing, and why not: what a candidate link rests on, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...messages import figure, plural, text
from .grounds import Grounds, Node, Path, passages
from .portraits import Portraits

GROUNDS = ("between", "path", "complement", "shared")  # the strongest first
_NAMED = 3  # names listed in a sentence


@dataclass(frozen=True)
class Introducer:
    """Who could bring two structures together, and what it shares with each."""

    node: Node
    sentence: str


@dataclass(frozen=True)
class Reasons:
    """What a candidate link rests on.

    Attributes
    ----------
    ground
        Of `GROUNDS`, the strongest that holds: somebody works with both, a path without a list joins them,
        one has what the other looks for, they have something in common.
    why
        A sentence: what brings the two together.
    path
        The path, "A – chantier 2 – C – B"; "" where they share only what they say of themselves.
    evidence
        Each link of the path, and the passages where it is read.
    against
        Sentences: what speaks against it, never empty.
    introducers
        Who could introduce them, the best placed first.
    sources
        The documents read.
    """

    ground: str
    why: str
    path: str
    evidence: tuple[str, ...]
    against: tuple[str, ...]
    introducers: tuple[Introducer, ...]
    sources: tuple[str, ...]


class Reasoning:
    """What speaks for and against links between the structures of a network.

    Parameters
    ----------
    grounds
        What joins the things of the network of everything.
    """

    def __init__(self, grounds: Grounds) -> None:
        self._grounds, self._whole = grounds, grounds.whole
        self.portraits = Portraits(grounds)
        self._employers: Mapping[Node, set[Node]] = defaultdict(set)
        for start, end, tie in self._whole.edges(data=True):
            if tie.get("relation") == "memberOf" and tie.get("status") != "disputed":
                self._employers[start].add(end)

    def reasons(self, first: Node, second: Node) -> Reasons | None:
        """Return what a link between two structures would rest on, None where nothing but a list does."""
        grounds = self._grounds
        path, between = grounds.path(first, second), self.between(first, second)
        shared = self.portraits.shared(first, second)
        complement = self.portraits.complement(first, second)
        joined = path is not None and not path.lists
        held = (bool(between), joined, bool(complement), bool(shared))
        if not any(held):
            return None
        names = {"first": grounds.label(first), "second": grounds.label(second)}
        said = [self._opening(names, path, between)]
        if shared:
            said.append(text("lack.why.shared", shared=", ".join(shared)))
        said += complement
        return Reasons(
            ground=next(ground for ground, holds in zip(GROUNDS, held, strict=True) if holds),
            why=" ".join(said),
            path=self.path_words(path),
            evidence=self.evidence(path),
            against=tuple(self._against(first, second, path, between)),
            introducers=tuple(self._introducers(first, second, path, between)),
            sources=self.sources(path, (first, second)),
        )

    def between(self, first: Node, second: Node) -> list[Node]:
        """Return the structures that work with both, those with the strongest and surest ties first."""
        working = self._grounds.working
        if first not in working or second not in working:
            return []
        common = set(working[first]) & set(working[second])

        def order(node: Node) -> tuple[float, int, str, str]:
            ties = [working.edges[node, end] for end in (first, second)]
            sure = sum(tie.get("status") == "stated" for tie in ties)
            weakest = min(float(tie.get("weight", 1.0)) for tie in ties)
            return -round(weakest, 9), -sure, self._grounds.label(node), str(node)

        return sorted(common, key=order)

    def path_words(self, path: Path | None) -> str:
        """Return the path as people read it: "A – chantier 2 – C – B"."""
        return " – ".join(map(self._grounds.label, path.nodes)) if path else ""

    def evidence(self, path: Path | None) -> tuple[str, ...]:
        """Return each link of the path with the passages where it is read."""
        told = []
        for step in path.steps if path else ():
            link = text(
                "lack.step",
                start=self._grounds.label(step.start),
                end=self._grounds.label(step.end),
                link=step.label,
                sources=" ; ".join(step.passages[:_NAMED]) or text("lack.no-passage"),
            )
            told.append(link if step.status == "stated" else f"{link} {text('lack.step-inferred')}")
        return tuple(told)

    def sources(self, path: Path | None, nodes: Iterable[Node] = ()) -> tuple[str, ...]:
        """Return the passages that the path and the nodes are read in, once each."""
        found = [passage for step in (path.steps if path else ()) for passage in step.passages]
        found += [each for node in nodes for each in passages(self._whole.nodes[node].get("sources"))[:1]]
        return tuple(dict.fromkeys(found))

    def doubts(self, path: Path | None) -> list[str]:
        """Return what weakens a path: a list that it goes through, links that are only deduced."""
        if path is None:
            return []
        told = []
        for group in path.lists[:1]:
            members, parts = len(self._grounds.members(group)), len(self._grounds.parts(group))
            key = "lack.against.list" if self._grounds.is_list(group) else "lack.against.parts"
            told.append(text(key, group=self._grounds.label(group), count=figure(max(members, parts))))
        deduced = [step for step in path.steps if step.status == "inferred"]
        for step in deduced[:1]:
            ends = self._grounds.label(step.start), self._grounds.label(step.end)
            told.append(text("lack.against.inferred", start=ends[0], end=ends[1]))
        return told

    def leaders(self, activity: Node, without: Sequence[Node] = ()) -> list[Introducer]:
        """Return who leads an activity, by role, people with their structure: who can speak to all in it."""
        gone = {*without, *(each for each in self._employers if self._employers[each] & set(without))}
        found = self._grounds.leaders(activity)
        places = {node: found[node] for node in found if node not in gone}
        people = {node: self._employers.get(node, set()) & set(places) for node in places}
        told = []
        for node in sorted(places, key=lambda each: (places[each][0], self._grounds.label(each), str(each))):
            if not people[node]:
                staff = sorted(
                    self._grounds.label(each) for each, employers in people.items() if node in employers
                )
                name = (
                    f"{self._grounds.label(node)} ({', '.join(staff)})"
                    if staff
                    else self._grounds.label(node)
                )
                values = {"name": name, "role": places[node][1], "activity": self._grounds.label(activity)}
                told.append(Introducer(node, text("lack.introducer.leader", **values)))
        return told

    def _opening(self, names: Mapping[str, str], path: Path | None, between: Sequence[Node]) -> str:
        listed = [self._grounds.label(each) for each in between]
        if listed:
            more = ", …" if len(listed) > _NAMED else ""
            return plural("lack.why.between-", len(listed), names=", ".join(listed[:_NAMED]) + more, **names)
        if path is None:
            return text("lack.why.apart", **names)
        if path.lists:
            return text("lack.why.list", group=self._grounds.label(path.lists[0]), **names)
        through = [self._grounds.label(node) for node in path.nodes[1:-1]]
        return text("lack.why.path", through=", ".join(through), **names)

    def _against(
        self, first: Node, second: Node, path: Path | None, between: Sequence[Node]
    ) -> Iterable[str]:
        told = self.doubts(path)
        if path is None:
            told.append(text("lack.against.no-path"))
        here, there = self.portraits.places(first), self.portraits.places(second)
        if here and there and not set(here) & set(there):
            values = {"first": self.portraits.widest(here), "second": self.portraits.widest(there)}
            told.append(text("lack.against.apart", **values))
        for whole in self._same_whole(path):
            told.append(text("lack.against.same-whole", whole=self._grounds.label(whole)))
        if len(between) == 1:
            told.append(text("lack.against.one", name=self._grounds.label(between[0])))
        if path is None:
            told.append(text("lack.against.shared-only"))
        return told or [text("lack.against.unwritten")]

    def _same_whole(self, path: Path | None) -> list[Node]:
        """Return what the path goes up to and down from again: both ends are in parts of it."""
        if path is None or path.lists:
            return []
        steps = zip(path.steps, path.steps[1:], strict=False)
        ups = [one.end for one, other in steps if one.relation == other.relation == "partOfActivity"]
        return [
            node
            for node in ups
            if {path.nodes[path.nodes.index(node) + side] for side in (-1, 1)} <= self._grounds.parts(node)
        ]

    def _introducers(
        self, first: Node, second: Node, path: Path | None, between: Sequence[Node]
    ) -> Iterable[Introducer]:
        working, label = self._grounds.working, self._grounds.label
        for node in between[:_NAMED]:
            grounds = [self._tie_words(working.edges[node, end]) for end in (first, second)]
            values = {"name": label(node), "first": label(first), "second": label(second)}
            yield Introducer(
                node,
                text("lack.introducer.between", with_first=grounds[0], with_second=grounds[1], **values),
            )
        if between or path is None:
            return
        told: set[Node] = {first, second}
        for node in path.nodes[1:-1]:
            if self._whole.nodes[node].get("kind") in (None, "Structure", "Person"):
                told.add(node)
                yield Introducer(node, text("lack.introducer.path", name=label(node)))
        for node in path.nodes[1:-1]:
            if self._whole.nodes[node].get("kind") not in (None, "Structure", "Person"):
                fresh = [each for each in self.leaders(node, (first, second)) if each.node not in told]
                told |= {each.node for each in fresh[:_NAMED]}
                yield from fresh[:_NAMED]

    def _tie_words(self, tie: Mapping[str, Any]) -> str:
        reasons = tie.get("reasons") or ()
        grounds = dict.fromkeys(str(each.get("ground", "")) for each in reasons if isinstance(each, Mapping))
        return ", ".join(list(grounds)[:2]) or str(tie.get("label") or text("network.together"))
