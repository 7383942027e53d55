"""The figures of the territory reference: `python benchmarks/territories.py`, as scripts/test sets it up.

Prints the machine, then each figure beside its bound: the files' size, the load from nothing (median of five
processes), look-ups a second of each way to write a place. Exits 1 if one misses its bound.
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.resources import files

LOAD = (
    "import time; start = time.perf_counter();"
    "from maillage.data.territories.index import load_index; load_index();"
    "print(time.perf_counter() - start)"
)
RUNS, LOOKUPS = 5, 10_000


def main() -> None:
    """Print every figure; exit 1 if one misses its bound."""
    machine = platform.processor() or platform.machine()
    print(f"machine: {machine}, {os.cpu_count()} cores, {platform.platform()}")
    print(f"python {platform.python_version()}")
    most = [("files of the reference", _megabytes(), 3.0, "MB"), ("load, median of 5", _load(), 1.0, "s")]
    for name, value, bound, unit in most:
        print(f"{name:52} {value:8.2f} {unit:3} of {bound:g} at most ({value / bound:.0%})")
    rates = _rates()
    for name, rate in rates:
        print(f"{name:52} {rate:8.0f} /s  of {LOOKUPS} at least ({rate / LOOKUPS:.0%})")
    sys.exit(any(value > bound for _, value, bound, _ in most) or any(rate < LOOKUPS for _, rate in rates))


def _megabytes() -> float:
    folder = files("maillage.data.territories")
    data = [file for file in folder.iterdir() if file.name.endswith((".csv", ".gz", ".toml"))]
    return sum(len(file.read_bytes()) for file in data) / 1e6


def _load() -> float:
    runs = [
        subprocess.run([sys.executable, "-c", LOAD], check=True, capture_output=True, text=True).stdout
        for _ in range(RUNS)
    ]
    return statistics.median(map(float, runs))


def _rates() -> list[tuple[str, float]]:
    from maillage.data.territories.matching import match
    from maillage.data.territories.reference import load_reference

    reference = load_reference()
    communes = reference.of_kind("Commune")[::3]
    places = {each.key: each.name for each in reference.of_kind("Departement")}
    texts: dict[str, list[str]] = {
        "INSEE code": [each.code for each in communes],
        "postal code and name": [
            f"{each.postal_codes[0]} {each.name}" for each in communes if each.postal_codes
        ],
        "postal code that contradicts the name": [f"61120 {each.name}" for each in communes],
        "name": [each.name for each in communes],
        "name, département number in parentheses": [
            f"{each.name} ({each.departements[0]})" for each in communes
        ],
        "name, département": [
            f"{each.name.upper()}, {places[f'departement-{each.departements[0]}']}" for each in communes
        ],
        "EPCI": [each.name for each in reference.of_kind("EPCI")],
        "former name": [each.name for each in reference.all_former()],
        "unknown name": [f"{each.name}xq" for each in communes],
    }
    looks: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "commune by its code (reference.commune)": (reference.commune, texts["INSEE code"]),
        **{f"match: {name}": (match, several) for name, several in texts.items()},
    }
    return [(name, _rate(look, several)) for name, (look, several) in looks.items()]


def _rate(look: Callable[[str], object], texts: list[str]) -> float:
    start = time.perf_counter()
    for each in texts:
        look(each)
    return len(texts) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
