"""People: names, posts, e-mail addresses and phones of a row, kept private."""

import re
from collections.abc import Iterator

from ..identity.names import Name
from ..mapping.contents import find_emails, find_phones, has_civility, without_contacts
from ..mapping.meanings import fold_header, load_individuals
from .bench import Bench, Person
from .plan import Cells, Entry
from .splitting import split
from .things import Thing, name_of
from .values import one_line
from .vocabularies import find_term

_TYPES = ("type", "legal-form")
_OF_PEOPLE = ("name", "key", "contact-post", "contact-email", "contact-phone", "aside", "ignore")
_EMPTY = re.compile(r"\(\s*\)|<\s*>")


def keep_contacts(bench: Bench, subject: str, entry: Entry) -> bool:
    """Keep a row's contacts, of the thing `subject` ("" for nobody's); tell whether any is new.

    As many e-mail addresses (phones, posts) as people go each to theirs, in order; one goes to the only
    person; in any other number they stand alone, for nothing says whose they are.
    """
    names = [*_spoken(bench, entry)]
    emails, phones = _addresses(bench, entry)
    names, more_emails, more_phones = _in_names(names)
    emails, phones = [*emails, *more_emails], [*phones, *more_phones]
    posts = [one_line(cell.text) for cell in entry.cells.get("contact-post", ())]
    new = False
    alone = not names or len(names) == 1
    if alone:
        name, post = names[0] if names else "", " ; ".join(posts)
        return bench.private(subject, entry.place, Person(name, post, emails, phones))
    theirs = [len(each) == len(names) for each in (posts, emails, phones)]
    for rank, name in enumerate(names):
        post = posts[rank] if theirs[0] else ""
        email = [emails[rank]] if theirs[1] else []
        phone = [phones[rank]] if theirs[2] else []
        new |= bench.private(subject, entry.place, Person(name, post, email, phone))
    left = (" ; ".join([] if theirs[0] else posts), [] if theirs[1] else emails, [] if theirs[2] else phones)
    if any(left):
        new |= bench.private(subject, entry.place, Person("", *left))
    return new


def is_individual(entry: Entry) -> bool:
    """Tell whether a row of a list of structures is about a person: its type says so, or a civility does.

    A register number or a legal form makes it a structure: "Madame Propre" may be a company.
    """
    words = [value for meaning in _TYPES for cell in entry.cells.get(meaning, ()) for value in cell.values]
    if words and all(fold_header(each) in load_individuals() for each in words):
        return True
    of_a_structure = any(meaning in entry.cells for meaning in ("siren", "siret", "rna"))
    of_a_structure |= any(Name(each).forms or find_term("legal-forms", each) for each in words)
    return has_civility(name_of(entry.cells)) and not of_a_structure


def keep_individual(bench: Bench, entry: Entry) -> None:
    """Keep the row of a person among the contacts, found again by its name; what no contact holds is told."""
    name = name_of(entry.cells)
    label = next((cell.field.label for cell in entry.cells.get("name", ())), "")
    bench.ledger.tell(entry.place, "conversion.individual", label, name)
    bench.things.enter(Thing("persons", "", name, entry.place, entry.key, entry.plan.raw.name))
    emails, phones = _addresses(bench, entry)
    posts = " ; ".join(one_line(cell.text) for cell in entry.cells.get("contact-post", ()))
    bench.private("", entry.place, Person(name, posts, emails, phones))
    for meaning, cells in entry.cells.items():
        for cell in cells if meaning not in _OF_PEOPLE else ():
            bench.ledger.tell(entry.place, "conversion.of-a-person", cell.field.label, cell.text)


def full_name(cells: Cells) -> str:
    """Return the people that a row names, joined; "" for none."""
    return " ; ".join(_names(cells))


def _spoken(bench: Bench, entry: Entry) -> Iterator[str]:
    """Yield the people of a row; what holds no letter is no name, and is set aside."""
    label = bench.ledger.header(entry.place.table, "contact-name") if entry.cells.get("contact-name") else ""
    for name in _names(entry.cells):
        if any(map(str.isalpha, name)):
            yield name
        else:
            bench.ledger.tell(entry.place, "conversion.no-person-name", label, name)


def _names(cells: Cells) -> list[str]:
    """Return the people of a row: first names before surnames where both have a column."""
    surnames = [one_line(each) for cell in cells.get("contact-name", ()) for each in _several(cell.values)]
    firsts = [
        one_line(each) for cell in cells.get("contact-first-name", ()) for each in _several(cell.values)
    ]
    if not firsts or not surnames:
        return surnames or firsts
    if len(firsts) == len(surnames):
        return [f"{first} {last}" for first, last in zip(firsts, surnames, strict=True)]
    return [" ; ".join((*firsts, *surnames))]


def _several(values: tuple[str, ...]) -> list[str]:
    return [part for value in values for part in split(value, False, lambda _: False)]


def _in_names(names: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the names less the e-mail addresses and phones written among them, and both of these."""
    kept, emails, phones = [], [], []
    for name in names:
        rest, found, numbers = without_contacts(name)
        rest = " ".join(_EMPTY.sub(" ", rest.replace("[…]", " ")).split()).strip(" -–,;:/")
        kept += [rest] if rest else []
        emails += found
        phones += numbers
    return kept, emails, phones


def _addresses(bench: Bench, entry: Entry) -> tuple[list[str], list[str]]:
    """Return the e-mail addresses and phones of a row; what is neither is set aside."""
    emails: list[str] = []
    phones: list[str] = []
    for cell in (*entry.cells.get("contact-email", ()), *entry.cells.get("contact-phone", ())):
        for value in cell.values:
            found, numbers = find_emails(value), find_phones(value)
            digits = sum(map(str.isdigit, value))
            if not found and not numbers and cell.field.meaning == "contact-phone" and digits >= 4:
                numbers = [value]
            if not found and not numbers:
                bench.ledger.tell(entry.place, "conversion.no-contact", cell.field.label, value)
            emails += found
            phones += numbers
    return emails, phones
