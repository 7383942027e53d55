"""The tables of a workspace explained in plain words, table by table and column by column."""

from collections.abc import Iterable, Iterator

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from ...messages import language, text
from ...ontology.terms import MAI, load_ontology, load_typologies, scheme_iri
from ..schema import Column, Table, load_schema

# What the ontology does not say in words for those who fill in a table: these columns everywhere…
_COMMON = ("id", "name", "homepage", "source", "locator", "note", "source_key", "absent_since")
# … and those of one table.
_OWN = {
    "sources": ("kind", "publisher", "date", "licence", "fictional"),
    "structures": ("siren", "siret", "rna", "latitude", "longitude"),
    "territories": ("kind",),
    "locations": ("relation",),
    "concepts": ("scheme", "broader", "matches"),
    "mentions": ("subject", "spelling"),
    "contacts": ("subject", "name", "post", "email", "phone"),
    "decisions": ("kind", "first", "second", "answer", "date", "reason", "words"),
}
_TABLES = ("schemes", "concepts", "mentions", "contacts", "decisions")


def guide(title: str) -> str:
    """Return the page that explains the tables, in Markdown, in the language spoken."""
    ontology, typologies, tables = load_ontology(), load_typologies(), load_schema().values()
    schemes = {scheme for table in tables for column in table.columns.values() for scheme in column.scheme}
    parts = [text("guide.opening", title=_plain(title), template=text("template.file"))]
    parts += ["\n".join(_table(table, ontology)) for table in tables]
    parts.append(text("guide.lists"))
    parts += ["\n".join(_scheme(scheme, typologies)) for scheme in sorted(schemes)]
    return "\n\n".join(parts) + "\n"


def _table(table: Table, ontology: Graph) -> Iterator[str]:
    told = table.name in _TABLES
    yield f"## {table.name}.csv"
    yield ""
    yield text(f"guide.table.{table.name}") if told else _definition(ontology, MAI[table.class_name])
    yield ""
    yield _row(text(f"guide.head.{each}") for each in ("column", "says", "form"))
    yield _row(["---"] * 3)
    for column in table.columns.values():
        name = f"**{column.name}**" if column.required else column.name
        yield _row([name, _meaning(table, column, ontology), _form(column)])


def _meaning(table: Table, column: Column, ontology: Graph) -> str:
    if column.name in _OWN.get(table.name, ()):
        return text(f"guide.{table.name}.{column.name}")
    if column.name in _COMMON:
        return text(f"guide.column.{column.name}")
    return _definition(ontology, MAI[column.property.removeprefix("mai:")])


def _form(column: Column) -> str:
    """Return how the cells of a column are written."""
    tables = ", ".join(f"{table}.csv" for table in column.to)
    choices = ", ".join(column.choices)
    key = f"guide.kind.{column.kind}"
    if column.kind == "ref" and not column.to:
        key = "guide.any-ref"
    elif column.kind == "ref" and "territories" in column.to:
        key = "guide.territory-ref"
    elif column.kind == "term" and not column.scheme:
        key = "guide.any-term"
    form = text(key, tables=tables, choices=choices, scheme=", ".join(column.scheme))
    return f"{form} {text('guide.many')}" if column.many else form


def _scheme(scheme: str, typologies: Graph) -> Iterator[str]:
    yield f"### {scheme}"
    yield ""
    yield _definition(typologies, scheme_iri(scheme))
    yield ""
    concepts = typologies.subjects(SKOS.inScheme, scheme_iri(scheme))
    labels = {
        str(concept).rpartition("/")[2]: _spoken(typologies, concept, SKOS.prefLabel)
        for concept in concepts
        if isinstance(concept, URIRef)
    }
    for slug, label in sorted(labels.items(), key=lambda each: each[1].casefold()):
        yield f"- `{slug}` : {label}" if language() == "fr" else f"- `{slug}`: {label}"


def _definition(graph: Graph, term: URIRef) -> str:
    return _spoken(graph, term, SKOS.definition)


def _spoken(graph: Graph, term: URIRef, property_: URIRef) -> str:
    """Return what a term's property says in the language spoken.

    Raises
    ------
    StopIteration
        When it says nothing: the ontology is not whole.
    """
    said = graph.objects(term, property_)
    return next(str(each) for each in said if getattr(each, "language", "") == language())


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _plain(title: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(title.split()))
