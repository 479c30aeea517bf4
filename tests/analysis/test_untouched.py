"""Nobody is forgotten: ten working days without a touch remind the person, fifteen tell whom she reports to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.actions import records
from crm_desktop.analysis.untouched import ESCALATE_AFTER, untouched, working_days
from crm_desktop.core.entities import Activity
from tests.ui.parts import BOSS, ME, deal, small_office

ZONE = ZoneInfo("Asia/Shanghai")
LAST = date(2026, 3, 2)


def at(on):
    return datetime(on.year, on.month, on.day, 9, tzinfo=ZONE)


def call(key, on, **more):
    return Activity(id=key, kind="call", subject=key, owner=ME, is_done=True, done_at=at(on), **more)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (LAST, date(2026, 3, 16), 10),
        (LAST, date(2026, 3, 23), 15),
        (LAST, LAST, 0),
        (date(2026, 3, 6), date(2026, 3, 9), 1),
        (date(2026, 3, 7), date(2026, 3, 8), 0),
        (date(2026, 3, 8), date(2026, 3, 20), 10),
    ],
)
def test_working_days_leave_weekends_out(since, until, expected):
    assert working_days(since, until) == expected


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    office = small_office(
        tmp_path_factory.mktemp("office"),
        deal("quiet", opened_day=date(2026, 1, 5), stage_since=at(date(2026, 1, 5))),
        deal("by account", account="a2", opened_day=date(2026, 1, 5), stage_since=at(date(2026, 1, 5))),
        deal("moved", account="", opened_day=date(2026, 1, 5), stage_since=at(date(2026, 3, 12))),
        deal("won", "won", outcome="won", opened_day=date(2026, 1, 5), stage_since=at(date(2026, 1, 5))),
        call("c1", LAST, opportunity="quiet"),
        call("c2", date(2026, 3, 13), account="a2"),
        Activity(id="planned", kind="call", subject="p", owner=ME, opportunity="quiet", due_day=date(2026, 3, 12)),
    )
    found = office.desk("li.wei")
    yield found
    office.close()


def ids(found):
    return [one.deal.id for one in found]


def test_the_reminder_comes_after_ten_working_days_and_not_before(desk):
    assert ids(untouched(desk.replica, [ME], date(2026, 3, 13), ZONE)) == []
    (found,) = untouched(desk.replica, [ME], date(2026, 3, 16), ZONE)
    assert (found.deal.id, found.since, found.days) == ("quiet", LAST, 10)


def test_the_escalation_comes_after_fifteen(desk):
    assert ids(untouched(desk.replica, [ME], date(2026, 3, 20), ZONE, ESCALATE_AFTER)) == []
    assert ids(untouched(desk.replica, [ME], date(2026, 3, 23), ZONE, ESCALATE_AFTER)) == ["quiet"]
    assert untouched(desk.replica, [BOSS], date(2026, 3, 23), ZONE, ESCALATE_AFTER) == []


def test_a_call_that_arrives_late_ends_both(desk):
    done = records.create(desk, call("late", date(2026, 3, 13), opportunity="quiet"))
    assert untouched(desk.replica, [ME], date(2026, 3, 24), ZONE) == []
    records.undo(desk, done.change)
    assert ids(untouched(desk.replica, [ME], date(2026, 3, 24), ZONE)) == ["quiet"]
