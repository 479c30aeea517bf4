"""What every implementation of the Server interface does, asked directly and through HTTP."""

import hashlib
import threading

import msgspec
import pytest
import zstandard

from crm_desktop.core.attached import LARGEST, PART
from crm_desktop.core.entities import Account, File
from crm_desktop.core.errors import ProtocolError, RefusedError, SignInError, UserError
from crm_desktop.core.protocol import (
    FILE_PLACE,
    HALF,
    SIGN_IN_AGAIN,
    TOO_OLD,
    WRONG_SIGN_IN,
    BroughtBack,
    Doubt,
    FilePart,
    Gone,
    NewPassword,
    NumberBlock,
    NumbersHeld,
    Total,
    WhatIsHeld,
    chunk_place,
)
from crm_desktop.core.store.pages import PAGE, layout
from crm_desktop.sync.remote import HttpServer
from sync_server import offering
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
    "get_file": lambda server: server.get_file("no token", "0" * 64, 0),
    "put_file": lambda server: server.put_file("no token", "0" * 64, FilePart(total=1)),
    "lease_numbers": lambda server: server.lease_numbers("no token", "Q", 1),
    "keep_numbers": lambda server: server.keep_numbers("no token", NumbersHeld()),
    "change_password": lambda server: server.change_password("no token", NewPassword(old="", new="long enough")),
    "sign_out": lambda server: server.sign_out("no token"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_needs_a_session(house, question):
    with pytest.raises(SignInError) as caught:
        QUESTIONS[question](house.server)
    assert caught.value.message == SIGN_IN_AGAIN


ANOTHER = "another long password"


def test_a_new_password_signs_other_laptops_out_and_lets_the_person_in_again(house):
    here, there = house.enrol("li"), house.enrol("li")
    wish = NewPassword(old=PASSWORD, new=ANOTHER)
    assert house.server.change_password(here.token, wish).sessions >= 1
    assert house.server.change_password(here.token, wish).sessions == 0  # its answer got lost: said again, it is done
    assert house.server.push(here.token, ()).taken == 0
    for ask in (lambda: house.server.push(there.token, ()), lambda: house.server.sign_in(sign_in("li", device="d9"))):
        with pytest.raises(SignInError):
            ask()
    assert house.server.sign_in(sign_in("li", ANOTHER, device=there.device)).user == "li"


def test_a_password_is_changed_by_who_knows_it_and_to_a_long_one(house):
    mia = house.enrol("mia")
    for old, new, words in ((ANOTHER, "long enough too", "current password"), (PASSWORD, "short", "8 characters")):
        with pytest.raises(UserError, match=words):
            house.server.change_password(mia.token, NewPassword(old=old, new=new))
    assert house.server.sign_in(sign_in("mia", device=mia.device)).user == "mia"


def test_who_signs_out_has_to_sign_in_again_and_is_still_enrolled(house):
    mia = house.enrol("mia")
    assert house.server.sign_out(mia.token).sessions == 1
    with pytest.raises(SignInError) as caught:
        house.server.push(mia.token, ())
    assert caught.value.message == SIGN_IN_AGAIN
    assert house.server.sign_in(sign_in("mia", device=mia.device)).user == "mia"


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


def test_two_copies_of_a_laptop_that_send_at_the_same_moment_become_two(house, li, monkeypatch):
    first = li.change(account(li))
    second = msgspec.structs.replace(first, id=f"copy of {first.id}")
    journal = house.service.journal
    writing = journal.writing

    def writing_after_the_copy():
        monkeypatch.undo()
        house.service.push(li.token, (first,))
        return writing()

    monkeypatch.setattr(journal, "writing", writing_after_the_copy)
    answer = house.service.push(li.token, (second,))
    assert (answer.taken, answer.device not in ("", li.device)) == (0, True)


def test_a_cursor_nobody_handed_out_is_a_protocol_error(house, li):
    with pytest.raises(ProtocolError):
        house.server.pull(li.token, "not a cursor?")


def test_a_ready_file_comes_in_chunks_and_nothing_else_does(house, li, monkeypatch):
    monkeypatch.setattr(offering, "ROWS_SUFFICE", 0)
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


def photo(li, size=100, name="visit.jpg", *, mark=b"\xff\xd8\xff", **told):
    """Make a picture and the record that names it, which the server takes before its bytes."""
    content = mark + f"{name} of {li.device}".encode() + bytes(size)
    sha256 = hashlib.sha256(content).hexdigest()
    told = {"size": len(content), "media_type": "image/jpeg", "owner": "li", "sha256": sha256, **told}
    li.server.push(li.token, (li.change(File(id=f"{name} {li.device}", name=name, **told)),))
    return sha256, content


def send(li, sha256, content):
    """Hand over bytes from wherever the server says, and tell the places where parts began."""
    held, places = li.server.put_file(li.token, sha256, FilePart(total=len(content))).size, []
    while held < len(content):
        places.append(held)
        part = FilePart(total=len(content), offset=held, content=content[held : held + PART])
        held = li.server.put_file(li.token, sha256, part).size
    return places


def fetch(laptop, sha256):
    """Fetch bytes part by part."""
    content, total = b"", 1
    while len(content) < total:
        part = laptop.server.get_file(laptop.token, sha256, len(content))
        assert (part.offset, bool(part.content)) == (len(content), True)
        content, total = content + part.content, part.total
    return content


def test_a_file_of_several_parts_comes_back_byte_by_byte(house, li):
    sha256, content = photo(li, 2 * PART + 5)
    assert send(li, sha256, content) == [0, PART, 2 * PART]
    assert fetch(li, sha256) == content
    assert send(li, sha256, content) == []


def test_a_file_is_handed_out_from_any_of_its_bytes_on(house, li):
    sha256, content = photo(li, PART + 50)
    send(li, sha256, content)
    for offset in (1, PART - 1, PART, PART + 1, len(content) - 1):
        part = house.server.get_file(li.token, sha256, offset)
        assert content[offset:].startswith(part.content)
        assert part.content


def test_sending_goes_on_where_it_was_cut(house, li):
    sha256, content = photo(li, 3 * PART)
    house.server.put_file(li.token, sha256, FilePart(total=len(content), content=content[:PART]))
    assert send(li, sha256, content) == [PART, 2 * PART, 3 * PART]
    assert fetch(li, sha256) == content


def test_a_part_out_of_turn_changes_nothing_and_hears_where_to_go_on(house, li):
    sha256, content = photo(li, 2 * PART)
    first = FilePart(total=len(content), content=content[:PART])
    late = FilePart(total=len(content), offset=2 * PART, content=content[2 * PART :])
    for part, held in ((late, 0), (first, PART), (first, PART), (late, PART)):
        assert house.server.put_file(li.token, sha256, part).size == held


def test_a_file_that_is_not_whole_is_not_given(house, li):
    sha256, content = photo(li, PART)
    house.server.put_file(li.token, sha256, FilePart(total=len(content), content=content[:PART]))
    with pytest.raises(UserError, match="does not have this file yet"):
        house.server.get_file(li.token, sha256, 0)


def test_a_file_that_does_not_match_its_hash_is_not_kept_and_begins_anew(house, li):
    sha256, content = photo(li)
    with pytest.raises(UserError, match="arrived damaged"):
        house.server.put_file(li.token, sha256, FilePart(total=len(content), content=content[:-1] + b"!"))
    assert send(li, sha256, content) == [0]
    assert fetch(li, sha256) == content


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"mark": b"MZ\x90"}, "is neither a picture"),
        ({"mark": b"%PDF-1.7"}, "is not what its record says"),
        ({"size": 5}, "is not what its record says"),
    ],
)
def test_what_its_record_does_not_say_or_nobody_may_keep_is_refused(house, li, told, sentence):
    sha256, content = photo(li, name=sentence, mark=told.get("mark", b"\xff\xd8\xff"))
    total = told.get("size", len(content))
    with pytest.raises(RefusedError, match=sentence):
        house.server.put_file(li.token, sha256, FilePart(total=total, content=content))


def test_a_record_of_a_file_beyond_all_limits_is_refused(house, li):
    too_large = File(id=f"huge {li.device}", name="huge", sha256="0" * 64, size=LARGEST + 1, owner="li")
    assert li.server.push(li.token, (li.change(too_large),)).refused == 1


def test_bytes_are_taken_and_given_only_where_a_record_of_the_scope_names_them(house, li):
    mia = house.enrol("mia")
    sha256, content = photo(li)
    with pytest.raises(RefusedError, match="No record that you may see"):
        house.server.put_file(mia.token, sha256, FilePart(total=len(content), content=content))
    send(li, sha256, content)
    with pytest.raises(UserError, match="does not have this file yet"):
        house.server.get_file(mia.token, sha256, 0)


def test_leased_blocks_follow_each_other_and_never_overlap(house, li):
    series, mia = f"Q-{li.device}", house.enrol("mia")
    first = house.server.lease_numbers(li.token, series, 50)
    second = house.server.lease_numbers(mia.token, series, 10)
    assert (first.first, first.last, second.first, second.last) == (1, 50, 51, 60)


def test_numbers_held_are_kept_but_for_what_others_may_hold(house, li):
    series, mia = f"K-{li.device}", house.enrol("mia")
    mine = house.server.lease_numbers(li.token, series, 10)
    house.server.lease_numbers(mia.token, series, 10)
    wide = NumberBlock(series=series, first=5, last=1_000_000)
    kept = house.server.keep_numbers(li.token, NumbersHeld(blocks=(wide,))).blocks
    assert [(block.first, block.last) for block in kept] == [(5, 10)]
    assert house.server.lease_numbers(mia.token, series, 1).first == 21
    assert house.server.keep_numbers(li.token, NumbersHeld(blocks=(mine,))).blocks == (mine,)
    assert house.server.keep_numbers(mia.token, NumbersHeld(blocks=(mine,))).blocks == ()


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
