"""The process in which files of unknown origin are read: `python -m maillage.data.reading.reading_child`.

It takes a request on stdin (JSON: what is asked, the files, the limits) and gives its answer on stdout, lines
of JSON. It sets its own limits before it opens a file, and then may neither write, nor speak on the network,
nor start a process: a reader has no need to.
"""

import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from ...errors import InvalidData
from .isolation import _OUT_OF_MEMORY, FORMATS
from .raw_json import to_json
from .sniffing import Sniffed
from .source_files import printable

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.fork",
    "ftplib.",
)
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Answer the one request that stands on stdin."""
    request = json.loads(sys.stdin.buffer.read())
    answer = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # a reader that prints must not spoil the answer
    try:
        _limit(request["limits"])
        gc.disable()  # a short life, and millions of cells that hold no cycle
        sys.addaudithook(_refuse)
        for line in _answer(request):
            answer.write(f"{line}\n")
        answer.flush()
    except InvalidData as error:
        _say(answer, {"where": printable(error.where), "faults": [_fault(fault) for fault in error.faults]})
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    os._exit(0)  # quicker than giving back a gigabyte cell by cell


def _answer(request: dict[str, Any]) -> Iterator[str]:
    files = [Path(name) for name in request["files"]]
    given = request["format"]
    formats = [given or _format(path) for path in files]
    source = None
    if request["asked"] == "source" and len({*formats}) == 1 and formats[0]:
        source = _reader(formats[0]).read(files)
    yield json.dumps({"formats": formats})
    if source is not None:
        yield from to_json(source)


def _reader(format_name: str) -> Any:
    return import_module(f"..readers.{format_name}", __package__)


def _format(path: Path) -> str:
    """Return the first format whose reader recognises the file, "" for none."""
    sniffed = Sniffed.of(path)
    return next((name for name in FORMATS if _reader(name).recognises(sniffed)), "")


def _limit(limits: dict[str, int]) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    wanted = {
        resource.RLIMIT_AS: limits["memory"],
        resource.RLIMIT_CPU: limits["seconds"],
        resource.RLIMIT_FSIZE: limits["answer"],
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(kind, (least, least))
        except (ValueError, OSError):  # macOS refuses some
            continue


def _refuse(event: str, arguments: Sequence[Any]) -> None:
    """Stop what no reader needs: the network, other processes, any change on disk."""
    changes = event in _CHANGES or (
        event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    )
    if changes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not: {event}")


def _fault(fault: Any) -> dict[str, Any]:
    values = {
        name: value if isinstance(value, int | float) else printable(str(value))[:500]
        for name, value in fault.values.items()
    }
    return {
        "key": fault.key,
        "file": printable(fault.file),
        "line": fault.line,
        "column": printable(fault.column),
        "value": printable(fault.value)[:200],
        "values": values,
    }


def _say(answer: Any, said: dict[str, Any]) -> None:
    answer.write(f"{json.dumps(said)}\n")
    answer.flush()


if __name__ == "__main__":
    main()
