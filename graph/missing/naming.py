"""What the terms of our ontology and typologies are called: networks hold words, in either language."""

import re
from collections.abc import Mapping
from functools import cache

from rdflib import Graph, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from ...ontology.terms import load_ontology, load_typologies, scheme_iri, scheme_terms, schemes, term

_LEADING = ("coordinator", "facilitator", "referent", "lead", "pilot", "initiator")  # who knows all first
_QUOTES = re.compile(r"(«[ \u00a0\u202f]?|[ \u00a0\u202f]?»)")
Subject = tuple[str, str]  # vocabulary, term


def terms(facts: object) -> frozenset[Subject]:
    """Return the terms that a node is classified under: its undisputed facts, but plain values."""
    if not isinstance(facts, list | tuple):
        return frozenset()
    told = (
        (str(each.get("label", "")), str(each.get("value", "")))
        for each in facts
        if each.get("status") != "disputed"
    )
    return frozenset((label, value) for label, value in told if value and label not in _plain())


def unnested(sentence: str) -> str:
    """Return a sentence whose quotes inside quotes are “ ”; as it is where they do not pair up.

    Example
    -------
    >>> unnested("Le chantier « 17 · Chantier « Fibres » » est seul.")
    'Le chantier « 17 · Chantier “Fibres” » est seul.'
    """
    depth, told = 0, list[str]()
    for part in _QUOTES.split(sentence):
        if part.startswith("«"):
            depth += 1
            told.append(part if depth == 1 else "“")
        elif part.endswith("»"):
            told.append(part if depth == 1 else "”")
            depth -= 1
        else:
            told.append(part)
        if depth < 0:
            return sentence
    return "".join(told) if not depth else sentence


@cache
def _plain() -> frozenset[str]:
    """Return what the properties whose values are no terms are called."""
    ontology = load_ontology()
    plain = ontology.subjects(RDF.type, OWL.DatatypeProperty)
    return frozenset(str(label) for each in plain for label in ontology.objects(each, RDFS.label))


@cache
def leading() -> Mapping[str, int]:
    """Return what each leading role is called, in each language, with its place: who knows all first."""
    labels = _typologies()
    return {
        str(label).casefold(): place
        for place, role in enumerate(_LEADING)
        for label in labels.objects(term("roles", role), SKOS.prefLabel)
    }


@cache
def vocabularies() -> Mapping[str, str]:
    """Return what each term of our typologies is called -> what its vocabulary is, in either language."""
    graph = _typologies()
    found: dict[str, str] = {}
    for name in schemes():
        for language in ("fr", "en"):
            scheme = spoken(scheme_iri(name), language)
            for concept in graph.subjects(SKOS.inScheme, URIRef(scheme_iri(name))):
                found.setdefault(spoken(concept, language).casefold(), scheme)
    return found


def labels(scheme: str, slugs: tuple[str, ...]) -> frozenset[str]:
    """Return what terms of a typology are called, in both languages, in small letters.

    Raises
    ------
    KeyError
        For a term that the typology does not hold: a programmer's mistake.
    """
    if unknown := set(slugs) - set(scheme_terms(scheme)):
        raise KeyError(f"no term {', '.join(sorted(unknown))} in {scheme}")
    return frozenset(spoken(term(scheme, slug), each).casefold() for slug in slugs for each in ("fr", "en"))


@cache
def spoken(concept: object, language: str) -> str:
    """Return what a concept or a vocabulary of ours is called in a language."""
    found = _typologies().objects(URIRef(str(concept)), SKOS.prefLabel)
    return next((str(each) for each in found if getattr(each, "language", "") == language), str(concept))


@cache
def _typologies() -> Graph:
    return load_typologies()
