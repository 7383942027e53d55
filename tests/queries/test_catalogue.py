"""The catalogue: every question is described, runs in any SPARQL tool, and speaks only declared terms."""

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, URIRef
from rdflib.plugins.sparql import prepareQuery

from maillage.errors import UnknownName
from maillage.messages import set_language
from maillage.ontology.terms import MAI, load_ontology, scheme_terms, schemes
from maillage.queries.catalogue import LANGUAGE, USERS, load_catalogue, parse_question, question
from maillage.queries.guard import checked

QUESTIONS = load_catalogue()
each_question = pytest.mark.parametrize("asked", QUESTIONS, ids=lambda each: each.name)

HEADER = """# titre: Quoi ?
# title: What?
# description-fr: Une description
#   sur deux lignes.
# description-en: A description.
# user: researcher, coordinator
# param roof: number = 12,5 | le plafond | the ceiling
# param of: iri(Chantier)? | le chantier | the chantier
# column thing: iri | chose | thing

SELECT ?thing WHERE { ?thing ?roof ?of }
"""


def test_a_header_is_read_whole():
    read = parse_question(HEADER, "topic", "what")
    assert (read.name, read.topic, read.user) == ("what", "topic", ("researcher", "coordinator"))
    assert read.title == {"fr": "Quoi ?", "en": "What?"}
    assert read.description["fr"] == "Une description sur deux lignes."
    roof, of = read.params
    assert (roof.name, roof.kind, roof.default, roof.required) == ("roof", "number", "12,5", False)
    assert (of.kind, of.within, of.optional, of.required) == ("iri", "Chantier", True, False)
    assert [(each.name, each.unit, dict(each.header)) for each in read.columns] == [
        ("thing", "iri", {"fr": "chose", "en": "thing"})
    ]
    assert read.text == HEADER


@pytest.mark.parametrize(
    ("found", "put", "said"),
    [
        ("# title: What?\n", "", "no title"),
        ("# user: researcher, coordinator", "# user: passer-by", "no user passer-by"),
        ("# column thing: iri | chose | thing\n", "", "no column"),
        ("number = 12,5", "sum", "line 7: not a type"),
        ("| chose | thing", "| chose", "line 9"),
        ("# title: What?", "# title: What?\n# title: Again?", "repeated field 'title'"),
        ("# titre: Quoi ?", "# Quoi ?", "line 1: not a header field"),
        ("# param of:", "# param roof:", "declared twice"),
        ("# title: What?", "# headline: What?", "unknown or repeated field 'headline'"),
        ("# param of:", "# param language:", "every question takes 'language'"),
        ("# param of:", "# param:", "line 8: not a header field"),
    ],
)
def test_a_faulty_header_is_a_programmers_mistake(found, put, said):
    assert found in HEADER
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_question(HEADER.replace(found, put), "topic", "what")


def test_the_catalogue_holds_every_file_once():
    import maillage.queries

    folder = Path(maillage.queries.__file__).parent
    assert sorted(each.name for each in QUESTIONS) == sorted(path.stem for path in folder.glob("*/*.rq"))
    assert len([each for each in QUESTIONS if not each.is_violation]) >= 22
    assert {user for each in QUESTIONS for user in each.user} == set(USERS)
    assert load_catalogue() is QUESTIONS


def test_an_unknown_name_tells_the_nearest():
    assert question("timeline").topic == "knowledge"
    set_language("en")
    try:
        with pytest.raises(UnknownName, match=r"suport-offers: .*support-offers") as raised:
            question("suport-offers")
    finally:
        set_language("fr")
    assert raised.value.exit_code == 2
    with pytest.raises(UnknownName, match="timeline"):
        question("zzzz")


@pytest.mark.parametrize("name", ["zzzz", "nosuch", "part-of-itself-violatio"])
def test_an_unknown_name_never_tells_of_a_check(name):
    with pytest.raises(UnknownName) as raised:
        question(name)
    assert "-violation" not in raised.value.mend
    assert question("part-of-itself-violation").is_violation  # asked by its own name, it answers


@each_question
def test_the_columns_and_params_are_those_of_the_text(asked):
    projected = [str(name) for name in prepareQuery(asked.text).algebra.PV]  # its own prefixes alone
    columns = [column.name for column in asked.columns]
    assert [name for name in projected if name in columns] == columns
    assert set(projected) - set(columns) == {LANGUAGE, *(param.name for param in asked.params)}


@each_question
def test_a_label_stands_beside_its_iri(asked):
    columns = {column.name: column.unit for column in asked.columns}
    for name in columns:
        if name.endswith("Label") and name.removesuffix("Label") in columns:
            assert columns[name.removesuffix("Label")] in ("iri", "any")
            assert list(columns).index(name) == list(columns).index(name.removesuffix("Label")) + 1


@each_question
def test_facts_carry_their_source_and_place(asked):
    columns = [column.name for column in asked.columns]
    without = {  # these count
        *("facts-per-document-and-status", "terms-and-their-uses"),
        *("structures-per-territory", "densest-territories", "territories-by-typology"),
        "most-central-structures",  # this one computes
    }
    if not asked.is_violation and asked.name not in without:
        assert {"source", "sourceLabel", "locator"} <= set(columns)


@each_question
def test_the_text_passes_the_guard_with_its_params_given(asked):
    assert checked(asked.text, {}, {LANGUAGE, *(param.name for param in asked.params)}) == asked.text


@each_question
def test_rows_are_in_an_order_of_their_own(asked):
    assert re.search(r"^ORDER BY", asked.text, re.MULTILINE)


DECLARED = {
    subject
    for kind in (
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
    )
    for subject in load_ontology().subjects(RDF.type, kind)
}


@each_question
def test_only_declared_terms_are_used(asked):
    code = re.sub(r"^#.*$", "", asked.text, flags=re.MULTILINE)
    used = {URIRef(f"{MAI._NS}{name}") for name in re.findall(r"(?<![\w:/])mai:(\w+)", code)}
    assert not used - DECLARED
    assert set(re.findall(r"(?<![\w:/])role:([\w-]+)", code)) <= scheme_terms("roles")
    assert set(re.findall(r"(?<![\w:/])scheme:([\w-]+)", code)) <= set(schemes())
    for param in asked.params:
        if param.kind == "term" and param.within:
            assert param.within in schemes()
        elif param.kind == "iri" and param.within != "ConceptScheme":
            assert not param.within or URIRef(f"{MAI._NS}{param.within}") in DECLARED


def test_every_question_is_held_against_expected_rows():
    tests = Path(__file__).parent
    told = "".join(
        (tests / f"test_{part}.py").read_text("utf-8")
        for part in ("questions", "knowledge", "violations", "territories")
    )
    assert [each.name for each in QUESTIONS if f'"{each.name}"' not in told] == []
