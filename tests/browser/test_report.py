"""The report on a screen, on a phone and on paper: two to six sheets of A4, nothing cut, nothing fetched."""

import re
from pathlib import Path

import pytest

from maillage.data.synthetic import make_ecosystem
from maillage.graph.maillage import Maillage
from maillage.messages import set_language
from maillage.visualize.atlas import write_atlas
from maillage.visualize.report_page import write_report_alone

from .test_atlas import _CONTRAST

SCREENS = [{"width": 1920, "height": 1080}, {"width": 390, "height": 844}, {"width": 320, "height": 640}]
A4 = (794, 1123)  # pixels of CSS


@pytest.fixture(scope="module", params=["corpus", "demo"])
def report(request, corpus: Maillage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the corpus, and that of a made-up ecosystem of another size."""
    set_language("fr")
    folder = tmp_path_factory.mktemp("report")
    maillage = corpus
    if request.param == "demo":
        make_ecosystem(200, 1, folder / "demo")
        maillage = Maillage.open(folder / "demo")
    return write_report_alone(maillage, folder / "rapport.html")


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: str(size["width"]))
def test_it_fits_the_screen(report, open_page, size):
    page = open_page(report, **size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    for drawing in page.locator("main svg:visible").all():
        assert drawing.bounding_box()["width"] <= size["width"]


def test_text_has_contrast(report, open_page):
    assert open_page(report).evaluate(_CONTRAST) == []


def test_it_prints_on_two_to_six_sheets_of_a4(report, open_page, tmp_path):
    page = open_page(report)
    content = page.pdf(prefer_css_page_size=True)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 6
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", content)}
    assert {(round(box[2]), round(box[3])) for box in boxes} == {(595, 842)}


def test_on_paper_nothing_is_wider_than_the_sheet_and_no_menu_is_left(report, open_page):
    page = open_page(report, width=A4[0] - 106, height=A4[1])
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("nav:visible").count() == 0
    assert page.locator("h2:visible").count() >= 6


def test_its_drawings_have_words_and_its_bars_a_table(report, open_page):
    page = open_page(report)
    for drawing in page.locator("main svg[role=img]").all():
        named = drawing.get_attribute("aria-labelledby").split()
        assert all(page.locator(f"[id='{name}']").text_content().strip() for name in named)
    for table in page.locator("table.chart").all():
        assert table.locator("caption").inner_text()
        rows = table.locator("tbody tr")
        assert (
            rows.count() == table.locator("tbody th[scope=row]").count() == table.locator("td span").count()
        )
    assert page.locator("svg:not([role=img]):not([aria-hidden=true])").count() == 0


def test_in_an_atlas_it_is_in_the_menu_and_leads_to_the_structures(corpus, open_page, tmp_path):
    set_language("fr")
    write_atlas(corpus, tmp_path / "atlas")
    page = open_page(tmp_path / "atlas" / "index.html")
    page.get_by_role("link", name="Rapport", exact=True).click()
    assert page.url.endswith("rapport.html")
    assert page.locator("nav [aria-current=page]").inner_text() == "Rapport"
    link = page.locator("#missing ~ .lacking h4 a").first
    name = link.inner_text()
    link.click()
    assert name in page.locator(":target").inner_text()
