"""Posters: what stands on the sheets, in the three formats, without a browser."""

import re
from xml.etree import ElementTree

import networkx as nx
import pytest
from pypdfium2 import PdfDocument

from maillage.errors import BadParameter, UnknownName
from maillage.graph.maillage import Maillage
from maillage.messages import text
from maillage.visualize.edition import Edition
from maillage.visualize.labels import typeset
from maillage.visualize.paper import faces
from maillage.visualize.paper.poster import SIZES, compose, print_view
from maillage.visualize.paper.printing import write_poster
from maillage.visualize.paper.sheet import Panel, Shape, Stroke, Words
from maillage.visualize.views.catalogue import choose
from maillage.visualize.views.wish import NOTHING

HOSTILE = "</text><script>alert(1)</script>\"&'"


@pytest.fixture(scope="module")
def corpus():
    return Maillage.open()


@pytest.fixture(scope="module")
def edition(corpus, tmp_path_factory):
    return Edition.alone(corpus, tmp_path_factory.mktemp("poster"))


@pytest.fixture(scope="module")
def sheets(corpus, edition):
    return compose(choose("everything", corpus, edition), edition, address="http://192.168.1.2:8765/")


def node(label):
    silent = {"type": None, "short": None, "facts": [], "alt": [], "sources": []}
    return {"kind": "Structure", "label": label, **silent}


def said(sheet):
    return [mark.said for mark in sheet.marks if isinstance(mark, Words)]


def box(mark):
    wide = faces.width(mark.said, mark.size, mark.bold)
    wide = min(wide, mark.most) if mark.most else wide
    left = mark.at[0] - (wide / 2 if mark.anchor == "middle" else 0)
    return left, mark.at[1] - mark.size * 0.75, left + wide, mark.at[1] + mark.size * 0.22


@pytest.mark.parametrize("size", SIZES)
def test_every_mark_stands_on_the_paper(corpus, edition, size):
    for sheet in compose(choose("everything", corpus, edition), edition, size, "https://exemple.fr/carte"):
        assert (sheet.width, sheet.height) == SIZES[size]
        for mark in (each for each in sheet.marks if isinstance(each, Words)):
            left, top, right, bottom = box(mark)
            assert left >= 0, mark
            assert top >= 0, mark
            assert right <= sheet.width + 0.01, mark
            assert bottom <= sheet.height, mark


def test_no_two_labels_overlap(sheets):
    boxes = [box(mark) for mark in sheets[0].marks if isinstance(mark, Words)]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_the_map_holds_its_title_legend_sources_and_date(sheets, edition):
    words = " ".join(said(sheets[0]))
    for wanted in (
        edition.name,
        "Comment lire cette carte",
        "Sources :",
        edition.state,
        "http://192.168.1.2:8765/",
    ):
        assert wanted in words
    assert {mark.dashes == () for mark in sheets[0].marks if isinstance(mark, Stroke)} == {True, False}
    assert sum(isinstance(mark, Shape) for mark in sheets[0].marks) > 50
    assert typeset(text("map.fictional")) not in words


def test_the_appendix_lists_everything_drawn_with_its_sources(corpus, edition, sheets):
    listed = " ".join(word for sheet in sheets[1:] for word in said(sheet))
    view = choose("everything", corpus, edition)
    for _, node in view.network.nodes(data=True):
        if node["kind"] in view.kinds_shown:
            first = faces.printable(node["label"]).split()[0]
            assert first in listed
    assert listed.count("source") >= 50


def test_made_up_data_are_said_on_each_sheet(corpus, edition):
    network = nx.MultiDiGraph(fictional=True)
    for number in range(300):
        label = f"Fictive {number} " + "mot " * 8
        network.add_node(str(number), **node(label))
    view = choose("everything", corpus, edition)
    made = type(view)(view.name, view.title, view.sentence, network, view.kinds_shown)
    fictional = type(edition)(edition.dataset, network, edition.folder, edition.state, title="Essai")
    found = compose(made, fictional)
    assert len(found) > 1
    for sheet in found:
        assert typeset(text("map.fictional")) in said(sheet)


def test_the_three_formats_are_written(corpus, tmp_path):
    (pdf,) = print_view("funding", corpus, tmp_path / "a.pdf", NOTHING)
    pages = PdfDocument(pdf)
    assert [round(side / 72 * 25.4) for side in pages[0].get_size()] == [420, 297]
    assert "Que Vol'Terre" in pages[1].get_textpage().get_text_range()
    assert pages.get_metadata_dict()["Title"].endswith("qui finance quoi")
    png, *_ = print_view("funding", corpus, tmp_path / "a.png", NOTHING)
    picture = png.read_bytes()
    assert int.from_bytes(picture[16:20], "big") >= 4961
    svg, *more = print_view("funding", corpus, tmp_path / "a.svg", NOTHING)
    assert [path.name for path in more] == ["a-2.svg"]
    assert ElementTree.parse(svg).getroot().get("width") == "420.0mm"  # noqa: S314  our own file


def test_labels_of_symbols_are_inked_in_the_pdf(corpus, tmp_path):
    (pdf,) = print_view("funding", corpus, tmp_path / "a.pdf", NOTHING, size="A3")
    content = PdfDocument(pdf)[0]
    shown = content.render(scale=2).to_pil().convert("L")
    sheet = compose(
        choose("funding", corpus, Edition.alone(corpus, tmp_path)), Edition.alone(corpus, tmp_path)
    )[0]
    label = next(mark for mark in sheet.marks if isinstance(mark, Words) and mark.halo)
    scale = 2 * 72 / 25.4
    inside = shown.crop([round(side * scale) for side in box(label)])
    assert inside.getextrema()[0] < 90


def test_hostile_words_stay_words(corpus, edition, tmp_path):
    network = nx.MultiDiGraph(fictional=False)
    network.add_node("a", **node(HOSTILE))
    view = choose("everything", corpus, edition)
    made = type(view)(view.name, HOSTILE, HOSTILE, network, view.kinds_shown)
    for path in write_poster(compose(made, edition), tmp_path / "a.svg"):
        root = ElementTree.parse(path).getroot()  # noqa: S314
        assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
            "svg",
            "title",
            "text",
            "rect",
            "path",
            "line",
        }
        assert HOSTILE[:7] in "".join(root.itertext())


def test_the_code_is_drawn_only_for_an_address(corpus, edition, sheets):
    without = compose(choose("everything", corpus, edition), edition)[0]

    def cells(sheet):
        return sum(isinstance(mark, Panel) for mark in sheet.marks)

    assert cells(sheets[0]) > cells(without) + 100


def test_what_cannot_be_printed_is_said(corpus, tmp_path):
    with pytest.raises(BadParameter, match=re.escape(".svg, .pdf, .png")):
        print_view("everything", corpus, tmp_path / "a.docx", NOTHING)
    with pytest.raises(BadParameter, match="A3, A0"):
        print_view("everything", corpus, tmp_path / "a.pdf", NOTHING, size="A7")
    with pytest.raises(UnknownName, match="everything"):
        print_view("nothing", corpus, tmp_path / "a.pdf", NOTHING)
    assert not [*tmp_path.iterdir()]


def test_letters_that_the_face_lacks_are_replaced():
    assert faces.printable("Œuvre d'été – ő ą 漢") == "Œuvre d'été – o a ?"


def test_the_same_view_gives_the_same_bytes(corpus, tmp_path):
    first, second = (
        print_view("funding", corpus, tmp_path / name, NOTHING)[0].read_bytes() for name in ("a.pdf", "b.pdf")
    )
    assert first == second
