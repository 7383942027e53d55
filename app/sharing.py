"""The command that lets phones in the room open one file, and nothing else of this computer."""

import gzip
import ipaddress
import mimetypes
import signal
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer

from ..errors import LimitReached, UnknownName
from ..messages import text

_MOST = 100_000_000  # bytes: more would not open on a phone
_SHARED = (".html", ".pdf", ".svg", ".png", ".csv", ".json")
_PATIENCE = 20  # seconds that a client may keep silent
_LOOPBACK, _EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104  only when it was asked for
_COMPRESSED = ("text/", "application/json", "image/svg")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def share(
    file: Annotated[Path, typer.Argument(help=text("cli.share.file"), metavar=text("cli.file"))],
    port: Annotated[int, typer.Option(help=text("cli.share.port"), min=0, max=65535, metavar="N")] = 8765,
    network: Annotated[bool, typer.Option("--network", help=text("cli.share.network"))] = False,
) -> None:
    """Serve one file on this computer, or on the network it makes, until Ctrl-C."""
    server = serve_file(file, port, network=network)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start it deaf to Ctrl-C
    try:
        _tell(server, network=network)
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo(text("cli.share.ended"), err=True)
    finally:
        server.server_close()


def _tell(server: "OneFile", *, network: bool) -> None:
    addresses = addresses_of(server)
    typer.echo(text(f"cli.share.{'network' if network else 'here'}-told", name=server.name), err=True)
    if network:
        typer.echo(qr_code(addresses[0]), err=True)
    typer.echo(text("cli.share.end"), err=True)
    for address in addresses:
        typer.echo(address)


class OneFile(ThreadingHTTPServer):
    """A server of one file, read once: what changes on disk while people look does not reach them."""

    daemon_threads = True

    def __init__(self, host: str, port: int, name: str, content: bytes) -> None:
        self.host, self.name, self.content = host, name, content
        self.kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        light = self.kind.startswith(_COMPRESSED)
        self.packed = gzip.compress(content, mtime=0) if light else b""
        self.elsewhere, self.stranger = text("share.elsewhere").encode(), text("share.host").encode()
        super().__init__((host, port), _Handler)


def serve_file(file: Path, port: int, *, network: bool = False) -> OneFile:
    """Return a server of `file`, bound and not yet serving; it is reached at `addresses_of` it.

    Parameters
    ----------
    port
        0 takes a free one.
    network
        Whether other devices of the network reach it; else this computer alone.

    Raises
    ------
    UnknownName
        When the file cannot be read, is a folder, or is none that a browser shows.
    LimitReached
        When it is too large for a phone, or the port is taken.
    """
    if file.suffix.lower() not in _SHARED or not file.is_file():
        key = "share.folder" if file.is_dir() else "share.kind" if file.is_file() else "share.none"
        raise UnknownName(key, where=str(file), known=", ".join(_SHARED))
    if file.stat().st_size > _MOST:
        raise LimitReached("share.too-large", where=str(file), most=_MOST // 1_000_000)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnknownName("share.none", where=str(file), known=", ".join(_SHARED)) from error
    try:
        return OneFile(_EVERYWHERE if network else _LOOPBACK, port, file.name, content)
    except OSError as error:
        raise LimitReached("share.port", where=f"--port {port}", detail=error.strerror or error) from error


def addresses_of(server: OneFile) -> Sequence[str]:
    """Return the http addresses at which the file is reached, that of a hotspot of one's own first."""
    if server.host == _LOOPBACK:
        return [f"http://{_LOOPBACK}:{server.server_port}/"]
    return [f"http://{each}:{server.server_port}/" for each in _own_addresses()]


def qr_code(address: str) -> str:
    """Return a QR code of the address, in characters of a terminal (ISO/IEC 18004)."""
    import segno

    written = StringIO()
    segno.make(address, micro=False).terminal(written, compact=True)
    return written.getvalue()


def _own_addresses() -> list[str]:
    """Return the IPv4 addresses of this computer, as it knows them: private ones first, loopback last."""
    import ifaddr

    found = [
        ipaddress.IPv4Address(each.ip)
        for adapter in ifaddr.get_adapters()
        for each in adapter.ips
        if isinstance(each.ip, str)
    ]
    order = sorted(
        found, key=lambda each: (each.is_loopback, each.is_link_local, not each.is_private, int(each))
    )
    return [str(each) for each in order]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD of the one file, asked by an address of this computer."""

    server: OneFile
    timeout = _PATIENCE
    server_version, sys_version = "maillage", ""

    def do_GET(self) -> None:
        """Send the file."""
        self._answer(whole=True)

    def do_HEAD(self) -> None:
        """Send what a GET would, without the file."""
        self._answer(whole=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who looked at what is nobody's business."""

    def _answer(self, *, whole: bool) -> None:
        status, kind, body, packed = self._found()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if whole:
            self.wfile.write(body)

    def _found(self) -> tuple[int, str, bytes, bool]:
        host = self.headers.get("Host", "").partition(":")[0]
        known = (
            {_LOOPBACK, "localhost"} if self.server.host == _LOOPBACK else {*_own_addresses(), "localhost"}
        )
        if host not in known:  # a name that somebody else's server gave to this address
            return 421, "text/plain; charset=utf-8", self.server.stranger, False
        if self.path.partition("?")[0].partition("#")[0] != "/":
            return 404, "text/plain; charset=utf-8", self.server.elsewhere, False
        charset = "; charset=utf-8" if self.server.kind.startswith("text/") else ""
        packed = bool(self.server.packed) and "gzip" in self.headers.get("Accept-Encoding", "")
        return 200, self.server.kind + charset, self.server.packed if packed else self.server.content, packed
