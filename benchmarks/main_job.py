"""The figures of the main job: `python benchmarks/main_job.py`, in the environment of scripts/test.

Prints the machine, then each figure beside its bound and as a share of it: the command's start, the atlas of
the embedded corpus from nothing (time, memory), the map (size, time until it is drawn in Chromium).
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("maillage"))
NODES = 50


def main() -> None:
    """Print every figure; exit 1 if one is over its bound."""
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        figures = [*_commands(Path(folder)), *_map(Path(folder))]
    for name, value, bound, unit in figures:
        print(f"{name:52} {value:8.2f} {unit:3} of {bound:g} ({value / bound:.0%})")
    sys.exit(any(value > bound for _, value, bound, _ in figures))


def _commands(folder: Path) -> list[tuple[str, float, float, str]]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    starts = [_run([COMMAND, "--version"], environment)[0] for _ in range(7)]
    seconds, megabytes = _run([COMMAND, "atlas", "--out", str(folder / "atlas")], environment)
    return [
        ("maillage --version, median of 7", statistics.median(starts), 0.4, "s"),
        ("maillage atlas on the corpus, nothing built before", seconds, 10, "s"),
        ("maillage atlas on the corpus, peak memory", megabytes, 400, "MB"),
        ("largest map of the atlas", max(_sizes(folder / "atlas")), 1, "MB"),
    ]


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds that a command takes and its peak resident memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _sizes(atlas: Path) -> list[float]:
    return [page.stat().st_size / 1e6 for page in atlas.glob("carte*.html")]


def _map(folder: Path) -> list[tuple[str, float, float, str]]:
    from maillage.graph.maillage import Maillage
    from maillage.visualize.network_map import write_map

    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    network = Maillage.open().network("everything")
    part = network.subgraph(sorted(network, key=lambda node: (-network.degree(node), node))[:NODES])
    pages = {f"map of {NODES} nodes, until drawn, median of 5": (part, 1.0)}
    pages[f"map of the corpus, {len(network)} nodes, until drawn"] = (network, 1.0)
    figures = []
    for number, (name, (drawn, bound)) in enumerate(pages.items()):
        page = folder / f"map{number}.html"
        write_map(drawn, page, title="Banc d'essai")
        figures.append((name, _seconds_until_drawn(page), bound, "s"))
    return figures


def _seconds_until_drawn(page: Path) -> float:
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("MAILLAGE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, filter(None, names))))
    loads = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(5):
            tab = browser.new_page(viewport={"width": 1920, "height": 1080})
            tab.goto(page.as_uri())
            tab.wait_for_function("document.documentElement.dataset.ready")
            loads.append(float(tab.evaluate("document.documentElement.dataset.ready")) / 1000)
            tab.close()
        browser.close()
    return statistics.median(loads)


if __name__ == "__main__":
    main()
