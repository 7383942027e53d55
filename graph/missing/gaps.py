"""Chantiers without a funder, and who might fund each: what a funder already funds that is akin to it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...messages import figure, plural, text
from ..network import WORKING
from .chantiers import Chantiers
from .grounds import Node, Path, passages
from .naming import labels, terms

_FUNDERS = ("foundation", "territorial-foundation", "endowment-fund", "private-funder")  # types of structure
_EACH = 3  # names in a sentence, at most
_NAMED = 5  # funders named for a chantier, at most
MOST = 100  # chantiers looked at
_LIKELY = 20  # funders looked at for each
_NEAR = 5  # nodes of a path that counts as near
Refused = frozenset[tuple[str, frozenset[Node]]]


@dataclass(frozen=True)
class Gap:
    """What a thing lacks, and who might fill it: `second` is None where nobody is known to.

    Attributes
    ----------
    link
        What it would be: "funds", "participates", "partner" or "covers".
    about
        What is missing, in words.
    score, meaning
        A figure that only orders the gaps of a kind, and what it counts.
    names
        What `first` and `second` are called.
    weight
        What gaps are ranked by, the least first, where it is not the score.
    """

    link: str
    first: Node
    second: Node | None
    about: str
    score: float
    meaning: str
    why: str
    path: str = ""
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    introducers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    names: tuple[str, str] = ("", "")
    weight: tuple[float, ...] = ()


def funder_gaps(chantiers: Chantiers, refused: Refused = frozenset(), most: int = MOST) -> list[Gap]:
    """Return who might fund the chantiers without any documented funder, for the most reasons first.

    A funder is named for what it funds in the same initiative or on the same subjects, for working where the
    chantier's other structures work, or for taking part in it or being near it (`_NEAR` nodes, through no
    list). The score of a gap is the number of these reasons, in [0, 4]; where it is equal, the chantiers of
    most structures come first.

    Parameters
    ----------
    refused
        The link ("funds") and the two ends of what is never to be proposed again.
    most
        How many chantiers are looked at.
    """
    funders = _Funders(chantiers, refused)
    lacking = [each for each in chantiers.all if not funders.funded.get(each)]
    found = [gap for each in lacking[:most] for gap in funders.of(each)]
    return sorted(found, key=lambda gap: (gap.weight, gap.names, str(gap.first), str(gap.second)))


def unfunded(chantiers: Chantiers) -> int:
    """Return how many chantiers have no documented funder."""
    funded = _Funders(chantiers, frozenset()).funded
    return sum(not funded.get(each) for each in chantiers.all)


class _Funders:
    """Who funds what, and who might."""

    def __init__(self, chantiers: Chantiers, refused: Refused) -> None:
        self.chantiers, self.refused = chantiers, refused
        self.grounds, self.reasoning = chantiers.grounds, chantiers.reasoning

    def of(self, chantier: Node) -> list[Gap]:
        """Return who might fund a chantier, the best placed first; a gap without anybody where none might."""
        found = [gap for gap in (self._funder(chantier, each) for each in self._likely(chantier)) if gap]
        found.sort(key=lambda gap: (-gap.score, len(gap.evidence), gap.names[1], str(gap.second)))
        return found[:_NAMED] or [self._nobody(chantier)]

    @cached_property
    def funded(self) -> Mapping[Node, dict[Node, tuple[str, ...]]]:
        """Return what is funded -> funder -> the passages that say so."""
        found: Mapping[Node, dict[Node, tuple[str, ...]]] = defaultdict(dict)
        support = labels("roles", ("funder-support",))
        for start, end, tie in self.grounds.whole.edges(data=True):
            if tie.get("status") == "disputed":
                continue
            role = str(tie.get("label", "")).casefold()
            if tie.get("relation") == "funds" or (
                tie.get("relation") == "participatesIn" and role in support
            ):
                found[end][start] = passages(tie.get("reasons"))
        return found

    @cached_property
    def _who_funds(self) -> frozenset[Node]:
        """Return the structures that fund something, or whose type says that they do."""
        types = labels("types-of-structure", _FUNDERS)
        found = {funder for funders in self.funded.values() for funder in funders}
        for node, facts in self.grounds.whole.nodes(data=True):
            said = {value.casefold() for _, value in terms(facts.get("facts"))}
            if facts.get("kind") == "Structure" and said & types:
                found.add(node)
        return frozenset(each for each in found if self.grounds.is_structure(each))

    @cached_property
    def _by_trait(self) -> Mapping[object, frozenset[Node]]:
        """Return initiative, subject or territory -> the funders that it points to."""
        found: Mapping[object, set[Node]] = defaultdict(set)
        for thing, funders in self.funded.items():
            traits: list[object] = [
                thing,
                *self.chantiers.above.get(thing, ()),
                *self.chantiers.subjects(thing),
            ]
            for trait in traits:
                found[trait] |= self._who_funds & set(funders)
        for funder in self._who_funds:
            for place in self.reasoning.portraits.places(funder):
                found[place].add(funder)
        return {trait: frozenset(funders) for trait, funders in found.items()}

    def _likely(self, chantier: Node) -> list[Node]:
        """Return the funders that something points to, those to whom most does first."""
        chantiers, found = self.chantiers, Counter[Node]()
        traits: set[object] = {*chantiers.above.get(chantier, ()), *chantiers.rare(chantier)}
        for trait in traits | chantiers.places(chantier):
            found.update(self._by_trait.get(trait, ()))
        near = {chantier, *chantiers.below.get(chantier, ())}
        close = {member for each in near for member in self.grounds.members(each)}
        close |= {other for one in self.grounds.members(chantier) for other in self._partners(one)}
        found.update(each for each in close if each in self._who_funds)
        free = [each for each in found if ("funds", frozenset((chantier, each))) not in self.refused]
        return sorted(free, key=lambda each: (-found[each], self.grounds.label(each), str(each)))[:_LIKELY]

    def _partners(self, structure: Node) -> set[Node]:
        return set(self.grounds.working.adj.get(structure, ()))

    def _funder(self, chantier: Node, funder: Node) -> Gap | None:
        """Return what points to a funder for a chantier, None where nothing holds."""
        label = self.grounds.label
        said, sources = [], list[str]()
        for reason, thing in self._funds_akin(chantier, funder):
            said.append(reason)
            sources += self.funded[thing][funder]
        portraits = self.reasoning.portraits
        here = self.chantiers.places(chantier, without=funder) & set(portraits.places(funder))
        if here := {each for each in here if portraits.tells(each)}:
            names = sorted(label(each) for each in here)
            said.append(text("lack.funders.place", names=", ".join(names[:_EACH])))
        path = self.grounds.path(funder, chantier)
        if funder in self.grounds.members(chantier):
            said.append(text("lack.funders.member"))
        elif path is not None and self._is_near(path):
            said.append(text("lack.funders.near", path=self.reasoning.path_words(path)))
        if not said:
            return None
        why = text(
            "lack.funders.why",
            chantier=label(chantier),
            funder=label(funder),
            reasons=text("lack.funders.and").join(said),
        )
        return Gap(
            "funds",
            chantier,
            funder,
            text("lack.about.funder"),
            float(len(said)),
            plural("lack.meaning.funders-", len(said)),
            why,
            self.reasoning.path_words(path),
            self.reasoning.evidence(path),
            tuple(self._against_funder(chantier, funder, path)),
            tuple(self._who_introduces(funder, chantier, path)),
            tuple(dict.fromkeys([*sources, *self.reasoning.sources(path, (chantier, funder))])),
            (label(chantier), label(funder)),
            (-float(len(said)), -float(len(self.grounds.members(chantier)))),
        )

    def _is_near(self, path: Path) -> bool:
        """Tell whether a path brings a funder near by more than what it funds, or than a list."""
        funds = any(step.relation == "funds" for step in path.steps)
        return 1 < len(path.nodes) <= _NEAR and not path.lists and not funds

    def _funds_akin(self, chantier: Node, funder: Node) -> Iterator[tuple[str, Node]]:
        """Yield why what a funder funds is akin to the chantier: its initiative, a sister, a subject."""
        label = self.grounds.label
        funded = sorted(
            (each for each, who in self.funded.items() if funder in who), key=lambda e: (label(e), str(e))
        )
        above = set(self.chantiers.above.get(chantier, ()))
        for thing in funded:
            if thing in above:
                yield text("lack.funders.initiative", thing=label(thing)), thing
                break
        sisters = [each for each in funded if above & set(self.chantiers.above.get(each, ()))]
        shared = [
            (each, sorted(v for _, v in self.chantiers.rare(chantier) & self.chantiers.subjects(each)))
            for each in funded
        ]
        akin = [(each, words) for each, words in shared if words]
        if akin:
            thing, words = max(akin, key=lambda pair: len(pair[1]))
            yield text("lack.funders.subject", thing=label(thing), terms=", ".join(words[:_EACH])), thing
        elif sisters:
            yield plural("lack.funders.sister-", len(sisters), thing=label(sisters[0])), sisters[0]

    def _against_funder(self, chantier: Node, funder: Node, path: Path | None) -> list[str]:
        label, told = self.grounds.label, list[str]()
        if not any(funder in who for who in self.funded.values()):
            told.append(text("lack.against.never-funded", funder=label(funder)))
        for initiative in self.chantiers.above.get(chantier, ()):
            names = sorted(map(label, self.funded.get(initiative, ())))
            values = {"initiative": label(initiative), "names": ", ".join(names[:_EACH])}
            if names:
                told.append(text("lack.against.through-initiative", **values))
            if len(parts := self.grounds.parts(initiative)) > WORKING:
                count = figure(len(parts))
                told.append(text("lack.against.wide-initiative", initiative=label(initiative), count=count))
        told += self.reasoning.doubts(path)
        if path is None:
            told.append(text("lack.against.no-path"))
        return told or [text("lack.against.unwritten-funding")]

    def _who_introduces(self, funder: Node, chantier: Node, path: Path | None) -> Iterator[str]:
        """Yield who stands between a structure and a chantier, else who leads the chantier."""
        nodes = path.nodes[1:-1] if path and not path.lists else ()
        people = [n for n in nodes if self.grounds.whole.nodes[n].get("kind") in ("Structure", "Person")]
        for node in people[:_EACH]:
            yield text("lack.introducer.path", name=self.grounds.label(node))
        leaders = self.reasoning.leaders(chantier, (funder, *people))
        yield from (each.sentence for each in leaders[:_EACH])

    def _nobody(self, chantier: Node) -> Gap:
        label = self.grounds.label(chantier)
        return Gap(
            "funds",
            chantier,
            None,
            text("lack.about.funder"),
            0.0,
            plural("lack.meaning.funders-", 0),
            text("lack.funders.nobody", chantier=label),
            against=(text("lack.against.unwritten-funding"),),
            introducers=tuple(each.sentence for each in self.reasoning.leaders(chantier)[:_EACH]),
            sources=self.reasoning.sources(None, (chantier,)),
            names=(label, ""),
            weight=(0.0, -float(len(self.grounds.members(chantier)))),
        )
