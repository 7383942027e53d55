"""What is said to a store: patience, limits, passwords and hosts, against a server that each test scripts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from maillage.errors import BadParameter, LimitReached, MaillageError, QueryError, RemoteError
from maillage.queries.endpoint import conversation
from maillage.queries.endpoint.conversation import PASSWORD, USER, Conversation, known_credentials

JSON = {"Content-Type": "application/sparql-results+json"}
DONE = (200, JSON, b"{}")


@pytest.fixture(autouse=True)
def _alone(monkeypatch, tmp_path):
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)


@contextmanager
def answering(*answers) -> Iterator[tuple[str, list]]:
    """Serve answers (status, headers, body) in turn, the last for ever; yield the address and requests."""
    seen, waiting = [], list(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seen.append((self.command, self.path, dict(self.headers), body.decode()))
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if answer is None:
                self.close_connection = True
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_PUT = do_POST  # noqa: N815

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", seen
    finally:
        server.shutdown()
        server.server_close()


def asked(address, waits=None, **told):
    talk = Conversation(address, 10, wait=(waits if waits is not None else []).append, **told)
    return talk.say("POST", fields={"query": "ASK {}"})


def refused(*answers, **told) -> MaillageError:
    with answering(*answers) as (address, _), pytest.raises(MaillageError) as caught:
        asked(address, **told)
    assert str(caught.value)
    return caught.value


def test_a_busy_server_is_asked_again_when_it_says_so():
    waits = []
    with answering((503, {"Retry-After": "3"}, b""), (429, {}, b""), DONE) as (address, seen):
        assert asked(address, waits).content == b"{}"
    assert len(seen) == 3
    assert waits == [3.0, 1.0]


def test_a_date_may_say_when():
    waits, then = [], datetime.now(UTC) + timedelta(seconds=40)
    with answering((503, {"Retry-After": format_datetime(then)}, b""), DONE) as (address, _):
        asked(address, waits)
    assert 30 < waits[0] <= 40


def test_waits_grow_and_come_to_an_end():
    waits = []
    with answering((503, {}, b"")) as (address, seen), pytest.raises(LimitReached) as caught:
        asked(address, waits)
    assert caught.value.key == "endpoint.busy"
    assert waits == [0.5, 1.0, 2.0, 4.0]
    assert len(seen) == 5


def test_a_server_that_wants_an_hour_is_not_waited_for():
    waits = []
    with (
        answering((429, {"Retry-After": "3600"}, b"")) as (address, seen),
        pytest.raises(LimitReached) as found,
    ):
        asked(address, waits)
    assert (found.value.values["seconds"], waits, len(seen)) == (3600, [], 1)


def test_a_broken_connection_is_tried_again():
    with answering(None, None, DONE) as (address, seen):
        assert asked(address).content == b"{}"
    assert len(seen) == 3


def test_nobody_there_says_so():
    with pytest.raises(RemoteError) as caught:
        asked("http://127.0.0.1:9/sparql")
    assert caught.value.key == "remote.unreachable"


@pytest.mark.parametrize(
    ("status", "kind", "key"),
    [
        (400, QueryError, "endpoint.not-run"),
        (403, RemoteError, "endpoint.refused"),
        (404, RemoteError, "endpoint.missing"),
        (500, QueryError, "endpoint.not-run"),  # as Virtuoso answers what it cannot compile
        (501, RemoteError, "endpoint.status"),
    ],
)
def test_a_refusal_says_what_the_server_says(status, kind, key):
    error = refused(
        (status, {"Content-Type": "text/plain"}, b"Virtuoso 37000: no such thing\n\nSPARQL query:\nX")
    )
    assert (type(error), error.key) == (kind, key)
    assert error.values.get("said", "Virtuoso 37000: no such thing") == "Virtuoso 37000: no such thing"


def test_a_page_of_the_server_is_not_shown():
    assert refused((500, {}, b"<!DOCTYPE html><title>Oops</title>")).values["said"] == ""


def test_a_redirect_is_followed_on_the_same_host_with_the_query():
    with answering((307, {"Location": "/other"}, b""), DONE) as (address, seen):
        asked(address)
    assert [(path, body) for _, path, _, body in seen] == [
        ("/sparql", "query=ASK+%7B%7D"),
        ("/other", "query=ASK+%7B%7D"),
    ]


def test_a_redirect_to_another_host_is_refused():
    assert refused((307, {"Location": "http://192.0.2.1/sparql"}, b"")).key == "remote.other-host"


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://a.example/x", "http://me:secret@a.example/"]
)
def test_only_the_web_and_no_password_in_an_address(address):
    with pytest.raises(BadParameter) as caught:
        Conversation(address)
    assert "secret" not in str(caught.value)


def test_an_answer_too_large_is_left(monkeypatch):
    monkeypatch.setattr(conversation, "BYTES", 10)
    assert refused((200, JSON, b"x" * 11)).key == "remote.large"


def test_an_answer_too_slow_is_left():
    with (
        answering((200, {**JSON, "Content-Length": "9"}, b"x")) as (address, _),
        pytest.raises(LimitReached) as caught,
    ):
        Conversation(address, 0.3).say("POST", fields={})
    assert caught.value.key == "endpoint.slow"


def test_a_password_is_given_when_asked_for_and_only_then():
    wanted = (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")
    with answering(wanted, DONE) as (address, seen):
        asked(address, credentials=lambda host: ("me", "secret"))
    assert "Authorization" not in seen[0][2]
    assert seen[1][2]["Authorization"] == "Basic bWU6c2VjcmV0"


def test_without_a_password_one_is_told_where_to_put_it():
    error = refused((401, {"WWW-Authenticate": "Basic"}, b""))
    assert error.key == "endpoint.password-needed"
    assert USER in str(error)


def test_a_wrong_password_stands_in_no_message():
    wanted = (401, {"WWW-Authenticate": "Basic"}, b"")
    error = refused(wanted, credentials=lambda host: ("me", "secret"))
    assert error.key == "endpoint.refused"
    assert "secret" not in str(error) + repr(error.values)


def test_a_password_goes_in_clear_to_no_other_machine(monkeypatch):
    monkeypatch.setattr(conversation, "_is_here", lambda host: False)
    error = refused((401, {"WWW-Authenticate": "Basic"}, b""), credentials=lambda host: ("me", "secret"))
    assert error.key == "endpoint.password-in-clear"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_known(host):
    assert conversation._is_here(host)
    assert not conversation._is_here(f"a.{host}.example")


def test_passwords_come_from_the_environment_then_from_netrc(monkeypatch, tmp_path):
    assert known_credentials("a.example") is None
    (tmp_path / "netrc").write_text("machine a.example login ada password lace\n")
    (tmp_path / "netrc").chmod(0o600)
    assert known_credentials("a.example") == ("ada", "lace")
    assert known_credentials("b.example") is None
    monkeypatch.setenv(USER, "bob")
    monkeypatch.setenv(PASSWORD, "pw")
    assert known_credentials("a.example") == ("bob", "pw")


def test_parameters_join_those_of_the_address():
    with answering(DONE) as (address, seen):
        Conversation(f"{address}?db=x").say(
            "PUT", parameters={"graph": "urn:g"}, content=b"", content_type="a/b"
        )
    assert seen[0][:2] == ("PUT", "/sparql?db=x&graph=urn%3Ag")
