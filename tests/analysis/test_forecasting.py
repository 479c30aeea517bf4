"""The honest forecast: true to histories whose truth is known, blind to the future, the same each time."""

import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm_desktop.analysis.forecast.history import (
    WON,
    Deal,
    as_known,
    cell_of,
    cells_between,
    learn_week,
    won_between,
)
from crm_desktop.analysis.forecast.model import LEAST_DAYS, LEAST_WON, Model, TooLittle, learn
from crm_desktop.analysis.forecasting import CALENDAR, NEW, OPEN, Forecast, forecast
from tests.analysis.histories import BEGIN, history

STEADY = history(14)
TODAY = date(2019, 9, 4)


def ahead(deals, today, days=28) -> Forecast:
    model = learn(deals, today)
    assert isinstance(model, Model)
    found = forecast(model, deals, today, days)
    assert isinstance(found, Forecast)
    return found


def origins(first: date, number: int) -> list[date]:
    return [first + timedelta(14 * at) for at in range(number)]


@pytest.fixture(scope="module")
def steady() -> Forecast:
    return ahead(STEADY, TODAY)


def test_steady_business_is_forecast_as_it_is(steady):
    """6 deals a day, half won, 5,000.00 each on average: 28 days bring 6 x 28 x 0.5 x 5,000.00."""
    truth = 6 * 28 * 0.5 * 5_000_00
    assert steady.expected == pytest.approx(truth, rel=0.12)
    assert steady.low < steady.middle < steady.high
    assert steady.low > 0.6 * truth
    assert steady.high < 1.5 * truth


def test_band_holds_what_came_about_four_times_of_five():
    held = 0
    for today in (dates := origins(date(2019, 3, 20), 10)):
        found = ahead(STEADY, today)
        held += found.low <= won_between(STEADY, today, found.last_day) <= found.high
    assert 6 <= held <= len(dates)


def test_future_is_not_looked_at(steady):
    tomorrow = TODAY + timedelta(1)
    dearer = [
        replace(one, amounts=(*one.amounts, (tomorrow, 10**9)), stages=(*one.stages, (tomorrow, "late")))
        for one in STEADY
    ]
    changed = [
        *(replace(one, outcome=WON, value=10**9) if one.closed and one.closed > TODAY else one for one in dearer),
        *(replace(one, id=f"x{one.id}", opened=tomorrow) for one in STEADY[:50]),
        *(replace(one, id=f"y{one.id}", known=tomorrow) for one in STEADY[:50]),
    ]
    assert ahead(changed, TODAY) == steady == ahead(as_known(STEADY, TODAY), TODAY)


def test_same_past_in_any_order_gives_the_same_numbers(steady):
    shuffled = STEADY.copy()
    random.Random(5).shuffle(shuffled)
    assert ahead(shuffled, TODAY) == steady


def test_parts_add_up_to_what_is_expected(steady):
    assert [one.kind for one in steady.parts] == [OPEN, NEW, CALENDAR]
    assert sum(one.expected for one in steady.parts) == steady.expected
    still = [one for one in as_known(STEADY, TODAY) if not one.closed]
    assert steady.parts[0].deals == len(still) == len(steady.rows)
    assert steady.parts[0].worth == pytest.approx(sum(one.amount for one in still), rel=0.01)
    assert {row.deal for row in steady.rows} == {one.id for one in still}


def test_deals_still_to_come_are_counted(steady):
    """Of 28 days of new deals, decided after 30 days on average, about a third is won or lost within them."""
    new = steady.parts[1]
    assert new.deals == pytest.approx(6 * 28, rel=0.15)
    assert new.expected == pytest.approx(6 * 28 * 0.5 * 5_000_00 * 0.33, rel=0.25)


def test_quarter_that_repeats_is_expected_again():
    deals = history(14, odds=(0.4, 0.5, 6))
    quiet, busy = ahead(deals, date(2019, 9, 30)), ahead(deals, date(2019, 11, 30))
    assert quiet.expected == pytest.approx(6 * 28 * 0.286 * 5_000_00, rel=0.2)
    assert busy.expected == pytest.approx(6 * 28 * 0.857 * 5_000_00, rel=0.2)


def test_no_season_is_seen_where_there_is_none(steady):
    calendar = steady.parts[2]
    assert abs(calendar.expected) < 0.1 * steady.expected


@pytest.mark.parametrize("days", [28, 91])
def test_too_short_a_past_says_what_it_would_need(days):
    assert learn([], TODAY) == TooLittle(0, 0, LEAST_WON, LEAST_DAYS)
    young = learn(STEADY, BEGIN + timedelta(LEAST_DAYS - 5))
    assert isinstance(young, TooLittle)
    assert young.days == LEAST_DAYS - 5
    assert learn(STEADY[:30], TODAY) == TooLittle(sum(one.outcome == WON for one in STEADY[:30]), (TODAY - BEGIN).days)
    model = learn(STEADY, BEGIN + timedelta(LEAST_DAYS))
    found = forecast(model, STEADY, model.today, days)
    assert isinstance(found, TooLittle) == (days > 28)
    if isinstance(found, TooLittle):
        assert (found.days, found.needs_days) == (LEAST_DAYS, 2 * 91)


def test_deal_without_an_amount_is_worth_what_its_product_brings():
    deals = [replace(one, amounts=()) for one in STEADY]
    found = ahead(deals, TODAY)
    worth = {row.deal: row.worth for row in found.rows}
    for one in deals:
        if one.id in worth and one.product == "c":
            assert worth[one.id] == pytest.approx(9_000_00, rel=0.1)


def test_product_that_sells_better_is_likelier_to_be_won():
    deals = history(10, seed=3)
    luck = random.Random(1)
    tilted = []
    for one in deals:
        is_won = luck.random() < (0.9 if one.product == "a" else 0.3)
        tilted.append(
            replace(
                one,
                outcome=one.outcome and (WON if is_won else "lost"),
                value=one.amount if one.closed and is_won else None,
            )
        )
    found = ahead(tilted, TODAY)
    product = {one.id: one.product for one in tilted}
    mean = {
        name: sum(rates := [row.chance for row in found.rows if product[row.deal] == name]) / len(rates)
        for name in "ab"
    }
    assert mean["a"] > 1.8 * mean["b"]


def test_stage_near_the_end_is_likelier_to_be_won():
    deals = []
    for one in history(10, seed=4):
        late = one.closed - timedelta(6) if one.closed else one.opened + timedelta(40)
        steps = ((one.opened, "early"), (late, "late")) if late > one.opened else ((one.opened, "early"),)
        deals.append(replace(one, stages=tuple(step for step in steps if step[0] <= TODAY)))
    found = ahead(deals, TODAY, 7)
    further = {row.deal: row.chance for row in ahead(deals, TODAY, 42).rows}
    stage = {one.id: one.stage for one in as_known(deals, TODAY)}
    chances = {name: [row.chance for row in found.rows if stage[row.deal] == name] for name in ("early", "late")}
    assert min(chances["late"]) > max(chances["early"])
    assert (
        min(further[one] for one, name in stage.items() if name == "early" and one in further) > 0.2
    )  # by way of late
    assert {part.stage for part in found.parts if part.kind == OPEN} == {"early", "late"}


def test_stage_that_is_new_today_counts_as_where_deals_begin(steady):
    moved = [replace(one, stages=((one.opened, "never seen"),)) for one in as_known(STEADY, TODAY) if not one.closed]
    model = learn(STEADY, TODAY)
    assert forecast(model, moved, TODAY, 28).expected == steady.expected


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_thirds_of_months_divide_days_without_gap(first, days):
    last = first + timedelta(days)
    cells = list(cells_between(first, last))
    assert cells[0][1] == first
    assert cells[-1][2] == last
    assert all(end + timedelta(1) == begin for (_, _, end), (_, begin, _) in itertools.pairwise(cells))
    assert all(cell_of(begin) == cell_of(end) == cell for cell, begin, end in cells)
    assert len({cell for cell, _, _ in cells}) == len(cells)


@given(st.lists(st.dates(date(2015, 1, 1), date(2030, 1, 1))))
def test_weekdays_weigh_seven_together(days):
    week = learn_week(days)
    assert sum(week.weights) == pytest.approx(7)
    assert min(week.weights) > 0


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.dates(BEGIN, date(2020, 3, 1)), st.dates(BEGIN, date(2020, 3, 1)))
def test_what_was_known_earlier_does_not_depend_on_what_was_known_later(seed, one, other):
    some = random.Random(seed).sample(STEADY, 40)
    early, late = sorted((one, other))
    assert as_known(as_known(some, late), early) == as_known(some, early)
    for deal in as_known(some, early):
        assert deal.since <= early
        assert deal.closed <= early if deal.closed else (deal.outcome, deal.value) == ("", None)


def test_orders_that_come_in_bursts_are_not_lost_and_not_promised():
    """One day a month brings all orders: the sum of half a year is that of the past, and a month may bring none."""
    bursts = [
        Deal(id=f"{month:02}-{at:02}", opened=(day := burst_day(month)), closed=day, outcome=WON, value=10_000)
        for month in range(12)
        for at in range(40)
    ]
    today = date(2019, 12, 15)
    found = ahead(bursts, today, 28)
    assert found.low < 0.5 * 40 * 10_000
    assert found.high > 40 * 10_000
    assert ahead(bursts, today, 168).expected == pytest.approx(5.5 * 40 * 10_000, rel=0.3)


def burst_day(month: int) -> date:
    return date(2019, month + 1, 1 + month * 7 % 28)
