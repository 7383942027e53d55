"""The closed list of what a source's field may mean, and the headers that people write for each."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ...ontology.terms import scheme_terms
from ..schema import load_schema

ENTITIES = ("structures", "initiatives", "chantiers", "events", "outputs", "offers", "missions")
TIES = ("links", "persons")  # kinds of raw table that are no table of ours

_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "'": " ", "°": " ", "º": " "})
# "Référent·e·s", "thématique(s)", "adhérent.e", "acteur/trice", "animateur-trice"
_INCLUSIVE = re.compile(
    r"(?<=[a-z])(?:[·•∙⋅‧.\-/]|\()(?:trice|rice|euse|ice|ere|ne|se|te|le|e|s|x)(?:[·•∙⋅‧.\-]?s)?\)?(?![a-z])"
)
_WORDS = re.compile(r"[a-z0-9]+")
_LINK_WORDS = """
de du des la le les l d a au aux en et ou un une un votre vos notre nos son sa ses ce cette s il y of the
your our an and or in is are what which please quel quelle quels quelles est sont merci veuillez indiquer
preciser renseigner si oui non obligatoire facultatif champ bf
"""
_LINKS = frozenset(_LINK_WORDS.split())


@dataclass(frozen=True)
class Sense:
    """What one header says: a meaning, or one by kind of table (`by_kind`; "other" for the rest)."""

    meaning: str
    content: str = ""
    many: bool = False
    private: bool = False
    by_kind: tuple[tuple[str, str], ...] = ()

    def means(self, kind: str) -> str:
        """Return the meaning in a table of `kind`."""
        if not self.by_kind:
            return self.meaning
        meanings = dict(self.by_kind)
        return meanings.get(kind, meanings.get("other", ""))


@dataclass(frozen=True)
class Heading:
    """A header that people write, as written, what it says, and whether it often says something else."""

    written: str
    sense: Sense
    doubtful: bool


@cache
def fold_header(header: str) -> str:
    """Return the key of a header: no accent, case, plural, inclusive ending, punctuation nor link word.

    Examples
    --------
    >>> fold_header("Référent·e·s *"), fold_header("Quel est le nom de votre structure ?")
    ('referent', 'nom structure')
    """
    plain = unicodedata.normalize("NFKD", header.casefold().translate(_LETTERS))
    plain = _MARKS.sub("", plain)
    plain = _INCLUSIVE.sub("", plain).replace("_", " ")
    words = [_singular(word) for word in _WORDS.findall(plain)]
    telling = [word for word in words if word not in _LINKS]
    return " ".join(telling or words)


def _singular(word: str) -> str:
    if len(word) > 3 and word[-1] in "sx" and word[-2:] not in ("ss", "us", "ys"):
        return word[:-1]
    return word


@cache
def load_meanings() -> Mapping[str, Sense]:
    """Return every meaning and sense of `meanings.toml` by name."""
    declared = _declared()
    senses = {
        name: Sense(name, parts.get("content", ""), parts.get("many", False), parts.get("private", False))
        for name, parts in declared["meanings"].items()
    }
    for name, parts in declared["senses"].items():
        senses[name] = Sense(name, by_kind=tuple(parts["as"].items()))
    return senses


@cache
def load_headings() -> Mapping[str, Heading]:
    """Return every known header, folded -> what it says; the first that claims a header keeps it."""
    headings: dict[str, Heading] = {}
    declared, senses = _declared(), load_meanings()
    for part in ("senses", "meanings"):
        for name, parts in declared[part].items():
            doubtful = set(parts.get("doubtful", ()))
            for written in (*parts.get("fr", ()), *parts.get("en", ())):
                known = Heading(written, senses[name], written in doubtful)
                headings.setdefault(fold_header(written), known)
    return headings


@cache
def kind_words() -> Mapping[str, str]:
    """Return the words of tables' names, folded -> the kind of their rows."""
    found: dict[str, str] = {}
    for kind, parts in _declared()["kinds"].items():
        for word in (*parts["fr"], *parts["en"]):
            found.setdefault(fold_header(word), kind)
    return found


def meanings_of(kind: str) -> frozenset[str]:
    """Return every meaning that a field may have in a table of `kind`."""
    table = load_schema().get(kind)
    columns = frozenset(table.columns) if table else frozenset()
    return columns | _closed_list()


def french_words(meaning: str) -> str:
    """Return the first French header of a meaning of `meanings.toml`, "" for another."""
    return str(next(iter(_declared()["meanings"].get(meaning, {}).get("fr", ())), ""))


def is_list(meaning: str) -> bool:
    """Tell whether a field is a list by nature: a comma separates its values."""
    sense = load_meanings().get(meaning)
    return bool(sense and sense.many)


@cache
def _closed_list() -> frozenset[str]:
    return frozenset((*_all_meanings(), "ignore", ""))


def _all_meanings() -> Iterator[str]:
    yield from _declared()["meanings"]
    yield from (f"participation:{role}" for role in scheme_terms("roles"))
    yield from ("organisation", "partner", "partners-text")
    for table in load_schema().values():
        yield from table.columns


@cache
def _declared() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "meanings.toml").read_text("utf-8"))


@cache
def load_relations() -> Mapping[str, str]:
    """Return the words of ties, folded -> what they say ("funds", "partner", …)."""
    return {
        fold_header(words): relation
        for relation, parts in _declared()["relations"].items()
        for words in (*parts["fr"], *parts["en"])
    }


@cache
def load_individuals() -> frozenset[str]:
    """Return the words for a member who is a person, folded."""
    declared = _declared()["individuals"]
    return frozenset(fold_header(word) for word in (*declared["fr"], *declared["en"]))


@cache
def load_role_words() -> Mapping[str, str]:
    """Return the words for roles, folded -> the role's term."""
    return {fold_header(word): role for role, words in _declared()["roles"].items() for word in words}
