"""Large networks as groups: each node in one, each place apart from others, the same page every time."""

import json
import re
from collections import Counter
from importlib.resources import files
from itertools import combinations
from math import dist

import networkx as nx
import pytest
from rdflib import Dataset, Literal, URIRef
from rdflib.namespace import RDF, SKOS

from maillage.data.synthetic import make_ecosystem
from maillage.errors import BadParameter, InvalidData
from maillage.graph.maillage import Maillage
from maillage.graph.store import in_memory
from maillage.messages import LANGUAGES, set_language
from maillage.ontology.terms import MAI
from maillage.visualize import packing
from maillage.visualize.edition import Edition
from maillage.visualize.former import former_map
from maillage.visualize.grouping import groups, placing
from maillage.visualize.grouping.groups import NONE, OTHERS, first_of, groupings
from maillage.visualize.grouping.territories import Standing, standing, territory_of
from maillage.visualize.network_map import KINDS_SHOWN, write_map
from maillage.visualize.paper.poster import compose
from maillage.visualize.style import GROUP, INK, SHAPES, contrast
from maillage.visualize.views import legible
from maillage.visualize.views.catalogue import choose, draw
from maillage.visualize.views.view import write_view
from maillage.visualize.views.wish import Wish

BLOCK = re.compile(r'id="data">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def made_up(_private_cache, tmp_path_factory):
    """Return a made-up ecosystem of 80 structures, and its edition."""
    folder = tmp_path_factory.mktemp("made-up")
    maillage = Maillage.open(make_ecosystem(80, 1, folder / "workspace"))
    return maillage, Edition.alone(maillage, folder)


def data_of(path):
    return json.loads(BLOCK.search(path.read_text("utf-8")).group(1))


def grouped_map(network, path, found, **more):
    write_map(network, path, title="Carte", groupings=found, by=found[0].by, **more)
    return data_of(path)


def by_name(found, by):
    return next(grouping for grouping in found if grouping.by == by)


def of(grouping):
    return {node: group.key for group in grouping.groups for node in group.members}


def test_each_node_is_in_exactly_one_group_whatever_the_grouping(made_up):
    _, edition = made_up
    found = groupings(edition.network, KINDS_SHOWN, edition.standing)
    assert [grouping.by for grouping in found] == ["chantier", "type", "territory"]
    for grouping in found:
        assert Counter(node for group in grouping.groups for node in group.members) == Counter(
            edition.network
        )
        assert len({group.key for group in grouping.groups}) == len(grouping.groups) <= groups.MOST
        for group in grouping.groups:
            kinds = [edition.network.nodes[node]["kind"] in KINDS_SHOWN for node in group.members]
            assert sum(kinds) == group.first
            assert kinds == sorted(kinds, reverse=True)  # what is drawn first comes first


def test_small_groups_are_gathered_and_lose_nobody(made_up, monkeypatch):
    _, edition = made_up
    whole = by_name(groupings(edition.network, KINDS_SHOWN, edition.standing), "chantier")
    monkeypatch.setattr(groups, "MOST", 6)
    few = by_name(groupings(edition.network, KINDS_SHOWN, edition.standing), "chantier")
    assert len(few.groups) == 6
    own = [group for group in whole.groups if group.key != NONE]
    others = next(group for group in few.groups if group.key == OTHERS)
    assert others.gathered == len(own) - 4
    assert others.label == f"Autres ({others.gathered})"
    assert Counter(node for group in few.groups for node in group.members) == Counter(edition.network)
    assert few.groups[-1].key == NONE


def test_a_structure_of_several_chantiers_is_where_it_has_most_links_then_the_first_by_name():
    network = nx.MultiDiGraph()
    for node, kind in {
        "z": "Chantier",
        "é": "Chantier",
        "one": "Structure",
        "two": "Structure",
        "who": "Person",
    }.items():
        network.add_node(node, kind=kind, label=node)
    network.add_nodes_from(
        [
            ("start", {"kind": "Initiative", "label": "start"}),
            ("place", {"kind": "Territory", "label": "place"}),
        ]
    )
    network.add_edges_from(
        [("one", "z"), ("one", "z"), ("one", "é"), ("two", "z"), ("two", "é"), ("who", "z")]
    )
    network.add_edges_from([("z", "start"), ("place", "z")])
    found = of(by_name(groupings(network, KINDS_SHOWN, Standing()), "chantier"))
    assert found == {"z": "z", "é": "é", "one": "z", "two": "é", "who": "z", "start": NONE, "place": NONE}


def test_the_groups_by_type_are_those_of_the_legend(chantiers):
    found = by_name(groupings(chantiers, KINDS_SHOWN, Standing()), "type")
    for key, group in ((group.key, group) for group in found.groups if group.key != NONE):
        kinds = {
            (chantiers.nodes[node]["kind"], chantiers.nodes[node]["type"] or "") for node in group.members
        }
        assert {kind for kind, _ in kinds} == {key.partition("/")[0]}
        if key.startswith("Structure/"):
            assert {type_ for _, type_ in kinds} == {key.removeprefix("Structure/")}


@pytest.fixture
def places():
    """Return what makes a dataset: communes in départements in régions, and structures placed in them."""

    def places_(regions):
        dataset = Dataset()
        graph = dataset.graph(URIRef("urn:g"))
        node = lambda name: URIRef(f"urn:{name}")  # noqa: E731
        for region in range(regions):
            chain = [("Region", f"r{region}"), ("Departement", f"d{region}"), ("Commune", f"c{region}")]
            for depth, (kind, name) in enumerate(chain):
                graph.add((node(name), RDF.type, MAI[kind]))
                graph.add((node(name), RDF.type, MAI.Territory))
                graph.add((node(name), SKOS.prefLabel, Literal(name.upper(), "fr")))
                for _, wider in chain[: depth + 1]:
                    graph.add((node(name), MAI.within, node(wider)))
        said = [
            ("seated", "seatedIn", "c0"),
            ("seated", "intervenesIn", "r1"),
            ("acts", "intervenesIn", "d1"),
        ]
        said += [("wide", "intervenesIn", "r0"), ("wide", "intervenesIn", "r1")]
        for thing, relation, place in said:
            graph.add((node(thing), MAI[relation], node(place)))
        return in_memory(dataset)

    return places_


NODES = [f"urn:{name}" for name in ("seated", "acts", "wide", "c2", "d2", "r2", "nowhere")]


def test_a_node_stands_where_its_seat_is_else_where_it_acts_if_in_one_place(places):
    level, owner, names = territory_of(standing(places(3)), NODES)
    assert level == "region"
    assert owner == {
        "urn:seated": "urn:r0",
        "urn:acts": "urn:r1",
        **dict.fromkeys(("urn:c2", "urn:d2", "urn:r2"), "urn:r2"),
    }
    assert names["urn:r0"] == "R0"


def test_a_finer_level_is_taken_where_there_are_few_regions(places):
    level, owner, _ = territory_of(standing(places(3)), ["urn:seated", "urn:acts", "urn:wide"])
    assert (level, set(owner.values())) == (
        "region",
        {"urn:r0", "urn:r1"},
    )  # none makes three: the coarsest of two
    assert territory_of(standing(places(1)), ["urn:c0", "urn:d0"]) == ("", {}, {})
    dataset = places(3)
    graph = dataset.graph(URIRef("urn:g"))
    for name in ("d0", "d1", "d2", "c0", "c1", "c2"):
        graph.remove((URIRef(f"urn:{name}"), MAI.within, None))
        graph.add((URIRef(f"urn:{name}"), MAI.within, URIRef("urn:r0")))
    assert territory_of(standing(dataset), ["urn:d0", "urn:d1", "urn:d2"])[0] == "departement"


def test_a_grouping_that_makes_one_group_is_not_offered(chantiers):
    assert [one.by for one in groupings(chantiers, KINDS_SHOWN, Standing())] == ["chantier", "type"]
    lonely = nx.MultiDiGraph()
    lonely.add_node("a", kind="Structure", label="a", type=None)
    assert groupings(lonely, KINDS_SHOWN, Standing()) == []


def test_the_grouping_that_tells_most_apart_opens_first(made_up):
    _, edition = made_up
    found = groupings(edition.network, KINDS_SHOWN, edition.standing)
    assert all(first_of(found).vague <= one.vague + 0.01 for one in found)


def boxes_of(data, way):
    """Return the boxes of the groups of each picture, and of the members of each group."""
    least, most = data["group"]["radii"]

    def group_box(group, at):
        radius = least + (most - least) * min(1, group["total"] / way["top"]) ** 0.5 + 1
        return at[0] - group["room"][0] / 2, at[1] - radius, *group["room"]

    def member_box(number, at):
        style, width, height = data["styles"][data["styleOf"][number]], *data["nodes"]["room"][number][1:]
        above = height / 2 if style["boxed"] else 11 + 1 + 1
        return at[0] - width / 2, at[1] - above, width, height

    for both in way["places"].values():
        for places in both.values():
            yield [group_box(group, at) for group, at in zip(way["groups"], places, strict=True) if at]
    for members, spots in zip(way["members"], way["spots"], strict=True):
        yield [member_box(number, at) for number, at in zip(members, spots, strict=True)]


def overlap(a, b):
    return all(a[k] + 0.2 < b[k] + b[k + 2] and b[k] + 0.2 < a[k] + a[k + 2] for k in (0, 1))


def test_no_two_groups_overlap_nor_two_members_of_one(made_up, tmp_path):
    _, edition = made_up
    data = grouped_map(
        edition.network, tmp_path / "x.html", groupings(edition.network, KINDS_SHOWN, edition.standing)
    )
    pictures = [boxes for way in data["groupings"] for boxes in boxes_of(data, way)]
    assert max(map(len, pictures)) > 20
    for boxes in pictures:
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]


def test_members_of_an_open_group_are_bounded(chantiers, tmp_path, monkeypatch):
    monkeypatch.setattr(placing, "DRAWN", 4)
    data = grouped_map(chantiers, tmp_path / "x.html", groupings(chantiers, KINDS_SHOWN, Standing()))
    for way in data["groupings"]:
        assert max(map(len, way["members"])) == 4
        assert len(way["of"]) == len(chantiers)
        for members, number in zip(way["members"], range(len(way["groups"])), strict=True):
            assert {way["of"][node] for node in members} <= {number}


def test_the_same_network_gives_the_same_page_in_any_order(chantiers, tmp_path):
    other = nx.MultiDiGraph(**chantiers.graph)
    other.add_nodes_from(reversed(list(chantiers.nodes(data=True))))
    other.add_edges_from(reversed(list(chantiers.edges(data=True))))
    for name, network in (("a", chantiers), ("b", other)):
        grouped_map(network, tmp_path / f"{name}.html", groupings(network, KINDS_SHOWN, Standing()))
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_map_that_gained_a_node_keeps_its_groups_and_members_in_place(chantiers, tmp_path):
    path = tmp_path / "x.html"
    before = grouped_map(chantiers, path, groupings(chantiers, KINDS_SHOWN, Standing()))
    again = grouped_map(
        chantiers, path, groupings(chantiers, KINDS_SHOWN, Standing()), former=former_map(path)
    )
    assert again == before
    chantier = next(node for node, kind in chantiers.nodes(data="kind") if kind == "Chantier")
    chantiers.add_node(
        "new", **{**chantiers.nodes[chantier], "kind": "Structure", "type": None, "label": "Neuve"}
    )
    chantiers.add_edge(
        "new", chantier, relation="participatesIn", label="participe", status="stated", reasons=[]
    )
    after = grouped_map(
        chantiers, path, groupings(chantiers, KINDS_SHOWN, Standing()), former=former_map(path)
    )
    for one, two in zip(before["groupings"], after["groupings"], strict=True):
        stood, stand = places_of(before, one), places_of(after, two)
        assert stood.keys() <= stand.keys()
        assert max(dist(stood[key], stand[key]) for key in stood) < 60


def places_of(data, way):
    """Return where groups stand, and members from the first of their group."""
    keys = [group["key"] for group in way["groups"]]
    found = {key: at for key, at in zip(keys, way["places"]["wide"]["first"], strict=True) if at}
    for members, spots in zip(way["members"], way["spots"], strict=True):
        ids = packing.ids_of(data["nodes"])
        places = {ids[number]: spot for number, spot in zip(members, spots, strict=True)}
        origin = places[min(places)] if places else None
        found |= {node: (x - origin[0], y - origin[1]) for node, (x, y) in places.items()}
    return found


@pytest.mark.parametrize(
    "block",
    ['{"groupings":[]}', '{"groupings":[{"by":"type"}],"nodes":[]}', '{"groupings":5,"nodes":[]}',
     '{"nodes":{"roots":[],"root":[0],"rest":["a"]},"groupings":[{"by":"t","groups":[],"places":{},"members":[[0]],"spots":[[[1,1]]]}]}',
     '{"nodes":{"roots":[""],"root":[0],"rest":["a"]},"groupings":[{"by":"t","groups":[{"key":"k"}],"places":{},"members":[[0]],"spots":[[["x",1]]]}]}'],
)  # fmt: skip
def test_a_page_that_is_none_of_ours_gives_no_places(tmp_path, block):
    (tmp_path / "x.html").write_text(f'<script type="application/json" id="data">{block}</script>', "utf-8")
    assert former_map(tmp_path / "x.html").members("type") == {}


def cited(data):
    """Return the sources of each card and link, as numbers of a document and words."""
    found = [*data["cards"]["sources"], *([why[1] for why in one] for one in data["links"]["reasons"])]
    word = lambda one: data["strings"][one] if isinstance(one, int) else one  # noqa: E731
    return [[source and [source[0], word(source[1])] for source in sources] for sources in found]


def test_a_page_too_heavy_keeps_links_and_sources_and_says_what_it_leaves_out(
    chantiers, tmp_path, monkeypatch
):
    found = groupings(chantiers, KINDS_SHOWN, Standing())
    heavy = grouped_map(chantiers, tmp_path / "x.html", found)
    monkeypatch.setattr(packing, "HEAVIEST", 10)
    light = grouped_map(chantiers, tmp_path / "y.html", found)
    assert (heavy["light"], light["light"]) == (False, True)
    assert len(light["links"]["reasons"]) == len(heavy["links"]["reasons"]) == chantiers.number_of_edges()
    assert cited(light) == cited(heavy)
    assert not any(light["cards"]["facts"]) and any(heavy["cards"]["facts"])
    assert (tmp_path / "y.html").stat().st_size < (tmp_path / "x.html").stat().st_size
    said = "ni les faits des fiches ni le texte des raisons"
    assert said in (tmp_path / "y.html").read_text("utf-8")
    assert said not in (tmp_path / "x.html").read_text("utf-8")


def test_a_view_is_grouped_where_it_is_large_or_where_it_is_asked(made_up, tmp_path, monkeypatch):
    maillage, edition = made_up
    path = tmp_path / "x.html"
    view = choose("participation", maillage, edition)
    write_view(view, edition, path)
    assert "groupings" not in data_of(path)
    assert "MapPack = " not in path.read_text("utf-8")
    monkeypatch.setattr(legible, "_LEGIBLE", 10)
    write_view(view, edition, path)
    assert len(data_of(path)["nodes"]["rest"]) == len(view.network)  # nothing is left out
    monkeypatch.undo()
    draw("participation", maillage, path, Wish(by="chantier"))
    assert data_of(path)["by"] == "chantier"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grouping_that_is_none_or_makes_no_groups_is_refused(made_up, tmp_path, language):
    maillage, _ = made_up
    set_language(language)
    with pytest.raises(BadParameter, match="chantier, type, territory"):
        draw("everything", maillage, tmp_path / "x.html", Wish(by="couleur"))
    with pytest.raises(BadParameter, match="--by"):
        draw("typology", maillage, tmp_path / "x.html", Wish(by="chantier"))
    set_language("fr")


def test_a_poster_of_a_large_network_draws_the_most_linked_and_says_so(made_up, monkeypatch):
    maillage, edition = made_up
    view = choose("participation", maillage, edition)
    monkeypatch.setattr(legible, "_LEGIBLE", 12)
    first = compose(view, edition)[0]
    said = " ".join(mark.said for mark in first.marks if hasattr(mark, "said"))
    assert "Cette carte dessine les" in said
    assert sum(type(mark).__name__ == "Shape" for mark in first.marks) <= 12 + 40  # and those of the legend


def test_no_kind_has_the_shape_of_a_group():
    assert GROUP["path"] not in SHAPES.values()


def test_groups_and_their_lines_stand_out_of_what_is_behind_them():
    line, wash = "#7b8699", "#f4f6fa"
    assert contrast(INK, GROUP["fill"]) >= 4.5  # the outline
    assert contrast("#ffffff", GROUP["head"]) >= 4.5  # the title of an open group
    assert min(contrast(line, "#ffffff"), contrast(line, wash)) >= 3
    scripts = files("maillage.visualize") / "static"
    assert line in (scripts / "map-bundles.js").read_text("utf-8")
    assert wash in (scripts / "map-groups.js").read_text("utf-8")


@pytest.mark.parametrize(("by", "key"), [("chantier", "story.group"), ("", "story.ungrouped")])
def test_the_steps_of_a_view_name_its_groups(made_up, tmp_path, by, key):
    maillage, _ = made_up
    story = tmp_path / "h.toml"
    story.write_text('[[step]]\ntitle = "Un"\nstate = "open=nulle-part"\n', "utf-8")
    with pytest.raises(InvalidData) as refused:
        draw("participation", maillage, tmp_path / "x.html", Wish(by=by), story)
    assert [fault.key for fault in refused.value.faults] == [key]
