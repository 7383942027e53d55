"""What people write for a parameter ("Normandie", "10 000,50", "10/2024"), and the RDF term it stands for."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from rdflib import RDF, SKOS, XSD, Dataset, Literal, URIRef
from rdflib.term import Identifier

from ..errors import BadParameter
from ..messages import text as say
from ..ontology.terms import MAI, scheme_iri
from .catalogue import Param, Question

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_FRENCH_DATE = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4})")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"{}|^`\\]+")
_NAMES = (SKOS.prefLabel, SKOS.altLabel, MAI.acronym, MAI.shortLabel)


def resolve(dataset: Dataset, question: Question, given: Mapping[str, object]) -> dict[str, Identifier]:
    """Return the term of each parameter that has a value or a default.

    A thing is given by its IRI, its id (`chantier-3`, or `chantier/chantier-3`), or a name, whatever
    its case and accents; a territory also by its INSEE code, a chantier by its number; a number with a
    decimal comma or point; a date as 2024, 2024-10, 2024-10-02, 10/2024 or 02/10/2024. None stands for
    no value.

    Raises
    ------
    BadParameter
        For a parameter that is unknown or missing, or a value of another type, that names nothing, or
        that names several things; what is accepted stands in the mend.
    """
    values = {name: value for name, value in given.items() if value is not None}
    if unknown := sorted(set(values) - {param.name for param in question.params}):
        accepted = ", ".join(param.name for param in question.params)
        key = "queries.param.unknown" if accepted else "queries.param.none"
        raise BadParameter(key, where=question.name, param=unknown[0], accepted=accepted)
    terms: dict[str, Identifier] = {}
    for param in question.params:
        value = values.get(param.name, param.default)
        where = say("queries.where.param", question=question.name, param=param.name)
        if value is not None:
            terms[param.name] = _term(dataset, param, value, where)
        elif param.required:
            words = say(f"queries.kind.{param.kind}")
            raise BadParameter("queries.param.missing", where=where, param=param.name, kind=words)
    return terms


def _term(dataset: Dataset, param: Param, value: object, where: str) -> Identifier:
    if param.kind == "number":
        return _number(value, where)
    if param.kind == "price":
        return _price(value, where)
    if param.kind == "date":
        return _date(value, where)
    if param.kind == "text":
        return Literal(str(value))
    return _named(dataset, param, str(value).strip(), where)


def _number(value: object, where: str) -> Literal:
    written = "".join(str(value).split()).replace("\u202f", "")  # 10 000, with any space
    if isinstance(value, bool) or not _NUMBER.fullmatch(written):
        raise BadParameter("queries.param.number", where=where, value=value)
    try:
        return Literal(Decimal(written.replace(",", ".")))
    except InvalidOperation as error:
        raise BadParameter("queries.param.number", where=where, value=value) from error


def _price(value: object, where: str) -> Literal:
    price = _number(value, where)
    if price.toPython() < 0:
        raise BadParameter("queries.param.price", where=where, value=value)
    return price


def _date(value: object, where: str) -> Literal:
    written = str(value).strip()
    if french := _FRENCH_DATE.fullmatch(written):
        written = "-".join(part.zfill(2) for part in reversed(french.groups()) if part)
    match = _DATE.fullmatch(written)
    if match is None:
        raise BadParameter("queries.param.date", where=where, value=value)
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError as error:
        raise BadParameter("queries.param.date", where=where, value=value) from error
    kind = XSD.date if match["day"] else XSD.gYearMonth if match["month"] else XSD.gYear
    return Literal(written, datatype=kind)


def _named(dataset: Dataset, param: Param, value: str, where: str) -> URIRef:
    """Return the one thing that `value` names, by the most exact way in which it names anything."""
    if _IRI.fullmatch(value) and any((URIRef(value), *pair) in dataset for pair in _pairs(param)):
        return URIRef(value)
    things = _things(dataset, param)
    names = _Names(dataset)
    folded = _fold(value)
    ways: tuple[Callable[[URIRef], bool], ...] = (
        lambda thing: value in _ids(thing),
        lambda thing: value in names[thing],
        lambda thing: folded in {_fold(name) for name in (*names[thing], *_ids(thing))},
    )
    for way in ways:
        every = sorted(thing for thing in things if way(thing))
        found = [thing for thing in every if names[thing]] or every  # a named thing before a nameless fact
        if len(found) == 1:
            return found[0]
        if found:
            candidates = " ; ".join(_candidate(dataset, thing, names[thing]) for thing in found)
            raise BadParameter("queries.param.ambiguous", where=where, value=value, candidates=candidates)
    known = {_fold(name): name for thing in sorted(things) for name in (*_ids(thing)[:1], *names[thing])}
    near = [known[each] for each in difflib.get_close_matches(folded, known, n=3, cutoff=0.6)]
    if near:
        raise BadParameter("queries.param.not-found", where=where, value=value, near=" ; ".join(near))
    raise BadParameter("queries.param.nothing-near", where=where, value=value, count=len(things))


class _Names(dict[URIRef, list[str]]):
    """thing -> its names, read when they are asked for: an IRI or an id names a thing without them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def __missing__(self, thing: URIRef) -> list[str]:
        self[thing] = [*_names(self._dataset, thing)]
        return self[thing]


def _things(dataset: Dataset, param: Param) -> set[URIRef]:
    """Return what the parameter may stand for."""
    found = (thing for pair in _pairs(param) for thing in dataset.subjects(*pair))
    return {thing for thing in found if isinstance(thing, URIRef)}


def _pairs(param: Param) -> tuple[tuple[URIRef, URIRef | None], ...]:
    """Return the properties and values of which one tells what the parameter may stand for."""
    if param.kind == "territory":
        return ((RDF.type, MAI.Territory),)
    if param.kind == "term":
        return ((SKOS.inScheme, scheme_iri(param.within)) if param.within else (RDF.type, SKOS.Concept),)
    if param.within:
        return ((RDF.type, SKOS.ConceptScheme if param.within == "ConceptScheme" else MAI[param.within]),)
    return ((MAI.evidence, None), (RDF.type, MAI.SourceDocument))


def _names(dataset: Dataset, thing: URIRef) -> Iterator[str]:
    for name in _NAMES:
        yield from sorted({str(label) for label in dataset.objects(thing, name)})
    for code in (MAI.inseeCode, MAI.number):
        yield from {str(number) for number in dataset.objects(thing, code)}


def _ids(thing: URIRef) -> tuple[str, str]:
    """Return the short name of an IRI, and the one before it with it: `ptce`, `types-of-structure/ptce`."""
    *_, before, last = str(thing).split("/")
    return last, f"{before}/{last}"


def _candidate(dataset: Dataset, thing: URIRef, names: list[str]) -> str:
    kinds = sorted(str(kind).rpartition("#")[2] for kind in dataset.objects(thing, RDF.type))
    kind = next((kind for kind in kinds if kind not in ("Territory", "Concept")), "")
    label = names[0] if names else _ids(thing)[0]
    return f"{label} ({', '.join(filter(None, (kind, _ids(thing)[1])))})"


def _fold(name: str) -> str:
    """Return a name without case, accents nor punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())
