"""Where there is who, and where there is nobody: each question, with the rows expected, on both stores."""

import datetime
from pathlib import Path

import pytest
from oxrdflib import OxigraphStore
from rdflib import RDF, Dataset, URIRef

from maillage.ontology.terms import INFERENCES, MAI, thing
from maillage.queries.runner import ask

from .conftest import TRIG, Rows, make_dataset

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

LAND = Path(__file__).with_name("territoires.trig").read_text("utf-8")
SURVEY, GAZETTE = "L'arpentage", "La gazette"
COUNTRY = ("Collectif Brume", "intervient sur", "territoire entier", "Fictavie", "pays")


@pytest.fixture
def land(moulins: Dataset) -> Dataset:
    """Return the valley and the lie of the land around it."""
    dataset = make_dataset("oxigraph" if isinstance(moulins.store, OxigraphStore) else "memory")
    for text in (TRIG, LAND):
        dataset.parse(data=text, format="trig")
    return dataset


@pytest.fixture
def told(land: Dataset) -> Rows:
    """Return the answer to a question as tuples of the columns named."""

    def answer(name: str, columns: str, **params: object) -> list[tuple[object, ...]]:
        return list(ask(land, name, **params)[columns.split()].itertuples(index=False, name=None))

    return answer


@pytest.mark.parametrize(
    ("territory", "expected"),
    [
        (
            "Moulinois",
            [
                ("Gué", "intervient sur", "en partie", "CC des Biefs", "EPCI (intercommunalité)"),
                ("Atelier Bleu", "siège à", "sur place", "Saint-Moulin", "commune"),
                ("Héron", "siège à", "sur place", "Saint-Moulin", "commune"),
                COUNTRY,
            ],
        ),
        ("9C", [COUNTRY]),  # Iris is seated in Nordanie: not in the Landes
        ("Plaine", [("Gué", "siège à", "sur place", "Plaine", "département")]),  # disputed, and said so
    ],
)
def test_structures_of_a_territory_with_the_level_of_the_statement(told, territory, expected):
    columns = "structureLabel relationLabel cover statedLabel kindLabel"
    assert told("structures-of-a-territory", columns, territory=territory) == expected


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("structures-of-a-territory", {"territory": "Plaine"}),
        ("offers-covering-a-territory", {"territory": "Nordanie"}),
        ("project-territories-and-their-parts", {}),
    ],
)
def test_a_territory_that_another_vocabulary_types_too_is_told_once(land, told, name, params):
    """INSEE's class stands beside ours in the graph, and is no level of its own."""
    columns = "kindLabel" if "territory" in params else "partLabel"
    before = told(name, columns, **params)
    for kind in (MAI.Departement, MAI.Region, MAI.Commune, MAI.EPCI, MAI.Country):
        for place in {*land.subjects(RDF.type, kind)}:
            land.add((place, RDF.type, URIRef("http://rdf.insee.fr/def/geo#Area"), thing("source", "survey")))
    assert before
    assert told(name, columns, **params) == before


def test_a_place_stated_twice_is_one_row_with_both_passages(told):
    found = told("structures-of-a-territory", "structureLabel statusLabel locator", territory="Moulinois")
    assert ("Héron", "constaté", "Feuille 1 ; Feuille 2") in found
    assert ("Gué", "contesté", "Feuille 1") in told(
        "structures-of-a-territory", "structureLabel statusLabel locator", territory="Plaine"
    )


def test_offers_covering_a_territory(told):
    columns = "offerLabel cover statedLabel kindLabel sourceLabel locator"
    assert told("offers-covering-a-territory", columns, territory="Nordanie") == [
        ("Tailler la meule", "sur place", "Nordanie", "région", GAZETTE, "Dos"),
        ("Monter la roue", "territoire entier", "Fictavie", "pays", GAZETTE, "Dos"),
    ]
    assert told("offers-covering-a-territory", "offerLabel", territory="9B") == [("Monter la roue",)]


def test_territories_with_a_funder_and_no_chantier(told):
    columns = "areaLabel funderLabel relationLabel statedLabel locator"
    name = "territories-with-a-funder-and-no-chantier"
    assert told(name, columns) == [("Moulinois", "Héron", "siège à", "Saint-Moulin", "Feuille 1 ; Feuille 2")]
    assert [row[0] for row in told(name, columns, level="region")] == ["Nordanie"]


def test_a_chantier_there_takes_the_territory_out(land, told):
    land.graph(INFERENCES).add(
        (thing("chantier", "chantier-1"), MAI.intervenesIn, thing("territory", "nordanie"))
    )
    assert told("territories-with-a-funder-and-no-chantier", "areaLabel") == []


def test_neighbours_without_a_link(told):
    columns = "areaLabel structureLabel neighbourLabel locator"
    assert told("neighbours-without-a-link", columns) == [
        ("CC des Biefs", "Atelier Bleu", "Gué", "Feuille 2 | Dos"),
        ("CC des Biefs", "Atelier Bleu", "Héron", "Feuille 1 ; Feuille 2 | Dos"),
        ("CC des Biefs", "Gué", "Héron", "Feuille 1 ; Feuille 2"),
    ]
    assert told("neighbours-without-a-link", columns, level="commune") == [
        ("Saint-Moulin", "Atelier Bleu", "Héron", "Feuille 1 ; Feuille 2 | Dos")
    ]


def _link(land: Dataset, one: str, other: str) -> None:
    ends: tuple[URIRef, URIRef] = (thing("structure", one), thing("structure", other))
    for start, end in (ends, ends[::-1]):
        land.graph(INFERENCES).add((start, MAI.collaboratesWith, end))


def test_a_link_takes_the_pair_out_and_is_counted_in_the_density(land, told):
    columns = "areaLabel present linked share"
    assert told("densest-territories", columns, level="region") == [("Nordanie", 3, 0, 0)]
    _link(land, "atelier-bleu", "heron")
    assert told("densest-territories", columns, level="region") == [("Nordanie", 3, 1, 0.3333)]
    assert told("densest-territories", columns) == [("Moulinois", 2, 1, 1)]
    assert told("neighbours-without-a-link", "structureLabel neighbourLabel") == [
        ("Atelier Bleu", "Gué"),
        ("Gué", "Héron"),
    ]


def test_white_spots_the_uncovered_first_then_the_most_inhabited(told):
    columns = "areaLabel inseeCode population above sourceLabel locator"
    assert told("white-spots", columns) == [
        ("Plaine", "9D", 30000, None, SURVEY, "Feuille 1"),
        ("Landes sèches", "9C", 10000, "Fictavie", SURVEY, "Feuille 1"),
    ]
    assert told("white-spots", columns, level="EPCI") == []
    assert [row[1] for row in told("white-spots", columns, level="commune")] == ["91002", "92001"]


def test_structures_per_territory_zeros_included(told):
    columns = "areaLabel inseeCode population seated intervening present above ratio"
    assert told("structures-per-territory", columns) == [
        ("Moulinois", "9A", 40000, 2, 0, 2, 1, 5),
        ("Haut-Pays", "9B", 20000, 0, 0, 0, 1, 0),
        ("Landes sèches", "9C", 10000, 0, 0, 0, 1, 0),
        ("Plaine", "9D", 30000, 0, 0, 0, 0, 0),
    ]
    assert told("structures-per-territory", columns, level="epci") == [
        ("CC des Biefs", "900000001", 15000, 2, 1, 3, 1, 20)
    ]


def test_territories_by_typology(told):
    columns = "areaLabel conceptLabel present"
    assert told("territories-by-typology", columns) == [("Nordanie", "accompagnateur", 1)]
    assert told("territories-by-typology", columns, level="epci") == [("CC des Biefs", "accompagnateur", 1)]
    assert told("territories-by-typology", columns, typology="roles") == []


def test_events_and_missions_by_territory(told):
    columns = "areaLabel activityLabel kindLabel when statedLabel locator"
    mission = ("Réveil de Cigale", "accompagnement", "2021", "Saint-Moulin", "Dos")
    launch = ("Lancement", "événement", datetime.date(2021, 3, 4), "Saint-Moulin", "Page 1")
    assert told("events-and-missions-by-territory", columns) == [
        ("Nordanie", *mission),
        ("Nordanie", *launch),
    ]
    assert told("events-and-missions-by-territory", "areaLabel", level="epci") == [("CC des Biefs",)] * 2


def test_project_territories_and_their_parts(told):
    columns = "areaLabel partLabel inseeCode note statusLabel locator"
    assert told("project-territories-and-their-parts", columns) == [
        ("Bassin des meules", "Le Bourg", "92001", "Tracé sur la carte.", "déduit", "Feuille 2"),
        ("Bassin des meules", "Saint-Moulin", "91001", "Tracé sur la carte.", "déduit", "Feuille 2"),
    ]


BRUME = (1, "Collectif Brume", "intermédiarité", 0.5, 1)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"number": 1}, [BRUME]),
        (  # the third place is shared: four for three
            {"number": 3},
            [
                BRUME,
                (2, "Gué", "intermédiarité", 0.2, 2),
                (3, "Iris", "intermédiarité", 0.121, 3),
                (3, "Héron", "intermédiarité", 0.119, 3),
            ],
        ),
        (  # a place is one among those of the territory
            {"territory": "Nordanie", "number": 2},
            [(1, "Iris", "intermédiarité", 0.121, 3), (1, "Héron", "intermédiarité", 0.119, 3)],
        ),
        (
            {"territory": "Nordanie", "among": "financeurs", "measure": "Intermédiarité"},
            [(1, "Héron", "intermédiarité", 0.119, 3)],
        ),
        (
            {"among": "funders", "number": 1},
            [(1, "Héron", "intermédiarité", 0.119, 3)],
        ),
        ({"measure": "degree"}, []),
    ],
)
def test_the_most_central_of_a_territory_ties_included(told, given, expected):
    columns = "position structureLabel measureLabel score rank"
    assert told("most-central-structures", columns, **given) == expected


def test_what_is_computed_tells_on_what_it_rests(told):
    assert told("most-central-structures", "basis", number=1) == [("Calculé sur 5 liens.",)]
