"""The two ways to a process of its own: forked from one that holds the store, or started for each query."""

import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any, Protocol

from ...data.reading.isolation import environment
from ...errors import StoreError
from .outcomes import HEADER, read, understood

_LEAVING = 5  # seconds that the process of the store is given to end
_GRACE = 30  # seconds past its time that a process is given to say that a query is over


class Way(Protocol):
    """How a request is answered in a process of its own."""

    def run(self, request: Mapping[str, Any], body: IO[bytes]) -> dict[str, Any]:
        """Return what was said of the answer whose body is now in `body`."""

    def close(self) -> None:
        """End the processes."""


class Forks:
    """A process that holds the store and forks (`forking`); started again if it dies."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self._source = json.dumps(source).encode("ascii")
        self._lock = threading.Lock()
        self._start()

    def run(self, request: Mapping[str, Any], body: IO[bytes]) -> dict[str, Any]:
        """Return what was said of the answer whose body is now in `body`."""
        reader, writer = os.pipe()
        try:
            try:
                process = self._send(json.dumps(request).encode("ascii"), body.fileno(), writer)
            finally:
                os.close(writer)
            said = _all(reader, request["limits"]["seconds"] + _GRACE)
        finally:
            os.close(reader)
        if "ended" not in said:
            self._again(process)
        return said

    def close(self) -> None:
        """End the process and its children."""
        with self._lock:
            self._stop()

    def _send(self, request: bytes, *descriptors: int) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process.poll() is not None:
                self._stop()
                self._start()
            with suppress(BrokenPipeError, ConnectionResetError):  # the pipe says it too, by closing
                sent = socket.send_fds(self._control, [HEADER.pack(len(request))], descriptors)
                self._control.sendall(HEADER.pack(len(request))[sent:] + request)
            return self._process

    def _again(self, process: subprocess.Popen[bytes]) -> None:
        """Start again in the place of a process that does not answer."""
        with self._lock:
            if self._process is process:
                self._stop()
                self._start()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
                command("forking", str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=environment(),
            )
        with suppress(BrokenPipeError):
            self._control.sendall(HEADER.pack(len(self._source)) + self._source)
        said = read(self._control.makefile("rb", buffering=0).readline())
        if "ready" not in said:
            self._stop()
            if "error" in said:
                raise understood(said["error"])
            raise StoreError("store.not-opened", where="maillage serve")

    def _stop(self) -> None:
        self._control.close()
        try:
            self._process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Spawns:
    """A process for each query (`spawning`), which opens the store read-only."""

    def __init__(self, source: Mapping[str, Any]) -> None:
        self._source = dict(source)

    def run(self, request: Mapping[str, Any], body: IO[bytes]) -> dict[str, Any]:
        """Return what was said of the answer whose body is now in `body`."""
        whole = json.dumps({"source": self._source, "request": request}).encode("ascii")
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
                command("spawning"),
                stdin=subprocess.PIPE,
                stdout=body,
                stderr=told,
                env=environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            code: int | None = None
            try:
                process.communicate(whole, timeout=request["limits"]["seconds"] + _GRACE)
                code = process.returncode
            except subprocess.TimeoutExpired:
                pass
            finally:
                process.kill()
                process.wait()
            told.seek(0)
            return {"ended": code, **read(told.read())}

    def close(self) -> None:
        """Do nothing: each process ended with its query."""


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line of a module of this package."""
    return [sys.executable, "-P", "-X", "utf8", "-m", f"{__package__}.{module}", *arguments]


def _all(reader: int, seconds: float) -> dict[str, Any]:
    """Return what is said on a pipe until it closes, or until then."""
    end, parts = time.monotonic() + seconds, []
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    while poll.poll(max(0, int((end - time.monotonic()) * 1000))):
        part = os.read(reader, 2**16)
        if not part:
            break
        parts.append(part)
    return read(b"".join(parts))
