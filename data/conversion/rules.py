"""What the shapes ask of the cells of one row together, held before a row is kept: see `ontology/shapes.ttl`.

What one cell must be is `cells.check`'s to say.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

_LEAST = {
    "amount_eur": 0,
    "price_min_eur": 0,
    "price_max_eur": 0,
    "duration_min_months": 0,
    "duration_max_months": 0,
    "people_involved": 0,
    "number": 1,
}
_ORDERED = (("price_min_eur", "price_max_eur"), ("duration_min_months", "duration_max_months"))
_ENDS = {"participations": ("structure", "person")}  # of these columns, one at least is filled


def refused_cells(row: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, str | int]]]:
    """Yield the cells that cannot stand beside the others: the column, the message's key, what it tells."""
    for name, least in _LEAST.items():
        if name in row and Decimal(row[name]) < least:
            yield name, "conversion.too-small", {"least": least}
    for low, high in _ORDERED:
        if low in row and high in row and Decimal(row[low]) > Decimal(row[high]):
            yield high, "conversion.not-the-most", {"lowest": row[low]}
    if "start" in row and "end" in row and ends_before(row["start"], row["end"]):
        yield "end", "conversion.ends-before", {"start": row["start"]}


def ends_before(start: str, end: str) -> bool:
    """Tell whether an end comes before a start, compared on what both dates say.

    Examples
    --------
    >>> ends_before("2024-03", "2023"), ends_before("2024-03-01", "2024")
    (True, False)
    """
    shared = min(len(start), len(end))
    return start[:shared] > end[:shared]


def lacks_an_end(table: str, row: Mapping[str, object]) -> str:
    """Return the first column of a tie's end that none of its columns fills, "" when the tie holds."""
    ends = _ENDS.get(table, ())
    return "" if not ends or any(row.get(name) for name in ends) else ends[0]


def ties_itself(table: str, row: Mapping[str, str]) -> bool:
    """Tell whether a row is a partnership of a structure with itself."""
    return table == "partnerships" and row.get("structure", "") == row.get("partner")
