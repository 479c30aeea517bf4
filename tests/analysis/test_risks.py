"""The signs that speak against a deal, each with the figures it follows from, at any moment."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import create, edit
from crm_desktop.analysis.risks import Risk, Sign, risks, usual_days
from crm_desktop.core.entities import Activity, Contact, Opportunity, Stage
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from tests.replicas import Office, small_office

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 12, 1, 2, tzinfo=UTC)
FAR = date(2027, 12, 1)


class Deals:
    """A manager's desk at which deals go their way by the day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.desk: Desk = desk_of(office.laptop("mia", "laptop"), office.clock)

    def on(self, day: int) -> None:
        """Go to a day of the story."""
        self.office.clock.moment = BEGIN + timedelta(days=day)

    def open(self, *names: str) -> None:
        """Begin deals with a next step far ahead and a touch today."""
        for name in names:
            day = self.desk.today()
            deal = Opportunity(
                id=name, name=name, owner="ann", stage="qualify", amount=Decimal(100), currency="CNY", close_day=FAR,
                next_step_day=FAR, opened_day=day, stage_since=self.desk.now(),
            )  # fmt: skip
            create(self.desk, deal)

    def change(self, name: str, **values: object) -> None:
        """Edit a deal; a new stage begins now."""
        if "stage" in values:
            values["stage_since"] = self.desk.now()
        edit(self.desk, self.desk.fetch(Opportunity, name), **values)

    def talk(self, name: str, contact: str = "") -> None:
        """Do something about a deal."""
        done = Activity(
            id=self.desk.new_id(), subject="Talk", kind="call", opportunity=name, contact=contact, owner="ann",
            is_done=True, done_at=self.desk.now(),
        )  # fmt: skip
        create(self.desk, done)

    def signs(self, day: int, *whose: Where) -> dict[str, tuple[Risk, ...]]:
        """Tell the signs as of a day."""
        now = BEGIN + timedelta(days=day, hours=1)
        return risks(self.desk.replica.as_of(micros(now)), now, ZONE, *whose)


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deals]:
    """Return a desk after sixty days."""
    office = small_office(tmp_path_factory.mktemp("signs"))
    office.add(Contact(id="lee", family_name="Lee", account="north1"))
    made = Deals(office)
    made.on(0)
    won = [f"won{n}" for n in range(5)]
    made.open(*won, "calm", "late", "stepless", "put off", "cut", "quiet", "one", "two", "slow")
    for n, name in enumerate(won):
        made.on(2 * n + 2)  # 2, 4, 6, 8 and 10 days in the first stage
        made.change(name, stage="won", outcome="won", closed_day=made.desk.today())
    made.on(11)
    made.change("late", close_day=(BEGIN + timedelta(days=20)).date())
    made.change("stepless", next_step_day=None)
    made.change("put off", close_day=FAR + timedelta(days=10))
    made.change("cut", amount=Decimal(60))
    made.change("calm", amount=Decimal(60))
    made.change("calm", amount=Decimal(100))
    made.on(12)
    made.change("put off", close_day=FAR + timedelta(days=5))  # nearer is not put off
    made.on(13)
    made.change("put off", close_day=FAR + timedelta(days=90))
    for name in ("calm", "late", "stepless", "put off", "cut", "one", "two", "slow"):
        for contact in ("carl", "carl", "lee" if name != "one" else "carl"):
            made.talk(name, contact)
        if name != "slow":
            made.change(name, stage="propose")
    made.on(60)
    yield made
    office.close()


def test_each_sign_is_told_with_what_it_follows_from(deals: Deals) -> None:
    expected = {
        "late": (Risk(Sign.CLOSE_PASSED, days=4, day=date(2026, 12, 21)),),
        "stepless": (Risk(Sign.NO_NEXT_STEP),),
        "put off": (Risk(Sign.PUSHED, times=2, day=FAR),),
        "cut": (Risk(Sign.AMOUNT_CUT, was=Decimal(100)),),
        "quiet": (Risk(Sign.ROTTING, days=24, usual=6), Risk(Sign.SILENT, days=24)),
        "one": (Risk(Sign.SINGLE_CONTACT, times=3),),
        "slow": (Risk(Sign.ROTTING, days=24, usual=6),),
    }
    assert deals.signs(24, Where("owner", "eq", "ann"), Where("stage_since", "filled")) == expected


def test_silence_is_counted_from_the_last_touch_and_a_cut_is_forgotten(deals: Deals) -> None:
    found = deals.signs(35)
    assert Risk(Sign.SILENT, days=22, day=date(2026, 12, 14)) in found["calm"]
    assert Risk(Sign.AMOUNT_CUT, was=Decimal(100)) in found["cut"]
    later = BEGIN + timedelta(days=11 + 91)
    assert not any(one.sign is Sign.AMOUNT_CUT for one in risks(deals.desk.replica, later, ZONE)["cut"])


def test_somewhat_longer_than_usual_is_not_rotting(deals: Deals) -> None:
    assert deals.signs(11, Where("id", "eq", "quiet")) == {}
    assert deals.signs(13, Where("id", "eq", "quiet")) == {"quiet": (Risk(Sign.ROTTING, days=13, usual=6),)}


def test_before_it_happened_nothing_is_told(deals: Deals) -> None:
    assert deals.signs(1, Where("stage_since", "filled")) == {}


def test_a_step_that_is_planned_is_a_next_step(deals: Deals) -> None:
    deals.on(61)
    planned = Activity(id="plan", subject="Visit", kind="visit", opportunity="stepless", owner="ann", due_day=FAR)
    create(deals.desk, planned)
    assert not any(one.sign is Sign.NO_NEXT_STEP for one in deals.signs(61)["stepless"])


def test_a_stage_that_few_won_deals_went_through_has_its_expected_days(deals: Deals) -> None:
    now = micros(deals.desk.now())
    assert usual_days(deals.desk.replica, now) == {"qualify": 6}
    deals.office.edit(deals.office.get(Stage, "propose"), expected_days=9)
    deals.office.sync(deals.desk.replica)
    assert usual_days(deals.desk.replica, now)["propose"] == 9
