"""The formats of an export: which module writes each, and which suffix names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BadParameter

if TYPE_CHECKING:
    from .content import Content

Writer = Callable[["Content", Path], None]


@dataclass(frozen=True)
class Format:
    """A format: the module and function that write it, the suffixes that name it ("" and ".zip": a folder).

    `as_told` formats hold each row as its own file tells it; the others, each thing once. `maillage import`
    reads back all but the `one_way` ones.
    """

    writer: tuple[str, str]
    suffixes: tuple[str, ...]
    as_told: bool = False
    one_way: bool = False

    @property
    def is_folder(self) -> bool:
        """Tell whether the format is several files."""
        return ".zip" in self.suffixes

    def load(self) -> Writer:
        """Return the function that writes the format."""
        from importlib import import_module

        module, function = self.writer
        writer: Writer = getattr(import_module(f".{module}", __package__), function)
        return writer


FOLDER = ("", ".zip")
# The first format that a suffix names is the one it stands for; the others are asked for by name.
FORMATS: Mapping[str, Format] = {
    "csv": Format(("tables_csv", "write"), FOLDER, as_told=True),
    "xlsx": Format(("tables_xlsx", "write"), (".xlsx",), as_told=True),
    "parquet": Format(("tables_parquet", "write"), FOLDER, as_told=True, one_way=True),
    "yeswiki": Format(("yeswiki", "write"), FOLDER),
    "kumu": Format(("network_files", "write_kumu"), (".json",)),
    "gexf": Format(("network_files", "write_network_gexf"), (".gexf",)),
    "graphml": Format(("network_files", "write_network_graphml"), (".graphml",)),
    "geojson": Format(("geojson", "write"), (".geojson", ".json"), one_way=True),
    "turtle": Format(("rdf", "write"), (".ttl",)),
    "trig": Format(("rdf", "write"), (".trig",)),
    "jsonld": Format(("rdf", "write"), (".jsonld",)),
    "nq": Format(("rdf", "write"), (".nq",)),
    "pair": Format(("pair", "write"), (".ttl",)),
}


def format_of(out: Path, format: str = "") -> str:
    """Return the name of the format: `format`, else the one that the suffix of `out` names.

    Raises
    ------
    BadParameter
        When there is none, or the format needs a folder and `out` is a file's name.
    """
    suffix = out.suffix.lower()
    known = ", ".join(FORMATS)
    if not format:
        format = next((name for name, each in FORMATS.items() if suffix in each.suffixes), "")
        if not format:
            key = "export.folder" if suffix in (".csv", ".parquet") else "export.suffix"
            raise BadParameter(key, where=str(out), value=suffix, known=known)
    if format not in FORMATS:
        raise BadParameter("export.format", where="--format", value=format, known=known)
    if FORMATS[format].is_folder and suffix not in FOLDER and not out.is_dir():
        raise BadParameter("export.folder", where=str(out), value=suffix, known=known)
    return format
