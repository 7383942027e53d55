"""How alike two texts are. The only file that meets RapidFuzz."""

from collections.abc import Sequence


def closest(text: str, names: Sequence[str], count: int) -> list[str]:
    """Return the `count` names closest to `text` in spelling, the closest first; none that is far from it.

    References
    ----------
    Indel similarity (longest common subsequence), as RapidFuzz computes it:
    https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio
    """
    from rapidfuzz import process

    return [name for name, *_ in process.extract(text, names, limit=count, score_cutoff=50)]


def likeness(first: str, second: str) -> float:
    """Return how alike two texts are whatever the order of their words, in [0, 1]."""
    from rapidfuzz import fuzz

    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100
