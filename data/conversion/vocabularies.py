"""Words that classify: terms of our typologies where a label says exactly that, else the source's own."""

from collections.abc import Iterator, Mapping
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from ...ontology.terms import load_typologies, scheme_iri
from ..mapping.meanings import fold_header, load_relations, load_role_words
from .bench import Bench
from .ledger import Place
from .plan import Cell, Entry
from .things import Thing
from .values import one_line

_SCHEMES = {"type": "types-of-structure", "legal-form": "legal-forms"}
_LONGEST = 150  # signs of a category


@cache
def term_labels(scheme: str) -> Mapping[str, str]:
    """Return the labels of a typology, folded as headers are -> the term; labels of two terms left out."""
    found: dict[str, set[str]] = {}
    for label, slug in _labels(scheme):
        found.setdefault(fold_header(label), set()).add(slug)
    return {label: next(iter(slugs)) for label, slugs in found.items() if len(slugs) == 1}


def _labels(scheme: str) -> Iterator[tuple[str, str]]:
    graph, iri = _typologies(), scheme_iri(scheme)
    for concept in graph.subjects(SKOS.inScheme, iri):
        slug = str(concept).removeprefix(f"{iri}/")
        yield slug, slug
        for said in (SKOS.prefLabel, SKOS.altLabel):
            yield from ((str(label), slug) for label in graph.objects(URIRef(str(concept)), said))


@cache
def _typologies() -> Graph:
    return load_typologies()


def find_term(scheme: str, words: str) -> str:
    """Return the term whose label these words are, "" for none."""
    return term_labels(scheme).get(fold_header(words), "")


@cache
def read_role(words: str) -> str:
    """Return the role that words say, "" for none."""
    key = fold_header(words)
    return term_labels("roles").get(key, "") or load_role_words().get(key, "")


@cache
def read_relation(words: str) -> str:
    """Return what the words of a tie say (a key of `[relations]`), "" when they are not known."""
    return load_relations().get(fold_header(words), "")


def classify(bench: Bench, thing: Thing, entry: Entry, cell: Cell) -> None:
    """State each value of a cell as a classification of the thing."""
    meaning = cell.field.meaning
    for value in bench.values(entry, cell, ("concepts",)):
        found = bench.things.keyed(value, ("concepts",), cell.field.links) if cell.field.links else []
        term = find_term(_SCHEMES[meaning], value) if meaning in _SCHEMES else ""
        if found:
            _state(bench, thing, found[0].id, entry.place)
        elif cell.field.links:
            bench.ledger.tell(
                entry.place, "conversion.no-row", cell.field.label, value, table=cell.field.links
            )
        elif term:
            _state(bench, thing, f"{_SCHEMES[meaning]}/{term}", entry.place)
        else:
            concept = _own(bench, thing, cell, value, entry.place)
            if concept:
                _state(bench, thing, concept, entry.place)


def _own(bench: Bench, thing: Thing, cell: Cell, value: str, place: Place) -> str:
    """Return the id of a concept of the source's own scheme, which bears the field's label."""
    name = bench.public(thing.id, one_line(value), place, cell.field.label)
    if len(name) > _LONGEST or not any(map(str.isalnum, name)):
        bench.ledger.tell(place, "conversion.long-category", cell.field.label, value, most=_LONGEST)
        return ""
    scheme = scheme_named(bench, cell.field.label, place)
    return concept_named(bench, scheme, name, place)


def scheme_named(bench: Bench, label: str, place: Place) -> Thing:
    """Return the source's own scheme of that name, made when it is new."""
    found = bench.things.named(label, ("schemes",))
    return found[0] if found else bench.things.create("schemes", label, place)


def concept_named(bench: Bench, scheme: Thing, name: str, place: Place) -> str:
    """Return the id of the concept of that name in a scheme, made when it is new."""
    for each in bench.things.named(name, ("concepts",)):
        if each.cells.get("scheme") == scheme.id:
            return each.id
    words = f"{scheme.id.removeprefix(bench.ledger.source + '-')} {name}"
    made = Thing("concepts", bench.things.identifiers.take(words), name, place, stated=False)
    made.cells["scheme"] = scheme.id
    bench.things.enter(made)
    return made.id


def _state(bench: Bench, thing: Thing, concept: str, place: Place) -> None:
    identifier = f"{thing.id}--{concept.replace('/', '--')}"
    bench.ledger.add("classifications", {"id": identifier, "subject": thing.id, "concept": concept}, place)
