"""A byte changed by SQL is found, named and healed on a laptop and on the server, with waiting edits on top."""

import pytest
from sqlalchemy import Engine, select, update

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.changes import WAITING
from crm_desktop.core.entities import Account, Contact, Refusal
from crm_desktop.core.protocol import Evidence
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.replica import care
from crm_desktop.replica.doubts import DAY_US, HEALED
from crm_desktop.replica.first_load import PROVEN_TO
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from tests.replicas import Office, held_by
from tests.sync.otherwise import otherwise

CHANGE_A_ROW = "UPDATE account SET name = 'Shanghai' WHERE id = 'north1'"


def run(engine: Engine, *statements: str) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.fixture
def ann(office: Office) -> Replica:
    office.sync(*office.laptops)
    return office.laptops[0]


def edit(office: Office, ann: Replica, **values: str) -> None:
    records.edit(desk_of(ann, office.clock), held_by(ann, Account, "north1"), **values)


def test_a_changed_row_of_a_laptop_is_healed_with_what_waits_on_top(office: Office, ann: Replica) -> None:
    edit(office, ann, city="Rome")
    run(ann._engine, CHANGE_A_ROW)
    assert ann.verify() == ["account north1: name", "account at north: sum"]
    done = ann.heal(office.clock.us())
    assert (done.healed, done.left, ann.verify()) == (("account north1: name",), (), [])
    found = ann.get(Account, "north1")
    assert found is not None
    assert (found.name, found.city, ann.pending()) == ("上海泵业", "Rome", 1)
    assert [one.id for one in ann.search("上海")] == ["north1"]
    assert ann.search("Shanghai pumps nobody has") == []
    office.sync(ann)
    assert (office.differences(ann), ann.doubts(), [one.how for one in ann.repairs()]) == ([], {}, [HEALED])


@pytest.mark.parametrize("by", ["verify", "sync"])
def test_a_changed_row_that_is_edited_before_it_is_healed_is_found_by_its_true_terms_only(
    office: Office, ann: Replica, by: str
) -> None:
    run(ann._engine, CHANGE_A_ROW)
    edit(office, ann, name="Tokio")
    if by == "verify":
        ann.heal(office.clock.us())
    office.sync(ann)
    found = {typed: [one.id for one in ann.search(typed)] for typed in ("上海", "Shanghai", "Tokio", "carl", "pump")}
    assert found == {"上海": [], "Shanghai": [], "Tokio": ["north1"], "carl": ["carl"], "pump": ["pump"]}
    assert (office.differences(ann), ann.verify()) == ([], [])


def test_a_damaged_journal_of_a_laptop_comes_anew_with_the_next_sync(office: Office, ann: Replica) -> None:
    edit(office, ann, city="Rome")
    office.sync(ann)
    run(ann._engine, "UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    done = ann.heal(office.clock.us())
    assert (done.healed, len(done.left), ann.lost()) == ((), 1, {"account": ["north1"]})
    assert held_by(ann, Account, "north1").city == "Rome"
    office.sync(ann)
    assert (ann.lost(), ann.verify(), office.differences(ann)) == ({}, [], [])
    assert [line.entry.act for line in ann.lines(["north1"])["north1"]] == [0, 1]


def test_work_goes_on_offline_over_a_journal_that_cannot_be_read(office: Office, ann: Replica) -> None:
    run(ann._engine, "UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    ann.heal(office.clock.us())
    edit(office, ann, city="Rome")
    records.create(desk_of(ann, office.clock), Contact(id="nora", family_name="Nora", account="north1"))
    found = held_by(ann, Account, "north1")
    assert (found.name, found.city, ann.verify(), ann.pending()) == ("上海泵业", "Rome", [], 2)
    assert len(ann.repairs()) == 1
    office.sync(ann)
    assert (ann.lost(), ann.verify(), office.differences(ann), ann.find(Refusal)) == ({}, [], [], [])
    assert [line.author for line in ann.lines(["north1"])["north1"]] == ["", "ann"]


def test_a_damaged_journal_comes_anew_also_after_a_restore_that_lost_nothing(office: Office, ann: Replica) -> None:
    office.service.note_restored()
    run(ann._engine, "UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    ann.heal(office.clock.us())
    office.sync(ann)
    assert (held_by(ann, Account, "north1").name, ann.lost(), office.differences(ann)) == ("上海泵业", {}, [])


def test_an_answer_about_a_cursor_that_the_server_does_not_know_takes_nothing_away(
    office: Office, ann: Replica
) -> None:
    run(ann._engine, "UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    ann.heal(office.clock.us())
    sync(ann, otherwise(office.service, compare=lambda _token, _doubt: Evidence(is_current=False)), office.clock.us)
    assert (held_by(ann, Account, "north1").name, ann.lost()) == ("上海泵业", {"account": ["north1"]})
    office.sync(ann)
    assert (ann.lost(), office.differences(ann)) == ({}, [])


def test_a_changed_row_of_the_server_is_healed_from_its_journal(office: Office, ann: Replica) -> None:
    run(office.engine, CHANGE_A_ROW, "DELETE FROM contact WHERE id = 'carl'")
    named = ["account north1: name", "contact carl: missing", "account at north: sum", "contact at north: sum"]
    assert office.service.verify() == named
    done = office.service.heal()
    assert (done.healed, done.left) == (("account north1: name", "contact carl: missing"), ())
    assert (office.service.verify(), office.differences(ann)) == ([], [])
    office.sync(ann)
    assert (ann.repairs(), ann.doubts()) == ([], {})


def test_a_damaged_journal_of_the_server_is_named_and_its_row_kept(office: Office) -> None:
    bytes_ = "'\\xc1'::bytea" if office.place else "x'c1'"
    run(office.engine, f"UPDATE entry SET body = {bytes_} WHERE record = 'north1'")
    done = office.service.heal()
    assert (done.healed, len(done.left), "entry" in done.left[0]) == ((), 1, True)
    assert office.get(Account, "north1").name == "上海泵业"


def change_history(engine: Engine, record: str, old: bytes, new: bytes) -> int:
    """Change bytes of an old entry that no row shows any more, and give its number."""
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for row in connection.execute(select(ENTRY).where(ENTRY.c.record == record).order_by(ENTRY.c.seq)):
            if old in row.body:
                values = {"body": row.body.replace(old, new, 1)}
                connection.execute(update(ENTRY).where(ENTRY.c.seq == row.seq).values(values))
                return int(row.seq)
    raise LookupError(old)


def test_one_byte_of_the_history_is_found_named_and_healed_on_both_sides(office: Office, ann: Replica) -> None:
    for city in ("Rome", "Oslo"):
        edit(office, ann, city=city)
        office.sync(ann)
    for engine, side in ((ann._engine, ann), (office.engine, office.service)):
        seq = change_history(engine, "north1", b"Rome", b"Home")
        assert side.verify() == [f"account north1: entry {seq}"]
        done = ann.heal(office.clock.us()) if side is ann else office.service.heal()
        assert (done.healed, done.left, side.verify()) == ((f"account north1: entry {seq}",), (), [])
    said = [line.entry.fields["city"] for line in ann.lines(["north1"])["north1"] if "city" in line.entry.fields]
    assert said == [(None, "Rome"), ("Rome", "Oslo")]
    assert [one.how for one in ann.repairs()] == [HEALED]


def test_a_history_of_a_laptop_that_cannot_be_put_right_comes_anew(office: Office, ann: Replica) -> None:
    for city in ("Rome", "Oslo"):
        edit(office, ann, city=city)
        office.sync(ann)
    change_history(ann._engine, "north1", b"Rome", b"Bonn")
    assert ann.heal(office.clock.us()).left
    office.sync(ann)
    assert (ann.lost(), ann.verify(), office.differences(ann)) == ({}, [], [])
    assert "Rome" in [line.entry.fields["city"][1] for line in ann.lines(["north1"])["north1"] if "city" in line.entry.fields]  # fmt: skip


def test_what_a_first_load_brought_is_proven_by_the_daily_check(office: Office, ann: Replica) -> None:
    run(ann._engine, "DELETE FROM proof")
    ann.set_mark(PROVEN_TO, "0")
    ahead = 2 * DAY_US
    sync(ann, office.service, lambda: office.clock.us() + ahead)
    assert int(ann.mark(PROVEN_TO)) == WAITING
    seq = change_history(ann._engine, "north1", "泵".encode(), "汞".encode())
    assert ann.verify() == [f"account north1: entry {seq}"]


def test_a_slice_a_day_finds_and_heals_what_nobody_asked_about(
    office: Office, ann: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(care, "CHECKED_A_DAY", 1)
    monkeypatch.setattr(care, "CHECKED_AT_ONCE", 3)
    run(ann._engine, CHANGE_A_ROW, "UPDATE user SET name = 'x' WHERE id = 'mia'")
    days = 0
    while ann.verify() and days < 60:
        before = ann.mark("checked_to")
        sync(ann, office.service, office.clock.us)  # the same day: no further slice
        assert ann.mark("checked_to") == before
        days += 1
        sync(ann, office.service, office.clock.ahead(2 * days))
    assert 3 < days < 60
    found = {(one.how, *one.entities) for one in ann.repairs()}
    assert found == {(HEALED, "account"), (HEALED, "user")}
    assert office.differences(ann) == []
