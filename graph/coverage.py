"""Where there is how much, and where there is nobody: roll-ups and white spots by level of territory.

Each count is of distinct things. A seat is kept apart from a work, and a statement made on the territory
itself, or inside it, from one made on a wider territory: see `places.placed`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rdflib import Dataset

from ..messages import text
from ..ontology.terms import MAI
from . import places
from .statements import is_fictional

if TYPE_CHECKING:
    import pandas

_PER = 100_000  # inhabitants
_ID = ["territory", "code", "territoryLabel", "population"]


def rollup(
    dataset: Dataset,
    by: str = "departement",
    of: Iterable[str] = tuple(places.MEASURES),
    scores: Mapping[str, Mapping[str, float]] | None = None,
) -> "pandas.DataFrame":
    """Return a row for each territory of a level that the graph holds, by code: its counts and its measures.

    Parameters
    ----------
    by
        "commune", "epci", "ept", "departement" or "region".
    of
        What to count: any of `places.MEASURES`.
    scores
        Measures of structures: name -> node (IRI) -> score, as `centrality.measures` returns them.

    Returns
    -------
    pandas.DataFrame
        `territory` (IRI), `code`, `territoryLabel`, `population` (inhabitants), then for each measure m: `m`
        (all that covers the territory), `m_local` (what is stated on it or inside it),
        `m_per_100k` (the latter for 100,000 inhabitants, None without a population). Structures and funders
        also have `m_seated`, and `m_inside`, `m_whole`, `m_across`: those that work there, by the level at
        which it is stated. For each score s, over the local structures that have one: `s_sum`, `s_mean`.

    Raises
    ------
    BadParameter
        For an unknown level or measure.
    """
    kind = places.level(by)
    table = places.territories(dataset, kind, everywhere=False)
    placed = places.placed(dataset, kind, everywhere=False)
    for measure in of:
        counted = placed[placed["thing"].isin(places.things(dataset, measure)["thing"])]
        for name, part in _parts(measure, counted).items():
            table[name] = _distinct(part, table)
        local = table[f"{measure}_local"].astype("Float64")
        table[f"{measure}_per_100k"] = (
            local * _PER / table["population"].where(table["population"] > 0)
        ).round(2)
    here = placed[placed["level"] == "inside"].drop_duplicates(["territory", "thing"])
    for name, score in (scores or {}).items():
        scored = here.assign(score=here["thing"].map(score)).dropna(subset="score")
        by_territory = scored.groupby("territory")["score"]
        table[f"{name}_sum"] = table["territory"].map(by_territory.sum()).fillna(0.0)
        table[f"{name}_mean"] = table["territory"].map(by_territory.mean())
    return _plain(table.sort_values(["code", "territory"], ignore_index=True))


@dataclass(frozen=True, eq=False)
class Coverage:
    """The matrix of what covers each territory of a level, and the ground of each of its cells.

    Attributes
    ----------
    table
        A row a territory, the worst first (fewest things, then fewest stated inside, then most inhabited):
        `territory` (IRI), `code`, `territoryLabel`, `population`, a count for each column, `total` (distinct
        things), `inside` (those of them stated there), `covered` ("inside", "across", "whole", or "none") and
        `coveredBy`, a sentence.
    headers
        The words for the columns of `table`, in the language spoken when it was made.
    unlocated
        How many of the things counted no document places anywhere.
    elsewhere
        How many are placed, but on no territory of this level (a seat stated as "Normandie" is in no
        département).
    counted, by
        What is counted, in words, and the level.
    """

    table: "pandas.DataFrame"
    headers: Mapping[str, str]
    unlocated: int
    elsewhere: int
    counted: str
    by: str
    _cells: "pandas.DataFrame"
    _dataset: Dataset

    @cached_property
    def evidence(self) -> "pandas.DataFrame":
        """Return a row for each passage that fills a cell of `table`.

        `territory`, `territoryLabel`, `column` (of the matrix), `thing`, `thingLabel`, `relation`, `level`,
        `stated`, `statedLabel` (the territory as stated), `status`, `source`, `sourceLabel`, `locator`.
        """
        known = places.names(self._dataset)
        found = self._cells.merge(
            places.passages(self._dataset), on=["thing", "relation", "stated"], how="left"
        )
        labels = self.table.set_index("territory")["territoryLabel"]
        found["territoryLabel"] = found["territory"].map(labels)
        found["statedLabel"] = [known[each][1] if each in known else each for each in found["stated"]]
        told = ["territory", "territoryLabel", "column", "thing", "thingLabel", "relation", "level", "stated"]
        told += ["statedLabel", "status", "source", "sourceLabel", "locator"]
        order = ["territoryLabel", "territory", "column", "thing", "stated", "sourceLabel", "locator"]
        return found[told].sort_values(order, ignore_index=True)

    @property
    def title(self) -> str:
        """Return what the matrix shows: "Offres, par département"."""
        words = text("coverage.title", counted=self.counted, level=text(f"coverage.level.{self.by}"))
        return words[:1].upper() + words[1:]

    @property
    def silence(self) -> str:
        """Return what must be said with the matrix: what it cannot hold, and before that if it is made up."""
        said = text("coverage.unlocated", unlocated=self.unlocated, elsewhere=self.elsewhere)
        return f"{text('map.fictional')} {said}" if is_fictional(self._dataset) else said


def coverage(dataset: Dataset, by: str = "departement", of: str = "structures") -> Coverage:
    """Return what covers each territory of a level, zeros shown, the worst first.

    Every territory of the level in France is there, whether the graph holds it or not.

    Parameters
    ----------
    by
        "commune", "epci", "ept", "departement" or "region".
    of
        A measure (`places.MEASURES`), a typology ("types-of-structure": a column a term, narrower terms
        included) or one of its terms ("types-of-structure/network").

    Raises
    ------
    BadParameter
        For an unknown level, measure, typology or term.
    """
    kind = places.level(by)
    counted, columns = places.things(dataset, of), places.columns(dataset, of)
    cells = places.placed(dataset, kind, everywhere=True).merge(counted, on="thing")
    table = places.territories(dataset, kind, everywhere=True)
    for column in columns:
        table[column] = _distinct(cells[cells["column"] == column], table)
    if list(columns) != ["total"]:
        table["total"] = _distinct(cells, table)
    table["inside"] = _distinct(cells[cells["level"] == "inside"], table)
    table = _said(table, cells, places.names(dataset))
    table = table.sort_values(
        ["total", "inside", "population", "code"], ascending=[True, True, False, True], ignore_index=True
    )
    somewhere, everything = set(places.stated(dataset)["thing"]), set(counted["thing"])
    placed = set(cells["thing"])
    headers = {
        **{name: text(f"coverage.column.{name}") for name in (*_ID[1:], "total", "inside", "coveredBy")},
        **columns,
    }
    return Coverage(
        _plain(table),
        headers,
        unlocated=len(everything - somewhere),
        elsewhere=len((everything & somewhere) - placed),
        counted=places.words(dataset, of),
        by=by,
        _cells=cells,
        _dataset=dataset,
    )


def _parts(measure: str, placed: "pandas.DataFrame") -> dict[str, "pandas.DataFrame"]:
    """Return the column of each part of a measure, and the placed things it counts."""
    inside = placed["level"] == "inside"
    parts = {measure: placed, f"{measure}_local": placed[inside]}
    if measure in ("structures", "funders"):
        works = placed["relation"] == str(MAI.intervenesIn)
        parts[f"{measure}_seated"] = placed[inside & (placed["relation"] == str(MAI.seatedIn))]
        for level in ("inside", "whole", "across"):
            parts[f"{measure}_{level}"] = placed[works & (placed["level"] == level)]
    return parts


def _distinct(placed: "pandas.DataFrame", table: "pandas.DataFrame") -> "pandas.Series[int]":
    """Return the number of distinct things of each territory of the table, 0 where there is none."""
    counts = placed.groupby("territory")["thing"].nunique()
    return table["territory"].map(counts).fillna(0).astype(int)


def _said(
    table: "pandas.DataFrame", cells: "pandas.DataFrame", names: Mapping[str, tuple[str, str]]
) -> "pandas.DataFrame":
    """Return the table with how each territory is covered, as a word and as a sentence."""
    stated: dict[tuple[str, str], set[str]] = {}
    for territory, level, place in cells[["territory", "level", "stated"]].drop_duplicates().to_numpy():
        stated.setdefault((territory, level), set()).add(place)
    levels, sentences = [], []
    for territory in table["territory"]:
        level = next((each for each in ("inside", "across", "whole") if (territory, each) in stated), "none")
        on = sorted(_named(each, names) for each in stated.get((territory, level), ()))
        levels.append(level)
        sentences.append(text(f"coverage.covered.{level}", names=", ".join(on)))
    return table.assign(covered=levels, coveredBy=sentences)


def _plain(table: "pandas.DataFrame") -> "pandas.DataFrame":
    """Return the table with None, which any reader understands, for an unknown population or ratio."""
    names = [str(name) for name in table if str(name).endswith(("population", "_per_100k"))]
    known = {name: table[name].astype(object).where(table[name].notna(), None) for name in names}
    return table.assign(**known)


def _named(territory: str, names: Mapping[str, tuple[str, str]]) -> str:
    kind, label = names.get(territory, ("Territory", territory))
    return text(f"coverage.kind.{kind}", name=label)
