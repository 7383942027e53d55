"""What may be missing in an edition, found once for all the pages that show some of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from ..graph.maillage import Maillage
from .edition import Edition

if TYPE_CHECKING:
    import pandas

MOST = 8  # of a kind; a workshop cannot talk about more, and no page shows more


def candidates(maillage: Maillage, edition: Edition) -> "pandas.DataFrame":
    """Return the first `MOST` candidates of each kind, as `graph.missing.missing.missing` gives them."""
    if edition.candidates is None:
        from ..graph.missing.missing import missing

        edition.candidates = missing(_Read(maillage, edition), most=MOST)
    return edition.candidates


class _Read(Maillage):
    """The graph of an edition, whose network is read once and shared by all that ask for it."""

    def __init__(self, maillage: Maillage, edition: Edition) -> None:
        self.graph = self.public = edition.dataset
        self._read, self._whole = maillage, edition.network

    @property
    def workspace(self) -> Path | None:
        """Return the folder of the tables, as what was read does."""
        return self._read.workspace

    def network(self, kind: str = "everything") -> nx.Graph:
        """Return the network of everything as the edition holds it; the others as `Maillage.network` does."""
        return self._whole if kind == "everything" else super().network(kind)
