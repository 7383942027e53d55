"""What stands between a browser and the endpoint: who may ask, and what a page may do."""

import ipaddress
import secrets
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...messages import text as say

_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_READ = ("GET", "HEAD", "OPTIONS")


class Guarded:
    """An application that answers only those who name this machine, under strict headers.

    A page elsewhere may name a host of its own that leads here (DNS rebinding): only addresses, `localhost`
    and the names of this machine are accepted. A page elsewhere may read, as anybody may, but not POST.
    """

    def __init__(self, app: ASGIApp, names: Collection[str] = ()) -> None:
        self.app = app
        self._names = {"localhost", *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce)
            await send(message)

        headers = Headers(scope=scope)
        app = self.app
        if not self._is_ours(headers.get("host", "")):
            app = PlainTextResponse(say("serve.host", host=headers.get("host", "")[:100]), 421)
        elif scope["method"] not in _READ and not _same_origin(headers):
            app = PlainTextResponse(say("serve.origin", origin=headers.get("origin", "")[:100]), 403)
        await app(scope, receive, guarded)

    def _is_ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self._names or _is_address(name)


def own_names() -> set[str]:
    """Return the names of this machine."""
    return {socket.gethostname().lower(), socket.getfqdn().lower()}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
