"""The command review, through its entry, on a made-up network."""

import csv
import io
import subprocess
from pathlib import Path

import pytest

from .. import command

COLUMNS = "id;name;source;locator;status"


def run(
    workspace: Path, *arguments: str, given: str = "", spoken: str = "fr"
) -> subprocess.CompletedProcess[str]:
    return command.run("--lang", spoken, "review", "--workspace", workspace, *arguments, given=given)


@pytest.fixture
def network(tmp_path) -> Path:
    report = tmp_path / "imports" / "liste" / "report"
    report.mkdir(parents=True)
    files = {
        "sources.csv": "id;name;kind\ncarnet;Carnet inventé;carnet\n",
        "structures.csv": (
            f"{COLUMNS}\na;Atelier Fictif;carnet;p. 1;stated\nt;Carte Inventée;carnet;p. 2;stated\n"
        ),
        "imports/liste/sources.csv": "id;name;kind\nliste;Liste inventée;liste\n",
        "imports/liste/structures.csv": f"{COLUMNS}\nz;L'atelier fictif;liste;ligne 2;stated\n",
        "imports/liste/report/candidates.csv": (
            "subject;words;relation;passage;locator\n"
            "z;carte inventee;partner;avec la carte inventee;fiche 3\n"
        ),
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def listed(workspace: Path, *arguments: str) -> list[dict[str, str]]:
    ended = run(workspace, *arguments, "--format", "csv")
    assert ended.returncode == 0, ended.stderr
    return list(csv.DictReader(io.StringIO(ended.stdout)))


def test_the_walk_shows_both_things_their_sources_and_reasons_and_keeps_each_answer(network):
    ended = run(network, given="bof\no\n1\n")
    assert ended.returncode == 0, ended.stderr
    for shown in (
        "Atelier Fictif (a)",
        "« Liste inventée »",
        "imports/liste/structures.csv, 2",
        "Noms semblables",
    ):
        assert shown in ended.stderr
    assert "avec la carte inventee" in ended.stderr
    assert "Réponse non comprise" in ended.stderr
    answers = [
        (row["kind"], row["first"], row["second"], row["answer"]) for row in listed(network, "--decided")
    ]
    assert answers == [("same", "a", "z", "yes"), ("partner", "z", "t", "yes")]
    assert listed(network, "--list") == []
    assert "Rien n'attend" in run(network).stderr


def test_quitting_or_the_end_of_the_input_keeps_what_was_answered(network):
    assert run(network, given="p\nq\n").returncode == 0
    assert [row["answer"] for row in listed(network, "--decided")] == ["later"]
    assert run(network, given="o\n").returncode == 130
    assert [row["answer"] for row in listed(network, "--decided")] == ["later", "yes"]


def test_answers_are_given_and_undone_without_a_dialogue(network):
    asked = [(row["kind"], row["first"], row["second"]) for row in listed(network, "--list")]
    assert asked == [("same", "a", "z"), ("partner", "z", "t")]
    given = run(network, "--answer", "a", "z", "no", "--reason", "deux villes", spoken="en")
    assert (given.returncode, given.stdout) == (0, "")
    assert "Answer saved: a, z (no)." in given.stderr
    assert [row["kind"] for row in listed(network, "--list")] == ["partner"]
    assert listed(network, "--decided")[0]["reason"] == "deux villes"
    assert run(network, "--undo", "1").returncode == 0
    assert [row["kind"] for row in listed(network, "--list")] == ["same", "partner"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--undo", "1"), "--undo : il n'y a pas de réponse n° 1"),
        (("--answer", "a", "nul", "yes"), "« nul » n'est l'identifiant d'aucune ligne"),
        (("--answer", "a", "z", "si"), "« si » n'est pas une réponse"),
        (("--answer", "a"), "--answer"),
    ],
)
def test_what_cannot_be_is_told_in_one_line_and_exits_2(network, arguments, told):
    refused = run(network, *arguments)
    assert refused.returncode == 2
    assert told in refused.stderr
    assert not (network / "decisions.csv").exists()


@pytest.mark.parametrize(
    ("spoken", "question", "answer"), [("fr", "la même chose ?", "oui"), ("en", "the same?", "yes")]
)
def test_answers_are_told_in_words_to_people(network, spoken, question, answer):
    assert question in run(network, "--list", spoken=spoken).stdout
    run(network, "--answer", "a", "z", "yes")
    told = run(network, "--decided", spoken=spoken).stdout
    assert question in told
    assert answer in told
