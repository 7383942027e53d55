"""A sheet of paper and what is on it: lines, shapes and words in millimetres from its top left corner."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Stroke:
    """A straight line; `dashes` are lengths of ink and of gap, in millimetres."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A path of `style.SHAPES`, `radius` millimetres from its middle `at`."""

    path: str
    at: tuple[float, float]
    radius: float
    fill: str
    outline: str


@dataclass(frozen=True)
class Panel:
    """A rectangle from its corner `at`, with rounded corners of `round` millimetres."""

    at: tuple[float, float]
    width: float
    height: float
    fill: str
    outline: str = ""
    round: float = 0.0


@dataclass(frozen=True)
class Words:
    """One line of text on its baseline, `anchor` "start" or "middle"; narrowed to `most` millimetres."""

    said: str
    at: tuple[float, float]
    size: float
    fill: str
    bold: bool = False
    anchor: str = "start"
    most: float = 0.0
    halo: bool = False


Mark = Stroke | Shape | Panel | Words


@dataclass
class Sheet:
    """A page of `width` × `height` millimetres; marks are painted in their order."""

    width: float
    height: float
    title: str
    language: str
    marks: list[Mark] = field(default_factory=list)

    def put(self, *marks: Mark) -> None:
        """Add marks over those that are there."""
        self.marks += marks
