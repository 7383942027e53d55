"""Cards and links of tens of thousands of nodes in few letters: repeated words once, what is usual left out.

`static/webgl-unpack.js` reads what is packed here. A word stands for itself, or is the number of one of
`strings`. The text of a reason names the ends of its link by two signs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .map_data import Json
from .style import DASHES

Word = str | int | None
_SHORTEST = 4  # letters of a word worth a number
_FROM, _TO = "\ue000", "\ue001"  # where a text names the ends of its link
STATUSES = tuple(DASHES)  # the first is the usual one


def pack(cards: Sequence[Json], links: Sequence[Json], ids: Sequence[str], looks: Sequence[int]) -> Json:
    """Return the columns of nodes and links, with the words they share.

    Parameters
    ----------
    cards, links
        As `map_data.card` and `map_data.links_of` return them.
    ids
        The IRI of each card's node.
    looks
        The number of the look of each link's line.
    """
    roots = [_root(iri) for iri in ids]
    words = _Words([*_words_of(cards, links), *roots])
    relations = {pair: i for i, pair in enumerate(sorted({(one["relation"], one["label"]) for one in links}))}
    names = [one["name"] for one in cards]
    return {
        "strings": words.strings,
        "nodes": {
            "root": [words(root) for root in roots],
            "rest": [iri[len(root) :] for iri, root in zip(ids, roots, strict=True)],
            "name": [words(name) for name in names],
            "facts": [[_fact(fact, words) for fact in one["facts"]] for one in cards],
            "sources": [[_source(source, words) for source in one["sources"]] for one in cards],
            **_rare(cards, words),
        },
        "links": {
            "from": [one["from"] for one in links],
            "to": [one["to"] for one in links],
            "relation": [relations[one["relation"], one["label"]] for one in links],
            "look": list(looks),
            "reasons": [[_reason(each, one, names, words) for each in one["reasons"]] for one in links],
            "status": _unusual(links),
        },
        "relations": [list(pair) for pair in relations],
        "statuses": STATUSES,
    }


class _Words:
    """Words that occur at least twice, the most frequent first: word -> its number, or itself."""

    def __init__(self, every: Iterable[str | None]) -> None:
        counts = Counter(word for word in every if word and len(word) >= _SHORTEST)
        often = [word for word, count in counts.items() if count > 1]
        self.strings = sorted(often, key=lambda word: (-counts[word], word))
        self._numbers = {word: i for i, word in enumerate(self.strings)}

    def __call__(self, word: str | None) -> Word:
        return self._numbers.get(word, word) if word else word


def _root(iri: str) -> str:
    """Return all of an IRI but what follows its last slash."""
    return iri[: iri.rfind("/") + 1]


def _words_of(cards: Sequence[Json], links: Sequence[Json]) -> Iterable[str | None]:
    names = [one["name"] for one in cards]
    for one in cards:
        yield one["name"]
        yield one["note"]
        yield from one["alt"]
        for fact in one["facts"]:
            yield from (fact["label"], fact["value"], fact["note"])
        yield from (source[1] for source in one["sources"] if source)
    for one in links:
        for reason in one["reasons"]:
            yield from (
                _cut(reason["text"], one, names),
                reason["note"],
                reason["source"] and reason["source"][1],
            )


def _fact(fact: Json, words: _Words) -> list[Word]:
    packed = [words(fact["label"]), words(fact["value"])]
    return packed if _plain(fact) else [*packed, STATUSES.index(fact["status"]), words(fact["note"])]


def _source(source: Sequence[Any] | None, words: _Words) -> list[Word] | int:
    return [source[0], words(source[1])] if source else 0


def _reason(reason: Json, link: Json, names: Sequence[str], words: _Words) -> list[Any]:
    cut = _cut(reason["text"], link, names)
    packed = [words(cut) if cut is not None else [reason["text"]], _source(reason["source"], words)]
    return packed if _plain(reason) else [*packed, STATUSES.index(reason["status"]), words(reason["note"])]


def _cut(text: str, link: Json, names: Sequence[str]) -> str | None:
    """Return a text with signs in place of the names of its link's ends; None when it holds these signs."""
    if _FROM in text or _TO in text:
        return None
    start, end = names[link["from"]], names[link["to"]]
    cut = text.replace(start, _FROM).replace(end, _TO)
    return cut if cut.replace(_TO, end).replace(_FROM, start) == text else text


def _plain(stated: Json) -> bool:
    return stated["status"] == STATUSES[0] and not stated["note"]


def _rare(cards: Sequence[Json], words: _Words) -> Json:
    """Return number of a node -> what few nodes have."""
    return {
        "note": {i: words(one["note"]) for i, one in enumerate(cards) if one["note"]},
        "alt": {i: [words(name) for name in one["alt"]] for i, one in enumerate(cards) if one["alt"]},
        "status": _unusual(cards),
    }


def _unusual(stated: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Return place -> number of the status, of those that are not stated by a document."""
    return {i: STATUSES.index(one["status"]) for i, one in enumerate(stated) if one["status"] != STATUSES[0]}
