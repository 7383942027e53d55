"""What we know and do not know: silences, disputes and inferences, each with its place in the documents."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
from rdflib import URIRef
from rdflib.namespace import RDF

from ..messages import text
from ..ontology.terms import MAI, STATUSES, term
from .answer_table import is_missing, sources
from .edition import Citation, Edition, anchor
from .questions_page import Answer
from .words import day, figure

# what the question `silences` names as missing -> the sentence that says so
_SAID_APART = (
    *("start", "date", "issued", "priceMin", "availableIn", "year", "amount", "funder"),
    *("participatingStructure", "referent"),
)
_SHOWN = 500  # of a list; a page of more is too slow on a phone
_REFERENT = term("roles", "referent")
Record = Mapping[Any, Any]
Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Told:
    """A fact named in a list: its words, its page, what is said of it, and where it is read.

    `counted` tells that `value` is a number with its unit, the figure itself.
    """

    name: str
    href: str | None
    kind: str = ""
    said: str = ""
    value: str = ""
    note: str = ""
    counted: bool = False
    citations: Sequence[Citation] = ()


@dataclass(frozen=True)
class Silence:
    """Something that no document says of the things told; `total` counts those of which it could be said."""

    key: str
    words: str
    total: int
    told: Sequence[Told]
    question: str


@dataclass(frozen=True)
class Dispute:
    """Statements that contradict one another, or one that is contested alone, with what explains it."""

    sides: Sequence[Told]

    @property
    def notes(self) -> list[str]:
        """Return the explanations, less those that another holds."""
        notes = dict.fromkeys(side.note for side in self.sides if side.note)
        return [note for note in notes if not any(note in other for other in notes if other != note)]


@dataclass(frozen=True)
class Reason:
    """Why something was inferred, all that it lets us infer, and the sources that these share."""

    words: str
    told: Sequence[Told]
    citations: Sequence[Citation]


@dataclass(frozen=True)
class Certainty:
    """How many facts one document bears out, by status."""

    title: str
    href: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return how many, whatever their status."""
        return sum(self.counts.values())


def write_knowledge(edition: Edition, found: Answers) -> None:
    """Write the page of what the documents do not say, dispute, and let us infer."""
    edition.write(
        "savoir.html",
        "knowledge.html",
        title=text("atlas.knowledge.title"),
        facts=facts_by_status(edition),
        partly=[
            len(set(edition.dataset.subjects(part))) for part in (MAI.inferredProperty, MAI.disputedProperty)
        ],
        certainties=list(_certainties(edition, found)),
        silences=silences(edition, found),
        disputes=disputes(edition, found),
        reasons=_reasons(edition, found),
        shown=_SHOWN,
    )


def facts_by_status(edition: Edition) -> dict[str, int]:
    """Return status -> the number of distinct things and facts that bear it."""
    subjects = {name: set(edition.dataset.subjects(MAI.status, status)) for name, status in STATUSES.items()}
    return {name: len(bearers) for name, bearers in subjects.items()}


def silences(edition: Edition, found: Answers) -> list[Silence]:
    """Return what the documents do not say: first of structures, then of chantiers, fundings, dates."""
    grouped: dict[tuple[str, str], list[Record]] = {}
    for record in _records(found, "silences"):
        grouped.setdefault((str(record["missing"]), str(record["kind"])), []).append(record)
    told = [_silence(edition, *key, records) for key, records in grouped.items()]
    ranks = {name: rank for rank, name in enumerate(reversed(_SAID_APART))}
    told = [silence for silence in told if silence.told]
    told.sort(key=lambda silence: (ranks.get(silence.key, 99), silence.key))
    return [*_of_structures(edition, found), *told]


def disputes(edition: Edition, found: Answers) -> list[Dispute]:
    """Return the statements that contradict one another, side by side; alone, one without an answer."""
    rows = {(record["fact"], str(record["property"])): record for record in _records(found, "disputed-facts")}
    figures = {record["figure"]: record for record in _records(found, "figures-with-sources")}
    against: nx.Graph = nx.Graph()
    for fact, part in rows:
        against.add_node((fact, part))
        others = edition.dataset.objects(URIRef(fact), MAI.contradicts)
        against.add_edges_from(
            ((fact, part), (str(other), part)) for other in others if (str(other), part) in rows
        )
    groups = [sorted(group) for group in nx.connected_components(against)]
    groups.sort(key=lambda group: (-len(group), group))
    return [
        Dispute([_disputed(edition, rows[key], figures.get(key[0])) for key in group]) for group in groups
    ]


def _records(found: Answers, name: str) -> list[Record]:
    return list(found[name].rows.to_dict(orient="records")) if name in found else []


def _word(value: object) -> str:
    return "" if is_missing(value) else str(value)


def _told(edition: Edition, record: Record, name: str = "fact", **more: Any) -> Told:
    label = _word(record.get(f"{name}Label")) or anchor(str(record[name]))
    kind = _word(record.get("kindLabel"))
    return Told(
        label, edition.href(str(record[name])), kind, citations=sources(dict(record), edition), **more
    )


def _silence(edition: Edition, missing: str, kind: str, records: Sequence[Record]) -> Silence:
    key = missing.replace("#", "/").rpartition("/")[2]
    if key in _SAID_APART:
        words = text(f"atlas.silence.{key}")
    else:
        labels = _word(records[0]["kindLabel"]) or anchor(kind), _word(records[0]["missingLabel"]) or key
        words = text("atlas.silence.other", kind=labels[0], missing=labels[1])
    of_kind = edition.dataset.subjects(RDF.type, URIRef(kind))
    if key == "participatingStructure":
        of_kind = edition.dataset.subjects(MAI.role, _REFERENT)
    everything = {str(each) for each in of_kind} - edition.references
    told = [_told(edition, each) for each in records if str(each["fact"]) not in edition.references]
    return Silence(key, words, len(everything), told, "silences")


def _of_structures(edition: Edition, found: Answers) -> Iterator[Silence]:
    """Yield what no document says of structures: their type, their territory, their chantier."""
    everyone = len(set(edition.dataset.subjects(RDF.type, MAI.Structure)))
    members = {
        record["member"]
        for record in _records(found, "members-of-the-initiative")
        if record["of"] == edition.centre and str(record["kind"]) == str(MAI.Structure)
    }
    for key, question, total in (
        ("no-chantier", "structures-in-no-chantier", len(members)),
        ("type", "structures-without-type", everyone),
        ("territory", "structures-without-territory", everyone),
    ):
        rows = {record["structure"]: record for record in _records(found, question)}
        if key == "no-chantier":
            rows = {structure: rows[structure] for structure in rows if structure in members}
        told = [_told(edition, record, "structure") for record in rows.values()]
        if told:
            yield Silence(key, text(f"atlas.silence.{key}"), total, told, question)


def _certainties(edition: Edition, found: Answers) -> Iterator[Certainty]:
    counts: dict[str, Counter[str]] = {iri: Counter() for iri in edition.documents}
    for record in _records(found, "facts-per-document-and-status"):
        if not is_missing(record["status"]):
            counts[record["source"]][str(record["status"]).removeprefix(str(MAI))] += int(record["facts"])
    for iri, by_status in counts.items():
        yield Certainty(edition.documents[iri], edition.href(iri), by_status)


def _disputed(edition: Edition, record: Record, numbers: Record | None) -> Told:
    value = _value(record)
    counts = ""
    if numbers is not None and is_missing(record["property"]):
        value = f"{figure(float(numbers['value']))} {_word(numbers['unit'])}"
        counts = _word(numbers["counts"])
    said = _word(record["propertyLabel"])
    told = _told(edition, record, said=said or counts, value=value, note=_word(record["note"]))
    return replace(told, counted=numbers is not None)


def _reasons(edition: Edition, found: Answers) -> list[Reason]:
    """Return each reason with all that it lets us infer: whole facts first, then those that bear most."""
    grouped: dict[str, list[Told]] = {}
    for record in _records(found, "inferred-facts"):
        said, value = _word(record["propertyLabel"]), _value(record)
        grouped.setdefault(_word(record["note"]), []).append(_told(edition, record, said=said, value=value))
    reasons = [Reason(words, told, _shared(told)) for words, told in grouped.items()]
    return sorted(reasons, key=lambda one: (all(told.said for told in one.told), -len(one.told), one.words))


def _value(record: Record) -> str:
    """Return the value of a property as people say it."""
    value = _word(record["value"])
    return {"true": text("atlas.yes"), "false": text("atlas.no")}.get(value, day(value))


def _shared(told: Sequence[Told]) -> Sequence[Citation]:
    """Return the sources that all of these have in common, () when one differs."""
    return told[0].citations if all(one.citations == told[0].citations for one in told) else ()
