"""CSV files that YesWiki's Bazar imports: one a form, comma, UTF-8 without a mark, labels for headers.

A thing is an entry, titled by its name; a participation, a funding, a partnership, a location is an entry of
a form of its own, titled by what it ties. Held: what `things` says of a network. A link is the title of the
entry it leads to, since Bazar gives an entry its identifier: the identifiers are left out, and two entries of
one title cannot be told apart (said when there are any). The forms must have fields of these labels, as
Bazar's import asks; `bf_titre` is the title, in every form.

References
----------
YesWiki, tools/bazar/services/CSVManager.php (Bazar's own import): header labels, "d/m/Y H:i:s" dates, several
values of a list as CSV in the cell, PHP's rules of quotes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...data.csv_files import harmless
from ...messages import text
from .content import Content
from .things import THINGS, Network, Thing, header, whole_network

FORMAT = "yeswiki"
_TITLE = "bf_titre"
_DATES = ("datetime_create", "datetime_latest")
_FIELDS = {
    "description": "bf_description",
    "latitude": "bf_latitude",
    "longitude": "bf_longitude",
    "homepage": "bf_site_internet",
    "address": "bf_adresse",
}
_PLAIN = re.compile(r'[^\s,"\\]*')
Entry = Mapping[str, Sequence[str]]


def write(content: Content, folder: Path) -> None:
    """Write in `folder` a file a form."""
    network = whole_network(content)
    forms = {**_things(network), **_ties(network)}
    for name, entries in forms.items():
        _write_form(folder / f"{name}.csv", entries)
    _remark(forms, network, content)


def _things(network: Network) -> dict[str, list[Entry]]:
    forms: dict[str, list[Entry]] = defaultdict(list)
    for each in network.things.values():
        forms[each.table].append(_entry(each))
    return forms


def _entry(each: Thing) -> Entry:
    """Return the fields of a thing; coordinates with a point, as Bazar writes them."""
    fields: dict[str, Sequence[str]] = {_TITLE: (each.name,)}
    for name, values in each.cells.items():
        cell: Sequence[str] = values
        if name in ("latitude", "longitude"):
            cell = [value.replace(",", ".") for value in values]
        elif name in ("source", "locator"):
            cell = [" | ".join(values)]
        fields[_FIELDS.get(name, header(name))] = cell
    fields |= {scheme: tuple(dict.fromkeys(concepts)) for scheme, concepts in each.concepts.items()}
    if each.other_names:
        fields[text("export.other-names")] = tuple(dict.fromkeys(each.other_names))
    for scheme, passages in each.grounds.items():
        fields[text("export.grounds", of=scheme)] = (" | ".join(dict.fromkeys(passages)),)
    return fields


def _ties(network: Network) -> dict[str, list[Entry]]:
    """Return the entries of the forms of ties, one a row, even of one that ties a person and a structure."""
    entries: dict[tuple[str, str], dict[str, Sequence[str]]] = {}
    for tie in network.ties:
        if not tie.table or tie.table in THINGS:
            continue
        names = [network.things[iri].name for iri in (tie.start, tie.end)]
        title: dict[str, Sequence[str]] = {_TITLE: (f"{names[0]} – {names[1]} ({tie.label})",)}
        fields = entries.setdefault((tie.table, tie.cells["id"][0]), title)
        fields |= {header(column): (name,) for column, name in zip(tie.columns, names, strict=True)}
        fields |= {header(name): values for name, values in tie.cells.items() if name != "id"}
    forms: dict[str, list[Entry]] = defaultdict(list)
    for (table, _), fields in entries.items():
        forms[table].append(fields)
    return forms


def _write_form(path: Path, entries: Sequence[Entry]) -> None:
    headers = list(dict.fromkeys(name for entry in entries for name in entry))
    lists = {name for entry in entries for name, values in entry.items() if len(values) > 1}
    lines = [[*_DATES, *headers]]
    for entry in entries:
        cells = [
            _listed(entry.get(name, ())) if name in lists else "".join(entry.get(name, ()))
            for name in headers
        ]
        lines.append(["", "", *cells])
    content = "".join(",".join(map(_php, line)) + "\n" for line in lines)
    path.write_text(content, encoding="utf-8", newline="\n")


def _listed(values: Sequence[str]) -> str:
    """Return the cell of a list: its values as a line of CSV, each between quotes, as Bazar's import asks."""
    return ",".join('"{}"'.format(_safe(value).replace('"', '""')) for value in values)


def _php(cell: str) -> str:
    """Return a cell as PHP's fputcsv writes it."""
    return cell if _PLAIN.fullmatch(cell) else '"{}"'.format(_safe(cell).replace('"', '""'))


def _safe(cell: str) -> str:
    """Return a text in which no backslash stands before a quote, where PHP would take it for an escape."""
    return re.sub(r'\\(?="|$)', r"\\ ", cell)


def _remark(forms: Mapping[str, list[Entry]], network: Network, content: Content) -> None:
    """Tell the titles that several entries share, and the cells that a spreadsheet would compute."""
    ledger = content.ledger
    names = Counter((each.table, each.name) for each in network.things.values())
    if shared := [name for (_, name), count in names.items() if count > 1]:
        ledger.remarks.append(text("export.same-titles", count=len(shared), names=", ".join(shared[:5])))
    cells = (
        value
        for entries in forms.values()
        for entry in entries
        for values in entry.values()
        for value in values
    )
    if formulas := sum(harmless(cell) != cell for cell in cells):
        ledger.remarks.append(text("export.formulas", count=formulas))
    for table in _tables(network):
        ledger.forget(table, "id")


def _tables(network: Network) -> list[str]:
    """Return the tables whose rows the network holds."""
    tables = [each.table for each in network.things.values()] + [tie.table for tie in network.ties]
    return list(dict.fromkeys(filter(None, tables)))
