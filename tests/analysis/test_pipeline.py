"""Sums of a pipeline, in the base currency, by hand-computed cases."""

from datetime import date
from decimal import Decimal

import pytest

from crm_desktop.analysis.pipeline import (
    Money,
    StageSum,
    in_base,
    quarter_of,
    quota_standing,
    rates_on,
    stage_sums,
    total_of,
)
from crm_desktop.core.entities import Opportunity, Pipeline, Quota, Rate, Stage
from crm_desktop.core.store import Where
from tests.replicas import demo_office

BASE = "CNY"


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    """The replica of a rep with a pipeline of known figures, far from the demo's days."""
    office = demo_office(tmp_path_factory.mktemp("office"), accounts=40, contacts=40, deals=5)
    open_stage = {"pipeline": "p", "outcome": "open", "probability": Decimal(50)}
    office.add(
        Pipeline(id="p", name="Test", position=99),
        Stage(id="s1", name="One", position=1, **open_stage),
        Stage(id="s2", name="Two", position=2, **open_stage),
        Stage(id="sw", name="Done", position=3, pipeline="p", outcome="won", probability=Decimal(100)),
        Rate(id="r2", currency="USD", day=date(2031, 6, 1), rate=Decimal("7.2")),
        Rate(id="r3", currency="USD", day=date(2031, 12, 1), rate=Decimal(9)),
        Rate(id="r4", currency="JPY", day=date(2031, 6, 1), rate=Decimal("0.0481")),
        Quota(
            id="q", period="2031-Q4", user="rep", first_day=date(2031, 10, 1), last_day=date(2031, 12, 31),
            amount=Decimal(700_000), currency=BASE,
        ),
        deal("d1", "s1", 100_000, BASE, close_day=date(2031, 12, 1)),
        deal("d2", "s1", 1_000, "USD", close_day=date(2031, 12, 31)),
        deal("d3", "s1", 10_001, "JPY", close_day=date(2032, 2, 1)),
        deal("d4", "s1", None, BASE),
        deal("d5", "s2", 500, "GBP", close_day=date(2032, 2, 1)),
        deal("d6", "sw", 175_000, BASE, outcome="won", closed_day=date(2031, 11, 2)),
        deal("d7", "sw", 999_000, BASE, outcome="won", closed_day=date(2031, 9, 30)),
        deal("d8", "sw", 5_000, BASE, outcome="won", closed_day=date(2031, 11, 2), owner="other"),
    )  # fmt: skip
    replica = office.laptop("wu.mei")
    yield replica
    replica.close()


def deal(id_, stage, amount, currency, outcome="open", owner="rep", **more):
    probability = Decimal(50) if outcome == "open" else Decimal(100)
    value = None if amount is None else Decimal(amount)
    return Opportunity(
        id=id_, name=id_, owner=owner, pipeline="p", stage=stage, amount=value, currency=currency, outcome=outcome,
        probability=probability, **more,
    )  # fmt: skip


DAY = date(2031, 11, 15)


def sums(view, conditions=()):
    return stage_sums(view, ("s1", "s2"), {"s1": conditions}, rates_on(view, DAY, BASE), BASE)


@pytest.mark.parametrize(("day", "expected"), [(date(2031, 11, 30), "7.2"), (date(2031, 12, 1), "9")])
def test_a_rate_holds_from_its_day_on(view, day, expected):
    assert rates_on(view, day, BASE)["USD"] == Decimal(expected)


def test_an_amount_is_rounded_once_to_the_base_currency():
    rates = {"JPY": Decimal("0.0481"), BASE: Decimal(1)}
    assert in_base(Decimal(10_001), "JPY", rates, BASE) == Decimal("481.05")  # 481.0481
    assert in_base(Decimal(1), "GBP", rates, BASE) is None


def test_a_stage_adds_up_all_currencies_that_have_a_rate(view):
    one = sums(view)["s1"]
    assert (one.deals, one.total) == (4, Decimal("107681.05"))  # 100000 + 7200 + 481.05
    assert one.weighted == Decimal("53840.55")  # 50000 + 3600 + (5001 JPY, half-up) x 0.0481 = 240.55
    assert one.parts == (Money(Decimal(100_000), BASE), Money(Decimal(1_000), "USD"), Money(Decimal(10_001), "JPY"))


def test_a_currency_without_a_rate_is_named_not_guessed(view):
    two = sums(view)["s2"]
    assert (two.deals, two.total, two.without_rate) == (1, 0, ("GBP",))
    assert two.parts == (Money(Decimal(500), "GBP"),)


def test_a_stage_counts_only_what_meets_its_conditions(view):
    assert sums(view, (Where("close_day", "le", "2031-12-31"),))["s1"].deals == 2


def test_stages_add_up(view):
    both = total_of(sums(view).values())
    assert (both.deals, both.total, both.without_rate) == (5, Decimal("107681.05"), ("GBP",))
    assert total_of([]) == StageSum()


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 1), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day, first, last):
    assert quarter_of(day) == (first, last)


def test_a_quota_is_compared_with_what_was_won_in_its_period(view):
    standing = quota_standing(view, "rep", DAY, BASE)
    assert (standing.quota, standing.won) == (700_000, 175_000)
    assert (standing.open, standing.weighted) == (107_200, 53_600)  # closing until the end of the period


def test_a_team_counts_the_deals_of_everybody(view):
    assert quota_standing(view, "rep", DAY, BASE, team=True).won == 180_000


def test_without_a_quota_none_is_shown(view):
    standing = quota_standing(view, "other", DAY, BASE)
    assert (standing.quota, standing.first_day) == (None, date(2031, 10, 1))
