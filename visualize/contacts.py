"""Who to reach, as a source gives it: personal data, which an atlas holds only when it was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Dataset, Graph
from rdflib.namespace import SKOS
from rdflib.term import Node

from ..ontology.terms import CONTACTS, MAI


@dataclass(frozen=True)
class Contact:
    """How to reach something, "" for what is not said; `sources` are dicts document, title, locator."""

    name: str
    post: str
    email: str
    phone: str
    sources: Sequence[Mapping[str, str]]


def contacts_of(dataset: Dataset) -> dict[str, list[Contact]]:
    """Return IRI of a structure or an activity -> its contacts, for a dataset opened with personal data."""
    graph = Graph(dataset.store, CONTACTS)  # a dataset would declare it first, and this one is read-only
    found: dict[str, list[Contact]] = {}
    for contact, reached in sorted(graph.subject_objects(MAI.contactOf)):
        found.setdefault(str(reached), []).append(_contact(dataset, graph, contact))
    return found


def _contact(dataset: Dataset, graph: Graph, contact: Node) -> Contact:
    name, post, email, phone = (
        str(graph.value(contact, said) or "") for said in (SKOS.prefLabel, MAI.post, MAI.email, MAI.phone)
    )
    sources = [
        {
            "document": str(document),
            "title": str(dataset.value(document, SKOS.prefLabel)),
            "locator": str(locator),
        }
        for passage in graph.objects(contact, MAI.evidence)
        for document in graph.objects(passage, MAI.document)
        for locator in graph.objects(passage, MAI.locator)
    ]
    return Contact(name, post, email.removeprefix("mailto:"), phone.removeprefix("tel:"), sources)
