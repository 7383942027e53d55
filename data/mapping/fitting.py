"""Meanings proposed by headers, held against what the cells hold and what the table of ours can take."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..schema import load_schema
from .contents import share
from .meanings import ENTITIES, load_meanings

if TYPE_CHECKING:
    from .proposing import FieldMapping

_SETTLED = ("saved", "format")
_DOUBT = 0.5  # share of its cells under which a header is doubted
_TAKEN = 0.6  # share of a field's cells that says what an unknown field is
_PLACES = 40  # cells held against the territories
_FEW = 25  # different values of what may be categories
# what cells are asked, in this order, and what they then mean
_ASKED = (
    ("email", "contact-email"),
    ("phone", "contact-phone"),
    ("siret", "siret"),
    ("siren", "siren"),
    ("rna", "rna"),
    ("url", "homepage"),
    ("coordinates", "coordinates"),
    ("person", "contact-name"),
)
# meanings of words that people's names may stand under
_MAY_NAME_PEOPLE = ("", "note", "category", "spelling", "description", "type", "organisation")
_OF_NAMES = ("contact-name", "contact-first-name", "contact-post")  # never numbers
_TIES_ONLY = frozenset(("from", "to", "relation", "weight", "direction"))
_ALWAYS_FIT = """
key spelling note street postcode city country place coverage type legal-form category coordinates funder
funds partner partners-text affiliation part-of aside ignore
"""
_ANYWHERE = frozenset(_ALWAYS_FIT.split())


def fit(
    kind: str,
    fields: Sequence["FieldMapping"],
    samples: Mapping[str, Sequence[str]],
    of_format: bool,
) -> "tuple[FieldMapping, ...]":
    """Return the fields' meanings once held against their cells and the table `kind`.

    What a person or the format settled stays. A format's own table (`of_format`) needs no guessed name.
    """
    held = [each if each.why in _SETTLED else _by_content(each, samples[each.field]) for each in fields]
    held = [each if each.why in _SETTLED else _in_kind(each, kind, held) for each in held]
    held = _right_way(held, samples)
    if kind in ENTITIES:
        held = _one_name(held, samples, of_format)
    return tuple(held)


def _by_content(told: "FieldMapping", values: Sequence[str]) -> "FieldMapping":
    """Return the meaning that the cells bear out, or another that they show, or the same but unsure."""
    if not values or told.meaning == "aside":
        return told
    if told.meaning in ("partner", "funder", "affiliation") or told.meaning.startswith("participation:"):
        told = _listed(told, values)
    private = told.meaning.startswith("contact-")
    told = _counted(told, values)
    for content, meaning in _ASKED[:2] if private else _ASKED:
        found = share(content, values)
        if meaning != told.meaning and found >= _needed(content, told.meaning):
            return replace(
                told, meaning=meaning, why="content", sure=found > 0.9, values=_told(content, found)
            )
    if not told.meaning:
        return _unknown(told, values)
    sense = load_meanings().get(told.meaning)
    content = sense.content if sense else ""
    if content in ("latitude", "longitude"):
        return told  # whole degrees, commas and units are judged cell by cell
    if not content:
        return told
    borne_out = share(content, values)
    return replace(told, sure=borne_out >= _DOUBT and (told.sure or borne_out > 0.8))


def _counted(told: "FieldMapping", values: Sequence[str]) -> "FieldMapping":
    """Return a note in place of people's names that are numbers: « Salariés » may count them."""
    if told.meaning not in _OF_NAMES or (found := share("number", values)) < _DOUBT:
        return told
    return replace(told, meaning="note", why="content", values=_told("number", found))


def _needed(content: str, meaning: str) -> float:
    """Return the share of the cells from which `content` speaks louder than a header that says `meaning`."""
    if content == "email":
        return 0.3
    if meaning == "partners-text":
        return 2.0
    if content == "person":
        takes = meaning in _MAY_NAME_PEOPLE or meaning.startswith("participation:")
        return _TAKEN if takes else 2.0
    if content == "siren" and meaning in ("siret", "number", "key", "amount_eur", "contact-phone"):
        return 0.8 if meaning == "siret" else 2.0
    if content in ("coordinates", "url", "phone", "siret", "rna") and meaning == "key":
        return 2.0
    return _TAKEN if not meaning else 0.8


def _told(content: str, found: float) -> dict[str, str | int]:
    return {"content": content, "share": round(100 * found)}


def _listed(told: "FieldMapping", values: Sequence[str]) -> "FieldMapping":
    """Return the tie if its cells list names, hence state them, else a free text: names to confirm."""
    listed = sum(map(_is_list, values)) / len(values)
    if listed >= 0.9:
        return told
    values_told: dict[str, str | int] = _told("text", 1 - listed)
    return replace(told, meaning="partners-text", why="content", sure=listed < 0.5, values=values_told)


def _is_list(value: str) -> bool:
    """Tell whether a cell holds names only, no sentence and no wiki syntax."""
    if "{{" in value or "[[" in value or value.lstrip().startswith(("-", "*", "•")):
        return False
    parts = value.replace("|", ";").replace("\n", ";").replace(",", ";").split(";")
    return all(len(part.split()) <= 8 and ". " not in part.strip() and ":" not in part for part in parts)


def _unknown(told: "FieldMapping", values: Sequence[str]) -> "FieldMapping":
    """Return what an unknown field may be: places, dates, sentences, categories; never sure."""
    found = _as_places(values)
    if found >= _TAKEN:
        return replace(told, meaning="place", why="content", sure=False, values=_told("place", found))
    for content, least in (("postcode", 0.8), ("date", 0.8), ("yes-no", 0.9), ("text", 0.3)):
        seen = share(content, values)
        if seen >= least:
            meaning = "postcode" if content == "postcode" else "note"
            return replace(told, meaning=meaning, why="content", sure=False, values=_told(content, seen))
    distinct = len(set(values))
    if distinct <= _FEW and len(values) >= 3 * distinct and max(map(len, values)) <= 60:
        values_told: dict[str, str | int] = _told("category", 1.0)
        return replace(told, meaning="category", why="content", sure=False, values=values_told)
    return told


def _as_places(values: Sequence[str]) -> float:
    """Return the share of a few of the values that name a territory, in [0, 1]; numbers do not count."""
    asked = [value for value in dict.fromkeys(values) if any(map(str.isalpha, value))][:_PLACES]
    if len(asked) < 3 or max(map(len, asked)) > 60:
        return 0.0
    from ..territories.matching import match

    return sum(match(value).outcome != "none" for value in asked) / len(asked)


def _in_kind(told: "FieldMapping", kind: str, fields: Sequence["FieldMapping"]) -> "FieldMapping":
    """Return the meaning if the table of ours has room for it, else a note that keeps its words."""
    table = load_schema().get(kind)
    columns = table.columns.keys() if table else frozenset[str]()
    meaning = told.meaning
    present = {each.meaning for each in fields}
    if kind == "persons":
        kept = meaning.startswith("contact-") or meaning in ("organisation", "key", "aside", "")
        return told if kept else replace(told, meaning="", why="", sure=False)
    if kind == "links":
        kept = meaning in _TIES_ONLY or meaning in ("role", "amount_eur", "start", "end", "note", "aside", "")
        return told if kept else replace(told, meaning="note", why="kind", sure=False)
    if meaning in columns or meaning in _ANYWHERE or meaning.startswith(("contact-", "participation:")):
        return told
    tied = {"funder", "funds"} & present
    joins = any(each.startswith("participation:") for each in present)
    of_ties = (meaning == "amount_eur" and tied) or (meaning == "role" and joins)
    if of_ties or (meaning in ("start", "end") and "affiliation" in present):
        return told
    if meaning == "number" and "key" not in present and kind in ENTITIES:
        return replace(told, meaning="key")
    return replace(told, meaning="note", why="kind") if meaning else told


def _right_way(fields: "list[FieldMapping]", samples: Mapping[str, Sequence[str]]) -> "list[FieldMapping]":
    """Return the fields, latitude and longitude exchanged when their cells show that the headers lie.

    Metropolitan France lies between 41° and 52° N, 6° W and 10° E.
    """
    places = {each.meaning: place for place, each in enumerate(fields)}
    if not {"latitude", "longitude"} <= places.keys():
        return fields
    first, second = fields[places["latitude"]], fields[places["longitude"]]
    if {first.why, second.why} & set(_SETTLED):
        return fields
    if _within(samples[first.field], -6, 10) > 0.9 and _within(samples[second.field], 41, 52) > 0.9:
        told = _told("coordinates", 1.0)
        fields[places["latitude"]] = replace(
            first, meaning="longitude", why="content", sure=False, values=told
        )
        fields[places["longitude"]] = replace(
            second, meaning="latitude", why="content", sure=False, values=told
        )
    return fields


def _within(values: Sequence[str], low: float, high: float) -> float:
    numbers = []
    for value in values:
        try:
            numbers.append(float(value.replace(",", ".")))
        except ValueError:
            continue
    told = [number for number in numbers if number]
    return sum(low <= number <= high for number in told) / len(told) if told else 0.0


def _one_name(
    fields: "list[FieldMapping]", samples: Mapping[str, Sequence[str]], of_format: bool
) -> "list[FieldMapping]":
    """Return the fields with one name: the best filled; the others are other spellings."""
    names = [each for each in fields if each.meaning == "name"]
    if not names:
        return fields if of_format else _guessed_name(fields, samples)
    settled = [each for each in names if each.why in _SETTLED]
    best = settled[0] if settled else max(names, key=lambda each: (each.sure, len(samples[each.field])))
    return [
        replace(each, meaning="spelling", sure=False)
        if each.meaning == "name" and each is not best and each.why not in _SETTLED
        else each
        for each in fields
    ]


def _guessed_name(fields: "list[FieldMapping]", samples: Mapping[str, Sequence[str]]) -> "list[FieldMapping]":
    """Return the fields, the first one of short and different texts taken for the name, unsure."""
    for place, each in enumerate(fields):
        values = samples[each.field]
        free = each.why not in _SETTLED and (not each.meaning or each.meaning == "category")
        if free and values and len(set(values)) > 0.8 * len(values) and max(map(len, values)) <= 150:
            told: dict[str, str | int] = _told("name", len(set(values)) / len(values))
            found = replace(each, meaning="name", why="content", sure=False, values=told)
            return [*fields[:place], found, *fields[place + 1 :]]
    return fields
