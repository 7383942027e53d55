"""What the graph tells of one resource: its facts with their sources, its links, what refers to it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SKOS

from ..messages import language, text
from ..ontology.terms import INFERENCES, MAI, THING
from ..queries.catalogue import LANGUAGE, question
from .resource_told import NAMES, Aspect, Cited, FactTold, Resource, Value
from .served_page import Ask, Row, Term, page_of
from .vocabulary import vocabulary
from .words import day, order

QUESTION = "everything-about-a-thing"
_BETWEEN, _WITHIN = " | ", " ; "
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_MOST = 1000  # references told of one resource
_DATES = ("gYear", "gYearMonth", "date")
_TOLD_APART = {
    str(RDF.type),
    *(str(each) for each in (MAI.evidence, MAI.status, MAI.inferredProperty, MAI.disputedProperty)),
}
_BORROWED = {
    str(SKOS.prefLabel): "resource.name",
    str(SKOS.altLabel): "resource.spelling",
    str(RDF.type): "resource.kind",
}


def describe(ask: Ask, iri: str) -> Resource:
    """Return what the graph tells of `iri`, in the current language where words of ours are told.

    `ask` runs a text with bindings and returns its rows.
    """
    thing = {"thing": URIRef(iri)}
    statements = _merged(ask(sparql("resource-statements.rq"), thing))
    sourced = ask(question(QUESTION).text, {**thing, LANGUAGE: Literal(language())}) if statements else []
    found = ask(sparql("resource-references.rq"), thing)
    told = _sourced(sourced, iri)
    name = _name(statements, iri)
    _leave_out_title(told.own, name)
    others = [each for each in _merged(found) if not told.refers(each)]
    return Resource(
        iri,
        name,
        _narrowest([each for each in statements if each.property == str(RDF.type)]),
        told.own,
        told.facts,
        _aspects(each for each in statements if not told.says(each)),
        _aspects([*told.references, *others[:_MOST]]),
        any(
            each.property == str(MAI.fictional) and each.value.words == text("atlas.yes")
            for each in statements
        ),
        len(found) > _MOST,
    )


def is_iri(written: str) -> bool:
    """Tell whether a text is an absolute IRI that a query can name."""
    return _IRI.fullmatch(written) is not None


@cache
def sparql(name: str) -> str:
    """Return the text of a query of this folder."""
    return (files(__package__) / name).read_text("utf-8")


@dataclass(frozen=True)
class _Statement:
    """A property and a value, by their words; `graph` is where it stands."""

    property: str
    property_words: str
    value: Value


@dataclass(frozen=True)
class _Sourced:
    """What documents say: of the resource itself, the facts that it enters, what refers to it."""

    own: FactTold
    facts: Sequence[FactTold]
    references: Sequence[_Statement]
    pairs: frozenset[tuple[str, str]]
    subjects: frozenset[str]

    def says(self, statement: _Statement) -> bool:
        """Tell whether a statement about the resource is told already, or elsewhere on the page."""
        value = statement.value.iri or statement.value.words
        return statement.property in _TOLD_APART or (statement.property, value) in self.pairs

    def refers(self, statement: _Statement) -> bool:
        """Tell whether what refers to the resource is told already."""
        return statement.property == str(RDF.type) or statement.value.iri in self.subjects


def _merged(rows: Iterable[Row]) -> list[_Statement]:
    """Return each statement once: rows repeat it for each graph and each language of a name."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["property"]["value"], repr(sorted(row["value"].items()))), []).append(row)
    return [_statement(each) for each in found.values()]


def _statement(rows: Sequence[Row]) -> _Statement:
    value, about = rows[0]["value"], rows[0]["property"]["value"]
    inferred = all(row["graph"]["value"] == str(INFERENCES) for row in rows)
    iri = value["value"] if value["type"] == "uri" else ""
    words = _best(row.get("valueName") for row in rows) if iri else _plain(value)
    status = "inferred" if inferred else "stated"
    return _Statement(
        about,
        _property(about, _best(row.get("propertyName") for row in rows)),
        Value(words or iri, iri, status),
    )


def _plain(value: Term) -> str:
    """Return a literal as people say it."""
    kind = value.get("datatype", "").rpartition("#")[2]
    if kind == "boolean":
        return text("atlas.yes") if value["value"] in ("true", "1") else text("atlas.no")
    return day(value["value"]) if _is_date(value) else value["value"]


def _is_date(value: Term) -> bool:
    return value.get("datatype", "").rpartition("#")[2] in _DATES


def _sourced(rows: Iterable[Row], thing: str) -> _Sourced:
    found: dict[str, FactTold] = {thing: FactTold(thing, "")}
    references: list[_Statement] = []
    pairs = set()
    for row in rows:
        subject, about, value = (row[name]["value"] for name in ("subject", "property", "value"))
        label = row.get("subjectLabel", {}).get("value") or subject
        words = _property(about, row.get("propertyLabel", {}).get("value", ""))
        if subject != thing and value == thing:
            told = _value(row)
            references.append(_Statement(about, words, Value(label, subject, told.status, told.cited)))
            continue
        pairs.add((about, value) if subject == thing else (subject, about))
        fact = found.setdefault(subject, FactTold(subject, label))
        _aspect(fact.aspects, about, words).values.append(_value(row))
    for fact in found.values():
        fact.aspects = _ordered(fact.aspects)
    own = found.pop(thing)
    facts = sorted(found.values(), key=lambda fact: (order(fact.words), fact.iri))
    subjects = {*found, *(each.value.iri for each in references)}
    return _Sourced(own, facts, references, frozenset(pairs), frozenset(subjects))


def _aspect(aspects: list[Aspect], iri: str, words: str) -> Aspect:
    """Return the aspect of a property, a new one if there is none yet."""
    known = next((each for each in aspects if each.iri == iri), None)
    if known is None:
        known = Aspect(words, iri)
        aspects.append(known)
    return known


def _leave_out_title(own: FactTold, title: str) -> None:
    """Leave out a name that is the title of the page, when its source and status are as those of the rest."""
    plain = Value(title, "", "stated", own.cited)
    own.aspects = [each for each in own.aspects if each.iri not in NAMES or each.values != [plain]]


def _value(row: Row) -> Value:
    value = row["value"]
    iri = value["value"] if value["type"] == "uri" else ""
    words = _plain(value) if _is_date(value) else row.get("valueLabel", {}).get("value") or value["value"]
    status = row.get("status", {}).get("value", "").removeprefix(str(MAI)) or "stated"
    return Value(words, iri, status, _cited(row))


def _cited(row: Row) -> tuple[Cited, ...]:
    """Return the places that a row rests on, the places of one document together."""
    parts = [
        row.get(name, {}).get("value", "").split(_BETWEEN) for name in ("source", "sourceLabel", "locator")
    ]
    if len({len(each) for each in parts}) > 1:  # a title or a place holds the separator
        return (Cited(_BETWEEN.join(parts[1]), _BETWEEN.join(parts[2]), parts[0][0]),)
    places: dict[tuple[str, str], dict[str, None]] = {}
    for document, title, place in zip(*parts, strict=True):
        if document:
            places.setdefault((document, title), {})[place] = None
    return tuple(Cited(title, _WITHIN.join(found), iri) for (iri, title), found in places.items())


def _aspects(statements: Iterable[_Statement]) -> list[Aspect]:
    found: dict[str, Aspect] = {}
    for each in statements:
        found.setdefault(each.property, Aspect(each.property_words, each.property)).values.append(each.value)
    for aspect in found.values():
        aspect.values.sort(key=lambda value: (order(value.words), value.iri))
    return _ordered(found.values())


def _ordered(aspects: Iterable[Aspect]) -> list[Aspect]:
    """Return names first, then the others as a dictionary sorts them."""
    return sorted(aspects, key=lambda each: (each.iri not in NAMES, order(each.words), each.iri))


def _narrowest(kinds: Sequence[_Statement]) -> list[Value]:
    """Return the kinds of a resource that no other of its kinds narrows, ours first."""
    known = {each.value.iri: each.value for each in kinds}
    above = {wider for iri in known for wider in vocabulary().wider(iri)}
    kept = [value for iri, value in known.items() if iri not in above]
    ours = [value for value in kept if page_of(value.iri)]
    return sorted(ours or kept, key=lambda value: order(value.words))


def _name(statements: Sequence[_Statement], iri: str) -> str:
    for about in NAMES:
        if found := sorted(each.value.words for each in statements if each.property == about):
            return found[0]
    return iri.removeprefix(THING)


def _property(iri: str, words: str) -> str:
    """Return what people call a property: its own label, ours, or the end of its IRI."""
    if iri in _BORROWED:
        return text(_BORROWED[iri])
    return words or vocabulary().label(iri) or iri.rpartition("#")[2].rpartition("/")[2] or iri


def _best(names: Iterable[Term | None]) -> str:
    """Return the name in the language spoken, else in French, else any."""
    known: dict[str, str] = {}
    for name in names:
        if name is not None:
            known.setdefault(name.get("xml:lang", ""), name["value"])
    return next((known[each] for each in (language(), "fr", "", *known) if each in known), "")
