"""Ecosystems that do not exist, to try the tool on and to measure it: made-up structures on real communes.

The shape is that of real ones: most structures take part in nothing or one thing, a few in a great many; of
many chantiers one or two structures are known, in others three to twelve work together, in a few many more;
people work near home; communes weigh what their population does. No name, no person, no fact is real, and
each name says so.

References
----------
M. E. J. Newman, Power laws, Pareto distributions and Zipf's law, Contemporary Physics 46 (2005) 323-351,
doi:10.1080/00107510500052444
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadParameter, UsageError
from ..messages import speaking, text
from .csv_files import write_csv
from .workspace.configuration import new_configuration

if TYPE_CHECKING:
    from .territories.territory import Territory

MOST = 1_000_000  # structures
_CHANTIERS = 0.3  # for each structure
_SEATED, _TYPED, _WIDER, _FUNDED, _PARTNERS = (
    0.5,
    0.3,
    0.05,
    0.1,
    0.05,
)  # shares of the structures or chantiers
_PARETO = 2.0  # the exponent of the groups' sizes
_LARGEST = 120  # structures in a group
_TOGETHER = 0.4  # the share of the chantiers in which a group is known to work together
_GROUP = 3  # structures in the smallest of these groups: most count 3 to 12
_NEAR = 0.7  # the share of a group that comes from the same département
_KINDS = (
    ("Association fictive", "ess-structure"),
    ("Coopérative fictive", "ess-structure"),
    ("Ressourcerie fictive", "ess-structure"),
    ("Épicerie fictive", "project-holder"),
    ("Tiers-lieu fictif", "collective"),
    ("Collectif fictif", "collective"),
    ("Réseau fictif", "network"),
    ("Pôle fictif", "ptce"),
)
_FOUNDATION = ("Fondation fictive", "foundation")
_NAMES = (
    "des Mésanges",
    "des Aubépines",
    "du Vieux Four",
    "de la Source claire",
    "des Trois Chênes",
    "du Pont de bois",
    "des Coquelicots",
    "de la Lune rousse",
    "des Hirondelles",
    "du Grand Pré",
    "de la Ruche bleue",
    "des Saules",
    "du Merle moqueur",
    "de la Belle Ardoise",
    "des Sept Collines",
    "du Chemin creux",
)
_WORKS = (
    "Four à pain",
    "Vélos partagés",
    "Semences",
    "Café itinérant",
    "Matériaux",
    "Cantine",
    "Haies",
    "Fibres",
)
_ROLES = ("member", "member", "member", "referent", "pilot", "participant")

Header = tuple[str, ...]
Cells = Sequence[str | int]


def make_ecosystem(structures: int, seed: int, folder: Path, together: float = _TOGETHER) -> Path:
    """Return the workspace written to `folder`: made-up tables, the same for the same size and seed.

    Parameters
    ----------
    structures
        How many structures, from 2 to 1,000,000; there are 0.3 chantiers for each.
    seed
        What chance starts from.
    together
        The share of the chantiers, in [0, 1], in which a group of three or more works together; of the others
        one or two structures are known, seldom more. 0 is a register, in which few work together.

    Raises
    ------
    BadParameter
        For a number of structures that is out of range.
    UsageError
        When the folder holds something already.
    """
    if not 2 <= structures <= MOST:
        raise BadParameter("demo.structures", where="--structures", value=structures, most=MOST)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("demo.not-empty", where=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"{structures}/{seed}")  # noqa: S311 - made to be the same again
    ecosystem = _Ecosystem(structures, chance, together)
    for name, (header, rows) in ecosystem.tables().items():
        with speaking("en"):  # decimals have a point in our tables
            write_csv(folder / f"{name}.csv", header, rows)
    title = text("demo.title", structures=structures, seed=seed)
    (folder / "maillage.toml").write_text(new_configuration(title), encoding="utf-8", newline="\n")
    return folder


@dataclass
class _Ecosystem:
    """Made-up rows; chance is drawn from in one order, so that a seed always gives the same."""

    size: int
    chance: random.Random
    together: float
    near: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )  # structures of a département

    def tables(self) -> dict[str, tuple[Header, list[Cells]]]:
        """Return the header and the rows of each table."""
        communes = self._communes()
        provenance = ("source", "locator", "status")
        return {
            "sources": (("id", "name", "kind", "fictional"), _sources()),
            "structures": (("id", "name", *provenance), self._structures(communes)),
            "locations": (("id", "subject", "relation", "territory", *provenance), self._locations(communes)),
            "classifications": (("id", "subject", "concept", *provenance), self._classifications()),
            "initiatives": (("id", "name", *provenance), self._initiatives()),
            "chantiers": (("id", "number", "name", "initiative", "start", *provenance), self._chantiers()),
            "participations": (
                ("id", "structure", "activity", "role", *provenance),
                self._participations(communes),
            ),
            "fundings": (("id", "funder", "beneficiary", "amount_eur", *provenance), self._fundings()),
            "partnerships": (("id", "structure", "partner", *provenance), self._partnerships()),
        }

    @property
    def chantiers(self) -> int:
        return max(1, round(self.size * _CHANTIERS))

    @property
    def initiatives(self) -> int:
        return max(1, self.chantiers // 40)

    def _communes(self) -> "list[Territory]":
        """Return the commune of each structure, drawn by population."""
        from .territories.reference import load_reference

        known = [
            each for each in load_reference().of_kind("Commune") if each.population and each.departements
        ]
        weights = list(accumulate(each.population or 0 for each in known))
        drawn = self.chance.choices(known, cum_weights=weights, k=self.size)
        for number, commune in enumerate(drawn):
            self.near[commune.departements[0]].append(number)
        return drawn

    def _structures(self, communes: "list[Territory]") -> list[Cells]:
        rows: list[Cells] = []
        for number, commune in enumerate(communes):
            kind, name = self._kind(number)[0], self.chance.choice(_NAMES)
            full = f"{kind} {name} n° {number + 1} ({commune.name})"
            rows.append((_structure(number), full, *_stated("membres", number)))
        return rows

    def _kind(self, number: int) -> tuple[str, str]:
        """Return the kind of a structure, a foundation one time in a hundred."""
        return _FOUNDATION if number % 100 == 1 else _KINDS[number % len(_KINDS)]

    def _locations(self, communes: "list[Territory]") -> list[Cells]:
        rows: list[Cells] = []
        for number, commune in enumerate(communes):
            if self.chance.random() < _SEATED:
                place = (_structure(number), "seatedIn", commune.key)
                rows.append((f"siege-{number + 1}", *place, *_stated("membres", number)))
            if self.chance.random() < _WIDER:
                place = (_structure(number), "intervenesIn", f"departement-{commune.departements[0]}")
                rows.append((f"action-{number + 1}", *place, *_stated("membres", number)))
        return rows

    def _classifications(self) -> list[Cells]:
        return [
            (
                f"type-{number + 1}",
                _structure(number),
                f"types-of-structure/{self._kind(number)[1]}",
                *_stated("membres", number),
            )
            for number in range(self.size)
            if self.chance.random() < _TYPED
        ]

    def _initiatives(self) -> list[Cells]:
        names = (
            f"Démarche fictive {_NAMES[number % len(_NAMES)]} n° {number + 1}"
            for number in range(self.initiatives)
        )
        return [
            (f"demarche-{number + 1}", name, *_stated("demarches", number))
            for number, name in enumerate(names)
        ]

    def _chantiers(self) -> list[Cells]:
        rows: list[Cells] = []
        for number in range(self.chantiers):
            name = f"Chantier fictif « {self.chance.choice(_WORKS)} » n° {number + 1}"
            part_of = f"demarche-{self.chance.randrange(self.initiatives) + 1}"
            start = f"{self.chance.randint(2015, 2025)}-{self.chance.randint(1, 12):02}"
            where = _stated("chantiers", number)
            rows.append((_chantier(number), number + 1, name, part_of, start, *where))
        return rows

    def _participations(self, communes: "list[Territory]") -> list[Cells]:
        rows: list[Cells] = []
        for number in range(self.chantiers):
            first = self._known()
            wanted = min(self._group_size(), _LARGEST, self.size)
            members = dict.fromkeys((first, *self._others(first, communes, wanted - 1)))
            for member in members:
                what = (_structure(member), _chantier(number), self.chance.choice(_ROLES))
                rows.append((f"part-{len(rows) + 1}", *what, *_stated("chantiers", number)))
        return rows

    def _group_size(self) -> int:
        """Return how many structures are known to take part in a chantier."""
        smallest = _GROUP if self.chance.random() < self.together else 1
        return int(smallest * self.chance.paretovariate(_PARETO))

    def _known(self) -> int:
        """Return a structure, the first ones far more often: how often one is drawn is a power law."""
        return int(self.size * self.chance.random() ** 3)

    def _others(self, first: int, communes: "list[Territory]", wanted: int) -> Iterator[int]:
        near = self.near[communes[first].departements[0]]
        for _ in range(wanted):
            yield self.chance.choice(near) if self.chance.random() < _NEAR else self._known()

    def _fundings(self) -> list[Cells]:
        funders = [number for number in range(self.size) if self._kind(number) is _FOUNDATION]
        rows: list[Cells] = []
        for number in range(self.chantiers):
            if self.chance.random() < _FUNDED:
                funder = funders[int(len(funders) * self.chance.random() ** 3)]
                what = (_structure(funder), _chantier(number), self.chance.randint(1, 60) * 500)
                rows.append((f"don-{len(rows) + 1}", *what, *_stated("chantiers", number)))
        return rows

    def _partnerships(self) -> list[Cells]:
        rows: list[Cells] = []
        for number in range(self.size):
            other = self._known()
            if self.chance.random() < _PARTNERS and other != number:
                pair = (_structure(number), _structure(other))
                rows.append((f"lien-{len(rows) + 1}", *pair, *_stated("membres", number)))
        return rows


def _structure(number: int) -> str:
    return f"structure-{number + 1}"


def _chantier(number: int) -> str:
    return f"chantier-{number + 1}"


def _stated(source: str, number: int) -> tuple[str, str, str]:
    return f"fictif-{source}", f"ligne {number + 2}", "stated"


def _sources() -> list[Cells]:
    names = {"membres": "Fichier fictif des membres", "chantiers": "Fichier fictif des chantiers"}
    names["demarches"] = "Fichier fictif des démarches"
    return [(f"fictif-{source}", name, "données inventées", "yes") for source, name in names.items()]
