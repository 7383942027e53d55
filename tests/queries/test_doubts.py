"""What is doubted of a fact is told where it is shown, and nowhere else; and what is no joint work."""

import pytest
from rdflib import RDF, XSD, Literal, URIRef

from maillage.ontology.terms import INFERENCES, MAI, source_graph, thing
from maillage.queries.runner import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

BOOK = source_graph("livre")
MOULINS, BRUME = thing("initiative", "moulins"), thing("structure", "brume")


def told(dataset, name, columns, **params):
    """Return the rows of an answer, as tuples of the columns named."""
    return list(ask(dataset, name, **params)[columns.split()].itertuples(index=False, name=None))


@pytest.fixture
def doubted(own):
    """Return the valley, the start of the initiative disputed, its end not."""
    book = own.graph(BOOK)
    book.add((MOULINS, MAI.disputedProperty, MAI.start))
    book.add((MOULINS, MAI.end, Literal("2025", datatype=XSD.gYear)))
    book.add((MOULINS, MAI.note, Literal("Une autre page dit 2020.", lang="fr")))
    return own


def dates(dataset):
    rows = told(dataset, "timeline", "thingLabel date statusLabel note")
    return [row[1:] for row in rows if row[0] == "Démarche des moulins"]


def test_a_disputed_date_is_told_so_and_the_other_not(doubted):
    assert dates(doubted) == [("2021", "contesté", "Une autre page dit 2020."), ("2025", "constaté", None)]


def test_disputed_wins_over_inferred(doubted):
    doubted.graph(BOOK).add((MOULINS, MAI.inferredProperty, MAI.start))
    assert dates(doubted)[0][1] == "contesté"


def test_a_deduced_date_is_told_so(own):
    rows = told(own, "timeline", "thingLabel statusLabel deduced note")
    assert ("Lancement", "déduit", True, "L'année est celle du livre.") in rows


def test_the_note_of_a_fact_without_doubt_stays(own):
    own.graph(BOOK).add((MOULINS, MAI.note, Literal("À la foire.", lang="fr")))
    assert dates(own) == [("2021", "constaté", "À la foire.")]


def test_a_disputed_fact_is_so_in_each_of_its_dates(own):
    own.remove((MOULINS, MAI.status, None, None))
    own.graph(BOOK).add((MOULINS, MAI.status, MAI.disputed))
    own.graph(BOOK).add((MOULINS, MAI.inferredProperty, MAI.start))
    assert dates(own)[0][1] == "contesté"


def test_each_property_of_a_thing_has_its_own_status(doubted):
    rows = told(
        doubted, "everything-about-a-thing", "subjectLabel value statusLabel", thing="initiative/moulins"
    )
    own = {value: status for subject, value, status in rows if subject == "Démarche des moulins"}
    assert own["2021"] == "contesté"
    assert own["2025"] == own["Démarche des moulins"] == "constaté"
    launch = told(doubted, "everything-about-a-thing", "value statusLabel", thing="event/lancement")
    assert {str(value): status for value, status in launch}["2021-03-04"] == "déduit"


CELLS = {
    "outputs-by-chantier": ("output", thing("output", "carte"), MAI.date),
    "events-of-an-initiative": ("event", thing("event", "veillee"), MAI.start),
    "support-missions": ("mission", thing("mission", "cigale"), MAI.year),
    "support-offers": ("offer", thing("offer", "meule"), MAI.availableIn),
    "announced-and-not-yet-out": ("thing", thing("output", "guide"), MAI.announced),
}


@pytest.mark.parametrize("name", CELLS)
@pytest.mark.parametrize(("doubt", "status"), [("disputed", "contesté"), ("inferred", "déduit")])
def test_a_row_is_no_surer_than_the_cells_it_shows(own, name, doubt, status):
    column, subject, shown = CELLS[name]
    own.remove((subject, MAI.disputedProperty, None, None))
    own.graph(BOOK).add((subject, MAI[f"{doubt}Property"], MAI.address))  # not shown
    assert {row[1] for row in told(own, name, f"{column} statusLabel") if row[0] == str(subject)} == {
        "constaté"
    }
    own.graph(BOOK).add((subject, MAI[f"{doubt}Property"], shown))
    assert {row[1] for row in told(own, name, f"{column} statusLabel") if row[0] == str(subject)} == {status}


def test_a_funding_is_no_surer_than_its_amount(own):
    funding = thing("funding", "dune")
    own.graph(BOOK).add((funding, MAI.disputedProperty, MAI.amount))
    own.graph(BOOK).add((funding, MAI.note, Literal("À vérifier.", lang="fr")))
    rows = told(own, "funders-and-what-they-fund", "amount statusLabel note")
    assert (12000.5, "contesté", "À vérifier.") in rows


def test_the_note_on_what_a_row_does_not_show_is_left_out(own):
    evening = thing("event", "veillee")
    own.graph(BOOK).add((evening, MAI.note, Literal("Nom deviné.", lang="fr")))
    columns = "eventLabel note"
    assert ("Veillée", "Nom deviné.") in told(own, "events-of-an-initiative", columns)
    own.graph(BOOK).add((evening, MAI.inferredProperty, MAI.shortLabel))
    assert ("Veillée", None) in told(own, "events-of-an-initiative", columns)


@pytest.fixture(params=["linked-initiative", "listed-in-scheme"])
def linked(request, own):
    """Return the valley where Cigale is but linked to the initiative, or listed by it."""
    book, link = own.graph(BOOK), thing("participation", "cigale")
    cigale = thing("structure", "cigale")
    for kind in (MAI.Participation, MAI.Assertion):
        book.add((link, RDF.type, kind))
    book.add((link, MAI.participatingStructure, cigale))
    book.add((link, MAI.participationIn, MOULINS))
    book.add((link, MAI.role, URIRef(f"https://w3id.org/maillage/typology/roles/{request.param}")))
    book.add((link, MAI.status, MAI.stated))
    book.add((cigale, MAI.participatesIn, MOULINS))
    for pair in ((cigale, BRUME), (BRUME, cigale)):  # as a graph built before would hold it
        own.graph(INFERENCES).add((pair[0], MAI.collaboratesWith, pair[1]))
    return own


def test_a_linked_structure_works_with_no_member_and_grows_no_group(linked):
    rows = told(linked, "collaborations", "partyLabel partnerLabel kindLabel group")
    assert [row for row in rows if "Cigale & Cie" in row] == [
        ("Atelier Bleu", "Cigale & Cie", "accompagnement", 2)
    ]
    assert {row[3] for row in rows if row[2] == "participation"} == {4}
    assert told(linked, "collaborations", "partnerLabel", structure="cigale") == [("Atelier Bleu",)]


def test_a_linked_structure_is_no_member(linked):
    for question, column in (
        ("members-of-the-initiative", "memberLabel"),
        ("structures-in-no-chantier", "structureLabel"),
    ):
        assert ("Cigale & Cie",) not in told(linked, question, column)


def test_a_linked_structure_stays_in_the_network_of_facts(linked):
    assert ask(linked, "direct-link-without-fact-violation").empty
