"""`maillage serve` from end to end: start and stop, guards, descriptions, questions, real clients."""

import io
import json
import os
import signal
import socket
import subprocess
import sys

import httpx
import pandas
import pytest
from rdflib import DCAT, RDF, VOID, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from ..command import INSTALLED, run

COMMAND = [INSTALLED, "--lang", "en", "serve"]
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
STRUCTURES = "PREFIX mai: <https://w3id.org/maillage/ontology#> SELECT DISTINCT ?s { ?s a mai:Structure }"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_it_prints_its_address_and_stops_clean(mill_file, tmp_path, stop):
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--data", str(mill_file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    address = process.stdout.readline().strip()
    assert (
        httpx.get(f"{address}sparql", params={"query": "ASK {}"}, trust_env=False).json()["boolean"] is True
    )
    process.send_signal(stop)
    out, words = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert "8 triples in 3 named graphs" in words
    assert words.endswith("Server stopped.\n")
    assert "Traceback" not in words
    assert not [*tmp_path.iterdir()]


def refused(*arguments: str) -> str:
    ended = run("--lang", "en", "serve", *arguments)
    assert ended.returncode in (1, 2)
    assert ended.stdout == ""
    return ended.stderr.strip().splitlines()[-1]


def test_a_port_that_is_taken_is_told(mill_file):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}: this port cannot be opened" in refused(
            "--port", str(port), "--data", str(mill_file)
        )


def test_files_that_cannot_be_served_are_told(tmp_path, mill_file):
    assert "there is no such file" in refused("--data", str(tmp_path / "none.ttl"))
    (tmp_path / "notes.docx").write_text("x")
    assert ".ttl" in refused("--data", str(tmp_path / "notes.docx"))
    (tmp_path / "wrong.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    assert "wrong.ttl" in refused("--data", str(tmp_path / "wrong.ttl"))
    assert "do not go together" in refused("--data", str(mill_file), "--workspace", str(tmp_path))
    assert "--data" in refused(str(mill_file))


def test_another_address_than_the_loopback_is_warned_of(mill_file):
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--host", "0.0.0.0", "--data", str(mill_file)],  # noqa: S104
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    port = int(process.stdout.readline().strip().strip("/").rpartition(":")[2])
    named = {"Host": f"{socket.gethostname()}:{port}"}
    assert httpx.get(f"http://127.0.0.1:{port}/sparql", headers=named, trust_env=False).status_code == 200
    foreign = {"Host": f"evil.example:{port}"}
    assert httpx.get(f"http://127.0.0.1:{port}/sparql", headers=foreign, trust_env=False).status_code == 421
    process.send_signal(signal.SIGINT)
    assert "anybody on the network can read" in process.communicate(timeout=30)[1]


def test_several_files_are_a_graph_each(tmp_path, serve):
    (tmp_path / "a").mkdir()
    for place in (tmp_path / "one.ttl", tmp_path / "a" / "one.ttl"):
        place.write_text("<#x> <http://x.example/p> [] .", encoding="utf-8")
    (tmp_path / "two.nt").write_text('<http://x.example/y> <http://x.example/p> "y" .', encoding="utf-8")
    contacts = "https://w3id.org/maillage/graph/contacts"
    (tmp_path / "three.nq").write_text(f'<a:x> <a:mail> "secret" <{contacts}> .', encoding="utf-8")
    files = [tmp_path / "one.ttl", tmp_path / "a" / "one.ttl", tmp_path / "two.nt", tmp_path / "three.nq"]
    with serve("--data", *map(str, files)) as client:
        query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        told = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()
        base = "https://w3id.org/maillage/graph/file/"
        assert told == ["g,n", f"{base}one.ttl,1", f"{base}one.ttl-2,1", f"{base}two.nt,1"]
        everything = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).text
        assert "secret" not in everything
        assert f"{base}one.ttl#x" in everything


@pytest.mark.parametrize("path", ["/sparql", "/ask/referents-of-chantiers", "/dataset", "/", "/nowhere"])
def test_every_answer_is_under_strict_headers(endpoint, path):
    headers = endpoint.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_a_nonce_serves_once(endpoint):
    policies = {endpoint.get("/sparql").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:1", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example@127.0.0.1:1", 200),
        ("[", 421),
    ],
)
def test_only_this_machine_is_named(endpoint, host, status):
    assert endpoint.get("/sparql", headers={"Host": host}).status_code == status


def test_a_page_elsewhere_reads_but_does_not_post(endpoint):
    elsewhere = {"Origin": "https://evil.example"}
    read = endpoint.get("/sparql", params={"query": "ASK {}"}, headers=elsewhere)
    assert (read.status_code, read.headers["access-control-allow-origin"]) == (200, "*")
    assert endpoint.post("/sparql", data={"query": "ASK {}"}, headers=elsewhere).status_code == 403
    assert endpoint.post("/sparql", data={"query": "ASK {}"}, headers={"Origin": "null"}).status_code == 403
    ours = {"Origin": str(endpoint.base_url).rstrip("/")}
    assert endpoint.post("/sparql", data={"query": "ASK {}"}, headers=ours).status_code == 200
    preflight = endpoint.options("/sparql", headers={**elsewhere, "Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert "POST" not in preflight.headers["access-control-allow-methods"]
    assert "POST" in preflight.headers["allow"]
    assert "access-control-allow-credentials" not in read.headers


def test_the_service_describes_itself(endpoint):
    described = endpoint.get("/sparql", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=described.content, format="turtle")
    service = URIRef(f"{str(endpoint.base_url).rstrip('/')}/sparql")
    assert (service, RDF.type, SD.Service) in graph
    assert (service, SD.endpoint, service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(set(graph.objects(service, SD.resultFormat))) == 10
    names = {str(name) for name in graph.objects(None, SD.name)}
    asked = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
    assert names == {*endpoint.get("/sparql", params=asked).text.split()[1:]}
    assert not any("contacts" in name for name in names)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("text/html,*/*;q=0.1", "turtle"),
    ],
)
def test_the_dataset_is_described_in_each_format(endpoint, accept, form):
    graph = Graph().parse(
        data=endpoint.get("/.well-known/void", headers={"Accept": accept}).content, format=form
    )
    (dataset,) = graph.subjects(RDF.type, VOID.Dataset)
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    (triples,) = graph.objects(dataset, VOID.triples)
    asked = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "format": "csv"}
    assert str(triples) == endpoint.get("/sparql", params=asked).text.split()[1]
    structure = URIRef("https://w3id.org/maillage/ontology#Structure")
    (partition,) = graph.subjects(VOID["class"], structure)
    count = len(endpoint.get("/sparql", params={"query": STRUCTURES}).json()["results"]["bindings"])
    assert (partition, VOID.entities, Literal(count)) in graph
    assert next(graph.objects(next(graph.objects(dataset, DCAT.distribution)), DCAT.accessURL)).endswith(
        "/sparql"
    )


def test_a_question_is_answered_as_the_command_does(endpoint):
    command = ["--lang", "en", "ask", "support-offers", "--param", "territory=Normandie"]
    asked = {"territory": "Normandie", "lang": "en"}
    for form in ("csv", "json"):
        printed = run(*command, "--format", form).stdout
        given = endpoint.get("/ask/support-offers", params={**asked, "format": form}).content
        assert given.decode().splitlines() == printed.splitlines()
    assert endpoint.get("/ask/support-offers", params=asked, headers={"Accept": "text/csv"}).text.startswith(
        "offer,"
    )


def test_a_question_asked_wrong_is_told_as_the_command_does(endpoint):
    assert endpoint.get("/ask/no-such-question").status_code == 404
    wrong = endpoint.get("/ask/support-offers", params={"territory": "Xyzzz", "lang": "en"})
    assert (wrong.status_code, "Xyzzz" in wrong.text) == (400, True)
    assert endpoint.get("/ask/support-offers", params={"town": "Flers"}).status_code == 400


def test_errors_speak_the_language_that_is_asked(endpoint):
    wrong = {"query": "SELECT * {"}
    assert "ends too soon" in endpoint.get("/sparql", params={**wrong, "lang": "en"}).text
    assert "s'arrête trop tôt" in endpoint.get("/sparql", params={**wrong, "lang": "fr"}).text
    assert (
        "s'arrête"
        in endpoint.get("/sparql", params=wrong, headers={"Accept-Language": "fr-FR, en;q=0.5"}).text
    )


def test_a_mistake_is_told_with_its_place_and_what_was_expected(endpoint):
    query = "PREFIX m: <https://w3id.org/maillage/ontology#>\nASK {\n  ?s a m:Structure\n  FILTR(?s)\n}"
    told = endpoint.get(
        "/sparql", params={"query": query, "lang": "en"}, headers={"Accept": "application/json"}
    )
    assert (told.status_code, told.headers["content-type"]) == (400, "application/problem+json")
    problem = told.json()
    assert (problem["line"], problem["column"]) == (4, 3)
    assert "“FILTR” is not expected" in problem["detail"]
    assert "FILTER" in problem["mend"]
    unknown = endpoint.get("/sparql", params={"query": "SELECT * { ?s skso:prefLabel ?o }", "lang": "en"})
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in unknown.text


def test_too_much_is_503_and_the_next_is_answered(mill_file, serve):
    with serve("--seconds", "1", "--data", str(mill_file)) as client:
        endless = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(12)) + "}"
        late = client.get("/sparql", params={"query": endless, "lang": "en"})
        assert (late.status_code, "more than 1 s" in late.text) == (503, True)
        deep = client.get("/sparql", params={"query": f"ASK {{ FILTER({'(' * 99}1{')' * 99}) }}"})
        assert deep.status_code == 503
        long = client.post("/sparql", data={"query": f"ASK {{ }} #{'x' * 70_000}"})
        assert long.status_code == 503
        assert client.post("/sparql", data={"query": "x" * 1_000_000}).status_code == 503
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


def test_too_many_at_once_are_told_when_to_come_back(mill_file, serve):
    from concurrent.futures import ThreadPoolExecutor

    endless = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(12)) + "}"
    with serve("--seconds", "4", "--data", str(mill_file)) as client, ThreadPoolExecutor(30) as pool:
        asked = [pool.submit(client.get, "/sparql", params={"query": endless}) for _ in range(30)]
        ended = [each.result() for each in asked]
        assert {each.status_code for each in ended} == {429, 503}
        (retry,) = {each.headers["retry-after"] for each in ended if each.status_code == 429}
        assert int(retry) > 0
        assert client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


def test_sparqlwrapper_asks(endpoint):
    from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

    wrapper = SPARQLWrapper(f"{str(endpoint.base_url).rstrip('/')}/sparql")
    wrapper.setQuery(STRUCTURES)
    wrapper.setReturnFormat(JSON)
    expected = len(wrapper.queryAndConvert()["results"]["bindings"])
    assert expected > 50
    wrapper.setMethod(POST)
    assert len(wrapper.queryAndConvert()["results"]["bindings"]) == expected
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == expected
    wrapper.setReturnFormat(CSV)
    assert len(wrapper.queryAndConvert().split()) == expected + 1
    wrapper.setQuery("DESCRIBE <https://w3id.org/maillage/id/chantier/chantier-1>")
    wrapper.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=wrapper.queryAndConvert(), format="turtle")) > 5


def test_rdflib_asks_through_its_sparql_store(endpoint, corpus):
    address = f"{str(endpoint.base_url).rstrip('/')}/sparql"
    for method in ("GET", "POST", "POST_FORM"):
        remote = Graph(SPARQLStore(address, method=method))
        assert len(list(remote.query(STRUCTURES))) == len(corpus.query(STRUCTURES))
    chantier = URIRef("https://w3id.org/maillage/id/chantier/chantier-1")
    remote = Graph(SPARQLStore(address))
    assert {*remote.predicate_objects(chantier)} == {*corpus.graph.predicate_objects(chantier)}
    named = Dataset(SPARQLStore(address), default_union=True)
    assert len(list(named.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))) >= 5


def test_pandas_reads_an_address(endpoint):
    address = httpx.URL(
        f"{str(endpoint.base_url).rstrip('/')}/sparql", params={"query": STRUCTURES, "format": "csv"}
    )
    assert len(pandas.read_csv(str(address))) > 50


def test_curl_asks(endpoint):
    address = f"{str(endpoint.base_url).rstrip('/')}/sparql"
    asked = [
        "curl",
        "--silent",
        "--fail",
        "--noproxy",
        "*",
        address,
        "--data-urlencode",
        f"query={STRUCTURES}",
    ]
    table = subprocess.run([*asked, "--header", "Accept: text/csv"], capture_output=True, check=True).stdout
    assert len(pandas.read_csv(io.BytesIO(table))) > 50
    direct = [*asked[:-2], "--header", "Content-Type: application/sparql-query", "--data-binary", STRUCTURES]
    told = json.loads(subprocess.run(direct, capture_output=True, check=True).stdout)
    assert len(told["results"]["bindings"]) > 50


def test_the_endpoint_answers_as_the_library_does(endpoint, corpus):
    for query in (STRUCTURES, "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"):
        table = endpoint.get("/sparql", params={"query": query, "format": "csv"}).content
        ours = corpus.query(query)
        theirs = pandas.read_csv(io.BytesIO(table))
        assert sorted(map(str, theirs.to_numpy().tolist())) == sorted(map(str, ours.to_numpy().tolist()))
