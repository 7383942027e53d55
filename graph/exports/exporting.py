"""One call for every format: what is written, where, and what the format could not hold."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import StoreError, UsageError
from ...messages import text
from .content import Content, content_of
from .formats import FORMATS, Format, format_of
from .ledger import LeftOut, left_out_table, told
from .zipped import zip_folder

if TYPE_CHECKING:
    import pandas

    from ..maillage import Maillage


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes
    ----------
    path, format
        The file or folder, and the format's name.
    rows
        Table -> rows of which something is written.
    left_out
        What the format does not hold; empty when it holds everything.
    remarks
        Sentences on what was written otherwise than as it stands.
    """

    path: Path
    format: str
    rows: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]

    @property
    def told(self) -> list[str]:
        """Return what is left out in sentences, one a table."""
        return list(told(self.left_out))

    @property
    def left_out_rows(self) -> "pandas.DataFrame":
        """Return what is left out as rows: `table`, `column` ("" for whole rows), `count`, `reason`."""
        return left_out_table(self.left_out)


def export(
    maillage: "Maillage | Path | str | None",
    out: Path | str,
    format: str = "",
    *,
    personal_data: bool = False,
    force: bool = False,
) -> Exported:
    """Return what was written to `out`: a whole ecosystem in another format, whole or not at all.

    Parameters
    ----------
    maillage
        An open one, or a workspace's folder, or None for the embedded corpus.
    format
        One of `FORMATS`; "" for the one that the suffix of `out` names.
    personal_data
        Whether people's contacts leave too.
    force
        Replace `out`: a file, or a folder that holds nothing but what an export writes.

    Raises
    ------
    BadParameter
        When the format is unknown, or `out` is not what the format needs.
    UsageError
        When `out` exists already, is the workspace, or a library is missing.
    StoreError
        When it cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> export(None, Path(mkdtemp()) / "ecosystem.kumu.json").rows["chantiers"]
    5
    """
    out = Path(out)
    name = format_of(out, format)
    chosen = FORMATS[name]
    content = content_of(maillage, as_told=chosen.as_told, personal_data=personal_data)
    _refuse(out, chosen, content, force=force)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".maillage-", dir=out.parent))
        try:
            _write(chosen, content, aside, out)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise StoreError("export.unwritable", where=str(out), detail=error.strerror or error) from error
    ledger = content.ledger
    if any(row.one("fictional") == "true" for row in content.rows("sources")):
        ledger.remarks.insert(0, text("map.fictional"))
    if chosen.one_way:
        ledger.remarks.append(text("export.one-way", format=name))
    return Exported(out, name, ledger.written, tuple(ledger.left_out()), tuple(ledger.remarks))


def _write(chosen: Format, content: Content, aside: Path, out: Path) -> None:
    """Write aside, then put in place of what `out` was."""
    if not chosen.is_folder:
        written = aside / f"export{chosen.suffixes[0]}"
        chosen.load()(content, written)
    else:
        written = aside / "export"
        written.mkdir()
        chosen.load()(content, written)
        if out.suffix.lower() == ".zip":
            written = zip_folder(written)
    if out.is_dir():
        out.replace(aside / "before")
    written.replace(out)


def _refuse(out: Path, chosen: Format, content: Content, *, force: bool) -> None:
    """Refuse to write over what people have.

    Raises
    ------
    UsageError
        When there is something at `out`, and not `force`, or it is no export, or it is the workspace.
    """
    place, workspace = out.resolve(), content.workspace
    if workspace:
        home = workspace.resolve()
        inside = place.is_relative_to(home) and place.relative_to(home).parts[:1] in (
            ("imports",),
            ("build",),
        )
        table = place.parent == home and place.suffix.lower() in (".csv", ".toml")
        if home.is_relative_to(place) or inside or table:
            raise UsageError("export.workspace", where=str(out))
    if not out.exists() or (out.is_dir() and not any(out.iterdir()) and chosen.is_folder):
        return
    if out.is_dir() != (chosen.is_folder and out.suffix.lower() != ".zip"):
        raise UsageError("export.other-kind", where=str(out))
    if not force:
        raise UsageError("export.exists", where=str(out))
    theirs = [each.name for each in out.iterdir() if not _is_ours(each)] if out.is_dir() else []
    if theirs:
        raise UsageError("export.theirs", where=str(out), names=", ".join(sorted(theirs)[:5]))


def _is_ours(entry: Path) -> bool:
    """Tell whether an export may have written a file of a folder."""
    from ...data.schema import load_schema

    return entry.is_file() and entry.suffix in (".csv", ".parquet") and entry.stem in load_schema()
