"""Networks of other tools: each dialect gives nodes and ties, and the rest is told."""

import random
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.conversion import convert
from maillage.data.mapping.proposing import propose
from maillage.data.readers import edges, gexf, graphml
from maillage.data.reading.sniffing import Sniffed
from maillage.errors import InvalidData

SAMPLES = Path(__file__).parent / "samples"
GEPHI, DYNAMIC = SAMPLES / "gexf" / "gephi-1.3.gexf", SAMPLES / "gexf" / "dynamic-1.1.gexf"
YED, CYTOSCAPE = SAMPLES / "graphml" / "yed.graphml", SAMPLES / "graphml" / "cytoscape.graphml"
EDGES = SAMPLES / "edges" / "gephi-edges.csv"


def tables(source):
    return {table.name: table for table in source.tables}


def cells(source, table):
    return {
        row.key: {name: list(values) for name, values in row.cells.items()}
        for row in tables(source)[table].rows
    }


def meanings(source, table):
    return {each.name: each.meaning for each in tables(source)[table].fields}


def told(source):
    return [(remark.key, remark.value) for remark in source.remarks]


def made(nodes=24, ties=40):
    """Return a network of visibly fictional names, the same each time."""
    network, choice = nx.DiGraph(), random.Random(7)  # noqa: S311
    for number in range(nodes):
        network.add_node(
            f"n{number}", label=f"Structure fictive {number}", kind=choice.choice(("structure", "chantier"))
        )
    while network.number_of_edges() < ties:
        first, second = choice.sample(sorted(network), 2)
        network.add_edge(first, second, relation="participe à", weight=choice.randint(1, 5))
    return network


# --- GEXF


def test_gephi_nodes_stand_by_kind_and_edges_by_their_words():
    source = gexf.read([GEPHI])
    assert [(table.name, table.kind, len(table.rows)) for table in source.tables] == [
        ("Association", "structures", 1), ("Coopérative", "structures", 1), ("Projet", "chantiers", 1),
        ("nœuds", "", 2), ("liens", "links", 3),
    ]  # fmt: skip
    assert cells(source, "Association")["n1"] == {
        "name": ["Atelier des Brumes"], "Type": ["Association"], "tags": ["vélo", "réemploi"],
        "PageRank": ["0.1"], "Modularity Class": ["0"], "Ville": ["Vannes"],
    }  # fmt: skip
    assert cells(source, "nœuds")["n5"]["name"] == ["n5"]
    assert meanings(source, "Association") == {
        "name": "name", "Type": "type", "tags": "", "Ville": "",
        "PageRank": "aside", "Modularity Class": "aside",
    }  # fmt: skip
    assert list(cells(source, "liens").values()) == [
        {
            "from": ["n1"],
            "to": ["n3"],
            "relation": ["participe à"],
            "weight": ["2.0"],
            "direction": ["directed"],
        },
        {"from": ["n1"], "to": ["n2"], "weight": ["1.0"], "direction": ["undirected"]},
        {
            "from": ["n2"],
            "to": ["n3"],
            "relation": ["finance"],
            "direction": ["mutual"],
            "Montant": ["1500.0"],
        },
    ]
    assert [(remark.key, remark.value, remark.rejected) for remark in source.remarks] == [
        ("network.missing-node", "n9", True)
    ]


def test_a_dated_nested_network_keeps_its_periods_and_groups():
    source = gexf.read([DYNAMIC])
    assert cells(source, "chantier")["a"]["start"] == ["2023-01-01"]
    assert cells(source, "structure")["a1"]["statut"] == ["adhérent", "pilote"]
    assert cells(source, "structure")["a1"]["parent"] == ["a"]
    assert cells(source, "structure")["b"] == {
        "name": ["Structure B"],
        "kind": ["structure"],
        "parent": ["a"],
    }
    tie = tables(source)["liens"].rows[0].cells
    assert (tie["start"], tie["end"]) == (("2023-02-01",), ("2023-09-01",))
    assert {remark.key: remark.values["count"] for remark in source.remarks} == {
        "network.dynamic": 1, "network.hierarchy": 2,
    }  # fmt: skip


@pytest.mark.parametrize("version", ["1.1draft", "1.2draft", "1.3"])
def test_what_networkx_writes_is_read(tmp_path, version):
    network = made()
    path = tmp_path / "a.gexf"
    if version == "1.3":
        nx.write_gexf(network, path)
        path.write_text(
            path.read_text("utf-8").replace("http://www.gexf.net/1.2draft", "http://gexf.net/1.3"), "utf-8"
        )
    else:
        nx.write_gexf(network, path, version=version)
    check(network, gexf.read([path]))


def check(network, source):
    found = {
        key: said["name"][0]
        for name in ("structure", "chantier")
        for key, said in cells(source, name).items()
    }
    assert found == dict(network.nodes(data="label"))
    ties = {
        (row.cells["from"][0], row.cells["to"][0]): float(row.cells["weight"][0])
        for row in tables(source)["liens"].rows
    }
    assert ties == {(first, second): float(weight) for first, second, weight in network.edges(data="weight")}
    assert not source.remarks


def test_a_network_becomes_rows_all_accounted_for(tmp_path):
    path = tmp_path / "a.gexf"
    nx.write_gexf(made(), path)
    source = gexf.read([path])
    conversion = convert(source, propose(source), name="reseau", title="Réseau")
    assert {each.table: each.rows for each in conversion.accounts}["liens"] == 40
    assert all(each.rows == each.accepted + each.rejected + each.merged for each in conversion.accounts)
    assert len(conversion.rows["structures"]) + len(conversion.rows["chantiers"]) == 24
    locators = {row["locator"] for row in conversion.rows["participations"]}
    assert all(locator.startswith("lien Structure fictive") for locator in locators)


# --- GraphML


def test_yed_labels_are_read_in_its_drawings():
    source = graphml.read([YED])
    assert {key: said["name"] for key, said in cells(source, "nœuds").items()} == {
        "n0": ["Atelier de la Brume"], "n1": ["Groupe Est"], "n1::n0": ["Coop Est"],
    }  # fmt: skip
    assert cells(source, "nœuds")["n0"]["url"] == ["https://brume.example"]
    assert cells(source, "nœuds")["n1::n0"]["parent"] == ["n1"]
    assert cells(source, "liens") == {
        "e0": {"from": ["n0"], "to": ["n1::n0"], "relation": ["finance"], "direction": ["directed"]},
        "e1": {"from": ["n1::n0"], "to": ["n1"], "direction": ["undirected"]},
    }
    assert sorted(key for key, _ in told(source)) == ["network.hierarchy", "network.hyperedge"]


def test_cytoscape_keeps_its_own_numbers_aside():
    source = graphml.read([CYTOSCAPE])
    found = cells(source, "nœuds")
    assert found["62"] == {
        "name": ["Fablab du Granit"], "SUID": ["62"], "shared name": ["Fablab du Granit"],
        "selected": ["false"], "ville": ["Dinan"],
    }  # fmt: skip
    assert found["63"]["ville"] == ["Fougères"]
    assert [name for name, meaning in meanings(source, "nœuds").items() if meaning == "aside"] == [
        "SUID", "shared name", "selected",
    ]  # fmt: skip
    assert tables(source)["liens"].rows[0].cells["relation"] == ("partenaire",)


@pytest.mark.parametrize("named", [True, False])
def test_graphml_of_networkx_is_read(tmp_path, named):
    nx.write_graphml_xml(made(), tmp_path / "a.graphml", named_key_ids=named)
    check(made(), graphml.read([tmp_path / "a.graphml"]))


# --- edge lists


def test_a_gephi_edge_table_is_recognised_and_read():
    assert edges.recognises(Sniffed.of(EDGES))
    source = edges.read([EDGES])
    assert list(cells(source, "nœuds")) == ["Moulin des Fables", "Coop du Conte", "Chorale du Lac"]
    rows = tables(source)["liens"].rows
    assert [{name: values[0] for name, values in row.cells.items()} for row in rows] == [
        {"from": "Moulin des Fables", "to": "Coop du Conte", "relation": "partenaire", "weight": "1.0",
         "direction": "undirected"},
        {"from": "Moulin des Fables", "to": "Chorale du Lac", "relation": "finance", "weight": "2.5",
         "direction": "directed"},
    ]  # fmt: skip
    assert [row.line for row in tables(source)["liens"].rows] == [2, 3]
    assert [(remark.line, remark.rejected) for remark in source.remarks if remark.key == "edges.one-end"] == [
        (4, True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Source;Cible;Poids\nA;B;2\n", {"from": "A", "to": "B", "weight": "2"}),
        ("de\tvers\trelation\nA\tB\tfinance\n", {"from": "A", "to": "B", "relation": "finance"}),
        ("Acteur 1;Acteur 2;Depuis quand\nA;B;2020\n", {"from": "A", "to": "B", "Depuis quand": "2020"}),
        ("id;source;target\ne1;A;B\n", {"from": "A", "to": "B"}),
    ],
)
def test_headers_that_say_so_make_an_edge_list(tmp_path, text, expected):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert edges.recognises(Sniffed.of(tmp_path / "a.csv"))
    row = tables(edges.read([tmp_path / "a.csv"]))["liens"].rows[0]
    assert {name: values[0] for name, values in row.cells.items()} == expected


@pytest.mark.parametrize(
    "text",
    [
        "nom;from;to\nFête;2024-01-01;2024-01-02\n",
        "id;name;source;locator;status\n",
        "a;b\nc;d\n",
        "source;url\nx;y\n",
        "",
    ],
)
def test_a_table_that_does_not_say_so_is_no_edge_list(tmp_path, text):
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert not edges.recognises(Sniffed.of(tmp_path / "a.csv"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# un commentaire\nA B 2\nA C 1.5\n", [("A", "B", "2"), ("A", "C", "1.5")]),
        ("A;B\nB;C\n", [("A", "B", None), ("B", "C", None)]),
        ('"Moulin des Fables" "Coop du Conte"\n', [("Moulin des Fables", "Coop du Conte", None)]),
        ("A\tB\t3\n", [("A", "B", "3")]),
        ("A B {'weight': 3, 'kind': 'finance'}\n", [("A", "B", "3")]),
    ],
)
def test_a_list_without_a_header_is_read_when_asked(tmp_path, text, expected):
    (tmp_path / "a.edgelist").write_text(text, "utf-8")
    rows = tables(edges.read([tmp_path / "a.edgelist"]))["liens"].rows
    one = [(row.cells["from"][0], row.cells["to"][0], *row.cells.get("weight", (None,))) for row in rows]
    assert one == expected


# --- files


@pytest.mark.parametrize(
    ("reader", "content", "key"),
    [
        (gexf, "<gexf><graph><nodes>", "xml.syntax"),
        (gexf, "pas du XML", "xml.syntax"),
        (gexf, "<gexf><graph/></gexf>", "network.no-node"),
        (gexf, '<!DOCTYPE g [<!ENTITY e "x">]><gexf><graph/></gexf>', "xml.doctype"),
        (gexf, '<!DOCTYPE g SYSTEM "file:///etc/passwd"><gexf/>', "xml.doctype"),
        (graphml, "<graphml>" + "<graph>" * 200, "xml.deep"),
        (graphml, '<?xml version="1.0" encoding="inconnu"?><graphml/>', "xml.syntax"),
        (graphml, "<graphml><graph><node id='a'>\0</node></graph></graphml>", "xml.syntax"),
        (edges, "seul\nseule\n", "edges.none"),
    ],
)  # fmt: skip
def test_a_broken_or_hostile_file_is_refused_with_its_reason(tmp_path, reader, content, key):
    path = tmp_path / f"a.{reader.FORMAT}"
    path.write_text(content, "utf-8")
    with pytest.raises(InvalidData) as refused:
        reader.read([path])
    fault = refused.value.faults[0]
    assert (fault.key, fault.file) == (key, path.name)
    assert fault.what
    assert fault.mend


@pytest.mark.parametrize(
    ("reader", "name", "content", "expected"),
    [
        (gexf, "a.gexf", "", True),
        (gexf, "a.xml", '<?xml version="1.0"?><gexf version="1.2">', True),
        (gexf, "a.xml", "<graphml/>", False),
        (graphml, "a.graphml", "", True),
        (graphml, "a.xml", "<graphml >", True),
        (graphml, "a.xml", "<gexf>", False),
    ],
)
def test_xml_is_recognised_by_its_first_element(tmp_path, reader, name, content, expected):
    (tmp_path / name).write_text(content, "utf-8")
    assert reader.recognises(Sniffed.of(tmp_path / name)) is expected


NAMES = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1
).filter(str.strip)


@settings(max_examples=30, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4, unique=True), key=NAMES)
def test_any_name_comes_through_xml(tmp_path_factory, names, key):
    network = nx.Graph()
    for number, name in enumerate(names):
        network.add_node(str(number), label=name, **{"attribut": key})
    folder = tmp_path_factory.mktemp("xml")
    nx.write_gexf(network, folder / "a.gexf")
    nx.write_graphml_xml(network, folder / "a.graphml")
    for reader, path in ((gexf, folder / "a.gexf"), (graphml, folder / "a.graphml")):
        rows = {row.key: row.cells for row in tables(reader.read([path]))["nœuds"].rows}
        found = [" ".join(rows[str(number)]["name"][0].split()) for number in range(len(names))]
        assert found == [" ".join(name.split()) for name in names]


# --- networks that Maillage exported


@pytest.mark.parametrize(("name", "reader"), [("gexf", gexf), ("graphml", graphml)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_network_of_ours_comes_back_with_its_ids_and_doubts(tmp_path, name, reader, language):
    from maillage.data.tables import corpus_folder, read_tables
    from maillage.graph.exports.exporting import export
    from maillage.messages import speaking

    path = tmp_path / f"a.{name}"
    with speaking(language):
        export(None, path, name)
    source = reader.read([path])
    conversion = convert(source, propose(source), name="retour", title="Retour")
    before = read_tables(corpus_folder())
    for table in (
        "structures",
        "people",
        "initiatives",
        "chantiers",
        "participations",
        "locations",
        "missions",
    ):
        kept = (
            "id",
            "name",
            "status",
            "locator",
            "note",
            "role",
            "structure",
            "activity",
            "description",
            "start",
        )
        found = {tuple(row.get(column, "") for column in kept) for row in conversion.rows[table]}
        expected = {tuple(row.one(column) for column in kept) for row in before.rows[table]}
        assert found == expected, table
    names = {row["id"]: row["name"] for row in conversion.rows["sources"]}
    assert set(names.values()) == {row.one("name") for row in before.rows["sources"]}
    concepts = {(row["subject"], row["concept"], row["status"]) for row in conversion.rows["classifications"]}
    things = {row["id"] for table in conversion.rows for row in conversion.rows[table] if "id" in row}
    assert concepts == {
        (row.one("subject"), row.one("concept"), row.one("status"))
        for row in before.rows["classifications"] if row.one("subject") in things
    }  # fmt: skip
    assert {remark.key for remark in source.remarks} - {"network.dynamic"} == {
        "network.own"
    }  # "start" dates it
