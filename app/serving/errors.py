"""Which status of HTTP says each failure, and how its sentence is told: plain, or as a problem (RFC 9457)."""

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ...errors import BadParameter, InvalidData, LimitReached, MaillageError, QueryError, UnknownName
from ...messages import text as say
from ...queries.isolation import Busy
from .negotiation import preferred
from .protocol import Refused, Unsupported

_STATUS: tuple[tuple[type[MaillageError], int], ...] = (
    (Busy, 429),
    (LimitReached, 503),
    (Refused, 403),
    (Unsupported, 415),
    (UnknownName, 404),
    (BadParameter, 400),
    (QueryError, 400),
    (InvalidData, 400),
)
_WAYS = {
    "text": ("text/plain", "text/html"),
    "problem": ("application/problem+json", "application/sparql-results+json", "application/json"),
}
_NOT_ACCEPTABLE = "queries.format.none"


def failed(request: Request, error: Exception) -> Response:
    """Return the answer that says a failure of ours, in the language of the request."""
    if not isinstance(error, MaillageError):
        logging.getLogger("maillage").error("%s %s: %r", request.method, request.url.path, error)
        return PlainTextResponse(say("serve.fault"), 500)
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if error.key == _NOT_ACCEPTABLE:
        status = 406
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept, Accept-Language"}
    if isinstance(error, Busy):
        headers["Retry-After"] = str(error.retry_after)
    if preferred(request.headers.get("accept", ""), _WAYS) != "problem":
        return PlainTextResponse(f"{error}\n", status, headers)
    place = {name: error.values[name] for name in ("line", "column") if name in error.values}
    told = {"title": error.what, "detail": str(error), "mend": error.mend, "status": status, "key": error.key}
    return JSONResponse({**told, **place}, status, headers, "application/problem+json")
