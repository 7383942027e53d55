"""The steps that a facilitator prepared in a file: what the map shows at each, a title, a sentence."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import networkx as nx
from rapidfuzz.process import extract

from ..errors import Fault, InvalidData, UnknownName
from ..messages import text
from .grouping.groups import Grouping
from .labels import typeset
from .map_data import legend_line, type_of
from .style import Style, styles
from .views.around import DEEPEST, find
from .words import order

MOST = 200  # steps
_LARGEST = 2**20  # bytes
_WORDS = {"title": 120, "sentence": 400}  # characters that stay readable from the back of the room
_FRIENDLY = ("node", "degree", "path", "hide_types", "show_types", "hide_links")
_KNOWN = (*_WORDS, "state", *_FRIENDLY)
_GROUPED = ("by", "open", "group")  # what the address of a page of groups says besides
_ADDRESS = ("node", "degree", "path", "hide", "around", *_GROUPED)  # what an address may say of a step
_STEP = re.compile(r"\s*\[\[\s*step\s*\]\]")
_NEAR = 3  # names proposed where none is the one asked


@dataclass(frozen=True)
class Legend:
    """What a map can show and hide, by the names of its legend (as `words.order` folds them).

    `types` holds name -> the keys of the types, `links` name -> the label of a kind of link; `shown` are the
    keys of the types drawn when the page opens; `key_of` holds node -> the key of its type.
    """

    types: Mapping[str, Collection[str]]
    links: Mapping[str, str]
    shown: Collection[str]
    key_of: Mapping[str, str]
    names: Sequence[str]


@dataclass(frozen=True)
class Ways:
    """The ways to group a map, none for another one, and the one that opens first."""

    groupings: Sequence[Grouping] = ()
    by: str = ""


_NONE = Ways()


def read_story(
    path: Path, network: nx.Graph, kinds_shown: Collection[str], ways: Ways = _NONE
) -> list[dict[str, str]]:
    """Return the steps of a story on the map of `network`: `title`, `sentence`, `state` (the page's address).

    Parameters
    ----------
    path
        TOML: `[[step]]` tables with a title, a sentence, and either `state`, as the page saves it, or `node`
        (names), `degree`, `path`, `hide_types`, `show_types`, `hide_links`.
    kinds_shown
        Kinds drawn when the page opens.
    ways
        How the map is grouped.

    Raises
    ------
    UnknownName
        When there is no such file.
    InvalidData
        With every fault of the file: where it is not TOML, what names nothing, the nearest names.
    """
    steps, lines = _load(path)
    legend = legend_of(network, kinds_shown)
    faults: list[Fault] = []
    found = []
    for number, (said, line) in enumerate(zip(steps, lines, strict=True), 1):
        step = _Step(said, network, legend, ways)
        found.append(step.read())
        for key, name, value, values in step.faults:
            place = text("story.place", file=path.name, number=number, name=name)
            faults.append(Fault(key, place, line, "", value, {"name": name, **values}))
    if faults:
        raise InvalidData(faults, where=path.name)
    return found


def legend_of(network: nx.Graph, kinds_shown: Collection[str]) -> Legend:
    """Return what the legend of the map of `network` names."""
    types = {node: type_of(network, node) for node in network.nodes}
    looks = styles(types.values())
    lines = {pair: legend_line(style, shown=style.kind in kinds_shown) for pair, style in looks.items()}
    keys = {pair: _key(looks[pair], str(line["label"])) for pair, line in lines.items()}
    named: dict[str, list[str]] = {}
    for pair, line in lines.items():
        for name in dict.fromkeys((line["label"], line["kindsLabel"], line["kindLabel"])):
            named.setdefault(order(typeset(str(name))), []).append(keys[pair])
    labels = {tie.get("label") or tie.get("relation", "") for _, _, tie in network.edges(data=True)}
    return Legend(
        named,
        {order(typeset(label)): label for label in labels},
        {keys[pair] for pair, line in lines.items() if line["shown"]},
        {node: keys[pair] for node, pair in types.items()},
        sorted({str(line[name]) for line in lines.values() for name in ("label", "kindsLabel")}),
    )


def _key(style: Style, label: str) -> str:
    """Return a type's name in an address, as `MapState.typeKey` makes it."""
    return f"{style.kind}/{label if style.kind == 'Structure' else ''}"


def _load(path: Path) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the steps that a file tells, and the line of each (0 where it cannot be told)."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnknownName("story.no-file", where=str(path)) from error
    try:
        if len(raw) > _LARGEST:
            raise _refused(path, "story.too-large", limit=_LARGEST // 2**20)
        written = raw.decode("utf-8-sig")
        document = tomllib.loads(written)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise _refused(path, "story.toml", detail=str(error)) from error
    steps: object = document.get("step")
    if (
        not isinstance(steps, list)
        or not steps
        or not all(isinstance(each, dict) for each in steps)
        or set(document) - {"step"}
    ):
        raise _refused(path, "story.no-step")
    if len(steps) > MOST:
        raise _refused(path, "story.too-many", limit=MOST)
    lines = [number for number, line in enumerate(written.splitlines(), 1) if _STEP.match(line)]
    return steps, lines if len(lines) == len(steps) else [0] * len(steps)


def _refused(path: Path, key: str, **values: object) -> InvalidData:
    return InvalidData([Fault(key, path.name, values=values)], where=path.name)


class _Step:
    """One step being read; its faults are key, column, value and what else the sentence tells."""

    def __init__(self, said: Mapping[str, Any], network: nx.Graph, legend: Legend, ways: Ways) -> None:
        self.said, self.network, self.legend, self.ways = said, network, legend, ways
        self.faults: list[tuple[str, str, str, dict[str, object]]] = []

    def read(self) -> dict[str, str]:
        """Return the step; what is wrong in it joins `faults`."""
        for name in set(self.said) - set(_KNOWN):
            self._tell("story.key", name, name, **self._near(name, _KNOWN))
        words = {name: self._words(name, longest) for name, longest in _WORDS.items()}
        if not words["title"]:
            self._tell("story.no-title", "title")
        both = "state" in self.said and set(self.said) & set(_FRIENDLY)
        if both:
            self._tell("story.two-ways", "state", keys=", ".join(sorted(both)))
        pairs = [*self._address()] if "state" in self.said else [*self._friendly()]
        return {**words, "state": urlencode(pairs, quote_via=quote, safe="")}

    def _words(self, name: str, longest: int) -> str:
        value = self.said.get(name, "")
        if not isinstance(value, str):
            self._tell("story.not-text", name, str(value)[:80])
            return ""
        if len(value) > longest:
            self._tell("story.too-long", name, f"{value[:60]}…", limit=longest)
        return typeset(" ".join(value.split()))

    def _address(self) -> Iterator[tuple[str, str]]:
        state = self.said["state"]
        if not isinstance(state, str):
            self._tell("story.not-text", "state", str(state)[:80])
            return
        pairs = parse_qsl(state.strip().removeprefix("#").replace("+", "%2B"))
        by = dict(pairs).get("by", self.ways.by)
        for name, value in pairs:
            if name == "link":
                self._tell("story.link", "state", value)
            elif name not in _ADDRESS:
                self._tell("story.address", "state", name, known=", ".join(_ADDRESS))
            elif name in _GROUPED:
                yield name, self._grouped(name, value, by)
            else:
                yield name, self._node(value, "state") if name == "node" else value

    def _grouped(self, name: str, value: str, by: str) -> str:
        """Return what an address says of groups on a map grouped `by`, a group's name made its key."""
        known = {grouping.by: grouping for grouping in self.ways.groupings}
        way, _, wanted = value.partition(":") if name == "group" else (by, "", value)
        asked = value if name == "by" else way
        if not known:
            self._tell("story.ungrouped", "state", value[:200], part=name)
        elif asked not in known:
            if name == "by" or way != by:  # told once
                self._tell("story.by", "state", asked[:200], known=", ".join(known))
        elif way != by:
            self._tell("story.other-way", "state", value[:200], way=way, by=by)
        elif name != "by":
            return value.removesuffix(wanted) + self._group(wanted, known[way])
        return value

    def _group(self, wanted: str, grouping: Grouping) -> str:
        """Return the key of a group, from its key or its name."""
        if any(group.key == wanted for group in grouping.groups):
            return wanted
        names = {group.key: order(typeset(group.label)) for group in grouping.groups}
        found = [key for key, name in names.items() if name == order(typeset(wanted))]
        if len(found) > 1:
            self._tell("story.several", "state", wanted[:200], known=", ".join(found))
        elif not found:
            near = self._near(wanted, {group.label for group in grouping.groups})
            self._tell("story.group", "state", wanted[:200], **near)
        return found[0] if found else ""

    def _friendly(self) -> Iterator[tuple[str, str]]:
        nodes = [self._node(each, "node") for each in self._list("node")]
        yield from (("node", node) for node in nodes if node)
        degree = self.said.get("degree", 1)
        if not isinstance(degree, int) or isinstance(degree, bool) or not 1 <= degree <= DEEPEST:
            self._tell("story.degree", "degree", str(degree)[:80], most=DEEPEST)
        elif degree > 1:
            yield "degree", str(degree)
        if not isinstance(self.said.get("path", False), bool):
            self._tell("story.path", "path", str(self.said["path"])[:80])
        elif self.said.get("path"):
            yield "path", "1"
            if len(nodes) < 2:
                self._tell("story.path-ends", "path")
        shown = {key for name in self._list("show_types") for key in self._types(name, "show_types")}
        shown |= {self.legend.key_of[node] for node in nodes if node}
        hidden = {key for name in self._list("hide_types") for key in self._types(name, "hide_types")}
        yield from (("hide", f"+{key}") for key in sorted(shown - set(self.legend.shown)))
        yield from (("hide", f"-{key}") for key in sorted((hidden - shown) & set(self.legend.shown)))
        for name in self._list("hide_links"):
            label = self.legend.links.get(order(typeset(name)))
            if label is None:
                self._tell("story.links", "hide_links", name, **self._near(name, self.legend.links.values()))
            else:
                yield "hide", f"~{label}"

    def _list(self, name: str) -> list[str]:
        """Return the names that a key gives, one alone or several."""
        value = self.said.get(name, [])
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(each, str) and each.strip() for each in names):
            self._tell("story.names", name, str(value)[:80])
            return []
        return [each.strip() for each in names]

    def _node(self, name: str, column: str) -> str:
        try:
            return find(self.network, name)
        except UnknownName as error:
            key = "story.several" if error.key == "view.several" else "story.node"
            self._tell(key, column, name[:200], known=error.values["known"])
            return ""

    def _types(self, name: str, column: str) -> Collection[str]:
        found = self.legend.types.get(order(typeset(name)), ())
        if not found:
            self._tell("story.types", column, name, **self._near(name, self.legend.names))
        return found

    def _near(self, name: str, known: Collection[str]) -> dict[str, object]:
        return {"known": ", ".join(match[0] for match in extract(name, sorted(known), limit=_NEAR)) or "—"}

    def _tell(self, key: str, column: str, value: str = "", **values: object) -> None:
        self.faults.append((key, column, value, values))
