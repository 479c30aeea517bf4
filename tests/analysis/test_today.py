"""What a day asks of a salesperson, by known records."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.actions import records
from crm_desktop.actions.desk import desk_of
from crm_desktop.analysis import today as daily
from crm_desktop.core.entities import Activity, Instalment, Opportunity, Order, Quote
from crm_desktop.core.schema import micros
from crm_desktop.core.store import read
from crm_desktop.sync.engine import sync
from tests.replicas import TODAY
from tests.ui.parts import BOSS, ME, NOW, day, deal, small_office


def todo(key, due, **more):
    return Activity(id=key, kind="call", subject=key, account="a1", **{"owner": ME, "due_day": due, **more})


def offered(key, until, **more):
    return Quote(id=key, currency="CNY", account="a1", **{"owner": ME, "state": "sent", "valid_until": until, **more})


def ordered(key, due, paid=None, **more):
    head = {
        "owner": ME,
        "account": "a1",
        "currency": "CNY",
        "quote": "ends",
        "day": day(-30),
        "total": Decimal(10),
        **more,
    }
    part = Instalment(id=f"{key}1", order=key, amount=Decimal(10), currency="CNY", due_day=due, paid_day=paid)
    return Order(id=key, number=key, **head), part


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return small_office(
        tmp_path_factory.mktemp("office"),
        todo("late", day(-2)),
        todo("now", day(0)),
        todo("soon", day(7)),
        todo("far", day(8)),
        todo("done", day(-1), is_done=True),
        todo("hers", day(0), owner=BOSS),
        offered("ends", day(7)),
        offered("ends_first", day(0), state="issued"),
        offered("ends_later", day(8)),
        offered("ended", day(-1)),
        offered("answered", day(1), state="accepted"),
        offered("begun", day(1), state="draft"),
        offered("of_the_boss", day(1), owner=BOSS),
        *ordered("this_week", day(7)),
        *ordered("overdue", day(-3)),
        *ordered("next_week", day(8)),
        *ordered("settled", day(-3), paid=day(-1)),
        *ordered("given_up", day(-3), state="cancelled"),
        *ordered("of_the_other", day(-3), owner=BOSS),
        deal("fine", close_day=day(14), next_step_day=day(0)),
        deal("far_off", close_day=day(15)),
        deal("passed", close_day=day(-1), next_step=""),
        deal("idle", next_step=""),
        deal("slow", next_step_day=day(-4)),
        deal("stuck", stage_since=NOW - timedelta(days=11)),
        deal("over", "won", outcome="won", closed_day=day(-1), next_step=""),
    )


@pytest.fixture(scope="module")
def view(office):
    replica = office.laptop("li.wei")
    yield replica
    replica.close()


def ids(records_):
    return [one.id for one in records_]


def test_due_is_what_is_late_or_today_and_mine(view):
    assert ids(daily.due(view, ME, TODAY)) == ["late", "now"]


def test_upcoming_are_the_seven_days_after_today(view):
    assert ids(daily.upcoming(view, ME, TODAY)) == ["soon"]


def test_deals_need_somebody_for_their_most_pressing_reason(view):
    found = [(one.deal.id, one.reason, one.days) for one in daily.needing(view, ME, NOW, TODAY)]
    assert found == [
        ("passed", "late_close", 1),
        ("idle", "no_step", 0),
        ("slow", "late_step", 4),
        ("stuck", "rotting", 11),
    ]


def test_closing_soon_are_open_deals_of_the_next_two_weeks(view):
    assert ids(daily.closing_soon(view, ME, TODAY)) == ["fine"]


@pytest.mark.parametrize(
    ("day_", "expected"),
    [(date(2026, 11, 20), 19), (date(2026, 11, 23), 20), (date(2026, 11, 22), 20), (date(2026, 11, 21), 20)],
)
def test_the_last_working_day_before_monday_is_friday(day_, expected):
    assert daily.last_working_day(day_).day == expected


def test_news_are_changes_of_others_since_a_moment_one_for_each_record_and_author(office, view):
    since = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    boss = desk_of(office.laptop("shen.dawei"), office.clock)
    before = micros(office.clock())
    records.edit(boss, boss.replica.get(Opportunity, "idle"), next_step="Call them")
    records.edit(boss, boss.replica.get(Opportunity, "idle"), competitor="Acme")
    sync(boss.replica, office.service, office.clock.us)
    boss.replica.close()
    mine = desk_of(view, office.clock)
    records.edit(mine, view.get(Opportunity, "fine"), next_step="Visit")
    sync(view, office.service, office.clock.us)
    (told,) = daily.news(view, ME, since)
    assert (told.record.id, told.author, set(told.fields), told.is_new) == (
        "idle",
        BOSS,
        {"next_step", "competitor"},
        False,
    )
    assert daily.news(view, ME, since + timedelta(days=1)) == []
    assert daily.news(view.as_of(view.last_sync), ME, since) == [told]
    assert daily.news(view.as_of(before), ME, since) == []


def test_news_are_looked_for_at_the_end_of_the_journal_however_long_it_is(office, view, monkeypatch):
    since = datetime(2026, 11, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    boss = desk_of(office.laptop("shen.dawei"), office.clock)
    records.edit(boss, boss.replica.get(Opportunity, "idle"), next_step="Call them")
    records.edit(boss, boss.replica.get(Opportunity, "fine"), next_step="Write to them")
    sync(boss.replica, office.service, office.clock.us)
    boss.replica.close()
    sync(view, office.service, office.clock.us)
    assert {one.record.id for one in daily.news(view, ME, since)} == {"idle", "fine"}
    monkeypatch.setattr(read, "RECENT", 1)
    assert [one.record.id for one in daily.news(view, ME, since)] == ["fine"]


def test_orders_of_which_a_part_is_due_within_a_week_are_told_of_the_longest_overdue_first(view):
    assert ids(daily.paying(view, ME, TODAY)) == ["overdue", "this_week"]


def test_only_quotes_that_wait_for_an_answer_are_told_of_before_they_expire(view):
    assert ids(daily.expiring(view, ME, TODAY)) == ["ends_first", "ends"]
