"""The sums of a pipeline: deals by stage in the base currency, and how a quarter stands against its quota."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Opportunity, Quota
from crm_desktop.core.entities.pipeline import OPEN, WON
from crm_desktop.core.money import from_minor, round_amount
from crm_desktop.core.store import Sum, Where
from crm_desktop.replica.view import View

ZERO = Decimal(0)


class Money(msgspec.Struct, frozen=True):
    """An amount in its own currency."""

    amount: Decimal
    currency: str


class StageSum(msgspec.Struct, frozen=True):
    """What lies in one stage. total, weighted: in the base currency, of all currencies that have a rate.

    parts: the sum of each currency as it is, largest first in base currency; without_rate: currencies left out.
    """

    deals: int = 0
    total: Decimal = ZERO
    weighted: Decimal = ZERO
    parts: tuple[Money, ...] = ()
    without_rate: tuple[str, ...] = ()


class QuotaStanding(msgspec.Struct, frozen=True):
    """How a period stands in the base currency. quota: None where none is set; won, open, weighted: of its deals."""

    first_day: date
    last_day: date
    quota: Decimal | None
    won: Decimal
    open: Decimal
    weighted: Decimal


def rates_on(view: View, day: date, base: str) -> dict[str, Decimal]:
    """Find the rate of each currency that held on a day: how much of the base currency one unit was worth."""
    return Rates(view, base).all_on(day)


def in_base(amount: Decimal, currency: str, rates: Mapping[str, Decimal], base: str) -> Decimal | None:
    """Turn an amount into the base currency, rounded once; None where its currency has no rate."""
    rate = rates.get(currency or base)
    return None if rate is None else round_amount(amount * rate, base)


def stage_sums(
    view: View,
    stages: Iterable[str],
    conditions: Mapping[str, Sequence[Where]],
    rates: Mapping[str, Decimal],
    base: str,
) -> dict[str, StageSum]:
    """Add up the deals of some stages. conditions: stage id -> what its deals must meet beside standing in it."""
    found: dict[str, StageSum] = {}
    for stage in stages:
        where = (Where("stage", "eq", stage), *conditions.get(stage, ()))
        found[stage] = _stage_sum(view.sum_by(Opportunity, "stage", "amount", *where, weighted="weighted"), rates, base)
    return found


def total_of(sums: Iterable[StageSum]) -> StageSum:
    """Add several stages up; parts of one currency become one."""
    deals, total, weighted = 0, ZERO, ZERO
    parts: dict[str, Decimal] = {}
    left_out: dict[str, None] = {}
    for one in sums:
        deals, total, weighted = deals + one.deals, total + one.total, weighted + one.weighted
        for part in one.parts:
            parts[part.currency] = parts.get(part.currency, ZERO) + part.amount
        left_out.update(dict.fromkeys(one.without_rate))
    return StageSum(deals, total, weighted, tuple(Money(parts[key], key) for key in parts), tuple(left_out))


def quarter_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of the calendar quarter of a day."""
    month = (day.month - 1) // 3 * 3 + 1
    following = date(day.year + month // 10, (month + 2) % 12 + 1, 1)
    return date(day.year, month, 1), date.fromordinal(following.toordinal() - 1)


def quota_standing(view: View, user: str, day: date, base: str, *, team: bool = False) -> QuotaStanding:
    """Compare what a person won and has open in the quarter of a day with her quota.

    A quota that covers the day decides the period, else it is the calendar quarter. team: count the deals of everybody
    in the view, as for a manager whose quota is her team's.
    """
    iso = day.isoformat()
    covering = [Where("user", "eq", user), Where("first_day", "le", iso), Where("last_day", "ge", iso)]
    quotas = view.find(Quota, *covering, order=("first_day",))
    first, last = quarter_of(day)
    if quotas and quotas[-1].first_day and quotas[-1].last_day:
        first, last = quotas[-1].first_day, quotas[-1].last_day
    rates = rates_on(view, day, base)
    amounts = [in_base(one.amount, one.currency, rates, base) for one in quotas if one.amount is not None]
    quota = sum((one for one in amounts if one is not None), ZERO) if amounts else None
    own = () if team else (Where("owner", "eq", user),)
    won = view.sum_by(
        Opportunity, "outcome", "amount", Where("outcome", "eq", WON), *_within("closed_day", first, last), *own
    )
    still = view.sum_by(
        Opportunity, "outcome", "amount", Where("outcome", "eq", OPEN), Where("close_day", "le", last.isoformat()), *own,
        weighted="weighted",
    )  # fmt: skip
    ahead = _stage_sum(still, rates, base)
    return QuotaStanding(first, last, quota, _stage_sum(won, rates, base).total, ahead.total, ahead.weighted)


def _within(field: str, first: date, last: date) -> tuple[Where, Where]:
    return Where(field, "ge", first.isoformat()), Where(field, "le", last.isoformat())


def _stage_sum(sums: Iterable[Sum], rates: Mapping[str, Decimal], base: str) -> StageSum:
    """Convert each currency's exact sum once, so that the result does not depend on how many deals make it up."""
    deals, total, weighted = 0, ZERO, ZERO
    parts: list[tuple[Decimal, Money]] = []
    left_out = []
    for one in sums:
        deals += one.records
        amount = from_minor(one.total, one.currency)
        worth = in_base(amount, one.currency, rates, base)
        share = in_base(from_minor(one.weighted, one.currency), one.currency, rates, base)
        if worth is None or share is None:
            left_out.append(one.currency)
        else:
            total, weighted = total + worth, weighted + share
        if amount:
            parts.append((worth or ZERO, Money(amount, one.currency)))
    parts.sort(key=lambda pair: -pair[0])
    return StageSum(deals, total, weighted, tuple(part for _, part in parts), tuple(left_out))
