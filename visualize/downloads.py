"""The data of an atlas as files: RDF, GEXF, tables, and a manifest of all that it holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rdflib import Dataset

from ..data.csv_files import write_csv
from ..graph.exports.gexf import write_gexf
from ..graph.store import write_rdf
from ..messages import text
from .edition import Edition
from .words import figure

MANIFEST = "donnees/manifest.json"
_KIND = "maillage-atlas"
_RDF = ("graph.trig", "graph.jsonld", "graph.nq", "graph.ttl")


@dataclass(frozen=True)
class Download:
    """A file to take away: its address, what it is for, its size for people, its sha256."""

    path: str
    words: str
    size: str
    sha256: str


def write_graph(dataset: Dataset, folder: Path) -> str:
    """Write the graph as canonical N-Quads and its other forms; return the sha256 of the N-Quads."""
    folder.mkdir(parents=True)
    write_rdf(dataset, *(folder / name for name in _RDF))
    return sha256((folder / "graph.nq").read_bytes()).hexdigest()


def write_networks(edition: Edition) -> None:
    """Write the network for Gephi, and its nodes and links as tables."""
    folder = edition.folder / "donnees"
    write_gexf(edition.network, folder / "network.gexf")
    nodes = sorted(edition.network.nodes(data=True), key=lambda node: (node[1]["kind"], node[0]))
    write_csv(
        folder / "noeuds.csv",
        _header("name", "kind", "type", "status", "note", "source", "IRI"),
        [[said["label"], _kind(said), said["type"], _status(said), said["note"], _places(said["sources"]),
          node] for node, said in nodes],
    )  # fmt: skip
    ties = sorted(edition.network.edges(data=True), key=lambda tie: (*tie[:2], repr(tie[2])))
    write_csv(
        folder / "liens.csv",
        _header("from", "link", "to", "status", "reason", "source"),
        [[edition.label(one), tie["label"], edition.label(other), _status(tie),
          _reason(tie), _places(tie["reasons"])] for one, other, tie in ties],
    )  # fmt: skip


def write_downloads(edition: Edition) -> None:
    """Write the readme of the data and the page that offers them."""
    readme = text("atlas.readme", name=edition.name, state=edition.state)
    (edition.folder / "donnees" / "LISEZMOI.txt").write_text(readme, encoding="utf-8", newline="\r\n")
    names = (*_RDF, "network.gexf", "noeuds.csv", "liens.csv", "mesures.csv", "LISEZMOI.txt")
    edition.write(
        "donnees.html",
        "downloads.html",
        title=text("atlas.downloads.title"),
        downloads=[_download(edition, name) for name in names],
        documents=list(edition.documents.values()),
    )


def write_manifest(edition: Edition, quads: int) -> None:
    """Write what the atlas holds: the sha256 of every other file, and what identifies its data."""
    root = edition.folder
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    hashes = {path: sha256((root / path).read_bytes()).hexdigest() for path in found}
    facts = {"kind": _KIND, "name": edition.name, "state": edition.state, "quads": quads, "files": hashes}
    if edition.contacts:
        facts["personal_data"] = True
    written = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    (root / MANIFEST).write_text(written, encoding="utf-8", newline="\n")


def files_of(folder: Path) -> set[str] | None:
    """Return the files that an atlas in `folder` says are its own, None when there is no atlas there."""
    try:
        facts = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *facts["files"]} if facts["kind"] == _KIND else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _download(edition: Edition, name: str) -> Download:
    content = (edition.folder / "donnees" / name).read_bytes()
    size = text("atlas.size", size=figure(max(1, round(len(content) / 1000))))
    return Download(f"donnees/{name}", text(f"atlas.download.{name}"), size, sha256(content).hexdigest())


def _header(*names: str) -> list[str]:
    return [name if name == "IRI" else text(f"atlas.column.{name}") for name in names]


def _kind(said: Mapping[str, Any]) -> str:
    return text(f"map.kind.{said['kind']}")


def _status(said: Mapping[str, Any]) -> str:
    return text(f"atlas.status.{said['status']}")


def _reason(tie: Mapping[str, Any]) -> str:
    """Return why a tie has its status, nothing for one that is plainly stated."""
    if tie["status"] == "stated":
        return ""
    return " ; ".join(dict.fromkeys(reason["note"] for reason in tie["reasons"] if reason["note"]))


def _places(sources: list[Mapping[str, str]]) -> str:
    return " ; ".join(dict.fromkeys(f"{each['title']}, {each['locator']}" for each in sources))
