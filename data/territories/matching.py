"""What a written name or code of a place designates: `match("61120 Briouze")`.

One answer, ranked candidates, or none; never a silent guess. How the answer is chosen among the readings
found (their tiers are told in `index`):

1. the surest tier alone counts; what it leaves aside stays among the readings;
2. readings that cover the same ground are one, the smallest kind: "Paris" is the commune, "La Réunion" or
   "Mayotte" the département (as much is true of the région, which holds nothing more);
3. a département, région or EPCI with a hundred times the inhabitants of every other reading is taken, with
   a warning ("Bretagne" is also two villages); under that, as for "Vienne" or "Mayenne", it is ambiguous;
4. two communes of one name are always ambiguous, whatever their size;
5. a département's number wins over the same région code ("28"), with a warning; a number of five digits
   that is both an INSEE and a postal code of different communes is ambiguous, INSEE's reading first;
6. a former name gives way to a current one, with a warning; alone, it gives the commune that has it now,
   with a warning that says since when.
"""

from collections.abc import Iterable, Iterator

from .asked import LONGEST, Asked, read
from .coded import UNSURE, find_code, find_coded
from .index import FORMER, LOOSE, NameIndex, load_index
from .named import Found, find_named
from .names import fold
from .reference import Reference, rank
from .result import COLUMNS, Candidate, Match, Reason, match_rows, reason
from .territory import Former, Territory

__all__ = ["COLUMNS", "Candidate", "Match", "match", "match_rows"]

_CLEARLY_MORE = 100  # times the inhabitants
_SHOWN = 3


def match(text: str) -> Match:
    """Return what a text designates among the territories of France.

    Examples
    --------
    >>> match("61120 Briouze").territory.code, match("Saint-Denis (93)").territory.code
    ('61063', '93066')
    >>> match("Saint-Denis").outcome
    'several'
    """
    if len(text) > LONGEST:
        return Match(text, None, warnings=(reason("territory.warning.long", most=LONGEST),))
    index, asked = load_index(), read(text)
    candidates, warnings = _find(index, asked)
    return _decide(index, text, candidates, warnings)


def _find(index: NameIndex, asked: Asked) -> Found:
    if asked.code and not (asked.before or asked.after):
        return find_code(index, asked.code, asked.said)
    if asked.code:
        return find_coded(index, asked)
    if len(asked.parts) == 1 and _is_number(asked.parts[0]):
        return find_code(index, asked.parts[0].replace(" ", ""))
    return find_named(index, asked.parts)


def _is_number(key: str) -> bool:
    digits = key.replace(" ", "")
    return key in ("2a", "2b") or (
        digits.isascii() and digits.isdigit() and (len(key) <= 3 or len(digits) == 9)
    )


def _decide(index: NameIndex, text: str, candidates: list[Candidate], warnings: list[Reason]) -> Match:
    if not candidates:
        return Match(text, None, warnings=tuple(warnings), _nearest=lambda: _nearest(index, text))
    ranked = _ranked(candidates)
    best = [each for each in ranked if each.tier == ranked[0].tier]
    apart = _apart(index.reference, best)
    answer = apart[0]
    sure = answer.tier != UNSURE and (len(apart) == 1 or _clearly_first(answer, apart[1:]))
    if not sure:
        rest = [each for each in ranked if each.tier != ranked[0].tier]
        return Match(text, None, (*apart, *rest), tuple(warnings))
    others = [each for each in ranked if each is not answer]
    said = [*warnings, *_told(index.reference, answer, apart[1:], others)]
    return Match(text, answer.territory, (answer, *others), tuple(said))


def _ranked(candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates by tier, then in the order of the readings found, then by population.

    What is below any name's tier keeps the order in which it was found.
    """
    named = [each for each in candidates if each.tier <= LOOSE]
    order: dict[int, int] = {}  # by identity: one reason object a way of reading
    for place, each in enumerate(named):
        if not each.former:
            order.setdefault(id(each.reason), place)
    named.sort(key=lambda each: (each.tier, order.get(id(each.reason), 0), rank(each.territory)))
    return [*named, *(each for each in candidates if each.tier > LOOSE)]


def _apart(reference: Reference, candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates less those that cover the same ground as a smaller one."""
    kept: list[Candidate] = []
    for each in candidates:
        if not any(reference.same_ground(each.territory, other.territory) for other in kept):
            kept.append(each)
    return kept


def _clearly_first(first: Candidate, others: Iterable[Candidate]) -> bool:
    people = first.territory.population or 0
    return first.territory.kind != "Commune" and all(
        people >= _CLEARLY_MORE * (each.territory.population or 0) for each in others
    )


def _told(
    reference: Reference, answer: Candidate, rivals: list[Candidate], others: list[Candidate]
) -> Iterator[Reason]:
    """Return what must be said beside an answer: it was retired, or other territories bear its name."""
    if answer.former:
        yield _past(answer.former, answer.territory)
    if rivals:
        names = "; ".join(_named(each.territory) for each in rivals[:_SHOWN])
        yield reason("territory.warning.namesakes", count=len(rivals), names=names)
    former = [each for each in others if each.former and each.tier == FORMER]
    if former and answer.tier < FORMER:
        names = "; ".join(_named(each.territory) for each in former[:_SHOWN])
        yield reason("territory.warning.also-former", count=len(former), names=names)


def _named(territory: Territory) -> str:
    return f"{territory.name} ({territory.code})"


def _past(past: Former, holder: Territory) -> Reason:
    """Return what became of a retired commune, dated as well as it is known."""
    values = {"name": past.name, "code": past.code, "holder": holder.name, "holder_code": holder.code}
    if past.status == "arrondissement":
        return reason("territory.past.arrondissement", **values)
    when = _when(past)
    if past.status in ("renamed", "recoded"):
        return reason(f"territory.past.{past.status}", when=when, **values)
    key = past.status if past.status in ("deleguee", "associee") else "merged"
    return reason(f"territory.past.{key}", when=when, **values)


def _when(past: Former) -> Reason:
    if past.until:
        return reason("territory.when.day", day=past.until)
    if past.before:
        return reason("territory.when.between", after=past.after, before=past.before)
    return reason("territory.when.unknown")


def _nearest(index: NameIndex, text: str) -> tuple[Candidate, ...]:
    """Return the known codes near a text that is a code, else the known names near it."""
    asked = read(text)
    key = asked.parts[0] if len(asked.parts) == 1 else ""
    if asked.code or _is_number(key):
        how = reason("territory.how.close-code")
        reference, codes = index.reference, index.reference.nearest_codes(asked.code or key)
        found = [_of_code(reference, code) for code in codes]
        return tuple(Candidate(*each[:1], how, former=each[1]) for each in found)
    return index.nearest(fold(text))


def _of_code(reference: Reference, code: str) -> tuple[Territory, Former | None]:
    known = reference.territories.get(code)
    return (known, None) if known else reference.holder(code)
