"""RDF in any serialisation: our own graphs as they were, those of others through the alignments."""

from collections.abc import Sequence
from pathlib import Path

from ...errors import Fault, InvalidData
from ..reading.raw import RawSource, Remark
from ..reading.sniffing import Sniffed
from .rdf_foreign import Foreign
from .rdf_own import Own
from .rdf_statements import read_statements, serialisation

FORMAT = "rdf"


def recognises(sniffed: Sniffed) -> bool:
    """Tell whether a file is RDF, by its suffix, or by its first signs where the suffix says nothing."""
    return bool(serialisation(sniffed.suffix, sniffed.head))


def read(files: Sequence[Path]) -> RawSource:
    """Return what RDF files hold together, without reading any other file or address.

    What Maillage wrote comes back as the rows it was written from (fields named after our columns); what
    others wrote as raw tables by kind, ties in a table of links; the rest in remarks, counted by term.

    Raises
    ------
    InvalidData
        For what the grammar refuses, a context or entity outside the file, or nothing that is understood.
    """
    statements = read_statements(files)
    own = Own(statements.each)
    foreign = Foreign(own.rest)
    left = tuple(Remark(key, values={"count": count}) for key, count in sorted(statements.left.items()))
    tables = (*own.tables, *foreign.tables)
    if not tables:
        where = ", ".join(file.name for file in files)
        fault = Fault("rdf.nothing", where, values={"count": len(statements.each)})
        raise InvalidData([fault], where=where)
    return RawSource(FORMAT, tables, (*own.remarks, *foreign.remarks, *left))
