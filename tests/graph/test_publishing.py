"""The graph sent to real stores by both protocols: whole, once, from where it stopped."""

import json

import httpx
import pytest

from maillage.errors import BadParameter, MaillageError, RemoteError
from maillage.graph.elsewhere import Elsewhere
from maillage.graph.maillage import Maillage
from maillage.graph.publishing import _pieces, holds_contacts, publish
from maillage.graph.store import graph_names
from maillage.ontology.terms import CONTACTS

from ..stores import STORES


@pytest.fixture(scope="module", params=STORES)
def server(request, tmp_path_factory):
    with STORES[request.param](tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture
def empty(server):
    asked = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}
    told = httpx.post(server.query, data=asked, headers={"Accept": "application/sparql-results+json"})
    for row in told.json()["results"]["bindings"]:
        if row["g"]["value"].startswith("https://w3id.org/maillage/"):
            server.delete(row["g"]["value"])
    return server


@pytest.fixture
def little(workspace) -> Maillage:
    contacts = "subject;name;email;source;locator\nalpha;Ada;ada@example.org;carnet;p. 9\n"
    (workspace / "contacts.csv").write_text(contacts, encoding="utf-8")
    return Maillage.open(workspace, personal_data=True)


def send(maillage, server, **told):
    address = server.update if told.get("by") == "update" else server.graphs
    return publish(maillage, address, credentials=server.credentials, **told)


@pytest.mark.parametrize("by", ["graphs", "update"])
def test_what_is_published_is_what_is_read_back(little, empty, by):
    done = send(little, empty, by=by)
    assert list(done.sent) == graph_names(little.public)
    assert Elsewhere(empty.query).manifest["sha256"] == little.manifest["sha256"]


def test_what_has_arrived_is_not_sent_again_unless_asked(little, empty):
    names = tuple(graph_names(little.public))
    assert send(little, empty).sent == names
    assert (send(little, empty).sent, send(little, empty).kept) == ((), names)
    assert send(little, empty, again=True).sent == names


def test_a_graph_that_changes_is_sent_and_one_that_goes_is_taken_away(workspace, empty):
    first = Maillage.open(workspace)
    send(first, empty)
    structures = workspace / "structures.csv"
    structures.write_text(structures.read_text("utf-8").replace("Bêta", "Gamma"), encoding="utf-8")
    done = send(Maillage.open(workspace), empty)
    assert [name.rpartition("/")[2] for name in done.sent] == ["carnet"]
    ledger = json.loads((first.folder / "published.json").read_text("utf-8"))
    gone = "https://w3id.org/maillage/graph/source/gone"
    ledger[empty.graphs][gone] = "x"
    empty.put(gone, "<urn:a> <urn:b> <urn:c> .\n")
    (first.folder / "published.json").write_text(json.dumps(ledger), encoding="utf-8")
    assert send(first, empty).gone == (gone,)
    assert gone not in Elsewhere(empty.query).public.store.graphs


def test_a_try_that_breaks_goes_on_from_the_graph_where_it_broke(little, empty, monkeypatch):
    names = graph_names(little.public)
    told = []

    def tell(graph, triples):
        told.append(graph)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(little, empty, tell=tell)
    done = send(little, empty)
    assert (list(done.kept), list(done.sent)) == (names[:2], names[2:])
    assert Elsewhere(empty.query).manifest["sha256"] == little.manifest["sha256"]


def test_contacts_are_sent_only_when_asked_and_taken_away_when_no_longer(little, empty):
    assert not holds_contacts(send(little, empty))
    contacts = f"ASK {{ GRAPH <{CONTACTS}> {{ ?s ?p ?o }} }}"
    asked = Elsewhere(empty.query, personal_data=True)
    assert not asked.query(contacts).at[0, "answer"]
    assert holds_contacts(send(little, empty, personal_data=True))
    asked.reopen()
    assert asked.query(contacts).at[0, "answer"]
    assert send(little, empty).gone == (str(CONTACTS),)
    asked.reopen()
    assert not asked.query(contacts).at[0, "answer"]


def test_large_graphs_go_in_pieces(little, empty, monkeypatch):
    monkeypatch.setattr("maillage.graph.publishing._PIECE", {"graphs": 50, "update": 50})
    for by in ("graphs", "update"):
        send(little, empty, by=by, again=True)
        assert Elsewhere(empty.query).manifest["sha256"] == little.manifest["sha256"]


def test_blank_nodes_of_a_graph_travel_together():
    lines = [
        "<a> <p> <b> .\n",
        "_:x <p> <b> .\n",
        '<a> <p> " _:no" .\n',
        "<c> <p> _:x .\n",
        "<d> <p> <e> .\n",
    ]
    pieces = list(_pieces(lines, 2))
    assert {"_:x <p> <b> .\n", "<c> <p> _:x .\n"} <= set(pieces[0])
    assert sorted(line for piece in pieces for line in piece) == sorted(lines)
    assert list(_pieces([], 2)) == [[]]


def test_a_store_that_refuses_says_so_and_nothing_is_written_down(little, server):
    address = server.graphs.removesuffix("-auth") if server.password else server.query
    with pytest.raises(MaillageError) as caught:
        publish(little, address, credentials=server.credentials)
    assert isinstance(caught.value, RemoteError)
    assert str(caught.value)
    ledger = little.folder / "published.json"
    assert not ledger.exists() or not json.loads(ledger.read_text("utf-8")).get(address)


def test_another_way_is_refused(little):
    with pytest.raises(BadParameter) as caught:
        publish(little, "http://127.0.0.1:9/", by="mail")
    assert "update" in str(caught.value)
