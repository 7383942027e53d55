"""What a conversion works with: the ledger, the things, and how a value of a cell finds its thing."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ..mapping.contents import is_person, without_contacts
from .ledger import Ledger, Place
from .names import fold_name as fold
from .plan import Cell, Entry, Plan, parts_of
from .splitting import split, strip_wiki
from .things import ACTIVITIES, LONGEST_NAME, Thing, Things
from .values import one_line, read_phone

_NAMED = 5  # things that a sentence names


@dataclass(frozen=True, slots=True)
class Wanted:
    """The tables of what a value may name, and the one where it is made when only named ("" for none)."""

    tables: tuple[str, ...]
    create: str = ""


STRUCTURE = Wanted(("structures",), "structures")
ACTIVITY = Wanted(ACTIVITIES, "chantiers")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, or an organisation's own address: what stays private."""

    name: str = ""
    post: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()


@dataclass(slots=True)
class Bench:
    """The ledger and the things of one import."""

    ledger: Ledger
    things: Things

    def values(self, entry: Entry, cell: Cell, tables: Collection[str]) -> list[str]:
        """Return the values of a cell that names things of these tables."""
        asked = cell.field
        if asked.links or asked.options or len(cell.values) > 1:
            return list(cell.values)
        return split(cell.values[0], asked.listed, self._known(entry.plan, cell, tables))

    def _known(self, plan: Plan, cell: Cell, tables: Collection[str]) -> Callable[[str], bool]:
        def known(part: str) -> bool:
            if self.things.named(part, tables) or self.things.keyed(part, tables):
                return True
            return "," not in part and parts_of(plan, cell.field)[fold(part)] > 1

        return known

    def find(self, value: str, cell: Cell, wanted: Wanted, entry: Entry, subject: str = "") -> Thing | None:
        """Return the thing that a value names by its key or name; made if only named, where that is `wanted`.

        Two things of one name, a key of no row, a person's name: the cell is set aside, with why. What is
        private in it becomes a contact of `subject`.
        """
        found = self._found(value, cell, wanted.tables)
        if len(found) == 1 and (not wanted.tables or found[0].table in (*wanted.tables, "persons")):
            return found[0]
        if found:
            names = "; ".join(f"{each.name} ({each.id})" for each in found[:_NAMED])
            key = "conversion.several" if len(found) > 1 else "conversion.other-kind"
            self.ledger.tell(entry.place, key, cell.field.label, value, names=names)
            return None
        return self._named_only(value, cell, wanted, entry.place, subject)

    def _found(self, value: str, cell: Cell, tables: Collection[str]) -> list[Thing]:
        if links := cell.field.links:
            return self.things.keyed(value, (), links) or self.things.named(value, tables)
        keyed = self.things.keyed(value, tables)
        if len(keyed) == 1:
            return keyed
        named = self.things.named(value, tables)
        return named if len(named) == 1 or not keyed else keyed

    def _named_only(self, value: str, cell: Cell, wanted: Wanted, place: Place, subject: str) -> Thing | None:
        label = cell.field.label
        name, emails, phones = without_contacts(one_line(strip_wiki(value)))
        if emails or phones:
            self.private(subject, place, Person(emails=emails, phones=phones))
            name = " ".join(name.replace("[…]", " ").split()).strip(" -–:,()")
        if cell.field.links:
            self.ledger.tell(place, "conversion.no-row", label, value, table=cell.field.links)
        elif not wanted.create:
            self.ledger.tell(place, "conversion.unknown", label, value)
        elif not any(map(str.isalnum, name)):
            self.ledger.tell(place, "conversion.no-name", label, value)
        elif len(name) > LONGEST_NAME:
            self.ledger.tell(place, "conversion.long-name", label, value, most=LONGEST_NAME)
        elif self.things.named(name, ("persons",)) or (wanted.create == "structures" and is_person(name)):
            self.ledger.tell(place, "conversion.person", label, value)
            self.private(subject, place, Person(name))
        else:
            self.ledger.name(place, wanted.create, label, name)
            return self.things.create(wanted.create, name, place)
        return None

    def leave(self, cell: Cell, place: Place) -> None:
        """Set aside a cell that no table of ours takes, with why; noise, what is ignored are counted only."""
        meaning, label = cell.field.meaning, cell.field.label
        if meaning in ("aside", "ignore"):
            key = "conversion.noise" if meaning == "aside" else "conversion.ignored"
            self.ledger.count(key, place.table, label)
        else:
            key = "conversion.no-room" if meaning else "conversion.not-understood"
            key = "conversion.of-a-person" if place.private else key
            self.ledger.tell(place, key, label, cell.text)

    def private(self, subject: str, place: Place, person: Person) -> bool:
        """Add contacts, which stay private: the person with the first e-mail and phone, then the rest.

        Tell whether any is new.
        """
        phones = list(dict.fromkeys(map(read_phone, person.phones)))
        emails = list(dict.fromkeys(person.emails))
        new = False
        for rank in range(max(len(emails), len(phones), 1 if person.name or person.post else 0)):
            row = {
                "subject": subject,
                "name": person.name if rank == 0 else "",
                "post": person.post if rank == 0 else "",
                "email": emails[rank] if rank < len(emails) else "",
                "phone": phones[rank] if rank < len(phones) else "",
            }
            new |= self.ledger.add("contacts", {key: value for key, value in row.items() if value}, place)
        return new

    def public(self, subject: str, text: str, place: Place, label: str) -> str:
        """Return a text that may be shown: the e-mail addresses and phones in it become private contacts."""
        kept, emails, phones = without_contacts(text)
        if emails or phones:
            self.private(subject, place, Person(emails=emails, phones=phones))
            self.ledger.tell(place, "conversion.contact-in-text", label, "; ".join([*emails, *phones]))
        return kept
