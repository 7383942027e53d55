"""The graph in Oxigraph, in memory or on disk, seen through rdflib. The only file that meets Oxigraph."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import pyoxigraph as ox
from oxrdflib.store import OxigraphStore
from rdflib import Dataset, Graph, URIRef

from ..errors import StoreError
from .building.loading import ON_DISK, Load, Piece, Progress, feed, quiet
from .building.quads import Block, node

_THREADS = 2  # that fill a store on disk; more wait for one another
_FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "ttl": ox.RdfFormat.TURTLE,
}
PREFIXES = {
    "mai": "https://w3id.org/maillage/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class GraphStore(OxigraphStore):
    """rdflib's interface over an Oxigraph store that this module also reads directly."""

    def __init__(self, oxigraph: ox.Store) -> None:
        self.oxigraph = oxigraph
        super().__init__(store=oxigraph)


def new_dataset() -> Dataset:
    """Return an empty dataset in memory, queried as the union of its named graphs."""
    return _dataset(ox.Store())


def load_dataset(blocks: Iterable[Block], tell: Progress = quiet) -> Dataset:
    """Return a dataset in memory that holds what the blocks say."""
    store = ox.Store()
    feed(blocks, _loader(store), tell)
    return _dataset(store)


def new_store(path: Path) -> Dataset:
    """Return an empty dataset on disk."""
    return _dataset(ox.Store(str(path)))


def open_store(path: Path) -> Dataset:
    """Return the dataset that stands on disk, read-only.

    Raises
    ------
    StoreError
        When it is missing or damaged.
    """
    try:
        return _dataset(ox.Store.read_only(str(path)))
    except OSError as error:
        raise StoreError("store.damaged", where=str(path.parent)) from error


def load_files(*paths: Path) -> Dataset:
    """Return in memory what files of N-Quads of ours hold.

    Raises
    ------
    StoreError
        When one is missing or damaged.
    """
    store = ox.Store()
    try:
        for path in paths:
            store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise StoreError("store.damaged", where=str(path.parent)) from error
    return _dataset(store)


def fill(dataset: Dataset, blocks: Iterable[Block], tell: Progress = quiet) -> None:
    """Add what the blocks say to a dataset on disk, from several threads."""
    feed(blocks, _loader(_oxigraph(dataset)), tell, ON_DISK, _THREADS)


def tidy(dataset: Dataset) -> int:
    """Merge the files that filling a store left, so that queries open fewer; return the number of quads."""
    store = _oxigraph(dataset)
    store.flush()
    store.optimize()
    return len(store)


def release(dataset: Dataset) -> None:
    """Let go of a dataset on disk at once: what still held it would keep its files open, and change them."""
    store = dataset.store
    if isinstance(store, GraphStore):
        store.close()
        del store.oxigraph


def size(dataset: Dataset) -> int:
    """Return the number of quads."""
    return len(_oxigraph(dataset))


def lines_of(dataset: Dataset) -> Iterator[str]:
    """Yield the lines of the dataset's canonical N-Quads."""
    return (f"{quad} .\n" for quad in _canonical(_oxigraph(dataset)))


def read_dataset(path: Path) -> Dataset:
    """Return in memory what a file of quads holds (`.nq`, `.trig`, `.jsonld`, or one of them with `.gz`).

    Raises
    ------
    StoreError
        When the file is missing, of another kind, or not what its name says.
    """
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    rdf_format = _FORMATS.get(plain.suffix[1:])
    if rdf_format in (None, ox.RdfFormat.TURTLE):
        raise StoreError("store.unreadable", where=str(path), detail=plain.suffix or path.name)
    store = ox.Store()
    try:
        opened: IO[bytes] = gzip.GzipFile(path) if path != plain else path.open("rb")  # type: ignore[assignment]
        with opened as file:
            store.bulk_load(input=file, format=rdf_format)
    except (OSError, EOFError, ValueError, SyntaxError) as error:
        raise StoreError("store.unreadable", where=str(path), detail=error) from error
    return _dataset(store)


def graph_blocks(graph: Graph, name: URIRef) -> Iterator[Block]:
    """Yield what an rdflib graph says, as the named graph `name`, blank nodes named by RDFC-1.0."""
    triples = ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    quads = ox.Dataset(
        ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(str(name))) for each in triples
    )
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    for subject, lines in _by_subject(quads).items():
        yield subject, node(name), "".join(lines)


def _by_subject(quads: Iterable[ox.Quad]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in sorted(quads, key=str):
        found.setdefault(str(quad.subject), []).append(f"{quad.triple} .\n")
    return found


def write_rdf(dataset: Dataset, path: Path, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the dataset to `path`, sorted, in the format its suffix names.

    The suffix is .nq, .trig, .jsonld or .ttl (the union of the graphs, as triples).
    """
    rdf_format = _FORMATS[path.suffix[1:]]
    quads = _canonical(_oxigraph(dataset))
    named = None if rdf_format == ox.RdfFormat.N_QUADS else dict(prefixes)
    if rdf_format == ox.RdfFormat.TURTLE:
        triples = list(dict.fromkeys(quad.triple for quad in quads))
        content = ox.serialize(triples, format=rdf_format, prefixes=named)
    else:
        content = ox.serialize(quads, format=rdf_format, prefixes=named)
    path.write_bytes(content or b"")


def _dataset(store: ox.Store) -> Dataset:
    dataset = Dataset(store=GraphStore(store), default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset


def _oxigraph(dataset: Dataset) -> ox.Store:
    store = dataset.store
    if not isinstance(store, GraphStore):
        raise TypeError("a dataset made by new_dataset or open_build is needed")
    return store.oxigraph


def _canonical(store: ox.Store) -> list[ox.Quad]:
    """Return the store's quads sorted, blank nodes named by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/)."""
    blank = ox.Dataset(quad for quad in store if _has_blank_node(quad))
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = [quad for quad in store if not _has_blank_node(quad)]
    return sorted([*quads, *blank], key=str)


def _has_blank_node(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _loader(store: ox.Store) -> Load:
    """Return what loads a piece; its terms were written by us, and are not checked again."""

    def load(piece: Piece) -> None:
        graph, text = piece
        if graph:
            name = ox.NamedNode(graph[1:-1])
            store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES, to_graph=name, lenient=True)
        else:
            store.bulk_load(input=text, format=ox.RdfFormat.N_QUADS, lenient=True)

    return load
