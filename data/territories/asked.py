"""What was written, cut into its parts: names between commas or parentheses, and a code of five signs."""

import re
from dataclasses import dataclass
from typing import Literal

from .names import fold

LONGEST = 500  # characters; a longer text is no name of a place
_WORDS_READ = 40
_CUT = re.compile(r"[,;()\[\]|\r\n\t]+|\s+[-–—/>]\s+")
_FIVE = re.compile(r"(?<!\w)(?:f )?([0-9]{5}|2[ab][0-9]{3}|[0-9]{2} [0-9]{3})(?!\w)")
_CEDEX = re.compile(r"\bcedex(?: [0-9]{1,2})?\b")
_SAID = re.compile(r"\b(?:code )?(insee|cog|postal|cp)\b")

Said = Literal["insee", "postal", ""]


@dataclass(frozen=True, slots=True)
class Asked:
    """A text as it is read: folded `parts`; the `code` in it, with what stands `before` and `after` it.

    `before` and `after` are folded parts; `said` is the kind of code that the text announces; `cedex`
    tells a code of business mail, which serves no commune.
    """

    parts: tuple[str, ...]
    code: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    said: Said = ""
    cedex: bool = False


def read(text: str) -> Asked:
    """Return the parts of a text.

    Examples
    --------
    >>> asked = read("La Haye, 61120 Briouze")
    >>> asked.before, asked.code, asked.after
    (('la haye',), '61120', ('briouze',))
    """
    parts = tuple(key for part in _CUT.split(text) if (key := fold(part)))
    if sum(part.count(" ") + 1 for part in parts) > _WORDS_READ:
        return Asked(())
    for place in reversed(range(len(parts))):
        if found := _last_code(parts[place]):
            return _around(parts, place, found)
    return Asked(_without_cedex(parts))


def _last_code(part: str) -> re.Match[str] | None:
    if not any(sign.isdigit() for sign in part):
        return None
    return next(reversed(list(_FIVE.finditer(part))), None)


def _around(parts: tuple[str, ...], place: int, found: re.Match[str]) -> Asked:
    part = parts[place]
    start, rest = part[: found.start()], part[found.end() :]
    announced = _SAID.search(start)
    if announced:
        start = start[: announced.start()]
    cedex = any(_CEDEX.search(each) for each in parts)
    name, here = (rest, start) if rest.strip() or not start.strip() else (start, "")
    before = (*parts[:place], here.strip())
    after = (name.strip(), *parts[place + 1 :])
    return Asked(
        parts,
        found[1].replace(" ", "").upper(),
        _without_cedex(before),
        _without_cedex(after),
        _said(announced),
        cedex,
    )


def _said(announced: re.Match[str] | None) -> Said:
    if announced is None:
        return ""
    return "insee" if announced[1] in ("insee", "cog") else "postal"


def _without_cedex(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kept for part in parts if (kept := _CEDEX.sub("", part).strip()))
