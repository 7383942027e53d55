"""Our own graphs, written in any serialisation and read back: the same rows, the same quads."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from maillage.data.conversion import convert
from maillage.data.conversion.own import is_own, take_own
from maillage.data.mapping.proposing import propose
from maillage.data.readers.rdf import read
from maillage.data.reading.raw import RawSource, RawTable
from maillage.data.schema import load_schema
from maillage.data.tables import corpus_folder, read_tables
from maillage.graph.build import build_dataset
from maillage.graph.store import write_rdf

SUFFIXES = (".nq", ".trig", ".jsonld", ".ttl")


def write_tables(tables: dict[str, list[dict[str, str]]], folder: Path) -> Path:
    folder.mkdir()
    for name, rows in tables.items():
        columns = list(load_schema()[name].columns)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def imported(source: RawSource, folder: Path) -> Path:
    conversion = convert(source, propose(source), name="retour", title="Retour")
    assert not conversion.aside
    assert not conversion.rejected
    return write_tables({name: [*rows] for name, rows in conversion.rows.items()}, folder)


def quads(dataset: Dataset, path: Path) -> set[str]:
    write_rdf(dataset, path)
    return set(path.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def first() -> Dataset:
    return build_dataset(read_tables(corpus_folder()), personal_data=True)


@pytest.fixture(scope="module")
def graph(first, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    for suffix in SUFFIXES:
        write_rdf(first, folder / f"graph{suffix}")
    return folder


@pytest.mark.parametrize("suffix", SUFFIXES[1:3])
def test_every_serialisation_gives_the_same_rows(graph, suffix):
    assert read([graph / f"graph{suffix}"]).tables == read([graph / "graph.nq"]).tables


def test_a_graph_read_back_states_the_same_quads(graph, tmp_path):
    again = read_tables(imported(read([graph / "graph.nq"]), tmp_path / "tables"))
    before = set((graph / "graph.nq").read_text("utf-8").splitlines())
    assert quads(build_dataset(again, personal_data=True), tmp_path / "again.nq") == before


def test_triples_read_back_keep_every_row_and_passage(first, graph, tmp_path):
    again = read_tables(imported(read([graph / "graph.ttl"]), tmp_path / "tables"))
    facts = {
        triple for triple in first.triples((None, None, None)) if "_:" not in triple[0].n3() + triple[2].n3()
    }
    found = set(build_dataset(again, personal_data=True).triples((None, None, None)))
    assert facts <= found


def test_what_the_package_carries_or_deduces_is_no_fact(graph):
    source = read([graph / "graph.nq"])
    told = {remark.key: remark.values["count"] for remark in source.remarks}
    assert set(told) == {"rdf.inferences", "rdf.package", "rdf.reference"}
    assert all(count > 100 for count in told.values())
    assert "commune-61063" not in {row.key for table in source.tables for row in table.rows}


CARD = {"source": "carnet", "locator": "p. 1", "status": "stated"}
KEY = {"source": "carte", "locator": "légende", "status": "stated"}
PLACED = {"latitude": "48.5", "longitude": "-2.25"}
DOUBT = {"status": "disputed", "contested": "name", "note": "Deux « noms »."}
SMALL = {
    "sources": [
        {"id": "carnet", "name": "Carnet", "kind": "notes", "fictional": "yes"},
        {"id": "carte", "name": "Carte", "kind": "carte"},
    ],
    "structures": [
        {"id": "a", "name": "Atelier", "siren": "732829320", "source_key": "A-1", **PLACED, **CARD},
        {"id": "b", "name": "Bois", **KEY, **DOUBT},
    ],
    "chantiers": [
        {
            "id": "c",
            "name": "Chantier",
            "number": "7",
            "start": "2024-05",
            **CARD,
            "absent_since": "2025-01-02",
        }
    ],
    "schemes": [{"id": "s", "name": "Thèmes", **KEY}],
    "concepts": [
        {"id": "eau", "name": "Eau", "scheme": "s", **KEY},
        {"id": "mer", "name": "Mer", "scheme": "s", "broader": "eau", **KEY},
    ],
    "classifications": [{"id": "k", "subject": "a", "concept": "mer", **KEY}],
    "locations": [{"id": "l", "subject": "a", "relation": "seatedIn", "territory": "61220 Briouze", **CARD}],
    "fundings": [{"id": "f", "beneficiary": "c", "amount_eur": "1200.5", **CARD}],
    "partnerships": [{"id": "p", "structure": "b", "partner": "a", **CARD}],
    "mentions": [
        {"subject": "a", "spelling": "L'atelier", "source": "carte", "locator": "p. 9"},
        {"subject": "a", "source": "carnet", "locator": "p. 8"},
    ],
    "contacts": [
        {"subject": "a", "name": "Nom Fictif", "email": "n@a.example", "source": "carnet", "locator": "p. 1"}
    ],
}


def test_every_column_that_the_corpus_leaves_empty_comes_back_too(tmp_path):
    first = build_dataset(read_tables(write_tables(SMALL, tmp_path / "first")), personal_data=True)
    before = quads(first, tmp_path / "first.nq")
    source = read([tmp_path / "first.nq"])
    assert {"carnet", "a", "eau", "l"} <= {row.key for table in source.tables for row in table.rows}
    again = build_dataset(read_tables(imported(source, tmp_path / "again")), personal_data=True)
    assert quads(again, tmp_path / "again.nq") == before
    located = next(table for table in source.tables if table.name == "locations").rows[0]
    assert located.cells["territory"] == ("61220 Briouze",)  # the words, not what they were read as


def test_one_thing_in_two_documents_comes_back_as_one_row_and_a_mention(tmp_path):
    same = dict(
        SMALL["structures"][0], id="a2", name="L'Atelier", source="carte", locator="p. 7", note="Autre fiche."
    )
    both = {**SMALL, "structures": [*SMALL["structures"], same]}
    first = build_dataset(read_tables(write_tables(both, tmp_path / "first")))
    write_rdf(first, tmp_path / "first.nq")
    source = read([tmp_path / "first.nq"])
    rows = {table.name: table.rows for table in source.tables}
    assert [row.key for row in rows["structures"]] == ["a", "b"]
    spellings = {row.cells["spelling"][0] for row in rows["mentions"] if "spelling" in row.cells}
    assert spellings == {"L'atelier", "L'Atelier"}
    again = build_dataset(read_tables(imported(source, tmp_path / "again")))
    lost = set(first.triples((None, None, None))) - set(again.triples((None, None, None)))
    assert {triple for triple in lost if "_:" not in triple[0].n3() + triple[2].n3()} == set()


def test_a_row_that_names_no_document_rests_on_the_import(tmp_path):
    (tmp_path / "main.ttl").write_text(
        "@prefix mai: <https://w3id.org/maillage/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/maillage/id/structure/a> a mai:Structure ; skos:prefLabel 'À la main'@fr ;\n"
        "  mai:unknown 'x' ; mai:homepage <https://a.example/> ."
    )
    source = read([tmp_path / "main.ttl"])
    assert [(remark.key, remark.column) for remark in source.remarks] == [
        ("rdf.own-aside", "https://w3id.org/maillage/ontology#unknown")
    ]
    conversion = convert(source, propose(source), name="retour", title="Retour")
    assert conversion.rows["structures"] == (
        {"id": "a", "name": "À la main", "homepage": "https://a.example/", "source": "retour", "locator": "a",
         "status": "stated"},
    )  # fmt: skip
    assert [row["id"] for row in conversion.rows["sources"]] == ["retour"]


def test_only_a_table_under_our_own_names_passes_through():
    from maillage.data.reading.raw import RawField, RawRow

    own = RawTable(
        "structures", (RawField("id", meaning="id"), RawField("name", meaning="name")), (), "structures"
    )
    assert is_own(own)
    assert not is_own(RawTable("structures", (RawField("name", meaning="name"),), (), "structures"))
    assert not is_own(RawTable("membres", own.fields, (), "structures"))
    assert not is_own(
        RawTable("structures", (*own.fields, RawField("ville", meaning="city")), (), "structures")
    )
    rows = tuple(RawRow({"id": ("a",), "name": (name,)}, key="a") for name in ("Un", "Deux"))
    taken = take_own(RawSource("rdf", (RawTable("structures", own.fields, rows, "structures"),)), "x")
    assert [row["name"] for row in taken.rows["structures"]] == ["Un"]
    assert (taken.accounts[0].accepted, taken.accounts[0].merged) == (1, 1)


@settings(max_examples=30, deadline=None)
@given(
    name=st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1).filter(str.strip),
    note=st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
)
def test_any_literal_comes_back(tmp_path_factory, name, note):
    from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

    subject, mai = (
        NamedNode("https://w3id.org/maillage/id/structure/a"),
        "https://w3id.org/maillage/ontology#",
    )
    quads = [
        Quad(
            subject,
            NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            NamedNode(f"{mai}Structure"),
        ),
        Quad(
            subject, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal(name, language="fr")
        ),
        Quad(subject, NamedNode(f"{mai}note"), Literal(note, language="fr")),
    ]
    path = tmp_path_factory.mktemp("literal") / "a.ttl"
    serialize([quad.triple for quad in quads], str(path), format=RdfFormat.TURTLE)
    cells = read([path]).tables[0].rows[0].cells
    assert cells["name"] == (name,)
    assert cells.get("note", ("",)) == (note,)
