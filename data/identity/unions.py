"""Groups of ids that grow by union, unless that would join what is told apart or registered apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping


class Unions:
    """Disjoint groups of ids.

    `apart` are the pairs never to join; `numbers`, by register, each id's numbers: two groups that have
    numbers in a register and share none contradict each other.
    """

    def __init__(
        self,
        apart: Iterable[tuple[str, str]] = (),
        numbers: Mapping[str, Mapping[str, set[str]]] | None = None,
    ) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._numbers = numbers or {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        for first, second in apart:
            self._apart[first].add(second)
            self._apart[second].add(first)

    @property
    def touched(self) -> set[str]:
        """Return the ids that are in a group with another."""
        return {member for group in self._members.values() if len(group) > 1 for member in group}

    def find(self, identifier: str) -> str:
        """Return the id that names the group for now."""
        return self._root.get(identifier, identifier)

    def groups(self) -> Iterator[set[str]]:
        """Yield the groups of two ids or more."""
        yield from (group for group in self._members.values() if len(group) > 1)

    def join(self, ids: Iterable[str], *, forced: bool = False) -> bool:
        """Make one group of those of `ids`, all or none; return whether they are one.

        `forced` joins in spite of what the registers say, not of what was told apart.
        """
        roots = sorted({self.find(each) for each in ids})
        if len(roots) < 2:
            return True
        members = set[str]().union(*map(self._group, roots))
        if any(self._apart.get(each, set()) & members for each in members if each in self._apart):
            return False
        if not forced and any(self._contradict(roots, register) for register in self._numbers):
            return False
        for root in roots:
            self._members.pop(root, None)
        self._members[roots[0]] = members
        self._root.update(dict.fromkeys(members, roots[0]))
        return True

    def _group(self, root: str) -> set[str]:
        return self._members.get(root, {root})

    def _contradict(self, roots: list[str], register: str) -> bool:
        """Tell whether two of the groups have numbers in the register and share none."""
        known = self._numbers[register]
        numbers = {
            frozenset(set[str]().union(*(known.get(each, ()) for each in self._group(root))))
            for root in roots
        } - {frozenset()}
        shared = frozenset[str].intersection(*numbers) if numbers else frozenset()
        if len(numbers) < 2 or shared:
            return False
        return any(not first & second for first in numbers for second in numbers)
