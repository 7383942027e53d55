"""What a child answers from the served store: a SPARQL text, or a question of the catalogue."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox
from oxrdflib.store import OxigraphStore
from rdflib import Dataset, Literal

from ...errors import LimitReached, QueryError, StoreError
from ...messages import LANGUAGES, speaking
from ...messages import language as spoken
from ...messages import text as say
from ...queries.catalogue import LANGUAGE, question
from ...queries.guard import canonical, checked
from ...queries.isolation.dataset_clause import graphs_of
from ...queries.isolation.syntax import syntax_error
from ...queries.parameters import resolve
from ...queries.runner import rows_of
from ..store import PREFIXES
from .dataset import Scope, scope
from .tables import MEDIA_TYPES as TABLES
from .tables import WITHOUT_ROOM as TABLES_FULL
from .tables import write_boolean, write_rows
from .triples import MEDIA_TYPES as GRAPHS
from .triples import WITHOUT_ROOM as GRAPHS_FULL
from .triples import write_triples

BASE = "https://w3id.org/maillage/"  # that relative IRIs of a query stand on
CUT = f"{BASE}answer/cut"  # says in a body that rows are missing
_REHEARSED = "referents-of-chantiers"
_TRIED: tuple[
    tuple[str, dict[str, str]], ...
] = (  # a text and the values of its variables; the last two are mistaken
    ("SELECT ?x { ?x ?y ?z } LIMIT 1", {"x": "<a:b>"}),
    ("SELECT * FROM <a:b> { }", {}),
    ("SELECT", {}),
)


class Answering:
    """Answers requests from a store that is open read-only; called in a process of its own."""

    def __init__(self, store: str, graphs: Mapping[str, int], triples: int) -> None:
        try:
            self._store = ox.Store.read_only(store)
        except OSError as error:
            raise StoreError("store.damaged", where=str(Path(store).parent)) from error
        self._graphs, self._overlap = graphs, sum(graphs.values()) > triples
        self._dataset = Dataset(store=OxigraphStore(store=self._store))
        for prefix, namespace in PREFIXES.items():
            self._dataset.bind(prefix, namespace)
        self._prefixes = {prefix: str(namespace) for prefix, namespace in self._dataset.namespaces()}

    def __call__(self, request: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        """Write the body of the answer and return its facts.

        Raises
        ------
        MaillageError
            When there is no answer.
        """
        if request["kind"] == "ask":
            return self._ask(request, out)
        if request["kind"] == "resolve":
            return self._resolve(request, out)
        text = canonical(request["text"])
        bindings = {name: _term(name, term) for name, term in request["bindings"].items()}
        if bindings and not request.get("own"):
            text = checked(text, self._prefixes, bindings)
        asked = self._scope(text, request)
        try:
            found = asked.store.query(
                text,
                base_iri=BASE,
                prefixes=self._prefixes,
                default_graph=asked.default,  # type: ignore[arg-type]
                named_graphs=asked.named,  # type: ignore[arg-type]
                substitutions={ox.Variable(name): term for name, term in bindings.items()},
            )
            return self._written(found, request, out)
        except SyntaxError as error:
            raise syntax_error(text, str(error), self._prefixes) from error
        except (RuntimeError, ValueError) as error:
            raise _failed(error) from error
        except OSError as error:
            if error.errno:  # the body cannot be written
                raise
            raise _failed(error) from error

    def rehearse(self) -> None:
        """Answer once of each kind, so that the children find all of it loaded."""
        for language in LANGUAGES:
            with speaking(language):
                for kind in ("ask", "resolve"):
                    self({"kind": kind, "question": _REHEARSED, "params": {}}, BytesIO())
                for text, bindings in _TRIED:
                    with suppress(QueryError):
                        self(_tried(text, bindings), BytesIO())

    def _scope(self, text: str, request: Mapping[str, Any]) -> Scope:
        """Return the dataset of a query: the protocol's word comes before the text's."""
        own = graphs_of(text, self._prefixes, BASE)
        given = (request["default_graphs"], request["named_graphs"])
        default, named = given if any(given) else own or (None, [])
        return scope(self._store, self._graphs, default, named, self._overlap)

    def _written(self, found: Any, request: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        most = request["limits"]["rows"]
        graph = isinstance(found, ox.QueryTriples)
        form = request["graph" if graph else "table"]
        if not form:
            known = ", ".join((GRAPHS if graph else TABLES).values())
            raise QueryError("queries.format.none", where=say("queries.where.text"), known=known)
        if isinstance(found, ox.QueryBoolean):
            write_boolean(bool(found), form, out)
            return _facts(TABLES[form], 1)
        if graph:
            triples, cut = _first(_distinct(found), most)
            note = _note(form, GRAPHS_FULL, most) if cut else ()
            write_triples(triples, form, note, self._prefixes, out)
            return _facts(GRAPHS[form], len(triples), cut)
        names = [each.value for each in found.variables]
        head, count, cut = write_rows(names, found, form, most, lambda: _note(form, TABLES_FULL, most), out)
        return _facts(TABLES[form], count, cut, head)

    def _ask(self, request: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        """Write what the store gives to a question: `runner.told_of` makes it an answer, with pandas."""
        columns, rows = rows_of(self._dataset, question(request["question"]), request["params"])
        told = {"columns": columns, "rows": rows}
        out.write(json.dumps(told, ensure_ascii=False, default=str).encode())
        return _facts("application/json", len(rows))

    def _resolve(self, request: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        """Write the terms that stand for what people wrote for a question's parameters, and the language."""
        terms = resolve(self._dataset, question(request["question"]), request["params"])
        terms[LANGUAGE] = Literal(spoken())
        out.write(json.dumps({name: term.n3() for name, term in terms.items()}).encode())
        return _facts("application/json", len(terms))


def _tried(text: str, bindings: Mapping[str, str]) -> dict[str, Any]:
    request = {"kind": "query", "text": text, "table": "json", "graph": "ttl", "bindings": bindings}
    return {**request, "default_graphs": [], "named_graphs": [], "limits": {"rows": 1}}


def _first(found: Iterable[Any], most: int) -> tuple[list[Any], bool]:
    """Return the first results, and whether there are more."""
    kept = list(islice(found, most + 1))
    return kept[:most], len(kept) > most


def _distinct(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def _note(form: str, full: tuple[str, ...], most: int) -> tuple[str, str]:
    """Return what says in a body that it is cut.

    Raises
    ------
    LimitReached
        For a format that has no room to say so.
    """
    if form in full:
        raise LimitReached("queries.limit.rows", where=say("queries.where.text"), most=most, format=form)
    return CUT, say("queries.cut", most=most)


def _facts(media_type: str, rows: int, cut: bool = False, head: str = "") -> dict[str, object]:
    return {"media_type": media_type, "rows": rows, "cut": cut, "head": head}


def _failed(error: Exception) -> QueryError:
    return QueryError("queries.failed", where=say("queries.where.text"), reason=str(error)[:300])


def _term(name: str, written: str) -> Any:
    """Return the term that N-Triples writes so."""
    try:
        found = [*ox.parse(f"<a:s> <a:p> {written} .", format=ox.RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError):
        found = []
    if len(found) != 1:
        raise QueryError("queries.binding", where=f"${name}", value=written[:100])
    return found[0].object
