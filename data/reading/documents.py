"""JSON documents of unknown origin: read whole, or refused with the reason."""

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import Fault, InvalidData

DEPTH = 100  # levels of lists and objects
_LONE = re.compile("[\0\ud800-\udfff]")


class _Refused(ValueError):
    """What the JSON grammar lets through and we do not; `key` names the sentence."""

    def __init__(self, key: str, value: str) -> None:
        self.key, self.value = key, value
        super().__init__(key)


@lru_cache(maxsize=8)
def load_json(path: Path) -> Any:
    """Return the JSON document of `path`; do not change it, since it is kept for the next caller.

    Raises
    ------
    InvalidData
        With the line, for what is not JSON (RFC 8259): syntax, encoding, a key said twice in one object,
        NaN, infinite or endless numbers, lone surrogates, NUL, more than `DEPTH` levels.
    """
    return parse_json(_decode(path), path)


def parse_json(text: str, path: Path) -> Any:
    """Return the JSON document that `text`, found in `path`, says.

    Raises
    ------
    InvalidData
        As `load_json` does.
    """
    try:
        document = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int
        )
        _check(document)
    except json.JSONDecodeError as error:
        raise _invalid(path, "reading.json-syntax", error.lineno, _around(text, error.pos)) from error
    except _Refused as error:
        raise _invalid(path, error.key, 0, error.value) from error
    except RecursionError as error:
        raise _invalid(path, "reading.json-deep", 0, "") from error
    return document


def _decode(path: Path) -> str:
    raw = path.read_bytes()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _invalid(
            path, "reading.json-encoding", line, repr(raw[error.start : error.start + 1])
        ) from error


def _invalid(path: Path, key: str, line: int, value: str) -> InvalidData:
    return InvalidData([Fault(key, path.name, line, value=value, values={"limit": DEPTH})], where=path.name)


def _around(text: str, position: int) -> str:
    return text[max(0, position - 20) : position + 20].replace("\n", " ").strip()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused("reading.json-twice", key[:80])
            seen.add(key)
    return found


def _constant(name: str) -> Any:
    raise _Refused("reading.json-number", name)


def _float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _Refused("reading.json-number", digits[:40])
    return number


def _int(digits: str) -> int:
    if len(digits) > 40:
        raise _Refused("reading.json-number", f"{digits[:40]}…")
    return int(digits)


def _check(document: Any) -> None:
    """Refuse lone surrogates, NUL and depth, level by level without recursion."""
    level = [document]
    for _ in range(DEPTH + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value)
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
            elif isinstance(value, str) and _LONE.search(value):
                raise _Refused("reading.json-sign", ascii(value[:40]))
        if not below:
            return
        level = below
    raise _Refused("reading.json-deep", "")
