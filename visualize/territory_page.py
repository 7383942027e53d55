"""The page of maps: where structures are said to be, by région and by département, and where nobody is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..data.csv_files import write_csv
from ..data.territories.drawing import LEVELS, Level
from ..data.territories.reference import load_reference
from ..messages import text
from .edition import Edition
from .territory_counts import Count, counts, deduced, unplaced
from .territory_drawing import FORMS, Form
from .territory_map import CONTOURS, LICENCE, Entry, TerritoryMap, credit
from .words import order, plural

PAGE = "cartes-territoires.html"
Relation = Literal["interventions", "seats"]
RELATIONS: tuple[Relation, ...] = ("interventions", "seats")
_FOLDER = "donnees/territoires"


@dataclass(frozen=True)
class Figure:
    """One map of the page: what it counts, its form, the drawing, its legend, its file."""

    relation: Relation
    form: Form
    title: str
    svg: str
    legend: Sequence[Entry]
    credit: str
    path: str


@dataclass(frozen=True)
class Section:
    """All that the page says by région, or by département; `empty` is the white spots, worst first."""

    level: Level
    figures: Sequence[Figure]
    rows: Sequence[Count]
    empty: Sequence[Count]
    path: str


def write_territory_maps(edition: Edition) -> tuple[str, str, str]:
    """Write the page, its maps as SVG and its tables as CSV; return its address, name and sentence."""
    (edition.folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    without, total = unplaced(edition.dataset)
    notice = plural("atlas.cartes.unplaced.", without, total=total)
    if edition.fictional:
        notice = f"{text('map.fictional')} {notice}"
    edition.write(
        PAGE,
        "territories.html",
        title=text("atlas.cartes.title"),
        more_styles=("territories.css",),
        sections=[_section(edition, level, notice) for level in LEVELS[::-1]],
        without=without,
        total=total,
        notice=notice,
        deduced=deduced(edition.dataset),
        relations=RELATIONS,
        forms=FORMS,
        licence=LICENCE,
        contours=CONTOURS,
        vintage=load_reference().vintage,
    )
    return PAGE, text("atlas.cartes.name"), text("atlas.cartes.sentence")


def _section(edition: Edition, level: Level, notice: str) -> Section:
    found = counts(edition.dataset, level)
    path = f"{_FOLDER}/{level}s.csv"
    rows = sorted(found, key=lambda one: (-one.intervening - one.seated, order(one.territory.name)))
    empty = sorted((one for one in found if one.empty), key=lambda one: -(one.territory.population or 0))
    _write_table(edition, path, rows)
    figures = [
        _figure(edition, level, relation, form, found, notice) for relation in RELATIONS for form in FORMS
    ]
    return Section(level, figures, rows, empty, path)


def _figure(  # noqa: PLR0913, PLR0917  one map's place in the page
    edition: Edition, level: Level, relation: Relation, form: Form, found: Sequence[Count], notice: str
) -> Figure:
    seats = relation == "seats"
    drawn = TerritoryMap(
        {one.territory.code: one.seated if seats else one.intervening for one in found},
        level,
        form,
        title=text(f"atlas.cartes.{relation}.{level}"),
        unit=text("atlas.cartes.unit"),
        one=text("atlas.cartes.one"),
        note=notice,
        marked=() if seats else [one.territory.code for one in found if one.only_whole],
        marked_words=text("atlas.cartes.only-whole"),
        key=f"{level}-{relation}-{form}",
    )
    path = (
        f"{_FOLDER}/{level}s-{text(f'atlas.cartes.file.{relation}')}-{text(f'atlas.cartes.file.{form}')}.svg"
    )
    (edition.folder / path).write_text(drawn.svg(), encoding="utf-8", newline="\n")
    inline = drawn.svg(standalone=False)
    return Figure(relation, form, drawn.title, inline, drawn.legend, credit(form), path)


def _write_table(edition: Edition, path: str, rows: Sequence[Count]) -> None:
    names = ("code", "territory", "population", "seated", "intervening", "inside", "whole", "across")
    write_csv(
        edition.folder / path,
        [text(f"atlas.cartes.column.{name}") for name in names],
        [
            [one.territory.code, one.territory.name, one.territory.population, one.seated, one.intervening,
             one.inside, one.whole, one.across]
            for one in rows
        ],
    )  # fmt: skip
