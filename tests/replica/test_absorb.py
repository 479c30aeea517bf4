"""A large page comes in several short transactions; cut between them, it comes again and nothing is lost or twice."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Account
from crm_desktop.replica import news, pen
from crm_desktop.replica import news as room
from crm_desktop.sync.engine import sync
from tests.replicas import Office, demo_office

LOGIN = "li.wei"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(room, "CHANGES_AT_WORK", 2)
    monkeypatch.setattr(room, "CHANGES_AT_REST", 3)
    monkeypatch.setattr(room, "PARTS_AT_REST", 2)
    return demo_office(tmp_path, accounts=200)


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    made = office.desk(LOGIN)
    yield made
    made.replica.close()


@pytest.fixture
def other(office: Office) -> Iterator[Desk]:
    made = desk_of(office.laptop(LOGIN, "second laptop"), office.clock)
    yield made
    made.replica.close()


def rounds(office: Office, other: Desk) -> list[Account]:
    """Let a colleague at another laptop of the same person change ten accounts, and send it."""
    known = other.replica.find(Account, order=("name",), limit=10)
    for number, account in enumerate(known):
        records.edit(other, account, notes=f"note {number} zebra")
    sync(other.replica, office.service, office.clock.us)
    return known


def same(office: Office, desk: Desk) -> None:
    assert desk.replica.verify() == []
    assert desk.replica.content_hash(desk.role) == office.service.content_hash(desk.user.id)


def test_page_in_parts_ends_equal_to_the_server(office: Office, desk: Desk, other: Desk) -> None:
    known = rounds(office, other)
    report = sync(desk.replica, office.service, office.clock.us)
    assert report.touched["account"] >= {one.id for one in known}
    same(office, desk)
    assert len(desk.replica.search("zebra")) == 10


def test_page_cut_between_parts_comes_again_whole(
    office: Office, desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = desk.replica.find(Account, order=("name",), limit=10)[7]
    records.edit(desk, mine, website="www.example")
    rounds(office, other)
    before, parts = desk.replica.mark("cursor"), []
    take_in = news.take_in

    def cut(*arguments):
        parts.append(take_in(*arguments))
        if len(parts) == 3:
            raise OSError("the power went")
        return parts[-1]

    monkeypatch.setattr(news, "take_in", cut)
    with pytest.raises(OSError, match="power"):
        sync(desk.replica, office.service, office.clock.us)
    monkeypatch.undo()
    assert desk.replica.mark("cursor") == before
    found = desk.replica.get(Account, mine.id)
    assert found is not None
    assert found.website == "www.example"
    sync(desk.replica, office.service, office.clock.us)
    assert desk.replica.pending() == 0
    same(office, desk)


def test_search_follows_only_what_is_searched_and_misses_none_of_it(desk: Desk) -> None:
    account = desk.replica.find(Account, order=("name",), limit=1)[0]
    records.edit(desk, account, street="Quokka Road", terms="30 days")
    assert desk.replica.search("quokka") == []
    records.edit(desk, desk.replica.get(Account, account.id), notes="quokka")
    assert [one.id for one in desk.replica.search("quokka")] == [account.id]
    records.edit(desk, desk.replica.get(Account, account.id), notes="wombat")
    assert desk.replica.search("quokka") == []


def test_index_cut_in_the_middle_is_built_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [one.id for one in desk.replica.search("泵")]
    assert wanted

    def cut(*_):
        raise OSError("the power went")

    monkeypatch.setattr(room.search, "refill", cut)
    with pytest.raises(OSError, match="power"):
        desk.replica.index()
    monkeypatch.undo()
    assert desk.replica.search("泵") == []
    desk.replica.index()
    desk.replica.index()
    assert [one.id for one in desk.replica.search("泵")] == wanted


def test_a_round_that_moved_something_is_told_at_once(desk: Desk) -> None:
    before = desk.replica.mark("last_round")
    desk.replica.note_sync(1_000, "moved")
    assert before != "moved"
    assert (desk.replica.mark("last_round"), desk.replica.mark("last_sync")) == ("moved", "1000")


def test_a_sync_empties_the_log_so_that_no_save_has_to(
    office: Office, desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pen, "EASED_AFTER", 2)
    place = Path(str(desk.replica._engine.url.database))
    for account in desk.replica.find(Account, limit=5):
        records.edit(desk, account, notes="saved here, in the log alone")
    before = place.read_bytes()
    rounds(office, other)
    sync(desk.replica, office.service, office.clock.us)
    assert place.read_bytes() != before
    same(office, desk)


def test_at_rest_several_parts_make_one_transaction_until_somebody_waits(
    office: Office, desk: Desk, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds(office, other)
    replica, held = desk.replica, list[int]()
    monkeypatch.setattr(room, "AT_WORK_S", -1)
    monkeypatch.setattr(room, "PARTS_AT_REST", 10)
    take_in, awaited = news.take_in, [False, True, False, False]

    def counted(*arguments):
        held.append(replica._pen.writes)
        return take_in(*arguments)

    monkeypatch.setattr(news, "take_in", counted)
    monkeypatch.setattr(replica._pen, "is_awaited", lambda: awaited.pop(0))
    begun = replica._pen.writes
    replica.absorb(office.service.pull(replica.mark("token"), replica.mark("cursor")))
    # Ten changes by threes: two parts, then somebody waits, two parts more.
    assert [writes - begun for writes in held] == [0, 0, 1, 1]
    same(office, desk)


def test_whoever_waits_for_the_pen_is_seen_by_whoever_writes(desk: Desk) -> None:
    held = desk.replica._pen
    waiting = threading.Thread(target=held.set_mark, args=("some", "fact"))
    with held.writing():
        assert not held.is_awaited()
        waiting.start()
        while not held.is_awaited():  # until it stands at the door
            waiting.join(0.001)
    waiting.join()
    assert (held.mark("some"), held.is_awaited()) == ("fact", False)
