"""The CSV export of a Bazar form: headers are labels, cells are labels, links are titles; there is no id."""

import csv
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from ..reading.delimited import Record, read_delimited, refused
from ..reading.raw import RawField, RawRow, RawTable, Remark
from .bazar_forms import ENUMERATIONS, Form, FormField
from .bazar_meanings import SECRETS, is_date, kind_of, meaning_of
from .values import Cells, coordinates, plain, split

_FIRST = ("datetime_create", "datetime_latest")
# What headers say where no form is given to say it: the labels of the forms that YesWiki comes with.
_LABELS = {
    "bf_titre": ("titre", "nom", "nom de la structure", "nom de l'événement", "nom de l'organisation"),
    "bf_description": ("description", "présentation"),
    "bf_adresse": ("adresse",),
    "bf_code_postal": ("code postal",),
    "bf_ville": ("ville",),
    "bf_mail": ("email", "e-mail", "adresse mail", "courriel", "mail"),
    "bf_site_internet": ("site internet", "site web"),
    "bf_latitude": ("latitude", "bf_latitude"),
    "bf_longitude": ("longitude", "bf_longitude"),
    "bf_date_debut_evenement": ("début de l'événement", "date de début de l'événement"),
    "bf_date_fin_evenement": ("fin de l'événement", "date de fin de l'événement"),
    "bf_prenom": ("prénom",),
}
_UNQUOTED = re.compile(r'[^\s,"\\]*')
_DECIMAL = re.compile(r"-?\d+,\d+")
_FRENCH_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?: \d{2}:\d{2}(?::\d{2})?)?")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")


def is_csv_export(columns: Sequence[str]) -> bool:
    """Tell whether these headers are those of a Bazar export."""
    return tuple(columns[:2]) == _FIRST


def read_csv_export(
    file: Path, forms: Mapping[str, Form], taken: Collection[str]
) -> tuple[RawTable, list[Remark]]:
    """Return the table of an export, under the form's label where one of `forms` has its headers."""
    records = [each for each in read_delimited(file).records if any(cell.strip() for cell in each.cells)]
    if not records:
        raise refused("reading.not-format", file.name, format="YesWiki")
    headers = _apart([header.strip() for header in records[0].cells])
    form = _form_of(headers, forms)
    columns = [(header, _column(header, form)) for header in headers]
    name = form.label if form and form.label and form.label not in taken else file.stem
    table = _Export(columns, records[1:])
    names = {field.name for _, field in columns}
    kind = kind_of(form.label if form else file.stem, form.semantic if form else "", names)
    if kind != "persons" and any(header.removesuffix(" *").casefold() == "prénom" for header in headers):
        kind = "persons"
    fields = tuple(table.fields(kind, names))
    remarks = [Remark("yeswiki.csv-titles", name)]
    remarks += [Remark("yeswiki.secret", name, column=header) for header, _ in columns if _secret(header)]
    return RawTable(name, fields, tuple(table.rows()), kind), remarks


def _apart(headers: Sequence[str]) -> list[str]:
    """Return the headers, one that is written twice with its number: Bazar lets two fields share a label."""
    return [
        f"{header} ({headers[: place + 1].count(header)})" if header in headers[:place] else header
        for place, header in enumerate(headers)
    ]


def _form_of(headers: Sequence[str], forms: Mapping[str, Form]) -> Form | None:
    """Return the form of which every label heads a column, the richest one."""
    bare = {header.removesuffix(" *") for header in headers}
    fitting = [form for form in forms.values() if _labels(form) and _labels(form) <= bare]
    return max(fitting, key=lambda form: len(_labels(form)), default=None)


def _labels(form: Form) -> set[str]:
    return {field.label for field in form.fields.values() if field.label and field.type not in _MAPS}


_MAPS = ("map", "carte_google")


def _column(header: str, form: Form | None) -> FormField:
    label = header.removesuffix(" *").strip()
    known = {field.label: field for field in form.fields.values()} if form else {}
    if field := known.get(label):
        return field
    for name, labels in _LABELS.items():
        if label.casefold() in labels:
            return FormField(name, label)
    return FormField(label if label in _FIRST else "", label)


def _secret(header: str) -> bool:
    return header.removesuffix(" *") in SECRETS


class _Export:
    """The rows of an export, its columns told apart: enumerations, maps, dates, texts."""

    def __init__(self, columns: Sequence[tuple[str, FormField]], records: Sequence[Record]) -> None:
        self.columns, self.records = columns, records
        self._listed = {
            header: _is_enumeration(field, [_cell(record, place) for record in records])
            for place, (header, field) in enumerate(columns)
        }

    def rows(self) -> Iterator[RawRow]:
        """Yield the rows, under the headers."""
        for record in self.records:
            cells: Cells = {}
            for place, (header, field) in enumerate(self.columns):
                text = _cell(record, place)
                if text and not _secret(header):
                    cells.update(self._cells(header, field, text))
            yield RawRow(cells, record.line)

    def _cells(self, header: str, field: FormField, text: str) -> Cells:
        if text.startswith("{") and (place := _json_place(text)) is not None:
            return {name: (value,) for name, value in zip(("latitude", "longitude"), place, strict=False)}
        if field.type == "tags":
            return {header: split(text.strip('"'))}
        if self._listed[header]:
            return {header: tuple(dict.fromkeys(nested(text)))}
        day = _FRENCH_DAY.fullmatch(text) if field.name not in _FIRST else None
        if day:
            return {header: (f"{day[3]}-{day[2]}-{day[1]}",)}
        iso = _ISO_DAY.match(text) if is_date(field) else None
        return {header: (iso[1] if iso else plain(text),)}

    def fields(self, kind: str, names: Collection[str]) -> Iterator[RawField]:
        """Yield the columns that hold something, with what the format says of each."""
        filled = dict.fromkeys(name for row in self.rows() for name in row.cells)
        known = dict(self.columns)
        for header in filled:
            field = known.get(header) or FormField(f"bf_{header}", header)
            yield RawField(header, field.label, meaning_of(field, kind, names))


def _cell(record: Record, place: int) -> str:
    return record.cells[place].strip() if place < len(record.cells) else ""


def _is_enumeration(field: FormField, cells: Sequence[str]) -> bool:
    """Tell whether every cell of a column is a line of CSV as PHP writes it: spaces only between quotes."""
    if field.type:
        return field.type in ENUMERATIONS or field.is_link
    filled = [cell for cell in cells if cell]
    several = any("," in cell or cell.startswith('"') for cell in filled)
    return several and all(
        _DECIMAL.fullmatch(cell) is None and cell in (_as_php(cell), _quoted(cell)) for cell in filled
    )


def nested(text: str) -> Iterator[str]:
    """Yield the values of a list's cell, a line of CSV; the whole cell for what is none."""
    try:
        row = next(csv.reader([text], strict=True), [])
    except csv.Error:
        row = [text]
    return (part.strip() for part in row if part.strip())


def _as_php(text: str) -> str:
    parts = nested(text)
    return ",".join(
        part if _UNQUOTED.fullmatch(part) else '"{}"'.format(part.replace('"', '""')) for part in parts
    )


def _quoted(text: str) -> str:
    """Return a line of CSV with every value between quotes, as Bazar's import asks for several."""
    return ",".join('"{}"'.format(part.replace('"', '""')) for part in nested(text))


def _json_place(text: str) -> tuple[str, ...] | None:
    """Return the coordinates in a map's cell, () for none of them, None for a cell that is no map's."""
    try:
        place = json.loads(text)
    except ValueError:
        return None
    if not isinstance(place, dict) or not {"latitude", "longitude"} & place.keys():
        return None
    return coordinates(place.get("latitude"), place.get("longitude")) or ()
