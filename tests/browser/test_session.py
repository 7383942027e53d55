"""A workshop in a real browser: voices noted, nothing lost, taken back by an import; a story told."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from maillage.data.identity.review import answer, pending
from maillage.data.synthetic import make_ecosystem
from maillage.data.tables import read_tables
from maillage.data.workspace.imports import plan_import
from maillage.graph.maillage import Maillage
from maillage.messages import set_language
from maillage.visualize.views.catalogue import draw

SIZES = [(1920, 1080), (390, 844)]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    set_language("fr")
    return make_ecosystem(60, 1, tmp_path_factory.mktemp("atelier") / "reseau")


@pytest.fixture(scope="module")
def carte(workspace) -> Path:
    set_language("fr")
    path = workspace.parent / "carte.html"
    draw("missing", Maillage.open(workspace), path)
    return path


@pytest.fixture
def page(open_page, carte):
    return ready(open_page(carte, width=1920, height=1080))


def ready(page):
    page.wait_for_function("document.documentElement.dataset.ready")
    return page


def reload(page):
    page.reload()
    return ready(page)


def edge(page, status: str) -> str:
    """Return the id of a line of one status, drawn for a single link."""
    held = f"one.links.length === 1 && MapModel.links[one.links[0]].status === '{status}'"
    return page.evaluate(f"MapModel.edges.find((one) => {held}).id")


def choose(page, status: str) -> None:
    page.evaluate("(id) => MapPage.pickEdge(id)", edge(page, status))


def note(page, kind: str, words: str = "", who: str = "") -> None:
    page.locator("#voice-words").fill(words)
    page.locator("#voice-who").fill(who)
    page.locator(f"#session [data-kind={kind}]").first.click()


def strangers(page) -> list[str]:
    """Return two structures that no line joins."""
    return page.evaluate(
        "(() => { const all = MapModel.nodes.filter((one) => one.style.kind === 'Structure');"
        " for (const a of all) for (const b of all) if (a !== b && !a.near.has(b.i)) return [a.id, b.id];"
        "})()"
    )


def work(page) -> list[str]:
    """Note each kind of voice; return the kinds in their order."""
    page.locator("#work").click()
    choose(page, "proposed")
    note(page, "confirm", "On se parle déjà chaque mois", "Jeanne Fictive")
    page.evaluate(
        "(first) => MapPage.pickEdge(MapModel.edges.filter((one) => one.id !== first"
        " && one.links.every((i) => MapModel.links[i].status === 'proposed'))[0].id)",
        edge(page, "proposed"),
    )
    note(page, "refuse", "Ce n'est pas leur métier")
    page.evaluate("(ids) => MapState.set({ picked: ids, edge: null })", strangers(page))
    note(page, "link", "Ils partagent un local")
    choose(page, "stated")
    note(page, "remove", "=1+1;fini en 2025")
    note(page, "comment", "<img src=x onerror=alert(1)> à vérifier")
    note(page, "structure", "La Recyclette inventée", "Paul Fictif")
    return ["confirm", "refuse", "link", "remove", "comment", "structure"]


def saved(page, button: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator(button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_nothing_is_lost_on_reload_and_a_voice_can_be_taken_back(page):
    kinds = work(page)
    page.locator("#session input[type=text]").nth(1).fill("Rencontre inventée")
    page.locator("#session input[type=text]").nth(1).blur()
    page.locator("#voice-words").fill("à moitié écr")
    choose(page, "proposed")
    assert page.locator("#voice-words").input_value() == "à moitié écr"
    reload(page)
    assert page.locator("#session").is_hidden()
    page.locator("#work").click()
    assert page.locator(".voices li").count() == len(kinds)
    assert page.locator("#voice-words").input_value() == "à moitié écr"
    assert page.locator("#session input[type=text]").nth(1).input_value() == "Rencontre inventée"
    assert "<img src=x" in page.locator(".voices").inner_text()
    page.locator("[data-voice='2'] button").click()
    assert page.locator(".voices li").count() == len(kinds) - 1
    page.locator("#session-new").click()
    assert page.locator(".voices li").count() == len(kinds) - 1
    page.locator("#session-new").click()
    assert page.locator(".voices li").count() == 0
    reload(page)
    page.locator("#work").click()
    assert page.locator(".voices li").count() == 0


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_what_was_said_comes_back_as_proposals_and_what_is_agreed_is_in_the_graph(
    page, carte, tmp_path, kind
):
    workspace = make_ecosystem(60, 1, tmp_path / "reseau")
    kinds = work(page)
    page.locator("#session input[type=date]").fill("2026-11-21")
    page.locator("#session input[type=date]").blur()
    file = saved(page, f"#session-{kind}", tmp_path)
    assert file.name == f"atelier-2026-11-21.{kind}"
    plan = plan_import(workspace, [file])
    assert [(each.rows, each.accepted) for each in plan.imports[0].conversion.accounts] == [(6, 6)]
    plan.apply()
    assert plan_import(workspace, [file]).nothing
    waiting = pending(workspace).voices
    assert [each.kind for each in waiting] == kinds
    before = Maillage.open(workspace).network("everything").number_of_edges()
    for voice in waiting:
        answer(workspace, voice.source, str(voice.number), "yes", kind="voice")
    assert pending(workspace).voices == ()
    tables = read_tables(workspace)
    names = {row.one("name"): row.one("source") for row in tables.rows["structures"]}
    assert names["La Recyclette inventée"] == "atelier-2026-11-21"
    maillage = Maillage.open(workspace)
    edges = maillage.network("everything").edges(data=True)
    told = [
        (tie["status"], reason["locator"])
        for *_, tie in edges
        for reason in tie["reasons"]
        if reason["title"] == "Atelier du 21 novembre 2026"
    ]
    assert {("stated", "parole 1"), ("stated", "parole 3"), ("disputed", "parole 4")} <= set(told)
    assert len(edges) > before
    public = maillage.public.serialize(format="nquads")
    assert "Jeanne" not in public and "Paul Fictif" not in public
    assert "onerror" not in public


def test_a_spreadsheet_takes_no_voice_for_a_formula(page, tmp_path):
    work(page)
    content = saved(page, "#session-csv", tmp_path).read_text("utf-8")
    assert content.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 7)]
    assert rows[3]["words"] == "'=1+1;fini en 2025"
    assert rows[0]["link"] in ("partner", "funds", "participates")


def test_the_file_says_what_it_is_and_of_which_state_of_the_data(page, workspace, tmp_path):
    work(page)
    document = json.loads(saved(page, "#session-json", tmp_path).read_text("utf-8"))
    assert (document["format"], document["version"]) == ("maillage-session", 1)
    assert document["state"] == str(Maillage.open(workspace).manifest["sha256"])[:12]
    assert document["voices"][0]["who"] == "Jeanne Fictive"


def test_an_empty_comment_is_refused_aloud(page):
    page.locator("#work").click()
    choose(page, "stated")
    note(page, "comment")
    assert page.locator(".voices li").count() == 0
    assert page.locator("#live").inner_text() == "Écrivez d'abord ce qui est dit."
    assert page.evaluate("document.activeElement.id") == "voice-words"


def test_escape_leaves_the_board_and_one_is_open_at_a_time(page):
    page.locator("#work").focus()
    page.keyboard.press("Enter")
    assert page.locator("#work").get_attribute("aria-expanded") == "true"
    page.locator("#present").click()
    assert page.locator("#session").is_hidden() and page.locator("#story").is_visible()
    assert page.locator("#work").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Escape")
    assert page.locator("#story").is_hidden()
    assert page.evaluate("document.activeElement.id") == "present"


def record(page, title: str, sentence: str) -> None:
    page.locator("#story [name=title]").fill(title)
    page.locator("#story [name=sentence]").fill(sentence)
    page.locator("#story [type=submit]").click()


def lit(page) -> set[str]:
    return set(page.evaluate("MapModel.nodes.filter((one) => one.seen && !one.dim).map((one) => one.id)"))


def test_steps_are_recorded_turned_by_arrows_and_come_back_from_their_file(
    open_page, page, workspace, tmp_path
):
    page.locator("#present").click()
    hidden = page.locator("#relations label", has_text="siège")
    hidden.click()
    choose(page, "proposed")
    shown = lit(page)
    record(page, 'Un lien "à faire" ?', "Ces deux-là ne se connaissent pas.")
    page.evaluate("MapState.set(MapState.EMPTY)")
    record(page, "Tout", "")
    reload(page)
    page.locator("#present").click()
    assert page.locator(".steps li").count() == 2
    file = saved(page, "#story-save", tmp_path)
    page.locator("#story-start").click()
    assert page.locator("#story-title").inner_text() == 'Un lien "à faire" ?'
    assert lit(page) == shown
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.sentence')).fontSize)") >= 24
    assert "Ces deux-là" in page.locator("#live").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator("#story-title").inner_text() == "Tout"
    page.keyboard.press("ArrowLeft")
    assert page.locator("#story .count").inner_text() == "Étape 1 sur 2"
    page.keyboard.press("Escape")
    assert page.locator("#story").is_hidden()
    assert not page.evaluate("document.body.classList.contains('presenting')")
    path = tmp_path / "racontee.html"
    draw("missing", Maillage.open(workspace), path, story=file)
    told = ready(open_page(path, width=1920, height=1080))
    assert told.locator("#story-title").inner_text().replace("\u00a0", " ") == 'Un lien "à faire" ?'.replace(
        "\u00a0", " "
    )
    assert lit(told) == shown
    assert not told.locator("#relations label", has_text="siège").locator("input").is_checked()


def test_one_step_is_named_by_names_in_a_file_written_by_hand(open_page, workspace, carte, tmp_path, page):
    name = page.evaluate("MapModel.nodes.find((one) => one.style.kind === 'Structure').card.name")
    story = tmp_path / "story.toml"
    story.write_text(f'[[step]]\ntitle = "Elle"\nnode = "{name}"\nhide_types = ["Chantiers"]\n', "utf-8")
    path = tmp_path / "page.html"
    draw("missing", Maillage.open(workspace), path, story=story)
    told = ready(open_page(path, width=1920, height=1080))
    focused = told.evaluate("MapState.now.picked.map((id) => MapModel.byId.get(id).card.name)")
    assert focused == [name]
    assert (
        told.evaluate("MapModel.nodes.filter((one) => one.style.kind === 'Chantier' && one.seen).length") == 0
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_boards_fit_the_screen_and_leave_the_map_in_sight(open_page, carte, width, height):
    page = ready(open_page(carte, width=width, height=height, has_touch=width < 800))
    page.locator("#work").click()
    choose(page, "proposed")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    board = page.locator("#session").bounding_box()
    assert board["x"] >= 0 and board["x"] + board["width"] <= width
    for button in page.locator("#session button, #session input, #session textarea").all():
        box = button.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44, button.inner_text()
    if width > 800:
        canvas = page.locator("#canvas").bounding_box()
        assert canvas["x"] >= board["x"] + board["width"] - 1
        assert canvas["width"] > 700
    page.locator("#present").click()
    record(
        page, "Une étape", "Une phrase à lire du fond de la salle, assez longue pour tenir sur deux lignes."
    )
    page.locator("#story-start").click()
    story, canvas = page.locator("#story").bounding_box(), page.locator("#canvas").bounding_box()
    assert story["x"] + story["width"] <= width and story["height"] <= height * 0.5
    assert story["y"] - canvas["y"] > height * 0.3
    assert page.locator("#story-leave").is_visible()


def test_a_story_that_the_browser_spoilt_is_passed_over(page):
    page.evaluate("localStorage.setItem('maillage-story:' + document.title, '{\"a\": 1}')")
    page.evaluate("localStorage.setItem('maillage-session:' + document.title, 'no')")
    reload(page)
    page.locator("#work").click()
    note(page, "structure", "Une nouvelle")
    assert page.locator(".voices li").count() == 1
    assert re.search("1 parole", page.locator("#session h3").inner_text())
