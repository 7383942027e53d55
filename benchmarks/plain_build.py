"""What `benchmarks/build.py` measures against: rows to triples with rdflib, one `add` each.

Terms that repeat (properties, classes, statuses) are made once; the triples are those of the library's own
build, less the inferences and the vocabularies, which a test checks.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import cache

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from maillage.data.rows import Row
from maillage.data.schema import Column
from maillage.data.tables import Tables
from maillage.graph.building.quads import slug
from maillage.graph.building.reference import IGEO, with_all_above
from maillage.graph.store import PREFIXES
from maillage.messages import text
from maillage.ontology.terms import MAI, THING, load_ontology, source_graph, thing

_M = str(MAI._NS)
_INSEE = {
    "Commune": "Commune",
    "EPCI": "Intercommunalite",
    "Departement": "Departement",
    "Region": "Region",
    "Country": "Pays",
}
_DATES = (XSD.gYear, XSD.gYearMonth, XSD.date)
Triple = tuple[Node, Node, Node]


def plain_graph(tables: Tables) -> Graph:
    """Return what the rows of a made-up ecosystem say, in rdflib's own store."""
    graph = Graph()
    for rows in tables.rows.values():
        for row in rows:
            for triple in _row(row, tables):
                graph.add(triple)
    for triple in _reference(tables):
        graph.add(triple)
    return graph


def _row(row: Row, tables: Tables) -> Iterator[Triple]:
    subject = thing(row.table.segment, row.one("id"))
    for class_ in _classes(row.table.class_name):
        yield subject, RDF.type, class_
    for name, values in row.cells.items():
        column = row.table.columns[name]
        if column.property:
            for value in values:
                yield subject, _property(column.property), _object(column, value, tables)
    if not row.table.has_provenance:
        yield source_graph(row.one("id")), PROV.wasDerivedFrom, subject
        return
    yield from _passage(subject, row.one("source"), row.one("locator"))
    for start, name, end in row.table.links:
        link = URIRef(_M + row.one(name[1:])) if name.startswith("@") else _property(name)
        for first in row.cells.get(start, ()):
            for last in row.cells.get(end, ()):
                yield _referred(first, tables), link, _object(row.table.columns[end], last, tables)
                if link == MAI.funds:
                    yield _referred(first, tables), RDF.type, MAI.Funder


def _passage(subject: URIRef, source: str, locator: str) -> Iterator[Triple]:
    place = URIRef(
        f"{THING}passage/{source}/{slug(locator)}-{hashlib.sha256(locator.encode()).hexdigest()[:6]}"
    )
    yield place, RDF.type, MAI.Passage
    yield place, MAI.document, thing("source", source)
    yield place, MAI.locator, Literal(locator, lang="fr")
    yield subject, MAI.evidence, place


def _object(column: Column, value: str, tables: Tables) -> Node:
    if column.kind in ("label", "text"):
        return Literal(value, lang="fr")
    if column.kind == "choice":
        return URIRef(_M + value)
    makers: dict[str, Callable[[], Node]] = {
        "ref": lambda: _referred(value, tables),
        "term": lambda: _term(column, value),
        "date": lambda: Literal(value, datatype=_DATES[value.count("-")]),
        "yes-no": lambda: Literal(value, datatype=XSD.boolean),
        "integer": lambda: Literal(value, datatype=XSD.integer),
        "number": lambda: Literal(value, datatype=XSD.decimal),
    }
    return makers[column.kind]() if column.kind in makers else Literal(value)


def _referred(value: str, tables: Tables) -> URIRef:
    row = tables.by_id.get(value)
    return thing(row.table.segment, value) if row else thing("territory", value)


@cache
def _term(column: Column, value: str) -> URIRef:
    scheme = f"{column.scheme[0]}/" if column.scheme else ""
    return URIRef(f"https://w3id.org/maillage/typology/{scheme}{value}")


@cache
def _property(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return Namespace(PREFIXES[prefix])[local]


@cache
def _classes(name: str) -> tuple[URIRef, ...]:
    above = load_ontology().transitive_objects(URIRef(_M + name), RDFS.subClassOf)
    return tuple(each for each in above if isinstance(each, URIRef) and each in MAI)


def _reference(tables: Tables) -> Iterator[Triple]:
    from maillage.data.territories.reference import load_reference

    reference = load_reference()
    source = thing("source", f"cog-{reference.vintage}")
    for each in with_all_above(tables.territories.values(), reference):
        subject = URIRef(each.iri)
        yield subject, RDF.type, MAI.Territory
        yield subject, RDF.type, URIRef(_M + each.kind)
        yield subject, SKOS.prefLabel, Literal(each.name, lang="fr")
        if insee := _INSEE.get(each.kind):
            yield subject, RDF.type, IGEO[insee]
        if each.kind != "Country":
            yield subject, MAI.inseeCode, Literal(each.code)
            yield subject, IGEO.codeINSEE, Literal(each.code, datatype=XSD.token)
        if each.population is not None:
            yield subject, MAI.population, Literal(str(each.population), datatype=XSD.integer)
        yield subject, MAI.status, MAI.stated
        yield subject, DCTERMS.source, source
        words = f"{text(f'reference.kind.{each.kind}')} {each.code}"
        yield from _passage(subject, f"cog-{reference.vintage}", words)
        within = {holder.key for holder in reference.within(each)}
        for above in reference.ancestors(each):
            yield subject, MAI.partOf if above.key in within else MAI.overlaps, URIRef(above.iri)
