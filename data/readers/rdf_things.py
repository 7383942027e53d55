"""The things that a foreign graph describes: what is said of each, of which kind it is, in which words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from .rdf_statements import Statement, Term, Text
from .rdf_vocabularies import inverse, is_noise, kind_of, meaning, normal, short, type_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, _FIRST, _REST, _NIL = _RDF + "type", _RDF + "first", _RDF + "rest", _RDF + "nil"
_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
_VOCABULARY = ("http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#", _RDF)
KINDS = ("structures", "initiatives", "chantiers", "events", "persons")
_MEMBERS = 1000  # of one list
_STEPS = 3  # nodes between a thing and its town


class Things:
    """What is said of each subject: `said[subject][property]` -> values, inverse pairs once.

    `kinds` holds the kind of those that are understood, `classes` their classes as declared. `noise` counts
    by property what is set aside as said by machines, `unread` by class the things that nothing here holds.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.said: dict[str, dict[str, list[Term]]] = {}
        self.noise: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self.imports: list[str] = []
        self.vocabulary = 0
        self.described: dict[str, None] = {}
        self._seen: set[tuple[str, str, Term]] = set()
        for statement in statements:
            self._add(statement)
        self._seen.clear()
        self.kinds = dict(self._kinds())

    def _add(self, statement: Statement) -> None:
        subject, name, value, _ = statement
        subject, name = normal(subject), normal(name)
        if name == _IMPORTS:
            self.imports.append(str(value))
            return
        if is_noise(name) or (name == TYPE and is_noise(normal(str(value)))):
            self.noise[name if name != TYPE else normal(str(value))] += 1
            return
        self.described[subject] = None
        value = normal(value) if isinstance(value, str) else value
        turned = inverse(name)
        if turned and isinstance(value, str):
            subject, name, value = value, turned, subject
        if (subject, name, value) not in self._seen:
            self._seen.add((subject, name, value))
            self.said.setdefault(subject, {}).setdefault(name, []).append(value)

    def classes(self, subject: str) -> list[str]:
        """Return the classes that a subject is declared to be of."""
        return [value for value in self.said[subject].get(TYPE, ()) if isinstance(value, str)]

    def _kinds(self) -> Iterator[tuple[str, str]]:
        used = set(self._parts())
        for subject in self.said:
            classes = self.classes(subject)
            if any(each.startswith(_VOCABULARY) for each in classes):
                self.vocabulary += 1
                continue
            found = {kind for each in classes if (kind := kind_of(each))}
            if found:
                ranked = sorted(found, key=lambda kind: (kind not in KINDS, -_rank(kind), kind))
                yield subject, ranked[0]
            elif subject in self.described and subject not in used and _FIRST not in self.said[subject]:
                for each in classes or [""]:
                    self.unread[each] += 1

    def _parts(self) -> Iterator[Term]:
        """Yield the nodes without a class that are read into the cells of another: an address, a concept."""
        for said in self.said.values():
            for name, values in said.items():
                if meaning(name, "structures") in ("place", "coverage", "type", "category", "legal-form"):
                    yield from values

    def values(self, subject: str, name: str) -> list[Term]:
        """Return the values of a property, the members of a list one by one."""
        found: list[Term] = []
        for value in self.said.get(subject, {}).get(name, ()):
            found += self._members(value) if isinstance(value, str) else [value]
        return found

    def _members(self, value: str) -> list[Term]:
        if value != _NIL and _FIRST not in self.said.get(value, {}):
            return [value]
        members: list[Term] = []
        while value != _NIL and len(members) < _MEMBERS and value in self.said:
            node = self.said[value]
            members += node.get(_FIRST, [])
            value = next((rest for rest in node.get(_REST, ()) if isinstance(rest, str)), _NIL)
        return members

    def by_meaning(self, subject: str, kind: str) -> Mapping[str, list[Term]]:
        """Return meaning -> values of what is said of a subject, as if it were of `kind`."""
        found: dict[str, list[Term]] = {}
        for name in self.said.get(subject, {}):
            if said := meaning(name, kind):
                found.setdefault(said, []).extend(self.values(subject, name))
        return found

    def label(self, value: Term) -> str:
        """Return what a value is called: its words, its name, the end of its IRI; "" for a nameless node."""
        if isinstance(value, Text):
            return value.value.strip()
        names = in_order(self.by_meaning(value, "structures").get("name", ()))
        if names or value.startswith("_:"):
            return names[0].value.strip() if names else ""
        return unquote(value.rstrip("/#").replace("#", "/").rpartition("/")[2]).replace("_", " ")

    def place(self, subject: str, steps: int = _STEPS) -> dict[str, str]:
        """Return what a place's node and those below it say: "street", "postcode", "city", "place"…"""
        said = self.by_meaning(subject, "structures")
        found = {
            part: words[0].value.strip()
            for part in (
                "street",
                "postcode",
                "city",
                "country",
                "latitude",
                "longitude",
                "address",
                "code",
                "name",
            )
            if (words := in_order(said.get(part, ())))
        }
        for value in said.get("place", ()) if steps else ():
            if isinstance(value, str):
                found = {**self.place(value, steps - 1), **found}
            else:
                found.setdefault("address", value.value.strip())
        country = said.get("country", ())
        if "country" not in found and country:
            found["country"] = self.label(country[0])
        return found

    def types(self, subject: str) -> list[str]:
        """Return the types of structure that a subject's classes say."""
        return sorted({type_of(each) for each in self.classes(subject)} - {""})

    def told(self, names: Iterable[str]) -> str:
        """Return some terms as people write them, in one line."""
        return ", ".join(short(name) for name in names)


def _rank(kind: str) -> int:
    """Return which of two kinds a thing is when it is said to be both: the more precise."""
    return (
        ("structures", "chantiers", "initiatives", "events", "persons").index(kind) if kind in KINDS else -1
    )


def in_order(values: Sequence[Term]) -> list[Text]:
    """Return the literals, French first, then without a language, then English, then the others."""
    ranks = {"fr": 0, "": 1, "en": 2}
    texts = [value for value in values if isinstance(value, Text) and value.value.strip()]
    return sorted(texts, key=lambda text: (ranks.get(text.language.partition("-")[0], 3), text.language))
