"""`maillage export` through its entry: what goes to stdout, what is said on stderr, and the exit code."""

import json

import pytest

from maillage.graph.exports.formats import FORMATS

from ..command import run


def test_the_path_is_data_and_what_is_left_out_is_said(tmp_path):
    out = tmp_path / "ecosysteme.json"
    done = run("export", str(out))
    assert (done.returncode, done.stdout) == (0, f"{out}\n")
    assert json.loads(out.read_text("utf-8"))["elements"]
    assert "- Leçons : 53 lignes non exportées (ce format n'a pas de place pour cela)" in done.stderr
    assert "--with-personal-data" in done.stderr


def test_a_workspace_with_people_s_contacts(workspace, tmp_path):
    contact = "subject;name;email;source;locator\nalpha;Zoé;zoe@exemple.invalid;carnet;p. 1\n"
    (workspace / "contacts.csv").write_text(contact, encoding="utf-8")
    public, private = tmp_path / "public", tmp_path / "private"
    assert run("export", str(public), "--workspace", str(workspace)).returncode == 0
    asked = run("--lang", "en", "export", str(private), "--workspace", str(workspace), "--with-personal-data")
    assert asked.returncode == 0
    assert "not exported" not in asked.stderr
    assert not (public / "contacts.csv").exists()
    assert "zoe@exemple.invalid" in (private / "contacts.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("out", "more", "said"),
    [("a.csv", [], "dossier"), ("a.doc", [], "--format"), ("a", ["--format", "word"], "kumu")],
)
def test_a_call_that_cannot_be_understood_exits_2(out, more, said, tmp_path):
    done = run("export", str(tmp_path / out), *more)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_formats_of_the_help_are_those_that_exist():
    shown = "".join(run("export", "--help").stdout.split())
    assert "|".join(FORMATS) in shown
