"""The way in: what this ecosystem is in a few true figures, where to go, and how sure one may be."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import networkx as nx
from rdflib import URIRef

from ..messages import text
from ..ontology.terms import MAI
from .answer_table import sources
from .edition import Citation, Edition
from .knowledge_page import Silence, facts_by_status
from .questions_page import Answer
from .style import INK, styles
from .words import figure, plural

_STATED_FIGURES = 6
_PRECISIONS = ("about", "more-than")  # those that a number alone would hide
_FRAME, _WIDE = 16 / 10, 260.0  # of the likeness: width over height, half its height
_APART, _STEPS, _SKETCHED = 0.45, 120, 200  # its spring length, its steps, its most nodes
_DOT = {"Initiative": 15.0, "Chantier": 11.0, "Structure": 6.5}


@dataclass(frozen=True)
class Count:
    """A number of the graph, the words after it, and the page that lists what it counts."""

    value: str
    words: str
    href: str


@dataclass(frozen=True)
class StatedFigure:
    """A number that a document gives, with its place there."""

    value: str
    unit: str
    name: str
    status: str
    citations: Sequence[Citation]


def write_front(
    edition: Edition,
    found: Mapping[str, Answer],
    silences: Sequence[Silence],
    maps: Sequence[tuple[str, str, str]],
) -> None:
    """Write index.html."""
    edition.write(
        "index.html",
        "index.html",
        title=text("atlas.title", name=edition.name),
        counts=counts_of(edition),
        figures=_figures(edition, found),
        facts=facts_by_status(edition),
        silences=[silence for silence in silences if silence.told][:4],
        maps=maps,
        sketch=_sketch(edition),
        documents=_addresses(edition, set(edition.documents) - edition.references),
        references=_addresses(edition, edition.references),
        questions=len(found),
    )


def _addresses(edition: Edition, chosen: Set[str]) -> list[tuple[str, str | None]]:
    return [(title, edition.href(iri)) for iri, title in edition.documents.items() if iri in chosen]


def counts_of(edition: Edition) -> list[Count]:
    """Return how many of each kind of thing the graph holds, those that it holds."""
    kinds = [said["kind"] for _, said in edition.network.nodes(data=True)]
    counted = [
        ("structures", kinds.count("Structure"), "structures.html"),
        ("chantiers", kinds.count("Chantier"), _first(edition, "Chantier")),
        ("people", kinds.count("Person"), "personnes.html"),
        ("outputs", kinds.count("Output"), _first(edition, "Output")),
        ("events", kinds.count("Event"), _first(edition, "Event")),
        ("documents", len(edition.documents) - len(edition.references), "sources.html"),
        ("references", len(edition.references), "sources.html"),
    ]
    return [
        Count(figure(count), plural(f"atlas.count.{key}.", count), href)
        for key, count, href in counted
        if count
    ]


def _first(edition: Edition, kind: str) -> str:
    """Return the address of the first thing of a kind, where its list begins."""
    first = next((node for node in edition.places if edition.network.nodes[node]["kind"] == kind), "")
    return f"{edition.places.get(first, '')}#kind-{kind}"


def _figures(edition: Edition, found: Mapping[str, Answer]) -> list[StatedFigure]:
    """Return the first figures that the documents state of the initiative at the centre, undisputed."""
    if "figures-with-sources" not in found:
        return []
    records: list[dict[Any, Any]] = found["figures-with-sources"].rows.to_dict(orient="records")
    kept = [
        record
        for record in records
        if record["of"] == edition.centre and str(record["status"]).endswith("#stated")
    ]
    kept.sort(key=lambda record: (-float(record["value"]), str(record["figure"])))
    return [
        StatedFigure(
            _precise(edition, record),
            record["unit"],
            record["figureLabel"],
            "stated",
            sources(record, edition),
        )
        for record in kept[:_STATED_FIGURES]
    ]


def _precise(edition: Edition, record: Mapping[Any, Any]) -> str:
    """Return the number with the precision that the graph gives it: the answer says it in words."""
    number = figure(float(record["value"]))
    precision = str(edition.dataset.value(URIRef(record["figure"]), MAI.precision))
    return text(f"atlas.precision.{precision}", number=number) if precision in _PRECISIONS else number


def _sketch(edition: Edition) -> Mapping[str, Any] | None:
    """Return a likeness of the map: lines and dots in a box of its own units, None without two to join."""
    shown = [node for node, said in edition.network.nodes(data=True) if said["kind"] in _DOT]
    most = sorted(shown, key=lambda node: (-edition.network.degree(node), node))[:_SKETCHED]
    small = nx.Graph(edition.network.subgraph(most))
    small.remove_edges_from(nx.selfloop_edges(small))
    if small.number_of_edges() < 1:
        return None
    small = small.subgraph(max(nx.connected_components(small), key=lambda nodes: (len(nodes), min(nodes))))
    types = {node: (said["kind"], said["type"]) for node, said in sorted(small.nodes(data=True))}
    looks = styles(types.values())
    ordered = nx.Graph()
    ordered.add_nodes_from(types)
    ordered.add_edges_from(sorted(map(sorted, small.edges)))
    apart = nx.spring_layout(ordered, k=_APART, iterations=_STEPS, seed=1)
    places = {node: (float(x) * _WIDE * _FRAME, float(y) * _WIDE) for node, (x, y) in apart.items()}
    xs, ys = zip(*places.values(), strict=True)
    box = min(xs) - 20, min(ys) - 20, max(xs) - min(xs) + 40, max(ys) - min(ys) + 40
    return {
        "box": " ".join(f"{side:.0f}" for side in box),
        "lines": [(*places[a], *places[b]) for a, b in sorted(map(sorted, small.edges))],
        "dots": [(*places[node], _DOT[types[node][0]], looks[types[node]].fill) for node in types],
        "ink": INK,
    }
