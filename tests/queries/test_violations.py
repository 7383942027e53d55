"""A violation question returns no row on sound data, and names the fault that each test makes."""

import pytest
from rdflib import SKOS, URIRef

from maillage.ontology.terms import INFERENCES, MAI, source_graph, thing
from maillage.queries.catalogue import load_catalogue
from maillage.queries.runner import ask

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

VIOLATIONS = [each.name for each in load_catalogue() if each.is_violation]
BOOK = source_graph("livre")
BRUME, CIGALE, MOULINS = (
    thing("structure", "brume"),
    thing("structure", "cigale"),
    thing("initiative", "moulins"),
)
PASSAGE = URIRef("https://w3id.org/maillage/id/passage/livre/p1")


@pytest.mark.parametrize("name", VIOLATIONS)
def test_sound_data_breaks_no_rule(moulins, name):
    assert ask(moulins, name).empty


FAULTS = {
    "direct-link-without-fact-violation": [
        (CIGALE, MAI.participatesIn, MOULINS, BOOK),
        (CIGALE, MAI.funds, MOULINS, BOOK),
        (CIGALE, MAI.partnerOf, BRUME, BOOK),
        (BRUME, MAI.participatesIn, thing("chantier", "chantier-2"), BOOK),  # its only ground is disputed
        (BRUME, MAI.seatedIn, thing("territory", "fictavie"), BOOK),  # it intervenes there
    ],
    "evidence-outside-its-graph-violation": [(CIGALE, MAI.evidence, PASSAGE, source_graph("gazette"))],
    "passage-without-document-violation": [
        (CIGALE, MAI.evidence, URIRef(f"{PASSAGE}0"), BOOK),
    ],
    "disputed-figure-without-contradiction-violation": [
        (thing("figure", "heures"), MAI.contradicts, thing("figure", "treize"), BOOK),
    ],
    "nesting-not-closed-violation": [
        (thing("territory", "fictavie"), MAI.partOf, thing("territory", "monde"), BOOK),
        (thing("territory", "fictavie"), MAI.within, thing("territory", "nordanie"), INFERENCES),
    ],
    "part-of-itself-violation": [
        (MOULINS, MAI.partOfActivity, MOULINS, BOOK),
        (MOULINS, MAI.partOfActivity, thing("chantier", "chantier-1"), BOOK),
        (thing("lesson", "a"), MAI.detailOf, thing("lesson", "c"), BOOK),
        (thing("territory", "fictavie"), MAI.partOf, thing("territory", "nordanie"), BOOK),
    ],
    "collaboration-without-ground-violation": [
        (CIGALE, MAI.collaboratesWith, BRUME, INFERENCES),
        (BRUME, MAI.collaboratesWith, BRUME, INFERENCES),
    ],
}


def test_every_violation_has_a_failing_example():
    assert set(FAULTS) == set(VIOLATIONS)


@pytest.mark.parametrize(("name", "quad"), [(name, quad) for name in FAULTS for quad in FAULTS[name]])
def test_one_fault_is_told(own, name, quad):
    subject, predicate, obj, graph = quad
    own.graph(graph).add((subject, predicate, obj))
    found = ask(own, name)
    assert len(found) >= 1
    assert (
        str(subject) in found.astype(str).to_numpy().ravel()
        or str(obj) in found.astype(str).to_numpy().ravel()
    )


def test_a_disputed_figure_alone_is_a_fault(own):
    own.remove((thing("figure", "treize"), MAI.contradicts, None, None))
    found = ask(own, "disputed-figure-without-contradiction-violation")
    assert found["figureLabel"].tolist() == ["Meuniers comptés", "Meuniers nommés"]


def test_a_loop_is_told_step_by_step_and_no_other_thing(own):
    own.graph(BOOK).add((thing("lesson", "a"), MAI.detailOf, thing("lesson", "c")))
    found = ask(own, "part-of-itself-violation")
    assert list(zip(found["thingLabel"], found["withinLabel"], strict=True)) == [
        ("Tenir conseil", "Le premier lundi"),
        ("À date fixe", "Tenir conseil"),
        ("Le premier lundi", "À date fixe"),
    ]
    assert set(found["property"]) == {str(MAI.detailOf)}


@pytest.mark.parametrize("role", ["linked-initiative", "listed-in-scheme"])
def test_being_linked_or_listed_is_no_ground_to_collaborate(own, role):
    member = thing("participation", "brume-moulins")
    own.remove((member, MAI.role, None, None))
    own.graph(BOOK).add((member, MAI.role, URIRef(f"https://w3id.org/maillage/typology/roles/{role}")))
    found = ask(own, "collaboration-without-ground-violation")
    pairs = set(zip(found["structureLabel"], found["partnerLabel"], strict=True))
    brume = "Collectif Brume"  # its partnership with L'Écluse stands
    assert pairs == {(brume, "Atelier Bleu"), (brume, None), ("Atelier Bleu", brume), (None, brume)}


def test_a_label_never_repeats_a_row(own):
    own.graph(source_graph("gazette")).add(
        (CIGALE, SKOS.prefLabel, next(own.objects(CIGALE, SKOS.prefLabel)))
    )
    names = ask(own, "structures-without-territory")["structureLabel"].tolist()
    assert names.count("Cigale & Cie") == 1
