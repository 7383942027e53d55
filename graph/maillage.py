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
from ..data.workspace.staging import mend
from ..errors import DataWarning, UnknownName
from ..messages import language, text
from ..queries import runner
from ..queries.catalogue import load_catalogue
from .build import build_folder, digest
from .building.builds import WISH, is_current, manifest, open_build
from .building.history import HISTORY, Copy, copies
from .building.loading import Progress, quiet

if TYPE_CHECKING:
    import networkx
    import pandas


class Maillage:
    """A built graph, ready for questions.

    Attributes
    ----------
    graph
        The rdflib dataset, read-only, over Oxigraph; queried as the union of its named graphs.
    public
        The same without the named graph of contacts, which `graph` holds when it was asked for.
    folder
        Where the build stands on disk.

    Examples
    --------
    >>> m = Maillage.open()
    >>> m.ask("referents-of-chantiers").shape[0]
    5
    """

    def __init__(self, folder: Path, personal_data: bool = False) -> None:
        self.folder, self._personal_data = folder, personal_data
        self.reopen()

    @classmethod
    def open(
        cls, workspace: Path | str | None = None, personal_data: bool = False, tell: Progress = quiet
    ) -> "Maillage":
        """Return the graph of the workspace (of the embedded corpus without one), built if it has changed.

        A build warns (`DataWarning`) of what it read with a doubt, such as a name and a postal code at odds.
        One of a workspace keeps a dated copy of its public graph in `build/history`.

        Parameters
        ----------
        personal_data
            Whether to open the named graph of contacts too.
        tell
            Told of how far a build is.

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
            build_folder(tables, folder, inputs, tell, history=workspace is not None)
            return cls(folder, personal_data)._measured_again()
        return cls(folder, personal_data)

    def reopen(self) -> None:
        """Open what is in force in the folder now, as after a change of its measures."""
        self.graph: Dataset = open_build(self.folder, self._personal_data)
        self.public: Dataset = open_build(self.folder) if self._personal_data else self.graph

    def _measured_again(self) -> "Maillage":
        """Return itself, with the measures that the workspace keeps up to date."""
        if (self.folder / WISH).exists():
            from .measures.observations import observe_again

            observe_again(self)
        return self

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
    def workspace(self) -> Path | None:
        """Return the folder of the tables, None for the embedded corpus."""
        return self.folder.parent if self.folder.name == "build" else None

    @property
    def manifest(self) -> dict[str, object]:
        """Return what the build's manifest says: quads, quads by graph, sha256."""
        return dict(manifest(self.folder))

    @property
    def copies(self) -> list[Copy]:
        """Return the dated copies of the graph, the oldest first."""
        return copies(self.folder / HISTORY)

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
    mend(folder)
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
