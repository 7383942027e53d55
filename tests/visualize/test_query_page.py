"""The page where one asks: whole without scripts, hostile values kept as words, every question in it."""

import json
import re

import pytest

from maillage.messages import set_language
from maillage.ontology.terms import THING
from maillage.queries.catalogue import load_catalogue, question
from maillage.visualize import query_page, served_page
from maillage.visualize.query_page import choices, offered, questions, render_answer, render_query
from maillage.visualize.served_page import asset, page_of

ASKED = [each for each in load_catalogue() if not each.is_violation]
HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_question_is_offered_by_topic(visit, language):
    set_language(language)
    page = render_query(visit, "", {})
    for each in ASKED:
        assert f'data-question="{each.name}"' in page
    assert f'lang="{language}"' in page
    assert "-violation" not in page.partition("page-data")[0]


def test_a_chosen_question_has_its_text_and_a_field_a_parameter(visit):
    page = render_query(visit, "support-offers", {"territory": "Normandie"})
    assert '<input id="field-territory" name="p.territory" value="Normandie"' in page
    assert 'name="p.maximum"' in page
    assert "# titre: Quelles offres" in page
    assert re.search(r'data-question="support-offers"[^>]*aria-current="true"', page)


def test_what_is_written_stays_words(visit):
    page = render_query(
        visit, "support-offers", {"territory": HOSTILE}, f"SELECT * {{ ?s ?p '{HOSTILE}' }}", HOSTILE
    )
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 3


def test_the_data_block_opens_no_markup(visit):
    block = re.search(r'id="page-data">(.*?)</script>', render_query(visit, "", {}), re.DOTALL)[1]
    assert "<" not in block
    words = json.loads(block)["words"]
    assert all(words.values())


def test_the_page_needs_nothing_inline(visit):
    page = render_query(visit, "", {})
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in each or "application/json" in each for each in scripts)
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_without_the_editor_the_page_says_so_and_links_to_none(visit, monkeypatch):
    monkeypatch.setattr(query_page, "has_editor", lambda: False)
    page = render_query(visit, "", {})
    assert "editor-script" not in page
    assert "cette zone de texte fait le même travail" in page
    assert '<textarea id="query" name="query"' in page


def test_an_answer_without_scripts_is_a_table_with_links(visit):
    body = {
        "head": {"vars": ["offer", "offerLabel", "note"]},
        "results": {
            "bindings": [
                {
                    "offer": {"type": "uri", "value": str(THING["offer/a"])},
                    "offerLabel": {"type": "literal", "value": HOSTILE},
                    "note": {"type": "uri", "value": "javascript:alert(1)"},
                }
            ]
        },
    }
    page = render_answer(visit, "application/sparql-results+json", json.dumps(body).encode(), "SELECT …")
    assert '<a href="/id/offer/a">&#34;&gt;&lt;script&gt;' in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert page.count('role="columnheader"') == 2


def test_yes_no_and_graphs_are_answers_too(visit):
    page = render_answer(visit, "application/sparql-results+json", b'{"head":{},"boolean":true}', "ASK {}")
    assert ">Oui.</td>" in page
    triple = b'<https://example.org/a> <https://example.org/p> "\\u00e9t\\u00e9"@fr .\n'
    page = render_answer(visit, "application/n-triples", triple, "CONSTRUCT …")
    assert ">été</td>" in page


def test_the_catalogue_as_json_says_all_that_a_client_needs():
    told = {each["name"]: each for each in questions()}
    assert set(told) == {each.name for each in ASKED}
    offers = told["support-offers"]
    assert offers["title"]["en"] == "Which support offers, where and at what price?"
    assert [(param["name"], param["kind"], param["required"]) for param in offers["params"]] == [
        ("territory", "territory", False),
        ("maximum", "price", False),
    ]
    assert offers["text"] == question("support-offers").text
    assert {
        "name": "priceMin",
        "unit": "EUR",
        "header": {"fr": "à partir de (€)", "en": "from (EUR)"},
    } in offers["columns"]


def test_the_editor_is_offered_terms_in_the_language_spoken():
    structure = next(each for each in offered()["terms"] if each["name"] == "Funder")
    assert structure["label"] == "financeur"
    assert offered()["prefixes"]["mai"] == "https://w3id.org/maillage/ontology#"
    assert any(each["iri"].endswith("/roles/member") for each in offered()["concepts"])
    set_language("en")
    assert next(each for each in offered()["terms"] if each["name"] == "Funder")["label"] == "funder"


def test_choices_are_what_the_graph_holds_by_letters_of_its_name(corpus, asking):
    ask = asking(corpus.public)
    assert {"name": "Normandie", "iri": str(THING["territory/region-28"])} in choices(
        ask, "support-offers", "territory", "NORM"
    )
    assert choices(ask, "support-offers", "maximum", "1") == []
    assert choices(ask, "support-offers", "no-such", "1") == []


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        ("https://w3id.org/maillage/id/structure/a", "/id/structure/a"),
        ('https://w3id.org/maillage/id/x/<b>"#?', "/id/x/%3Cb%3E%22%23%3F"),
        ("https://w3id.org/maillage/ontology#Structure", "/ontology#Structure"),
        ("https://w3id.org/maillage/typology/roles/member", "/ontology#roles/member"),
        ("https://w3id.org/maillage/ontology", "/ontology"),
        ("https://example.org/a", None),
        ("javascript:alert(1)", None),
    ],
    ids=range(7),
)
def test_our_iris_have_pages(iri, page):
    assert page_of(iri) == page


@pytest.mark.parametrize(
    "name",
    [
        "../page.py",
        "..",
        "",
        "/etc/passwd",
        "bundles/../../page.py",
        ".hidden.css",
        "a/b/c.js",
        "base.css\x00",
        "no.css",
    ],
)
def test_only_static_files_are_given(name):
    assert asset(name) is None


def test_static_files_have_their_media_type():
    for name in ("base.css", "query-page.js", served_page.VIS, "icon.svg"):
        content, media = asset(name)
        assert content
        assert media.startswith(
            {"css": "text/css", "js": "text/javascript", "svg": "image/svg"}[name.rpartition(".")[2]]
        )


def test_links_keep_the_language_that_was_chosen(visit):
    set_language("en")
    chosen = served_page.Visit(visit.served, visit.base, "/?question=a", True, "")
    assert chosen.to("/ontology#Structure") == "/ontology?lang=en#Structure"
    assert visit.to("/ontology") == "/ontology"
    assert chosen.in_language("fr") == "/?question=a&lang=fr"
