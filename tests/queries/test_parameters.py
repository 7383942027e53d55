"""What people write for a parameter, and what they are told when it is not understood."""

import datetime
from decimal import Decimal

import pytest
from rdflib import XSD, Dataset, Literal, URIRef

from maillage.errors import BadParameter
from maillage.queries.catalogue import Param, Question
from maillage.queries.parameters import resolve

from .conftest import EVERYWHERE, valley_on

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

ID = "https://w3id.org/maillage/id/"
TERM = "https://w3id.org/maillage/typology/"


@pytest.fixture(scope="module", params=EVERYWHERE)
def moulins(request: pytest.FixtureRequest) -> Dataset:
    """Return the valley in each store: a value reaches it in a way of its own."""
    return valley_on(request)


def asking(kind: str, within: str = "", default: str | None = None, optional: bool = False) -> Question:
    param = Param("value", kind, within, default, optional, {"fr": "valeur", "en": "value"})
    return Question("essai", "topic", {}, {}, ("researcher",), (param,), (), "")


@pytest.mark.parametrize(
    ("kind", "within", "given", "iri"),
    [
        ("territory", "", "Nordanie", ID + "territory/nordanie"),
        ("territory", "", "  NORDANIE ", ID + "territory/nordanie"),
        ("territory", "", "saint moulin", ID + "territory/saint-moulin"),
        ("territory", "", "91", ID + "territory/nordanie"),
        ("territory", "", 91001, ID + "territory/saint-moulin"),
        ("territory", "", ID + "territory/sudanie", ID + "territory/sudanie"),
        ("territory", "", "bourg-d-en-haut", ID + "territory/bourg-d-en-haut"),
        ("territory", "", "92001", ID + "territory/bourg-d-en-haut"),
        ("term", "", "support-structure", TERM + "types-of-structure/support-structure"),
        ("term", "", "Accompagnateur", TERM + "types-of-structure/support-structure"),
        ("term", "", "support structure", TERM + "types-of-structure/support-structure"),
        ("term", "", "types-of-structure/ptce", TERM + "types-of-structure/ptce"),
        ("term", "models-of-cooperation", "ptce", TERM + "models-of-cooperation/ptce"),
        ("iri", "", "L'ecluse", ID + "structure/ecluse"),
        ("iri", "", "l’Écluse", ID + "structure/ecluse"),
        ("iri", "", "AB", ID + "structure/atelier-bleu"),
        ("iri", "", "structure/brume", ID + "structure/brume"),
        ("iri", "", "brume", ID + "structure/brume"),
        ("iri", "", "location/brume", ID + "location/brume"),
        ("iri", "Chantier", 10, ID + "chantier/chantier-10"),
        ("iri", "Chantier", "chantier 1", ID + "chantier/chantier-1"),
        ("iri", "Chantier", URIRef(ID + "chantier/chantier-10"), ID + "chantier/chantier-10"),
        ("iri", "SourceDocument", "la gazette", ID + "source/gazette"),
        ("iri", "ConceptScheme", "roles", TERM + "roles"),
    ],
)
def test_a_thing_by_its_iri_id_or_name(moulins, kind, within, given, iri):
    assert resolve(moulins, asking(kind, within), {"value": given}) == {"value": URIRef(iri)}


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("10000", "10000"),
        ("10 000,50", "10000.50"),
        ("10\u202f000", "10000"),
        ("10\u00a0000", "10000"),
        ("-2.5", "-2.5"),
        (12, "12"),
        (2.5, "2.5"),
        (Decimal("0.1"), "0.1"),
    ],
)
def test_numbers(moulins, given, number):
    assert resolve(moulins, asking("number"), {"value": given}) == {"value": Literal(Decimal(number))}


@pytest.mark.parametrize(("given", "number"), [("0", "0"), ("10 000,50 ", "10000.50"), (12, "12")])
def test_prices(moulins, given, number):
    assert resolve(moulins, asking("price"), {"value": given}) == {"value": Literal(Decimal(number))}


@pytest.mark.parametrize(
    ("given", "lexical", "datatype"),
    [
        ("2024", "2024", XSD.gYear),
        ("2024-10", "2024-10", XSD.gYearMonth),
        ("2024-10-02", "2024-10-02", XSD.date),
        ("10/2024", "2024-10", XSD.gYearMonth),
        ("2/10/2024", "2024-10-02", XSD.date),
        (datetime.date(2024, 2, 29), "2024-02-29", XSD.date),
    ],
)
def test_dates_at_their_precision(moulins, given, lexical, datatype):
    found = resolve(moulins, asking("date"), {"value": given})["value"]
    assert (str(found), found.datatype) == (lexical, datatype)


@pytest.mark.parametrize(
    ("kind", "given", "key"),
    [
        ("number", "beaucoup", "queries.param.number"),
        ("number", "1.000,50", "queries.param.number"),
        ("number", "", "queries.param.number"),
        ("number", True, "queries.param.number"),
        ("number", float("nan"), "queries.param.number"),
        ("price", "-5", "queries.param.price"),
        ("price", -0.01, "queries.param.price"),
        ("price", "cher", "queries.param.number"),
        ("date", "2024-13", "queries.param.date"),
        ("date", "31/02/2024", "queries.param.date"),
        ("date", "hier", "queries.param.date"),
        ("territory", "Ailleurs-sur-Rien", "queries.param.nothing-near"),
        ("iri", "https://w3id.org/maillage/id/structure/zzzz", "queries.param.nothing-near"),
    ],
)
def test_a_value_of_another_type_is_refused(moulins, kind, given, key):
    with pytest.raises(BadParameter) as raised:
        resolve(moulins, asking(kind), {"value": given})
    assert raised.value.key == key
    assert raised.value.exit_code == 2
    assert str(given) in raised.value.what


def test_a_slip_tells_the_nearest_names(moulins):
    with pytest.raises(BadParameter, match="Vouliez-vous dire : Nordanie"):
        resolve(moulins, asking("territory"), {"value": "Nordannie"})


def test_an_ambiguous_name_tells_the_candidates_and_never_guesses(moulins):
    with pytest.raises(BadParameter) as raised:
        resolve(moulins, asking("territory"), {"value": "le bourg"})
    assert "territory/bourg-d-en-haut" in raised.value.mend
    assert "territory/bourg-d-en-bas" in raised.value.mend
    with pytest.raises(BadParameter, match=r"models-of-cooperation/ptce.*types-of-structure/ptce"):
        resolve(moulins, asking("term"), {"value": "ptce"})


def test_missing_unknown_and_default(moulins):
    with pytest.raises(BadParameter, match="un nombre") as raised:
        resolve(moulins, asking("number"), {})
    assert raised.value.key == "queries.param.missing"
    with pytest.raises(BadParameter, match="Paramètres acceptés : value"):
        resolve(moulins, asking("number"), {"valeur": 3})
    none = Question("essai", "topic", {}, {}, (), (), (), "")
    with pytest.raises(BadParameter, match="aucun"):
        resolve(moulins, none, {"value": 3})
    assert resolve(moulins, asking("number", optional=True), {"value": None}) == {}
    assert resolve(moulins, asking("number", default="12,5"), {}) == {"value": Literal(Decimal("12.5"))}
    assert resolve(moulins, asking("text"), {"value": "a"}) == {"value": Literal("a")}
