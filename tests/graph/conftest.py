"""A small workspace of all that goes wrong on the way to another format. Made for the tests."""

from pathlib import Path

import pytest

from maillage.data.csv_files import write_csv

CANARY = "canari@exemple-fictif.invalid"
_TRICKY = 'Ressourcerie ; "Les Deux | Rives'.replace("|", "/")
_TEXT = 'Première ligne, "citée" ; suite\n=SOMME(A1:A9)\n\\" antislash, <b>&amp;</b> _x0041_ fin\\'
_PROVENANCE = ("source", "locator", "status")
_TABLES = {
    "sources": (
        ("id", "name", "kind", "date", "fictional"),
        ("carnet", "Carnet ; « essai »", "carnet", "2024-10", "oui"),
        ("fich", "=Fichier", "tableur", "", ""),
    ),
    "structures": (
        (
            "id",
            "name",
            "acronym",
            "siren",
            "latitude",
            "longitude",
            "homepage",
            "description",
            "support_since",
            *_PROVENANCE,
            "deduced",
            "note",
        ),
        (
            "rives",
            _TRICKY,
            "=R+1",
            "005550009",
            "48,1173",
            "-1,6778",
            "https://exemple.invalid/?a=1&b=2",
            _TEXT,
            "2019",
            "carnet",
            "p. 1 ; « haut »",
            "stated",
            "",
            "",
        ),
        (
            "rive-bis",
            "Les Deux Rives",
            "",
            "005550009",
            "",
            "",
            "",
            "",
            "",
            "fich",
            "ligne 2",
            "stated",
            "",
            "",
        ),
        (
            "fee",
            "Fée 🌱 عربى",
            "'=1",
            "",
            "",
            "",
            "",
            "  =1+1",
            "",
            "carnet",
            "p. 2",
            "inferred",
            "acronym",
            "Tiré du nom.",
        ),
        (
            "plus",
            "+33 6 ; @toi",
            "-",
            "",
            "0",
            "-0,5",
            "",
            "007",
            "",
            "carnet",
            "p. 3",
            "disputed",
            "",
            "Deux lectures.",
        ),
    ),
    "people": (
        ("id", "name", "structure", "post", *_PROVENANCE),
        ("zoe", "Zoé Fictive", "rives", "=Chef", "carnet", "p. 4", "stated"),
    ),
    "initiatives": (
        ("id", "name", "start", *_PROVENANCE),
        ("elan", "Élan – 1/2", "2024", "carnet", "p. 5", "stated"),
    ),
    "chantiers": (
        ("id", "number", "name", "short_name", "initiative", "start", "end", *_PROVENANCE),
        ("pain", "01", "-Pain", "@p", "elan", "2024-10", "2024-10-31", "carnet", "p. 6", "stated"),
    ),
    "participations": (
        ("id", "structure", "person", "activity", "role", "start", *_PROVENANCE, "note"),
        ("p1", "rives", "", "pain", "referent", "2024", "carnet", "p. 7", "stated", ""),
        (
            "p2",
            "fee",
            "",
            "pain",
            "member",
            "",
            "carnet",
            "p. 8",
            "inferred",
            "Déduit d'une photo ; fictive.",
        ),
        ("p3", "plus", "", "pain", "member", "", "carnet", "p. 9", "disputed", "Contesté | par une note."),
        ("p4", "rive-bis", "zoe", "elan", "lead", "", "fich", "ligne 9", "stated", ""),
    ),
    "fundings": (
        ("id", "funder", "beneficiary", "instrument", "amount_eur", "start", *_PROVENANCE),
        ("f1", "plus", "pain", "", "1234567,89", "2024", "carnet", "p. 10", "stated"),
        ("f2", "", "rives", "", "12", "", "carnet", "p. 11", "stated"),
        ("f3", "plus", "fee", "", "123456789012345,123", "", "carnet", "p. 11", "stated"),
    ),
    "partnerships": (
        ("id", "structure", "partner", *_PROVENANCE, "note"),
        ("a1", "rives", "fee", "carnet", "p. 12", "inferred", "Supposé."),
    ),
    "schemes": (
        ("id", "name", *_PROVENANCE),
        ("etiq", "Étiquettes ; maison", "carnet", "p. 13", "stated"),
    ),
    "concepts": (
        ("id", "name", "scheme", "broader", *_PROVENANCE),
        ("c-vert", "Vert 🌿", "etiq", "", "carnet", "p. 13", "stated"),
        ("c-tendre", "Vert tendre", "etiq", "c-vert", "carnet", "p. 13", "stated"),
    ),
    "classifications": (
        ("id", "subject", "concept", *_PROVENANCE, "note"),
        ("c1", "rives", "types-of-structure/ess-structure", "carnet", "p. 1", "stated", ""),
        ("c2", "rives", "c-tendre", "carnet", "p. 1", "inferred", "D'après son logo."),
        ("c3", "fee", "c-vert", "carnet", "p. 2", "disputed", "Rouge, dit-on."),
    ),
    "locations": (
        ("id", "subject", "relation", "territory", *_PROVENANCE),
        ("l1", "rives", "seatedIn", "35000 Rennes", "carnet", "p. 14", "stated"),
        ("l2", "rives", "intervenesIn", "Normandie", "carnet", "p. 14", "stated"),
        ("l3", "plus", "seatedIn", "commune-01004", "carnet", "p. 14", "stated"),
    ),
    "figures": (
        ("id", "name", "value", "unit", "precision", "subject", *_PROVENANCE),
        ("n1", "Adhérents", "0,1", "personnes", "about", "rives", "carnet", "p. 15", "stated"),
    ),
    "mentions": (
        ("subject", "spelling", "source", "locator"),
        ("rives", '-- "2R"', "carnet", "p. 16"),
        ("rives", "", "fich", "ligne 3"),
    ),
    "contacts": (
        ("subject", "name", "email", "source", "locator"),
        ("rives", "=Zoé", CANARY, "carnet", "p. 17"),
    ),
}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a workspace of formulas, quotes, newlines, doubts, aliases and one contact."""
    folder = tmp_path / "hostile"
    for name, (header, *rows) in _TABLES.items():
        write_csv(folder / f"{name}.csv", header, rows)
    return folder


@pytest.fixture
def canary() -> str:
    """Return the e-mail address that no export may hold unless it is asked."""
    return CANARY
