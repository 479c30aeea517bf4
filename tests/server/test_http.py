"""What the routes do for those who speak JSON, and against those who mean harm."""

import logging

import msgspec
import pytest
import requests
import schemathesis
import zstandard
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import allow_header_conformance, positive_data_acceptance
from sqlalchemy.exc import OperationalError

from crm_desktop.core.entities import Account
from crm_desktop.core.protocol import MEDIA_TYPE, PushAnswer, pack, unpack
from sync_server.openapi import document
from sync_server.trouble import DISK_FULL
from tests.server.house import PASSWORD, furnished, listening, sign_in


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = furnished(tmp_path_factory.mktemp("http") / "server.db")
    yield made
    made.service.journal.engine.dispose()


@pytest.fixture(scope="module")
def port(house):
    made = listening(house.service)
    yield made
    made.close()


@pytest.fixture
def li(house):
    return house.enrol("li")


@pytest.fixture
def ask(port):
    """Return a function that sends one request and hands back the answer."""
    with requests.Session() as session:
        session.trust_env = False

        def send(method, path, token="", **more):
            headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **more.pop("headers", {})}
            return session.request(method, port.address + path, headers=headers, timeout=30, **more)

        yield send


def test_everybody_else_speaks_json(house, ask):
    code = house.accounts.create_code("mia")
    wish = {"login": "mia", "password": PASSWORD, "device": "j1", "device_name": "Script", "clock": 0, "code": code}
    session = ask("POST", "/v1/session", json=wish).json()
    page = ask("GET", "/v1/pull", session["token"]).json()
    block = ask("POST", "/v1/numbers", session["token"], json={"series": "J", "count": 2}).json()
    assert (session["user"], page["more"], block) == ("mia", False, {"series": "J", "first": 1, "last": 2})


def test_one_may_send_packed_and_be_answered_in_json_and_the_other_way_round(ask, li):
    change = li.change(Account(id="a-mixed", name="Mixed", territory="north"))
    packed = ask("POST", "/v1/push", li.token, data=pack((change,)), headers={"Content-Type": MEDIA_TYPE})
    plain = ask("POST", "/v1/push", li.token, data=msgspec.json.encode([change]), headers={"Accept": MEDIA_TYPE})
    assert (packed.headers["Content-Type"], packed.json()["accepted"]) == ("application/json", 1)
    assert (plain.headers["Content-Type"], unpack(plain.content, PushAnswer).taken) == (MEDIA_TYPE, 1)


BOMB = zstandard.ZstdCompressor().compress(b"\0" * (1 << 20))
PACKED = {"Content-Type": MEDIA_TYPE}
NAMED = {"Content-Type": "application/json"}

WRONG = {
    "no token": ("GET", "/v1/pull", {}, 401, "sign_in"),
    "another scheme": ("GET", "/v1/pull", {"headers": {"Authorization": "Basic bGk6cGFzc3dvcmQ="}}, 401, "sign_in"),
    "no such route": ("GET", "/v2/pull", {}, 404, "protocol"),
    "no such method": ("DELETE", "/v1/session", {}, 405, "protocol"),
    "no JSON": ("POST", "/v1/session", {"data": b"{", "headers": NAMED}, 400, "protocol"),
    "other JSON": ("POST", "/v1/session", {"json": {"login": 5}}, 400, "protocol"),
    "form data": ("POST", "/v1/session", {"data": {"login": "li"}}, 400, "protocol"),
    "not packed": ("POST", "/v1/session", {"data": b"hello", "headers": PACKED}, 409, "protocol"),
    "too much": ("POST", "/v1/session", {"data": b" " * 70000, "headers": NAMED}, 413, "protocol"),
    "little that unpacks to much": ("POST", "/v1/session", {"data": BOMB, "headers": PACKED}, 413, "protocol"),
    "a wrong password": ("POST", "/v1/session", {"data": pack(sign_in("who")), "headers": PACKED}, 401, "sign_in"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_request_is_answered_by_status_and_sentence(ask, what):
    method, path, more, status, kind = WRONG[what]
    answer = ask(method, path, **more)
    assert (answer.status_code, answer.json()["kind"]) == (status, kind)


def test_a_value_nested_without_end_is_a_wrong_request(ask, li):
    deep = b'[["c","li","d",1,1,[["account","r",0,{"tags":[null,' + b"[" * 100_000
    answer = ask("POST", "/v1/push", li.token, data=deep, headers=NAMED)
    assert (answer.status_code, answer.json()["kind"]) == (400, "protocol")


def test_a_file_has_a_hash_for_its_name(ask, li):
    assert ask("GET", "/v1/files/..%2Fetc", li.token).status_code in {400, 404}
    assert ask("GET", "/v1/files/ABC", li.token).status_code == 400


def test_answers_are_kept_by_no_cache(ask, li):
    assert ask("GET", "/v1/pull", li.token).headers["Cache-Control"] == "no-store"


def test_health_tells_what_the_server_speaks(ask):
    assert ask("GET", "/health").json() == {"status": "ok", "server": "satchel", "protocol": 1}


def test_metrics_count_requests_and_entries(ask, li):
    change = li.change(Account(id="a-count", name="Counted", territory="north"))

    def figure(name):
        lines = ask("GET", "/metrics").text.splitlines()
        return next((float(line.rpartition(" ")[2]) for line in lines if line.startswith(name)), 0.0)

    names = ['satchel_requests_total{route="push",status="200"}', 'satchel_entries_total{direction="up"}']
    before = [figure(name) for name in names]
    ask("POST", "/v1/push", li.token, data=msgspec.json.encode([change]))
    assert [figure(name) for name in names] == [value + 1 for value in before]


def test_a_full_disk_is_a_sentence_and_no_fault_of_ours(house, ask, li, monkeypatch):
    def fail(*_args):
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(house.service, "push", fail)
    answer = ask("POST", "/v1/push", li.token, data=b"[]")
    assert (answer.status_code, answer.json()["kind"], answer.json()["message"]) == (503, "unreachable", DISK_FULL)


@pytest.mark.expects_errors("the service breaks on purpose")
def test_a_fault_of_ours_is_noted_and_tells_nothing_of_itself(house, ask, li, monkeypatch, caplog):
    def fail(*_args):
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(house.service, "push", fail)
    with caplog.at_level(logging.ERROR):
        answer = ask("POST", "/v1/push", li.token, data=b"[]")
    assert (answer.status_code, answer.json()["kind"]) == (500, "unreachable")
    assert "secret" not in answer.text
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_the_document_describes_every_route(ask):
    assert ask("GET", "/openapi.json").json() == msgspec.json.decode(msgspec.json.encode(document()))


# The stream of news has tests of its own: it stays open, which this walk would take for a hanging answer.
SCHEMA = schemathesis.openapi.from_dict(document()).exclude(path="/v1/live")


@pytest.fixture(scope="module")
def walker(house):
    return house.enrol("li")


@SCHEMA.parametrize()
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_asked_the_answer_is_as_described(case, port, walker):
    case.call_and_validate(
        base_url=port.address,
        headers={"Authorization": f"Bearer {walker.token}"},
        excluded_checks=[
            positive_data_acceptance,  # a sign-in of an older version is well formed, and refused
            allow_header_conformance,  # the framework answers OPTIONS for one method of a path only
        ],
    )
