"""`maillage share`: one file, to whom it was asked, and nothing else of the computer."""

import gzip
import http.client
import signal
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread

import pytest

from maillage.app.sharing import addresses_of, qr_code, serve_file
from maillage.errors import LimitReached, UnknownName

PAGE = "<!doctype html><title>Carte</title>é" * 50


@contextmanager
def serving(file, **options):
    server = serve_file(file, 0, **options)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "carte.html"
    file.write_text(PAGE, encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret")
    return file


def ask(server, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def test_the_file_is_served_whole_and_packed_when_accepted(page):
    with serving(page) as server:
        plain, body = ask(server)
        assert (plain.status, plain.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
        assert body.decode() == PAGE
        assert plain.getheader("X-Content-Type-Options") == "nosniff"
        packed, body = ask(server, **{"Accept-Encoding": "gzip"})
        assert packed.getheader("Content-Encoding") == "gzip"
        assert gzip.decompress(body).decode() == PAGE
        head, body = ask(server, method="HEAD")
        assert (head.getheader("Content-Length"), body) == (str(len(PAGE.encode())), b"")
        assert ask(server, method="POST")[0].status == 501


@pytest.mark.parametrize("path", ["/secret.html", "/../secret.html", "/%2e%2e/secret.html", "//etc/passwd"])
def test_nothing_else_is_served(page, path):
    with serving(page) as server:
        response, body = ask(server, path)
        assert response.status == 404
        assert b"secret" not in body


def test_another_name_for_this_computer_is_refused(page):
    with serving(page) as server:
        assert ask(server, Host="evil.example")[0].status == 421
        assert ask(server, Host=f"localhost:{server.server_port}")[0].status == 200


def test_only_this_computer_is_served_unless_asked(page):
    with serving(page) as server:
        assert server.server_address[0] == "127.0.0.1"
        assert addresses_of(server) == [f"http://127.0.0.1:{server.server_port}/"]
    with serving(page, network=True) as server:
        assert server.server_address[0] == "0.0.0.0"  # noqa: S104
        assert f"http://127.0.0.1:{server.server_port}/" == addresses_of(server)[-1]
        assert ask(server)[0].status == 200


def test_what_cannot_be_shared_is_said(page, tmp_path):
    (tmp_path / "tables.sqlite").write_bytes(b"")
    for name in ("absent.html", "", "tables.sqlite"):
        with pytest.raises(UnknownName):
            serve_file(tmp_path / name, 0)
    with serving(page) as server, pytest.raises(LimitReached, match="--port 0"):
        serve_file(page, server.server_port)


def test_the_code_leads_to_the_address():
    assert len({qr_code("http://192.168.1.2:8765/"), qr_code("http://192.168.1.3:8765/")}) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C of another process is POSIX")
def test_the_command_says_the_address_and_stops_cleanly(page):
    command = [sys.executable, "-m", "maillage.app", "share", str(page), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "carte.html" in told
    assert "Traceback" not in told
