from itertools import combinations
from math import isfinite

import networkx as nx
import numpy as np
import pytest

from maillage.visualize import overlaps
from maillage.visualize.labels import Box, cartouche_box, symbol_box, text_width, typeset, wrap
from maillage.visualize.layout import arrange
from maillage.visualize.rings import hits, taken

NAME = "Institut européen de l'économie de la fonctionnalité et de la coopération"


def boxes_of(network):
    return {str(node): symbol_box(wrap(f"Structure numéro {node}"), 17, 12) for node in network}


def links_of(network):
    return [(str(a), str(b)) for a, b in network.edges]


def rectangle(box: Box, at):
    top = at[1] - box.anchor
    return at[0] - box.width / 2, top, at[0] + box.width / 2, top + box.height


def overlapping(boxes, places):
    found = []
    for one, other in combinations(boxes, 2):
        a, b = rectangle(boxes[one], places[one]), rectangle(boxes[other], places[other])
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            found.append((one, other))
    return found


NETWORKS = {
    "star": nx.star_graph(46),
    "karate club": nx.karate_club_graph(),
    "path": nx.path_graph(9),
    "complete": nx.complete_graph(12),
    "two stars and isolated": nx.disjoint_union_all([nx.star_graph(8), nx.star_graph(5), nx.empty_graph(7)]),
    "isolated": nx.empty_graph(30),
    "pair": nx.path_graph(2),
    "one": nx.empty_graph(1),
}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("aspect", [16 / 9, 0.62])
def test_no_two_labels_overlap(name, aspect):
    network = NETWORKS[name]
    boxes = boxes_of(network)
    places = arrange(boxes, links_of(network), aspect=aspect)
    assert set(places) == set(boxes)
    assert all(isfinite(x) and isfinite(y) for x, y in places.values())
    assert overlapping(boxes, places) == []


def test_nothing_gives_nothing():
    assert arrange({}, []) == {}


def test_a_network_is_placed_the_same_way_each_time():
    network = nx.karate_club_graph()
    boxes = boxes_of(network)
    assert arrange(boxes, links_of(network)) == arrange(boxes, reversed(links_of(network)))


@pytest.mark.parametrize("name", ["star", "karate club"])
def test_the_frame_is_wide_on_a_screen_and_tall_on_a_phone(name):
    def proportion(aspect):
        boxes = boxes_of(NETWORKS[name])
        places = arrange(boxes, links_of(NETWORKS[name]), aspect=aspect)
        edges = [rectangle(boxes[node], places[node]) for node in boxes]
        left, top, right, bottom = zip(*edges, strict=True)
        return (max(right) - min(left)) / (max(bottom) - min(top))

    assert 1.2 < proportion(16 / 9) < 2.8
    assert 0.4 < proportion(0.62) < 1.1


def test_leaves_stand_around_their_hub():
    boxes = boxes_of(NETWORKS["star"])
    places = arrange(boxes, links_of(NETWORKS["star"]))
    x, y = places["0"]
    around = {(places[node][0] > x, places[node][1] > y) for node in boxes if node != "0"}
    assert len(around) == 4


def test_no_leaf_stands_behind_another_hub():
    """A spoke under the box of a chantier would read as a link with it."""
    network = nx.Graph(
        [("hub", f"chantier {i}") for i in range(5)] + [("hub", f"leaf {i}") for i in range(40)]
    )
    network.add_edges_from((f"chantier {i}", f"référent {i}") for i in range(5))
    network.add_edges_from(("hub", f"référent {i}") for i in range(5))
    boxes = {
        node: cartouche_box(wrap(node), 21) if "chantier" in node else symbol_box([node], 17, 12)
        for node in network
    }
    places = arrange(boxes, network.edges)

    def behind(leaf, chantier):
        left, top, right, bottom = rectangle(boxes[chantier], places[chantier])
        (x0, y0), (x1, y1) = places["hub"], places[leaf]
        steps = [(x0 + (x1 - x0) * t / 200, y0 + (y1 - y0) * t / 200) for t in range(201)]
        return any(left < x < right and top < y < bottom for x, y in steps)

    hidden = [(i, k) for i in range(40) for k in range(5) if behind(f"leaf {i}", f"chantier {k}")]
    assert hidden == []
    assert overlapping(boxes, places) == []


@pytest.mark.parametrize(
    ("start", "end", "met"),
    [
        ((-9, 0), (9, 0), True),  # across
        ((0, -9), (0, 9), True),  # up and down
        ((-3, -3), (3, 3), True),  # by the corners
        ((-9, 0), (-4, 0), False),  # too short
        ((-9, 2), (9, 2), False),  # above
        ((-3, 0), (0, 3), False),  # past a corner
        ((0, 0), (9, 0), False),  # from inside
        ((9, 0), (1, 0.5), False),  # to inside
    ],
)
def test_a_segment_meets_a_box_that_holds_neither_of_its_ends(start, end, met):
    place = (np.array([point], dtype=float) for point in (start, end, (0, 0), (2, 1)))
    assert hits(*place).tolist() == [float(met)]


def test_many_segments_and_boxes_are_weighed_as_one_by_one():
    rng = np.random.default_rng(1)
    starts, ends, centres = (rng.uniform(-50, 50, (20, 2)) for _ in range(3))
    halves = rng.uniform(1, 20, (20, 2))
    found = hits(starts[:, None], ends[:, None], centres[None], halves[None])
    one_by_one = [
        [hits(a, b, centre, half).item() for centre, half in zip(centres, halves, strict=True)]
        for a, b in zip(starts, ends, strict=True)
    ]
    assert found.tolist() == one_by_one
    assert 0 < found.sum() < found.size


def test_a_seat_is_taken_where_a_box_would_stand_too_near():
    seats = np.array([(0.0, 0.0), (30.0, 0.0), (0.0, 30.0)])
    free = ~taken(seats, np.array([4.0, 4.0]), np.array([(0.0, 0.0)]), np.array([(4.0, 4.0)]))
    assert free.tolist() == [False, True, True]


def test_more_nodes_leave_the_others_about_where_they_were():
    small = nx.karate_club_graph()
    places = arrange(boxes_of(small), links_of(small))
    large = nx.Graph(small.edges)
    large.add_edges_from([(0, 100), (33, 101)])
    kept = arrange(boxes_of(large), links_of(large), start=places)
    sides = [
        (places[a][0] - places[b][0]) * (kept[a][0] - kept[b][0]) > 0 for a, b in combinations(places, 2)
    ]
    assert sum(sides) / len(sides) > 0.9


def test_a_thousand_nodes_are_placed_without_overlap():
    network = nx.barabasi_albert_graph(1000, 2, seed=1)
    boxes = {str(node): symbol_box(["Nom court"], 17, 12) for node in network}
    assert overlapping(boxes, arrange(boxes, links_of(network))) == []


def test_labels_are_wrapped_at_about_22_characters():
    lines = wrap(NAME)
    assert max(map(len, lines)) <= 22
    assert " ".join(lines) == NAME
    assert wrap("Le Kiif") == ["Le Kiif"]


def test_a_label_too_long_is_cut_short_and_says_so():
    assert wrap(NAME, lines=2)[-1].endswith("…")
    assert len(wrap(NAME * 9)) == 4


def test_a_word_is_not_broken_to_balance_lines():
    assert wrap("Outils financiers", line=17) == ["Outils financiers"]
    assert wrap("Dispositifs d'accompagnement", line=17) == ["Dispositifs", "d'accompagnement"]


def test_french_punctuation_keeps_its_word():
    assert typeset("Carte : qui ?") == "Carte\u00a0: qui\u00a0?"
    assert typeset("« ici »") == "«\u00a0ici\u00a0»"
    assert typeset("a\n  b") == "a b"


def test_wider_words_take_more_room():
    assert text_width("WWW", 17) > text_width("iii", 17) * 2
    assert text_width("abc", 34) == 2 * text_width("abc", 17)
    assert text_width("abc", 17, bold=True) > text_width("abc", 17)


def test_a_free_place_is_one_where_no_box_meets_another():
    random = np.random.default_rng(7)
    centres, sizes = random.uniform(0, 400, (30, 2)), random.uniform(10, 60, (30, 2))
    members, others = [0, 1, 2], list(range(3, 30))
    moves = np.linspace(-300, 300, 17), np.linspace(-200, 500, 13)
    found = overlaps._free(centres, sizes, members, others, moves)
    expected = [
        not any(
            (np.abs(centres[a] + [x, y] - centres[b]) < (sizes[a] + sizes[b]) / 2 + 2 * overlaps.GAP).all()
            for a in members
            for b in others
        )
        for y in moves[1]
        for x in moves[0]
    ]
    assert 0 < sum(expected) < len(expected)
    assert found.tolist() == expected
