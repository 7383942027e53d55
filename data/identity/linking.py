"""Which rows describe one thing: exact identifiers and people's decisions, never a likeness.

Two rows of structures are one thing when they hold the same SIRET, SIREN or RNA, or the same homepage; rows
of any table of `LINKED`, when their sources call them by the same full IRI, or when a decision says so. What
stands against it:

- a decision that says no, whatever the identifiers, directly or through other rows;
- two different registrations: one RNA with two SIREN, one SIREN with two SIRET (two establishments of one
  legal unit, such as the local branches of a national association: they act apart, so they are proposed and
  not linked), one homepage with two of any;
- for a homepage, which is the weakest: it links only what no source lists twice, on no platform, and not two
  things seated in two communes.

A value that would link things that contradict each other links nothing: which of them a third row meant
would be a guess. The same id written in two folders is our own IRI, met again: one thing too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ...errors import Fault
from ..rows import Row
from .decisions import Decision, standing
from .homepages import normal_homepage
from .merging import merged
from .unions import Unions

LINKED = ("structures", "initiatives", "chantiers", "events", "outputs", "people")
REGISTERS = ("siret", "siren", "rna")
Rows = Mapping[str, tuple[Row, ...]]


def identified(
    rows: Rows, by_id: Mapping[str, Row], decisions: Sequence[Decision], warnings: list[Fault]
) -> dict[str, tuple[Row, ...]]:
    """Return the rows, each with the id of the thing it describes, and every reference to that id.

    What one thing's rows contradict is kept in the row that stands for it, and told; see `merging`.
    """
    same = same_things(rows, by_id, decisions, warnings)
    return merged(rows, same, by_id, decisions, warnings)


def same_things(
    rows: Rows, by_id: Mapping[str, Row], decisions: Sequence[Decision], warnings: list[Fault]
) -> dict[str, str]:
    """Return, for each id that is another's thing, the id that stands for it: alias -> canonical.

    The canonical row is the first of the tables kept by hand, else of the oldest import, else by id.
    """
    known = [each for each in standing(decisions) if each.kind == "same" and _is_known(each, by_id, warnings)]
    apart = [(each.first, each.second) for each in known if each.answer == "no"]
    unions = Unions(apart, _registrations(rows["structures"], warnings))
    for each in known:
        if each.answer == "yes" and not unions.join([each.first, each.second], forced=True):
            place = ("decisions.csv", each.line, "answer", "yes")
            warnings.append(Fault("decision.against", *place, {"first": each.first, "second": each.second}))
    for kind, keys in _KEYS.items():
        _join(kind, _groups(kind, keys, rows), rows, unions, warnings)
    return _canonical(unions, rows)


def _is_known(decision: Decision, by_id: Mapping[str, Row], warnings: list[Fault]) -> bool:
    tables = []
    for column in ("first", "second"):
        value = getattr(decision, column)
        if value not in by_id:
            warnings.append(Fault("decision.unknown", "decisions.csv", decision.line, column, value))
            return False
        tables.append(by_id[value].table.name)
    if tables[0] != tables[1] or tables[0] not in LINKED or decision.first == decision.second:
        warnings.append(
            Fault("decision.two-kinds", "decisions.csv", decision.line, "second", decision.second)
        )
        return False
    return True


def _registrations(rows: Iterable[Row], warnings: list[Fault]) -> dict[str, dict[str, set[str]]]:
    """Return what the registers call each structure: register -> id -> numbers."""
    numbers: dict[str, dict[str, set[str]]] = {register: defaultdict(set) for register in REGISTERS}
    for row in rows:
        for register in REGISTERS:
            for value in _registration(row, register):
                numbers[register][row.one("id")].add(value)
        siren, siret = row.one("siren"), row.one("siret")
        if siren and siret and siret[:9] != siren:
            warnings.append(
                Fault("identity.two-sirens", row.file, row.line, "siret", siret, {"siren": siren})
            )
    return numbers


def _registration(row: Row, register: str) -> Iterator[str]:
    """Yield the row's number in a register; a SIRET tells its SIREN; a row that says two tells none."""
    siren, siret, cells = row.one("siren"), row.one("siret"), row.cells
    coherent = not (siren and siret) or siret[:9] == siren
    if register == "rna":
        yield from cells.get("rna", ())
    elif coherent and register == "siret":
        yield from cells.get("siret", ())
    elif coherent and (siren or siret):
        yield siren or siret[:9]


def _iri(row: Row) -> Iterator[str]:
    """Yield the full IRI by which a source calls the row: one meaning in all sources, unlike a number."""
    key = row.one("source_key")
    if key.startswith(("https://", "http://")) and normal_homepage(key):
        yield key


def _homepage(row: Row) -> Iterator[str]:
    if "homepage" in row.cells and (page := normal_homepage(row.one("homepage"))):
        yield page


# From the surest to the weakest: what the first ones join, the last ones may not contradict.
_KEYS: dict[str, Callable[[Row], Iterator[str]]] = {
    "siret": lambda row: _registration(row, "siret"),
    "siren": lambda row: _registration(row, "siren"),
    "rna": lambda row: _registration(row, "rna"),
    "source_key": _iri,
    "homepage": _homepage,
}


def _groups(kind: str, keys: Callable[[Row], Iterator[str]], rows: Rows) -> Iterator[list[Row]]:
    """Yield the rows of several ids that share a key, in the order of the keys."""
    for table in LINKED if kind == "source_key" else ("structures",):
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows[table]:
            for key in keys(row):
                groups[key].append(row)
        for key in sorted(groups):
            if len({row.one("id") for row in groups[key]}) > 1:
                yield groups[key]


def _join(kind: str, groups: Iterator[list[Row]], rows: Rows, unions: Unions, warnings: list[Fault]) -> None:
    seats: dict[str, set[str]] | None = None
    for group in groups:
        ids = list(dict.fromkeys(row.one("id") for row in group))
        if kind == "homepage":
            seats = _seats(rows) if seats is None else seats
            if _listed_twice(group, unions) or _seated_apart(ids, seats):
                continue
        if not unions.join(ids) and kind in ("siret", "rna"):
            first = group[0]
            place = (first.file, first.line, kind, first.one(kind))
            names = "; ".join(f"{row.one('name')} ({row.file}, {row.line})" for row in group[:5])
            warnings.append(Fault("identity.blocked", *place, {"names": names}))


def _listed_twice(group: Iterable[Row], unions: Unions) -> bool:
    """Tell whether one folder lists the same page for two things: then the page is nobody's own."""
    things: dict[str, set[str]] = defaultdict(set)
    for row in group:
        things[row.folder].add(unions.find(row.one("id")))
    return any(len(each) > 1 for each in things.values())


def _seats(rows: Rows) -> dict[str, set[str]]:
    seats: dict[str, set[str]] = defaultdict(set)
    for row in rows["locations"]:
        if row.one("relation") == "seatedIn" and row.one("territory").startswith("commune-"):
            seats[row.one("subject")].add(row.one("territory"))
    return seats


def _seated_apart(ids: Iterable[str], seats: Mapping[str, set[str]]) -> bool:
    places = [seats[each] for each in ids if each in seats]
    return bool(places) and not set.intersection(*places)


def _canonical(unions: Unions, rows: Rows) -> dict[str, str]:
    """Return alias -> canonical; a table's rows stand in the order of their folders, the oldest first."""
    touched = unions.touched
    folders: dict[str, int] = {"": 0}
    order: dict[str, tuple[int, str]] = {}
    for table in LINKED:
        for row in rows[table]:
            if (identifier := row.one("id")) in touched:
                place = folders.setdefault(row.folder, len(folders))
                order.setdefault(identifier, (place, identifier))
    canonical = {}
    for group in unions.groups():
        first, *others = sorted(group, key=order.__getitem__)
        canonical.update(dict.fromkeys(others, first))
    return canonical
