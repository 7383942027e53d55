"""The figures of the catalogue: `python benchmarks/catalogue.py [SIZE]`, in the environment of scripts/test.

On a made-up ecosystem (`data/synthetic.py`), each question is asked three times, the quickest is told. Up to
10,000 structures, each is asked of rdflib's own engine too, on the same quads, in a process of its own,
for `CAP` seconds at most: the ratio is then a lower bound, told as ">"; "nan"
where rdflib fails on the query, which does not count. Beyond, the bound in seconds holds.
"""

import json
import math
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

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
        _serve_rdflib(Path(sys.argv[2]))
        return
    size = int(sys.argv[1]) if len(sys.argv) > 1 else COMPARED
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        command = [COMMAND, "demo", "--structures", str(size), "--out", str(workspace)]
        subprocess.run(command, check=True, capture_output=True)
        if size > COMPARED:
            sys.exit(_measure(size, workspace, None))
        with _rdflib(workspace) as seconds:
            status = _measure(size, workspace, seconds)
        sys.exit(status)


def _measure(size: int, workspace: Path, rdflib: Callable[[str], float | None] | None) -> int:
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
        ratio = math.inf
        if rdflib:
            theirs = rdflib(question.name)
            ratio = (theirs or CAP) / ours
            ratios += [] if math.isnan(ratio) else [ratio]
            line += f" {'' if theirs else '>'}{ratio:8.1f} times rdflib"
        slow += [question.name] if ours > BOUND or ratio < 1 else []
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


@contextmanager
def _rdflib(workspace: Path) -> Iterator[Callable[[str], float | None]]:
    """Yield what tells the seconds of rdflib's own engine, None when a question takes longer than `CAP`."""
    command = [sys.executable, __file__, "--rdflib", str(workspace)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, told = cast(IO[str], process.stdin), cast(IO[str], process.stdout)
        print(f"rdflib: loaded in {json.loads(told.readline()):.1f} s", flush=True)

        def seconds(name: str) -> float | None:
            asked.write(f"{name}\n")
            asked.flush()
            found: float | None = json.loads(told.readline())
            return found

        yield seconds
        asked.close()


def _serve_rdflib(workspace: Path) -> None:
    """Answer each question named on a line of the input, in a fork of the process that holds the graph."""
    from rdflib import Dataset

    from maillage.errors import QueryError
    from maillage.graph.maillage import Maillage
    from maillage.queries.catalogue import question
    from maillage.queries.runner import ask

    build = Maillage.open(workspace).folder
    current = build / (build / "current").read_text().strip()
    dataset = Dataset(default_union=True)
    start = time.perf_counter()
    dataset.parse(current / "graph.nq", format="nquads")
    print(time.perf_counter() - start, flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.alarm(CAP)
            start = time.perf_counter()
            try:
                ask(dataset, line.strip(), **_params(question(line.strip())))
                print(time.perf_counter() - start, flush=True)
            except QueryError:
                print("NaN", flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            print("null", flush=True)


if __name__ == "__main__":
    main()
