"""A query asked again page by page, where a server gives no more than so many rows.

Pages by LIMIT and OFFSET are safe only in a total order: without one, a row may come twice, and another
never. So each page is asked in the query's own order, then in that of all its columns: rows that are still
equal are the same row. Whether all came is checked against the server's own count of the rows.
"""

from collections.abc import Collection, Sequence

from ..grammar.tokens import tokens


def pages_of(text: str, names: Sequence[str], given: Collection[str], size: int, at: int) -> str | None:
    """Return the text of the page of `size` rows after the first `at`; None for a query that bounds itself.

    Parameters
    ----------
    names
        Its columns.
    given
        Those that are constants.
    """
    found = ordered(text, names, given)
    return None if found is None else f"{found}\nLIMIT {size} OFFSET {at}"


def nested_page(text: str, names: Sequence[str], given: Collection[str], size: int, at: int) -> str:
    """Return the same page, cut outside the ordered query, as Virtuoso asks beyond what it sorts at once."""
    prologue, body = _prologue(ordered(text, names, given) or text)
    return f"{prologue}SELECT * WHERE {{\n{{ {body}\n}}\n}}\nLIMIT {size} OFFSET {at}"


def count_of(text: str) -> str:
    """Return the query for the number of rows, `n`."""
    prologue, body = _prologue(text)
    return f"{prologue}SELECT (COUNT(*) AS ?n) WHERE {{\n{{ {body}\n}}\n}}"


def any_row(text: str) -> str:
    """Return an ASK as a SELECT of one row, which Virtuoso answers rightly where its ASK errs."""
    prologue, body = _prologue(text, "'ASK'")
    terminals = {token.terminal for token in tokens(text)}
    columns = "*" if "VAR" in terminals else "(1 AS ?yes)"
    limit = "" if "'LIMIT'" in terminals else "\nLIMIT 1"
    return f"{prologue}SELECT {columns} {body[len('ASK') :]}{limit}"


def ordered(text: str, names: Sequence[str], given: Collection[str]) -> str | None:
    """Return the query in a total order; None when it ends with a LIMIT, OFFSET or VALUES."""
    depth, order = 0, -1
    for token in tokens(text):
        depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        if depth == 0 and token.terminal in ("'LIMIT'", "'OFFSET'", "'VALUES'"):
            return None
        if depth == 0 and token.terminal == "'ORDER'":
            order = token.start
    own = (
        {token.text[1:] for token in tokens(text[order:]) if token.terminal == "VAR"} if order >= 0 else set()
    )
    more = [f"?{name}" for name in names if name not in given and name not in own]
    if order < 0 and more:
        more.insert(0, "ORDER BY")
    return f"{text}\n{' '.join(more)}"


def _prologue(text: str, form: str = "'SELECT'") -> tuple[str, str]:
    """Return what stands before the SELECT of a query, and the rest."""
    start = next(token.start for token in tokens(text) if token.terminal == form)
    return text[:start], text[start:]
