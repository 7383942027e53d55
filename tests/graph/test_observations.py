"""Measures written back into the graph: what questions see of them, and that they pass for no fact."""

from datetime import UTC, datetime

import pytest
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, QB, SKOS

from maillage.errors import BadParameter, StoreError, UnknownName
from maillage.graph.building import builds
from maillage.graph.maillage import Maillage
from maillage.graph.measures.levels import ranks
from maillage.graph.measures.observations import forget, observe
from maillage.graph.measures.uncertainty import rank_groups
from maillage.ontology.shape_queries import shape_queries
from maillage.ontology.terms import MAI, MEASURES, load_shapes, thing
from maillage.ontology.validate import validate_by_queries
from maillage.queries.catalogue import load_catalogue

ALPHA, BETA = str(thing("structure", "alpha")), str(thing("structure", "beta"))
OUR_GRAPH = f"GRAPH <{MEASURES}>"


@pytest.fixture
def opened(workspace) -> Maillage:
    return Maillage.open(workspace)


def measures_file(folder) -> bytes:
    return next((folder / "build").glob("*/measures-*/measures.nq")).read_bytes()


def add_a_partner(workspace) -> None:
    """Write a third structure, partner of the first."""
    with (workspace / "structures.csv").open("a", encoding="utf-8") as file:
        file.write("gamma;Gamma;carnet;p. 4;stated\n")
    (workspace / "partnerships.csv").write_text(
        "id;structure;partner;source;locator;status\nq1;alpha;gamma;carnet;p. 4;stated\n", encoding="utf-8"
    )


def add_partners(workspace, count: int) -> None:
    """Write as many structures, all partners of the first."""
    names = [f"p{number:02}" for number in range(count)]
    with (workspace / "structures.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{name};{name};carnet;p. 4;stated\n" for name in names)
    rows = "".join(f"q{name};alpha;{name};carnet;p. 4;stated\n" for name in names)
    (workspace / "partnerships.csv").write_text(
        "id;structure;partner;source;locator;status\n" + rows, encoding="utf-8"
    )


def test_the_table_gives_each_node_and_measure_its_score(workspace):
    add_a_partner(workspace)
    found = observe(Maillage.open(workspace), ["degree", "betweenness"])
    degrees = found[found["measure"] == "degree"]
    assert list(degrees[["label", "score"]].itertuples(index=False, name=None)) == [
        ("Alpha", 2.0),
        ("Bêta", 1.0),
        ("Gamma", 1.0),
    ]
    assert len(found) == 6


def test_no_rank_is_written_where_the_facts_are_too_few(workspace):
    """Two links rank nobody: neither in the table nor in the graph, and no question makes a place of them."""
    add_a_partner(workspace)
    opened = Maillage.open(workspace)
    assert observe(opened, ["degree"])["rank"].isna().all()
    assert list(opened.graph.objects(None, MAI.rank)) == []
    assert len(list(opened.graph.objects(None, MAI.score))) == 3
    assert opened.ask("most-central-structures", measure="degree").empty
    assert validate_by_queries(opened.graph) == []


def test_the_ranks_written_are_the_levels_that_the_links_bear(workspace):
    add_partners(workspace, 20)
    opened = Maillage.open(workspace)
    found = observe(opened, ["degree"])
    assert list(found["rank"]) == [1, *[2] * 21]
    rows = opened.ask("most-central-structures", measure="degree", number=1)
    assert list(rows["structureLabel"]) == ["Alpha"]
    groups = rank_groups(opened.network("collaboration"), "degree").groups
    assert list(map(len, groups)) == [1, 21]


def test_queries_see_them_in_a_graph_of_their_own(opened):
    before = len(opened.graph)
    observe(opened, ["degree"])
    rows = opened.query(
        f"SELECT ?node ?score WHERE {{ {OUR_GRAPH} {{ ?o a mai:Observation ; mai:observed ?node ; "
        "mai:score ?score } } ORDER BY ?node"
    )
    assert rows.to_numpy().tolist() == [[ALPHA, 1.0], [BETA, 1.0]]
    everywhere = {
        str(graph.identifier) for graph in opened.graph.graphs() if (None, MAI.score, None) in graph
    }
    assert everywhere == {str(MEASURES)}
    assert len(opened.graph) > before


def test_they_are_seen_by_whoever_opens_the_workspace_next_contacts_or_not(workspace, opened):
    observe(opened, ["degree"])
    for personal_data in (False, True):
        again = Maillage.open(workspace, personal_data=personal_data)
        assert len(list(again.graph.subjects(RDF.type, MAI.Observation))) == 2


def test_the_run_tells_its_parameters_versions_build_and_basis(opened):
    observe(opened, ["degree"])
    graph = opened.graph
    (run,) = graph.subjects(RDF.type, MAI.MeasureRun)
    assert (run, RDF.type, PROV.Activity) in graph
    assert str(graph.value(run, MAI.parameters)) == "network=collaboration; measures=degree"
    assert [
        int(graph.value(run, MAI[name])) for name in ("nodeCount", "linkCount", "isolateCount", "seed")
    ] == [
        *(2, 1, 0),
        1,
    ]
    used = set(graph.objects(run, PROV.used))
    build = next(each for each in used if (each, RDF.type, PROV.Entity) in graph)
    assert str(graph.value(build, DCTERMS.identifier)) == f"sha256:{opened.manifest['sha256']}"
    assert thing("source", "carnet") in used
    agents = {str(agent).rpartition("/")[2] for agent in graph.objects(run, PROV.wasAssociatedWith)}
    assert {agent.partition("-")[0] for agent in agents} >= {"maillage", "networkx", "rustworkx", "scipy"}
    (data,) = graph.subjects(RDF.type, QB.DataSet)
    assert (data, PROV.wasGeneratedBy, run) in graph
    assert {words.language for words in graph.objects(data, DCTERMS.description)} == {"fr", "en"}
    assert (MEASURES, PROV.wasGeneratedBy, run) in graph
    assert graph.value(run, PROV.endedAtTime) is None


def test_the_data_set_is_a_cube_of_declared_dimensions(opened):
    observe(opened, ["degree"])
    graph = opened.graph
    (data,) = graph.subjects(RDF.type, QB.DataSet)
    components = list(graph.objects(graph.value(data, QB.structure), QB.component))
    dimensions = {graph.value(each, QB.dimension) for each in components} - {None}
    assert dimensions == {MAI.observed, MAI.measure}
    for observation in graph.subjects(RDF.type, QB.Observation):
        assert list(graph.objects(observation, QB.dataSet)) == [data]
        assert all(graph.value(observation, dimension) is not None for dimension in dimensions)


def test_the_same_build_gives_the_same_bytes_and_a_time_only_when_it_is_given(workspace, opened):
    observe(opened, ["degree"])
    first = measures_file(workspace)
    observe(opened, ["degree"])
    assert measures_file(workspace) == first
    observe(opened, ["degree"], when=datetime(2026, 1, 2, tzinfo=UTC))
    assert measures_file(workspace) != first
    (run,) = opened.graph.subjects(RDF.type, MAI.MeasureRun)
    assert str(opened.graph.value(run, PROV.endedAtTime)).startswith("2026-01-02")


def test_nothing_else_that_the_graph_says_is_touched(opened):
    def answers() -> dict:
        return {
            each.name: opened.ask(each.name).to_numpy().tolist()
            for each in load_catalogue()
            if each.name != "most-central-structures" and not any(param.required for param in each.params)
        }

    before = answers()
    observe(opened)
    assert answers() == before
    for each in load_catalogue():
        if each.is_violation:
            assert opened.ask(each.name).empty


def test_the_shapes_hold_what_is_written(opened):
    observe(opened)
    assert validate_by_queries(opened.graph) == []
    shapes = {str(query.shape) for query in shape_queries(load_shapes())}
    assert any(shape.endswith("Observation-score") for shape in shapes)


def test_a_measure_bears_its_name_and_definition_in_both_languages(opened):
    observe(opened, ["betweenness"])
    measure = thing("measure", "betweenness")
    for predicate in (SKOS.prefLabel, SKOS.definition):
        assert {words.language for words in opened.graph.objects(measure, predicate)} == {"fr", "en"}
    doi = str(opened.graph.value(measure, DCTERMS.references))
    assert doi.startswith("https://doi.org/10.")


def test_a_new_build_takes_them_again(workspace, opened):
    observe(opened, ["degree"])
    add_a_partner(workspace)
    again = Maillage.open(workspace)
    scores = {
        str(seen): float(again.graph.value(each, MAI.score)) for each, seen in again.graph[: MAI.observed]
    }
    assert scores[ALPHA] == 2
    (run,) = again.graph.subjects(RDF.type, MAI.MeasureRun)
    assert int(again.graph.value(run, MAI.nodeCount)) == 3
    assert len(list((workspace / "build").glob("*/measures-*"))) == 1


def test_a_build_whose_measures_were_never_asked_for_has_none(workspace, opened):
    add_a_partner(workspace)
    assert list(Maillage.open(workspace).graph.subjects(RDF.type, MAI.Observation)) == []
    assert opened.ask("most-central-structures").empty


def test_forgotten_they_are_gone_for_good(workspace, opened):
    before = len(opened.graph)
    observe(opened, ["degree"])
    forget(opened)
    assert len(opened.graph) == before
    assert not list((workspace / "build").glob("*/measures*"))
    add_a_partner(workspace)
    assert list(Maillage.open(workspace).graph.subjects(RDF.type, MAI.Observation)) == []


def test_the_build_itself_is_not_touched(workspace, opened):
    state = (workspace / "build" / "current").read_text("utf-8").strip()
    file = workspace / "build" / state / "graph.nq"
    before = file.read_bytes()
    manifest = opened.manifest
    observe(opened)
    assert file.read_bytes() == before
    assert opened.manifest == manifest
    forget(opened)
    assert len(opened.graph) == manifest["quads"]


def test_measures_of_another_build_are_refused(workspace, opened):
    add_a_partner(workspace)
    Maillage.open(workspace)
    with pytest.raises(StoreError) as refused:
        builds.write_measures(opened.folder, "0" * 64, [])
    assert refused.value.key == "store.other-build"


def test_damaged_measures_are_told(workspace, opened):
    observe(opened, ["degree"])
    next((workspace / "build").glob("*/measures-*/manifest.json")).write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError):
        Maillage.open(workspace)


def test_what_cannot_be_measured_is_told_and_leaves_what_stood(opened):
    observe(opened, ["degree"])
    with pytest.raises(UnknownName):
        observe(opened, ["degre"])
    with pytest.raises(BadParameter):
        observe(opened, ["redundancy"])
    assert len(list(opened.graph.subjects(RDF.type, MAI.Observation))) == 2


def test_a_node_of_which_a_measure_says_nothing_has_no_observation(opened):
    found = observe(opened, ["constraint", "degree"], network="participation")
    assert not found["score"].isna().any()
    seen = set(opened.graph.objects(None, MAI.observed))
    assert URIRef(ALPHA) in seen
    assert all(isinstance(score, Literal) for score in opened.graph.objects(None, MAI.score))


def test_those_of_one_level_share_a_rank():
    assert ranks([["a", "b"], ["c"], ["d", "e"]]) == {"a": 1, "b": 1, "c": 3, "d": 4, "e": 4}
    assert ranks([]) == {}
