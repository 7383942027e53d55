"""The store that is served: its named graphs as they are, and in the default graph each triple of them once.

Oxigraph's own union tells a triple as many times as graphs hold it, so the default graph is filled, in a copy
of the store that shares its tables with the original where the disk can. That of a build stands beside it,
made once; that of a user's files ends with this process.
"""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ...errors import StoreError, UnknownName
from ...ontology.terms import CONTACTS, GRAPH
from ..building.builds import files_in_force
from ..building.loading import Progress, quiet
from ..measures.measured import link

_PIECE = 2**26  # bytes loaded at once
_COPY, _FACTS, _STORE = "served", "served.json", "store"
_KINDS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_BLANK = "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } FILTER(ISBLANK(?s) || ISBLANK(?o)) }"


@dataclass(frozen=True)
class Served:
    """A store to serve: where it stands, the triples of each named graph, and of them all, each once.

    `state` identifies its content.
    """

    store: Path
    graphs: dict[str, int]
    triples: int
    state: str


def serve_build(build_folder: Path, tell: Progress = quiet) -> Served:
    """Return the store to serve of the build in force, made if it is not there yet.

    Raises
    ------
    StoreError
        When there is no build, or it is damaged, or there is no room for the copy.
    """
    store, files = files_in_force(build_folder)
    folder = store.parent / _COPY
    if not (folder / _FACTS).exists():
        try:
            folder = _copied(store, files, store.parent, tell)
        except OSError:  # a folder that cannot be written: a copy that ends with this process
            folder = _copied(store, files, _scratch(), tell)
    facts = json.loads((folder / _FACTS).read_text("utf-8"))
    return Served(folder / _STORE, facts["graphs"], facts["triples"], facts["state"])


def serve_files(paths: Sequence[Path], tell: Progress = quiet) -> Served:
    """Return the store to serve of RDF files: a named graph a file, and those that files of quads name.

    The graph of contacts, personal data, is left out.

    Raises
    ------
    UnknownName
        For a file that does not exist, or whose extension names no RDF format.
    StoreError
        For a file that is not what its extension says.
    """
    formats = [_format(path) for path in paths]
    folder = _scratch()
    store = ox.Store(str(folder / _STORE))
    names = _names(paths)
    for number, (path, form, name) in enumerate(zip(paths, formats, names, strict=True), 1):
        tell("load", number, len(paths))
        _load(store, path, form, ox.NamedNode(name))
    store.remove_graph(ox.NamedNode(str(CONTACTS)))
    quads = folder / "quads.nq"
    store.dump(str(quads), ox.RdfFormat.N_QUADS)
    facts = _filled(store, [quads])
    quads.unlink()
    return Served(folder / _STORE, facts["graphs"], facts["triples"], facts["state"])


def _copied(store: Path, files: Sequence[Path], beside: Path, tell: Progress) -> Path:
    """Return the folder of a copy of `store` whose default graph is filled, in force at once."""
    folder = beside / _COPY
    aside = Path(tempfile.mkdtemp(prefix=f"{_COPY}-", dir=beside))
    try:
        tell("serve", 0, 0)
        shutil.copytree(store, aside / _STORE, copy_function=link)
        facts = _filled(ox.Store(str(aside / _STORE)), files)
        (aside / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
        aside.chmod(0o755)
        aside.replace(folder)
    except OSError:
        if not (folder / _FACTS).exists():  # else another process made it meanwhile
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _filled(store: ox.Store, files: Iterable[Path]) -> dict[str, Any]:
    """Fill the default graph of a store with what its named graphs hold, and return the facts of it all."""
    state = sha256()
    for piece in _pieces(files):
        state.update(piece)
        store.bulk_load(input=piece, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    blank = store.query(_BLANK)  # a blank node is the store's own: no file says which
    store.bulk_extend(ox.Quad(row["s"], row["p"], row["o"], ox.DefaultGraph()) for row in blank)  # type: ignore[union-attr]
    store.flush()
    store.optimize()
    counts = store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    graphs = {row["g"].value: int(row["n"].value) for row in counts}  # type: ignore[union-attr]
    triples = len(store) - sum(graphs.values())
    return {"graphs": graphs, "triples": triples, "state": state.hexdigest()[:16]}


def _pieces(files: Iterable[Path]) -> Iterator[bytes]:
    """Yield the triples of files of N-Quads, but those of a blank node."""
    lines: list[bytes] = []
    weight = 0
    for path in files:
        with path.open("rb") as file:
            for line in file:
                triple = line.rsplit(b" ", 2)[0]
                if triple.startswith(b"_:") or triple.split(b" ", 2)[2].startswith(b"_:"):
                    continue
                lines.append(triple)
                weight += len(triple)
                if weight > _PIECE:
                    yield b" .\n".join([*lines, b""])
                    lines, weight = [], 0
    yield b" .\n".join([*lines, b""])


def _load(store: ox.Store, path: Path, form: ox.RdfFormat, name: ox.NamedNode) -> None:
    try:
        if not form.supports_datasets:
            store.bulk_load(path=str(path), format=form, base_iri=name.value, to_graph=name)
            return
        store.bulk_load(path=str(path), format=form, base_iri=name.value)
    except (OSError, ValueError, SyntaxError) as error:
        raise StoreError("store.unreadable", where=str(path), detail=error) from error
    nameless = [*store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in nameless)
    store.clear_graph(ox.DefaultGraph())


def _format(path: Path) -> ox.RdfFormat:
    if not path.is_file():
        raise UnknownName("serve.no-file", where=str(path))
    if path.suffix.lower() not in _KINDS:
        raise UnknownName("serve.no-format", where=str(path), known=", ".join(_KINDS))
    return _KINDS[path.suffix.lower()]


def _names(paths: Sequence[Path]) -> list[str]:
    """Return the IRI of each file's graph: its name, numbered when another file has it."""
    names: list[str] = []
    for path in paths:
        plain = name = GRAPH[f"file/{path.name.replace(' ', '_')}"]
        number = 1
        while str(name) in names:
            number += 1
            name = plain + f"-{number}"
        names.append(str(name))
    return names


def _scratch() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="maillage-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
