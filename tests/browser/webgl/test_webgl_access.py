"""A large map for everyone, and safe: axe-core, fingers, words at 320 pixels, hostile words."""

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

from maillage.visualize.webgl import has_webgl, write_webgl

from ..test_map import INJECTIONS
from .conftest import CENTSEPT, PHONE, at, lit, near

pytestmark = pytest.mark.skipif(not has_webgl(), reason="sigma.js is not bundled here: scripts/bundle")

DESK = (1920, 1080)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FLAT = pytest.mark.parametrize("painter", ["flat"], indirect=True)  # what does not depend on the painter
_PICK = "(id) => MapPage.pick(MapModel.byId.get(id))"


STATES = {
    "opening": lambda page: None,
    "map": lambda page: page.locator("#see-map").click(),
    "list": lambda page: page.locator("#see-list").click(),
    "links": lambda page: (page.locator("#see-list").click(), page.locator("#list-what").select_option("-1")),
    "search": lambda page: page.locator("#query").fill("cent"),
    "node": lambda page: page.evaluate(_PICK, CENTSEPT),
    "legend": lambda page: (
        page.locator("#see-legend").click() if page.locator("#see-legend").is_visible() else None
    ),
}


@_FLAT
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_fingers_every_target(opened, example, size, state):
    page = opened(example, size)
    STATES[state](page)
    found = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    if size == PHONE:
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input, a, [role=option]')]"
            ".filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip'))"
            ".map((one) => (one.type === 'checkbox' ? one.closest('label') : one))"
            ".map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().width,"
            " one.getBoundingClientRect().height])"
            ".filter(([, width, height]) => width < 43.9 || height < 43.9)"
        )
        assert small == []


@_FLAT
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_read_sideways_at_320_pixels(opened, example, state):
    page = opened(example, (320, 640))
    STATES[state](page)
    wide = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => one.checkVisibility() && one.clientWidth &&"
        " one.scrollWidth > one.clientWidth + 1 && !one.closest('.unseen, .canvas, svg'))"
        ".map((one) => [one.tagName, one.id, one.className, one.scrollWidth, one.clientWidth])"
    )
    assert wide == []


def test_a_phone_opens_on_the_list_and_a_finger_chooses(opened, example, network):
    page = opened(example, PHONE)
    assert page.locator("#list-view").is_visible()
    page.locator("#see-map").click()
    page.touchscreen.tap(*at(page, CENTSEPT))
    page.locator("#details").wait_for()
    chosen = page.evaluate("MapState.now.picked[0]")
    assert lit(page) == near(network, chosen)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


@_FLAT
def test_no_words_of_the_graph_are_ever_run(opened, tmp_path):
    network = nx.MultiDiGraph()
    for i, words in enumerate(INJECTIONS):
        source = {"document": words, "title": words, "locator": words}
        fact = {"label": words, "value": words, "status": "disputed", "note": words}
        network.add_node(
            f"n{i} {words}", label=words, kind=("Structure", "Chantier", words)[i % 3], type=words,
            short=words, status="inferred", note=words, facts=[fact], alt=[words + "2"], sources=[source],
        )  # fmt: skip
    nodes = list(network)
    for i, words in enumerate(INJECTIONS):
        reason = {"text": words, "status": "disputed", "note": words, "document": words, "title": words}
        network.add_edge(
            nodes[i], nodes[(i + 1) % 40], relation=words, label=words, status="inferred",
            reasons=[{**reason, "locator": words}],
        )  # fmt: skip
    title = "".join(INJECTIONS)
    path = tmp_path / "x.html"
    write_webgl(network, path, title=title, subtitle=title, notices=INJECTIONS, reading=INJECTIONS)
    page = opened(path)
    for node in nodes:
        page.evaluate(_PICK, node)
        assert page.locator("#details h2").inner_text() == network.nodes[node]["label"]
    page.keyboard.press("Escape")
    for node in nodes[:8]:
        page.mouse.move(*at(page, node))
    page.locator("#query").fill("script")
    page.locator("#hits li").first.hover()
    page.locator("#see-list").click()
    what = page.locator("#list-what")
    for value in what.locator("option").evaluate_all("all => all.map((one) => one.value)"):
        what.select_option(value)
    assert page.evaluate("document.title") != "fired"
    assert page.locator("main img, main iframe, main script, main form, main object, header img").count() == 0
