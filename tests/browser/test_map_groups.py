"""A large map as people meet it: groups that open by mouse and by keyboard, a list that holds everything."""

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from maillage.messages import set_language
from maillage.visualize import packing
from maillage.visualize.grouping import placing
from maillage.visualize.grouping.groups import groupings
from maillage.visualize.grouping.territories import Standing
from maillage.visualize.network_map import KINDS_SHOWN, write_map

ID = "https://w3id.org/maillage/id/"
CENTSEPT = ID + "structure/centsept"
CHANTIER = ID + "chantier/chantier-2"
DESK, PHONE = (1920, 1080), (390, 844)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_THING = "(name) => MapScene.things.find((one) => one.group && one.name === name)"
# Each link between two groups or nodes that are seen, how many lines it is under, and where it ought to be.
_LINES = """() => {
  const stands = new Map();
  for (const thing of MapScene.things) if (!thing.group) stands.set(thing.i, thing.id);
  for (const thing of MapScene.things) {
    if (thing.group) MapModel.nodes.forEach((node) => {
      if (thing.holds(node.i) && !stands.has(node.i) && MapLegend.seen(node)) stands.set(node.i, thing.id);
    });
  }
  const under = MapModel.links.map(() => []);
  for (const { from, to, links } of MapScene.lines) {
    for (const i of links) under[i].push([from, to].sort().join(' '));
  }
  return MapModel.links.map((link, i) => {
    const ends = [stands.get(link.from), stands.get(link.to)];
    const wanted = ends.every(Boolean) && ends[0] !== ends[1] ? [ends.sort().join(' ')] : [];
    return [under[i].join('|'), wanted.join('|')];
  });
}"""


@pytest.fixture(scope="module")
def example(chantiers, tmp_path_factory):
    """Return a page of 122 nodes by chantier, of which an open group draws at most 12."""
    path = tmp_path_factory.mktemp("groups") / "carte.html"
    set_language("fr")
    usual, placing.DRAWN = placing.DRAWN, 12
    network = nx.MultiDiGraph(chantiers, fictional=True)
    sizes = {"Nombre de liens": {node: float(degree) for node, degree in chantiers.degree()}}
    found = groupings(network, KINDS_SHOWN, Standing())
    write_map(network, path, title="Qui participe à quoi ?", sizes=sizes, groupings=found, by="chantier")
    placing.DRAWN = usual
    return path


@pytest.fixture
def opened(open_page, example):
    """Return what opens the example at a size, ready."""

    def opened_(width=1920, height=1080, **more):
        page = open_page(example, width=width, height=height, **more)
        page.wait_for_function("document.documentElement.dataset.ready")
        return page

    return opened_


@pytest.fixture
def page(opened):
    return opened()


def named(page, key):
    return page.evaluate("(key) => MapScene.things.find((one) => one.group && one.key === key).name", key)


def at(page, thing):
    """Return the point of the window where a node or a group is."""
    box = page.locator("#canvas").bounding_box()
    spot = page.evaluate("(id) => MapCanvas.screen(MapScene.thing(id))", thing)
    return box["x"] + spot["x"], box["y"] + spot["y"]


def visible(page):
    return set(page.evaluate("MapScene.things.filter((one) => !one.group).map((one) => one.id)"))


def given(page):
    """Return how many nodes and lines vis-network holds."""
    return page.evaluate(
        "[MapCanvas.network.body.data.nodes.length, MapCanvas.network.body.data.edges.length]"
    )


def lines(page):
    return [tuple(pair) for pair in page.evaluate(_LINES)]


GROUP = f"chantier:{CHANTIER}"


def test_a_large_map_opens_as_groups_and_gives_vis_network_only_these(page):
    assert visible(page) == set()
    groups = page.evaluate("MapScene.things.map((one) => one.lines.join(' '))")
    assert 2 < len(groups) <= 7
    assert given(page)[0] == len(groups)
    assert all(line.rpartition("\u00a0")[2].isdigit() for line in groups)
    assert page.locator("aside.banner").is_visible()


def test_a_click_opens_a_group_in_place_and_its_title_closes_it(page):
    before = page.evaluate("MapScene.things.map((one) => [one.id, one.y])")
    page.mouse.click(*at(page, GROUP))
    members = set(page.evaluate("(id) => MapScene.thing(id).inner.map(({ node }) => node.id)", GROUP))
    assert 1 < len(members) <= 12
    assert visible(page) == members
    assert page.locator("#details h2").inner_text() == named(page, CHANTIER)
    assert "groupe ouvert" in page.locator("#live").inner_text()
    assert given(page)[0] == len(before) + len(members)
    page.mouse.click(*at(page, GROUP))
    assert visible(page) == set()
    assert page.evaluate("MapScene.things.map((one) => [one.id, one.y])") == before
    assert page.locator("#turn").inner_text() == "Ouvrir"


def test_several_groups_open_and_escape_closes_the_last(page):
    other = page.evaluate("MapScene.things.find((one) => one.key === 'none').id")
    page.mouse.click(*at(page, GROUP))
    first = visible(page)
    page.evaluate("(id) => MapPage.pick(MapScene.thing(id))", other)
    assert first < visible(page)
    assert len(page.evaluate("MapState.now.open")) == 2
    page.keyboard.press("Escape")
    assert visible(page) == first
    page.keyboard.press("Escape")
    assert visible(page) == set()


def test_arrows_reach_a_group_enter_opens_it_and_its_button_closes_it(page):
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    assert "groupe" in page.locator("#live").inner_text()
    page.keyboard.press("Enter")
    assert visible(page)
    assert page.evaluate("document.activeElement.id") == "details"
    page.locator("#turn").focus()
    page.keyboard.press("Enter")
    assert visible(page) == set()
    assert page.evaluate("document.activeElement.id") == "turn"
    assert page.locator("#turn").get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("way", ["chantier", "type"])
def test_every_link_is_under_exactly_one_line_whatever_is_open(page, way):
    page.locator(f"#ways input[value={way}]").check()
    keys = page.evaluate("MapScene.things.map((one) => one.key)")
    types = page.evaluate("MapModel.data.styles.map((style) => `+${MapState.typeKey(style)}`)")
    for hidden in ([], types):
        for opened_ in ([], keys[:1], keys[:3], keys):
            page.evaluate("(change) => MapState.set(change)", {"open": opened_, "hidden": hidden})
            found = lines(page)
            assert [pair for pair in found if pair[0] != pair[1]] == []
            assert any(under for under, _ in found)


def test_no_two_groups_nor_members_stand_on_one_another_whatever_is_open(page):
    keys = page.evaluate("MapScene.things.map((one) => one.key)")
    for opened_ in (keys[:1], keys[1:3], keys):
        page.evaluate("(open) => MapState.set({ open })", opened_)
        boxes = page.evaluate(
            "MapScene.things.map((one) => one.group && one.style.boxed ? null : MapPaint.frame(one, 4, 1))"
            ".filter(Boolean)"
        )
        assert len(boxes) > len(keys) - len(opened_)
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1, (a, b)


def test_a_filter_changes_the_counts_of_groups(page):
    count = "MapScene.things.reduce((sum, one) => sum + one.count, 0)"
    before = page.evaluate(count)
    page.get_by_role("checkbox", name="Personnes").check()
    assert page.evaluate(count) > before
    page.get_by_role("checkbox", name="Structures").first.uncheck()
    assert page.evaluate(count) < before


def test_one_chooses_how_to_group_by_keyboard(page):
    page.locator("#ways input[value=chantier]").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("MapState.now.by") == "type"
    assert "Groupes par type" in page.locator("#live").inner_text()
    assert page.locator("#how-grouped").inner_text() == "Une fiche est dans le groupe de son type."
    assert page.locator("#ways input").count() == 2  # none by territory, which the network does not say
    page.keyboard.press("Escape")
    assert page.locator("#ways input[value=chantier]").is_checked()


def test_the_address_restores_the_grouping_and_what_is_open(opened, open_page, example):
    page = opened()
    page.locator("#ways input[value=type]").check()
    page.evaluate("MapPage.pick(MapScene.things[0])")
    page.evaluate("MapPage.pick(MapScene.things.find((one) => one.group && !MapScene.isOpen(one)))")
    again = open_page(example, width=1920, height=1080, fragment="#" + page.url.partition("#")[2])
    again.wait_for_function("document.documentElement.dataset.ready")
    for what in ("MapState.now", "MapScene.things.map((one) => [one.id, one.x, one.y])"):
        assert again.evaluate(what) == page.evaluate(what)
    assert again.locator("#details h2").inner_text() == page.locator("#details h2").inner_text()


@pytest.mark.parametrize(
    "fragment",
    ["#by=couleur&open=rien", "#open=%00&around=1", "#group=chantier:rien", "#link=chantier.0~chantier.99",
     "#link=~", "#by=type&group=chantier:none", "#around=1&node=nothing&degree=3"],
)  # fmt: skip
def test_an_address_that_means_nothing_shows_the_groups(open_page, example, fragment):
    page = open_page(example, fragment=fragment)
    page.wait_for_function("document.documentElement.dataset.ready")
    assert visible(page) == set()
    assert page.locator("#details").is_hidden()


def test_search_opens_the_group_of_what_is_found_and_shows_it(page, chantiers):
    page.locator("#query").fill("Centsept")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Centsept"
    assert CENTSEPT in visible(page)
    assert page.evaluate("MapScene.thing('" + CENTSEPT + "').ring") == "focus"
    beyond = page.evaluate(
        "MapModel.nodes.find((node) => node.seen === false && node.style.kind === 'Structure').id"
    )
    page.locator("#query").fill(chantiers.nodes[beyond]["label"])
    page.keyboard.press("Enter")
    assert beyond in visible(page)


def test_search_finds_a_group_by_its_name(page):
    page.locator("#query").fill("sans chantier")
    assert "groupe" in page.locator("#hits li").first.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Sans chantier"


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_around_a_node_its_real_neighbours_are_shown_wherever_they_are_grouped(page, chantiers, degree):
    shown = nx.Graph(chantiers).subgraph(
        [node for node, kind in chantiers.nodes(data="kind") if kind in KINDS_SHOWN]
    )
    page.evaluate("(id) => MapPage.pick(MapModel.byId.get(id))", CENTSEPT)
    page.locator("#around").click()
    for _ in range(degree - 1):
        page.locator("#farther").click()
    near = set(nx.single_source_shortest_path_length(shown, CENTSEPT, cutoff=degree))
    assert visible(page) == near
    assert page.evaluate("MapScene.things.some((one) => one.group)") is False
    assert ("Autour de Centsept" if degree == 1 else f"{degree} liens") in page.locator("#live").inner_text()
    boxes = page.evaluate("MapScene.things.map((one) => MapPaint.frame(one, 4, 1))")
    for i, a in enumerate(boxes):
        assert all(a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1] for b in boxes[:i])
    page.locator("#around").click()
    assert page.evaluate("MapScene.things.some((one) => one.group)") is True
    assert CENTSEPT in visible(page)


def test_the_path_between_two_of_different_groups_is_told(page, chantiers):
    other = ID + "structure/savoir-devenir"
    shown = nx.Graph(chantiers).subgraph(
        [node for node, kind in chantiers.nodes(data="kind") if kind in KINDS_SHOWN]
    )
    page.evaluate("(change) => MapState.set(change)", {"picked": [CENTSEPT, other], "path": True})
    assert len(visible(page)) == nx.shortest_path_length(shown, CENTSEPT, other) + 1
    assert page.locator(".tools .path li").count() == len(visible(page)) - 1


def test_a_line_between_groups_tells_its_links_and_their_reasons(page):
    line = page.evaluate("MapScene.lines[0]")
    page.evaluate("(id) => MapPage.pickEdge(id)", line["id"])
    said = page.locator("#details").inner_text()
    assert f"{len(line['links'])} lien" in said
    assert page.locator("#details h3").count() == min(40, len(line["links"]))
    assert "Source :" in said.replace("\u00a0", " ")
    assert "link=" in page.url


def test_the_panel_of_a_group_says_what_it_holds_and_leads_to_others(page):
    page.evaluate("(id) => MapState.set({ picked: [id] })", GROUP)
    said = page.locator("#details").inner_text()
    assert "fiches" in said and "Ce qu'il réunit" in said
    totals = page.locator("#details .keys .count").all_inner_texts()
    assert sum(map(int, totals)) == page.evaluate(
        "(id) => MapModel.nodes.filter((node) => MapScene.thing(id).holds(node.i)).length", GROUP
    )
    page.locator("#details .links .go").first.click()
    assert page.evaluate("MapState.now.picked[0]") != GROUP
    assert page.evaluate("MapState.now.open") == []


def same_as_graph(page, chantiers):
    page.locator("#see-list").click()
    for button in page.locator(".unfold").all():
        button.click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    listed = page.eval_on_selector_all(
        "[data-node]", "all => all.map((one) => [one.dataset.node, one.textContent])"
    )
    assert sorted(node for node, _ in listed) == sorted(chantiers)
    words = {node: said.replace("\u00a0", " ") for node, said in listed}
    for node, said in chantiers.nodes(data=True):
        wanted = [said["label"], *(fact["value"] for fact in said["facts"])]
        wanted += [f"{source['title']}, {source['locator']}" for source in said["sources"]]
        assert [each for each in wanted if each not in words[node]] == []
    rows = page.eval_on_selector_all("tbody tr", "all => all.map((one) => one.textContent)")
    assert len(rows) == chantiers.number_of_edges()
    for start, end, tie in chantiers.edges(data=True):
        wanted = [chantiers.nodes[start]["label"], chantiers.nodes[end]["label"], tie["label"]]
        wanted += [why[key] for why in tie["reasons"] for key in ("text", "locator")]
        assert any(all(each in row for each in wanted) for row in rows), (start, end)


@pytest.mark.parametrize("way", ["chantier", "type"])
def test_the_list_of_groups_equals_the_graph(page, chantiers, way):
    page.locator(f"#ways input[value={way}]").check()
    same_as_graph(page, chantiers)


def test_the_list_follows_the_grouping(page):
    page.locator("#see-list").click()
    by_chantier = page.locator("#list-view h2").all_inner_texts()
    page.locator("#ways input[value=type]").check()
    assert page.locator("#list-view h2").all_inner_texts() != by_chantier


def test_search_in_the_list_opens_the_section_and_goes_to_the_card(page):
    page.locator("#see-list").click()
    assert page.locator("[data-node]").count() == 0
    page.locator("#query").fill("Centsept")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.node") == CENTSEPT


def test_paper_gets_the_whole_list(page, chantiers):
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[data-node]").count() == len(chantiers)
    assert page.locator("tbody tr").count() == chantiers.number_of_edges()


def test_a_phone_opens_on_the_list_of_groups(opened):
    page = opened(*PHONE, has_touch=True)
    assert page.locator(".unfold").first.is_visible()
    page.locator("#see-map").click()
    page.touchscreen.tap(*at(page, GROUP))
    assert visible(page)


def test_a_story_goes_through_groups_and_is_saved_as_it_was(page, tmp_path):
    page.evaluate("(id) => MapPage.pick(MapScene.thing(id))", GROUP)
    page.locator("#present").click()
    page.locator("#story [name=title]").fill("Un chantier ouvert")
    page.locator("#story [type=submit]").click()
    page.locator("#story .close").click()
    page.evaluate("MapState.set(MapState.EMPTY)")
    assert visible(page) == set()
    page.locator("#present").click()
    with page.expect_download() as saved:
        page.locator("#story-save").click()
    saved.value.save_as(tmp_path / "histoire.toml")
    page.locator("#story-start").click()
    assert visible(page)
    assert page.evaluate("MapState.now.open") == [CHANTIER]
    written = (tmp_path / "histoire.toml").read_text("utf-8")
    assert "open=" in written and "group=" in written


def test_a_saved_story_is_read_again(page, chantiers, tmp_path):
    from maillage.visualize.story import Ways, read_story

    page.evaluate("(id) => MapPage.pick(MapScene.thing(id))", GROUP)
    state = page.evaluate("MapState.query()")
    (tmp_path / "h.toml").write_text(f'[[step]]\ntitle = "Un"\nstate = "{state}"\n', "utf-8")
    ways = Ways(groupings(chantiers, KINDS_SHOWN, Standing()), "chantier")
    step = read_story(tmp_path / "h.toml", chantiers, KINDS_SHOWN, ways)[0]
    assert page.evaluate("(state) => MapState.read(state)", step["state"]) == page.evaluate("MapState.now")


def test_a_voice_is_never_about_a_group(page):
    page.evaluate("(id) => MapPage.pick(MapScene.thing(id))", GROUP)
    page.evaluate("document.getElementById('work').click()")
    assert page.locator("#session [data-kind=comment]").count() == 0


def two_open(page):
    page.locator("#see-map").click()
    page.evaluate("(id) => MapPage.pick(MapScene.thing(id))", GROUP)
    page.evaluate("MapPage.pick(MapScene.thing('chantier:none'))")


def listed(page):
    page.locator("#see-list").click()
    page.locator(".unfold").first.click()


def ego(page):
    page.locator("#see-map").click()
    page.evaluate("(id) => MapState.set({ picked: [id], around: true, degree: 2 })", CENTSEPT)


def bundle(page):
    page.locator("#see-map").click()
    page.evaluate("MapPage.pickEdge(MapScene.lines[0].id)")


def legend(page):
    if page.locator("#see-legend").is_visible():
        page.locator("#see-legend").click()


STATES = {
    "closed": lambda page: page.locator("#see-map").click(),
    "two open": two_open,
    "list": listed,
    "ego": ego,
    "bundle": bundle,
    "legend": legend,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_fingers_every_target(opened, size, state):
    page = opened(*size, has_touch=size == PHONE)
    STATES[state](page)
    found = Axe().run(page, options={"runOnly": _RULES}).response["violations"]
    assert [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]] == []
    if size == PHONE:
        assert _too_small_for_fingers(page) == []


def _too_small_for_fingers(page):
    """Return what is to be touched and is not 44 pixels wide and high."""
    return page.evaluate(
        "[...document.querySelectorAll('button, select, input, textarea, a, [role=option], summary')]"
        ".filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip'))"
        ".map((one) => (['checkbox', 'radio'].includes(one.type) ? one.closest('label') : one))"
        ".map((one) => [one.outerHTML.slice(0, 80), ...['width', 'height'].map((side) =>"
        " one.getBoundingClientRect()[side])])"
        ".filter(([, width, height]) => width < 43.9 || height < 43.9)"
    )


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_read_sideways_at_320_pixels(opened, state):
    page = opened(320, 640)
    STATES[state](page)
    wide = page.evaluate(
        "[...document.querySelectorAll('*')].filter((one) => one.checkVisibility() && one.clientWidth &&"
        " one.scrollWidth > one.clientWidth + 1 && !one.closest('.unseen, .canvas, svg'))"
        ".map((one) => [one.tagName, one.id, one.className, one.scrollWidth, one.clientWidth])"
    )
    assert wide == []


def test_no_words_of_a_grouped_graph_are_ever_run(open_page, tmp_path, monkeypatch):
    from .test_map import INJECTIONS

    network = nx.MultiDiGraph()
    for i, words in enumerate(INJECTIONS):
        source = {"document": words, "title": words, "locator": words}
        fact = {"label": words, "value": words, "status": "disputed", "note": words}
        network.add_node(
            f"n{i} {words}", label=words, kind=("Structure", "Chantier", words)[i % 3], type=words,
            status="inferred", note=words, facts=[fact], alt=[words + "2"], sources=[source],
        )  # fmt: skip
    nodes = list(network)
    for i, words in enumerate(INJECTIONS):
        reason = {"text": f"{words} de {nodes[i]}", "status": "disputed", "note": words, "document": words}
        network.add_edge(
            nodes[i], nodes[(i + 1) % 40], relation=words, label=words, status="inferred", reasons=[reason]
        )
    kinds = {kind for _, kind in network.nodes(data="kind")}
    found = groupings(network, kinds, Standing())
    write_map(network, tmp_path / "x.html", title="x", kinds_shown=kinds, groupings=found, by=found[0].by)
    page = open_page(tmp_path / "x.html")
    page.wait_for_function("document.documentElement.dataset.ready")
    for way in ("chantier", "type"):
        page.locator(f"#ways input[value={way}]").check()
        for number in range(page.evaluate("MapScene.things.length")):
            page.evaluate("(k) => { MapPage.pick(MapScene.things.filter((one) => one.group)[k]); }", number)
            assert page.locator("#details h2").inner_text().strip()
        for line in page.evaluate("MapScene.lines.map((line) => line.id)"):
            page.evaluate("(id) => MapPage.pickEdge(id)", line)
    page.locator("#see-list").click()
    for button in page.locator(".unfold").all():
        button.click()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert page.locator("[data-node]").count() == 40
    assert page.locator("main img, main iframe, main script, main form, main object, header img").count() == 0


def test_what_is_packed_is_opened_as_it_was(open_page, chantiers, example, tmp_path):
    sizes = {"Nombre de liens": {node: float(degree) for node, degree in chantiers.degree()}}
    write_map(chantiers, tmp_path / "plain.html", title="Carte", sizes=sizes)
    pages = [open_page(path) for path in (tmp_path / "plain.html", example)]
    for page in pages:
        page.wait_for_function("document.documentElement.dataset.ready")
    told = {"cards": "name, status, note, facts, alt, sources"}
    told["links"] = "from, to, relation, label, status, reasons"
    for part, keys in told.items():
        read = f"MapModel.data.{part}.map(({{ {keys} }}) => ({{ {keys} }}))"
        assert pages[0].evaluate(read) == pages[1].evaluate(read)
    kept = "id, from, to, color, width, dashes, links"
    edges = f"MapModel.edges.map(({{ {kept} }}) => [{kept}])"
    assert pages[0].evaluate(edges) == pages[1].evaluate(edges)
    names = "MapModel.nodes.map(({ id, lines, font, room }) => ({ id, lines, font, room }))"
    assert pages[0].evaluate(names) == pages[1].evaluate(names)


def test_a_light_page_opens_too(open_page, chantiers, tmp_path, monkeypatch):
    monkeypatch.setattr(packing, "HEAVIEST", 10)
    found = groupings(chantiers, KINDS_SHOWN, Standing())
    write_map(chantiers, tmp_path / "x.html", title="x", groupings=found, by="type")
    page = open_page(tmp_path / "x.html")
    page.wait_for_function("document.documentElement.dataset.ready")
    page.evaluate("(id) => MapPage.pick(MapModel.byId.get(id))", CENTSEPT)
    assert page.locator("#details .citation").count() > 0
