"""The calendar asks for its period alone, and finds in it what belongs there by day, by hour and by the day of a mark."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from crm_desktop.analysis.agenda import agenda, team_of
from crm_desktop.core.entities import Activity, Quote, User
from tests.ui.parts import BOSS, ME, day, deal, small_office

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)
SUNDAY = MONDAY + timedelta(days=6)


def act(key, due=None, starts=None, minutes=None, owner=ME):
    return Activity(
        id=key, kind="visit", subject=key, account="a1", owner=owner, due_day=due, starts=starts, minutes=minutes
    )


def at(on, hour):
    return datetime(on.year, on.month, on.day, hour, tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    office = small_office(
        tmp_path_factory.mktemp("office"),
        act("all day", MONDAY),
        act("by hour", MONDAY, at(MONDAY, 9), 60),
        act("hour alone", None, at(SUNDAY, 23), 30),
        act("late sunday in Shanghai", None, datetime(2026, 11, 22, 15, 59, tzinfo=UTC), 10),
        act("over midnight", None, at(MONDAY - timedelta(days=1), 23), 120),
        act("ended before", None, at(MONDAY - timedelta(days=1), 22), 60),
        act("next week", SUNDAY + timedelta(days=1)),
        act("next week by hour", None, datetime(2026, 11, 22, 16, 0, tzinfo=UTC), 10),
        act("day before, hour within", MONDAY - timedelta(days=3), at(MONDAY, 10), 30),
        act("of the boss", MONDAY, owner=BOSS),
        deal("d1", close_day=SUNDAY),
        deal("d2", "won", close_day=SUNDAY, outcome="won"),
        Quote(id="q1", number="Q-1", account="a1", owner=ME, currency="CNY", state="issued", valid_until=MONDAY),
        Quote(id="q2", number="Q-2", account="a1", owner=ME, currency="CNY", state="accepted", valid_until=MONDAY),
        User(id="u-far", name="Far", login="far", role="rep", manager="u-near", home="t"),
        User(id="u-near", name="Near", login="near", role="rep", manager=BOSS, home="t"),
        User(id="u-gone", name="Gone", login="gone", role="rep", manager=BOSS, home="t", is_inactive=True),
    )
    replica = office.laptop("li.wei")
    yield replica
    office.close()


def test_a_period_holds_what_has_its_day_or_its_hour_there(view):
    found = [one.record.id for one in agenda(view, [ME], MONDAY, SUNDAY, SHANGHAI, marks=False)]
    assert found == [
        "over midnight", "all day", "by hour", "day before, hour within", "hour alone", "late sunday in Shanghai",
    ]  # fmt: skip


def test_hours_are_those_of_the_organisation(view):
    (late,) = [one for one in agenda(view, [ME], SUNDAY, SUNDAY, SHANGHAI) if one.record.id.startswith("late")]
    assert (late.day, late.starts.hour, late.starts.minute) == (SUNDAY, 23, 59)


def test_marks_are_open_deals_and_quotes_that_still_wait_and_come_last_in_their_day(view):
    found = [(one.sort, one.record.id) for one in agenda(view, [ME], MONDAY, SUNDAY, SHANGHAI)]
    assert [one for one in found if one[0] != "activity"] == [("expiry", "q1"), ("close", "d1")]
    monday = [one.record.id for one in agenda(view, [ME], MONDAY, MONDAY, SHANGHAI)]
    assert monday[-1] == "q1"


def test_several_people_are_shown_beside_each_other(view):
    found = {one.record.id for one in agenda(view, [ME, BOSS], MONDAY, MONDAY, SHANGHAI, marks=False)}
    assert {"all day", "of the boss"} <= found


def test_a_team_is_who_reports_to_somebody_directly_or_not(view):
    assert [one.id for one in team_of(view, BOSS)] == ["u-far", "u-near"]
    assert team_of(view, "u-far") == []


def test_activities_are_found_by_the_index_of_their_day_and_their_hour(view):
    asked = []

    def keep(_connection, _cursor, statement, parameters, _context, _many):
        asked.append((statement, parameters))

    engine = view._engine
    event.listen(engine, "before_cursor_execute", keep)
    agenda(view, [ME, BOSS], MONDAY, day(20), SHANGHAI, marks=False)
    event.remove(engine, "before_cursor_execute", keep)
    plans = []
    with engine.connect() as connection:
        for statement, parameters in ((one, given) for one, given in asked if one.startswith("SELECT")):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            plans.append(" ".join(str(row[3]) for row in rows))
    found = [plan.partition("USING INDEX ")[2].partition(" (")[0] for plan in plans]
    assert found == ["activity_by_due_day", "activity_by_starts"]
