"""Names of organisations compared: the words that tell one from another, acronyms, places."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from math import log

from ..territories.names import fold
from .similarity import likeness

_TYPO = 0.84  # from this likeness on, two words of four letters or more are one word misspelt
_RUN = range(3, 9)  # letters of an acronym


@dataclass(frozen=True)
class Name:
    """A name, and what tells it from another."""

    text: str

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Return its words, folded, without links and articles."""
        return tuple(word for word in fold(self.text).split() if word not in _words("links"))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Return the words that tell it from another: no legal form, no plural; all, if none is left."""
        kept = tuple(_singular(word) for word in self.key if word not in _words("forms"))
        return kept or tuple(map(_singular, self.key))

    @property
    def forms(self) -> frozenset[str]:
        """Return its words of legal form: association, fédération, SCIC…"""
        return frozenset(self.key) & _words("forms")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the numbers that it holds."""
        return frozenset(word for word in self.key if word.isdigit())

    @cached_property
    def acronyms(self) -> Mapping[str, tuple[int, int]]:
        """Return the initials of each run of its words: acronym -> the run, from and to."""
        runs = [(start, start + size) for size in _RUN for start in range(len(self.key) - size + 1)]
        return {"".join(word[0] for word in self.key[a:b]): (a, b) for a, b in runs[:60]}

    @cached_property
    def places(self) -> frozenset[str]:
        """Return the territories that it names, folded: the longest runs of words that name one."""
        words, found, start = fold(self.text).split(), set[str](), 0
        while start < len(words):
            spans = (" ".join(words[start : start + size]) for size in (5, 4, 3, 2, 1))
            place = next((span for span in spans if span in _places()), "")
            if place:
                found.add(place)
            start += len(place.split()) or 1
        return frozenset(found)

    def shortened(self, other: "Name") -> tuple[str, ...]:
        """Return its telling words, a run of them replaced by the acronym that `other` writes for it."""
        for word in other.key:
            if word in self.acronyms and word not in self.key:
                a, b = self.acronyms[word]
                kept = (*self.key[:a], word, *self.key[b:])
                return tuple(_singular(each) for each in kept if each == word or each not in _words("forms"))
        return self.telling


@dataclass(frozen=True)
class Rarity:
    """How telling words are among `count` names, from the number of names that hold each."""

    held: Mapping[str, int]
    count: int
    _weights: dict[str, float] = field(default_factory=dict, repr=False)

    def of(self, word: str) -> float:
        """Return the weight of a word, in ]0, 1]: 1 for a word of one name only, less for a common one."""
        weight = self._weights.get(word)
        if weight is None:
            weight = log(1 + (self.count + 1) / self.held.get(word, 1)) / log(self.count + 2)
            self._weights[word] = weight
        return weight


def resemblance(first: Name, second: Name, rarity: Rarity) -> float:
    """Return how much two names share of their telling words, in [0, 1].

    The share (Dice's coefficient) counts each word by its rarity; a misspelt word counts by its likeness.
    Names that are one once spaces are taken away share all. Different numbers share nothing.

    References
    ----------
    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology 26(3),
    297-302.
    https://doi.org/10.2307/1932409
    """
    if first.numbers != second.numbers:
        return 0.0
    one, two = first.shortened(second), second.shortened(first)
    if "".join(one) == "".join(two) or "".join(first.key) == "".join(second.key):
        return 1.0
    common = set(one) & set(two)
    shared = 2 * sum(map(rarity.of, common))
    left = [word for word in two if word not in common]
    for word in (word for word in one if word not in common):
        share, other = max(((_same(word, each), each) for each in left), default=(0.0, ""))
        if share:
            left.remove(other)
            shared += share * (rarity.of(word) + rarity.of(other))
    total = sum(map(rarity.of, {*one})) + sum(map(rarity.of, {*two}))
    return shared / total if total else 0.0


def _same(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if first[0] != second[0] or abs(len(first) - len(second)) > 2 or len(first) < 4 or len(second) < 4:
        return 0.0
    share = likeness(first, second)
    return share if share >= _TYPO else 0.0


def differing_places(first: Name, second: Name) -> tuple[str, str] | None:
    """Return a place that each name speaks of and the other does not: Brest, Lorient; None if not both do."""
    one, two = first.places - second.places, second.places - first.places
    return (min(one), min(two)) if one and two else None


def held_words(names: Iterable[Name]) -> Rarity:
    """Return the rarity of words among names."""
    held: dict[str, int] = {}
    count = 0
    for name in names:
        count += 1
        for word in set(name.telling):
            held[word] = held.get(word, 0) + 1
    return Rarity(held, count)


@lru_cache(maxsize=2**16)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


@cache
def _words(section: str) -> frozenset[str]:
    """Return the words of a section of `name-words.txt`."""
    text = (files(__package__) / "name-words.txt").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\]\n([^\[]*)", text, re.M)
    lines = next(body for name, body in sections if name == section).splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold(line).split())


@cache
def _places() -> frozenset[str]:
    from ..territories.reference import load_reference

    return frozenset(_folded(each.name for each in load_reference().territories.values()))


def _folded(names: Iterable[str]) -> Iterator[str]:
    return (key for name in names if len(key := fold(name)) > 2)
