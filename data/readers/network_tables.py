"""Networks as other tools write them (GEXF, GraphML, edge lists): their nodes and edges as raw tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..mapping.meanings import ENTITIES, fold_header, kind_words
from ..reading.raw import RawField, RawRow, RawTable, Remark
from .network_own import OwnNetwork, is_ours

NODES, EDGES = "nœuds", "liens"
NAMES = ("label", "name", "nom", "title", "shared name", "node label")
_KINDS = ("kind", "type", "genre", "class", "table", "entity type")
_NODE_KINDS = (*ENTITIES, "persons")
_RELATIONS = ("relation", "kind", "type", "interaction", "edge type", "label", "name")
# What a tool keeps beside, to draw or because it measured: attributes that say nothing of the thing.
_DRAWN = {
    *("r", "g", "b", "x", "y", "z", "size", "color", "colour", "shape", "thickness", "geometry"),
    *("suid", "selected", "shared name", "shared interaction", "node size", "edge width"),
    *("modularity class", "interval", "timeset", "degree", "indegree", "outdegree", "pagerank"),
    *("betweenness", "closeness", "eccentricity", "eigencentrality"),
}
_EDGE_FIELDS = ("from", "to", "relation", "weight", "direction", "start", "end")


@dataclass
class Part:
    """A node or an edge: its `key`, what its own format says of it (`own`), its attributes by name."""

    key: str
    own: dict[str, str] = field(default_factory=dict)
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)
    line: int = 0


class Network:
    """Gathers the nodes and edges of one or several files, then gives their tables."""

    def __init__(self) -> None:
        self.nodes: list[Part] = []
        self.edges: list[Part] = []
        self.told: Counter[str] = Counter()

    def tables(self) -> Iterator[RawTable]:
        """Yield a table a kind of node, then the edges; tables of ours for a network of ours."""
        if is_ours(self.nodes):
            own = OwnNetwork(self.nodes, self.edges)
            self.told["network.own"] += 1
            self.told["network.own-left"] += own.left
            yield from own.tables()
            return
        groups: dict[str, list[Part]] = {}
        names: dict[str, str] = {}  # key -> name
        for node in self.nodes:
            groups.setdefault(_word(node), []).append(node)
        for word, nodes in groups.items():
            fields: dict[str, RawField] = {}
            kind = kind_words().get(fold_header(word), "") if word else ""
            rows = tuple(_node_row(node, kind, fields) for node in nodes)
            names.update({row.key: row.cells["name"][0] for row in rows})
            yield RawTable(word or NODES, _ordered(fields), rows, kind)
        fields = {}
        known = (edge for edge in self.edges if {edge.own["from"], edge.own["to"]} <= names.keys())
        edges = tuple(_edge_row(edge, fields, names) for edge in known)
        if edges:
            yield RawTable(EDGES, _ordered(fields), edges, "links")

    def remarks(self) -> Iterator[Remark]:
        """Yield the edges refused for an end that is no node, and what was told by key."""
        keys = {node.key for node in self.nodes}
        self.told = +self.told
        for number, edge in enumerate(self.edges, 1):
            missing = [edge.own[end] for end in ("from", "to") if edge.own[end] not in keys]
            if missing:
                place: dict[str, str | int] = {"position": number, "node": missing[0]}
                yield Remark(
                    "network.missing-node", EDGES, edge.line, value=missing[0], values=place, rejected=True
                )
        for key, count in sorted(self.told.items()):
            yield Remark(key, values={"count": count})


def _ordered(fields: dict[str, RawField]) -> tuple[RawField, ...]:
    """Return the fields, those that the format gives first."""
    first = ("name", *_EDGE_FIELDS)
    return tuple(
        sorted(fields.values(), key=lambda each: first.index(each.name) if each.name in first else 99)
    )


def _find(part: Part, names: Sequence[str]) -> str:
    """Return the attribute of a node or edge that has one of these names, the first of them that it has."""
    if not part.said:
        return ""
    folded = {_folded(name): name for name in reversed([*part.said])}
    return next((folded[name] for name in names if name in folded), "")


@lru_cache(maxsize=10_000)
def _folded(name: str) -> str:
    return name.casefold().replace("_", " ").strip()


def _word(node: Part) -> str:
    """Return the word that says what a node is, "" for none that is known."""
    for name in _KINDS:
        attribute = _find(node, (name,))
        if attribute and kind_words().get(fold_header(node.said[attribute][0])) in _NODE_KINDS:
            return node.said[attribute][0]
    return ""


def _node_row(node: Part, kind: str, fields: dict[str, RawField]) -> RawRow:
    named = _find(node, NAMES)
    name = node.own.get("label") or (node.said[named][0] if named else "") or node.key
    cells: dict[str, tuple[str, ...]] = {"name": (name,)}
    fields.setdefault("name", RawField("name", named or "label", "name"))
    word = _word(node)
    for attribute, values in node.said.items():
        if attribute == named and values[0] == name:
            continue
        title = attribute if attribute not in ("name", *_EDGE_FIELDS) else f"{attribute} (attribut)"
        meaning = _drawn(attribute)
        if not meaning and word and values[0] == word and kind == "structures":
            meaning = "type" if fold_header(word) != fold_header(kind) else "aside"
        elif not meaning and word and values[0] == word:
            meaning = "aside"
        fields.setdefault(title, RawField(title, meaning=meaning))
        cells[title] = values
    for part in ("start", "end", "parent"):
        if value := node.own.get(part):
            said = part if part != "parent" and kind in ("chantiers", "initiatives", "events") else ""
            fields.setdefault(part, RawField(part, meaning=said))
            cells[part] = (value,)
    return RawRow(cells, node.line, node.key)


@lru_cache(maxsize=10_000)
def _drawn(attribute: str) -> str:
    plain = _folded(attribute)
    return "aside" if plain in _DRAWN or plain.endswith(" centrality") else ""


def _edge_row(edge: Part, fields: dict[str, RawField], names: Mapping[str, str]) -> RawRow:
    said = dict(edge.said)
    given = {name: value for name, value in edge.own.items() if value and name in _EDGE_FIELDS}
    found: dict[str, tuple[str, ...]] = {name: (value,) for name, value in given.items()}
    relation = _find(edge, _RELATIONS)
    if relation:
        found["relation"] = said.pop(relation)
    elif edge.own.get("label"):
        found["relation"] = (edge.own["label"],)
    for part in ("weight", "start", "end"):
        attribute = _find(edge, (part,))
        if attribute and part not in found:
            found[part] = said.pop(attribute)
    cells = {name: found[name] for name in _EDGE_FIELDS if name in found}
    for name in cells:
        label = {"relation": relation, "weight": "poids"}.get(name, "")
        fields.setdefault(name, RawField(name, label, name))
    for attribute, values in said.items():
        title = f"{attribute} (attribut)" if attribute in _EDGE_FIELDS else attribute
        fields.setdefault(title, RawField(title, meaning=_drawn(attribute)))
        cells[title] = values
    ends = " → ".join(names[edge.own[end]] for end in ("from", "to"))
    counted = not edge.key or edge.key.isdigit()  # such a number changes from one export to the next
    return RawRow(cells, edge.line, ends if counted else edge.key)
