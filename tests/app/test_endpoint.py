"""The commands on a store that is not ours: the same words and files as on the graph built here."""

import filecmp
from pathlib import Path

import pytest

from maillage.app.cli import run
from maillage.queries.endpoint.conversation import PASSWORD, USER

COMMANDS = [
    ["ask", "referents-of-chantiers", "--format", "csv"],
    ["coverage", "--format", "csv"],
    ["coverage", "--by", "region", "--of", "types-of-structure", "--format", "csv"],
    ["measures", "--format", "csv"],
    ["measures", "--network", "participation", "--format", "csv"],
    ["missing", "--format", "json"],
]


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS, ids=["-".join(each[:-2]) for each in COMMANDS])
def test_a_command_says_the_same(corpus, corpus_server, capsys, command):
    assert run(command, "fr") == 0
    here = capsys.readouterr()
    assert run([*command, "--endpoint", corpus_server.query], "fr") == 0
    there = capsys.readouterr()
    assert there.out == here.out
    assert there.err.splitlines()[0].endswith(corpus_server.query)
    assert there.err.splitlines()[1:] == here.err.splitlines()[1:]


def test_an_atlas_is_the_same_to_the_byte(corpus, corpus_server, tmp_path):
    assert run(["atlas", "--out", "here"], "fr") == 0
    assert run(["atlas", "--out", "there", "--endpoint", corpus_server.query], "fr") == 0
    files = sorted(path.relative_to("here") for path in Path("here").rglob("*") if path.is_file())
    assert len(files) > 20
    assert filecmp.cmpfiles("here", "there", files, shallow=False) == (files, [], [])


def test_a_workspace_names_its_store(corpus_server, tmp_path, capsys):
    folder = tmp_path / "mine"
    folder.mkdir()
    written = f'title = "Chez nous"\n[store]\nendpoint = "{corpus_server.query}"\n'
    (folder / "maillage.toml").write_text(written, encoding="utf-8")
    assert run(["ask", "referents-of-chantiers", "--workspace", str(folder), "--format", "csv"], "fr") == 0
    assert "Savoir Devenir" in capsys.readouterr().out


def test_what_would_write_there_is_refused(corpus_server, capsys):
    assert run(["measures", "--write", "--endpoint", corpus_server.query], "fr") == 2
    assert "publish" in capsys.readouterr().err


def test_publishing_tells_what_it_did_and_how_to_give_a_password(
    workspace, oxigraph_server, virtuoso_server, capsys, monkeypatch
):
    command = ["publish", oxigraph_server.graphs, "--workspace", str(workspace)]
    assert run(command, "fr") == 0
    assert "4 graphe(s) envoyé(s), 0 déjà là" in capsys.readouterr().err
    assert run(command, "fr") == 0
    assert "0 graphe(s) envoyé(s), 4 déjà là" in capsys.readouterr().err
    command[1] = virtuoso_server.graphs
    monkeypatch.setenv("NETRC", str(workspace / "none"))
    assert run(command, "fr") == 1
    assert USER in capsys.readouterr().err
    monkeypatch.setenv(USER, "dba")
    monkeypatch.setenv(PASSWORD, "dba")
    assert run(command, "fr") == 0


def test_an_address_with_a_password_is_refused_and_not_repeated(capsys):
    assert run(["ask", "referents-of-chantiers", "--endpoint", "http://me:secret@127.0.0.1:9/"], "fr") == 2
    assert "secret" not in capsys.readouterr().err
