"""The figures of the endpoint: `python benchmarks/endpoint.py [SECONDS] [STRUCTURES]`, else 120 s and 10,000.

A made-up ecosystem is served by `maillage serve`. First one client looks things up, one after another. Then
16 clients ask at once for SECONDS, a tenth of their queries hostile. Each answer to a look-up is compared
with what the store says; no hostile query may be answered but with a refusal; the processes of the server
must be the same ones at the end.
"""

import http.client
import multiprocessing
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

COMMAND = str(Path(sys.executable).with_name("maillage"))
CLIENTS, HOSTILE_SHARE, ALONE = 16, 0.1, 300
MEDIAN, P95 = 0.050, 0.300  # seconds
LOOKUP = "SELECT ?p ?o { <%s> ?p ?o } ORDER BY ?p ?o"
_PRODUCT = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(5))
HOSTILE = (
    f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}",
    f"SELECT * {{ {_PRODUCT} }} ORDER BY ?c0 ?c1",
    f"SELECT (GROUP_CONCAT(CONCAT(STR(?c0), STR(?c1))) AS ?x) {{ {_PRODUCT} }}",
    f"SELECT * {{ FILTER({'(' * 500}1{')' * 500}) }}",
    f"SELECT * {{ ?s ?p ?o FILTER(1{'+1' * 20_000}) }}",
    f"SELECT * {{ ?s <a:a>{'/<a:a>' * 5_000} ?o }}",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:9/>",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * { ?s ?p ",
)
REFUSALS = (400, 429, 503)
WRONG = ("wrong", "hostile answered", "look-up 400", "look-up 500", "look-up 503")


def main() -> None:
    """Print every figure; exit 1 if one misses its bound."""
    given = [int(each) for each in sys.argv[1:]]
    seconds, structures = (*given, *(120, 10_000)[len(given) :])
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}, load {os.getloadavg()[0]:.1f} before")
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        command = [COMMAND, "demo", "--structures", str(structures), "--out", str(workspace)]
        subprocess.run(command, check=True, capture_output=True)
        expected = _expected(workspace)
        started = time.perf_counter()
        with _served(workspace) as server:
            address = server.stdout.readline().strip()
            print(f"{structures} structures served after {time.perf_counter() - started:.1f} s")
            missed = _measure(address, expected, seconds, server.pid)
    sys.exit(bool(missed))


def _measure(address: str, expected: dict[str, str], seconds: int, pid: int) -> list[str]:
    before = _processes(pid)
    alone = _ask(address, expected, {"count": ALONE, "hostile": 0.0, "seed": 0})
    print(f"look-up alone: {_told(alone['times'])}")
    print(f"{CLIENTS} clients, {seconds} s, {HOSTILE_SHARE:.0%} hostile:")
    asked = [{"seconds": seconds, "hostile": HOSTILE_SHARE, "seed": n} for n in range(1, CLIENTS + 1)]
    with multiprocessing.Pool(CLIENTS) as pool:
        ended = pool.starmap(_ask, [(address, expected, each) for each in asked])
    times = [each for client in ended for each in client["times"]]
    counts: dict[str, int] = {}
    for client in ended:
        for name, count in client["counts"].items():
            counts[name] = counts.get(name, 0) + count
    print(f"look-up among them: {_told(times)}")
    print("  " + ", ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    same = before == _processes(pid)
    print(f"  server's processes the same: {same}")
    bounds = {
        "median alone": statistics.median(alone["times"]) <= MEDIAN,
        "p95 among hostile": _p95(times) <= P95,
        "no wrong answer": not any(name in counts for name in WRONG),
        "no restart": same,
    }
    missed = [name for name, held in bounds.items() if not held]
    print(f"missed: {', '.join(missed) or 'nothing'}")
    return missed


def _ask(address: str, expected: dict[str, str], asked: dict[str, float]) -> dict[str, object]:
    """Ask until the time or the count is reached; return the times of the look-ups and what was met."""
    at, chance = urlsplit(address), random.Random(asked["seed"])  # noqa: S311
    end = time.monotonic() + asked.get("seconds", 3600)
    things, times, counts = sorted(expected), [], {}
    while time.monotonic() < end and len(times) < asked.get("count", 10**9):
        hostile = chance.random() < asked["hostile"]
        thing = chance.choice(things)
        query = chance.choice(HOSTILE) if hostile else LOOKUP % thing
        started = time.perf_counter()
        status, body = _get(at.hostname, at.port, query)
        if hostile:
            what = f"hostile {status}" if status in REFUSALS else "hostile answered"
        elif status == 200:
            times.append(time.perf_counter() - started)
            what = "right" if body == expected[thing] else "wrong"
        else:
            what = f"look-up {status}"
            print(body.strip(), file=sys.stderr)
        counts[what] = counts.get(what, 0) + 1
    return {"times": times, "counts": counts}


def _get(host: str | None, port: int | None, query: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(host or "", port, timeout=60)
    try:
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "text/csv"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _expected(workspace: Path) -> dict[str, str]:
    """Return a hundred things and what the endpoint must say of each, asked of the store directly."""
    import pyoxigraph

    from maillage.graph.answering.served import serve_build
    from maillage.graph.maillage import Maillage

    store = pyoxigraph.Store.read_only(str(serve_build(Maillage.open(workspace).folder).store))
    some = "SELECT DISTINCT ?s { ?s a <https://w3id.org/maillage/ontology#Structure> } ORDER BY ?s LIMIT 100"
    things = [row["s"].value for row in store.query(some)]
    return {
        thing: store.query(LOOKUP % thing).serialize(format=pyoxigraph.QueryResultsFormat.CSV).decode()
        for thing in things
    }


def _served(workspace: Path) -> "subprocess.Popen[str]":
    class Server(subprocess.Popen):  # type: ignore[type-arg]
        def __exit__(self, *raised: object) -> None:
            self.terminate()
            super().__exit__(*raised)

    command = [COMMAND, "serve", "--port", "0", "--workspace", str(workspace)]
    return Server(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _processes(pid: int) -> list[str]:
    """Return the processes of the server: itself and the one that holds the store."""
    try:
        return [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def _told(times: list[float]) -> str:
    figures = f"median {statistics.median(times) * 1000:.0f} ms, p95 {_p95(times) * 1000:.0f} ms"
    return f"{figures}, worst {max(times) * 1000:.0f} ms, of {len(times)}"


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
