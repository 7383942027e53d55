"""`maillage measures`: what is said, to whom, and what is refused."""

import json
from pathlib import Path

import pytest

from maillage.app.cli import run
from maillage.graph.network import everything_network
from maillage.visualize.edition import Edition
from maillage.visualize.report_sections import Report


def test_every_measure_is_told_on_what_it_rests(workspace, capsys):
    assert run(["measures", "--workspace", str(workspace), "--format", "json"], "fr") == 0
    out, err = capsys.readouterr()
    rows = {row["measure"]: row for row in json.loads(out)}
    assert (rows["degree"]["nodes"], rows["degree"]["links"], rows["degree"]["isolates"]) == (2, 1, 0)
    assert (
        rows["degree"]["reading"]
        == "2 structures sont à égalité (1 voisin) : cette mesure n'en distingue aucune."
    )
    assert "Mesuré sur 1 lien documenté" in err


def test_people_read_names_and_words(workspace, capsys):
    command = ["measures", "--network", "participation", "--measure", "degree", "--measure", "pagerank"]
    assert run([*command, "--workspace", str(workspace), "--format", "markdown"], "fr") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[2:5] == [
        "| Nom | voisins | PageRank |",
        "| --- | --- | --- |",
        "| Pain | 2 voisins | 50 % |",
    ]
    assert "w3id.org" not in out
    assert "voisins : Combien d'autres" in err
    assert "PageRank : La part du temps" in err


def test_programs_read_iris_and_figures(workspace, capsys):
    command = ["measures", "--measure", "closeness", "--workspace", str(workspace), "--format", "csv"]
    assert run(command, "fr") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows == [
        "node,label,closeness",
        "https://w3id.org/maillage/id/structure/alpha,Alpha,1.0",
        "https://w3id.org/maillage/id/structure/beta,Bêta,1.0",
    ]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--measure", "fame", "betweenness"),
        ("--measure", "redundancy", "participation"),
        ("--network", "x", "collab"),
    ],
)
def test_what_cannot_be_measured_is_told(workspace, capsys, option, value, said):
    assert run(["measures", option, value, "--workspace", str(workspace)], "fr") == 2
    out, err = capsys.readouterr()
    assert not out
    assert said in err


def test_an_answer_about_the_whole_network_is_printed_alone(workspace, capsys):
    command = ["measures", "--workspace", str(workspace), "--measure", "bridges"]
    assert run([*command, "--format", "json"], "fr") == 0
    out, err = capsys.readouterr()
    assert [(row["label"], row["otherLabel"]) for row in json.loads(out)] == [("Alpha", "Bêta")]
    assert "liens sans détour : Un seul lien n'a pas de détour" in err
    assert run([*command, "--format", "markdown"], "fr") == 0
    assert "w3id.org" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "name",
    [
        "articulation-points",
        "assortativity",
        "closure",
        "brokers-type",
        "brokers-territory",
        "brokers-chantier",
        "significance",
    ],
)
def test_every_answer_about_the_whole_network_is_reachable(workspace, capsys, name):
    assert run(["measures", "--workspace", str(workspace), "--measure", name], "fr") == 0
    assert "Mesuré sur 1 lien" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--measure", "degree"], ["--write"]], ids=["another", "write"])
def test_it_goes_with_nothing_else(workspace, capsys, more):
    command = ["measures", "--workspace", str(workspace), "--measure", "bridges", *more]
    assert run(command, "fr") == 2
    out, err = capsys.readouterr()
    assert not out
    assert "une seule option --measure" in err


def test_forgetting_prints_no_measure(workspace, capsys):
    assert run(["measures", "--workspace", str(workspace), "--write"], "fr") == 0
    capsys.readouterr()
    assert run(["measures", "--workspace", str(workspace), "--forget"], "fr") == 0
    out, err = capsys.readouterr()
    assert not out
    assert "Mesuré" not in err


def test_one_network_is_measured_reported_and_searched(corpus, capsys):
    """Seven links for all: being in a list is no joint work."""
    assert run(["measures", "--measure", "degree", "--format", "csv"], "fr") == 0
    assert "Mesuré sur 7 liens documentés : 56 structures" in capsys.readouterr().err
    edition = Edition(corpus.public, everything_network(corpus.public), Path(), "state")
    assert Report(corpus, edition).basis.links == 7
    assert run(["missing", "--kind", "links", "--format", "csv"], "fr") == 0
    assert "7 liens" in capsys.readouterr().err
