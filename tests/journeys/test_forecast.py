"""Story 5: the weighted forecast of a quarter against its quota, to the cent."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.worksheet import Row, percent, worksheet
from crm_desktop.core.entities import Opportunity, Quota
from tests.replicas import TODAY, small_office

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
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a manager's desk with the quarter of the story."""
    office = small_office(tmp_path_factory.mktemp("quarter"))
    quota = {"period": "2026-Q4", "first_day": QUARTER.first, "last_day": QUARTER.last, "currency": "CNY"}
    office.add(
        Quota(id="quota", user="ann", amount=Decimal(700_000), **quota),
        deal("a", 300, 20, "pipeline"), deal("b", 150, 40, "best_case"), deal("c", 80, 60, "best_case"),
        deal("d", 500, 80, "commit"), deal("e", 120, 100, "", "won"), deal("f", 60, 0, "", "lost"),
    )  # fmt: skip
    replica = office.laptop("mia", "laptop")
    yield desk_of(replica, office.clock)
    office.close()


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
