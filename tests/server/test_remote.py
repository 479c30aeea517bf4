"""Whatever is wrong between laptop and server has a sentence of its own."""

import datetime as dt
import socket
import ssl
import threading
from contextlib import contextmanager

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crm_desktop.core.errors import ProtocolError, UnreachableError, UserError
from crm_desktop.core.protocol import CLOCK_OFF, MEDIA_TYPE, NOT_OURS, TOO_LARGE, UNREACHABLE, Page, SnapshotPage, pack
from crm_desktop.sync import remote
from crm_desktop.sync.remote import HttpServer
from tests.server.house import listening, sign_in

DAY_US = 86_400_000_000

# Said by what answers once and then hangs up: without it the next question may go down the line that is being cut.
HANGS_UP = "Connection: close\r\n"


@contextmanager
def answering(answer: bytes, *, context: ssl.SSLContext | None = None):
    """Run something on a port that answers every connection with the same bytes, then hangs up; yields the port."""
    door = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                caller, _ = door.accept()
            except OSError:
                return
            with caller:
                try:
                    spoken = context.wrap_socket(caller, server_side=True) if context else caller
                    spoken.recv(65536)
                    spoken.sendall(answer)
                    spoken.close()
                except OSError:
                    pass  # the laptop hung up first

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield door.getsockname()[1]
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        thread.join()


def said(address: str) -> UserError:
    server = HttpServer(address)
    try:
        with pytest.raises(UserError) as caught:
            server.pull("token", "")
    finally:
        server.close()
    return caught.value


def http(status: str, kind: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{HANGS_UP}\r\n".encode() + body


NOT_SERVERS = {
    "a web site": http("200 OK", "text/html", b"<html>Welcome</html>"),
    "a missing page": http("404 Not Found", "text/html", b"<html>Nothing</html>"),
    "the sign-in page of a hotel": b"HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\nContent-Length: 0\r\n\r\n",
    "another service's JSON": http("200 OK", "application/json", b"{}"),
    "our media type around garbage": http("200 OK", MEDIA_TYPE, b"garbage"),
    "our media type around another message": http("200 OK", MEDIA_TYPE, pack({"hello": 1})),
    "one of our messages under another type": http("200 OK", "text/plain", pack(Page(cursor="c"))),
    "a failure that is none": http("409 Conflict", MEDIA_TYPE, pack([1, 2, 3])),
    "a sentence that cannot be filled": http(
        "409 Conflict", MEDIA_TYPE, pack({"kind": "user", "message": "{a.b[0]}", "values": {"a": 1}})
    ),
    "a shell": b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n",
}


@pytest.mark.parametrize("what", NOT_SERVERS)
def test_what_is_no_server_is_called_so(what):
    with answering(NOT_SERVERS[what]) as port:
        error = said(f"127.0.0.1:{port}")
    assert (type(error), error.message) == (ProtocolError, NOT_OURS)


@pytest.mark.parametrize("status", ["429 Too Many", "502 Bad Gateway", "503 Unavailable", "504 Timeout"])
def test_a_gateway_without_its_server_means_later(status):
    with answering(http(status, "text/html", b"<html>")) as port:
        error = said(f"127.0.0.1:{port}")
    assert (type(error), error.message, error.values["status"]) == (UnreachableError, remote.BUSY, int(status[:3]))


def test_a_port_where_nothing_listens_is_named():
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    error = said(f"127.0.0.1:{port}")
    assert (type(error), error.message) == (UnreachableError, remote.WRONG_PORT)
    assert error.values == {"host": "127.0.0.1", "port": port}


@pytest.mark.parametrize("cut", [b"", http("200 OK", MEDIA_TYPE, b"x" * 50)[:-20]])
def test_a_connection_that_breaks_off_is_called_so(cut):
    with answering(cut) as port:
        error = said(f"127.0.0.1:{port}")
    assert (type(error), error.message) == (UnreachableError, remote.CUT_OFF)


def test_a_name_nobody_knows_is_named(monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = said("crm.example.com")
    assert (type(error), error.message, error.values) == (
        UnreachableError, remote.UNKNOWN_NAME, {"host": "crm.example.com"},
    )  # fmt: skip


@pytest.mark.parametrize("fault", [TimeoutError("timed out"), OSError(101, "Network is unreachable")])
def test_a_network_that_leads_nowhere_means_work_on_offline(monkeypatch, fault):
    def fail(*_args, **_more):
        raise fault

    monkeypatch.setattr("urllib3.util.connection.create_connection", fail)
    error = said("http://10.0.0.1:8480")
    assert (type(error), error.message, error.values) == (
        UnreachableError, UNREACHABLE, {"address": "http://10.0.0.1:8480"},
    )  # fmt: skip


def test_tls_asked_of_a_plain_port_is_called_so():
    with answering(http("400 Bad Request", "text/plain", b"?")) as port:
        error = said(f"https://127.0.0.1:{port}")
    assert (type(error), error.message) == (UnreachableError, remote.NOT_SECURE)


def test_a_certificate_nobody_vouches_for_sends_nothing(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "both.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with answering(http("200 OK", "text/html", b""), context=context) as port:
        error = said(f"https://localhost:{port}")
    assert (type(error), error.message) == (UnreachableError, remote.NOT_TRUSTED)


@pytest.mark.parametrize(
    "address",
    ["", "http://", "ftp://crm.example.com", "crm.example.com:eighty", "crm example.com", "http://[::1", "x:0"],
)
def test_what_is_no_address_is_refused_with_an_example(address):
    with pytest.raises(UserError) as caught:
        HttpServer(address)
    assert caught.value.message == remote.BAD_ADDRESS


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("crm.example.com:8480", "http://crm.example.com:8480"),
        (" https://crm.example.com/ ", "https://crm.example.com"),
        ("[::1]:8480", "http://[::1]:8480"),
    ],
)
def test_an_address_may_be_typed_as_people_do(typed, whole):
    server = HttpServer(typed)
    server.close()
    assert server.address == whole


def test_an_answer_without_end_is_cut_at_the_limit(monkeypatch):
    monkeypatch.setattr(remote, "MESSAGE_LIMIT", 1000)
    with answering(http("200 OK", MEDIA_TYPE, b"x" * 2000)) as port:
        assert said(f"127.0.0.1:{port}").message == TOO_LARGE


@pytest.fixture
def port(house):
    made = listening(house.service)
    yield made
    made.close()


@pytest.fixture
def server(port):
    made = HttpServer(port.address)
    yield made
    made.close()


@pytest.mark.parametrize(("ahead_us", "days"), [(3 * DAY_US, 3), (-400 * DAY_US, 400)])
def test_a_clock_that_is_off_by_days_is_said_at_sign_in(house, server, ahead_us, days):
    request = sign_in("li", code=house.accounts.create_code("li"), clock=house.clock.now + ahead_us)
    with pytest.raises(UserError) as caught:
        server.sign_in(request)
    assert (caught.value.message, caught.value.values) == (CLOCK_OFF, {"days": days})


def test_a_clock_that_is_off_by_hours_is_none_of_our_business(house, server):
    request = sign_in("li", code=house.accounts.create_code("li"), clock=house.clock.now + DAY_US - 1)
    assert server.sign_in(request).user == "li"


def test_a_wait_for_news_ends_when_the_laptop_closes(house, server, monkeypatch):
    waits, laptop, heard = threading.Event(), house.enrol("li"), []
    monkeypatch.setattr(house.service, "watch", _told(house.service.watch, waits))
    _, cursor = laptop.pull_all()
    listener = threading.Thread(target=lambda: heard.append(server.news(laptop.token, cursor, 600.0)))
    listener.start()
    waits.wait()
    server.close()
    listener.join()
    assert heard == [False]


def test_a_server_that_stops_ends_the_wait_at_once(house, port, server, monkeypatch):
    waits, laptop, heard = threading.Event(), house.enrol("li"), []
    monkeypatch.setattr(house.service, "watch", _told(house.service.watch, waits))
    _, cursor = laptop.pull_all()
    listener = threading.Thread(target=lambda: heard.append(server.news(laptop.token, cursor, 600.0)))
    listener.start()
    waits.wait()
    port.close()
    listener.join()
    assert heard == [False]


def _told(really, waits):
    def watch(token, cursor):
        waits.set()
        return really(token, cursor)

    return watch


def later() -> bytes:
    body = pack(SnapshotPage(cursor="", batch=None, place="", is_later=True))
    return http("200 OK", MEDIA_TYPE, body)


def test_a_file_that_is_still_being_made_is_asked_for_again_after_a_pause_that_differs() -> None:
    pauses: list[float] = []
    with answering(later()) as port:
        server = HttpServer(f"127.0.0.1:{port}", pauses.append)
        assert all(server.snapshot("token", "file/").is_later for _ in range(3))
        server.close()
    assert len(set(pauses)) == 3
    assert all(remote.LATER_S / 2 <= pause <= remote.LATER_S * 1.5 for pause in pauses)


def test_such_a_pause_ends_when_the_connection_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LATER_S", 1000.0)
    with answering(later()) as port:
        server, began = HttpServer(f"127.0.0.1:{port}"), threading.Event()
        pause = server._wait
        monkeypatch.setattr(server, "_wait", lambda seconds: (began.set(), pause(seconds)))
        waiting = threading.Thread(target=server.snapshot, args=("token", "file/"))
        waiting.start()
        began.wait()
        server.hang_up()
        waiting.join()
        server.close()
