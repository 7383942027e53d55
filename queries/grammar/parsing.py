"""A SPARQL text read by the grammar, in one pass and without recursion: where, if anywhere, it leaves it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .tokens import Token, tokens

_PIECE = re.compile(r"'[^']*'|\w+|[()|?*+]")
Rules = dict[str, list[tuple[str, ...]]]
Table = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Departure:
    """Where a text leaves the grammar: the token found there, and the terminals that were expected."""

    found: Token
    expected: frozenset[str]


def read(text: str) -> tuple[list[Token], Departure | None]:
    """Return the tokens of a query up to where it leaves the grammar, and that place, None if nowhere."""
    table, firsts = _tables()
    stack = ["END", "Query"]
    taken: list[Token] = []
    expected: set[str] = set()
    for token in tokens(text):
        while True:
            top = stack.pop()
            if top == token.terminal:
                expected.clear()
                break
            if top not in table:
                return taken, Departure(token, frozenset(expected | {top}))
            chosen = table[top].get(token.terminal)
            expected |= firsts[top]
            if chosen is not None:
                stack.extend(reversed(chosen))
            elif "" not in firsts[top]:
                return taken, Departure(token, frozenset(expected - {""}))
        taken.append(token)
    return taken, None


@cache
def _tables() -> tuple[Table, Mapping[str, frozenset[str]]]:
    """Return, for each rule and terminal that may begin it, the alternative; and what may begin each rule.

    "" among what may begin a rule says that it may be empty.
    """
    rules = _rules((files(__package__) / "sparql.ebnf").read_text("utf-8"))
    firsts: dict[str, set[str]] = defaultdict(set)
    grown = True
    while grown:
        before = sum(map(len, firsts.values()))
        for name, alternatives in rules.items():
            for each in alternatives:
                firsts[name] |= _first(each, rules, firsts)
        grown = sum(map(len, firsts.values())) > before
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, alternatives in rules.items():
        row = table[name] = {}
        for each in alternatives:
            for terminal in _first(each, rules, firsts) - {""}:
                if row.setdefault(terminal, each) != each:
                    raise ValueError(f"two alternatives of {name} begin with {terminal}")
    return table, {name: frozenset(found) for name, found in firsts.items()}


def _first(sequence: Sequence[str], rules: Rules, firsts: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for symbol in sequence:
        begins = firsts[symbol] if symbol in rules else {symbol}
        found |= begins - {""}
        if "" not in begins:
            return found
    return found | {""}


def _rules(text: str) -> Rules:
    """Return the rules, groups and repetitions made rules of their own."""
    rules: Rules = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, body = line.partition(" = ")
            rules[name] = _alternatives(iter(_PIECE.findall(body)), name, rules)
    return rules


def _alternatives(pieces: Iterator[str], name: str, rules: Rules) -> list[tuple[str, ...]]:
    found: list[list[str]] = [[]]
    for piece in pieces:
        if piece == ")":
            break
        if piece == "|":
            found.append([])
        elif piece == "(":
            inner = f"{name}.{len(rules)}"
            rules[inner] = []
            rules[inner] = _alternatives(pieces, inner, rules)
            found[-1].append(inner)
        elif piece in "?*+":
            found[-1].append(_repeated(found[-1].pop(), piece, name, rules))
        else:
            found[-1].append(piece)
    return [tuple(each) for each in found]


def _repeated(symbol: str, sign: str, name: str, rules: Rules) -> str:
    repeated = f"{name}.{len(rules)}"
    rules[repeated] = [(symbol,), ()] if sign == "?" else [(symbol, repeated), ()]
    if sign != "+":
        return repeated
    once = f"{name}.{len(rules)}"
    rules[once] = [(symbol, repeated)]
    return once
