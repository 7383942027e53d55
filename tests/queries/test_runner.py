"""Running a text: what it gives, and what is refused, whatever a comment, a string or an escape hides."""

import datetime
import subprocess
import sys

import pytest
from rdflib import Dataset, Literal, URIRef

from maillage.errors import LimitReached, QueryError
from maillage.queries.endpoint.store import EndpointStore
from maillage.queries.runner import ask, run

from .conftest import EVERYWHERE, valley_on

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own

MAI = "PREFIX mai: <https://w3id.org/maillage/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
CODE = MAI + "SELECT DISTINCT ?code WHERE { ?place mai:inseeCode ?code } ORDER BY ?code"


@pytest.fixture(scope="module", params=EVERYWHERE)
def moulins(request: pytest.FixtureRequest) -> Dataset:
    """Return the valley in each store: a value reaches it in a way of its own."""
    return valley_on(request)


def test_select_keeps_its_columns_and_python_values(moulins):
    if isinstance(moulins.store, EndpointStore):
        pytest.skip("what becomes of an integer that is none is the server's own: Virtuoso refuses it")
    table = run(
        moulins,
        """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?iri ?n ?d ?f ?day ?month ?year ?yes ?text ?tagged ?odd ?none WHERE {
          BIND(<urn:a> AS ?iri) BIND(3 AS ?n) BIND(2.5 AS ?d) BIND(1e3 AS ?f)
          BIND("2024-10-02"^^xsd:date AS ?day) BIND("2024-10"^^xsd:gYearMonth AS ?month)
          BIND("2024"^^xsd:gYear AS ?year) BIND(true AS ?yes) BIND("é" AS ?text) BIND("é"@fr AS ?tagged)
          BIND("many"^^xsd:integer AS ?odd)
        }""",
    )
    assert " ".join(table.columns) == "iri n d f day month year yes text tagged odd none"
    expected = [
        "urn:a",
        3,
        2.5,
        1000.0,
        datetime.date(2024, 10, 2),
        "2024-10",
        "2024",
        True,
        "é",
        "é",
        "many",
        None,
    ]
    assert table.iloc[0].tolist() == expected
    assert [type(cell) for cell in table.iloc[0]] == [type(cell) for cell in expected]


def test_no_row_still_has_columns(moulins):
    table = run(moulins, "SELECT ?b ?a WHERE { ?a <urn:nothing> ?b }")
    assert table.empty
    assert list(table.columns) == ["b", "a"]


def test_ask_construct_and_describe(moulins):
    assert run(moulins, MAI + "ASK { ?a a mai:Chantier }").to_dict("list") == {"answer": [True]}
    built = run(moulins, MAI + "CONSTRUCT { ?a <urn:n> ?n } WHERE { ?a mai:number ?n }")
    assert list(built.columns) == ["subject", "predicate", "object"]
    assert sorted(built["object"]) == [1, 2, 10]
    described = len(run(moulins, "DESCRIBE <https://w3id.org/maillage/id/person/ada>"))
    assert described == 7 or (described > 7 and isinstance(moulins.store, EndpointStore))  # a server may add


def test_a_binding_is_a_value_never_text(moulins):
    text = MAI + "SELECT ?place ?name WHERE { ?place skos:prefLabel ?name FILTER(STR(?name) = STR(?asked)) } "
    text = text.replace("?name WHERE", "?name ?asked WHERE")
    assert run(moulins, text, {"asked": Literal("Nordanie")})["name"].tolist() == ["Nordanie"]
    hostile = Literal('x") } ; DROP ALL #')
    assert run(moulins, text, {"asked": hostile}).empty


def test_a_projected_binding_comes_back_as_given(moulins):
    chantier = URIRef("https://w3id.org/maillage/id/chantier/chantier-1")
    table = run(moulins, MAI + "SELECT ?c ?n WHERE { ?c mai:number ?n }", {"c": chantier})
    assert table.to_numpy().tolist() == [[str(chantier), 1]]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SELECT ?m WHERE { ?a ?b ?c FILTER(!BOUND(?m) || ?c < ?m) }", "queries.bound"),
        ("SELECT ?a WHERE { ?a ?b ?m }", "queries.not-selected"),
        ("SELECT ?a ?m WHERE { { SELECT ?a WHERE { ?a ?b ?m } } }", "queries.not-selected"),
    ],
)
def test_a_binding_that_would_be_lost_in_silence_is_refused(moulins, text, key):
    with pytest.raises(QueryError) as raised:
        run(moulins, text, {"m": Literal(3)})
    assert raised.value.key == key
    assert "?m" in str(raised.value)


SERVICE = "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * WHERE {{ {SERVICE} }}",
        f"SELECT * WHERE {{ {SERVICE.replace('SERVICE', 'service silent')} }}",
        f"SELECT * WHERE {{ ?a ?b ?c FILTER EXISTS {{ SELECT ?a {{ {SERVICE} }} }} }}",
        f"ASK {{ ?a ?b ?c OPTIONAL {{ {SERVICE} }} }}",
        f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {{ ?a ?b ?c }} UNION {{ {SERVICE} }} }}",
        f"SELECT * WHERE {{ # harmless \r {SERVICE} }}",
        "SELECT * WHERE { " + SERVICE.replace("S", "\\u0053", 1) + " }",
        f"SELECT * WHERE {{ ?a ?b ?c #\\u000a'''\n {SERVICE} #\\u000a'''\n }}",
        "SELECT * WHERE { \\u005cu0053" + SERVICE[1:] + " }",
        f"SELECT * WHERE {{ VALUES ?x {{ '#' }} {SERVICE} }}",
    ],
)
def test_nothing_asks_another_server(moulins, text, monkeypatch):
    monkeypatch.setattr(type(moulins), "query", lambda *_, **__: pytest.fail("the text reached the store"))
    with pytest.raises(QueryError):
        run(moulins, text)


def test_the_word_service_in_a_string_comment_or_name_is_harmless(moulins):
    text = "SELECT ?service WHERE { # SERVICE <x> {}\n BIND('SERVICE <x> { }' AS ?service) }"
    assert run(moulins, text)["service"].tolist() == ["SERVICE <x> { }"]


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> 3 }",
        "LOAD <http://127.0.0.1:9/>",
        "DELETE WHERE { ?a ?b ?c }",
        "PREFIX a: <urn:a> # SELECT\n DROP ALL",
    ],
)
def test_an_update_is_refused(moulins, text):
    before = len(moulins)
    with pytest.raises(QueryError) as raised:
        run(moulins, text)
    assert raised.value.key == "queries.update"
    assert len(moulins) == before


@pytest.mark.parametrize("clause", ["FROM <urn:g>", "FROM NAMED <http://127.0.0.1:9/>"])
def test_from_is_refused_since_the_store_would_ignore_it_or_fetch_it(moulins, clause):
    with pytest.raises(QueryError) as raised:
        run(moulins, f"SELECT * {clause} WHERE {{ ?a ?b ?c }}")
    assert raised.value.key == "queries.from"


def test_a_syntax_error_is_placed(moulins):
    with pytest.raises(QueryError, match="ligne 2, colonne 10 : « FILTR") as raised:
        run(moulins, "SELECT ?a WHERE {\r\n?a ?b ?c FILTR(1) }")
    assert (raised.value.values["line"], raised.value.values["column"]) == (2, 10)
    assert raised.value.__cause__ is not None
    with pytest.raises(QueryError) as raised:
        run(moulins, "SELECT ?a WHERE {\n?a ?b ?c ")
    assert raised.value.key == "queries.syntax-end"


@pytest.mark.parametrize(
    "text",
    ["", "SELECT ?a WHERE { ?a nope:b ?c }", "SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?c", "ASK {" * 3000],
)
def test_any_other_fault_is_a_query_error_too(moulins, text):
    with pytest.raises(QueryError):
        run(moulins, text)


def test_a_failure_of_the_store_is_a_query_error(moulins, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(type(moulins), "query", fail)
    with pytest.raises(QueryError, match="disk") as raised:
        run(moulins, "ASK {}")
    assert isinstance(raised.value.__cause__, RuntimeError)


def test_a_triple_in_two_graphs_is_one_row(moulins):
    assert run(moulins, CODE)["code"].tolist() == ["91", "91001", "91002", "92", "92001"]


def test_pandas_waits_until_it_is_needed():
    script = (
        "import sys, maillage.queries.runner, maillage.queries.catalogue as catalogue;"
        "catalogue.load_catalogue(); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_ask_gives_the_declared_columns_alone(moulins):
    table = ask(moulins, "support-offers", maximum=1)
    assert table.empty
    assert "maximum" not in table.columns
    assert table.columns[1] == "offerLabel"


def test_an_answer_beyond_the_limit_is_refused_whole(moulins, monkeypatch):
    monkeypatch.setattr("maillage.queries.runner.MOST_ROWS", 3)
    assert len(run(moulins, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3")) == 3
    with pytest.raises(LimitReached) as refused:
        run(moulins, "SELECT ?s WHERE { ?s ?p ?o }")
    assert refused.value.exit_code == 3
