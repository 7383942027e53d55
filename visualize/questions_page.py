"""Every question of the catalogue, and a page for each answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import RDF, SKOS

from ..data.csv_files import write_csv
from ..messages import language, text
from ..ontology.terms import MAI, scheme_iri
from ..queries.catalogue import Question, load_catalogue
from ..queries.runner import ask
from .answer_table import AnswerTable, answer_table
from .edition import Edition

if TYPE_CHECKING:
    import pandas

READERS = ("coordinator", "facilitator", "researcher")


@dataclass(frozen=True)
class Answer:
    """A question with its rows; `given` names, for a question that needs values, those it was asked with."""

    question: Question
    rows: "pandas.DataFrame"
    table: AnswerTable
    given: Mapping[str, str]

    @property
    def title(self) -> str:
        """Return the question in the current language."""
        return self.question.title[language()]

    @property
    def description(self) -> str:
        """Return what the answer holds, in the current language."""
        return self.question.description[language()]

    @property
    def page(self) -> str:
        """Return the address of its page."""
        return f"questions/{self.question.name}.html"

    @property
    def csv(self) -> str:
        """Return the address of its rows for a spreadsheet."""
        return f"donnees/questions/{self.question.name}.csv"

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return the values that the question takes: name, and what it is in the current language."""
        return [(param.name, param.words[language()]) for param in self.question.params]


def answers(edition: Edition) -> dict[str, Answer]:
    """Return the answer of every question that has one: name -> answer.

    A question that needs values is asked with examples that the graph holds; checks (`*-violation`), which
    return no row on a valid graph, are left out.
    """
    found = {}
    example = cache(partial(_example, edition))
    for question in load_catalogue():
        examples = {
            param.name: example(param.kind, param.within) for param in question.params if param.required
        }
        if question.is_violation or None in examples.values():
            continue
        given = {name: iri for name, iri in examples.items() if iri is not None}
        rows = ask(edition.dataset, question.name, **given)
        names = {name: _name(edition, iri) for name, iri in given.items()}
        found[question.name] = Answer(question, rows, answer_table(question, rows, edition), names)
    return found


def write_questions(edition: Edition, found: Mapping[str, Answer], title: str) -> None:
    """Write the list of questions by reader, a page for each answer, and its rows as CSV."""
    readers = {reader: [one for one in found.values() if reader in one.question.user] for reader in READERS}
    checks = sum(question.is_violation for question in load_catalogue())
    edition.write(
        "questions.html", "questions.html", title=title, readers=readers, answers=found, checks=checks
    )
    for answer in found.values():
        readers_ = ", ".join(text(f"atlas.reader.{reader}.short") for reader in answer.question.user)
        edition.write(answer.page, "question.html", title=answer.title, answer=answer, readers=readers_)
        write_csv(edition.folder / answer.csv, *_spreadsheet(answer))


def _spreadsheet(answer: Answer) -> tuple[list[str], list[Sequence[object]]]:
    """Return the header and rows of the CSV file: every column, IRIs named as such."""
    header = []
    for column in answer.question.columns:
        words = column.header[language()]
        header.append(f"{words} (IRI)" if column.unit == "iri" else words)
    return header, [tuple(row) for row in answer.rows.itertuples(index=False)]


def _example(edition: Edition, kind: str, within: str) -> str | None:
    """Return a value for a parameter: the thing of its kind that most others refer to."""
    if kind == "iri" and not within:
        return edition.centre
    if kind == "term":
        choices = edition.dataset.subjects(SKOS.inScheme, scheme_iri(within))
    elif kind in ("iri", "territory"):
        choices = edition.dataset.subjects(RDF.type, MAI[within or "Territory"])
    else:
        return None
    uses = Counter({iri: len(set(edition.dataset.subjects(None, iri))) for iri in set(choices)})
    best = min(uses, key=lambda iri: (-uses[iri], str(iri)), default=None)
    return str(best) if isinstance(best, URIRef) else None


def _name(edition: Edition, iri: str) -> str:
    label = edition.dataset.value(URIRef(iri), SKOS.prefLabel)
    return str(label) if label is not None else iri
