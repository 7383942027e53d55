"""The command `maillage coverage`, through its entry."""

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from .. import command

TABLES = {
    "sources": "id;name;kind\ncarnet;Carnet;carnet\n",
    "structures": (
        "id;name;source;locator;status\nalpha;=Alpha;carnet;p. 1;stated\nbeta;Bêta;carnet;p. 1;stated\n"
    ),
    "locations": (
        "id;subject;relation;territory;source;locator;status\n"
        "l1;alpha;intervenesIn;Normandie;carnet;p. 2;stated\n"
    ),
}


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """Return tables that place one structure of two."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, content in TABLES.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return command.run("coverage", *arguments)


def test_every_region_zeros_shown_and_what_is_not_located_said(placed):
    told = run("--by", "region", "--workspace", str(placed), "--format", "json")
    rows = json.loads(told.stdout)
    assert len(rows) == 18
    assert [row["territoryLabel"] for row in rows if row["structures"]] == ["Normandie"]
    assert rows[0]["territoryLabel"] == "Île-de-France"
    assert (rows[-1]["code"], rows[-1]["inside"], rows[-1]["covered"]) == ("28", 1, "inside")
    assert "Sans aucun territoire dit : 1." in told.stderr


def test_a_departement_is_covered_by_its_region(placed):
    told = run("--workspace", str(placed), "--format", "markdown")
    assert "couvert par la région Normandie" in told.stdout
    assert "https://" not in told.stdout
    assert told.stdout.count("\n") == 2 + 2 + 101


def test_the_matrix_and_its_evidence_for_a_spreadsheet(placed, tmp_path):
    out = tmp_path / "blancs.csv"
    assert run("--by", "region", "--workspace", str(placed), "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    matrix = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig")), delimiter=";"))
    assert (len(matrix), matrix[-1]["territoire"], matrix[-1]["structures"]) == (18, "Normandie", "1")
    (proof,) = csv.DictReader(
        io.StringIO((tmp_path / "blancs-preuves.csv").read_text("utf-8-sig")), delimiter=";"
    )
    assert (proof["thingLabel"], proof["sourceLabel"], proof["locator"]) == ("'=Alpha", "Carnet", "p. 2")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "canton"], "l'échelon « canton » n'existe pas"),
        (["--of", "moulins"], "rien ne se compte sous le nom « moulins »"),
        (["--of", "roles/meunier"], "member"),
    ],
)
def test_a_wrong_word_is_told_what_there_is(placed, arguments, said):
    told = run(*arguments, "--workspace", str(placed))
    assert told.returncode == 2
    assert said in told.stderr


def test_a_file_that_cannot_be_written_is_said(placed):
    told = run("--workspace", str(placed), "--by", "region", "--out", str(placed))
    assert told.returncode == 2
    assert "ne peut pas être écrit" in told.stderr


def test_the_white_spots_are_drawn(placed, tmp_path):
    drawn = tmp_path / "blancs.svg"
    assert run("--by", "departement", "--workspace", str(placed), "--out", str(drawn)).returncode == 0
    svg = drawn.read_text("utf-8")
    assert svg.count("data-code") == 101
    assert "<title" in svg
    refused = run("--by", "epci", "--workspace", str(placed), "--out", str(drawn))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "region" in refused.stderr
