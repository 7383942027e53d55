"""The page of a resource, and the one that says that there is none."""

import difflib
from collections.abc import Sequence

from rdflib import Literal

from ..messages import text
from .resource import QUESTION, sparql
from .resource_told import Resource, Value
from .served_page import Ask, Visit, page_of, render_served

_CARDS, _LISTED = 12, 300  # facts told in full; facts told in a line each, when there are more


def render_resource(visit: Visit, resource: Resource, formats: Sequence[tuple[str, str, str]]) -> str:
    """Return the page of a resource; `formats` are its other forms: name, media type, address."""
    return render_served(
        "resource.html",
        visit,
        title=resource.name,
        resource=resource,
        formats=formats,
        carded=_CARDS,
        listed=_LISTED,
        question=visit.to("/", question=QUESTION, thing=resource.iri),
    )


def render_missing(ask: Ask, visit: Visit, iri: str) -> str:
    """Return the page that says that nothing is known of `iri`, and what comes near."""
    return render_served(
        "missing.html", visit, title=text("resource.missing.title"), iri=iri, near=_near(ask, iri)
    )


def missing(iri: str) -> str:
    """Return the sentence that says that nothing is known of `iri`."""
    return f"{text('resource.missing.what')} {iri}\n"


def _near(ask: Ask, iri: str) -> list[Value]:
    """Return the resources whose address comes nearest, the nearest first."""
    last = iri.rpartition("/")[2].lower()
    words = sorted({word for word in last.split("-") if len(word) > 2}, key=len, reverse=True)
    found: dict[str, str] = {}
    for word in words[:3]:
        for row in ask(sparql("resource-near.rq"), {"word": Literal(word)}):
            if page_of(row["thing"]["value"]):
                found.setdefault(row["thing"]["value"], row["name"]["value"])
    ids = {each.rpartition("/")[2]: each for each in found}
    near = difflib.get_close_matches(last, ids, n=8, cutoff=0.3)
    return [Value(found[ids[each]], ids[each]) for each in near]
