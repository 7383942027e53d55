"""The documentation of the ontology and of the typologies, in the language spoken now, as a page."""

from collections.abc import Iterable, Iterator, Sequence
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from ..data.tables import corpus_folder
from ..messages import language, text
from ..ontology.terms import MAI, ONTOLOGY, THING, TYPOLOGY, load_alignments, load_ontology, load_typologies
from .served_page import Visit, render_served
from .vocabulary import vocabulary
from .words import order

if TYPE_CHECKING:
    from .edition import Edition

_VANN = Namespace("http://purl.org/vocab/vann/")
_ALIGNED = (
    *(OWL.equivalentClass, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch),
    *(SKOS.narrowMatch, SKOS.exactMatch, SKOS.broadMatch),
)
_TRAITS = {
    OWL.FunctionalProperty: "functional",
    OWL.TransitiveProperty: "transitive",
    OWL.SymmetricProperty: "symmetric",
    OWL.IrreflexiveProperty: "irreflexive",
}


@dataclass(frozen=True)
class Reference:
    """A word that leads somewhere: to a term of this page (`#…`), or to an address."""

    words: str
    href: str


@dataclass(frozen=True)
class TermTold:
    """A class, a property, an individual or a concept, with all that its file says of it.

    `aspects` are (what is told, references); `narrower` the concepts below it.
    """

    anchor: str
    iri: str
    label: str
    other: str
    definition: str
    examples: Sequence[str]
    notes: Sequence[str]
    aspects: Sequence[tuple[str, Sequence[Reference]]]
    narrower: Sequence["TermTold"] = ()


@dataclass(frozen=True)
class Documentation:
    """The ontology told: who it is, then its terms by sort, and the typologies."""

    iri: str
    title: str
    description: str
    about: Sequence[tuple[str, str]]
    notes: Sequence[str]
    sections: Sequence[tuple[str, Sequence[TermTold]]]
    schemes: Sequence[TermTold]


def documentation() -> Documentation:
    """Return the documentation of the ontology in the current language."""
    return _documentation(language())


@cache
def _documentation(spoken: str) -> Documentation:
    graph, typologies, alignments = load_ontology(), load_typologies(), load_alignments()
    teller = _Teller(graph + typologies, alignments, spoken)
    sections = [
        ("classes", teller.told(graph.subjects(RDF.type, OWL.Class))),
        ("links", teller.told(graph.subjects(RDF.type, OWL.ObjectProperty))),
        ("values", teller.told(graph.subjects(RDF.type, OWL.DatatypeProperty))),
        ("individuals", teller.told(graph.subjects(RDF.type, OWL.NamedIndividual))),
    ]
    about = [
        (text("ontology.version"), teller.words(ONTOLOGY, OWL.versionInfo)),
        (text("ontology.prefix"), teller.words(ONTOLOGY, _VANN.preferredNamespacePrefix)),
        (text("ontology.namespace"), teller.words(ONTOLOGY, _VANN.preferredNamespaceUri)),
        (text("ontology.licence"), teller.words(ONTOLOGY, DCTERMS.license)),
    ]
    return Documentation(
        str(ONTOLOGY),
        teller.words(ONTOLOGY, DCTERMS.title),
        teller.words(ONTOLOGY, DCTERMS.description),
        [(name, value) for name, value in about if value],
        teller.all_words(ONTOLOGY, SKOS.editorialNote),
        sections,
        teller.schemes(typologies),
    )


class _Teller:
    """Tells terms of `graph` in one language, with what `alignments` add."""

    def __init__(self, graph: Graph, alignments: Graph, spoken: str) -> None:
        self.graph, self.alignments, self.spoken = graph, alignments, spoken
        self.said_of = self._users(RDFS.domain)
        self.values_of = self._users(RDFS.range)

    def told(self, subjects: Iterable[Node]) -> list[TermTold]:
        """Return our own terms among `subjects`, in the order of a dictionary."""
        found = {
            subject for subject in subjects if isinstance(subject, URIRef) and subject.startswith(str(MAI))
        }
        return self._sorted(self._term(subject) for subject in found)

    def schemes(self, typologies: Graph) -> list[TermTold]:
        """Return each typology with its concepts, those below a concept under it."""
        found = set(typologies.subjects(RDF.type, SKOS.ConceptScheme))
        return self._sorted(
            self._term(scheme, typologies.objects(scheme, SKOS.hasTopConcept))
            for scheme in found
            if isinstance(scheme, URIRef)
        )

    def words(self, subject: Node, about: URIRef) -> str:
        """Return what is said of a subject, in the language spoken, else in none or another."""
        found = self.all_words(subject, about)
        return found[0] if found else ""

    def all_words(self, subject: Node, about: URIRef) -> list[str]:
        """Return all that is said in the language spoken; when nothing is, what is said in another."""
        values = sorted(self.graph.objects(subject, about), key=str)
        own = [value for value in values if isinstance(value, Literal) and value.language == self.spoken]
        return [str(value) for value in own or values]

    def _term(self, term: URIRef, below: Iterable[Node] = ()) -> TermTold:
        label = self._label(term)
        names = {str(name) for name in self.graph.objects(term, _label_property(term))}
        under = [*below, *self.graph.objects(term, SKOS.narrower)]
        return TermTold(
            _anchor(term),
            str(term),
            label,
            ", ".join(sorted({*names, *self.all_words(term, SKOS.altLabel)} - {label})),
            self.words(term, SKOS.definition),
            self.all_words(term, SKOS.example),
            [*self.all_words(term, SKOS.scopeNote), *map(str, self.graph.objects(term, MAI.locator))],
            [(name, references) for name, references in self._aspects(term) if references],
            self._sorted(self._term(each) for each in under if isinstance(each, URIRef)),
        )

    def _aspects(self, term: URIRef) -> Iterator[tuple[str, Sequence[Reference]]]:
        """Yield what a term is to others: above and below it, its domain and range, who aligns it."""
        graph = self.graph
        yield text("ontology.above"), self._references(graph.objects(term, RDFS.subClassOf))
        yield text("ontology.below"), self._references(graph.subjects(RDFS.subClassOf, term))
        yield text("ontology.above-property"), self._references(graph.objects(term, RDFS.subPropertyOf))
        yield text("ontology.domain"), self._references(self._members(graph.objects(term, RDFS.domain)))
        yield text("ontology.range"), self._references(self._members(graph.objects(term, RDFS.range)))
        inverse = [*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)]
        yield text("ontology.inverse"), self._references(inverse)
        kinds = set(graph.objects(term, RDF.type))
        traits = [text(f"ontology.trait.{name}") for kind, name in _TRAITS.items() if kind in kinds]
        yield text("ontology.traits"), [Reference(words, "") for words in sorted(traits)]
        if (term, RDF.type, OWL.Class) in graph:
            yield text("ontology.has"), self._references(self.said_of.get(term, ()))
            yield text("ontology.receives"), self._references(self.values_of.get(term, ()))
        if instances := set(graph.subjects(RDF.type, term)):
            yield text("ontology.instances"), self._references(instances)
        for relation in _ALIGNED:
            aligned = self.alignments.objects(term, relation)
            words = text(f"ontology.aligned.{relation.partition('#')[2]}")
            yield words, self._references(aligned)
        yield text("ontology.source"), self._references(graph.objects(term, DCTERMS.source))

    def _users(self, side: URIRef) -> dict[Node, list[Node]]:
        """Return class -> the properties whose domain, or range, names it."""
        found: dict[Node, list[Node]] = {}
        for about, named in self.graph.subject_objects(side):
            for each in self._members([named]):
                found.setdefault(each, []).append(about)
        return found

    def _members(self, classes: Iterable[Node]) -> list[Node]:
        """Return classes, each union or enumeration by its members."""
        found: list[Node] = []
        for each in classes:
            union = self.graph.value(each, OWL.unionOf) or self.graph.value(each, OWL.oneOf)
            found.extend([each] if union is None else Collection(self.graph, union))
        return found

    def _references(self, nodes: Iterable[Node]) -> list[Reference]:
        found = {self._reference(node) for node in nodes if isinstance(node, URIRef | Literal)}
        return sorted(found, key=lambda one: (order(one.words), one.href))

    def _reference(self, node: Node) -> Reference:
        iri = str(node)
        if isinstance(node, URIRef) and (iri.startswith(str(MAI)) or iri.startswith(TYPOLOGY)):
            return Reference(self._label(node), f"#{_anchor(node)}")
        if iri == str(ONTOLOGY):
            return Reference(text("ontology.own"), "")
        if iri.startswith(THING):
            return Reference(_documents().get(iri.rpartition("/")[2], iri), iri)
        return Reference(_short(self.alignments, iri), iri if isinstance(node, URIRef) else "")

    def _label(self, term: URIRef) -> str:
        return self.words(term, _label_property(term)) or _anchor(term)

    @staticmethod
    def _sorted(terms: Iterable[TermTold]) -> list[TermTold]:
        return sorted(terms, key=lambda term: (order(term.label), term.anchor))


def _label_property(term: URIRef) -> URIRef:
    return SKOS.prefLabel if term.startswith(TYPOLOGY) else RDFS.label


def _anchor(term: URIRef) -> str:
    """Return the id of a term in the page: its local name; a concept's, after that of its typology."""
    return term.removeprefix(str(MAI)).removeprefix(TYPOLOGY)


def _short(graph: Graph, iri: str) -> str:
    """Return an IRI with its usual prefix, as people who know the vocabulary write it."""
    for prefix, namespace in (*vocabulary().prefixes.items(), *graph.namespaces()):
        if prefix and iri.startswith(namespace) and iri != str(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def _documents() -> dict[str, str]:
    """Return the titles of the documents that the definitions were drawn from, by id."""
    content = (corpus_folder() / "sources.csv").read_text("utf-8-sig")
    return {row["id"]: row["name"] for row in DictReader(StringIO(content), delimiter=";")}


def render_ontology(visit: Visit, formats: Sequence[tuple[str, str, str]]) -> str:
    """Return the documentation as a page of the server; `formats` are its other forms."""
    told = documentation()
    return render_served(
        "ontology.html",
        visit,
        title=told.title,
        here="ontology",
        layout="served.html",
        ontology=told,
        link=visit.within,
        formats=formats,
    )


def write_ontology(edition: "Edition") -> None:
    """Write the documentation as a page of an atlas, which opens without a server."""
    told = documentation()
    edition.write(
        "ontologie.html",
        "ontology.html",
        title=told.title,
        more_styles=("ontology.css",),
        layout="atlas.html",
        ontology=told,
        link=edition.href,
        formats=(),
    )


@cache
def written(form: str) -> bytes:
    """Return the ontology, its typologies and its alignments in a format of RDF: ttl, jsonld, rdf or nt."""
    whole = load_ontology() + load_typologies() + load_alignments()
    for prefix, namespace in vocabulary().prefixes.items():
        whole.bind(prefix, namespace)
    name = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}[form]
    return whole.serialize(format=name, encoding="utf-8")
