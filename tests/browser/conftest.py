"""A real Chromium on pages of files: nothing may leave the machine, and nothing may go wrong in the console.

`MAILLAGE_CHROMIUM` names the browser; without it, the one on PATH is used; without any, the tests fail.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


def chromium() -> str:
    """Return the path of the browser, or fail the test that asks for it."""
    named = os.environ.get("MAILLAGE_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.fail(
            f"MAILLAGE_CHROMIUM names no program: {named}"
            if named
            else "No Chromium: install one (Debian: apt install chromium), or name it in MAILLAGE_CHROMIUM.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return what starts browsers, which a process starts once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Return a Chromium, started once."""
    started = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
    yield started
    started.close()


@pytest.fixture
def open_page(browser: Browser):
    """Return a function that opens a file, at a size; afterwards, requests, errors and alerts fail the test.

    The page keeps what happened in `page.requests`, `page.faults` and `page.alerts`.
    """
    contexts: list[BrowserContext] = []
    pages: list[Page] = []

    def open_(
        path: Path, *, width: int = 1366, height: int = 768, fragment: str = "", calm: bool = True, **more
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce" if calm else "no-preference",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.requests, page.faults, page.alerts = [], [], []
        page.route(
            "**/*",
            lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort(),
        )
        page.on("request", lambda request: page.requests.append(request.url))
        page.on(
            "console",
            lambda said: page.faults.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda dialog: (page.alerts.append(dialog.message), dialog.dismiss()))
        page.goto(path.resolve().as_uri() + fragment)
        pages.append(page)
        return page

    yield open_
    found = [
        (page.faults, page.alerts, [url for url in page.requests if not url.startswith("file:")])
        for page in pages
    ]
    for context in contexts:
        context.close()
    for faults, alerts, requests in found:
        assert not faults, faults
        assert not alerts, alerts
        assert not requests, requests


@pytest.fixture(scope="session")
def chantiers() -> nx.MultiDiGraph:
    """Return the example that the map's unit tests draw."""
    example = Path(__file__).parents[1] / "visualize" / "chantiers.json"
    return nx.node_link_graph(json.loads(example.read_text("utf-8")), edges="links")
