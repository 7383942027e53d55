"""The cells of our tables, read back from what a graph says of one thing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from ...ontology.terms import MAI, THING, TYPOLOGY
from ..schema import Column, Table, load_schema
from .rdf_statements import Term, Text

_PREFIXES = {
    "mai": str(MAI._NS),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "prov": "http://www.w3.org/ns/prov#",
}
TYPE = _PREFIXES["rdf"] + "type"
SOURCE, ALT_LABEL = _PREFIXES["dcterms"] + "source", _PREFIXES["skos"] + "altLabel"
_ALWAYS = (
    *("rdf:type", "skos:altLabel", "dcterms:source"),
    *("mai:evidence", "mai:territoryAsWritten", "mai:partOf"),
)
_DERIVED = ("mai:seatedIn", "mai:intervenesIn", "mai:within", "mai:collaboratesWith")
Group = Mapping[str, Sequence[Term]]  # what one graph says of one thing: property -> values


@cache
def _segments() -> Mapping[str, Table]:
    return {table.segment: table for table in load_schema().values() if table.segment}


def table_of(subject: str) -> Table | None:
    """Return the table whose rows have such IRIs, None for a thing that is no row."""
    return _segments().get(subject.removeprefix(str(THING)).partition("/")[0])


def is_row(table: Table, group: Group) -> bool:
    """Tell whether the thing that `group` speaks of is said there to be what the table's rows are."""
    classes = {str(value) for value in group.get(TYPE, ())}
    if "kind" in table.columns and table.columns["kind"].property == "rdf:type":
        return any(expand(f"mai:{choice}") in classes for choice in table.columns["kind"].choices)
    name = table.class_name
    return expand(name if ":" in name else f"mai:{name}") in classes


def expand(name: str) -> str:
    """Return the IRI of a property or class as tables.toml writes it."""
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local


def values(group: Group, name: str) -> Sequence[Term]:
    """Return the values of a property, named as tables.toml does."""
    return group.get(expand(name), ())


def plain(value: Term) -> str:
    """Return the words of a literal, or the IRI."""
    return value.value if isinstance(value, Text) else value


def identifier(value: Term) -> str:
    """Return the id of the row that an IRI of ours names."""
    return str(plain(value)).removeprefix(str(THING)).partition("/")[2]


@cache
def known_properties(table: str) -> frozenset[str]:
    """Return the properties that a row of the table may have: its cells', and what follows from them."""
    tables = load_schema()
    names = {column.property for column in tables[table].columns.values() if column.property}
    links = {link for each in tables.values() for _, link, _ in each.links if not link.startswith("@")}
    return frozenset(map(expand, {*names, *links, *_ALWAYS, *_DERIVED}))


def read_cells(table: Table, group: Group) -> dict[str, tuple[str, ...]]:
    """Return the cells of a row of `table` that `group` states, without its id and its passage."""
    cells: dict[str, tuple[str, ...]] = {}
    shared: dict[str, list[str]] = defaultdict(list)
    for column in table.columns.values():
        if column.property:
            shared[column.property].append(column.name)
    for name, columns in shared.items():
        found = sorted(values(group, name), key=str)
        for number, each in enumerate(columns):
            column = table.columns[each]
            own = found if len(columns) == 1 else found[number : number + 1]
            read = [text for value in own if (text := _cell(column, value, table))]
            if read:
                cells[each] = tuple(dict.fromkeys(read)) if column.many else (read[0],)
    return cells


def _cell(column: Column, value: Term, table: Table) -> str:
    """Return the text of a cell that states `value`, "" where it is not this column's."""
    text = plain(value)
    if isinstance(value, Text):
        answers = {"true": "yes", "1": "yes", "false": "no", "0": "no"}
        return answers.get(text, "") if column.kind == "yes-no" else text
    if column.kind == "choice":
        local = text.removeprefix(str(MAI._NS))
        return local if local in column.choices else ""
    if column.kind == "columns":
        stated = {
            expand(each.property): name for name, each in reversed([*table.columns.items()]) if each.property
        }
        return stated.get(text, "")
    if column.kind not in ("ref", "term"):
        return text
    if text.startswith(str(TYPOLOGY)):
        scheme, _, term = text.removeprefix(str(TYPOLOGY)).partition("/")
        return term if column.scheme else f"{scheme}/{term}"
    return identifier(text) if text.startswith(str(THING)) else ""
