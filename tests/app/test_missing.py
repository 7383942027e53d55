"""The command missing, through its entry: what is proposed, and what people's decisions become."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from maillage.data.tables import read_tables
from maillage.graph.maillage import Maillage

from .. import command

PROVENANCE = "source;locator;status"
PARTNERS = "SELECT ?one WHERE { ?one <https://w3id.org/maillage/ontology#partnerOf> ?other }"


@pytest.fixture
def network(tmp_path) -> Path:
    """Return A and C in a chantier, C and B in another: C could introduce A to B."""
    structures = "".join(f"{name};Structure {name.upper()};carnet;p. 1;stated\n" for name in "abcf")
    files = {
        "sources": "id;name;kind\ncarnet;Carnet inventé;carnet\n",
        "structures": f"id;name;{PROVENANCE}\n{structures}",
        "chantiers": f"id;name;{PROVENANCE}\nun;Un;carnet;p. 2;stated\ndeux;Deux;carnet;p. 2;stated\n",
        "participations": (
            f"id;structure;activity;role;{PROVENANCE}\n"
            "p1;a;un;member;carnet;p. 3;stated\np2;c;un;referent;carnet;p. 3;stated\n"
            "p3;c;deux;member;carnet;p. 4;stated\np4;b;deux;member;carnet;p. 4;stated\n"
        ),
    }
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


def run(*arguments: str, spoken: str = "fr") -> subprocess.CompletedProcess[str]:
    return command.run("--lang", spoken, "missing", *arguments, timeout=300)


def done(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    ended = run("--workspace", str(workspace), *arguments)
    assert ended.returncode == 0, ended.stderr
    return ended


def links(workspace: Path) -> list[dict[str, str]]:
    ended = done(workspace, "--kind", "links", "--format", "csv")
    return list(csv.DictReader(io.StringIO(ended.stdout)))


def names(workspace: Path) -> list[tuple[str, str]]:
    return [(row["first_label"], row["second_label"]) for row in links(workspace)]


def test_a_card_says_why_against_and_who_and_too_few_links_are_told(network):
    shown = done(network, "--kind", "links").stdout
    for words in ("Structure A — Structure B", "Structure A – Un – Structure C – Deux – Structure B"):
        assert words in shown
    for words in (
        "Trop peu de liens",
        "2 liens",
        "Carnet inventé",
        "Contre",
        "Par qui",
        "a b --kind links",
    ):
        assert words in shown


def test_json_keeps_lists_csv_and_markdown_write_them_in_lines(network):
    ended = done(network, "--kind", "links", "--format", "json")
    (row,) = json.loads(ended.stdout)
    assert len(row["evidence"]) == 4
    assert "Trop peu de liens" in ended.stderr
    assert links(network)[0]["evidence"].split("\n") == row["evidence"]
    assert "Structure A" in done(network, "--format", "markdown").stdout


def test_a_made_link_becomes_a_fact_of_its_date_and_is_taken_back_by_undo(network):
    before = len(Maillage.open(network).query(PARTNERS))
    told = done(network, "--decide", "a", "b", "made", "--reason", "Vues le 3 mai.")
    assert (before, len(Maillage.open(network).query(PARTNERS))) == (0, 2)
    assert "--undo 1" in told.stderr
    (row,) = read_tables(network).rows["partnerships"]
    source = read_tables(network).by_id[row.one("source")]
    assert source.one("name") == "Décisions de l'espace de travail"
    assert row.one("locator").startswith("décision du 20")
    assert row.one("note") == "Vues le 3 mai."
    assert names(network) == []
    assert command.run("review", "--workspace", network, "--undo", "1").returncode == 0
    assert len(Maillage.open(network).query(PARTNERS)) == 0
    assert names(network) == [("Structure A", "Structure B")]


def test_a_refused_link_is_not_proposed_again_until_it_is_taken_back(network):
    done(network, "--decide", "Structure B", "a", "refused", "--reason", "concurrentes")
    assert names(network) == []
    assert read_tables(network).rows["partnerships"] == ()
    listed = done(network, "--decided", "--format", "csv").stdout
    assert "refused" in listed
    assert "concurrentes" in listed


def test_a_link_put_off_comes_last_with_its_date(network):
    done(network, "--decide", "a", "b", "later")
    (row,) = links(network)
    assert row["decision"] == "later"
    assert row["decided_on"].startswith("20")
    assert "Remis le" in done(network, "--kind", "links").stdout


def test_the_last_answer_counts(network):
    done(network, "--decide", "a", "b", "made")
    done(network, "--decide", "b", "a", "refused", "--reason", "erreur")
    assert read_tables(network).rows["partnerships"] == ()
    assert len(done(network, "--decided", "--format", "csv").stdout.splitlines()) == 2


def test_a_chantier_and_a_structure_need_to_be_told_what_joins_them(network):
    ended = run("--workspace", str(network), "--decide", "un", "f", "made")
    assert ended.returncode == 2
    assert "--kind funders" in ended.stderr
    done(network, "--decide", "un", "f", "made", "--kind", "funders")
    (funding,) = read_tables(network).rows["fundings"]
    assert (funding.one("funder"), funding.one("beneficiary")) == ("f", "un")
    done(network, "--decide", "f", "deux", "made", "--kind", "competences")
    assert [row.one("activity") for row in read_tables(network).rows["participations"]][-1] == "deux"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--decide", "a", "b", "refused"), "--reason"),
        (("--decide", "a", "b", "peut-être"), "made, refused, later"),
        (("--decide", "a", "nulle-part", "made"), "nulle-part"),
        (("--decide", "a", "a", "made"), "rien ne peut lier"),
        (("--decide", "departement-14", "structures", "made", "--kind", "territories"), "aux tables"),
        (("--decide", "atlantide", "structures", "later", "--kind", "territories"), "atlantide"),
        (("--kind", "amis"), "amis"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_writes_nothing(network, arguments, words):
    ended = run("--workspace", str(network), *arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (network / "decisions.csv").exists()


def test_decisions_need_a_workspace():
    ended = run("--decide", "a", "b", "made")
    assert ended.returncode == 2
    assert "--workspace" in ended.stderr


def test_a_decision_about_what_is_gone_warns_and_states_nothing(network):
    done(network, "--decide", "a", "b", "made")
    for name in ("structures", "participations"):
        file = network / f"{name}.csv"
        kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(("b;", "p4;"))]
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    tables = read_tables(network)
    assert [fault.key for fault in tables.warnings] == ["decision.unknown"]
    assert tables.rows["partnerships"] == ()


@pytest.mark.parametrize(
    ("arguments", "link"),
    [
        (("a", "c", "made"), "partenaires"),  # both in a chantier
        (("un", "a", "made", "--kind", "competences"), "participation"),
    ],
    ids=["who-work-together", "who-takes-part"],
)
def test_a_link_that_documents_tell_is_not_made_again(network, arguments, link):
    before = Maillage.open(network).network("collaboration").edges(data="weight")
    ended = run("--workspace", str(network), "--decide", *arguments)
    assert ended.returncode == 2
    assert "disent déjà" in ended.stderr
    assert f"({link})" in ended.stderr
    assert not (network / "decisions.csv").exists()
    assert list(Maillage.open(network).network("collaboration").edges(data="weight")) == list(before)


def test_a_link_made_once_may_be_made_again_with_another_reason(network):
    done(network, "--decide", "a", "b", "made")
    done(network, "--decide", "a", "b", "made", "--reason", "Vues le 3 mai.")
    (row,) = read_tables(network).rows["partnerships"]
    assert row.one("note") == "Vues le 3 mai."


def test_markdown_shows_what_to_write_to_decide(network):
    shown = done(network, "--kind", "links", "--format", "markdown").stdout
    first, row = shown.splitlines()[0], shown.splitlines()[2]
    assert "identifiant du premier" in first
    assert "| a " in row
    assert "| b " in row


def test_what_names_nothing_says_where_ids_stand(network):
    ended = run("--workspace", str(network), "--decide", "a", "nulle-part", "made")
    assert "« À décider »" in ended.stderr


def test_a_row_called_decision_keeps_its_name(network):
    with (network / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("decision;Registre inventé;registre\n")
    done(network, "--decide", "a", "b", "made")
    tables = read_tables(network)
    assert tables.by_id["decision"].one("name") == "Registre inventé"
    assert tables.rows["partnerships"][0].one("source") == "decision-2"


def test_a_decision_follows_a_structure_that_another_row_stands_for_by_now(network):
    done(network, "--decide", "a", "b", "refused", "--reason", "concurrentes")
    with (network / "structures.csv").open("a", encoding="utf-8") as file:
        file.write("autre;Autre nom de B;carnet;p. 9;stated\n")
    with (network / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("same;autre;b;yes;2026-01-01;;;;\n")
    assert names(network) == []


def test_a_territory_is_refused(network):
    (network / "locations.csv").write_text(
        f"id;subject;relation;territory;{PROVENANCE}\nl1;a;seatedIn;61220 Briouze;carnet;p. 5;stated\n",
        encoding="utf-8",
    )
    before = json.loads(done(network, "--kind", "territories", "--format", "json").stdout)
    assert "Calvados" in {row["first_label"] for row in before}
    done(
        network,
        "--decide",
        "departement-14",
        "structures",
        "refused",
        "--kind",
        "territories",
        "--reason",
        "loin",
    )
    after = json.loads(done(network, "--kind", "territories", "--format", "json").stdout)
    assert len(after) == len(before) - 1
    assert "Calvados" not in {row["first_label"] for row in after}


def test_the_evaluation_says_that_two_links_are_too_few(network):
    ended = done(network, "--evaluate", "--format", "csv")
    assert ended.stdout.startswith("method,measure,mean,low,high")
    assert "Trop peu de liens" in ended.stderr


def test_english_speaks_english(network):
    ended = run("--workspace", str(network), "--kind", "links", spoken="en")
    assert "Too few links to tell" in ended.stdout
