"""The whole of Maillage for a notebook: open a workspace, query its graph, get its networks."""

import atexit
import os
import shutil
import tempfile
import warnings
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Dataset

from ..data.tables import corpus_folder, read_tables
from ..errors import DataWarning, UnknownName
from ..messages import language, text
from ..queries import runner
from ..queries.catalogue import load_catalogue
from .build import build_dataset, digest
from .store import is_current, manifest, open_build, write_build

if TYPE_CHECKING:
    import networkx
    import pandas


class Maillage:
    """A built graph, ready for questions.

    Attributes
    ----------
    graph
        The rdflib dataset, read-only, over Oxigraph; queried as the union of its named graphs.
    folder
        Where the build stands on disk.

    Examples
    --------
    >>> m = Maillage.open()
    >>> m.ask("referents-of-chantiers").shape[0]
    5
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.graph: Dataset = open_build(folder)

    @classmethod
    def open(cls, workspace: Path | str | None = None) -> "Maillage":
        """Return the graph of the workspace (of the embedded corpus without one), built if it has changed.

        A build warns (`DataWarning`) of what it read with a doubt, such as a name and a postal code at odds.

        Raises
        ------
        UnknownName
            When the folder does not exist.
        InvalidData
            With every fault of its tables; the previous build stays.
        StoreError
            When the build cannot be written or read.
        """
        tables_folder, folder = _places(workspace)
        inputs = digest(tables_folder)
        if not is_current(folder, inputs):
            tables = read_tables(tables_folder)
            for doubt in tables.warnings:
                warnings.warn(str(doubt), DataWarning, stacklevel=2)
            write_build(build_dataset(tables), folder, inputs)
        return cls(folder)

    @staticmethod
    def questions() -> "pandas.DataFrame":
        """Return the questions of the catalogue: `question` (its name), `title`, `user`, `params`."""
        import pandas

        rows = [
            {
                "question": each.name,
                "title": each.title[language()],
                "user": ", ".join(text(f"catalogue.user.{user}") for user in each.user),
                "params": ", ".join(f"{p.name}" if p.required else f"[{p.name}]" for p in each.params),
            }
            for each in load_catalogue()
            if not each.is_violation
        ]
        return pandas.DataFrame(rows)

    @property
    def manifest(self) -> dict[str, object]:
        """Return what the build's manifest says: quads, quads by graph, sha256."""
        return dict(manifest(self.folder))

    def query(self, text: str) -> "pandas.DataFrame":
        """Return the rows of a SPARQL query, a column a variable (see `queries.runner.run`)."""
        return runner.run(self.graph, text)

    def ask(self, name: str, **parameters: object) -> "pandas.DataFrame":
        """Return the rows of a question of the catalogue (see `queries.runner.ask`)."""
        return runner.ask(self.graph, name, **parameters)

    def network(self, kind: str = "everything") -> "networkx.Graph":
        """Return a network of the graph: "everything", "participation" or "collaboration".

        Raises
        ------
        UnknownName
            For another kind.
        """
        from .network import NETWORKS

        if kind not in NETWORKS:
            raise UnknownName("network.kind", where=kind, known=", ".join(NETWORKS))
        return NETWORKS[kind](self.graph)


def _places(workspace: Path | str | None) -> tuple[Traversable, Path]:
    """Return the folder of the tables and the folder of the build."""
    if workspace is None:
        from platformdirs import user_cache_path

        return corpus_folder(), _writable(user_cache_path("maillage")) / corpus_folder().name
    folder = Path(workspace)
    if not folder.is_dir():
        key = "workspace.file" if folder.exists() else "workspace.none"
        raise UnknownName(key, where=str(folder))
    return folder, folder / "build"


def _writable(cache: Path) -> Path:
    """Return the user's cache, or a folder that ends with this process where there is none to write to."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        writable = os.access(cache, os.W_OK)
    except OSError:
        writable = False
    if writable:
        return cache
    aside = tempfile.mkdtemp(prefix="maillage-")
    atexit.register(shutil.rmtree, aside, ignore_errors=True)
    return Path(aside)
