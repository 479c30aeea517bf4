"""The day and the hour of an activity never say different things, whoever moves which of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.editing import entry_for
from crm_desktop.actions.hours import with_hours
from crm_desktop.actions.sessions import session_before
from crm_desktop.core.entities import Activity
from tests.ui.parts import ME, small_office

FRIDAY = date(2026, 11, 20)


def at(on, hour):
    return datetime(on.year, on.month, on.day, hour - 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    office = small_office(
        tmp_path_factory.mktemp("office"),
        Activity(id="v", kind="visit", subject="v", owner=ME, due_day=FRIDAY, starts=at(FRIDAY, 10), minutes=60),
        Activity(id="t", kind="task", subject="t", owner=ME, due_day=FRIDAY),
    )
    yield office.desk("li.wei")
    office.close()


def test_another_day_keeps_the_hour(desk):
    monday = FRIDAY + timedelta(days=3)
    records.edit(desk, desk.fetch(Activity, "v"), due_day=monday)
    assert desk.fetch(Activity, "v").starts == at(monday, 10)
    records.edit(desk, desk.fetch(Activity, "v"), starts=at(FRIDAY, 23))
    assert desk.fetch(Activity, "v").due_day == FRIDAY


def test_a_cell_of_a_list_moves_both_as_well(desk):
    entry = entry_for(desk, desk.fetch(Activity, "v"), "due_day", date(2026, 12, 1))
    assert set(entry.fields) == {"due_day", "starts"}


def test_without_a_day_there_is_no_hour_and_without_an_hour_the_day_stays(desk):
    seen = desk.fetch(Activity, "v")
    assert with_hours(seen, {"due_day": None}, desk.zone) == {"due_day": None, "starts": None}
    assert with_hours(seen, {"starts": None}, desk.zone) == {"starts": None}
    assert with_hours(desk.fetch(Activity, "t"), {"due_day": FRIDAY}, desk.zone) == {"due_day": FRIDAY}


def test_a_session_before_is_one_that_ended_hours_ago(desk):
    clock = desk.clock
    began = clock.moment
    assert session_before(desk) is None
    clock.moment += timedelta(hours=3)
    assert session_before(desk) is None
    clock.moment += timedelta(days=2)
    found = session_before(desk)
    assert timedelta(0) < found - began < timedelta(hours=3, minutes=1)
    clock.moment += timedelta(hours=1)
    assert session_before(desk) == found
