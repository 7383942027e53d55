"""A workspace written for a test: tables kept by hand, and imports, from rows given as words."""

from pathlib import Path

from maillage.data.csv_files import write_csv

SIREN, OTHER_SIREN = "732829320", "356000000"
SIRET, OTHER_SIRET = "73282932000074", "73282932000017"
RNA = "W751234567"


def write_rows(folder: Path, table: str, *rows: dict[str, str]) -> None:
    """Write a table, adding the provenance that each row lacks (source: the folder's name)."""
    source = folder.name if folder.parent.name == "imports" else "carnet"
    given = (
        {"source": source, "locator": "ligne", "status": "stated"}
        if table != "sources"
        else {"kind": "liste"}
    )
    if table == "contacts":
        given.pop("status")
    filled = [{**given, **row} for row in rows]
    columns = list(dict.fromkeys(name for row in filled for name in row))
    write_csv(folder / f"{table}.csv", columns, [[row.get(name, "") for name in columns] for row in filled])


def make(workspace: Path, **sources: list[dict[str, str]]) -> Path:
    """Write `structures` of the root ("carnet") and of imports, by name; an id is the first cell's."""
    for name, rows in sources.items():
        folder = workspace if name == "carnet" else workspace / "imports" / name
        write_rows(folder, "sources", {"id": name, "name": f"Source {name}"})
        write_rows(folder, "structures", *({"name": row["id"].capitalize(), **row} for row in rows))
    if "carnet" not in sources:
        write_rows(workspace, "sources", {"id": "carnet", "name": "Source carnet"})
    return workspace
