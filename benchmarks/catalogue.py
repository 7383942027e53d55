"""The figures of the catalogue: `python benchmarks/catalogue.py [SIZE]`, in the environment of scripts/test.

On a made-up ecosystem (`data/synthetic.py`), each question is asked three times, the quickest is told. Up to
10,000 structures, each is asked of rdflib's own engine too, on the same quads, in a process of its own and
for `CAP` seconds at most: the ratio is then a lower bound, told as ">". Beyond, the bound in seconds holds.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("maillage"))
BOUND, RATIO = 2.0, 20.0  # seconds at any size; times as fast as rdflib, median
CAP = 60  # seconds that rdflib is given for a question
COMPARED = 10_000  # structures at most
ID = "https://w3id.org/maillage/id"
SAMPLES = {  # what questions that require a parameter are asked
    "territory": "Normandie",
    "thing": f"{ID}/structure/structure-1",
    "document": f"{ID}/source/fictif-membres",
}


def main() -> None:
    """Print every figure; exit 1 if one misses its bound."""
    if sys.argv[1:2] == ["--rdflib"]:
        _ask_rdflib(sys.argv[2], Path(sys.argv[3]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else COMPARED
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        command = [COMMAND, "demo", "--structures", str(size), "--out", str(workspace)]
        subprocess.run(command, check=True, capture_output=True)
        sys.exit(_measure(size, workspace))


def _measure(size: int, workspace: Path) -> int:
    from maillage.graph.maillage import Maillage
    from maillage.queries.catalogue import load_catalogue

    maillage = Maillage.open(workspace)
    load = os.getloadavg()[0]
    print(f"{size} structures, {maillage.manifest['quads']} quads (load of the machine {load:.1f})")
    ratios, slow = [], []
    for question in load_catalogue():
        params = _params(question)
        ours, rows = _best(maillage, question.name, params)
        line = f"  {question.name:45} {1000 * ours:8.1f} ms {rows:7} rows"
        if size <= COMPARED:
            theirs = _rdflib(question.name, workspace)
            ratios.append((theirs or CAP) / ours)
            line += f" {'' if theirs else '>'}{ratios[-1]:8.1f} times rdflib"
        slow += [question.name] if ours > BOUND or (ratios and ratios[-1] < 1) else []
        print(line, flush=True)
    if ratios:
        print(f"median: {statistics.median(ratios):.1f} times rdflib, of {RATIO} at least")
    print(f"over {BOUND:.0f} s, or slower than rdflib: {', '.join(slow) or 'none'}")
    return int(bool(slow) or (bool(ratios) and statistics.median(ratios) < RATIO))


def _params(question: object) -> dict[str, str]:
    return {each.name: SAMPLES[each.name] for each in question.params if each.required}


def _best(maillage: object, name: str, params: dict[str, str]) -> tuple[float, int]:
    seconds, rows = [], 0
    for _ in range(3):
        start = time.perf_counter()
        rows = len(maillage.ask(name, **params))
        seconds.append(time.perf_counter() - start)
        if seconds[-1] > BOUND:
            break
    return min(seconds), rows


def _rdflib(name: str, workspace: Path) -> float | None:
    """Return the seconds of rdflib's own engine, None when it takes longer than `CAP`."""
    command = [sys.executable, __file__, "--rdflib", name, str(workspace)]
    try:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            process.stdout.readline()  # type: ignore[union-attr]  # the graph is loaded
            told, _ = process.communicate(timeout=CAP)
            return float(json.loads(told)["seconds"])
    except subprocess.TimeoutExpired:
        process.kill()
        return None


def _ask_rdflib(name: str, workspace: Path) -> None:
    from rdflib import Dataset

    from maillage.graph.maillage import Maillage
    from maillage.queries.catalogue import question
    from maillage.queries.runner import ask

    build = Maillage.open(workspace).folder
    current = build / (build / "current").read_text().strip()
    dataset = Dataset(default_union=True)
    dataset.parse(current / "graph.nq", format="nquads")
    print("loaded", flush=True)
    start = time.perf_counter()
    ask(dataset, name, **_params(question(name)))
    print(json.dumps({"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
