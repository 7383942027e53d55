"""Of which table of ours the rows of a raw table are, by its name and by what its headers say."""

from collections.abc import Mapping, Sequence

from .contents import share
from .labels import Guess
from .meanings import fold_header, kind_words

_PERSONS = 0.6  # share of people's names that makes a column one of people
_STRUCTURES_HAVE = """
siren siret rna legal-form type category coverage description homepage activity working-group affiliation
partners acronym latitude
"""
_OF_STRUCTURES = frozenset(_STRUCTURES_HAVE.split())
_SHOWS_A_STRUCTURE = """
siren siret rna legal-form coverage activity working-group affiliation partners acronym latitude longitude
coordinates city postcode street address place country contact-email contact-phone contact-name funder
beneficiary structure
"""
_EVIDENCE = frozenset(_SHOWS_A_STRUCTURE.split())
_ONLY_OF_STRUCTURES = frozenset(("siren", "siret", "rna", "legal-form", "acronym"))
_THINGS = ("structure", "activity", "working-group")
_NEEDED: Mapping[str, tuple[frozenset[str], ...]] = {  # of each set, one at least
    "persons": (
        frozenset(("contact-name", "contact-first-name", "contact-email", "contact-phone", "thing-name")),
    ),
    "links": (frozenset(("from",)), frozenset(("to",))),
    "fundings": (frozenset(("funder",)), frozenset(("beneficiary", "structure", "activity"))),
    "participations": (
        frozenset(("structure", "members")),
        frozenset(("activity", "working-group", "event")),
    ),
    "partnerships": (frozenset(("structure",)), frozenset(("partners",))),
}


def propose_kind(
    name: str, guesses: Mapping[str, Guess], samples: Mapping[str, Sequence[str]]
) -> tuple[str, str, bool]:
    """Return the kind of a raw table, why ("header" its name says so, "content" its fields), how sure."""
    said = {guess.says for guess in guesses.values()}
    named = _named(name)
    of_people = _of_people(guesses, samples)
    if named and _may_be(named, said) and not (of_people and named == "structures"):
        if named == "persons" and said & _OF_STRUCTURES and "contact-first-name" not in said:
            return "structures", "content", False
        return named, "header", True
    return _by_fields(said, guesses, samples, of_people)


def _named(name: str) -> str:
    """Return what the name of a table says, the first word that says something."""
    key = fold_header(name)
    words = kind_words()
    if key in words:
        return words[key]
    held = [word for word in words if f" {word} " in f" {key} "]
    return words[min(held, key=lambda word: (f" {key} ".index(f" {word} "), -len(word)))] if held else ""


def _may_be(kind: str, said: set[str]) -> bool:
    return all(said & needed for needed in _NEEDED.get(kind, ()))


def _of_people(guesses: Mapping[str, Guess], samples: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether the rows are people: a first name, or people's names where names stand."""
    said = {guess.says for guess in guesses.values()}
    if said & _OF_STRUCTURES:
        return False
    if "contact-first-name" in said and not said & {"name", "members"}:
        return True
    names = [each for each, guess in guesses.items() if guess.says in ("thing-name", "contact-name")]
    return any(share("person", samples[each]) >= _PERSONS for each in names) and "name" not in said


def _by_fields(
    said: set[str], guesses: Mapping[str, Guess], samples: Mapping[str, Sequence[str]], of_people: bool
) -> tuple[str, str, bool]:
    named = said & {"name", "thing-name"}
    if _may_be("links", said):
        return "links", "content", "relation" in said or len(guesses) <= 3
    if not named and _may_be("fundings", said):
        return "fundings", "content", True
    if not named and _may_be("participations", said) and _one_tie_a_row(said, guesses, samples):
        return "participations", "content", "role" in said
    if of_people or "event" in said:
        return "persons" if of_people else "events", "content", True
    return _of_things([*guesses.values()], said)


def _of_things(guesses: Sequence[Guess], said: set[str]) -> tuple[str, str, bool]:
    """Return whether the rows are activities or structures, why, how sure.

    The header of the name says it ("nom du chantier"); else the first column that names either. A title and
    a text alone are of no kind: news, posts and recipes have them too.
    """
    for guess in guesses:
        kind = _named(str(guess.values["header"])) if guess.says == "name" else ""
        if kind and kind != "persons":
            return kind, "content", True
    named = bool(said & {"name", "thing-name"})
    if named and said & {"members", "referent", "pilot"} and not said & _OF_STRUCTURES:
        return "chantiers", "content", False
    first = next((guess.says for guess in guesses if guess.says in _THINGS), "")
    if first in ("activity", "working-group") and not named:
        return "chantiers", "content", True
    if first == "structure" or (named and said & _EVIDENCE):
        return "structures", "content", bool(said & _ONLY_OF_STRUCTURES) or first == "structure"
    return "", "", False


def _one_tie_a_row(
    said: set[str], guesses: Mapping[str, Guess], samples: Mapping[str, Sequence[str]]
) -> bool:
    """Tell whether a row is one tie: a role is said, or the same structures stand in several rows."""
    if "role" in said:
        return True
    structures = next(each for each, guess in guesses.items() if guess.says in ("structure", "members"))
    values = samples[structures]
    return len(guesses) <= 4 and len(set(values)) < 0.8 * len(values)
