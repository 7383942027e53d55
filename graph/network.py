"""RDF to networkx: the network of everything, of structures and chantiers, of structures and structures.

Nodes are IRIs. Each carries `label`, `kind` (its class), `type` (of structure, None where no document says),
`short`, `status`, `note`, `absent` (the day since when no source holds it any more, or None), `facts` (dicts
label, value, status, note), `alt` (other spellings), `sources` (dicts document, title, locator). Each edge
carries `relation`, `label`, `weight`, `status` and `reasons` (dicts text, ground - the reason without who -,
status, note, document, title, locator). The network carries `fictional`, whether a document says that its
facts are made up. Texts are in the language spoken now.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import networkx as nx
from rdflib import Dataset, Literal
from rdflib.term import Node

from ..messages import language, text
from ..ontology.terms import scheme_iri
from .statements import is_fictional

# structures: W.-X. Zhou et al., Discrete hierarchical organization of social group sizes, Proc. R. Soc. B
# 272, 439-444 (2005), doi:10.1098/rspb.2004.2970
WORKING = 15
_CERTAINTY = ("stated", "inferred", "disputed")
Solution = Mapping[str, Node]


def everything_network(dataset: Dataset) -> nx.MultiDiGraph:
    """Return all that the graph links: who, what, where; an edge for each tie, many as they are."""
    network = nx.MultiDiGraph(name="everything", fictional=is_fictional(dataset))
    network.add_nodes_from(_nodes(dataset))
    for (start, end, relation, _), ties in _grouped_ties(dataset).items():
        if start in network and end in network:
            network.add_edge(start, end, **_edge(relation, ties, network.nodes))
    return network


def participation_network(
    dataset: Dataset, groups: Iterable[str] = ("Chantier",), whole: nx.MultiDiGraph | None = None
) -> nx.Graph:
    """Return the bipartite network of structures (`bipartite` 0) and the groups they take part in (1).

    Parameters
    ----------
    groups
        The kinds of node that count as groups.
    whole
        The network of everything, where it is at hand.

    Notes
    -----
    A disputed participation is kept, and marked; structures and groups without any stay, isolated.
    """
    whole = everything_network(dataset) if whole is None else whole
    kinds = set(groups)
    network = nx.Graph(**{**whole.graph, "name": "participation"})
    for node, facts in whole.nodes(data=True):
        if facts["kind"] == "Structure" or facts["kind"] in kinds:
            network.add_node(node, **facts, bipartite=int(facts["kind"] != "Structure"))
    for start, end, tie in whole.edges(data=True):
        if tie["relation"] == "participatesIn" and start in network and end in network:
            _join(network, start, end, tie)
    return network


def collaboration_network(dataset: Dataset, whole: nx.MultiDiGraph | None = None) -> nx.Graph:
    """Return the network of structures that work together, weighted.

    Parameters
    ----------
    whole
        The network of everything, where it is at hand.

    Notes
    -----
    A tie through a group of n structures weighs 1/(n - 1), a partnership or a support mission 1; the weight
    of an edge, in ]0, +inf[, is the sum over its ties. Structures that a group only lists or is linked to
    (`joint` is false) and disputed participations make no tie; nor does a group of more than `WORKING`
    structures, which is a list: being in it together says little. Structures without any tie stay, isolated;
    those that no source holds any more are left out.

    References
    ----------
    M. E. J. Newman, Scientific collaboration networks II, Phys. Rev. E 64, 016132 (2001), eq. 2,
    doi:10.1103/PhysRevE.64.016132
    """
    whole = everything_network(dataset) if whole is None else whole
    structures = [(node, facts) for node, facts in whole.nodes(data=True) if _is_structure(facts)]
    network = nx.Graph(**{**whole.graph, "name": "collaboration"})
    network.add_nodes_from(structures)
    for start, end, tie in whole.edges(data=True):
        if tie["relation"] in ("partnerOf", "accompanies") and start in network and end in network:
            _join(network, start, end, tie)
    for group, members in _groups(whole).items():
        if 1 < len(members) <= WORKING:
            for one, other in combinations(sorted(members), 2):
                _join(
                    network,
                    one,
                    other,
                    _shared(whole.nodes[group], members[one], members[other], len(members)),
                )
    return network


NETWORKS: Mapping[str, Callable[[Dataset], nx.Graph]] = {
    "everything": everything_network,
    "participation": participation_network,
    "collaboration": collaboration_network,
}


def _ask(dataset: Dataset, name: str) -> Iterator[Solution]:
    sparql = _sparql(name)
    bindings = {"language": Literal(language())} if "?language" in sparql else {}
    for solution in dataset.query(sparql, initBindings=bindings).bindings:
        yield {str(variable): term for variable, term in solution.items() if term is not None}


@cache
def _sparql(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _local(term: Node) -> str:
    return str(term).rpartition("#")[2]


def _nodes(dataset: Dataset) -> Iterator[tuple[str, dict[str, Any]]]:
    facts, alt = defaultdict(list), defaultdict(list)
    types: dict[str, str] = {}
    for row in _ask(dataset, "network-facts.rq"):
        node = str(row["node"])
        facts[node].append(
            {
                "label": str(row["name"]),
                "value": str(row["value"]),
                "status": _local(row["status"]),
                "note": _optional(row, "note"),
            }
        )
        if row.get("scheme") == scheme_iri("types-of-structure"):
            types.setdefault(node, str(row["value"]))
    for row in _ask(dataset, "network-spellings.rq"):
        alt[str(row["node"])].append(str(row["spelling"]))
    nodes: dict[str, dict[str, Any]] = {}
    for row in _ask(dataset, "network-nodes.rq"):
        node = str(row["node"])
        if node not in nodes:
            nodes[node] = {
                "label": str(row["label"]),
                "kind": _local(row["kind"]),
                "type": types.get(node),
                "short": _short(row),
                "status": _local(row["status"]),
                "note": _optional(row, "note"),
                "absent": _optional(row, "absent"),
                "facts": facts[node],
                "alt": alt[node],
                "sources": [],
            }
        nodes[node]["sources"].append(_source(row))
    yield from sorted(nodes.items())


def _optional(row: Solution, name: str) -> str | None:
    return str(row[name]) if name in row else None


def _short(row: Solution) -> str | None:
    """Return the label for a map: the short one if any, after the number of a chantier."""
    short, number = _optional(row, "short"), _optional(row, "number")
    return f"{number} · {short or row['label']}" if number else short


def _source(row: Solution) -> dict[str, str]:
    return {name: str(row[name]) for name in ("document", "title", "locator")}


def _grouped_ties(dataset: Dataset) -> dict[tuple[str, str, str, str], list[Solution]]:
    """Return the rows of each tie, a row for each passage that it rests on."""
    ties: dict[tuple[str, str, str, str], list[Solution]] = defaultdict(list)
    for row in _ask(dataset, "network-ties.rq"):
        ties[str(row["start"]), str(row["end"]), _local(row["relation"]), str(row["assertion"])].append(row)
    return ties


def _edge(relation: str, ties: list[Solution], nodes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    first = ties[0]
    start, end = nodes[str(first["start"])]["label"], nodes[str(first["end"])]["label"]
    name = str(first["name"])
    role = _optional(first, "role")
    sentence = text("network.reason", start=start, name=name, end=end)
    if role:
        sentence = text("network.reason.role", sentence=sentence, role=role)
    status, note = _local(first["status"]), _optional(first, "note")
    said = {"text": sentence, "ground": role or name, "status": status, "note": note}
    reasons = [{**said, **_source(row)} for row in ties]
    joint = str(first.get("apart", "false")) != "true"
    return {
        "relation": relation,
        "label": role or name,
        "weight": 1.0,
        "status": status,
        "joint": joint,
        "reasons": reasons,
    }


def _join(network: nx.Graph, start: str, end: str, tie: Mapping[str, Any]) -> None:
    """Add a tie to a simple network: weights add up, reasons gather, the surest status stands."""
    if not network.has_edge(start, end):
        network.add_edge(start, end, **{**tie, "reasons": list(tie["reasons"])})
        return
    edge = network.edges[start, end]
    edge["weight"] += tie["weight"]
    edge["reasons"] += tie["reasons"]
    edge["status"] = min(edge["status"], tie["status"], key=_CERTAINTY.index)
    if tie["label"] not in edge["label"].split(", "):
        edge["label"] += f", {tie['label']}"


def _groups(whole: nx.MultiDiGraph) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return group -> structure -> the reasons of its participations that nobody disputes."""
    groups: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for start, end, tie in whole.edges(data=True):
        undisputed = tie["relation"] == "participatesIn" and tie["joint"] and tie["status"] != "disputed"
        if undisputed and _is_structure(whole.nodes[start]):
            groups[end][start] += tie["reasons"]
    return groups


def _is_structure(facts: Mapping[str, Any]) -> bool:
    """Return whether a node is a structure that its sources still hold."""
    return facts["kind"] == "Structure" and not facts.get("absent")


def _shared(
    group: Mapping[str, Any], one: list[dict[str, Any]], other: list[dict[str, Any]], size: int
) -> dict[str, Any]:
    ground = text("network.shared", group=group["label"])
    return {
        "relation": "collaboratesWith",
        "label": text("network.together"),
        "weight": 1 / (size - 1),
        "status": "inferred",
        "reasons": [
            {
                **reason,
                "ground": ground,
                "text": text("network.grounded", ground=ground, reason=reason["text"]),
            }
            for reason in [*one, *other]
        ],
    }
