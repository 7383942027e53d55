"""The command as people call it: each run in a process of its own, forked from one that has read the code.

Reading the code takes most of the time of a short command, and there are hundreds of runs.
"""

import json
import os
import pkgutil
import socket
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

INSTALLED = str(Path(sys.executable).with_name("maillage"))
_PIECE = 2**16  # bytes


def run(
    *arguments: object,
    cwd: Path | None = None,
    given: str = "",
    timeout: float = 120,
) -> "subprocess.CompletedProcess[str]":
    """Run `maillage` with `arguments` and what it is `given` to read; return its status and what it said."""
    words = [str(each) for each in arguments]
    if not hasattr(os, "fork"):
        return subprocess.run(
            [INSTALLED, *words], capture_output=True, text=True, encoding="utf-8",
            cwd=cwd, input=given, check=False, timeout=timeout,
        )  # fmt: skip
    with tempfile.TemporaryFile() as typed, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        typed.write(given.encode())
        typed.seek(0)
        request = {"arguments": words, "cwd": str(cwd or Path.cwd()), "environment": dict(os.environ)}
        server = _server()
        server.settimeout(timeout)
        streams = [each.fileno() for each in (typed, out, err)]
        try:
            socket.send_fds(server, [b"\n"], streams)
            server.sendall(f"{json.dumps(request)}\n".encode())
            status = json.loads(server.recv(_PIECE))
        except TimeoutError:
            _server.cache_clear()  # it ends with its last client
            raise
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode())
    return subprocess.CompletedProcess([INSTALLED, *words], status, *said)


@cache
def _server() -> socket.socket:
    """Return the way to the process that forks one for each command."""
    ours, theirs = socket.socketpair()
    with theirs:
        line = [sys.executable, __file__, str(theirs.fileno())]
        subprocess.Popen(line, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
    return ours


def _serve(asked: socket.socket) -> None:
    """Fork for each request: its standard streams, arguments, folder and environment are those it brings.

    The command line itself is read by each: its help is written in the language asked.
    """
    for wing in ("ontology", "data", "queries", "graph", "visualize"):
        package = import_module(f"maillage.{wing}")
        for module in pkgutil.walk_packages(package.__path__, f"maillage.{wing}."):
            import_module(module.name)
    while True:
        begun, streams, *_ = socket.recv_fds(asked, 1, 3)
        if not begun:
            return
        content = b""
        while not content.endswith(b"\n"):
            content += asked.recv(_PIECE)
        child = os.fork()
        if child == 0:
            asked.close()
            _command(json.loads(content), streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        asked.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _command(request: dict[str, object], streams: list[int]) -> NoReturn:
    status: object = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(str(request["cwd"]))
        os.environ.clear()
        os.environ.update(request["environment"])  # type: ignore[arg-type]
        sys.argv = [INSTALLED, *request["arguments"]]  # type: ignore[misc]
        from maillage.app.__main__ import main

        main()
    except SystemExit as ended:
        status = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 0 if status is None else 1)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
