"""The SPARQL 1.1 Protocol, clause by clause: how a query is sent, over which dataset, and what is refused."""

from urllib.parse import urlencode

import httpx
import pytest

A, B = "http://example.org/graph/a", "http://example.org/graph/b"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT ?n { ?s <http://example.org/name> ?n } ORDER BY ?n"


def value(response: httpx.Response) -> str:
    """Return the one cell of a table in JSON."""
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    (cell,) = row.values()
    return str(cell["value"])


def test_a_query_goes_by_get_by_form_and_as_it_is(mill):
    sent = [
        mill.get("/sparql", params={"query": COUNT}),
        mill.post("/sparql", data={"query": COUNT}),
        mill.post("/sparql", content=COUNT, headers={"Content-Type": DIRECT}),
        mill.post("/sparql", content=COUNT, headers={"Content-Type": f"{DIRECT}; charset=UTF-8"}),
    ]
    # 4 in a, 4 in b of which one is in a too, and 1 in the file's own graph
    assert [value(each) for each in sent] == ["8"] * 4


def test_the_default_graph_is_the_merge_of_the_named_graphs_each_triple_once(mill):
    height = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/height> ?o }"
    assert value(mill.get("/sparql", params={"query": height})) == "1"
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://example.org/height> ?o } }"
    assert value(mill.get("/sparql", params={"query": named})) == "2"
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert value(mill.get("/sparql", params={"query": graphs})) == "3"


def test_a_blank_node_is_the_same_in_the_merge_and_in_its_graph(mill):
    joined = "ASK { ?s <http://example.org/part> ?part GRAPH ?g { ?part <http://example.org/name> ?n } }"
    assert mill.get("/sparql", params={"query": joined}).json()["boolean"] is True


@pytest.mark.parametrize("method", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ({"default-graph-uri": A}, "4"),
        ({"default-graph-uri": [A, B]}, "7"),
        ({"named-graph-uri": A}, "0"),
        ({"default-graph-uri": B, "named-graph-uri": A}, "4"),
    ],
    ids=["one", "two-merged", "named-only", "both"],
)
def test_the_protocol_chooses_the_default_graph(mill, method, dataset, expected):
    assert value(send(mill, method, COUNT, dataset)) == expected


def send(client: httpx.Client, method: str, query: str, dataset: dict[str, object]) -> httpx.Response:
    if method == "get":
        return client.get("/sparql", params={"query": query, **dataset})
    if method == "form":
        return client.post("/sparql", data={"query": query, **dataset})
    return client.post("/sparql", params=dataset, content=query, headers={"Content-Type": DIRECT})


def test_the_protocol_chooses_the_named_graphs(ask):
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert value(ask(graphs, **{"named-graph-uri": B})) == B
    assert ask(graphs, **{"default-graph-uri": B}).json()["results"]["bindings"] == []


def test_from_chooses_the_dataset_and_the_protocol_comes_first(ask):
    chosen = COUNT.replace("{", f"FROM <{A}> {{", 1)
    assert value(ask(chosen)) == "4"
    assert value(ask(f"PREFIX g: <http://example.org/graph/> {chosen.replace(f'<{A}>', 'g:a')}")) == "4"
    merged = COUNT.replace("{", f"FROM <{A}> FROM <{B}> {{", 1)
    assert value(ask(merged)) == "7"
    named = COUNT.replace("{ ?s ?p ?o }", f"FROM NAMED <{A}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    assert value(ask(named)) == "4"
    assert value(ask(chosen, **{"default-graph-uri": [A, B]})) == "7"


def test_a_word_in_a_string_chooses_nothing(ask):
    assert value(ask('SELECT (STRLEN("FROM <x> SERVICE <y>") AS ?n) { }')) == "20"


def test_a_graph_that_is_not_there_is_refused_and_others_named(ask):
    for refused in (
        ask("SELECT * FROM <http://elsewhere.example/g> { ?s ?p ?o }"),
        ask("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"),
        ask(COUNT, **{"default-graph-uri": "http://elsewhere.example/g"}),
        ask(COUNT, **{"named-graph-uri": "http://127.0.0.1/g"}),
    ):
        assert refused.status_code == 400
        assert A in refused.json()["detail"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"params": {"query": [COUNT, COUNT]}}, 400),
        ({"params": {"update": "DROP ALL"}}, 403),
        ({"params": {"query": "SELECT nonsense"}}, 400),
        ({"method": "POST", "data": {"query": [COUNT, COUNT]}}, 400),
        ({"method": "POST", "data": {"other": "x"}}, 400),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, 403),
        (
            {
                "method": "POST",
                "content": "DROP ALL",
                "headers": {"Content-Type": "application/sparql-update"},
            },
            403,
        ),
        ({"method": "POST", "content": COUNT, "headers": {"Content-Type": "text/plain"}}, 415),
        ({"method": "POST", "content": COUNT}, 415),
        ({"method": "POST", "content": COUNT, "headers": {"Content-Type": f"{DIRECT}; charset=utf-16"}}, 415),
        ({"method": "POST", "content": b"\xff", "headers": {"Content-Type": DIRECT}}, 400),
        ({"method": "POST", "content": b"query=%ff", "headers": {"Content-Type": FORM}}, 400),
        ({"params": b"query=%ff"}, 400),
        ({"method": "PUT", "content": COUNT, "headers": {"Content-Type": DIRECT}}, 405),
        ({"method": "DELETE"}, 405),
    ],
    ids=[
        "get-two-queries",
        "get-update",
        "get-syntax",
        "form-two-queries",
        "form-no-query",
        "form-update",
        "direct-update",
        "direct-plain",
        "direct-untyped",
        "direct-charset",
        "direct-not-utf-8",
        "form-not-utf-8",
        "get-not-utf-8",
        "put",
        "delete",
    ],
)
def test_a_bad_request_is_refused(mill, arguments, status):
    assert mill.request(arguments.pop("method", "GET"), "/sparql", **arguments).status_code == status


def test_a_query_of_an_update_is_refused_with_a_reason(ask):
    for update in (
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "LOAD <http://127.0.0.1/x>",
        "PREFIX a: <a:> CLEAR ALL",
    ):
        refused = ask(update)
        assert refused.status_code == 400
        assert "INSERT, DELETE, LOAD" in refused.json()["detail"]


def test_a_long_query_goes_by_get(mill):
    values = " ".join(f"<http://example.org/é{number}>" for number in range(1500))
    found = mill.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}"})
    assert value(found) == "1500"


def test_get_form_and_direct_read_the_same_signs(mill):
    query = 'SELECT ("a+b &é%20\\u00e9" AS ?x) { }'
    sent = [
        mill.get(f"/sparql?{urlencode({'query': query})}"),
        mill.post("/sparql", data={"query": query}),
        mill.post("/sparql", content=query.encode(), headers={"Content-Type": DIRECT}),
    ]
    assert [value(each) for each in sent] == ["a+b &é%20é"] * 3


def test_a_value_is_given_to_a_variable(mill):
    query = "SELECT ?s ?n { ?s <http://example.org/name> ?n }"
    given = {"query": query, "$s": "<http://example.org/weir>"}
    assert [row["n"]["value"] for row in rows(mill.get("/sparql", params=given))] == ['Déversoir, "le vieux"']
    hostile = {"query": query, "$s": "<http://example.org/weir> . <a:b> <a:c> <a:d>"}
    assert mill.get("/sparql", params=hostile).status_code == 400


def rows(response: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, dict[str, str]]] = response.json()["results"]["bindings"]
    return found


def test_names_come_in_order(mill):
    found = [row["n"]["value"] for row in rows(mill.get("/sparql", params={"query": NAMES}))]
    assert sorted(found) == ['Déversoir, "le vieux"', "Mill", "Moulin", "Vanne"]
