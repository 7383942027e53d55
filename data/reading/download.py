"""One remote file, under limits: the only place that meets httpx, with `queries.endpoint.conversation`.

Only http and https, only the host that the user named, no cookie, no password, one level of compression,
and an end to the time and the size of it all.
"""

import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from ...errors import BadParameter, LimitReached, RemoteError

if TYPE_CHECKING:
    import httpx

Progress = Callable[[str, int, int], None]
"""Called with the address, the bytes received of it, and the bytes expected (0 when it is not known)."""

SECONDS = 30
BYTES = 50 * 2**20  # of all the answers together, inflated
REDIRECTS = 5
AGENT = "maillage (+https://w3id.org/maillage)"
_ACCEPT = "application/json, text/csv, text/turtle, application/rdf+xml;q=0.9, */*;q=0.5"
_PLAIN, _PACKED = frozenset(("", "identity")), frozenset(("gzip", "x-gzip", "deflate"))
_PORTS = {"http": 80, "https": 443}

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What an address gave: where it was in the end, its content type without parameters, its bytes."""

    address: str
    content_type: str
    content: bytes

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page for people."""
        start = self.content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html")) or (
            self.content_type in ("text/html", "application/xhtml+xml") and start[:1] not in (b"{", b"[")
        )


@dataclass
class Limits:
    """What is left of the time and the size that one import may take from afar."""

    seconds: float = SECONDS
    size: int = BYTES
    received: int = 0
    started: float = field(default_factory=time.monotonic)

    def left(self, address: str) -> float:
        """Return the seconds left.

        Raises
        ------
        LimitReached
            When there is none.
        """
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            raise self.too_slow(address)
        return left

    def take(self, count: int, address: str) -> None:
        """Count bytes received.

        Raises
        ------
        LimitReached
            When they are more than the size allows.
        """
        self.received += count
        if self.received > self.size:
            raise LimitReached("remote.large", where=address, limit=max(1, self.size // 2**20))

    def too_slow(self, address: str) -> LimitReached:
        """Return the error of a time that has run out."""
        return LimitReached("remote.slow", where=address, limit=round(self.seconds))


def check_address(address: str) -> str:
    """Return the address, of which a blank is no part.

    Raises
    ------
    BadParameter
        For another scheme than http and https, no host, or a user name or password.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        known = parts.scheme in _PORTS and bool(parts.hostname) and (parts.port or 80) > 0
    except ValueError:
        known = False
    if not known:
        raise BadParameter("remote.scheme", where=address)
    if "@" in parts.netloc:
        raise BadParameter("remote.credentials", where=parts.hostname or "")
    return address


def within(limits: Limits, address: str, work: Callable[[], T]) -> T:
    """Return what `work` returns, unless the time runs out, even while a name resolves or a header trickles.

    Raises
    ------
    LimitReached
        When the time runs out.
    """
    done: dict[str, Any] = {}

    def run() -> None:
        try:
            done["result"] = work()
        except BaseException as error:
            done["error"] = error

    context = copy_context()
    worker = threading.Thread(target=context.run, args=(run,), daemon=True)
    worker.start()
    worker.join(limits.left(address))
    if worker.is_alive():
        raise limits.too_slow(address)
    if "error" in done:
        raise done["error"]
    result: T = done["result"]
    return result


def download(address: str, limits: Limits, progress: Progress | None = None) -> Answer:
    """Return what `address` gives, after the redirects of its own host.

    Raises
    ------
    BadParameter
        For an address of another scheme or with a password.
    RemoteError
        For a host that does not answer, a redirect elsewhere, an answer that is not a success, nothing in it.
    LimitReached
        When the time or the size runs out.
    """
    import httpx

    asked = address = check_address(address)
    try:
        with httpx.Client(headers=_headers(), follow_redirects=False, trust_env=True) as client:
            for _ in range(REDIRECTS + 1):
                timeout = httpx.Timeout(limits.left(address))
                with client.stream("GET", address, timeout=timeout) as response:
                    if not response.has_redirect_location:
                        return _answer(response, address, limits, progress)
                    address = redirect(address, response.headers["location"])
                client.cookies.clear()
    except httpx.TimeoutException as error:
        raise limits.too_slow(address) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        host = urlsplit(address).hostname or address
        detail = str(error) or type(error).__name__
        raise RemoteError("remote.unreachable", where=address, host=host, detail=detail) from error
    raise RemoteError("remote.redirects", where=asked, limit=REDIRECTS)


def _headers() -> dict[str, str]:
    return {"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip"}


def redirect(address: str, location: str) -> str:
    """Return where a redirect leads, on the same host.

    Raises
    ------
    RemoteError
        When it leads to another host, or from https to http.
    """
    target = check_address(urljoin(address, location))
    before, after = urlsplit(address), urlsplit(target)
    ports = {before.port or _PORTS[before.scheme], *_PORTS.values()}
    host, other = before.hostname or "", after.hostname or ""
    if other.casefold() != host.casefold() or (after.port or _PORTS[after.scheme]) not in ports:
        raise RemoteError(
            "remote.other-host", where=address, host=before.netloc, other=after.netloc, address=target
        )
    if (before.scheme, after.scheme) == ("https", "http"):
        raise RemoteError("remote.downgrade", where=address, host=host, address=target)
    return target


def _answer(response: "httpx.Response", address: str, limits: Limits, progress: Progress | None) -> Answer:
    status = response.status_code
    if status in (401, 403, 407):
        raise RemoteError("remote.refused", where=address, status=status)
    if status in (404, 410):
        raise RemoteError("remote.missing", where=address, status=status)
    if status != 200:
        raise RemoteError("remote.status", where=address, status=status)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
    content = bytearray()
    announced = response.headers.get("content-length", "")
    expected = int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 16 else 0
    if expected > limits.size:
        limits.take(expected, address)
    for chunk in _inflated(response, address, limits):
        limits.take(len(chunk), address)
        limits.left(address)
        content += chunk
        if progress:
            progress(address, response.num_bytes_downloaded, expected)
    if not content.strip():
        raise RemoteError("remote.empty", where=address)
    return Answer(address, content_type, bytes(content))


def _inflated(response: "httpx.Response", address: str, limits: Limits) -> Iterator[bytes]:
    """Yield the answer's bytes, inflated no further than the size allows."""
    coding = response.headers.get("content-encoding", "").strip().casefold()
    if coding in _PLAIN:
        yield from response.iter_raw()
        return
    if coding not in _PACKED:
        raise RemoteError("remote.not-data", where=address, content=coding[:40])
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
    step = 2**20
    try:
        for raw in response.iter_raw():
            waiting = raw
            while waiting:
                yield inflate.decompress(waiting, step)
                waiting = inflate.unconsumed_tail
        yield inflate.flush(step)
    except zlib.error as error:
        raise RemoteError("remote.not-data", where=address, content=coding) from error
    if not inflate.eof:
        raise RemoteError("remote.not-data", where=address, content=coding)
