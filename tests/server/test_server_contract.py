"""What every implementation of the Server interface does, asked directly and through HTTP."""

import hashlib
import threading

import msgspec
import pytest
import zstandard

from crm_desktop.core.entities import Account, File
from crm_desktop.core.errors import ProtocolError, SignInError, UserError
from crm_desktop.core.protocol import (
    FILE_PLACE,
    HALF,
    SIGN_IN_AGAIN,
    TOO_OLD,
    WRONG_SIGN_IN,
    BroughtBack,
    Doubt,
    Gone,
    Total,
    WhatIsHeld,
    chunk_place,
)
from crm_desktop.core.store.pages import PAGE, layout
from crm_desktop.sync.remote import HttpServer
from sync_server import service
from tests.server.house import PASSWORD, furnished, listening, sign_in


@pytest.fixture(scope="module", params=["direct", "through HTTP", "PostgreSQL", "PostgreSQL through HTTP"])
def house(request, tmp_path_factory):
    if "PostgreSQL" in request.param:
        made = furnished(request.getfixturevalue("postgres").furnished())
    else:
        made = furnished(tmp_path_factory.mktemp("contract") / "server.db")
    if "HTTP" not in request.param:
        yield made
    else:
        port = listening(made.service)
        made.server = HttpServer(port.address)
        yield made
        made.server.close()
        port.close()
    made.service.journal.engine.dispose()


@pytest.fixture
def li(house):
    return house.enrol("li")


def account(laptop, name="Blue Crane", territory="north") -> Account:
    return Account(id=f"a-{laptop.device}-{laptop.counter}", name=name, territory=territory)


def test_sign_in_tells_who_one_is_and_where_the_server_stands(house, li):
    session = li.session
    assert (session.user, session.role, session.organisation) == ("li", "rep", "Harbour Pumps")
    assert (session.counter, session.clock) == (0, house.clock.now)


def test_a_wrong_password_is_a_sign_in_error(house, li):
    with pytest.raises(SignInError) as caught:
        house.server.sign_in(sign_in("li", "not the right one", device=li.device))
    assert (caught.value.message, caught.value.values) == (WRONG_SIGN_IN, {})


def test_a_laptop_of_an_older_protocol_is_asked_to_update(house):
    with pytest.raises(ProtocolError) as caught:
        house.server.sign_in(msgspec.structs.replace(sign_in("li"), version=0))
    assert caught.value.message == TOO_OLD


QUESTIONS = {
    "push": lambda server: server.push("no token", ()),
    "missing": lambda server: server.missing("no token", WhatIsHeld(cursor="", held=())),
    "bring_back": lambda server: server.bring_back("no token", BroughtBack(cursor="", changes=())),
    "pull": lambda server: server.pull("no token", ""),
    "snapshot": lambda server: server.snapshot("no token", ""),
    "compare": lambda server: server.compare("no token", Doubt(cursor="")),
    "news": lambda server: server.news("no token", "", 0.0),
    "get_file": lambda server: server.get_file("no token", "0" * 64),
    "put_file": lambda server: server.put_file("no token", hashlib.sha256(b"").hexdigest(), b""),
    "lease_numbers": lambda server: server.lease_numbers("no token", "Q", 1),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_needs_a_session(house, question):
    with pytest.raises(SignInError) as caught:
        QUESTIONS[question](house.server)
    assert caught.value.message == SIGN_IN_AGAIN


def test_a_pushed_change_is_taken_once_however_often_it_is_pushed(house, li):
    change = li.change(account(li))
    first = house.server.push(li.token, (change,))
    again = house.server.push(li.token, (change,))
    assert (first.taken, first.accepted, again.taken, again.accepted) == (1, 1, 1, 0)


def test_an_empty_push_tells_how_far_the_device_is(house, li):
    assert house.server.push(li.token, ()).taken == 0


def test_a_refused_change_is_counted_and_does_not_hold_up_the_next(house, li):
    wrong, right = li.change(account(li, territory="south")), li.change(account(li))
    answer = house.server.push(li.token, (wrong, right))
    assert (answer.taken, answer.refused, answer.accepted) == (2, 1, 1)


def test_a_colleague_in_scope_pulls_what_was_pushed_and_another_does_not(house, li):
    manager, mia = house.enrol("chen"), house.enrol("mia")
    _, seen_by_manager = manager.pull_all()
    _, seen_by_mia = mia.pull_all()
    pushed = account(li)
    house.server.push(li.token, (li.change(pushed),))
    assert manager.pull_all(seen_by_manager)[0] == [pushed.id]
    assert mia.pull_all(seen_by_mia)[0] == []


def test_a_pull_with_nothing_new_keeps_its_cursor_and_tells_what_was_taken(house, li):
    house.server.push(li.token, (li.change(account(li)),))
    _, cursor = li.pull_all()
    page = house.server.pull(li.token, cursor)
    assert (page.posted, page.gone, page.cursor, page.taken, page.more) == ((), (), cursor, 1, False)


def test_a_laptop_in_doubt_hears_the_sums_the_hashes_and_the_history_of_its_scope(house, li):
    pushed = account(li)
    house.server.push(li.token, (li.change(pushed),))
    _, cursor = li.pull_all()
    sums = house.server.compare(li.token, Doubt(cursor=cursor, entities=("account",), found=("account", "novel")))
    hashes = house.server.compare(li.token, Doubt(cursor=cursor, part=("account", "north"))).hashes
    (known,) = house.server.compare(li.token, Doubt(cursor=cursor, records=(Gone("account", (pushed.id,)),))).posted
    total = sum(hashes.values())
    assert sums.is_current
    assert sums.totals["account"]["north"] == Total(len(hashes), total // HALF % HALF, total % HALF)
    assert [entry.record for entry in known.change.entries] == [pushed.id]
    assert not house.server.compare(li.token, Doubt(cursor="", entities=("account",))).is_current


def test_a_cursor_nobody_handed_out_is_a_protocol_error(house, li):
    with pytest.raises(ProtocolError):
        house.server.pull(li.token, "not a cursor?")


def test_a_ready_file_comes_in_chunks_and_nothing_else_does(house, li, monkeypatch):
    monkeypatch.setattr(service, "ROWS_SUFFICE", 0)
    house.server.push(li.token, (li.change(account(li)),))
    page = house.server.snapshot(li.token, FILE_PLACE + layout())
    while page.is_later:
        page = house.server.snapshot(li.token, FILE_PLACE + layout())
    if house.service._shelf is None:  # a database that is no file, and no folder was named
        assert (page.file, page.rows != {}) == (None, True)
        return
    chunks = [house.server.snapshot(li.token, chunk_place(page.file.place, number)).chunk for number in range(1)]
    assert [len(chunk) for chunk in chunks] == [page.file.sizes[0]]
    assert len(zstandard.ZstdDecompressor().decompress(chunks[0])) == min(page.file.chunk_pages, page.file.pages) * PAGE
    assert page.file.rows >= 1
    for place in (chunk_place(page.file.place, 10_000), FILE_PLACE + layout() + "/no-such-file/0"):
        assert house.server.snapshot(li.token, place).is_gone


def test_a_first_load_brings_as_many_rows_as_it_announces(house, li):
    house.server.push(li.token, (li.change(account(li)),))
    page = house.server.snapshot(li.token, "")
    announced, came = page.rows, dict.fromkeys(page.rows, 0)
    while True:
        if page.batch is not None:
            came[page.batch.table] += len(page.batch.columns[0])
        if not page.place:
            break
        page = house.server.snapshot(li.token, page.place)
    assert came == announced
    assert came["account"] >= 1
    assert li.pull_all(page.cursor)[0] == []


def test_there_is_no_news_where_nothing_happened(house, li):
    _, cursor = li.pull_all()
    assert house.server.news(li.token, cursor, 0.05) is False


def test_news_that_is_there_already_is_told_at_once(house, li):
    _, cursor = li.pull_all()
    house.server.push(li.token, (li.change(account(li)),))
    assert house.server.news(li.token, cursor, 60.0) is True


def test_who_waits_hears_of_a_colleagues_change(house, li):
    manager = house.enrol("chen")
    _, cursor = manager.pull_all()
    heard: list[bool] = []
    listener = threading.Thread(target=lambda: heard.append(house.server.news(manager.token, cursor, 60.0)))
    listener.start()
    house.server.push(li.token, (li.change(account(li)),))
    listener.join()
    assert heard == [True]


def test_a_file_comes_back_byte_by_byte(house, li):
    content = b"\x00 photo of a visit " * 5000
    sha256 = hashlib.sha256(content).hexdigest()
    house.server.put_file(li.token, sha256, content)
    house.server.put_file(li.token, sha256, content)
    file = File(id=f"f-{li.device}", name="visit.jpg", sha256=sha256, owner="li")
    house.server.push(li.token, (li.change(file),))
    assert house.server.get_file(li.token, sha256) == content


def test_a_file_that_does_not_match_its_hash_is_not_taken(house, li):
    with pytest.raises(UserError) as caught:
        house.server.put_file(li.token, "0" * 64, b"something else")
    assert type(caught.value) is UserError


def test_a_file_outside_the_scope_is_not_given(house, li):
    mia = house.enrol("mia")
    content = f"only for the north {li.device}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    house.server.put_file(li.token, sha256, content)
    house.server.push(li.token, (li.change(File(id=f"g-{li.device}", name="n", sha256=sha256, owner="li")),))
    with pytest.raises(UserError):
        house.server.get_file(mia.token, sha256)


def test_leased_blocks_follow_each_other_and_never_overlap(house, li):
    series, mia = f"Q-{li.device}", house.enrol("mia")
    first = house.server.lease_numbers(li.token, series, 50)
    second = house.server.lease_numbers(mia.token, series, 10)
    assert (first.first, first.last, second.first, second.last) == (1, 50, 51, 60)


@pytest.mark.parametrize("count", [0, -1, 100_000])
def test_a_block_of_an_absurd_size_is_refused_with_its_limit(house, li, count):
    with pytest.raises(UserError) as caught:
        house.server.lease_numbers(li.token, "Q", count)
    assert caught.value.values == {"limit": 1000}


def test_a_second_sign_in_of_a_device_ends_its_older_session(house, li):
    renewed = house.server.sign_in(sign_in("li", PASSWORD, device=li.device))
    assert house.server.pull(renewed.token, "").cursor
    with pytest.raises(SignInError):
        house.server.pull(li.token, "")
