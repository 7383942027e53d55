"""Territories of the reference as RDF: those that a graph uses, and all that is above them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, SKOS, XSD

from ..messages import speaking, text
from ..ontology.terms import MAI, source_graph, thing
from .statements import Quad, passage

if TYPE_CHECKING:
    from ..data.territories.reference import Reference
    from ..data.territories.territory import Territory

IGEO = Namespace("http://rdf.insee.fr/def/geo#")
_INSEE_CLASS = {
    "Commune": IGEO.Commune,
    "EPCI": IGEO.Intercommunalite,
    "Departement": IGEO.Departement,
    "Region": IGEO.Region,
    "Country": IGEO.Pays,
}


def reference_quads(used: "Iterable[Territory]") -> Iterator[Quad]:
    """Yield what the reference says of the territories `used` and of their ancestors, in its own graph."""
    wanted = list(used)
    if not wanted:
        return
    from ..data.territories.reference import load_reference

    reference = load_reference()
    source = f"cog-{reference.vintage}"
    graph = source_graph(source)
    with speaking("fr"):
        yield from _document(source, reference.vintage, graph)
        above = (each for territory in wanted for each in (territory, *reference.ancestors(territory)))
        for territory in sorted({each.key: each for each in above}.values(), key=lambda each: each.key):
            yield from _territory(territory, reference, source, graph)


def _document(source: str, vintage: int, graph: URIRef) -> Iterator[Quad]:
    document = thing("source", source)
    yield document, RDF.type, MAI.SourceDocument, graph
    yield document, SKOS.prefLabel, Literal(text("reference.name", vintage=vintage), lang="fr"), graph
    yield document, DCTERMS.type, Literal(text("reference.kind"), lang="fr"), graph
    yield document, DCTERMS.issued, Literal(str(vintage), datatype=XSD.gYear), graph
    yield document, DCTERMS.rights, Literal(text("reference.rights"), lang="fr"), graph
    yield graph, PROV.wasDerivedFrom, document, graph


def _territory(territory: "Territory", reference: "Reference", source: str, graph: URIRef) -> Iterator[Quad]:
    subject = URIRef(territory.iri)
    yield subject, RDF.type, MAI.Territory, graph
    yield subject, RDF.type, MAI[territory.kind], graph
    if insee := _INSEE_CLASS.get(territory.kind):
        yield subject, RDF.type, insee, graph
    yield subject, SKOS.prefLabel, Literal(territory.name, lang="fr"), graph
    if territory.kind != "Country":
        yield subject, MAI.inseeCode, Literal(territory.code, datatype=XSD.string), graph
        yield subject, IGEO.codeINSEE, Literal(territory.code, datatype=XSD.token), graph
    if territory.population is not None:
        yield subject, MAI.population, Literal(str(territory.population), datatype=XSD.integer), graph
    yield subject, MAI.status, MAI.stated, graph
    yield subject, DCTERMS.source, thing("source", source), graph
    kind = text(f"reference.kind.{territory.kind}")
    yield from passage(subject, source, f"{kind} {territory.code}", graph)
    holders = {each.key for each in reference.within(territory)}
    for each in reference.ancestors(territory):
        link = MAI.partOf if each.key in holders else MAI.overlaps
        yield subject, link, URIRef(each.iri), graph
