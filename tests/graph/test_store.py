import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Literal, URIRef

from maillage.data.tables import read_tables
from maillage.errors import StoreError
from maillage.graph.build import build_dataset
from maillage.graph.store import (
    copy_without,
    is_current,
    manifest,
    new_dataset,
    open_build,
    write_build,
    write_rdf,
)
from maillage.ontology.terms import CONTACTS

G = URIRef("https://exemple.fr/g")


def small(label: str) -> Dataset:
    dataset = new_dataset()
    node = BNode()
    dataset.addN(
        [
            (
                URIRef("https://exemple.fr/s"),
                URIRef("https://exemple.fr/p"),
                Literal(label, lang="fr"),
                dataset.graph(G),
            ),
            (URIRef("https://exemple.fr/s"), URIRef("https://exemple.fr/q"), node, dataset.graph(G)),
            (node, URIRef("https://exemple.fr/p"), Literal("vide"), dataset.graph(G)),
        ]
    )
    return dataset


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
    builds = [write_build(build_dataset(read_tables(workspace)), tmp_path / name) for name in ("a", "b")]
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
from maillage.graph import store
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
@pytest.mark.parametrize("stage", ["_fill_store", "_write_json", "_put_in_force", "_replace"])
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
    public = copy_without(corpus.graph, [CONTACTS])
    for suffix in ("nq", "trig", "jsonld", "ttl"):
        path = tmp_path / f"graph.{suffix}"
        write_rdf(public, path)
        assert b"contact@lacoop.co" not in path.read_bytes()
        assert b"seminaires-internes" in path.read_bytes()
    json.loads((tmp_path / "graph.jsonld").read_text("utf-8"))
    whole = tmp_path / "whole.nq"
    write_rdf(corpus.graph, whole)
    assert b"contact@lacoop.co" in whole.read_bytes()
    back = Dataset()
    back.parse(tmp_path / "graph.trig", format="trig")
    assert len(list(back.quads())) == len((tmp_path / "graph.nq").read_text("utf-8").splitlines())


def test_a_busy_folder_is_told(tmp_path, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr("maillage.graph.store._LOCK_SECONDS", 0.1)
    tmp_path.mkdir(exist_ok=True)
    with FileLock(tmp_path / "lock"):
        started = time.monotonic()
        with pytest.raises(StoreError) as busy:
            write_build(small("un"), tmp_path)
    assert busy.value.key == "store.busy"
    assert time.monotonic() - started < 30
