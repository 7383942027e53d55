"""The whole of Maillage on a graph that stands elsewhere: at a SPARQL endpoint, whichever store answers."""

from functools import cached_property
from hashlib import sha256
from pathlib import Path

from rdflib import Dataset

from ..errors import UsageError
from ..queries.endpoint.conversation import SECONDS, Conversation, Credentials, known_credentials
from ..queries.endpoint.graphs import open_endpoint
from ..queries.endpoint.store import EndpointStore
from .building.history import Copy
from .maillage import Maillage
from .store import PREFIXES, in_memory, lines_of


class Elsewhere(Maillage):
    """What an endpoint holds, ready for questions: asked there, and read-only.

    Attributes
    ----------
    address
        The endpoint's.

    Examples
    --------
    >>> m = Elsewhere("http://localhost:7878/query")  # doctest: +SKIP
    >>> m.ask("referents-of-chantiers")  # doctest: +SKIP
    """

    def __init__(
        self,
        address: str,
        workspace: Path | str | None = None,
        *,
        personal_data: bool = False,
        seconds: float = SECONDS,
        credentials: Credentials = known_credentials,
    ) -> None:
        """Ask an endpoint what it holds.

        Parameters
        ----------
        workspace
            The folder whose title and decisions go with the graph, if any; its tables are not read.
        personal_data
            Whether to ask the named graph of contacts too, where the endpoint has it.
        seconds
            What one answer may take.
        credentials
            Where a password is looked for, when the endpoint asks for one.

        Raises
        ------
        BadParameter
            For an address that is not http(s), or with a password.
        RemoteError, LimitReached
            When the endpoint does not answer, or not in time.
        StoreError
            When it holds no graph of Maillage.
        """
        self._talk = Conversation(address, seconds, credentials)
        self.address = self._talk.address
        self._workspace = Path(workspace) if workspace is not None else None
        self._personal_data = personal_data
        self.reopen()

    @property
    def folder(self) -> Path:  # type: ignore[override]
        """Refuse: nothing of an endpoint stands on disk.

        Raises
        ------
        UsageError
            Always.
        """
        raise UsageError("endpoint.read-only", where=self.address)

    def reopen(self) -> None:
        """Ask again which graphs the endpoint holds, and forget what was read ahead."""
        self.public = _dataset(open_endpoint(self._talk))
        self.graph = _dataset(open_endpoint(self._talk, True)) if self._personal_data else self.public
        self.__dict__.pop("manifest", None)

    @property
    def workspace(self) -> Path | None:
        """Return the folder that goes with the graph, if any."""
        return self._workspace

    @property
    def copies(self) -> list[Copy]:
        """Return none: an endpoint keeps no dated copies."""
        return []

    @cached_property
    def manifest(self) -> dict[str, object]:
        """Return quads, quads by graph, and the sha256 of the canonical N-Quads, for which all is read."""
        store = self.public.store
        sizes = dict(sorted(store.sizes().items())) if isinstance(store, EndpointStore) else {}
        content = sha256()
        for line in lines_of(in_memory(self.public)):
            content.update(line.encode("utf-8"))
        return {"quads": sum(sizes.values()), "graphs": sizes, "sha256": content.hexdigest()}


def _dataset(store: EndpointStore) -> Dataset:
    dataset = Dataset(store=store, default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    return dataset
