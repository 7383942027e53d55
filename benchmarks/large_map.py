"""The figures of a map of 50,000 nodes and 150,000 links, on a plain canvas and with WebGL by software."""

import statistics
import time
from pathlib import Path

import networkx as nx
import numpy as np
from playwright.sync_api import Page, Playwright

GROUPS, MEMBERS = 500, 100
TYPES = ("association", "collectivité", "coopérative", "entreprise", "fondation")
PAINTERS = {"plain canvas": "--disable-3d-apis", "WebGL by software": "--enable-unsafe-swiftshader"}
_SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
Row = tuple[str, float, str, float | None, bool]


def rows(playwright: Playwright, program: str | None, flags: tuple[str, ...], folder: Path) -> list[Row]:
    """Return the figures of the layout, of the page, and of each painter."""
    from maillage.visualize.spread import spread
    from maillage.visualize.webgl import write_webgl

    network, path = _network(), folder / "large.html"
    pairs = np.array([(int(a), int(b)) for a, b in network.edges()])
    size = f"{len(network):,} nodes"
    start = time.process_time()
    spread(len(network), pairs, np.full(len(network), 8.0))
    laid = time.process_time() - start
    start = time.perf_counter()
    write_webgl(network, path, title="Banc d'essai")
    found: list[Row] = [
        (f"{size}, {len(pairs):,} links, layout, one core", laid, "s", 60, False),
        (f"{size}, page made, layout included", time.perf_counter() - start, "s", None, False),
        (f"{size}, page", path.stat().st_size / 1e6, "MB", None, False),
    ]
    for name, flag in PAINTERS.items():
        browser = playwright.chromium.launch(executable_path=program, args=[*flags, flag])
        tab = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        tab.goto(path.as_uri())
        tab.wait_for_selector("html[data-ready]", timeout=120_000)
        found += _figures(tab, f"{size}, {name}", chosen=name == "plain canvas")
        browser.close()
    return found


def _figures(tab: Page, name: str, *, chosen: bool) -> list[Row]:
    """Return the figures of one painter; the page does not choose WebGL by software for so much."""
    tab.evaluate(_SCRIPT)
    ready = float(tab.evaluate("document.documentElement.dataset.ready")) / 1000
    if not chosen:
        tab.evaluate("MapCanvas.use('webgl')")
    pan = tab.evaluate("LargeMap.pan(3)")
    focus = statistics.median(tab.evaluate("LargeMap.focus()") for _ in range(5))
    found: list[Row] = [
        (f"{name}, panned, frames a second", pan, "/s", 20 if chosen else None, True),
        (f"{name}, focus, median of 5", focus, "ms", 300 if chosen else None, False),
    ]
    if chosen:
        found.insert(0, (f"{name}, until drawn", ready, "s", None, False))
        found.append((f"{name}, list opened", tab.evaluate("LargeMap.list()"), "ms", None, False))
        found.append((f"{name}, name sought", tab.evaluate("LargeMap.search()"), "ms", None, False))
    return found


def _network() -> nx.MultiDiGraph:
    """Return made-up structures in groups, each with a fact, each link with a reason and a source."""
    network = nx.MultiDiGraph(name="banc")
    source = {"document": "d", "title": "Cahier de ressources de la coopération"}
    for i in range(GROUPS * MEMBERS):
        fact = {"label": "Commune", "value": f"Commune {i % 90}", "status": "stated", "note": None}
        network.add_node(
            str(i), label=f"Maison de la coopération {i}", kind="Structure", type=TYPES[i % len(TYPES)],
            status="stated", note=None, facts=[fact], alt=[],
            sources=[{**source, "locator": f"p. {i % 300}"}],
        )  # fmt: skip
    for a, b in nx.random_partition_graph([MEMBERS] * GROUPS, 0.05, 0.0000205, seed=1).edges:
        told = f"Maison de la coopération {a} et Maison de la coopération {b} ont signé une convention."
        reason = {"text": told, "status": "stated", "note": None, **source, "locator": f"p. {a % 300}"}
        network.add_edge(str(a), str(b), relation="partnerOf", label="partenaire de", reasons=[reason])
    return network
