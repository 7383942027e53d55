"""A choropleth of régions or départements as one SVG: by their outlines, or a square for each département."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..data.territories.drawing import Level
from ..data.territories.reference import load_reference
from ..messages import is_one, text
from .labels import text_width, typeset, wrap
from .page import render
from .territory_drawing import Area, Drawing, Form, drawing
from .territory_scale import OUTLINE, PAPER, Class, class_of, classes
from .words import figure, plural

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONTOURS = "https://github.com/VictorCazanave/svg-maps"
_LEGEND_SIZE, _SWATCH = 12.5, 22


@dataclass(frozen=True)
class Look:
    """How an area is filled and said: `halo` is behind its label; `dashed` when nothing is known of it."""

    fill: str
    ink: str
    halo: str
    words: str
    number: str
    dashed: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of a legend: a swatch and its words; `x` and `y` place it in the SVG's own legend."""

    fill: str
    words: str
    dashed: bool
    x: float
    y: float


@dataclass(frozen=True)
class TerritoryMap:
    """A map to be drawn: INSEE code -> number from zero, None or absent where nothing is known.

    Attributes
    ----------
    title, note
        Its heading, and a sentence under it.
    unit
        What is counted, in the plural ("structures").
    one
        The same in the singular, for the words on a territory; "" where the plural serves for both.
    marked, marked_words
        Codes whose number rests on something else than the others (dotted), and what that is.
    key
        What the ids of the SVG start with, where several maps share a page.
    """

    values: Mapping[str, float | None]
    level: Level
    form: Form
    title: str
    unit: str
    note: str = ""
    marked: Collection[str] = field(default=())
    marked_words: str = ""
    key: str = "carte"
    one: str = ""

    def __post_init__(self) -> None:
        unknown = sorted({*self.values, *self.marked} - {area.code for area in self.drawing.areas})
        if unknown:
            raise ValueError(f"no {self.level} {unknown[0]!r} on the map")

    @cached_property
    def drawing(self) -> Drawing:
        """Return where everything stands."""
        return drawing(self.level, self.form)

    @cached_property
    def scale(self) -> tuple[Class, ...]:
        """Return the classes of the numbers above zero."""
        return classes(self._number(area) for area in self.drawing.areas)

    @cached_property
    def legend(self) -> list[Entry]:
        """Return what its colours and patterns mean, zero first."""
        numbers = {area.code: self._number(area) for area in self.drawing.areas}
        said = (
            [(f"url(#{self.key}-zero)", text("territory-map.zero"), False)] if 0 in numbers.values() else []
        )
        said += [(each.fill, self._range(each), False) for each in self.scale]
        if any(numbers[code] for code in self.marked):
            fill = self._dotted(self.scale[len(self.scale) // 2])
            said.append((fill, self.marked_words, False))
        if None in numbers.values():
            said.append((PAPER, text("territory-map.unknown"), True))
        return list(self._flow(said))

    def look(self, area: Area) -> Look:
        """Return how one territory is drawn."""
        number = self._number(area)
        if number is None:
            return Look(PAPER, OUTLINE, PAPER, text("territory-map.unknown"), "", True)
        counted = f"{figure(number)} {self.one if self.one and is_one(number) else self.unit}"
        if not number:
            return Look(f"url(#{self.key}-zero)", OUTLINE, PAPER, counted, "0")
        its = class_of(number, self.scale)
        dotted = area.code in self.marked
        words = f"{counted} ({self.marked_words})" if dotted else counted
        return Look(self._dotted(its) if dotted else its.fill, its.ink, its.fill, words, figure(number))

    def svg(self, *, standalone: bool = True) -> str:
        """Return the SVG: whole, for a file, or the drawing alone, for a page that says the rest."""
        width = self.drawing.box[2]
        heading = wrap(self.title, line=int(width / 13), lines=3)
        note = wrap(self.note, line=int(width / 7.5), lines=3) if self.note else []
        x, y, width, height = self.drawing.box
        head = 26 * len(heading) + 17 * len(note) + 26 if standalone else 0
        credits = wrap(credit(self.form), line=int(width / 6.2), lines=3)
        rows = 1 + max(entry.y for entry in self.legend) if self.legend else 0
        foot = rows * 24 + 74 if standalone else 0
        return render(
            "territory-map.svg",
            map=self,
            standalone=standalone,
            box=(x, y - head, width, height + head + foot),
            heading=[(line, y - head + 34 + 26 * row) for row, line in enumerate(heading)],
            note=[(line, y - head + 36 + 26 * len(heading) + 17 * row) for row, line in enumerate(note)],
            legend_top=y + height + 22,
            areas=[(area, self.look(area)) for area in self.drawing.areas],
            describe=self.describe(),
            dotted=[(rank, each.fill) for rank, each in enumerate(self.scale)],
            crown=text("territory-map.crown"),
            outline=OUTLINE,
            paper=PAPER,
            credit=credit(self.form),
            credits=[(line, y + height + foot - 24 + 14 * row) for row, line in enumerate(credits)],
            licence=LICENCE if self.form == "outline" else "",
            contours=CONTOURS,
        )

    def describe(self) -> str:
        """Return the map in a sentence, for who does not see it."""
        numbers = [self._number(area) for area in self.drawing.areas]
        some = sum(bool(number) for number in numbers)
        most = max((number for number in numbers if number), default=0)
        return plural(
            f"territory-map.describe.{self.level}.",
            some,
            total=len(numbers),
            zeros=numbers.count(0),
            most=figure(most),
            unit=self.unit,
        )

    def _number(self, area: Area) -> float | None:
        number = self.values.get(area.code)
        return None if number is None or math.isnan(number) else number

    def _dotted(self, its: Class) -> str:
        return f"url(#{self.key}-dots-{self.scale.index(its)})"

    def _range(self, its: Class) -> str:
        if its.low == its.high:
            return figure(its.low)
        return text("territory-map.range", low=figure(its.low), high=figure(its.high))

    def _flow(self, said: Sequence[tuple[str, str, bool]]) -> list[Entry]:
        """Return the entries in rows as long as the map is wide."""
        entries, x, row = [], text_width(self.unit, _LEGEND_SIZE, bold=True) + 22, 0
        for fill, words, dashed in said:
            width = _SWATCH + 6 + 1.12 * text_width(words, _LEGEND_SIZE) + 20
            if x + width > self.drawing.box[2] and x:
                x, row = 0, row + 1
            entries.append(Entry(fill, typeset(words), dashed, round(x, 1), row))
            x += width
        return entries


def territory_svg(  # noqa: PLR0913  what a map says of itself
    values: Mapping[str, float | None],
    *,
    level: Level,
    form: Form,
    title: str,
    unit: str,
    note: str = "",
    marked: Collection[str] = (),
    marked_words: str = "",
) -> str:
    """Return a map of `values` as a standalone SVG; the parameters are `TerritoryMap`'s.

    Examples
    --------
    >>> written = territory_svg({"61": 2}, level="departement", form="tiles", title="Ici", unit="structures")
    >>> written.count("data-code")
    101
    """
    return TerritoryMap(values, level, form, title, unit, note, marked, marked_words).svg()


def credit(form: Form) -> str:
    """Return whom a map owes its drawing to, and under which licence."""
    return typeset(text(f"territory-map.credit.{form}", vintage=load_reference().vintage))
