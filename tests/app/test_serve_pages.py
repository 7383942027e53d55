"""The pages' routes on a real keeper: what each address gives, in which form, and how it refuses."""

from collections.abc import Iterator

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from maillage.ontology.terms import MAI, THING

CHANTIER = URIRef(THING["chantier/chantier-3"])
PAGE = {"Accept": "text/html"}


@pytest.fixture
def client(endpoint: httpx.Client) -> Iterator[httpx.Client]:
    """Return a visitor of the corpus's server who reads French."""
    visitor = httpx.Client(base_url=endpoint.base_url, timeout=60, trust_env=False)
    with visitor:
        visitor.headers["Accept-Language"] = "fr"
        yield visitor


def test_a_resource_is_a_page_or_rdf_as_the_client_prefers(client):
    page = client.get("/id/chantier/chantier-3", headers=PAGE)
    assert page.headers["content-type"].startswith("text/html")
    assert "Sylvia Garzon" in page.text
    assert "Accept" in page.headers["vary"]
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
    ):
        answer = client.get("/id/chantier/chantier-3", headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        graph = Graph().parse(data=answer.content, format=form)
        assert (CHANTIER, RDF.type, MAI.Chantier) in graph
        assert (None, MAI.participationIn, CHANTIER) in graph  # what refers to it
        assert any(graph.objects(None, MAI.locator))  # where it is read


def test_a_format_named_in_the_address_comes_first(client):
    answer = client.get("/id/chantier/chantier-3?format=nt", headers=PAGE)
    assert answer.headers["content-type"].startswith("application/n-triples")
    assert "format=jsonld" in client.get("/id/chantier/chantier-3").text


def test_what_is_not_there_is_a_404_that_helps(client):
    page = client.get("/id/chantier/chantier-33", headers=PAGE)
    assert page.status_code == 404
    assert 'href="/id/chantier/chantier-3"' in page.text
    turtle = client.get("/id/chantier/chantier-33", headers={"Accept": "text/turtle"})
    assert (turtle.status_code, turtle.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert client.get("/id/x/%3E%20%7D%20%23", headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get("/resource?iri=not%20an%20iri").status_code == 404


def test_any_iri_of_the_graph_has_a_page(client):
    page = client.get("/resource", params={"iri": str(MAI.Structure)})
    assert page.status_code == 200
    assert "Structure" in page.text


def test_the_ontology_is_a_page_and_rdf(client):
    assert 'id="Structure"' in client.get("/ontology").text
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert len(Graph().parse(data=turtle.text, format="turtle")) > 3000


def test_pages_follow_the_language(client):
    assert '<html lang="fr">' in client.get("/").text
    assert '<html lang="en">' in client.get("/?lang=en").text
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).text
    assert "Ask the graph" in english


def test_without_scripts_a_question_and_a_text_are_answered(client):
    asked = client.get(
        "/answer", params={"question": "support-offers", "query": "", "p.territory": "Normandie"}
    )
    assert asked.status_code == 200
    assert "Séminaires internes" in asked.text
    edited = client.get("/answer", params={"question": "support-offers", "query": "SELECT (1 AS ?one) {}"})
    assert edited.status_code == 200  # the values of the question go only where its variables are
    own = client.get("/answer", params={"query": "SELECT (1 + 1 AS ?two) {}"})
    assert ">2</td>" in own.text
    graph = client.get("/answer", params={"query": "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1"})
    assert 'data-label="Predicate"' in graph.text


def test_without_scripts_a_mistake_comes_back_with_what_was_written(client):
    wrong = client.get("/answer", params={"query": "SELECT ?s WHERE { ?s ?p }"}, headers=PAGE)
    assert wrong.status_code == 400
    assert "SELECT ?s WHERE { ?s ?p }" in wrong.text
    assert "ligne 1" in wrong.text
    nowhere = client.get(
        "/answer",
        params={"question": "support-offers", "query": "", "p.territory": "Nulle-Part"},
        headers=PAGE,
    )
    assert nowhere.status_code == 400
    assert 'value="Nulle-Part"' in nowhere.text


def test_what_scripts_ask_for(client):
    assert {each["name"] for each in client.get("/questions.json").json()} >= {
        "support-offers",
        "collaborations",
    }
    assert client.get("/vocabulary.json").json()["terms"]
    terms = client.get(
        "/resolve/support-offers", params={"territory": "Normandie", "maximum": "10 000,5"}
    ).json()
    assert terms == {
        "territory": "<https://w3id.org/maillage/id/territory/region-28>",
        "maximum": '"10000.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        "language": '"fr"',
    }
    wrong = client.get("/resolve/support-offers?territory=Nulle-Part", headers={"Accept": "application/json"})
    assert wrong.status_code == 400
    assert "Nulle-Part" in wrong.json()["detail"]
    found = client.get("/choices.json?question=support-offers&param=territory&letters=norm").json()
    assert found[0]["name"] == "Normandie"


def test_files_are_kept_by_the_browser_and_nothing_else_is_given(client):
    style = client.get("/static/base.css")
    assert style.headers["content-type"].startswith("text/css")
    again = client.get("/static/base.css", headers={"If-None-Match": style.headers["etag"]})
    assert again.status_code == 304
    for path in ("/static/..%2Fpage.py", "/static/nothing.js", "/static/%2e%2e/%2e%2e/pyproject.toml"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/ontology", "/id/chantier/chantier-3", "/id/none", "/answer?query=x"])
def test_every_page_is_strict(client, path):
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy.partition("script-src")[2].partition(";")[0]
