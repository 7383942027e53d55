"""Which territories a name designates, by how exactly it is written; and which known names are close to it.

Tiers, the surest first: 0 the name as it is (départements and régions with any article, abbreviations);
1 but for its article; 2 an EPCI or EPT without its nature ("Flers Agglo"); 3 a former name; 4 a former name
but for its article; 5 the telling words of an EPCI in any order.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

from .names import ARTICLES, fold, loose, with_nature, without_article
from .reference import Reference, load_reference, uncollected
from .result import Candidate, Reason, reason
from .territory import Former, Territory

EXACT, ARTICLE, BARE, FORMER, FORMER_ARTICLE, LOOSE = range(6)
_WIDE = ("Departement", "Region", "Country")
_HOW = {
    EXACT: Reason("territory.how.name"),
    ARTICLE: Reason("territory.how.article"),
    BARE: Reason("territory.how.grouping"),
    LOOSE: Reason("territory.how.words"),
}
_SHORT = Reason("territory.how.abbreviation")
_PART = Reason("territory.how.parenthesis")
_CLOSE = Reason("territory.how.close")
_NEAREST, _NAMESAKES, _SIFTED, _LONGEST, _LIKENESS = 8, 2, 60, 80, 0.6

_TENS = ("", "x")
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    ten + unit: 10 * tens + units for tens, ten in enumerate(_TENS) for units, unit in enumerate(_UNITS)
}
_ROMAN = {**{sign: number for sign, number in _ROMAN.items() if sign}, "xx": 20}
_CITIES = {"paris": ("75", 100, 20), "lyon": ("69", 380, 9), "marseille": ("13", 200, 16)}
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(sorted(_ROMAN, key=len, reverse=True))})"
_ORDINAL = r" ?(?P<ordinal>ers?|eres?|e|emes?|iemes?|nd|nde)?"
_WORD = r"(?: (?P<word>arrondissement|arrdt|arrt|arr|ardt))?"
_CITY = r"(?P<city>paris|lyon|marseille)"
_ARRONDISSEMENTS = (
    re.compile(rf"{_CITY} {_NUMBER}{_ORDINAL}{_WORD}"),
    re.compile(rf"{_NUMBER}{_ORDINAL}{_WORD} (?:de |a )?{_CITY}"),
)


class NameIndex:
    """The territories of a reference by every key of their names."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self._tiers: tuple[dict[str, list[Candidate]], ...] = tuple(defaultdict(list) for _ in range(6))
        exact = self._tiers[EXACT]
        for territory in reference.territories.values():
            self._add(territory, exact)
        for short, key in _abbreviations():
            exact[fold(short)].append(Candidate(reference.territories[key], _SHORT))
        for past in sorted(reference.all_former(), key=lambda past: past.status == "recoded"):
            self._add_former(past)

    def _add(self, territory: Territory, exact: dict[str, list[Candidate]]) -> None:
        key = fold(territory.name)
        bare = without_article(key)
        candidate = Candidate(territory, _HOW[EXACT])
        if territory.kind in _WIDE:
            for spelling in {key, bare, *(f"{article} {bare}" for article in ARTICLES)}:
                exact[spelling].append(candidate)
            return
        exact[key].append(candidate)
        if territory.kind == "Commune":
            if bare != key:
                self._tiers[ARTICLE][bare].append(Candidate(territory, _HOW[ARTICLE], ARTICLE))
            if "(" in territory.name:
                short = fold(territory.name.partition("(")[0])
                self._tiers[ARTICLE][short].append(Candidate(territory, _PART, ARTICLE))
            return
        telling = loose(key)
        self._tiers[LOOSE][telling].append(Candidate(territory, _HOW[LOOSE], LOOSE))
        first, _, rest = with_nature(key).partition(" ")
        plain = rest if first in ("cc", "ca", "cu") else key
        for spelling in {plain, _unlinked(plain)}:
            self._tiers[BARE][spelling].append(Candidate(territory, _HOW[BARE], BARE))

    def _add_former(self, past: Former) -> None:
        holder = self.reference.territories[f"commune-{past.holder}"]
        key = fold(past.name)
        if past.status == "arrondissement" or key == fold(holder.name):
            return
        how = reason("territory.how.former", name=past.name)
        self._tiers[FORMER][key].append(Candidate(holder, how, FORMER, past))
        if (bare := without_article(key)) != key:
            self._tiers[FORMER_ARTICLE][bare].append(Candidate(holder, how, FORMER_ARTICLE, past))

    def find(self, key: str) -> list[Candidate]:
        """Return what a folded name designates, the surest tier first, each territory once."""
        named, bare = with_nature(key), without_article(key)
        exact, article, plain, former, former_article, words = self._tiers
        lists: list[Sequence[Candidate]] = [
            exact.get(key, ()),
            exact.get(named, ()) if named != key else (),
            article.get(bare, ()),
        ]
        other = bare != key  # an article was written: names that have none, or another, may be meant
        lists.append(
            [replace(each, reason=_HOW[ARTICLE], tier=ARTICLE) for each in exact.get(bare, ()) if other]
        )
        lists.extend((plain.get(key, ()), former.get(key, ()), former_article.get(bare, ())))
        lists.append([replace(each, tier=FORMER_ARTICLE) for each in former.get(bare, ()) if other])
        if not any(lists):
            lists.append(words.get(loose(key), ()))
        return once(candidate for several in lists for candidate in several)

    def arrondissement(self, key: str, *, whole: bool) -> list[Candidate]:
        """Return the commune of a municipal arrondissement ("paris 11e", "lyon 3 eme arrondissement").

        A bare number counts only when `whole`, and never the number of the département ("Marseille 13").
        """
        found = next((each for pattern in _ARRONDISSEMENTS if (each := pattern.fullmatch(key))), None)
        if found is None:
            return []
        departement, first, most = _CITIES[found["city"]]
        number = _ROMAN.get(found["number"]) or int(found["number"])
        plain = not (found["ordinal"] or found["word"])
        if not 1 <= number <= most or (plain and (not whole or found["number"] == departement)):
            return []
        (past,) = self.reference.former(f"{departement}{first + number:03}")
        holder = self.reference.territories[f"commune-{past.holder}"]
        return [Candidate(holder, reason("territory.how.arrondissement", name=past.name), FORMER, past)]

    def nearest(self, key: str) -> tuple[Candidate, ...]:
        """Return up to eight known names close to a folded text, the closest first; a few milliseconds."""
        short, found = key[:_LONGEST], Counter[str]()
        grams = _names_by_gram(self)
        for gram in _grams(short):
            found.update(grams.get(gram, ()))
        sifted = sorted(found, key=lambda name: (-2 * found[name] / (len(name) + len(short)), name))[:_SIFTED]
        likeness = {name: SequenceMatcher(None, short, name).ratio() for name in sifted}
        close = [name for name in sifted if likeness[name] >= _LIKENESS]
        close.sort(key=lambda name: (-likeness[name], name))
        candidates = once(each for name in close for each in self.find(name)[:_NAMESAKES])
        return tuple(Candidate(each.territory, _CLOSE, former=each.former) for each in candidates[:_NEAREST])

    def names(self) -> Iterator[str]:
        """Return every key under which something is found exactly, now or formerly."""
        for tier in (EXACT, BARE, FORMER):
            yield from self._tiers[tier]


@cache
def load_index() -> NameIndex:
    """Return the index of the embedded reference, built once."""
    with uncollected():
        return NameIndex(load_reference())


def once(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates without a territory's second appearance."""
    first: dict[int, Candidate] = {}  # by identity: a reference has one object a territory
    for each in candidates:
        first.setdefault(id(each.territory), each)
    return list(first.values())


def _abbreviations() -> Iterator[tuple[str, str]]:
    lines = (files(__package__) / "abbreviations.csv").read_text("utf-8").splitlines()
    return ((row[0], row[1]) for row in csv.reader(line for line in lines if not line.startswith("#")))


def _unlinked(key: str) -> str:
    """Return a name without the words that tie it to its nature ("du cotentin": "cotentin")."""
    words = key.split()
    while len(words) > 1 and words[0] in {"de", "du", "des", "d", *ARTICLES}:
        words = words[1:]
    return " ".join(words)


def _grams(key: str) -> set[str]:
    padded = f" {key} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


@cache
def _names_by_gram(index: NameIndex) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(index.names())):
        for gram in _grams(name):
            names[gram].append(name)
    return names
