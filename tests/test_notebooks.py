"""The notebooks run from end to end, and are kept without their outputs."""

import os
from pathlib import Path

import nbformat
import networkx as nx
import pytest
from nbclient import NotebookClient
from rdflib import Graph, URIRef

from maillage.graph.maillage import Maillage
from maillage.visualize.notebook import graph_html, load_ipython_extension, maillage_html, network_html

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    resources = {"metadata": {"path": str(tmp_path)}}
    run = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute(
        env={**os.environ, "PYTHONWARNINGS": "ignore"}
    )
    shown = [output for cell in run.cells for output in cell.get("outputs", ())]
    assert any("text/html" in output.get("data", {}) for output in shown)


def test_there_is_a_tour_for_each_user():
    assert [path.stem for path in NOTEBOOKS] == ["animatrice", "chercheuse", "coordinateur"]


def test_a_network_tells_its_kinds_and_whether_it_is_made_up():
    network = nx.Graph(fictional=True)
    network.add_node("a", kind=MARKUP)
    network.add_edge("a", "b", label="finance")
    told = network_html(network)
    assert MARKUP not in told
    assert "&lt;img" in told
    assert "finance" in told
    assert "Données fictives" in told
    assert "Données fictives" not in network_html(nx.Graph())


def test_a_graph_and_a_maillage_are_told():
    graph = Graph()
    graph.add((URIRef("a:s"), URIRef("a:p"), URIRef("a:o")))
    assert "a:p" in graph_html(graph)
    corpus = Maillage.open()
    assert "inferences" in maillage_html(corpus)
    assert "ontology#" in graph_html(corpus.graph)


def test_the_extension_registers_each_kind():
    kinds = []

    class Shown:
        def for_type(self, kind, show):
            kinds.append(kind)

    class Shell:
        class display_formatter:  # noqa: N801  IPython's own name
            formatters = {"text/html": Shown()}  # noqa: RUF012

    load_ipython_extension(Shell())
    assert kinds == [Maillage, nx.Graph, Graph]
