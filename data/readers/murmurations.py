"""Murmurations profiles: one, a list of them, the index's answer, or their CSV form.

A relationship names the other profile by its `primary_url`: both are compared without scheme, `www.` and
end slash.

References
----------
https://murmurations.network, `organizations_schema-v1.0.0` and `people_schema-v0.1.0`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..reading.delimited import read_delimited
from ..reading.documents import load_json
from ..reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from ..reading.sniffing import Sniffed
from .values import Cells, coordinates, fields_of, flatten, one, plain, texts

FORMAT = "murmurations"

_PROFILES, _PEOPLE, _LINKS = "profiles", "people", "relationships"
_MEANINGS = {
    "name": "name",
    "nickname": "spelling",
    "primary_url": "homepage",
    "description": "description",
    "mission": "note",
    "full_address": "address",
    "street_address": "street",
    "postal_code": "postcode",
    "locality": "city",
    "region": "place",
    "country_name": "country",
    "country_iso_3166": "country",
    "country": "country",
    "geolocation.lat": "latitude",
    "geolocation.lon": "longitude",
    "tags": "category",
    "geographic_scope": "category",
    "telephone": "contact-phone",
    "phone": "contact-phone",
    "email": "contact-email",
    "contact_details.email": "contact-email",
}
_LABELS = {"tags": "Étiquettes", "geographic_scope": "Échelle géographique"}
_PERSONS = {"name": "contact-name", "nickname": "aside"}
_OWN = """
linked_schemas status rss image header_image images urls oid cid profile_url profile_hash last_updated expires
starts_at ends_at contact_details.contact_form created_at updated_at metadata source cuid latitude longitude
"""
_ASIDE = frozenset(_OWN.split())
# What properties of schema.org say of their subject: of several, the value is the one that acts.
_SCHEMA = {
    "funder": "funded by",
    "sponsor": "funded by",
    "member": "has member",
    "members": "has member",
    "subOrganization": "has member",
    "parentOrganization": "member of",
    "memberOf": "member of",
}
_OFFERS = re.compile(r"offers_wants")
_INDEXED = re.compile(r"([\w.-]+)\[(\d+)\](?:\.(.+))?")
_LISTED = re.compile(r"([\w.-]+)\(list-\d+\)")
_CSV_MARKS = re.compile(r"tags\[\d+\]|tags\(list-\d+\)|relationships\[\d+\]\.|geolocation\.lat")


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file holds Murmurations profiles, as JSON or as CSV."""
    if sniffed.suffix in (".csv", ".txt", ".tsv"):
        return "name" in sniffed.columns and any(map(_CSV_MARKS.match, sniffed.columns))
    first = next(iter(_profiles(sniffed.document)), None)
    return isinstance(first, dict) and ("linked_schemas" in first or "profile_url" in first)


def read(files: Sequence[Path]) -> RawSource:
    """Return the organisations, the people, and the relationships between the profiles given.

    Raises
    ------
    InvalidData
        For a file that is neither JSON nor CSV.
    """
    found = [profile for file in files for profile in _read(file)]
    remarks: list[Remark] = []
    kept: dict[str, list[tuple[int, Mapping[str, Any]]]] = {_PROFILES: [], _PEOPLE: []}
    for place, profile in found:
        table, refusal = _sort(profile)
        if refusal:
            values: dict[str, str | int] = {"name": _called(profile) or "?", "detail": refusal[1]}
            remarks.append(Remark(refusal[0], table, line=place, values=values, rejected=True))
        else:
            kept[table].append((place, profile))
    tables = [_table(name, profiles) for name, profiles in kept.items() if profiles]
    links, told = _relationships([profile for _, profile in kept[_PROFILES]])
    return RawSource(FORMAT, (*tables, *links), (*remarks, *told))


def _read(file: Path) -> Iterator[tuple[int, Any]]:
    """Yield the profiles of a file, each with its line in a CSV, 0 in JSON."""
    if file.suffix.lower() in (".csv", ".txt", ".tsv"):
        records = [each for each in read_delimited(file).records if any(cell.strip() for cell in each.cells)]
        for record in records[1:]:
            yield record.line, _nested(records[0].cells, record.cells)
    else:
        yield from ((0, profile) for profile in _profiles(load_json(file)))


def _profiles(document: Any) -> list[Any]:
    if isinstance(document, dict):
        return document["data"] if isinstance(document.get("data"), list) else [document]
    return document if isinstance(document, list) else []


def _nested(headers: Sequence[str], cells: Sequence[str]) -> dict[str, Any]:
    """Return the profile of a CSV row: `tags[0]`, `tags(list-0)`, `relationships[0].object_url`."""
    profile: dict[str, Any] = {}
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for header, cell in zip(headers, cells, strict=False):
        name, text = header.strip(), cell.strip()
        if not text:
            continue
        if listed := _LISTED.fullmatch(name):
            profile.setdefault(listed[1], []).extend(part.strip() for part in text.split(","))
        elif (indexed := _INDEXED.fullmatch(name)) and indexed[3]:
            groups.setdefault((indexed[1], indexed[2]), {})[indexed[3]] = text
        elif indexed:
            profile.setdefault(indexed[1], []).append(text)
        else:
            profile[name] = text
    for (name, _), group in groups.items():
        profile.setdefault(name, []).append(group)
    return profile


def _called(profile: Any) -> str:
    return one(profile.get("name")) or one(profile.get("title")) if isinstance(profile, dict) else ""


def _sort(profile: Any) -> tuple[str, tuple[str, str] | None]:
    """Return the table that a profile goes to, and why it is refused, as (key, detail)."""
    if not isinstance(profile, dict):
        return _PROFILES, ("murmurations.not-profile", "")
    schemas = ", ".join(texts(profile.get("linked_schemas")))
    if _OFFERS.search(schemas):
        return _PROFILES, ("murmurations.not-organisation", schemas)
    if one(profile.get("status")) == "deleted":
        return _PROFILES, ("murmurations.deleted", "")
    return (_PEOPLE if schemas.startswith("people_schema") else _PROFILES), None


def web_key(url: str) -> str:
    """Return what two writings of one web address share.

    Examples
    --------
    >>> web_key("https://www.Example.org/") == web_key("http://example.org")
    True
    """
    rest = url.strip().partition("#")[0]
    rest = re.sub(r"^[a-zA-Z][a-zA-Z0-9+.-]*://", "", rest)
    host, slash, path = rest.partition("/")
    return f"{host.casefold().removeprefix('www.')}{slash}{path}".rstrip("/")


def _key(profile: Mapping[str, Any]) -> str:
    return web_key(one(profile.get("primary_url"))) or one(profile.get("oid"))


def _table(name: str, profiles: Sequence[tuple[int, Mapping[str, Any]]]) -> RawTable:
    kind = "persons" if name == _PEOPLE else "structures"
    rows = tuple(RawRow(_cells(profile), line, _key(profile)) for line, profile in profiles)
    return RawTable(name, fields_of(rows, partial(_field, kind)), rows, kind)


def _cells(profile: Mapping[str, Any]) -> Cells:
    cells: Cells = {}
    geo = profile.get("geolocation")
    geo = geo if isinstance(geo, dict) else {}
    flat = ("latitude", "longitude"), ("geolocation.lat", "geolocation.lon")
    places = [coordinates(geo.get("lat"), geo.get("lon"))]
    places += [coordinates(profile.get(north), profile.get(east)) for north, east in flat]
    if place := next(filter(None, places), None):
        cells["geolocation.lat"], cells["geolocation.lon"] = (place[0],), (place[1],)
    for name, value in flatten(profile):
        if name.startswith("geolocation") or name in ("relationships", "latitude", "longitude"):
            continue
        if values := tuple(dict.fromkeys(plain(text) for text in texts(value))):
            cells[name] = tuple(map(_address, values)) if name == "primary_url" else values
    return cells


def _address(url: str) -> str:
    """Return an address with its scheme: the index writes them without."""
    return url if "://" in url else f"https://{url}"


def _field(kind: str, name: str) -> RawField:
    meaning = "aside" if name in _ASIDE else _MEANINGS.get(name, "")
    if kind == "persons":
        private = meaning if meaning.startswith("contact-") else "aside"
        meaning = _PERSONS.get(name, private)
    return RawField(name, _LABELS.get(name, ""), meaning)


def _relation(predicate: str) -> str:
    """Return the words of a predicate: those of schema.org say what the object is to the subject.

    Examples
    --------
    >>> _relation("https://schema.org/funder"), _relation("member")
    ('funded by', 'member')
    """
    word = re.split(r"[/#]", predicate.rstrip("/#"))[-1]
    return _SCHEMA.get(word, word) if web_key(predicate).startswith("schema.org/") else word


def _relationships(profiles: Sequence[Mapping[str, Any]]) -> tuple[list[RawTable], list[Remark]]:
    """Return the table of relationships; one to a profile that is not given is refused and told."""
    known = {_key(profile) for profile in profiles}
    rows, remarks = [], []
    for profile in profiles:
        stated = profile.get("relationships")
        for each in stated if isinstance(stated, list) else ():
            other = one(each.get("object_url")) if isinstance(each, dict) else ""
            predicate = one(each.get("predicate_url")) if isinstance(each, dict) else ""
            if web_key(other) in known and _key(profile) and other:
                ends = {"from": (_key(profile),), "to": (web_key(other),)}
                word = _relation(predicate)
                rows.append(RawRow({**ends, **({"relation": (word,)} if word else {})}))
            else:
                name = _called(profile)
                values: dict[str, str | int] = {"name": name, "relation": predicate}
                key = "murmurations.unknown-profile"
                remarks.append(Remark(key, _LINKS, value=other, values=values, rejected=True))
    links = _PROFILES
    fields = (
        RawField("from", meaning="from", links=links),
        RawField("to", meaning="to", links=links),
        RawField("relation", meaning="relation"),
    )
    return ([RawTable(_LINKS, fields, tuple(rows), "links")] if rows else []), remarks
