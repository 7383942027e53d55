"""The page where one asks: the catalogue, an editor, and answers as a table, a chart or a network."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from ..messages import language, text
from ..ontology.terms import MAI, ONTOLOGY, THING, TYPOLOGY, scheme_iri
from ..queries.catalogue import KINDS, USERS, Param, Question, load_catalogue, question
from .page import spoken
from .resource import sparql
from .served_page import EDITOR, VIS, Ask, Row, Term, Visit, has_editor, render_served
from .vocabulary import vocabulary
from .words import order

_SHOWN = 500  # rows of the answer without scripts
_SCRIPT = "query-page.js"

# Messages "query.say.…" that the scripts say.
_WORDS = (
    *(
        "running",
        "rows.one",
        "rows.other",
        "cut",
        "none",
        "answer.yes",
        "answer.no",
        "triples.one",
        "triples.other",
    ),
    *("more", "sort", "filter", "filtered", "ascending", "descending", "copy", "copied", "failed", "offline"),
    *("found.one", "found.other", "missing", "placeholder"),
    *("table", "chart", "network", "cite", "csv"),
    *("chart.label", "chart.value", "chart.none", "chart.shown", "chart.save"),
    *(
        "network.from",
        "network.to",
        "network.link",
        "network.none",
        "network.shown",
        "network.read",
        "network.choose",
    ),
    *(
        "network.failed",
        "cite.query",
        "cite.asked",
        "cite.data",
        "cite.edition",
        "cite.address",
        "cite.question",
    ),
    *("cite.rows", "answer.own", "completions", "diagnostics", "yes", "no", "silent"),
    *("subject", "predicate", "object"),
)


@dataclass(frozen=True)
class Field:
    """A parameter to fill in: its name, words, kind, hint, value given, choices where they are few."""

    name: str
    words: str
    kind: str
    required: bool
    hint: str
    value: str


@dataclass(frozen=True)
class Cell:
    """What a cell of the plain answer shows."""

    words: str
    href: str | None


def render_query(
    visit: Visit, name: str, given: Mapping[str, str], written: str = "", fault: str = ""
) -> str:
    """Return the page, with a question of the catalogue chosen, or a text that was written.

    Parameters
    ----------
    name
        A question of the catalogue, "" for none.
    given
        The values of its parameters, as people write them.
    fault
        What was wrong with the last asking, a sentence.
    """
    known = {each.name: each for each in load_catalogue()}
    chosen = known.get(name)
    return render_served(
        "query.html",
        visit,
        title=text("query.title"),
        here="questions",
        scripts=(_SCRIPT,),
        data=_page_data(visit),
        topics=_topics(),
        users=USERS,
        chosen=chosen,
        fields=_fields(chosen, given),
        query=written or (chosen.text if chosen else sparql("example.rq")),
        editor=EDITOR if has_editor() else None,
        fault=fault,
        count=sum(not each.is_violation for each in known.values()),
    )


def render_answer(  # noqa: PLR0913  each is a word of the page
    visit: Visit, media_type: str, body: bytes, asked: str, *, name: str = "", cut: bool = False
) -> str:
    """Return the page of an answer for browsers without scripts: a table, and the query again.

    Parameters
    ----------
    body
        SPARQL results in JSON, or a graph in N-Triples, as `media_type` says.
    asked, name
        The text that was asked, and the question of the catalogue that it answers.
    """
    chosen = {each.name: each for each in load_catalogue()}.get(name)
    headers = {each.name: each.header[language()] for each in chosen.columns} if chosen else {}
    variables, rows = _rows(media_type, body)
    if chosen:
        variables = [each for each in variables if each in headers]
    drawn = [
        each for each in variables if not (each.endswith("Label") and each.removesuffix("Label") in variables)
    ]
    return render_served(
        "answer.html",
        visit,
        title=chosen.title[language()] if chosen else text("query.answer"),
        here="questions",
        headers=[headers.get(each, each) for each in drawn],
        rows=[[_cell(row, each, visit) for each in drawn] for row in rows[:_SHOWN]],
        count=len(rows),
        more=max(0, len(rows) - _SHOWN),
        cut=cut,
        asked=asked,
        chosen=chosen,
    )


def choices(ask: Ask, name: str, param: str, letters: str) -> list[dict[str, str]]:
    """Return what the graph holds for a parameter of a question: `name` and `iri`, by letters of its name."""
    wanted = next((each for each in question(name).params if each.name == param), None)
    if wanted is None or wanted.kind not in ("territory", "term", "iri"):
        return []
    if wanted.kind == "term":
        group = scheme_iri(wanted.within)
    elif wanted.within == "ConceptScheme":
        group = SKOS.ConceptScheme
    else:
        group = MAI[wanted.within or "Territory"]
    rows = ask(sparql("choices.rq"), {"group": group, "letters": Literal(letters.strip().lower())})
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row["name"].get("xml:lang") != language()):
        found.setdefault(row["thing"]["value"], row["name"]["value"])
    return [{"name": words, "iri": iri} for iri, words in found.items()]


def questions() -> list[dict[str, Any]]:
    """Return the questions of the catalogue as JSON values, in both languages."""
    return [_question(each) for each in load_catalogue() if not each.is_violation]


def offered() -> dict[str, Any]:
    """Return what the editor offers while one types, in the current language."""
    return vocabulary().offered()


def _question(each: Question) -> dict[str, Any]:
    return {
        "name": each.name,
        "topic": each.topic,
        "user": list(each.user),
        "title": dict(each.title),
        "description": dict(each.description),
        "params": [_param(param) for param in each.params],
        "columns": [
            {"name": column.name, "unit": column.unit, "header": dict(column.header)}
            for column in each.columns
        ],
        "text": each.text,
    }


def _param(param: Param) -> dict[str, Any]:
    return {
        "name": param.name,
        "kind": param.kind,
        "within": param.within,
        "default": param.default,
        "required": param.required,
        "words": dict(param.words),
    }


def _topics() -> list[tuple[str, list[Question]]]:
    """Return topic -> its questions, checks left out, as a dictionary sorts them."""
    found: dict[str, list[Question]] = {}
    for each in load_catalogue():
        if not each.is_violation:
            found.setdefault(each.topic, []).append(each)
    for list_ in found.values():
        list_.sort(key=lambda each: order(each.title[language()]))
    return [(text(f"query.topic.{topic}"), found[topic]) for topic in sorted(found)]


def _fields(chosen: Question | None, given: Mapping[str, str]) -> list[Field]:
    if chosen is None:
        return []
    return [
        Field(
            param.name,
            param.words[language()],
            param.kind,
            param.required,
            text(f"query.kind.{param.kind}"),
            given.get(param.name, param.default or ""),
        )
        for param in chosen.params
    ]


def _page_data(visit: Visit) -> dict[str, Any]:
    return {
        "words": spoken(_WORDS, "query.say"),
        "kinds": {kind: text(f"query.kind.{kind}") for kind in KINDS},
        "vis": f"/static/{VIS}",
        "state": visit.served.state,
        "title": visit.served.title,
        "base": visit.base,
        "chosen": language() if visit.chosen else "",
        "pages": {str(THING): "/id/", f"{ONTOLOGY}#": "/ontology#", str(TYPOLOGY): "/ontology#"},
        "prefixes": vocabulary().prefixes,
    }


def _rows(media_type: str, body: bytes) -> tuple[list[str], list[Row]]:
    """Return the variables and rows of an answer; an ASK has one cell, a graph a row a triple."""
    if "json" not in media_type:
        names = ["subject", "predicate", "object"]
        triples = Graph().parse(data=body, format="nt")
        return names, [dict(zip(names, map(_term, triple), strict=True)) for triple in sorted(triples)]
    said = json.loads(body)
    if "boolean" in said:
        word = text("query.say.answer.yes" if said["boolean"] else "query.say.answer.no")
        return ["answer"], [{"answer": {"type": "literal", "value": word}}]
    return said["head"]["vars"], said["results"]["bindings"]


def _term(node: Node) -> Term:
    kind = "uri" if isinstance(node, URIRef) else "literal" if isinstance(node, Literal) else "bnode"
    return {"type": kind, "value": str(node)}


def _cell(row: Row, name: str, visit: Visit) -> Cell:
    term = row.get(name)
    label = row.get(f"{name}Label")
    if term is None:
        return Cell(label["value"] if label else "", None)
    href = visit.within(term["value"]) if term["type"] == "uri" else None
    return Cell((label or term)["value"], href)
