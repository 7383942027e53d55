"""What a territory of the reference is, and what a former commune was."""

from dataclasses import dataclass
from typing import Literal

from ...ontology.terms import THING

Kind = Literal["Commune", "EPCI", "EPT", "Departement", "Region", "Country"]
Status = Literal["deleguee", "associee", "arrondissement", "merged", "recoded", "renamed"]

# from the smallest to the widest; also the order in which equal readings are taken
KINDS: tuple[Kind, ...] = ("Commune", "EPT", "EPCI", "Departement", "Region", "Country")
PREFIXES: dict[Kind, str] = {
    "Commune": "commune",
    "EPT": "ept",
    "EPCI": "epci",
    "Departement": "departement",
    "Region": "region",
    "Country": "pays",
}


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory in force in the reference's vintage.

    `code` is INSEE's, or the SIREN of an EPCI or EPT: always text ("01", "2A004"). `nature` is CC, CA, CU,
    METRO, MET69 or EPT for a grouping; metro, drom or com (overseas) for a département or région.
    `population` counts inhabitants (municipal population; the sum of the communes' above them), None where
    the source has none. `departements` and `regions` are the codes it belongs to, or meets when it straddles.
    """

    kind: Kind
    code: str
    name: str
    population: int | None = None
    postal_codes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    epci: str = ""
    ept: str = ""
    siren: str = ""
    nature: str = ""

    @property
    def key(self) -> str:
        """Return what names it among all kinds: "commune-61063", "region-28"."""
        return f"{PREFIXES[self.kind]}-{self.code}"

    @property
    def iri(self) -> str:
        """Return its IRI, https://w3id.org/maillage/id/territory/<key>."""
        return str(THING[f"territory/{self.key}"])


@dataclass(frozen=True, slots=True)
class Former:
    """A name or code that was a commune's, or an arrondissement's, and the commune `holder` that has it now.

    `until` is the ISO day it ended, as INSEE dates it ("" when only the vintages `after` and `before` bound
    it, all three "" when nothing is known).
    """

    code: str
    name: str
    holder: str
    status: Status
    until: str = ""
    after: str = ""
    before: str = ""
