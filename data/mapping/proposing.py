"""What each field of a raw source means, and of which table its rows are: proposed, explained, saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_of
from typing import Any

from ...messages import text
from ..reading.raw import RawField, RawSource, RawTable
from ..schema import load_schema
from .fitting import fit
from .kinds import propose_kind
from .labels import Guess, read_label
from .meanings import TIES, meanings_of

_WORDS = ("name", "spelling", "acronym", "short_name", "description", "note", "key")
_SAMPLE = 200  # cells of a field that are looked at
_LOOKED = 5000  # rows among which they are looked for


@dataclass(frozen=True)
class FieldMapping:
    """What one field means, why, and how sure that is.

    Attributes
    ----------
    field
        The field's name in the raw table.
    label
        What the source shows for it (its header).
    meaning
        One of the closed list of `meanings.toml`; "" when it is not understood: its cells are kept aside.
    why
        "saved" (the workspace's mapping), "format" (the format says so), "header" (a known header),
        "synonym" (nearly a known header), "content" (what its cells look like), "kind" (a known header,
        which the rows' kind has no column for: kept as a note), "" for no meaning.
    sure
        False when a person should look at it.
    values
        What the sentence of `reason` tells: the known header, the share of the cells.
    """

    field: str
    label: str
    meaning: str = ""
    why: str = ""
    sure: bool = True
    values: Mapping[str, str | int] = made_of(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return why the field means that, in a sentence."""
        told = dict(self.values)
        if "content" in told:
            told["content"] = text(f"mapping.content.{told['content']}")
        return text(f"mapping.why.{self.why or 'none'}", **told)


@dataclass(frozen=True)
class TableMapping:
    """What a raw table's rows are (`kind`, "" when it is not known) and what each of its fields means.

    `why` is "saved", "format", "header" (the table's own name says so), "content" (its fields do) or "".
    """

    table: str
    kind: str
    fields: tuple[FieldMapping, ...]
    why: str = ""
    sure: bool = True

    @property
    def meanings(self) -> dict[str, str]:
        """Return field name -> meaning."""
        return {each.field: each.meaning for each in self.fields}

    def saved(self) -> dict[str, Any]:
        """Return what `maillage.toml` keeps: {"kind": …, "fields": {field name: meaning}}."""
        return {"kind": self.kind, "fields": self.meanings}


def propose(
    source: RawSource, saved: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, TableMapping]:
    """Return what every table and field of a source means, by raw table's name.

    Parameters
    ----------
    saved
        What a person settled before, raw table's name -> `TableMapping.saved()`; it comes before all else.
        A kind or meaning that does not exist is passed over.
    """
    known = saved or {}
    return {table.name: _propose(table, known.get(table.name, {})) for table in source.tables}


def _propose(table: RawTable, saved: Mapping[str, Any]) -> TableMapping:
    samples = sample(table)
    guesses = {each.name: _guess(each) for each in table.fields}
    kind, why, sure = _kind(table, saved, guesses, samples)
    kept = saved.get("fields", {})
    fields = []
    for each in table.fields:
        settled = _settled(each, kept, kind)
        fields.append(settled or _proposed(each, guesses[each.name], kind, samples[each.name]))
    return TableMapping(table.name, kind, fit(kind, fields, samples, bool(table.kind)), why, sure)


def sample(table: RawTable) -> dict[str, list[str]]:
    """Return up to two hundred values of each field, with the labels of its options: name -> values."""
    samples: dict[str, list[str]] = {each.name: [] for each in table.fields}
    options = {each.name: each.options for each in table.fields}
    wanting = {each.name for each in table.fields}
    for row in table.rows[:_LOOKED]:
        for name in wanting & row.cells.keys():
            found = samples[name]
            found += (options[name].get(value, value)[:500] for value in row.cells[name])
            if len(found) >= _SAMPLE:
                wanting = wanting - {name}
        if not wanting:
            break
    return samples


def _guess(raw: RawField) -> Guess:
    """Return what a field's label says, or its name when the label says nothing."""
    said = read_label(raw.label) if raw.label else Guess()
    return said if said.sense else read_label(raw.name)


def _kind(
    table: RawTable,
    saved: Mapping[str, Any],
    guesses: Mapping[str, Guess],
    samples: Mapping[str, Sequence[str]],
) -> tuple[str, str, bool]:
    kinds = {*load_schema(), *TIES, "ignore"}
    if saved.get("kind") in kinds:
        return str(saved["kind"]), "saved", True
    if table.kind:
        return table.kind, "format", True
    return propose_kind(table.name, guesses, samples)


def _settled(raw: RawField, kept: Mapping[str, Any], kind: str) -> FieldMapping | None:
    """Return what a person or the format settled."""
    known = meanings_of(kind)
    label = raw.label or raw.name
    if kept.get(raw.name) in known and (kept[raw.name] or not raw.meaning):
        return FieldMapping(raw.name, label, str(kept[raw.name]), "saved")
    if raw.meaning in known and raw.meaning:
        return FieldMapping(raw.name, label, raw.meaning, "format")
    return None


def _proposed(raw: RawField, guess: Guess, kind: str, values: Sequence[str]) -> FieldMapping:
    label = raw.label or raw.name
    meaning = guess.means(kind)
    if raw.links and (meaning in _WORDS or meaning.startswith("contact-")):
        meaning = ""  # the ids of rows are no names, whatever the header says
    if raw.options and not raw.links and not guess.sure:
        return FieldMapping(raw.name, label, "category", "options", sure=False)
    if not meaning:
        return FieldMapping(raw.name, label, sure=False)
    told = FieldMapping(raw.name, label, meaning, guess.why, guess.sure, guess.values)
    return told if values or not guess.sure else replace(told, sure=True)
