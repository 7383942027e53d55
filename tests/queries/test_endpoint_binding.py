"""Values in a text for a server that takes a text alone: each store's own substitution is the judge."""

import pytest
from rdflib import Literal, URIRef
from rdflib.plugins.sparql.parser import parseQuery

from maillage.queries.catalogue import load_catalogue
from maillage.queries.endpoint.binding import bound

IRI = URIRef("https://a.example/x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?s ?n { ?s ?p ?n }", 'SELECT ?s ("x" AS ?n) { ?s ?p "x" }'),
        ("SELECT (?n AS ?m) ?n { }", 'SELECT ("x" AS ?m) ("x" AS ?n) { }'),
        (
            "SELECT ?n { FILTER(?s = $n) } ORDER BY ?n DESC(?n)",
            'SELECT ("x" AS ?n) { FILTER(?s = "x") } ORDER BY ?n DESC("x")',
        ),
        (
            "SELECT ?n { { SELECT ?s ?n { ?s ?p ?n } } }",
            'SELECT ("x" AS ?n) { { SELECT ?s  { ?s ?p "x" } } }',
        ),
        (
            "SELECT ?n { { SELECT ?n { ?s ?p ?n } } }",
            'SELECT ("x" AS ?n) { { SELECT ("x" AS ?_select_n) { ?s ?p "x" } } }',
        ),
        (
            "SELECT ?s ?n { ?s ?p ?n } GROUP BY ?s ?n HAVING(?n > 1)",
            'SELECT ?s ("x" AS ?n) { ?s ?p "x" } GROUP BY ?s  HAVING("x" > 1)',
        ),
        (
            "SELECT ?n { ?s ?p ?n } GROUP BY ?n",
            'SELECT ("x" AS ?n) { ?s ?p "x" } GROUP BY ("x" AS ?_group_n)',
        ),
        ("ASK { ?s ?p ?n }", 'ASK { ?s ?p "x" }'),
        ("DESCRIBE ?n", 'DESCRIBE "x"'),
        (
            "# ?n\nSELECT ?n { ?s <urn:?n> '?n' . ?s ?p \"\"\"?n\"\"\" }",
            '# ?n\nSELECT ("x" AS ?n) { ?s <urn:?n> \'?n\' . ?s ?p """?n""" }',
        ),
        ("SELECT ?n { ?s ?p ?name, ?n2 }", 'SELECT ("x" AS ?n) { ?s ?p ?name, ?n2 }'),
    ],
)  # fmt: skip
def test_a_given_variable_becomes_its_term(text, expected):
    assert bound(text, {"n": Literal("x")}) == expected


def test_a_parameter_without_value_is_left_out_of_what_joins():
    text = "# param n: text? | x | x\n"
    text += "SELECT ?s ?n { { SELECT ?s ?n { ?s ?p ?o } GROUP BY ?s ?n } } GROUP BY ?s ?n"
    assert (
        bound(text, {}).splitlines()[1]
        == "SELECT ?s ?n { { SELECT ?s  { ?s ?p ?o } GROUP BY ?s  } } GROUP BY ?s ?n"
    )


def test_what_stands_in_a_term_cannot_leave_it():
    evil = Literal('" . ?s ?p ?o } #\\')
    [one] = parseQuery(bound("SELECT ?n { ?s ?p ?n }", {"n": evil}))[1:]
    assert one["where"].part[0].triples[0][2]["string"] == evil


@pytest.mark.parametrize("question", load_catalogue(), ids=lambda question: question.name)
def test_every_question_stays_readable_whatever_is_given(question):
    names = [param.name for param in question.params] + ["language"]
    for given in ({}, dict.fromkeys(names, IRI), {names[0]: IRI}):
        parseQuery(bound(question.text, given))
