"""The map for everyone: what axe-core finds in each state, targets for fingers, words at 320 pixels."""

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe

from maillage.visualize.network_map import write_map

ID = "https://w3id.org/maillage/id/"
CENTSEPT, OTHER = ID + "structure/centsept", ID + "structure/savoir-devenir"
DESK, PHONE = (1920, 1080), (390, 844)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PICK = "(id) => MapPage.pick(MapModel.byId.get(id))"


@pytest.fixture(scope="module")
def example(chantiers, tmp_path_factory):
    network = nx.MultiDiGraph(chantiers, fictional=True)
    why = [{"text": "Elles ont un chantier en commun.", "status": "proposed", "note": None}]
    network.add_edge(
        CENTSEPT, OTHER, relation="missing-partner", label="à relier ?", status="proposed", reasons=why
    )
    path = tmp_path_factory.mktemp("access") / "carte.html"
    sizes = {"Nombre de liens": {node: float(degree) for node, degree in chantiers.degree()}}
    write_map(network, path, title="Qui participe à quoi ?", sizes=sizes, notices=["Rien n'est complet."])
    return path


@pytest.fixture
def opened(open_page, example):
    """Return what opens the example at a size, ready."""

    def opened_(width, height):
        page = open_page(example, width=width, height=height, has_touch=width < 761)
        page.wait_for_function("document.documentElement.dataset.ready")
        return page

    return opened_


def see(page, view):
    page.locator(f"#see-{view}").click()


def pick(page, *nodes):
    see(page, "map")
    page.evaluate(_PICK, nodes[0])
    for node in nodes[1:]:
        page.locator("#add").click()
        page.evaluate(_PICK, node)


def pick_line(page):
    see(page, "map")
    page.evaluate(
        "([one, other]) => MapPage.pickEdge(MapModel.edges.find((edge) =>"
        " edge.from === one && edge.to === other || edge.from === other && edge.to === one).id)",
        [CENTSEPT, OTHER],
    )


def open_legend(page):
    if page.locator("#see-legend").is_visible():
        page.locator("#see-legend").click()


def follow_path(page):
    pick(page, CENTSEPT, OTHER)
    page.locator("#path").click()


def record(page):
    page.locator("#present").click()
    page.locator("#story [name=title]").fill("D'abord")
    page.locator("#story [name=sentence]").fill("Voici toute la carte.")
    page.locator("#story [type=submit]").click()


def present(page):
    record(page)
    page.locator("#story-start").click()


def note_voice(page):
    pick(page, CENTSEPT)
    page.evaluate("document.getElementById('work').click()")
    page.locator("#voice-words").fill("À voir avec elle.")
    page.locator("#session [data-kind=comment]").click()


STATES = {
    "opening": lambda page: None,
    "map": lambda page: see(page, "map"),
    "list": lambda page: see(page, "list"),
    "search": lambda page: page.locator("#query").fill("cent"),
    "nothing found": lambda page: page.locator("#query").fill("zzzz"),
    "node": lambda page: pick(page, CENTSEPT),
    "line": pick_line,
    "legend": open_legend,
    "path": follow_path,
    "story": record,
    "presenting": present,
    "session": note_voice,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_and_fingers_every_target(opened, size, state):
    page = opened(*size)
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
        ".map((one) => (one.type === 'checkbox' ? one.closest('label') : one))"
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


def test_a_phone_opens_on_the_list_and_shows_a_node_with_its_neighbours(opened, chantiers):
    page = opened(*PHONE)
    assert page.locator("#list-view").is_visible()
    assert page.locator("#see-list").get_attribute("aria-pressed") == "true"
    page.locator(f'[data-node="{CENTSEPT}"] .to-map').click()
    assert not page.locator("#list-view").is_visible()
    assert page.locator("#details h2").inner_text() == "Centsept"
    lit = page.evaluate("MapModel.nodes.filter((node) => node.seen && !node.dim).map((node) => node.id)")
    assert CENTSEPT in lit
    assert set(lit) <= {CENTSEPT, OTHER, *nx.Graph(chantiers)[CENTSEPT]}


def test_an_address_opens_the_map_of_a_phone(open_page, example):
    page = open_page(example, width=390, height=844, fragment="#node=" + CENTSEPT.replace("/", "%2F"))
    page.wait_for_function("document.documentElement.dataset.ready")
    assert page.locator("#details h2").inner_text() == "Centsept"
    assert not page.locator("#list-view").is_visible()


def test_a_computer_opens_on_the_map(opened):
    assert not opened(*DESK).locator("#list-view").is_visible()


def test_symbols_keep_their_size_when_a_filter_changes(opened):
    page = opened(*DESK)
    page.locator("#measure").select_option(label="Nombre de liens")
    before = page.evaluate("MapModel.nodes.map((node) => node.radius)")
    page.get_by_role("checkbox", name="Personnes").check()
    page.keyboard.press("Escape")
    assert page.evaluate("MapModel.nodes.map((node) => node.radius)") == before
    assert page.locator("#measure").input_value() == "0"
