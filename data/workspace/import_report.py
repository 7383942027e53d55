"""The report of an import: cells set aside, rows refused, candidates, and the account of rows."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...messages import text
from ..csv_files import write_csv
from ..voices import write_voices

if TYPE_CHECKING:
    from ..conversion import Conversion, Told
    from ..reading.raw import RawSource

_TOLD = ("table", "line", "column", "value", "place", "reason", "mend")
_CANDIDATE = ("subject", "words", "relation", "passage", "locator")  # read again by `candidates`


def write_report(folder: Path, source: "RawSource", conversion: "Conversion", digest: str) -> None:
    """Write `aside.csv`, `rejected.csv`, `named.csv`, `candidates.csv` and `account.json` in `folder`.

    The voices of a workshop are written too, as `data.voices` reads them.

    `account.json` holds the source's format, the `digest` of the tables as they were written and, by raw
    table, `rows` = `accepted` + `rejected` + `merged`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "aside.csv", _headers(_TOLD), _told(conversion.aside))
    write_csv(folder / "rejected.csv", _headers(_TOLD), _told(conversion.rejected))
    candidates = [
        (each.subject, each.words, each.relation, each.passage, each.locator)
        for each in conversion.candidates
    ]
    write_csv(folder / "named.csv", _headers(_TOLD), _told(conversion.named))
    write_csv(folder / "candidates.csv", _CANDIDATE, candidates)
    if conversion.voices:
        write_voices(folder, conversion.voices)
    account = {
        "format": source.format,
        "digest": digest,
        "tables": [vars(each) for each in conversion.accounts],
    }
    content = json.dumps(account, ensure_ascii=False, indent=2) + "\n"
    (folder / "account.json").write_text(content, encoding="utf-8")


def written_digest(folder: Path) -> str:
    """Return the digest that the report in `folder` kept of the tables, "" when there is none."""
    try:
        return str(json.loads((folder / "account.json").read_text("utf-8"))["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _headers(columns: Sequence[str]) -> list[str]:
    return [text(f"import.report.{column}") for column in columns]


def _told(cells: Sequence["Told"]) -> list[tuple[object, ...]]:
    return [
        (each.table, each.line or None, each.column, each.value, each.locator, each.reason, each.mend)
        for each in cells
    ]
