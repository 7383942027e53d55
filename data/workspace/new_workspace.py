"""A new workspace: its `maillage.toml`, empty tables, the page that explains them, a template to fill in."""

from pathlib import Path

from ...errors import UnknownName
from ...messages import text
from ..schema import load_schema
from .configuration import CONFIGURATION, is_workspace, load_workspace, new_configuration
from .guide import guide
from .template import template


def init_workspace(folder: Path, title: str = "") -> list[Path]:
    """Return the files written: those of a workspace that `folder` does not hold yet; none is overwritten.

    Parameters
    ----------
    title
        The network's name, by default the folder's; a workspace that stands keeps its own.

    Raises
    ------
    UnknownName
        When the folder holds something and is no workspace, or cannot be written.
    InvalidData
        When its `maillage.toml` cannot be read.
    """
    if is_workspace(folder):
        title = load_workspace(folder).title
    elif first := _first_entry(folder):
        raise UnknownName("workspace.not-empty", where=str(folder), first=first)
    title = " ".join(title.split()) or folder.resolve().name
    contents = {CONFIGURATION: new_configuration(title).encode("utf-8")}
    for table in load_schema().values():
        contents[f"{table.name}.csv"] = (";".join(table.columns) + "\n").encode("utf-8-sig")
    contents[text("guide.title")] = guide(title).encode("utf-8")
    contents[text("template.file")] = template()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [path for name, content in contents.items() if _write_new(path := folder / name, content)]
    except OSError as error:
        raise UnknownName(
            "workspace.unwritable", where=str(folder), detail=error.strerror or error
        ) from error


def _first_entry(folder: Path) -> str:
    """Return the name of something that the folder holds, "" for nothing but what systems hide there."""
    if folder.is_dir():
        return min((entry.name for entry in folder.iterdir() if not entry.name.startswith(".")), default="")
    return folder.name if folder.exists() or folder.is_symlink() else ""


def _write_new(path: Path, content: bytes) -> bool:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    return True
