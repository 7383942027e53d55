"""The taxonomy of a GoGoCarto map: the labels of its options, and the group that each belongs to."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .values import one


@dataclass(frozen=True)
class Taxonomy:
    """The options by id: `labels`, `group_of` (option id -> group's name), `groups` (name -> label shown)."""

    labels: Mapping[str, str] = field(default_factory=dict)
    group_of: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def options(self, group: str) -> dict[str, str]:
        """Return id -> label of the options of a group."""
        return {each: label for each, label in self.labels.items() if self.group_of[each] == group}

    def with_(self, other: "Taxonomy") -> "Taxonomy":
        """Return the options of both."""
        return replace(
            self,
            labels={**self.labels, **other.labels},
            group_of={**self.group_of, **other.group_of},
            groups={**self.groups, **other.groups},
        )


def is_taxonomy(document: Any) -> bool:
    """Tell whether a document is a map's taxonomy: a group of options, or a list of them."""
    first = document[0] if isinstance(document, list) and document else document
    if not isinstance(first, dict) or "geo" in first:
        return False
    return isinstance(first.get("options"), list) and all(
        isinstance(each, dict) and "name" in each for each in first["options"]
    )


def taxonomy_in(document: Any) -> Taxonomy:
    """Return the options of a document; of two with one name, each says what it stands under."""
    labels: dict[str, str] = {}
    group_of: dict[str, str] = {}
    groups: dict[str, str] = {}
    above: dict[str, str] = {}
    for number, root in enumerate(document if isinstance(document, list) else [document], 1):
        name = f"taxonomy {number}" if isinstance(document, list) and len(document) > 1 else "taxonomy"
        groups[name] = one(root.get("name")) or "Catégories"
        for identifier, label, parent in _options(root, ""):
            labels[identifier], group_of[identifier], above[identifier] = label, name, parent
    several = Counter(labels.values())
    return Taxonomy(
        {
            identifier: f"{above[identifier]} ➤ {label}"
            if above[identifier] and several[label] > 1
            else label
            for identifier, label in labels.items()
        },
        group_of,
        groups,
    )


def _options(group: Mapping[str, Any], above: str) -> Iterator[tuple[str, str, str]]:
    """Yield the id, name and parent's name of the options of a group and of the groups below."""
    options = group.get("options")
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict):
            label = one(option.get("name"))
            if identifier := one(option.get("id")):
                yield identifier, label or identifier, above
            below = option.get("subcategories", option.get("children"))
            for each in below if isinstance(below, list) else ():
                if isinstance(each, dict):
                    yield from _options(each, label)
