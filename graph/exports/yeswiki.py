"""CSV files that YesWiki's Bazar imports: one a form, comma, UTF-8 without a mark, labels for headers.

A thing is an entry, titled by its name; a participation, a funding, a partnership, a location is an entry of
a form of its own, titled by what it ties. Held: what `things` says of a network. Each entry has a field
« identifiant Maillage », the IRI of what it is: by it our reader knows such files again
(`data/readers/bazar_own.py`), and two entries of one title apart. A link is the title of the entry it leads
to, since Bazar gives an entry its identifier; the IRI, where several entries have that title. The forms must
have fields of these labels, as Bazar's import asks; `bf_titre` is the title, in every form.

References
----------
YesWiki, tools/bazar/services/CSVManager.php (Bazar's own import): header labels, "d/m/Y H:i:s" dates, several
values of a list as CSV in the cell, PHP's rules of quotes.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from ...data.csv_files import harmless
from ...data.schema import load_schema
from ...messages import text
from ...ontology.terms import thing
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
_PASSAGE = ("source", "locator")
_PLAIN = re.compile(r'[^\s,"\\]*')
_JOINED = re.compile(r'[,"]')
Entry = dict[str, str | tuple[str, ...]]  # header -> a text, or the values of a list


def write(content: Content, folder: Path) -> None:
    """Write in `folder` a file a form."""
    forms = _Forms(whole_network(content))
    for name, entries in forms.entries().items():
        _write_form(folder / f"{name}.csv", entries)
    _remark(forms, content)


class _Forms:
    """The entries of each form; `shared` counts the entries of each title that several have."""

    def __init__(self, network: Network) -> None:
        self.network = network
        titles = Counter(each.name for each in network.things.values())
        self.shared = {name: count for name, count in titles.items() if count > 1}
        self._ends: dict[tuple[str, str], list[str]] = defaultdict(list)
        for tie in network.ties:
            self._ends[tie.start, tie.relation].append(tie.end)

    def entries(self) -> Mapping[str, list[Entry]]:
        """Return form -> entries: those of the things, then of the ties."""
        forms: dict[str, list[Entry]] = defaultdict(list)
        for each in self.network.things.values():
            forms[each.table].append(self._thing(each))
        for (table, _), entry in self._ties().items():
            forms[table].append(entry)
        return forms

    def _thing(self, each: Thing) -> Entry:
        """Return the fields of a thing; coordinates with a point, as Bazar writes them."""
        entry: Entry = {_TITLE: each.name, text("export.yeswiki.id"): each.iri}
        for name, values in each.cells.items():
            cell = values
            if name in ("latitude", "longitude"):
                cell = tuple(value.replace(",", ".") for value in values)
            self._fill(entry, each.table, name, self._links(each, name, cell))
        entry |= {scheme: tuple(dict.fromkeys(concepts)) for scheme, concepts in each.concepts.items()}
        if each.other_names:
            entry[text("export.other-names")] = tuple(dict.fromkeys(each.other_names))
        for scheme, passages in each.grounds.items():
            entry[text("export.grounds", of=scheme)] = " | ".join(dict.fromkeys(passages))
        return entry

    def _links(self, each: Thing, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return the values of a cell, in which a title that several entries have gives way to the IRI."""
        if name in _PASSAGE or not self.shared.keys() & set(values):
            return values
        column = load_schema()[each.table].columns[name]
        ends = self._ends[each.iri, column.property.partition(":")[2]]
        return tuple(dict.fromkeys(map(self._link, ends))) if column.kind == "ref" and ends else values

    def _link(self, iri: str) -> str:
        """Return what leads to an entry: its title, its IRI where the title does not tell it apart."""
        name = self.network.things[iri].name
        return iri if name in self.shared else name

    def _ties(self) -> Mapping[tuple[str, str], Entry]:
        """Return the entries of the ties, one a row, even of one that ties a person and a structure."""
        entries: dict[tuple[str, str], Entry] = {}
        schema = load_schema()
        for tie in self.network.ties:
            if not tie.table or tie.table in THINGS:
                continue
            identifier = tie.cells["id"][0]
            names = [self.network.things[iri].name for iri in (tie.start, tie.end)]
            title: Entry = {_TITLE: f"{names[0]} – {names[1]} ({tie.label})"}
            title[text("export.yeswiki.id")] = str(thing(schema[tie.table].segment, identifier))
            entry = entries.setdefault((tie.table, identifier), title)
            entry |= {
                header(column): self._link(iri)
                for column, iri in zip(tie.columns, (tie.start, tie.end), strict=True)
            }
            for name, values in tie.cells.items():
                if name != "id":
                    self._fill(entry, tie.table, name, values)
        return entries

    @staticmethod
    def _fill(entry: Entry, table: str, name: str, values: tuple[str, ...]) -> None:
        many = name not in _PASSAGE and load_schema()[table].columns[name].many
        entry[_FIELDS.get(name, header(name))] = values if many else " | ".join(values)


def _write_form(path: Path, entries: Sequence[Entry]) -> None:
    headers = list(dict.fromkeys(name for entry in entries for name in entry))
    lists = {name for entry in entries for name, values in entry.items() if _is_list(values)}
    lines = [[*_DATES, *headers]]
    for entry in entries:
        lines.append(["", "", *(_cell(entry.get(name, ""), listed=name in lists) for name in headers)])
    content = "".join(",".join(map(_php, line)) + "\n" for line in lines)
    path.write_text(content, encoding="utf-8", newline="\n")


def _is_list(values: str | tuple[str, ...]) -> bool:
    """Tell whether values stand as a list: several, or one that would be read as several."""
    return isinstance(values, tuple) and (len(values) > 1 or any(map(_JOINED.search, values)))


def _cell(values: str | tuple[str, ...], *, listed: bool) -> str:
    """Return a cell: a list as a line of CSV, each value between quotes, as Bazar's import asks."""
    parts = (values,) if isinstance(values, str) else values
    if not listed:
        return "".join(parts)
    return ",".join('"{}"'.format(_safe(value).replace('"', '""')) for value in parts if value)


def _php(cell: str) -> str:
    """Return a cell as PHP's fputcsv writes it, one that a spreadsheet would compute behind an apostrophe."""
    kept = harmless(cell)
    return kept if _PLAIN.fullmatch(kept) else '"{}"'.format(_safe(kept).replace('"', '""'))


def _safe(cell: str) -> str:
    """Return a text in which no backslash stands before a quote, where PHP would take it for an escape.

    A space parts them; where spaces did already, one more, so that the reader can take it away again.
    """
    return re.sub(r'\\( *)(?="|\Z)', r"\\ \1", cell)


def _remark(forms: _Forms, content: Content) -> None:
    """Tell the titles that several entries share, and the cells behind an apostrophe."""
    told = content.ledger.remarks
    told.append(text("export.yeswiki.forms", field=text("export.yeswiki.id")))
    if names := list(forms.shared):
        told.append(text("export.same-titles", count=len(names), names=", ".join(names[:5])))
    entries = chain.from_iterable(forms.entries().values())
    if formulas := sum(_computed(entry.values()) for entry in entries):
        told.append(text("export.formulas", count=formulas))


def _computed(cells: Iterable[str | tuple[str, ...]]) -> int:
    """Return how many of these cells a spreadsheet would take for a formula."""
    return sum(
        harmless(each) != each for cell in cells for each in ((cell,) if isinstance(cell, str) else cell)
    )
