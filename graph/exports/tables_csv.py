"""Our tables as CSV files, for spreadsheets and for another Maillage: a folder of them is a workspace.

Held: every cell of every table, with its source, its passage and its status. A cell that a spreadsheet would
take for a formula stands behind an apostrophe, which our reader takes away.
"""

from pathlib import Path

from ...data.csv_files import write_csv
from ...data.schema import load_schema
from .cells import Cells
from .content import Content

FORMAT = "csv"


def write(content: Content, folder: Path) -> None:
    """Write in `folder` a file a table that has rows."""
    words = Cells(content.tables).words
    for name, table in load_schema().items():
        if rows := content.rows(name):
            cells = map(words, rows)
            write_csv(
                folder / f"{name}.csv",
                list(table.columns),
                ([row.get(column, "") for column in table.columns] for row in cells),
            )
    content.ledger.keep_all()
