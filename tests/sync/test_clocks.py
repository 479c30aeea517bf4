"""A clock that was wrong once decides nothing any more once the server has dated what was typed under it."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.actions.desk import desk_of
from crm_desktop.actions.records import edit_entry_of
from crm_desktop.core.entities import Account
from crm_desktop.core.protocol import SignIn
from crm_desktop.core.schema import micros
from crm_desktop.sync.engine import enrol, sync
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
