"""Reading in a process of its own: formats grouped, limits held, an answer checked before it is believed."""

import json
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.reading import isolation as reading
from maillage.data.reading import reading_child
from maillage.data.reading.isolation import FORMATS, group_files, read_source
from maillage.data.reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from maillage.data.reading.raw_json import from_json, to_json
from maillage.errors import InvalidData, UnknownName


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    (tmp_path / "membres.csv").write_text("Nom;Ville;Site\nEssai;Brest;x\n", encoding="utf-8")
    return tmp_path / "membres.csv"


def test_files_are_grouped_by_format_in_the_order_given(csv_file, tmp_path):
    turtle, other = tmp_path / "a.ttl", tmp_path / "b.csv"
    turtle.write_text('<http://ex.test/a> <http://ex.test/b> "c" .', encoding="utf-8")
    other.write_text("Nom;Rue;Ville\nA;r;Brest\n", encoding="utf-8")
    groups = group_files([csv_file, turtle, other])
    assert groups == [("csv", [csv_file, other]), ("rdf", [turtle])]


def test_two_csv_files_are_two_tables(csv_file, tmp_path):
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "membres.csv"
    other.write_text("Nom;Rue;Ville\nA;r;Brest\n", encoding="utf-8")
    source = read_source([csv_file, other])
    assert [table.name for table in source.tables] == ["membres", "membres (2)"]


def test_every_format_has_its_reader():
    for name in FORMATS:
        module = reading_child._reader(name)
        assert (module.FORMAT, callable(module.recognises), callable(module.read)) == (name, True, True)


def test_a_format_that_does_not_exist(csv_file):
    with pytest.raises(UnknownName, match="csvv"):
        read_source([csv_file], "csvv")


def test_a_reading_that_takes_too_long_is_stopped(csv_file, monkeypatch, tmp_path):
    monkeypatch.setitem(reading.LIMITS, "seconds", 1)
    command = [sys.executable, "-c", "while True: pass"]
    started = time.monotonic()
    with open(tmp_path / "a", "wb") as answer, open(tmp_path / "b", "wb") as words:  # noqa: PTH123
        assert reading._run(command, b"{}", answer, words) is None
    assert time.monotonic() - started < 20
    monkeypatch.setattr(reading, "_run", lambda *_: None)
    with pytest.raises(InvalidData) as caught:
        read_source([csv_file])
    assert caught.value.faults[0].key == "reading.too-long"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", 0),
        (b"[]\n", 0),
        (b'{"formats": ["csv"]}\n{}\n', 0),
        (b'{"formats": ["csv"]}\n', 1),
        (b"\xff\n", 0),
    ],
)
def test_an_answer_of_another_shape_is_not_believed(answer, code, csv_file, monkeypatch):
    def run(_command, _request, out, words):
        out.write(answer)
        words.write(b"Traceback\nKeyError: 'a'\n")
        return code

    monkeypatch.setattr(reading, "_run", run)
    with pytest.raises(InvalidData) as caught:
        read_source([csv_file])
    assert caught.value.faults[0].key == "reading.crash"


def test_the_child_may_neither_write_nor_speak_nor_start_anything(tmp_path):
    writing = reading_child.os.O_WRONLY | reading_child.os.O_CREAT
    for event, arguments in [
        ("socket.connect", ()),
        ("socket.getaddrinfo", ()),
        ("subprocess.Popen", ()),
        ("os.remove", ()),
        ("os.mkdir", ()),
        ("open", ("a", None, writing)),
    ]:
        with pytest.raises(PermissionError):
            reading_child._refuse(event, arguments)
    reading_child._refuse("open", ("a", "r", 0))
    reading_child._refuse("import", ())


def test_a_system_without_limits_reads_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    reading_child._limit({"memory": 1, "seconds": 1, "answer": 1})


WORDS = st.text(max_size=6)
NAMES = st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=3, unique=True)


@st.composite
def sources(draw) -> RawSource:
    names = draw(NAMES)
    cells = st.dictionaries(
        st.sampled_from(names), st.lists(WORDS, min_size=1, max_size=3).map(tuple), max_size=3
    )
    row = st.builds(RawRow, cells, st.integers(0, 99), WORDS, st.booleans())
    fields = tuple(RawField(name, draw(WORDS), "name", {"1": draw(WORDS)}, draw(WORDS)) for name in names)
    table = RawTable(draw(WORDS), fields, tuple(draw(st.lists(row, max_size=4))), "structures")
    remark = Remark("a.key", "t", 3, "c", draw(WORDS), {"count": 2, "name": draw(WORDS)}, draw(st.booleans()))
    return RawSource("csv", (table, table), (remark,))


@settings(max_examples=60, deadline=None)
@given(sources())
def test_a_source_comes_back_from_its_lines(source):
    lines = [*to_json(source)]
    assert all("\n" not in line and line.isascii() for line in lines)
    assert from_json(lines) == source


def test_a_cell_of_no_declared_field_is_the_readers_mistake():
    table = RawTable("t", (RawField("a"),), (RawRow({"b": ("1",)}),))
    with pytest.raises(ValueError, match="no field 'b'"):
        [*to_json(RawSource("csv", (table,)))]


@pytest.mark.parametrize("change", [{"tables": 3}, {"remarks": [{}]}, {"format": None}])
def test_lines_of_another_shape_are_no_source(change):
    head = {"format": "csv", "tables": [], "remarks": []} | change
    with pytest.raises(ValueError, match="lines of JSON"):
        from_json([json.dumps(head)])
