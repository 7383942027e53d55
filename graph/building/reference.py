"""Territories of the reference as RDF: those that a graph uses, and all that is above them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rdflib import Namespace
from rdflib.namespace import DCTERMS, PROV, SKOS, XSD

from ...messages import speaking, text
from ...ontology.terms import MAI, source_graph, thing
from .quads import EVIDENCE, TYPE, Block, Passages, block, french, node, string, typed

if TYPE_CHECKING:
    from ...data.territories.reference import Reference
    from ...data.territories.territory import Territory

IGEO = Namespace("http://rdf.insee.fr/def/geo#")
_INSEE_CLASS = {
    "Commune": node(IGEO.Commune),
    "EPCI": node(IGEO.Intercommunalite),
    "Departement": node(IGEO.Departement),
    "Region": node(IGEO.Region),
    "Country": node(IGEO.Pays),
}
_MAI, _TOKEN, _INTEGER = str(MAI._NS), str(XSD.token), str(XSD.integer)
_DOCUMENT, _TERRITORY = f"{TYPE} {node(MAI.SourceDocument)}", f"{TYPE} {node(MAI.Territory)}"
_LABEL, _SOURCE = node(SKOS.prefLabel), node(DCTERMS.source)
_CODE, _INSEE_CODE, _POPULATION = node(MAI.inseeCode), node(IGEO.codeINSEE), node(MAI.population)
_PART_OF, _OVERLAPS, _STATED = node(MAI.partOf), node(MAI.overlaps), f"{node(MAI.status)} {node(MAI.stated)}"


def reference_blocks(used: "Iterable[Territory]") -> Iterator[Block]:
    """Yield what the reference says of the territories `used` and of their ancestors, in its own graph."""
    wanted = list(used)
    if not wanted:
        return
    from ...data.territories.reference import load_reference

    reference = load_reference()
    source, passages = f"cog-{reference.vintage}", Passages()
    document, graph = node(thing("source", source)), node(source_graph(source))
    with speaking("fr"):
        yield from _document(source, reference.vintage)
        for territory in sorted(with_all_above(wanted, reference), key=lambda each: each.key):
            kind = text(f"reference.kind.{territory.kind}")
            place, told = passages.of(source, f"{kind} {territory.code}")
            said = [*_said(territory, reference), f"{EVIDENCE} {place}", f"{_SOURCE} {document}"]
            yield block(f"<{territory.iri}>", said, graph)
            if told:
                yield told


def with_all_above(used: "Iterable[Territory]", reference: "Reference") -> "Iterable[Territory]":
    """Return territories and all that holds or meets them, or what holds them, and so on."""
    found: dict[str, Territory] = {}
    waiting = list(used)
    while waiting:
        territory = waiting.pop()
        if territory.key not in found:
            found[territory.key] = territory
            waiting += reference.ancestors(territory)
    return found.values()


def _document(source: str, vintage: int) -> Iterator[Block]:
    document, graph = node(thing("source", source)), node(source_graph(source))
    said = (
        _DOCUMENT,
        f"{_LABEL} {french(text('reference.name', vintage=vintage))}",
        f"{node(DCTERMS.type)} {french(text('reference.kind'))}",
        f"{node(DCTERMS.issued)} {typed(str(vintage), XSD.gYear)}",
        f"{node(DCTERMS.rights)} {french(text('reference.rights'))}",
    )
    yield block(document, said, graph)
    yield block(graph, [f"{node(PROV.wasDerivedFrom)} {document}"], graph)


def _said(territory: "Territory", reference: "Reference") -> Iterator[str]:
    yield _TERRITORY
    yield f"{TYPE} <{_MAI}{territory.kind}>"
    if insee := _INSEE_CLASS.get(territory.kind):
        yield f"{TYPE} {insee}"
    yield f"{_LABEL} {french(territory.name)}"
    if territory.kind != "Country":
        yield f"{_CODE} {string(territory.code)}"
        yield f"{_INSEE_CODE} {typed(territory.code, _TOKEN)}"
    if territory.population is not None:
        yield f"{_POPULATION} {typed(str(territory.population), _INTEGER)}"
    yield _STATED
    holders = {each.key for each in reference.within(territory)}
    for each in reference.ancestors(territory):
        yield f"{_PART_OF if each.key in holders else _OVERLAPS} <{each.iri}>"
