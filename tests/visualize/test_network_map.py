import json
import re
from html.parser import HTMLParser
from itertools import combinations

import networkx as nx
import pytest

from maillage.graph.maillage import Maillage
from maillage.messages import LANGUAGES, set_language
from maillage.visualize import network_map, page
from maillage.visualize.map_words import WORDS
from maillage.visualize.network_map import write_map

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "{{ 7*7 }}",
    "href",
    "<!--<script>",
]


class Reader(HTMLParser):
    """Collects what a browser would load, run or parse as data."""

    def __init__(self):
        super().__init__()
        self.inside, self.scripts, self.tags, self.language = None, [], [], None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if tag == "html":
            self.language = attrs.get("lang")
        if tag == "script":
            self.inside = attrs
            self.scripts.append((attrs, ""))

    def handle_data(self, data):
        if self.inside is not None:
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)

    def handle_endtag(self, tag):
        if tag == "script":
            self.inside = None


def read(path):
    reader = Reader()
    reader.feed(path.read_text("utf-8"))
    data = next(text for attrs, text in reader.scripts if attrs.get("type") == "application/json")
    return reader, json.loads(data)


@pytest.fixture
def written(chantiers, tmp_path):
    write_map(
        chantiers, tmp_path / "carte.html", title="Carte", sizes={"Degré": nx.degree_centrality(chantiers)}
    )
    return tmp_path / "carte.html"


def test_the_page_is_one_file_under_a_megabyte(written):
    assert written.stat().st_size < 1_000_000
    assert [file.name for file in written.parent.iterdir()] == ["carte.html"]


def test_nothing_is_fetched(written):
    reader, _ = read(written)
    for tag, attrs in reader.tags:
        assert tag not in {"link", "iframe", "object", "embed", "img"}
        assert not {"src", "href", "srcset", "action"} & set(attrs), (tag, attrs)
    assert "sourceMappingURL" not in written.read_text("utf-8")


def test_only_the_page_s_own_scripts_and_styles_may_run(written):
    reader, _ = read(written)
    policy = next(a["content"] for tag, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = [text for attrs, text in reader.scripts if not attrs.get("type")]
    assert len(scripts) == 2
    for script in scripts:
        assert page._hash(script) in policy
    assert not [a for _, a in reader.tags if any(name.startswith("on") or name == "style" for name in a)]


def test_every_node_link_reason_and_source_is_in_the_page(chantiers, written):
    _, data = read(written)
    assert {node["id"] for node in data["nodes"]} == set(chantiers)
    assert len(data["links"]) == chantiers.number_of_edges()
    reasons = sorted(reason["text"] for *_, edge in chantiers.edges(data=True) for reason in edge["reasons"])
    assert sorted(reason["text"] for link in data["links"] for reason in link["reasons"]) == reasons
    titles = {reason["title"] for *_, edge in chantiers.edges(data=True) for reason in edge["reasons"]}
    assert titles <= set(data["documents"])


def test_parallel_links_make_one_line_and_none_is_lost(written):
    _, data = read(written)
    pairs = [frozenset((edge["from"], edge["to"])) for edge in data["edges"]]
    assert len(pairs) == len(set(pairs)) < len(data["links"])
    assert sorted(i for edge in data["edges"] for i in edge["links"]) == list(range(len(data["links"])))


def test_nodes_and_edges_go_through_pyvis(chantiers, tmp_path, monkeypatch):
    from pyvis.network import Network

    made = []
    add_node, add_edge = Network.add_node, Network.add_edge
    monkeypatch.setattr(
        Network, "add_node", lambda self, *a, **k: (made.append("node"), add_node(self, *a, **k))
    )
    monkeypatch.setattr(
        Network, "add_edge", lambda self, *a, **k: (made.append("edge"), add_edge(self, *a, **k))
    )
    monkeypatch.setattr(Network, "write_html", lambda *a, **k: pytest.fail("pyvis's own page"))
    write_map(chantiers, tmp_path / "carte.html", title="Carte")
    assert made.count("node") == chantiers.number_of_nodes()
    assert made.count("edge") > 100


def test_the_same_network_gives_the_same_bytes_in_whatever_order(chantiers, written, tmp_path):
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(chantiers.nodes(data=True))))
    other.add_edges_from(reversed(list(chantiers.edges(data=True))))
    write_map(other, tmp_path / "autre.html", title="Carte", sizes={"Degré": nx.degree_centrality(chantiers)})
    assert (tmp_path / "autre.html").read_bytes() == written.read_bytes()
    assert b"\r" not in written.read_bytes()


def test_without_direction_the_order_of_the_ends_does_not_count_either(tmp_path):
    """Python orders a set of names differently in each run, and a part of a network is read by one."""
    nodes = ["élan", "eau", "bois", "terre"]
    edges = [(one, other, {"label": f"{one}, {other}"}) for one, other in combinations(sorted(nodes), 2)]
    for name, order in (("a", nodes), ("b", nodes[::-1])):
        network = nx.Graph()
        network.add_nodes_from(order)
        network.add_edges_from(edges)
        write_map(network, tmp_path / f"{name}.html", title="Carte")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words, tmp_path):
    network = nx.MultiDiGraph()
    fact = {"label": words, "value": words, "status": "stated", "note": words}
    source = {"document": words, "title": words, "locator": words}
    for node in ("a", "b"):
        network.add_node(
            node,
            label=words,
            kind="Structure",
            type=words,
            note=words,
            facts=[fact],
            alt=[words],
            sources=[source],
        )
    network.add_edge("a", "b", relation="x", label=words, reasons=[{"text": words, **source}])
    write_map(
        network, tmp_path / "x.html", title=words, subtitle=words, notices=[words], sizes={words: {"a": 1.0}}
    )
    reader, data = read(tmp_path / "x.html")
    assert len(reader.scripts) == 3
    assert "img" not in {tag for tag, _ in reader.tags}
    assert data["cards"][0]["name"] == words
    raw = re.search(r'id="data">(.*?)</script>', (tmp_path / "x.html").read_text("utf-8"), re.S).group(1)
    assert "<" not in raw and ">" not in raw


def test_the_page_speaks_the_current_language(chantiers, tmp_path):
    set_language("en")
    chantiers.graph["fictional"] = True
    write_map(chantiers, tmp_path / "map.html", title="Map", notices=["Mind the gap."])
    reader, data = read(tmp_path / "map.html")
    page_ = (tmp_path / "map.html").read_text("utf-8")
    assert reader.language == data["language"] == "en"
    assert "How to read this map" in page_
    assert "Fictional data" in page_
    assert "Mind the gap." in page_


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scripts_find_every_word_they_say(language):
    set_language(language)
    code = "\n".join(page._static(name) for name in network_map._SCRIPTS)
    said = set(re.findall(r'(?<!\w)say\(\s*(?:[^"()`]*\? )?"([\w.-]+)"', code))
    words = page.spoken(WORDS, "map.say")
    assert len(said) > 25
    for key in said:
        assert key in words or {f"{key}.one", f"{key}.other"} <= set(words), key


def test_kinds_that_are_not_shown_first_have_no_place_in_the_first_layout(chantiers, written):
    _, data = read(written)
    shown = {"Initiative", "Chantier", "Structure"}
    for frame in ("wide", "tall"):
        places = data["places"][frame]
        for i, node in enumerate(data["nodes"]):
            assert (places["first"][i] is not None) == (chantiers.nodes[node["id"]]["kind"] in shown)
            assert places["every"][i] is not None


def test_scores_that_are_no_numbers_are_left_out(chantiers, tmp_path):
    node = next(iter(chantiers))
    write_map(chantiers, tmp_path / "carte.html", title="Carte", sizes={"Degré": {node: float("nan")}})
    _, data = read(tmp_path / "carte.html")
    assert set(data["measures"][0]["scores"]) == {None}


def test_undirected_and_empty_networks_have_a_page_too(tmp_path):
    write_map(nx.Graph(), tmp_path / "vide.html", title="Vide")
    write_map(nx.Graph([("a", "b")]), tmp_path / "deux.html", title="Deux")
    assert read(tmp_path / "vide.html")[1]["nodes"] == []
    assert read(tmp_path / "deux.html")[1]["directed"] is False


def test_a_page_that_cannot_be_written_leaves_the_earlier_one(chantiers, written, monkeypatch):
    before = written.read_bytes()
    monkeypatch.setattr(page.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    with pytest.raises(OSError, match="disk"):
        write_map(nx.Graph(), written, title="Autre")
    assert written.read_bytes() == before
    assert [file.name for file in written.parent.iterdir()] == ["carte.html"]


def crossed_cartouches(data, frame, growth):
    """Return the links between first kinds that pass behind the box of a third, by small steps."""
    places = dict(zip((node["id"] for node in data["nodes"]), data["places"][frame]["first"], strict=True))
    kinds = [data["styles"][i]["kind"] for i in data["styleOf"]]
    boxes = {
        node["id"]: [side * growth / 2 for side in node["room"]]
        for node, kind in zip(data["nodes"], kinds, strict=True)
        if kind in {"Initiative", "Chantier"}
    }
    drawn = [(edge["from"], edge["to"]) for edge in data["edges"]]
    drawn = [(a, b) for a, b in drawn if places[a] and places[b]]
    assert len(drawn) > 40
    found = []
    for a, b in drawn:
        (x0, y0), (x1, y1) = places[a], places[b]
        steps = [(x0 + (x1 - x0) * t / 400, y0 + (y1 - y0) * t / 400) for t in range(401)]
        for box in boxes.keys() - {a, b}:
            (x, y), (half, tall) = places[box], boxes[box]
            if any(abs(u - x) < half and abs(v - y) < tall for u, v in steps):
                found.append((a, b, box))
    return found


@pytest.mark.parametrize("ecosystem", ["example", "corpus"])
def test_no_line_passes_behind_a_chantier_it_does_not_join(ecosystem, chantiers, tmp_path):
    """It would read as membership, which no document states."""
    network = chantiers if ecosystem == "example" else Maillage.open().network("everything")
    degrees = nx.degree_centrality(nx.Graph(network))
    write_map(network, tmp_path / "carte.html", title="Carte", sizes={"Degré": degrees})
    _, data = read(tmp_path / "carte.html")
    assert crossed_cartouches(data, "wide", 1.0) == []
    assert crossed_cartouches(data, "tall", 1.7) == []


def test_a_type_looks_the_same_on_sister_maps(chantiers, tmp_path):
    types = {said["type"] for _, said in chantiers.nodes(data=True) if said.get("kind") == "Structure"}
    last = max(filter(None, types))
    part = chantiers.subgraph(node for node, said in chantiers.nodes(data=True) if said.get("type") == last)
    looks = []
    for network in (chantiers, part):
        write_map(network, tmp_path / "carte.html", title="Carte", types=types - {None})
        _, data = read(tmp_path / "carte.html")
        name = last[:1].upper() + last[1:]
        (look,) = [style for style in data["styles"] if style["label"] == name]
        looks.append((look["path"], look["fill"]))
    assert looks[0] == looks[1]
