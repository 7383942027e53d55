"""An endpoint as rdflib's store: `Dataset(EndpointStore(…), default_union=True)` asks it as any other.

What is asked is the merge of the named graphs that are ours: the endpoint is told which, unless its own
default graph holds just them. A server's other graphs (Virtuoso keeps its own) and the contacts, which are
personal data, are never asked.
"""

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from rdflib import Graph, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Identifier, Node

from ...errors import LimitReached, QueryError, RemoteError
from ..grammar.tokens import tokens
from .answers import RESULTS, TRIPLES, Rows, is_cut, read_rows, read_triples
from .binding import bound
from .construction import construction, filled
from .conversation import Conversation, Heard
from .paging import any_row, count_of, nested_page, pages_of

MOST_ROWS = 1_000_000
_READ_AHEAD = 16  # questions about a property, after which it is read whole
_ROUND = 1000  # a server that cuts triples without a word cuts them at a round number
Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]
_FORMS = frozenset(("'SELECT'", "'ASK'", "'CONSTRUCT'", "'DESCRIBE'"))


@cache
def own_text(name: str) -> str:
    """Return a query of ours."""
    return (files(__package__) / "texts" / f"{name}.rq").read_text("utf-8")


class EndpointStore(Store):
    """The graphs `graphs` of the endpoint that is spoken to, read-only.

    Attributes
    ----------
    graphs
        The IRIs of the named graphs that are asked; none for the endpoint's own default graph.
    told
        Whether the endpoint must be told which graphs to ask.
    """

    context_aware = True
    graph_aware = True

    def __init__(self, conversation: Conversation, graphs: Sequence[str] = (), *, told: bool = True) -> None:
        self.conversation, self.graphs, self.told = conversation, tuple(graphs), told
        self._prefixes: dict[str, URIRef] = {}
        self._asked: Counter[Node] = Counter()
        self._read: dict[Node, tuple[dict[Node, list[Node]], dict[Node, list[Node]]]] = {}
        super().__init__()

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],  # noqa: N803  rdflib's names
        initBindings: Mapping[str, Identifier],  # noqa: N803
        queryGraph: Any,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Return the answer of the endpoint to a text, its variables given the values of `initBindings`.

        Raises
        ------
        QueryError, RemoteError, LimitReached
            As `Conversation.say`; LimitReached too for an answer that the server cut and that cannot be had
            page by page.
        """
        if not isinstance(query, str):
            raise NotImplementedError
        given = {str(name).lstrip("?"): term for name, term in initBindings.items()}
        text = bound(self._declared(query, initNs), given)
        form = next((each.terminal for each in tokens(text) if each.terminal in _FORMS), "'SELECT'")
        if form in ("'CONSTRUCT'", "'DESCRIBE'"):
            result = Result("CONSTRUCT")
            result.graph = self._described(text) if form == "'DESCRIBE'" else self._constructed(text)
            return result
        if form == "'ASK'":
            result = Result("ASK")
            result.askAnswer = bool(self._ask(any_row(text)).rows)
            return result
        found = self.rows(text, given)
        result = Result("SELECT")
        names = [*found.names, *(name for name in given if name not in found.names)]
        result.vars = [Variable(name) for name in names]
        known = {Variable(name): term for name, term in given.items()}
        result.bindings = [{**known, **{Variable(k): term for k, term in row.items()}} for row in found.rows]
        return result

    def rows(self, text: str, given: Mapping[str, Identifier] | None = None) -> Rows:
        """Return every row of a SELECT, page by page where the server cuts it."""
        found = self._ask(text)
        if not found.cut:
            return found
        given, size = given or {}, len(found.rows)
        where = self.conversation.address
        if not size or pages_of(text, found.names, given, size, 0) is None:
            raise LimitReached("endpoint.cut", where=where, count=size)
        expected = int(str(self._ask(count_of(text)).rows[0]["n"]))
        if expected > MOST_ROWS:
            raise LimitReached("queries.too-many-rows", where=where, most=MOST_ROWS)
        rows: list[dict[str, Identifier]] = []
        while len(rows) < expected:
            page = self._page(text, found.names, given, size, len(rows))
            if not page.rows:
                break
            rows += page.rows
        if len(rows) != expected:
            raise LimitReached("endpoint.changed", where=where, count=len(rows), expected=expected)
        return Rows(found.names, rows, cut=False)

    def _page(
        self, text: str, names: Sequence[str], given: Mapping[str, Identifier], size: int, at: int
    ) -> Rows:
        try:
            return self._ask(str(pages_of(text, names, given, size, at)))
        except (QueryError, RemoteError) as error:
            if "SR353" not in str(
                error.values.get("said", "")
            ):  # Virtuoso sorts no more than so many at once
                raise
            return self._ask(nested_page(text, names, given, size, at))

    def _ask(self, text: str) -> Rows:
        return read_rows(self._say(text, RESULTS), self.conversation.address)

    def _say(self, text: str, accept: str) -> Heard:
        fields: dict[str, Any] = {"query": text}
        if self.told:
            fields |= {"default-graph-uri": list(self.graphs), "named-graph-uri": list(self.graphs)}
        return self.conversation.say("POST", fields=fields, accept=accept)

    def _constructed(self, text: str) -> Graph:
        """Return the triples of a CONSTRUCT, made here of all rows: servers cut them without a word."""
        graph = Graph()
        template, select = construction(text)
        for row in self.rows(select).rows:
            for triple in filled(template, row):
                graph.add(triple)
        return graph

    def _described(self, text: str) -> Graph:
        heard = self._say(text, TRIPLES)
        graph = read_triples(heard, self.conversation.address)
        if is_cut(heard) or (len(graph) >= _ROUND and len(graph) % _ROUND == 0):
            raise LimitReached("endpoint.cut", where=self.conversation.address, count=len(graph))
        return graph

    def _declared(self, text: str, more: Mapping[str, Any]) -> str:
        """Return the text with the prefixes that it uses, knows not, and we do."""
        known = {**self._prefixes, **more}
        read = list(tokens(text))
        own = {after.text for before, after in pairwise(read) if before.text.upper() == "PREFIX"}
        used = {each.text.partition(":")[0] for each in read if each.terminal in ("PNAME_LN", "PNAME_NS")}
        missing = sorted(name for name in used & set(known) if f"{name}:" not in own)
        return "".join(f"PREFIX {name}: <{known[name]}> " for name in missing) + text

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph | None]]]:
        """Yield the triples of a pattern, each once; a property asked for again and again is read whole."""
        subject, predicate, object_ = triple_pattern
        whole = context is None or context.identifier == DATASET_DEFAULT_GRAPH_ID
        if whole and predicate is not None and (subject is None) != (object_ is None):
            self._asked[predicate] += 1
            if self._asked[predicate] > _READ_AHEAD:
                yield from ((triple, iter(())) for triple in self._at_hand(subject, predicate, object_))
                return
        given = {name: term for name, term in zip("spo", triple_pattern, strict=True) if term is not None}
        if not whole:
            given["graph"] = context.identifier  # type: ignore[union-attr]
        text = bound(own_text("triples" if whole else "graph-triples"), given)  # type: ignore[arg-type]
        for row in self.rows(text, given).rows:  # type: ignore[arg-type]
            yield (row["s"], row["p"], row["o"]), iter(())

    def _at_hand(self, subject: Node | None, predicate: Node, object_: Node | None) -> Iterator[Triple]:
        """Yield the triples of a property, read before, of one subject or one object."""
        if predicate not in self._read:
            self._read[predicate] = {}, {}
            subjects, objects = self._read[predicate]
            given = {"p": predicate}
            for row in self.rows(bound(own_text("triples"), given), given).rows:  # type: ignore[arg-type]
                subjects.setdefault(row["s"], []).append(row["o"])
                objects.setdefault(row["o"], []).append(row["s"])
        subjects, objects = self._read[predicate]
        if subject is not None:
            yield from ((subject, predicate, other) for other in subjects.get(subject, ()))
        elif object_ is not None:
            yield from ((one, predicate, object_) for one in objects.get(object_, ()))

    def __len__(self, context: Graph | None = None) -> int:
        """Return the number of triples of a graph, of the merge without one."""
        if context is None or context.identifier == DATASET_DEFAULT_GRAPH_ID:
            return int(str(self._ask(own_text("size")).rows[0]["n"]))
        return self.sizes().get(str(context.identifier), 0)

    def sizes(self) -> dict[str, int]:
        """Return graph (IRI) -> the number of its triples, of the graphs that are asked."""
        rows = self.rows(own_text("graph-sizes")).rows
        return {str(row["graph"]): int(str(row["n"])) for row in rows}

    def contexts(self, triple: Any = None) -> Generator[Graph, None, None]:
        """Yield the named graphs."""
        for name in self.graphs:
            yield Graph(store=self, identifier=URIRef(name))

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Keep a prefix, for texts that use it without a word."""
        if override or prefix not in self._prefixes:
            self._prefixes[prefix] = namespace

    def prefix(self, namespace: URIRef) -> str | None:
        """Return the prefix of a namespace."""
        return next((name for name, iri in self._prefixes.items() if iri == namespace), None)

    def namespace(self, prefix: str) -> URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield every prefix and its namespace."""
        yield from self._prefixes.items()
