"""A row about a thing: its cells, names, notes, classifications, places, ties and contacts."""

from ..cells import BadCell
from ..schema import Column, load_schema
from .bench import Bench, Wanted
from .ledger import Place
from .located import find_territory, locate
from .people import keep_contacts
from .plan import Cell, Cells, Entry
from .things import LONGEST_NAME, Thing, name_of
from .ties import tie_row
from .values import one_line, read_cell
from .vocabularies import classify, find_term

_LONGEST = 20_000  # signs of a text
_NAMED_ONLY = ("structures", "chantiers", "initiatives", "schemes")  # what may be made from a name alone
_OF_TIES = ("start", "end", "amount_eur", "role")  # may belong to a tie of the row
_READ_ELSEWHERE = """
name key street address postcode city country place coverage latitude longitude coordinates type
legal-form category funder funds partner partners-text affiliation part-of
"""
_ELSEWHERE = frozenset(_READ_ELSEWHERE.split())
_NO_LABEL = (
    "note",
    "notes",
    "commentaire",
    "commentaires",
    "observation",
    "observations",
    "remarque",
    "remarques",
)


def fill(bench: Bench, thing: Thing, entry: Entry) -> None:
    """Give a thing everything that one of its rows says; what finds no room is set aside, with why."""
    columns = load_schema()[thing.table].columns
    _names(bench, thing, entry)
    for meaning, group in entry.cells.items():
        for cell in group:
            if meaning in ("type", "legal-form", "category"):
                classify(bench, thing, entry, cell)
            elif meaning == "spelling":
                _mention(bench, thing, cell, entry.place)
            elif meaning == "note":
                _note(bench, thing, cell, entry.place)
            elif meaning in columns and meaning not in _ELSEWHERE:
                _column(bench, thing, columns[meaning], entry, cell)
            elif not _placed(meaning, thing, entry.cells):
                bench.leave(cell, entry.place)
    locate(bench, thing, entry)
    tie_row(bench, thing, entry)
    keep_contacts(bench, thing.id, entry)


def _placed(meaning: str, thing: Thing, cells: Cells) -> bool:
    """Tell whether another part of the row's reading takes the cell."""
    if meaning in _OF_TIES:
        takes = {"role": ("participation:",), "amount_eur": ("funder", "funds")}
        ties = takes.get(meaning, ("participation:", "funder", "funds", "affiliation"))
        return any(each.startswith(ties) for each in cells)
    return meaning in _ELSEWHERE or meaning.startswith(("contact-", "participation:"))


def _names(bench: Bench, thing: Thing, entry: Entry) -> None:
    """Tell of a name that was cut; keep the other spellings of the same thing."""
    for cell in entry.cells.get("name", ()):
        written = one_line(" ".join(cell.values))
        if len(written) > LONGEST_NAME:
            bench.ledger.tell(
                entry.place, "conversion.long-name", cell.field.label, written, most=LONGEST_NAME
            )
    name = name_of(entry.cells)
    if name and name != thing.name:
        spell(bench, thing, name, entry.place)


def spell(bench: Bench, thing: Thing, name: str, place: Place) -> None:
    """Keep another spelling of a thing's name."""
    bench.ledger.add("mentions", {"subject": thing.id, "spelling": name}, place)


def _mention(bench: Bench, thing: Thing, cell: Cell, place: Place) -> None:
    for value in cell.values:
        name = bench.public(thing.id, one_line(value), place, cell.field.label)
        if len(name) <= LONGEST_NAME and any(map(str.isalnum, name)):
            spell(bench, thing, name, place)
        else:
            bench.ledger.tell(place, "conversion.long-name", cell.field.label, value, most=LONGEST_NAME)


def _note(bench: Bench, thing: Thing, cell: Cell, place: Place) -> None:
    """Keep a note, after the label that says what it is of."""
    text = bench.public(thing.id, cell.text, place, cell.field.label)
    label = cell.field.label
    note = text if label.casefold().strip(" *:") in _NO_LABEL else f"{label} : {text}"
    if note not in thing.notes:
        thing.notes.append(note)


def _column(bench: Bench, thing: Thing, column: Column, entry: Entry, cell: Cell) -> None:
    """Fill a cell of a column; a second value for a cell that holds one is set aside."""
    label = cell.field.label
    values = cell_values(bench, thing.id, column, entry, cell)
    if column.many:
        before = [each for each in thing.cells.get(column.name, "").split("|") if each]
        values = [*before, *values]
        if values:
            thing.cells[column.name] = "|".join(dict.fromkeys(values))
        return
    for value in values:
        kept = thing.cells.setdefault(column.name, value)
        if kept != value:
            bench.ledger.tell(entry.place, "conversion.second", label, value, kept=kept)


def cell_values(bench: Bench, subject: str, column: Column, entry: Entry, cell: Cell) -> list[str]:
    """Return the checked values of a cell of one of our columns; what it refuses is set aside, with why."""
    label = cell.field.label
    if column.kind == "ref":
        return _references(bench, subject, column, entry, cell)
    texts = [cell.text] if column.kind in ("text", "label") and not column.many else [*cell.values]
    if column.many and column.kind != "text":
        texts = [part for text in texts for part in text.split("|")]
    found = []
    for text in texts:
        try:
            value = _term(column, text) if column.kind in ("term", "choice") else read_cell(column.kind, text)
        except BadCell as error:
            value = _first_url(text) if column.kind == "url" else ""
            key = "conversion.several-urls" if value else error.key
            bench.ledger.tell(entry.place, key, label, text, **({"kept": value} if value else {}))
        if column.kind in ("text", "label", "string"):
            value = bench.public(subject, value, entry.place, label)
        if len(value) > _LONGEST:
            bench.ledger.tell(entry.place, "conversion.long-text", label, value, most=_LONGEST)
            value = f"{value[: _LONGEST - 1]}…"
        found += [value] if value else []
    return found


def _first_url(text: str) -> str:
    """Return the first address of a cell that holds several and nothing else, "" for any other cell."""
    try:
        found = [read_cell("url", word) for word in text.replace(";", " ").replace(",", " ").split()]
    except BadCell:
        return ""
    return found[0] if len(found) > 1 else ""


def _term(column: Column, text: str) -> str:
    """Return the term or choice that words say."""
    if column.kind == "choice":
        if text not in column.choices:
            raise BadCell("conversion.choice")
        return text
    scheme, _, slug = text.partition("/")
    term = find_term(column.scheme[0], text) if column.scheme else ""
    if not column.scheme and slug:
        term = f"{scheme}/{slug}"
    if not term:
        raise BadCell("conversion.term")
    return term


def _references(bench: Bench, subject: str, column: Column, entry: Entry, cell: Cell) -> list[str]:
    label = cell.field.label
    if "territories" in column.to and not cell.field.links:
        keys = (find_territory(bench, value, label, entry.place) for value in cell.values)
        return [key for key in keys if key]
    create = next((table for table in _NAMED_ONLY if table in column.to), "")
    found = []
    for value in bench.values(entry, cell, column.to):
        other = bench.find(value, cell, Wanted(column.to, create), entry, subject)
        if other and other.table != "persons":
            found.append(other.id)
    return found
