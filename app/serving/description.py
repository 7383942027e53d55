"""What the endpoint says of itself and of its dataset: SPARQL service description, VoID, DCAT-AP.

https://www.w3.org/TR/sparql11-service-description/ · https://www.w3.org/TR/void/ ·
https://semiceu.github.io/DCAT-AP/releases/3.0.0/
"""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib.resources import files

from rdflib import DCAT, DCTERMS, RDF, VOID, BNode, Graph, Literal, Namespace, URIRef
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ...errors import LimitReached, QueryError
from ...graph.answering import served
from ...messages import LANGUAGES, speaking
from ...messages import text as say
from ...queries.isolation import Keeper
from .negotiation import GRAPHS, named, preferred

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_SYNTAXES = ("Turtle", "TriG", "N-Triples", "N-Quads", "JSON-LD", "RDF_XML")
_WRITTEN = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}
_PEOPLE = {"html": ("text/html",)}  # a browser shows Turtle as text
_SECONDS = 60  # for counts of ours


class Description:
    """What can be said of a dataset that is served; its figures are counted once, when first asked."""

    def __init__(self, keeper: Keeper, dataset: served.Served, title: str) -> None:
        self._keeper, self._dataset, self._title = keeper, dataset, title

    def service(self, base: str) -> Graph:
        """Return the description of the service at `base`, an address without a slash at its end."""
        graph, service, dataset = _graph(), URIRef(f"{base}/sparql"), URIRef(f"{base}/dataset")
        whole, default = BNode("graphs"), BNode("default")
        graph.add((service, RDF.type, SD.Service))
        graph.add((service, SD.endpoint, service))
        graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
        for name in _RESULTS + _SYNTAXES:
            graph.add((service, SD.resultFormat, _FORMATS[name]))
        graph.add((service, SD.defaultDataset, whole))
        graph.add((whole, RDF.type, SD.Dataset))
        graph.add((whole, SD.defaultGraph, default))
        graph.add((default, RDF.type, SD.Graph))
        graph.add((default, VOID.triples, Literal(self._dataset.triples)))
        for name, count in self._dataset.graphs.items():
            node, inside = BNode(), BNode()
            graph.add((whole, SD.namedGraph, node))
            graph.add((node, RDF.type, SD.NamedGraph))
            graph.add((node, SD.name, URIRef(name)))
            graph.add((node, SD.graph, inside))
            graph.add((inside, RDF.type, SD.Graph))
            graph.add((inside, VOID.triples, Literal(count)))
        graph.add((service, DCTERMS.subject, dataset))
        return graph

    def dataset(self, base: str) -> Graph:
        """Return the description of the dataset, as VoID and DCAT-AP say it."""
        graph, dataset, service = _graph(), URIRef(f"{base}/dataset"), URIRef(f"{base}/sparql")
        for kind in (VOID.Dataset, DCAT.Dataset):
            graph.add((dataset, RDF.type, kind))
        for language in LANGUAGES:
            with speaking(language):
                graph.add((dataset, DCTERMS.title, Literal(self._title, lang=language)))
                about = say("serve.dataset.description", graphs=len(self._dataset.graphs))
                graph.add((dataset, DCTERMS.description, Literal(about, lang=language)))
        graph.add((dataset, VOID.sparqlEndpoint, service))
        graph.add((dataset, VOID.triples, Literal(self._dataset.triples)))
        for property_, key, count, partitions in (
            (VOID.classPartition, VOID["class"], VOID.entities, self._classes),
            (VOID.propertyPartition, VOID.property, VOID.triples, self._properties),
        ):
            for name, number in partitions.items():
                node = BNode()
                graph.add((dataset, property_, node))
                graph.add((node, key, URIRef(name)))
                graph.add((node, count, Literal(number)))
        self._distributions(graph, dataset, service)
        return graph

    def _distributions(self, graph: Graph, dataset: URIRef, service: URIRef) -> None:
        access, distribution = BNode("service"), BNode("distribution")
        graph.add((access, RDF.type, DCAT.DataService))
        graph.add((access, DCTERMS.title, Literal("SPARQL 1.1")))
        graph.add((access, DCAT.endpointURL, service))
        graph.add((access, DCAT.endpointDescription, service))
        graph.add((access, DCAT.servesDataset, dataset))
        graph.add((access, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
        graph.add((dataset, DCAT.distribution, distribution))
        graph.add((distribution, RDF.type, DCAT.Distribution))
        graph.add((distribution, DCAT.accessURL, service))
        graph.add((distribution, DCAT.accessService, access))

    @cached_property
    def _classes(self) -> Mapping[str, int]:
        return self._counted("void-classes.rq", "class", "things")

    @cached_property
    def _properties(self) -> Mapping[str, int]:
        return self._counted("void-properties.rq", "property", "statements")

    def _counted(self, name: str, key: str, value: str) -> dict[str, int]:
        """Return what a text of ours counts; nothing when the dataset is too large to count in time."""
        text = (files(served.__package__) / name).read_text("utf-8")
        try:
            told = json.loads(self._keeper.answer(text, seconds=_SECONDS).read())
        except LimitReached:
            return {}
        rows = told["results"]["bindings"]
        return {row[key]["value"]: int(row[value]["value"]) for row in rows if row[key]["type"] == "uri"}


async def describe_service(request: Request) -> Response:
    """Describe the service."""
    return await run_in_threadpool(_told, request, request.app.state.description.service)


async def describe_dataset(request: Request) -> Response:
    """Describe the dataset."""
    return await run_in_threadpool(_told, request, request.app.state.description.dataset)


def _told(request: Request, describe: Callable[[str], Graph]) -> Response:
    offers = {name: GRAPHS[name] for name in _WRITTEN}
    asked = request.query_params.get("format", "")
    accept = request.headers.get("accept", "")
    form = named(asked, offers) if asked else preferred(accept, offers)
    if not (form or asked) and preferred(accept, _PEOPLE):
        form = "ttl"
    if not form:
        known = ", ".join(types[0] for types in offers.values())
        raise QueryError("queries.format.none", where=say("serve.where.request"), known=known)
    body = describe(str(request.base_url).rstrip("/")).serialize(format=_WRITTEN[form], encoding="utf-8")
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept"}
    return Response(body, headers=headers, media_type=f"{offers[form][0]}; charset=utf-8")


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdf", RDF), ("sd", SD), ("void", VOID), ("dcat", DCAT), ("dcterms", DCTERMS)):
        graph.bind(prefix, namespace)
    return graph
