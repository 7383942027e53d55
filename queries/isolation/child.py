"""What runs in the process of one query: limits first, then the answer, whole, then how it ended."""

import errno
import gc
import os
import signal
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, Protocol

from ...errors import MaillageError
from ...messages import set_language
from .limits import Limits
from .outcomes import OUT_OF_MEMORY, limit, line, told
from .sealing import seal


class Evaluate(Protocol):
    """What answers from a store that it holds open."""

    def __call__(self, request: Mapping[str, Any], out: IO[bytes]) -> Mapping[str, Any]:
        """Write the body of an answer, and return its facts: the fields of an `Answer` but the file."""

    def rehearse(self) -> None:
        """Load all that answering needs, so that no forked child has to."""


_STACKS = (2**29, 2**26)  # bytes of a thread's stack; the first that the system grants
_FILES = 4_096  # open at once: the tables of the store
_SPARE = 2**27  # bytes of address space that Python itself may still need


def opened(source: Mapping[str, Any]) -> Evaluate:
    """Return what answers: `opener` ("module:name") called with its `arguments`."""
    module, _, name = str(source["opener"]).partition(":")
    evaluate: Evaluate = getattr(import_module(module), name)(**source["arguments"])
    return evaluate


def answer(evaluate: Evaluate, request: Mapping[str, Any], out: int, status: int) -> None:
    """Answer one request into the file `out`, tell `status` how it ended, and end this process."""
    limits = Limits(**request["limits"])
    body = os.fdopen(out, "wb", buffering=2**20)
    gc.disable()  # a short life
    _hold(limits)
    seal()
    run = threading.Thread(target=_answer, args=(evaluate, request, body, status, limits))
    for size in _STACKS:
        try:
            threading.stack_size(size)
            run.start()
            break
        except (RuntimeError, ValueError):  # no room for such a stack
            continue
    run.join()
    os._exit(1)


def _answer(
    evaluate: Evaluate, request: Mapping[str, Any], body: IO[bytes], status: int, limits: Limits
) -> None:
    try:
        set_language(request["language"])
        said = _said(evaluate, request, body, limits)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:  # whatever it is, the server must hear of it
        said = {"fault": f"{type(error).__name__}: {error}"[:1000]}
    os.write(status, line(said))
    os._exit(0)


def _said(evaluate: Evaluate, request: Mapping[str, Any], body: IO[bytes], limits: Limits) -> dict[str, Any]:
    """Return what to say of an answer, once its body is written."""
    try:
        facts = dict(evaluate(request, body))
        body.flush()
    except MaillageError as error:
        return {"error": told(error)}
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        return {"error": told(limit("size", limits))}
    return {"facts": facts}


def _hold(limits: Limits) -> None:
    """Set the limits of this process, as far as the system has them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    wanted = {
        resource.RLIMIT_CPU: int(limits.seconds) + 2,  # the clock comes first
        resource.RLIMIT_FSIZE: limits.answer_bytes,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _FILES,
    }
    if mapped := _mapped():
        wanted[resource.RLIMIT_AS] = mapped + _STACKS[0] + _SPARE + limits.memory_bytes
    for kind, value in wanted.items():
        _least(kind, value)


def _least(kind: int, value: int) -> None:
    import resource

    hard = resource.getrlimit(kind)[1]
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    most = least + (kind == resource.RLIMIT_CPU)  # at the hard one, the kernel kills without saying why
    with suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(kind, (least, most if hard == resource.RLIM_INFINITY else min(most, hard)))


def _mapped() -> int:
    """Return the bytes of address space in use, 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - a fork should import nothing
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
