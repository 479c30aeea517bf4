"""A clock that was wrong once decides nothing any more once the server has dated what was typed under it."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.entities import Account
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import micros
from crm_desktop.core.store import set_mark
from crm_desktop.core.store.sqlite import WRITES
from crm_desktop.core.store.tables import ENTRY
from crm_desktop.sync.engine import enrol, sync
from sync_server.service import CHECKED_TO
from tests.replicas import PASSWORD, Office


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(days=365)], ids=["right", "a year ahead, once"])
def test_the_later_edit_wins_also_over_a_laptop_whose_clock_was_ahead_once(office: Office, ahead: timedelta) -> None:
    ann, mia = office.laptops[0], office.laptops[2]

    def write(replica, website, clock=office.clock):
        seen = replica.get(Account, "north1")
        desk_of(replica, clock).save(edit_entry_of(seen, website=website))

    def wrong():
        return office.clock() + ahead

    write(ann, "under the wrong clock", wrong)
    sync(ann, office.service, lambda: micros(wrong()))
    office.sync(ann, mia)
    write(ann, "in the morning")
    office.clock.moment += timedelta(hours=3)
    write(mia, "at noon")
    office.sync(mia)
    office.clock.moment += timedelta(hours=3)
    office.sync(ann, mia)
    assert [one.get(Account, "north1").website for one in (ann, mia)] == ["at noon", "at noon"]


def test_quote_numbers_bear_the_year_of_the_server_not_that_of_a_wrong_clock(office: Office, tmp_path: Path) -> None:
    def wrong() -> int:
        return micros(office.clock() - timedelta(days=700))

    request = SignIn(
        login="ann", password=PASSWORD, device="new", device_name="", clock=wrong(),
        code=office.accounts.create_code("ann"),
    )  # fmt: skip
    with closing(enrol(tmp_path / "new", office.service, "direct", request, wrong)) as made:
        assert [block.series for block in made.number_blocks()] == [f"HP{office.clock().year}"]


@pytest.mark.parametrize("is_started_anew", [False, True], ids=["while it runs", "across a start"])
def test_the_journal_goes_on_in_time_though_the_clock_of_the_server_was_put_back(
    office: Office, *, is_started_anew: bool
) -> None:
    ann, mia = office.laptops[0], office.laptops[2]
    for n, days in enumerate((2, -3, 1)):
        office.clock.moment += timedelta(days=days)
        if is_started_anew:
            laptops = office.laptops
            office.engine.dispose()
            office.__post_init__()
            office.laptops = laptops
        for replica in (ann, mia):
            desk_of(replica, office.clock).save(edit_entry_of(replica.get(Account, "north1"), website=f"{n}"))
            office.sync(replica)
        office.edit(office.get(Account, "north1"), city=f"{n}")
        office.sync(ann, mia)
    with office.engine.connect() as connection:
        accepted = list(connection.execute(select(ENTRY.c.accepted).order_by(ENTRY.c.seq)).scalars())
    assert accepted == sorted(accepted)
    assert [office.differences(one) for one in (ann, mia)] == [[], []]
    assert office.service.verify() == ann.verify() == mia.verify() == []


def test_the_daily_check_goes_on_though_the_clock_of_the_server_was_put_back(office: Office) -> None:
    office.clock.moment += timedelta(days=700)
    office.service.care()
    office.clock.moment -= timedelta(days=699)
    on = office.engine.connect().execution_options(**{WRITES: True})
    with on as connection, connection.begin():
        connection.exec_driver_sql("UPDATE account SET city = 'Forged' WHERE id = 'north1'")
        set_mark(connection, CHECKED_TO, "")
    assert len(office.service.care().healed) == 1
