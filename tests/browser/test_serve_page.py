"""The pages of the server in a real browser: asked, edited, read in four ways; nothing leaves the machine."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from maillage.visualize.served_page import has_editor

PREFIXES = (
    "PREFIX mai: <https://w3id.org/maillage/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
)
HOSTILE = '<img src=x onerror=alert(1)>"><script>alert(2)</script>'
needs_editor = pytest.mark.skipif(not has_editor(), reason="the editor is not bundled here: scripts/bundle")


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Yield the address of `maillage serve`, stopped afterwards."""
    program = str(Path(sys.executable).with_name("maillage"))
    command = [program, "serve", "--port", "0", "--seconds", "60", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def corpus_server(corpus) -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def visit(browser: Browser):
    """Return a function that opens an address; afterwards, faults, alerts and strangers asked fail the test.

    A refusal of the server is told by the browser as a fault: a test that wants one names its status.
    """
    contexts: list[BrowserContext] = []
    seen: list[tuple[str, dict[str, list[str]], tuple[int, ...]]] = []

    def visit_(
        address: str, *, width: int = 1366, refused: tuple[int, ...] = (), ready: bool = True, **more
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale="fr-FR", reduced_motion="reduce", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        met = {"requests": [], "faults": [], "alerts": []}
        page.on("request", lambda request: met["requests"].append(request.url))
        page.on(
            "console",
            lambda said: met["faults"].append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: met["faults"].append(str(error)))
        page.on("dialog", lambda dialog: (met["alerts"].append(dialog.message), dialog.dismiss()))
        seen.append((address, met, refused))
        page.goto(address)
        if ready:
            page.wait_for_selector("body[data-ready]")
        return page

    yield visit_
    for context in contexts:
        context.close()
    for address, met, refused in seen:
        origin = "/".join(address.split("/")[:3])
        assert [url for url in met["requests"] if not url.startswith((origin, "blob:", "data:"))] == []
        assert met["alerts"] == []
        assert [
            said for said in met["faults"] if not any(f"status of {code}" in said for code in refused)
        ] == []


def write(page: Page, query: str) -> None:
    """Put a query in the editor as a person does, over what is there."""
    page.locator("#editor .cm-content, #editor textarea:visible").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def run(page: Page) -> None:
    page.click("#run")
    expect(page.locator("#answer")).to_be_visible(timeout=30_000)


def cells(page: Page, label: str) -> list[str]:
    return page.locator(f'#view-table td[data-label="{label}"]').all_inner_texts()


def test_a_question_is_found_given_a_value_and_answered(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    page.fill("#sought", "offres prix")
    expect(page.locator(".topics a:visible")).to_have_count(1)
    page.click('[data-question="support-offers"] >> visible=true')
    page.fill("#field-territory", "Normandie")
    page.fill("#field-maximum", "10 000")
    run(page)
    assert cells(page, "Offre") == ["Séminaires internes"]
    assert page.locator('#view-table a[href^="/id/offer/"], #view-table a[href^="/id/"]').count()
    assert "p.territory=Normandie" in page.url


def test_what_a_value_should_be_is_said(visit, corpus_server):
    page = visit(f"{corpus_server}/?question=support-offers", refused=(400,))
    page.fill("#field-territory", "Nulle-Part")
    page.click("#run")
    expect(page.locator("#fault")).to_contain_text("Nulle-Part")
    page = visit(f"{corpus_server}/?question=everything-about-a-thing")
    page.click("#run")
    expect(page.locator("#fault")).to_contain_text("Il manque une valeur")


def test_a_question_that_is_edited_keeps_its_values_and_can_come_back(visit, corpus_server):
    page = visit(f"{corpus_server}/?question=support-offers&territory=Normandie")
    text = json.loads(page.evaluate("fetch('/questions.json').then(r => r.text())"))
    own = next(each["text"] for each in text if each["name"] == "support-offers")
    expect(page.locator("#again")).to_be_hidden()
    write(page, own + "\nLIMIT 1")
    expect(page.locator("#again")).to_be_visible()
    run(page)
    assert len(page.locator("#view-table tbody tr").all()) == 1
    page.click("#again")
    expect(page.locator("#again")).to_be_hidden()


def test_an_address_passed_on_leads_to_the_same_answer(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    write(page, "SELECT ?n WHERE { VALUES ?n { 1 2 3 } } # été")
    run(page)
    again = visit(page.url)
    expect(again.locator("#view-table tbody tr")).to_have_count(3)


def test_columns_sort_and_rows_are_sifted(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    write(page, "SELECT ?n ?word WHERE { VALUES (?n ?word) { (2 'deux') (10 'dix') (1 'un') } }")
    run(page)
    page.click("#view-table th >> nth=0 >> button")
    assert cells(page, "n") == ["1", "2", "10"]
    page.click("#view-table th >> nth=0 >> button")
    assert cells(page, "n") == ["10", "2", "1"]


def test_numbers_are_drawn_as_bars(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    run(page)
    page.click("#tab-chart")
    bars = page.locator("#view-chart svg rect")
    widths = [float(bar.get_attribute("width")) for bar in bars.all()]
    assert widths == sorted(widths, reverse=True)
    assert page.locator("#view-chart svg text").first.text_content().startswith("mai:")
    with page.expect_download() as download:
        page.click("#view-chart button")
    assert "<rect" in Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize(
    "query",
    [
        None,
        f"{PREFIXES} CONSTRUCT {{ ?s mai:partnerOf ?o }} WHERE {{ ?s mai:partnerOf ?o }}",
    ],
    ids=["two-columns", "construct"],
)
def test_things_are_drawn_as_a_network(visit, corpus_server, query):
    page = visit(f"{corpus_server}/?question=collaborations")
    if query:
        write(page, query)
    else:
        page.fill("#field-structure", "makesense")
    run(page)
    page.click("#tab-network")
    expect(page.locator("#view-network canvas")).to_be_visible()
    expect(page.locator("#view-network .drawn")).to_have_attribute(
        "aria-label", re.compile(r"\d+ nœuds, \d+ liens")
    )


def test_the_answer_is_saved_whole_and_harmless(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    write(page, "SELECT ?a ?b WHERE { VALUES (?a ?b) { ('=1+1' 2.5) ('un;\"deux\"' -3) } }")
    run(page)
    with page.expect_download() as download:
        page.click("#csv")
    content = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    assert content == 'a;b\r\n\'=1+1;2,5\r\n"un;""deux""";-3\r\n'


def test_an_answer_is_cited_with_its_text_its_edition_and_its_address(visit, corpus_server):
    page = visit(f"{corpus_server}/?question=referents-of-chantiers")
    run(page)
    page.click("#tab-cite")
    cited = page.locator("#view-cite pre").inner_text()
    state = page.evaluate("JSON.parse(document.getElementById('page-data').textContent).state")
    for words in (
        "Qui est référent de quel chantier ?",
        "maillage ask referents-of-chantiers",
        state,
        page.url,
        "PREFIX mai:",
    ):
        assert words in cited


def test_a_mistake_is_said_with_its_place_and_shown_there(visit, corpus_server):
    page = visit(f"{corpus_server}/", refused=(400,))
    write(page, "SELECT ?s WHERE {\n  ?s ?p }\n")
    page.click("#run")
    expect(page.locator("#fault")).to_contain_text("ligne 2")
    if has_editor():
        expect(page.locator("#editor .cm-lintRange-error")).to_be_visible()


@needs_editor
def test_the_editor_completes_terms_and_declares_their_prefix(visit, corpus_server):
    page = visit(f"{corpus_server}/")
    write(page, "")
    page.keyboard.press("Delete")
    page.keyboard.type("SELECT ?s WHERE { ?s a mai:Struct", delay=10)
    expect(page.locator(".cm-tooltip-autocomplete [aria-selected]")).to_contain_text("mai:Structure")
    page.wait_for_timeout(200)  # the editor takes no choice in the instant that the list opens
    page.keyboard.press("Enter")
    expect(page.locator(".cm-content")).to_contain_text("PREFIX mai: <https://w3id.org/maillage/ontology#>")
    expect(page.locator(".cm-content")).to_contain_text("?s a mai:Structure")


@needs_editor
def test_without_the_bundle_the_plain_text_area_does_the_work(browser, corpus_server):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.route("**/bundles/*", lambda route: route.abort())
    page.goto(f"{corpus_server}/")
    page.wait_for_selector("body[data-ready]")
    page.fill("#query", "ASK { ?s ?p ?o }")
    page.press("#query", "Control+Enter")
    expect(page.locator("#told")).to_have_text("Oui.")
    page.fill("#query", "ASK {\n ?s ?p }")
    page.click("#run")
    expect(page.locator("#fault")).to_contain_text("ligne 2")
    assert page.evaluate("document.getElementById('query').selectionStart") > 5
    context.close()


def test_without_scripts_a_question_is_answered_too(visit, corpus_server):
    page = visit(f"{corpus_server}/", ready=False, java_script_enabled=False)
    page.click('[data-question="support-offers"]')
    page.fill("#field-territory", "Normandie")
    page.click("#run")
    expect(page.locator("h1")).to_have_text("Quelles offres d'accompagnement, où et à quel prix\u00a0?")
    assert page.locator("tbody tr").count() == 2


@pytest.mark.parametrize("width", [390, 1920])
@pytest.mark.parametrize(
    "path", ["/?question=support-offers", "/id/chantier/chantier-3", "/ontology", "/id/none/none"]
)
def test_no_page_is_wider_than_the_screen(visit, corpus_server, path, width):
    page = visit(corpus_server + path, width=width, ready="question" in path, refused=(404,))
    if "question" in path:
        run(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in page.locator("input:visible, select:visible, textarea:visible").all():
        assert control.evaluate("e => e.labels?.length || e.getAttribute('aria-label')"), control.evaluate(
            "e => e.outerHTML"
        )


def test_hostile_names_do_nothing_anywhere(visit, workspace):
    table = workspace / "structures.csv"
    hostile = '"' + HOSTILE.replace('"', '""') + '"'
    table.write_text(table.read_text("utf-8").replace("Alpha", hostile), encoding="utf-8")
    with serving("--workspace", str(workspace)) as server:
        page = visit(f"{server}/")
        write(
            page,
            (
                f"{PREFIXES} SELECT ?s ?sLabel ?c ?cLabel (3 AS ?n) (<javascript:alert(3)> AS ?j) WHERE "
                "{ ?s mai:participatesIn ?c ; skos:prefLabel ?sLabel . ?c skos:prefLabel ?cLabel }"
            ),
        )
        run(page)
        assert HOSTILE in [text.replace("\u00a0", " ") for text in cells(page, "s")]
        assert page.locator('a[href^="javascript"]').count() == 0
        for tab in ("chart", "network", "cite"):
            page.click(f"#tab-{tab}")
            page.wait_for_timeout(300)
        assert page.locator("main img, main script").count() == (1 if has_editor() else 0)
        for path in (
            "/id/structure/alpha",
            "/id/chantier/pain",
            f"/?query={HOSTILE}#query={HOSTILE}",
            f"/id/{HOSTILE}",
        ):
            visit(server + path, ready=False, refused=(400, 404)).wait_for_timeout(300)
