"""Periods, columns and quarters of an hour are the same whatever paints them; what is typed becomes a place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.actions.planning import Slot
from crm_desktop.ui.calendar.layout import lanes, moved, period_of, slot_of, snapped, stepped
from crm_desktop.ui.calendar.typed_slot import read_slot, written_slot
from crm_desktop.ui.typed import TypedError

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("view", "first", "last"),
    [
        ("day", date(2026, 11, 20), date(2026, 11, 20)),
        ("week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 10, 26), date(2026, 12, 6)),
        ("agenda", date(2026, 11, 20), date(2026, 12, 3)),
    ],
)
def test_a_period_shows_whole_weeks_around_a_month(view, first, last):
    period = period_of(view, FRIDAY)
    assert (period.shown_first, period.shown_last) == (first, last)


def test_a_step_of_a_month_keeps_the_day_where_it_exists():
    assert stepped("month", date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert stepped("month", date(2026, 1, 31), -1) == date(2025, 12, 31)
    assert stepped("week", FRIDAY, -1) == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(0, 60), (60, 120)], [(0, 1), (0, 1)]),
        ([(0, 60), (30, 90)], [(0, 2), (1, 2)]),
        ([(0, 120), (0, 30), (40, 60)], [(0, 2), (1, 2), (1, 2)]),
        ([(0, 60), (10, 70), (65, 90), (200, 210)], [(0, 2), (1, 2), (0, 2), (0, 1)]),
    ],
)
def test_what_overlaps_shares_the_width(spans, expected):
    assert lanes(spans) == expected


@given(st.lists(st.tuples(st.integers(0, 1400), st.integers(1, 200)).map(lambda one: (one[0], one[0] + one[1]))))
def test_no_two_at_one_time_stand_in_one_column(spans):
    found = lanes(spans)
    for a, (begin, end) in enumerate(spans):
        assert 0 <= found[a][0] < found[a][1]
        for b in range(a):
            if begin < spans[b][1] and spans[b][0] < end:
                assert found[a][0] != found[b][0]
                assert found[a][1] == found[b][1]


def test_a_drag_snaps_to_the_nearest_quarter_of_an_hour():
    assert [snapped(minute) for minute in (0, 7, 8, 52, 53, 1500, -20)] == [0, 0, 15, 45, 60, 1440, 0]


def test_a_move_beyond_midnight_is_none():
    slot = slot_of(FRIDAY, 23 * 60 + 45, 24 * 60, ZONE)
    assert moved(slot, 0, 15) is None
    assert moved(slot, 1, -15) == slot_of(date(2026, 11, 21), 23 * 60 + 30, 23 * 60 + 45, ZONE)
    assert moved(Slot(FRIDAY), -1, 0) == Slot(date(2026, 11, 19))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tomorrow", Slot(date(2026, 11, 21))),
        ("14:00", slot_of(FRIDAY, 840, 900, ZONE)),
        ("mon 10:00-11:30", slot_of(date(2026, 11, 23), 600, 690, ZONE)),
        ("11月24日 9:30–10:00", slot_of(date(2026, 11, 24), 570, 600, ZONE)),
        ("明天 9时到10时", slot_of(date(2026, 11, 21), 540, 600, ZONE)),
        ("2027-01-08 08:00", slot_of(date(2027, 1, 8), 480, 540, ZONE)),
    ],
)
def test_a_place_is_read_as_people_type_it(typed, expected):
    assert read_slot(typed, NOW, ZONE, 60) == expected


@pytest.mark.parametrize("typed", ["11:00-10:00", "25:00", "blue monday", "10:75"])
def test_what_is_no_place_is_refused(typed):
    with pytest.raises(TypedError):
        read_slot(typed, NOW, ZONE, 60)


@pytest.mark.parametrize(
    "slot",
    [Slot(FRIDAY), slot_of(FRIDAY, 600, 660, ZONE), Slot(date(2026, 1, 5)), slot_of(date(2028, 2, 29), 0, 15, ZONE)],
)
def test_a_written_place_is_read_back(slot):
    assert read_slot(written_slot(slot, FRIDAY), NOW, ZONE, 60) == slot
