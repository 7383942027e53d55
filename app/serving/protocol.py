"""What a request asks, by the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).

Beyond it, `format=` (or `output=`) names a format, and `$x=` gives a value to the variable ?x, as N-Triples
writes it: `$s=<https://…>`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

from ...errors import LimitReached, MaillageError, QueryError
from ...messages import text as say

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_BINDING = re.compile(r"\$(\w+)")
_FIELDS = 1_000


class Unsupported(MaillageError):
    """A body of another media type."""


class Refused(MaillageError):
    """What is never done here."""


@dataclass(frozen=True)
class Query:
    """A query: its text, its dataset, the values of its variables, and the format asked by name, if any."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: Mapping[str, str] = field(default_factory=dict)
    format: str = ""


async def read_query(request: Request, most: int) -> Query | None:
    """Return the query of a request, None when a GET holds none; `most` is in bytes of its text.

    Raises
    ------
    QueryError
        For none, or several, or what is not UTF-8.
    LimitReached
        For a body that can only hold too long a text.
    Unsupported
        For a body of another media type.
    Refused
        For an update.
    """
    address = _pairs(request.url.query)
    if request.method != "POST":
        if not any(name in ("query", "update") for name, _ in address):
            return None
        return _query(address)
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    charset = re.search(r'charset="?([\w-]+)', parameters.lower())
    if kind == UPDATE:
        raise Refused("serve.update", where=say("serve.where.request"))
    if kind not in (FORM, QUERY) or (charset and charset[1] not in ("utf-8", "utf8", "us-ascii")):
        shown = request.headers.get("content-type", "-")[:100]
        raise Unsupported("serve.content-type", where=say("serve.where.request"), found=shown)
    if kind == FORM:
        return _query(_pairs(_decoded(await _body(request, most, 4 * most))))
    text = _decoded(await _body(request, most, most))
    return _query(
        [*((name, value) for name, value in address if name not in ("query", "update")), ("query", text)]
    )


def _query(pairs: Iterable[tuple[str, str]]) -> Query:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    if "update" in found:
        raise Refused("serve.update", where=say("serve.where.request"))
    texts = found.get("query", [])
    if len(texts) != 1:
        raise QueryError("serve.one-query", where=say("serve.where.request"), found=len(texts))
    bindings = {match[1]: values[-1] for name, values in found.items() if (match := _BINDING.fullmatch(name))}
    return Query(
        texts[0],
        tuple(filter(None, found.get("default-graph-uri", []))),
        tuple(filter(None, found.get("named-graph-uri", []))),
        bindings,
        (found.get("format") or found.get("output") or [""])[-1],
    )


async def _body(request: Request, most: int, longest: int) -> bytes:
    """Return the body, of `longest` bytes at most."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > longest:
            raise LimitReached("queries.limit.text", where=say("queries.where.text"), found=size, most=most)
        parts.append(part)
    return b"".join(parts)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("serve.not-utf-8", where=say("serve.where.request"), detail=error.start) from error


def _pairs(encoded: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:  # not UTF-8, or too many
        raise QueryError("serve.not-utf-8", where=say("serve.where.request"), detail=error) from error
