"""A large map in two browsers: one that draws with WebGL by software, one without WebGL."""

import networkx as nx
import pytest

from maillage.visualize.webgl import write_webgl

from ..conftest import QUIET, chromium

ID = "https://w3id.org/maillage/id/"
CENTSEPT, OTHER = ID + "structure/centsept", ID + "structure/savoir-devenir"
PHONE = (390, 844)
PAINTERS = {"webgl": "--enable-unsafe-swiftshader", "flat": "--disable-3d-apis"}


@pytest.fixture(scope="module", params=PAINTERS)
def painter(request):
    return request.param


@pytest.fixture(scope="module")
def browser(playwright, painter):
    started = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, PAINTERS[painter]])
    yield started
    started.close()


@pytest.fixture(scope="module")
def network(chantiers):
    network = nx.MultiDiGraph(chantiers, fictional=True)
    why = [
        {
            "text": "Centsept l'a dit à Savoir Devenir.",
            "status": "disputed",
            "note": "Une seule le dit.",
            "title": "Un livre",
        }
    ]
    network.add_edge(
        CENTSEPT, OTHER, relation="partnerOf", label="partenaire de", status="disputed", reasons=why
    )
    return network


@pytest.fixture(scope="module")
def example(network, tmp_path_factory):
    path = tmp_path_factory.mktemp("webgl") / "carte.html"
    write_webgl(network, path, title="Qui participe à quoi ?", notices=["Rien n'est complet."])
    return path


@pytest.fixture
def opened(open_page):
    """Return what opens a file, ready; what software says of its own slowness is no fault of the page."""
    pages = []

    def opened_(path, size=(1366, 768), **more):
        page = open_page(path, width=size[0], height=size[1], has_touch=size == PHONE, **more)
        page.wait_for_selector("html[data-ready]")
        pages.append(page)
        return page

    yield opened_
    for page in pages:
        page.faults[:] = [fault for fault in page.faults if "GPU stall due to ReadPixels" not in fault]


@pytest.fixture
def page(opened, example):
    return opened(example)


def at(page, iri):
    """Return the point of the window where a node is, once the map is still."""
    box = page.locator("#canvas").bounding_box()
    spot = page.evaluate("(id) => MapCanvas.screen(MapModel.byId.get(id))", iri)
    return box["x"] + spot["x"], box["y"] + spot["y"]


def lit(page):
    """Return the nodes that are not dimmed: all that are seen, or what is chosen."""
    return set(
        page.evaluate(
            "MapModel.nodes.filter((node) => node.seen &&"
            " (!MapCanvas.choice || MapCanvas.choice.nodes.has(node.i))).map((node) => node.id)"
        )
    )


def live(page):
    return page.locator("#live").inner_text()


def near(network, node):
    return {node, *nx.Graph(network)[node]}
