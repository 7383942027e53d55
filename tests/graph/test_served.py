"""The store that is served: made once a build, each triple once in its default graph, the build left."""

import pyoxigraph as ox

from maillage.errors import StoreError
from maillage.graph.answering.served import serve_build
from maillage.graph.building.builds import open_build
from maillage.graph.maillage import Maillage
from maillage.graph.measures.observations import observe
from maillage.graph.store import size

TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
DISTINCT = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"


def number(store: ox.Store, text: str) -> int:
    (row,) = store.query(text)
    return int(row["n"].value)


def test_the_default_graph_holds_each_triple_once(workspace):
    opened = Maillage.open(workspace)
    served = serve_build(opened.folder)
    store = ox.Store.read_only(str(served.store))
    assert number(store, TRIPLES) == number(store, DISTINCT) == served.triples
    assert sum(served.graphs.values()) == size(opened.graph)
    assert served.graphs == opened.manifest["graphs"]
    blank = "ASK { ?s ?p ?o FILTER(ISBLANK(?o)) FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } } }"
    assert not store.query(blank)


def test_it_is_made_once_and_the_build_stays(workspace):
    opened = Maillage.open(workspace)
    before = size(opened.graph)
    served = serve_build(opened.folder)
    made = served.store.parent.stat().st_ino
    assert serve_build(opened.folder) == served
    assert served.store.parent.stat().st_ino == made
    assert size(open_build(opened.folder)) == before
    assert Maillage.open(workspace).manifest == opened.manifest
    assert not [*served.store.parent.parent.glob("served-*")]


def test_another_build_or_measures_are_served_anew(workspace):
    opened = Maillage.open(workspace)
    first = serve_build(opened.folder)
    observe(opened, ["degree"])
    second = serve_build(opened.folder)
    assert second.triples > first.triples
    assert second.state != first.state
    table = workspace / "structures.csv"
    table.write_text(table.read_text("utf-8").replace("Alpha", "Alphée"), encoding="utf-8")
    third = serve_build(Maillage.open(workspace).folder)
    assert third.state not in (first.state, second.state)


def test_a_folder_without_a_build_is_told(tmp_path):
    try:
        serve_build(tmp_path)
    except StoreError as error:
        assert error.key == "store.none"
    else:
        raise AssertionError
