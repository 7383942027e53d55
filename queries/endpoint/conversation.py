"""What is said to one server, and heard from it: time limits, patience, passwords, and no other host.

A server that is busy (429, 503) or stumbles (502, 504, a broken connection) is asked again, after the time
that it names or twice the last one; everything said here may be said twice. A redirect is followed on the
same host only. A password comes from the environment, `.netrc` or whoever is at the terminal, is sent only to
a server that asks for one, never in clear to another machine, and stands in no message.
"""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from ipaddress import ip_address
from netrc import NetrcParseError, netrc
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...data.reading.download import AGENT, REDIRECTS, check_address, redirect
from ...errors import LimitReached, QueryError, RemoteError

if TYPE_CHECKING:
    import httpx

SECONDS = 60.0  # that one answer may take
BYTES = 1024 * 2**20  # of one answer
TRIES = 5
_FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0  # seconds between two tries
USER, PASSWORD = "MAILLAGE_ENDPOINT_USER", "MAILLAGE_ENDPOINT_PASSWORD"
_AGAIN = frozenset((429, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 307, 308))
_SHOWN = 300  # characters of what a server says
Credentials = Callable[[str], tuple[str, str] | None]
"""Called with a host: the user and the password to give it, None for none."""


def known_credentials(host: str) -> tuple[str, str] | None:
    """Return the user and password of the environment, else those of `.netrc` for this host, else None."""
    if os.environ.get(USER):
        return os.environ[USER], os.environ.get(PASSWORD, "")
    try:
        found = netrc(os.environ.get("NETRC")).authenticators(host)
    except (OSError, NetrcParseError):
        return None
    return (found[0], found[2] or "") if found else None


@dataclass(frozen=True)
class Heard:
    """What a server answered: its content type without parameters, its headers in lower case, its bytes."""

    content_type: str
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class _Answer:
    """What came back, whatever it says."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass
class Conversation:
    """The words exchanged with the server at `address`.

    Attributes
    ----------
    seconds
        What one answer may take.
    credentials
        Where a password is looked for when the server asks for one.
    wait
        Lets time pass between two tries.
    """

    address: str
    seconds: float = SECONDS
    credentials: Credentials = known_credentials
    wait: Callable[[float], None] = time.sleep
    _auth: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.address = check_address(self.address)

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        timeout = httpx.Timeout(self.seconds, connect=min(10.0, self.seconds))
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip"}
        return httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)

    def say(  # noqa: PLR0913  each is a part of an HTTP request
        self,
        method: str,
        *,
        accept: str = "*/*",
        fields: Mapping[str, Any] | None = None,
        parameters: Mapping[str, str] | None = None,
        content: bytes = b"",
        content_type: str = "",
    ) -> Heard:
        """Return what the server answers.

        Parameters
        ----------
        fields, content
            A form, or bytes of a content type, to send.
        parameters
            Added to the address.

        Raises
        ------
        QueryError
            When it cannot read or run the query (400), with its reason.
        RemoteError
            When it cannot be reached, refuses, knows no such address, or leads to another host.
        LimitReached
            When it stays busy, or the time or the size runs out.
        """
        import httpx

        where = str(httpx.URL(self.address).copy_merge_params(parameters or {}))
        headers = {"Accept": accept} | ({"Content-Type": content_type} if content_type else {})
        told: dict[str, Any] = {"headers": headers}
        told |= {"data": fields} if fields is not None else {"content": content}
        pause = _FIRST_WAIT
        for tries in range(1, TRIES + 1):
            answer = self._once(method, where, told, last=tries == TRIES)
            if answer is not None and answer.status not in _AGAIN:
                return _heard(answer, where)
            asked = _asked_wait(answer)
            if answer is not None and (tries == TRIES or asked > LONGEST_WAIT):
                said = round(asked) or round(pause)
                raise LimitReached("endpoint.busy", where=where, status=answer.status, seconds=said)
            self.wait(asked or pause)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _once(self, method: str, where: str, told: dict[str, Any], *, last: bool) -> "_Answer | None":
        """Return the answer, after redirects and a password; None for a broken connection to try again."""
        import httpx

        try:
            for _ in range(REDIRECTS + 1):
                answer = self._read(method, where, told)
                if answer.status == 401 and self._auth is None:
                    self._auth = self._authentication(answer, where)
                    answer = self._read(method, where, told)
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    return answer
                where = redirect(where, answer.headers["location"])
        except httpx.TimeoutException as error:
            raise self._slow(where) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            if not last:
                return None
            host = urlsplit(where).hostname or where
            detail = str(error) or type(error).__name__
            raise RemoteError("remote.unreachable", where=where, host=host, detail=detail) from error
        raise RemoteError("remote.redirects", where=self.address, limit=REDIRECTS)

    def _read(self, method: str, where: str, told: dict[str, Any]) -> "_Answer":
        started = time.monotonic()
        content = bytearray()
        auth = {"auth": self._auth} if self._auth else {}
        with self._client.stream(method, where, **auth, **told) as response:
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > BYTES:
                    raise LimitReached("remote.large", where=where, limit=BYTES // 2**20)
                if time.monotonic() - started > self.seconds:
                    raise self._slow(where)
        self._client.cookies.clear()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return _Answer(response.status_code, headers, bytes(content))

    def _slow(self, where: str) -> LimitReached:
        return LimitReached("endpoint.slow", where=where, seconds=round(self.seconds))

    def _authentication(self, answer: "_Answer", where: str) -> Any:
        """Return how to give the password that the server asks for."""
        import httpx

        parts = urlsplit(where)
        host = parts.hostname or ""
        known = self.credentials(host)
        if known is None:
            raise RemoteError(
                "endpoint.password-needed", where=where, host=host, user=USER, password=PASSWORD
            )
        if answer.headers.get("www-authenticate", "").strip().lower().startswith("digest"):
            return httpx.DigestAuth(*known)
        if parts.scheme != "https" and not _is_here(host):
            raise RemoteError("endpoint.password-in-clear", where=where, host=host)
        return httpx.BasicAuth(*known)


def _is_here(host: str) -> bool:
    """Tell whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _asked_wait(answer: _Answer | None) -> float:
    """Return the seconds after which a busy server wants to be asked again, 0 when it does not say."""
    said = answer.headers.get("retry-after", "").strip() if answer is not None else ""
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _heard(answer: _Answer, where: str) -> Heard:
    """Return a success; any other answer is an error."""
    status, said = answer.status, _said(answer.content)
    if status in (401, 403, 407):
        raise RemoteError("endpoint.refused", where=where, status=status, said=said)
    if status in (404, 405, 410):
        raise RemoteError("endpoint.missing", where=where, status=status)
    if status in (400, 422) or (status == 500 and b"SPARQL" in answer.content[:4096]):
        raise QueryError("endpoint.not-run", where=where, said=said)
    if not 200 <= status < 300:
        raise RemoteError("endpoint.status", where=where, status=status, said=said)
    content_type = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    return Heard(content_type, answer.headers, answer.content)


def _said(content: bytes) -> str:
    """Return the start of what a server says of a failure, on one line; nothing for a page."""
    text = content[:4096].decode("utf-8", "replace").partition("\n\nSPARQL query:")[0]
    return "" if text.lstrip().startswith("<") else " ".join(text.split())[:_SHOWN]
