import pytest
from rdflib import Literal
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from maillage.data.tables import corpus_folder, read_tables
from maillage.errors import InvalidData
from maillage.graph.build import build_dataset, digest
from maillage.graph.reference import IGEO
from maillage.ontology.terms import (
    CONTACTS,
    INFERENCES,
    MAI,
    TYPOLOGY,
    source_graph,
    thing,
)


@pytest.fixture(scope="module")
def dataset():
    return build_dataset(read_tables(corpus_folder()))


def test_each_fact_stands_in_the_graph_of_its_document(dataset):
    cahier = dataset.graph(source_graph("cahier-de-ressources"))
    offer = thing("offer", "seminaires-internes")
    fiche = dataset.graph(source_graph("fiche-coop-des-territoires"))
    assert (offer, MAI.priceMax, Literal("15000", datatype=XSD.decimal)) in fiche
    assert not list(cahier.triples((offer, None, None)))


def test_a_row_rests_on_a_passage_of_its_document(dataset):
    referent = thing("participation", "referent-chantier-2")
    (passage,) = dataset.objects(referent, MAI.evidence)
    assert list(dataset.objects(passage, MAI.locator)) == [
        Literal("Chantier 2, le mot de la référente", lang="fr")
    ]
    assert list(dataset.objects(passage, MAI.document)) == [thing("source", "cahier-de-ressources")]
    assert list(dataset.objects(referent, MAI.status)) == [MAI.stated]


def test_direct_links_stand_beside_the_nodes_that_bear_them(dataset):
    labo, demarche = thing("structure", "le-labo-de-l-ess"), thing("initiative", "chantiers-cooperatifs")
    fund = thing("structure", "que-vol-terre")
    assert (labo, MAI.participatesIn, demarche) in dataset
    assert (fund, MAI.funds, demarche) in dataset
    assert (fund, RDF.type, MAI.Funder) in dataset
    assert (thing("structure", "savoir-devenir"), MAI.partnerOf, labo) in dataset
    assert (labo, MAI.partnerOf, thing("structure", "savoir-devenir")) in dataset
    scop = TYPOLOGY["legal-forms/scop-sa"]
    assert (thing("structure", "la-coop-des-territoires"), MAI.classifiedAs, scop) in dataset
    assert (
        thing("structure", "la-coop-des-territoires"),
        MAI.seatedIn,
        thing("territory", "commune-61063"),
    ) in dataset


def test_a_disputed_row_makes_no_direct_link(workspace):
    file = workspace / "participations.csv"
    rows = (
        file.read_text("utf-8")
        .replace("status\n", "status;note\n")
        .replace("p. 3;stated", "p. 3;disputed;Contesté")
    )
    file.write_text(rows, encoding="utf-8")
    built = build_dataset(read_tables(workspace))
    assert (thing("structure", "alpha"), MAI.participatesIn, thing("chantier", "pain")) in built
    assert (thing("structure", "beta"), MAI.participatesIn, thing("chantier", "pain")) not in built
    assert (thing("participation", "p2"), MAI.participationIn, thing("chantier", "pain")) in built
    assert not list(built.triples((None, MAI.collaboratesWith, None)))


def test_things_carry_their_superclasses(dataset):
    orne = set(dataset.objects(thing("territory", "departement-61"), RDF.type))
    assert orne == {MAI.Departement, MAI.Territory, IGEO.Departement}
    assert MAI.Activity in set(dataset.objects(thing("chantier", "chantier-1"), RDF.type))


def test_territories_are_within_all_that_contains_them(dataset):
    within = set(dataset.graph(INFERENCES).objects(thing("territory", "commune-61063"), MAI.within))
    names = ("commune-61063", "departement-61", "epci-200035814", "region-28", "pays-france")
    assert within == {thing("territory", name) for name in names}


def test_collaboration_is_inferred_both_ways_in_its_own_graph(dataset):
    inferred = dataset.graph(INFERENCES)
    coop, city = (
        thing("structure", "la-coop-des-territoires"),
        thing("structure", "ville-de-cherbourg-en-cotentin"),
    )
    assert (coop, MAI.collaboratesWith, city) in inferred
    assert (city, MAI.collaboratesWith, coop) in inferred
    grdf = set(inferred.objects(thing("structure", "grdf"), MAI.collaboratesWith))
    assert grdf == {
        thing("structure", name)
        for name in ("collectif-racines", "fondation-territoriale-nouvelle-aquitaine")
    }
    assert (coop, MAI.collaboratesWith, coop) not in inferred


def test_a_territory_of_the_reference_comes_with_its_codes_people_and_source(dataset):
    cog = dataset.graph(source_graph("cog-2026"))
    region = thing("territory", "region-28")
    assert (region, MAI.inseeCode, Literal("28", datatype=XSD.string)) in cog
    assert (region, IGEO.codeINSEE, Literal("28", datatype=XSD.token)) in cog
    assert int(next(cog.objects(region, MAI.population))) > 3_000_000
    assert (region, DCTERMS.source, thing("source", "cog-2026")) in cog
    loaded = set(dataset.subjects(RDF.type, MAI.Territory))
    assert 10 < len(loaded) < 30


def test_a_territory_that_its_words_contradict_keeps_both_readings(dataset):
    seat = thing("location", "la-coop-des-territoires--briouze")
    assert list(dataset.objects(seat, MAI.territory)) == [thing("territory", "commune-61063")]
    assert list(dataset.objects(seat, MAI.territoryAsWritten)) == [Literal("61120 Briouze", lang="fr")]
    (note,) = dataset.objects(seat, MAI.note)
    assert "61120" in note
    assert "61220" in note


def test_a_project_territory_holds_its_parts(workspace):
    (workspace / "territories.csv").write_text(
        "id;name;kind;composed_of;source;locator;status\n"
        "bassin;Le bassin;ProjectTerritory;Briouze|CA Flers Agglo;carnet;p. 6;stated\n",
        encoding="utf-8",
    )
    (workspace / "locations.csv").write_text(
        "id;subject;relation;territory;source;locator;status\n"
        "l;alpha;intervenesIn;bassin;carnet;p. 6;stated\n",
        encoding="utf-8",
    )
    built = build_dataset(read_tables(workspace))
    basin = thing("territory", "bassin")
    assert set(built.objects(basin, MAI.composedOf)) == {
        thing("territory", "commune-61063"),
        thing("territory", "epci-200035814"),
    }
    assert (thing("territory", "commune-61063"), MAI.within, basin) in built
    assert (thing("structure", "alpha"), MAI.intervenesIn, basin) in built


def test_mentions_add_spellings_and_sources(dataset):
    labo = thing("structure", "le-labo-de-l-ess")
    assert Literal("Labo de l'ESS", lang="fr") in set(dataset.objects(labo, SKOS.altLabel))
    assert len(set(dataset.objects(labo, DCTERMS.source))) == 3


def test_contacts_stand_apart(dataset):
    with_contact = {graph for *_, graph in dataset.quads((None, MAI.email, None, None))}
    assert with_contact == {CONTACTS}


def test_a_violated_shape_is_told_at_its_cell(workspace):
    (workspace / "offers.csv").write_text(
        "id;name;provider;price_min_eur;price_max_eur;source;locator;status\n"
        "o1;Atelier;alpha;900;300;carnet;p. 4;stated\n",
        encoding="utf-8",
    )
    with pytest.raises(InvalidData) as refused:
        build_dataset(read_tables(workspace))
    fault = refused.value.faults[0]
    assert (fault.file, fault.line) == ("offers.csv", 2)
    assert "price_min_eur" in fault.column or "price_max_eur" in fault.column
    assert len(fault.what) > 20


def test_the_digest_follows_the_tables(workspace):
    before = digest(workspace)
    assert digest(workspace) == before
    file = workspace / "structures.csv"
    file.write_text(file.read_text("utf-8").replace("Bêta", "Gamma"), encoding="utf-8")
    assert digest(workspace) != before
