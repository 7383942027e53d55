"""The encoding of a text file, told by its bytes: what was found, and what looks odd in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ...errors import Fault, InvalidData
from .raw import Remark

_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SEVERAL_BYTES = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
# é è ê ç of DOS and of old Macintoshes read as cp1252, UTF-8 read as cp1252, signs already lost.
_ODD = re.compile(
    "(?<=[a-zà-ÿ])[‚Šˆ‡Ž]|[‚ˆ‡](?=[a-zà-ÿ])|[ÃÂ][\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ™š›œ]|\ufffd",
)
_WORD = re.compile(r"[^\s;,|\"]*\Z"), re.compile(r"[^\s;,|\"]*")
HEAD = 2**16  # bytes, an even number
_SHOWN = 5


@dataclass(frozen=True)
class Decoded:
    """A text, the name of its encoding, and what to tell of it."""

    text: str
    encoding: str
    remarks: tuple[Remark, ...] = ()


def decode(raw: bytes, name: str) -> Decoded:
    """Return the text of `raw`: UTF-8 with its mark, UTF-16, UTF-8 or cp1252, tried in that order.

    Raises
    ------
    InvalidData
        For bytes that none of them reads, a lone surrogate, or NUL.
    """
    text, encoding, remarks = _attempt(raw, name)
    if "\0" in text:
        raise _refused(name, "reading.nul", _line(text, text.index("\0")))
    spoken = Remark("reading.encoding", name, values={"encoding": encoding})
    return Decoded(text, encoding, (spoken, *remarks, *_odd(text, name)))


def decode_start(raw: bytes, name: str) -> Decoded:
    """Return as `decode` the `HEAD` first bytes of a file, or the whole lines of them where it goes on."""
    if len(raw) < HEAD or _utf16(raw):
        return decode(raw, name)
    return decode(raw[: raw.rfind(b"\n") + 1] or raw, name)


def _attempt(raw: bytes, name: str) -> tuple[str, str, list[Remark]]:
    if raw.startswith(b"\xef\xbb\xbf"):
        return _strict(raw[3:], "utf-8", name), "UTF-8 BOM", []
    if encoding := _utf16(raw):
        return _strict(raw, encoding, name).removeprefix("\ufeff"), "UTF-16", []
    try:
        return raw.decode("utf-8"), "UTF-8", []
    except UnicodeDecodeError as error:
        if lone := _SURROGATE.search(raw):
            place = Fault("reading.surrogate", name, raw.count(b"\n", 0, lone.start()) + 1)
            raise InvalidData([place], where=name) from error
        mixed = _mixed(raw, name)
    return mixed or (_strict(raw, "cp1252", name), "Windows-1252", [Remark("reading.fallback", name)])


def _utf16(raw: bytes) -> str:
    """Return the UTF-16 codec that `raw` shows, by its mark or by the NUL of every Latin letter, or ""."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = raw[: 2**12]
    half = len(head) // 2
    high, low = head[0::2].count(0), head[1::2].count(0)
    if half > 1 and low > 0.6 * half and not high:
        return "utf-16-le"
    return "utf-16-be" if half > 1 and high > 0.6 * half and not low else ""


def _mixed(raw: bytes, name: str) -> tuple[str, str, list[Remark]] | None:
    """Return a UTF-8 text where a few bytes are cp1252, each told by its line; None when it is not that."""
    text = raw.decode("utf-8", "surrogateescape")
    wrong = [match.start() for match in re.finditer("[\udc80-\udcff]", text)]
    if len(_SEVERAL_BYTES.findall(raw)) <= len(wrong):
        return None
    mended = re.sub(
        "[\udc80-\udcff]", lambda sign: bytes([ord(sign[0]) - 0xDC00]).decode("cp1252", "replace"), text
    )
    told = [_told("reading.mixed", name, mended, place, place + 1) for place in wrong[:_SHOWN]]
    return mended, "UTF-8", told


def _told(key: str, name: str, text: str, start: int, end: int) -> Remark:
    """Return a remark that shows the word in which the signs from `start` to `end` stand."""
    before, after = _WORD
    first, last = before.search(text, max(0, start - 20), start), after.match(text, end)
    word = text[first.start() if first else start : last.end() if last else end]
    return Remark(key, name, _line(text, start), value=word[:40])


def _odd(text: str, name: str) -> Iterator[Remark]:
    found = () if text.isascii() else islice(_ODD.finditer(text), _SHOWN)
    return (_told("reading.odd-letters", name, text, *match.span()) for match in found)


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        key = "reading.surrogate" if encoding.startswith("utf-16") else "reading.encoding-unknown"
        fault = Fault(key, name, line, value=repr(raw[error.start : error.start + 1])[1:])
        raise InvalidData([fault], where=name) from error


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _refused(name: str, key: str, line: int) -> InvalidData:
    return InvalidData([Fault(key, name, line)], where=name)
