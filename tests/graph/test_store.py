import gzip
import hashlib
import json
import signal
import stat
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import XSD

from maillage.data.tables import read_tables
from maillage.errors import InvalidData, StoreError
from maillage.graph.build import build_content
from maillage.graph.building.builds import Content, Watch, is_current, manifest, open_build, write_build
from maillage.graph.building.canonical import Sorter
from maillage.graph.building.history import copies
from maillage.graph.building.loading import Piece, feed
from maillage.graph.building.quads import block, french, quads, string, typed
from maillage.graph.store import (
    graph_blocks,
    in_memory,
    lines_of,
    load_dataset,
    new_store,
    release,
    write_rdf,
)

G = URIRef("https://exemple.fr/g")


def small(label: str) -> Content:
    graph = Graph()
    node = BNode()
    graph.add((URIRef("https://exemple.fr/s"), URIRef("https://exemple.fr/p"), Literal(label, lang="fr")))
    graph.add((URIRef("https://exemple.fr/s"), URIRef("https://exemple.fr/q"), node))
    graph.add((node, URIRef("https://exemple.fr/p"), Literal("vide")))
    return Content(graph_blocks(graph, G))


def labels(dataset: Dataset) -> set[str]:
    return {
        str(value)
        for value in dataset.objects(URIRef("https://exemple.fr/s"), URIRef("https://exemple.fr/p"))
    }


def test_a_build_is_read_back_with_its_manifest(tmp_path):
    build = write_build(small("un"), tmp_path, "entrées")
    content = (build / "graph.nq").read_bytes()
    facts = manifest(tmp_path)
    assert labels(open_build(tmp_path)) == {"un"}
    assert facts["sha256"] == hashlib.sha256(content).hexdigest()
    assert (facts["quads"], facts["graphs"]) == (3, {str(G): 3})
    assert content.splitlines() == sorted(content.splitlines())
    assert is_current(tmp_path, "entrées")
    assert not is_current(tmp_path, "autres")


def test_a_new_build_replaces_the_old_and_leaves_no_orphan(tmp_path):
    old = write_build(small("un"), tmp_path)
    (tmp_path / "new-abandoned").mkdir()
    new = write_build(small("deux"), tmp_path)
    assert labels(open_build(tmp_path)) == {"deux"}
    assert [entry for entry in tmp_path.iterdir() if entry.is_dir()] == [new]
    assert old != new


def test_two_builds_of_the_same_tables_are_identical(workspace, tmp_path):
    builds = [write_build(build_content(read_tables(workspace)), tmp_path / name) for name in ("a", "b")]
    first, second = ((build / "graph.nq").read_bytes() for build in builds)
    assert first == second
    assert (builds[0] / "manifest.json").read_bytes() == (builds[1] / "manifest.json").read_bytes()


def test_there_must_be_a_whole_build_to_open(tmp_path):
    with pytest.raises(StoreError) as missing:
        open_build(tmp_path)
    assert missing.value.key == "store.none"
    build = write_build(small("un"), tmp_path)
    (build / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError) as damaged:
        open_build(tmp_path)
    assert damaged.value.key == "store.damaged"
    write_build(small("un"), tmp_path)
    assert labels(open_build(tmp_path)) == {"un"}


def test_a_pointer_out_of_the_folder_is_refused(tmp_path):
    write_build(small("un"), tmp_path / "in")
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "current").write_text("../out", encoding="utf-8")
    with pytest.raises(StoreError):
        open_build(tmp_path / "in")


KILLED_BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from maillage.graph.building import builds as store
from test_store import small

stage = {stage!r}
original = getattr(store, stage)

def stop(*arguments):
    if {after}:
        original(*arguments)
    print("here", flush=True)
    time.sleep(60)

setattr(store, stage, stop)
store.write_build(small("deux"), Path({folder!r}))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is POSIX")
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "stage", ["fill", "tidy", "_write_aside", "_settle", "_write_json", "_put_in_force", "_replace"]
)
def test_a_build_killed_at_any_moment_leaves_a_whole_one(tmp_path, stage, after):
    write_build(small("un"), tmp_path)
    code = KILLED_BUILD.format(
        tests=str(Path(__file__).parent), stage=stage, after=after, folder=str(tmp_path)
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "here\n"
    process.kill()
    process.wait()
    assert labels(open_build(tmp_path)) in ({"un"}, {"deux"})
    new = write_build(small("trois"), tmp_path)
    assert labels(open_build(tmp_path)) == {"trois"}
    assert [entry for entry in tmp_path.iterdir() if entry.is_dir()] == [new]


def test_exports_leave_out_the_graphs_asked(corpus, tmp_path):
    private = open_build(corpus.folder, personal_data=True)
    public = open_build(corpus.folder)
    for suffix in ("nq", "trig", "jsonld", "ttl"):
        path = tmp_path / f"graph.{suffix}"
        write_rdf(public, path)
        assert b"contact@lacoop.co" not in path.read_bytes()
        assert b"seminaires-internes" in path.read_bytes()
    json.loads((tmp_path / "graph.jsonld").read_text("utf-8"))
    whole = tmp_path / "whole.nq"
    write_rdf(private, whole)
    assert b"contact@lacoop.co" in whole.read_bytes()
    back = Dataset()
    back.parse(tmp_path / "graph.trig", format="trig")
    assert len(list(back.quads())) == len((tmp_path / "graph.nq").read_text("utf-8").splitlines())


def test_several_files_written_at_once_are_those_written_one_by_one(tmp_path):
    dataset = load_dataset(small("un").public)
    names = ("graph.nq", "graph.trig", "graph.ttl", "graph.jsonld")
    write_rdf(dataset, *(tmp_path / name for name in names))
    for name in names:
        write_rdf(dataset, tmp_path / f"alone-{name}")
        assert (tmp_path / f"alone-{name}").read_bytes() == (tmp_path / name).read_bytes()


def test_a_copy_in_memory_says_the_same_and_lives_without_its_folder(tmp_path):
    import shutil

    write_build(small("un"), tmp_path)
    stored = open_build(tmp_path)
    copy = in_memory(stored)
    assert copy is not stored
    expected = list(lines_of(stored))
    release(stored)
    shutil.rmtree(tmp_path)
    assert list(lines_of(copy)) == expected
    assert labels(copy) == {"un"}


def test_what_is_too_large_to_copy_stays_where_it_is():
    dataset = load_dataset(small("un").public)
    assert in_memory(dataset, most=2) is dataset
    assert in_memory(dataset, most=3) is not dataset


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?p ?o ?none { ?s ?p ?o OPTIONAL { ?o <urn:no> ?none } } ORDER BY ?s ?p STR(?o)",
        "SELECT ?g ?n { GRAPH ?g { ?s ?p ?o } BIND(2.50 AS ?n) FILTER(isLiteral(?o)) } ORDER BY ?g",
        "SELECT ?o ?language { ?s ?p ?o FILTER(LANG(?o) = ?language) } ORDER BY ?o",
        "ASK { ?s ?p ?language }",
        "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }",
    ],
)
def test_an_answer_is_the_one_that_oxrdflib_gives(text):
    from oxrdflib import OxigraphStore

    dataset = load_dataset([*small("un").public, *small("deux").public])
    bindings = {"language": Literal("fr")} if "?language" in text else {}
    asked = (text, {}, bindings, "__UNION__")
    found, expected = dataset.store.query(*asked), OxigraphStore.query(dataset.store, *asked)
    assert (found.type, found.vars, found.askAnswer) == (expected.type, expected.vars, expected.askAnswer)
    if found.type == "SELECT":
        assert list(found.bindings) == list(expected.bindings) != []
    if found.type == "CONSTRUCT":
        assert set(found.graph) == set(expected.graph) != set()


def test_a_busy_folder_is_told(tmp_path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("maillage.graph.building.builds._LOCK_SECONDS", 0.1)
    tmp_path.mkdir(exist_ok=True)
    with FileLock(tmp_path / "lock"):
        started = time.monotonic()
        with pytest.raises(StoreError) as busy:
            write_build(small("un"), tmp_path)
    assert busy.value.key == "store.busy"
    assert time.monotonic() - started < 30


def test_contacts_are_in_no_store_and_open_when_asked(tmp_path):
    contact = block("<https://exemple.fr/c>", ['<https://exemple.fr/p> "secret"'], "<https://e.fr/g>")
    build = write_build(Content(small("un").public, [contact]), tmp_path)
    held = [path for path in build.rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
    assert held == [build / "contacts.nq"]
    assert stat.S_IMODE(held[0].stat().st_mode) == 0o600
    assert not list(open_build(tmp_path).subjects(None, Literal("secret", datatype=XSD.string)))
    private = open_build(tmp_path, personal_data=True)
    assert len(list(private.subjects(None, Literal("secret", datatype=XSD.string)))) == 1
    assert labels(private) == {"un"}


def test_other_contacts_make_another_build_of_the_same_graph(tmp_path):
    write_build(small("un"), tmp_path)
    contact = block("<https://exemple.fr/c>", ['<https://exemple.fr/p> "x"'], "<https://e.fr/g>")
    build = write_build(Content(small("un").public, [contact]), tmp_path)
    whole = '<https://exemple.fr/c> <https://exemple.fr/p> "x" <https://e.fr/g> .\n'
    assert (build / "contacts.nq").read_text("utf-8") == whole


def test_what_a_check_refuses_leaves_the_previous_build(tmp_path):
    write_build(small("un"), tmp_path)

    def refuse(dataset: Dataset) -> None:
        assert labels(dataset) == {"deux"}
        raise InvalidData([], where="essai")

    with pytest.raises(InvalidData):
        write_build(small("deux"), tmp_path, watch=Watch(refuse))
    assert labels(open_build(tmp_path)) == {"un"}
    assert not list(tmp_path.glob("new-*"))


def test_a_store_that_is_not_the_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(Sorter, "_text", lambda self, subject, graphs: "")
    with pytest.raises(StoreError) as refused:
        write_build(small("un"), tmp_path)
    assert refused.value.key == "store.unverified"


def test_a_value_lost_on_the_way_is_refused_though_the_number_is_right(tmp_path, monkeypatch):
    whole = Sorter._text
    monkeypatch.setattr(Sorter, "_text", lambda *given: whole(*given).replace("vide", "plein"))
    with pytest.raises(StoreError) as refused:
        write_build(small("un"), tmp_path)
    assert refused.value.key == "store.unverified"


def test_a_workspace_keeps_a_dated_copy_of_each_new_content(tmp_path):
    for label in ("un", "un", "deux", "deux"):
        build = write_build(small(label), tmp_path, watch=Watch(history=True))
    kept = copies(tmp_path / "history")
    assert len(kept) == 2
    with gzip.open(kept[-1].path) as copy:
        assert copy.read() == (build / "graph.nq").read_bytes()
    assert kept[-1].path.name.endswith(f"-{manifest(tmp_path)['sha256'][:8]}.nq.gz")
    assert datetime.fromisoformat(kept[-1].kept)
    assert kept[-1].size == kept[-1].path.stat().st_size
    write_build(small("trois"), tmp_path)
    assert len(copies(tmp_path / "history")) == 2


def test_a_graph_of_several_pieces_is_loaded_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("maillage.graph.store.ON_DISK", 500)
    monkeypatch.setattr("maillage.graph.building.loading._SMALL", 100)
    blocks = [
        block(f"<https://e.fr/{n % 90}>", [f'<https://e.fr/p> "{n % 150}"'], f"<https://e.fr/g{n % 3}>")
        for n in range(900)
    ]
    build = write_build(Content(blocks), tmp_path)
    lines = (build / "graph.nq").read_text("utf-8").splitlines(keepends=True)
    assert lines == sorted({quads(graph, text) for _, graph, text in blocks})
    facts = manifest(tmp_path)
    assert facts["quads"] == len(lines) == 450
    assert facts["graphs"] == {f"https://e.fr/g{n}": 150 for n in range(3)}
    assert {*open_build(tmp_path).store.oxigraph} == {*load_dataset(blocks).store.oxigraph}


def test_a_piece_that_cannot_be_loaded_is_told():
    blocks = (block("<a:b>", [f"<a:b> <a:{n}>"], "<a:g>") for n in range(100))

    def refuse(piece: Piece) -> None:
        raise OSError(28, "No space left")

    with pytest.raises(OSError, match="No space"):
        feed(blocks, refuse, piece=10, threads=2)


def test_progress_is_told(monkeypatch):
    monkeypatch.setattr("maillage.graph.building.loading._TOLD", 2)
    said = []
    blocks = [block("<a:b>", ["<a:b> <a:b>"], "<a:g>")] * 6
    feed(blocks, lambda piece: None, lambda *each: said.append(each), piece=10)
    assert said == [("write", 2, 0), ("write", 4, 0), ("write", 6, 0)]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(ANY_TEXT)
def test_any_text_is_written_as_oxigraph_and_rdflib_read_it(value):
    line = f"<a:s> <a:p> {french(value)} <a:g> .\n"
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    assert quad.object == ox.Literal(value, language="fr")
    assert f"{quad} .\n" == line
    assert string(value) == str(ox.Literal(value))
    assert typed(value, "a:t") == str(ox.Literal(value, datatype=ox.NamedNode("a:t")))
    read = Graph().parse(data=f"<a:s> <a:p> {french(value)} .\n", format="nt")
    assert list(read.objects()) == [Literal(value, lang="fr")]


def test_a_released_store_leaves_its_files_to_others(tmp_path):
    written = new_store(tmp_path / "store")
    release(written)
    release(new_store(tmp_path / "store"))  # its lock is free, with no collection of garbage
