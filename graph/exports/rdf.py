"""The graph as RDF: TriG, N-Quads and JSON-LD keep its named graphs, Turtle their union.

Held: everything, in TriG, N-Quads and JSON-LD; Turtle no longer says which document states a triple, but each
thing keeps its sources (`dcterms:source`, `mai:evidence`). Left out, and told: decisions, which are held
through what they decide, and the ids of rows that describe what another row describes.
"""

from pathlib import Path

from ..store import write_rdf
from .content import Content


def write(content: Content, path: Path) -> None:
    """Write the graph to `path`, in the serialisation that its suffix names."""
    write_rdf(content.dataset, path)
    for table in content.tables.rows:
        for row in content.rows(table) if table != "decisions" else ():
            own = row.subject == row.one("id")
            content.ledger.keep(row, [name for name in row.cells if own or name != "id"])
