"""The commands init and import, through their entry, on made-up files."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from ..command import INSTALLED, run

MEMBERS = (
    "Nom de la structure;Code postal;Ville;Site web;Réseau;Courriel;Gloubi\r\n"
    "Les Pains Fictifs;01000;Bourg-en-Bresse;https://pains.example/;;camille@exemple.org;7\r\n"
    "Coop Imaginaire;61220;Briouze;pas une adresse;Réseau Inventé;;8\r\n"
    ";75001;Paris;;;;9\r\n"
)


@pytest.fixture
def space(tmp_path):
    made = run("init", "espace", "--title", "Réseau d'essai", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    (tmp_path / "membres.csv").write_text(MEMBERS, encoding="cp1252")
    return tmp_path / "espace"


def rows_of(ended: subprocess.CompletedProcess[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ended.stdout)))


def tree(folder: Path) -> dict[str, bytes]:
    kept = (path for path in folder.rglob("*") if path.is_file() and ".maillage" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in kept}


def test_init_tells_what_it_wrote_and_refuses_a_folder_that_holds_something(tmp_path):
    made = run("init", "espace", cwd=tmp_path)
    assert [Path(line).name for line in made.stdout.splitlines()][:2] == ["maillage.toml", "sources.csv"]
    assert "LISEZ-MOI.md" in made.stderr
    again = run("init", "espace", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, "")
    assert "rien n'a été écrit" in again.stderr
    refused = run("init", ".", cwd=tmp_path)
    assert refused.returncode == 2
    assert "« espace »" in refused.stderr


def test_without_anyone_to_confirm_nothing_is_written(space):
    before = tree(space)
    ended = run("import", "../membres.csv", "--rows", "csv", cwd=space)
    assert ended.returncode == 2
    assert "--yes" in ended.stderr.splitlines()[-1]
    (account,) = rows_of(ended)
    assert (account["import"], account["rows"], account["accepted"], account["rejected"]) == (
        "membres",
        "3",
        "2",
        "1",
    )
    assert tree(space) == before
    dry = run("import", "../membres.csv", "--dry-run", cwd=space)
    assert dry.returncode == 0
    assert "Rien n'a été écrit." in dry.stderr
    assert tree(space) == before


def test_the_plan_tells_encoding_meanings_and_what_is_left_out(space):
    told = run("import", "../membres.csv", "--dry-run", cwd=space).stderr
    assert "Windows-1252" in told or "cp1252" in told
    assert "Nom de la structure → nom [name]" in told
    assert "? Gloubi → laissée de côté" in told
    assert "« pas une adresse »" in told
    assert "ligne 4" in told
    assert "--map" in told
    assert "Traceback" not in told


def test_an_import_is_built_asked_and_drawn_like_the_corpus_and_is_idempotent(space):
    ended = run("import", "../membres.csv", "--yes", cwd=space)
    assert ended.returncode == 0, ended.stderr
    built = json.loads(run("build", "--workspace", ".", "--format", "json", cwd=space).stdout)
    assert any(each["graph"].endswith("/membres") and each["quads"] > 0 for each in built)
    listed = (
        "SELECT ?n WHERE { ?s a <https://w3id.org/maillage/ontology#Structure> ;"
        " <http://www.w3.org/2004/02/skos/core#prefLabel> ?n }"
    )
    found = json.loads(
        run("query", "-", "--workspace", ".", "--format", "json", cwd=space, given=listed).stdout
    )
    assert {"Les Pains Fictifs", "Coop Imaginaire"} <= {row["n"] for row in found}
    assert run("coverage", "--workspace", ".", "--format", "csv", cwd=space).returncode == 0
    assert run("ask", "structures-of-territory", "--workspace", ".", cwd=space).returncode in (0, 2)
    drawn = run("atlas", "--workspace", ".", "--out", "pages", cwd=space)
    assert drawn.returncode == 0, drawn.stderr
    pages = "".join(path.read_text("utf-8", errors="ignore") for path in (space / "pages").rglob("*.html"))
    assert "Les Pains Fictifs" in pages
    assert "camille@exemple.org" not in pages
    before = tree(space)
    again = run("import", "../membres.csv", cwd=space)
    assert again.returncode == 0
    assert "Rien n'a changé" in again.stderr
    assert tree(space) == before
    assert json.loads(run("build", "--workspace", ".", "--format", "json", cwd=space).stdout) == built


def test_a_change_is_told_from_what_to_what(space):
    run("import", "../membres.csv", "--yes", cwd=space)
    file = space.parent / "membres.csv"
    changed = MEMBERS.replace("https://pains.example/", "https://lespains.example/")
    changed = changed.replace("Coop Imaginaire;", "Coop Rêvée;")
    file.write_text(changed, encoding="utf-8")
    told = run("import", "../membres.csv", "--yes", cwd=space).stderr
    assert "« https://pains.example/ » → « https://lespains.example/ »" in told
    assert "structures : Coop Rêvée" in told.split("changé")[0]
    assert "structures : Coop Imaginaire" in told.split("absent de la source")[1]
    assert run("build", "--workspace", ".", cwd=space).returncode == 0


def test_a_column_is_corrected_on_the_command_line_and_stays_so(space):
    run("import", "../membres.csv", "--map", "Gloubi=note", "--yes", cwd=space)
    assert 'Gloubi = "note"' in (space / "maillage.toml").read_text("utf-8")
    told = run("import", "../membres.csv", "--dry-run", cwd=space).stderr
    assert "Gloubi → note" in told
    wrong = run("import", "../membres.csv", "--map", "Gloubi=noet", "--dry-run", cwd=space)
    assert wrong.returncode == 2
    assert "note" in wrong.stderr
    assert run("import", "../membres.csv", "--map", "Gloubi", cwd=space).returncode == 2


def test_an_import_is_forgotten_when_confirmed(space):
    run("import", "../membres.csv", "--yes", cwd=space)
    asked = run("import", "--forget", "membres", cwd=space)
    assert asked.returncode == 2
    assert "structures 3" in asked.stderr or "structures 2" in asked.stderr
    assert (space / "imports" / "membres").is_dir()
    assert run("import", "--forget", "membres", "--yes", cwd=space).returncode == 0
    assert not (space / "imports" / "membres").exists()
    assert "membres" in run("import", "--forget", "membres", "--yes", cwd=space).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "maillage import membres.xlsx"),
        (["absente.csv"], 2, "absente.csv"),
        (["."], 1, ""),
        (["../membres.csv", "https://exemple.org"], 2, "une seule adresse"),
        (["../membres.csv", "--workspace", ".."], 2, "maillage init"),
        (["../membres.csv", "--name", "../x", "--yes"], 2, "../x"),
        (["../membres.csv", "--format", "betamax"], 2, "betamax"),
        (["../vide.csv", "--yes"], 1, "vide.csv"),
    ],
)
def test_a_wrong_call_is_one_sentence_and_writes_nothing(space, arguments, code, said):
    (space.parent / "vide.csv").write_bytes(b"")
    before = tree(space)
    ended = run("import", *arguments, cwd=space)
    assert ended.returncode == code, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert tree(space) == before


@pytest.mark.skipif(os.name != "posix", reason="a terminal of our own is POSIX")
@pytest.mark.parametrize(("answer", "written"), [("oui\n", True), ("n\n", False), ("\n", False)])
def test_a_person_at_the_terminal_is_asked(space, answer, written):
    import pty

    keyboard, terminal = pty.openpty()
    os.write(keyboard, answer.encode())
    ended = subprocess.run(
        [INSTALLED, "import", "../membres.csv"],
        cwd=space,
        stdin=terminal,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(terminal)
    os.close(keyboard)
    assert ended.returncode == 0, ended.stderr
    assert "[o/N]" in ended.stderr
    assert (space / "imports" / "membres").is_dir() is written


def test_english_is_spoken_throughout(space):
    told = run("--lang", "en", "import", "../membres.csv", "--dry-run", cwd=space).stderr
    assert "Nothing was written." in told
    assert "left aside" in told
    assert "laissée" not in told
