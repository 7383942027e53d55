"""Remote sources, from a server on the loopback that each test tells what to answer."""

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from maillage.data.readers import gogocarto, yeswiki
from maillage.data.reading.download import Limits, check_address
from maillage.data.reading.remote import fetch
from maillage.errors import BadParameter, LimitReached, MaillageError, RemoteError

SAMPLES = Path(__file__).parent / "samples"
PAGE = b"<!DOCTYPE html><html><body>Un wiki fictif</body></html>"
HTML, JSON = {"Content-Type": "text/html; charset=utf-8"}, {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")


@contextmanager
def serving(answers) -> Iterator[tuple[str, list]]:
    """Serve `answers`: path -> (status, headers, bytes) or a function; yield the address and the requests."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append((self.path, self.headers))
            answer = answers.get(self.path, (404, HTML, b"<html>absent</html>"))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def as_json(document) -> tuple:
    return (200, JSON, json.dumps(document).encode())


def refused(answers, folder, path="/f.json", **limits) -> MaillageError:
    with serving(answers) as (address, _), pytest.raises(MaillageError) as caught:
        fetch(f"{address}{path}", folder, limits=Limits(**limits) if limits else None)
    assert list(folder.iterdir()) == []
    assert str(caught.value)
    return caught.value


def test_a_file_is_fetched_as_it_is(tmp_path):
    body = b"\xef\xbb\xbfNom;Ville\r\nStructure fictive;Caen\r\n"
    told = []
    with serving({"/donnees/Membres%202024.csv": (200, {"Content-Type": "text/csv"}, body)}) as (
        address,
        seen,
    ):
        (file,) = fetch(f"{address}/donnees/Membres%202024.csv", tmp_path, lambda *each: told.append(each))
    assert (file.name, file.read_bytes()) == ("Membres-2024.csv", body)
    assert told[-1] == (f"{address}/donnees/Membres%202024.csv", len(body), len(body))
    headers = seen[0][1]
    assert headers["User-Agent"].startswith("maillage")
    assert "Cookie" not in headers
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    ("path", "content_type", "body", "name"),
    [
        ("/api/elements.json?x=1", "application/json", b"[]", "elements.json"),
        ("/profil", "application/json", b"{}", "profil.json"),
        ("/?api/forms/4/entries", "text/plain", b"[]", "source.json"),
        ("/a/..%2f..%2fpasswd", "text/plain", b"rien", "passwd.txt"),
        ("/x.exe", "text/csv", b"a,b", "x-exe.csv"),
        ("/ontologie", "text/turtle", b"# rien", "ontologie.ttl"),
    ],
)
def test_a_name_is_made_of_the_address_and_stays_in_the_folder(tmp_path, path, content_type, body, name):
    with serving({path: (200, {"Content-Type": content_type}, body)}) as (address, _):
        (file,) = fetch(f"{address}{path}", tmp_path)
    assert file == tmp_path / name


@pytest.mark.parametrize(
    "address",
    [
        "ftp://wiki.example/f.csv",
        "file:///etc/passwd",
        "wiki.example",
        "http://",
        "http://[",
        "http://a:99999/",
        "javascript:1",
    ],
)
def test_only_http_addresses_are_addresses(address):
    with pytest.raises(BadParameter) as caught:
        check_address(address)
    assert caught.value.key == "remote.scheme"


def test_an_address_holds_no_password(tmp_path):
    with pytest.raises(BadParameter) as caught:
        fetch("https://moi:secret@wiki.example/", tmp_path)
    assert caught.value.key == "remote.credentials"
    assert "secret" not in str(caught.value)


def redirect(location: str) -> tuple:
    return (302, {"Location": location, "Set-Cookie": "trace=1"}, b"")


def test_a_redirect_on_the_same_host_is_followed_without_cookies(tmp_path):
    with serving({"/a": redirect("/b"), "/b": redirect("/c.json"), "/c.json": as_json({})}) as (
        address,
        seen,
    ):
        (file,) = fetch(f"{address}/a", tmp_path)
    assert file.name == "c.json"
    assert all("Cookie" not in headers for _, headers in seen)


@pytest.mark.parametrize(
    "location", ["http://localhost:{port}/f.json", "//autre.example/f.json", "http://127.0.0.1:1/f.json"]
)
def test_a_redirect_to_another_host_is_refused_and_both_are_named(tmp_path, location):
    answers = {}
    with serving(answers) as (address, seen):
        port = address.rpartition(":")[2]
        answers["/f.json"] = redirect(location.format(port=port))
        with pytest.raises(RemoteError) as caught:
            fetch(f"{address}/f.json", tmp_path)
    assert caught.value.key == "remote.other-host"
    assert f"127.0.0.1:{port}" in caught.value.what
    assert len(seen) == 1


def test_a_redirect_to_another_scheme_is_refused(tmp_path):
    assert refused({"/f.json": redirect("file:///etc/passwd")}, tmp_path).key == "remote.scheme"


def test_redirects_come_to_an_end(tmp_path):
    error = refused({"/f.json": redirect("/f.json")}, tmp_path)
    assert (error.key, error.values["limit"]) == ("remote.redirects", 5)


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (401, "remote.refused"),
        (403, "remote.refused"),
        (404, "remote.missing"),
        (500, "remote.status"),
        (204, "remote.status"),
    ],
)
def test_a_refusal_is_told(tmp_path, status, key):
    error = refused({"/f.json": (status, JSON, b"" if status == 204 else b"{}")}, tmp_path)
    assert (error.key, error.values["status"], error.exit_code) == (key, status, 1)


def test_nothing_and_no_data_are_told(tmp_path):
    assert refused({"/f.json": (200, JSON, b" \n")}, tmp_path).key == "remote.empty"
    assert refused({"/f.json": (200, HTML, PAGE)}, tmp_path).key == "remote.not-data"
    assert refused({"/": (200, HTML, PAGE)}, tmp_path, "/").key == "remote.not-data"


def test_a_host_that_does_not_answer_is_told(tmp_path):
    with serving({}) as (address, _):
        pass
    with pytest.raises(RemoteError) as caught:
        fetch(f"{address}/f.json", tmp_path)
    assert caught.value.key == "remote.unreachable"


def dripping(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler):
    time.sleep(3)


def slow_body(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("server", [dripping, silent, slow_body])
def test_the_time_is_limited_whatever_the_server_does(tmp_path, server):
    error = refused({"/f.json": server}, tmp_path, seconds=0.4)
    assert isinstance(error, LimitReached)
    assert (error.key, error.exit_code) == ("remote.slow", 3)


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 2**16)


def test_an_endless_body_comes_to_an_end(tmp_path):
    assert refused({"/f.json": endless}, tmp_path, size=2**20).key == "remote.large"


def test_a_body_announced_too_large_is_not_read(tmp_path):
    answers = {"/f.json": (200, {**JSON, "Content-Length": str(2**40)}, b"{}")}
    assert refused(answers, tmp_path).key == "remote.large"


def test_a_bomb_is_counted_inflated(tmp_path):
    bomb = gzip.compress(b"0" * 2**25)
    assert len(bomb) < 2**16
    answers = {"/f.json": (200, {**JSON, "Content-Encoding": "gzip"}, bomb)}
    assert refused(answers, tmp_path, size=2**20).key == "remote.large"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compressed_body_is_inflated(tmp_path, coding):
    import zlib

    body = json.dumps({"nom": "Structure fictive " * 1000}).encode()
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    with serving({"/f.json": (200, {**JSON, "Content-Encoding": coding}, packed)}) as (address, _):
        (file,) = fetch(f"{address}/f.json", tmp_path)
    assert file.read_bytes() == body


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0)),
        ("br", b"??"),
        ("gzip", b"{}"),
        ("gzip", gzip.compress(b"{}" * 999, mtime=0)[:-9]),
    ],
)
def test_an_odd_or_broken_compression_is_refused(tmp_path, coding, body):
    answers = {"/f.json": (200, {**JSON, "Content-Encoding": coding}, body)}
    assert refused(answers, tmp_path).key == "remote.not-data"


def wiki(generation: str, base: str = "/") -> dict:
    """Return the routes of a wiki of that generation."""
    forms, entries, lists = (
        json.loads((SAMPLES / "yeswiki" / generation / f"{name}.json").read_text("utf-8"))
        for name in ("forms", "entries", "lists")
    )
    listed = list(entries.values()) if isinstance(entries, dict) else entries
    answers = {base: (200, HTML, PAGE), f"{base}?PagePrincipale": (200, HTML, PAGE)}
    legacy = generation == "legacy"
    answers[f"{base}?BazaR/json&demand=forms" if legacy else f"{base}?api/forms"] = as_json(forms)
    for key in forms:
        own = [each for each in listed if each.get("id_typeannonce", each.get("form_id")) == key]
        own = {each["id_fiche"]: each for each in own} if legacy else own
        route = f"{base}?BazaR/json&demand=entries&id={key}" if legacy else f"{base}?api/forms/{key}/entries"
        answers[route] = as_json(own)
    if legacy:
        answers[f"{base}?api/forms"] = (200, HTML, PAGE)
        answers[f"{base}?BazaR/json&demand=lists"] = as_json(lists)
    return answers


@pytest.mark.parametrize("generation", ["legacy", "current", "next"])
@pytest.mark.parametrize(
    ("base", "page"), [("/", "/?PagePrincipale"), ("/wiki/", "/wiki/?PagePrincipale"), ("/", "/")]
)
def test_a_wiki_is_read_from_any_of_its_pages(tmp_path, generation, base, page):
    with serving(wiki(generation, base)) as (address, _):
        files = fetch(f"{address}{page}", tmp_path)
    assert {"forms.json", "entries-1.json", "entries-4.json"} <= {file.name for file in files}
    source = yeswiki.read(files)
    assert [(table.name, len(table.rows)) for table in source.tables] == [
        ("Organisations", 12),
        ("Chantiers", 8),
        ("Agenda", 4),
        ("Annuaire", 4),
    ]


def test_a_page_with_a_short_address_finds_its_wiki(tmp_path):
    answers = {**wiki("current"), "/PagePrincipale": (200, HTML, PAGE)}
    with serving(answers) as (address, _):
        assert len(fetch(f"{address}/PagePrincipale", tmp_path)) == 5


def test_entries_kept_for_members_are_told(tmp_path):
    answers = {**wiki("current"), "/?api/forms/4/entries": (403, JSON, b"{}")}
    with serving(answers) as (address, _):
        source = yeswiki.read(fetch(f"{address}/", tmp_path))
    assert [table.name for table in source.tables] == ["Organisations", "Chantiers", "Agenda"]
    assert ("yeswiki.empty-answer", "entries-4.json") in {(each.key, each.table) for each in source.remarks}


@pytest.mark.parametrize("page", [PAGE, b"<html><script src=/js/gogocarto.js></script></html>"])
def test_a_map_is_read_from_its_page(tmp_path, page):
    elements, taxonomy = (
        (200, JSON, (SAMPLES / "gogocarto" / f"{name}.json").read_bytes())
        for name in ("gogofull", "taxonomy")
    )
    answers = {
        "/map": (200, HTML, page),
        "/api/elements.json?ontology=gogofull": elements,
        "/api/taxonomy.json": taxonomy,
    }
    with serving(answers) as (address, _):
        files = fetch(f"{address}/map#/carte/@48.4,0.1,9z", tmp_path)
    assert [file.name for file in files] == ["elements.json", "taxonomy.json"]
    assert len(gogocarto.read(files).tables[0].rows) == 22
