"""Each view in a real browser: its list says all that the graph holds, and no word of it is ever run."""

import networkx as nx
import pytest

from maillage.graph.maillage import Maillage
from maillage.visualize.edition import Edition
from maillage.visualize.labels import typeset
from maillage.visualize.network_map import write_map
from maillage.visualize.views.catalogue import VIEWS, choose
from maillage.visualize.views.view import write_view
from maillage.visualize.views.wish import Wish

_FIRES = "document.title='fired';alert(1)"
INJECTIONS = (
    f"<img src=x onerror={_FIRES}>",
    f"</script><script>{_FIRES}</script>",
    f"<!--<script>{_FIRES}</script>-->",
    f'" onmouseover="{_FIRES}" x="',
    f"javascript:{_FIRES}",
    f"<svg onload={_FIRES}>",
    f"<iframe srcdoc='<script>{_FIRES}</script>'></iframe>",
    f"{{{{constructor.constructor('{_FIRES}')()}}}}",
)
# What the list says: of each node, of each link.
_LISTED = """() => ({
  nodes: [...document.querySelectorAll('#list-view [data-node]')].map((one) => ({
    id: one.dataset.node, words: one.textContent })),
  links: [...document.querySelectorAll('#list-view tbody tr')].map((one) => ({
    cells: [...one.children].map((cell) => cell.textContent) })),
})"""


@pytest.fixture(scope="module")
def edition(corpus, tmp_path_factory):
    return Edition.alone(corpus, tmp_path_factory.mktemp("views"))


@pytest.fixture
def shown(open_page, tmp_path):
    """Return what writes a view and opens it."""

    def shown_(view, edition, **size):
        write_view(view, edition, tmp_path / "vue.html")
        page = open_page(tmp_path / "vue.html", **(size or {"width": 1920, "height": 1080}))
        page.wait_for_function("document.documentElement.dataset.ready")
        return page

    return shown_


def plain(words):
    return " ".join(str(words or "").split())


def same_as_graph(page, network):
    """Hold the list against the graph: all its nodes, facts, sources, links, reasons, and nothing else."""
    page.locator("#see-list").click()
    listed = page.evaluate(_LISTED)
    words = {one["id"]: plain(one["words"]) for one in listed["nodes"]}
    assert set(words) == set(network)
    for node, said in network.nodes(data=True):
        wanted = [said["label"], said.get("note"), *said.get("alt", ())]
        wanted += [fact[key] for fact in said.get("facts", ()) for key in ("label", "value", "note")]
        wanted += [source[key] for source in said.get("sources", ()) for key in ("title", "locator")]
        assert [each for each in wanted if plain(each) not in words[node]] == []
    rows = [[plain(cell) for cell in one["cells"]] for one in listed["links"]]
    assert len(rows) == network.number_of_edges()
    label = {node: plain(said["label"]) for node, said in network.nodes(data=True)}
    for start, end, tie in network.edges(data=True):
        wanted = [why.get(key) for why in tie["reasons"] for key in ("text", "note", "title", "locator")]
        either = {(label[start], label[end])} | (
            set() if network.is_directed() else {(label[end], label[start])}
        )
        found = [
            row
            for row in rows
            if (row[0], row[2]) in either
            and row[1] == plain(tie["label"])
            and all(plain(each) in row[4] for each in wanted)
        ]
        assert found, (start, end, tie)


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "dates"])
def test_the_list_of_a_view_equals_its_graph(shown, corpus, edition, name):
    wish = Wish("Centsept" if name == "around" else "", 2)
    view = choose(name, corpus, edition, wish)
    page = shown(view, edition)
    assert plain(page.locator("#how-to-read").inner_text()) == plain(" ".join(map(typeset, view.reading)))
    same_as_graph(page, view.network)
    if view.sized_by:
        assert page.locator("#measure option:checked").inner_text() == view.sized_by
        assert page.evaluate("new Set(MapModel.nodes.map((node) => node.radius)).size") > 2


def test_the_list_of_two_dates_equals_its_graph(shown, workspace):
    Maillage.open(workspace)
    with (workspace / "structures.csv").open("a", encoding="utf-8") as table:
        table.write("gamma;Gamma;carnet;p. 1;stated\n")
    maillage = Maillage.open(workspace)
    edition = Edition.alone(maillage, workspace)
    view = choose("dates", maillage, edition)
    same_as_graph(shown(view, edition, width=390, height=844), view.network)


@pytest.fixture(scope="module")
def hostile():
    """Return a network in which every word of every field is an injection, and each second link proposed."""
    network = nx.MultiDiGraph(name="x")
    nodes = [f"n{i} {words}" for i, words in enumerate(INJECTIONS)]
    for i, words in enumerate(INJECTIONS):
        source = {"document": words + "d", "title": words, "locator": words}
        fact = {"label": words, "value": words, "status": "inferred", "note": words}
        network.add_node(
            nodes[i], label=words, short=words, kind=("Structure", "Chantier")[i % 2], type=words,
            status="stated", note=words, facts=[fact], alt=[words + "2"], sources=[source],
        )  # fmt: skip
        for step, status in ((1, "proposed"), (2, "disputed")):
            reason = {"text": words, "ground": words, "status": status, "note": words, **source}
            relation = f"missing-{words}" if status == "proposed" else words
            network.add_edge(
                nodes[i], nodes[(i + step) % len(nodes)],
                relation=relation, label=words, status=status, joint=False, reasons=[reason],
            )  # fmt: skip
    return network


@pytest.mark.parametrize("width", [1366, 390])
def test_no_word_of_a_proposed_link_is_ever_run(open_page, tmp_path, hostile, width):
    path = tmp_path / "x.html"
    words = "".join(INJECTIONS)
    write_map(
        hostile, path, title=words, subtitle=words, notices=INJECTIONS, reading=INJECTIONS, sized_by=words,
        sizes={words: dict.fromkeys(hostile, 2.0)}, kinds_shown=("Structure", "Chantier"),
    )  # fmt: skip
    page = open_page(path, width=width, height=800)
    page.wait_for_function("document.documentElement.dataset.ready")
    page.locator("#see-list").click()
    assert page.locator("#list-view [data-node] h3").count() == len(INJECTIONS)
    page.locator("#list-view .to-map").first.click()
    page.evaluate("document.getElementById('work').click()")
    frame = page.locator("#canvas").bounding_box()
    for i in range(len(INJECTIONS)):
        page.evaluate("MapState.set(MapState.EMPTY); document.getElementById('session').hidden = true")
        spot = page.evaluate("(i) => MapCanvas.screen(MapModel.nodes[i])", i)
        page.mouse.move(frame["x"] + spot["x"], frame["y"] + spot["y"])
        page.evaluate("(i) => { MapPage.pick(MapModel.nodes[i]); }", i)
        assert page.locator("#details h2").inner_text().strip()
    for edge in page.evaluate("MapModel.edges.map((edge) => edge.id)"):
        page.evaluate("(id) => MapPage.pickEdge(id)", edge)
    page.evaluate("document.getElementById('session').hidden = false; MapState.set(MapState.EMPTY)")
    page.locator("#session [data-kind=structure]").wait_for()
    page.locator("#query").fill("script")
    page.locator("#hits li").first.hover()
    assert page.evaluate("document.title") != "fired"
    made = "main img, main iframe, main script, main svg[onload], header img, [onmouseover], [onerror]"
    assert page.locator(made).count() == 0
