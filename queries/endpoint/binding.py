"""Values given to a text's variables, for a server that takes a text alone.

The text is read as tokens, so that neither a string, an IRI nor a comment is ever touched: a given variable
becomes its term wherever it stands, in patterns and in expressions, at any depth. Where SPARQL wants a name,
the outermost SELECT gives it: `(term AS ?name)`; its ORDER BY may then speak of it. The SELECTs inside and
the GROUP BY, for which it is a constant, leave it out. `guard` has seen to it that no SELECT loses it.

A parameter that the text's header declares and that has no value is bound by nothing. The SELECTs inside
leave it out too: joined on it, two rows that both lack it match, but not in every store (not in Virtuoso).
"""

import re
from collections.abc import Collection, Mapping

from rdflib.term import Identifier

from ..grammar.tokens import Token, tokens

_CLAUSES = {  # keyword -> the clause that it opens, "" for one in which a value may stand
    **{"'SELECT'": "SELECT", "'GROUP'": "GROUP", "'ORDER'": "ORDER"},
    **dict.fromkeys(("'WHERE'", "'FROM'", "'HAVING'", "'LIMIT'", "'OFFSET'", "'VALUES'"), ""),
}
_DECLARED = re.compile(r"^# param (\w+):", re.MULTILINE)


def bound(text: str, bindings: Mapping[str, Identifier]) -> str:
    """Return the text with each given variable replaced by its term.

    Examples
    --------
    >>> from rdflib import Literal
    >>> bound("SELECT ?a ?n WHERE { ?a ?p ?n } ORDER BY ?n", {"n": Literal("x")})
    'SELECT ?a ("x" AS ?n) WHERE { ?a ?p "x" } ORDER BY ?n'
    """
    absent = set(_DECLARED.findall(text)) - set(bindings)
    writing = _Writing({name: term.n3() for name, term in bindings.items()}, absent)
    written = 0
    for token in tokens(text):
        writing.pieces.append(text[written : token.start])  # blanks and comments
        writing.write(token)
        written = token.start + len(token.text)
    return writing.done()


class _Clause:
    """A clause being written; `dropped`: where a name was left out, `kept`: whether it says more."""

    def __init__(self, kind: str = "") -> None:
        self.kind, self.kept = kind, False
        self.dropped: list[tuple[int, str]] = []


class _Writing:
    """A text being written with its values."""

    def __init__(self, terms: Mapping[str, str], absent: Collection[str]) -> None:
        self.terms, self.absent = terms, absent
        self.pieces: list[str] = []
        self.clauses = [_Clause()]  # those that each open brace or bracket interrupted, then the one at hand

    def write(self, token: Token) -> None:
        """Add what a token becomes."""
        if token.terminal == "VAR":
            self.pieces.append(self._variable(token.text, self.clauses[-1]))
            return
        if token.terminal in _CLAUSES:
            self._enter(_CLAUSES[token.terminal])
        self._bracket(token.text, self.clauses[-1])
        self.pieces.append(token.text)

    def done(self) -> str:
        """Return the text."""
        self._enter("")
        return "".join(self.pieces)

    def _bracket(self, mark: str, here: _Clause) -> None:
        if mark == "{":
            self._enter("")
            self.clauses.append(_Clause())
        elif mark == "(":
            here.kept = True
            self.clauses.append(_Clause())
        elif mark in ("}", ")") and len(self.clauses) > 1:
            self._enter("")
            self.clauses.pop()
        elif mark == "*":
            here.kept = True

    def _variable(self, written: str, here: _Clause) -> str:
        name = written[1:]
        inside = here.kind in ("SELECT", "GROUP") and len(self.clauses) > 1
        if name in self.absent and inside:
            here.dropped.append((len(self.pieces), name))
            return ""
        if name not in self.terms or here.kind == "ORDER":
            here.kept = True
            return written
        if here.kind == "SELECT" and len(self.clauses) == 1:
            here.kept = True
            return f"({self.terms[name]} AS {written})"
        if here.kind:
            here.dropped.append((len(self.pieces), name))
            return ""
        return self.terms[name]

    def _enter(self, kind: str) -> None:
        """Begin a clause; the one before, if everything was left out of it, gets back one name: another."""
        before = self.clauses[-1]
        if before.dropped and not before.kept:
            at, name = before.dropped[0]
            constant = f"({self.terms[name]} AS ?_{before.kind.lower()}_{name})" if name in self.terms else ""
            self.pieces[at] = constant or f"?{name}"
        self.clauses[-1] = _Clause(kind)
