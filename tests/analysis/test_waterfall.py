"""Whatever happened to deals, the bars between two moments add up, each deal in one chain that is its own difference."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from crm_desktop.actions.desk import Desk, desk_of
from crm_desktop.actions.records import create, delete, edit
from crm_desktop.actions.undoing import undo
from crm_desktop.analysis.rates import Rates
from crm_desktop.analysis.waterfall import Bar, Place, Population, Standing, bridge, waterfall
from crm_desktop.core.entities import Currency, Opportunity, Rate
from crm_desktop.core.money import to_minor
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Past, Where
from crm_desktop.replica.view import View
from tests.replicas import Office, small_office

BEGIN = datetime(2027, 5, 3, 2, tzinfo=UTC)
BASE = "CNY"
WEEKS = 9
POPULATIONS = {
    "all": Population(),
    "quarter": Population(within=(Where("close_day", "le", "2027-06-30"),)),
    "hers": Population(whose=(Where("owner", "eq", "ann"),), measure="weighted"),
    "north": Population(whose=(Where("account.territory", "eq", "harbour"),), within=(Where("amount", "gt", 100_000),)),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return an office that began on 1 May, with rates of every second week."""
    made = small_office(tmp_path_factory.mktemp("months"))
    made.add(Currency(id="EUR", name="EUR"))
    made.add(
        *(rate("EUR", BEGIN.date() + timedelta(weeks=2 * n), Decimal("7.80") + n * Decimal("0.13")) for n in range(4))
    )
    made.clock.moment = BEGIN
    yield made
    made.close()


def rate(currency: str, day: date, value: Decimal) -> Rate:
    """Make an exchange rate."""
    return Rate(id=f"{currency}{day}", currency=currency, day=day, rate=value)


class Months:
    """A manager's laptop on which anything happens to deals."""

    def __init__(self, office: Office, seed: int) -> None:
        self.replica = office.laptop("mia", f"laptop {seed}")
        self.desk: Desk = desk_of(self.replica, office.clock)
        self._chance = random.Random(seed)
        self._gone: list[str] = []
        self._made = 0
        self._prefix = f"s{seed}-"

    def happen(self) -> None:
        """Let one thing happen."""
        deals = self.desk.replica.find(Opportunity, order=("id",))
        acts = [self.open_one, self._delete, self._restore, *[self._edit] * 6]
        act = self._chance.choice(acts)
        act(self._chance.choice(deals)) if deals else self.open_one()

    def open_one(self, _deal: Opportunity | None = None) -> None:
        """Begin a deal."""
        self._made += 1
        self._create(f"{self._prefix}{self._made}")

    def _create(self, id_: str) -> None:
        values = {**self._values(), "name": id_, "stage": "qualify", "currency": "EUR"}
        create(self.desk, Opportunity(id=id_, **values))

    def _edit(self, deal: Opportunity) -> None:
        values = self._values()
        names = self._chance.sample(sorted(values), 2)
        edit(self.desk, deal, **{name: values[name] for name in names}, **self._outcome())

    def _delete(self, deal: Opportunity) -> None:
        self._gone.append(delete(self.desk, deal).change)

    def _restore(self, _deal: Opportunity) -> None:
        if self._gone:
            undo(self.desk, self._gone.pop())

    def _values(self) -> dict[str, Any]:
        chance = self._chance
        return {
            "amount": chance.choice((None, Decimal(chance.randrange(10**9)) / 100)),
            "currency": chance.choice((BASE, "EUR")),
            "close_day": BEGIN.date() + timedelta(days=chance.randrange(120)),
            "owner": chance.choice(("ann", "bob")),
            "account": chance.choice(("north1", "harbour1", "")),
            "probability": Decimal(chance.randrange(101)),
        }

    def _outcome(self) -> dict[str, Any]:
        outcome = self._chance.choice(("open", "open", "won", "lost"))
        stage = {"open": "propose"}.get(outcome, outcome)
        day = None if outcome == "open" else self.desk.today()
        return {
            "outcome": outcome,
            "stage": stage,
            "closed_day": day,
            "lost_reason": "price" if outcome == "lost" else "",
        }


@pytest.fixture(scope="module", params=[1, 2, 3])
def moments(office: Office, request: pytest.FixtureRequest) -> tuple[Desk, list[datetime]]:
    """Let nine weeks go by on a laptop, and name a moment of each."""
    office.clock.moment = BEGIN
    months, found = Months(office, request.param), []
    for _ in range(15):
        months.open_one()
    for week in range(WEEKS):
        office.clock.moment = BEGIN + timedelta(weeks=week)
        for _ in range(12):
            months.happen()
        found.append(office.clock())
    return months.desk, found


def worth(view: View, asked: Population, day: date) -> dict[str, Decimal]:
    """Value the deals inside a population the slow way: each record by itself."""
    rates = Rates(view, BASE)
    deals = view.find(Opportunity, Where("outcome", "eq", "open"), *asked.whose, *asked.within)
    found = {}
    for deal in deals:
        amount = getattr(deal, asked.measure) or Decimal(0)
        value = rates.worth(to_minor(amount, deal.currency), deal.currency, day)
        assert value is not None
        found[deal.id] = value
    return found


@pytest.mark.parametrize("asked", POPULATIONS.values(), ids=POPULATIONS)
def test_every_chain_is_the_difference_of_its_deal_and_all_of_them_that_of_both_ends(
    moments: tuple[Desk, list[datetime]], asked: Population
) -> None:
    desk, every = moments
    seen = set()
    for one, two in ((0, 1), (1, 4), (0, WEEKS - 1), (3, WEEKS - 1)):
        before, after = (desk.replica.as_of(micros(every[at])) for at in (one, two))
        days = every[one].date(), every[two].date()
        was, now = worth(before, asked, days[0]), worth(after, asked, days[1])
        found = waterfall(before, after, asked, days, BASE)
        assert (found.opening, found.closing) == (sum(was.values()), sum(now.values()))
        assert (set(found.opening_deals), set(found.closing_deals)) == (was.keys(), now.keys())
        chains: dict[str, Decimal] = defaultdict(Decimal)
        for step in found.steps:
            chains[step.deal] += step.amount
        moved = {id_: now.get(id_, Decimal(0)) - was.get(id_, Decimal(0)) for id_ in was.keys() | now.keys()}
        assert {id_: value for id_, value in chains.items() if value} == {k: v for k, v in moved.items() if v}
        assert found.opening + sum(found.total(bar) for bar in Bar) == found.closing
        seen |= {step.bar for step in found.steps}
    assert len(seen) >= 5


def test_what_arrived_late_is_in_the_past_as_it_was_and_not_as_it_was_known(office: Office) -> None:
    months = Months(office, 99)
    office.clock.moment = BEGIN + timedelta(weeks=20)
    moment = office.clock()
    office.clock.moment = moment + timedelta(days=1)
    create(
        months.desk, Opportunity(id="late", name="Late", owner="ann", stage="qualify", amount=Decimal(7), currency=BASE)
    )
    known = months.desk.replica.as_of(micros(moment) + 3 * 86_400_000_000, Past.AS_KNOWN)
    was = months.desk.replica.as_of(micros(moment) + 3 * 86_400_000_000)
    before = months.desk.replica.as_of(micros(moment))
    days = (moment.date(), moment.date())
    # What waits in the outbox has happened, and nobody knows of it yet.
    assert waterfall(before, was, Population(), days, BASE).deals(Bar.NEW) == ("late",)
    assert waterfall(before, known, Population(), days, BASE).deals(Bar.NEW) == ()


def test_a_rate_holds_from_its_day_though_it_was_entered_later_but_was_not_known_before(office: Office) -> None:
    months = Months(office, 98)
    office.clock.moment = BEGIN + timedelta(weeks=20)
    moment = office.clock()
    office.clock.moment = moment + timedelta(days=40)
    create(msgspec.structs.replace(months.desk, role="administrator"), rate("EUR", moment.date(), Decimal(9)))
    was = Rates(months.desk.replica.as_of(micros(moment)), BASE)
    known = Rates(months.desk.replica.as_of(micros(moment), Past.AS_KNOWN), BASE)
    assert (was.on("EUR", moment.date()), known.on("EUR", moment.date())) == (Decimal(9), Decimal("8.19"))
    assert was.on("EUR", moment.date() - timedelta(days=1)) == Decimal("8.19")
    assert was.on("EUR", date(2020, 1, 1)) is None


IN = Place.INSIDE
CHAINS = [
    (IN, 100, IN, 100, {}),
    (IN, 100, IN, 130, {Bar.INCREASED: 30}),
    (IN, 100, IN, 60, {Bar.DECREASED: -40}),
    (IN, 200, Place.WON, 220, {Bar.INCREASED: 20, Bar.WON: -220}),
    (IN, 100, Place.LOST, 100, {Bar.LOST: -100}),
    (IN, 100, Place.GONE, 0, {Bar.DELETED: -100}),
    (IN, 100, Place.OTHERS, 90, {Bar.DECREASED: -10, Bar.REASSIGNED: -90}),
    (IN, 100, Place.AWAY, 100, {Bar.MOVED_OUT: -100}),
    (Place.UNBORN, 0, IN, 70, {Bar.NEW: 70}),
    (Place.GONE, 0, IN, 70, {Bar.RESTORED: 70}),
    (Place.WON, 50, IN, 70, {Bar.REOPENED: 50, Bar.INCREASED: 20}),
    (Place.LOST, 50, IN, 50, {Bar.REOPENED: 50}),
    (Place.OTHERS, 50, IN, 40, {Bar.REASSIGNED: 50, Bar.DECREASED: -10}),
    (Place.AWAY, 40, IN, 40, {Bar.MOVED_IN: 40}),
]


@pytest.mark.parametrize(("was", "before", "now", "after", "bars"), CHAINS)
def test_a_deal_goes_through_its_chain_in_the_stated_order(
    office: Office, was: Place, before: int, now: Place, after: int, bars: dict[Bar, int]
) -> None:
    rates = Rates(office.laptops[0], BASE)
    one, two = Standing(was, before * 100, BASE), Standing(now, after * 100, BASE)
    found = bridge({"d": one}, {"d": two}, rates, rates)
    assert [(step.bar, step.amount) for step in found.steps] == list(bars.items())
    assert found.closing - found.opening == sum(bars.values())


def test_a_deal_taken_back_out_of_the_bin_or_opened_again_is_not_new(office: Office) -> None:
    months = Months(office, 97)
    office.clock.moment = BEGIN
    create(months.desk, *(Opportunity(id=f"x{n}", name="X", owner="ann", stage="qualify") for n in range(2)))
    gone = delete(months.desk, months.desk.fetch(Opportunity, "x0")).change
    edit(months.desk, months.desk.fetch(Opportunity, "x1"), outcome="won", stage="won", closed_day=BEGIN.date())
    before = office.clock()
    undo(months.desk, gone)
    edit(months.desk, months.desk.fetch(Opportunity, "x1"), outcome="open", stage="propose")
    days = (BEGIN.date(), BEGIN.date())
    found = waterfall(months.replica.as_of(micros(before)), months.replica, Population(), days, BASE)
    assert {step.deal: step.bar for step in found.steps} == {"x0": Bar.RESTORED, "x1": Bar.REOPENED}


def test_who_is_handed_over_is_told_from_who_is_put_off_and_what_is_won_keeps_its_rate(office: Office) -> None:
    months = Months(office, 96)
    office.clock.moment = BEGIN
    close = BEGIN.date() + timedelta(days=10)
    values = {"stage": "qualify", "amount": Decimal(100), "currency": "EUR", "close_day": close}
    create(months.desk, *(Opportunity(id=f"y{n}", name="Y", owner="ann", **values) for n in range(4)))
    before = office.clock()
    later = BEGIN + timedelta(weeks=6)
    changes: list[dict[str, Any]] = [
        {"owner": "bob", "outcome": "won", "stage": "won", "closed_day": close},
        {"close_day": later.date()},
        {"outcome": "won", "stage": "won", "closed_day": close},
        {},
    ]
    for n, values in enumerate(changes):
        edit(months.desk, months.desk.fetch(Opportunity, f"y{n}"), **values)
    asked = Population((Where("owner", "eq", "ann"),), (Where("close_day", "le", "2027-05-31"),))
    was = months.replica.as_of(micros(before))
    found = waterfall(was, months.replica, asked, (BEGIN.date(), later.date()), BASE)
    assert [(step.deal, step.bar, step.amount) for step in sorted(found.steps, key=lambda one: one.deal)] == [
        ("y0", Bar.REASSIGNED, Decimal("-780.00")),
        ("y1", Bar.RATE, Decimal("39.00")),
        ("y1", Bar.MOVED_OUT, Decimal("-819.00")),
        ("y2", Bar.WON, Decimal("-780.00")),
        ("y3", Bar.RATE, Decimal("39.00")),
    ]
    assert (found.opening, found.closing) == (Decimal(103_120), Decimal(100_819))  # deal1 stands
