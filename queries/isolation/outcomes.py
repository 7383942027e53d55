"""How a query ended, told from one process to another: lines of JSON, and what a death means."""

import json
import signal
import struct
from collections.abc import Mapping
from typing import Any

from ... import errors
from ...errors import LimitReached, MaillageError
from ...messages import text as say
from .limits import Limits

HEADER = struct.Struct("!I")  # before a request: its length
_LONGEST = 4_000  # characters of a value in an error
OUT_OF_MEMORY = 77  # the exit code of a child that has no memory left to say so
_DEATHS = {  # signal -> what it means of a query
    "SIGXCPU": "time",
    "SIGSEGV": "depth",
    "SIGBUS": "depth",
    "SIGABRT": "memory",
    "SIGKILL": "memory",
    "SIGXFSZ": "size",
}


def told(error: MaillageError) -> dict[str, Any]:
    """Return an error as JSON can say it."""
    values = {
        name: value if isinstance(value, int | float) else str(value)[:_LONGEST]
        for name, value in error.values.items()
    }
    return {"kind": type(error).__name__, "key": error.key, "where": error.where, "values": values}


def understood(said: Mapping[str, Any]) -> MaillageError:
    """Return the error that `told` said."""
    kind = getattr(errors, str(said["kind"]), MaillageError)
    error: MaillageError = kind(said["key"], where=said["where"], **said["values"])
    return error


def line(said: Mapping[str, Any]) -> bytes:
    """Return one line of JSON."""
    return json.dumps(said).encode("ascii") + b"\n"


def read(lines: bytes) -> dict[str, Any]:
    """Return what lines of JSON say together; one that was broken by a death says nothing."""
    said: dict[str, Any] = {}
    for each in lines.splitlines():
        try:
            found = json.loads(each)
        except ValueError:
            continue
        if isinstance(found, dict):
            said |= found
    return said


def death(code: int | None, limits: Limits) -> LimitReached:
    """Return why a query ended without an answer: `code` is its exit code, -signal, or None past its time."""
    if code is None:
        reason = "time"
    elif code == OUT_OF_MEMORY:
        reason = "memory"
    else:
        name = signal.Signals(-code).name if code < 0 else ""
        reason = _DEATHS.get(name, "died")
    return limit(reason, limits)


def limit(reason: str, limits: Limits) -> LimitReached:
    """Return the limit that was reached: "time", "memory", "depth", "size" or "died"."""
    return LimitReached(
        f"queries.limit.{reason}",
        where=say("queries.where.text"),
        seconds=f"{limits.seconds:g}",
        megabytes=limits.memory_bytes // 2**20,
        answer=limits.answer_bytes // 2**20,
    )
