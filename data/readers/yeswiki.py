"""YesWiki: the forms, entries and lists of its Bazar as JSON, in three generations, and its CSV export.

Files may come together or one alone: the forms say what the fields are, the lists what the keys of the
enumerations stand for; entries alone keep their fields' names, of which the beginning says the type.

References
----------
https://yeswiki.net, the routes `?api/forms`, `?api/forms/{id}/entries` and `?BazaR/json&demand=…`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..reading.documents import load_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from .bazar_csv import is_csv_export, read_csv_export
from .bazar_entries import Entry, Rows, entries_in, is_entry
from .bazar_forms import LINKS, Form, FormField, forms_in, is_form, is_list, lists_in
from .bazar_meanings import kind_of, meaning_of
from .bazar_own import is_own, read_own
from .values import keyed, split

FORMAT = "yeswiki"


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file holds forms, entries or lists of a wiki, its CSV export, or its empty answer."""
    if sniffed.suffix in (".csv", ".txt"):
        return is_csv_export(sniffed.columns)
    document = sniffed.document
    return sniffed.head.strip() == b"null" or (document is not None and bool(_holds(document)))


def _holds(document: Any) -> str:
    """Return what a document holds: "forms", "entries", "lists", or "" for nothing known."""
    first = next(iter(keyed(document).values()), None)
    for name, known in (("forms", is_form), ("entries", is_entry), ("lists", is_list)):
        if known(document) or known(first):
            return name
    return ""


def read(files: Sequence[Path]) -> RawSource:
    """Return a table a form, its entries as rows, and the links between them.

    Raises
    ------
    InvalidData
        For a file that is not JSON, or not CSV.
    """
    texts = [file for file in files if file.suffix.lower() in (".csv", ".txt")]
    documents = [(file.name, load_json(file)) for file in files if file not in texts]
    held: dict[str, list[tuple[str, Any]]] = {"forms": [], "entries": [], "lists": [], "": []}
    for name, document in documents:
        held[_holds(document)].append((name, document))
    remarks = [_told_of_none(name, document) for name, document in held[""]]
    lists = {key: labels for _, document in held["lists"] for key, labels in lists_in(document).items()}
    forms = {form.key: form for _, document in held["forms"] for form in forms_in(document, lists)}
    entries, rejected = _entries(held["entries"])
    tables = _Tables(forms, entries)
    if forms and not entries and not texts:
        remarks.append(Remark("yeswiki.forms-alone", values={"count": len(forms)}))
    if entries and not forms:
        remarks.append(Remark("yeswiki.no-forms"))
    made = [*tables.made()]
    own = [file for file in texts if is_own(file)]
    if own:
        own_tables, own_remarks = read_own(own)
        made += [(table.name, table, []) for table in own_tables]
        remarks += own_remarks
    for file in (each for each in texts if each not in own):
        table, told = read_csv_export(file, forms, {name for name, *_ in made})
        made.append((table.name, table, told))
    remarks += [*rejected, *(remark for *_, told in made for remark in told)]
    return RawSource(FORMAT, tuple(table for _, table, _ in made), tuple(remarks))


def _told_of_none(name: str, document: Any) -> Remark:
    empty = document is None or document in ([], {})
    key = "yeswiki.empty-answer" if empty else "yeswiki.unknown-document"
    return Remark(key, table=name, rejected=not empty)


def _entries(documents: Sequence[tuple[str, Any]]) -> tuple[list[Entry], list[Remark]]:
    found: list[Entry] = []
    rejected: list[Remark] = []
    for name, document in documents:
        for position, entry in enumerate(entries_in(document), 1):
            if entry is None:
                rejected.append(
                    Remark("yeswiki.not-entry", name, values={"position": position}, rejected=True)
                )
            else:
                found.append(entry)
    return found, rejected


class _Tables:
    """The raw tables, one a form, named by its label."""

    def __init__(self, forms: Mapping[str, Form], entries: Sequence[Entry]) -> None:
        self.forms, self.entries = forms, entries
        self._form_of = {entry.key: entry.form for entry in entries}
        held = {entry.form for entry in entries}
        keys = dict.fromkeys([*(key for key in forms if key in held), *(entry.form for entry in entries)])
        self.names = {key: self._name(key) for key in keys}

    def _name(self, key: str) -> str:
        label = self.forms[key].label if key in self.forms else ""
        alone = sum(form.label == label for form in self.forms.values()) == 1
        return label if label and alone else f"{label or 'formulaire'} {key}".strip()

    def made(self) -> Iterator[tuple[str, RawTable, list[Remark]]]:
        """Yield each table with its name and what must be told of it."""
        for key, name in self.names.items():
            form = self.forms.get(key) or Form(key, "", {})
            rows = Rows(name, form.fields)
            raw = [rows.row(entry) for entry in self.entries if entry.form == key]
            names = dict.fromkeys(column for row in raw for column in row.cells)
            guessed = {} if form.fields else self._guess_links(raw, names)
            kind = kind_of(form.label, form.semantic, names.keys() | form.fields.keys())
            fields = tuple(
                self._field(guessed.get(column) or rows.field(column), kind, names) for column in names
            )
            cut = tuple(_cut(row, guessed) for row in raw)
            yield name, RawTable(name, fields, cut, kind), rows.remarks

    def _field(self, field: FormField, kind: str, names: Collection[str]) -> RawField:
        if field.name == "geometries":
            return RawField(field.name, meaning="aside")
        meaning = meaning_of(field, kind, names)
        filled = field.is_link and meaning != "aside" and field.linked in self._form_of.values()
        links = self.names[field.linked] if filled else ""
        return RawField(field.name, field.label, meaning, {} if links else dict(field.options), links)

    def _guess_links(self, raw: Sequence[RawRow], names: Collection[str]) -> dict[str, FormField]:
        """Return the fields filled with ids of one form's entries alone: links that no form declares."""
        found = {}
        for name in names:
            ids = {part for row in raw for text in row.cells.get(name, ()) for part in split(text)}
            forms = {self._form_of.get(identifier, "") for identifier in ids}
            if len(forms) == 1 and (form := forms.pop()):
                found[name] = FormField(name, type=LINKS[0], linked=form)
        return found


def _cut(row: RawRow, links: Collection[str]) -> RawRow:
    """Return a row with the joined ids of its links apart."""
    cells = {name: split(list(values)) if name in links else values for name, values in row.cells.items()}
    return replace(row, cells=cells)
