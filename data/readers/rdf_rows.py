"""One thing of a foreign graph as the cells of a row, each under a field that says what it means."""

from collections.abc import Mapping, Sequence

from ...ontology.terms import THING, TYPOLOGY
from ..reading.raw import RawField, RawRow
from .rdf_statements import Term, Text
from .rdf_things import TYPE, Things, in_order
from .rdf_vocabularies import label, meaning, our_label, role, short, tie

_LISTS = ("type", "category", "legal-form")
_MANY = ("spelling", "contact-email", "contact-phone")
_OF_PEOPLE = ("contact-first-name", "contact-email", "contact-phone", "contact-post")
_ADDRESS = ("street", "postcode", "city", "country", "latitude", "longitude", "address")
_LEVELS = {
    "Commune": "commune",
    "Departement": "departement",
    "Region": "region",
    "Intercommunalite": "epci",
}
_DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
_SCHEMES = ("mailto:", "tel:")
_HERE = ("http://localhost", "https://localhost", "http://127.", "http://0.0.0.0")


class Rows:
    """The fields and rows of the things of one `kind`, in the order in which they are added."""

    def __init__(self, things: Things, kind: str) -> None:
        self.things, self.kind = things, kind
        self.fields: dict[str, RawField] = {}
        self.rows: list[RawRow] = []
        self.here = 0  # addresses that lead to the machine they were written on

    def add(self, subject: str, key: str, more: Mapping[str, Sequence[str]], links: str = "") -> None:
        """Add the row of a subject; `more` holds cells whose field's name is its meaning."""
        self.cells: dict[str, list[str]] = {}
        merged: dict[str, list[Term]] = {}
        named: dict[str, list[str]] = {}
        for name in self.things.said[subject]:
            if name == TYPE:
                continue
            said = self._meaning(name)
            values = self.things.values(subject, name)
            if said in _LISTS:
                self._put(short(name), said, [self._concept(value) for value in values], label(name))
            elif said in ("place", "coverage"):
                self._places(name, said, values)
            elif said and said != "aside":
                merged.setdefault(said, []).extend(values)
                named.setdefault(said, []).append(short(name))
            elif said or not (role(name) or tie(name)):
                self._put(short(name), "aside", [self._plain(value) for value in values])
        self._full_name(merged.get("contact-name", []), merged.get("contact-first-name", []))
        for said, values in merged.items():
            self._merged(said, values, ", ".join(named[said]))
        self._put("type", "type", [our_label(each) for each in self._types(subject)], label="Type")
        for said, words in more.items():
            self._put(
                said, said, words, links=links if said in ("organisation", "part-of", "part_of") else ""
            )
        found = {name: tuple(dict.fromkeys(words)) for name, words in self.cells.items() if words}
        self.rows.append(RawRow(found, key=key))

    def _meaning(self, name: str) -> str:
        said = meaning(name, self.kind)
        if self.kind != "persons":
            return said
        return "contact-name" if said == "name" else said if said in (*_OF_PEOPLE, "contact-name") else ""

    @staticmethod
    def _full_name(names: list[Term], first_names: Sequence[Term]) -> None:
        """Drop from a person's names the one that only joins the others."""
        texts, firsts = [*map(str.casefold, _texts(names))], [*map(str.casefold, _texts(first_names))]
        joined = {f"{a} {b}" for a in firsts for b in texts} | {f"{b} {a}" for a in firsts for b in texts}
        names[:] = [
            each for each in names if not (isinstance(each, Text) and each.value.casefold() in joined)
        ]

    def _types(self, subject: str) -> list[str]:
        return self.things.types(subject) if self.kind == "structures" else []

    def _put(self, name: str, said: str, words: Sequence[str], label: str = "", links: str = "") -> None:
        if words := [word for word in words if word]:
            self.fields.setdefault(name, RawField(name, label, said, links=links))
            self.cells.setdefault(name, []).extend(words)

    def _plain(self, value: Term) -> str:
        """Return a value as a cell writes it; "" for a blank node."""
        if isinstance(value, Text):
            return value.value[:10] if value.datatype == _DATE_TIME else value.value.strip()
        if value.startswith(_SCHEMES):
            return value.partition(":")[2]
        return "" if value.startswith("_:") else value

    def _concept(self, value: Term) -> str:
        if isinstance(value, str) and value.startswith(str(TYPOLOGY)):
            return our_label(value.removeprefix(str(TYPOLOGY)))
        return self.things.label(value)

    def _merged(self, said: str, values: Sequence[Term], names: str) -> None:
        """Put the values of one meaning: one where the column holds one, French first, the rest beside."""
        ordered: list[Term] = [*in_order(values), *(value for value in values if isinstance(value, str))]
        words = list(dict.fromkeys(map(self._plain, ordered)))
        here = [word for word in words if word.startswith(_HERE)]
        self.here += len(here)
        self._put(f"{names} (machine)", "aside", here)
        words = [word for word in words if word and word not in here]
        if said in _MANY:
            self._put(said, said, words, names)
            return
        self._put(said, said, words[:1], names)
        if said == "name":
            self._put("spelling", "spelling", words[1:], names)
        else:
            self._put(f"{names} (autres)", "aside", words[1:])

    def _places(self, name: str, said: str, values: Sequence[Term]) -> None:
        for value in values:
            found = self._place(value)
            words = found.pop("words", "")
            if not found and not words:
                self._put(short(name), "aside", [self._plain(value)])
            elif said == "coverage":
                self._put("coverage", "coverage", [words], short(name))
            elif self.kind == "structures":
                for part, text in found.items():
                    free = part not in self.cells
                    self._put(part if free else f"{part} (autres)", part if free else "aside", [text])
                if not found.keys() & {"city", "postcode"}:
                    self._put("place", "place", [words])
            else:
                where = "territory" if self.kind == "events" else "place"
                self._put(where, where, [words], short(name))

    def _place(self, value: Term) -> dict[str, str]:
        """Return the address of a place, and the `words` that name its territory."""
        if isinstance(value, Text):
            return {"words": value.value.strip()}
        if value.startswith(f"{THING}territory/"):
            return {"words": value.rpartition("/")[2]}
        said = self.things.place(value)
        found = {part: said[part] for part in _ADDRESS if part in said}
        levels = [_LEVELS.get(each.rpartition("#")[2]) for each in self.things.classes(value)] if said else []
        level = next(filter(None, levels), None)
        town = " ".join(said[part] for part in ("postcode", "city") if part in said)
        words = f"{level}-{said['code']}" if level and "code" in said else town or said.get("name", "")
        return {**found, **({"words": words} if words else {})}


def _texts(values: Sequence[Term]) -> list[str]:
    return [value.value for value in values if isinstance(value, Text)]
