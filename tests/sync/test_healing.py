"""A byte changed by SQL is found, named and healed on a laptop and on the server, with waiting edits on top."""

import pytest
from sqlalchemy import Engine

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.core.entities import Account
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.replica import care
from crm_desktop.replica.doubts import DAY_US, HEALED
from crm_desktop.replica.replica import Replica
from crm_desktop.sync.engine import sync
from tests.replicas import Office

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
    records.edit(desk_of(ann, office.clock), ann.get(Account, "north1"), **values)  # type: ignore[arg-type]


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


def test_a_damaged_journal_of_a_laptop_comes_anew_with_the_next_sync(office: Office, ann: Replica) -> None:
    edit(office, ann, city="Rome")
    office.sync(ann)
    run(ann._engine, "UPDATE entry SET body = x'c1' WHERE record = 'north1'")
    done = ann.heal(office.clock.us())
    assert (done.healed, len(done.left), ann.lost()) == ((), 1, {"account": ["north1"]})
    assert ann.get(Account, "north1").city == "Rome"  # type: ignore[union-attr]
    office.sync(ann)
    assert (ann.lost(), ann.verify(), office.differences(ann)) == ({}, [], [])
    assert [line.entry.act for line in ann.lines(["north1"])["north1"]] == [0, 1]


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
        ahead = days * 2 * DAY_US
        sync(ann, office.service, lambda: office.clock.us() + ahead)  # noqa: B023
    assert 3 < days < 60
    found = {(one.how, *one.entities) for one in ann.repairs()}
    assert found == {(HEALED, "account"), (HEALED, "user")}
    assert office.differences(ann) == []
