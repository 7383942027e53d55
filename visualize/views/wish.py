"""What a person asks of a view."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What a person asks of a view, where the view leaves a choice.

    Attributes
    ----------
    around
        The name or IRI of what the view is centred on.
    depth
        How many links away from it, from 1 to 3.
    since
        The dated build to compare with, as `graph.comparison.find` reads it; "" for the one before the last.
    by
        How the map is grouped when it opens, one of `grouping.groups.BY`; "" for a map grouped only when it
        is large, in the way that tells most apart.
    """

    around: str = ""
    depth: int = 1
    since: str = ""
    by: str = ""


NOTHING = Wish()
