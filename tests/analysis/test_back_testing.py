"""Replaying the past: what was said is compared with what came, and nobody peeks."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from crm_desktop.analysis.back_testing import BackTest, Point, back_test, weekly
from crm_desktop.analysis.forecast.history import LOST, WON, Deal, won_between
from crm_desktop.analysis.forecast.model import learn
from crm_desktop.analysis.forecasting import forecast
from tests.analysis.histories import BEGIN, history

STEADY = history(9)
LAST = date(2019, 8, 18)
DAY = timedelta(1)


@pytest.fixture(scope="module")
def replayed() -> BackTest:
    return back_test(STEADY, weekly(LAST, 4), 28)


def test_weeks_end_on_the_day_asked_for():
    assert weekly(date(2019, 8, 18), 3) == (date(2019, 8, 4), date(2019, 8, 11), date(2019, 8, 18))


def test_each_moment_says_what_a_forecast_said_then(replayed):
    for point in replayed.points:
        then = forecast(learn(STEADY, point.today), STEADY, point.today, 28)
        assert (point.low, point.middle, point.high) == (then.low, then.middle, then.high)
        assert point.came == won_between(STEADY, point.today, point.today + 28 * DAY)
        assert point.same_before == won_between(STEADY, point.today - 28 * DAY, point.today)


def test_weighted_sum_is_open_worth_times_share_won(replayed):
    last = replayed.points[-1]
    still = [one for one in STEADY if one.opened <= LAST and (one.closed is None or one.closed > LAST)]
    over = [one for one in STEADY if one.closed and one.closed <= LAST]
    share = sum(one.outcome == WON for one in over) / len(over)
    assert last.weighted == pytest.approx(share * sum(one.amount for one in still), rel=1e-6)


def test_moment_with_too_little_past_is_counted_apart():
    assert back_test(STEADY, [BEGIN, BEGIN + 30 * DAY], 28) == BackTest((), 2)


def test_errors_by_hand():
    points = (
        Point(BEGIN, 80, 110, 120, 100, 60, 300, 50, 40),
        Point(BEGIN, 80, 240, 290, 300, 200, 900, 73, 60),
        Point(BEGIN, 80, 150, 260, 200, 240, 300, 0, 0),
    )
    found = BackTest(points, 0)
    assert found.error == pytest.approx((10 + 60 + 50) / 600)
    assert found.error_same_before == pytest.approx((40 + 100 + 40) / 600)
    assert found.error_weighted == pytest.approx((200 + 600 + 100) / 600)
    assert found.bias == pytest.approx((500 - 600) / 600)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.commit_bias == pytest.approx(0.23)


def test_commits_that_come_to_nothing_run_high():
    """Committed for the window: 1,000 won, 600 lost, 400 still open; not counted: due later, and no longer committed."""
    promised = (
        deal("p1", 1_000, LAST + 9 * DAY, WON),
        deal("p2", 600, LAST + 9 * DAY, LOST),
        deal("p3", 400, None, ""),
        replace(deal("p4", 9_000, None, ""), due=((BEGIN, LAST + 60 * DAY),)),
        replace(deal("p5", 9_000, None, ""), commits=((BEGIN, True), (LAST, False))),
        replace(deal("p6", 9_000, LAST + 9 * DAY, WON), commits=((LAST + DAY, True),)),
    )
    found = back_test([*STEADY, *promised], [LAST], 28)
    assert (found.points[0].promised, found.points[0].kept) == (2_000, 1_000)
    assert found.commit_bias == pytest.approx(1.0)


def test_without_commits_nothing_is_said_of_them(replayed):
    assert replayed.commit_bias is None


def test_steady_business_is_replayed_with_little_error(replayed):
    assert replayed.error < 0.15
    assert abs(replayed.bias) < 0.15


def deal(key: str, amount: int, closed: date | None, outcome: str) -> Deal:
    return Deal(
        id=key, opened=LAST - 5 * DAY, stages=((LAST - 5 * DAY, "open"),), amounts=((LAST - 5 * DAY, amount),),
        commits=((LAST - DAY, True),), due=((LAST - DAY, LAST + 20 * DAY),), closed=closed, outcome=outcome,
        value=amount if outcome == WON else None,
    )  # fmt: skip
