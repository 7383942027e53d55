"""The words of our own terms: labels, what is wider than what, and what an editor offers while one types."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from ..graph.store import PREFIXES
from ..messages import language
from ..ontology.terms import MAI, load_ontology, load_typologies

_COMMON = (
    *("rdf:type", "rdfs:label", "rdfs:subClassOf", "skos:prefLabel", "skos:altLabel", "skos:broader"),
    *("skos:inScheme", "skos:definition", "dcterms:title", "dcterms:source", "dcterms:issued", "owl:sameAs"),
)
_MORE_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "source": "https://w3id.org/maillage/id/source/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "schema": "http://schema.org/",
    "pair": "http://virtual-assembly.org/ontologies/pair#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "qb": "http://purl.org/linked-data/cube#",
    "igeo": "http://rdf.insee.fr/def/geo#",
}


@dataclass(frozen=True)
class Vocabulary:
    """Our terms in one language."""

    graph: Graph
    language: str

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that queries usually need: prefix -> namespace."""
        return {**PREFIXES, **_MORE_PREFIXES}

    def label(self, iri: str) -> str:
        """Return the label of a term, "" without any."""
        return self._words(URIRef(iri), RDFS.label, SKOS.prefLabel)

    def wider(self, iri: str) -> set[str]:
        """Return the classes that hold all of a class, itself left out."""
        found = self.graph.transitive_objects(URIRef(iri), RDFS.subClassOf)
        return {str(each) for each in found if each is not None} - {iri}

    def offered(self) -> dict[str, Any]:
        """Return what an editor offers: `prefixes`, `terms` of ontologies, `concepts` of typologies."""
        terms = {str(each) for each in self.graph.subjects(RDFS.isDefinedBy)}
        own = sorted(each for each in terms if each.startswith(str(MAI)))
        concepts = sorted({str(each) for each in self.graph.subjects(SKOS.inScheme)})
        common = [dict(zip(("prefix", "name"), each.split(":"), strict=True), label="") for each in _COMMON]
        return {
            "prefixes": self.prefixes,
            "terms": [self._term(URIRef(each)) for each in own] + common,
            "concepts": [self._concept(URIRef(each)) for each in concepts],
        }

    def _term(self, term: URIRef) -> dict[str, str]:
        name = term.removeprefix(str(MAI))
        words = self._words(term, SKOS.definition)
        return {"prefix": "mai", "name": name, "label": self.label(term), "definition": words}

    def _concept(self, concept: URIRef) -> dict[str, str]:
        scheme = self.graph.value(concept, SKOS.inScheme)
        return {"iri": concept, "label": self.label(concept), "scheme": self.label(str(scheme))}

    def _words(self, term: URIRef, *about: URIRef) -> str:
        values = [
            each for name in about for each in self.graph.objects(term, name) if isinstance(each, Literal)
        ]
        own = [each for each in values if each.language == self.language]
        return str(next(iter(sorted(own or values)), ""))


def vocabulary() -> Vocabulary:
    """Return our terms in the language spoken now."""
    return _vocabulary(language())


@cache
def _vocabulary(spoken: str) -> Vocabulary:
    return Vocabulary(load_ontology() + load_typologies(), spoken)
