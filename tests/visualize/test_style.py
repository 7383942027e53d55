import re
from itertools import combinations

import pytest

from maillage.visualize.map_data import NAMED_KINDS
from maillage.visualize.style import (
    DASHES,
    INK,
    LINE,
    MONEY,
    PAPER,
    SHAPES,
    STRONG,
    contrast,
    edge_style,
    styles,
)

TYPES = [("Structure", f"type {i}") for i in range(20)]
ALL = [(kind, None) for kind in NAMED_KINDS] + TYPES + [("Autre", None), ("Encore", None)]


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_every_type_has_a_look_of_its_own():
    looks = [(style.shape, style.fill) for style in styles(ALL).values()]
    assert len(set(looks)) == len(looks) == len(ALL)


def test_kinds_differ_by_shape_alone():
    shapes = [style.shape for style in styles([(kind, None) for kind in NAMED_KINDS]).values()]
    assert len(set(shapes)) == len(NAMED_KINDS)


def test_seven_types_of_structures_differ_by_shape_alone_and_by_colour_alone():
    looks = styles(TYPES[:7]).values()
    assert len({style.shape for style in looks}) == len({style.fill for style in looks}) == 7


def test_labels_are_readable_on_what_is_behind_them():
    for style in styles(ALL).values():
        behind = style.fill if style.boxed else PAPER
        assert contrast(style.ink, behind) >= 4.5, style


def test_outlines_and_lines_stand_out_from_paper():
    for colour in (INK, LINE, STRONG, MONEY):
        assert contrast(colour, PAPER) >= 3
    for style in styles(ALL).values():
        assert contrast(style.fill if style.boxed else INK, PAPER) >= 3


def test_paths_of_shapes_stay_near_their_square_and_differ():
    for name, path in SHAPES.items():
        numbers = [float(n) for n in re.findall(r"-?\d*\.?\d+", path)]
        assert all(abs(number) <= 1.2 for number in numbers), name
    assert all(a != b for a, b in combinations(SHAPES.values(), 2))


def test_a_type_keeps_its_look_when_nodes_are_counted_otherwise():
    once, often = styles(TYPES[:4]), styles(TYPES[:4] * 3 + TYPES[:1])
    assert {k: (s.shape, s.fill) for k, s in once.items()} == {k: (s.shape, s.fill) for k, s in often.items()}
    assert often[TYPES[0]].count == 4


def test_fundings_and_what_leads_a_chantier_stand_out():
    assert edge_style(["participatesIn", "funds"])[0] == MONEY
    assert edge_style(["participatesIn"], {"Structure", "Chantier"})[1] > edge_style(["participatesIn"])[1]


def test_each_status_has_a_dash_of_its_own_and_the_surest_is_solid():
    assert list(DASHES) == ["stated", "inferred", "disputed", "proposed"]
    assert DASHES["stated"] == []
    assert len({tuple(dash) for dash in DASHES.values()}) == len(DASHES)


def test_types_of_one_basis_look_the_same_whichever_are_shown():
    basis = ["association", "coopérative", "université"]
    whole = styles([("Structure", type_) for type_ in basis], basis)
    part = styles([("Structure", "université")], basis)
    shown = part["Structure", "université"]
    assert list(part) == [("Structure", "université")]
    assert (shown.shape, shown.fill) == (
        whole["Structure", "université"].shape,
        whole["Structure", "université"].fill,
    )
