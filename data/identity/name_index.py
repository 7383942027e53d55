"""Which names are worth comparing: those that share a rare word, an acronym, a spelling, not all with all."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations

from .names import Name, Rarity, held_words, resemblance

_SHARED = 25  # names beyond which what they share tells nothing: a word, a pair of words
_NEIGHBOURS = 4  # compared on each side, in the order of the alphabet


class NameIndex:
    """Names of things by the keys that likely twins share: `names`, thing -> its names."""

    def __init__(self, names: Mapping[str, Collection[Name]]) -> None:
        self.names = names
        self.rarity: Rarity = held_words(name for each in names.values() for name in each)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for thing, each in names.items():
            for key in dict.fromkeys(key for name in each for key in _keys(name)):
                self._holders[key].append(thing)
        self._sorted = sorted((" ".join(name.telling), thing) for thing in names for name in names[thing])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each two things that share a key, or are neighbours in the alphabet, once."""
        seen: set[tuple[str, str]] = set()
        groups = (group for group in self._holders.values() if 1 < len(group) <= _SHARED)
        for group in groups:
            seen.update(combinations(sorted(group), 2))
        for place, (_, thing) in enumerate(self._sorted):
            others = (other for _, other in self._sorted[place + 1 : place + 1 + _NEIGHBOURS])
            seen.update((min(thing, other), max(thing, other)) for other in others if other != thing)
        yield from sorted(seen)

    def nearest(self, words: str, count: int, least: float) -> list[tuple[str, float]]:
        """Return the `count` things named nearest to `words`, with their likeness from `least` to 1."""
        name = Name(words)
        found = {thing for key in _keys(name) for thing in self._few(key)}
        place = bisect_left(self._sorted, (" ".join(name.telling), ""))
        found |= {thing for _, thing in self._sorted[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS]}
        scored = ((thing, self.likeness([name], self.names[thing])) for thing in found)
        likely = sorted((-score, thing) for thing, score in scored if score >= least)
        return [(thing, -score) for score, thing in likely[:count]]

    def likeness(self, one: Iterable[Name], two: Collection[Name]) -> float:
        """Return the resemblance of the two nearest of some names, in [0, 1]."""
        return max((resemblance(a, b, self.rarity) for a in one for b in two), default=0.0)

    def _few(self, key: str) -> list[str]:
        group = self._holders.get(key, [])
        return group if len(group) <= _SHARED or key.startswith("=") else []


def _keys(name: Name) -> Iterator[str]:
    """Yield what a name shares with its likely twins."""
    telling = sorted(set(name.telling))
    yield "=" + "".join(name.telling)
    yield "=" + "".join(name.key)
    yield from (f"w {word}" for word in telling)
    yield from (f"p {a} {b}" for a, b in combinations(telling[:6], 2))
    yield from (f"w {word}" for word in name.acronyms)
    yield "s " + _skeleton(name.telling)


def _skeleton(words: Iterable[str]) -> str:
    """Return the consonants, none doubled: what most misspellings leave as it is."""
    consonants = [sign for sign in "".join(words) if sign not in "aeiouyh"]
    return "".join(sign for place, sign in enumerate(consonants) if sign not in consonants[place - 1 : place])
