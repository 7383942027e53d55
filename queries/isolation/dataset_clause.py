"""What a text asks of the world around it: the graphs that its FROM names, and no other server.

The store reads some texts otherwise than the grammar says (`?a<?b)SERVICE?x#>` holds an IRI, or a SERVICE).
So a text that holds one of the words at all, be it in a string, must follow the grammar; others can ask for
nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urljoin

from ...errors import QueryError
from ...messages import text as say
from ..grammar.parsing import read
from ..grammar.tokens import Token
from .syntax import departed, syntax_error

_WORDS = re.compile("service|from", re.IGNORECASE | re.ASCII)
_ESCAPE = re.compile(r"\\(.)")


def graphs_of(text: str, prefixes: Mapping[str, str], base: str) -> tuple[list[str], list[str]] | None:
    """Return the graphs of FROM and of FROM NAMED, None when a canonical text chooses none.

    Raises
    ------
    QueryError
        For a SERVICE, and for a text that holds the words and leaves the grammar.
    """
    if not _WORDS.search(text):
        return None
    tokens, departure = read(text)
    if departure:
        raise departed(text, tokens, departure)
    if any(token.terminal == "'SERVICE'" for token in tokens):
        raise QueryError("queries.service", where=say("queries.where.text"))
    default: list[str] = []
    named: list[str] = []
    for is_named, iri in _clauses(text, tokens, prefixes, base):
        (named if is_named else default).append(iri)
    return (default, named) if default or named else None


def _clauses(
    text: str, tokens: Sequence[Token], prefixes: Mapping[str, str], base: str
) -> Iterator[tuple[bool, str]]:
    """Yield the graphs of FROM, each with whether it is named."""
    known = dict(prefixes)
    for at, token in enumerate(tokens):
        following = tokens[at + 1 : at + 3]
        if token.terminal == "'BASE'":
            base = urljoin(base, following[0].text[1:-1])
        elif token.terminal == "'PREFIX'":
            known[following[0].text[:-1]] = urljoin(base, following[1].text[1:-1])
        elif token.terminal == "'FROM'":
            is_named = following[0].terminal == "'NAMED'"
            name = following[is_named].text
            if name.startswith("<"):
                yield is_named, urljoin(base, name[1:-1])
                continue
            prefix, _, local = name.partition(":")
            if prefix not in known:
                raise syntax_error(text, "", prefixes)
            yield is_named, known[prefix] + _ESCAPE.sub(r"\1", local)
