"""The map as people meet it: opened from a file, without network, with a mouse, a keyboard, a phone."""

import re

import networkx as nx
import pytest

from maillage.messages import set_language
from maillage.visualize.network_map import write_map

ID = "https://w3id.org/maillage/id/"
CENTSEPT = ID + "structure/centsept"
NOTICE = "39 structures sur 46 : aucun document ne dit à quel chantier elles participent."

_FIRES = "document.title='fired';alert(1)"
INJECTIONS = [
    f"<img src=x onerror={_FIRES}>",
    f"<svg onload={_FIRES}>",
    f"<svg/onload={_FIRES}>",
    f"<script>{_FIRES}</script>",
    f"</script><script>{_FIRES}</script>",
    f"</SCRIPT ><script>{_FIRES}</script>",
    f"<!--<script>{_FIRES}</script>-->",
    f"--><script>{_FIRES}</script>",
    f"]]><script>{_FIRES}</script>",
    f"</style><script>{_FIRES}</script>",
    f"</title><script>{_FIRES}</script>",
    f"</textarea><script>{_FIRES}</script>",
    f"</noscript><script>{_FIRES}</script>",
    f'"><script>{_FIRES}</script>',
    f"'><script>{_FIRES}</script>",
    f'" onmouseover="{_FIRES}" x="',
    f"' onfocus='{_FIRES}' autofocus='",
    f"` onclick=`{_FIRES}`",
    f'<a href="javascript:{_FIRES}">href</a>',
    f"<a href=' javascript:{_FIRES}' autofocus>x</a>",
    f"javascript:{_FIRES}",
    f'<iframe src="javascript:{_FIRES}"></iframe>',
    f"<iframe srcdoc='<script>{_FIRES}</script>'></iframe>",
    f'<object data="javascript:{_FIRES}"></object>',
    f'<embed src="javascript:{_FIRES}">',
    f"<details open ontoggle={_FIRES}>",
    f"<video><source onerror={_FIRES}></video>",
    f"<audio src=x onerror={_FIRES}>",
    f"<body onload={_FIRES}>",
    f"<input onfocus={_FIRES} autofocus>",
    f"<marquee onstart={_FIRES}>",
    f"<style>@import 'http://example.org/x.css';</style><style onload={_FIRES}></style>",
    "<link rel=stylesheet href=http://example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=http://example.org/'>",
    "<base href=http://example.org/>",
    f"<form action=javascript:{_FIRES}><button>x</button></form>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_FIRES}>",
    f"{{{{constructor.constructor('{_FIRES}')()}}}}",
    f"${{{_FIRES}}}",
    f"\\u003cimg src=x onerror={_FIRES}\\u003e&lt;img src=x onerror={_FIRES}&gt;",
]


@pytest.fixture(scope="session")
def example(chantiers, tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "carte.html"
    set_language("fr")
    sizes = {"Nombre de liens": {node: float(degree) for node, degree in chantiers.degree()}}
    chantiers.graph["fictional"] = True
    write_map(chantiers, path, title="Qui participe à quoi ?", sizes=sizes, notices=[NOTICE])
    return path


@pytest.fixture
def page(open_page, example):
    return ready(open_page(example, width=1920, height=1080))


def ready(page):
    page.wait_for_function("document.documentElement.dataset.ready")
    return page


def screen(page):
    """Return where each drawn node and its label stand on screen."""
    return page.evaluate(
        "MapModel.nodes.filter((node) => node.seen).map((node) =>"
        " ({ id: node.id, boxed: node.style.boxed, dim: node.dim, ...MapCanvas.screen(node) }))"
    )


def at(page, iri):
    """Return the point of the window where a node is."""
    box = page.locator("#canvas").bounding_box()
    spot = next(node for node in screen(page) if node["id"] == iri)
    return box["x"] + spot["x"], box["y"] + spot["y"]


def lit(page):
    return {node["id"] for node in screen(page) if not node["dim"]}


def test_the_page_opens_within_a_second_and_asks_for_nothing(page):
    assert int(page.evaluate("document.documentElement.dataset.ready")) <= 3000  # generous: not a benchmark
    assert len(page.requests) == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("canvas").count() == 1


def test_what_is_drawn_first_fits_and_no_two_labels_overlap(page, chantiers):
    nodes = screen(page)
    kinds = {"Initiative", "Chantier", "Structure"}
    assert {node["id"] for node in nodes} == {n for n, kind in chantiers.nodes(data="kind") if kind in kinds}
    frame = page.locator("#canvas").bounding_box()
    assert all(node["labelled"] for node in nodes)
    for i, a in enumerate(nodes):
        assert a["left"] >= 0 and a["right"] <= frame["width"]
        assert a["top"] >= 0 and a["bottom"] <= frame["height"]
        for b in nodes[i + 1 :]:
            apart = (
                a["right"] <= b["left"]
                or b["right"] <= a["left"]
                or a["bottom"] <= b["top"]
                or b["bottom"] <= a["top"]
            )
            assert apart, (a, b)


def test_the_list_equals_the_graph(page, chantiers):
    page.get_by_role("button", name="Liste", exact=True).click()
    listed = page.locator("#list-view")
    assert set(page.eval_on_selector_all("[data-node]", "all => all.map((one) => one.dataset.node)")) == set(
        chantiers
    )
    assert listed.locator("tbody tr").count() == chantiers.number_of_edges()
    words = listed.inner_text().replace("\u00a0", " ")
    for node in chantiers.nodes.values():
        assert node["label"] in words
        for fact in node["facts"]:
            assert fact["value"] in words
            assert (fact["note"] or "") in words
        for source in node["sources"]:
            assert f"{source['title']}, {source['locator']}" in words
    rows = page.eval_on_selector_all("tbody tr", "all => all.map((one) => one.innerText)")
    for start, end, edge in chantiers.edges(data=True):
        names = chantiers.nodes[start]["label"], chantiers.nodes[end]["label"]
        wanted = [
            *names,
            edge["label"],
            *(r["text"] for r in edge["reasons"]),
            *(r["locator"] for r in edge["reasons"]),
        ]
        assert any(all(word in row for word in wanted) for row in rows), (names, edge)


def test_what_is_inferred_or_disputed_is_marked_in_the_list(page, chantiers):
    page.get_by_role("button", name="Liste", exact=True).click()
    rows = page.eval_on_selector_all("tbody tr .state", "all => all.map((one) => one.innerText)")
    statuses = [status for *_, status in chantiers.edges(data="status")]
    for word, status in (("documenté", "stated"), ("déduit", "inferred"), ("contesté", "disputed")):
        assert rows.count(word) == statuses.count(status) > 0


@pytest.mark.parametrize("query", ["ECLAIREES", "éclairées", "expériences é", "Experiences ecl"])
def test_search_ignores_accents_and_case(page, query):
    page.locator("#query").fill(query)
    assert page.locator("#hits li").first.inner_text().startswith("Expériences Eclairées")


def test_search_finds_other_spellings_and_says_when_nothing_is_found(page):
    page.locator("#query").fill("labo de I'ESS")
    assert "Labo de l'ESS" in page.locator("#hits li").first.inner_text()
    page.locator("#query").fill("zzzz")
    assert page.locator("#hits li").all_inner_texts() == ["Aucun nom ne correspond."]


def test_a_name_is_found_read_and_left_by_keyboard_alone(page):
    page.locator("#query").focus()
    page.keyboard.type("cent")
    assert page.locator("#query").get_attribute("aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    details = page.locator("#details")
    assert details.locator("h2").inner_text() == "Centsept"
    assert "Sa représentante est référente du chantier." in details.inner_text()
    assert "Cahier de ressources de la coopération territoriale, Chantier 2" in details.inner_text()
    assert "Centsept" in page.locator("#live").inner_text()
    for wanted in ("Fermer ✕", "+", "Choisir aussi…"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == wanted
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert details.locator("h2").inner_text() != "Centsept"
    page.keyboard.press("Escape")
    assert details.locator("h2").inner_text() == "Centsept"
    page.keyboard.press("Escape")
    assert not details.is_visible()
    assert page.evaluate("document.activeElement.id") == "query"


def test_arrows_walk_the_map_and_enter_reads(page):
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#live").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator("#live").inner_text()
    assert first and second and first != second
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() in second


def test_every_control_is_reached_by_tab(page):
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.id || document.activeElement.type"))
    assert {
        "skip",
        "skip-to-map",
        "query",
        "see-map",
        "see-list",
        "measure",
        "checkbox",
        "canvas",
        "zoom-in",
        "zoom-fit",
    } <= seen


def test_a_click_keeps_a_node_with_its_neighbours_and_escape_returns_to_all(page, chantiers):
    before = lit(page)
    page.mouse.click(*at(page, CENTSEPT))
    page.locator("#details").wait_for()
    near = set(nx.Graph(chantiers)[CENTSEPT])
    assert lit(page) == {CENTSEPT, *(near & before)}
    assert "#node=" in page.url
    page.keyboard.press("Escape")
    assert lit(page) == before
    assert "#node=" not in page.url


def test_a_click_on_a_line_shows_why_it_is_there(page):
    first, second = at(page, CENTSEPT), at(page, ID + "chantier/chantier-2")
    page.mouse.click(first[0] + (second[0] - first[0]) * 0.3, first[1] + (second[1] - first[1]) * 0.3)
    said = page.locator("#details").inner_text()
    assert "référente de" in said
    assert "Sa représentante est référente du chantier." in said
    assert "Chantier 2" in said


def test_filters_show_and_hide_a_type_and_its_count_is_told(page, chantiers):
    people = {node for node, kind in chantiers.nodes(data="kind") if kind == "Person"}
    box = page.get_by_role("checkbox", name="Personnes")
    assert not people & {node["id"] for node in screen(page)}
    box.check()
    assert people <= {node["id"] for node in screen(page)}
    assert "Personnes" in page.locator("#live").inner_text()
    box.uncheck()
    assert not people & {node["id"] for node in screen(page)}
    page.get_by_role("checkbox", name="Structures").uncheck()
    assert len(screen(page)) == 6


def test_links_of_a_kind_can_be_hidden(page):
    hidden = "MapModel.edges.filter((edge) => MapCanvas.network.body.edges[edge.id].options.hidden).length"
    before = page.evaluate(hidden)
    page.get_by_role("checkbox", name=re.compile("^finance ")).uncheck()
    assert page.evaluate(hidden) > before


def test_symbols_are_sized_by_a_measure(page):
    radii = "MapModel.nodes.map((node) => node.radius)"
    assert len(set(page.evaluate(radii))) == 1
    page.get_by_role("combobox", name="Taille des symboles").select_option(label="Nombre de liens")
    assert len(set(page.evaluate(radii))) > 2
    assert page.locator("#scale .disc").count() == 3


def test_the_address_leads_to_a_node(open_page, example):
    page = ready(open_page(example, fragment="#node=" + CENTSEPT.replace(":", "%3A").replace("/", "%2F")))
    assert page.locator("#details h2").inner_text() == "Centsept"
    page.evaluate("location.hash = ''")
    page.wait_for_function("document.getElementById('details').hidden")


def test_a_node_of_a_hidden_type_is_shown_when_sought(page):
    page.locator("#query").fill("Woafae")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Woafae Kerzazi"
    assert page.get_by_role("checkbox", name="Personnes").is_checked()


def test_what_the_map_does_not_say_is_said(page):
    assert page.get_by_text("Données fictives").is_visible()
    assert page.locator(".notices").inner_text().replace("\u00a0", " ").endswith(NOTICE)
    assert page.get_by_text("Comment lire cette carte").is_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640)])
def test_a_phone_shows_it_all_without_scrolling_sideways(open_page, example, width, height):
    page = ready(open_page(example, width=width, height=height, has_touch=True))
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= width
    for button in page.locator("button:visible, select:visible, input[type=search]:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, button.inner_text()
    boxes = [node for node in screen(page) if node["boxed"]]
    assert any(node["labelled"] for node in boxes)
    page.get_by_role("button", name="Légende").click()
    assert page.get_by_role("checkbox", name="Personnes").is_visible()
    page.get_by_role("button", name="Liste", exact=True).click()
    assert page.evaluate(wide) <= width
    assert page.evaluate("document.getElementById('list-view').scrollWidth") <= width
    page.locator("#query").fill("Centsept")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.node") == CENTSEPT


def test_paper_gets_the_list_too(page, chantiers):
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#list-view").is_visible()
    assert page.locator("tbody tr").count() == chantiers.number_of_edges()
    assert not page.locator("#query").is_visible()


def test_no_words_of_the_graph_are_ever_run(open_page, tmp_path):
    assert len(INJECTIONS) == 40
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
        reason = {
            "text": words,
            "status": "disputed",
            "note": words,
            "document": words,
            "title": words,
            "locator": words,
        }
        network.add_edge(
            nodes[i], nodes[(i + 1) % 40], relation=words, label=words, status="inferred", reasons=[reason]
        )
    kinds = {kind for _, kind in network.nodes(data="kind")}
    title = "".join(INJECTIONS)
    write_map(
        network, tmp_path / "x.html", title=title, subtitle=title, notices=INJECTIONS, kinds_shown=kinds,
        sizes={words: dict.fromkeys(nodes, 1.0) for words in INJECTIONS},
    )  # fmt: skip
    page = ready(open_page(tmp_path / "x.html"))
    assert page.evaluate("document.title").startswith("<img src=x")
    for node in nodes:
        page.evaluate("(id) => MapPage.pick(MapModel.byId.get(id))", node)
        assert page.locator("#details h2").inner_text() == network.nodes[node]["label"]
    for edge in page.evaluate("MapModel.edges.map((edge) => edge.id)"):
        page.evaluate("(id) => MapPage.pickEdge(id)", edge)
    page.keyboard.press("Escape")
    page.locator("#query").fill("script")
    page.locator("#hits li").first.hover()
    for spot in screen(page)[:10]:
        page.mouse.move(400 + spot["x"], 100 + spot["y"])
    page.get_by_role("button", name="Liste", exact=True).click()
    assert page.locator("[data-node] h3").all_inner_texts().count(INJECTIONS[0]) == 1
    assert page.evaluate("document.title") != "fired"
    assert page.locator("main img, main iframe, main script, main form, main object, header img").count() == 0


def test_a_thousand_nodes_open_and_can_be_focused(open_page, tmp_path):
    network = nx.barabasi_albert_graph(1000, 2, seed=1)
    nx.set_node_attributes(network, {i: {"label": f"Structure {i}", "kind": "Structure"} for i in network})
    write_map(nx.relabel_nodes(network, str), tmp_path / "mille.html", title="Mille")
    page = ready(open_page(tmp_path / "mille.html"))
    assert (tmp_path / "mille.html").stat().st_size <= 2_000_000
    assert len(screen(page)) == 1000
    assert any(node["labelled"] for node in screen(page))
    page.locator("#query").fill("structure 500")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Structure 500"


def test_the_legend_is_skipped_by_keyboard(page):
    page.locator("#skip-to-map").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "canvas"


def within(chantiers, node, degree, drawn):
    shown = nx.Graph(chantiers).subgraph(drawn)
    return set(nx.single_source_shortest_path_length(shown, node, cutoff=degree))


def test_one_looks_farther_and_nearer_and_escape_steps_back(page, chantiers):
    drawn = lit(page)
    page.mouse.click(*at(page, CENTSEPT))
    page.locator("#farther").click()
    assert lit(page) == within(chantiers, CENTSEPT, 2, drawn)
    assert "2 liens" in page.locator("#live").inner_text()
    assert "degree=2" in page.url
    assert page.evaluate("document.activeElement.id") == "farther"
    page.locator("#nearer").click()
    assert lit(page) == within(chantiers, CENTSEPT, 1, drawn)
    page.keyboard.press("Escape")
    assert lit(page) == within(chantiers, CENTSEPT, 2, drawn)
    for _ in range(2):
        page.keyboard.press("Escape")
    assert lit(page) == drawn


def test_several_are_picked_and_the_path_between_them_is_told(page, chantiers):
    drawn = lit(page)
    other = ID + "structure/savoir-devenir"
    page.mouse.click(*at(page, CENTSEPT))
    page.locator("#add").click()
    page.locator("#query").fill("Savoir Devenir")
    page.keyboard.press("Enter")
    both = within(chantiers, CENTSEPT, 1, drawn) | within(chantiers, other, 1, drawn)
    assert lit(page) == both
    page.locator("#path").click()
    shortest = nx.shortest_path_length(nx.Graph(chantiers).subgraph(drawn), CENTSEPT, other)
    assert page.locator(".tools .path li").count() == shortest
    assert len(lit(page)) == shortest + 1
    page.locator(".picked button").first.click()
    assert lit(page) == within(chantiers, other, 1, drawn)


def test_the_address_leads_back_to_the_same_view(open_page, example, page):
    page.mouse.click(*at(page, CENTSEPT))
    page.locator("#farther").click()
    page.get_by_role("checkbox", name="Personnes").check()
    page.get_by_role("checkbox", name=re.compile("^finance ")).uncheck()
    again = ready(open_page(example, width=1920, height=1080, fragment="#" + page.url.partition("#")[2]))
    assert lit(again) == lit(page)
    assert again.get_by_role("checkbox", name="Personnes").is_checked()
    assert not again.get_by_role("checkbox", name=re.compile("^finance ")).is_checked()


@pytest.mark.parametrize(
    "fragment", ["#node=nothing", "#degree=99", "#link=no&hide=%00&path=1", "#node=%E0%A4"]
)
def test_an_address_that_means_nothing_shows_everything(open_page, example, fragment):
    page = ready(open_page(example, width=1366, fragment=fragment))
    assert len(lit(page)) > 50
    assert page.locator("#details").is_hidden()
