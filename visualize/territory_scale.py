"""Which colour and pattern stands for which number of a choropleth, readable without colour and in print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .style import contrast

OUTLINE = "#0b1220"
PAPER = "#ffffff"
# One hue from light to dark: its order holds in grey and for every colour vision, and the outline stands out
# at least three times from the darkest.
FILLS = ("#e3eef9", "#b9d5ef", "#8ab8e2", "#5793cb", "#2b6cb0")
_CHOSEN = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True)
class Class:
    """The numbers from `low` to `high`, both met in the data, and their colour."""

    low: float
    high: float
    fill: str

    @property
    def ink(self) -> str:
        """Return the colour of a number written on it."""
        return max((PAPER, OUTLINE), key=lambda colour: contrast(colour, self.fill))


def classes(values: Iterable[float | None]) -> tuple[Class, ...]:
    """Return at most five classes of the numbers above zero, from low to high; none without such a number.

    Up to five different numbers have a class each; more are grouped so that numbers of one class are as near
    to their mean as can be (the least sum of squares).

    Raises
    ------
    ValueError
        For a number below zero.

    References
    ----------
    W. D. Fisher (1958), "On grouping for maximum homogeneity": https://doi.org/10.1080/01621459.1958.10501479

    Examples
    --------
    >>> [(each.low, each.high) for each in classes([0, 1, 1, 2, None, 9])]
    [(1, 1), (2, 2), (9, 9)]
    """
    numbers = sorted(value for value in values if value)
    if numbers and numbers[0] < 0:
        raise ValueError(f"a choropleth counts from zero, not {numbers[0]}")
    distinct = sorted(set(numbers))
    count = min(len(distinct), len(FILLS))
    if not count:
        return ()
    bounds = _breaks(numbers, distinct, count)
    return tuple(
        Class(distinct[start], distinct[end - 1], FILLS[place])
        for (start, end), place in zip(pairwise(bounds), _CHOSEN[count], strict=True)
    )


def class_of(value: float, scale: Iterable[Class]) -> Class:
    """Return the class of a number that the scale was made for."""
    return next(each for each in scale if each.low <= value <= each.high)


def _breaks(numbers: list[float], distinct: list[float], count: int) -> list[int]:
    """Return where each of `count` groups of the distinct numbers starts, and the end of the last."""
    times = {number: numbers.count(number) for number in distinct}
    size = len(distinct)
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [0])}
    for groups in range(1, count + 1):
        for end in range(groups, size + 1):
            costs = [
                (best[groups - 1, start][0] + _spread(distinct[start:end], times), start)
                for start in range(groups - 1, end)
                if (groups - 1, start) in best
            ]
            cost, start = min(costs)
            best[groups, end] = cost, [*best[groups - 1, start][1], end]
    return best[count, size][1]


def _spread(numbers: list[float], times: Mapping[float, int]) -> float:
    """Return the sum of squared distances to the mean, each number as often as it occurs."""
    count = sum(times[number] for number in numbers)
    mean = sum(number * times[number] for number in numbers) / count
    return sum(times[number] * (number - mean) ** 2 for number in numbers)
