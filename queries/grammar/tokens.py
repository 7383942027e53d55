"""The tokens of a SPARQL text, the longest match first, as the grammar's terminals are defined."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U, _DIGITS = f"{_BASE}_", "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = f"{_U}{_DIGITS}-"
_PREFIX = f"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = f"(?:[{_U}:0-9]|{_ESCAPED})(?:(?:[{_CHARS}.:]|{_ESCAPED})*(?:[{_CHARS}:]|{_ESCAPED}))?"
_NUMBER = r"(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+)"
_ESCAPE = r"\\[tbnrf\\\"']"
_TOKEN = re.compile(
    "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in {
            "SPACE": r"[ \t\r\n]+|\#[^\r\n]*",
            "IRIREF": r"<[^<>\"{}|^`\\\x00-\x20]*>",
            "PNAME_LN": f"{_PREFIX}:{_LOCAL}",
            "PNAME_NS": f"{_PREFIX}:",
            "BLANK": f"_:[{_U}0-9](?:[{_CHARS}.]*[{_CHARS}])?",
            "VAR": f"[?$][{_U}0-9][{_U}{_DIGITS}]*",
            "LANGTAG": "@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*",
            "SIGNED": rf"[+-](?:{_NUMBER}|[0-9]+)",
            "NUMBER": _NUMBER,
            "INTEGER": "[0-9]+",
            "STRING": (
                rf"'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*'''|\"\"\"(?:\"{{0,2}}(?:[^\"\\]|{_ESCAPE}))*\"\"\""
                rf"|'(?:[^'\\\n\r]|{_ESCAPE})*'|\"(?:[^\"\\\n\r]|{_ESCAPE})*\""
            ),
            "NIL": r"\((?:[ \t\r\n]|\#[^\r\n]*[\r\n])*\)",
            "ANON": r"\[(?:[ \t\r\n]|\#[^\r\n]*[\r\n])*\]",
            "WORD": "[A-Za-z_][A-Za-z_0-9]*",
            "SIGN": r"\^\^|\|\||&&|<=|>=|!=|[{}()\[\].,;=<>!+*/?|^-]",
        }.items()
    )
)
_FUNCTIONS = {  # terminal -> those that take so many values
    "FUNCTION0": "RAND NOW UUID STRUUID",
    "FUNCTION01": "BNODE",
    "FUNCTION1": (
        "STR LANG DATATYPE IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY "
        "HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL "
        "ISNUMERIC"
    ),
    "FUNCTION2": "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM",
    "FUNCTION23": "SUBSTR REGEX",
    "FUNCTION3": "IF",
    "FUNCTION34": "REPLACE",
    "FUNCTIONS": "CONCAT COALESCE",
    "AGGREGATE": "SUM MIN MAX AVG SAMPLE",
}
_WORDS = {word: terminal for terminal, words in _FUNCTIONS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its terminal in the grammar, its text, where it begins. The last, `END`, has none."""

    terminal: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, then `END`; a sign that begins no token is a token `?`, the last."""
    start = 0
    while start < len(text):
        match = _TOKEN.match(text, start)
        if match is None:
            yield Token("?", text[start], start)
            return
        kind = str(match.lastgroup)
        if kind != "SPACE":
            yield Token(_terminal(kind, match[0]), match[0], start)
        start = match.end()
    yield Token("END", "", len(text))


def _terminal(kind: str, text: str) -> str:
    if kind == "SIGN":
        return f"'{text}'"
    if kind != "WORD":
        return kind
    word = text.upper()
    if text == "a":
        return "'a'"
    return _WORDS.get(word, f"'{word}'")
