"""Cards and links of tens of thousands of nodes in few letters: repeated words once, what is usual left out.

`static/map-pack.js` reads what is packed here. A word stands for itself, or is the number of one of
`strings`. The text of a reason names the ends of its link by two signs; a label that is a name cut into lines
is the lengths of these lines; a link starts so many nodes after the one before.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from .map_data import Json
from .page import as_data_block
from .style import DASHES

Word = str | int | None
Look = tuple[str | float | tuple[int, ...], ...]  # of a line: colour, width in pixels, and dashes if any
HEAVIEST = 9_500_000  # characters of cards and links; beyond, a page of groups tells less of each
_SHORTEST = 4  # letters of a word worth a number
_FROM, _TO = "\ue000", "\ue001"  # where a text names the ends of its link
STATUSES = tuple(DASHES)  # the first is the usual one


def pack(
    cards: Sequence[Json],
    links: Sequence[Json],
    ids: Sequence[str],
    labels: Mapping[int, str],
    looks: Sequence[Look],
) -> Json:
    """Return the columns of nodes and links, with the words they share.

    What decides of places, `nodes` and `edges`, does not change with what is said.

    Parameters
    ----------
    cards, links
        As `map_data.card` and `map_data.links_of` return them.
    ids
        The IRI of each card's node.
    labels
        Number of a node -> its label, lines apart; its name where there is none.
    looks
        The look of each link's line.
    """
    words = _Words(_words_of(cards, links))
    relations = _numbers((one["relation"], one["label"]) for one in links)
    known = _numbers(looks)
    names = [one["name"] for one in cards]
    return {
        "strings": words.strings,
        "statuses": STATUSES,
        "relations": list(relations),
        "looks": list(known),
        "nodes": {
            **_split(ids),
            "label": {i: _lengths(said, names[i]) for i, said in labels.items() if said != names[i]},
        },
        "cards": {
            "name": [words(name) for name in names],
            "facts": [[_fact(fact, words) for fact in one["facts"]] for one in cards],
            "sources": [[_source(source, words) for source in one["sources"]] for one in cards],
            **_rare(cards, words),
        },
        "edges": {
            "from": [b["from"] - a["from"] for a, b in pairwise([{"from": 0}, *links])],
            "to": [one["to"] for one in links],
            "look": [known[look] for look in looks],
        },
        "links": {
            "relation": [relations[one["relation"], one["label"]] for one in links],
            "reasons": [[_reason(each, one, names, words) for each in one["reasons"]] for one in links],
            "status": _unusual(links),
        },
    }


def heavy(packed: Json) -> bool:
    """Return whether what is packed is more than a page of groups should hold."""
    return len(as_data_block(packed)) > HEAVIEST


def lightened(cards: Sequence[Json], links: Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """Return cards without facts and notes, and links whose reasons are their sources alone."""
    return (
        [{**one, "facts": [], "note": None} for one in cards],
        [
            {**one, "reasons": [{**each, "text": "", "note": None} for each in one["reasons"]]}
            for one in links
        ],
    )


def ids_of(nodes: Mapping[str, Any]) -> list[str]:
    """Return the IRIs of packed nodes."""
    return [nodes["roots"][root] + rest for root, rest in zip(nodes["root"], nodes["rest"], strict=True)]


class _Words:
    """Words that occur at least twice, the most frequent first: word -> its number, or itself."""

    def __init__(self, every: Iterable[str | None]) -> None:
        counts = Counter(word for word in every if word and len(word) >= _SHORTEST)
        often = [word for word, count in counts.items() if count > 1]
        self.strings = sorted(often, key=lambda word: (-counts[word], word))
        self._numbers = {word: i for i, word in enumerate(self.strings)}

    def __call__(self, word: str | None) -> Word:
        return self._numbers.get(word, word) if word else word


def _split(ids: Sequence[str]) -> Json:
    """Return IRIs in two: the number of all but what follows the last slash, and that."""
    cuts = [iri.rfind("/") + 1 for iri in ids]
    roots = _numbers(iri[:cut] for iri, cut in zip(ids, cuts, strict=True))
    return {
        "roots": list(roots),
        "root": [roots[iri[:cut]] for iri, cut in zip(ids, cuts, strict=True)],
        "rest": [iri[cut:] for iri, cut in zip(ids, cuts, strict=True)],
    }


def _numbers(values: Iterable[Any]) -> dict[Any, int]:
    """Return each value once, sorted -> its number."""
    return {value: i for i, value in enumerate(sorted(set(values)))}


def _lengths(label: str, name: str) -> list[int] | str:
    """Return the lengths of a label's lines but the last; the label itself where it is not the name, cut."""
    lines = label.split("\n")
    cut = " ".join(lines) == name and max(name) <= "\uffff"  # beyond, a browser counts a letter twice
    return [len(line) for line in lines[:-1]] if cut else label


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
