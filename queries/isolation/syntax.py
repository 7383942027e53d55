"""What is wrong with a text that the store cannot read: where, what stands there, and what was expected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ...errors import QueryError
from ...messages import text as say
from ..grammar.parsing import Departure, read
from ..grammar.tokens import Token

_MOST = 16  # words that are told as expected
_UPDATING = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_UPDATES = {f"'{word}'" for word in _UPDATING}
_SHOWN = {  # terminals that are no word of their own
    "VAR": "?x",
    "IRIREF": "<IRI>",
    "PNAME_LN": "prefix:name",
    "PNAME_NS": "prefix:",
    "STRING": '"…"',
    "INTEGER": "1",
    "NUMBER": "1.5",
    "SIGNED": "+1",
    "LANGTAG": "@fr",
    "FUNCTION1": "STR(…)",
    "AGGREGATE": "SUM(…)",
}
_MEANT = {  # said by another terminal beside it
    "NUMBER": "INTEGER",
    "SIGNED": "INTEGER",
    "PNAME_NS": "PNAME_LN",
    "BLANK": "VAR",
    "ANON": "'['",
    "NIL": "'('",
    **{f"FUNCTION{taken}": "FUNCTION1" for taken in ("0", "01", "2", "23", "3", "34", "S")},
    "'FALSE'": "'TRUE'",
}
_NEVER = {"", "'SERVICE'", "END"}
_REASON = re.compile(r"(?:expected (?:one of )?|, )([A-Z][a-z]* [^,\[\]\"]*?)(?=,|$|\n)")
_UNBOUND = "The SELECT contains a variable that is unbound"


def syntax_error(text: str, message: str, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error of a text; `message` is what the store says of it, `prefixes` need no declaration."""
    tokens, departure = read(text)
    if departure:
        return departed(text, tokens, departure)
    if unknown := _unknown_prefix(tokens, prefixes):
        prefix = unknown.text.partition(":")[0]
        near = get_close_matches(prefix, prefixes, n=3, cutoff=0.5)
        known = " ; ".join(f"PREFIX {name}: <{prefixes[name]}>" for name in near) or "-"
        place = _place(text, unknown.start)
        where = say("queries.where.position", **place)
        return QueryError("queries.prefix", where=where, prefix=prefix, known=known, **place)
    if _UNBOUND in message:
        return QueryError("queries.unbound", where=say("queries.where.text"))
    reason = ", ".join(_REASON.findall(message)) or message[:300]
    return QueryError("queries.unreadable", where=say("queries.where.text"), reason=reason)


def departed(text: str, tokens: Sequence[Token], departure: Departure) -> QueryError:
    """Return the error of a text that leaves the grammar of queries after these tokens."""
    found = departure.found
    if found.terminal in _UPDATES and not any(token.terminal == "'{'" for token in tokens):
        return QueryError("queries.update", where=say("queries.where.text"))
    place = _place(text, found.start)
    where = say("queries.where.position", **place)
    expected = _told(departure.expected)
    if found.terminal == "END":
        return QueryError("queries.ended", where=where, expected=expected, **place)
    word = text[found.start :].split(maxsplit=1)[0][:30] if found.terminal == "?" else found.text[:60]
    return QueryError("queries.departed", where=where, found=word, expected=expected, **place)


def _told(terminals: Iterable[str]) -> str:
    known = set(terminals)
    kept = sorted(each for each in known - _NEVER if _MEANT.get(each) not in known)
    words = [_SHOWN.get(each, each.strip("'")) for each in kept][:_MOST]
    if len(kept) > _MOST:
        words.append("…")
    if "END" in known:
        words.append(say("queries.expected-end"))
    return ", ".join(words)


def _unknown_prefix(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Token | None:
    known = {*prefixes}
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.terminal == "PNAME_NS" and before and before.terminal == "'PREFIX'":
            known.add(token.text[:-1])
        elif token.terminal in ("PNAME_NS", "PNAME_LN") and token.text.partition(":")[0] not in known:
            return token
    return None


def _place(text: str, start: int) -> dict[str, int]:
    """Return the line and the column of a position, both from 1."""
    return {"line": text.count("\n", 0, start) + 1, "column": start - text.rfind("\n", 0, start)}
