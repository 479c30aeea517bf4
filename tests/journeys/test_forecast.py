"""Story 5: the weighted forecast of a quarter against its quota, to the cent."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.forecasts import say
from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.said import said
from crm_desktop.analysis.worksheet import Row, percent, worksheet
from crm_desktop.core.entities import Forecast, Opportunity, Quota, User
from crm_desktop.core.errors import RefusedError
from crm_desktop.core.store import Where
from tests.replicas import TODAY, Office, small_office

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
CENT = Decimal("0.01")


def deal(name: str, thousands: int, chance: int, category: str, outcome: str = "open") -> Opportunity:
    """Make a deal that is expected to close, or was closed, in the quarter."""
    day = date(2026, 12, 1) if outcome == "open" else date(2026, 11, 2)
    return Opportunity(
        id=name, name=name, owner="ann", stage="propose", outcome=outcome, amount=Decimal(thousands * 1000),
        currency="CNY", probability=Decimal(chance), forecast=category, close_day=day,
        closed_day=None if outcome == "open" else day, lost_reason="price" if outcome == "lost" else "",
    )  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return a company with the quarter of the story."""
    office = small_office(tmp_path_factory.mktemp("quarter"))
    quota = {"period": "2026-Q4", "first_day": QUARTER.first, "last_day": QUARTER.last, "currency": "CNY"}
    office.add(
        Quota(id="quota", user="ann", amount=Decimal(700_000), **quota),
        deal("a", 300, 20, "pipeline"), deal("b", 150, 40, "best_case"), deal("c", 80, 60, "best_case"),
        deal("d", 500, 80, "commit"), deal("e", 120, 100, "", "won"), deal("f", 60, 0, "", "lost"),
    )  # fmt: skip
    office.edit(office.get(User, "ann"), manager="mia")
    yield office
    office.close()


@pytest.fixture(scope="module")
def desk(office: Office) -> Desk:
    """Return the manager's desk."""
    return desk_of(office.laptop("mia", "laptop"), office.clock)


@pytest.fixture(scope="module")
def ann(office: Office) -> Desk:
    """Return the desk of the rep."""
    return desk_of(office.laptop("ann", "hers"), office.clock)


@pytest.fixture(scope="module")
def row(desk: Desk) -> Row:
    """Return the row of the rep."""
    return next(one for one in worksheet(desk.replica, QUARTER, TODAY, "CNY") if one.id == "ann")


def test_the_weighted_sum_and_what_is_expected_are_those_of_the_story(row: Row) -> None:
    figures = row.whole
    assert (figures.weighted, figures.expected) == (Decimal(568_000), Decimal(688_000))
    assert percent(figures.expected, row.target).quantize(CENT, ROUND_HALF_UP) == Decimal("98.29")
    assert row.gap == Decimal(12_000)
    assert row.attainment.quantize(CENT, ROUND_HALF_UP) == Decimal("17.14")


def test_the_categories_add_up_and_cover_what_is_missing(row: Row) -> None:
    figures = row.whole
    assert (figures.to_commit, figures.to_best_case, figures.to_pipeline) == (620_000, 850_000, 1_150_000)
    assert figures.open == 1_030_000
    assert row.coverage.quantize(CENT, ROUND_HALF_UP) == Decimal("1.78")


def test_every_number_shows_its_deals(row: Row) -> None:
    assert sorted(row.whole.deals) == ["a", "b", "c", "d", "e"]


def test_a_manager_takes_50_000_off_and_the_reps_word_stays_visible(office: Office, desk: Desk, ann: Desk) -> None:
    say(ann, "ann", QUARTER, commit=Decimal(620_000), best_case=None)
    office.sync(ann.replica, desk.replica)
    say(desk, "ann", QUARTER, commit=Decimal(-50_000), best_case=None, note="The big one slips.")
    office.sync(desk.replica, ann.replica)
    for here in (desk, ann):
        found = said(here.replica, worksheet(here.replica, QUARTER, TODAY, "CNY"), QUARTER, "commit")
        assert (found["ann"].hers, found["ann"].whole) == (Decimal(620_000), Decimal(570_000))
        assert [one.note for one in found["ann"].adjustments] == ["The big one slips."]
    assert found["mia"].whole == Decimal(570_000)
    # The rep takes a deal back: what the manager takes off is taken off that.
    say(ann, "ann", QUARTER, commit=Decimal(600_000), best_case=Decimal(700_000), note="One is gone.")
    rows = worksheet(ann.replica, QUARTER, TODAY, "CNY")
    assert said(ann.replica, rows, QUARTER, "commit")["mia"].whole == Decimal(550_000)
    assert said(ann.replica, rows, QUARTER, "best_case")["ann"].hers == Decimal(700_000)
    (word,) = ann.replica.find(Forecast, Where("owner", "eq", "ann"))
    assert [line.entry.fields["commit"][1] for line in ann.replica.lines([word.id])[word.id]] == [
        62_000_000,
        60_000_000,
    ]


def test_who_said_nothing_is_counted_by_her_deals_and_a_head_of_a_team_by_her_own_word(desk: Desk) -> None:
    rows = worksheet(desk.replica, QUARTER, TODAY, "CNY")
    found = said(desk.replica, rows, QUARTER, "best_case")
    assert (found["ann"].deals, found["ann"].own, found["ann"].hers) == (Decimal(850_000), None, Decimal(850_000))
    say(desk, "mia", QUARTER, commit=Decimal(1), best_case=None)
    assert said(desk.replica, rows, QUARTER, "commit")["mia"].whole == Decimal(1)


@pytest.mark.parametrize(
    ("who", "person", "note", "field"), [("ann", "bob", "No.", "person"), ("mia", "ann", " ", "note")]
)
def test_an_adjustment_is_a_managers_and_has_a_reason(
    desk: Desk, ann: Desk, who: str, person: str, note: str, field: str
) -> None:
    here = desk if who == "mia" else ann
    with pytest.raises(RefusedError) as refused:
        say(here, person, Period(date(2027, 1, 1), date(2027, 3, 31)), commit=Decimal(1), best_case=None, note=note)
    assert refused.value.field == field
