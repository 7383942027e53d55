"""Tables to RDF: one named graph a source document, direct links beside n-ary nodes, then inferences.

One way for ten rows and for a million: rows become blocks of N-Quads, and blocks are loaded while the next
ones are written. What is built is checked against the shapes before anybody sees it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from rdflib import Dataset, Graph
from rdflib.term import Node

from ..data.rows import Row
from ..data.schema import Column
from ..data.tables import Tables, table_files
from ..errors import Fault, InvalidData
from ..ontology.terms import (
    CONTACTS,
    ONTOLOGY_GRAPH,
    THING,
    TYPOLOGIES_GRAPH,
    load_ontology,
    load_typologies,
)
from ..ontology.validate import Violation, validate, validate_by_queries
from .building.builds import Content, Watch, write_build
from .building.inferences import inferred
from .building.loading import Progress, quiet
from .building.quads import Block, block, node
from .building.reference import reference_blocks
from .building.row_quads import RowQuads, iri, property_iri, types_of
from .store import graph_blocks, load_dataset, size

LARGEST_FOR_SHACL = 40_000  # quads; pySHACL takes minutes on ten times more


def build_content(tables: Tables) -> Content:
    """Return what the tables state, with the ontology, typologies and inferences, as blocks of N-Quads.

    Named graphs: one a source document, `inferences`, `ontology`, `typologies`; and apart, `contacts`.
    """
    rows = RowQuads(tables)
    public = chain(
        vocabularies(), rows.public(), reference_blocks(tables.territories.values()), inferred(tables)
    )
    return Content(public, rows.contacts())


def build_dataset(tables: Tables, personal_data: bool = False, tell: Progress = quiet) -> Dataset:
    """Return the valid dataset that the tables state, in memory.

    Parameters
    ----------
    personal_data
        Whether to add the named graph of contacts.

    Raises
    ------
    InvalidData
        With every violation of `ontology/shapes.ttl`, at the cell that causes it.
    """
    content = build_content(tables)
    contacts = [*content.contacts]
    dataset = load_dataset(chain(content.public, contacts if personal_data else ()), tell)
    check_dataset(dataset, tables, tell)
    check_contacts(contacts, tables)
    return dataset


def check_tables(tables: Tables) -> None:
    """Raise what the graph of the tables would break of the shapes, by queries alone: the quickest way.

    Raises
    ------
    InvalidData
        As `build_dataset` does.
    """
    content = build_content(tables)
    _raise(validate_by_queries(load_dataset(content.public, quiet)), tables)
    check_contacts([*content.contacts], tables)


def build_folder(
    tables: Tables, folder: Path, inputs: str = "", tell: Progress = quiet, history: bool = False
) -> Path:
    """Return the build of the tables, now in force in `folder` (see `write_build`).

    Raises
    ------
    InvalidData
        As `build_dataset` does; the previous build stays in force.
    StoreError
        As `write_build` does.
    """

    def check(dataset: Dataset) -> None:
        check_dataset(dataset, tables, tell)
        check_contacts([*RowQuads(tables).contacts()], tables)

    return write_build(build_content(tables), folder, inputs, Watch(check, tell, history))


def digest(tables_folder: Traversable) -> str:
    """Return a hash of all that a build depends on: the tables, the package's own data, its version."""
    from importlib.metadata import version

    root = files(__package__.rpartition(".")[0])
    own = [*_files(root / "ontology", ".ttl", ".py"), *_files(root / "graph", ".rq", ".py")]
    own += _files(root / "data", ".toml", ".py")
    state = hashlib.sha256(version("maillage").encode())
    for path, file in [*table_files(tables_folder), *((file.name, file) for file in own)]:
        state.update(path.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return state.hexdigest()


def _files(folder: Traversable, *suffixes: str) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name in (
            "typologies",
            "alignments",
            "building",
            "identity",
            "territories",
        ):
            found += _files(entry, *suffixes)
        elif entry.name.endswith(suffixes):
            found.append(entry)
    return found


@cache
def vocabularies() -> tuple[Block, ...]:
    """Return the ontology and the typologies."""
    return (
        *graph_blocks(load_ontology(), ONTOLOGY_GRAPH),
        *graph_blocks(load_typologies(), TYPOLOGIES_GRAPH),
    )


def check_dataset(dataset: Dataset, tables: Tables, tell: Progress = quiet) -> None:
    """Raise the violations of the shapes as faults of the cells that cause them.

    Up to `LARGEST_FOR_SHACL` quads by pySHACL; beyond, by queries made from the same shapes.
    """
    if size(dataset) <= LARGEST_FOR_SHACL:
        violations = validate(_all_but_the_ontology(dataset))
    else:
        violations = validate_by_queries(dataset, lambda done, whole: tell("check", done, whole))
    _raise(violations, tables)


def check_contacts(contacts: Sequence[Block], tables: Tables) -> None:
    """Raise the violations of the shapes by the contacts, which stand apart from the public graph."""
    if not contacts:
        return
    named = {name: iri(tables.by_id[name]) for row in tables.rows["contacts"] for name in _referred(row)}
    types = [block(node(name), types_of(tables.by_id[key]), node(CONTACTS)) for key, name in named.items()]
    dataset = load_dataset([*contacts, *types])
    violations = validate_by_queries(dataset)
    _raise([each for each in violations if each.focus not in set(named.values())], tables)


def _referred(row: Row) -> Iterator[str]:
    return (name for column in ("subject", "source") for name in row.cells.get(column, ()))


def _all_but_the_ontology(dataset: Dataset) -> Graph:
    data = Graph()
    for *triple, graph in dataset.quads((None, None, None, None)):
        if graph != ONTOLOGY_GRAPH:
            data.add(triple)  # type: ignore[arg-type]
    return data


def _raise(violations: Iterable[Violation], tables: Tables) -> None:
    found = list(violations)
    if not found:
        return
    rows: dict[Node, Row] = {}
    for row in tables.by_id.values():
        if row.subject == row.one("id"):
            rows[iri(row)] = row
    faults = {_fault(each.focus, each.path, each.value, each.message, rows) for each in found}
    order = sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column))
    raise InvalidData(order, where=tables.name)


def _fault(
    focus: Node, path: Node | None, value: Node | None, message: str, rows: Mapping[Node, Row]
) -> Fault:
    row = rows.get(focus)
    cell = "" if value is None else str(value).removeprefix(THING)
    if row is None:
        return Fault("shape", str(focus), value=cell, values={"message": message})
    columns = [c.name for c in row.table.columns.values() if c.property and _is_property(c, path)]
    return Fault("shape", row.file, row.line, ", ".join(columns), cell, {"message": message})


def _is_property(column: Column, path: Node | None) -> bool:
    return column.property != "rdf:type" and property_iri(column.property) == path
