"""Codes: INSEE, postal, SIREN and département numbers, alone or beside a name that may contradict them."""

from collections.abc import Callable
from dataclasses import replace
from difflib import SequenceMatcher

from .asked import Asked
from .index import ARTICLE, EXACT, FORMER, LOOSE, NameIndex, once
from .named import Found, find_named, number
from .names import fold
from .reference import Reference, above
from .result import Candidate, reason

CONTRADICTED, UNSURE = LOOSE + 1, LOOSE + 2  # tiers below any name's; the last never makes an answer
_LENGTH_OF_NAME, _SHOWN = 80, 3


def find_code(index: NameIndex, code: str, said: str = "", tier: int = EXACT) -> Found:
    """Return the candidates of a code alone, `said` to be "insee" or "postal" if the text says it."""
    key = code.casefold()
    if len(code) <= 3:
        return _by_number(index, key)
    if len(code) == 9:
        found = index.reference.siren(code)
        return ([Candidate(found, reason("territory.how.siren", code=code))] if found else []), []
    insee = [] if said == "postal" else _by_insee(index.reference, code, tier)
    postal = [] if said == "insee" else _by_postal(index.reference, code, tier)
    if not (insee and postal):
        return insee or postal, []
    return once([*postal, *insee] if insee[0].former else [*insee, *postal]), []


def find_coded(index: NameIndex, asked: Asked) -> Found:
    """Return the candidates of a code beside a name: both agreeing, else the name where it is sure enough."""
    named, warnings = find_named(index, asked.after or asked.before)
    if not named and asked.after and asked.before:
        named, warnings = find_named(index, asked.after[:1])
    hits = [each for each in named if each.territory.kind == "Commune"]
    if agreeing := _agreeing(index.reference, asked, hits):
        return agreeing, [each for each in warnings if asked.after]
    by_code, _ = find_code(index, asked.code, asked.said, CONTRADICTED)
    if around := {each.territory.key for each in named if each.territory.kind != "Commune"}:
        inside = [each for each in by_code if not around.isdisjoint(above(each.territory))]
        if inside:
            return inside, []
    if not asked.after:
        ignored = reason("territory.warning.ignored", words=" ".join(asked.before))
        return by_code, [ignored]
    if hits:
        return _contradiction(index, asked, hits, by_code)
    return _closest(by_code, asked.after[0]), []


def _by_number(index: NameIndex, key: str) -> Found:
    """Return the département of a number, and the région whose code it also is, told as a warning."""
    found = [Candidate(each, reason("territory.how.number", number=each.code)) for each in number(index, key)]
    region = index.reference.territories.get(f"region-{key.zfill(2)}")
    if region is None:
        return found, []
    other = Candidate(region, reason("territory.how.region-code", number=region.code), ARTICLE)
    values = {"number": region.code, "region": region.name}
    warnings = [reason("territory.warning.region-code", **values)] if found else []
    return [*found, other], warnings


def _by_insee(reference: Reference, code: str, tier: int) -> list[Candidate]:
    how = reason("territory.how.insee", code=code)
    if found := reference.commune(code):
        return [Candidate(found, how, tier)]
    if past := reference.former(code):
        holder, _ = reference.holder(code)
        return [Candidate(holder, how, max(tier, FORMER), past[0])]
    return []


def _by_postal(reference: Reference, code: str, tier: int) -> list[Candidate]:
    how = reason("territory.how.postal", code=code)
    return [Candidate(each, how, tier) for each in reference.postal(code)]


def _agreeing(reference: Reference, asked: Asked, hits: list[Candidate]) -> list[Candidate]:
    """Return the communes of the name that the code confirms, as postal code first, then as INSEE code."""
    holder = {each.territory.key for each in _by_insee(reference, asked.code, EXACT)}
    tests: tuple[tuple[str, Callable[[Candidate], bool]], ...] = (
        ("territory.how.postal-name", lambda each: asked.code in each.territory.postal_codes),
        ("territory.how.insee-name", lambda each: each.territory.key in holder),
    )
    for key, agrees in tests:
        how = reason(key, code=asked.code)
        found = [Candidate(each.territory, how, each.tier, each.former) for each in hits if agrees(each)]
        if found:
            return found
    return []


def _contradiction(index: NameIndex, asked: Asked, hits: list[Candidate], by_code: list[Candidate]) -> Found:
    """Return the likelier commune first, by its name, then those of the code; several if the name is unsure.

    Sure: one commune of the name in a département of the code, or else one commune of the name in France.
    """
    places = {each.territory.departements[0] for each in by_code} or {
        each.code for each in number(index, _departement_number(asked.code))
    }
    near = _surest([each for each in hits if each.territory.departements[0] in places])
    likely = near or _surest(hits)
    key = "territory.how.name-departement" if near else "territory.how.name-elsewhere"
    if asked.cedex and near and not by_code:
        return [replace(each, reason=reason("territory.how.cedex")) for each in likely], []
    how = reason(key, code=asked.code)
    first = [replace(each, reason=how) for each in likely]
    if len(first) > 1:
        return [*first, *(replace(each, tier=first[0].tier) for each in by_code)], []
    territory = first[0].territory
    values = {"code": asked.code, "name": territory.name, "codes": ", ".join(territory.postal_codes)}
    if not by_code:
        return first, [reason("territory.warning.unknown-code", **values)]
    of_code = index.reference.postal(asked.code) or [each.territory for each in by_code]
    known = ", ".join(each.name for each in of_code[:_SHOWN]) + ("…" if len(of_code) > _SHOWN else "")
    return [*first, *by_code], [reason("territory.warning.contradiction", communes=known, **values)]


def _surest(candidates: list[Candidate]) -> list[Candidate]:
    best = min((each.tier for each in candidates), default=EXACT)
    return [each for each in candidates if each.tier == best]


def _departement_number(code: str) -> str:
    """Return the number of the département that a code begins with."""
    return code[:3] if code[:2] in ("97", "98") else code[:2].casefold()


def _closest(by_code: list[Candidate], name: str) -> list[Candidate]:
    """Return the communes of a code whose name is unknown, the closest names first: never a sure answer."""
    short = name[:_LENGTH_OF_NAME]

    def likeness(each: Candidate) -> float:
        return -SequenceMatcher(None, short, fold(each.territory.name)).ratio()

    ordered = sorted(by_code, key=likeness)
    return [replace(each, tier=UNSURE) for each in ordered]
