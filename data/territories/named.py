"""Names in context: "Saint-Denis (93)", "Briouze, Orne, Normandie", "département de l'Orne", "Paris 11e"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .index import EXACT, LOOSE, NameIndex, once
from .reference import above
from .result import Candidate, Reason, reason
from .territory import Kind, Territory

_OF = r"(?:du |de la |de l |des |de |d )?"
_KINDS: tuple[tuple[re.Pattern[str], tuple[Kind, ...]], ...] = (
    (re.compile(rf"(?:la |le |l )?(?:departement|dept|dpt|dep) {_OF}(.+)"), ("Departement",)),
    (re.compile(rf"(?:la |le |l )?region {_OF}(.+)"), ("Region",)),
    (re.compile(rf"(?:la |le |l )?(?:commune|ville|mairie|village|bourg) {_OF}(.+)"), ("Commune",)),
    (
        re.compile(rf"(?:la |le |l )?(?:epci|ept|intercommunalite|agglomeration|agglo) {_OF}(.+)"),
        ("EPCI", "EPT"),
    ),
)
_KIND_WORDS: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys(("commune", "ville"), ("Commune",)),
    **dict.fromkeys(("departement", "dept", "dpt"), ("Departement",)),
    **dict.fromkeys(("epci", "ept", "intercommunalite", "agglomeration", "metropole"), ("EPCI", "EPT")),
    "region": ("Region",),
}
_NUMBER = re.compile(r"[0-9]{1,3}|2[ab]")
_PARTS_READ = 6

Found = tuple[list[Candidate], list[Reason]]


def find_named(index: NameIndex, parts: Sequence[str]) -> Found:
    """Return the candidates of a name and its context, and what must be said of the reading.

    Tried in this order: all of it a name; a part of it a name and each other part a territory around it; its
    first words a name and the others a territory around it; its last parts a name after an address.
    """
    if not parts or len(parts) > _PARTS_READ:
        return [], []
    whole = " ".join(parts)
    found = index.arrondissement(whole, whole=len(parts) == 1) or _designated(index, whole)
    if not found or found[0].tier == LOOSE:
        found = _in_context(index, parts) or found or _before_context(index, whole)
    return (found, []) if found else _after_address(index, parts)


def number(index: NameIndex, key: str) -> list[Territory]:
    """Return the départements of a number ("61", "2a", "1"); 20 is both of Corsica."""
    if not _NUMBER.fullmatch(key):
        return []
    codes = ("2A", "2B") if key == "20" else (key.zfill(2).upper(),)
    known = index.reference.territories
    return [known[f"departement-{code}"] for code in codes if f"departement-{code}" in known]


def _designated(index: NameIndex, key: str) -> list[Candidate]:
    """Return what a name designates by itself, the kind it may announce heeded."""
    found = index.find(key)
    if found and found[0].tier != LOOSE:
        return found
    for pattern, kinds in _KINDS:
        if announced := pattern.fullmatch(key):
            rest = announced[1]
            of_kind = [each for each in index.find(rest) if each.territory.kind in kinds]
            of_kind = of_kind or list(_numbered(index, rest, kinds))
            if of_kind:
                return of_kind
    return found


def _numbered(index: NameIndex, key: str, kinds: tuple[Kind, ...]) -> Iterator[Candidate]:
    """Return the département or région of a number whose kind is announced ("région 28")."""
    if kinds == ("Departement",):
        for territory in number(index, key):
            yield Candidate(territory, reason("territory.how.number", number=territory.code))
    region = index.reference.territories.get(f"region-{key.zfill(2)}") if len(key) < 4 else None
    if kinds == ("Region",) and region:
        yield Candidate(region, reason("territory.how.region-code", number=region.code))


def _context(index: NameIndex, key: str) -> set[str]:
    """Return the keys of the territories that a part may name as what lies around."""
    numbered = number(index, key)
    found = numbered or [each.territory for each in _designated(index, key) if each.former is None]
    return {each.key for each in found}


def _inside(candidates: Iterable[Candidate], around: set[str], name: str) -> list[Candidate]:
    """Return the candidates that lie in one of the territories `around`, or are of the kind that it names.

    What lies in it comes before what it is: "Corrèze (19)" is the commune, "Vienne (86)" the département.
    """
    if kinds := _KIND_WORDS.get(name):
        return [each for each in candidates if each.territory.kind in kinds]
    how = reason("territory.how.context", context=name)
    inside = [each for each in candidates if not around.isdisjoint(above(each.territory))]
    inside = inside or [each for each in candidates if each.territory.key in around]
    return [
        Candidate(each.territory, each.reason if each.former else how, each.tier, each.former)
        for each in inside
    ]


def _in_context(index: NameIndex, parts: Sequence[str]) -> list[Candidate]:
    """Return the candidates of consecutive parts that lie in what each other part names."""
    spans = [
        (start, stop)
        for start in range(len(parts))
        for stop in range(len(parts), start, -1)
        if stop - start < len(parts)
    ]
    for start, stop in spans:
        key = " ".join(parts[start:stop])
        found = index.arrondissement(key, whole=True) or _designated(index, key)
        for part in (*parts[:start], *parts[stop:]):
            found = _inside(found, _context(index, part), part) if found else []
        if found:
            return found
    return []


def _before_context(index: NameIndex, whole: str) -> list[Candidate]:
    """Return the candidates of the first words that lie in what the last words name ("briouze orne")."""
    words = whole.split()
    for cut in range(len(words) - 1, 0, -1):
        around = _context(index, " ".join(words[cut:]))
        found = _designated(index, " ".join(words[:cut])) if around else []
        if inside := _inside(found, around, " ".join(words[cut:])):
            return inside
    return []


def _after_address(index: NameIndex, parts: Sequence[str]) -> Found:
    """Return the candidates of the last parts, what precedes them being an address or a hamlet.

    What precedes and names a commune too makes another reading, hence no sure answer.
    """
    for start in range(1, len(parts)):
        rest = " ".join(parts[start:])
        found = _designated(index, rest) or _in_context(index, parts[start:])
        if found:
            ignored = " ".join(parts[:start])
            how = reason("territory.how.before", words=ignored)
            rivals = [replace(each, reason=how) for each in index.find(ignored) if each.tier == EXACT]
            warnings = [] if rivals else [reason("territory.warning.ignored", words=ignored)]
            return once([*found, *rivals]), warnings
    return [], []
