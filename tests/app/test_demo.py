"""The command `maillage demo`, through its entry, and a build that is told as it goes."""

from ..command import run


def test_a_made_up_workspace_is_written_and_answers(tmp_path):
    out = tmp_path / "essai"
    made = run("demo", "--structures", "30", "--seed", "4", "--out", str(out))
    assert (made.returncode, made.stdout) == (0, f"{out}\n")
    assert "fictif" in made.stderr
    asked = run("build", "--workspace", str(out), "--format", "csv")
    assert asked.returncode == 0
    assert "fictif-membres" in asked.stdout
    assert asked.stderr == ""
    assert len(list((out / "build" / "history").glob("*.nq.gz"))) == 1


def test_a_folder_in_use_is_refused_in_both_languages(tmp_path):
    (tmp_path / "a.csv").write_text("à moi", encoding="utf-8")
    french, english = (run("--lang", each, "demo", "--out", str(tmp_path)) for each in ("fr", "en"))
    assert french.returncode == english.returncode == 2
    assert "dossier" in french.stderr
    assert "folder" in english.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
