import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from maillage.data.synthetic import make_ecosystem

from ..command import INSTALLED, run


def test_version_and_help_speak_french_then_english():
    assert run("--version").stdout.strip().count(".") == 2
    assert "Pose une requête SPARQL" in run("--help").stdout
    for place in (["--lang", "en", "--help"], ["--help", "--lang=en"]):
        assert "Run a SPARQL query" in run(*place).stdout
    assert "Commandes" in run("--help").stdout
    assert "Commands" in run("--lang", "en", "--help").stdout


def test_ask_lists_the_questions():
    listed = json.loads(run("ask", "--format", "json").stdout)
    assert len(listed) >= 15
    assert {"question", "title", "user", "params"} == set(listed[0])
    assert not any(each["question"].endswith("-violation") for each in listed)


def test_ask_answers_in_every_form():
    table = run("ask", "referents-of-chantiers")
    assert "Sophie Aouizerate" in table.stdout
    assert "https://" not in table.stdout
    assert table.stderr.splitlines()[-1] == "5 lignes."
    rows = list(csv.DictReader(io.StringIO(run("ask", "referents-of-chantiers", "--format", "csv").stdout)))
    assert len(rows) == 5
    assert any(value.startswith("https://w3id.org/maillage/id/chantier/") for value in rows[0].values())
    assert len(json.loads(run("ask", "referents-of-chantiers", "--format", "json").stdout)) == 5
    lines = run("ask", "referents-of-chantiers", "--format", "markdown").stdout.splitlines()
    assert sum(line.startswith("| ") for line in lines) == 7


def test_a_parameter_is_written_as_people_do():
    near = json.loads(
        run(
            "ask",
            "support-offers",
            "--param",
            "territory=Normandie",
            "--param",
            "maximum=15 000",
            "--format",
            "json",
        ).stdout
    )
    assert {row["offerLabel"] for row in near} == {"Séminaires internes"}
    wrong = run("ask", "support-offers", "--param", "territory=Normandy")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Normandie" in wrong.stderr


def test_query_reads_a_file_or_the_standard_input(tmp_path):
    text = "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a <https://w3id.org/maillage/ontology#Chantier> }"
    file = tmp_path / "compte.rq"
    file.write_text(text, encoding="utf-8")
    assert json.loads(run("query", str(file), "--format", "json").stdout) == [{"n": 5}]
    assert json.loads(run("query", "-", "--format", "json", given=text).stdout) == [{"n": 5}]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["ask", "qui-est-referent"], 2, "qui-est-referent"),
        (["ask", "--nope"], 2, "l'option --nope n'est pas comprise ici. Voyez « maillage ask --help »."),
        (["atlaz"], 2, "la commande 'atlaz' n'existe pas"),
        (["query"], 2, "il manque FICHIER|-."),
        (["query", "absent.rq"], 2, "absent.rq"),
        (["ask", "referents-of-chantiers", "--param", "sans-valeur"], 2, "--param NOM=VALEUR"),
        (["ask", "--format", "xml"], 2, "table, csv, json, markdown"),
        (["--lang", "de", "ask"], 2, "fr, en"),
        (["build", "--workspace", "nulle-part"], 2, "nulle-part"),
    ],
)
def test_a_wrong_call_says_where_what_and_how_to_mend(arguments, code, said, tmp_path):
    ended = run(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert len([line for line in ended.stderr.splitlines() if not line.startswith("Écosystème")]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["atlas", "--workspace"], "il manque la valeur de l'option --workspace."),
        (["review", "--answer", "a", "b"], "l'option --answer attend 3 valeurs."),
        (["demo", "--seed", "un", "--out", "x"], "--seed attend un nombre entier."),
        (["missing", "--top", "0"], "--top attend un nombre d'au moins 1."),
    ],
)
def test_an_option_without_its_value_or_with_another_kind_is_told(arguments, said, tmp_path):
    ended = run(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


def test_the_help_speaks_one_language():
    for arguments in (["--help"], ["atlas", "--help"]):
        told = run(*arguments).stdout
        assert "Montre cette aide." in told
        assert "Show this" not in told
    assert "Show this help." in run("--lang", "en", "atlas", "--help").stdout


def test_a_command_takes_the_workspace_it_stands_in(tmp_path):
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a <https://w3id.org/maillage/ontology#Structure> }"
    make_ecosystem(4, 1, tmp_path / "espace")
    here = run("query", "-", "--format", "csv", given=count, cwd=tmp_path / "espace")
    assert here.stdout == "n\n4\n"
    assert f"l'espace de travail de ce dossier, {tmp_path / 'espace'}." in here.stderr
    elsewhere = run("query", "-", "--format", "csv", given=count, cwd=tmp_path)
    assert elsewhere.stdout != here.stdout
    assert "le corpus embarqué" in elsewhere.stderr
    named = run("query", "-", "--format", "csv", "--workspace", "espace", given=count, cwd=tmp_path)
    assert named.stdout == here.stdout
    assert "Écosystème" not in named.stderr


def test_a_query_that_cannot_be_read_is_one_sentence():
    ended = run("query", "-", given="SELECT ?s WHERE { ?s ?p }")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_a_workspace_is_built_and_its_faults_are_told(workspace):
    built = run("build", "--workspace", str(workspace), "--format", "json")
    assert {"graph": "https://w3id.org/maillage/graph/source/carnet", "quads": 0}.keys() == json.loads(
        built.stdout
    )[0].keys()
    (workspace / "structures.csv").write_text("id;name\nalpha;Alpha\n", encoding="utf-8")
    refused = run("build", "--workspace", str(workspace))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "structures.csv, ligne 1, colonne « status » : cette colonne obligatoire manque." in refused.stderr


def test_atlas_says_where_it_is(workspace, tmp_path):
    ended = run("atlas", "--workspace", str(workspace), "--out", "sortie", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert Path(ended.stdout.strip()) == tmp_path / "sortie" / "index.html"
    assert (tmp_path / "sortie" / "index.html").is_file()


def test_atlas_shows_contacts_only_when_asked_and_says_how_many(workspace, tmp_path):
    (workspace / "contacts.csv").write_text(
        "subject;email;source;locator\nalpha;canari@alpha.example;carnet;p. 9\n", encoding="utf-8"
    )
    for options, shown in ((), False), (("--with-personal-data",), True):
        ended = run("atlas", "--workspace", str(workspace), "--out", "sortie", *options, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert ("1 contact : une donnée personnelle" in ended.stderr) == shown
        page = (tmp_path / "sortie" / "structures.html").read_text("utf-8")
        assert ("canari@alpha.example" in page) == shown


@pytest.mark.skipif(os.name != "posix", reason="a pipe closed early is POSIX")
def test_a_reader_that_leaves_early_is_no_failure():
    ended = subprocess.run(
        ["sh", "-c", f"{INSTALLED} ask --format json | head -1"], capture_output=True, text=True, check=False
    )
    assert [line for line in ended.stderr.splitlines() if not line.startswith("Écosystème")] == []
