"""Tables to RDF: one named graph a source document, direct links beside n-ary nodes, then inferences."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Identifier, Node

from ..data.rows import Row
from ..data.schema import Column
from ..data.tables import Tables
from ..errors import Fault, InvalidData
from ..ontology.terms import (
    CONTACTS,
    INFERENCES,
    MAI,
    ONTOLOGY_GRAPH,
    THING,
    TYPOLOGIES_GRAPH,
    load_ontology,
    load_typologies,
    source_graph,
    term,
    thing,
)
from ..ontology.validate import validate
from .reference import reference_quads
from .statements import Quad, passage
from .store import PREFIXES, new_dataset

LARGEST_GROUP = 200  # structures; beyond it a shared group makes no pairwise link


def build_dataset(tables: Tables) -> Dataset:
    """Return the valid dataset that the tables state, with the ontology, typologies and inferences.

    Named graphs: one a source document, `inferences`, `contacts`, `ontology`, `typologies`.

    Raises
    ------
    InvalidData
        With every violation of `ontology/shapes.ttl`, at the cell that causes it.
    """
    dataset = new_dataset()
    _add(dataset, _quads(tables))
    _check(dataset, tables)
    _add(dataset, ((*triple, ONTOLOGY_GRAPH) for triple in load_ontology()))  # type: ignore[misc]
    _add(dataset, ((*triple, TYPOLOGIES_GRAPH) for triple in load_typologies()))  # type: ignore[misc]
    _add(dataset, list(_inferences(dataset)))
    return dataset


def digest(tables_folder: Traversable) -> str:
    """Return a hash of all that a build depends on: the tables, the package's own data, its version."""
    from importlib.metadata import version

    root = files(__package__.rpartition(".")[0])
    own = [*_files(root / "ontology", ".ttl", ".py"), *_files(root / "graph", ".rq", ".py")]
    own += [root / "data" / "tables.toml"]
    state = hashlib.sha256(version("maillage").encode())
    for file in [*_files(tables_folder, ".csv"), *own]:
        state.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def iri(row: Row) -> URIRef:
    """Return the IRI of what the row describes."""
    return thing(row.table.segment, row.one("id"))


def _files(folder: Traversable, *suffixes: str) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name in ("typologies", "alignments"):
            found += _files(entry, *suffixes)
        elif entry.name.endswith(suffixes):
            found.append(entry)
    return found


def _add(dataset: Dataset, quads: Iterable[Quad]) -> None:
    dataset.addN((s, p, o, dataset.graph(g)) for s, p, o, g in list(quads))


def _quads(tables: Tables) -> Iterator[Quad]:
    for name, rows in tables.rows.items():
        for row in rows:
            if name == "mentions":
                yield from _mention(row, tables)
            elif name == "contacts":
                yield from _contact(row, tables)
            else:
                yield from _row(row, tables)
    yield from reference_quads(tables.territories.values())


def _row(row: Row, tables: Tables) -> Iterator[Quad]:
    subject = iri(row)
    source = row.one("id") if row.table.name == "sources" else row.one("source")
    graph = source_graph(source)
    for class_name in _classes(row):
        yield subject, RDF.type, class_name, graph
    for column in row.table.columns.values():
        if column.property and column.property not in ("rdf:type", "mai:note"):
            for value in row.cells.get(column.name, ()):
                yield subject, _property(column.property), _object(column, value, row, tables), graph
    if note := " ".join([*row.cells.get("note", ()), *row.remarks]):
        yield subject, MAI.note, Literal(note, lang="fr"), graph
    for words in row.written:
        yield subject, MAI.territoryAsWritten, Literal(words, lang="fr"), graph
    for part in row.cells.get("composed_of", ()):
        yield _referred(part, tables), MAI.partOf, subject, graph
    if row.table.has_provenance:
        yield from passage(subject, row.one("source"), row.one("locator"), graph)
        yield from _direct_links(row, tables, graph)
    else:
        yield graph, PROV.wasDerivedFrom, subject, graph


def _classes(row: Row) -> list[URIRef]:
    name = row.one("kind") if row.table.name == "territories" else row.table.class_name
    return [MAI[name], *_superclasses(name)]


@cache
def _superclasses(name: str) -> tuple[URIRef, ...]:
    above = _hierarchy().transitive_objects(MAI[name], RDFS.subClassOf)
    return tuple(
        sorted(each for each in above if isinstance(each, URIRef) and each in MAI and each != MAI[name])
    )


@cache
def _hierarchy() -> Graph:
    return load_ontology()


@cache
def _property(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return MAI[local] if prefix == "mai" else Namespace(PREFIXES[prefix])[local]


def _object(column: Column, value: str, row: Row, tables: Tables) -> Node:
    """Return the RDF term that one value of a cell becomes."""
    if column.kind in ("label", "text"):
        return Literal(value, lang="fr")
    if column.kind == "choice" and column.property in ("mai:status", "mai:relation"):
        return MAI[value]
    resources: dict[str, Callable[[], URIRef]] = {
        "ref": lambda: _referred(value, tables),
        "term": lambda: term(column.scheme[0], value) if column.scheme else term(*value.split("/", 1)),
        "columns": lambda: _property(row.table.columns[value].property),
    }
    if column.kind in resources:
        return resources[column.kind]()
    return Literal(value, datatype=_datatype(column.kind, value))


def _referred(value: str, tables: Tables) -> URIRef:
    """Return the IRI of a row, or of a territory of the reference."""
    row = tables.by_id.get(value)
    return iri(row) if row else thing("territory", value)


def _datatype(kind: str, value: str) -> URIRef:
    if kind == "date":
        return (XSD.gYear, XSD.gYearMonth, XSD.date)[value.count("-")]
    kinds = {"number": XSD.decimal, "integer": XSD.integer, "yes-no": XSD.boolean, "url": XSD.anyURI}
    return XSD.gYear if kind == "year" else kinds.get(kind, XSD.string)


def _direct_links(row: Row, tables: Tables, graph: URIRef) -> Iterator[Quad]:
    if row.one("status") == "disputed":
        return
    for subject_column, name, object_column in row.table.links:
        link = MAI[row.one(name[1:])] if name.startswith("@") else _property(name)
        for subject in row.cells.get(subject_column, ()):
            for target in row.cells.get(object_column, ()):
                column = row.table.columns[object_column]
                yield _referred(subject, tables), link, _object(column, target, row, tables), graph
                if link == MAI.funds:
                    yield _referred(subject, tables), RDF.type, MAI.Funder, graph


def _mention(row: Row, tables: Tables) -> Iterator[Quad]:
    target, graph = tables.by_id[row.one("subject")], source_graph(row.one("source"))
    subject = iri(target)
    spelling = row.one("spelling")
    if spelling and spelling != target.one("name"):
        yield subject, SKOS.altLabel, Literal(spelling, lang="fr"), graph
    yield subject, DCTERMS.source, thing("source", row.one("source")), graph
    yield from passage(subject, row.one("source"), row.one("locator"), graph)


def _contact(row: Row, tables: Tables) -> Iterator[Quad]:
    subject = iri(tables.by_id[row.one("structure")])
    for column in ("email", "phone"):
        for value in row.cells.get(column, ()):
            yield subject, MAI[column], Literal(value), CONTACTS


def _inferences(dataset: Dataset) -> Iterator[Quad]:
    within = _select(dataset, "within.rq", {})
    yield from ((territory, MAI.within, container, INFERENCES) for territory, container in within)
    largest = {"largestGroup": Literal(LARGEST_GROUP)}
    pairs = _select(dataset, "collaborates-with.rq", largest)
    yield from ((structure, MAI.collaboratesWith, other, INFERENCES) for structure, other, _ in pairs)


def _select(dataset: Dataset, name: str, bindings: Mapping[str, Identifier]) -> list[tuple[Node, ...]]:
    text = (files(__package__) / name).read_text("utf-8")
    result = dataset.query(text, initBindings=bindings)
    variables = result.vars or []
    return [tuple(solution[variable] for variable in variables) for solution in result.bindings]


def _check(dataset: Dataset, tables: Tables) -> None:
    """Raise the violations of the shapes as faults of the cells that cause them."""
    rows = {iri(row): row for row in tables.by_id.values()}
    faults = [
        _fault(violation.focus, violation.path, violation.value, violation.message, rows)
        for violation in validate(_union(dataset))
    ]
    if faults:
        order = sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.column))
        raise InvalidData(order, where=tables.name)


def _union(dataset: Dataset) -> Graph:
    union = Graph()
    for triple in dataset.triples((None, None, None)):
        union.add(triple)
    return union


def _fault(
    focus: Node, path: Node | None, value: Node | None, message: str, rows: dict[URIRef, Row]
) -> Fault:
    row = rows.get(focus)  # type: ignore[call-overload]
    cell = "" if value is None else str(value).removeprefix(THING)
    if row is None:
        return Fault("shape", str(focus), value=cell, values={"message": message})
    columns = [c.name for c in row.table.columns.values() if c.property and _is_property(c, path)]
    return Fault("shape", row.file, row.line, ", ".join(columns), cell, {"message": message})


def _is_property(column: Column, path: Node | None) -> bool:
    return column.property != "rdf:type" and _property(column.property) == path
