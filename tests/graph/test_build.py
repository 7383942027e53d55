import importlib.util
from pathlib import Path

import pytest
from rdflib import Literal
from rdflib.namespace import DCTERMS, RDF, SKOS, XSD

from maillage.data.synthetic import make_ecosystem
from maillage.data.tables import corpus_folder, read_tables
from maillage.errors import InvalidData
from maillage.graph.build import build_dataset, digest
from maillage.graph.building.inferences import LARGEST_GROUP
from maillage.graph.building.reference import IGEO
from maillage.graph.network import everything_network
from maillage.messages import speaking
from maillage.ontology.terms import (
    CONTACTS,
    INFERENCES,
    MAI,
    ONTOLOGY_GRAPH,
    TYPOLOGIES_GRAPH,
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


CONTACT_ROWS = (
    "subject;name;post;email;phone;source;locator\n"
    "alpha;Prénom Inventé;Accueil;accueil@alpha.example;01 00 00 00 00;carnet;p. 9\n"
    ";Personne Fictive;;personne@fictive.example;;carnet;p. 9\n"
)


def test_contacts_stand_apart(workspace):
    (workspace / "contacts.csv").write_text(CONTACT_ROWS, encoding="utf-8")
    tables = read_tables(workspace)
    assert not list(build_dataset(tables).quads((None, MAI.email, None, None)))
    private = build_dataset(tables, personal_data=True)
    assert {graph for *_, graph in private.quads((None, MAI.email, None, None))} == {CONTACTS}
    (contact,) = private.subjects(MAI.contactOf, thing("structure", "alpha"))
    assert (contact, SKOS.prefLabel, Literal("Prénom Inventé", lang="fr")) in private.graph(CONTACTS)
    assert len(set(private.subjects(RDF.type, MAI.Contact))) == 2


def test_a_contact_that_breaks_a_shape_is_told(workspace):
    (workspace / "contacts.csv").write_text(CONTACT_ROWS.replace("01 00 00 00 00", "oui"), encoding="utf-8")
    with pytest.raises(InvalidData) as refused:
        build_dataset(read_tables(workspace))
    assert [fault.value for fault in refused.value.faults] == ["oui"]


def test_two_rows_of_one_thing_are_one_thing(workspace):
    imported = workspace / "imports" / "membres"
    imported.mkdir(parents=True)
    (imported / "structures.csv").write_text(
        "id;name;siren;note;source;locator;status;source_key\n"
        "membres-a;Alpha (antenne);732829320;Vue là-bas;carnet;ligne 2;stated;42\n",
        encoding="utf-8",
    )
    (workspace / "structures.csv").write_text(
        "id;name;siren;note;source;locator;status\n"
        "alpha;Alpha;732829320;Vue ici;carnet;p. 1;stated\n"
        "beta;Bêta;;;carnet;p. 1;stated\n",
        encoding="utf-8",
    )
    (imported / "participations.csv").write_text(
        "id;structure;activity;role;source;locator;status\n"
        "membres-p;membres-a;pain;pilot;carnet;ligne 2;stated\n",
        encoding="utf-8",
    )
    tables = read_tables(workspace)
    built = build_dataset(tables)
    alpha = thing("structure", "alpha")
    assert len(set(built.subjects(RDF.type, MAI.Structure))) == 2
    assert set(built.objects(alpha, SKOS.prefLabel)) == {Literal("Alpha", lang="fr")}
    assert set(built.objects(alpha, SKOS.altLabel)) == {Literal("Alpha (antenne)", lang="fr")}
    assert set(built.objects(alpha, DCTERMS.identifier)) == {Literal("42", datatype=XSD.string)}
    (note,) = set(built.objects(alpha, MAI.note))
    assert "Vue ici" in note
    assert "Vue là-bas" in note
    assert set(built.objects(thing("participation", "membres-p"), MAI.participatingStructure)) == {alpha}
    assert len(set(built.objects(alpha, MAI.evidence))) == 2


def test_what_a_source_holds_no_more_stays_and_is_marked(workspace):
    file = workspace / "participations.csv"
    marked = file.read_text("utf-8").replace("status\n", "status;absent_since\n")
    file.write_text(marked.replace("p. 3;stated", "p. 3;stated;2026-02-03"), encoding="utf-8")
    built = build_dataset(read_tables(workspace))
    gone, pain = thing("participation", "p2"), thing("chantier", "pain")
    assert (gone, MAI.absentSince, Literal("2026-02-03", datatype=XSD.date)) in built
    assert (gone, MAI.status, MAI.stated) in built
    assert (gone, MAI.participationIn, pain) in built
    assert (thing("structure", "beta"), MAI.participatesIn, pain) not in built
    assert not list(built.triples((None, MAI.collaboratesWith, None)))
    network = everything_network(built)
    assert network.has_edge(str(thing("structure", "alpha")), str(pain))
    assert not network.has_edge(str(thing("structure", "beta")), str(pain))


def test_a_thing_that_another_source_still_holds_is_not_gone(workspace):
    rows = {"a": ";2026-02-03", "b": ";"}
    for name, since in rows.items():
        folder = workspace / "imports" / name
        folder.mkdir(parents=True)
        (folder / "structures.csv").write_text(
            "id;name;siren;source;locator;status;absent_since\n"
            f"{name}-s;Une;732829320;carnet;l. 2;stated{since}\n"
            f"{name}-t;Seule {name};;carnet;l. 3;stated;2026-02-03\n",
            encoding="utf-8",
        )
    built = build_dataset(read_tables(workspace))
    assert set(built.subjects(MAI.absentSince)) == {thing("structure", "a-t"), thing("structure", "b-t")}
    seen = everything_network(built).nodes
    assert seen[str(thing("structure", "a-t"))]["absent"] == "2026-02-03"
    assert seen[str(thing("structure", "a-s"))]["absent"] is None


def test_a_network_has_concepts_of_its_own(workspace):
    head = "source;locator;status\n"
    tables = {
        "schemes": f"id;name;{head}carte;Catégories de la carte;carnet;p. 7;stated\n",
        "concepts": f"id;name;scheme;matches;{head}"
        "velo;Vélo fictif;carte;types-of-structure/network;carnet;p. 7;stated\n",
        "classifications": f"id;subject;concept;{head}k;alpha;velo;carnet;p. 7;stated\n",
    }
    for name, content in tables.items():
        (workspace / f"{name}.csv").write_text(content, encoding="utf-8")
    built = build_dataset(read_tables(workspace))
    concept, scheme = thing("concept", "velo"), thing("scheme", "carte")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in built
    assert set(built.objects(concept, RDF.type)) == {SKOS.Concept}
    assert (concept, SKOS.inScheme, scheme) in built
    assert (concept, SKOS.exactMatch, TYPOLOGY["types-of-structure/network"]) in built
    assert (thing("structure", "alpha"), MAI.classifiedAs, concept) in built
    for spoken in ("fr", "en"):
        with speaking(spoken):
            facts = everything_network(built).nodes[str(thing("structure", "alpha"))]["facts"]
        assert ("Catégories de la carte", "Vélo fictif") in {(fact["label"], fact["value"]) for fact in facts}


def test_a_chantier_needs_no_initiative(workspace):
    file = workspace / "chantiers.csv"
    file.write_text(file.read_text("utf-8").replace(";elan;", ";;"), encoding="utf-8")
    built = build_dataset(read_tables(workspace))
    assert str(thing("chantier", "pain")) in everything_network(built)
    assert not list(built.triples((None, MAI.partOfActivity, None)))


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    return read_tables(make_ecosystem(400, 5, tmp_path_factory.mktemp("e") / "workspace"))


@pytest.mark.parametrize("which", ["corpus", "synthetic"])
@pytest.mark.parametrize(
    ("query", "link"), [("within", MAI.within), ("collaborates-with", MAI.collaboratesWith)]
)
def test_inferences_are_what_sparql_finds(request, which, query, link):
    built = (
        request.getfixturevalue("dataset")
        if which == "corpus"
        else build_dataset(request.getfixturevalue("synthetic"))
    )
    text = (Path(__file__).parent / f"{query}.rq").read_text("utf-8")
    rows = built.query(
        text, initBindings={"largestGroup": Literal(LARGEST_GROUP)} if "?largestGroup" in text else {}
    )
    found = {(row[0], row[1]) for row in rows}
    assert len(found) > 30
    assert set(built.graph(INFERENCES).subject_objects(link)) == found


def test_a_group_of_too_many_makes_no_pair(workspace, monkeypatch):
    assert list(build_dataset(read_tables(workspace)).triples((None, MAI.collaboratesWith, None)))
    monkeypatch.setattr("maillage.graph.building.inferences.LARGEST_GROUP", 1)
    assert not list(build_dataset(read_tables(workspace)).triples((None, MAI.collaboratesWith, None)))


def test_the_plain_way_gives_the_same_triples(synthetic):
    """What the benchmark measures against says what the build says, less inferences and vocabularies."""
    spec = importlib.util.spec_from_file_location(
        "plain_build", Path(__file__).parents[2] / "benchmarks" / "plain_build.py"
    )
    plain = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plain)
    built = build_dataset(synthetic)
    apart = (INFERENCES, ONTOLOGY_GRAPH, TYPOLOGIES_GRAPH)
    about = {thing("source", "cog-2026"), source_graph("cog-2026")}
    ours = {quad[:3] for quad in built.quads((None, None, None, None)) if quad[3] not in apart}
    theirs = {(s, p, _as_kept(o)) for s, p, o in plain.plain_graph(synthetic)}
    assert len(theirs) > 4000
    assert {triple for triple in ours if triple[0] not in about} == theirs


def _as_kept(node):
    plain = isinstance(node, Literal) and not node.language and not node.datatype
    return Literal(node, datatype=XSD.string) if plain else node


def test_every_territory_above_or_met_is_told_too(synthetic):
    built = build_dataset(synthetic)
    told = set(built.subjects(RDF.type, MAI.Territory))
    assert set(built.objects(None, MAI.overlaps)) <= told
    assert set(built.objects(None, MAI.partOf)) <= told


def test_a_large_graph_is_checked_by_queries_with_the_same_faults(workspace, monkeypatch):
    (workspace / "offers.csv").write_text(
        "id;name;provider;price_min_eur;price_max_eur;source;locator;status\n"
        "o1;Atelier;alpha;900;300;carnet;p. 4;stated\n",
        encoding="utf-8",
    )
    tables = read_tables(workspace)
    found, told = [], []
    for largest in (40_000, 0):
        monkeypatch.setattr("maillage.graph.build.LARGEST_FOR_SHACL", largest)
        with pytest.raises(InvalidData) as refused:
            build_dataset(tables, tell=lambda *said: told.append(said))
        found.append([str(fault) for fault in refused.value.faults])
    assert found[0] == found[1]
    assert ("check", told[-1][2], told[-1][2]) == told[-1]


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


def test_the_digest_follows_imports_and_decisions(workspace):
    states = [digest(workspace)]
    imported = workspace / "imports" / "membres"
    imported.mkdir(parents=True)
    for path in (imported / "sources.csv", workspace / "decisions.csv"):
        path.write_text("id;name;kind\n", encoding="utf-8")
        states.append(digest(workspace))
    assert len(set(states)) == 3


def test_the_digest_follows_the_tables(workspace):
    before = digest(workspace)
    assert digest(workspace) == before
    file = workspace / "structures.csv"
    file.write_text(file.read_text("utf-8").replace("Bêta", "Gamma"), encoding="utf-8")
    assert digest(workspace) != before
