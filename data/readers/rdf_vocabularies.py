"""What the terms of other vocabularies mean here: the alignments, and what `rdf.toml` says beside them."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS

from ...ontology.terms import MAI, TYPOLOGY, load_alignments, load_typologies
from ..schema import load_schema

_MAI = str(MAI._NS)
_OWN = {"owl#equivalentClass": 0, "owl#equivalentProperty": 0, "exactMatch": 0}
_BELOW = {"subClassOf": 1, "subPropertyOf": 1, "closeMatch": 2}
_STEPS = 6  # terms above a term
TIES = {
    "participatesIn": ("participation", False),
    "partnerOf": ("partnership", False),
    "funds": ("funding", False),
    "fundedBy": ("funding", True),
    "memberOf": ("affiliation", False),
    "partOfActivity": ("part-of", False),
    "producedBy": ("production", False),
}
NODES = {"Participation": "participation", "Funding": "funding", "Partnership": "partnership"}
_CONTACTS = {"email": "contact-email", "phone": "contact-phone", "post": "contact-post"}
_PLACES = {
    "seatedIn": "place",
    "intervenesIn": "coverage",
    "availableIn": "coverage",
    "classifiedAs": "category",
}


@cache
def _declared() -> Mapping[str, Mapping[str, Any]]:
    declared = tomllib.loads((files(__package__) / "rdf.toml").read_text("utf-8"))
    prefixes = declared["prefixes"]

    def whole(name: Any) -> Any:
        prefix, colon, local = str(name).partition(":")
        return prefixes[prefix] + local if colon and prefix in prefixes else name

    kept = ("prefixes", "namespaces", "noise")
    return {
        part: said if part in kept else {whole(key): whole(value) for key, value in said.items()}
        for part, said in declared.items()
    }


@lru_cache(maxsize=100_000)
def normal(iri: str) -> str:
    """Return the IRI of a term as the alignments write it."""
    namespaces = _declared()["namespaces"]
    for given in sorted(namespaces, key=len, reverse=True):
        if iri.startswith(given):
            iri = namespaces[given] + iri[len(given) :]
            break
    return str(_declared()["spellings"].get(iri, iri))


@lru_cache(maxsize=100_000)
def short(iri: str) -> str:
    """Return an IRI as people write it, "pair:label", where its vocabulary is known."""
    for prefix, namespace in _declared()["prefixes"].items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


@lru_cache(maxsize=100_000)
def is_noise(iri: str) -> bool:
    """Tell whether a term is of a vocabulary of machines, not of people and what they do."""
    prefixes = _declared()["prefixes"]
    return iri.startswith(tuple(prefixes[each] for each in _declared()["noise"]["prefixes"]))


@lru_cache(maxsize=100_000)
def inverse(name: str) -> str:
    """Return the property that says the same from the other end, and is the one kept; "" for none."""
    return str(_declared()["inverses"].get(name, ""))


@cache
def _aligned() -> Mapping[str, tuple[str, ...]]:
    """Return their term -> the local names of ours ("types-of-structure/network"), closest first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    ranks = {**_OWN, **_BELOW}
    for ours, relation, theirs in load_alignments():
        rank = next((ranks[end] for end in ranks if str(relation).endswith(end)), None)
        if rank is not None and isinstance(theirs, URIRef):
            name = str(ours).removeprefix(_MAI).removeprefix(str(TYPOLOGY))
            found[normal(str(theirs))].append((rank, name))
    return {theirs: tuple(name for _, name in sorted(names)) for theirs, names in found.items()}


def our_terms(iri: str) -> tuple[str, ...]:
    """Return the local names of our terms that a term is aligned with, itself or through one above it."""
    for each in _upward(iri):
        if each.startswith(_MAI):
            return (each[len(_MAI) :],)
        if names := _aligned().get(each):
            return names
    return ()


def _upward(iri: str) -> Iterable[str]:
    for _ in range(_STEPS):
        yield iri
        above = _declared()["below"].get(iri)
        if not above or above == iri:
            return
        iri = above


@cache
def kind_of(name: str) -> str:
    """Return what a thing of this class is: a kind of raw table, a tie, "place", "concept"; "" if unread."""
    classes = {table.class_name: table.name for table in load_schema().values()}
    for each in _upward(name):
        if each in _declared()["kinds"]:
            return str(_declared()["kinds"][each])
        for term in our_terms(each):
            if term in NODES:
                return NODES[term]
            if classes.get(term) in ("structures", "initiatives", "chantiers", "events"):
                return classes[term]
    return ""


def type_of(name: str) -> str:
    """Return the term of types-of-structure that a class says beside, "" for none."""
    return str(_declared()["types"].get(name, ""))


@cache
def meaning(name: str, kind: str) -> str:
    """Return what a property means as a field of `kind`, "" when nothing says it."""
    table = load_schema().get(kind)
    for each in _upward(name):
        if each in _declared()["meanings"]:
            return str(_declared()["meanings"][each])
        for term in our_terms(each):
            if term in _CONTACTS:
                return _CONTACTS[term]
            column = _column(term, kind) if table else ""
            if column:
                return column
            if term in _PLACES:
                return _PLACES[term]
    return ""


def _column(term: str, kind: str) -> str:
    refs = ("ref", "term", "columns")
    columns = load_schema()[kind].columns.values()
    return next(
        (each.name for each in columns if each.property == f"mai:{term}" and each.kind not in refs), ""
    )


@cache
def tie(name: str) -> tuple[str, bool] | None:
    """Return the tie that a property states and whether it is said from its other end."""
    for each in _upward(name):
        if each in _declared()["ties"]:
            said = str(_declared()["ties"][each])
            return TIES[said[len(_MAI) :]] if said else None
        for term in our_terms(each):
            if term in TIES:
                return TIES[term]
    return None


def role(name: str) -> str:
    """Return the role in which the value of a property takes part in its subject, "" for no such property."""
    return str(_declared()["roles"].get(name, ""))


def note(name: str) -> str:
    """Return what to note of each tie that a property states, "" for nothing."""
    return str(_declared()["notes"].get(name, ""))


@cache
def end(name: str, relation: str) -> str:
    """Return what a property of a tie's own node says: "from", "to", "role", "amount_eur", "start", "end"."""
    ends = {
        "participatingStructure": "from",
        "participatingPerson": "from",
        "participationIn": "to",
        "partner": "from",
        "funder": "from",
        "fundedBy": "from",
        "beneficiary": "to",
        "role": "role",
        "instrument": "note",
        "amount": "amount_eur",
        "start": "start",
        "end": "end",
    }
    for each in _upward(name):
        said = _declared()["ends"].get(each)
        for term in (said[len(_MAI) :],) if said else our_terms(each):
            if term in ends:
                return ends[term]
    return "note" if meaning(name, "chantiers") in ("note", "description", "name") else ""


def label(name: str) -> str:
    """Return what a property is called as a field: in French where `rdf.toml` says it."""
    return str(_declared()["labels"].get(name, short(name)))


@cache
def our_label(term: str) -> str:
    """Return the French name of a term of our typologies, given as "types-of-structure/network"."""
    labels = (
        words
        for words in _typology().objects(URIRef(TYPOLOGY[term]), SKOS.prefLabel)
        if isinstance(words, Literal) and words.language == "fr"
    )
    return str(next(labels, term.rpartition("/")[2]))


@cache
def _typology() -> Graph:
    return load_typologies()
