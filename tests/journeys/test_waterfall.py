"""Story 6: what moved in a quarter, from the first to the last day looked at, to the cent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import create, edit
from crm_desktop.analysis.waterfall import Bar, Bridge, Population, waterfall
from crm_desktop.core.entities import Opportunity
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from tests.replicas import small_office

OPENED, REVIEWED = datetime(2026, 6, 30, 16, tzinfo=UTC), datetime(2026, 8, 31, 15, 59, tzinfo=UTC)
DAYS = (date(2026, 7, 1), date(2026, 8, 31))
THIRD, FOURTH = date(2026, 9, 15), date(2026, 10, 20)
Q3 = Population(within=(Where("close_day", "ge", "2026-07-01"), Where("close_day", "le", "2026-09-30")))


def deal(name: str, thousands: int, close: date = THIRD) -> Opportunity:
    """Make an open deal."""
    return Opportunity(
        id=name, name=name, owner="ann", stage="propose", outcome="open", amount=Decimal(thousands * 1000),
        currency="CNY", close_day=close,
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a desk after the summer of the story."""
    office = small_office(tmp_path_factory.mktemp("summer"))
    office.clock.moment = datetime(2026, 6, 1, 2, tzinfo=UTC)
    replica = office.laptop("ann", "laptop")
    desk = desk_of(replica, office.clock)
    amounts = {"A": 200, "B": 150, "C": 250, "D": 100, "E": 180, "F": 120}
    create(desk, *(deal(name, amount) for name, amount in amounts.items()), deal("H", 40, FOURTH))
    office.clock.moment = datetime(2026, 7, 20, 2, tzinfo=UTC)
    change(desk, "A", stage="won", outcome="won", closed_day=date(2026, 7, 20))
    change(desk, "B", stage="lost", outcome="lost", closed_day=date(2026, 7, 20), lost_reason="price")
    change(desk, "C", amount=Decimal(300_000))
    change(desk, "D", close_day=FOURTH)
    change(desk, "F", amount=Decimal(90_000))
    change(desk, "H", close_day=THIRD)
    create(desk, deal("G", 70))
    office.clock.moment = datetime(2026, 9, 3, 2, tzinfo=UTC)
    change(desk, "E", amount=Decimal(1))
    yield desk
    replica.close()
    office.close()


def change(desk: Desk, name: str, **values: object) -> None:
    """Edit a deal as its owner does."""
    edit(desk, desk.fetch(Opportunity, name), **values)


def between(desk: Desk, population: Population = Q3) -> Bridge:
    """Tell what moved between the two days of the story."""
    before, after = (desk.replica.as_of(micros(moment)) for moment in (OPENED, REVIEWED))
    return waterfall(before, after, population, DAYS, "CNY")


def test_the_bars_of_the_summer_are_those_of_the_story(desk: Desk) -> None:
    found = between(desk)
    assert (found.opening, found.closing) == (Decimal(1_000_000), Decimal(680_000))
    assert {bar: found.total(bar) / 1000 for bar in Bar if found.total(bar)} == {
        Bar.NEW: 70, Bar.MOVED_IN: 40, Bar.INCREASED: 50, Bar.DECREASED: -30, Bar.MOVED_OUT: -100, Bar.WON: -200,
        Bar.LOST: -150,
    }  # fmt: skip


def test_each_bar_opens_its_deals_and_both_ends_theirs(desk: Desk) -> None:
    found = between(desk)
    assert sorted(found.opening_deals) == list("ABCDEF")
    assert sorted(found.closing_deals) == list("CEFGH")
    assert [found.deals(bar) for bar in (Bar.WON, Bar.MOVED_IN, Bar.INCREASED, Bar.RATE)] == [
        ("A",),
        ("H",),
        ("C",),
        (),
    ]


def test_a_team_without_its_people_has_nothing_to_show(desk: Desk) -> None:
    found = between(desk, Population((Where("owner", "eq", "nobody"),), Q3.within))
    assert (found.opening, found.closing, found.steps) == (0, 0, ())
