"""What a test answers instead of a store: what a child may do, and how it may die."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from typing import IO, Any

FACTS = {"media_type": "text/plain", "rows": 1, "cut": False, "head": ""}


class Curious:
    def __init__(self, port: int) -> None:
        self.attempts = (
            lambda: socket.create_connection(("127.0.0.1", port)),
            lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
            lambda: subprocess.run(["/bin/true"], check=False),
        )

    def rehearse(self) -> None:
        pass

    def __call__(self, _: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        for attempt in self.attempts:
            try:
                attempt()
                out.write(b"done\n")
            except OSError as error:
                out.write(f"{type(error).__name__}\n".encode())
        return FACTS


class Mortal:
    def rehearse(self) -> None:
        pass

    def __call__(self, request: Mapping[str, Any], out: IO[bytes]) -> dict[str, object]:
        death = request["death"]
        if death.startswith("SIG"):
            os.kill(os.getpid(), getattr(signal, death))
            time.sleep(60)  # another thread may be the one that receives it
        if death == "exit":
            os._exit(3)
        if death == "fault":
            1 / 0  # noqa: B018
        out.write(b"alive")
        return FACTS
