"""The atlas as a folder: all that it must hold, and nothing that it must not."""

import csv
import json
import re
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import networkx as nx
import pytest
from filelock import FileLock
from rdflib import Dataset

from maillage.data.csv_files import write_csv
from maillage.data.synthetic import make_ecosystem
from maillage.errors import StoreError, UsageError
from maillage.graph.maillage import Maillage
from maillage.messages import set_language
from maillage.queries.catalogue import load_catalogue
from maillage.visualize import atlas as module
from maillage.visualize import measures_page, numbering, sources_page, things_page
from maillage.visualize.atlas import Atlas, write_atlas
from maillage.visualize.packing import ids_of
from maillage.visualize.views import collaborations, legible
from maillage.visualize.words import day, figure, order, plural

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
FORMULA = '=HYPERLINK("http://example.org";"x")'


class Page(HTMLParser):
    """The ids, links and texts of one page; void elements and scripts are read as browsers do."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.headings: list[int] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attributes]
        given = dict(attributes)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def folder(corpus: Maillage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the atlas of the embedded corpus."""
    set_language("fr")
    out = tmp_path_factory.mktemp("atlas") / "atlas"
    written = write_atlas(corpus, out)
    assert written.index == (out / "index.html").resolve()
    assert written.pages == len(list(out.rglob("*.html")))
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Page]:
    return {path.relative_to(folder).as_posix(): Page(path) for path in folder.rglob("*.html")}


@pytest.fixture
def hostile(workspace: Path) -> Path:
    """Return a workspace whose names attack pages and spreadsheets, and that holds a contact."""
    (workspace / "structures.csv").write_text(
        "id;name;source;locator;status\n"
        f'alpha;"{HOSTILE}";carnet;"{HOSTILE}";stated\n'
        '"beta";"' + FORMULA.replace('"', '""') + '";carnet;p. 1;stated\n'
        "data;Data;carnet;p. 1;stated\n",
        encoding="utf-8",
    )
    (workspace / "contacts.csv").write_text(
        "subject;email;phone;source;locator\nalpha;bonjour@alpha.example;0102030405;carnet;p. 9\n",
        encoding="utf-8",
    )
    return workspace


def left_beside(out: Path) -> list[str]:
    """Return the names around an atlas that speak of it, less its lock, which holds nothing."""
    names = (path.name for path in out.parent.iterdir() if "out" in path.name)
    return [name for name in names if name != ".out.lock"]


def words_of(page: Page) -> str:
    return " ".join(" ".join(page.words).split())


def every_byte(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_it_holds_the_pages_and_files_that_were_promised(folder):
    found = set(every_byte(folder))
    assert {
        *("index.html", "carte.html", "carte-chantiers.html", "carte-collaborations.html", "questions.html"),
        *("structures.html", "chantiers.html", "mesures.html", "savoir.html", "sources.html", "donnees.html"),
        *("donnees/graph.trig", "donnees/graph.jsonld", "donnees/graph.nq", "donnees/graph.ttl"),
        *("territoires.html", "cartes-territoires.html", "donnees/territoires/regions.csv"),
        *("donnees/territoires/departements.csv", "donnees/territoires/regions-sieges-carres.svg"),
        *("donnees/network.gexf", "donnees/manifest.json", "donnees/LISEZMOI.txt"),
    } <= found


def test_every_question_has_its_page_and_its_table(folder, pages, corpus):
    questions = [question for question in load_catalogue() if not question.is_violation]
    assert len(questions) >= 15
    for question in questions:
        page = pages[f"questions/{question.name}.html"]
        assert question.title["fr"].replace(" ?", "") in "".join(page.words).replace("\u00a0?", "")
        assert f"questions/{question.name}.html" in pages["questions.html"].links
        content = (folder / "donnees/questions" / f"{question.name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert len(rows[0]) == len(question.columns)
        if not any(param.required for param in question.params):
            assert len(rows) - 1 == len(corpus.ask(question.name)), question.name


def test_every_internal_link_leads_somewhere(pages, folder):
    broken = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme == "https", link
                continue
            target = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            relative = target.resolve().relative_to(folder.resolve()).as_posix()
            if not target.is_file() or (parts.fragment and parts.fragment not in pages[relative].ids):
                broken.append((name, link))
    assert broken == []


def test_ids_are_unique_headings_are_in_order_and_nothing_is_fetched(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name
        assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags), name
        assert not [each for each in page.attributes if each[0] in ("src", "style", "srcset", "action")], name
        if name.startswith("carte"):
            continue
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1, name
        assert all(
            after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)
        ), name
        assert {"main", "nav", "header", "footer"} <= set(page.tags), name
        assert page.tags.count("table") == page.tags.count("caption"), name
        policy = next(value for key, value in page.attributes if key == "content" and "default-src" in value)
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


def test_each_structure_has_its_place(pages, corpus):
    nodes = corpus.network().nodes(data="kind")
    ids = {node.rpartition("/")[2] for node, kind in nodes if kind == "Structure"}
    assert len(ids) > 40
    assert ids <= set(pages["structures.html"].ids)


def test_the_silences_say_how_many_of_how_many(pages, corpus):
    words = " ".join(" ".join(pages["savoir.html"].words).split())
    untyped = len(corpus.ask("structures-without-type"))
    total = sum(kind == "Structure" for _, kind in corpus.network().nodes(data="kind"))
    assert f"{untyped} / {total} structures dont le type" in words
    assert "Julien Neiertz" in words
    disputed = corpus.ask("disputed-facts")
    for fact in disputed["factLabel"]:
        assert " ".join(str(fact).split()).replace(" :", "\u00a0:")[:30] in words.replace(" :", "\u00a0:")


def test_the_maps_of_territories_say_what_they_do_not_know(pages, folder):
    page = pages["cartes-territoires.html"]
    words = " ".join(" ".join(page.words).split())
    assert "48 structures sur 56 : aucun document ne dit où" in words
    assert "Parmi les 8 autres, 7 ne sont situées que par déduction" in words
    assert "Taches blanches : 12 régions sur 18" in words
    assert "CC BY 4.0" in words
    assert ("data-code", "2A") in page.attributes
    for name in ("index.html", "structures.html", "territoires.html"):
        assert "cartes-territoires.html" in pages[name].links, name
    files = [link for link in page.links if link.startswith("donnees/territoires/")]
    assert len(files) == len(set(files)) == len(list((folder / "donnees/territoires").iterdir())) == 10
    for path in (folder / "donnees/territoires").glob("*.svg"):
        ElementTree.parse(path)  # noqa: S314  our own file


def test_the_tables_of_territories_show_zeros_and_levels(folder):
    rows = {}
    for level in ("regions", "departements"):
        content = (folder / f"donnees/territoires/{level}.csv").read_text("utf-8-sig")
        rows[level] = {row[0]: row[1:] for row in csv.reader(StringIO(content, newline=""), delimiter=";")}
        rows[level].pop("Code INSEE")
    assert {level: len(each) for level, each in rows.items()} == {"regions": 18, "departements": 101}
    # Normandie: a seat at Briouze, Cherbourg's work and La Coop's; the Orne is reached by the latter alone
    assert rows["regions"]["28"][2:] == ["1", "2", "2", "0", "0"]
    assert rows["departements"]["61"][2:] == ["1", "1", "0", "1", "0"]
    assert rows["departements"]["50"][2:] == ["0", "2", "1", "1", "0"]
    assert rows["departements"]["29"][2:] == ["0", "0", "0", "0", "0"]


def test_measures_name_what_they_rest_on_and_rank_nobody_in_a_crowd(pages):
    words = " ".join(" ".join(pages["mesures.html"].words).split())
    assert (
        "7 liens documentés : 56 structures, dont 47 sans aucun lien ; 1 lien énoncé, 6 liens déduits"
        in words
    )
    assert "« Communauté" in words or "Cette liste ne fait donc ici aucun lien" in words
    assert "Par ordre alphabétique : rien ne dit ici qui passe avant qui." in words
    assert "à égalité" not in words
    assert not re.search(r"0,\d*[1-9]\d\d", words)
    dois = [link for link in pages["mesures.html"].links if link.startswith("https://doi.org/10.")]
    assert len(dois) == 7


def test_measures_put_first_only_the_first_level_and_give_their_intervals(workspace, tmp_path):
    """Partners of one structure: it alone is told apart, and its neighbours are between two bounds."""
    names = [f"P{number:02}" for number in range(20)]
    with (workspace / "structures.csv").open("a", encoding="utf-8") as table:
        table.writelines(f"{name.lower()};{name};carnet;p. 1;stated\n" for name in names)
        table.write("zoe;Zoé;carnet;p. 1;stated\n")
    with (workspace / "partnerships.csv").open("w", encoding="utf-8") as table:
        table.write("id;structure;partner;source;locator;status\n")
        table.writelines(f"q{name};zoe;{name};carnet;p. 4;stated\n".lower() for name in names)
    write_atlas(Maillage.open(workspace), tmp_path / "out")
    page = (tmp_path / "out" / "mesures.html").read_text("utf-8")
    rows = page.partition('aria-labelledby="pars-table"')[2]
    assert rows.index("Zoé") < rows.index("Alpha") < rows.index("P00")
    assert re.search(r"<span>20 <span[^>]*>\[\d\d\s*; \d\d\]", rows)


def test_two_runs_give_the_same_bytes(corpus, folder, tmp_path):
    write_atlas(corpus, tmp_path / "again")
    assert every_byte(tmp_path / "again") == every_byte(folder)


def test_the_manifest_holds_the_fingerprint_of_every_file(folder):
    content = every_byte(folder)
    manifest = json.loads(content.pop("donnees/manifest.json"))
    assert manifest["files"] == {path: sha256(each).hexdigest() for path, each in sorted(content.items())}
    assert manifest["state"] == manifest["files"]["donnees/graph.nq"][:12]


def test_the_graph_is_whole_in_each_form(folder, corpus):
    contacts = "https://w3id.org/maillage/graph/contacts"
    expected = {quad for quad in corpus.graph.quads() if str(quad[3]) != contacts}
    for suffix, name in (("nq", "nquads"), ("trig", "trig")):
        read = Dataset().parse(folder / f"donnees/graph.{suffix}", format=name)
        assert len(set(read.quads())) == len(expected), suffix
    assert json.loads((folder / "donnees/graph.jsonld").read_text("utf-8"))


def test_the_network_opens_in_gephi_and_holds_every_link(folder, corpus):
    tree = ElementTree.parse(folder / "donnees/network.gexf").getroot()  # noqa: S314  our own file
    space = {"g": tree.tag[1:].partition("}")[0]}
    network = corpus.network()
    assert len(tree.findall(".//g:node", space)) == len(network)
    assert len(tree.findall(".//g:edge", space)) == network.number_of_edges()
    assert "lastmodifieddate" not in (folder / "donnees/network.gexf").read_text("utf-8")


def test_no_contact_leaves_the_house(hostile, tmp_path):
    write_atlas(Maillage.open(hostile), tmp_path / "out")
    for path, content in every_byte(tmp_path / "out").items():
        assert b"bonjour@alpha.example" not in content, path
        assert b"0102030405" not in content, path
        assert b"graph/contacts" not in content, path


def test_no_address_stands_in_the_atlas_of_the_corpus(folder):
    for path, content in every_byte(folder).items():
        found = re.findall(rb"[\w.+-]+@[\w-]+\.[a-z]{2,6}\b", content)
        assert not found, (path, found)


def test_hostile_names_are_text(hostile, tmp_path):
    out = tmp_path / "out"
    write_atlas(Maillage.open(hostile), out)
    for path in out.rglob("*.html"):
        page = Page(path)
        assert "img" not in page.tags, path
        assert not [name for name, _ in page.attributes if name.startswith("on")], path
    assert HOSTILE in "".join(Page(out / "structures.html").words)
    assert "data" in Page(out / "structures.html").ids
    ElementTree.parse(out / "donnees/network.gexf")  # noqa: S314  our own file


def test_a_formula_in_a_table_is_disarmed(hostile, tmp_path):
    out = tmp_path / "out"
    write_atlas(Maillage.open(hostile), out)
    tables = list(out.rglob("*.csv"))
    seen = 0
    for path in tables:
        for row in csv.reader(StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@")], path
            seen += row.count(f"'{FORMULA}")
    assert seen > 2


@pytest.mark.parametrize("cell", ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1"])
def test_each_way_to_start_a_formula_is_disarmed(cell, tmp_path):
    write_csv(tmp_path / "x.csv", ["a"], [[cell], [-2], [0.5], [None], [True]])
    rows = csv.reader(
        StringIO((tmp_path / "x.csv").read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert [row[0] if row else "" for row in rows] == ["a", f"'{cell}", "-2", "0,5", "", "oui"]


def test_a_folder_that_is_no_atlas_is_left_alone(corpus, tmp_path):
    theirs = tmp_path / "thesis"
    theirs.mkdir()
    (theirs / "chapter.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        write_atlas(corpus, theirs)
    assert "chapter.txt" in str(refused.value)
    assert every_byte(theirs) == {"chapter.txt": b"years of work"}
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        write_atlas(corpus, file)


def test_a_file_added_to_an_atlas_is_not_deleted(workspace, tmp_path):
    maillage, out = Maillage.open(workspace), tmp_path / "out"
    write_atlas(maillage, out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        write_atlas(maillage, out)
    assert "notes.txt" in str(refused.value)
    assert (out / "notes.txt").read_text("utf-8") == "mine"
    (out / "notes.txt").unlink()
    (out / "questions" / ".DS_Store").write_bytes(b"\0")
    write_atlas(maillage, out)


def test_an_empty_folder_is_taken(workspace, tmp_path):
    (tmp_path / "empty").mkdir()
    assert isinstance(write_atlas(Maillage.open(workspace), tmp_path / "empty"), Atlas)


@pytest.mark.parametrize("step", ["_write_views", "write_manifest", "_put_in_place"])
def test_an_interrupted_run_leaves_the_old_atlas_whole(workspace, tmp_path, monkeypatch, step):
    maillage, out = Maillage.open(workspace), tmp_path / "out"
    write_atlas(maillage, out)
    before = every_byte(out)

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, step, interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_atlas(maillage, out)
    assert every_byte(out) == before
    assert left_beside(out) == ["out"]


def test_a_run_killed_between_the_two_renames_is_mended(workspace, tmp_path):
    maillage, out = Maillage.open(workspace), tmp_path / "out"
    write_atlas(maillage, out)
    before = every_byte(out)
    out.rename(tmp_path / ".out.former")
    (tmp_path / ".out.new-killed").mkdir()
    write_atlas(maillage, out)
    assert every_byte(out) == before
    assert left_beside(out) == ["out"]


def test_a_place_that_cannot_be_written_is_said(workspace, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError) as failed:
        write_atlas(Maillage.open(workspace), tmp_path / "file" / "out")
    assert "--out" in str(failed.value)


def test_an_ecosystem_without_chantier_has_an_atlas_too(tmp_path):
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    (folder / "structures.csv").write_text(
        "id;name;source;locator;status\nalpha;Alpha;carnet;p. 1;stated\n", encoding="utf-8"
    )
    write_atlas(Maillage.open(folder), tmp_path / "out")
    assert "Alpha" in "".join(Page(tmp_path / "out" / "structures.html").words)
    assert not (tmp_path / "out" / "carte-collaborations.html").exists()


def test_it_speaks_english_when_asked(workspace, tmp_path):
    set_language("en")
    write_atlas(Maillage.open(workspace), tmp_path / "out")
    assert "White spots" in (tmp_path / "out" / "cartes-territoires.html").read_text("utf-8")
    assert (tmp_path / "out" / "donnees/territoires/regions-seats-squares.svg").is_file()
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "How sure can one be?" in page


def test_the_front_page_keeps_the_precision_of_the_documents(pages):
    words = words_of(pages["index.html"])
    assert "plus de 90 personnes" in words
    assert "la phrase et le document" not in words


def test_the_precision_is_said_in_english_too(corpus, tmp_path):
    set_language("en")
    write_atlas(corpus, tmp_path / "out")
    assert "more than 90" in words_of(Page(tmp_path / "out" / "index.html"))


def test_a_reference_is_no_document_read(pages):
    words = words_of(pages["index.html"])
    assert "5 documents lus" in words
    assert "1 référentiel des territoires, compté à part" in words
    assert "4 / 5 documents sans date" in words_of(pages["savoir.html"])


def test_two_runs_never_write_one_atlas_at_once(workspace, tmp_path, monkeypatch):
    maillage, out = Maillage.open(workspace), tmp_path / "out"
    write_atlas(maillage, out)
    before = every_byte(out)
    others = tmp_path / ".out.new-other"
    others.mkdir()
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.1)
    with FileLock(tmp_path / ".out.lock"), pytest.raises(StoreError) as refused:
        write_atlas(maillage, out)
    assert "0.1" in str(refused.value)
    assert others.is_dir()
    assert every_byte(out) == before
    write_atlas(maillage, out)
    assert not others.exists()


def test_a_run_waits_for_the_one_before_it(workspace, tmp_path):
    maillage, out = Maillage.open(workspace), tmp_path / "out"
    with ThreadPoolExecutor() as pool:
        with FileLock(tmp_path / ".out.lock"):
            second = pool.submit(write_atlas, maillage, out)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.3)
            assert not out.exists()
        second.result(timeout=60)
    assert (out / "index.html").is_file()


def test_too_many_ties_are_not_told_one_by_one_and_it_is_said(workspace, tmp_path, monkeypatch):
    with (workspace / "structures.csv").open("a", encoding="utf-8") as table:
        table.write("gamma;Gamma;carnet;p. 1;stated\n")
    with (workspace / "partnerships.csv").open("w", encoding="utf-8") as table:
        table.write("id;structure;partner;source;locator;status\nx;alpha;gamma;carnet;p. 4;stated\n")
    with (workspace / "participations.csv").open("a", encoding="utf-8") as table:
        table.write("p3;gamma;pain;member;carnet;p. 3;stated\n")
    monkeypatch.setattr(collaborations, "_MOST", 1)
    monkeypatch.setattr(measures_page, "_PATHS", 8)  # three structures, three ties: one more than that
    write_atlas(Maillage.open(workspace), tmp_path / "out")
    words = words_of(Page(tmp_path / "out" / "mesures.html"))
    assert "ne sont pas calculées" in words
    header = (tmp_path / "out/donnees/mesures.csv").read_text("utf-8-sig").partition("\n")[0]
    assert header.count(";") == 5
    drawn = (tmp_path / "out" / "carte-collaborations.html").read_text("utf-8")
    assert all(f"id/structure/{name}" in drawn for name in ("alpha", "beta", "gamma"))


def test_facts_are_said_as_people_do_each_sort_once(pages, folder):
    words = words_of(pages["activites.html"])
    assert "Prix approximatif oui" in words
    assert "Prix maximal 20 000" in words
    assert not {"true", "false"} & set(pages["activites.html"].words)
    for name in ("activites.html", "structures.html", "territoires.html", "chantiers.html"):
        for card in (folder / name).read_text("utf-8").split("<article")[1:]:
            said = re.findall("<dt>([^<]*)</dt>", card.partition('<dl class="links">')[0])
            assert len(said) == len(set(said)), (name, said)
    assert re.search(r"Population \d{1,3}( \d{3})+\b", words_of(pages["territoires.html"]), re.IGNORECASE)


def test_a_count_is_no_number_of_chantier_and_a_blank_is_in_words(pages):
    assert not re.search(r"Chantier coopératif \d", words_of(pages["sources.html"]))
    assert "non dit" in words_of(pages["structures.html"]).partition("aucun document lu ne le dit")[2]
    assert "—" not in pages["structures.html"].words


def test_only_a_tie_that_is_not_stated_has_a_reason_for_its_status(folder):
    content = (folder / "donnees/liens.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content, newline=""), delimiter=";"))
    reasons = {row["Statut"]: row["Raison du statut"] for row in rows if row["Raison du statut"]}
    assert reasons
    assert "énoncé" not in reasons


def test_numbers_dates_and_counts_are_said_as_people_do():
    assert (figure(2600), figure(0.5), figure(3.0), figure(0.00067, 6)) == (
        "2\u202f600",
        "0,5",
        "3",
        "0,00067",
    )
    assert (day("2024-10-02"), day("2023-10"), day("2024"), day("p. 3")) == (
        *("2 octobre 2024", "octobre 2023", "2024", "p. 3"),
    )
    assert plural("atlas.rows.", 0) == "0 ligne"
    assert sorted(["Zoé", "élan", "Eau"], key=order) == ["Eau", "élan", "Zoé"]
    set_language("en")
    assert (figure(2600.5), plural("atlas.rows.", 0)) == ("2,600.5", "0 rows")


@pytest.fixture
def reached(workspace: Path) -> Path:
    """Return a workspace that holds contacts of a structure, of a chantier and of nothing named."""
    (workspace / "contacts.csv").write_text(
        "subject;name;post;email;phone;source;locator\n"
        "alpha;Nom Fictif;Trésorerie;canari@alpha.example;0102030405;carnet;p. 9\n"
        "pain;;;four@pain.example;;carnet;p. 8\n",
        encoding="utf-8",
    )
    return workspace


CANARIES = (
    b"canari@alpha.example",
    b"0102030405",
    b"Nom Fictif",
    "Trésorerie".encode(),
    b"four@pain.example",
)


def test_contacts_are_shown_when_asked_with_their_mark_their_source_and_a_warning(reached, tmp_path):
    written = write_atlas(Maillage.open(reached, personal_data=True), tmp_path / "out", personal_data=True)
    assert written.contacts == 2
    content = every_byte(tmp_path / "out")
    assert {path for path, each in content.items() if CANARIES[0] in each} == {"structures.html"}
    assert {path for path, each in content.items() if CANARIES[4] in each} == {"chantiers.html"}
    for path, each in content.items():
        warned = b'class="banner personal"' in each
        assert warned == any(canary in each for canary in CANARIES), path
    card = content["structures.html"].decode().partition('id="alpha"')[2].partition("</article>")[0]
    for words in (
        "Nom Fictif · Trésorerie · canari@alpha.example · 0102030405",
        "Données personnelles",
        "p. 9",
    ):
        assert words in card
    assert b"montrent des contacts" in content["donnees.html"]
    assert json.loads(content["donnees/manifest.json"])["personal_data"] is True


def test_a_maillage_that_holds_contacts_shows_none_unless_asked(reached, tmp_path):
    written = write_atlas(Maillage.open(reached, personal_data=True), tmp_path / "held")
    assert written.contacts == 0
    write_atlas(Maillage.open(reached), tmp_path / "public", personal_data=True)
    for folder in ("held", "public"):
        for path, content in every_byte(tmp_path / folder).items():
            assert not [canary for canary in (*CANARIES, b"graph/contacts") if canary in content], path
    assert every_byte(tmp_path / "held") == every_byte(tmp_path / "public")


def test_a_long_list_takes_several_pages_and_every_link_finds_its_own(workspace, tmp_path, monkeypatch):
    with (workspace / "structures.csv").open("a", encoding="utf-8") as table:
        table.writelines(
            f"s{number};Structure {number};carnet;p. {number};stated\n" for number in range(10, 20)
        )
    monkeypatch.setattr(numbering, "PER_PAGE", 4)
    monkeypatch.setattr(things_page, "PER_PAGE", 4)
    monkeypatch.setattr(sources_page, "PER_PAGE", 4)
    write_atlas(Maillage.open(workspace), tmp_path / "out")
    pages = {path.name: Page(path) for path in (tmp_path / "out").glob("*.html")}
    lists = [name for name in pages if name.startswith("structures")]
    assert len(lists) > 2
    ids = [each for name in lists for each in pages[name].ids if re.fullmatch(r"s1\d", each)]
    assert sorted(ids) == [f"s{number}" for number in range(10, 20)]
    for name in lists:
        assert set(lists) <= set(pages[name].links), name
        assert f"Page {name.removesuffix('.html')[11:] or 1} sur {len(lists)}" in words_of(pages[name]), name
        assert ("aria-current", "page") in pages[name].attributes, name
    assert "sources-2.html" in pages
    for name, page in pages.items():
        for link in page.links:
            target, _, anchor = link.partition("#")
            if anchor and (target or name) in pages:
                assert anchor in pages[target or name].ids, (name, link)


def test_a_map_too_large_to_read_is_grouped_and_holds_everything(workspace, tmp_path, monkeypatch):
    with (workspace / "structures.csv").open("a", encoding="utf-8") as table:
        table.write("gamma;Gamma;carnet;p. 1;stated\nseule;Seule;carnet;p. 1;stated\n")
    with (workspace / "participations.csv").open("a", encoding="utf-8") as table:
        table.write("p3;gamma;pain;member;carnet;p. 3;stated\n")
    monkeypatch.setattr(legible, "_LEGIBLE", 3)
    write_atlas(Maillage.open(workspace), tmp_path / "out")
    page = (tmp_path / "out" / "carte.html").read_text("utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])
    assert "Grouper par" in words_of(Page(tmp_path / "out" / "carte.html"))
    for name in ("gamma", "seule"):
        assert any(iri.endswith(f"id/structure/{name}") for iri in ids_of(data["nodes"]))
    apart = words_of(Page(tmp_path / "out" / "carte-chantiers.html")).replace("\u00a0", " ")
    assert "n'est dite dans aucun chantier : elle est posée à part" in apart


def test_links_are_capped_as_nodes_are(monkeypatch):
    network = nx.MultiDiGraph()
    for node in range(6):
        network.add_node(f"n{node}", kind="Structure")
    network.add_edges_from((f"n{one}", f"n{other}") for one in range(6) for other in range(one))
    assert legible.most_linked(network, ("Structure",)) is network
    monkeypatch.setattr(legible, "_LINKS", 6)
    drawn = legible.most_linked(network, ("Structure",))
    assert (len(drawn), drawn.number_of_edges()) == (4, 6)
    network.add_node("loin", kind="Territory")
    network.add_edges_from([("loin", "n0")] * 9)
    monkeypatch.setattr(legible, "_LEGIBLE", 6)
    monkeypatch.setattr(legible, "_LINKS", 99)
    assert "loin" not in legible.most_linked(network, ("Structure",))  # what is drawn first comes first


def test_a_made_up_ecosystem_says_so_on_every_page_and_map(tmp_path):
    make_ecosystem(30, 1, tmp_path / "demo")
    write_atlas(Maillage.open(tmp_path / "demo"), tmp_path / "out")
    pages = list((tmp_path / "out").rglob("*.html"))
    drawings = list((tmp_path / "out").rglob("*.svg"))
    assert len(pages) > 40
    assert drawings
    for path in (*pages, *drawings):
        assert "Données fictives" in path.read_text("utf-8").replace("\u00a0", " "), path
    assert "30 structures" in words_of(Page(tmp_path / "out" / "index.html"))  # the title of the workspace
