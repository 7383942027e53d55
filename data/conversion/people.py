"""People: names, posts, e-mail addresses and phones of a row, kept private."""

import re

from ..mapping.contents import find_emails, find_phones, without_contacts
from .bench import Bench, Person
from .plan import Cells, Entry
from .splitting import split
from .values import one_line

_EMPTY = re.compile(r"\(\s*\)|<\s*>")


def keep_contacts(bench: Bench, subject: str, entry: Entry) -> bool:
    """Keep a row's contacts, of the thing `subject` ("" for nobody's); tell whether any is new.

    As many e-mail addresses (phones, posts) as people go each to theirs, in order; one goes to the only
    person; in any other number they stand alone, for nothing says whose they are.
    """
    names = _names(entry.cells)
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


def full_name(cells: Cells) -> str:
    """Return the people that a row names, joined; "" for none."""
    return " ; ".join(_names(cells))


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
