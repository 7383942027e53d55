"""Raw tables made rows of our tables: things first, then what is said of them, then the ties between them."""

from collections import Counter
from collections.abc import Mapping

from ..mapping.meanings import TIES
from ..mapping.proposing import TableMapping
from ..reading.raw import RawSource
from ..schema import load_schema
from .bench import Bench
from .entities import fill
from .identifiers import Identifiers
from .ledger import Ledger, Place, line_of
from .outcome import Account, Conversion, Told
from .own import take_own
from .people import full_name, is_individual, keep_individual
from .plan import Cells, Entry, Plan, kind_order, plan_tables
from .statements import link, person, state
from .things import Thing, Things
from .vocabularies import scheme_named

_KINDS_OF_SOURCE = {
    "csv": "tableur", "xlsx": "tableur", "yeswiki": "fiches YesWiki", "yeswiki-csv": "fiches YesWiki",
    "gogocarto": "carte GoGoCarto", "murmurations": "profils Murmurations", "mykomap": "carte mykomap",
    "kumu": "carte Kumu", "rdf": "données RDF", "gexf": "réseau GEXF", "graphml": "réseau GraphML",
    "edges": "liste de liens",
}  # fmt: skip
_SEVERAL = ("category", "coverage", "partner", "partners-text", "affiliation")
_MADE_BY_US = ("id", "name", "source", "locator", "status")


def convert(
    source: RawSource, mapping: Mapping[str, TableMapping], *, name: str, title: str, address: str = ""
) -> Conversion:
    """Return what a source becomes: rows of our tables, and an account of every row and cell that did not.

    Parameters
    ----------
    mapping
        What `mapping.propose` returned, corrected or not, by raw table's name.
    name
        The import's name: the id of the source document, and the head of every id.
    title
        The source document's name.
    address
        Where the source was read from when it was a remote one.
    """
    identifiers = Identifiers(name)
    bench = Bench(Ledger(identifiers), Things(identifiers))
    own = take_own(source, name)
    plans = plan_tables(own.rest, mapping)
    for plan in plans:
        for known in plan.fields.values():
            bench.ledger.call(plan.raw.name, known.meaning, known.label)
    document = {"id": name, "name": title, "kind": _KINDS_OF_SOURCE.get(source.format, source.format)}
    if not own.are_all:
        bench.ledger.add("sources", {**document, "homepage": address}, Place("", 0))
    in_order = sorted(plans, key=lambda plan: kind_order(plan.kind))
    owners = {id(plan): _register(bench, plan) for plan in in_order}
    for plan in plans:
        for entry, owner in zip(plan.entries(), owners[id(plan)], strict=False):
            if owner:
                fill(bench, owner, entry)
    for plan in plans:
        if not _has_things(plan.kind):
            _state_rows(bench, plan)
    for thing in bench.things.all:
        if thing.table != "persons":
            bench.ledger.add(thing.table, _row(thing), thing.place)
    return own.beside(_outcome(own.rest, plans, bench.ledger))


def _has_things(kind: str) -> bool:
    """Tell whether the rows of a kind are things of their own, with an id and a name."""
    table = load_schema().get(kind)
    return bool(table and {"id", "name"} <= table.columns.keys())


def _register(bench: Bench, plan: Plan) -> list[Thing | None]:
    """Return the thing that each row is about, made or found; None for a row that is rejected or has none."""
    if plan.kind == "persons":
        _register_persons(bench, plan)
    if not _has_things(plan.kind):
        return []
    owners: list[Thing | None] = []
    for entry in plan.entries():
        owner, state = _owner(bench, entry, owners[-1] if owners else None)
        plan.states[entry.rank] = state
        owners.append(owner)
    return owners


def _owner(bench: Bench, entry: Entry, above: Thing | None) -> tuple[Thing | None, str]:
    if entry.continues and not entry.key and "name" not in entry.cells:
        if above is None:
            bench.ledger.reject(entry.place, "conversion.continues-nothing")
        return above, "merged" if above else "rejected"
    if above and not entry.key and _adds_a_person(entry):
        bench.ledger.tell(entry.place, "conversion.continued", names=above.name)
        return above, "merged"
    if entry.plan.kind == "structures" and is_individual(entry):
        keep_individual(bench, entry)
        return None, "accepted"
    found = bench.things.of_row(entry)
    if found is None:
        told = next(iter(entry.cells.get("name", ())), None)
        label, text = (told.field.label, told.text) if told else ("", "")
        bench.ledger.reject(entry.place, "conversion.no-name", label, text)
        return None, "rejected"
    thing, new = found
    if new and (lacking := _lacking(bench, thing, entry)):
        bench.things.forget(thing)
        bench.ledger.reject(
            entry.place, "conversion.lacking", bench.ledger.header(entry.place.table, lacking)
        )
        return None, "rejected"
    for meaning in ("acronym", "short_name", "spelling"):
        for cell in entry.cells.get(meaning, ()):
            bench.things.also_named(thing, cell.values[0])
    for cell in entry.cells.get("number", ()):
        bench.things.also_named(thing, cell.values[0])
        bench.things.also_named(thing, f"{thing.table.rstrip('s')} {cell.values[0]}")
    return thing, "accepted" if new else "merged"


def _adds_a_person(entry: Entry) -> bool:
    """Tell whether a row without a name is another contact of the thing above: it says of it nothing new,
    but what it may have several of."""
    several = (meaning.startswith("participation:") or meaning in _SEVERAL for meaning in entry.cells)
    people = [meaning.startswith("contact-") for meaning in entry.cells]
    return any(people) and all(map(max, people, several))


def _lacking(bench: Bench, thing: Thing, entry: Entry) -> str:
    """Return the required column that a row leaves empty; a source's kind, a concept's scheme are given."""
    if thing.table == "sources":
        thing.cells["kind"] = "document"
    if thing.table == "concepts" and "scheme" not in entry.cells:
        thing.cells["scheme"] = scheme_named(bench, entry.plan.raw.name, entry.place).id
    for name, column in load_schema()[thing.table].columns.items():
        if (
            column.required
            and name not in _MADE_BY_US
            and name not in entry.cells
            and name not in thing.cells
        ):
            return name
    return ""


def _register_persons(bench: Bench, plan: Plan) -> None:
    """Let the links of the source find its people by their keys; they become no row but contacts."""
    for entry in plan.entries():
        if entry.key:
            named = full_name(entry.cells) or entry.key
            bench.things.enter(Thing("persons", "", named, entry.place, entry.key, plan.raw.name))


def _state_rows(bench: Bench, plan: Plan) -> None:
    """State the rows that are no thing: links, people, ties; a row that continues takes the cells above."""
    above: Cells = {}
    for entry in plan.entries():
        if entry.continues:
            entry.cells = {**above, **entry.cells}
        above = entry.cells
        things, named = len(bench.things.all), len(bench.ledger.named)
        plan.states[entry.rank] = _state_row(bench, entry)
        if plan.states[entry.rank] == "rejected":
            bench.things.forget_since(things)
            del bench.ledger.named[named:]


def _state_row(bench: Bench, entry: Entry) -> str:
    kind = entry.plan.kind
    if kind == "links":
        return link(bench, entry)
    if kind == "persons":
        return person(bench, entry)
    if kind in load_schema():
        return state(bench, entry)
    key = "conversion.table-ignored" if kind == "ignore" else "conversion.no-kind"
    bench.ledger.reject(entry.place, key, kinds=", ".join([*load_schema(), *TIES]))
    return "rejected"


def _row(thing: Thing) -> dict[str, str]:
    columns = load_schema()[thing.table].columns
    row = {"id": thing.id, "name": thing.name, **thing.cells}
    if thing.notes and "note" in columns:
        row["note"] = "\n".join(dict.fromkeys([*filter(None, [row.get("note")]), *thing.notes]))
    if "source_key" in columns and thing.key and thing.key != thing.id:
        row.setdefault("source_key", thing.key)
    return row


def _outcome(source: RawSource, plans: list[Plan], ledger: Ledger) -> Conversion:
    refused = [remark for remark in source.remarks if remark.rejected]
    told = [
        Told(
            each.key,
            each.table,
            each.line,
            each.column,
            each.value,
            Place(each.table, each.line, line_of(source.format, each.table)).told if each.line else "",
            each.values,
        )
        for each in refused
    ]
    unread = Counter(remark.table for remark in refused)
    accounts = []
    for plan in plans:
        states = Counter(plan.states.values())
        extra = unread.pop(plan.raw.name, 0)
        rows, rejected = len(plan.raw.rows) + extra, states["rejected"] + extra
        accounts.append(Account(plan.raw.name, rows, states["accepted"], rejected, states["merged"]))
    accounts += [Account(table, count, 0, count, 0) for table, count in unread.items()]
    schema = load_schema()
    rows_of = {table: tuple(ledger.rows[table].values()) for table in schema if ledger.rows.get(table)}
    return Conversion(
        rows_of,
        ledger.told(),
        (*told, *ledger.rejected),
        tuple(ledger.candidates),
        tuple(accounts),
        tuple(ledger.named),
    )
