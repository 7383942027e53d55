"""The page of a large map in a real Chromium: drawn with WebGL by software, or on a plain canvas."""

import re

import networkx as nx
import pytest

from maillage.visualize.webgl import has_webgl, write_webgl

from .conftest import CENTSEPT, OTHER, at, lit, live, near

pytestmark = pytest.mark.skipif(not has_webgl(), reason="sigma.js is not bundled here: scripts/bundle")

_FLAT = pytest.mark.parametrize("painter", ["flat"], indirect=True)  # what does not depend on the painter
_WEBGL = pytest.mark.parametrize("painter", ["webgl"], indirect=True)
_PICK = "(id) => MapPage.pick(MapModel.byId.get(id))"


def test_it_is_drawn_as_the_browser_can_and_says_so(page, painter, network):
    assert page.evaluate("MapCanvas.kind") == painter
    assert page.locator("#drawn-plainly").is_visible() == (painter == "flat")
    assert ("WebGL" in page.locator(".notices").inner_text()) == (painter == "flat")
    assert lit(page) == set(network)
    assert len(page.requests) == 1
    assert page.get_by_text("Données fictives").is_visible()
    assert page.get_by_text("Rien n'est complet.").is_visible()


def ink(page):
    """Return the share of the canvas's points that are not white, from its picture."""
    return page.evaluate(
        """async () => {
          const layers = [...MapCanvas.holder.querySelectorAll("canvas")];
          const sum = document.createElement("canvas");
          [sum.width, sum.height] = [300, 200];
          const pen = sum.getContext("2d", { willReadFrequently: true });
          await new Promise((done) => setTimeout(done, 300));
          MapCanvas.painter.redraw();
          await new Promise((done) => requestAnimationFrame(done));
          for (const layer of layers) pen.drawImage(layer, 0, 0, 300, 200);
          const { data } = pen.getImageData(0, 0, 300, 200);
          let marked = 0;
          for (let i = 3; i < data.length; i += 4) marked += Number(data[i] > 0);
          return marked / (data.length / 4);
        }"""
    )


def test_something_is_painted_and_less_when_it_is_hidden(page):
    before = ink(page)
    assert before > 0.02
    for box in page.locator("#types > li > label > input").all():
        box.uncheck()
    assert ink(page) < before / 4


def test_every_node_is_inside_the_canvas_when_the_page_opens(page, network):
    box = page.locator("#canvas").bounding_box()
    spots = page.evaluate("MapModel.nodes.map((node) => MapCanvas.screen(node))")
    assert all(0 <= spot["x"] <= box["width"] and 0 <= spot["y"] <= box["height"] for spot in spots)
    assert len({(round(spot["x"], 1), round(spot["y"], 1)) for spot in spots}) == len(network)


def test_a_click_chooses_a_node_with_its_neighbours_and_escape_returns(page, network):
    page.mouse.click(*at(page, CENTSEPT))
    page.locator("#details").wait_for()
    assert page.locator("#details h2").inner_text() == "Centsept"
    assert lit(page) == near(network, CENTSEPT)
    said = page.locator("#details").inner_text()
    assert "Sa représentante est référente du chantier." in said
    assert "Cahier de ressources de la coopération territoriale, Chantier 2" in said
    assert "Une seule le dit." in said and "contesté" in said
    assert "Centsept" in live(page)
    assert "#node=" in page.url
    page.keyboard.press("Escape")
    assert lit(page) == set(network)
    assert not page.locator("#details").is_visible()
    assert "#node=" not in page.url


def test_a_click_on_nothing_lets_go(page, network):
    page.evaluate(_PICK, CENTSEPT)
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + 8, box["y"] + box["height"] - 8)
    assert lit(page) == set(network)


def test_a_name_is_found_read_and_left_by_keyboard_alone(page):
    page.locator("#query").focus()
    page.keyboard.type("cent")
    assert page.locator("#query").get_attribute("aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Centsept"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "close"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() != "Centsept"
    page.keyboard.press("Escape")
    assert page.locator("#details h2").inner_text() == "Centsept"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "query"


def test_arrows_walk_among_all_then_among_neighbours(page, network):
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = live(page)
    page.keyboard.press("ArrowLeft")
    assert live(page) not in ("", first)
    page.evaluate(_PICK, CENTSEPT)
    page.locator("#canvas").focus()
    names = {network.nodes[node]["label"] for node in near(network, CENTSEPT)}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
        assert any(live(page).startswith(name) for name in names), live(page)
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() in names


def scale(page):
    page.wait_for_timeout(50)
    return page.evaluate("MapCanvas.painter.view().scale")


def test_keys_buttons_and_the_wheel_zoom_and_a_drag_moves(page):
    whole = scale(page)
    page.locator("#canvas").focus()
    page.keyboard.press("+")
    assert scale(page) == pytest.approx(1.5 * whole, rel=0.02)
    page.keyboard.press("-")
    page.locator("#zoom-in").click()
    assert scale(page) == pytest.approx(1.5 * whole, rel=0.02)
    page.locator("#canvas").focus()
    page.keyboard.press("0")
    assert scale(page) == pytest.approx(whole, rel=0.02)
    box = page.locator("#canvas").bounding_box()
    start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*start)
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(400)
    assert scale(page) > 1.2 * whole
    before = page.evaluate("MapCanvas.painter.view()")
    page.mouse.down()
    page.mouse.move(start[0] + 60, start[1] + 30, steps=4)
    page.mouse.up()
    page.wait_for_timeout(400)
    after = page.evaluate("MapCanvas.painter.view()")
    assert (before["x"] - after["x"]) * after["scale"] >= 55
    assert not page.locator("#details").is_visible()


def test_filters_hide_a_type_and_a_kind_of_link(page, network):
    people = {node for node, kind in network.nodes(data="kind") if kind == "Person"}
    page.get_by_role("checkbox", name="Personnes").uncheck()
    assert lit(page) == set(network) - people
    assert "Personnes" in live(page)
    drawn = "MapModel.data.lines.filter((line) => line.seen).length"
    before = page.evaluate(drawn)
    page.get_by_role("checkbox", name=re.compile("^finance ")).uncheck()
    assert page.evaluate(drawn) < before
    page.locator("#query").fill("Woafae")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Woafae Kerzazi"
    assert page.get_by_role("checkbox", name="Personnes").is_checked()


def test_the_address_leads_to_a_node_and_its_filters(opened, example):
    page = opened(example, fragment="#node=" + CENTSEPT.replace("/", "%2F") + "&hide=-Person%2F")
    assert page.locator("#details h2").inner_text() == "Centsept"
    assert not page.get_by_role("checkbox", name="Personnes").is_checked()
    page.evaluate("location.hash = ''")
    page.locator("#details").wait_for(state="hidden")


@_FLAT
def test_the_list_equals_the_graph(page, network):
    page.get_by_role("button", name="Liste", exact=True).click()
    what = page.get_by_label("Montrer")
    values = what.locator("option").evaluate_all("all => all.map((one) => one.value)")
    names, words, rows = [], "", []
    for value in values:
        what.select_option(value)
        while True:
            names += page.locator("[data-node]").evaluate_all("all => all.map((one) => one.dataset.node)")
            rows += page.locator("tbody tr").all_inner_texts()
            words += page.locator("#list-view").inner_text().replace("\u00a0", " ")
            if not page.locator("#above-next").is_enabled():
                break
            page.locator("#above-next").click()
    assert sorted(names) == sorted(network)
    assert len(rows) == network.number_of_edges()
    for node in network.nodes.values():
        for said in (node["label"], *(fact["value"] for fact in node["facts"])):
            assert said in words
        for source in node["sources"]:
            assert f"{source['title']}, {source['locator']}" in words
    for start, end, tie in network.edges(data=True):
        ends = [network.nodes[node]["label"] for node in (start, end)]
        why = [part for reason in tie["reasons"] for part in (reason["text"], reason.get("locator", ""))]
        assert any(all(part in row for part in [*ends, tie["label"], *why]) for row in rows), (ends, tie)


@_FLAT
def test_the_list_is_turned_by_letter_and_page_and_leads_back_to_the_map(page):
    page.get_by_role("button", name="Liste", exact=True).click()
    page.get_by_label("Montrer").select_option("-1")
    assert page.locator("#above-previous").is_disabled()
    page.locator("#above-next").click()
    assert "Page 2 sur 3" in live(page)
    assert page.evaluate("document.activeElement.id") == "above-next"
    page.locator("#query").fill("Centsept")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.node") == CENTSEPT
    page.get_by_label("Première lettre").select_option("C")
    assert all(name.startswith("C") for name in page.locator("[data-node] h3").all_inner_texts())
    page.locator(f'[data-node="{CENTSEPT}"] .to-map').click()
    assert page.locator("#details h2").inner_text() == "Centsept"


@_FLAT
def test_many_links_are_told_a_hundred_at_a_time(opened, tmp_path):
    star = nx.star_graph(150)
    nx.set_node_attributes(star, {i: {"label": f"Structure {i}", "kind": "Structure"} for i in star})
    nx.set_edge_attributes(star, "partenaire de", "label")
    write_webgl(nx.relabel_nodes(star, str), tmp_path / "star.html", title="Étoile")
    page = opened(tmp_path / "star.html")
    page.evaluate(_PICK, "0")
    assert page.locator(".links > li").count() == 100
    page.get_by_role("button", name=re.compile("encore 50 liens")).click()
    assert page.locator(".links > li").count() == 150
    assert page.evaluate(
        "document.activeElement.closest('li').parentElement.children[100].contains(document.activeElement)"
    )


@_WEBGL
def test_a_lost_card_is_replaced_where_one_was(page, network):
    page.evaluate(_PICK, CENTSEPT)
    before = at(page, CENTSEPT)
    page.evaluate(
        "document.querySelector('.sigma-nodes').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()"
    )
    page.locator("#drawn-plainly").wait_for()
    assert page.evaluate("MapCanvas.kind") == "flat"
    assert "perdu la carte graphique" in live(page)
    assert lit(page) == near(network, CENTSEPT)
    assert at(page, CENTSEPT) == pytest.approx(before, abs=2)
    page.keyboard.press("Escape")
    page.mouse.click(*at(page, OTHER))
    assert page.locator("#details h2").inner_text() == "Savoir Devenir"


def test_software_is_not_asked_to_draw_thousands(opened, painter, tmp_path):
    network = nx.barabasi_albert_graph(900, 2, seed=1)
    nx.set_node_attributes(network, {i: {"label": f"Structure {i}", "kind": "Structure"} for i in network})
    write_webgl(nx.relabel_nodes(network, str), tmp_path / "many.html", title="Beaucoup")
    page = opened(tmp_path / "many.html")
    assert page.evaluate("MapCanvas.kind") == "flat"
    why = {"webgl": "assez rapide", "flat": "Ce navigateur ne dessine pas"}[painter]
    assert why in page.locator("#drawn-plainly").inner_text()
