"""A large network in few bytes: rows in place of objects, each repeated text once, and nothing that is usual.

`static/map-pack.js` makes of it again what a small page holds.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..map_data import Json
from ..map_drawing import Drawing, merged
from ..page import as_data_block

HEAVIEST = 9_500_000  # characters of cards and links; beyond, a page tells less of each
_FROM, _TO = "\ue000", "\ue001"  # where a text names the two ends of its link


def pack(drawing: Drawing, cards: Sequence[Json], links: Sequence[Json]) -> Json:
    """Return what a page of groups holds of nodes and links; `light` says that details are left out."""
    found = _packed(drawing, cards, links)
    heavy = sum(len(as_data_block(found[key])) for key in ("nodes", "cards", "texts", "links")) > HEAVIEST
    if heavy:
        found = _packed(drawing, [_light_card(each) for each in cards], [_light_link(each) for each in links])
    return {**found, "light": heavy}


def _packed(drawing: Drawing, cards: Sequence[Json], links: Sequence[Json]) -> Json:
    names = [str(card["name"]) for card in cards]
    texts, relations, looks = _Table(), _Table(), _Table()
    rows = [
        _trimmed(
            [
                *(link["from"], link["to"], relations.add([link["relation"], link["label"]])),
                [_reason(each, texts, names[link["from"]], names[link["to"]]) for each in link["reasons"]],
                _unless(link["status"], "stated"),
            ]
        )
        for link in links
    ]
    edges = [
        [a, b, looks.add(drawing.look(a, b, [links[i] for i in members])), members]
        for (a, b), members in sorted(merged(links).items())
    ]
    return {
        "nodes": [
            [node, "\n".join(drawing.lines[node]), drawing.fonts[node], *drawing.room(node)]
            for node in drawing.nodes
        ],
        "cards": [_card(card) for card in cards],
        "texts": texts.rows,
        "relations": relations.rows,
        "looks": looks.rows,
        "links": rows,
        "edges": edges,
    }


class _Table:
    """Values, each once, by number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._numbers: dict[str, int] = {}

    def add(self, value: Any) -> int:
        """Return the number of a value, which joins the table when it is new."""
        number = self._numbers.setdefault(repr(value), len(self.rows))
        if number == len(self.rows):
            self.rows.append(value)
        return number


def _unless(value: Any, usual: Any) -> Any:
    return 0 if value == usual else value


def _trimmed(row: list[Any]) -> list[Any]:
    """Return a row without the usual values at its end, which are written 0."""
    while row and row[-1] in (0, None) and not isinstance(row[-1], bool):
        row.pop()
    return row


def _reason(reason: Mapping[str, Any], texts: _Table, start: str, end: str) -> list[Any]:
    source = reason["source"] or [-1, ""]
    said = texts.add(_template(str(reason["text"]), start, end))
    return _trimmed([said, *source, _unless(reason["status"], "stated"), reason["note"] or 0])


def _template(words: str, start: str, end: str) -> str | list[str]:
    """Return a text that does not name the ends of its link, in a list, or the text as it is."""
    cut = words.replace(start, _FROM).replace(end, _TO) if start and end else words
    if cut == words or _FROM in words or _TO in words or cut.replace(_TO, end).replace(_FROM, start) != words:
        return words
    return [cut]


def _card(card: Mapping[str, Any]) -> list[Any]:
    facts = [
        _trimmed([fact["label"], fact["value"], _unless(fact["status"], "stated"), fact["note"] or 0])
        for fact in card["facts"]
    ]
    rest = [facts, card["alt"], _unless(card["status"], "stated"), card["note"] or 0]
    row = _trimmed([card["name"], card["sources"], *rest])
    while len(row) > 2 and row[-1] == []:
        row.pop()
    return row


def _light_card(card: Json) -> Json:
    return {**card, "facts": [], "note": None}


def _light_link(link: Json) -> Json:
    return {**link, "reasons": [{**each, "text": "", "note": None} for each in link["reasons"]]}
