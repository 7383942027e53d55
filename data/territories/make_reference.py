"""Makes the reference's files from unpacked npm packages `@etalab/decoupage-administratif`, one a vintage.

    npm pack @etalab/decoupage-administratif@6.0.0    (and each earlier version; then unpack each)
    python -m maillage.data.territories.make_reference 2026=FOLDER \
        --earlier 2019=FOLDER 2021=FOLDER … --history FOLDER --to data/territories

A FOLDER is the one that holds `data/communes.json`. `--earlier` are the versions of earlier vintages (the
package's README says which version is which year); `--history` is a version that holds
`data/historique-communes.json` (0.7 and 0.8 do: INSEE's dated history, 1943 to 1 January 2019).
The same folders always give the same bytes. Dates: from the history as INSEE writes them; after it, only the
two vintages between which a name or code went; otherwise nothing.
"""

import argparse
import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .names import fold

Rows = Iterable[Sequence[object]]
Record = dict[str, Any]
CURRENT = "commune-actuelle"
HELD = {"commune-deleguee": "deleguee", "commune-associee": "associee"}


def main() -> None:
    """Write every file of the reference and say the vintage on stdout."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("vintage", help="YEAR=FOLDER")
    parser.add_argument("--earlier", nargs="*", default=[], metavar="YEAR=FOLDER")
    parser.add_argument("--history", type=Path)
    parser.add_argument("--to", type=Path, default=Path(__file__).parent)
    given = parser.parse_args()
    year, folder = _dated(given.vintage)
    vintages = {**dict(map(_dated, given.earlier)), year: folder}
    _write_current(folder, given.to)
    communes = {each: _read(vintages[each], "communes") for each in sorted(vintages)}
    history = _read(given.history, "historique-communes") if given.history else []
    header = ["code", "name", "holder", "status", "until", "after", "before"]
    former = sorted(former_rows(communes, history), key=_latest_first)
    _write(given.to / "former.csv.gz", header, former)
    package = json.loads((folder / "package.json").read_text("utf-8"))
    lines = [
        "# Written by make_reference.py",
        f"vintage = {year}",
        f'package = "{package["name"]} {package["version"]}"',
        f"compared = {sorted(vintages)}",
    ]
    (given.to / "about.toml").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"COG {year}, {package['name']} {package['version']}")


def _dated(argument: str) -> tuple[int, Path]:
    year, _, folder = argument.partition("=")
    return int(year), Path(folder)


def _read(folder: Path, name: str) -> list[Record]:
    records: list[Record] = json.loads((folder / "data" / f"{name}.json").read_text("utf-8"))
    return records


def _write(file: Path, header: list[str], rows: Rows) -> None:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([header, *rows])
    content = table.getvalue().encode()
    file.write_bytes(gzip.compress(content, 9, mtime=0) if file.suffix == ".gz" else content)


def _write_current(folder: Path, to: Path) -> None:
    """Write what exists now: communes, EPCI and EPT, départements, régions."""
    communes = [each for each in _read(folder, "communes") if each["type"] == CURRENT]
    epci, ept = _read(folder, "epci"), _read(folder, "ept")
    epci_of, ept_of = _groupings_of(epci), _groupings_of(ept)
    rows = [
        [
            each["code"],
            each["nom"],
            " ".join(each.get("codesPostaux", [])),
            each.get("population", ""),
            each["departement"],
            epci_of.get(each["code"], ""),
            ept_of.get(each["code"], ""),
            each.get("siren", ""),
        ]
        for each in communes
    ]
    header = ["code", "name", "postal", "population", "departement", "epci", "ept", "siren"]
    _write(to / "communes.csv.gz", header, sorted(rows))
    people = {str(row[0]): int(row[3] or 0) for row in rows}
    _write(to / "groupings.csv", ["code", "name", "nature", "population"], _groupings(epci + ept, people))
    places = _read(folder, "departements")
    levels = [[each["code"], each["nom"], each["region"], each["zone"]] for each in places]
    _write(to / "departements.csv", ["code", "name", "region", "zone"], sorted(levels))
    regions = [[each["code"], each["nom"], each["zone"]] for each in _read(folder, "regions")]
    _write(to / "regions.csv", ["code", "name", "zone"], sorted(regions))


def _groupings_of(groupings: list[Record]) -> dict[str, str]:
    return {member["code"]: each["code"] for each in groupings for member in each["membres"]}


def _groupings(groupings: list[Record], people: Mapping[str, int]) -> Rows:
    return sorted(
        [
            each["code"],
            " ".join(each["nom"].split()),
            each["type"],
            sum(people[member["code"]] for member in each["membres"]),
        ]
        for each in groupings
    )


def former_rows(vintages: Mapping[int, list[Record]], history: list[Record]) -> Iterable[list[str]]:
    """Return a row a name or code that is no longer a commune's own: what it was, who holds it, until when.

    `status` is "deleguee", "associee", "arrondissement", "merged", "recoded" or "renamed".
    """
    latest = vintages[max(vintages)]
    current = {each["code"]: each["nom"] for each in latest if each["type"] == CURRENT}
    holder = {code: code for code in current}
    holder |= {old: each["code"] for each in latest for old in each.get("anciensCodes", [])}
    held = {(each["code"], fold(each["nom"])): each for each in latest if each["type"] in HELD}
    seen = _last_seen(vintages)
    dated = _last_dated(history)
    names = {*dated, *seen, *((each["code"], each["nom"]) for each in held.values())}
    for code, name in sorted(names):
        key = (code, fold(name))
        if code not in holder or key[1] == fold(current.get(code, "")):
            continue
        until, reason = dated.get((code, name), ("", ""))
        last = 0 if until else seen.get((code, name), 0)
        after, before = _between(last, vintages)
        status = HELD[held[key]["type"]] if key in held else _status(code, reason, (after, before), vintages)
        yield [code, name, holder[code], status, until, after, before]
    for each in latest:
        if each["type"] == "arrondissement-municipal":
            yield [each["code"], each["nom"], each["commune"], "arrondissement", "", "", ""]


def _last_seen(vintages: Mapping[int, list[Record]]) -> dict[tuple[str, str], int]:
    """Return, for each code and name of a commune, the last vintage that has it."""
    return {
        (each["code"], each["nom"]): year
        for year in sorted(vintages)
        for each in vintages[year]
        if each["type"] == CURRENT
    }


def _last_dated(history: list[Record]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return, for each code and name of the history, the day it ended ("" if it had not) and why."""
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    for each in sorted(history, key=lambda each: str(each.get("dateDebut", ""))):
        if each["type"] == "COM":
            ends[each["code"], each["nom"]] = (each.get("dateFin", ""), each.get("raisonFin", ""))
    return ends


def _between(last: int, vintages: Mapping[int, list[Record]]) -> tuple[str, str]:
    later = [year for year in sorted(vintages) if year > last]
    return (str(last), str(later[0])) if last and later else ("", "")


def _status(code: str, reason: str, between: tuple[str, str], vintages: Mapping[int, list[Record]]) -> str:
    """Return what became of a name: by INSEE's reason, else by whether its code is still a commune's."""
    if reason:
        return {"changement de nom": "renamed", "changement de département": "recoded"}.get(reason, "merged")
    if not between[0]:
        return "merged"
    before, after = (_old_codes(code, vintages[int(year)]) for year in between)
    return "renamed" if after is not None and before == after else "merged"


def _old_codes(code: str, communes: list[Record]) -> set[str] | None:
    """Return the codes that a commune has absorbed, or None where the code is no commune's."""
    for each in communes:
        if each["code"] == code and each["type"] == CURRENT:
            return set(each.get("anciensCodes", []))
    return None


def _latest_first(row: list[str]) -> tuple[str, int, str]:
    """Order by code, then the name that went last first."""
    day = row[4] or (f"{row[6]}-01-01" if row[6] else "")
    return row[0], -int(day.replace("-", "") or 0), row[1]


if __name__ == "__main__":
    main()
