"""The pages for people: asking, a resource, the ontology, and the files that they link to."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from rdflib import URIRef
from rdflib.term import Identifier
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ...errors import MaillageError
from ...ontology.terms import THING
from ...queries.catalogue import question
from ...visualize import ontology_page, query_page, resource_page
from ...visualize.resource import describe, is_iri, sparql
from ...visualize.served_page import Row, Visit, asset, render_fault
from .errors import failed
from .negotiation import GRAPHS, named, preferred

_FORMS = {"ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML", "nt": "N-Triples"}
_OFFERS = {"html": ("text/html", "application/xhtml+xml"), **{form: GRAPHS[form] for form in _FORMS}}
_CHARSET = {"ttl": "; charset=utf-8"}
_VARIABLE = re.compile(r"[?$](\w+)")
_VARY = {"Vary": "Accept, Accept-Language"}


def _page(show: Callable[[Request, Visit], Response]) -> Callable[[Request], Response]:
    """Return the endpoint of a page, whose refusals are told on a page too."""

    def endpoint(request: Request) -> Response:
        visit = _visit(request)
        try:
            return show(request, visit)
        except MaillageError as error:
            return _refused(request, error, render_fault(visit, str(error)))

    return endpoint


def _refused(request: Request, error: MaillageError, page: str) -> Response:
    """Return a page with the status of a refusal; the refusal itself for a client that wants no page."""
    told = failed(request, error)
    if preferred(request.headers.get("accept", ""), _OFFERS) != "html":
        return told
    more = {"Retry-After": told.headers["Retry-After"]} if "Retry-After" in told.headers else {}
    return HTMLResponse(page, told.status_code, {**_VARY, **more})


def _visit(request: Request) -> Visit:
    """Return what the pages need to know of a request."""
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return Visit(
        request.app.state.served,
        str(request.base_url).rstrip("/"),
        request.url.path + (f"?{urlencode(rest)}" if rest else ""),
        "lang" in request.query_params,
        request.state.nonce,
    )


def _rows(request: Request) -> Callable[[str, Mapping[str, Identifier]], Sequence[Row]]:
    """Return what asks the keeper a text of ours, and gives its rows."""

    def ask(text: str, bindings: Mapping[str, Identifier]) -> Sequence[Row]:
        terms = {name: term.n3() for name, term in bindings.items()}
        answer = request.app.state.keeper.answer(text, bindings=terms, own=True)
        found: Sequence[Row] = json.loads(answer.read())["results"]["bindings"]
        return found

    return ask


def _query(request: Request, visit: Visit) -> Response:
    """Return the page where one asks."""
    asked = dict(request.query_params)
    given = {name: value for name, value in asked.items() if name not in ("question", "query", "lang")}
    page = query_page.render_query(visit, asked.get("question", ""), given, asked.get("query", ""))
    return HTMLResponse(page, headers=_VARY)


def _answer(request: Request) -> Response:
    """Return an answer as a page, for browsers without scripts; a form may only read, so it comes by GET."""
    sent = dict(request.query_params)
    name, text = sent.get("question", ""), sent.get("query", "").replace("\r\n", "\n")
    given = {key[2:]: value for key, value in sent.items() if key.startswith("p.") and value.strip()}
    visit = _visit(request)
    try:
        asked = text.strip() or (question(name).text if name else "")
        spoken = set(_VARIABLE.findall(asked))
        terms = _terms(request, name, given) if name else {}
        terms = {variable: term for variable, term in terms.items() if variable in spoken}
        answer = request.app.state.keeper.answer(asked, graph="nt", bindings=terms)
        page = query_page.render_answer(
            visit, answer.media_type, answer.read(), asked, name=name, cut=answer.cut
        )
        return HTMLResponse(page, headers=_VARY)
    except MaillageError as error:
        return _refused(request, error, query_page.render_query(visit, name, given, text, str(error)))


def _terms(request: Request, name: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return what people wrote for the parameters of a question as terms, and the language."""
    asked = {"kind": "resolve", "question": question(name).name, "params": dict(given)}
    found: dict[str, str] = json.loads(request.app.state.keeper.run(asked).read())
    return found


def _resolved(request: Request) -> Response:
    """Return the terms that stand for the parameters of a question."""
    given = {name: value for name, value in request.query_params.items() if name != "lang"}
    return JSONResponse(_terms(request, request.path_params["question"], given))


def _choices(request: Request) -> Response:
    """Return what the graph holds for a parameter of a question, by a few letters of its name."""
    asked = [request.query_params.get(name, "") for name in ("question", "param", "letters")]
    return JSONResponse(query_page.choices(_rows(request), *asked))


def _json(find: Callable[[], Any]) -> Callable[[Request], Response]:
    return lambda _: JSONResponse(find(), headers={"Cache-Control": "no-cache", "Vary": "Accept-Language"})


def _static(request: Request) -> Response:
    """Return a file that pages link to."""
    found = asset(request.path_params["name"])
    if found is None:
        return Response("404\n", 404, media_type="text/plain")
    content, media = found
    tag = f'"{sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media, headers=headers)


def _ontology(request: Request, visit: Visit) -> Response:
    """Return the ontology, as a page or in a format of RDF."""
    form = _form_of(request)
    if form == "html":
        return HTMLResponse(ontology_page.render_ontology(visit, _forms("/ontology")), headers=_VARY)
    return _rdf(ontology_page.written(form), form)


def _thing(request: Request, visit: Visit) -> Response:
    """Return a resource of ours."""
    return _resource(request, visit, str(THING[request.path_params["path"]]), request.url.path)


def _any_resource(request: Request, visit: Visit) -> Response:
    """Return any resource, by its IRI."""
    iri = request.query_params.get("iri", "")
    return _resource(request, visit, iri, f"/resource?{urlencode({'iri': iri})}")


def _resource(request: Request, visit: Visit, iri: str, path: str) -> Response:
    form, ask = _form_of(request), _rows(request)
    if form == "html":
        told = describe(ask, iri) if is_iri(iri) else None
        if told is not None and told.known:
            return HTMLResponse(resource_page.render_resource(visit, told, _forms(path)), headers=_VARY)
        return HTMLResponse(resource_page.render_missing(ask, visit, iri), 404, _VARY)
    if is_iri(iri):
        terms = {"thing": URIRef(iri).n3()}
        text = sparql("resource.rq")
        answer = request.app.state.keeper.answer(text, graph=form, bindings=terms, own=True)
        if answer.rows:
            return _rdf(answer.read(), form)
    return Response(resource_page.missing(iri), 404, _VARY, "text/plain")


def _rdf(body: bytes, form: str) -> Response:
    headers = {**_VARY, "Access-Control-Allow-Origin": "*"}
    return Response(body, headers=headers, media_type=GRAPHS[form][0] + _CHARSET.get(form, ""))


def _forms(path: str) -> list[tuple[str, str, str]]:
    """Return the other forms of a page: what people call them, their media types, their addresses."""
    sign = "&" if "?" in path else "?"
    return [(words, GRAPHS[form][0], f"{path}{sign}format={form}") for form, words in _FORMS.items()]


def _form_of(request: Request) -> str:
    """Return the form that a request prefers: "html", or a format of RDF; a page when none will do."""
    asked = named(request.query_params.get("format", ""), _OFFERS)
    return asked or preferred(request.headers.get("accept", ""), _OFFERS) or "html"


routes = [
    Route("/", _page(_query)),
    Route("/answer", _answer),
    Route("/questions.json", _json(query_page.questions)),
    Route("/vocabulary.json", _json(query_page.offered)),
    Route("/choices.json", _choices),
    Route("/resolve/{question}", _resolved),
    Route("/static/{name:path}", _static),
    Route("/ontology", _page(_ontology)),
    Route("/resource", _page(_any_resource)),
    Route("/id/{path:path}", _page(_thing)),
]
