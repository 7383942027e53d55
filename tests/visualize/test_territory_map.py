"""Maps of territories: every territory once, honest classes, safe words, a layout that resembles France."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from maillage.data.territories.drawing import load_outlines, load_tiles
from maillage.data.territories.reference import load_reference
from maillage.messages import set_language
from maillage.visualize.style import contrast
from maillage.visualize.territory_drawing import FORMS, territories
from maillage.visualize.territory_map import LICENCE, TerritoryMap, territory_svg
from maillage.visualize.territory_scale import FILLS, OUTLINE, PAPER, class_of, classes

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script> & \"'"
EACH = [(level, form) for level in ("departement", "region") for form in FORMS]
# pairs that share a border, one a line of the map from north to south and east to west
NEIGHBOURS = [
    *("62-59", "80-62", "02-60", "08-51", "76-27", "14-61", "50-14", "29-22", "22-35", "56-44"),
    *("35-53", "44-85", "49-72", "28-78", "75-92", "75-94", "77-91", "57-67", "88-70", "21-71"),
    *("45-41", "36-18", "86-79", "33-40", "64-65", "31-81", "63-03", "38-73", "13-83", "2A-2B"),
]


def drawn(values, level="departement", form="outline", **more):
    return territory_svg(values, level=level, form=form, title="Essai", unit="structures", **more)


def areas(svg: str) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(svg)  # noqa: S314  our own file
    return {each.get("data-code"): each for each in root.iter(f"{SVG}path") if each.get("data-code")}


@pytest.mark.parametrize(("level", "form"), EACH)
def test_every_territory_is_drawn_once_and_named(level, form):
    svg = drawn({}, level, form)
    found = re.findall(r'data-code="(\w+)"', svg)
    assert sorted(found) == sorted(territories(level))
    assert len(found) == {"departement": 101, "region": 18}[level]
    for code, area in areas(svg).items():
        assert area.find(f"{SVG}title").text.startswith(f"{territories(level)[code].name} ({code})")


def test_outlines_hold_mainland_corsica_and_overseas_in_their_box():
    outlines = load_outlines()
    assert set(outlines["departement"]) >= {"2A", "2B", "971", "972", "973", "974", "976", "75", "90"}
    assert set(outlines["departement"]) == set(territories("departement"))
    assert set(outlines["region"]) == set(territories("region"))
    for level in outlines.values():
        for outline in level.values():
            assert 0 <= outline.x <= 613
            assert 0 <= outline.y <= 585
            assert re.fullmatch(r"(M[\d.]+ [\d.]+l[-\d. ]+z)+", outline.path)


def points(path: str) -> int:
    return sum(len(re.findall(r"-?[.\d]+", ring)) // 2 for ring in path.split("M") if ring)


def test_a_region_is_outlined_without_the_borders_inside_it():
    outlines = load_outlines()
    for code, region in territories("region").items():
        inside = [each for each, place in territories("departement").items() if place.regions == (code,)]
        total = sum(points(outlines["departement"][each].path) for each in inside)
        whole = points(outlines["region"][code].path)
        assert whole == total if len(inside) == 1 else whole < total, region.name
    # no crumb of a border is left within: one ring for what has neither island nor enclave; Occitanie has two
    for code in ("11", "24", "27", "44"):
        assert outlines["region"][code].path.count("M") == 1, code
    assert outlines["region"]["76"].path.count("M") == 3


def test_tiles_are_apart_and_neighbours_stay_near():
    tiles = load_tiles()
    assert len(tiles) == len(set(tiles.values())) == 101
    assert set(tiles) == {
        each.code for each in load_reference().of_kind("Departement") if each.nature != "com"
    }
    assert len(NEIGHBOURS) == 30
    near = 0
    for pair in NEIGHBOURS:
        (x1, y1), (x2, y2) = (tiles[code] for code in pair.split("-"))
        near += max(abs(x1 - x2), abs(y1 - y2)) <= 2
    assert near >= 24
    assert tiles["59"][1] < tiles["75"][1] < tiles["66"][1]
    assert tiles["29"][0] < tiles["75"][0] < tiles["67"][0]


def test_tiles_of_a_metropolitan_region_touch():
    tiles = load_tiles()
    for code, region in territories("region").items():
        left = {tiles[each] for each, place in territories("departement").items() if place.regions == (code,)}
        waiting = [left.pop()]
        while waiting:
            x, y = waiting.pop()
            touching = {tile for tile in left if abs(tile[0] - x) + abs(tile[1] - y) == 1}
            left -= touching
            waiting += touching
        assert not left, region.name


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([0, 0, None], []),
        ([0, 4], [(4, 4)]),
        ([1, 2, 2, 5, 9, 40], [(1, 1), (2, 2), (5, 5), (9, 9), (40, 40)]),
        ([1, 2, 3, 50, 51, 52, 100, 101, 200, 300], [(1, 3), (50, 52), (100, 101), (200, 200), (300, 300)]),
    ],
)
def test_classes_come_from_the_data(values, expected):
    assert [(each.low, each.high) for each in classes(values)] == expected


def test_classes_are_few_ordered_and_hold_every_number():
    numbers = [(n * 7919) % 1000 for n in range(101)]
    scale = classes(numbers)
    assert len(scale) == 5
    assert [each.fill for each in scale] == list(FILLS)
    assert all(one.high < other.low for one, other in pairwise(scale))
    for number in filter(None, numbers):
        assert class_of(number, scale).low <= number <= class_of(number, scale).high
    with pytest.raises(ValueError, match="-1"):
        classes([-1, 2])


def test_colours_darken_and_outlines_and_numbers_stand_out():
    for one, other in pairwise((PAPER, *FILLS)):
        assert contrast(one, other) > 1.15
        assert contrast(PAPER, one) < contrast(PAPER, other)
    for fill in FILLS:
        assert contrast(OUTLINE, fill) >= 3
    for its in classes([1, 2, 3, 4, 5]):
        assert contrast(its.ink, its.fill) >= 4.5


def test_zero_nothing_known_and_a_wider_statement_differ():
    found = areas(drawn({"61": 0, "50": 3, "14": 3, "75": None}, marked=["14"], marked_words="en gros"))
    assert found["61"].get("fill") == "url(#carte-zero)"
    assert found["50"].get("fill") in FILLS
    assert found["14"].get("fill") == "url(#carte-dots-0)"
    for unknown in ("75", "01"):
        assert found[unknown].get("fill") == PAPER
        assert found[unknown].get("stroke-dasharray")
    assert "0 structures" in found["61"].find(f"{SVG}title").text
    assert "3 structures (en gros)" in found["14"].find(f"{SVG}title").text
    assert "pas de donnée" in found["75"].find(f"{SVG}title").text


def test_each_number_is_written_so_that_grey_paper_suffices():
    svg = drawn(dict.fromkeys(territories("departement"), 0) | {"61": 137, "75": 141}, form="tiles")
    root = ElementTree.fromstring(svg)  # noqa: S314  our own file
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert words.count("137") == words.count("141") == 2  # on the map and in the legend
    assert words.count("0") == 99 + 1
    assert {"75", "2A", "976"} <= set(words)


def test_paris_and_its_neighbours_are_readable_in_a_frame():
    svg = drawn({"75": 137, "92": 5})
    words = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314
    assert "Paris et petite couronne" in words
    assert words.count("137") == 2  # in the frame and in the legend


@pytest.mark.parametrize(("level", "form"), EACH)
def test_words_are_escaped_and_the_svg_is_whole(level, form):
    svg = territory_svg(
        {}, level=level, form=form, title=HOSTILE, unit=HOSTILE, note=HOSTILE, marked_words=HOSTILE
    )
    root = ElementTree.fromstring(svg)  # noqa: S314  our own file
    assert root.tag == f"{SVG}svg"
    assert not list(root.iter(f"{SVG}script"))
    assert root.find(f"{SVG}title").text == HOSTILE
    assert root.get("role") == "img"
    labels = root.get("aria-labelledby").split()
    assert [each.get("id") for each in (root.find(f"{SVG}title"), root.find(f"{SVG}desc"))] == labels
    assert "style" not in {each.tag.removeprefix(SVG) for each in root.iter()}


@pytest.mark.parametrize(("level", "form"), EACH)
def test_two_drawings_give_the_same_text_and_every_reference_holds(level, form):
    values = {code: rank % 7 for rank, code in enumerate(territories(level))}
    svg = drawn(values, level, form, marked=list(values)[:9], marked_words="en gros")
    assert svg == drawn(
        dict(reversed(values.items())), level, form, marked=set(list(values)[:9]), marked_words="en gros"
    )
    ids = re.findall(r' id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert "nan" not in svg.lower().replace("nanc", "")


def test_a_map_in_a_page_says_nothing_twice_and_its_ids_are_its_own():
    one = TerritoryMap({"28": 2}, "region", "outline", "Essai", "structures", key="r1")
    assert "<metadata" not in one.svg(standalone=False)
    assert "<?xml" not in one.svg(standalone=False)
    assert all(each.startswith("r1-") for each in re.findall(r' id="([^"]+)"', one.svg(standalone=False)))
    assert [entry.words for entry in one.legend] == ["2", "pas de donnée"]


def test_the_licence_of_the_outlines_is_in_the_file_and_on_it():
    svg = drawn({})
    assert LICENCE in svg.partition("</metadata>")[0]
    after = " ".join(re.findall(r">([^<]*)</text>", svg.partition("</metadata>")[2]))
    assert "Victor Cazanave" in after
    assert "CC BY 4.0" in after
    assert LICENCE not in drawn({}, form="tiles")


def test_it_says_in_words_what_it_shows():
    some = {"28": 2, "53": 1, "11": 0}
    assert (
        "2 régions sur 18 comptent au moins une unité"
        in TerritoryMap(some, "region", "tiles", "T", "s").describe()
    )
    set_language("en")
    assert "2 régions of 18 have" in TerritoryMap(some, "region", "tiles", "T", "s").describe()


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match="'99'"):
        drawn({"99": 1})
    assert drawn({"61": float("nan")}) == drawn({"61": None})


@pytest.mark.parametrize(("number", "said"), [(0, "0 structure"), (1, "1 structure"), (2, "2 structures")])
def test_the_words_on_a_territory_agree_with_its_number(number, said):
    drawn = TerritoryMap({"28": number}, "region", "tiles", "Essai", "structures", one="structure")
    (area,) = [area for area in drawn.drawing.areas if area.code == "28"]
    assert drawn.look(area).words == said
