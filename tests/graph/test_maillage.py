import pytest

from maillage.errors import InvalidData, UnknownName
from maillage.graph.building.builds import open_build
from maillage.graph.maillage import Maillage


def test_a_workspace_opens_answers_and_has_networks(workspace):
    m = Maillage.open(workspace)
    assert list(m.ask("referents-of-chantiers")["structureLabel"]) == ["Alpha"]
    table = m.query("SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/maillage/ontology#Structure> }")
    assert table.loc[0, "n"] == 2
    assert len(m.network("participation")) == 3
    assert m.manifest["quads"] > 50


def test_a_changed_table_is_built_again_and_an_unchanged_one_is_not(workspace):
    first = Maillage.open(workspace).manifest
    current = workspace / "build" / "current"
    stamp = current.stat().st_mtime_ns
    Maillage.open(workspace)
    assert current.stat().st_mtime_ns == stamp
    file = workspace / "structures.csv"
    file.write_text(file.read_text("utf-8").replace("Bêta", "Gamma"), encoding="utf-8")
    assert Maillage.open(workspace).manifest["sha256"] != first["sha256"]


def test_bad_tables_leave_the_previous_build(workspace):
    Maillage.open(workspace)
    before = (workspace / "build" / "current").read_text("utf-8")
    (workspace / "structures.csv").write_text("id;nom\n", encoding="utf-8")
    with pytest.raises(InvalidData):
        Maillage.open(workspace)
    assert (workspace / "build" / "current").read_text("utf-8") == before
    assert len(open_build(workspace / "build")) > 50


def test_a_missing_workspace_is_told(tmp_path):
    with pytest.raises(UnknownName):
        Maillage.open(tmp_path / "rien")


def test_the_graph_is_read_only(corpus):
    from rdflib import RDF, URIRef

    size = len(corpus.graph)
    with pytest.raises(RuntimeError, match="read-write"):
        corpus.graph.add((URIRef("https://a/"), RDF.type, URIRef("https://b/")))
        raise AssertionError("written")
    assert len(corpus.graph) == size


def test_without_a_cache_to_write_to_the_corpus_still_answers(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    assert len(Maillage.open().ask("referents-of-chantiers")) == 5


def test_a_file_is_no_workspace(workspace):
    with pytest.raises(UnknownName) as refused:
        Maillage.open(workspace / "structures.csv")
    assert refused.value.key == "workspace.file"
