"""The questions that Maillage can answer: each `.rq` file's header, read into a catalogue.

queries/<topic>/<name>.rq opens with a comment, one field a line (README.md beside this file gives the
grammar): titre, title, description-fr, description-en, user, then one line a `param` and one a `column`.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ..errors import UnknownName

USERS = ("researcher", "coordinator", "facilitator")
KINDS = ("iri", "term", "territory", "number", "price", "date", "text")

_FIELD = re.compile(r"(?P<key>[a-z-]+)(?: (?P<name>\w+))?: (?P<value>.+)")
_TYPE = re.compile(
    rf"(?P<kind>{'|'.join(KINDS)})(?:\((?P<within>[\w-]+)\))?(?P<optional>\?)?(?: = (?P<default>.+))?"
)
_SINGLE = ("titre", "title", "description-fr", "description-en", "user")
_SEVERAL = ("param", "column")
LANGUAGE = "language"  # the variable that every question takes besides its own: "fr" or "en"


@dataclass(frozen=True)
class Param:
    """A value that the question takes, as the SPARQL variable `?name`.

    `kind` is one of KINDS; `within` narrows it, to a class (`Chantier`) or a typology (`roles`), or is empty.
    Without a value, a `default` is used; an `optional` parameter then restricts nothing.
    """

    name: str
    kind: str
    within: str
    default: str | None
    optional: bool
    words: Mapping[str, str]

    @property
    def required(self) -> bool:
        """Return whether the question cannot be asked without it."""
        return not self.optional and self.default is None


@dataclass(frozen=True)
class Column:
    """A column of the answer: its SPARQL variable, its unit or type, its header in each language."""

    name: str
    unit: str
    header: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """A SPARQL file: what it answers, in each language, who asks it, what it takes and what it gives."""

    name: str
    topic: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    user: tuple[str, ...]
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    text: str = field(repr=False)

    @property
    def is_violation(self) -> bool:
        """Return whether a row is a fault of the data: none is expected."""
        return self.name.endswith("-violation")


@cache
def load_catalogue() -> tuple[Question, ...]:
    """Return every question, by topic then by name.

    Raises
    ------
    ValueError
        For a faulty header, or a name that two topics share.
    """
    questions: dict[str, Question] = {}
    for topic in sorted(files(__package__).iterdir(), key=lambda folder: folder.name):
        if topic.is_dir():
            for file in sorted(topic.iterdir(), key=lambda file: file.name):
                if file.name.endswith(".rq"):
                    name = file.name.removesuffix(".rq")
                    if name in questions:
                        raise ValueError(
                            f"two questions named {name!r}: {questions[name].topic}, {topic.name}"
                        )
                    questions[name] = parse_question(file.read_text("utf-8"), topic.name, name)
    return tuple(questions.values())


def question(name: str) -> Question:
    """Return the question called `name`.

    Raises
    ------
    UnknownName
        When there is none; the nearest names are in its mend, among the questions that people ask.
    """
    known = {each.name: each for each in load_catalogue()}
    if name in known:
        return known[name]
    asked = sorted(each.name for each in known.values() if not each.is_violation)
    near = difflib.get_close_matches(name, asked, n=3, cutoff=0.5) or asked
    raise UnknownName("queries.unknown-question", where=name, near=", ".join(near))


def parse_question(text: str, topic: str, name: str) -> Question:
    """Return the question that a `.rq` text holds.

    Raises
    ------
    ValueError
        For a header that is not as README.md says, with its file and line.
    """
    place = f"{topic}/{name}.rq"
    single, params, columns = _fields(text, place)
    _check(single, params, columns, place)
    return Question(
        name,
        topic,
        _words(single["titre"], single["title"]),
        _words(single["description-fr"], single["description-en"]),
        tuple(single["user"].split(", ")),
        tuple(params),
        tuple(columns),
        text,
    )


def _fields(text: str, place: str) -> tuple[dict[str, str], list[Param], list[Column]]:
    single: dict[str, str] = {}
    params: list[Param] = []
    columns: list[Column] = []
    for number, line in _header(text):
        where = f"{place}, line {number}"
        match = _FIELD.fullmatch(line)
        if match is None or (match["key"] in _SEVERAL) != (match["name"] is not None):
            raise ValueError(f"{where}: not a header field: {line!r}")
        if match["key"] == "param":
            params.append(_param(match["name"], match["value"], where))
        elif match["key"] == "column":
            columns.append(_column(match["name"], match["value"], where))
        elif match["key"] not in _SINGLE or match["key"] in single:
            raise ValueError(f"{where}: unknown or repeated field {match['key']!r}")
        else:
            single[match["key"]] = match["value"]
    return single, params, columns


def _header(text: str) -> Iterator[tuple[int, str]]:
    """Yield the header's fields, with their line; a line indented under another continues it."""
    number, current = 0, ""
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        if line.startswith("#   "):
            current += " " + line[1:].strip()
            continue
        if current:
            yield number, current
        number, current = at, line[1:].strip()
    if current:
        yield number, current


def _param(name: str, value: str, where: str) -> Param:
    declared, words = _three(value, where)
    match = _TYPE.fullmatch(declared)
    if match is None:
        raise ValueError(f"{where}: not a type: {declared!r}; there are {', '.join(KINDS)}")
    optional = match["optional"] is not None
    return Param(name, match["kind"], match["within"] or "", match["default"], optional, words)


def _column(name: str, value: str, where: str) -> Column:
    unit, words = _three(value, where)
    return Column(name, unit, words)


def _three(value: str, where: str) -> tuple[str, Mapping[str, str]]:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{where}: {value!r} is not “type | mots | words”")
    return parts[0], _words(parts[1], parts[2])


def _words(fr: str, en: str) -> Mapping[str, str]:
    return MappingProxyType({"fr": fr, "en": en})


def _check(single: Mapping[str, str], params: list[Param], columns: list[Column], place: str) -> None:
    if missing := [key for key in _SINGLE if key not in single]:
        raise ValueError(f"{place}: no {', '.join(missing)} in the header")
    if unknown := set(single["user"].split(", ")) - set(USERS):
        raise ValueError(f"{place}: no user {', '.join(sorted(unknown))}; there are {', '.join(USERS)}")
    if not columns:
        raise ValueError(f"{place}: no column in the header")
    for fields in (params, columns):
        names = [each.name for each in fields]
        if len(set(names)) < len(names):
            raise ValueError(f"{place}: a param or column is declared twice")
        if LANGUAGE in names:
            raise ValueError(f"{place}: every question takes {LANGUAGE!r}: it is not declared")
