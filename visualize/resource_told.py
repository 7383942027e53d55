"""What the page of a resource tells: properties with their values, each with its status and its sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS, RDFS, SKOS

from ..ontology.terms import MAI

NAMES = (
    *(str(SKOS.prefLabel), str(RDFS.label), str(DCTERMS.title), "http://xmlns.com/foaf/0.1/name"),
    str(MAI.locator),
)
_ASIDE = (*NAMES, str(MAI.note), str(MAI.precision))
_IN_A_LINE = 4  # values of a fact that is told in one line


@dataclass(frozen=True)
class Cited:
    """A document, and the places in it."""

    title: str
    place: str
    iri: str


@dataclass(frozen=True)
class Value:
    """What a property says: words, the IRI that they name (or ""), how sure it is, its sources."""

    words: str
    iri: str = ""
    status: str = "stated"
    cited: tuple[Cited, ...] = ()


@dataclass
class Aspect:
    """A property with all its values."""

    words: str
    iri: str
    values: list[Value] = field(default_factory=list)


@dataclass
class FactTold:
    """A thing told by its properties; `cited` is where most of them are read, said once for all."""

    iri: str
    words: str
    aspects: list[Aspect] = field(default_factory=list)

    @property
    def line(self) -> str:
        """Return its values in one line, its names and remarks left out."""
        told = [value.words for each in self.aspects if each.iri not in _ASIDE for value in each.values]
        return " · ".join(told[:_IN_A_LINE])

    @property
    def status(self) -> str:
        """Return the status of the least sure of its values."""
        known = {value.status for each in self.aspects for value in each.values}
        return next((status for status in ("disputed", "inferred") if status in known), "stated")

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Return the sources that several values have in common, () without any."""
        counts = Counter(value.cited for aspect in self.aspects for value in aspect.values)
        usual, count = counts.most_common(1)[0] if counts else ((), 0)
        return usual if count > 1 else ()


@dataclass(frozen=True)
class Resource:
    """All that the page tells of an IRI; nothing is `known` of one that the graph does not hold."""

    iri: str
    name: str
    kinds: Sequence[Value]
    own: FactTold
    facts: Sequence[FactTold]
    direct: Sequence[Aspect]
    references: Sequence[Aspect]
    fictional: bool
    more: bool

    @property
    def known(self) -> bool:
        """Tell whether the graph holds anything of it."""
        return bool(self.kinds or self.own.aspects or self.facts or self.direct or self.references)
