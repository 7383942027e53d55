"""The figures of the build: `python benchmarks/build.py [SIZE …]`, in the environment of scripts/test.

Each size is a made-up register (`data/synthetic.py`, where few work together). Each figure is taken in a
process of its own, which tells its time and its peak memory, tables included: rows to a graph in memory and
on disk (with the canonical file and its verification), the plain rdflib loop (`Graph().add` of each triple,
made as terms from the same rows), and apart, the reading of the tables and the validation. Then the ratios to
rdflib, and how cost grows: the exponent of a power law through the sizes.
"""

import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SIZES = (1_000, 10_000, 50_000, 200_000)
BOUNDS = {"memory": 5.0, "disk": 3.0}  # times as fast as rdflib
MEGABYTES, EXPONENT = 4_000, 1.1


def main() -> None:
    """Print every figure; exit 1 if one misses its bound."""
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(_measure(sys.argv[2], Path(sys.argv[3]))))
        return
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}")
    missed, costs = [], {}
    for size in sizes:
        figures = _figures(size)
        missed += _missed(figures, size)
        costs[size] = figures
    for name in BOUNDS if len(sizes) > 1 else ():
        exponent = _exponent({size: figures[name]["seconds"] for size, figures in costs.items()})
        print(f"cost from {sizes[0]} to {sizes[-1]}, {name}: n^{exponent:.2f} of {EXPONENT} at most")
        missed += [name] if exponent > EXPONENT else []
    sys.exit(bool(missed))


def _figures(size: int) -> dict[str, dict[str, float]]:
    from maillage.data.synthetic import make_ecosystem

    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        make_ecosystem(size, 1, workspace, together=0)
        print(f"\n{size} structures (load of the machine {os.getloadavg()[0]:.1f})")
        for name in ("rdflib", *BOUNDS, "validation"):
            command = [sys.executable, __file__, "--measure", name, str(workspace)]
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            figures[name] = json.loads(told.stdout)
            print(_line(name, figures[name], figures["rdflib"]["seconds"]), flush=True)
    return figures


def _line(name: str, figure: dict[str, float], rdflib: float) -> str:
    per, read, peak = 1e6 * figure["seconds"] / figure["triples"], figure["read"], figure["megabytes"]
    ratio = f", {rdflib / figure['seconds']:.1f} times rdflib" if name in BOUNDS else ""
    triples = f"{figure['triples']:8.0f} triples, {per:5.2f} µs each{ratio}"
    return (
        f"  {name:10} {figure['seconds']:7.2f} s ({figure['cpu']:.2f} s of processor), "
        f"{triples}; tables read in {read:.2f} s; peak {peak:.0f} MB"
    )


def _missed(figures: dict[str, dict[str, float]], size: int) -> list[str]:
    """Return the figures that miss their bound; below 10,000 structures, what starts up is most of it."""
    if size < SIZES[1]:
        return []
    rdflib = figures["rdflib"]["seconds"]
    slow = [name for name, bound in BOUNDS.items() if rdflib / figures[name]["seconds"] < bound]
    return [*slow, *(name for name in BOUNDS if figures[name]["megabytes"] > MEGABYTES)]


def _exponent(seconds: dict[int, float]) -> float:
    """Return the slope of the least-squares line through the logarithms."""
    points = [(math.log(size), math.log(value)) for size, value in seconds.items()]
    x, y = (sum(each) / len(points) for each in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def _measure(name: str, workspace: Path) -> dict[str, float]:
    from maillage.data.tables import read_tables

    measures: dict[str, Callable[..., tuple[float, int]]] = {
        "rdflib": _rdflib,
        "memory": _memory,
        "disk": _disk,
        "validation": _validation,
    }
    _warm()
    start = time.perf_counter()
    tables = read_tables(workspace)
    read = time.perf_counter() - start
    before = time.process_time()
    seconds, triples = measures[name](tables, workspace)
    cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "triples": triples, "cpu": cpu, "read": read, "megabytes": peak}


def _warm() -> None:
    """Load what is loaded once in a process, whatever is built: the reference, the vocabularies."""
    from maillage.data.territories.reference import load_reference
    from maillage.graph.build import vocabularies

    load_reference()
    vocabularies()


def _memory(tables: object, _: Path) -> tuple[float, int]:
    from maillage.graph.build import build_content
    from maillage.graph.store import load_dataset

    start = time.perf_counter()
    dataset = load_dataset(build_content(tables).public)
    return time.perf_counter() - start, len(dataset.store)


def _disk(tables: object, workspace: Path) -> tuple[float, int]:
    from maillage.graph.build import build_content
    from maillage.graph.building.builds import manifest, write_build

    start = time.perf_counter()
    write_build(build_content(tables), workspace / "build")
    return time.perf_counter() - start, manifest(workspace / "build")["quads"]


def _validation(tables: object, workspace: Path) -> tuple[float, int]:
    from maillage.graph.build import build_content, check_dataset
    from maillage.graph.building.builds import manifest, open_build, write_build

    write_build(build_content(tables), workspace / "build")
    dataset = open_build(workspace / "build")
    start = time.perf_counter()
    check_dataset(dataset, tables)
    return time.perf_counter() - start, manifest(workspace / "build")["quads"]


def _rdflib(tables: object, _: Path) -> tuple[float, int]:
    """Add to an rdflib graph what the same rows say, as plain code would: no inference, no vocabulary."""
    from plain_build import plain_graph

    start = time.perf_counter()
    graph = plain_graph(tables)
    return time.perf_counter() - start, len(graph)


if __name__ == "__main__":
    main()
