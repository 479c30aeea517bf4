"""A forecast's rows add up to those above them, and quotas hold for any period."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_desktop.analysis.quotas import Period, Quotas
from crm_desktop.analysis.rates import Rates
from crm_desktop.analysis.worksheet import Figures, worksheet
from crm_desktop.core.entities import Account, Currency, Opportunity, Quota, Rate, Territory, User
from crm_desktop.replica.view import View
from tests.replicas import TODAY, small_office

BASE = "CNY"
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def quota(id_: str, user: str, period: Period, amount: str, **more: str) -> Quota:
    """Make a quota of a person or, with user empty, of a territory."""
    values = {"currency": BASE, "first_day": period.first, "last_day": period.last, **more}
    return Quota(id=id_, period=id_, user=user, amount=Decimal(amount), **values)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Return a manager's replica: four levels of people, two who report to each other, 200 deals in two currencies."""
    office = small_office(tmp_path_factory.mktemp("people"))
    chance = random.Random(5)
    office.add(Currency(id="EUR", name="EUR"), Currency(id="GBP", name="GBP"))
    office.add(
        Rate(id="r1", currency="EUR", day=date(2026, 1, 1), rate=Decimal("7.77")),
        Rate(id="r2", currency="EUR", day=date(2026, 11, 10), rate=Decimal("8.01")),
        User(id="cy", name="Cy", login="cy", manager="ann", home="north"), User(id="di", name="Di", login="di", manager="cy", home="north"),
        User(id="ring1", name="One", login="ring1", manager="ring2"), User(id="ring2", name="Two", login="ring2", manager="ring1"),
        User(id="idle", name="Idle", login="idle"), Territory(id="quay", name="Quay", parent="harbour"),
        Account(id="quay1", name="Quay", territory="quay", owner="ann", currency=BASE),
        quota("year", "ann", YEAR, "365000"), quota("october", "ann", Period(date(2026, 10, 1), date(2026, 10, 31)), "100"),
        quota("cy", "cy", QUARTER, "0.10"), quota("di", "di", QUARTER, "20", currency="EUR"),
        quota("harbour", "", QUARTER, "77", territory="harbour"),
    )  # fmt: skip
    for user in ("ann", "bob"):
        office.edit(office.get(User, user), manager="mia")
    office.add(*(deal(n, chance) for n in range(200)))
    office.add(deal_of("pounds", currency="GBP"), deal_of("overdue", close_day=date(2026, 8, 1)))
    yield office.laptop("mia", "laptop")
    office.close()


def deal(n: int, chance: random.Random) -> Opportunity:
    """Make any deal."""
    outcome = chance.choice(("open", "open", "won", "lost"))
    day = date(2026, 9, 1) + timedelta(days=chance.randrange(150))
    return deal_of(
        f"d{n}", outcome=outcome, owner=chance.choice(("ann", "bob", "cy", "di", "ring1", "mia")),
        account=chance.choice(("north1", "harbour1", "south1", "quay1", "")), currency=chance.choice((BASE, "EUR")),
        amount=Decimal(chance.randrange(10**8)) / 100, probability=Decimal(chance.randrange(101)), close_day=day,
        forecast=chance.choice(("", "commit", "best_case", "pipeline", "omitted")),
        closed_day=None if outcome == "open" else day, lost_reason="price" if outcome == "lost" else "",
    )  # fmt: skip


def deal_of(id_: str, **values: object) -> Opportunity:
    """Make a deal of Bob's."""
    usual = {"owner": "bob", "stage": "propose", "amount": Decimal(10), "currency": BASE, "close_day": TODAY}
    return Opportunity(**{"id": id_, "name": id_, **usual, **values})


@pytest.mark.parametrize("by", ["user", "territory"])
def test_a_tree_adds_up_to_its_rows_and_its_rows_to_their_deals(view: View, by: str) -> None:
    rows = worksheet(view, QUARTER, TODAY, BASE, by)
    assert max(row.depth for row in rows) >= 2
    for at, row in enumerate(rows):
        below = []
        for other in rows[at + 1 :]:
            if other.depth <= row.depth:
                break
            below.append(other.own)
        assert row.whole == sum_in_order(row.own, below)
    every = [id_ for row in rows if row.depth == 0 for id_ in row.whole.deals]
    assert len(every) == len(set(every)) == len(expected(view))
    assert set(every) == expected(view)
    total = sum((row.whole.won + row.whole.open + row.whole.omitted for row in rows if row.depth == 0), Decimal(0))
    rates = Rates(view, BASE)
    worth = [value_of(view, id_, rates) for id_ in every]
    assert total == sum(worth)


def sum_in_order(own: Figures, below: list[Figures]) -> Figures:
    """Add up all rows below, whatever their depth."""
    for one in below:
        own = own + one
    return own


def expected(view: View) -> set[str]:
    """Name the deals that count, the slow way."""
    found = set()
    for one in view.find(Opportunity):
        if one.outcome == "won" and QUARTER.holds(one.closed_day):
            found.add(one.id)
        if one.outcome == "open" and one.close_day is not None and one.close_day <= QUARTER.last:
            found.add(one.id)
    return found - {"pounds"}


def value_of(view: View, id_: str, rates: Rates) -> Decimal:
    """Value one deal by itself."""
    (one,) = view.by_ids(Opportunity, [id_]).values()
    day = one.closed_day if one.outcome == "won" and one.closed_day else TODAY
    worth = rates.worth(int((one.amount or 0) * 100), one.currency, day)
    assert worth is not None
    return worth


def test_people_who_report_to_each_other_are_shown_once_and_who_has_nothing_is_not(view: View) -> None:
    rows = [(row.id, row.depth) for row in worksheet(view, QUARTER, TODAY, BASE)]
    assert [depth for id_, depth in rows if id_ == "ring1"] == [0]
    assert "idle" not in dict(rows)
    assert rows[:4] == [("mia", 0), ("ann", 1), ("cy", 2), ("di", 3)]


def test_what_is_overdue_counts_where_today_is_and_a_currency_without_rate_is_named(view: View) -> None:
    bob = next(row.own for row in worksheet(view, QUARTER, TODAY, BASE) if row.id == "bob")
    assert "overdue" in bob.deals
    assert bob.without_rate == ("pounds",)
    following = Period(date(2027, 1, 1), date(2027, 3, 31))
    assert all("overdue" not in row.own.deals for row in worksheet(view, following, TODAY, BASE))


def test_a_quota_is_shared_by_days_and_the_shortest_period_counts(view: View) -> None:
    quotas = Quotas(view, Rates(view, BASE))
    assert quotas.of("user", "ann", YEAR) == Decimal(365_000 - 31_000 + 100)
    assert quotas.of("user", "ann", QUARTER) == Decimal(100 + 61_000)
    halves = [
        quotas.of("user", "cy", one) for one in (Period(QUARTER.first, TODAY), Period(TODAY + timedelta(1), YEAR.last))
    ]
    assert sum(one for one in halves if one is not None) == Decimal("0.10")
    assert quotas.of("user", "di", QUARTER) == Decimal("155.40")  # at the rate of its first day
    assert quotas.of("territory", "harbour", QUARTER) == Decimal(77)
    assert quotas.of("user", "bob", QUARTER) is None


def test_those_below_have_a_target_for_whoever_has_none(view: View) -> None:
    rows = {row.id: row for row in worksheet(view, QUARTER, TODAY, BASE)}
    assert (rows["cy"].quota, rows["cy"].quota_below, rows["cy"].target) == (
        Decimal("0.10"), Decimal("155.40"), Decimal("0.10"),
    )  # fmt: skip
    assert (rows["mia"].quota, rows["mia"].target) == (None, Decimal(61_100))
    assert rows["bob"].target is None
    assert (rows["bob"].gap, rows["bob"].attainment, rows["bob"].coverage) == (None, None, None)
