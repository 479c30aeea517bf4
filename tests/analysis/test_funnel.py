"""How deals get through their stages, by hand-computed cases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import create, edit
from crm_desktop.analysis.doing import Doing, doings, new_customers
from crm_desktop.analysis.funnel import AGES, ageing, funnel
from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Activity, Opportunity
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from tests.replicas import small_office

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 12, 1, 2, tzinfo=UTC)
DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31))
# Days after the beginning on which each deal moved, and to which stage.
WAYS = {
    "stays": [],
    "goes on": [(4, "propose")],
    "wins": [(10, "propose"), (30, "won")],
    "leaps": [(20, "won")],
    "loses": [(6, "propose"), (16, "lost")],
    "loses early": [(2, "lost")],
    "goes back": [(8, "propose"), (12, "qualify")],
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a manager's desk forty days after seven deals began."""
    office = small_office(tmp_path_factory.mktemp("funnel"))
    desk = desk_of(office.laptop("mia", "laptop"), office.clock)
    office.clock.moment = BEGIN
    for name in WAYS:
        deal = Opportunity(
            id=name, name=name, owner="ann", account="north1", pipeline="sales", stage="qualify", amount=Decimal(100),
            currency="CNY", opened_day=BEGIN.date(), stage_since=BEGIN, source="fair",
        )  # fmt: skip
        create(desk, deal)
    moves = sorted((day, name, stage) for name, way in WAYS.items() for day, stage in way)
    for day, name, stage in moves:
        office.clock.moment = BEGIN + timedelta(days=day)
        outcome = stage if stage in ("won", "lost") else "open"
        closed = None if outcome == "open" else desk.today()
        reason = "price" if outcome == "lost" else ""
        values = {"stage": stage, "stage_since": desk.now(), "outcome": outcome, "closed_day": closed}
        edit(desk, desk.fetch(Opportunity, name), **values, lost_reason=reason)
    office.clock.moment = BEGIN + timedelta(days=40)
    yield desk
    office.close()


def test_each_stage_is_reached_by_who_came_so_far_or_farther(desk: Desk) -> None:
    steps = funnel(desk.replica, "sales", DECEMBER, micros(desk.now()))
    assert [(one.name, len(one.reached)) for one in steps] == [("Qualify", 7), ("Propose", 5), ("Won", 2)]
    assert steps[1].reached == ("goes back", "goes on", "leaps", "loses", "wins")
    # Qualify was left after 4, 10, 20, 6 and 2 days; propose after 20, 10 and 4.
    assert [round(one.days, 3) if one.days else None for one in steps] == [6, 10, None]


def test_the_past_shows_how_far_they_were_then(desk: Desk) -> None:
    moment = micros(BEGIN + timedelta(days=9))
    steps = funnel(desk.replica.as_of(moment), "sales", DECEMBER, moment)
    assert [len(one.reached) for one in steps] == [7, 3, 0]
    assert funnel(desk.replica, "sales", Period(date(2027, 1, 1), date(2027, 1, 2)), moment)[0].reached == ()


def test_open_deals_are_mapped_by_stage_and_by_how_long_they_stand(desk: Desk) -> None:
    rates = Rates(desk.replica, "CNY")
    cells = ageing(desk.replica, "sales", micros(desk.now()), desk.today(), rates, Where("opened_day", "filled"))
    assert {stage: [one.deals for one in row] for stage, row in cells.items()} == {
        "qualify": [(), (), ("goes back",), ("stays",), (), ()],
        "propose": [(), (), (), ("goes on",), (), ()],
    }
    assert cells["qualify"][3].amount == Decimal(100)
    assert len(cells["propose"]) == len(AGES) + 1


def test_what_was_planned_and_done_counts_by_person_and_kind_in_days_of_the_organisation(desk: Desk) -> None:
    late = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)  # the last minute of the year in Shanghai
    create(
        desk,
        act("a", due_day=date(2026, 12, 31), is_done=True, done_at=late + timedelta(minutes=1)),
        act("b", kind="visit", starts=late, due_day=date(2026, 12, 15), is_done=True, done_at=late),
        act("c", kind="visit", starts=late + timedelta(minutes=1)),
    )
    assert doings(desk.replica, DECEMBER, ZONE) == [Doing("ann", "call", ("a",)), Doing("ann", "visit", ("b",), ("b",))]
    assert doings(desk.replica, DECEMBER, ZONE, Where("owner", "eq", "bob")) == []


def act(id_: str, **values: object) -> Activity:
    """Make an activity of Ann's."""
    return Activity(**{"id": id_, "subject": id_, "kind": "call", "owner": "ann", **values})


def test_a_customer_is_new_once(desk: Desk) -> None:
    found = new_customers(desk.replica, DECEMBER, "CNY")
    assert [(one.account, one.deal, one.day, one.source, one.value) for one in found] == [
        ("north1", "leaps", date(2026, 12, 21), "fair", Decimal(100))
    ]
    assert new_customers(desk.replica, Period(date(2026, 12, 22), DECEMBER.last), "CNY") == []
    assert new_customers(desk.replica, DECEMBER, "CNY", Where("owner", "eq", "bob")) == []
