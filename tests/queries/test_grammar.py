"""The grammar follows all that SPARQL 1.1 allows, as another parser does, and tells where a text leaves it."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib.plugins.sparql.parser import parseQuery

from maillage.queries.catalogue import load_catalogue
from maillage.queries.grammar.parsing import read
from maillage.queries.grammar.tokens import tokens

ROOT = Path(__file__).parent.parent.parent
# ruff: noqa: E501 (a query a line)
FINE = (
    "ASK{}",
    "select*{?s?p?o}",
    "BASE <http://x/> PREFIX : <#> PREFIX a.b-c: <y> SELECT DISTINCT ?x (1+2 AS ?y) $z { :é a.b-c:0 a.b-c:%20\\, }",
    "SELECT REDUCED * FROM <a> FROM NAMED <b> WHERE { } GROUP BY ?a (?b AS ?c) STR(?d) HAVING (COUNT(*) > 1) (?e) "
    "ORDER BY DESC(?a) ?b (?c) LCASE(?d) OFFSET 1 LIMIT 2 VALUES ?a { 1 }",
    "SELECT (COUNT(DISTINCT *) AS ?n) (GROUP_CONCAT(DISTINCT ?x ; SEPARATOR = ', ') AS ?l) { }",
    "CONSTRUCT WHERE { ?s a ?o . }",
    "CONSTRUCT { [] a [ ] ; ?p ( 1 'a'@fr-FR \"b\"^^<c> true ) . } WHERE { }",
    "DESCRIBE ?x <y> WHERE { ?x a <z> } LIMIT 1",
    "DESCRIBE *",
    "SELECT * { ?s (^<a>|!(<b>|^<c>|a)+)/<d>*?o ; <e>? 1, -2, +3.5e6 . FILTER(?a < 1 && ?b > 2 || !BOUND(?c)) }",
    "SELECT * { { SELECT ?x { } LIMIT 1 } UNION { } OPTIONAL { } MINUS { } GRAPH ?g { } SERVICE SILENT <s> { } }",
    "SELECT * { BIND(IF(?a IN (1, 2), ?b NOT IN (), -?c * 3 - 4) AS ?d) VALUES (?x ?y) { (1 UNDEF) (<a> 'b') } }",
    "SELECT * { FILTER NOT EXISTS { ?s ?p ?o } FILTER EXISTS { } FILTER <f>(DISTINCT ?x) FILTER <g>() }",
    "SELECT * { VALUES () { () () } VALUES ( ) { } }",
    'SELECT * { ?s ?p \'\'\'it\'s "fine"\'\'\', """so ""is"" this""" # and } this\n }',
    "SELECT (1-1 AS ?x) (2+-3 AS ?y) (?z -4*5 AS ?w) { }",
)
WRONG = (
    ("SELECT", 1, 7, "", {"VAR", "'*'", "'('", "'DISTINCT'"}),
    ("SELECT ?x\nWHERE {\n ?x a }", 3, 7, "}", {"VAR", "IRIREF"}),
    ("SELECT * { ?s ?p ?o FILTR(?o) }", 1, 21, "FILTR", {"'FILTER'", "'.'", "'}'"}),
    ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29, "ten", {"INTEGER"}),
    ("SELECT * { ?s ?p 'open }", 1, 18, "'", {"STRING", "VAR"}),
    ("SELECT * { ?s ?p ?o } }", 1, 23, "}", {"'LIMIT'", "END"}),
    ("SELECT * { BIND(1 AS 2) }", 1, 22, "2", {"VAR"}),
    ("SELECT * { ?s ?p <not an iri> }", 1, 18, "<", {"IRIREF"}),
    ("SELECT ?x { } GROUP ?x", 1, 21, "?x", {"'BY'"}),
    ("SELECT * { FILTER(?a = ) }", 1, 24, ")", {"VAR", "FUNCTION1"}),
)


@pytest.mark.parametrize("text", FINE)
def test_what_sparql_allows_is_followed(text):
    assert read(text)[1] is None
    parseQuery(text)  # by another parser too


@pytest.mark.parametrize(
    ("text", "line", "column", "found", "expected"), WRONG, ids=[each[0][:30] for each in WRONG]
)
def test_where_a_text_leaves_the_grammar_is_told(text, line, column, found, expected):
    departure = read(text)[1]
    before = text[: departure.found.start]
    assert (before.count("\n") + 1, len(before) - before.rfind("\n")) == (line, column)
    assert departure.found.text == found
    assert expected <= departure.expected


def test_every_query_of_ours_is_followed():
    texts = [each.text for each in load_catalogue()]
    texts += [path.read_text("utf-8") for path in ROOT.glob("[a-z]*/**/*.rq")]
    assert len(texts) > 60
    for text in texts:
        assert read(text)[1] is None, text


def test_a_query_that_lost_a_token_is_judged_as_another_parser_does():
    chance = random.Random(6)  # noqa: S311
    texts = [*FINE, *(each.text for each in load_catalogue()[:6])]
    wrong = 0
    for _ in range(120):
        text = re.sub(r"#[^\n<>]*$", "", chance.choice(texts), flags=re.MULTILINE)
        found = [*tokens(text)]  # a tag may stand apart from its text, for the grammar alone
        lost = chance.choice([each for each, after in pairwise(found) if after.terminal != "LANGTAG"])
        left = f"{text[: lost.start]} {text[lost.start + len(lost.text) :]}"
        departed = read(left)[1] is not None
        assert departed == _refused_elsewhere(left), left
        wrong += departed
    assert 20 < wrong < 120


def _refused_elsewhere(text: str) -> bool:
    from pyparsing import ParseException

    try:
        parseQuery(text)
    except ParseException:
        return True
    return False


def test_a_long_text_is_read_without_recursion():
    deep = f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}"
    assert read(deep)[1] is None
    assert read(f"SELECT * {{ {'{' * 20_000} }}")[1].found.terminal == "END"
