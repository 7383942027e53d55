"""The formats of answers: each read back by an independent reader, chosen by negotiation, told when cut."""

import gzip
import io
import json
from xml.etree import ElementTree

import pandas
import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.query import Result

TABLE = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
SELECT_FORMS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPH_FORMS = {
    "text/turtle": "turtle",
    "application/trig": "trig",
    "application/n-triples": "nt",
    "application/n-quads": "nquads",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize("media_type", SELECT_FORMS)
def test_a_table_reads_back_in_each_format(ask, media_type):
    response = ask(TABLE, media_type)
    assert response.headers["content-type"].startswith(media_type)
    assert response.headers["maillage-rows"] == "8"
    if media_type == "text/csv":
        table = pandas.read_csv(io.BytesIO(response.content))
        assert list(table.columns) == ["s", "p", "o"]
        assert 'Déversoir, "le vieux"' in set(table["o"])
        return
    result = Result.parse(io.BytesIO(response.content), format=SELECT_FORMS[media_type])
    terms = {(row.s, row.p, row.o) for row in result}
    name = URIRef("http://example.org/name")
    assert (URIRef("http://example.org/weir"), name, Literal('Déversoir, "le vieux"', lang="fr")) in terms
    assert (URIRef("http://example.org/mill"), URIRef("http://example.org/height"), Literal(12)) in terms
    assert len(terms) == 8


@pytest.mark.parametrize("media_type", GRAPH_FORMS)
def test_a_graph_reads_back_in_each_format(ask, media_type):
    response = ask(GRAPH, media_type)
    assert response.headers["content-type"].startswith(media_type)
    read = Dataset().parse(data=response.content, format=GRAPH_FORMS[media_type])
    triples = (
        {triple for graph in read.graphs() for triple in graph} if isinstance(read, Dataset) else set(read)
    )
    assert len(triples) == 8


@pytest.mark.parametrize("media_type", SELECT_FORMS)
def test_a_boolean_is_told_in_each_format(ask, media_type):
    assert "true" in ask("ASK { ?s ?p ?o }", media_type).text
    assert "false" in ask("ASK { ?s a ?s }", media_type).text


def test_a_row_without_values_and_a_table_without_rows_are_told(ask):
    for media_type in SELECT_FORMS:
        assert ask("SELECT ?x { VALUES ?x { UNDEF } }", media_type).headers["maillage-rows"] == "1"
        assert ask("SELECT ?x { FILTER(false) }", media_type).headers["maillage-rows"] == "0"
    assert ask("SELECT ?x { VALUES ?x { UNDEF } }").json()["results"]["bindings"] == [{}]


def test_hostile_values_break_no_format(ask):
    query = 'SELECT (CONCAT("a\\tb\\nc,d", \'"\', "<&>]]>", STR(<urn:x>), "\\r") AS ?x) { }'
    expected = 'a\tb\nc,d"<&>]]>urn:x\r'
    for media_type in ("application/sparql-results+json", "application/sparql-results+xml"):
        (row,) = Result.parse(io.BytesIO(ask(query, media_type).content), format=SELECT_FORMS[media_type])
        assert str(row.x) == expected
    assert '"a\\tb\\nc,d\\"<&>]]>urn:x\\r"' in ask(query, "text/tab-separated-values").text
    assert ask(query, "text/csv").text == 'x\r\n"a\tb\nc,d""<&>]]>urn:x\r"\r\n'


def test_a_control_sign_keeps_xml_readable(ask):
    body = ask('SELECT ("a\\u0001b" AS ?x) { }', "application/sparql-results+xml").content
    assert "a\ufffdb" in "".join(ElementTree.fromstring(body).itertext())  # noqa: S314


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
        ("TEXT/CSV ; Q=1", "text/csv"),
    ],
)
def test_the_preferred_format_is_given(mill, accept, expected):
    response = mill.get("/sparql", params={"query": TABLE}, headers={"Accept": accept})
    assert response.headers["content-type"].startswith(expected)
    assert "Accept" in response.headers["vary"]


def test_what_nobody_accepts_is_406(mill):
    for query, accept in ((TABLE, "image/png"), (TABLE, "text/turtle"), (GRAPH, "text/csv")):
        refused = mill.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert refused.status_code == 406
        assert "text/turtle" in refused.text or "text/csv" in refused.text


def test_a_format_is_asked_by_name(ask):
    for name, expected in (
        ("csv", "text/csv"),
        ("xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
    ):
        assert ask(TABLE, "*/*", format=name).headers["content-type"].startswith(expected)
    assert ask(GRAPH, "*/*", output="turtle").headers["content-type"].startswith("text/turtle")
    assert ask(TABLE, "*/*", format="docx").status_code == 400


def test_what_the_client_has_is_not_sent_again(mill):
    first = mill.get("/sparql", params={"query": TABLE})
    again = mill.get("/sparql", params={"query": TABLE}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = mill.get(
        "/sparql",
        params={"query": TABLE},
        headers={"If-None-Match": first.headers["etag"], "Accept": "text/csv"},
    )
    assert other.status_code == 200


def test_head_says_what_get_would(mill):
    head, get = (mill.request(method, "/sparql", params={"query": TABLE}) for method in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-length"] == get.headers["content-length"]


def test_a_long_body_is_packed_for_those_who_can_unpack(mill):
    query = "SELECT ?x { VALUES ?x { " + " ".join(f'"valeur {n}"' for n in range(500)) + " } }"
    with mill.stream(
        "GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}
    ) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(raw))["results"]["bindings"]) == 500
    plain = mill.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


MANY = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abc") + " VALUES ?d { 0 1 }"


@pytest.fixture(scope="module")
def brief(serve, mill_file):
    """Return what asks a server of a thousand rows at most a query by GET."""
    with serve("--rows", "1000", "--data", str(mill_file)) as client:
        yield lambda query, accept="application/sparql-results+json": client.get(
            "/sparql", params={"query": query}, headers={"Accept": accept}
        )


def test_a_cut_answer_says_so_in_its_body_and_a_header(brief):
    answer = brief(f"SELECT * {{ {MANY} }}")
    told = answer.json()
    assert answer.headers["maillage-cut"] == "rows=1000"
    assert len(told["results"]["bindings"]) == 1000
    assert told["head"]["link"] == ["https://w3id.org/maillage/answer/cut"]
    assert "1000" in told["warning"]
    xml = ElementTree.fromstring(brief(f"SELECT * {{ {MANY} }}", "application/sparql-results+xml").content)  # noqa: S314
    names = {"r": "http://www.w3.org/2005/sparql-results#"}
    assert xml.find("r:head/r:link", names).get("href").endswith("/cut")
    assert len(xml.findall("r:results/r:result", names)) == 1000


def test_a_format_without_room_refuses_to_cut(brief):
    for media_type in ("text/csv", "text/tab-separated-values"):
        refused = brief(f"SELECT * {{ {MANY} }}", media_type)
        assert refused.status_code == 503
        assert "LIMIT" in refused.text
    whole = brief(f"SELECT * {{ {MANY} }} LIMIT 1000", "text/csv")
    assert whole.text.count("\r\n") == 1001


def test_as_many_rows_as_are_said_are_not_cut_without_a_word(ask):
    assert "maillage-cut" not in ask(f"SELECT * {{ {MANY} }}").headers


def test_a_cut_graph_says_so(brief):
    name = "BIND(IRI(CONCAT('a:', STR(?a), STR(?b), STR(?c))) AS ?s)"
    query = f"CONSTRUCT {{ ?s <a:p> ?d }} {{ {MANY} {name} }}"
    answer = brief(query, "application/n-triples")
    assert answer.headers["maillage-cut"] == "rows=1000"
    assert answer.text.startswith("# ")
    assert len(Graph().parse(data="\n".join(answer.text.splitlines()[:50]), format="nt")) == 49
    assert brief(query, "application/ld+json").status_code == 503
