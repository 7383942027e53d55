"""Graphs in the vocabularies of others: what becomes rows, what becomes ties, what is told."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.conversion import convert
from maillage.data.mapping.proposing import propose
from maillage.data.readers import rdf
from maillage.data.readers.rdf_vocabularies import (
    end,
    inverse,
    kind_of,
    meaning,
    normal,
    our_terms,
    tie,
)
from maillage.data.reading.sniffing import Sniffed
from maillage.errors import InvalidData

SAMPLES = Path(__file__).parent / "samples"
PAIR = SAMPLES / "pair" / "archipel.ttl"
PREFIXES = """
@prefix pair: <http://virtual-assembly.org/ontologies/pair#> .
@prefix pairs: <http://virtual-assembly.org/ontologies/pair/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix : <https://x.example/> .
"""
A_TYPE = "<http://x/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Organization> ."
A_NAMED = '<http://x/a> a <http://schema.org/Organization> ; <http://schema.org/name> "Été" .'
A_QUOTED = (
    "@prefix s: <http://schema.org/>. <http://x/a> a s:Organization . "
    "{<http://x/b> a s:Organization} a s:Thing ."
)
A_JSON = '{"@context": {"@vocab": "http://schema.org/"}, "@id": "http://x/a", "@type": "Organization"}'
A_XML = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="http://x/a">'
    '<r:type r:resource="http://schema.org/Organization"/></r:Description></r:RDF>'
)


def tables(source):
    return {table.name: table for table in source.tables}


def ends(source):
    rows = tables(source)["liens"].rows if "liens" in tables(source) else ()
    return Counter(
        _tie(row.cells["relation"][0], *(row.cells[end][0].rpartition("/")[2] for end in ("from", "to")))
        for row in rows
    )


def told(source):
    return {(remark.key, remark.column): remark.values.get("count") for remark in source.remarks}


def turtle(folder, text, name="a.ttl"):
    path = folder / name
    path.write_text(PREFIXES + text, "utf-8")
    return rdf.read([path])


@pytest.fixture(scope="module")
def pair():
    return rdf.read([PAIR])


def row(source, table, end):
    return next(row for row in tables(source)[table].rows if row.key.endswith(end))


def _tie(relation, *ends):
    return relation, *(sorted(ends) if relation == "partnership" else ends)


# --- PAIR


def test_pair_things_stand_by_kind(pair):
    assert [(table.name, table.kind, len(table.rows)) for table in pair.tables] == [
        ("structures", "structures", 11),
        ("démarches", "initiatives", 1),
        ("projets", "chantiers", 3),
        ("événements", "events", 1),
        ("personnes", "persons", 2),
        ("liens", "links", 14),
    ]


def test_french_comes_first_and_other_names_stay(pair):
    cells = row(pair, "structures", "atelier-des-marees").cells
    assert cells["name"] == ("L'Atelier des Marées",)
    assert cells["spelling"] == ("Tide Workshop", "Atelier des Marées fictif")
    assert cells["description"] == ("Un atelier partagé imaginaire.",)
    assert cells["pair:description (autres)"] == ("An imaginary shared workshop.",)


def test_terms_are_read_as_declared_and_as_spelt_live(pair):
    first, second = (
        row(pair, "structures", "atelier-des-marees").cells,
        row(pair, "structures", "embruns").cells,
    )
    assert first["contact-email"] == ("contact@atelier-des-marees.example",)  # pair:email
    assert second["contact-email"] == ("bonjour@embruns.example",)  # pair:e-mail
    assert first["homepage"] == ("https://atelier-des-marees.example/",)  # pair:homePage, a literal
    assert second["homepage"] == ("https://embruns.example",)  # pair:homepage, an IRI
    assert first["pair:hasInterest"] == ("Communs",)  # with a slash
    assert (first["postcode"], first["city"]) == (("29200",), ("Brest",))
    garden = row(pair, "structures", "jardins-suspendus").cells
    assert (garden["street"], garden["postcode"], garden["city"]) == (
        ("3 impasse de la Fable",),
        ("29200",),
        ("Brest",),
    )


def test_a_tie_said_from_both_ends_is_one(pair):
    found = ends(pair)
    assert set(found.values()) == {1}
    assert ("partnership", "atelier-des-marees", "cooperative-des-embruns") in found
    assert ("participation", "atelier-des-marees", "recyclerie-flottante") in found
    assert ("affiliation", "atelier-des-marees", "archipel") in found
    assert ("funding", "fonds-des-phares", "recyclerie-flottante") in found
    assert Counter(relation for relation, *_ in found) == {
        "participation": 7, "affiliation": 3, "partnership": 2, "funding": 2,
    }  # fmt: skip


def test_an_involvement_says_its_role_and_support_is_noted_as_read(pair):
    rows = tables(pair)["liens"].rows
    assert [row.cells["role"] for row in rows if "role" in row.cells] == [("Pilote",)]
    notes = {row.cells["note"][0] for row in rows if row.cells["relation"] == ("funding",)}
    assert notes == {"Soutien (pair:supports), lu comme un financement."}


def test_a_project_that_others_are_part_of_is_an_initiative(pair):
    assert row(pair, "démarches", "programme-littoral").cells["name"] == ("Programme Littoral commun",)
    parents = {row.cells.get("part-of") for row in tables(pair)["projets"].rows}
    assert parents == {("https://archipel.example/projects/programme-littoral",), None}
    assert row(pair, "événements", "fete-des-communs").cells["part_of"] == (
        "https://archipel.example/projects/carte-des-communs",
    )


def test_people_are_private(pair):
    alix, bo = tables(pair)["personnes"].rows
    assert alix.cells["contact-name"] == ("Fictif",)
    assert alix.cells["contact-first-name"] == ("Alix",)
    assert bo.cells["contact-post"] == ("Trésorerie",)
    assert bo.cells["organisation"] == ("https://archipel.example/organizations/cooperative-des-embruns",)
    assert told(pair)["rdf.person-tie", "pair:involvedIn"] == 1
    everything = {value for table in pair.tables if table.kind != "persons" for row in table.rows
                  for values in row.cells.values() for value in values}  # fmt: skip
    assert not any("Alix" in value or "alix.fictif" in value for value in everything)


def test_noise_is_kept_aside_and_counted(pair):
    found = told(pair)
    for term in (
        "as:followers",
        "as:outbox",
        "as:Collection",
        "sec:publicKey",
        "sec:publicKeyPem",
        "acl:accessTo",
    ):
        assert found["rdf.noise", term] == 1
    assert found["rdf.class-aside", "pair:Document"] == 1
    assert found["rdf.class-aside", "pair:Idea"] == 1
    assert found["rdf.here", ""] == 1
    assert ("rdf.imports", "") in found
    fields = {each.name: each.meaning for each in tables(pair)["structures"].fields}
    assert fields["https://archipel.example/vocab#couleur"] == "aside"
    assert fields["pair:homePage (machine)"] == "aside"


def test_pair_becomes_rows_and_every_one_is_accounted_for(pair):
    conversion = convert(pair, propose(pair), name="archipel", title="Archipel")
    assert {each.table: (each.rows, each.accepted, each.rejected) for each in conversion.accounts} == {
        "structures": (11, 10, 1), "démarches": (1, 1, 0), "projets": (3, 3, 0), "événements": (1, 1, 0),
        "personnes": (2, 2, 0), "liens": (14, 14, 0),
    }  # fmt: skip
    assert len(conversion.rows["partnerships"]) == 5
    assert {row["territory"] for row in conversion.rows["locations"]} >= {"commune-29019", "commune-56121"}


# --- ORG, ESSGlobal, schema.org


def test_memberships_are_affiliations_posts_or_nothing():
    source = rdf.read([SAMPLES / "org" / "federation.trig"])
    found = ends(source)
    assert set(found.values()) == {1}
    assert sum(1 for relation, *_ in found if relation == "affiliation") == 6
    assert found["partnership", "moulin", "quai"] == 1
    notes = [
        row.cells.get("note")
        for row in tables(source)["liens"].rows
        if row.cells["from"][0].endswith("halle")
    ]
    assert notes == [("Rôle : Trésorière.",)]
    person = tables(source)["personnes"].rows[0].cells
    assert (person["contact-post"], person["contact-email"]) == (("Directrice",), ("camille@rives.example",))
    assert told(source)["rdf.tie-aside", "org:Membership"] == 1  # the member of nothing
    federation = row(source, "structures", "id/federation").cells
    assert federation["type"] == ("réseau",)
    mill = row(source, "structures", "moulin").cells
    assert (mill["street"], mill["city"], mill["org:classification"]) == (
        ("4 rue du Bief",),
        ("Angers",),
        ("Tiers-lieu",),
    )


def test_essglobal_is_one_vocabulary_wherever_it_is_served():
    source = rdf.read([SAMPLES / "essglobal" / "directory.rdf"])
    rows = tables(source)["structures"].rows
    assert [row.cells["type"] for row in rows] == [
        ("structure de l'ESS",),
        ("structure de l'ESS",),
        ("réseau",),
    ] or [row.cells["type"][0].casefold() for row in rows]
    assert rows[0].cells["ess:organisationalStructure"] == ("Coopérative de travail",)
    assert rows[0].cells["ess:primarySector"] == ("AM30",)
    assert (rows[0].cells["latitude"], rows[0].cells["postcode"]) == (("47.21",), ("44000",))


def test_a_grant_says_who_funds_what_and_how_much():
    source = rdf.read([SAMPLES / "schema" / "grants.jsonld"])
    grant = next(row for row in tables(source)["liens"].rows if row.cells["relation"] == ("funding",))
    assert ends(source)["funding", "fondation", "projet"] == 1
    assert (grant.cells["amount_eur"], grant.cells["start"]) == (("12000",), ("2024-09-01",))
    assert ends(source)["affiliation", "fourmi", "cigale"] == 1
    lead = next(row for row in tables(source)["liens"].rows if row.cells.get("role") == ("lead",))
    assert lead.cells["to"] == ("https://mecenat.example/bal",)
    assert tables(source)["événements"].rows[0].cells["territory"] == ("Arles",)


def test_an_amount_in_another_currency_is_no_amount_in_euros(tmp_path):
    source = turtle(
        tmp_path,
        """
        :f a schema:Organization ; schema:name "F" . :p a schema:Project ; schema:name "P" .
        :g a schema:Grant ; schema:funder :f ; schema:fundedItem :p ;
           schema:amount [ a schema:MonetaryAmount ; schema:value 5 ; schema:currency "USD" ] .""",
    )
    assert ends(source) == {("funding", "f", "p"): 1}
    assert "amount_eur" not in tables(source)["liens"].rows[0].cells


# --- what the vocabularies say


def iri(name):
    prefixes = {"pair": "http://virtual-assembly.org/ontologies/pair#", "org": "http://www.w3.org/ns/org#",
                "schema": "http://schema.org/", "mai": "https://w3id.org/maillage/ontology#"}  # fmt: skip
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local


def test_the_alignments_decide_where_they_speak():
    assert our_terms(iri("pair:Organization")) == ("Structure",)
    assert kind_of(iri("pair:Organization")) == "structures"
    assert kind_of(iri("org:Membership")) == "participation"
    assert tie(iri("schema:funder")) == ("funding", True)
    assert tie(iri("org:linkedTo")) == ("partnership", False)
    assert tie(iri("pair:cooperatesWith")) is None
    assert meaning(iri("pair:e-mail"), "structures") == "contact-email"
    assert meaning(iri("pair:startDate"), "chantiers") == "start"
    assert end(iri("pair:involvementActor"), "participation") == "from"
    assert end(iri("org:organization"), "participation") == "to"


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("http://virtual-assembly.org/ontologies/pair/Image", iri("pair:Image")),
        ("http://virtual-assembly.org/ontologies/pair#email", iri("pair:e-mail")),
        ("http://virtual-assembly.org/ontologies/pair#addressZipcode", iri("pair:addressZipCode")),
        ("https://schema.org/name", iri("schema:name")),
        ("https://dev.lod.coop/essglobal/2.1/vocab/Network", "http://purl.org/essglobal/vocab/Network"),
        ("https://lod.coop/essglobal/2.1/standard/x/Y1", "http://purl.org/essglobal/standard/x/Y1"),
        ("https://elsewhere.example/pair#email", "https://elsewhere.example/pair#email"),
    ],
)
def test_a_term_has_one_spelling(written, declared):
    assert normal(written) == declared


def test_no_property_is_the_inverse_of_its_inverse():
    from maillage.data.readers.rdf_vocabularies import _declared

    pairs = _declared()["inverses"]
    assert not set(pairs) & set(pairs.values())
    assert inverse(iri("pair:involves")) == iri("pair:involvedIn")


# --- shapes that mislead


def test_lists_types_and_loops(tmp_path):
    source = turtle(
        tmp_path,
        """
        :a a pair:Organization ; pair:label "A" ; pair:partnerOf ( :b :c ) , :a ; pair:hasLocation :p .
        :b a pair:Organization , skos:Concept ; pair:label "B" .
        :c a org:Organization ; skos:prefLabel "C"@fr .
        :p a pair:Place ; pair:label "Nulle part" ; pair:hasLocation :p . :x pair:label "sans classe" .
        :l a pair:Organization ; pair:label "L" ; pair:partnerOf _:n . _:n rdf:first :a ; rdf:rest _:n .""",
    )
    assert {row.key[-1] for row in tables(source)["structures"].rows} == set("abcl")
    assert ends(source) == {
        ("partnership", "a", "b"): 1,
        ("partnership", "a", "c"): 1,
        ("partnership", "a", "l"): 1,
    }
    assert told(source)["rdf.tie-aside", "pair:partnerOf"] == 1
    assert told(source)["rdf.class-aside", ""] == 1


def test_a_blank_node_is_known_by_its_name_from_one_reading_to_the_next(tmp_path):
    other = '[ a pair:Organization ; pair:label "Autre" ]'
    text = f'[] a pair:Organization ; pair:label "Sans adresse" ; pair:partnerOf {other} .'
    first, second = turtle(tmp_path, text), turtle(tmp_path, text, "b.ttl")
    assert first.tables == second.tables
    assert {row.key for row in tables(first)["structures"].rows} == {"_:Sans adresse", "_:Autre"}


def test_two_files_are_one_graph_whose_blank_nodes_stay_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(
            PREFIXES
            + f'_:x a pair:Organization ; pair:label "{name}" . :o a pair:Organization ; pair:label "O" .',
            "utf-8",
        )
    source = rdf.read([tmp_path / "a.ttl", tmp_path / "b.ttl"])
    assert sorted(row.cells["name"][0] for row in tables(source)["structures"].rows) == ["O", "a", "b"]


# --- files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", A_NAMED),
        ("a.nt", A_TYPE),
        ("a.n3", A_QUOTED),
        ("a.json", A_JSON),
        ("a.xml", A_XML),
        ("a.txt", "# un commentaire\n@prefix s: <http://schema.org/> .\n<http://x/a> a s:Organization ."),
        ("a", A_TYPE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_serialisation_is_recognised_and_read(tmp_path, name, content, encoding):
    path = tmp_path / name
    path.write_text(content, encoding)
    if encoding == "utf-16" and name in ("a.xml", "a.txt", "a", "a.json"):
        return  # recognised by their first bytes, which UTF-16 hides
    assert rdf.recognises(Sniffed.of(path))
    assert [row.key for row in tables(rdf.read([path]))["structures"].rows] == ["http://x/a"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"elements": []}'),
        ("a.xml", "<gexf/>"),
        ("a.txt", "Bonjour à toutes et tous"),
        ("a.csv", "@prefix"),
        ("a.txt", "<p>page</p>"),
    ],
)
def test_what_is_not_rdf_is_left_to_others(tmp_path, name, content):
    (tmp_path / name).write_text(content, "utf-8")
    assert not rdf.recognises(Sniffed.of(tmp_path / name))


ENTITIES = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};&e{n - 1};&e{n - 1};">' for n in range(1, 12))
RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://schema.org/">'
BODY = '<s:Organization r:about="http://x/a"><s:name>&e;</s:name></s:Organization></r:RDF>'


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.ttl", "<http://x/a> a .", "rdf.syntax"),
        ("a.ttl", '<http://x/a> <http://x/p> "jamais fermé', "rdf.syntax"),
        ("a.ttl", '<http://x/a> <http://x/p> "\\uD800" .', "rdf.syntax"),
        ("a.nq", '{"elements": []}', "rdf.syntax"),
        ("a.rdf", "pas du XML", "xml.syntax"),
        (
            "a.jsonld",
            '{"@context": "https://contexte.example/", "@type": "Organization"}',
            "rdf.remote-context",
        ),
        (
            "a.jsonld",
            '{"@context": {"@import": "file:///etc/passwd"}, "@id": "http://x/a"}',
            "rdf.remote-context",
        ),
        (
            "a.rdf",
            f'<!DOCTYPE x [<!ENTITY e0 "mdr">{ENTITIES}]>{RDF}{BODY}'.replace("&e;", "&e11;"),
            "rdf.entity",
        ),
        ("a.rdf", f'<!DOCTYPE x [<!ENTITY e "{"a" * 300}">]>{RDF}{BODY}', "rdf.entity"),
        ("a.rdf", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{RDF}{BODY}', "rdf.entity"),
        (
            "a.rdf",
            f'<!DOCTYPE x SYSTEM "http://x.example/a.dtd">{RDF}{BODY}'.replace("&e;", ""),
            "rdf.entity",
        ),
        ("a.rdf", f'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://x.example/a"> %e;]>{RDF}{BODY}', "rdf.entity"),
        ("a.ttl", "<http://x/a> a <http://x/Unknown> .", "rdf.nothing"),
        ("a.ttl", "", "rdf.nothing"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_its_reason(tmp_path, name, content, key):
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InvalidData) as refused:
        rdf.read([tmp_path / name])
    fault = refused.value.faults[0]
    assert (fault.key, fault.file) == (key, name)
    assert fault.what
    assert fault.mend


def test_an_honest_entity_is_read(tmp_path):
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "Épi">]>{RDF}{BODY}'
    (tmp_path / "a.rdf").write_text(text, "utf-8")
    assert tables(rdf.read([tmp_path / "a.rdf"]))["structures"].rows[0].cells["name"] == ("Épi",)


def test_an_old_encoding_that_xml_declares_is_read(tmp_path):
    text = f'<?xml version="1.0" encoding="iso-8859-1"?>{RDF}{BODY}'.replace("&e;", "Épi")
    (tmp_path / "a.rdf").write_text(text, "iso-8859-1")
    assert tables(rdf.read([tmp_path / "a.rdf"]))["structures"].rows[0].cells["name"] == ("Épi",)


IRIS = st.from_regex(r"https?://[a-z]{1,8}\.example/[A-Za-z0-9_~!$&'()*+,;=:@/-]{0,20}", fullmatch=True)


@settings(max_examples=30, deadline=None)
@given(subject=IRIS, other=IRIS, name=st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_any_iri_and_literal_is_read_without_loss(tmp_path_factory, subject, other, name):
    from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

    type_, partner = iri("pair:Organization"), iri("pair:partnerOf")
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [
        Triple(NamedNode(each), rdf_type, NamedNode(type_)) for each in dict.fromkeys((subject, other))
    ]
    triples.append(Triple(NamedNode(subject), NamedNode(iri("pair:label")), Literal(name)))
    triples.append(Triple(NamedNode(other), NamedNode(partner), NamedNode(subject)))
    path = tmp_path_factory.mktemp("iri") / "a.nt"
    serialize(triples, str(path), format=RdfFormat.N_TRIPLES)
    source = rdf.read([path])
    rows = {row.key: row.cells for row in tables(source)["structures"].rows}
    assert set(rows) == {subject, other}
    assert rows[subject].get("name", ("",)) == (name.strip(),)
    assert sum(ends(source).values()) == (subject != other)
