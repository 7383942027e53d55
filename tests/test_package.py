"""The built wheel holds every wing and data file, and nothing else."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WINGS = ("ontology", "data", "queries", "graph", "visualize", "app")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    scratch = tmp_path_factory.mktemp("wheel")
    checkout = scratch / "checkout"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "build", "*.egg-info", "*.mo", "__pycache__", "atlas", ".*_cache"
    )
    shutil.copytree(ROOT, checkout, ignore=left_out)
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(scratch / "out"),
        str(checkout),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = (scratch / "out").glob("*.whl")
    return set(zipfile.ZipFile(built).namelist())


def test_every_file_of_every_wing_is_in_the_wheel(wheel):
    expected = {
        f"maillage/{file.relative_to(ROOT).as_posix()}"
        for wing in WINGS
        for file in (ROOT / wing).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".md"
    }
    expected |= {
        f"maillage/{name}"
        for name in ("__init__.py", "errors.py", "messages.py", "py.typed", "data/SOURCES.md")
    }
    expected |= {f"maillage/locale/{language}/LC_MESSAGES/maillage.mo" for language in ("fr", "en")}
    assert expected - wheel == set()


def test_nothing_else_is_in_the_wheel(wheel):
    tops = {name.split("/")[0] for name in wheel}
    assert len(tops) == 2
    assert "maillage" in tops
    folders = {name.split("/")[1] for name in wheel if name.startswith("maillage/") and name.count("/") > 1}
    assert folders == {*WINGS, "locale"}
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
