"""Queries that want to break the server: each is refused or stopped with its reason, the next is answered."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from maillage.app.serving.running import keeper_of
from maillage.errors import LimitReached, MaillageError, QueryError, StoreError
from maillage.graph.answering.served import Served, serve_files
from maillage.queries.isolation import Busy, Keeper, Limits, Source

LIMITS = Limits(seconds=3, memory_bytes=2**27)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
ways = pytest.mark.parametrize("fork", [True, False], ids=["forked", "spawned"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    file = tmp_path_factory.mktemp("isolation") / "numbers.nt"
    lines = (f'<http://x.example/{n}> <http://x.example/is> "{n} {"a" * 30}" .\n' for n in range(2000))
    file.write_text("".join(lines), encoding="utf-8")
    return serve_files([file])


@pytest.fixture(scope="module")
def keeper(served: Served) -> Iterator[Keeper]:
    with keeper_of(served, LIMITS) as keeper:
        yield keeper


@pytest.fixture(scope="module")
def patient(served: Served) -> Iterator[Keeper]:
    """Return a keeper whose queries meet another limit before the time."""
    with keeper_of(served, replace(LIMITS, seconds=120)) as keeper:
        yield keeper


def count(keeper: Keeper) -> str:
    return keeper.answer(COUNT, table="csv").read().decode().split()[1]


def refused(keeper: Keeper, text: str, **options: object) -> MaillageError:
    """Return why a query was not answered, the next one being."""
    with pytest.raises((LimitReached, QueryError)) as caught:
        keeper.answer(text, **options)
    assert count(keeper) == "2000"
    return caught.value


HOSTILE = {
    "a-product-without-end": (ENDLESS, "time"),
    "a-sort-of-a-product": ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a", "memory"),
    "one-text-of-everything": (
        "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        None,
    ),
    "a-text-that-doubles": (
        'SELECT ?z { BIND("0123456789abcdef" AS ?a0) '
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(30))
        + " BIND(STRLEN(?a30) AS ?z) }",
        "memory",
    ),
    "a-path-without-end": (
        "SELECT (COUNT(*) AS ?n) { ?s (<http://x.example/is>|!<a:a>)* ?o . "
        "?p (<a:b>|!<a:c>)* ?q . ?u (!<a:d>)* ?v }",
        None,
    ),
    "additions-in-a-row": (f"SELECT * {{ ?s ?p ?o FILTER(1{'+1' * 30_000}) }}", None),
    "a-path-of-steps": (f"SELECT * {{ ?s <a:a>{'/<a:a>' * 9_000} ?o }}", None),
    "options-in-a-row": (f"SELECT * {{ ?s ?p ?o {'OPTIONAL { ?s ?p ?o } ' * 2_900} }}", None),
    "nested-groups": (f"SELECT * {{ {'{' * 3000} {'}' * 3000} }}", "nesting"),
    "nested-brackets": (f"SELECT * {{ FILTER({'(' * 3000}1{')' * 3000}) }}", "nesting"),
    "nested-signs": (f"SELECT * {{ FILTER({'!' * 60_000}true) }}", "nesting"),
    "nested-signs-and-brackets": (f"SELECT * {{ FILTER({'-(' * 40}1{')' * 40}) }}", "nesting"),
    "nested-lists": (f"SELECT * {{ ?s ?p {'( ' * 400}1{' )' * 400} }}", "nesting"),
    "too-long": (f"SELECT * {{ VALUES ?x {{ {'1 ' * 40_000} }} }}", "text"),
    "another-server": ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service"),
    "another-server-in-silence": (
        "SELECT * { SERVICE SILENT ?s { ?s ?p ?o } VALUES ?s { <http://x/> } }",
        "service",
    ),
    "another-server-escaped": ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service"),
    "another-server-in-an-iri": ("SELECT * { FILTER(?a<?b)SERVICE?x#>\n{ ?q ?r ?t } }", "departed"),
    "another-server-glued": ("SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:1/>{ ?q ?r ?t } }", "departed"),
    "a-load": ("LOAD <file:///etc/passwd>", "update"),
    "an-update-after-a-query": ("ASK { } ; DROP ALL", "departed"),
    "a-file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "graph"),
    "an-address": ("SELECT * FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }", "graph"),
    "nothing": ("", "ended"),
    "no-text": ("\x00\x01\ufffe", "departed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_stopped_and_the_next_is_answered(keeper, patient, name):
    text, reason = HOSTILE[name]
    key = refused(patient if reason == "memory" else keeper, text).key
    assert reason is None or key.rpartition(".")[2] == reason


def test_a_regular_expression_that_explodes_elsewhere_is_harmless(keeper):
    text = 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(?o, "^[0-9]+ ((a+)+)+b$")) }'
    assert keeper.answer(text, table="csv").read() == b"n\r\n0\r\n"
    greedy = f'SELECT * {{ ?s ?p ?o FILTER(REGEX(?o, "{"(a{1,100}){1,100}" * 20}")) }}'
    with suppress(MaillageError):
        keeper.answer(greedy)
    assert count(keeper) == "2000"


def test_brackets_that_are_hidden_do_not_nest(keeper):
    deep = "(" * 500
    hidden = f'ASK {{ # {deep}\n FILTER("{deep}" = \'{deep}\' && STR(<a:{deep}>) != """{deep}""") }}'
    assert keeper.answer(hidden, table="csv").read() == b"true"


def test_the_text_limits_take_a_time_that_grows_as_the_text(keeper):
    for piece in ("'''\\", '"""a', "'", "<a", "\\'''", "#", '"\\', "((", "!", "<>", "'''\n", '""" ""'):
        text = piece * (65_536 // len(piece))
        started = time.process_time()
        refused(keeper, text)
        assert time.process_time() - started < 2  # of this process: the rest is the child's


@ways
def test_both_ways_answer_and_stop(served, fork):
    with keeper_of(served, LIMITS, fork) as keeper:
        assert count(keeper) == "2000"
        assert refused(keeper, ENDLESS).key == "queries.limit.time"
        assert isinstance(refused(keeper, HOSTILE["a-text-that-doubles"][0]), LimitReached)
        assert refused(keeper, "SELECT * { SERVICE <http://x> { } }").key == "queries.service"
        error = refused(keeper, "SELECT *\n{ ?s }")
        assert (error.values["line"], error.values["column"]) == (2, 6)
        cut = keeper.answer("SELECT * { ?s ?p ?o }", table="json")
        assert (cut.rows, cut.cut) == (2000, False)
        assert cut.size == len(cut.read())


def test_an_answer_too_large_is_no_answer(served):
    with keeper_of(served, replace(LIMITS, answer_bytes=10_000)) as keeper:
        with pytest.raises(LimitReached) as caught:
            keeper.answer("SELECT * { ?s ?p ?o }")
        assert caught.value.key == "queries.limit.size"
        assert count(keeper) == "2000"


def test_rows_beyond_the_limit_are_cut_and_told(served):
    with keeper_of(served, replace(LIMITS, rows=10)) as keeper:
        answer = keeper.answer("SELECT * { ?s ?p ?o }")
        assert (answer.rows, answer.cut) == (10, True)
        assert not keeper.answer("SELECT * { ?s ?p ?o } LIMIT 10").cut
        with pytest.raises(LimitReached) as caught:
            keeper.answer("SELECT * { ?s ?p ?o }", table="csv")
        assert caught.value.key == "queries.limit.rows"


@pytest.fixture
def _curious(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
@pytest.mark.usefixtures("_curious")
def test_a_child_can_open_no_connection_nor_start_a_program():
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    arguments = {"port": listener.getsockname()[1]}
    with Keeper(Source("curious:Curious", arguments), LIMITS) as keeper:
        told = keeper.run({"kind": "query"}).read().decode().splitlines()
    assert told == ["PermissionError"] * 4
    with pytest.raises(TimeoutError):
        listener.accept()
    listener.close()


@pytest.mark.parametrize("death", ["SIGSEGV", "SIGABRT", "SIGKILL", "SIGXCPU", "exit", "fault"])
@pytest.mark.usefixtures("_curious")
def test_a_child_that_dies_is_told_of(death):
    with Keeper(Source("curious:Mortal", {}), LIMITS) as keeper:
        expected = {
            "SIGSEGV": "depth",
            "SIGABRT": "memory",
            "SIGKILL": "memory",
            "SIGXCPU": "time",
            "exit": "died",
        }
        if death == "fault":
            with pytest.raises(RuntimeError, match="ZeroDivisionError"):
                keeper.run({"kind": "query", "death": death})
        else:
            with pytest.raises(LimitReached) as caught:
                keeper.run({"kind": "query", "death": death})
            assert caught.value.key == f"queries.limit.{expected[death]}"
        assert keeper.run({"kind": "query", "death": ""}).read() == b"alive"


def test_the_process_of_the_store_is_started_again(served):
    with keeper_of(served, LIMITS) as keeper:
        assert count(keeper) == "2000"
        os.kill(keeper._way._process.pid, 9)
        try:
            count(keeper)
        except LimitReached as error:
            assert error.key == "queries.limit.died"
        assert count(keeper) == "2000"


def test_a_storm_is_told_to_come_back_and_passes(served):
    with keeper_of(served, replace(LIMITS, together=3)) as keeper:
        ended: list[str] = []

        def ask() -> None:
            try:
                keeper.answer(ENDLESS)
            except LimitReached as error:
                ended.append(error.key)

        storm = [threading.Thread(target=ask) for _ in range(40)]
        for each in storm:
            each.start()
        for each in storm:
            each.join()
        assert set(ended) == {"queries.limit.busy", "queries.limit.time"}
        assert ended.count("queries.limit.time") >= 3
        assert issubclass(Busy, LimitReached)
        assert count(keeper) == "2000"
        while _children(keeper._way._process.pid):  # what was killed takes its time to die
            time.sleep(0.05)


def test_everything_ends_with_the_keeper(served):
    keeper = keeper_of(served, LIMITS)

    def ask() -> None:
        with pytest.raises(LimitReached):
            keeper.answer(ENDLESS)

    asked = threading.Thread(target=ask)
    asked.start()
    while not (children := _children(keeper._way._process.pid)):
        time.sleep(0.01)
    keeper.close()
    asked.join()
    until = time.monotonic() + 30  # the system takes a moment to bury what was killed
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_source_that_does_not_open_is_told():
    arguments = {"store": "/nowhere/store", "graphs": {}, "triples": 0}
    with pytest.raises(StoreError):
        Keeper(Source("maillage.graph.answering.oxigraph:Answering", arguments))


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
