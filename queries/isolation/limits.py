"""What a query may take, and the two limits that are held before anything parses its text."""

import os
import re
from dataclasses import dataclass, field

from ...errors import LimitReached
from ...messages import text as say

# Strings, comments and IRIs hide their brackets. Each pattern ends somewhere whatever follows, so that a text
# is passed once: a string that nothing closes hides the rest, and the parser refuses it.
_TOKEN = re.compile(
    r"""(?P<hidden>"{3}(?:[^"\\]|\\.|"(?!""))*(?:"{3})?|'{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3})?
        |"(?:[^"\\\n\r]|\\.)*"?|'(?:[^'\\\n\r]|\\.)*'?|\#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>)
      |(?P<open>[({\[])|(?P<close>[)}\]])|(?P<sign>[!+^-])""",
    re.VERBOSE | re.DOTALL,
)


_TOGETHER = 16
_MEMORY = 2**29  # bytes


def _share() -> int:
    """Return the memory of a query such that all of them together take half of the machine's, and no more."""
    try:
        machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows
        return _MEMORY
    return min(_MEMORY, machine // 2 // _TOGETHER)


@dataclass(frozen=True)
class Limits:
    """What one query may take.

    Attributes
    ----------
    seconds
        By the clock, and of the processor.
    text_bytes
        Of the query, in UTF-8.
    nesting
        Brackets open at once, or signs (`!`, `-`, `^`) in a row.
    memory_bytes
        Beyond what the store itself maps: by default 512 MB, less on a machine of less than 16 GB. Not held
        on Windows nor macOS.
    answer_bytes
        Of the body.
    rows
        Of the answer; what is cut says so.
    together
        Queries at once; more are told to come back.
    """

    seconds: float = 5
    text_bytes: int = 65_536
    nesting: int = 50
    memory_bytes: int = field(default_factory=_share)
    answer_bytes: int = 2**28
    rows: int = 100_000
    together: int = _TOGETHER


DEFAULT = Limits()


def check_text(text: str, limits: Limits) -> None:
    """Refuse a text that is too long or too deep, in a time that grows as its length.

    Raises
    ------
    LimitReached
        With the limit.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.text_bytes:
        where = say("queries.where.text")
        raise LimitReached("queries.limit.text", where=where, found=size, most=limits.text_bytes)
    deepest = _deepest(text)
    if deepest > limits.nesting:
        where = say("queries.where.text")
        raise LimitReached("queries.limit.nesting", where=where, found=deepest, most=limits.nesting)


def _deepest(text: str) -> int:
    """Return how many brackets, and signs just before one, are open at once."""
    deepest, end, run = 0, 0, 0
    open_: list[int] = []  # the depth before each bracket
    for match in _TOKEN.finditer(text):
        depth = open_[-1] if open_ else 0
        apart = bool(text[end : match.start()].strip())
        end = match.end()
        if match.lastgroup == "hidden":
            run = run if text[match.start()] == "#" and not apart else 0
        elif match.lastgroup == "close":
            run = 0
            if open_:
                open_.pop()
        else:
            run = 1 if apart else run + 1
            deepest = max(deepest, depth + run)
            if match.lastgroup == "open":
                open_.append(depth + run)
                run = 0
    return deepest
