"""The figures of missing links: `python benchmarks/missing_links.py [speed|quality]`.

In the environment of scripts/test. Speed, at 20,000 nodes and 100,000 links: `rank` whole, learner included,
with its peak memory; our features of the pairs proposed, and networkx's, compared; resource allocation of
every pair two links apart, by our sparse products and by networkx's generator (on a hundredth of the rows,
scaled up), in the same run. Quality: `evaluate` on networks that ship with networkx and on made-up ones: area
under the curve, average precision, precision at 10, against the single scores and chance.
"""

import os
import platform
import resource
import sys
import time
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from maillage.graph.missing.link_candidates import two_steps
from maillage.graph.missing.link_evaluation import BASELINES, MEASURES, OURS
from maillage.graph.missing.link_features import FEATURES, Topology, features, ordered, read_topology
from maillage.graph.missing.links import evaluate, rank

if TYPE_CHECKING:
    import pandas

LARGE = 20_000, 5  # nodes, links that each new one brings
BOUNDS = {"times": 5.0, "seconds": 60.0, "megabytes": 2_000.0}
REPEATS = 10
THEIRS = {
    "adamic_adar": nx.adamic_adar_index,
    "resource_allocation": nx.resource_allocation_index,
    "jaccard": nx.jaccard_coefficient,
    "preferential_attachment": nx.preferential_attachment,
}


def main() -> None:
    """Print every figure; exit 1 if one misses its bound."""
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    asked = sys.argv[1:] or ["speed", "quality"]
    missed: list[str] = []
    if "speed" in asked:
        missed += _speed()
    if "quality" in asked:
        missed += _quality()
    print("missed: " + ", ".join(missed) if missed else "every bound is met")
    sys.exit(bool(missed))


def _speed() -> list[str]:
    network = nx.barabasi_albert_graph(*LARGE, seed=1)
    topology = read_topology(network)
    print(f"{len(network)} nodes, {network.number_of_edges()} links")
    start, busy = time.perf_counter(), time.process_time()
    found = rank(network, k=None)
    figures = {"seconds": time.perf_counter() - start}
    figures["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"rank: {figures['seconds']:.1f} s ({time.process_time() - busy:.1f} s of processor), "
        f"{figures['megabytes']:.0f} MB, {len(found)} candidates, {found['kind'][0]}"
    )
    missed = [name for name, figure in figures.items() if figure > BOUNDS[name]]
    return missed + _same(network, topology, found) + _near(network, topology)


def _same(network: nx.Graph, topology: Topology, found: "pandas.DataFrame") -> list[str]:
    """Return what is missed by our features of the pairs proposed: they are networkx's within 1e-9."""
    pairs = list(zip(found["first"], found["second"], strict=True))
    rows = ordered(pairs, topology)
    start = time.perf_counter()
    table = features(topology, rows)
    ours, theirs, apart = time.perf_counter() - start, 0.0, 0.0
    named = [(topology.nodes[one], topology.nodes[other]) for one, other in rows]
    for name, index in THEIRS.items():
        start = time.perf_counter()
        scores = np.array([score for *_, score in index(network, named)])
        theirs += time.perf_counter() - start
        apart = max(apart, float(np.abs(table[:, FEATURES.index(name)] - scores).max()))
    print(
        f"{len(rows)} pairs: our {len(FEATURES)} features {ours:.1f} s, "
        f"networkx's {len(THEIRS)} {theirs:.1f} s; apart by {apart:.1e} at most"
    )
    return [] if apart <= 1e-9 else ["equal results"]


def _near(network: nx.Graph, topology: Topology) -> list[str]:
    """Return what is missed by the score of all pairs two links apart."""
    start = time.perf_counter()
    blocks = two_steps(topology.links, 1 / np.maximum(topology.degrees, 1))
    pairs = sum(block.nnz for _, block in blocks)
    ours = time.perf_counter() - start
    near = [
        (one, other)
        for one in range(0, len(network), 100)
        for other in {far for middle in network[one] for far in network[middle]}
        if other != one
    ]
    start = time.perf_counter()
    sum(1 for _ in nx.resource_allocation_index(network, near))
    theirs = (time.perf_counter() - start) * pairs / len(near)
    print(f"resource allocation of {pairs} pairs two links apart: {ours:.2f} s, networkx {theirs:.1f} s")
    return ["times"] if theirs < BOUNDS["times"] * ours else []


def _quality() -> list[str]:
    missed = []
    for name, network in _networks().items():
        told = evaluate(network, repeats=REPEATS)
        print(f"\n{name}: {len(network)} nodes, {told.links} links; {told.kind}; tells: {told.tells}")
        for method in (OURS, *BASELINES, "chance"):
            values = [told.figures[method, measure] for measure in MEASURES]
            print(
                f"  {method:20}"
                + "".join(f" {mean:.3f} [{low:.2f}, {high:.2f}]" for mean, low, high in values)
            )
        if told.tells:
            verdicts = {measure: told.verdict(measure) for measure in MEASURES}
            print("  against the best single score: " + ", ".join(f"{m} {v}" for m, v in verdicts.items()))
            behind = told.figures[OURS, "auc"][0] < told.figures[told.best("auc"), "auc"][0]
            missed += [name] if behind or "worse" in verdicts.values() else []
    return missed


def _networks() -> dict[str, nx.Graph]:
    def blocks(inside: float, across: float) -> list[list[float]]:
        return [[inside if one == other else across for other in range(4)] for one in range(4)]

    return {
        "Zachary's club": nx.karate_club_graph(),
        "Les Misérables": nx.les_miserables_graph(),
        "Davis's Southern Women": nx.davis_southern_women_graph(),
        "Florentine families": nx.florentine_families_graph(),
        "blocks": nx.stochastic_block_model([50] * 4, blocks(0.2, 0.02), seed=1),
        "preferential attachment": nx.barabasi_albert_graph(300, 3, seed=1),
        "clustered power law": nx.powerlaw_cluster_graph(300, 3, 0.6, seed=1),
        "small world": nx.watts_strogatz_graph(300, 6, 0.1, seed=1),
        "drawn by chance": nx.gnm_random_graph(200, 600, seed=1),
    }


if __name__ == "__main__":
    main()
