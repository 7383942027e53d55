"""A workshop through the commands: import, review, view with a story."""

import json

import pytest

from .. import command

ID = "https://w3id.org/maillage/id/structure/"


def run(*arguments, given="", spoken="fr", code=0):
    ended = command.run("--lang", spoken, *arguments, given=given)
    assert ended.returncode == code, ended.stderr
    return ended


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "reseau"
    run("demo", "--structures", 12, "--out", folder)
    said = [
        ("confirm", "structure-1", "structure-3", "On se connaît"),
        ("refuse", "structure-2", "structure-4", ""),
        ("comment", "structure-2", "", "À vérifier"),
        ("structure", "", "", "La Recyclette inventée"),
    ]
    voices = [
        {
            "number": number, "at": f"2026-11-21T10:0{number}:00Z", "kind": kind, "words": words,
            "who": "Jeanne Fictive",
            "first": f"{ID}{first}" if first else "", "second": f"{ID}{second}" if second else "",
        }
        for number, (kind, first, second, words) in enumerate(said, 1)
    ]  # fmt: skip
    document = {
        "format": "maillage-session",
        "version": 1,
        "day": "2026-11-21",
        "place": "Flers",
        "voices": voices,
    }
    (tmp_path / "atelier-2026-11-21.json").write_text(json.dumps(document), "utf-8")
    told = run("import", tmp_path / "atelier-2026-11-21.json", "--workspace", folder, "--yes")
    assert "4 paroles d'atelier" in told.stderr and "Jeanne" not in told.stderr
    return folder


def test_the_walk_shows_each_voice_asks_why_and_keeps_each_answer(workspace):
    ended = run("review", "--workspace", workspace, given="o\nbof\no\npas leur métier\nq\n")
    for shown in (
        "Atelier du 21 novembre 2026, parole 1", "« On se connaît »", "avec l'atelier pour source",
        "Réponse non comprise", "Pourquoi ?", "Commentaire :",
    ):  # fmt: skip
        assert shown in ended.stderr
    listed = run("review", "--workspace", workspace, "--list", "--format", "csv").stdout.splitlines()
    assert [line.split(",")[3] for line in listed[1:]] == ["3", "4"]
    run("review", "--workspace", workspace, given="o\no\n")
    assert "Rien n'attend" in run("review", "--workspace", workspace).stderr
    decided = run("review", "--workspace", workspace, "--decided", "--format", "json").stdout
    assert [each["kind"] for each in json.loads(decided)] == ["missing", "missing", "voice", "structure"]
    assert "structure nouvelle" in run("review", "--workspace", workspace, "--decided").stdout


def test_a_voice_is_answered_without_a_dialogue(workspace):
    arguments = ("review", "--workspace", workspace, "--kind", "voice", "--answer", "atelier-2026-11-21")
    run(*arguments, "1", "yes")
    assert "--reason" in run(*arguments, "2", "yes", code=2).stderr
    assert "atelier-2026-11-21 2" in run(*arguments, "9", "yes", code=2).stderr
    run(*arguments, "2", "yes", "--reason", "déjà essayé")
    assert "déjà essayé" in run("missing", "--decided", "--workspace", workspace).stdout


def test_english_says_it_too(workspace):
    ended = run("review", "--workspace", workspace, given="y\nq\n", spoken="en")
    assert "Link confirmed:" in ended.stderr and "Make it a link" in ended.stderr


def test_a_page_carries_its_story_and_a_wrong_one_writes_nothing(workspace, tmp_path):
    story, page = tmp_path / "story.toml", tmp_path / "carte.html"
    story.write_text('[[step]]\ntitle = "Bienvenue"\nsentence = "Voici tout."\ndegree = 9\n', "utf-8")
    arguments = ("view", "everything", "--workspace", workspace, "--story", story, "--out", page)
    assert "story.toml, étape 1, clé « degree », ligne 1" in run(*arguments, code=1).stderr
    assert not page.exists()
    story.write_text('[[step]]\ntitle = "Bienvenue"\nsentence = "Voici tout."\n', "utf-8")
    run(*arguments)
    assert '"story":[{"title":"Bienvenue"' in page.read_text("utf-8")
