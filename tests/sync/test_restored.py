"""A server restored from a backup: what it lost comes back from the laptops, each change once, whoever made it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crm_desktop.actions import inbox, issuing, quotes, records
from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.core.entities import Account, Activity, Contact, Opportunity, Product, Quote, QuoteLine, Refusal
from crm_desktop.core.errors import ProtocolError
from crm_desktop.core.protocol import RESTORED, BroughtBack, PushAnswer, SignIn, WhatIsHeld
from crm_desktop.core.store import Reader
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.replica.doubts import DAY_US
from crm_desktop.sync import engine
from crm_desktop.sync.engine import sync
from sync_server.notices import TAKEN
from sync_server.restored import LEFT_OUT
from tests.replicas import PASSWORD, Office, small_office
from tests.sync.otherwise import otherwise


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = small_office(tmp_path)
    yield made
    made.close()


def backup(office: Office) -> Callable[[], None]:
    """Copy the server's file, and give what puts it back under a server started anew."""
    with office.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = office.folder / "backup.db"
    shutil.copy(office.folder / "server.db", copy)

    def restore() -> None:
        office.engine.dispose()
        for left in office.folder.glob("server.db*"):
            left.unlink()
        shutil.copy(copy, office.folder / "server.db")
        laptops = office.laptops
        office.__post_init__()
        office.laptops = laptops

    return restore


def seat(office: Office, login: str) -> Desk:
    return desk_of(office.laptop(login), office.clock)


def changes_of(office: Office) -> list[str]:
    with office.engine.connect() as connection:
        return [row["change"] for row in connection.execute(ENTRY.select().order_by(ENTRY.c.seq)).mappings()]


def rename(desk: Desk, id_: str, name: str) -> None:
    seen = desk.replica.get(Account, id_)
    assert seen is not None
    records.edit(desk, seen, name=name)


def test_what_stands_for_thinned_history_is_no_change_that_was_lost(office: Office) -> None:
    office.add(Activity(id="call", kind="call", subject="0", owner="ann", account="north1"))
    office.edit(office.get(Activity, "call"), subject="1")
    ann = seat(office, "ann")
    restore = backup(office)
    rename(ann, "north1", "Typed after the backup")
    office.sync(ann.replica)
    assert ann.replica.thin(office.clock.us() + 500 * DAY_US) == 1
    restore()
    assert sync(ann.replica, office.service, office.clock.us).brought_back == 1
    assert ann.replica.anew.why == RESTORED
    with office.engine.connect() as connection:
        assert Reader(connection).find(Refusal) == []


def test_a_laptop_brings_its_own_changes_back(office: Office) -> None:
    ann = seat(office, "ann")
    restore = backup(office)
    rename(ann, "north1", "Typed after the backup")
    office.sync(ann.replica)
    restore()
    assert office.get(Account, "north1").name == "上海泵业"
    office.sync(ann.replica)
    assert office.get(Account, "north1").name == "Typed after the backup"
    assert not office.differences(ann.replica)


def test_a_laptop_brings_back_what_a_colleague_made_in_her_name(office: Office) -> None:
    ann, mia = seat(office, "ann"), seat(office, "mia")
    restore = backup(office)
    records.create(ann, Contact(id="new1", family_name="New", account="north1"))
    office.sync(ann.replica, mia.replica)
    restore()
    office.sync(mia.replica)
    with office.engine.connect() as connection:
        (line,) = Reader(connection).lines(["new1"])["new1"]
    assert (line.author, line.entry.fields["family_name"]) == ("ann", (None, "New"))
    assert ann.replica.get(Contact, "new1") == office.get(Contact, "new1")


def test_what_several_laptops_bring_back_is_there_once(office: Office) -> None:
    ann, mia = seat(office, "ann"), seat(office, "mia")
    restore = backup(office)
    for name in ("One", "Two", "Three"):
        rename(ann, "north1", name)
    office.sync(ann.replica, mia.replica)
    before = sorted(changes_of(office))
    restore()
    office.sync(mia.replica, ann.replica, mia.replica)
    assert sorted(changes_of(office)) == before
    assert not office.differences(ann.replica)
    assert not office.differences(mia.replica)


def test_a_change_that_a_colleague_brought_back_in_part_is_made_whole(office: Office) -> None:
    ann, root = seat(office, "ann"), seat(office, "root")
    restore = backup(office)
    records.create(
        root, Contact(id="new1", family_name="New", account="north1"), Contact(id="new2", family_name="New", account="south1")
    )  # fmt: skip
    office.sync(root.replica, ann.replica)
    restore()
    office.sync(ann.replica)
    with office.engine.connect() as connection:
        assert Reader(connection).get(Contact, "new2") is None
    office.sync(root.replica)
    assert office.get(Contact, "new2").account == "south1"
    assert not office.differences(root.replica)


def test_a_change_whose_answer_was_lost_is_not_taken_beside_the_one_brought_back(office: Office) -> None:
    ann, mia = seat(office, "ann"), seat(office, "mia")
    restore = backup(office)
    records.create(ann, Contact(id="new1", family_name="New", account="north1"))
    office.service.push(ann.replica.mark("token"), ann.replica.outbox())  # ann never hears of it
    office.sync(mia.replica)
    restore()
    office.sync(mia.replica, ann.replica)
    assert not ann.replica.pending()
    assert changes_of(office).count(ann.replica.changes(changes_of(office))[-1].id) == 1
    with office.engine.connect() as connection:
        assert not Reader(connection).find(Refusal)


def test_a_restore_between_two_parts_of_a_push_leaves_nothing_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = seat(office, "ann")
    restore = backup(office)
    monkeypatch.setattr(engine, "PUSH_CHANGES", 1)
    rename(ann, "north1", "First part")
    rename(ann, "harbour1", "Second part")
    ann.replica.begin_anew()  # a laptop without a cursor cannot say what it has read
    pushed: list[int] = []

    def push(token: str, changes: Any, *places: Any) -> PushAnswer:
        answer = office.service.push(token, changes, *places)
        pushed.append(changes[0].counter)
        if len(pushed) == 1:  # it comes back from its backup after the first part
            restore()
        return answer

    sync(ann.replica, otherwise(office.service, push=push), office.clock.us)
    assert pushed == [1, 2, 1, 2]
    assert [office.get(Account, id_).name for id_ in ("north1", "harbour1")] == ["First part", "Second part"]
    assert not ann.replica.pending()


def test_edits_made_meanwhile_on_both_sides_are_merged(office: Office) -> None:
    ann, bob = seat(office, "ann"), seat(office, "bob")
    restore = backup(office)
    rename(ann, "north1", "Lost")
    office.sync(ann.replica)
    restore()
    rename(bob, "south1", "After the restore")
    office.sync(bob.replica)
    south = ann.replica.get(Account, "harbour1")
    assert south is not None
    records.edit(ann, south, city="Typed before it was noticed")
    office.sync(ann.replica, bob.replica)
    found = [office.get(Account, id_) for id_ in ("north1", "south1", "harbour1")]
    assert [found[0].name, found[1].name, found[2].city] == ["Lost", "After the restore", "Typed before it was noticed"]
    assert not office.differences(ann.replica)


def test_a_restore_is_noticed_though_the_journal_is_as_long_again(office: Office) -> None:
    ann, bob = seat(office, "ann"), seat(office, "bob")
    restore = backup(office)
    rename(ann, "north1", "Lost")
    office.sync(ann.replica)
    restore()
    for name in ("One", "Two", "Three", "Four"):
        rename(bob, "south1", name)
    office.sync(bob.replica)
    office.sync(ann.replica)
    assert office.get(Account, "north1").name == "Lost"


def test_a_colleague_cannot_bring_back_what_she_may_not_write(office: Office) -> None:
    ann, root = seat(office, "ann"), seat(office, "root")
    restore = backup(office)
    pump = root.replica.get(Product, "pump")
    assert pump is not None
    records.edit(root, pump, name="Renamed by the administrator")
    office.sync(root.replica, ann.replica)
    restore()
    office.sync(ann.replica)
    assert office.get(Product, "pump").name == "Pump"
    with office.engine.connect() as connection:
        (told,) = Reader(connection).find(Refusal)
    assert (told.author, told.reason) == ("root", LEFT_OUT)
    office.sync(root.replica)
    assert office.get(Product, "pump").name == "Renamed by the administrator"


def test_nobody_brings_anything_back_to_a_server_that_lost_nothing(office: Office) -> None:
    ann = seat(office, "ann")
    rename(ann, "north1", "Now")
    forged = msgspec.structs.replace(ann.replica.outbox()[0], author="root", id="forged")
    office.sync(ann.replica)
    token, cursor = ann.replica.mark("token"), ann.replica.mark("cursor")
    for ask in (
        lambda: office.service.bring_back(token, BroughtBack(cursor=cursor, changes=(forged,))),
        lambda: office.service.bring_back(token, BroughtBack(cursor="", changes=(forged,))),
        lambda: office.service.missing(token, WhatIsHeld(cursor=cursor, held=ann.replica.held())),
    ):
        with pytest.raises(ProtocolError):
            ask()
    assert "forged" not in changes_of(office)


def test_no_number_is_leased_twice_over_a_restore(office: Office) -> None:
    ann, bob = seat(office, "ann"), seat(office, "bob")
    restore = backup(office)
    first = office.service.lease_numbers(ann.replica.mark("token"), "HP2026", 50)
    rename(ann, "north1", "Lost")
    office.sync(ann.replica)
    restore()
    office.sync(ann.replica)
    second = office.service.lease_numbers(bob.replica.mark("token"), "HP2026", 50)
    assert second.first > first.last


@pytest.mark.parametrize("minutes", [20, -20])
def test_no_number_is_leased_twice_over_two_restores_of_one_backup(office: Office, minutes: int) -> None:
    ann, bob = seat(office, "ann"), seat(office, "bob")
    restore = backup(office)
    blocks: dict[str, list[tuple[int, int]]] = {"HP2026": [], "NEW2026": []}
    for desk in (ann, bob):
        restore()
        office.clock.moment += timedelta(minutes=minutes)
        office.service.note_restored()
        for series, given in blocks.items():
            block = office.service.lease_numbers(desk.replica.mark("token"), series, 50)
            given.append((block.first, block.last))
    assert [second[0] > first[1] or first[0] > second[1] for first, second in blocks.values()] == [True, True]


def test_numbers_keep_their_length_however_old_the_backup_is(office: Office) -> None:
    ann = seat(office, "ann")
    office.clock.moment += timedelta(seconds=17_800 - 1)
    office.service.note_restored()
    block = office.service.lease_numbers(ann.replica.mark("token"), "HP2026", 50)
    assert 10_000 < block.first < 100_000


def out_of_numbers(office: Office, desk: Desk) -> None:
    """Let a laptop lease its next block, and read on."""
    desk.replica.set_mark("numbers", "[]")
    office.sync(desk.replica)


def issued(desk: Desk, deal: str) -> Quote:
    quote, _ = quotes.draft(desk, desk.fetch(Opportunity, deal))
    quotes.add_line(desk, quote, desk.fetch(Product, "pump"))
    return issuing.issue(desk, quote)[0]


@pytest.fixture(params=["on time", "put back"])
def twice(request: pytest.FixtureRequest, office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Desk]:
    """Let ann hold a block that the backup knows nothing of, and the restored server lease it to bob as well.

    Its clock may have been put back behind all that was lost.
    """
    monkeypatch.setattr(issuing, "paper_of", lambda _desk, quote: quote.number.encode())
    ann, bob = seat(office, "ann"), seat(office, "bob")
    restore = backup(office)
    out_of_numbers(office, ann)
    rename(ann, "north1", "After the backup")
    office.sync(ann.replica)
    restore()
    office.clock.moment -= timedelta(days=2 if request.param == "put back" else 0)
    out_of_numbers(office, bob)
    assert ann.replica.number_blocks() == bob.replica.number_blocks()
    return ann, bob


def test_what_a_restored_server_gave_out_again_is_void_once_the_restore_is_noticed(
    office: Office, twice: tuple[Desk, Desk]
) -> None:
    ann, bob = twice
    (given_twice,) = bob.replica.number_blocks()
    office.sync(ann.replica, bob.replica)
    for desk in twice:
        (block,) = desk.replica.number_blocks()
        assert block.first > given_twice.last
    numbers = [issued(desk, deal).number for desk, deal in ((ann, "deal1"), (bob, "deal2"), (ann, "deal1"))]
    assert len(set(numbers)) == 3
    office.sync(ann.replica, bob.replica)
    assert all(not inbox.open_refusals(desk) for desk in twice)


def test_a_number_used_twice_before_anybody_noticed_is_refused_to_the_second_who_issues_anew(
    office: Office, twice: tuple[Desk, Desk]
) -> None:
    ann, bob = twice
    first, second = issued(ann, "deal1"), issued(bob, "deal2")
    assert first.number == second.number
    office.sync(ann.replica, bob.replica)
    (refusal,) = inbox.open_refusals(bob)
    assert (refusal.reason, refusal.on_field, inbox.open_refusals(ann)) == (TAKEN, "number", [])
    draft = bob.fetch(Quote, second.id)
    assert (draft.state, draft.number) == ("draft", "")
    inbox.discard(bob, refusal)
    again, _ = issuing.issue(bob, draft)
    assert again.number != first.number
    office.sync(bob.replica, ann.replica)
    assert (office.get(Quote, first.id).number, office.get(Quote, second.id).number) == (first.number, again.number)
    assert inbox.open_refusals(bob) == []


def test_a_revision_keeps_the_number_of_its_quote(office: Office, twice: tuple[Desk, Desk]) -> None:
    ann, _ = twice
    first = issued(ann, "deal1")
    office.sync(ann.replica)
    records.create(ann, msgspec.structs.replace(first, id=ann.new_id(), revision=2))
    office.sync(ann.replica)
    assert inbox.open_refusals(ann) == []


def test_a_series_that_the_lost_journal_may_have_begun_begins_further_up(office: Office) -> None:
    ann = seat(office, "ann")
    token = ann.replica.mark("token")
    assert office.service.lease_numbers(token, "A2026", 5).first == 1
    office.service.note_restored()
    assert office.service.lease_numbers(token, "B2026", 5).first == 10_001
    office.clock.moment += timedelta(days=101)
    again = office.service.sign_in(SignIn(login="ann", password=PASSWORD, device="d", device_name="d", clock=0, code=office.accounts.create_code("ann")))  # fmt: skip
    assert office.service.lease_numbers(again.token, "A2027", 5).first == 1


def test_a_laptop_that_had_read_no_further_than_the_backup_goes_on(office: Office) -> None:
    ann = seat(office, "ann")
    office.sync(ann.replica)
    restore = backup(office)
    restore()
    rename(ann, "north1", "Goes on")
    report = sync(ann.replica, office.service, office.clock.us)
    assert (report.accepted, report.loaded, report.brought_back) == (1, 0, 0)


def parted(office: Office) -> list[str]:
    """Name the lines that the server has without their quote."""
    with office.engine.connect() as connection:
        reader = Reader(connection)
        return [one.id for one in reader.find(QuoteLine) if reader.get(Quote, one.quote) is None]


@pytest.fixture
def quoted(office: Office) -> tuple[Office, Desk, Desk]:
    line = QuoteLine(id="l1", quote="q", currency="CNY", quantity=Decimal(1), unit_price=Decimal(10))
    office.add(Quote(id="q", account="north1", owner="ann", currency="CNY"), line)
    return office, seat(office, "ann"), seat(office, "mia")


def test_an_edit_that_comes_back_brings_no_line_back_without_its_quote(quoted: tuple[Office, Desk, Desk]) -> None:
    office, ann, mia = quoted
    restore = backup(office)
    records.edit(ann, ann.fetch(QuoteLine, "l1"), quantity=Decimal(7))
    office.sync(ann.replica)
    restore()
    records.delete(mia, mia.fetch(Quote, "q"))
    office.sync(mia.replica, ann.replica)
    assert parted(office) == []
    (refusal,) = inbox.open_refusals(ann)
    inbox.send_again(ann, refusal)
    office.sync(ann.replica, mia.replica)
    assert (mia.fetch(QuoteLine, "l1").quantity, mia.fetch(Quote, "q").account) == (Decimal(7), "north1")


def test_a_deletion_that_comes_back_leaves_no_line_that_was_added_since(quoted: tuple[Office, Desk, Desk]) -> None:
    office, ann, mia = quoted
    restore = backup(office)
    records.delete(mia, mia.fetch(Quote, "q"))
    office.sync(mia.replica)
    restore()
    records.create(ann, QuoteLine(id="l2", quote="q", currency="CNY", quantity=Decimal(2), unit_price=Decimal(10)))
    office.sync(ann.replica, mia.replica)
    assert (parted(office), sorted(one.id for one in mia.replica.find(QuoteLine))) == ([], ["l1", "l2"])
    assert ["not deleted" in one.reason for one in inbox.open_refusals(mia)] == [True]


def test_what_a_laptop_read_of_a_journal_lost_twice_is_no_more_than_stood_then(office: Office) -> None:
    ann, mia = seat(office, "ann"), seat(office, "mia")
    restore = backup(office)
    rename(mia, "south1", "Lost by the first restore")
    office.sync(mia.replica)
    rename(ann, "north1", "Lost by the first restore")
    office.sync(ann.replica)
    records.delete(ann, ann.fetch(Account, "harbour1"))  # and away she is
    restore()
    records.create(mia, Contact(id="nine", family_name="Nine", account="harbour1"))
    office.sync(mia.replica)
    restore = backup(office)
    rename(mia, "south1", "Lost by the second restore")
    office.sync(mia.replica)
    restore()
    office.sync(mia.replica, ann.replica)
    assert ["not deleted" in one.reason for one in inbox.open_refusals(ann)] == [True]
    assert office.get(Account, "harbour1").id == office.get(Contact, "nine").account
