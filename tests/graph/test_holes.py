"""Communities that little or nothing joins: who could be introduced, by whom, and the same each time."""

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx

from maillage.graph.missing.grounds import Grounds
from maillage.graph.missing.holes import _brokers, found_communities, holes
from maillage.graph.missing.reasons import Reasoning

from .test_missing_reasons import node, tie


def two_groups() -> nx.MultiDiGraph:
    """Return two groups of four who all work together, with a person who is in a chantier of each."""
    network = nx.MultiDiGraph()
    for group in "PQ":
        names = [f"{group}{number}" for number in range(4)]
        for name in names:
            network.add_node(name, **node("Structure", name))
        for place, one in enumerate(names):
            for other in names[:place]:
                network.add_edge(one, other, **tie("partnerOf", "est partenaire de"))
    return network


def test_two_communities_without_a_link_are_a_hole_that_a_shared_event_could_bridge():
    whole = two_groups()
    whole.add_node("fil", **node("Initiative", "Fil"))
    for name, parent in (("p", "P0"), ("q", "Q0")):
        whole.add_node(name, **node("Chantier", f"Chantier {name}"))
        whole.add_edge(parent, name, **tie("participatesIn", "référent"))
        whole.add_edge(name, "fil", **tie("partOfActivity", "fait partie de"))
    grounds = Grounds(whole)
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds))
    assert (gap.first, gap.second, gap.score) == ("P0", "Q0", 6.0)  # 12 x 12 / 24 expected, none seen
    assert gap.path == "P0 – Chantier p – Fil – Chantier q – Q0"
    assert "aucun lien entre eux" in gap.why
    refused = frozenset({("partner", frozenset({"P0", "Q0"}))})
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds), refused)
    assert {gap.first, gap.second} != {"P0", "Q0"}


def test_who_works_with_both_communities_is_the_broker():
    whole = two_groups()
    whole.add_node("T", **node("Structure", "Tiers"))
    for name in ("P0", "Q0"):
        whole.add_edge("T", name, **tie("partnerOf", "est partenaire de"))
    grounds = Grounds(whole)
    (gap,) = holes(grounds, Reasoning(grounds), found_communities(grounds))
    assert "Tiers" in gap.introducers[0]


def test_communities_linked_as_chance_would_have_it_are_no_hole():
    whole = two_groups()
    grounds = Grounds(nx.MultiDiGraph(whole.subgraph([f"P{number}" for number in range(4)])))
    assert holes(grounds, Reasoning(grounds), found_communities(grounds)) == []


def hollow(network: nx.MultiDiGraph, refused: frozenset = frozenset()) -> list:
    grounds = Grounds(network)
    return holes(grounds, Reasoning(grounds), found_communities(grounds), refused)


def test_two_that_work_together_are_never_introduced_nor_an_end_the_broker():
    """P0 and Q0 work together: the shortest path is their own link, and P0 is the best linked."""
    whole = two_groups()
    whole.add_edge("P0", "Q0", **tie("partnerOf", "est partenaire de"))
    (gap,) = hollow(whole)
    assert not Grounds(whole).working.has_edge(gap.first, gap.second)
    assert {gap.first, gap.second} & {"P0", "Q0"}
    assert "n'ont qu'un lien" in gap.why
    assert gap.meaning.startswith(
        "écart au hasard : 1 lien entre les deux groupes, là où le hasard en mettrait"
    )
    names = {each.split(",")[0].split(" :")[0] for each in gap.introducers}
    assert names
    assert not names & {gap.first, gap.second}


def test_two_that_must_know_each_other_are_not_introduced():
    """P0 leads the whole of which Q0's chantier is a part: it knows who is there."""
    whole = two_groups()
    whole.add_node("fil", **node("Initiative", "Fil"))
    whole.add_node("q", **node("Chantier", "Chantier q"))
    whole.add_edge("P0", "fil", **tie("participatesIn", "coordinateur"))
    whole.add_edge("q", "fil", **tie("partOfActivity", "fait partie de"))
    whole.add_edge("Q0", "q", **tie("participatesIn", "membre"))
    (gap,) = hollow(whole)
    assert {gap.first, gap.second} != {"P0", "Q0"}


def test_communities_whose_structures_all_know_one_another_leave_nobody_to_introduce():
    whole = two_groups()
    pairs = frozenset(frozenset((f"P{one}", f"Q{other}")) for one in range(4) for other in range(4))
    assert hollow(whole, frozenset(("partner", pair) for pair in pairs)) == []


def test_brokers_have_the_role_of_gould_and_fernandez():
    whole = two_groups()
    whole.add_node("T", **node("Structure", "Tiers"))
    for name in ("P0", "P1", "Q0"):
        whole.add_edge("T", name, **tie("partnerOf", "est partenaire de"))
    grounds = Grounds(whole)
    one, other = ({f"{group}{number}" for number in range(4)} for group in "PQ")
    found = dict(_brokers(grounds, (one, other), ("P0", "Q1"), ["P", "Q"]))
    assert list(found) == ["T"]
    assert "d'un autre groupe" in found["T"]
    assert "(liaison : 2 paires à réunir)" in found["T"]  # P0 and P1, each with Q0
    found = dict(_brokers(grounds, (one | {"T"}, other), ("P0", "Q1"), ["P", "Q"]))
    assert list(found) == ["Q0", "T"]
    assert (
        "du groupe « Q », qui travaille déjà avec l'autre (représentant : 3 paires à réunir)" in found["Q0"]
    )
    assert "du groupe « P », qui travaille déjà avec l'autre (représentant : 2 paires à réunir)" in found["T"]


_SCRIPT = """
from tests.graph.test_holes import hollow, many_ways
for gap in hollow(many_ways()):
    print(gap.first, gap.second, gap.path, gap.introducers, gap.evidence)
"""


def many_ways() -> nx.MultiDiGraph:
    """Return two groups joined by as many equal paths as they have structures."""
    whole = two_groups()
    whole.add_node("fil", **node("Initiative", "Fil"))
    for group in "PQ":
        for number in range(4):
            whole.add_node(f"c{group}{number}", **node("Chantier", f"Chantier {group}{number}"))
            whole.add_edge(f"{group}{number}", f"c{group}{number}", **tie("participatesIn", "membre"))
            whole.add_edge(f"c{group}{number}", "fil", **tie("partOfActivity", "fait partie de"))
    return whole


def test_the_same_holes_whatever_the_order_that_python_hashes_in():
    root = Path(__file__).parents[2]
    told = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        ended = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=True,
        )
        told.add(ended.stdout)
    (once,) = told
    assert "Chantier" in once
