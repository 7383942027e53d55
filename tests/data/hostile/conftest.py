"""What every hostile file must meet: one clear refusal, in both languages, and a workspace left as it was."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from maillage.data.reading.isolation import read_source
from maillage.errors import Fault, InvalidData
from maillage.messages import speaking


@pytest.fixture
def refused(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Fault]:
    """Return a function that reads a file from within a workspace and returns the fault it meets."""
    monkeypatch.chdir(workspace)

    def refuse(*files: Path, format: str = "") -> Fault:
        before = _content(workspace)
        with pytest.raises(InvalidData) as caught:
            read_source(files, format)
        assert caught.value.exit_code == 1
        assert _content(workspace) == before
        for language in ("fr", "en"):
            with speaking(language):
                _check_sentences(str(caught.value).splitlines(), len(caught.value.faults))
        return caught.value.faults[0]

    return refuse


def _check_sentences(lines: list[str], faults: int) -> None:
    assert len(lines) == 1 + faults  # no sentence is broken by what a file holds
    for line in lines:
        assert line.isprintable()
        assert len(line) < 700
        assert not re.search(r"Traceback|Error\(|File \"", line)


def _content(folder: Path) -> Iterable[tuple[Path, bytes]]:
    return [(file, file.read_bytes()) for file in sorted(folder.rglob("*")) if file.is_file()]
