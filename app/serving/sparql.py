"""The endpoint itself: `/sparql`, and the catalogue's questions at `/ask/…`."""

import gzip
import hashlib
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ...errors import BadParameter, QueryError
from ...messages import text as say
from ...queries.isolation import Answer, Keeper
from ..rows import as_csv, as_json
from .description import describe_service
from .negotiation import GRAPHS, TABLES, named, preferred
from .protocol import Query, read_query

_READERS = {"Access-Control-Allow-Origin": "*"}
_VARY = "Accept, Accept-Encoding, Accept-Language"
_PACKED = 2**10, 2**23  # bytes of a body that is worth packing


async def sparql(request: Request) -> Response:
    """Answer a query, or describe the service when there is none."""
    if request.method == "OPTIONS":
        return _preflight()
    keeper: Keeper = request.app.state.keeper
    query = await read_query(request, keeper.limits.text_bytes)
    if query is None:
        return await describe_service(request)
    table, graph = _formats(request, query)
    return await run_in_threadpool(_answer, request, keeper, query, table, graph)


async def ask(request: Request) -> Response:
    """Answer a question of the catalogue, its parameters given as people write them."""
    if request.method == "OPTIONS":
        return _preflight()
    given = dict(request.query_params)
    name = given.pop("format", "") or given.pop("output", "")
    given.pop("lang", None)
    offers = {key: TABLES[key] for key in ("json", "csv")}
    form = named(name, offers) if name else preferred(request.headers.get("accept", ""), offers)
    if not form:
        known = ", ".join(types[0] for types in offers.values())
        raise QueryError("queries.format.none", where=say("serve.where.request"), known=known)
    return await run_in_threadpool(_asked, request, given, form)


def _asked(request: Request, given: Mapping[str, str], form: str) -> Response:
    table = request.app.state.ask(request.path_params["question"], given)
    body = (as_csv if form == "csv" else as_json)(table).encode()
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    return _told(request, body, kind, {"Maillage-Rows": str(len(table))})


def _formats(request: Request, query: Query) -> tuple[str, str]:
    """Return the formats for a table and for a graph, "" for one that the client does not accept."""
    if query.format:
        table, graph = named(query.format, TABLES), named(query.format, GRAPHS)
        if not (table or graph):
            known = ", ".join((*TABLES, *GRAPHS))
            raise BadParameter("serve.format", where="format", found=query.format[:60], known=known)
        return table, graph
    accept = ", ".join(request.headers.getlist("accept"))
    table, graph = preferred(accept, TABLES), preferred(accept, GRAPHS)
    if not (table or graph):
        known = ", ".join(types[0] for types in (*TABLES.values(), *GRAPHS.values()))
        raise QueryError("queries.format.none", where=say("serve.where.request"), known=known)
    return table, graph


def _answer(request: Request, keeper: Keeper, query: Query, table: str, graph: str) -> Response:
    answer = keeper.answer(query.text, table, graph, query.default_graphs, query.named_graphs, query.bindings)
    about = {"Maillage-Rows": str(answer.rows)}
    if answer.cut:
        about["Maillage-Cut"] = f"rows={answer.rows}"
    if answer.size <= _PACKED[1]:
        return _told(request, answer.read(), answer.media_type, about)
    return _told_in_pieces(answer, about)


def _told(request: Request, body: bytes, media_type: str, about: Mapping[str, str]) -> Response:
    """Return a body with its ETag, packed if the client can unpack it; nothing if it has it already."""
    tag = f'W/"{hashlib.sha256(media_type.encode() + body).hexdigest()[:32]}"'
    headers = {**_READERS, **about, "Vary": _VARY, "ETag": tag, "Cache-Control": "no-cache"}
    headers["Access-Control-Expose-Headers"] = "ETag, Maillage-Rows, Maillage-Cut, Retry-After"
    if _has(request, tag):
        return Response(status_code=304, headers=headers)
    if len(body) >= _PACKED[0] and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type=media_type)


def _told_in_pieces(answer: Answer, about: Mapping[str, str]) -> Response:
    headers = {**_READERS, **about, "Vary": _VARY, "Content-Length": str(answer.size)}
    return StreamingResponse(answer.chunks(), headers=headers, media_type=answer.media_type)


def _has(request: Request, tag: str) -> bool:
    held = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in held or held == ["*"]


def _preflight() -> Response:
    """Tell a page elsewhere that it may read."""
    allowed = {"Allow": "GET, HEAD, POST, OPTIONS", "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS"}
    allowed["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    return Response(status_code=204, headers={**_READERS, **allowed, "Access-Control-Max-Age": "600"})
