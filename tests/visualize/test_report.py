"""The report: what each section says, on what, and what it leaves out when it has nothing to say."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import combinations
from math import hypot
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Dataset
from typer.testing import CliRunner

from maillage.app.cli import app
from maillage.data.synthetic import make_ecosystem
from maillage.errors import UnknownName
from maillage.graph.maillage import Maillage
from maillage.graph.measures.catalogue import sentences
from maillage.graph.network import everything_network
from maillage.messages import set_language, text
from maillage.visualize.charts import BADGE, TINTS, bars, sketch, tint
from maillage.visualize.edition import Edition
from maillage.visualize.report_page import write_report_alone
from maillage.visualize.report_sections import Report

HOSTILE = "<img src=x onerror=alert(1)></script>"


class Words(HTMLParser):
    """The words, headings, links and ids of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.words, self.headings, self.links, self.ids, self.tags = [], [], [], [], []
        self._heading = False
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self._heading = tag == "h2"

    def handle_data(self, data):
        self.words.append(data)
        if self._heading and data.strip():
            self.headings.append(data.strip())
            self._heading = False

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def page(corpus: Maillage, tmp_path_factory: pytest.TempPathFactory) -> Words:
    set_language("fr")
    return Words(write_report_alone(corpus, tmp_path_factory.mktemp("report") / "rapport.html"))


def report_of(maillage: Maillage) -> Report:
    edition = Edition(maillage.public, everything_network(maillage.public), Path(), "state")
    return Report(maillage, edition)


def test_it_says_in_french_what_who_what_breaks_communities_missing_where_and_how_sure(page):
    assert page.headings == [
        "De quoi l'on parle",
        "Qui relie les autres",
        "Ce qui se déferait si quelqu'un partait",
        "Les communautés",
        "Ce qui manque peut-être",
        "Où il n'y a personne",
        "Ce que valent ces chiffres",
    ]
    assert page.tags.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))


def test_it_speaks_english(corpus, tmp_path):
    set_language("en")
    written = write_report_alone(corpus, tmp_path / "report.html")
    assert '<html lang="en">' in written.read_text("utf-8")
    headings = Words(written).headings
    assert headings[:2] == ["What this is about", "Who joins the others"]
    assert not any("é" in heading for heading in headings)


def test_it_bears_the_name_of_the_ecosystem_not_that_of_one_initiative_of_several(tmp_path):
    network = nx.MultiDiGraph(fictional=False)
    for name in ("first", "second"):
        network.add_node(name, kind="Initiative", label=name)
        network.add_node(f"chantier {name}", kind="Chantier", label=name)
        network.add_edge(f"chantier {name}", name, relation="partOfActivity")
    assert Edition(Dataset(), network, tmp_path, "state").name == text("atlas.ecosystem")
    network.remove_node("second")
    assert Edition(Dataset(), network, tmp_path, "state").name == "first"
    assert Edition(Dataset(), network, tmp_path, "state", title="Bocage").name == "Bocage"


def test_it_bears_the_title_that_its_people_gave(workspace, tmp_path):
    (workspace / "maillage.toml").write_text('title = "Le bocage coopère"\n', encoding="utf-8")
    page = write_report_alone(Maillage.open(workspace), tmp_path / "r.html").read_text("utf-8")
    assert "<h1>Le bocage coopère</h1>" in page


def test_the_initiative_of_all_chantiers_names_the_ecosystem(corpus):
    assert report_of(corpus).edition.name == "Démarche des chantiers coopératifs"


def test_standing_alone_it_leads_nowhere_and_asks_for_nothing(page, corpus, tmp_path):
    assert page.links == []
    source = unescape(write_report_alone(corpus, tmp_path / "r.html").read_text("utf-8"))
    assert "default-src 'none'" in source
    assert not re.search(r"""(src|href)=["'](?!#)""", source)
    assert "<script" not in source
    assert " style=" not in source


def test_the_same_graph_gives_the_same_bytes(corpus, tmp_path):
    first = write_report_alone(corpus, tmp_path / "a.html").read_bytes()
    assert write_report_alone(corpus, tmp_path / "b.html").read_bytes() == first


def test_few_links_are_told_one_by_one_and_rank_nobody(corpus, page):
    report = report_of(corpus)
    assert not report.basis.enough
    assert report.ties == []
    assert len(report.links) == report.basis.links == report.working.number_of_edges()
    assert report.basis.conclusion.split(",")[0] in page.text
    assert "type non dit" in page.text


def test_it_ranks_no_more_than_the_links_bear_wherever_it_speaks(tmp_path):
    """What the report says of a measure is word for word what the command says of it."""
    make_ecosystem(120, 2, tmp_path / "demo")
    maillage = Maillage.open(tmp_path / "demo")
    report = report_of(maillage)
    assert report.basis.enough
    network = maillage.network("collaboration")
    for one, name in zip(report.holding, ("degree", "betweenness", "effective-size"), strict=True):
        assert list(one.sentences) == sentences(network, name)
    page = Words(write_report_alone(maillage, tmp_path / "r.html"))
    assert text("report.who.how") in page.text
    assert "Structures charnières" in page.text
    assert [each.name for each in report.hinges] == ["articulation-points", "bridges"]
    assert {"assortativity", "closure"} <= {each.name for each in report.beyond}
    assert "ne sont donc pas des faits et ne sont pas comptés ici" in page.text


def test_with_few_links_nothing_is_compared_with_chance(corpus):
    report = report_of(corpus)
    assert "significance" not in {each.name for each in report.beyond}
    assert not any(each.name.startswith("brokers") for each in report.beyond)


def test_a_departure_is_told_once_be_it_a_structure_or_a_person(corpus):
    report = report_of(corpus)
    names = [name for name, _, _ in report.leaving]
    assert len(names) == len(set(names))
    kinds = {report.edition.network.nodes[node]["kind"] for node in report.losses["node"]}
    assert kinds == {"Structure", "Person"}
    assert all(sentence.startswith("Sans ") for *_, sentence in report.leaving)


def test_each_candidate_says_why_why_not_and_who_could_act(corpus):
    missing = report_of(corpus).missing
    assert [lacking.kind for lacking in missing] == ["links", "funders", "competences", "holes"]
    for lacking in missing:
        for one in lacking.candidates:
            assert one.why
            assert one.against
            assert len(one.ends) in (1, 2)
    assert any(one.introducers for one in missing[0].candidates)
    notes = [note for lacking in missing for note in lacking.notes]
    assert len(notes) == len(set(notes))


def test_every_bar_has_its_number_and_all_structures_have_a_type_or_none(corpus):
    types = report_of(corpus).types
    structures = sum(
        1 for _, kind in report_of(corpus).edition.network.nodes(data="kind") if kind == "Structure"
    )
    assert sum(int(bar.number) for bar in types) == structures
    assert max(bar.share for bar in types) == 1


def test_the_smallest_workspace_leaves_out_what_has_nothing_to_say(workspace, tmp_path):
    report = report_of(Maillage.open(workspace))
    assert report.territory is None
    assert report.changes is None
    headings = Words(write_report_alone(report.maillage, tmp_path / "r.html")).headings
    assert "Où il n'y a personne" not in headings
    assert headings[-1] == "Ce que valent ces chiffres"


@pytest.mark.parametrize("rows", ["", "alpha;Alpha;carnet;p. 1;stated\n"], ids=["nobody", "one structure"])
def test_an_empty_ecosystem_has_its_report(tmp_path, rows):
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    (folder / "structures.csv").write_text("id;name;source;locator;status\n" + rows, encoding="utf-8")
    page = Words(write_report_alone(Maillage.open(folder), tmp_path / "r.html"))
    assert page.headings[0] == "De quoi l'on parle"
    assert "Les communautés" not in page.headings


def test_what_changed_since_the_former_dated_build_is_told(workspace, tmp_path):
    Maillage.open(workspace)
    with (workspace / "structures.csv").open("a", encoding="utf-8") as file:
        file.write("gamma;Gamma;carnet;p. 4;stated\n")
    (workspace / "partnerships.csv").write_text(
        "id;structure;partner;source;locator;status\nq1;alpha;gamma;carnet;p. 4;stated\n", encoding="utf-8"
    )
    maillage = Maillage.open(workspace)
    changes = report_of(maillage).changes
    assert (changes.counts["added"], changes.counts["gone"]) == (2, 0)
    assert any("Gamma" in sentence for sentence in changes.shown)
    page = Words(write_report_alone(maillage, tmp_path / "r.html"))
    assert any(heading.startswith("Ce qui a changé depuis l'état du") for heading in page.headings)


def test_names_that_attack_stay_words(workspace, tmp_path):
    file = workspace / "structures.csv"
    file.write_text(file.read_text("utf-8").replace("Bêta", HOSTILE), encoding="utf-8")
    page = write_report_alone(Maillage.open(workspace), tmp_path / "r.html")
    assert HOSTILE in Words(page).text
    assert "<img" not in page.read_text("utf-8")


def test_contacts_are_never_in_it(workspace, tmp_path):
    (workspace / "contacts.csv").write_text(
        "subject;name;email;source;locator\nalpha;Canari Secret;canari@exemple.invalid;carnet;p. 9\n",
        encoding="utf-8",
    )
    maillage = Maillage.open(workspace, personal_data=True)
    said = write_report_alone(maillage, tmp_path / "r.html").read_text("utf-8")
    assert "canari" not in said.casefold()


def test_what_is_made_up_says_so(tmp_path):
    make_ecosystem(30, 1, tmp_path / "demo")
    page = Words(write_report_alone(Maillage.open(tmp_path / "demo"), tmp_path / "r.html"))
    assert text("map.fictional") in page.text


def test_a_file_that_cannot_be_written_is_told(corpus, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnknownName) as refused:
        write_report_alone(corpus, tmp_path / "file" / "r.html")
    assert refused.value.key == "report.unwritable"


def test_the_command_writes_it_and_tells_where(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["report", "--out", "mon-rapport.html"])
    assert done.exit_code == 0, done.output
    assert str(tmp_path / "mon-rapport.html") in done.output
    assert (tmp_path / "mon-rapport.html").stat().st_size > 10_000


def test_bars_are_to_the_scale_of_the_greatest():
    assert [bar.share for bar in bars([("a", None, 8.0), ("b", None, 2.0), ("c", None, 0.0)])] == [1, 0.25, 0]
    assert bars([]) == []
    assert bars([("a", None, 0.0)])[0].share == 0


def test_a_drawing_holds_each_linked_node_once_inside_its_box():
    network = nx.disjoint_union_all([nx.star_graph(9), *[nx.path_graph(2)] * 12])
    network = nx.relabel_nodes(network, str)
    network.add_node("alone")
    of = {node: place for place, group in enumerate(nx.connected_components(network), 1) for node in group}
    drawn = sketch(network, of, {node: node for node in network})
    assert sorted(dot.label for dot in drawn.dots) == sorted(set(network) - {"alone"})
    for dot in drawn.dots:
        assert dot.radius <= dot.x <= drawn.width - dot.radius
        assert dot.radius <= dot.y <= drawn.height - dot.radius
    assert len({(dot.x, dot.y) for dot in drawn.dots}) == len(drawn.dots)
    assert len(drawn.lines) == network.number_of_edges()
    assert [badge.number for badge in drawn.badges] == list(range(1, len(TINTS) + 1))
    assert sketch(network, of, {node: node for node in network}) == drawn
    assert sketch(nx.empty_graph(3), {}, {}) is None


@pytest.mark.parametrize(
    "network",
    [
        nx.path_graph(3),
        nx.star_graph(5),
        nx.cycle_graph(4),
        nx.disjoint_union(nx.path_graph(3), nx.path_graph(2)),
    ],
    ids=["path", "star", "ring", "two"],
)
def test_no_number_hides_a_structure(network):
    """A community of three structures shows three circles, its number beside them."""
    network = nx.relabel_nodes(network, str)
    of = {node: place for place, group in enumerate(nx.connected_components(network), 1) for node in group}
    drawn = sketch(network, of, {node: node for node in network})
    for badge in drawn.badges:
        for dot in drawn.dots:
            assert hypot(badge.x - dot.x, badge.y - dot.y) > BADGE + dot.radius
    for one, other in combinations(drawn.dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius


def test_a_large_network_is_drawn_by_those_most_linked():
    network = nx.relabel_nodes(nx.barabasi_albert_graph(400, 2, seed=1), str)
    drawn = sketch(network, dict.fromkeys(network, 1), {node: node for node in network})
    assert len(drawn.dots) == 150
    assert drawn.left_out == 250


def test_the_first_communities_have_colours_of_their_own():
    assert len({tint(number) for number in range(1, len(TINTS) + 1)}) == len(TINTS)
    assert tint(len(TINTS) + 1) == tint(99) not in TINTS
