"""Where a built graph is kept: canonical N-Quads as the truth, an Oxigraph store beside it for queries.

A build folder holds one folder a build, named after its hash, and a file `current` that names the one in
force. A build is written aside, verified, then put in force by replacing `current`: whenever it is killed,
the previous build stands, and the next build removes what it left. The only file that meets Oxigraph.
"""

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout
from oxrdflib.store import OxigraphStore
from rdflib import Dataset, URIRef

from ..errors import StoreError

_QUADS, _MANIFEST, _STORE, _CURRENT, _LOCK = "graph.nq", "manifest.json", "store", "current", "lock"
_ASIDE = "new-"
_LOCK_SECONDS = 60
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


def copy_without(dataset: Dataset, graphs: Iterable[URIRef]) -> Dataset:
    """Return a copy in memory of the dataset, less the named graphs `graphs`."""
    hidden = {str(graph) for graph in graphs}
    copy = ox.Store()
    copy.bulk_extend(quad for quad in _oxigraph(dataset) if _graph_name(quad) not in hidden)
    return _dataset(copy)


def write_build(dataset: Dataset, folder: Path, inputs: str = "") -> Path:
    """Return the folder of the build now in force: `dataset` written, verified, and put in force.

    Parameters
    ----------
    inputs
        A digest of what the dataset was built from, kept in the manifest so that a later call of
        `is_current` can tell whether to build again.

    Raises
    ------
    StoreError
        When another process is building there, the folder cannot be written, or what was written does
        not read back the same.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / _LOCK, timeout=_LOCK_SECONDS):
            return _write_locked(dataset, folder, inputs)
    except Timeout as error:
        raise StoreError("store.busy", where=str(folder), seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise StoreError("store.unwritable", where=str(folder), detail=error.strerror or error) from error


def is_current(folder: Path, inputs: str) -> bool:
    """Tell whether the build in force in `folder` was made from these `inputs`."""
    try:
        return bool(_manifest(_in_force(folder))["inputs"] == inputs)
    except StoreError:
        return False


def open_build(folder: Path) -> Dataset:
    """Return the build in force in `folder`, read-only, queried as the union of its named graphs.

    Raises
    ------
    StoreError
        When there is none, or it is damaged.
    """
    build = _in_force(folder)
    expected = _manifest(build)["quads"]
    try:
        store = ox.Store.read_only(str(build / _STORE))
    except OSError as error:
        raise StoreError("store.damaged", where=str(build)) from error
    if len(store) != expected:
        raise StoreError("store.damaged", where=str(build))
    return _dataset(store)


def manifest(folder: Path) -> Mapping[str, object]:
    """Return the manifest of the build in force: `quads`, `graphs` (IRI -> quads), `sha256`, `inputs`.

    Raises
    ------
    StoreError
        When there is no build, or its manifest is damaged.
    """
    return _manifest(_in_force(folder))


def write_rdf(dataset: Dataset, path: Path) -> None:
    """Write the dataset to `path`, sorted, in the format its suffix names.

    The suffix is .nq, .trig, .jsonld or .ttl (the union of the graphs, as triples).
    """
    rdf_format = _FORMATS[path.suffix[1:]]
    quads = _canonical(_oxigraph(dataset))
    prefixes = None if rdf_format == ox.RdfFormat.N_QUADS else PREFIXES
    if rdf_format == ox.RdfFormat.TURTLE:
        triples = list(dict.fromkeys(quad.triple for quad in quads))
        content = ox.serialize(triples, format=rdf_format, prefixes=prefixes)
    else:
        content = ox.serialize(quads, format=rdf_format, prefixes=prefixes)
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


def _graph_name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _write_locked(dataset: Dataset, folder: Path, inputs: str) -> Path:
    quads = _canonical(_oxigraph(dataset))
    content = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    digest = hashlib.sha256(content).hexdigest()
    build = folder / digest[:16]
    facts = {
        "graphs": dict(sorted(Counter(_graph_name(quad) for quad in quads).items())),
        "inputs": inputs,
        "quads": len(quads),
        "sha256": digest,
    }
    if not _is_whole(build, digest):
        aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
        (aside / _QUADS).write_bytes(content)
        _fill_store(aside / _STORE, quads, digest)
        _write_json(aside / _MANIFEST, facts)
        shutil.rmtree(build, ignore_errors=True)
        aside.replace(build)
    elif _manifest(build) != facts:
        _write_json(build / _MANIFEST, facts)
    _put_in_force(folder, build)
    return build


def _fill_store(path: Path, quads: list[ox.Quad], digest: str) -> None:
    """Write the quads to an Oxigraph store and read them back: the same count, the same hash."""
    store = ox.Store(str(path))
    store.bulk_extend(quads)
    store.flush()
    if len(store) != len(quads) or _digest(store) != digest:
        raise StoreError("store.unverified", where=str(path))
    del store


def _digest(store: ox.Store) -> str:
    content = ox.serialize(_canonical(store), format=ox.RdfFormat.N_QUADS) or b""
    return hashlib.sha256(content).hexdigest()


def _is_whole(build: Path, digest: str) -> bool:
    """Tell whether an earlier build of the same content stands there undamaged."""
    try:
        whole = hashlib.sha256((build / _QUADS).read_bytes()).hexdigest() == digest
        return whole and len(ox.Store.read_only(str(build / _STORE))) == _manifest(build)["quads"]
    except (OSError, StoreError):
        return False


def _put_in_force(folder: Path, build: Path) -> None:
    _replace(folder / _CURRENT, build.name + "\n")
    for entry in folder.iterdir():
        if entry.is_dir() and entry != build:
            shutil.rmtree(entry, ignore_errors=True)  # one that a reader holds open goes with a later build


def _replace(path: Path, content: str) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(content, encoding="utf-8", newline="\n")
    new.replace(path)


def _write_json(path: Path, facts: Mapping[str, object]) -> None:
    _replace(path, json.dumps(facts, indent=2, ensure_ascii=False) + "\n")


def _in_force(folder: Path) -> Path:
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise StoreError("store.none", where=str(folder)) from error
    build = folder / name
    if build.parent != folder or not build.is_dir():
        raise StoreError("store.damaged", where=str(folder))
    return build


def _manifest(build: Path) -> dict[str, object]:
    try:
        facts = json.loads((build / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError("store.damaged", where=str(build)) from error
    if not isinstance(facts, dict) or not {"quads", "inputs", "sha256"} <= facts.keys():
        raise StoreError("store.damaged", where=str(build))
    return facts
