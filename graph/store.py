"""The graph in Oxigraph, in memory or on disk, seen through rdflib. The only file that meets Oxigraph."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox
from oxrdflib.store import OxigraphStore
from rdflib import BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier

from ..errors import StoreError
from .building.loading import ON_DISK, Load, Piece, Progress, feed, quiet
from .building.quads import Block, node

_UNION = "__UNION__"  # rdflib's word for the union of the named graphs
_THREADS = 2  # that fill a store on disk; more wait for one another
_FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "ttl": ox.RdfFormat.TURTLE,
}
MOST_IN_MEMORY = 1_000_000  # quads; a copy of more takes too much of it
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

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803  rdflib's names
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Return the answer, as oxrdflib does, but make each of its terms once, however often it comes."""
        if not isinstance(query, str) or queryGraph != _UNION or kwargs:
            return super().query(query, initNs, initBindings, queryGraph, **kwargs)
        found = self.oxigraph.query(
            query,
            use_default_graph_as_union=True,
            prefixes={**dict(self.namespaces()), **initNs},
            substitutions={ox.Variable(name): _to_ox(term) for name, term in initBindings.items()},
        )
        if isinstance(found, ox.QueryBoolean):
            result = Result("ASK")
            result.askAnswer = bool(found)
        elif isinstance(found, ox.QuerySolutions):
            result = Result("SELECT")
            names = result.vars = [Variable(variable.value) for variable in found.variables]
            terms = _Terms({None: None})
            result.bindings = (
                {name: terms[term] for name, term in zip(names, solution, strict=True)} for solution in found
            )
        else:
            result, terms = Result("CONSTRUCT"), _Terms()
            result.graph = Graph()
            for triple in found:
                result.graph.add(terms[triple])
        return result


class _Terms(dict[Any, Any]):
    """A term of Oxigraph -> rdflib's; a triple -> its three terms."""

    def __missing__(self, term: Any) -> Any:
        made: Any
        if isinstance(term, ox.NamedNode):
            made = URIRef(term.value)
        elif isinstance(term, ox.BlankNode):
            made = BNode(term.value)
        elif isinstance(term, ox.Triple):
            return self[term.subject], self[term.predicate], self[term.object]
        elif term.language:
            made = Literal(term.value, lang=term.language)
        else:
            made = Literal(term.value, datatype=URIRef(term.datatype.value))
        self[term] = made
        return made


def _to_ox(term: Identifier) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, Literal):
        datatype = ox.NamedNode(term.datatype) if term.datatype else None
        return ox.Literal(term, language=term.language, datatype=datatype)
    return ox.BlankNode(term)


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


def graph_names(dataset: Dataset) -> list[str]:
    """Return the IRIs of the named graphs that hold something, in order."""
    found = (name for name in _oxigraph(dataset).named_graphs() if isinstance(name, ox.NamedNode))
    store = _oxigraph(dataset)
    return sorted(name.value for name in found if any(store.quads_for_pattern(None, None, None, name)))


def lines_of_graph(dataset: Dataset, graph: str) -> Iterator[str]:
    """Yield the lines of a named graph's canonical N-Triples."""
    quads = _canonical(_oxigraph(dataset).quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    return (f"{quad.triple} .\n" for quad in quads)


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


def in_memory(dataset: Dataset, most: int = MOST_IN_MEMORY) -> Dataset:
    """Return a copy of the dataset in memory, three times quicker to query; itself when over `most` quads.

    What stands at an endpoint is always copied.
    """
    if not isinstance(dataset.store, GraphStore):
        return _dataset(_read_elsewhere(dataset))
    if size(dataset) > most:
        return dataset
    store = ox.Store()
    store.bulk_extend(_oxigraph(dataset))
    return _dataset(store)


def _read_elsewhere(dataset: Dataset) -> ox.Store:
    """Return in memory what a dataset of another kind of store holds, graph by graph."""
    store = ox.Store()
    for graph in dataset.store.contexts():
        name = ox.NamedNode(str(graph.identifier))
        for subject, predicate, value in graph:
            store.add(ox.Quad(_to_ox(subject), _to_ox(predicate), _to_ox(value), name))  # type: ignore[arg-type]
    return store


def write_rdf(dataset: Dataset, *paths: Path, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Write the dataset to each of `paths`, sorted, in the format its suffix names.

    The suffix is .nq, .trig, .jsonld or .ttl (the union of the graphs, as triples).
    """
    quads = _canonical(_oxigraph(dataset))
    for path in paths:
        path.write_bytes(_serialized(quads, _FORMATS[path.suffix[1:]], dict(prefixes)))


def _serialized(quads: list[ox.Quad], rdf_format: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:
    named = None if rdf_format == ox.RdfFormat.N_QUADS else prefixes
    told: Any = quads
    if rdf_format == ox.RdfFormat.TURTLE:
        told = dict.fromkeys(quad.triple for quad in quads)
    return ox.serialize(told, format=rdf_format, prefixes=named) or b""


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


def _canonical(store: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return quads sorted, blank nodes named by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/)."""
    quads: list[ox.Quad] = []
    blank = ox.Dataset()
    for quad in store:
        if _has_blank_node(quad):
            blank.add(quad)
        else:
            quads.append(quad)
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
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
