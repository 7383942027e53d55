"""The figures of the maps: `python benchmarks/maps.py`, in the environment of scripts/test.

Made-up networks of 50, 60, 200 and 1,000 nodes are written as pages and opened in Chromium, without a
graphics card: weight, time until drawn, frames a second while panned, time of a focus, overlapping labels and
their sizes in each format, 5,000 nodes in groups, requests with the network off and with one that never
answers. The same networks drawn by pyvis alone, in the same run, are the measure; its wait is cut off after a
minute, which a line says.
"""

import os
import platform
import shutil
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx
from large_map import rows as large_rows
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

DESK, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
PATIENCE = 60  # seconds that pyvis alone is waited for
TYPES = ("association", "collectivité", "coopérative", "entreprise", "fondation")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
Row = tuple[str, float, str, float | None, bool]  # name, value, unit, bound, whether the bound is the least


def main() -> None:
    """Print every figure; exit 1 if one is beyond its bound."""
    load = os.getloadavg()[0]
    print(f"machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores, load {load:.1f}")
    names = (os.environ.get("MAILLAGE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, filter(None, names))))
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=program, args=list(_QUIET))
        pages = {count: _written(count, folder) for count in (50, 60, 200, 1000)}
        rows = [*_weights(pages), *_times(browser, pages, folder), *_moves(browser, pages[1000])]
        rows += _labels(browser, pages[60])
        rows += _grouped(browser, folder)
        rows += _requests(browser, pages[50])
        browser.close()
        rows += large_rows(playwright, program, _QUIET, folder)
        with _silent() as proxy:
            silent = playwright.chromium.launch(
                executable_path=program, args=list(_QUIET), proxy={"server": proxy.address}
            )
            rows += _unanswered(silent, pages[50])
            silent.close()
    for each in rows:
        print(_line(*each))
    sys.exit(any(_beyond(value, bound, least=least) for _, value, _, bound, least in rows))


def _line(name: str, value: float, unit: str, bound: float | None, least: bool) -> str:
    sign = "" if bound is None else f" {'≥' if least else '≤'} {bound:g}"
    return f"{name:62} {value:9.2f} {unit}{sign}{' BEYOND' if _beyond(value, bound, least=least) else ''}"


def _beyond(value: float, bound: float | None, *, least: bool) -> bool:
    return bound is not None and (value < bound if least else value > bound)


def _network(count: int) -> nx.MultiDiGraph:
    """Return made-up structures, each with a fact, each link with a reason and a source."""
    network = nx.MultiDiGraph(name="banc")
    source = {"document": "d", "title": "Cahier de ressources de la coopération", "locator": "p. 12"}
    for i in range(count):
        fact = {"label": "Commune", "value": f"Commune {i % 90}", "status": "stated", "note": None}
        network.add_node(
            str(i), label=f"Maison de la coopération {i}", kind="Structure", type=TYPES[i % len(TYPES)],
            status="stated", note=None, facts=[fact], alt=[], sources=[source],
        )  # fmt: skip
    for a, b in nx.barabasi_albert_graph(count, 2, seed=1).edges:
        reason = {"text": f"{a} et {b} ont signé une convention.", "status": "stated", "note": None, **source}
        network.add_edge(str(a), str(b), relation="partnerOf", label="partenaire de", reasons=[reason])
    return network


def _written(count: int, folder: Path) -> Path:
    from maillage.visualize.network_map import write_map

    path = folder / f"{count}.html"
    write_map(_network(count), path, title="Banc d'essai")
    return path


def _weights(pages: dict[int, Path]) -> list[Row]:
    return [
        (f"page of {count} nodes", pages[count].stat().st_size / 1e6, "MB", bound, False)
        for count, bound in ((200, 1.0), (1000, 2.0))
    ]


def _open(browser: Browser, page: Path, size: dict[str, int], **more: Any) -> Page:
    context = browser.new_context(viewport=size, reduced_motion="reduce", **more)  # type: ignore[arg-type]
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_function("document.documentElement.dataset.ready")
    tab.evaluate(_SCRIPT)
    return tab


def _times(browser: Browser, pages: dict[int, Path], folder: Path) -> list[Row]:
    rows: list[Row] = []
    for count, bound in ((50, 1.0), (1000, 3.0)):
        loads = []
        for _ in range(3):
            tab = _open(browser, pages[count], DESK)
            loads.append(float(tab.evaluate("document.documentElement.dataset.ready")) / 1000)
            tab.context.close()
        ours = statistics.median(loads)
        alone, cut = _pyvis(browser, count, folder)
        rows += [
            (f"{count} nodes, until drawn, median of 3", ours, "s", bound, False),
            (
                f"{count} nodes, pyvis alone, until still{' (cut off)' if cut else ''}",
                alone,
                "s",
                None,
                False,
            ),
            (
                f"{count} nodes, pyvis alone over ours{' (at least)' if cut else ''}",
                alone / ours,
                "×",
                None,
                False,
            ),
        ]
    return rows


def _pyvis(browser: Browser, count: int, folder: Path) -> tuple[float, bool]:
    """Return the seconds until pyvis's own page is still, and whether they were cut off."""
    from pyvis.network import Network

    drawn = Network(directed=True, notebook=False, cdn_resources="in_line")
    network = _network(count)
    for node, said in network.nodes(data=True):
        drawn.add_node(node, label=said["label"])
    drawn.add_edges(network.edges())
    path = folder / f"pyvis-{count}.html"
    path.write_text(drawn.generate_html(), "utf-8")
    context = browser.new_context(viewport=DESK, offline=True)  # type: ignore[arg-type]
    tab = context.new_page()
    start = time.perf_counter()
    try:
        tab.goto(path.as_uri(), wait_until="commit", timeout=PATIENCE * 1000)
        still = "typeof network === 'object' && network !== null && network.physics.stabilized === true"
        tab.wait_for_function(still, timeout=PATIENCE * 1000, polling=50)
        return time.perf_counter() - start, False
    except TooLong:
        return time.perf_counter() - start, True
    finally:
        context.close()


def _moves(browser: Browser, page: Path) -> list[Row]:
    tab = _open(browser, page, DESK)
    pan = tab.evaluate("Bench.pan(3)")
    focus = statistics.median(
        tab.evaluate("(async () => { MapPage.clear(); return Bench.focus(); })()") for _ in range(5)
    )
    tab.context.close()
    return [
        ("1,000 nodes, panned, frames a second", pan, "/s", 20, True),
        ("1,000 nodes, focus, median of 5", focus, "ms", 300, False),
    ]


def _grouped(browser: Browser, folder: Path) -> list[Row]:
    """Return the figures of 5,000 nodes, opened as groups by type, of which one then opens."""
    from maillage.visualize.grouping.groups import groupings
    from maillage.visualize.grouping.territories import Standing
    from maillage.visualize.network_map import KINDS_SHOWN, write_map

    path, network = folder / "5000.html", _network(5000)
    found = groupings(network, KINDS_SHOWN, Standing())
    start = time.perf_counter()
    write_map(network, path, title="Banc d'essai", groupings=found, by="type")
    made = time.perf_counter() - start
    loads, opened = [], []
    for _ in range(3):
        tab = _open(browser, path, DESK)
        loads.append(float(tab.evaluate("document.documentElement.dataset.ready")) / 1000)
        opened.append(float(tab.evaluate("Bench.unfold()")))
        tab.context.close()
    return [
        ("5,000 nodes in groups, page made", made, "s", None, False),
        ("5,000 nodes in groups, page", path.stat().st_size / 1e6, "MB", 12, False),
        ("5,000 nodes in groups, until drawn, median of 3", statistics.median(loads), "s", 3, False),
        ("5,000 nodes, a group of 1,000 opens, median of 3", statistics.median(opened), "ms", 300, False),
    ]


def _labels(browser: Browser, page: Path) -> list[Row]:
    rows: list[Row] = []
    for name, size, presenting, least in (
        ("screen", DESK, False, 16),
        ("presentation", DESK, True, 24),
        ("phone", PHONE, False, 12),
    ):
        tab = _open(browser, page, size)
        tab.evaluate("(on) => Bench.show(on)", presenting)
        tab.wait_for_timeout(500)
        found = tab.evaluate("Bench.labels()")
        tab.context.close()
        rows += [
            (f"60 nodes, {name}, labels that overlap", found["overlaps"], "", 0, False),
            (f"60 nodes, {name}, smallest label", found["smallest"] + 1e-6, "px", least, True),
            (f"60 nodes, {name}, labels shown of {found['all']}", found["shown"], "", None, False),
        ]
    return rows


def _requests(browser: Browser, page: Path) -> list[Row]:
    return [("requests, network off", _asked(browser, page, offline=True)[0], "", 0, False)]


def _unanswered(browser: Browser, page: Path) -> list[Row]:
    asked, ready = _asked(browser, page)
    return [
        ("requests, network that never answers", asked, "", 0, False),
        ("50 nodes, until drawn, network that never answers", ready, "s", 1, False),
    ]


def _asked(browser: Browser, page: Path, **more: Any) -> tuple[int, float]:
    """Return how many requests a page makes beside its own file, and the seconds until it is drawn."""
    context = browser.new_context(viewport=DESK, **more)  # type: ignore[arg-type]
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(page.as_uri())
    tab.wait_for_function("document.documentElement.dataset.ready")
    tab.evaluate("MapPage.pick(MapModel.nodes[0]); MapPage.see('list')")
    tab.wait_for_timeout(500)
    ready = float(tab.evaluate("document.documentElement.dataset.ready")) / 1000
    context.close()
    return len([url for url in asked if url != page.as_uri()]), ready


class _silent:  # noqa: N801  a context, used as a word
    """A proxy that takes connections and never answers."""

    def __enter__(self) -> "_silent":
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        return self

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._socket.close()


if __name__ == "__main__":
    main()
