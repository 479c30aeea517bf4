"""What people do and whom they win: activities planned and done, and customers who bought for the first time."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from crm_desktop.analysis.quotas import Period
from crm_desktop.analysis.rates import Rates
from crm_desktop.core.entities import Activity, Opportunity
from crm_desktop.core.entities.pipeline import WON
from crm_desktop.core.schema import micros
from crm_desktop.core.store import Where
from crm_desktop.replica.view import View


class Doing(msgspec.Struct, frozen=True):
    """Activities of one person and kind in a period, as ids: what was due in it, and what was done in it."""

    owner: str
    kind: str
    planned: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


class NewCustomer(msgspec.Struct, frozen=True):
    """A customer who bought for the first time. value: of what was bought first, None where its currency had no rate."""

    account: str
    deal: str
    day: date
    source: str
    value: Decimal | None


def doings(view: View, period: Period, zone: ZoneInfo, *whose: Where) -> list[Doing]:
    """Count what people planned and did in a period, whose days lie in the zone of the organisation.

    An appointment is planned for the day on which it starts, everything else for the day on which it is due.
    """
    begin, end = _span(period, zone)
    first, last = period.first.isoformat(), period.last.isoformat()
    due = (Where("starts", "empty"), Where("due_day", "ge", first), Where("due_day", "le", last))
    starts = (Where("starts", "ge", begin), Where("starts", "lt", end))
    finished = (Where("is_done", "eq", 1), Where("done_at", "ge", begin), Where("done_at", "lt", end))
    planned, done = defaultdict[tuple[str, str], list[str]](list), defaultdict[tuple[str, str], list[str]](list)
    for conditions, into in ((due, planned), (starts, planned), (finished, done)):
        for id_, owner, kind in view.values(Activity, ("owner", "kind"), *conditions, *whose):
            into[owner, kind].append(id_)
    return [Doing(*key, tuple(planned[key]), tuple(done[key])) for key in sorted(planned.keys() | done.keys())]


def new_customers(view: View, period: Period, base: str, *whose: Where) -> list[NewCustomer]:
    """List the customers whose first won deal was closed in a period, with where it came from, the newest first.

    whose: conditions on that deal; a customer who bought from somebody else before is not new.
    """
    names = ("account", "closed_day", "source", "amount", "currency")
    until = Where("closed_day", "le", period.last.isoformat())
    first: dict[str, tuple[str, str, str | None, int | None, str | None]] = {}
    for id_, account, day, source, amount, currency in view.values(
        Opportunity, names, Where("outcome", "eq", WON), Where("account", "filled"), until
    ):
        if account not in first or (day, id_) < first[account][:2]:
            first[account] = (day, id_, source, amount, currency)
    ours = set(view.ids(Opportunity, Where("outcome", "eq", WON), *whose)) if whose else None
    rates = Rates(view, base)
    found = [
        NewCustomer(
            account, id_, bought, source or "", rates.worth(amount or 0, currency or "", bought)
        )
        for account, (day, id_, source, amount, currency) in first.items()
        if period.holds(bought := date.fromisoformat(day)) and (ours is None or id_ in ours)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.account))


def _span(period: Period, zone: ZoneInfo) -> tuple[int, int]:
    """Give the moments at which a period begins and is over, in microseconds UTC."""
    days = (period.first, period.last + timedelta(days=1))
    begin, end = (micros(datetime.combine(day, time(), zone)) for day in days)
    return begin, end
