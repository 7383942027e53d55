"""What a SPARQL text must be before it runs: readable, local, read-only, and true to its bindings.

The text is parsed once with rdflib, so that neither a comment nor a string can hide anything. What the
store then reads is the very text that was checked: SPARQL's code point escapes are expanded and line
ends made one character, since two parsers may disagree on either.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from ..errors import QueryError
from ..messages import text as say

_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")
_WORD = re.compile(r"\S{1,30}")


def checked(text: str, prefixes: Mapping[str, str], bindings: Collection[str]) -> str:
    """Return the text to run, the same question in canonical characters.

    `prefixes` are those that the store knows besides the text's own; `bindings` are the variables that
    will be given a value.

    Raises
    ------
    QueryError
        For a syntax error (`values` holds its line and column), an update, a call to another server
        (SERVICE), a choice of dataset (FROM), or a binding that the store would silently ignore.
    """
    text = canonical(text)
    tree = parsed(text)
    for node in nodes(tree[1]):
        if node.name == "ServiceGraphPattern":
            raise QueryError("queries.service", where=say("queries.where.text"))
        if node.name == "DatasetClause":
            raise QueryError("queries.from", where=say("queries.where.text"))
        if node.name == "Builtin_BOUND" and str(node.arg) in bindings:
            raise QueryError("queries.bound", where=say("queries.where.text"), variable=node.arg)
        if node.name in ("SelectQuery", "SubSelect"):
            _check_projection(node, bindings)
    _check_meaning(tree, prefixes)  # last: it changes the tree
    return text


def canonical(text: str) -> str:
    """Return the text with its code point escapes expanded and its line ends made one character."""
    text = text.replace("\r\n", "\n")
    while _ESCAPE.search(text):
        try:
            text = expandUnicodeEscapes(text)
        except ValueError as error:
            raise QueryError("queries.unreadable", where=say("queries.where.text"), reason=error) from error
    return text.replace("\r", "\n").removeprefix("\ufeff")


def parsed(text: str) -> ParseResults:
    """Return the tree of a query, by rdflib's grammar."""
    try:
        tree: ParseResults = parseQuery(text)
    except ParseException as error:
        if is_update(text):
            raise QueryError("queries.update", where=say("queries.where.text")) from error
        raise _syntax_error(text, error) from error
    except RecursionError as error:
        raise QueryError("queries.too-deep", where=say("queries.where.text")) from error
    return tree


def _check_meaning(tree: ParseResults, prefixes: Mapping[str, str]) -> None:
    """Refuse what only the grammar lets through, such as an unknown prefix."""
    try:
        translateQuery(tree, initNs=dict(prefixes))
    except Exception as error:  # rdflib raises bare Exception here
        raise QueryError("queries.unreadable", where=say("queries.where.text"), reason=error) from error


def is_update(text: str) -> bool:
    """Tell whether a text that is no query is an update."""
    try:
        return bool(parseUpdate(text).request)
    except (ParseException, RecursionError):
        return False


def _syntax_error(text: str, error: ParseException) -> QueryError:
    found = _WORD.match(text, error.loc)
    place = {"line": error.lineno, "column": error.column}
    where = say("queries.where.position", **place)
    if found is None:
        return QueryError("queries.syntax-end", where=where, **place)
    return QueryError("queries.syntax", where=where, found=found[0], **place)


def nodes(tree: object) -> Iterator[CompValue]:
    """Yield every named node of a parsed query."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, CompValue):
            yield node
            pending.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            pending.extend(node)


def _check_projection(select: CompValue, bindings: Collection[str]) -> None:
    """Refuse a SELECT that speaks of a bound variable without passing it on: the store ignores it there."""
    if "projection" not in select:  # SELECT * passes everything on
        return
    projected = {str(each.evar or each.var) for each in select.projection}
    if select.name == "SelectQuery":
        lost = sorted(set(bindings) - projected)
    else:
        lost = sorted((_variables(select) & set(bindings)) - projected)
    if lost:
        raise QueryError("queries.not-selected", where=say("queries.where.text"), variable=lost[0])


def _variables(tree: object) -> set[str]:
    found: set[str] = set()
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Variable):
            found.add(str(node))
        elif isinstance(node, CompValue):
            pending.extend(node.values())
        elif not isinstance(node, str) and hasattr(node, "__iter__"):
            pending.extend(node)
    return found
