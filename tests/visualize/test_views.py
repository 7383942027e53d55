"""The nine views: what each draws has a reason or a source, and each says what it does not show."""

import math
import re
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from maillage.data.synthetic import make_ecosystem
from maillage.errors import BadParameter, UnknownName
from maillage.graph.maillage import Maillage
from maillage.messages import LANGUAGES, set_language
from maillage.visualize.edition import Edition
from maillage.visualize.extending import extend, few_are_new
from maillage.visualize.former import former_map
from maillage.visualize.labels import symbol_box
from maillage.visualize.layout import arrange
from maillage.visualize.network_map import write_map
from maillage.visualize.views.around import find
from maillage.visualize.views.catalogue import VIEWS, choose, draw, listed
from maillage.visualize.views.dates import merged
from maillage.visualize.views.missing import PROPOSED
from maillage.visualize.views.wish import Wish

BLOCK = '<script type="application/json" id="data">%s</script>'
SECOND = "gamma;Gamma;carnet;p. 1;stated\n"


@pytest.fixture(scope="module")
def edition(corpus, tmp_path_factory):
    return Edition.alone(corpus, tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def made_up(_private_cache, tmp_path_factory):
    """Return a made-up ecosystem of 80 structures, and its edition."""
    folder = tmp_path_factory.mktemp("made-up")
    maillage = Maillage.open(make_ecosystem(80, 1, folder / "workspace"))
    return maillage, Edition.alone(maillage, folder)


def wish_for(name, network):
    busiest = max(network, key=lambda node: (network.degree(node), node))
    return Wish(around=busiest if name == "around" else "", depth=2)


def ties(network):
    return [tie for *_, tie in network.edges(data=True)]


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in ("typology", "dates")])
def test_every_link_of_the_corpus_says_why(corpus, edition, name):
    view = choose(name, corpus, edition, wish_for(name, edition.network))
    assert view.name == name
    assert ties(view.network)
    for tie in ties(view.network):
        assert tie["label"]
        assert tie["reasons"], tie
        cited = [why for why in tie["reasons"] if why.get("document") or why.get("title")]
        assert cited or tie["status"] == PROPOSED, tie


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "dates"])
def test_a_made_up_ecosystem_has_each_view(made_up, name):
    maillage, edition = made_up
    view = choose(name, maillage, edition, wish_for(name, edition.network))
    kinds = {kind for _, kind in view.network.nodes(data="kind")}
    assert kinds & set(view.kinds_shown)
    assert view.network.graph["fictional"]
    if name != "typology":
        assert all(tie["reasons"] for tie in ties(view.network))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_view_says_in_two_sentences_how_to_read_it(corpus, edition, language):
    set_language(language)
    found = [
        choose(name, corpus, edition, wish_for(name, edition.network)) for name in VIEWS if name != "dates"
    ]
    told = [view.reading for view in found]
    assert len({*told}) == len(told)
    for first, second in told:
        assert first.endswith(".")
        assert second.endswith(".")


def test_the_page_says_how_to_read_this_very_view(corpus, tmp_path):
    view = draw("typology", corpus, tmp_path / "t.html")
    page = re.sub(r"\s+", " ", (tmp_path / "t.html").read_text("utf-8").replace("&#39;", "'"))
    for sentence in view.reading:
        assert sentence.replace(" ;", "\u00a0;").replace("\u00a0", " ") in page.replace("\u00a0", " ")
    assert "démarche" not in " ".join(view.reading)


# --- around


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_neighbourhood_goes_as_far_as_asked(corpus, edition, depth):
    centre = find(edition.network, "Centsept")
    view = choose("around", corpus, edition, Wish("Centsept", depth))
    far = nx.single_source_shortest_path_length(nx.Graph(edition.network), centre)
    assert set(view.network) == {node for node, links in far.items() if links <= depth}


@pytest.mark.parametrize("name", ["centsept", "CENTSEPT", "Centsépt"])
def test_a_name_is_found_whatever_accents_and_case(edition, name):
    assert edition.network.nodes[find(edition.network, name)]["label"] == "Centsept"


def test_an_iri_is_found_and_another_name_proposes_the_nearest(edition):
    node = find(edition.network, "Centsept")
    assert find(edition.network, node) == node
    with pytest.raises(UnknownName, match="Centsept"):
        find(edition.network, "Centset")


def test_a_name_that_several_bear_is_refused_with_their_addresses():
    network = nx.MultiDiGraph()
    for node in ("urn:a", "urn:b"):
        network.add_node(node, label="Le Phare", short=None, alt=[])
    with pytest.raises(UnknownName, match="urn:a, urn:b"):
        find(network, "le phare")


@pytest.mark.parametrize("depth", [0, 4, -1])
def test_a_depth_out_of_range_is_refused(corpus, edition, depth):
    with pytest.raises(BadParameter, match="--depth"):
        choose("around", corpus, edition, Wish("Centsept", depth))


def test_around_nothing_says_what_to_give(corpus, edition):
    with pytest.raises(UnknownName, match="--around"):
        choose("around", corpus, edition)


# --- the others


def test_what_may_be_missing_is_marked_and_nothing_else_is(made_up):
    maillage, edition = made_up
    view = choose("missing", maillage, edition)
    proposed = [tie for tie in ties(view.network) if tie["status"] == PROPOSED]
    assert proposed
    for tie in ties(view.network):
        assert tie["relation"].startswith("missing-") == (tie["status"] == PROPOSED)
    known = Counter((a, b, tie["relation"]) for a, b, tie in edition.network.edges(data=True))
    for a, b, tie in view.network.edges(data=True):
        assert bool(known[a, b, tie["relation"]]) == (tie["status"] != PROPOSED)


@pytest.mark.parametrize(("name", "kind"), [("funding", "Chantier"), ("territories", "Structure")])
def test_how_many_no_document_speaks_of_is_told(made_up, name, kind):
    maillage, edition = made_up
    view = choose(name, maillage, edition)
    all_ = [node for node, each in edition.network.nodes(data="kind") if each == kind]
    without = sum(node not in view.network for node in all_)
    told = " ".join(view.notices).replace("\u202f", "")
    assert without == 0 or f" {without} " in told.replace("\u00a0", " ")
    relations = {"funding": {"funds"}, "territories": {"seatedIn", "intervenesIn", "covers"}}[name]
    assert {tie["relation"] for tie in ties(view.network)} <= relations


def test_terms_are_sized_by_their_uses(corpus, edition):
    view = choose("typology", corpus, edition)
    uses = view.sizes[view.sized_by]
    assert max(uses.values()) > 1
    concepts = {node for node, kind in view.network.nodes(data="kind") if kind == "Concept"}
    assert set(uses) == concepts
    assert nx.is_forest(nx.Graph(view.network))
    assert all(view.network.out_degree(node) >= 1 for node in concepts)


def test_two_dates_count_what_came_went_and_stayed(workspace, tmp_path):
    Maillage.open(workspace)
    table = workspace / "structures.csv"
    lines = table.read_text("utf-8").replace("beta;Bêta;carnet;p. 1;stated\n", SECOND)
    table.write_text(lines, "utf-8")
    participations = workspace / "participations.csv"
    participations.write_text(participations.read_text("utf-8").replace("p2;beta", "p2;gamma"), "utf-8")
    maillage = Maillage.open(workspace)
    view = choose("dates", maillage, Edition.alone(maillage, tmp_path))
    states = {view.network.nodes[node]["label"]: state for node, state in view.network.nodes(data="state")}
    assert states["Gamma"] == "came"
    assert states["Bêta"] == "went"
    assert states["Alpha"] == "stayed"
    counts = Counter(states.values())
    assert [int(re.findall(r"\d+", told)[0]) for told in view.notices] == [
        counts["came"],
        counts["went"],
        counts["stayed"],
    ]
    changed = Counter(tie["state"] for tie in ties(view.network))
    assert changed["came"] == changed["went"] > 0
    assert all("(nouveau)" in tie["label"] for tie in ties(view.network) if tie["state"] == "came")


def test_a_network_and_itself_only_stay(chantiers):
    both = merged(chantiers, chantiers)
    assert {state for _, state in both.nodes(data="state")} == {"stayed"}
    assert {tie["state"] for tie in ties(both)} == {"stayed"}
    assert both.number_of_edges() == chantiers.number_of_edges()


@pytest.mark.parametrize("name", ["dates", "funding", "territories", "missing"])
def test_a_view_with_nothing_to_show_says_what_it_would_take(workspace, tmp_path, name):
    maillage = Maillage.open(workspace)
    with pytest.raises(UnknownName) as caught:
        choose(name, maillage, Edition.alone(maillage, tmp_path))
    assert caught.value.key == "view.empty"
    assert str(caught.value).count(".") >= 2


def test_an_unknown_view_lists_those_there_are(corpus, edition):
    with pytest.raises(UnknownName) as caught:
        choose("nothing", corpus, edition)
    assert all(name in str(caught.value) for name in VIEWS)
    assert list(listed()["view"]) == list(VIEWS)
    assert all(listed()["title"])


# --- places that stay


def test_a_map_written_again_stays_where_it_was(chantiers, tmp_path):
    page = tmp_path / "carte.html"
    write_map(chantiers, page, title="Carte")
    before = page.read_bytes()
    write_map(chantiers, page, title="Carte", former=former_map(page))
    assert page.read_bytes() == before


def test_a_few_more_nodes_move_the_others_little(chantiers, tmp_path):
    page = tmp_path / "carte.html"
    write_map(chantiers, page, title="Carte")
    before = former_map(page).start("wide", "first")
    hubs = sorted(before, key=lambda node: -chantiers.degree(node))[:3]
    for number, hub in enumerate(hubs):
        chantiers.add_node(
            f"new{number}", **{**chantiers.nodes[hub], "kind": "Structure", "label": "Nouvelle"}
        )
        chantiers.add_edge(f"new{number}", hub, relation="partnerOf", label="partenaire", reasons=[])
    write_map(chantiers, page, title="Carte", former=former_map(page))
    after = former_map(page).start("wide", "first")
    assert set(after) == {*before, "new0", "new1", "new2"}
    assert _turned(before, after) < 0.02
    write_map(chantiers, page, title="Carte")
    assert _turned(before, after) < _turned(before, former_map(page).start("wide", "first"))


def test_new_nodes_stand_beside_what_they_join_and_over_nothing():
    boxes = {str(i): symbol_box(["Nom court"], 17, 12) for i in range(12)}
    links = [("0", str(i)) for i in range(1, 10)]
    start = arrange({node: boxes[node] for node in list(boxes)[:10]}, links)
    assert few_are_new(boxes, start)
    after = extend(boxes, [*links, ("10", "3")], start)
    assert all(math.dist(after[node], start[node]) < 0.5 for node in start)
    for a, b in combinations(boxes, 2):
        apart = [abs(after[a][k] - after[b][k]) for k in (0, 1)]
        assert apart[0] >= boxes[a].width or apart[1] >= boxes[a].height
    far = {node: math.dist(after["10"], after[node]) for node in start}
    assert sorted(far, key=far.get).index("3") < 3
    assert after["11"][1] > max(y for _, y in start.values())


def test_a_map_that_changed_much_is_laid_out_anew():
    assert not few_are_new("abcdefgh", {"a": (0, 0)})
    assert not few_are_new("ab", dict.fromkeys("abcdefgh", (0.0, 0.0)))
    assert not few_are_new("ab", {})


def _turned(before, after):
    """Return the share of pairs of nodes whose order, left to right or top to bottom, is not what it was."""
    nodes = sorted(before)
    pairs = [(a, b) for i, a in enumerate(nodes) for b in nodes[:i]]
    turned = sum(
        (before[a][k] - before[b][k]) * (after[a][k] - after[b][k]) < 0 for a, b in pairs for k in (0, 1)
    )
    return turned / (2 * len(pairs))


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "<p>no map</p>",
        BLOCK % "{",
        BLOCK % '{"nodes":[{"id":"a"}],"places":{"wide":{"first":[[1,1e99]]}}}',
        BLOCK % '{"nodes":[],"places":{"wide":{"first":[[1,2]]}}}',
    ],
    ids=range(6),
)
def test_a_file_that_is_no_map_gives_no_places(tmp_path, written):
    page = tmp_path / "x.html"
    if written is not None:
        page.write_text(written, "utf-8")
    assert former_map(page).start("wide", "first") == {}
