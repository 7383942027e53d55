"""The process that holds the store and forks a child a query: `python -m …queries.isolation.forking FD`.

It has one thread and one loop. On the socket FD it first hears the source, then requests, each with two
descriptors: the file for the body, and the pipe on which the child says what it did and this process how the
child ended. A child past its time is killed; one that takes long gives way to the others. When the socket
closes, everything ends.
"""

import gc
import json
import math
import os
import selectors
import signal
import socket
import sys
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...errors import MaillageError
from .child import Evaluate, answer, opened
from .outcomes import HEADER, line, told

_PATIENCE = 0.1  # seconds of the processor after which a query gives way to shorter ones
_WAY = 19  # how much: a step of `nice`


@dataclass
class _Child:
    status: int
    deadline: float
    gives_way: float


def main() -> None:
    """Serve the socket until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which closes the socket
    warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside the store's idle threads
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        evaluate = opened(_heard(control, HEADER.unpack(_exactly(control, HEADER.size))[0]))
    except MaillageError as error:
        control.sendall(line({"error": told(error)}))
        return
    evaluate.rehearse()
    gc.collect()
    gc.freeze()  # what a fork shares, a collection would copy
    control.sendall(line({"ready": True}))
    _Loop(control, evaluate).run()


class _Loop:
    def __init__(self, control: socket.socket, evaluate: Evaluate) -> None:
        self.control, self.evaluate = control, evaluate
        self.children: dict[int, _Child] = {}
        self.killed: set[int] = set()
        self.silence = os.open(os.devnull, os.O_WRONLY)
        self.woken, self.waker = socket.socketpair()
        for end in (self.woken, self.waker):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        with selectors.DefaultSelector() as events:
            events.register(self.control, selectors.EVENT_READ)
            events.register(self.woken, selectors.EVENT_READ)
            alive = True
            while alive:
                for key, _ in events.select(self._next()):
                    if key.fileobj is self.woken:
                        self.woken.recv(4096)
                    else:
                        alive = self._take()
                self._bury()
                self._judge()
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)

    def _next(self) -> float | None:
        """Return the seconds until a child must be looked at."""
        moments = [min(child.deadline, child.gives_way) for child in self.children.values()]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def _take(self) -> bool:
        """Take a request and fork for it; return whether the socket is still open."""
        header, fds, _, _ = socket.recv_fds(self.control, HEADER.size, 2)
        if not header:
            return False
        header += _exactly(self.control, HEADER.size - len(header))
        request = _heard(self.control, HEADER.unpack(header)[0])
        out, status = fds
        try:
            pid = os.fork()
        except OSError:  # no process or memory left: the reader sees the pipe close
            pid = -1
        if pid == 0:
            self._become_child(request, out, status)
        os.close(out)
        if pid < 0:
            os.close(status)
            return True
        now = time.monotonic()
        self.children[pid] = _Child(status, now + request["limits"]["seconds"], now + _PATIENCE)
        return True

    def _become_child(self, request: dict[str, Any], out: int, status: int) -> None:
        try:
            os.setpgid(0, 0)
            os.dup2(self.silence, 2)  # what native code says of its death is told by the way it dies
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for each in (self.control, self.woken, self.waker):
                each.close()
            for other in self.children.values():
                os.close(other.status)
            answer(self.evaluate, request, out, status)
        finally:
            os._exit(1)

    def _bury(self) -> None:
        """Tell the ends of the children that ended."""
        for pid in [*self.killed]:  # some take their time to die: nobody waits for them
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.killed.discard(pid)
        for pid in [*self.children]:
            found, code = os.waitpid(pid, os.WNOHANG)
            if found:
                self._end(pid, os.waitstatus_to_exitcode(code))

    def _judge(self) -> None:
        """Kill what is past its time, and make what takes long give way."""
        now = time.monotonic()
        for pid, child in [*self.children.items()]:
            if child.deadline <= now:
                os.kill(pid, signal.SIGKILL)
                self.killed.add(pid)
                self._end(pid, None)
            elif child.gives_way <= now and _worked(pid) < _PATIENCE:
                child.gives_way = now + _PATIENCE
            elif child.gives_way <= now:
                with suppress(ProcessLookupError):  # its group is its own: every thread of it, and no other
                    os.setpriority(os.PRIO_PGRP, pid, _WAY)
                child.gives_way = child.deadline

    def _end(self, pid: int, code: int | None) -> None:
        status = self.children.pop(pid).status
        with suppress(BrokenPipeError):  # nobody waits any more
            os.write(status, line({"ended": code}))
        os.close(status)


def _worked(pid: int) -> float:
    """Return the seconds of the processor that a child took; endless, where the system does not tell."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # Linux's number for the clock of a process
    except OSError:
        return math.inf


def _heard(control: socket.socket, size: int) -> dict[str, Any]:
    heard: dict[str, Any] = json.loads(_exactly(control, size))
    return heard


def _exactly(control: socket.socket, size: int) -> bytes:
    parts = []
    while size:
        part = control.recv(size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


if __name__ == "__main__":
    main()
