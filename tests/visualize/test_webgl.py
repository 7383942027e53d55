"""The page of a large network: all of it is there, in the same places, and what it lacks is told."""

import html
import json
import re
from itertools import accumulate

import networkx as nx
import numpy as np
import pytest
from scipy.spatial import cKDTree

from maillage.errors import BadParameter, LimitReached, UsageError
from maillage.messages import set_language
from maillage.visualize import webgl
from maillage.visualize.edition import Edition
from maillage.visualize.packing import STATUSES, ids_of, pack
from maillage.visualize.spread import spread
from maillage.visualize.views import legible
from maillage.visualize.views.collaborations import collaborations
from maillage.visualize.views.wish import Wish
from maillage.visualize.webgl import draw_webgl, has_webgl, webgl_data, write_webgl

bundled = pytest.mark.skipif(not has_webgl(), reason="sigma.js is not bundled here: scripts/bundle")
HOSTILE = "</script><script>alert(1)</script><!--"


@pytest.fixture
def network(chantiers):
    """Return the example, with what is rare: other names, notes, a link told twice, a loop, no source."""
    network = nx.MultiDiGraph(chantiers)
    first, second, *_ = network
    network.nodes[first].update(alt=["Autre nom"], note="Une note.", status="inferred")
    said = {"text": "Dit \ue000 ailleurs.", "status": "disputed", "note": "Un doute.", "title": "Un livre"}
    network.add_edge(
        first, second, relation="partnerOf", label="partenaire de", reasons=[said], status="disputed"
    )
    network.add_edge(first, second, relation="partnerOf", label="partenaire de", reasons=[])
    network.add_edge(second, second, relation="partnerOf", label="partenaire de", reasons=[{"text": HOSTILE}])
    return network


def unpacked(data):
    """Return IRI -> card, and the links, as `map-pack.js` reads them."""
    nodes, links, statuses, documents = data["cards"], data["links"], data["statuses"], data["documents"]

    def word(one):
        return data["strings"][one] if isinstance(one, int) else one

    def stated(rest):
        return statuses[rest[0] if rest else 0], word(rest[1]) if rest else None

    def cited(source):
        return (documents[source[0]], word(source[1]) or "") if source else None

    names = [word(name) for name in nodes["name"]]
    ids = ids_of(data["nodes"])
    ends = list(zip(accumulate(data["edges"]["from"]), data["edges"]["to"], strict=True))
    cards = {
        iri: {
            "label": names[i],
            "facts": [(word(label), word(value), *stated(rest)) for label, value, *rest in nodes["facts"][i]],
            "sources": [cited(source) for source in nodes["sources"][i]],
            "alt": [word(name) for name in nodes["alt"].get(i, ())],
            "note": word(nodes["note"].get(i)),
            "status": statuses[nodes["status"].get(i, 0)],
        }
        for i, iri in enumerate(ids)
    }

    def told(text, i):
        if isinstance(text, list):
            return text[0]
        named = {sign: names[end] for sign, end in zip("\ue000\ue001", ends[i], strict=True)}
        return re.sub("[\ue000\ue001]", lambda sign: named[sign[0]], word(text))

    found = [
        (
            *(*(ids[end] for end in ends[i]), *data["relations"][links["relation"][i]]),
            statuses[links["status"].get(i, 0)],
            tuple(
                (told(text, i), cited(source), *stated(rest)) for text, source, *rest in links["reasons"][i]
            ),
        )
        for i in range(len(ends))
    ]
    return cards, found


def source_of(one):
    return (one["title"], one.get("locator") or "") if one.get("title") else None


def test_all_that_the_network_says_is_in_the_page(network):
    cards, links = unpacked(webgl_data(network))
    assert set(cards) == set(network)
    for node, said in network.nodes(data=True):
        assert cards[node] == {
            "label": said["label"],
            "facts": [(f["label"], f["value"], f["status"], f["note"]) for f in said["facts"]],
            "sources": [source_of(source) for source in said["sources"]],
            "alt": list(said.get("alt", ())),
            "note": said.get("note"),
            "status": said.get("status", "stated"),
        }
    wanted = [
        (
            *(start, end, tie["relation"], tie["label"], tie.get("status", "stated")),
            tuple(
                (why["text"], source_of(why), why.get("status", "stated"), why.get("note"))
                for why in tie.get("reasons", ())
            ),
        )
        for start, end, tie in network.edges(data=True)
    ]
    assert sorted(links, key=repr) == sorted(wanted, key=repr)


def test_words_that_are_said_again_are_written_once(network):
    packed = ("strings", "nodes", "cards", "edges", "links")
    written = json.dumps({key: webgl_data(network)[key] for key in packed}, ensure_ascii=False)
    assert written.count("Sa représentante est référente du chantier.") == 1
    assert len(written) < 0.5 * len(json.dumps(nx.node_link_data(network, edges="links"), ensure_ascii=False))


def test_a_reason_names_the_ends_of_its_link_by_signs(network):
    first, second, *_ = network
    names = [network.nodes[node]["label"] for node in (first, second)]
    why = [{"text": f"{names[0]} et {names[1]} ont signé."}]
    network.add_edge(first, second, relation="partnerOf", label="partenaire de", reasons=why)
    _, links = unpacked(data := webgl_data(network))
    assert "\ue000 et \ue001 ont signé." in json.dumps([data["strings"], data["links"]], ensure_ascii=False)
    assert any(told[0][0] == why[0]["text"] for *_, told in links if told)


def test_what_decides_of_places_does_not_change_with_what_is_said():
    card = {"name": "Le nom d'avant", "status": "stated", "note": None, "facts": [], "alt": [], "sources": []}
    link = {"from": 0, "to": 1, "relation": "r", "label": "l", "status": "stated"}
    why = {"text": "Dit ainsi.", "status": "stated", "note": None, "source": [0, "page 1"]}
    pages = [
        pack([{**card, "name": name}] * 2, [{**link, "reasons": whys}], ["u/a", "v/b"], {}, [("#000", 1.0)])
        for name, whys in [("Le nom d'avant", []), ("Un autre nom", [why, why])]
    ]
    assert all(pages[0][key] == pages[1][key] for key in ("nodes", "edges"))
    assert pages[0]["links"] != pages[1]["links"]


@pytest.mark.parametrize(
    ("label", "packed"),
    [
        ("Café des Halles", {}),
        ("Café des\nHalles", {0: [8]}),
        ("Café\ndes\nHalles", {0: [4, 3]}),
        ("Café des\nHal…", {0: "Café des\nHal…"}),
        ("1 · Café", {0: "1 · Café"}),
    ],
    ids=["whole", "two", "three", "short", "other"],
)
def test_a_label_is_written_as_its_name_is_cut(label, packed):
    card = {
        "name": "Café des Halles",
        "status": "stated",
        "note": None,
        "facts": [],
        "alt": [],
        "sources": [],
    }
    assert pack([card], [], ["u/a"], {0: label}, [])["nodes"]["label"] == packed
    whole = pack([{**card, "name": "Café 🚲 Halles"}], [], ["u/a"], {0: "Café 🚲\nHalles"}, [])
    assert whole["nodes"]["label"] == {0: "Café 🚲\nHalles"}  # a browser counts this letter twice


def test_the_page_is_the_same_whatever_the_order_of_the_network(network):
    turned = nx.MultiDiGraph(**network.graph)
    turned.add_nodes_from(reversed(list(network.nodes(data=True))))
    turned.add_edges_from(reversed(list(network.edges(data=True))))
    assert json.dumps(webgl_data(turned)) == json.dumps(webgl_data(network))


@pytest.fixture(scope="module")
def groups():
    """Return 40 groups of 25 nodes, pairs of them, and radii that grow with links; 60 nodes are alone."""
    network = nx.random_partition_graph([25] * 40, 0.2, 0.0005, seed=3)
    network.add_nodes_from(range(1000, 1060))
    pairs = np.array(sorted(network.edges))
    return 1060, pairs, 4 + 1.5 * np.sqrt(np.bincount(pairs.ravel(), minlength=1060))


@pytest.fixture(scope="module")
def places(groups):
    return spread(*groups)


def test_places_are_the_same_each_time(groups, places):
    assert (spread(*groups) == places).all()


def test_hardly_a_symbol_overlaps_another(groups, places):
    count, _, radii = groups
    a, b = cKDTree(places).query_pairs(2 * radii.max(), output_type="ndarray").T
    over = radii[a] + radii[b] - np.hypot(*(places[a] - places[b]).T)
    assert (over > 1).sum() <= 0.002 * count
    assert np.isfinite(places).all()


def test_a_group_is_an_island(groups, places):
    count, pairs, _ = groups
    group = np.arange(count) // 25
    inside = group[pairs[:, 0]] == group[pairs[:, 1]]
    length = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    assert np.median(length[inside]) < 0.35 * np.median(length[~inside])


def test_nodes_without_a_link_stand_below_the_islands(groups, places):
    assert places[1000:, 1].min() > places[np.unique(groups[1]), 1].max()


@pytest.mark.parametrize(
    ("count", "pairs"), [(0, []), (1, []), (2, [(0, 1)]), (3, [(1, 1)]), (5, [(0, i) for i in range(1, 5)])]
)
def test_small_networks_have_places_of_their_own(count, pairs):
    places = spread(count, np.array(pairs).reshape(-1, 2), np.full(count, 5.0))
    assert len({tuple(place) for place in places}) == count


@bundled
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_runs_its_own_scripts_alone_and_carries_their_licences(network, tmp_path, language):
    set_language(language)
    path = tmp_path / "carte.html"
    write_webgl(network, path, title=HOSTILE, subtitle=HOSTILE, notices=[HOSTILE])
    page = path.read_text("utf-8")
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "<script>alert" not in page
    assert len(re.findall(r"<script[ >]", page)) == 3
    for name in ("sigma", "graphology"):
        assert re.search(rf"^{name} \S+ \(MIT\)$", page, re.MULTILINE)
    assert f'lang="{language}"' in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_without_the_bundle_the_error_says_what_to_do(network, tmp_path, monkeypatch, language):
    set_language(language)
    monkeypatch.setattr(webgl, "BUNDLE", "bundles/none.js")
    with pytest.raises(UsageError, match=r"scripts/bundle.*--webgl") as raised:
        write_webgl(network, tmp_path / "carte.html", title="Carte")
    assert "Node.js" in str(raised.value)
    assert not (tmp_path / "carte.html").exists()


@bundled
def test_beyond_the_limit_the_error_says_how_many(network, tmp_path, monkeypatch):
    monkeypatch.setattr(webgl, "MOST", 50)
    with pytest.raises(LimitReached, match=f"{len(network)}.*50"):
        write_webgl(network, tmp_path / "carte.html", title="Carte")


@bundled
def test_a_view_is_drawn_whole_and_what_it_cannot_do_is_refused(corpus, tmp_path):
    view = draw_webgl("everything", corpus, tmp_path / "carte.html")
    page = (tmp_path / "carte.html").read_text("utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert len(data["nodes"]["rest"]) == len(view.network)
    assert len(data["links"]["reasons"]) == view.network.number_of_edges()
    with pytest.raises(BadParameter, match="--by"):
        draw_webgl("everything", corpus, tmp_path / "carte.html", Wish(by="type"))
    with pytest.raises(BadParameter, match="--story"):
        draw_webgl("everything", corpus, tmp_path / "carte.html", story=tmp_path / "pas.toml")


@bundled
def test_all_who_work_together_are_drawn_however_many_ties(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(legible, "_LINKS", 1)  # what a map shows node by node
    draw_webgl("collaboration", corpus, tmp_path / "carte.html")
    page = (tmp_path / "carte.html").read_text("utf-8")
    drawn = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])["edges"]["to"]
    ties = collaborations(Edition.alone(corpus, tmp_path)).closest
    assert len(drawn) == ties.number_of_edges() > 1


def test_the_statuses_are_those_of_all_maps():
    assert STATUSES[0] == "stated"
