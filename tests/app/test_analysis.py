"""`maillage measures`: what is said, to whom, and what is refused."""

import json

import pytest

from maillage.app.cli import run


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
