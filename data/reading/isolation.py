"""Files of unknown origin, read under limits in a process of their own.

Whatever a file holds, it can take neither the time nor the memory of the process that asks: `reading_child`
reads it under the limits below, and hands back JSON that is checked again here. Where the system has no
`setrlimit` (Windows) the memory is not bounded, but the sizes, the counts and the time are.
"""

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from ...errors import Fault, InvalidData, UnknownName
from .documents import load_json
from .raw import RawSource
from .raw_json import from_json
from .sniffing import Sniffed
from .source_files import check_file, shown

__all__ = ["FORMATS", "Sniffed", "group_files", "load_json", "read_source"]

# The modules of `readers/`, in the order in which they are asked: the first that recognises a file reads it.
FORMATS = (
    "session",
    "yeswiki",
    "gogocarto",
    "kumu",
    "murmurations",
    "mykomap",
    "gexf",
    "graphml",
    "rdf",
    "edges",
    "xlsx",
    "csv",
)
LIMITS: Mapping[str, int] = {
    "memory": 2**30,  # bytes of address space
    "seconds": 30,  # of the processor, and by the clock
    "answer": 2**29,  # bytes that may be written
}
_OUT_OF_MEMORY = 77  # the child's exit code, when it has no memory left to say so


def group_files(paths: Sequence[Path]) -> list[tuple[str, list[Path]]]:
    """Return the files by format, each format once, in the order in which they first appear.

    Raises
    ------
    InvalidData
        For a file that is missing, empty, too large, not what its extension says, or of no known format.
    """
    for path in paths:
        check_file(path)
    formats, _ = _ask("formats", "", paths)
    return _grouped(paths, formats)


def read_source(files: Sequence[Path], format: str = "") -> RawSource:
    """Return what the `files` hold together, all of one format (recognised when not given).

    Raises
    ------
    InvalidData
        For a file that cannot be read, or not within the limits; for files of several formats.
    UnknownName
        For a format that has no reader.
    """
    if format and format not in FORMATS:
        raise UnknownName("reading.format", where="--format", name=format, known=", ".join(FORMATS))
    for path in files:
        check_file(path)
    formats, lines = _ask("source", format, files)
    groups = _grouped(files, formats)
    if len(groups) > 1:
        kinds = " ; ".join(f"{name} : {', '.join(map(shown, paths))}" for name, paths in groups)
        raise _fault("reading.several-formats", files, formats=kinds)
    try:
        return from_json(lines)
    except ValueError as error:
        raise _fault("reading.crash", files, detail=str(error)) from error


def _grouped(paths: Sequence[Path], formats: Sequence[str]) -> list[tuple[str, list[Path]]]:
    groups: dict[str, list[Path]] = {}
    for path, name in zip(paths, formats, strict=True):
        if name not in FORMATS:
            raise _fault("reading.unknown-format", [path])
        groups.setdefault(name, []).append(path)
    return [*groups.items()]


def _ask(asked: str, format_name: str, files: Sequence[Path]) -> tuple[list[str], list[str]]:
    """Return the child's answer: the format of each file, and the lines of the source when it was asked."""
    names = [str(path.absolute()) for path in files]
    request = {"asked": asked, "format": format_name, "files": names, "limits": dict(LIMITS)}
    command = [sys.executable, "-P", "-X", "utf8", "-m", f"{__package__}.reading_child"]
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as words:
        code = _run(command, json.dumps(request).encode("ascii"), answer, words)
        answer.seek(0)
        words.seek(0)
        said = words.read(2**16).decode("utf-8", "replace")
        if code is None or code == -getattr(signal, "SIGXCPU", 0) or code == -getattr(signal, "SIGKILL", 0):
            raise _fault("reading.too-long", files, limit=LIMITS["seconds"])
        if code == _OUT_OF_MEMORY or "memory allocation" in said:
            raise _fault("reading.memory", files, limit=LIMITS["memory"] // 2**20)
        return _understood(answer if code == 0 else io.BytesIO(), files, said)


def _run(command: list[str], request: bytes, answer: IO[bytes], words: IO[bytes]) -> int | None:
    """Return the child's exit code, None when its time was up."""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    process = subprocess.Popen(  # noqa: S603 (our own module, no shell)
        command, stdin=subprocess.PIPE, stdout=answer, stderr=words, creationflags=flags, env=environment()
    )
    try:
        process.communicate(request, timeout=LIMITS["seconds"])
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        process.wait()
    return process.returncode


def environment() -> dict[str, str]:
    """Return the child's environment: this one's, and the package's place where only the folder gave it."""
    package = Path(__file__).resolve().parents[2]
    if package.name != str(__package__).partition(".")[0]:
        return {**os.environ}
    places = filter(None, [os.environ.get("PYTHONPATH", ""), str(package.parent)])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def _understood(answer: IO[bytes], files: Sequence[Path], said: str) -> tuple[list[str], list[str]]:
    """Return the answer's lines, or raise what the child says of the files."""
    try:
        first = json.loads(answer.readline() or b"null")
        if "faults" in first:
            raise InvalidData([Fault(**fault) for fault in first["faults"]], where=str(first["where"]))
        return [str(name) for name in first["formats"]], [line.decode("ascii") for line in answer]
    except (ValueError, TypeError, LookupError):
        detail = said.strip().splitlines()[-1] if said.strip() else "-"
    error = _fault("reading.crash", files, detail=detail[:200])
    error.add_note(said)
    raise error


def _fault(key: str, files: Sequence[Path], **values: object) -> InvalidData:
    names = ", ".join(shown(path) for path in files)
    return InvalidData([Fault(key, names, values=values)], where=names)
