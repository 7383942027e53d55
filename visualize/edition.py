"""What all pages of one atlas share: where things are told, how sources are cited, how pages are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import networkx as nx
from rdflib import Dataset
from rdflib.namespace import DCTERMS, RDF, SKOS

from ..data.workspace.configuration import is_workspace, load_workspace
from ..graph.network import everything_network
from ..messages import speaking, text
from ..ontology.terms import MAI, THING
from .contacts import Contact
from .grouping.territories import Standing, standing
from .labels import typeset
from .numbering import address, numbered
from .page import write_page
from .words import capital, day, figure, order, plural

if TYPE_CHECKING:
    import pandas

    from ..graph.maillage import Maillage

# kind of node -> the page that tells of it
PAGE_OF = {
    "Structure": "structures.html",
    "Initiative": "chantiers.html",
    "Chantier": "chantiers.html",
    "Person": "personnes.html",
    "Event": "activites.html",
    "Output": "activites.html",
    "SupportMission": "activites.html",
    "SupportOffer": "activites.html",
    "Territory": "territoires.html",
}
MENU = (
    *("index", "carte", "chantiers", "structures", "questions"),
    *("mesures", "rapport", "savoir", "sources", "donnees"),
)
_ELSEWHERE = {
    "personnes.html": "chantiers",
    "activites.html": "chantiers",
    "territoires.html": "structures",
    "cartes-territoires.html": "structures",
}
_STYLES = ("base.css", "atlas.css", "atlas-parts.css")


@dataclass(frozen=True)
class Citation:
    """A place in a document, and the page of the atlas that tells of it."""

    title: str
    locator: str
    href: str


class Edition:
    """One atlas being written: its public data, its folder, and the address of everything in it.

    Attributes
    ----------
    dataset
        The graph less its contacts.
    network
        `graph.network.everything_network` of the dataset.
    state
        What identifies the data: the start of the hash of their canonical N-Quads.
    contacts
        IRI -> the contacts of a structure or an activity: personal data, none unless asked for.
    title
        What its people call the workspace, "" when they do not say.
    candidates
        What may be missing, once a page has asked for it (`candidates.candidates`).
    """

    def __init__(  # noqa: PLR0913  each is something that all pages share
        self,
        dataset: Dataset,
        network: nx.MultiDiGraph,
        folder: Path,
        state: str,
        *,
        contacts: Mapping[str, Sequence[Contact]] = MappingProxyType({}),
        title: str = "",
    ) -> None:
        self.dataset, self.network, self.folder, self.state = dataset, network, folder, state
        self.contacts, self.title = contacts, title
        self.pages: list[str] = []
        self.candidates: pandas.DataFrame | None = None

    @classmethod
    def alone(cls, maillage: "Maillage", folder: Path) -> Self:
        """Return the edition of a page that stands alone: public data, title and state of the build."""
        network, state = everything_network(maillage.public), str(maillage.manifest["sha256"])[:12]
        return cls(maillage.public, network, folder, state, title=title_of(maillage.workspace))

    @cached_property
    def centre(self) -> str | None:
        """Return the initiative that most chantiers belong to, then most participants; None without any."""
        found = [node for node, said in self.network.nodes(data=True) if said["kind"] == "Initiative"]

        def weight(node: str) -> tuple[int, int, str]:
            near = [self.network.nodes[other]["kind"] for other in self.network.predecessors(node)]
            return near.count("Chantier"), self.network.in_degree(node), node

        return max(found, key=weight, default=None)

    @property
    def fictional(self) -> bool:
        """Tell whether the facts are made up, which every page then says."""
        return bool(self.network.graph["fictional"])

    @cached_property
    def name(self) -> str:
        """Return what people call this ecosystem: its title, else the initiative of all its chantiers."""
        named = self.label(self.centre) if self.centre and self._centred else text("atlas.ecosystem")
        return self.title or named

    @property
    def _centred(self) -> bool:
        """Tell whether every chantier that belongs to an initiative belongs to the central one."""
        kinds = dict(self.network.nodes(data="kind"))
        pairs = [
            (a, b) for a, b in self.network.edges() if (kinds[a], kinds[b]) == ("Chantier", "Initiative")
        ]
        return {a for a, _ in pairs} == {a for a, b in pairs if b == self.centre}

    @cached_property
    def standing(self) -> Standing:
        """Return what the graph says of places, by which large maps are grouped."""
        return standing(self.dataset)

    @cached_property
    def documents(self) -> dict[str, str]:
        """Return IRI -> title of each source document, by title."""
        pairs = self.dataset.subject_objects(SKOS.prefLabel)
        documents = set(self.dataset.subjects(RDF.type, MAI.SourceDocument))
        titles = {str(iri): str(title) for iri, title in pairs if iri in documents}
        return dict(sorted(titles.items(), key=lambda pair: (order(pair[1]), pair[0])))

    @cached_property
    def references(self) -> set[str]:
        """Return the IRIs of the documents that only give names and codes of territories."""
        with speaking("fr"):
            kind = text("reference.kind")
        typed = self.dataset.subject_objects(DCTERMS.type)
        return {str(iri) for iri, words in typed if str(words) == kind} & set(self.documents)

    @property
    def read(self) -> list[str]:
        """Return the titles of the documents that were read, those that only name territories left out."""
        return [title for iri, title in self.documents.items() if iri not in self.references]

    @cached_property
    def passages(self) -> dict[tuple[str, str], int]:
        """Return every place that bears out a fact: (document, locator) -> the number of its page."""
        documents = dict(self.dataset.subject_objects(MAI.document))
        places: dict[str, set[str]] = {}
        for passage, locator in self.dataset.subject_objects(MAI.locator):
            places.setdefault(str(documents.get(passage)), set()).add(str(locator))
        return {
            (document, locator): number
            for document, locators in places.items()
            for locator, number in numbered(sorted(locators)).items()
        }

    @cached_property
    def told(self) -> dict[str, list[str]]:
        """Return page -> the nodes that it and those that follow it tell of: by kind, then number or name."""
        kinds = list(PAGE_OF)
        nodes = sorted(
            self.network.nodes(data=True),
            key=lambda node: (kinds.index(node[1]["kind"]), order(node[1]["label"]), node[0]),
        )
        found: dict[str, list[str]] = {page: [] for page in PAGE_OF.values()}
        for node, said in nodes:
            found[PAGE_OF[said["kind"]]].append(node)
        return found

    @cached_property
    def places(self) -> dict[str, str]:
        """Return node -> the address of the page that tells of it."""
        return {
            node: address(page, number)
            for page, nodes in self.told.items()
            for node, number in numbered(nodes).items()
        }

    def label(self, node: str) -> str:
        """Return what people call a node of the network."""
        return str(self.network.nodes[node].get("label") or node)

    def href(self, iri: str) -> str | None:
        """Return the address of what the atlas tells of `iri`, None when it tells nothing apart."""
        if iri in self.documents:
            return f"sources.html#{anchor(iri)}"
        if iri in self.network:
            return f"{self.places[iri]}#{anchor(iri)}"
        return None

    def cite(self, document: str, title: str, locator: str) -> Citation:
        """Return the citation of a place in a document, of the document alone where the place is unknown."""
        number = self.passages.get((document, locator))
        target = passage_anchor(document, locator) if number else anchor(document)
        return Citation(title, locator, f"{address('sources.html', number or 1)}#{target}")

    def citations(self, sources: Sequence[Mapping[str, str]]) -> list[Citation]:
        """Return each place once, in the given order."""
        places = ((each["document"], each["title"], each["locator"]) for each in sources)
        return [self.cite(*place) for place in dict.fromkeys(places)]

    def write(
        self, path: str, template: str, *, title: str, more_styles: Sequence[str] = (), **values: Any
    ) -> None:
        """Write one page from `template`, with the menu, the footer and the styles that all share."""
        self.pages.append(path)
        write_page(
            self.folder / path,
            template,
            styles=(*_STYLES, *more_styles),
            scripts=("atlas.js",),
            data={key: text(f"atlas.js.{key}", count="{count}", total="{total}") for key in _SPOKEN},
            root="../" * path.count("/"),
            menu=[(name, f"{name}.html") for name in MENU],
            here=_here(path),
            title=typeset(title),
            edition=self,
            plural=plural,
            figure=figure,
            capital=capital,
            day=day,
            fine=typeset,
            **values,
        )


_SPOKEN = ("filter", "filtered", "sort", "copy", "copied", "ascending", "descending")


def title_of(workspace: Path | None) -> str:
    """Return the title that `maillage.toml` gives to a workspace, "" without any."""
    if workspace is None or not is_workspace(workspace):
        return ""
    return load_workspace(workspace).title


def _here(path: str) -> str:
    """Return the name in the menu of the page at `path`, whatever its number."""
    first = re.sub(r"-\d+\.html$", ".html", path)
    return _ELSEWHERE.get(first, first.partition("/")[0].removesuffix(".html"))


def anchor(iri: str) -> str:
    """Return the id of a thing inside its page: the last part of its IRI, unique in a workspace."""
    return iri.removeprefix(THING).rpartition("/")[2]


def passage_anchor(document: str, locator: str) -> str:
    """Return the id of a passage inside the page of sources."""
    return "p-" + sha256(f"{document}\n{locator}".encode()).hexdigest()[:10]
