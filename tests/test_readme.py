"""The sessions of the READMEs, run as written: the same commands, the same output."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.fr.md")


def sessions(name: str) -> list[tuple[str, str]]:
    """Return each command of the console blocks with the output printed below it."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    steps = [re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] for block in blocks]
    return [tuple(step.split("\n", 1)) for block in steps for step in block]  # type: ignore[misc]


CASES = [pytest.param(*step, id=f"{name} {step[0]}") for name in READMES for step in sessions(name)]


def test_there_is_a_session_in_each():
    assert all(len(sessions(name)) >= 3 for name in READMES)


@pytest.mark.parametrize(("command", "printed"), CASES)
def test_a_session_is_as_written(command, printed, tmp_path):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    ended = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.rstrip() == re.sub("/home/(vous|you)", str(tmp_path), printed).rstrip()


def test_the_scripts_that_the_readmes_name_can_be_run():
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        for script in ("scripts/atlas", "scripts/test"):
            assert script in text
            assert os.access(ROOT / script, os.X_OK)
