"""What `maillage diff` says between two dated builds."""

import gzip

import pytest

from maillage.errors import StoreError, UnknownName
from maillage.graph import comparison
from maillage.graph.maillage import Maillage
from maillage.messages import set_language

SOURCES = "id;name;kind\ncahier;Cahier du test;compte rendu\n"
STRUCTURES = "id;name;homepage;source;locator;status\n"
PARTNERSHIPS = "id;structure;partner;source;locator;status\n"
FIRST = {
    "structures.csv": STRUCTURES + "a;Alpha;https://alpha.example;cahier;p. 1;stated\n"
    "b;Bêta;;cahier;p. 1;stated\nc;Gamma;;cahier;p. 1;stated\n",
    "partnerships.csv": PARTNERSHIPS + "ab;a;b;cahier;p. 2;stated\n",
}
SECOND = {
    "structures.csv": STRUCTURES + "a;Alpha;https://alpha.test;cahier;p. 1;stated\n"
    "b;Bêta;;cahier;p. 1;stated\nd;Delta;;cahier;p. 1;stated\n",
    "partnerships.csv": PARTNERSHIPS + "bd;b;d;cahier;p. 2;stated\n",
}


def write(folder, tables):
    for name, content in {"sources.csv": SOURCES, **tables}.items():
        (folder / name).write_text(content, encoding="utf-8")
    return Maillage.open(folder)


@pytest.fixture
def workspace(tmp_path):
    write(tmp_path, FIRST)
    write(tmp_path, SECOND)
    return tmp_path


def first_of(maillage):
    current = str(maillage.manifest["sha256"])[:8]
    (mark,) = set(comparison.dated(maillage)["build"]) - {current}
    return comparison.find(maillage, mark)


def test_every_change_is_told_once_with_its_source(workspace):
    set_language("fr")
    maillage = Maillage.open(workspace)
    found = comparison.compare(first_of(maillage), comparison.find(maillage, "current"))
    told = {(row.change, row.thingLabel, row.property, row.before, row.after) for row in found.itertuples()}
    assert told == {
        ("added", "Delta", "", "", ""),
        ("gone", "Gamma", "", "", ""),
        ("added", "Bêta – Delta", "", "", ""),
        ("gone", "Alpha – Bêta", "", "", ""),
        ("changed", "Alpha", "page web", "https://alpha.example", "https://alpha.test"),
    }
    assert set(found["source"]) == {"Cahier du test"}
    assert len(found) == len(told)


def test_backwards_what_came_has_gone(workspace):
    maillage = Maillage.open(workspace)
    first = first_of(maillage)
    swap = {"added": "gone", "gone": "added", "changed": "changed"}
    there, back = comparison.compare(first, maillage.public), comparison.compare(maillage.public, first)
    assert sorted(map(swap.get, there["change"])) == sorted(back["change"])


def test_a_graph_and_itself_do_not_differ(workspace):
    maillage = Maillage.open(workspace)
    assert comparison.compare(maillage.public, maillage.public).empty


def test_a_date_designates_the_last_copy_it_fits(workspace):
    maillage = Maillage.open(workspace)
    last = comparison.dated(maillage).iloc[-1]
    found = comparison.find(maillage, str(last["kept"])[:7])
    assert comparison.compare(found, comparison.find(maillage, last["build"])).empty


def test_an_unknown_name_lists_the_copies(workspace):
    maillage = Maillage.open(workspace)
    with pytest.raises(UnknownName) as caught:
        comparison.find(maillage, "1999")
    assert all(mark in str(caught.value) for mark in comparison.dated(maillage)["build"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.nq", b"not a quad"),
        ("a.nq.gz", b"not gzip"),
        ("a.nq.gz", gzip.compress(b"<a> <b> .", mtime=0)),
        ("a.ttl", b""),
        ("a.txt", b""),
        ("a.nq.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 99, mtime=0)[:-12]),
    ],
)
def test_a_file_that_is_no_graph_is_refused(workspace, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreError) as caught:
        comparison.find(Maillage.open(workspace), str(tmp_path / name))
    assert caught.value.key == "store.unreadable"
