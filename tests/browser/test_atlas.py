"""The atlas as people meet it: double-clicked, offline, with a keyboard, a phone, a printer."""

from pathlib import Path

import pytest

from maillage.graph.maillage import Maillage
from maillage.messages import set_language
from maillage.visualize.atlas import write_atlas

TALLER_THAN_WIDE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def folder(corpus: Maillage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    set_language("fr")
    out = tmp_path_factory.mktemp("atlas") / "atlas"
    write_atlas(corpus, out)
    return out


def every_page(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.mark.parametrize("size", [{"width": 1920, "height": 1080}, TALLER_THAN_WIDE], ids=["wide", "phone"])
def test_each_page_opens_without_request_nor_error_nor_overflow(folder, open_page, size):
    page = open_page(folder / "index.html", **size)
    for name in every_page(folder):
        page.goto((folder / name).as_uri())
        assert page.title(), name
        assert page.locator("main").count() == 1, name
        assert page.locator("h1").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("width", [1920, 390, 320])
def test_the_maps_of_territories_fit_and_switch_without_a_script(folder, open_page, width):
    page = open_page(folder / "cartes-territoires.html", width=width, height=844, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown = page.locator("#region ~ .pair figure:visible")
    assert shown.count() == 1
    assert shown.locator("svg.territory-map path[data-code]").count() == 18
    assert "interviennent" in shown.locator("figcaption").inner_text()
    page.locator("[name=region-relation][value=seats]").check()
    page.locator("[name=region-form][value=tiles]").check()
    assert shown.count() == 1
    assert "siège" in shown.locator("figcaption").inner_text()
    assert shown.locator("xpath=self::*[contains(@class, 'is-tiles')]").count() == 1
    assert page.locator("#departement ~ .pair figure:visible.is-interventions.is-outline").count() == 1
    box = shown.locator("svg.territory-map").bounding_box()
    assert box["width"] <= width
    assert box["height"] > 200


def test_a_map_of_territories_stands_alone(folder, open_page):
    page = open_page(folder / "donnees/territoires/departements-interventions-contours.svg")
    assert page.locator("path[data-code]").count() == 101
    frame = page.locator("svg").bounding_box()
    for text in page.locator("text").all():
        box = text.bounding_box()
        assert box["x"] >= frame["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"], text.text_content()


def test_the_first_tab_skips_to_the_content(folder, open_page):
    page = open_page(folder / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_a_table_sorts_and_filters_and_says_so(folder, open_page):
    page = open_page(folder / "structures.html")
    first = page.locator("tbody th")
    page.get_by_role("button", name="Structure").click()
    names = first.all_inner_texts()
    page.get_by_role("button", name="Structure").click()
    assert page.locator("thead th").first.get_attribute("aria-sort") == "descending"
    assert first.all_inner_texts() == names[::-1]
    page.get_by_label("Filtrer le tableau").fill("aema")
    assert page.locator("tbody tr:visible").all_inner_texts()[0].startswith("Aéma Groupe")
    assert page.locator("tbody tr:visible").count() == 1
    assert page.locator("[role=status]").inner_text().startswith("1 ")


def test_numbers_sort_as_numbers(folder, open_page):
    page = open_page(folder / "questions" / "figures-with-sources.html")
    place = page.locator("thead th").all_inner_texts().index("Valeur")
    page.get_by_role("button", name="Valeur").click()
    cells = page.locator(f"tbody tr > :nth-child({place + 1})")
    values = [float(cell.get_attribute("data-sort")) for cell in cells.all()]
    assert len(values) > 10
    assert values == sorted(values)


def test_everything_is_there_without_scripts(folder, open_page):
    page = open_page(folder / "questions" / "referents-of-chantiers.html", java_script_enabled=False)
    assert page.locator("tbody tr").count() == 5
    assert page.get_by_text("La requête SPARQL").is_visible()
    page.get_by_text("La requête SPARQL").click()
    assert "SELECT" in page.locator("pre.sparql").inner_text()


def test_a_coordinator_walks_from_the_way_in_to_a_passage(folder, open_page):
    page = open_page(folder / "index.html")
    page.get_by_role("link", name="Repérez").or_(page.get_by_role("link", name="ne disent pas")).first.click()
    assert page.url.endswith("savoir.html#silences")
    page.get_by_role("link", name="Structures", exact=True).click()
    page.locator("tbody td .cites a").first.click()
    target = page.locator(":target")
    assert target.count() == 1
    assert target.locator("h3").is_visible()


def test_cells_become_cards_on_a_phone_and_keep_their_roles(folder, open_page):
    page = open_page(folder / "questions" / "referents-of-chantiers.html", **TALLER_THAN_WIDE)
    row = page.locator("tbody tr").first
    assert row.bounding_box()["width"] <= 390
    assert row.get_attribute("role") == "row"
    label = row.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.strip('"') == row.locator("td").first.get_attribute("data-label")


def test_text_has_contrast(folder, open_page):
    page = open_page(folder / "index.html")
    for name in ("index.html", "savoir.html", "mesures.html", "questions.html", "cartes-territoires.html"):
        page.goto((folder / name).as_uri())
        assert page.evaluate(_CONTRAST) == [], name


def test_print_shows_the_content_alone(folder, open_page):
    page = open_page(folder / "savoir.html")
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert page.locator("h1").is_visible()


# Elements whose own text is less than 4.5 times (3 for large text) as light or dark as what is behind it.
_CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const linear = (c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const [r, g, b] = parts(colour).map((c) => linear(c / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((parts(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("body *")].filter((element) => {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const box = element.getBoundingClientRect();
    if (!own || !box.width || element.closest("script, .skip, svg")) return false;
    const style = getComputedStyle(element);
    const [a, b] = [light(style.color), light(behind(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    return (a + .05) / (b + .05) < (large ? 3 : 4.5);
  }).map((element) => element.outerHTML.slice(0, 120));
}"""
