"""Where things are: addresses, territories in words, coordinates."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ...messages import speaking, text
from ..cells import BadCell
from .bench import Bench
from .ledger import Place
from .plan import Cell, Cells, Entry
from .splitting import split
from .things import Thing
from .values import is_nowhere, one_line, read_degrees

if TYPE_CHECKING:
    from ..territories.result import Match

_FRANCE = frozenset(("france", "fr", "fra", "republique francaise", "france metropolitaine"))
_WHOLE_FRANCE = frozenset(
    [
        "national",
        "nationale",
        "echelle nationale",
        "niveau national",
        "france entiere",
        "toute la france",
        "territoire national",
        "partout en france",
    ]
)
_RELATIONS = {"coverage": ("intervenesIn", "intervenes-in")}
_NAMED = 5  # territories that a sentence names
_MAY_BE_PLACED = ("structures", "initiatives", "chantiers", "outputs")


def locate(bench: Bench, thing: Thing, entry: Entry) -> None:
    """State where a thing has its seat and where it works, its address and its coordinates."""
    _coordinates(bench, thing, entry)
    seated = _seat(bench, thing, entry)
    _address(thing, entry.cells, seated)
    for cell in entry.cells.get("coverage", ()):
        for value in cell.values:
            for part in _areas(value):
                _state(bench, thing, [part], cell, entry.place)


def _seat(bench: Bench, thing: Thing, entry: Entry) -> bool:
    """State the seat, from the postal code and city together, else from the place in words, else the address.

    A département or région beside a city helps to tell communes of one name apart and is not stated again.
    """
    country = _first(entry.cells, "country")
    city, postcode = _first(entry.cells, "city"), _first(entry.cells, "postcode")
    where = entry.cells.get("city") or entry.cells.get("postcode")
    if country and _key(country.values[0]) not in _FRANCE:
        told = where[0] if where else country
        bench.ledger.tell(
            entry.place, "conversion.abroad", told.field.label, told.text, country=country.values[0]
        )
        return False
    around = [value for cell in entry.cells.get("place", ()) for value in cell.values]
    if city:
        code = _postcode(postcode.values[0]) if postcode else ""
        texts = [f"{code} {city.values[0]}"] if code else []
        texts += [f"{city.values[0]} ({part})" for part in around]
        return _state(bench, thing, [*texts, city.values[0]], city, entry.place)
    if around:
        return _stated_places(bench, thing, entry)
    if postcode:
        return _state(bench, thing, [_postcode(postcode.values[0])], postcode, entry.place)
    address = _first(entry.cells, "address") or _first(entry.cells, "street")
    found = _match(address.text) if address and any(map(str.isdigit, address.text)) else None
    if address and found and found.territory and found.territory.kind == "Commune":
        return _state(bench, thing, [address.text], address, entry.place)
    return False


def _stated_places(bench: Bench, thing: Thing, entry: Entry) -> bool:
    """State the most precise of the places of a row: what another one lies in is not stated again."""
    asked = [(cell, part) for cell in entry.cells["place"] for value in cell.values for part in _areas(value)]
    found = [(cell, part, _match(_number(part)).territory) for cell, part in asked]
    known = [territory for _, _, territory in found if territory]
    stated = False
    for cell, part, territory in found:
        if not territory or not any(_lies_in(other, territory) for other in known):
            stated |= _state(bench, thing, [_number(part)], cell, entry.place)
    return stated


def _lies_in(inner: object, outer: object) -> bool:
    from ..territories.reference import load_reference

    if inner is outer:
        return False
    return outer in load_reference().ancestors(inner)  # type: ignore[arg-type]


def _state(bench: Bench, thing: Thing, texts: Sequence[str], cell: Cell, place: Place) -> bool:
    """State a location: the first of the texts, the surest first, that designates one territory.

    A place that is unknown or ambiguous is set aside with the territories it may be.
    """
    tried = []
    for words in texts:
        tried.append(_match(words))
        if tried[-1].territory:
            break
    found = tried[-1]
    if found.territory is None:
        told = next((match for match in tried if match.candidates), tried[-1])
        _unplaced(bench, told, cell.field.label, place)
        return False
    if thing.table == "events":
        return thing.cells.setdefault("territory", found.territory.key) == found.territory.key
    if thing.table not in _MAY_BE_PLACED:
        thing.notes.append(f"{cell.field.label} : {texts[-1]}")
        return True
    relation, how = _RELATIONS.get(cell.field.meaning, ("seatedIn", "seated-in"))
    row = {
        "id": f"{thing.id}--{how}--{found.territory.key.lower()}",
        "subject": thing.id,
        "relation": relation,
        "territory": found.territory.key,
    }
    if found.warnings:
        with speaking("fr"):
            row["note"] = f"Écrit « {found.text} ». {' '.join(map(str, found.warnings))}"
    bench.ledger.add("locations", row, place)
    return True


def find_territory(bench: Bench, text: str, label: str, place: Place) -> str:
    """Return the key of the one territory that a text designates, "" when it does not: then set aside."""
    found = _match(text)
    if found.territory is None:
        _unplaced(bench, found, label, place)
        return ""
    return found.territory.key


def _unplaced(bench: Bench, told: "Match", label: str, place: Place) -> None:
    named = (told.candidates or told.nearest())[:_NAMED]
    names = "; ".join(f"{each.territory.name} ({each.territory.code})" for each in named) or text(
        "nearest.none"
    )
    key = "conversion.place-several" if told.candidates else "conversion.place-unknown"
    bench.ledger.tell(place, key, label, told.text, names=names)


@lru_cache(maxsize=100_000)
def _match(text: str) -> "Match":
    from ..territories.matching import match

    if _key(text) in _WHOLE_FRANCE:
        text = "France"
    return match(one_line(text))


def _areas(value: str) -> Iterator[str]:
    """Yield the territories of a cell: what names one whole is not cut at its commas."""
    for part in split(value, False, lambda _: False):
        if ("," in part or " et " in part or "/" in part) and not _match(part).territory:
            pieces = split(part.replace(" / ", ", "), True, lambda text: bool(_match(text).territory))
            yield from pieces
        else:
            yield part


def _number(text: str) -> str:
    """Return a département's number with the zero that spreadsheets eat ("1": "01")."""
    return text.zfill(2) if text.isdigit() and len(text) == 1 else text


def _postcode(text: str) -> str:
    digits = text.replace(" ", "")
    return digits.zfill(5) if digits.isdigit() and len(digits) == 4 else digits


def _address(thing: Thing, cells: Cells, seated: bool) -> None:
    """Keep the address on one line: the street, then the postal code and city unless it holds them.

    Without a street, what gave no location is kept, so that no word is lost.
    """
    street = ", ".join(one_line(cell.text) for cell in (*cells.get("address", ()), *cells.get("street", ())))
    city = " ".join(one_line(cell.text) for cell in (*cells.get("postcode", ()), *cells.get("city", ())))
    if not street and seated:
        return
    country = _first(cells, "country")
    abroad = one_line(country.text) if country and _key(country.text) not in _FRANCE else ""
    town = _first(cells, "city")
    held = bool(town) and _key(one_line(town.text)) in _key(street) if town else False
    parts = [street, "" if held else city, abroad]
    text = ", ".join(filter(None, parts))
    if text and thing.table == "structures":
        thing.cells.setdefault("address", text)
    elif street:
        thing.notes.append(f"Adresse : {text}")


def _coordinates(bench: Bench, thing: Thing, entry: Entry) -> None:
    """Keep both coordinates or neither; a form's placeholder is no place."""
    pairs = [*_pairs(entry.cells)]
    for latitude, longitude, cell in pairs:
        label, written = cell.field.label, f"{latitude}, {longitude}"
        try:
            lat, lon = read_degrees(latitude), read_degrees(longitude)
        except BadCell:
            bench.ledger.tell(entry.place, "conversion.degrees", label, written)
            continue
        if abs(float(lat)) > 90:
            bench.ledger.tell(entry.place, "conversion.degrees", label, written)
        elif is_nowhere(lat, lon):
            bench.ledger.tell(entry.place, "conversion.nowhere", label, written)
        elif thing.table == "structures":
            if thing.cells.setdefault("latitude", lat) == lat:
                thing.cells.setdefault("longitude", lon)
        else:
            thing.notes.append(f"Coordonnées : {lat}, {lon}")


def _pairs(cells: Cells) -> Iterator[tuple[str, str, Cell]]:
    for cell in cells.get("coordinates", ()):
        text = cell.values[0].replace("|", " ").replace(";", " ")
        parts = text.split() if len(text.split()) == 2 else text.split(",")
        first, second = (*parts, "", "")[:2]
        yield first.strip(" ,"), second.strip(" ,"), cell
    latitudes, longitudes = cells.get("latitude", []), cells.get("longitude", [])
    for rank in range(max(len(latitudes), len(longitudes))):
        lat = latitudes[rank].values[0] if rank < len(latitudes) else ""
        lon = longitudes[rank].values[0] if rank < len(longitudes) else ""
        yield lat, lon, (latitudes or longitudes)[min(rank, len(latitudes or longitudes) - 1)]


def _first(cells: Cells, meaning: str) -> Cell | None:
    found = cells.get(meaning)
    return found[0] if found else None


def _key(text: str) -> str:
    from ..territories.names import fold

    return fold(text)
