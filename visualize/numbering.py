"""A long list told on several pages: on which page each of its things is, and the way to the others."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

PER_PAGE = 500  # cards, or passages of one document; more is too slow on a phone
_LONG = 32  # letters of a name in the way to another page

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Sheet:
    """One of the pages of a long list: its number from 1, its address, what it starts and ends with."""

    number: int
    address: str
    first: str
    last: str


def address(page: str, number: int) -> str:
    """Return the address of the page `number`, from 1, of the list that `page` begins.

    Example
    -------
    >>> address("structures.html", 1), address("structures.html", 2)
    ('structures.html', 'structures-2.html')
    """
    return page if number == 1 else page.replace(".html", f"-{number}.html")


def numbered(things: Iterable[T]) -> dict[T, int]:
    """Return thing -> the number of the page that tells of it, for things in the order of the pages."""
    return {thing: place // PER_PAGE + 1 for place, thing in enumerate(things)}


def sheets(page: str, names: Sequence[str]) -> list[Sheet]:
    """Return the pages that things of these names take, in their order; none when one page holds them all."""
    if len(names) <= PER_PAGE:
        return []
    blocks = [names[first : first + PER_PAGE] for first in range(0, len(names), PER_PAGE)]
    return [
        Sheet(number, address(page, number), _short(block[0]), _short(block[-1]))
        for number, block in enumerate(blocks, start=1)
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONG else name[: _LONG - 1].rstrip() + "…"
